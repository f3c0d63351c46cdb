"""What becomes of follow-up questions: two-turn dialogues over the sample articles, with and without the first turn.

python benchmarks/dialogues.py [--half held] [--articles FOLDER] [--failures]
python benchmarks/dialogues.py --forms

Of follow-ups: how many are answered with supporting evidence first, and with any cited. Of follow-ups that the
articles do not answer: how many are answered all the same. Of whole questions about something else: how many get the
first citation that they get without a conversation. Of "What about …?" it is counted apart: where that belongs to the
last question's subject, where it is something else that the articles tell of, and where nothing does, which is to be
refused. With `--forms`: how many of 40 more follow-ups are understood as a question that a person would take them for
(`data/follow_up_forms.jsonl`), and how many questions that stand alone are left alone; nothing is answered.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rag import Answer, answer
from rag.evaluation.data import SAMPLE_DIALOGUES
from rag.evaluation.metrics import same_sentence
from rag.query.conversation.followups import resolve_followup
from rag.query.query import content_words
from store import Corpus
from store.sample import SAMPLE

Row = dict[str, Any]
Way = Callable[[Row, Corpus], Answer]


def with_history(row: Row, corpus: Corpus) -> Answer:
    return answer(row["question"], corpus=corpus, history=[row["first"]])


def joined(row: Row, corpus: Corpus) -> Answer:
    """What a question newly names is put into the one before, whatever that is."""
    return answer(resolve_followup(row["question"], [row["first"]], corpus).text, corpus=corpus)


def alone(row: Row, corpus: Corpus) -> Answer:
    return answer(row["question"], corpus=corpus)


def written_out(row: Row, corpus: Corpus) -> Answer:
    return answer(row["meant"], corpus=corpus)


def nameless(row: Row, corpus: Corpus) -> Answer:
    """The rule of 0.1: a question without content words follows the one before."""
    joined = row["question"] if content_words(row["question"]) else f"{row['first']} {row['question']}"
    return answer(joined, corpus=corpus)


WAYS: dict[str, Way] = {
    "conversation": with_history,
    "always joined": joined,
    "rule of 0.1": nameless,
    "no history": alone,
    "written out": written_out,
}


ANSWERED = {"aspect": "aspects", "new": "new"}
"""What the follow-ups that the articles answer are counted as, by kind; others are `followups`."""
COLUMNS = (
    *((f"{of} {how}", of) for of in ("followups", "aspects", "new") for how in ("first", "cited")),
    ("unharmed", "switches"),
    ("unanswerable answered", "unanswerable"),
    ("nothing answered", "nothing"),
)


def supported(row: Row, found: Answer) -> list[bool]:
    """For each citation, whether it quotes a sentence that supports the answer."""
    sentences = [said["sentence"] for facet in row["facets"] for said in facet]
    return [any(same_sentence(citation.quote, sentence) for sentence in sentences) for citation in found.citations]


def opening(found: Answer) -> str | None:
    return found.citations[0].quote if found.citations else None


def score(rows: list[Row], way: Way, corpus: Corpus) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    wrong = []
    for row in rows:
        found = way(row, corpus)
        right = supported(row, found)
        if row["kind"] == "switch":
            kept = opening(found) == opening(alone(row, corpus))
            counts.update({"switches": 1, "unharmed": kept})
        elif row["answerable"]:
            kept = any(right)
            of = ANSWERED.get(row["kind"], "followups")
            counts.update({of: 1, f"{of} first": bool(right and right[0]), f"{of} cited": kept})
        else:
            kept = not found.answered
            of = "nothing" if row["kind"] == "new" else "unanswerable"
            counts.update({of: 1, f"{of} answered": found.answered})
        if not kept:
            wrong.append(f"{row['id']} {row['first']} / {row['question']} -> {found.understood or '(as asked)'}")
    return counts, wrong


FORMS = Path(__file__).parent / "data" / "follow_up_forms.jsonl"


def forms(half: str, corpus: Corpus) -> tuple[int, int]:
    """How many follow-ups of this half are understood as they should be, and how many there are."""

    def plain(text: str) -> str:
        return re.sub(r"[\W_]+", " ", text).lower().strip()

    rows: list[Row] = [json.loads(text) for text in FORMS.read_text(encoding="utf-8").splitlines()]
    own = [row for row in rows if row["id"].endswith(half)]
    understood = [(resolve_followup(row["question"], row["history"], corpus).text, row) for row in own]
    right = [plain(got) in map(plain, row["understood"] or [row["question"]]) for got, row in understood]
    return sum(right), len(right)


def line(counts: Counter[str]) -> str:
    return "  ".join(f"{name} {counts[name]:2}/{counts[of]:2}" for name, of in COLUMNS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=["dev", "held"], help="only this half")
    parser.add_argument("--articles", type=Path, default=SAMPLE, help="the articles to ask; the samples by default")
    parser.add_argument("--failures", action="store_true", help="name the failures of the dev half")
    parser.add_argument("--forms", action="store_true", help="only what follow-ups are understood as")
    options = parser.parse_args()
    rows = [json.loads(text) for text in SAMPLE_DIALOGUES.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as place, Corpus.open(Path(place) / "store") as corpus:
        corpus.ingest([options.articles])
        if options.forms:
            for half in ("look", "held"):
                print(half, "{} of {}".format(*forms(half, corpus)))
            return
        for half in [options.half] if options.half else ["dev", "held"]:
            for language in ("en", "ar"):
                asked = [row for row in rows if row["id"].endswith(half) and row["lang"] == language]
                for name, way in WAYS.items():
                    counts, wrong = score(asked, way, corpus)
                    print(f"{half:4} {language}  {name:13}  {line(counts)}")
                    if options.failures and half == "dev" and way is with_history:
                        print(*wrong, sep="\n")


if __name__ == "__main__":
    main()
