"""What questions ask of source: outlets named as the source restrict, the same words meaning other things do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from rag import ScopeError
from rag.linguistics.periods import Period
from rag.linguistics.transliteration import same_name
from rag.query import plan as plan_module
from rag.query.filters import parse_scope
from rag.query.plan import QueryPlan, plan_query
from store import Corpus
from store.scope import Scope
from store.text.arabic import language_of, words
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder
from tests.helpers.rag.outlets_corpus import OUTLETS_ARTICLES

TODAY = dt.date(2024, 9, 18)


@pytest.fixture(scope="module")
def outlets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("outlets") / "store", FakeEncoder()) as opened:
        opened.add(OUTLETS_ARTICLES)
        yield opened


def understood(question: str, corpus: Corpus, history: Sequence[str] = (), **given: object) -> QueryPlan:
    scope = parse_scope(corpus, language_of(question), *map(given.get, ("outlets", "since", "until")))  # type: ignore[arg-type]
    return plan_query(question, corpus, scope, history=history, today=TODAY)


ELAPH, BAYAN, VALLEY, EAST, BBC = ("إيلاف",), ("البيان",), ("الوادي",), ("الشرق الأوسط",), ("BBC News Arabic",)
HILL, VISION, ARABY, REUTERS = ("The Hill",), ("رؤية الإخبارية",), ("Al-Araby Al-Jadeed",), ("رويترز",)

ASKED_OF = [
    ("What did Elaph report about submarines?", ELAPH, "submarines"),
    ("what did elaph say about the summit?", ELAPH, "the summit"),
    ("What does Elaph say that the ministers want?", ELAPH, "What the ministers want?"),
    ("Did Elaph report that three ministers came?", ELAPH, "three ministers came?"),
    ("Who did Elaph say came?", ELAPH, "Who came?"),
    ("What was published in Elaph about submarines?", ELAPH, "submarines"),
    ("What has Reuters written about the train?", REUTERS, "the train"),
    ("What did Al-Bayan say about the submarines?", BAYAN, "the submarines"),
    ("How many submarines came, according to Albayan?", BAYAN, "How many submarines came?"),
    ("According to the BBC, who climbed the hill?", BBC, "who climbed the hill?"),
    ("What did the BBC and Elaph say about the summit?", (*BBC, *ELAPH), "the summit"),
    ("What did Asharq Al-Awsat publish about the war?", EAST, "the war"),
    ("What did The Hill report about the city?", HILL, "the city"),
    ("What does the newspaper Al-Wadi say about the visit?", VALLEY, "the visit"),
    ("What did Al-Wadi newspaper write about the visit?", VALLEY, "the visit"),
    ("What did Al-Wadi say about the tax?", VALLEY, "the tax"),
    ("Which articles by Reuters mention trains?", REUTERS, "trains"),
    ("What is in the Elaph report about ministers?", ELAPH, None),
    ("ماذا ذكرت إيلاف عن الغواصات؟", ELAPH, "الغواصات"),
    ("ما الذي ذكرته إيلاف عن القمة؟", ELAPH, "القمة"),
    ("من حضر القمة بحسب إيلاف؟", ELAPH, "من حضر القمة؟"),
    ("من حضر القمة وفقًا لإيلاف؟", ELAPH, "من حضر القمة؟"),
    ("كم غواصة وصلت وفقا للبيان؟", BAYAN, "كم غواصة وصلت؟"),
    ("كم غواصة وصلت حسب ما ذكرت صحيفة «البيان»؟", BAYAN, "كم غواصة وصلت؟"),
    ("ماذا كتبت الوادي عن الزيارة؟", VALLEY, "الزيارة"),
    ("ماذا قالت صحيفة الوادي عن الزيارة؟", VALLEY, "الزيارة"),
    ("ماذا نشرت الشرق الأوسط عن الحرب؟", EAST, "الحرب"),
    ("ماذا ورد في رويترز عن القطار؟", REUTERS, "القطار"),
    ("ماذا قالت بي بي سي وإيلاف عن القمة؟", (*BBC, *ELAPH), "القمة"),
    ("ماذا قالت البي بي سي عن التل؟", BBC, "التل"),
    ("ما لون القطار وفق العربي الجديد؟", ARABY, "ما لون القطار؟"),
    ("بحسب رؤية، متى وصل القطار؟", VISION, "متى وصل القطار؟"),
]

ASKED_OF_NONE = [
    "Who is on the hill?",
    "what did the hill say about the city?",  # the articles have hills
    "What did Wadi say about the visit?",  # a place, without the paper's article
    "Elaph",
    "Where is the Elaph building?",
    "Who owns the newspaper Elaph?",
    "متى تأسست صحيفة إيلاف؟",
    "في أي عام توقفت شبكة إيه بي سي عن البث؟",
    "Who founded Reuters?",
    "What did the ministers tell Reuters?",
    "What times does the harbour open?",
    "What did the Moon Herald report about the summit?",
    "ماذا قال الوادي عن الضريبة؟",  # a place says things too, and the articles know the place
    "ماذا يوجد في الوادي؟",
    "ما أسباب الحرب في الشرق الأوسط؟",
    "من يحكم الشرق الأوسط؟",
    "بحسب رؤية الكرملين، ماذا حدث؟",
    "من أسس إيلاف؟",
    "من الذي كتب عن القطار؟",
    "هل هذا البيان صحيح؟",
]


@each_case(("question", "asked_of", "text"), ASKED_OF)
def test_an_outlet_named_as_the_source_restricts(
    outlets: Corpus, question: str, asked_of: tuple[str, ...], text: str | None
) -> None:
    asked = understood(question, outlets)
    assert asked.scope == Scope(asked_of)
    if text is not None:
        assert asked.text == text


@each_case("question", ASKED_OF_NONE)
def test_a_name_that_is_no_source_restricts_nothing(outlets: Corpus, question: str) -> None:
    assert understood(question, outlets) == QueryPlan(question, standalone=question)


def test_news_of_a_place_are_not_those_that_an_outlet_of_its_name_brings(outlets: Corpus) -> None:
    asked = understood("ما أخبار الوادي؟", outlets)
    assert asked.scope == Scope() and asked.request is not None and asked.request.subject == "الوادي"


def test_what_the_caller_gives_wins(outlets: Corpus) -> None:
    question = "What did Elaph report in June 2024 about submarines?"
    asked = understood(question, outlets, outlets=["البيان"])
    assert asked.scope.outlets == BAYAN
    asked = understood(question, outlets, since="2024-01-01")
    assert asked.scope == Scope(ELAPH, dt.date(2024, 1, 1))
    assert asked.period == Period(dt.date(2024, 6, 1), dt.date(2024, 6, 30))
    asked = understood(question, outlets, outlets=["البيان"], until="2023-05-06")
    assert asked.scope == Scope(BAYAN, None, dt.date(2023, 5, 6))


@each_case(
    ("since", "until", "first", "last"),
    [
        ("2023-09-12", "2023-09-13", (2023, 9, 12), (2023, 9, 13)),
        ("2023-09", "2024-02", (2023, 9, 1), (2024, 2, 29)),
        ("2023", "2024", (2023, 1, 1), (2024, 12, 31)),
        (dt.date(2023, 1, 2), dt.date(2023, 1, 3), (2023, 1, 2), (2023, 1, 3)),
    ],
)
def test_the_caller_gives_days_months_or_years(
    outlets: Corpus, since: object, until: object, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    asked = understood("Who came?", outlets, since=since, until=until)
    assert asked.scope == Scope(None, dt.date(*first), dt.date(*last))


@each_case("wrong", ["2023-13", "2023-02-30", "September 2023", "20", ""])
@each_case("side", ["since", "until"])
def test_what_is_no_date_is_an_error_in_the_questions_language(outlets: Corpus, wrong: object, side: str) -> None:
    with pytest.raises(ScopeError, match="is not a date. Write it as YYYY-MM-DD"):
        understood("Who came?", outlets, **{side: wrong})
    with pytest.raises(ScopeError, match="ليس تاريخًا"):
        understood("من جاء؟", outlets, **{side: wrong})


def test_days_the_wrong_way_round_are_an_error_and_no_refusal(outlets: Corpus) -> None:
    with pytest.raises(ScopeError, match="No day is both since 1 January 2025 and until 31 December 2024"):
        understood("Who came?", outlets, since="2025", until="2024")
    with pytest.raises(ScopeError, match="لا يوم"):
        understood("من جاء؟", outlets, since="2025", until="2024")
    noon, day = dt.datetime(2024, 7, 1, 12), dt.date(2024, 7, 1)
    assert understood("Who came?", outlets, since=noon, until=day).caller_scope == Scope(None, day, day)


def test_outlets_may_be_one_or_an_iterator(outlets: Corpus) -> None:
    for given in ("إيلاف", iter(["إيلاف"]), {"إيلاف": 1}):
        assert understood("Who came?", outlets, outlets=given).caller_scope.outlets == ELAPH


def test_no_outlets_at_all_are_no_restriction(outlets: Corpus) -> None:
    for given in ([], (), iter(()), set()):
        assert understood("Who came?", outlets, outlets=given).caller_scope == Scope()
    question = "What did Elaph report about submarines?"
    assert understood(question, outlets, outlets=[]) == understood(question, outlets)


def test_an_outlet_that_there_is_not_is_an_error_with_those_that_there_are(outlets: Corpus) -> None:
    with pytest.raises(ScopeError, match=r"No article is from “Moon Herald”\. The outlets here are: .*رويترز"):
        understood("Who came?", outlets, outlets=["Moon Herald"])


@each_case(
    ("question", "subject", "text"),
    [
        ("And according to Reuters?", "What did Elaph report about the summit?", "the summit"),
        ("And what did Reuters say?", "What did Elaph report about the summit?", "the summit"),
        ("And according to Reuters?", "Who came to the summit?", "Who came to the summit?"),
        ("وبحسب رويترز؟", "ماذا ذكرت إيلاف عن القمة؟", "القمة"),
        ("وفقا لرويترز؟", "من حضر القمة؟", "من حضر القمة؟"),
    ],
)
def test_a_follow_up_of_source_alone_keeps_the_subject(
    outlets: Corpus, question: str, subject: str, text: str
) -> None:
    for history in ([subject], ["Where is it?", subject], [subject, "And according to the BBC?"]):
        asked = understood(question, outlets, history=history)
        assert (asked.text, asked.scope) == (text, Scope(REUTERS))
        assert asked.standalone.startswith(subject.rstrip("?؟")) and asked.standalone.count(subject[-1]) == 1


def test_a_source_alone_without_a_conversation_is_asked_as_it_is(outlets: Corpus) -> None:
    first = understood("What did Elaph report?", outlets)
    assert (first.text, first.scope) == ("What did Elaph report?", Scope(ELAPH))
    assert first.standalone == "What did Elaph report?"


def test_a_follow_up_without_a_subject_keeps_source_and_subject(outlets: Corpus) -> None:
    asked = understood("When?", outlets, history=["What did Elaph report about the summit?"])
    assert (asked.text, asked.scope) == ("the summit, and when", Scope(ELAPH))


# Names across letters

SAME = [
    ("Elaph", "إيلاف"),
    ("Al Jazeera", "الجزيرة"),
    ("Al-Hayat", "الحياة"),
    ("An-Nahar", "النهار"),
    ("Okaz", "عكاظ"),
    ("CNN", "سي إن إن"),
    ("The Guardian", "الغارديان"),
    ("New York Times", "نيويورك تايمز"),
    ("the Washington Post", "صحيفة واشنطن بوست"),
    ("Foreign Policy", "فورين بوليسي"),
    ("Sky News Arabia", "سكاي نيوز عربية"),
    ("Le Monde", "لوموند"),
    ("albayan.net", "البيان"),
]
OTHERS = [
    ("Riyadh", "الرياض"),
    ("Washington", "واشنطن بوست"),
    ("Moscow", "مكة"),
    ("Ray", "الرأي"),
    ("Putin", "البيان"),
    ("Iran", "النهار"),
    ("Hill Post", "The Hill"),
    ("بيان", "البيان"),
    ("", "البيان"),
]


@each_case(("latin", "arabic"), SAME)
def test_a_name_is_known_in_other_letters(latin: str, arabic: str) -> None:
    assert same_name(words(latin), words(arabic))
    assert same_name(words(arabic), words(latin))


@each_case(("one", "other"), OTHERS)
def test_other_names_are_told_apart(one: str, other: str) -> None:
    assert not same_name(words(one), words(other))
    assert not same_name(words(other), words(one))


def test_asked_changes_nothing_it_does_not_say() -> None:
    given = Scope(("A",), dt.date(2024, 1, 1))
    asked = QueryPlan("x", given, Scope(None, None, dt.date(2024, 2, 1)))
    assert asked.scope == replace(given, until=dt.date(2024, 2, 1))


def test_a_conversation_may_have_any_number_of_turns(outlets: Corpus) -> None:
    history = ["What is the news?", *["And according to Reuters?", "And in 2024?"] * 1_500]
    plan = understood("And in 2023?", outlets, history=history)
    assert plan.overview is not None and plan.overview.since == dt.date(2023, 1, 1)


def test_each_question_of_a_conversation_is_planned_once(outlets: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Finding the outlets that a question names is the first step of planning it."""
    planned: list[str] = []
    find = plan_module.find_outlets
    monkeypatch.setattr(plan_module, "find_outlets", lambda plain, *more: planned.append(plain) or find(plain, *more))
    understood("When?", outlets, history=["What did Elaph report about the summit?", "And according to Reuters?"])
    assert len(planned) == len(set(planned))
