"""Questions of public sets on paragraphs, some with a wrong word, some without the sentence that answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from training.examples import Example, Passage, Row, overlap
from training.sets import read_set, sampled
from training.swaps import Swap

_QUESTIONS_TAKEN = {
    "squadshifts-new_wiki": 800,
    "qamr": 600,
    "tydiqa-goldp-ar": 2000,
    "tydiqa-goldp-en": 600,
    "tydiqa-goldp-x": 100,
    "mlqa-ar": 2400,
    "mlqa-en": 300,
    "mlqa-x": 200,
    "qed": 300,
}


def public_questions(reading: Path, evaluation: Path, random: Random) -> tuple[list[Example], list[Passage]]:
    """One pass over a sample of the public sets (`shared/reading`, the parts of `shared/eval` free to learn from).

    Also the paragraphs of their questions.
    """
    rows = [
        *sampled(_question_rows(reading), _QUESTIONS_TAKEN, random),
        *_xquad_rows(evaluation, random),
        *_arcd_rows(evaluation),
    ]
    swap = Swap(reading, rows, random)
    families = _families(rows)
    examples = []
    for row in rows:
        examples += [
            replace(one, family="" if one.source == "taken out" else families[row["context"]])
            for one in _public_question(row, swap, random)
        ]
    passages = [
        Passage(families[text], row["lang"], row["title"], text)
        for text, row in {row["context"]: row for row in rows}.items()
    ]
    return examples, passages


def _families(rows: Sequence[Row]) -> dict[str, str]:
    """For each paragraph the name of its family: paragraphs of a family share a question's id, in any language."""
    leader: dict[str, str] = {}

    def found(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for row in rows:
        leader[found("text " + row["context"])] = found(f"question {row['set']} {row['id']}")
    return {row["context"]: found("text " + row["context"]) for row in rows}


def _question_rows(reading: Path) -> Iterator[tuple[str, Row]]:
    for row in read_set(reading / "qa.jsonl.xz"):
        name = re.split(r"-(?:dev|train|test)", row["set"])[0]
        if row.get("overlap") or not row["answers"] or name == "aqad" or name.startswith("multispan"):
            continue
        if name in ("mlqa", "tydiqa-goldp"):
            languages = (row["lang"], row["qlang"])
            name += "-ar" if "ar" in languages else "-en" if languages == ("en", "en") else "-x"
        yield name, row


def _xquad_rows(evaluation: Path, random: Random) -> Iterator[Row]:
    """Each question of XQuAD's dev half twice: text and question each in Arabic, English or another language."""
    paths = sorted((evaluation / "xquad").glob("*.json"))
    by_language = {path.stem: _squad_rows(path, "xquad", path.stem) for path in paths}
    languages = sorted(by_language)
    for number in range(len(by_language["ar"])):
        for _ in range(2):
            text = by_language[random.choice(["ar"] * 5 + ["en"] * 2 + languages)][number]
            asked = by_language[random.choice(["ar"] * 4 + ["en"] * 4 + languages)][number]
            yield {**text, "question": asked["question"]}


def _arcd_rows(evaluation: Path) -> list[Row]:
    return _squad_rows(evaluation / "arcd-train.json", "arcd", "ar")


def _squad_rows(path: Path, name: str, language: str) -> list[Row]:
    return [
        {
            "set": name,
            "id": row["id"],
            "lang": language,
            "title": article.get("title", "").replace("_", " "),
            "context": paragraph["context"],
            "question": row["question"],
            "answers": [{"text": a["text"], "start": a["answer_start"]} for a in row["answers"]],
        }
        for article in json.loads(path.read_text("utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for row in paragraph["qas"]
    ]


def _public_question(row: Row, swap: Swap, random: Random) -> Iterator[Example]:
    question, text = row["question"], row["context"]
    title = row["title"] if random.random() < 0.4 and len(row["title"]) > 3 else ""
    swapped = swap(question, text)
    if swapped and random.random() < 0.6:
        yield Example(swapped[0], text, title, unsupported=(swapped[1],), source="swapped")
    if random.random() < 0.12:
        rest = _without(text, row["answers"])
        if rest:
            yield Example(question, rest, title, source="taken out")
            return
    answer = random.choice(row["answers"])
    span = (answer["start"], answer["start"] + len(answer["text"]))
    yield Example(question, text, title, span, unsupported=(), source="public answer")


def _without(text: str, answers: Sequence[Row]) -> str:
    """The text less each sentence that holds an answer; "" where little is left."""
    kept = [
        match.group()
        for match in re.finditer(r".+?(?:[.!?؟]+(?=\s)|\n|$)\s*", text, re.S)
        if not any(overlap(match.span(), (a["start"], a["start"] + len(a["text"]))) for a in answers)
    ]
    rest = "".join(kept).strip()
    return rest if 80 < len(rest) < len(text.strip()) else ""
