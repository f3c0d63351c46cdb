"""How checked sentences become an answer: the order of quotes, their numbers, and what stands for a dropped one."""

from __future__ import annotations

import pytest

from rag import Citation, Statement
from rag.results import Answer, DraftFault, DraftSentence, SentenceVerdict
from rag.results.marks import mark_numbers
from rag.synthesis.generative import Composition
from rag.verification import Checked
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


def add(answer: Composition, sentence: str, fault: DraftFault | None = None, sure: bool = True) -> bool:
    """A sentence that was checked so; without `sure` one without a fault is not verified."""
    cited = {c.number: c for statement in answer.quoted for c in statement.citations}
    quotes = [cited[number] for number in mark_numbers(sentence) if number in cited]
    none = fault in (DraftFault.NO_MARK, DraftFault.UNKNOWN_MARK)
    passed = SentenceVerdict.VERIFIED if sure else SentenceVerdict.UNVERIFIED
    verdict = SentenceVerdict.REJECTED if fault else passed
    return answer.add_sentence(sentence, Checked(verdict, fault, () if none else tuple(quotes)))


@pytest.fixture
def answer() -> Composition:
    return Composition(SAID, "en")


def shown(answer: Composition) -> list[str]:
    """The quotes by their numbers."""
    return [f"{c.number} {c.quote}" for statement in answer.statements for c in statement.citations]


def test_quotes_are_numbered_in_the_order_in_which_they_are_leant_on(answer: Composition) -> None:
    assert add(answer, "It was full [3].")
    assert (answer.text, shown(answer)) == ("It was full. [1]", ["1 It was full."])
    assert add(answer, "It sank, and the ferry sailed [5][2].")
    assert answer.text == "It was full. [1] It sank, and the ferry sailed. [3][5]"
    order = ["1 It was full.", "2 It sank.", "3 It sank.", "4 The ferry left.", "5 The ferry sailed."]
    assert shown(answer) == order


def test_numbers_stay_as_the_answer_grows(answer: Composition) -> None:
    texts, quotes = [""], [[]]  # type: ignore[var-annotated]
    for sentence in ("It sank [4].", "It was full [3, 4].", "It left [1].", "It sank again [5]."):
        add(answer, sentence)
        assert answer.text.startswith(texts[-1]) and shown(answer)[: len(quotes[-1])] == quotes[-1]
        texts.append(answer.text)
        quotes.append(shown(answer))
    assert answer.text == "It sank. [1] It was full. [3][1] It left. [4] It sank again. [2]"


def test_statements_that_differ_name_each_other_once_both_are_leant_on(answer: Composition) -> None:
    add(answer, "It sank [4].")
    assert [statement.differs_from for statement in answer.statements] == [()]
    add(answer, "It was full [3].")
    add(answer, "It left [1].")
    assert [statement.differs_from for statement in answer.statements] == [(2,), (), (0,)]


@pytest.mark.parametrize("fault", [DraftFault.NUMBER, DraftFault.NAME, DraftFault.MEANING, DraftFault.MARKUP])
def test_the_quote_stands_for_a_dropped_sentence_once(answer: Composition, fault: DraftFault) -> None:
    assert add(answer, "It flew [3].", fault)
    assert answer.text == "“It was full.” [1]"
    assert not add(answer, "It flew away [3].", fault)
    assert answer.text == "“It was full.” [1]"
    rejected = SentenceVerdict.REJECTED
    assert answer.written == [
        DraftSentence("It flew [3].", fault, True, rejected, "“It was full.” [1]"),
        DraftSentence("It flew away [3].", fault, False, rejected),
    ]
    assert (answer.kept, answer.enough) == (0, False)


def test_a_quote_that_is_leant_on_already_is_not_repeated(answer: Composition) -> None:
    add(answer, "It was full [3].")
    assert not add(answer, "It flew [3].", DraftFault.MEANING)
    assert (answer.text, answer.enough) == ("It was full. [1]", True)


def test_the_quote_is_the_one_that_was_named(answer: Composition) -> None:
    assert add(answer, "It flew [2].", DraftFault.MEANING)
    assert answer.text == "“The ferry sailed.” [2]"
    assert shown(answer) == ["1 The ferry left.", "2 The ferry sailed."]


def test_of_several_the_first_is_quoted_and_only_that_is_leant_on(answer: Composition) -> None:
    assert add(answer, "It flew [4][3].", DraftFault.MEANING)
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
    assert not add(answer, sentence, fault)
    assert (answer.text, answer.statements, answer.written) == (
        "",
        (),
        [DraftSentence(sentence, fault, False, SentenceVerdict.REJECTED)],
    )


def test_half_is_enough_and_less_is_not(answer: Composition) -> None:
    assert not answer.enough
    add(answer, "It sank [4].")
    add(answer, "It flew.", DraftFault.NO_MARK)
    assert answer.enough
    add(answer, "It swam.", DraftFault.NO_MARK)
    assert not answer.enough


def test_a_translation_is_shown_in_the_place_of_its_quote() -> None:
    answer = Composition((Statement((CLOSED,)), Statement((LEFT,))), "ar")
    add(answer, "طار [1].", DraftFault.MEANING)
    assert answer.text == f"«{CLOSED.translation}» [1]"


def test_a_mark_between_words_goes_to_the_end(answer: Composition) -> None:
    add(answer, "The ferry [4] sank , they said [4] [3] .")
    assert answer.text == "The ferry sank, they said. [1][3]"
    assert marks(Answer("?", "en", "", True, answer.statements, prose=answer.text)) == [1, 3]


def test_what_is_not_verified_says_so(answer: Composition) -> None:
    assert add(answer, "It sank, it seems [4].", sure=False)
    assert answer.text == "Not verified: It sank, it seems. [1]"
    (sentence,) = answer.written
    assert (sentence.verdict, sentence.shown) == (SentenceVerdict.UNVERIFIED, "It sank, it seems. [1]")
    assert answer.enough and not answer.verified


def test_a_strict_answer_shows_the_quote_alone() -> None:
    strict = Composition(SAID, "en", strict=True)
    assert add(strict, "It sank, it seems [4].", sure=False)
    assert (strict.text, strict.enough) == ("“It sank.” [1]", False)
    assert add(strict, "It was full [3].")
    assert (strict.text, strict.enough) == ("“It sank.” [1] It was full. [3]", True)


def test_a_sentence_that_is_repeated_is_shown_once(answer: Composition) -> None:
    assert add(answer, "It sank [4].")
    assert not add(answer, "It sank [4].") and not add(answer, 'It sank [4 "It sank"].')
    assert answer.text == "It sank. [1]"
