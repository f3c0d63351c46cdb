"""Answers to the held-out questions: `python -m training.evaluate [--every 3] [--within]`.

The 120 passages about courts and science, which nothing was trained on, are one store (those with an English version
in Arabic and in English by turns); their questions are asked as a user asks them. `first`: the first citation is the
sentence (or title) that answers. Confidence is also judged by itself: the AUC of answerable against near miss, false
answers where a tenth of the answerable questions is refused, and the expected calibration error in ten bins of equal
width, of whether the first citation answers.

With --within each question is read with its own passage alone, in each of its languages, and nothing is searched
for: `first` is then the sentence (or title) in which the answer likeliest begins, and confidence is one less the
share of "does not answer".
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from rag import answer
from rag.evaluation.metrics import auc, calibration_error
from rag.reading import Page, open_reader
from rag.results import Answer
from store import Article, Corpus, Span
from training.check_data import Row, read_rows
from training.examples import HELD_OUT

ANSWERED = 0.5
"""A passage read alone answers where the share of "does not answer" is below this."""


@dataclass(frozen=True)
class Asked:
    """A held-out question and what came of it."""

    row: Row
    confidence: float
    answered: bool
    first: bool


def held_out_articles() -> dict[str, Article]:
    """The articles of the held-out passages by passage id."""
    rows = [row for row in read_rows("passages.jsonl") if row["subject"] in HELD_OUT]
    found = {}
    for number, row in enumerate(rows):
        language = "en" if "en" in row and number % 2 else "ar"
        day = dt.date.fromisoformat(row["date"])
        text = " ".join(row[language])
        found[row["id"]] = Article(title=row[f"title_{language}"], text=text, outlet=row["outlet"], date=day)
    return found


def supporting(question: Row, passages: dict[str, Row]) -> list[str]:
    """The sentence or title that answers, in each language of its passage."""
    passage, number = passages[question["passage"]], question["sentence"]
    languages = [language for language in ("ar", "en") if language in passage]
    return [passage[f"title_{each}"] if number < 0 else passage[each][number] for each in languages]


def is_supported(got: Answer, sentences: Sequence[str]) -> bool:
    """Whether the first citation has one of the sentences."""
    return bool(got.citations) and any(sentence in got.citations[0].quote for sentence in sentences)


def false_answers(asked: Sequence[Asked], refused: float = 0.10) -> float:
    """The share of near misses answered at the threshold that refuses this share of the answerable questions."""
    sure = sorted(one.confidence for one in asked if one.row["answerable"])
    threshold = sure[int(refused * len(sure))]
    unsure = [one.confidence for one in asked if not one.row["answerable"]]
    return sum(confidence >= threshold for confidence in unsure) / len(unsure)


def ask(every: int) -> list[Asked]:
    """Every so many of the held-out questions, asked."""
    passages = {row["id"]: row for row in read_rows("passages.jsonl")}
    articles = held_out_articles()
    questions = [row for row in read_rows("questions.jsonl") if row["passage"] in articles][::every]
    asked = []
    with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "store") as corpus:
        corpus.add(list(articles.values()))
        for row in questions:
            got = answer(row["question"], corpus=corpus)
            first = row["answerable"] and is_supported(got, supporting(row, passages))
            asked.append(Asked(row, got.confidence, got.answered, first))
    return asked


def read(every: int) -> list[Asked]:
    """Every so many of the held-out questions, each read with its own passage."""
    passages = {row["id"]: row for row in read_rows("passages.jsonl") if row["subject"] in HELD_OUT}
    questions = [row for row in read_rows("questions.jsonl") if row["passage"] in passages][::every]
    reader = open_reader("")
    assert reader is not None
    asked = []
    for row in questions:
        passage = passages[row["passage"]]
        for language in ("ar", "en"):
            if language in passage:
                (found,) = reader.read(row["question"], [_page(passage, language)])
                shares = {-1: found.title, **dict(enumerate(found.sentences))}
                first = row["answerable"] and max(shares, key=lambda at: (shares[at], -at)) == row["sentence"]
                asked.append(Asked(row, 1.0 - found.none, found.none < ANSWERED, first))
    return asked


def _page(passage: Row, language: str) -> Page:
    """The passage as the reader is given it."""
    starts = [0, *accumulate(len(sentence) + 1 for sentence in passage[language])]
    sentences = [Span(start, start + len(text)) for start, text in zip(starts, passage[language], strict=False)]
    return Page(passage[f"title_{language}"], " ".join(passage[language]), sentences)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1, help="ask every so many of the 1,694 questions")
    parser.add_argument("--within", action="store_true", help="read each with its own passage alone")
    options = parser.parse_args()
    asked = (read if options.within else ask)(options.every)
    print("| | answerable | first | refused | near misses | answered | AUC | answered at .10 refused | ECE |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, language in (("Arabic", "ar"), ("English", "en"), ("together", "")):
        some = [one for one in asked if one.row["lang"].startswith(language)]
        good, bad = ([one for one in some if one.row["answerable"] is kind] for kind in (True, False))
        shares = [
            sum(one.first for one in good) / len(good),
            sum(not one.answered for one in good) / len(good),
            sum(one.answered for one in bad) / len(bad),
        ]
        told = f"| {name} | {len(good)} | {shares[0]:.3f} | {shares[1]:.3f} | {len(bad)} | {shares[2]:.3f} "
        apart = auc([one.confidence for one in good], [one.confidence for one in bad])
        error = calibration_error([one.confidence for one in some], [one.first for one in some])
        print(told + f"| {apart:.3f} | {false_answers(some):.3f} | {error:.3f} |")


if __name__ == "__main__":
    main()
