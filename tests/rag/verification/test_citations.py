"""Nothing is shown that does not stand, character for character, in a stored article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag import Citation, Statement
from rag.verification.checker import drop_stale_citations
from store import Article, Corpus
from tests.helpers.fakes import FakeEncoder

BAKER = Article(title="الخباز", language="ar", text="أغلق الخبّاز مخبزه. ورحل إلى الجبل 🏔 في الشتاء.")
MILL = Article(title="The mill", language="en", text="The mill burned down. Nobody was hurt.")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        opened.add([BAKER, MILL])
        yield opened


def cite(number: int, article: Article, quote: str) -> Citation:
    start = article.text.index(quote)
    return Citation(number, quote, start, start + len(quote), article, 1.0, translation="…")


CLOSED = cite(1, BAKER, "أغلق الخبّاز مخبزه.")
LEFT = cite(2, BAKER, "ورحل إلى الجبل 🏔 في الشتاء.")
BURNED = cite(3, MILL, "The mill burned down.")
WRONG_MILL = replace(BURNED, quote="The mill burnt down.")
WRONG = [
    pytest.param(replace(CLOSED, start=CLOSED.start + 1), id="starts late"),
    pytest.param(replace(CLOSED, end=CLOSED.end + 1), id="ends late"),
    pytest.param(replace(CLOSED, quote="اغلق الخباز مخبزه."), id="without its marks"),
    pytest.param(replace(CLOSED, quote="أغلق الخبّاز متجره."), id="another word"),
    pytest.param(replace(CLOSED, article=MILL), id="from another article"),
    pytest.param(replace(CLOSED, quote="", end=CLOSED.start), id="empty"),
    pytest.param(replace(CLOSED, quote="", start=900, end=920), id="beyond the text"),
    pytest.param(replace(CLOSED, article=replace(BAKER, text=BAKER.text + " ثم عاد.")), id="not stored"),
]


def test_what_stands_is_kept_as_it_is(small: Corpus) -> None:
    said = (Statement((CLOSED, LEFT)), Statement((BURNED,)))
    assert drop_stale_citations(said, small) == said


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_stand_is_dropped_and_the_rest_numbered_anew(small: Corpus, wrong: Citation) -> None:
    said = (Statement((wrong, LEFT)), Statement((BURNED,)))
    assert drop_stale_citations(said, small) == (
        Statement((replace(LEFT, number=1),)),
        Statement((replace(BURNED, number=2),)),
    )


@pytest.mark.parametrize("wrong", WRONG)
def test_a_statement_without_citations_disappears(small: Corpus, wrong: Citation) -> None:
    said = (Statement((wrong,)), Statement((BURNED,)), Statement(()))
    assert drop_stale_citations(said, small) == (Statement((replace(BURNED, number=1),)),)
    assert drop_stale_citations(said[:1], small) == ()


def test_nothing_of_a_removed_article_is_kept(small: Corpus) -> None:
    small.remove(BAKER.id)
    said = (Statement((BURNED, CLOSED)), Statement((LEFT,)))
    assert drop_stale_citations(said, small) == (Statement((replace(BURNED, number=1),)),)


def test_nothing_said_is_nothing_verified(small: Corpus) -> None:
    assert drop_stale_citations((), small) == ()


def test_statements_that_differ_still_name_each_other_when_one_between_them_is_dropped(small: Corpus) -> None:
    said = (Statement((CLOSED,), (1, 2)), Statement((WRONG_MILL,), (0,)), Statement((BURNED,), (0,)))
    kept = drop_stale_citations(said, small)
    assert [statement.differs_from for statement in kept] == [(1,), (0,)]
