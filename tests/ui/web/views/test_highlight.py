"""The point of a quote: set apart exactly, in the answer, in the article, in JSON and on a terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.results import Answer, Citation, Statement
from store import Article, Span, Translation
from tests.helpers.cases import each_case
from tests.helpers.ui.elements import Element, everything, read
from tests.helpers.ui.newsroom import cite, place_of
from ui.cli import output
from ui.web.views import answer as render
from ui.web.views import article as pane
from ui.web.views import highlight
from ui.web.views.anchors import Reference, read_reference

TEXTS = {
    "latin": ("The dam was built in 1931. ", "It is forty metres high.", " It leaks."),
    "arabic": ("بُني السدُّ عامَ 1931. ", "ويبلغ ارتفاعُه أربعين مترًا.", " وهو يسرّب."),
    "combining": (
        "The cafe\u0301 o\u0308pened. ",
        "A\u0301 e\u0323\u0302 \u0639\u0651\u064e.",
        " The e\u0301nd.",
    ),
    "emoji": ("🔥🔥 A fire. ", "👩🏽\u200d🚒 and 🇩🇿 and 1\ufe0f\u20e3.", " 🚂 left."),
    "markup": ("<b>a</b> & 'b'. ", "${x}{{y}}`z` <i>c</i>.", ' "d" </span></mark>.'),
    "lines": ("One stands above.\nTwo stands before. ", "Three is it.", " Four.\n\nFive stands below."),
    "first": ("", "This comes first.", " That comes after."),
    "last": ("That comes before. ", "This comes last.", ""),
}


def pointing(before: str, said: str, after: str) -> Answer:
    """An answer that quotes all three, as they stand in the middle of an article, for the second."""
    article = Article(
        title="t", text=f"Ein 🚂 Wort zuvor. {before}{said}{after} Und e\u0301ines danach.", language="de"
    )
    start = article.text.index(before + said)
    quote = cite(1, article, start, start + len(before + said + after), "en")
    at = start + len(before)
    said_there = replace(quote, point=Span(at, at + len(said)))
    return Answer("?", "en", "", True, (Statement((said_there,)),))


def apart(element: Element) -> list[str]:
    return [around.text for around in element.all("span", "isnad-around")]


@each_case("parts", TEXTS.values())
def test_the_answer_sets_apart_what_is_around_the_point(parts: tuple[str, str, str]) -> None:
    answer = pointing(*parts)
    *_, quote = read(render.render_answer(answer)).all("span", "isnad-quote")
    assert quote.text == answer.citations[0].quote == "".join(parts)
    assert apart(quote) == [part for part in (parts[0], parts[2]) if part]


@each_case("parts", TEXTS.values())
def test_the_article_marks_the_quote_whole_and_its_point_most(parts: tuple[str, str, str]) -> None:
    answer = pointing(*parts)
    [citation] = answer.citations
    *_, link = read(render.render_answer(answer)).all("a", "isnad-mark")
    reference = read_reference(link.attributes["href"] or "")
    assert reference and reference.point == citation.point
    shown = read(pane.render_article(citation.article, reference, "en"))
    marks = list(shown.all("mark", "isnad-chosen"))
    assert [mark.text for mark in marks] == [line for line in citation.quote.split("\n") if line]
    around = [line for part in (parts[0], parts[2]) for line in part.split("\n") if line]
    assert [words for mark in marks for words in apart(mark)] == around
    assert {element.name for element in everything(shown)} <= {
        "article",
        "div",
        "button",
        "p",
        "bdi",
        "h2",
        "mark",
        "span",
    }


@each_case("parts", TEXTS.values())
def test_programs_get_the_points_place(parts: tuple[str, str, str]) -> None:
    answer = pointing(*parts)
    [citation] = answer.to_dict()["citations"]
    start, end = citation["point"]
    assert answer.citations[0].article.text[start:end] == parts[1]


def test_a_quote_that_is_all_point_has_nothing_around_it(deal: Answer) -> None:
    shown = read(render.render_answer(deal))
    first = deal.citations[0]
    opened = read(pane.render_article(first.article, render.reference_to(deal, first), "en"))
    assert apart(shown) == apart(opened) == []
    assert [c["point"] for c in deal.to_dict()["citations"]] == [None] * 4


@pytest.mark.parametrize("bad", [Span(0, 30), Span(25, 99), Span(30, 20), Span(25, 25), Span(12, 40)])
def test_a_point_that_is_no_part_of_the_quote_sets_nothing_apart(fire: Answer, bad: Span) -> None:
    article = fire.citations[0].article
    reference = Reference(article.id, Span(12, 40), point=bad)
    [*marks] = read(pane.render_article(article, reference, "en")).all("mark", "isnad-chosen")
    assert "\n".join(mark.text for mark in marks) == article.text[12:40]
    assert [words for mark in marks for words in apart(mark)] == []
    assert highlight.within(Span(12, 40), bad) is None


def test_the_translation_of_the_point_stands_out_too(fire: Answer) -> None:
    first = fire.citations[0]
    assert first.translation is not None
    before, after = first.translation.split("\n")
    shown = read(render.render_answer(fire))
    assert apart(next(shown.all("p", "isnad-said"))) == [before + "\n"]
    opened = read(pane.render_article(first.article, render.reference_to(fire, first), "en"))
    said = next(opened.all("p", "isnad-said"))
    assert said.text == f"These paragraphs in English{before}\n{after}" and apart(said) == [before + "\n"]


def test_a_translation_that_says_all_in_one_line_is_all_point() -> None:
    translations = (Translation("en", "t", "One. Two.\nThree."),)
    article = Article(title="t", text="واحد. اثنان.\nثلاثة.", language="ar", translations=translations)
    span = Span(0, len("واحد. اثنان."))
    assert highlight.within_translation(article, span, place_of(article, "اثنان", "."), "en") is None
    assert highlight.within_translation(article, span, place_of(article, "اثنان", "."), "fr") is None


@pytest.mark.parametrize("name", ["arabic", "combining", "emoji", "lines", "first", "last", "markup"])
def test_a_terminal_has_the_point_in_bold_and_the_quote_whole(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = pointing(*TEXTS[name])
    assert "\x1b" not in printed(answer, monkeypatch, capsys)
    assert "".join(TEXTS[name]) in printed(answer, monkeypatch, capsys)
    shown = printed(answer, monkeypatch, capsys, FORCE_COLOR="1", TERM="xterm-256color", COLUMNS="200")
    before, said, after = TEXTS[name]
    assert f"“{before}\x1b[1m{said}\x1b[0m{after}”" in shown


def printed(answer: Answer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], **env: str) -> str:
    for variable in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in env.items():
        monkeypatch.setenv(variable, value)
    output.print_answer(answer)
    return capsys.readouterr().out


def test_what_is_taken_out_for_a_terminal_does_not_move_the_point(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = pointing("\u202eturned\u202c \x1b[31m. ", "The\u2067 point\x07.", " \x9b2J.")
    shown = printed(answer, monkeypatch, capsys, FORCE_COLOR="1", TERM="xterm-256color", COLUMNS="200")
    assert "“turned ␛[31m. \x1b[1mThe point␇.\x1b[0m \ufffd2J.”" in shown


def test_no_name_is_set_apart_within_a_quote(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    citation: Citation = pointing(*TEXTS["lines"]).citations[0]
    named = replace(citation, article=replace(citation.article, outlet="Three", title="Five"))
    answer = Answer("?", "en", "Three says:", True, (Statement((named,)),))
    shown = printed(answer, monkeypatch, capsys, FORCE_COLOR="1", TERM="xterm-256color", COLUMNS="200")
    assert shown.startswith("“Three is it.” ") and "\n\u2068Three\u2069 says:\n" in shown
    assert "\u2068Five\u2069 stands" not in shown and "Five stands below." in shown
