"""Page furniture goes, in both languages; what the article says stays, whatever words it uses."""

import re
import time
from pathlib import Path

from store.article import BoilerplateKind, RemovedLine
from store.readers.cleaning import boilerplate, clean_page, find_headline, opens_body, patterns
from store.text import is_sentence
from tests.helpers.cases import each_case


def kept(lines: list[str]) -> list[str]:
    return clean_page(lines).lines


BODY = [
    "The harbour council approved the new breakwater on Monday after a long debate.",
    "Fishermen had asked for it since the winter storms damaged forty boats.",
    "Work begins in the spring and should end before the next season.",
]
BODY_AR = [
    "أقر مجلس الميناء بناء حاجز الأمواج الجديد يوم الاثنين بعد نقاش طويل.",
    "وكان الصيادون قد طالبوا به منذ أن أتلفت عواصف الشتاء أربعين قاربا.",
    "ويبدأ العمل في الربيع وينتهي قبل الموسم المقبل.",
]

FURNITURE = """
41
12 / 5
1.2K
***
Share
SHARE THIS ARTICLE
Share on Facebook
Share via WhatsApp
Follow us
Follow us on Instagram
Facebook
Copy link
Print
+ Font -
Font size
Listen to this article
Advertisement
Story continues below advertisement
Skip to main content
Home > World > Asia
Subscribe
Sign up for our daily newsletter to get the day's stories in your inbox.
3 comments
Comments (0)
No comments yet
Leave a comment
Be the first to comment
The opinions expressed here are those of their authors and do not necessarily reflect our own.
Comment policy: be kind, keep to the subject, and sign with your own name please.
© 2024 The Harbour Post
Copyright 2024 The Harbour Post. All rights reserved.
This material may not be published, broadcast or rewritten without permission.
Read more
Read also: Who will pay for the new breakwater in the harbour?
Read also
**Read more:** [Storm damages forty boats](https://example.org/boats)
Related articles
Related: Storm damages forty boats
You may also like
Tags: harbour, fishing
Most read
5 min read
Reading time: 4 minutes
1,024 views
Last updated: 13 September 2024
Updated 2 hours ago
Published 13 September 2024 at 10:30 GMT
Photo: Jane Doe / Reuters
Image caption, The harbour in the morning seen from the old lighthouse.
Boats lie on the quay after the storm (Reuters)
Boats lie on the quay after the storm (Photo: Jane Doe)
https://example.org/harbour
#harbour #storm
""".strip().splitlines()

FURNITURE_AR = """
٤١
شارك
مشاركة
شارك الخبر
مشاركة عبر واتساب
تابعنا على فيسبوك
تابعونا
طباعة
نسخ الرابط
+ الخط -
حجم الخط
استمع إلى المقال
استمع إلى الملخص
اظهر الملخص
إعلان
الرئيسية / أخبار / اقتصاد
اشترك الآن
اشترك في نشرتنا البريدية ليصلك جديد الأخبار كل صباح قبل الجميع.
أضف تعليق
أضف تعليقًا
التعليقات (3)
عدد التعليقات 0
لا توجد تعليقات
لم يتم العثور على نتائج
جميع التعليقات الواردة هنا تعبر عن رأي كتّابها فقط
شروط النشر: اكتب باسمك، ولا تسئ إلى أحد من القراء أو الكتاب.
جميع الحقوق محفوظة © صحيفة الميناء 2024
اقرأ أيضا
اقرأ أيضًا| من يدفع ثمن حاجز الأمواج الجديد في الميناء؟
إقرأ أيضاً: عواصف الشتاء تتلف أربعين قاربا
شاهد أيضا: صور من الميناء بعد العاصفة
مواضيع ذات صلة
ربما يعجبك أيضا
قد يهمك أيضًا
المزيد من الأخبار
كلمات مفتاحية: ميناء، صيد
الأكثر قراءة
5 دقائق قراءة
مدة القراءة: 4 دقائق
: آخر تحديث
آخر تحديث: 13 سبتمبر 2024 - 10:30 ص
نُشر في ١٣ أيلول ٢٠٢٤
صورة: رويترز
التعليق على الصورة، قوارب راسية في الميناء القديم بعد ليلة من العواصف.
قوارب على الرصيف بعد ليلة العاصفة (Shutterstock)
قوارب على الرصيف بعد ليلة العاصفة (رويترز)
""".strip().splitlines()

KEPT = """
Readers can share the costs of the breakwater, the mayor said on Monday.
Share prices fell on Tuesday after the council's decision.
The minister declined to comment on the contents of the report.
Comment from the harbour office was not available on Sunday evening.
Other towns will follow the example of the harbour next year.
Follow the money, the auditors told the council in their report.
Read more than one report before you vote, the mayor advised residents.
Copyright law changed last year, and libraries are still adapting to it.
Opinions differ, and polls do not necessarily reflect the views of fishermen.
Related costs rose to four million over the same period, he said.
Listen to the fishermen, said one banner at the quay on Monday.
Print runs of the local paper doubled during the week of the storm.
Reporting by local stations suggests that forty boats were damaged.
By Monday evening the water had reached the second street.
- The council meets again on Thursday to choose a builder.
In 2023 the harbour took in 41 ships.
What will the builders do?
A heavy price
The World Harbour Organisation (WHO)
May 2024
""".strip().splitlines()

KEPT_AR = """
اقرأ تقريرين قبل أن تصوت، هكذا نصح رئيس البلدية السكان يوم الاثنين.
وشارك مئات الصيادين في المظاهرة التي خرجت إلى الميناء صباح الاثنين.
شارك الوزير في افتتاح الحاجز الجديد قبل ظهر الثلاثاء.
ورفض الوزير التعليق على مضمون التقرير.
تعليق الرحلات البحرية مستمر حتى إشعار آخر، بحسب إدارة الميناء.
اشترك في بناء الحاجز مئة عامل من أبناء المدينة القديمة.
تابعنا أعمال البناء ثلاثة أيام مع الصيادين على رصيف الميناء.
استمع المجلس إلى شهادات الصيادين في جلسة علنية طويلة.
وأكد الوزير أن جميع الحقوق محفوظة للعمال الذين فقدوا قواربهم.
الآراء متباينة بالضرورة بين الصيادين والتجار حول كلفة الحاجز.
ونشرت الصحيفة يوم 13 سبتمبر 2024 صورا للميناء بعد العاصفة.
في عام 2023 استقبل الميناء 41 سفينة
- ويجتمع المجلس الخميس لاختيار شركة البناء.
ثمن باهظ
ماذا يريد الصيادون؟
«لن نرحل»
الخط
""".strip().splitlines()


@each_case("line", FURNITURE)
def test_furniture_goes(line: str) -> None:
    assert kept([BODY[0], line, *BODY[1:]]) == BODY


@each_case("line", FURNITURE_AR)
def test_arabic_furniture_goes(line: str) -> None:
    assert kept([BODY_AR[0], line, *BODY_AR[1:]]) == BODY_AR


@each_case("line", KEPT)
def test_the_article_stays(line: str) -> None:
    lines = [BODY[0], line, *BODY[1:]]
    assert kept(lines) == lines


@each_case("line", KEPT_AR)
def test_the_arabic_article_stays(line: str) -> None:
    lines = [BODY_AR[0], line, *BODY_AR[1:]]
    assert kept(lines) == lines


@each_case(
    "line",
    ["(وكالات)", "(Agencies)", "المصدر: وكالات", "Source: The Harbour Post", "تحرير: سمير الراوي", "By Jane Doe"],
)
def test_credits_go_only_around_the_body(line: str) -> None:
    assert kept([*BODY, line]) == BODY
    inside = [*BODY[:2], line, *BODY[2:]]
    assert kept(inside) == inside


def test_a_byline_goes_under_the_title_and_never_as_the_title() -> None:
    assert kept(["By Land and Sea", "By Jane Doe", *BODY]) == ["By Land and Sea", *BODY]


def test_a_summary_goes_with_its_bullets_and_no_further() -> None:
    label = ["Show summary", "", "- The council approved the new breakwater on Monday.", "", "* Work begins soon."]
    assert kept([*label, "", *BODY, "- The vote was close, five to four."]) == [
        "",
        "",
        "",
        *BODY,
        "- The vote was close, five to four.",
    ]


def test_a_picture_goes_with_the_line_under_its_label() -> None:
    picture = ["Image source, Jane Doe", "Image caption,", "Boats lie on the quay after the storm in January."]
    assert kept([BODY[0], *picture, *BODY[1:]]) == BODY
    assert kept([BODY[0], "التعليق على الصورة،", "قوارب في الميناء", *BODY[1:]]) == BODY


def test_after_the_last_sentence_the_first_furniture_ends_the_article() -> None:
    assert kept([*BODY, "A last line", "Comments", "Storm damages forty boats", "In news"]) == [
        *BODY,
        "A last line",
    ]


def test_without_punctuation_the_end_is_not_guessed() -> None:
    lines = [line.rstrip(".") for line in BODY]
    assert kept([lines[0], "Share", *lines[1:]]) == lines


def test_date_lines_go_and_tell_the_day() -> None:
    lines = ["A title of the page", "Friday 13 September 2024, 10:30", *BODY]
    assert kept(lines) == [lines[0], *BODY]
    assert clean_page(lines).date_lines == [lines[1]]
    assert clean_page(["A title", "On 13 September 2024 the council met again.", *BODY]).date_lines == []


def test_the_headings_of_a_chronology_stay() -> None:
    lines = [part for n, line in enumerate(BODY, 1) for part in (f"{n} May 2024", line)]
    assert kept(lines) == lines
    assert clean_page(lines).date_lines == []


def test_lines_keep_their_characters() -> None:
    lines = ["  «كِتَابٌ»  ــ  “two  spaces”, he said on the quay.\u200f", "", "", "Share", BODY[0]]
    assert kept(lines) == [*lines[:3], BODY[0]]


def test_nothing_comes_of_nothing() -> None:
    assert kept([]) == []
    assert kept(["Share", "41"]) == []
    assert find_headline([]) == ("", [], ())


@each_case(
    ("head", "title", "kept"),
    [
        (["Council approves a new breakwater"], 0, []),
        (["Economy", "Council approves a new breakwater", "Jane Doe"], 1, []),
        (["A vote that divided the whole town", "", "Council approves a new breakwater"], 2, [0]),
        (["Council approves a new breakwater", "After years of storms, fishermen will at last be safe"], 0, [1]),
        (["# Harbour vote", "What the council decided on Monday night"], 0, [1]),
        (["Council approves a new breakwater", "Boats on the quay after storms (Harbour Post)"], 0, []),
        (["مجلس الميناء يقر بناء حاجز الأمواج", "سمير الراوي"], 0, []),
        (["Harbour vote"], 0, []),
    ],
)
def test_the_headline_is_the_last_one_above_the_body(head: list[str], title: int, kept: list[int]) -> None:
    found, lines, removed = find_headline([*head, "", *BODY])
    assert found == head[title].removeprefix("# ")
    assert [line for line in lines if line] == [*(head[n] for n in kept), *BODY]
    others = [line for n, line in enumerate(head) if line and n not in (title, *kept)]
    assert [each.line for each in removed] == others


def test_a_title_is_not_among_the_lines_removed_from_above_it() -> None:
    assert find_headline(["#harbour vote", "Economy", *BODY]) == (
        "#harbour vote",
        BODY,
        (RemovedLine("Economy", BoilerplateKind.ABOVE),),
    )


def test_a_page_that_starts_with_prose_keeps_it() -> None:
    assert find_headline(BODY) == (BODY[0], BODY, ())


def test_a_page_without_punctuation_gives_its_first_line() -> None:
    lines = [f"The council heard report number {n} about the harbour" for n in range(9)]
    assert find_headline(["", *lines]) == (lines[0], ["", *lines[1:]], ())


def test_sentences_and_bodies() -> None:
    assert is_sentence("He said that it would be “over soon.”")
    assert not is_sentence("Over soon.")
    assert not is_sentence("The council heard a report about it")
    assert opens_body("The council met again.")
    assert not opens_body("What did the council decide on Monday?")


@each_case("piece", ["#a", " ", "(", "Share ", "٠ ", ".", "-", "[a](", "read also "])
def test_a_very_long_line_takes_no_time(piece: str) -> None:
    started = time.perf_counter()
    kept([piece * 20_000 + "x"])
    assert time.perf_counter() - started < 2


def test_no_rule_knows_the_news() -> None:
    rules = "".join(Path(module.__file__).read_text(encoding="utf-8") for module in (boilerplate, patterns))
    assert not re.search("getty|فرانس|بوتين|كيم|روسيا|كوريا|إيلاف", rules, re.IGNORECASE)
