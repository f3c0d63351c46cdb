"""What is shown: safe whatever a text holds, and every mark leading to the exact words of its quote."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest

from rag.types import Answer, Statement
from store import Article, Span
from ui import markup, messages, render
from ui.reference import Reference, read_reference


@dataclass
class Element:
    name: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def all(self, name: str, kind: str = "") -> Iterator[Element]:
        for element in self.inside:
            if element.name == name and kind in ("", element.attributes.get("class")):
                yield element
            yield from element.all(name, kind)


class Reader(HTMLParser):
    """Reads HTML as a browser would, and complains where the tags do not match."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.open = [self.root]
        self.feed(markup)
        self.close()
        assert self.open == [self.root], "an element is left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(markup: str) -> Element:
    return Reader(markup).root


def everything(element: Element) -> Iterator[Element]:
    for inside in element.inside:
        yield inside
        yield from everything(inside)


HARMLESS = set("a article b bdi blockquote button details div h2 h3 li mark ol p span summary".split())


def chosen_words(article: Article, reference: Reference) -> str:
    marks = read(render.render_article(article, reference)).all("mark", "isnad-chosen")
    return "\n".join(mark.text for mark in marks)  # a mark for each line that is not empty


@pytest.mark.parametrize("name", ["deal", "untranslated", "hostile"])
def test_every_mark_leads_to_the_exact_words_of_its_quote(name: str, request: pytest.FixtureRequest) -> None:
    answer: Answer = request.getfixturevalue(name)
    marks = list(read(render.render_answer(answer)).all("a", "isnad-mark"))
    assert [mark.text for mark in marks] == [f"[{citation.number}]" for citation in answer.citations]
    for mark, citation in zip(marks, answer.citations, strict=True):
        reference = read_reference(mark.attributes["href"] or "")
        assert reference is not None
        assert reference.article_id == citation.article.id
        assert chosen_words(citation.article, reference) == re.sub(r"\n+", "\n", citation.quote)


def test_the_article_marks_every_quote_of_the_answer_and_changes_no_word(deal: Answer) -> None:
    first, _, third, last = deal.citations
    shown = read(render.render_article(first.article, render.reference_to(deal, third)))
    assert [mark.text for mark in shown.all("mark")] == [first.quote, third.quote, last.quote]
    [text] = list(shown.all("div", "isnad-text"))[:1]
    paragraphs = [p.text for p in text.inside if p.attributes.get("class") != "isnad-said"]
    assert "\n".join(paragraphs) == first.article.text


def test_quotes_that_overlap_keep_the_chosen_one_whole(deal: Answer) -> None:
    article = deal.citations[0].article
    reference = Reference(article.id, Span(10, 30), (Span(0, 20), Span(5, 60), Span(12, 14)))
    marks = list(read(render.render_article(article, reference)).all("mark"))
    assert [mark.attributes.get("class") for mark in marks] == [None, "isnad-chosen", None]
    assert "".join(mark.text for mark in marks) == article.text[0:60]
    assert marks[1].text == article.text[10:30]


@pytest.mark.parametrize("span", [Span(5, 5), Span(9, 3), Span(0, 999_999), Span(999_998, 999_999)])
def test_a_place_the_article_does_not_have_is_not_marked(deal: Answer, span: Span) -> None:
    article = deal.citations[0].article
    shown = render.render_article(article, Reference(article.id, span))
    assert "<mark" not in shown
    assert html.escape(article.title) in shown


def test_no_text_becomes_markup(hostile: Answer) -> None:
    [citation] = hostile.citations
    refused = replace(hostile, answered=False, statements=())
    pages = [
        render.render_answer(hostile),
        render.render_answer(refused),
        render.render_article(citation.article, render.reference_to(hostile, citation)),
        render.render_question('<script>alert("1")</script>'),
    ]
    for page in pages:
        names = {element.name for element in everything(read(page))}
        attributes = {name for element in everything(read(page)) for name in element.attributes}
        assert names <= HARMLESS
        assert not {name for name in attributes if name.startswith("on")}
        assert not re.search(r"[{}$`\n\r\t]", page), "Gradio's templates or Markdown would read this"


@pytest.mark.parametrize(
    "text", ["<b>", "&amp;", "\"'", "${a}{{b}}`c`", "a\r\n\n\t b", "\u202eمقلوب\u202c", "🚂", "a\u00a0\u200f"]
)
def test_escaped_text_shows_as_itself(text: str) -> None:
    assert html.unescape(markup.escape(text)) == text
    assert read(f'<p title="{markup.escape(text)}"></p>').inside[0].attributes["title"] == text


def test_half_a_surrogate_and_a_null_can_still_be_sent() -> None:
    markup.escape("a\ud800b\0c").encode("utf-8")


def test_only_web_addresses_are_linked(deal: Answer) -> None:
    article = deal.citations[0].article
    reference = Reference(article.id, Span(0, 1))
    link = next(read(render.render_article(article, reference)).all("a"))
    assert link.attributes["href"] == article.url
    assert link.attributes["rel"] == "noopener noreferrer"
    for url in ("javascript:alert(1)", "file:///etc/passwd", "//x.example", "", " data:text/html,x"):
        assert not list(read(render.render_article(replace(article, url=url), reference)).all("a"))


def test_text_runs_in_the_direction_of_its_language(deal: Answer) -> None:
    shown = read(render.render_answer(deal))
    assert [quote.attributes["dir"] for quote in shown.all("blockquote")] == ["rtl"] * 3
    assert [said.attributes["dir"] for said in shown.all("p", "isnad-said")] == ["ltr"] * 3
    article = read(render.render_article(deal.citations[0].article, Reference("0", Span(0, 1))))
    assert next(article.all("div", "isnad-text")).attributes["dir"] == "rtl"


def test_a_translation_comes_first_and_the_original_stays(deal: Answer) -> None:
    item = next(read(render.render_answer(deal)).all("li"))
    assert [part.name for part in item.inside[:2]] == ["p", "blockquote"]
    assert item.inside[0].text.startswith(deal.citations[0].translation or "-")
    assert item.inside[1].text == deal.citations[0].quote
    assert "Also: إذاعة الساحل · 22 June 2024\u00a0[2]" in item.text


def test_the_reader_sees_what_the_chosen_paragraph_says_in_his_language(deal: Answer) -> None:
    first = deal.citations[0]
    english = read(render.render_article(first.article, render.reference_to(deal, first)))
    said = next(english.all("p", "isnad-said"))
    assert said.text.endswith(first.translation or "-")
    arabic = replace(render.reference_to(deal, first), language="ar")
    assert not list(read(render.render_article(first.article, arabic)).all("p", "isnad-said"))


def test_the_answers_own_words_are_kept_and_their_marks_are_links(deal: Answer) -> None:
    quoted = f"“{deal.citations[0].translation}” [1]\nalso in: Radio [2]"
    answer = replace(deal, text=f"It wants food [1] and rockets [3][9].\n\n{quoted}")
    frames = list(read(render.render_answer(answer)).all("p", "isnad-frame"))
    assert [frame.text for frame in frames] == ["It wants food [1] and rockets [3][9]."]
    assert [link.text for link in frames[0].all("a")] == ["[1]", "[3]"]


def test_a_refusal_offers_the_passages_whole(newsroom, deal: Answer) -> None:
    answer = replace(newsroom.ask("What about football?", ()), text="They do not say.\nClosest: this [1]")
    shown = read(render.render_answer(answer))
    assert shown.text.startswith(f"They do not say.{messages.CLOSEST.en}")
    for card, hit in zip(shown.all("a", "isnad-card"), answer.closest, strict=True):
        reference = read_reference(card.attributes["href"] or "")
        assert reference is not None
        assert next(card.all("span", "isnad-passage")).text == hit.passage.text
        assert chosen_words(hit.article, reference) == hit.passage.text


def test_an_article_without_date_or_outlet_is_still_shown(deal: Answer) -> None:
    bare = Article(title="بلا مصدر", text="جملة واحدة.", language="ar")
    citation = replace(deal.citations[0], article=bare, quote=bare.text, start=0, end=len(bare.text))
    answer = replace(deal, statements=(Statement((citation,)),))
    assert messages.UNKNOWN_OUTLET.en in read(render.render_answer(answer)).text
    assert chosen_words(bare, render.reference_to(answer, citation)) == bare.text


@pytest.mark.parametrize(
    "address",
    ["", "#isnad-en-x-1.2", "#isnad-en-ab-1", "#isnad-fr-ab-1.2", "#isnad-en-ab-1.2_", "#isnad-en-ab-١.٢"],
)
def test_other_addresses_refer_to_nothing(address: str) -> None:
    assert read_reference(address) is None


def test_a_reference_reads_back_as_it_was_written() -> None:
    reference = Reference("0123456789abcdef", Span(120, 180), (Span(3, 4), Span(300, 340)), "ar")
    assert str(reference) == "#isnad-ar-0123456789abcdef-120.180_3.4_300.340"
    assert read_reference(str(reference)) == reference


@pytest.mark.parametrize(("language", "label"), [("en", "Understood as: "), ("ar", "فُهم السؤال: ")])
def test_an_answer_says_what_a_follow_up_was_taken_for(deal: Answer, language: str, label: str) -> None:
    understood = "Who sold the <b>mill</b> {x}?\nWhen?"
    shown = render.render_answer(replace(deal, language=language, understood=understood))
    (line,) = (line for line in read(shown).all("p", "isnad-also") if line.text.startswith(label))
    assert line.text == label + understood
    assert [element.name for element in everything(line)] == ["bdi"]
    assert "{x}" not in shown
    assert label not in render.render_answer(replace(deal, language=language))
