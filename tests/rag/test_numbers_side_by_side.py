"""The number of the right thing, found with the reader: of several in a sentence, and none of other things only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import answer
from store import Article, Corpus
from store.embedding.encoder import Encoder

ARTICLES = [
    Article(
        title="Consulates publish their fees",
        text=(
            "The foreign ministry of Belmar put up a new list of fees on Tuesday. "
            "A visa for Norland costs 40 dinars and for Sudland 55. "
            "Payment is by card only."
        ),
        language="en",
    ),
    Article(
        title="Two bridges close for repair",
        text=(
            "Drivers will need patience this spring. "
            "The Harrow bridge will be shut for 12 weeks, the Lindel bridge for 20 and the ferry pier for six. "
            "Buses are to replace the trams."
        ),
        language="en",
    ),
    Article(
        title="المتاحف تمدد ساعات العمل",
        text=(
            "يدفع الزائر 9 ليرات لدخول متحف الزجاج، و14 ليرة لدخول متحف الساعات، و6 ليرات لدخول متحف البحر. "
            "ويدخل الأطفال مجانا يوم الأحد."
        ),
        language="ar",
    ),
]


@pytest.fixture(scope="module")
def fees(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("fees") / "store", encoder) as corpus:
        corpus.add(ARTICLES)
        yield corpus


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("How much does a visa for Sudland cost?", "55"),
        ("How much does a visa for Norland cost?", "40 dinars"),
        ("How many weeks will the Lindel bridge be closed?", "20"),
        ("كم ثمن دخول متحف الساعات؟", "14 ليرة"),
    ],
)
def test_the_number_of_what_is_asked_is_marked(fees: Corpus, question: str, number: str) -> None:
    cited = answer(question, corpus=fees).citations[0]
    assert cited.answer is not None and cited.article.cut(cited.answer) == number
    assert cited.start <= cited.answer.start < cited.answer.end <= cited.end


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    "question",
    [
        "How many weeks will the Copper bridge be closed?",
        "كم ثمن دخول متحف الطيور؟",
    ],
)
def test_what_is_told_of_others_only_is_no_answer(fees: Corpus, question: str) -> None:
    assert not answer(question, corpus=fees).answered
