"""An answer as plain text: quotes as they stand, in a frame in the question's language."""

from __future__ import annotations

from dataclasses import replace

from rag import Answer, Citation, Hit, Statement
from rag.results import PHRASES, articles_intro, corroboration_note, count_phrase, disagreement_note
from rag.results.plain_text import article_line
from rag.retrieval import Evidence
from rag.synthesis import build_statements
from store import Article, Passage, Span
from tests.helpers.cases import each_case
from tests.helpers.market import ALIKE, ALSO, ASKED, FALL, GULL, GULLS, RADIO, ROOF, UNHURT, said


def text_of(evidence: list[Evidence], language: str) -> str:
    found = build_statements(evidence, ASKED, language, judge=ALIKE)
    return Answer(ASKED, language, articles_intro(found, language), True, found).text


def test_an_english_answer_shows_the_translation_and_under_it_the_original() -> None:
    assert text_of([FALL, UNHURT], "en").split("\n") == [
        "The old market's roof fell in on Thursday night. [1]",
        "original: “انهار سقف السوق القديم ليلة الخميس.”",
        "— سقف السوق (صحيفة الرصيف, 5 March 2024)",
        "None of the sellers was hurt. [2]",
        "original: “ولم يصب أحد من الباعة بأذى.”",
    ]


def test_without_a_translation_the_arabic_is_quoted() -> None:
    assert text_of([ALSO], "en").split("\n") == [
        "“وانهار سقف السوق القديم ليلة الخميس.” [1]",
        f"— {RADIO.title} (إذاعة التل, 6 March 2024)",
    ]


def test_an_arabic_answer_quotes_and_names_every_source() -> None:
    assert text_of([FALL, ALSO, GULLS], "ar").split("\n") == [
        "«انهار سقف السوق القديم ليلة الخميس.» [1]",
        "— سقف السوق (صحيفة الرصيف، 5 مارس 2024)",
        "وكذلك في: إذاعة التل، 6 مارس 2024 [2]",
        "ورد في وسيلتي إعلام",
        "",
        "— No roof (بلا ذكر الوسيلة، بلا تاريخ)",
        "«Gulls nest in the beams.» [3]",
    ]


def test_the_frame_counts_articles_and_not_quotes() -> None:
    found = build_statements([FALL, ALSO, UNHURT], ASKED, "en", judge=ALIKE)
    assert articles_intro(found, "en") == "This is what 2 articles from 2 outlets say:"


def test_one_outlet_is_not_counted() -> None:
    own = said(replace(RADIO, outlet=ROOF.outlet), 1, 0.88, "dealer saffron wept", 1.5)
    found = build_statements([FALL, own], ASKED, "ar", judge=ALIKE)
    assert articles_intro(found, "ar") == "هذا ما جاء في مقالين:"
    assert "ورد في" not in text_of([FALL, own], "ar")


@each_case(
    ("lacks", "english", "arabic"),
    [
        ("why", "These mention it, but none gives a reason:", "هذه تتناول الأمر، لكن ليس فيها ما يذكر سببًا:"),
        ("when", "These mention it, but none gives a day:", "هذه تتناول الأمر، لكن ليس فيها ما يذكر يومًا:"),
        ("how_many", "These mention it, but none gives a number:", "هذه تتناول الأمر، لكن ليس فيها ما يذكر رقمًا:"),
        ("who", "These mention it, but none gives a name:", "هذه تتناول الأمر، لكن ليس فيها ما يذكر اسمًا:"),
    ],
)
def test_what_was_asked_for_and_is_not_there_is_not_claimed(lacks: str, english: str, arabic: str) -> None:
    found = build_statements([FALL, UNHURT], ASKED, "en", judge=ALIKE)
    assert [articles_intro(found, language, lacks) for language in ("en", "ar")] == [english, arabic]
    assert Answer(ASKED, "en", english, True, found, lacks=lacks).text.startswith(f"{english}\n")
    assert articles_intro(found[:1], "en", "why") == "This mentions it, but gives no reason:"


def test_after_three_statements_a_line_says_how_many_follow() -> None:
    lines = Answer(ASKED, "en", "", True, tuple(said_by(f"Post {n}", None, n) for n in range(1, 6))).text.split("\n")
    assert lines.index("2 more quotes:") > lines.index(f"“{GULL.text}” [3]")
    assert lines.index("2 more quotes:") < lines.index(f"“{GULL.text}” [4]") < lines.index(f"“{GULL.text}” [5]")


@each_case(
    ("count", "articles", "outlets", "english"),
    [
        (1, "مقال واحد", "وسيلة إعلام واحدة", "1 article"),
        (2, "مقالين", "وسيلتي إعلام", "2 articles"),
        (3, "3 مقالات", "3 وسائل إعلام", "3 articles"),
        (10, "10 مقالات", "10 وسائل إعلام", "10 articles"),
        (11, "11 مقالًا", "11 وسيلة إعلام", "11 articles"),
        (99, "99 مقالًا", "99 وسيلة إعلام", "99 articles"),
        (100, "100 مقال", "100 وسيلة إعلام", "100 articles"),
        (103, "103 مقالات", "103 وسائل إعلام", "103 articles"),
        (1011, "1,011 مقالًا", "1,011 وسيلة إعلام", "1,011 articles"),
    ],
)
def test_a_noun_agrees_with_its_number(count: int, articles: str, outlets: str, english: str) -> None:
    assert (count_phrase(count, PHRASES["ar"].articles, "ar"), count_phrase(count, PHRASES["ar"].outlets, "ar")) == (
        articles,
        outlets,
    )
    assert count_phrase(count, PHRASES["en"].articles, "en") == english


# Where reports differ


def said_by(outlet: str, date: str | None, number: int, *differs_from: int) -> Statement:
    article = replace(GULL, outlet=outlet, date=date)
    return Statement((Citation(number, article.text, 0, len(article.text), article, 1.0),), differs_from)


@each_case(
    ("first", "second", "english", "arabic"),
    [
        (
            "2024-09-12",
            "2024-09-14",
            "later, on 14 September 2024, The Hill reports otherwise:",
            "لاحقًا، في 14 سبتمبر 2024، جاء في The Hill غير ذلك:",
        ),
        (
            "2024-09-14",
            "2024-09-12",
            "earlier, on 12 September 2024, The Hill reported otherwise:",
            "قبل ذلك، في 12 سبتمبر 2024، جاء في The Hill غير ذلك:",
        ),
        ("2024-09-14", "2024-09-14", "reported differently by The Hill:", "وجاء غير ذلك في The Hill:"),
        (None, "2024-09-14", "reported differently by The Hill:", "وجاء غير ذلك في The Hill:"),
        ("2024-09-14", None, "reported differently by The Hill:", "وجاء غير ذلك في The Hill:"),
    ],
)
def test_the_later_of_two_differing_reports_is_named(
    first: str | None, second: str | None, english: str, arabic: str
) -> None:
    both = (said_by("The Quay", first, 1, 1), said_by("The Hill", second, 2, 0))
    assert [disagreement_note(both, 1, language) for language in ("en", "ar")] == [english, arabic]
    assert disagreement_note(both, 0, "en") == "", "the first has nothing before it to differ from"
    lines = Answer(ASKED, "en", "They say:", True, both).text.split("\n")
    assert lines[lines.index(english) + 2].endswith("[2]"), "under the head of its article"


def test_a_differing_report_without_an_outlet_is_another_article() -> None:
    both = (said_by("The Quay", None, 1, 1), said_by("", None, 2, 0))
    assert disagreement_note(both, 1, "en") == "reported differently by another article:"
    assert disagreement_note(both, 1, "ar") == "وجاء غير ذلك في مقال آخر:"


def test_an_outlet_is_counted_once_and_one_alone_not_at_all() -> None:
    one, other = said_by("The Quay", None, 1), said_by("The Hill", None, 2)
    assert corroboration_note(one, "en") == corroboration_note(Statement(one.citations * 2), "en") == ""
    both = Statement(one.citations + other.citations + one.citations)
    assert (corroboration_note(both, "en"), corroboration_note(both, "ar")) == (
        "reported by 2 outlets",
        "ورد في وسيلتي إعلام",
    )
    assert both.outlets == ("The Quay", "The Hill")


# Sources and refusals


@each_case(
    ("article", "english", "arabic"),
    [
        (ROOF, "صحيفة الرصيف, 5 March 2024", "صحيفة الرصيف، 5 مارس 2024"),
        (replace(ROOF, outlet=""), "no outlet named, 5 March 2024", "بلا ذكر الوسيلة، 5 مارس 2024"),
        (replace(ROOF, date=None), "صحيفة الرصيف, undated", "صحيفة الرصيف، بلا تاريخ"),
        (GULL, "no outlet named, undated", "بلا ذكر الوسيلة، بلا تاريخ"),
    ],
)
def test_a_source_is_told_as_far_as_it_is_known(article: Article, english: str, arabic: str) -> None:
    assert (article_line(article, "en"), article_line(article, "ar")) == (english, arabic)


def refusal(language: str, closest: list[Hit]) -> str:
    return Answer(ASKED, language, PHRASES[language].refused, False, closest=tuple(closest)).text


def test_a_refusal_says_so_and_points_at_what_is_closest() -> None:
    at = Span(0, 8)
    hits = [Hit(Passage(a.id, 0, 9, a.text[:9]), a, 1.0, at if a is GULL else None) for a in (ROOF, GULL)]
    assert refusal("en", hits).split("\n") == [
        "The articles do not say. I found nothing in them that answers this question.",
        "",
        "What comes closest, without answering it:",
        "— سقف السوق (صحيفة الرصيف, 5 March 2024)",
        "— No roof (no outlet named, undated)",
        f"“{GULL.text[:8]}”",
    ]
    assert refusal("ar", hits).split("\n") == [
        "لا تذكر المقالات ذلك. لم أجد فيها ما يجيب عن هذا السؤال.",
        "",
        "أقرب المقاطع إليه، من غير أن تجيب عنه:",
        "— سقف السوق (صحيفة الرصيف، 5 مارس 2024)",
        "— No roof (بلا ذكر الوسيلة، بلا تاريخ)",
        f"«{GULL.text[:8]}»",
    ]
    assert refusal("en", []) == PHRASES["en"].refused
