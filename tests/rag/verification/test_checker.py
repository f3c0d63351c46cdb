"""Written sentences against the passages they name: each way to fail, and what passes."""

from __future__ import annotations

import datetime as dt

import pytest

from rag.errors import ReaderError
from rag.reading import Entailment
from rag.results.types import Citation, DraftFault, SentenceVerdict
from rag.settings import Settings
from rag.verification.checker import Checker
from rag.verification.entailment import Judge
from rag.verification.quoted_evidence import Source
from store import Article, Span
from tests.helpers.rag.judging import FakeJudge

BRIDGE = (
    "أعلنت بلدية مدينة تلال أن الجسر القديم سيغلق أمام السيارات ابتداء من 3 حزيران، وقال المهندس نادر العلي إن "
    "الترميم سيستغرق خمسة أشهر ويكلف 1.5 مليون دينار."
)
IN_ENGLISH = (
    "The municipality of Tilal announced that the old bridge will be closed to cars from 3 June, and engineer Nader "
    "al-Ali said the repair would take five months and cost 1.5 million dinars."
)
LAKE = "The lake froze in late January, and the ferry stayed in the harbour."
CLOSED = "The old bridge will be closed to cars from 3 June, the municipality of Tilal announced"

IN_2024 = "The old bridge will be closed to cars from June 3, 2024, the municipality of Tilal announced"


def cite(number: int, quote: str, language: str, translation: str | None = None) -> Source:
    article = Article(title="…", language=language, text=quote, date=dt.date(2024, 5, 20), outlet="Tilal Post")
    cited = Citation(number, quote, 0, len(quote), article, 1.0, translation=translation)
    return Source(cited, cited.span)


def fault_of(checker: Checker, sentence: str) -> DraftFault | None:
    """Why a sentence is not verified; one that is not may not be shown, here."""
    checked = checker.check(sentence)
    assert checked.verdict is (SentenceVerdict.REJECTED if checked.fault else SentenceVerdict.VERIFIED)
    return checked.fault


@pytest.fixture
def checker() -> Checker:
    judge = FakeJudge([(IN_ENGLISH, CLOSED), (IN_ENGLISH, IN_2024)])
    return Checker([cite(1, BRIDGE, "ar", IN_ENGLISH), cite(2, LAKE, "en")], Settings().support, judge, "en")


@pytest.mark.parametrize(
    "sentence",
    [
        f"{CLOSED} [1].",
        f"{CLOSED}. [1]",
        f"{CLOSED} [1][2].",
        f"{IN_ENGLISH[:-1]} [1].",
        f"{IN_2024} [1].",
        f"{LAKE[:-1]} [2].",
    ],
)
def test_what_the_passages_say_passes(checker: Checker, sentence: str) -> None:
    assert fault_of(checker, sentence) is None


@pytest.mark.parametrize("sentence", [f"{CLOSED}.", f"{CLOSED} [sic].", "", "…", f"{CLOSED} [one]."])
def test_without_a_mark(checker: Checker, sentence: str) -> None:
    assert fault_of(checker, sentence) == DraftFault.NO_MARK


@pytest.mark.parametrize("marks", ["[3]", "[1][3]", "[1, 7]", "[0]", "[٩]"])
def test_with_a_mark_that_names_no_passage(checker: Checker, marks: str) -> None:
    assert fault_of(checker, f"{CLOSED} {marks}.") == DraftFault.UNKNOWN_MARK


@pytest.mark.parametrize(
    "markup",
    [
        "<b>now</b>",
        "<script>",
        "&lt;b>",
        "`now`",
        "[here](now)",
        "https://evil.example/now",
        "www.evil.example",
        "evil.com",
        "javascript://now",
        "now@evil",
        "| now",
        "{now}",
        "\\now",
        "no\u202ew",
        "no\u200bw",
        "\x1b[31m",
    ],
)
def test_with_markup(checker: Checker, markup: str) -> None:
    assert fault_of(checker, f"{CLOSED} {markup} [1].") == DraftFault.MARKUP


@pytest.mark.parametrize(
    ("old", "new"),
    [("3 June", "4 June"), ("3 June", "3 July"), ("3 June", "June 3, 2023"), ("five", "nine"), ("1.5", "15")]
    + [("five months", "five weeks"), ("million", "billion"), ("from 3 June", "from Monday 3 June")],
)
def test_with_another_number_or_day(checker: Checker, old: str, new: str) -> None:
    assert fault_of(checker, f"{IN_ENGLISH[:-1].replace(old, new)} [1].") == DraftFault.NUMBER


def test_early_is_not_late(checker: Checker) -> None:
    assert fault_of(checker, f"{LAKE[:-1].replace('late', 'early')} [2].") == DraftFault.NUMBER


def test_a_number_of_a_passage_that_is_not_named_is_none(checker: Checker) -> None:
    assert (
        fault_of(checker, "The lake froze on 3 June, and the ferry stayed in the harbour [2].") == DraftFault.NUMBER
    )


def test_with_another_name(checker: Checker) -> None:
    assert (
        fault_of(checker, "The lake froze in late January, and Robert stayed in the harbour [2].") == DraftFault.NAME
    )


@pytest.mark.parametrize(
    "sentence",
    ["A bakery sells bread", "The lake froze, and the ferry stayed in the harbour"],
)
def test_with_another_meaning(checker: Checker, sentence: str) -> None:
    assert fault_of(checker, f"{sentence} [1].") == DraftFault.MEANING


def test_a_checker_that_asks_for_nothing_still_asks_for_marks_and_numbers() -> None:
    lenient = Checker([cite(2, LAKE, "en")], 0.0, FakeJudge(), "en")
    assert fault_of(lenient, "A bakery sells bread [2].") is None
    assert fault_of(lenient, "A bakery sells bread.") == DraftFault.NO_MARK
    assert fault_of(lenient, "A bakery sells 12 kinds of bread [2].") == DraftFault.NUMBER


def test_a_checker_without_passages_lets_nothing_through() -> None:
    assert fault_of(Checker([], 0.0, FakeJudge(), "en"), f"{CLOSED} [1].") == DraftFault.UNKNOWN_MARK


def test_an_outlet_is_part_of_what_is_said_only_for_a_sentence_that_names_it() -> None:
    judge = FakeJudge()
    checker = Checker([cite(1, LAKE, "en")], Settings().support, judge, "en")
    fault_of(checker, "The ferry is said to be lost [1].")
    fault_of(checker, "The ferry is lost, the Tilal Post says [1].")
    asked = dict.fromkeys(pairs[0][0] for pairs in judge.asked)
    assert list(asked) == [LAKE, f"Tilal Post: {LAKE}"]


def test_a_sentence_of_two_passages_is_judged_beside_both_together(checker: Checker) -> None:
    said = "While the lake froze, the repair of the bridge was announced"
    judge = FakeJudge([(f"{BRIDGE}\n{LAKE}", said)])
    both = Checker([cite(1, BRIDGE, "ar"), cite(2, LAKE, "en")], Settings().support, judge, "en")
    assert fault_of(both, f"{said} [1][2].") is None
    assert fault_of(both, f"{said} [1].") == fault_of(both, f"{said} [2].") == DraftFault.MEANING


def failing(pairs: object) -> list[Entailment]:
    raise ReaderError("The reader failed. Set ISNAD_READER=off.")


@pytest.mark.parametrize("judge", [None, failing])
def test_without_a_reader_only_a_passages_own_words_pass(judge: Judge | None) -> None:
    checker = Checker([cite(2, LAKE, "en")], Settings().support, judge, "en")
    assert fault_of(checker, f"{LAKE[:-1]} [2].") is None
    for _ in range(2):
        assert fault_of(checker, "The ferry did not leave the harbour [2].") == DraftFault.MEANING


def test_an_answer_keeps_to_its_language(checker: Checker) -> None:
    assert fault_of(checker, f"{BRIDGE[:-1]} [1].") == DraftFault.LANGUAGE
    assert fault_of(checker, "老桥将关闭 [1].") == DraftFault.LANGUAGE
    arabic = Checker([cite(1, BRIDGE, "ar", IN_ENGLISH)], Settings().support, FakeJudge(), "ar")
    assert fault_of(arabic, f"{BRIDGE[:-1]} [١].") is None
    assert fault_of(arabic, f"{CLOSED} [1].") == DraftFault.LANGUAGE


# A passage of which a part is quoted

MILL = (
    "The mill of Orn burned on 4 May. Nobody was hurt, “luckily”, said Ada Lind. The owner will rebuild it by autumn."
)
BURNED = Article(title="Fire at the mill", language="en", text=MILL, date=dt.date(2024, 5, 6), outlet="Tilal Post")
REBUILT = "The owner plans to have it rebuilt by autumn"


def part(judge: Judge) -> Checker:
    """A checker of a passage whose bare mark leads to its first sentence."""
    first = Span(0, MILL.index(" Nobody"))
    source = Source(Citation.cut(BURNED, first, "en", 1, point=None), Span(0, len(MILL)))
    return Checker([source], Settings().support, judge, "en")


@pytest.mark.parametrize(
    ("mark", "cited"),
    [
        ("[1]", "The mill of Orn burned on 4 May."),
        ('[1 "mill of Orn"]', "The mill of Orn burned on 4 May."),
        ('[1: "NOBODY  was hurt, luckily"]', "Nobody was hurt, “luckily”, said Ada Lind."),
        ("[1 «will rebuild … autumn»]", "The owner will rebuild it by autumn."),
        ('[1 "Fire at the mill"]', "Fire at the mill"),
    ],
)
def test_a_mark_leads_to_the_words_that_it_quotes(mark: str, cited: str) -> None:
    (quote,) = part(FakeJudge()).check(f"It burned {mark}.").quotes
    assert cited in quote.quote and BURNED.cut(quote.span) == quote.quote
    assert quote.answer is None or BURNED.cut(quote.answer) in quote.quote


@pytest.mark.parametrize("words", ["the mill of Urn", "ill of Orn", "rebuild by autumn", "…", "autumn … mill"])
def test_a_mark_whose_words_are_not_in_the_passage_is_none(words: str) -> None:
    checked = part(FakeJudge()).check(f'It burned [1 "{words}"].')
    assert (checked.verdict, checked.fault, checked.quotes) == (SentenceVerdict.REJECTED, DraftFault.NO_MARK, ())


def test_what_the_passage_bears_out_beside_the_quote_is_not_verified() -> None:
    judge = FakeJudge([(MILL, REBUILT)])
    checked = part(judge).check(f"{REBUILT} [1].")
    assert (checked.verdict, checked.fault) == (SentenceVerdict.UNVERIFIED, DraftFault.MEANING)
    judge = FakeJudge([("The owner will rebuild it", REBUILT)])
    assert part(judge).check(f'{REBUILT} [1 "The owner will rebuild"].').verdict is SentenceVerdict.VERIFIED


def test_a_day_of_the_passage_that_the_quote_has_not_is_not_verified() -> None:
    said = "The owner will rebuild it after the fire of 4 May"
    judge = FakeJudge([("The owner will rebuild it", said)])
    checked = part(judge).check(f'{said} [1 "The owner will rebuild"].')
    assert (checked.verdict, checked.fault) == (SentenceVerdict.UNVERIFIED, DraftFault.NUMBER)
    checked = part(judge).check(f'{said.replace("4", "5")} [1 "The owner will rebuild"].')
    assert (checked.verdict, checked.fault) == (SentenceVerdict.REJECTED, DraftFault.NUMBER)
