"""An answer as a document: whatever is quoted comes back character for character, and nothing in it does harm."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rag import Answer
from rag.results.phrases import PHRASES
from rag.results.types import Statement
from store import Article, Span
from tests.helpers.cases import each_case
from tests.helpers.rag.papers import Page, citation, quoting, refusing, translated

HOSTILE = (
    "plain words",
    "*a* _b_ **c** __d__ ~~e~~ `f` ``g`` [h](i) ![j](k) <l> &amp; &lt; # | $x$ \\ \\* ^",
    "- a list\n+ another\n* and\n1. one\n2) two\n===\n---\n# no heading\n> no quote\n    no code\n\tnor this",
    "two  spaces,   three\t\ttabs  \nand at the ends of lines  \n  here",
    "line\nline\n\nparagraph\n\n\nand another",
    "```\ncode\n```\n~~~\n<div>\n</blockquote>\n<!-- \n| a | b |\n|---|---|",
    "[1]: http://x.example 'ref'\n[^1]: note\n: defined\n&#65; &copy; &#x202e;",
    "<script>alert(1)</script><img src=x onerror=alert(1)> <http://x.example> \"quoted\" 'so'",
    "قال \u202eإنه\u202c \u2067لا\u2069 \u200fيعلم\u200e، «نعم»\u00a0: ١٢٣ — \u00a0",
    "\u00a0edges\u00a0",
    "\u2028separated\u2029 and\fform\rfeed\r\nend\\",
    "1986\\. A year begins this\n10.5 percent\n-5 degrees\n+49\n=",
)


def in_markdown(answer: Answer) -> Page:
    return Page(MarkdownIt("commonmark").render(answer.to_markdown()))


def quotes_in_markdown(answer: Answer) -> list[str]:
    """The words of each blockquote, less the line breaks that the renderer puts around its paragraph."""
    return [quote.removeprefix("\n").removesuffix("\n") for quote in in_markdown(answer).quotes]


@each_case("quote", HOSTILE)
def test_a_quote_is_shown_character_for_character(quote: str) -> None:
    answer = quoting("before", quote, "after")
    assert quotes_in_markdown(answer) == ["before", quote, "after"]
    assert Page(answer.to_html()).quotes == ["before", quote, "after"]


@settings(max_examples=150, deadline=None)
@given(st.text("ab1 .\n\t\\*_`[](){}<>!#&;-+=|~$^:\"'/@\u00a0\u202e\u2066م،", min_size=1).filter(str.strip))
def test_so_is_any_other(quote: str) -> None:
    answer = quoting(quote)
    assert quotes_in_markdown(answer) == [quote] == Page(answer.to_html()).quotes


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_tells_all_that_a_reader_needs_to_check_it(language: str) -> None:
    answer = replace(
        quoting("The tide rose.", language=language), understood="What rose in the harbour?", confidence=0.6
    )
    phrases, cited = PHRASES[language], answer.citations[0]
    for page in (in_markdown(answer), Page(answer.to_html())):
        told = [
            answer.question,
            answer.understood,
            "The tide rose.",
            PHRASES[language].probably,
            "0.60",
        ]
        told += [cited.article.title, "Salt & Tide", cited.article.url, f"{phrases.characters}: 8–22"]
        told += [f"{phrases.article_id}: {cited.article.id}", f"{phrases.corpus}: 0123456789ab", phrases.made_by]
        assert [words for words in told if words not in page.text] == []
        assert {"en": "3 May 2024", "ar": "3 مايو 2024"}[language] in page.text
        assert [a["href"] for a in page.all("a")] == [cited.article.url]


def test_the_same_answer_gives_the_same_bytes() -> None:
    first, again = quoting("The tide rose."), quoting("The tide rose.")
    assert first.to_markdown() == again.to_markdown() and first.to_html() == again.to_html()


def test_a_translation_is_told_from_the_quote() -> None:
    for by in ("", "a <b>model</b>"):
        answer = replace(
            quoting(language="ar"), statements=(Statement((translated("The tide *rose*.", "علا *المد*.", by),)),)
        )
        assert quotes_in_markdown(answer) == ["The tide *rose*."] == Page(answer.to_html()).quotes
        assert "علا *المد*." in in_markdown(answer).text and by in Page(answer.to_html()).text


def test_statements_that_differ_and_outlets_that_printed_copies_are_named() -> None:
    copy = Article(title="Again", text="It rose.", outlet="Gull Wire")
    first, second = citation("It rose."), citation("It fell.", 2)
    printed = replace(first, article=replace(first.article, copies=(copy,)))
    said = (Statement((printed,), (1,)), Statement((second,), (0,)))
    for page in (
        in_markdown(replace(quoting(), statements=said)),
        Page(replace(quoting(), statements=said).to_html()),
    ):
        assert "Reported differently in [2]." in page.text and "Reported differently in [1]." in page.text
        assert "Also printed by: Gull Wire" in page.text


def test_a_document_begins_with_its_lead_and_folds_what_is_over_three() -> None:
    answer = quoting("The tide rose.", "It fell again.", "Boats lay dry.", "Nets were torn.", "Gulls came.")
    page, told = Page(answer.to_html()), answer.to_markdown()
    tags = [tag for tag, _ in page.tags]
    assert tags[tags.index("h1") + 1] == "blockquote" and page.all("blockquote")[0]["class"] == "lead"
    assert tags.count("details") == 1 and tags[tags.index("details") :].count("blockquote") == 2
    assert page.quotes == quotes_in_markdown(answer) == [citation.quote for citation in answer.citations]
    assert told.split("\n")[2] == "> The tide rose." and "\n2 more quotes:\n" in told
    assert told.count("The tide rose.") == 1


def test_a_lead_that_is_less_than_its_quote_stands_above_it() -> None:
    said = quoting("The storm came. It stayed for nine days.")
    point = Span(8 + len("The storm came. "), 8 + len("The storm came. It stayed for nine days."))
    answer = replace(said, statements=(Statement((replace(said.citations[0], point=point),)),))
    assert answer.lead == "The storm came. It stayed for nine days."
    [lead] = [attributes for attributes in Page(answer.to_html()).all("p") if attributes.get("class") == "lead"]
    assert lead["dir"] == "ltr" and quotes_in_markdown(answer) == [said.citations[0].quote]
    assert "**“The storm came. It stayed for nine days.” \\[1\\]**" in answer.to_markdown()


def test_a_refusal_tells_the_closest_passages_folded_and_from_the_sentence_that_matched_on() -> None:
    answer = refusing("Rain fell. The *tide* table hangs\nin the office.", at=11)
    assert quotes_in_markdown(answer) == ["The *tide* table hangs\nin the office."] == Page(answer.to_html()).quotes
    told = in_markdown(answer).text
    assert "They do not say." in told and PHRASES["en"].closest in told and "Confidence" not in told
    assert answer.closest[0].article.id in told and "11–48" in told
    tags = [tag for tag, _ in Page(answer.to_html()).tags]
    assert tags.index("details") < tags.index("blockquote")


def test_a_written_answer_names_its_model_and_a_notice_is_kept() -> None:
    answer = replace(quoting("It rose."), model="clerk_<7b>", notice="Quoted, for *reasons*.")
    for page in (in_markdown(answer), Page(answer.to_html())):
        assert "clerk_<7b>" in page.text and "Quoted, for *reasons*." in page.text


@each_case(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "file:///etc/hosts",
        "vbscript:x",
        "//x.example",
    ],
)
def test_an_address_that_is_not_of_the_web_is_no_link(url: str) -> None:
    answer = quoting("It rose.", url=url)
    assert in_markdown(answer).all("a") == [] == Page(answer.to_html()).all("a")
    assert url.strip() in Page(answer.to_html()).text


@pytest.mark.parametrize(
    "url", ['https://x.example/"onclick="a', "https://x.example/>)<script>a</script>", "https://x/\n<b>"]
)
def test_an_address_stays_in_its_link(url: str) -> None:
    answer = quoting("It rose.", url=url)
    for page in (in_markdown(answer), Page(answer.to_html())):
        [link] = page.all("a")
        assert set(link) <= {"href", "rel"} and (link["href"] or "").startswith("https://x")
        assert not {"script", "b"} & {tag for tag, _ in page.tags}


def test_a_page_needs_nothing_and_runs_nothing() -> None:
    evil = "<script>alert(1)</script>"
    answer = quoting(evil, language="ar", title=evil, outlet='"><img src=x>')
    page = Page(
        replace(
            answer, question=f"{evil}؟", intro=evil, scope_note=evil, notice=evil, understood=evil, corpus=evil
        ).to_html()
    )
    assert page.tags[0] == ("html", {"lang": "ar", "dir": "rtl"})
    known = "html head meta title style body h1 h3 p blockquote ul li bdi a".split()
    assert {tag for tag, _ in page.tags} == set(known)
    assert all(a["dir"] == "ltr" for a in page.all("blockquote")) and all(a["dir"] for a in page.all("p"))
    assert [a["href"] for a in page.all("a")] == ["https://news.example/harbour?a=1&copy;=2"]
    assert not any(name.startswith(("on", "src", "style")) for _, attributes in page.tags for name in attributes)
