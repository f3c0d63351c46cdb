"""How checked sentences become an answer: the order of quotes, their numbers, and what stands for a dropped one."""

from __future__ import annotations

import pytest

from rag import Citation, Statement
from rag.results import Answer, DraftFault, DraftSentence
from rag.synthesis.generative import Composition
from store import Article
from tests.helpers.rag.asking import marks
from tests.rag.verification.test_citations import CLOSED, LEFT

FERRY = Article(title="Ferry", outlet="Harbour Daily", language="en", text="The ferry left. It was full. It sank.")
COPY = Article(title="Copy", outlet="Coast Wire", language="en", text="The ferry sailed. It was full [7]. It sank.")


def cite(number: int, article: Article, quote: str) -> Citation:
    start = article.text.index(quote)
    return Citation(number, quote, start, start + len(quote), article, 1.0)


SAID = (
    Statement((cite(1, FERRY, "The ferry left."), cite(2, COPY, "The ferry sailed.")), (2,)),
    Statement((cite(3, FERRY, "It was full."),)),
    Statement((cite(4, FERRY, "It sank."), cite(5, COPY, "It sank.")), (0,)),
)


@pytest.fixture
def answer() -> Composition:
    return Composition(SAID, "en")


def shown(answer: Composition) -> list[str]:
    """The quotes by their numbers."""
    return [f"{c.number} {c.quote}" for statement in answer.statements for c in statement.citations]


def test_quotes_are_numbered_in_the_order_in_which_they_are_leant_on(answer: Composition) -> None:
    assert answer.add_sentence("It was full [3].", None)
    assert (answer.text, shown(answer)) == ("It was full. [1]", ["1 It was full."])
    assert answer.add_sentence("It sank, and the ferry sailed [5][2].", None)
    assert answer.text == "It was full. [1] It sank, and the ferry sailed. [3][5]"
    order = ["1 It was full.", "2 It sank.", "3 It sank.", "4 The ferry left.", "5 The ferry sailed."]
    assert shown(answer) == order


def test_numbers_stay_as_the_answer_grows(answer: Composition) -> None:
    texts, quotes = [""], [[]]  # type: ignore[var-annotated]
    for sentence in ("It sank [4].", "It was full [3, 4].", "It left [1].", "It sank again [5]."):
        answer.add_sentence(sentence, None)
        assert answer.text.startswith(texts[-1]) and shown(answer)[: len(quotes[-1])] == quotes[-1]
        texts.append(answer.text)
        quotes.append(shown(answer))
    assert answer.text == "It sank. [1] It was full. [3][1] It left. [4] It sank again. [2]"


def test_statements_that_differ_name_each_other_once_both_are_leant_on(answer: Composition) -> None:
    answer.add_sentence("It sank [4].", None)
    assert [statement.differs_from for statement in answer.statements] == [()]
    answer.add_sentence("It was full [3].", None)
    answer.add_sentence("It left [1].", None)
    assert [statement.differs_from for statement in answer.statements] == [(2,), (), (0,)]


@pytest.mark.parametrize("fault", [DraftFault.NUMBER, DraftFault.NAME, DraftFault.MEANING, DraftFault.MARKUP])
def test_the_quote_stands_for_a_dropped_sentence_once(answer: Composition, fault: DraftFault) -> None:
    assert answer.add_sentence("It flew [3].", fault)
    assert answer.text == "“It was full.” [1]"
    assert not answer.add_sentence("It flew away [3].", fault)
    assert answer.text == "“It was full.” [1]"
    assert answer.written == [
        DraftSentence("It flew [3].", fault, True),
        DraftSentence("It flew away [3].", fault, False),
    ]
    assert (answer.kept, answer.enough) == (0, False)


def test_a_quote_that_is_leant_on_already_is_not_repeated(answer: Composition) -> None:
    answer.add_sentence("It was full [3].", None)
    assert not answer.add_sentence("It flew [3].", DraftFault.MEANING)
    assert (answer.text, answer.enough) == ("It was full. [1]", True)


def test_the_quote_is_the_one_that_was_named(answer: Composition) -> None:
    assert answer.add_sentence("It flew [2].", DraftFault.MEANING)
    assert answer.text == "“The ferry sailed.” [2]"
    assert shown(answer) == ["1 The ferry left.", "2 The ferry sailed."]


def test_of_several_the_first_is_quoted_and_only_that_is_leant_on(answer: Composition) -> None:
    assert answer.add_sentence("It flew [4][3].", DraftFault.MEANING)
    assert answer.text == "“It sank.” [1]"
    assert shown(answer) == ["1 It sank.", "2 It sank."]


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("It flew.", DraftFault.NO_MARK),
        ("It flew [9].", DraftFault.UNKNOWN_MARK),
        ("It [3][9].", DraftFault.UNKNOWN_MARK),
    ],
)
def test_nothing_stands_for_a_sentence_that_names_no_passage(
    answer: Composition, sentence: str, fault: DraftFault
) -> None:
    assert not answer.add_sentence(sentence, fault)
    assert (answer.text, answer.statements, answer.written) == ("", (), [DraftSentence(sentence, fault)])


def test_half_is_enough_and_less_is_not(answer: Composition) -> None:
    assert not answer.enough
    answer.add_sentence("It sank [4].", None)
    answer.add_sentence("It flew.", DraftFault.NO_MARK)
    assert answer.enough
    answer.add_sentence("It swam.", DraftFault.NO_MARK)
    assert not answer.enough


def test_a_translation_is_shown_in_the_place_of_its_quote() -> None:
    answer = Composition((Statement((CLOSED,)), Statement((LEFT,))), "ar")
    answer.add_sentence("طار [1].", DraftFault.MEANING)
    assert answer.text == f"«{CLOSED.translation}» [1]"


def test_a_mark_between_words_goes_to_the_end(answer: Composition) -> None:
    answer.add_sentence("The ferry [4] sank , they said [4] [3] .", None)
    assert answer.text == "The ferry sank, they said. [1][3]"
    assert marks(Answer("?", "en", "", True, answer.statements, prose=answer.text)) == [1, 3]
