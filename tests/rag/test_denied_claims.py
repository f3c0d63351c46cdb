"""Asked about a rumour, Isnad quotes what its article says against it, first or with it: found with the reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from rag import answer
from store import Article, Corpus
from store.embedding.encoder import Encoder
from ui.web.views.answer import render_answer

PRINCESS = Article(
    title="Palace: princess of Ardel is not engaged",
    text=(
        "Gossip pages claimed this week that the princess of Ardel was engaged to the rower Per Lund. "
        "The princess is not engaged, a secretary of the palace said. "
        "She studies in Holm until the summer."
    ),
    outlet="Ardel Herald",
    date=dt.date(2024, 5, 3),
)
EXAMS = Article(
    title="الجامعة: لم تلغ امتحانات الصيف",
    text=(
        "تداول طلاب رسالة تقول إن امتحانات الصيف في جامعة الزان ألغيت. "
        "وقالت عميدة الجامعة إن امتحانات الصيف لم تلغ. "
        "وتبدأ العطلة في الأول من تموز."
    ),
    outlet="صحيفة الزان",
    date=dt.date(2024, 5, 9),
)
BAKERY = Article(
    title="Bakery in Holm opens again",
    text="The bakery in Holm opened again on Friday. It had been closed since the fire in March.",
    outlet="Ardel Herald",
    date=dt.date(2024, 5, 4),
)


@pytest.fixture(scope="module")
def realm(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("realm") / "store", encoder) as corpus:
        corpus.add([PRINCESS, EXAMS, BAKERY])
        yield corpus


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("question", "rumour", "denial"),
    [
        ("Is the princess of Ardel engaged to Per Lund?", "Gossip pages", "is not engaged"),
        ("هل ألغيت امتحانات الصيف في جامعة الزان؟", "تداول طلاب", "لم تلغ"),
    ],
)
def test_a_rumour_comes_with_its_denial(realm: Corpus, question: str, rumour: str, denial: str) -> None:
    got = answer(question, corpus=realm)
    told = [[c.quote for c in statement.citations] for statement in got.statements]
    assert got.answered and denial in told[0][0]
    for place, (quote, *_) in enumerate(told):
        assert rumour not in quote or denial in quote or denial in told[place - 1][0]
    assert all(c.article.cut(c.span) == c.quote for c in got.citations)


@pytest.mark.usefixtures("reading")
def test_what_nobody_denies_is_not_called_denied(realm: Corpus) -> None:
    got = answer("When did the bakery in Holm open again?", corpus=realm)
    assert got.answered and not any(statement.denied for statement in got.statements)
    assert "isnad-differs" not in render_answer(got)
