"""An entry says also what opens its list, and an answer what was asked: as evidence, and in what is quoted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import Settings, answer
from rag.retrieval.evidence import Evidence, select_evidence
from rag.retrieval.hybrid import hybrid_search
from store import Article, Corpus
from store.scope import Scope
from tests.helpers.fakes import FakeEncoder


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        yield opened


def evidence(corpus: Corpus, question: str) -> list[Evidence]:
    candidates = hybrid_search(question, corpus, Scope())
    return select_evidence(candidates, corpus)


def test_an_entry_of_a_list_says_what_opens_the_list(small: Corpus) -> None:
    text = "The harbour budget of the mayor:\n- 40 hives\n- 900 for herring\n- paint"
    small.add([Article(title="Budget", language="en", text=text)])
    best, *_, last = evidence(small, "What does the harbour budget give for herring?")
    assert (best.sentence, best.quote) == ("- 900 for herring", text.removesuffix("\n- paint"))
    assert last.sentence in ("- paint", "- 40 hives")
    assert best.measures["words"] > last.measures["words"] > 0


LISTS = [
    ("The town will buy these things:\n- two boats\n- herring\n- a mast", "What will the town buy?"),
    ("ستشتري البلدة الأشياء التالية:\n- قاربين\n- رنجة\n- سارية", "ماذا ستشتري البلدة من أشياء؟"),
]


@pytest.mark.parametrize(("text", "question"), LISTS)
def test_asked_for_what_opens_a_list_all_of_it_is_quoted(small: Corpus, text: str, question: str) -> None:
    small.add([Article(title="Things", text=f"{text}\n\nGulls came at noon.")])
    assert evidence(small, question)[0].quote == text


INTERVIEWS = [
    (
        "Q: When will the pipes be replaced?\n\nA: We begin in September.",
        "When will the pipes be replaced?",
        "A: We begin in September.",
    ),
    (
        "Q: Critics say the beekeeper hired a cousin.\n\nA: A committee chose him.",
        "Did the beekeeper hire a cousin?",
        "A: A committee chose him.",
    ),
    ("س: متى تُستبدل الأنابيب؟\n\nج: نبدأ في أيلول.", "متى تُستبدل الأنابيب؟", "ج: نبدأ في أيلول."),
]


@pytest.mark.parametrize(("text", "question", "said"), INTERVIEWS)
def test_an_answer_says_what_was_asked_which_is_no_evidence(
    small: Corpus, text: str, question: str, said: str
) -> None:
    small.add([Article(title="Interview", text=f"{text}\n\nQ: Gulls?\n\nA: They came at noon.")])
    best, *others = evidence(small, question)
    assert (best.sentence, best.quote) == (said, text)
    assert best.measures["words"] > 0.5
    assert [other.sentence for other in others] == ["A: They came at noon."]


@pytest.mark.parametrize(("text", "question"), [(text, question) for text, question, *_ in LISTS + INTERVIEWS])
@pytest.mark.usefixtures("reading")
def test_lists_and_interviews_are_answered_from(corpus: Corpus, text: str, question: str) -> None:
    corpus.add([Article(title="News", text=f"{text}\n\nGulls came at noon.")])
    got = answer(question, corpus=corpus, settings=Settings())
    assert got.answered
    assert got.citations[0].quote == text


ELSE = [
    (INTERVIEWS[0][0], "When will the trams be replaced?"),
    (INTERVIEWS[2][0], "متى تُستبدل القطارات؟"),
    (LISTS[0][0], "What did the minister announce in Rome?"),
]


@pytest.mark.parametrize(("text", "question"), ELSE)
def test_like_what_was_asked_is_not_what_was_asked(corpus: Corpus, text: str, question: str) -> None:
    corpus.add([Article(title="News", text=f"{text}\n\nGulls came at noon.")])
    assert not answer(question, corpus=corpus, settings=Settings()).answered
