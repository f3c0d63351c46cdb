"""Check the data written for the trained reader (`training/data`): `python training/check_data.py`.

Passages, questions and entailment pairs are JSON lines; `data/README.md` says what a line holds. A tenth was read
again by other hands (`data/second_reading.tsv`), who saw neither labels nor answers: how often they agree is printed.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
FEWEST_WORDS, MOST_WORDS = 70, 200
LABELS = {"entailment", "neutral", "contradiction"}
_ARABIC = re.compile(r"[\u0600-\u06ff]")

Row = dict[str, Any]


def read_rows(name: str, folder: Path = DATA) -> list[Row]:
    """The rows of all files with this name, in the order of their folders."""
    return [
        json.loads(line)
        for path in sorted(folder.glob(f"*/{name}"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def find_faults(folder: Path = DATA) -> list[str]:
    """A sentence for each row that is not as the README says; none where all is well."""
    passages, questions, pairs = (
        read_rows(name, folder) for name in ("passages.jsonl", "questions.jsonl", "pairs.jsonl")
    )
    by_id = {passage["id"]: passage for passage in passages}
    faults = [f"{what} twice: {key}" for what, key in _repeated(passages, questions, pairs)]
    faults += [f"{p['id']}: {fault}" for p in passages for fault in _passage_faults(p)]
    faults += [f"{q['id']}: {fault}" for q in questions for fault in _question_faults(q, by_id)]
    return faults + [f"{p['id']}: {fault}" for p in pairs for fault in _pair_faults(p, by_id)]


def _repeated(passages: list[Row], questions: list[Row], pairs: list[Row]) -> Iterator[tuple[str, object]]:
    counted = {
        "id": Counter(row["id"] for row in [*passages, *questions, *pairs]),
        "title": Counter(row["title_ar"] for row in passages),
        "pair": Counter((row["premise"], row["hypothesis"]) for row in pairs),
        "question": Counter((row["passage"], row["question"]) for row in questions),
    }
    for what, counts in counted.items():
        yield from ((what, key) for key, count in counts.items() if count > 1)


def _passage_faults(passage: Row) -> Iterator[str]:
    if not FEWEST_WORDS <= sum(len(sentence.split()) for sentence in passage["ar"]) <= MOST_WORDS:
        yield "too short or too long"
    if "en" in passage and len(passage["en"]) != len(passage["ar"]):
        yield "the English version has another number of sentences"


def _text(passage: Row, language: str, sentence: int) -> str:
    """A sentence of a passage, or its title for -1; "" where there is none in the language."""
    title, sentences = passage.get(f"title_{language}", ""), passage.get(language, [])
    text: str = title if sentence < 0 else sentences[sentence] if sentence < len(sentences) else ""
    return text


def _question_faults(question: Row, passages: dict[str, Row]) -> Iterator[str]:
    passage = passages.get(question["passage"])
    if passage is None:
        yield "its passage is missing"
        return
    if bool(_ARABIC.search(question["question"])) != (question["lang"] == "ar"):
        yield "it is not in its language"
    if not question["answerable"]:
        if question["unsupported"] not in question["question"]:
            yield "the words that are not borne out are not in it"
        return
    if question["answer"] not in _text(passage, "ar", question["sentence"]):
        yield "its answer does not stand in the sentence"
    if "en" in passage and question["answer_en"] not in _text(passage, "en", question["sentence"]):
        yield "its English answer does not stand in the sentence"


def _pair_faults(pair: Row, passages: dict[str, Row]) -> Iterator[str]:
    passage, language = passages.get(pair["passage"]), pair["premise_lang"]
    if passage is None:
        yield "its passage is missing"
    elif pair["premise"] not in [passage.get(f"title_{language}"), *passage.get(language, [])]:
        yield "its premise is no sentence of the passage"
    if pair["label"] not in LABELS:
        yield f"{pair['label']!r} is no label"


def agreement(folder: Path = DATA) -> tuple[float, float]:
    """The shares of the questions and of the pairs read again that the second hand judged like the first."""
    answerable = {row["id"]: "yes" if row["answerable"] else "no" for row in read_rows("questions.jsonl", folder)}
    labels = {row["id"]: row["label"] for row in read_rows("pairs.jsonl", folder)}
    lines = (folder / "second_reading.tsv").read_text("utf-8").splitlines()
    judged = [(line.split("\t")[0], line.split("\t")[1]) for line in lines]
    of_questions = [answerable[key] == said for key, said in judged if key in answerable]
    of_pairs = [labels[key] == said for key, said in judged if key in labels]
    return sum(of_questions) / len(of_questions), sum(of_pairs) / len(of_pairs)


def main() -> None:
    faults = find_faults()
    counts = [len(read_rows(name)) for name in ("passages.jsonl", "questions.jsonl", "pairs.jsonl")]
    print("\n".join([*faults, "{} passages, {} questions, {} pairs".format(*counts)]))
    print("A second hand agrees with {:.1%} of questions and {:.1%} of pairs.".format(*agreement()))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
