"""Written sentences against the passages they name: each way to fail, and what passes."""

from __future__ import annotations

import datetime as dt

import pytest

from rag.errors import ReaderError
from rag.reading import Entailment
from rag.results.types import Citation, DraftFault
from rag.settings import Settings
from rag.verification.checker import Checker
from rag.verification.entailment import Judge
from store import Article
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


def cite(number: int, quote: str, language: str, translation: str | None = None) -> Citation:
    article = Article(title="…", language=language, text=quote, date=dt.date(2024, 5, 20), outlet="Tilal Post")
    return Citation(number, quote, 0, len(quote), article, 1.0, translation=translation)


@pytest.fixture
def checker() -> Checker:
    judge = FakeJudge([(IN_ENGLISH, CLOSED), (IN_ENGLISH, IN_2024)])
    return Checker([cite(1, BRIDGE, "ar", IN_ENGLISH), cite(2, LAKE, "en")], Settings().support, judge)


@pytest.mark.parametrize(
    "sentence",
    [
        f"{CLOSED} [1].",
        f"{CLOSED}. [1]",
        f"{CLOSED} [1][2].",
        f"{IN_ENGLISH[:-1]} [1].",
        f"{BRIDGE[:-1]} [١].",
        f"{IN_2024} [1].",
        f"{LAKE[:-1]} [2].",
    ],
)
def test_what_the_passages_say_passes(checker: Checker, sentence: str) -> None:
    assert checker.check(sentence) is None


@pytest.mark.parametrize("sentence", [f"{CLOSED}.", f"{CLOSED} [sic].", "", "…", f"{CLOSED} [one]."])
def test_without_a_mark(checker: Checker, sentence: str) -> None:
    assert checker.check(sentence) == DraftFault.NO_MARK


@pytest.mark.parametrize("marks", ["[3]", "[1][3]", "[1, 7]", "[0]", "[٩]"])
def test_with_a_mark_that_names_no_passage(checker: Checker, marks: str) -> None:
    assert checker.check(f"{CLOSED} {marks}.") == DraftFault.UNKNOWN_MARK


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
    assert checker.check(f"{CLOSED} {markup} [1].") == DraftFault.MARKUP


@pytest.mark.parametrize(
    ("old", "new"),
    [("3 June", "4 June"), ("3 June", "3 July"), ("3 June", "June 3, 2023"), ("five", "nine"), ("1.5", "15")]
    + [("five months", "five weeks"), ("million", "billion"), ("from 3 June", "from Monday 3 June")],
)
def test_with_another_number_or_day(checker: Checker, old: str, new: str) -> None:
    assert checker.check(f"{IN_ENGLISH[:-1].replace(old, new)} [1].") == DraftFault.NUMBER


def test_early_is_not_late(checker: Checker) -> None:
    assert checker.check(f"{LAKE[:-1].replace('late', 'early')} [2].") == DraftFault.NUMBER


def test_a_number_of_a_passage_that_is_not_named_is_none(checker: Checker) -> None:
    assert checker.check("The lake froze on 3 June, and the ferry stayed in the harbour [2].") == DraftFault.NUMBER


def test_with_another_name(checker: Checker) -> None:
    assert checker.check("The lake froze in late January, and Robert stayed in the harbour [2].") == DraftFault.NAME


@pytest.mark.parametrize(
    "sentence",
    ["A bakery sells bread", "The lake froze, and the ferry stayed in the harbour", "مات الملك مساء"],
)
def test_with_another_meaning(checker: Checker, sentence: str) -> None:
    assert checker.check(f"{sentence} [1].") == DraftFault.MEANING


def test_a_checker_that_asks_for_nothing_still_asks_for_marks_and_numbers() -> None:
    lenient = Checker([cite(2, LAKE, "en")], 0.0, FakeJudge())
    assert lenient.check("A bakery sells bread [2].") is None
    assert lenient.check("A bakery sells bread.") == DraftFault.NO_MARK
    assert lenient.check("A bakery sells 12 kinds of bread [2].") == DraftFault.NUMBER


def test_a_checker_without_passages_lets_nothing_through() -> None:
    assert Checker([], 0.0, FakeJudge()).check(f"{CLOSED} [1].") == DraftFault.UNKNOWN_MARK


def test_an_outlet_is_part_of_what_is_said_only_for_a_sentence_that_names_it() -> None:
    judge = FakeJudge()
    checker = Checker([cite(1, LAKE, "en")], Settings().support, judge)
    checker.check("The ferry is said to be lost [1].")
    checker.check("The ferry is lost, the Tilal Post says [1].")
    assert [pairs[0][0] for pairs in judge.asked] == [LAKE, f"Tilal Post: {LAKE}"]


def test_a_sentence_of_two_passages_is_judged_beside_both_together(checker: Checker) -> None:
    said = "While the lake froze, the repair of the bridge was announced"
    judge = FakeJudge([(f"{BRIDGE}\n{LAKE}", said)])
    both = Checker([cite(1, BRIDGE, "ar"), cite(2, LAKE, "en")], Settings().support, judge)
    assert both.check(f"{said} [1][2].") is None
    assert both.check(f"{said} [1].") == both.check(f"{said} [2].") == DraftFault.MEANING


def failing(pairs: object) -> list[Entailment]:
    raise ReaderError("The reader failed. Set ISNAD_READER=off.")


@pytest.mark.parametrize("judge", [None, failing])
def test_without_a_reader_only_a_passages_own_words_pass(judge: Judge | None) -> None:
    checker = Checker([cite(2, LAKE, "en")], Settings().support, judge)
    assert checker.check(f"{LAKE[:-1]} [2].") is None
    for _ in range(2):
        assert checker.check("The ferry did not leave the harbour [2].") == DraftFault.MEANING
