"""An article as a record and back: nothing is lost, and nothing that does not fit is taken."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from store import Article, ReadingError, Translation
from store.article import BoilerplateKind, RemovedLine
from store.database.serialization import RECORD_FORMAT, article_of_record, article_record
from tests.helpers.cases import each_case
from tests.helpers.store.harbour import ALL, FERRY

MACHINE = replace(FERRY, translations=(*FERRY.translations, Translation("fr", "Un bac", "Un bac.\nDix.", "model:7b")))
ODD = Article(title="\u202eسوق\n", text=' "\\ \x00\u2028 🐎\r\n', outlet="\t", sources=("", "أ"), date="0001-01-01")


@each_case("article", [*ALL, MACHINE, ODD])
def test_an_article_comes_back_from_its_record(article: Article) -> None:
    written = json.dumps(article_record(article), ensure_ascii=False)
    assert article_of_record(json.loads(written)) == article


def test_a_record_names_everything() -> None:
    copy = Article(title="T", text=FERRY.text, outlet="Copyist")
    whole = replace(MACHINE, removed=(RemovedLine("Share", BoilerplateKind.BUTTON),), copies=(copy,))
    assert article_of_record(article_record(whole)).copies == (copy,)
    assert article_of_record(article_record(whole)).removed == whole.removed
    assert article_record(whole) == {
        "id": MACHINE.id,
        "title": "عبّارة جديدة في الميناء",
        "outlet": "صحيفة الرصيف",
        "date": "2024-03-05",
        "url": "https://news.example/ferry",
        "language": "ar",
        "sources": ["وكالة الموج"],
        "text": FERRY.text,
        "translations": [
            {"language": "en", "title": FERRY.translations[0].title, "text": FERRY.translations[0].text, "by": ""},
            {"language": "fr", "title": "Un bac", "text": "Un bac.\nDix.", "by": "model:7b"},
        ],
        "removed": [{"line": "Share", "kind": "button"}],
        "copies": [article_record(copy)],
    }


def test_what_a_record_leaves_out_is_empty() -> None:
    article = Article(title="", text="The mill grinds.")
    assert article_of_record({"id": article.id, "text": article.text}) == article


@each_case(
    ("change", "message"),
    [
        ({"text": "Another text."}, "does not fit its text"),
        ({"id": 7}, "does not fit its text"),
        ({"text": None}, "'text' must be text, not None"),
        ({"title": ["T"]}, "'title' must be text, not a list"),
        ({"outlet": "half \ud800"}, "'outlet' has half a character"),
        ({"date": "2024-02-30"}, "'date' must be a day, YYYY-MM-DD, or null, not '2024-02-30'"),
        ({"date": "20240230"}, "'date' must be a day"),
        ({"date": "2024-W09-1"}, "'date' must be a day"),
        ({"date": 20240230}, "'date' must be a day"),
        ({"sources": "one"}, "'sources' must be a list"),
        ({"sources": [1]}, "'sources' must be text, not 1"),
        ({"translations": [[]]}, "A translation must be a JSON object, not a list"),
        ({"translations": [{"language": "en"}]}, "The translation has no 'text'"),
        ({"translations": [{"language": "en", "text": "", "from": ""}]}, "has a key 'from'"),
        ({"x" * 500: ""}, "has a key 'xxx"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ReadingError, match=message) as refused:
        article_of_record(article_record(FERRY) | change)
    assert len(str(refused.value)) < 200


@each_case("record", [None, 7, "id", [], {}, {"text": "a"}, {"id": "a"}])
def test_what_is_no_record_is_refused(record: object) -> None:
    with pytest.raises(ReadingError):
        article_of_record(record)


def test_a_newer_format_is_not_guessed_at() -> None:
    with pytest.raises(ReadingError, match=r"newer Isnad .*Update Isnad"):
        article_of_record(article_record(FERRY), RECORD_FORMAT + 1)
    with pytest.raises(ReadingError, match="no format 0"):
        article_of_record(article_record(FERRY), 0)
