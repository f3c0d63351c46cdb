"""What is shown: safe whatever a text holds, and every mark leading to the exact words of its quote."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from rag.results import PHRASES, Answer, Citation, Statement, corroboration_note, disagreement_note
from store import Article, Span
from tests.helpers.cases import each_case
from tests.helpers.ui.elements import chosen_words, everything, read
from tests.helpers.ui.newsroom import DEAL, LINES, TRAIN, answer_about_the_fire
from ui.api import Reference, read_reference
from ui.web.views import answer as render
from ui.web.views import article as pane
from ui.web.views import templates

HARMLESS = set("a article b bdi blockquote button details div h2 h3 li mark ol p span summary input label".split())


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


def test_no_text_becomes_markup(hostile: Answer) -> None:
    [citation] = hostile.citations
    refused = replace(hostile, answered=False, statements=())
    pages = [
        render.render_answer(hostile),
        render.render_answer(refused),
        pane.render_article(citation.article, render.reference_to(hostile, citation), "en"),
        render.render_question('<script>alert("1")</script>'),
    ]
    for page in pages:
        names = {element.name for element in everything(read(page))}
        attributes = {name for element in everything(read(page)) for name in element.attributes}
        assert names <= HARMLESS
        assert not {name for name in attributes if name.startswith("on")}
        assert not re.search(r"[{}$`\n\r\t]", page), "Gradio's templates or Markdown would read this"


@each_case("text", ["<b>", "&amp;", "\"'", "${a}{{b}}`c`", "a\r\n\n\t b", "\u202eمقلوب\u202c", "🚂", "a\u00a0\u200f"])
def test_escaped_text_shows_as_itself(text: str) -> None:
    assert html.unescape(templates.escape(text)) == text
    assert read(f'<p title="{templates.escape(text)}"></p>').inside[0].attributes["title"] == text


def test_half_a_surrogate_and_a_null_can_still_be_sent() -> None:
    templates.escape("a\ud800b\0c").encode("utf-8")


def test_text_runs_in_the_direction_of_its_language(deal: Answer) -> None:
    shown = read(render.render_answer(deal))
    assert [quote.attributes["dir"] for quote in shown.all("blockquote")] == ["rtl"] * 3
    assert [said.attributes["dir"] for said in shown.all("p", "isnad-lead")] == ["ltr"]
    assert [said.attributes["dir"] for said in shown.all("p", "isnad-said")] == ["ltr"] * 2
    heads = list(shown.all("p", "isnad-head"))
    assert {(head.attributes["dir"], head.inside[0].attributes["dir"]) for head in heads} == {("ltr", "rtl")}
    article = read(pane.render_article(deal.citations[0].article, Reference("0", Span(0, 1)), "en"))
    assert next(article.all("div", "isnad-text")).attributes["dir"] == "rtl"


def test_a_translation_comes_first_and_the_original_stays(deal: Answer) -> None:
    shown = read(render.render_answer(deal))
    lead, item = next(shown.all("p", "isnad-lead")), next(shown.all("li"))
    assert lead.text == f"{deal.citations[0].translation}\u00a0[1]"
    head, quote, *_ = item.inside
    assert head.text == f"{DEAL.title} · صحيفة المرصد · 21 June 2024"
    assert quote.text == deal.citations[0].quote
    assert "also in: إذاعة الساحل · 22 June 2024\u00a0[2]" in item.text


def test_the_lead_is_said_once_and_statements_of_an_article_have_one_head(deal: Answer) -> None:
    shown = read(render.render_answer(deal))
    assert shown.text.count(deal.citations[0].translation or "-") == 1
    assert len(list(shown.all("li"))) == len(list(shown.all("p", "isnad-head"))) == 1
    assert not list(shown.all("details"))


@pytest.mark.parametrize(("language", "folded"), [("en", "2 more quotes"), ("ar", "اقتباسان آخران")])
def test_more_than_three_statements_are_folded(deal: Answer, language: str, folded: str) -> None:
    cited = (replace(deal.citations[n % 4], number=n + 1) for n in range(5))
    own = (each if language == "en" else replace(each, translation=None) for each in cited)
    statements = tuple(Statement((each,)) for each in own)
    shown = read(render.render_answer(replace(deal, language=language, statements=statements)))
    [more] = shown.all("details", "isnad-more")
    assert more.inside[0].text == folded
    assert [mark.text for mark in more.all("a", "isnad-mark")] == ["[4]", "[5]"]
    assert len(list(shown.all("blockquote"))) == (5 if language == "en" else 4)


def test_the_words_that_answer_stand_out_and_what_explains_them_is_quieter() -> None:
    text = "Rain fell on Tarmen. It rained for nine days."
    article = Article(title="Rain", text=text, language="en")
    answer = Span(text.index("nine"), text.index("nine") + 9)
    point = Span(text.index("It"), len(text))
    citation = Citation(1, text, 0, len(text), article, 1.0, point=point, answer=answer)
    shown = read(
        render.render_answer(Answer("How long?", "en", "They say:", True, (Statement((citation,)),), (), 1.0))
    )
    [lead] = shown.all("p", "isnad-lead")
    assert lead.text == f"{text}\u00a0[1]"
    assert [bold.text for bold in lead.all("b")] == ["nine days"]
    assert [quiet.text for quiet in lead.all("span", "isnad-around")] == ["Rain fell on Tarmen. "]
    assert [frame.text for frame in shown.all("p", "isnad-frame")] == ["They say:"]


def test_outlets_that_report_differently_have_a_line_each() -> None:
    told = {"وكالة النهر": "غرقت العبّارة.", "Bay <i>Post": "The ferry sails."}
    statements = []
    for number, (outlet, text) in enumerate(told.items(), 1):
        article = Article(title="The ferry", text=text, outlet=outlet, language="en" if number == 2 else "ar")
        statements.append(Statement((Citation(number, text, 0, len(text), article, 1.0),), (2 - number,)))
    answer = Answer("Does it sail?", "en", "They say:", True, tuple(statements), (), 1.0)
    lines = list(read(render.render_answer(answer)).all("p", "isnad-lead"))
    assert [line.attributes["dir"] for line in lines] == ["rtl", "ltr"]
    assert [line.text for line in lines] == [
        "وكالة النهر: غرقت العبّارة.\u00a0[1]",
        "Bay <i>Post: The ferry sails.\u00a0[2]",
    ]


def test_isnads_own_lines_stand_above_the_statements_and_no_quote_is_shown_twice(deal: Answer) -> None:
    # A quote that stands in the line above it, word for word, once made the page leave that line out.
    lacks, intro = "when", f"No day: {deal.citations[0].quote}"
    answer = replace(deal, scope_note="Only articles of 2024.", intro=intro, lacks=lacks)
    frames = list(read(render.render_answer(answer)).all("p", "isnad-frame"))
    assert [frame.text for frame in frames] == [answer.scope_note, answer.intro]


def test_a_refusal_offers_what_comes_close_folded_and_from_the_sentence_that_matched_on(newsroom) -> None:
    answer = replace(newsroom.ask("What about football?", ()), intro="They do not say.")
    shown = read(render.render_answer(answer))
    assert shown.text.startswith(f"They do not say.{PHRASES['en'].closest}")
    (folded,) = shown.all("details")
    for card, hit in zip(folded.all("a", "isnad-card"), answer.closest, strict=True):
        reference = read_reference(card.attributes["href"] or "")
        assert reference is not None and reference.point == hit.point
        *translated, passage = card.all("span", "isnad-passage")
        assert passage.text == hit.article.cut(reference.chosen)
        (after,) = passage.all("span", "isnad-around")
        assert passage.text.startswith(hit.sentence) and hit.passage.text.endswith(after.text)
        assert passage.text == hit.sentence + after.text
        assert [said.text.startswith(LINES[1][1]) for said in translated] == [True] * len(hit.article.translations)


def test_an_article_without_date_or_outlet_is_still_shown(deal: Answer) -> None:
    bare = Article(title="بلا مصدر", text="جملة واحدة.", language="ar")
    citation = replace(deal.citations[0], article=bare, quote=bare.text, start=0, end=len(bare.text))
    answer = replace(deal, statements=(Statement((citation,)),))
    assert PHRASES["en"].no_outlet in read(render.render_answer(answer)).text
    assert chosen_words(bare, render.reference_to(answer, citation)) == bare.text


@pytest.mark.parametrize(("language", "label"), [("en", "Understood as: "), ("ar", "فُهم السؤال: ")])
def test_an_answer_says_what_a_follow_up_was_taken_for(deal: Answer, language: str, label: str) -> None:
    understood = "Who sold the <b>mill</b> {x}?\nWhen?"
    shown = render.render_answer(replace(deal, language=language, understood=understood))
    (line,) = (line for line in read(shown).all("p", "isnad-understood") if line.text.startswith(label))
    assert line.text == label + understood
    assert [element.name for element in everything(line)] == ["bdi"]
    assert "{x}" not in shown
    assert label not in render.render_answer(replace(deal, language=language))


def test_what_a_follow_up_was_taken_for_can_be_undone(deal: Answer) -> None:
    assert "isnad-do-alone" in render.render_answer(replace(deal, understood="Why?"), record="{}")
    assert "isnad-do-alone" not in render.render_answer(deal, record="{}")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_refusal_shows_who_and_when_and_does_not_look_like_an_answer(newsroom, language: str) -> None:
    question = {"en": "What about football?", "ar": "وماذا عن كرة القدم؟"}[language]
    shown = read(render.render_answer(newsroom.ask(question, ())))
    assert not {"mark", "blockquote", "li"} & {element.name for element in everything(shown)}
    assert not list(shown.all("a", "isnad-mark")) and not list(shown.all("p", "isnad-confidence"))
    assert next(shown.all("summary")).text == PHRASES[language].closest
    for card, article in zip(shown.all("a", "isnad-card"), (DEAL, TRAIN), strict=True):
        who, title, *passages = card.inside
        assert who.text == " · ".join(templates.outlet_and_date(article, language)) and title.text == article.title
        assert [passage.attributes["class"] for passage in passages] == ["isnad-passage"] * len(passages)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(("confidence", "said"), [(0.6, "probably"), (0.1, "maybe")])
def test_that_an_answer_is_not_sure_stands_under_its_lead(
    deal: Answer, language: str, confidence: float, said: str
) -> None:
    unsure = replace(deal, language=language, confidence=confidence)
    shown = read(render.render_answer(unsure))
    lead, line = shown.inside[0].inside[:2]
    assert lead.attributes["class"] == "isnad-lead" and line.attributes["class"] == "isnad-confidence"
    assert line.text == getattr(PHRASES[language], said)
    assert f"{confidence:.2f}" in (line.inside[0].attributes["title"] or "")
    for sure in (replace(unsure, confidence=0.8), replace(unsure, lacks="why")):
        assert not list(read(render.render_answer(sure)).all("p", "isnad-confidence"))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_answer_tells_which_articles_who_agrees_and_who_differs(language: str) -> None:
    answer = answer_about_the_fire("How many were hurt?", language)
    shown = read(render.render_answer(answer))
    only = next(shown.all("p", "isnad-frame"))
    assert only.text == answer.text.split("\n")[0]
    assert [name.text for name in only.all("bdi")] == ["إذاعة الضفة", "Harbour Daily", "Coast Wire"]
    agreed, differing = shown.all("li")
    assert next(agreed.all("p", "isnad-support")).text == corroboration_note(answer.statements[0], language)
    assert not list(agreed.all("p", "isnad-differs")) and not list(differing.all("p", "isnad-support"))
    line = differing.inside[0]
    assert (line.attributes["class"], line.text) == (
        "isnad-differs",
        disagreement_note(answer.statements, 1, language),
    )
    assert [name.text for name in line.all("bdi")] == ["Coast Wire"]


def test_a_name_within_a_word_or_a_longer_name_is_not_set_apart(deal: Answer) -> None:
    first, second, *_ = deal.citations
    short, long = (replace(c, article=replace(c.article, outlet=o)) for c, o in ((first, "a"), (second, "a b")))
    answer = replace(deal, statements=(Statement((short, long)),), intro="Only articles of a b, and a.")
    frame = next(read(render.render_answer(replace(answer, lacks="who"))).all("p", "isnad-frame"))
    assert [name.text for name in frame.all("bdi")] == ["a b", "a"]
