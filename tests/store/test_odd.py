"""Odd questions, odd articles: found nothing, kept whole or refused, and never any harm."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest

from store import ArgumentError, Article, Corpus, ReadingError, Span, Translation, UnknownArticleError
from store.database.articles import keys_of
from store.scope import Scope
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.well import EVERYWHERE, KITE, WELL

pytestmark = pytest.mark.slow


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def made(tmp_path: Path, encoder: Any) -> Path:
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        corpus.add([WELL])
    return tmp_path / "store"


# Asking for odd things

ODD_IDS = ["", "'", "' OR 1=1 --", "x'; DROP TABLE articles; --", "%", "*", "\0", "\ud800", "غ", "0" * 100_000]


def test_an_odd_id_is_unknown(made: Path, encoder: Any) -> None:
    with Corpus.open(made, encoder) as corpus:
        for odd in ODD_IDS:
            for call in (corpus.article, corpus.remove):
                with pytest.raises(UnknownArticleError, match="isnad list"):
                    call(odd)
        assert corpus.articles() == [WELL]


ODD_KEYS = [
    '"',
    '""',
    'x" OR "well',
    "wel*",
    "NEAR(well, mill)",
    "well NEAR mill",
    "well AND mill",
    "NOT",
    "-well",
    "^well",
    "keys : well",
    "{keys}",
    "(",
    "+",
    "'",
    "well'; DROP TABLE articles; --",
    "",
    " ",
    "\n",
    "a\0b",
    "\u00a0",
    "a\U0001e900b",
    "🚂",
]


def test_an_odd_key_finds_nothing_and_does_no_harm(made: Path, encoder: Any) -> None:
    with Corpus.open(made, encoder) as corpus:
        for odd in ODD_KEYS:
            assert corpus.index.matching({odd: 1.0}, 5, EVERYWHERE) == {}, odd
            assert list(corpus.index.matching({odd: 1.0, "mill": 1.0}, 5, EVERYWHERE)) == [(WELL.id, 0)], odd
            assert corpus.index.frequencies([odd, "mill"]) == {"mill": 1}, odd
        assert corpus.articles() == [WELL]


def test_a_question_may_have_very_many_keys(made: Path, encoder: Any) -> None:
    many = [f"key{number}" for number in range(5000)]
    with Corpus.open(made, encoder) as corpus:
        assert list(corpus.index.matching(dict.fromkeys([*many, "mill"], 1.0), 5, EVERYWHERE)) == [(WELL.id, 0)]
        assert corpus.index.frequencies([*many, "mill"]) == {"mill": 1}


# Odd articles


def letters(count: int) -> str:
    """Letters without a space or a mark."""
    return "".join(random.Random(7).choices("abcdefghijklmnopqrstuvwxyzابتثجحخدذرزسشصضطظ", k=count))


ODD_TEXTS = {
    "NULs": "The\0 lamp\0 went out. \0\0",
    "a NUL": "\0",
    "emojis": "🚂🚢✈️👩‍👩‍👧‍👦",
    "marks": "؟!… — «»",
    "one character": "x",
    "direction marks": "\u202b\u200f نص \u202c\u2067آخر\u2069.",
    "private and unassigned characters": "\ue000\U000f0000\U0003fffe word",
    "a letter younger than SQLite": "word a\U0001e900b word",
    "search operators": 'NEAR("a" AND b*) OR -c : {d} ^e',
    "a script": "<script>alert(1)</script> '; DROP TABLE articles; --",
    "many lines": "\n".join(f"line {number}" for number in range(1000)),
    "a megabyte without a space": letters(1_000_000),
    "marks on marks": "a" + "\u0301" * 3000,
    "carriage returns": "one.\r\ntwo.\rthree.\u2028four.",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_an_odd_text_is_kept_whole(corpus: Corpus, text: str) -> None:
    odd = Article(title=text[:50], text=text, outlet=text[:50], url=text[:50], language="en", sources=(text[:50],))
    assert corpus.add([WELL, odd, KITE]).added == (WELL.id, odd.id, KITE.id)
    assert {article.id: article for article in corpus.articles()} == {a.id: a for a in (WELL, odd, KITE)}
    (encoding,) = corpus.encoder.read_questions([text[:200]])
    assert odd.id in {place[0] for place in corpus.index.near_passages(encoding.vector, 9999, EVERYWHERE)}
    own = list(corpus.index.near_passages(encoding.vector, 9999, Scope(outlets=(odd.outlet,))))
    assert {place[0] for place in own} == {odd.id}
    assert list(corpus.index.sentence_cosines(own, encoding.vector)) == own
    check(corpus)
    assert len(corpus.bridge.expand_terms(["lamp"], text[:200], encoding, "en", 5, 0.5)) == 1
    corpus.remove(odd.id)
    assert corpus.articles() == [KITE, WELL] or corpus.articles() == [WELL, KITE]


HALF = "half \ud83d a character"
REFUSED = {
    "no text": (Article(title="T", text=""), "has no text"),
    "white space": (Article(title="T", text=" \n\u00a0\t"), "has no text"),
    "half a character in the text": (Article(title="T", text=HALF), "half a character"),
    "in the title": (Article(title=HALF, text="x"), "half a character"),
    "in the outlet": (Article(title="T", text="x", outlet=HALF), "half a character"),
    "in the address": (Article(title="T", text="x", url=HALF), "half a character"),
    "in a source": (Article(title="T", text="x", sources=("S", HALF)), "half a character"),
    "in a translation": (
        Article(title="T", text="x", translations=(Translation("en", "T", HALF),)),
        "half a character",
    ),
}


@pytest.mark.parametrize(("refused", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_refused_article_costs_no_other(corpus: Corpus, refused: Article, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason):
        corpus.add([WELL, refused, KITE])
    assert corpus.articles() == [WELL]
    assert list(corpus.index.matching({"mill": 1.0}, 5, EVERYWHERE)) == [(WELL.id, 0)]
    assert corpus.add([WELL, KITE]).added == (KITE.id,)


def test_what_is_no_article_costs_no_other(corpus: Corpus) -> None:
    with pytest.raises(ArgumentError, match=r"^articles\[1\] has to be Article, not dict\.$"):
        corpus.add(iter([WELL, {"title": "T", "text": "x"}, KITE]))
    assert corpus.articles() == [WELL]
    with pytest.raises(ArgumentError, match=r"^articles\[0\] has to be Article, not str\.$"):
        corpus.add(["x", KITE])
    assert corpus.add([WELL, KITE]).added == (KITE.id,)


def test_half_a_character_in_front_matter_stays_as_it_is_written(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('---\ntitle: "half \\ud83d"\n---\nThe lamp on the pier went out last night.\n')
    (tmp_path / "b.md").write_text(f"---\ntitle: {WELL.title}\n---\n{WELL.text}\n")
    report = corpus.ingest([tmp_path / "a.md", tmp_path / "b.md"])
    assert not report.failed and WELL.id in report.added
    assert {article.title for article in corpus.articles()} == {WELL.title, '"half \\ud83d"'}


def test_a_file_name_that_is_not_unicode_is_remembered(corpus: Corpus, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))
    path.write_text(WELL.text)
    assert corpus.ingest([path]).added == (WELL.id,)
    assert corpus.ingest([path]).unchanged == (WELL.id,)


def test_a_very_long_title_is_kept_but_not_indexed_with_every_passage() -> None:
    article = Article(title="harbour " * 100_000, text="The ferry sails.", language="en")
    assert len(keys_of(article, Span(0, 16), title=True)) < 1000
