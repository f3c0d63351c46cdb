"""The questions on the sample articles: well formed, in both languages, and every evidence sentence stands there."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from rag.evaluation.data import SAMPLE_QUESTIONS
from store.readers.article_reader import read_article
from store.sample import SAMPLE
from store.text.arabic import language_of
from store.text.chunking import divide_text

LANGUAGES = ("en", "ar")
ARTICLES = {path.stem for path in SAMPLE.glob("*.md") if not path.name.endswith(".en.md")}
ROWS: list[dict[str, Any]] = [json.loads(line) for line in SAMPLE_QUESTIONS.read_text(encoding="utf-8").splitlines()]


def article_sentences(name: str) -> set[str]:
    text = read_article(SAMPLE / f"{name}.md").text
    return {text[sentence.start : sentence.end] for sentence in divide_text(text).sentences}


SENTENCES = {name: article_sentences(name) for name in ARTICLES}


def topics() -> dict[str, list[dict[str, Any]]]:
    by_topic = defaultdict(list)
    for row in ROWS:
        by_topic[row["id"].removesuffix(f"-{row['lang']}")].append(row)
    return dict(by_topic)


def test_there_are_enough_questions_to_measure_with() -> None:
    assert len(ROWS) >= 100
    assert 3 * sum(not row["answerable"] for row in ROWS) >= len(ROWS)


def test_no_question_stands_twice() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({row["question"] for row in ROWS}) == len(ROWS)


def test_each_topic_is_asked_in_both_languages_about_the_same_facets() -> None:
    assert not [
        topic
        for topic, rows in topics().items()
        if [row["id"] for row in rows] != [f"{topic}-{language}" for language in LANGUAGES]
        or rows[0]["facets"] != rows[1]["facets"]
    ]


def is_well_formed(row: dict[str, Any]) -> bool:
    return (
        list(row) == ["id", "lang", "question", "answerable", "facets"]
        and language_of(row["question"]) == row["lang"]
        and row["question"].endswith(("?", "؟"))
        and bool(row["facets"]) is row["answerable"]
        and all(row["facets"])
    )


def test_each_question_is_well_formed() -> None:
    assert not [row["id"] for row in ROWS if not is_well_formed(row)]


def test_the_evidence_stands_in_the_articles() -> None:
    evidence = [(row["id"], each) for row in ROWS for facet in row["facets"] for each in facet]
    assert not [(id_, each) for id_, each in evidence if each["sentence"] not in SENTENCES[each["article"]]]


def test_every_article_answers_something() -> None:
    assert {evidence["article"] for row in ROWS for facet in row["facets"] for evidence in facet} == ARTICLES
