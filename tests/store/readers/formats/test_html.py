"""Web pages: the article's own words, in their lines, and what the page says of itself."""

import datetime as dt

import pytest

from store.article import Article
from store.errors import ReadingError
from store.readers.article_reader import article_of
from store.readers.formats.html import read_html
from tests.helpers.cases import each_case

HEAD = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8">
<title>المجلس يقرّ ميزانية المرفأ | بوابة الساحل</title>
<link rel="canonical" href="https://example.org/news/1"><meta property="og:site_name" content="بوابة الساحل">
<meta property="og:title" content="المجلس يقرّ ميزانية المرفأ">
<meta property="article:published_time" content="2024-09-13T10:00:00+03:00">
<script>var tracking = "جملة لا يقرؤها أحد";</script><style>p { color: red }</style></head>"""
PAGE = f"""{HEAD}
<body><header><nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/e">اقتصاد</a></li></ul></nav></header>
<main><article><h1>المجلس يقرّ ميزانية المرفأ</h1><div class="byline">كتبت: سلمى الراوي</div>
<time datetime="2024-09-13">13 أيلول 2024</time>
<figure><img src="a.jpg"><figcaption>قوارب في المرفأ (أرشيف)</figcaption></figure>
<p>قالَ رئيسُ المجلسِ: &laquo;لن نؤجّل العمل&raquo; بعد اليوم&hellip; وأضاف أن <b>ال</b>كلفة بلغت
<a href="/x">12.5 مليون دولار</a>، أي ضعف ما كان <em>متوقعا</em> قبل عام.</p>
<h2>ثمن باهظ</h2>
<blockquote><p>لم نر مثل هذه &ldquo;العاصفة&rdquo; منذ أربعين عاما، وقد خسرنا ثلاثة قوارب.</p></blockquote>
<ul><li>تبدأ الأعمال في 3 أيار المقبل بحسب الخطة.</li><li>تنتهي قبل نهاية العام إن سمح الطقس.</li></ul>
<table><tr><th>البند</th><th>الكلفة</th></tr><tr><td>الحاجز الغربي</td><td>8 ملايين</td></tr></table>
<p>سطر أول عن البلدية<br>وسطر ثان عن ٣ &lt;صيادين&gt; &amp; غيرهم ـــ بعد فاصل.</p>
<div class="related"><h3>اقرأ أيضا</h3><ul><li><a href="/2">خبر آخر لا علاقة له</a></li></ul></div></article>
<section class="comments" id="comments"><h3>التعليقات</h3><div class="comment"><p>تعليق قارئ لا يعجبه الخبر
ويكتب كثيرا.</p></div></section></main><footer>جميع الحقوق محفوظة © 2024</footer></body></html>"""
TEXT = """قالَ رئيسُ المجلسِ: «لن نؤجّل العمل» بعد اليوم… وأضاف أن الكلفة بلغت 12.5 مليون دولار، \
أي ضعف ما كان متوقعا قبل عام.
ثمن باهظ
لم نر مثل هذه “العاصفة” منذ أربعين عاما، وقد خسرنا ثلاثة قوارب.
- تبدأ الأعمال في 3 أيار المقبل بحسب الخطة.
- تنتهي قبل نهاية العام إن سمح الطقس.
| البند | الكلفة |
| الحاجز الغربي | 8 ملايين |
سطر أول عن البلدية
وسطر ثان عن ٣ <صيادين> & غيرهم ـــ بعد فاصل."""
PARAGRAPHS = (
    "The council approved the “new” breakwater on Monday — the first since the storms, when three boats sank.",
    "On 3 May 2020 the council had refused it. The café owners fear that the works will take too long.",
    "‘We won’t wait,’ the mayor said, and the fishermen of the old port were not of one mind about it.",
)


def page_of(*paragraphs: str, head: str = "<title>Council approves breakwater</title>", html: str = "<html>") -> str:
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    return f"{html}<head>{head}</head><body><div id=menu><a href=/>Home</a></div><div class=story>{body}</div></body>"


def article(page: str | bytes) -> Article:
    return article_of(read_html(page if isinstance(page, bytes) else page.encode(), "a.html"))


def test_a_page_from_right_to_left_becomes_an_article() -> None:
    assert article(PAGE) == Article(
        title="المجلس يقرّ ميزانية المرفأ",
        text=TEXT,
        outlet="بوابة الساحل",
        date=dt.date(2024, 9, 13),
        url="https://example.org/news/1",
        language="ar",
    )


def test_an_english_page_keeps_its_paragraphs_and_characters() -> None:
    found = article(page_of(*PARAGRAPHS))
    assert found.text == "\n".join(PARAGRAPHS)
    assert (found.title, found.language, found.date) == ("Council approves breakwater", "en", None)


@each_case("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1256", "iso-8859-6"])
def test_pages_in_every_encoding(encoding: str) -> None:
    page = PAGE.replace('charset="utf-8"', f'charset="{encoding}"')
    if encoding == "iso-8859-6":
        page = page.replace("–", "-").replace("©", "").replace("٣", "3")
    found = article(page.encode(encoding, "xmlcharrefreplace"))
    assert found.text == (TEXT.replace("٣", "3") if encoding == "iso-8859-6" else TEXT)
    assert found.title == "المجلس يقرّ ميزانية المرفأ"


def test_a_wrong_encoding_in_a_page_does_not_hurt() -> None:
    assert article(PAGE.replace("utf-8", "iso-8859-1")).text == TEXT
    declared = '<?xml version="1.0" encoding="windows-1252"?>'
    assert article(declared + page_of(*PARAGRAPHS)).text == "\n".join(PARAGRAPHS)


@each_case(
    ("html", "paragraphs", "language"),
    [
        ('<html lang="en-GB">', PARAGRAPHS, "en"),
        ("<html lang=fr>", PARAGRAPHS, "fr"),
        ('<html lang="ar">', PARAGRAPHS, "en"),
        ('<html lang="en">', (TEXT,), "ar"),
        ('<html lang="x">', PARAGRAPHS, "en"),
    ],
)
def test_a_page_says_its_language_where_its_letters_agree(html: str, paragraphs: tuple[str], language: str) -> None:
    assert article(page_of(*paragraphs, html=html)).language == language


def test_a_day_in_a_sentence_is_not_the_day_of_the_page() -> None:
    assert article(page_of(*PARAGRAPHS)).date is None


def test_a_short_page_and_a_page_without_tags_around_it_are_read() -> None:
    short = "The mayor opened a park near the river."
    assert article(f"<html><body><p>{short}</p></body></html>").text == short
    assert article(f"<p>{short}</p>").text == short


def test_an_address_that_is_none_is_left_out() -> None:
    head = '<title>Council approves breakwater</title><link rel="canonical" href="javascript:alert(1)">'
    assert article(page_of(*PARAGRAPHS, head=head)).url == ""


def test_invisible_characters_go_and_spaces_are_one() -> None:
    paragraph = PARAGRAPHS[0].replace("on Monday", "on&nbsp;  Mon&shy;day").replace("first", "fir\u200cst")
    assert article(page_of(paragraph, *PARAGRAPHS[1:])).text == "\n".join(PARAGRAPHS)


@each_case(
    "page",
    [b"", b"<html></html>", b"<html><body><script>1</script></body></html>", b"<a><b></a>", b"<" * 1000],
)
def test_a_page_without_an_article_is_refused_in_a_sentence(page: bytes) -> None:
    with pytest.raises(ReadingError, match=r"^a\.html has no (article|sentence) in it; .* ingest (that|it again)\.$"):
        article(page)


@each_case("tag", ["div", "b", "table", "blockquote", "ul", "span"])
def test_tags_without_end_are_survived(tag: str) -> None:
    for many, message in [(50_000, "no article"), (1_000_000, "more than 100,000 tags")]:
        with pytest.raises(ReadingError, match=rf"^a\.html has {message}.* ingest that\.$"):
            article(f"<html><body>{f'<{tag}>' * many}<p>{PARAGRAPHS[0]}</p>")


def page(body: str, head: str = "") -> Article:
    return article_of(read_html(f"<html lang='en'><head>{head}</head><body>{body}</body></html>".encode(), "a.html"))


PROSE = (
    "<p>The ferry to Elm sails again from Monday, the harbour master said after a long talk with the crew.</p>"
    "<p>It had stood in the dock since the storm of the winter, and the island had been without fresh bread.</p>"
)


@each_case(
    ("cell", "line"),
    [
        ("<ul><li>8.30 to 9.15</li><li>17.00</li></ul>", "| Monday | 8.30 to 9.15; 17.00 |"),
        ("<table><tr><td>8.30</td><td>17.00</td></tr></table>", "| Monday | 8.30; 17.00 |"),
        ("mornings<ol><li>8.30</li></ol>", "| Monday | mornings; 8.30 |"),
        ("8.30<br>17.00", "| Monday | 8.30; 17.00 |"),
        ("<p>8.30 to <b>9.15</b></p>", "| Monday | 8.30 to 9.15 |"),
        ("<ul><li><ul><li>8.30</li></ul></li></ul>", "| Monday | 8.30 |"),
    ],
)
def test_what_stands_in_a_cell_stays_in_it(cell: str, line: str) -> None:
    table = f"<table><tr><th>Day</th><th>Boats</th></tr><tr><td>Monday</td><td>{cell}</td></tr></table>"
    text = page(f"<article><h1>The ferry sails again</h1>{PROSE}{table}{PROSE}</article>").text
    assert line in text.split("\n")


def test_a_page_that_is_laid_out_by_tables_is_read_as_text() -> None:
    times = "<table><tr><td>Monday</td><td>8.30</td></tr></table>"
    text = page(
        "<table><tr><td><a href='/'>Home</a></td></tr><tr><td><table><tr><td><h1>The ferry sails again</h1>"
        f"{PROSE}{times}{PROSE.replace('Elm', 'Brenn')}</td></tr></table></td></tr></table>"
    ).text.split("\n")
    assert [line for line in text if "|" in line] == ["| Monday | 8.30 |"]
    assert any(line.startswith("The ferry to Brenn sails") for line in text)


@each_case(
    ("title", "head", "cut", "outlet"),
    [
        ("The ferry sails again - Elm Ledger", "", "The ferry sails again", "Elm Ledger"),
        (
            "The ferry sails again - Local | Elmledger.example",
            '<meta property="og:site_name" content="Ledger of Elm">',
            "The ferry sails again",
            "Ledger of Elm",
        ),
        (
            "The ferry sails again | Live",
            '<link rel="canonical" href="https://elm.example/1/ferry">',
            "The ferry sails again",
            "elm.example",
        ),
        ("The ferry sails again", "", "The ferry sails again", ""),
    ],
)
def test_the_site_behind_the_headline(title: str, head: str, cut: str, outlet: str) -> None:
    article = page(f"<article><h1>The ferry sails again</h1>{PROSE}</article>", f"<title>{title}</title>{head}")
    assert (article.title, article.outlet) == (cut, outlet)


LINKED = '<script type="application/ld+json">%s</script>'


@each_case(
    ("head", "outlet"),
    [
        (LINKED % '{"@type": "NewsArticle", "publisher": {"name": "Elm Ledger"}}', "Elm Ledger"),
        (LINKED % '{"@graph": [{"@type": "Organization", "@id": "#o", "name": "Elm Ledger"}, '
         '{"@type": ["NewsArticle"], "publisher": {"@id": "#o"}}]}', "Elm Ledger"),
        (LINKED % '[{"@type": "ReportageNewsArticle", "publisher": [{"name": "Elm Ledger"}]}]', "Elm Ledger"),
        (LINKED % '{"@type": "WebSite", "publisher": {"name": "Web Makers"}}', "Site of Elm"),
        (LINKED % "{broken", "Site of Elm"),
        ("", "Site of Elm"),
    ],
)  # fmt: skip
def test_the_publisher_counts_before_the_name_of_the_site(head: str, outlet: str) -> None:
    site = '<meta property="og:site_name" content="Site of Elm">'
    assert page(f"<article><h1>The ferry sails again</h1>{PROSE}</article>", site + head).outlet == outlet


@each_case(
    ("head", "line"),
    [
        (LINKED % '{"@type": "Article", "dateModified": "2024-11-07", "datePublished": "2024-11-05T09:00:00Z"}', ""),
        ('<meta property="article:modified_time" content="2024-11-07">'
         '<meta property="article:published_time" content="2024-11-05">', ""),
        ("", "<time>\u202d5 تشرين الثاني 2024\u202c</time>"),
        ("", "<p>Updated <time datetime='2024-11-07'>x</time></p><p>Out <time datetime='2024-11-05'>x</time></p>"),
        ("", "<div class='x'>By Ada Miller - 5 November 2024</div>"),
        ("", "<span>3 جمادى الأولى 1446</span>"),
    ],
)  # fmt: skip
def test_the_day_of_publication(head: str, line: str) -> None:
    today = "<header><time datetime='2025-01-01'>1 January 2025</time></header>"
    article = page(f"{today}<article><h1>The ferry sails again</h1>{line}{PROSE}</article>", head)
    assert (article.date, article.title) == (dt.date(2024, 11, 5), "The ferry sails again")


def test_comment_rules_and_lines_to_other_articles_go() -> None:
    rules = (
        "<p>MORE : Why the dam of Brenn failed.</p><p>Please read our commenting policy before you write.</p>"
        "<p>Comments that insult others will be removed by our moderators.</p>"
    )
    text = page(f"<article><h1>The ferry sails again</h1>{PROSE}{rules}</article>").text
    assert not any(word in text for word in ("MORE", "policy", "insult")) and "fresh bread" in text
