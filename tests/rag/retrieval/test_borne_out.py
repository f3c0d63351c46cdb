"""A question for yes or no is answered by what speaks of all that it claims, with a yes or a no."""

from __future__ import annotations

import pytest

from rag import answer
from store import Article, Corpus
from tests.helpers.cases import each_case

TRAM = Article(
    title="A tram line for Lindhaven",
    language="en",
    text="Mayor Orla Brandt opened the new tram line on Monday and rode it to the harbour.\n"
    "She thanked the builders, who had worked through the winter.\n"
    "The line cost 40 million marks, and no ticket will be sold on it before June.",
)
MARKET = Article(
    title="سوق السمك في الرمال",
    language="ar",
    text="تأخر افتتاح سوق السمك يوم الثلاثاء لأن الثلج أغلق الطريق.\nووصل تجار الجزيرة على متن القوارب.",
)


@pytest.fixture
def town(corpus: Corpus, reading: None) -> Corpus:
    corpus.add([TRAM, MARKET])
    return corpus


@each_case(
    ("question", "said"),
    [
        ("Did Orla Brandt open the tram line?", "opened"),
        ("Did Orla Brandt ride to the harbour?", "rode"),
        ("هل وصل تجار الجزيرة بالقوارب؟", "القوارب"),
    ],
)
def test_what_is_claimed_and_told_is_answered(town: Corpus, question: str, said: str) -> None:
    got = answer(question, corpus=town)
    assert got.answered and said in got.citations[0].quote


def test_what_is_claimed_and_told_by_none_is_not_answered(town: Corpus) -> None:
    assert not answer("Did Orla Brandt paint the tram line?", corpus=town).answered
