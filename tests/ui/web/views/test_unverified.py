"""A sentence that is not verified says so in words and in form, whatever the answer is shown in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.results import PHRASES, Answer, DraftFault, DraftSentence, SentenceVerdict
from tests.helpers.ui.elements import read
from tests.helpers.ui.newsroom import Answering, answer_about_the_deal
from ui.cli import output
from ui.messages import general as messages
from ui.web.answer_record import record_answer
from ui.web.handlers import PageHandlers
from ui.web.request import QuestionRequest
from ui.web.views.answer import render_answer

SURE, UNSURE, LAST = "It wants food [1].", "It hopes for <rockets> [3].", "And a voice against sanctions [4]."
WRONG = DraftSentence("It wants boats [7].", DraftFault.UNKNOWN_MARK, False, SentenceVerdict.REJECTED)


def sentence(text: str, verdict: SentenceVerdict = SentenceVerdict.VERIFIED) -> DraftSentence:
    return DraftSentence(text, verdict=verdict, shown=text)


def written(language: str, *sentences: DraftSentence) -> Answer:
    quoting = answer_about_the_deal("What does North Korea want in return?", language)
    prose = " ".join(each.shown for each in sentences if each.shown)
    return replace(quoting, intro="", prose=prose, model="m", written=sentences)


def mixed(language: str) -> Answer:
    unsure = sentence(UNSURE, SentenceVerdict.UNVERIFIED)
    return written(language, sentence(SURE), unsure, WRONG, sentence(LAST))


def compared(answer: Answer) -> str:
    """The quote to compare the sentence with."""
    return answer.citations[2].quote


@pytest.mark.parametrize("language", ["en", "ar"])
def test_plain_text_has_it_in_a_paragraph_of_its_own_that_says_so(language: str) -> None:
    answer = mixed(language)
    first, unsure, last = answer.text.split("\n\n")
    assert (first, last) == (SURE, LAST)
    assert unsure.startswith(f"{PHRASES[language].unverified}: {UNSURE}\n") and compared(answer) in unsure
    assert answer.to_dict()["text"] == answer.text
    assert [each["verdict"] for each in answer.to_dict()["written"]] == [
        "verified",
        "unverified",
        "rejected",
        "verified",
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_lead_is_what_is_verified(language: str) -> None:
    unsure = sentence(UNSURE, SentenceVerdict.UNVERIFIED)
    assert written(language, unsure, sentence(SURE)).lead == SURE
    assert written(language, unsure).lead == f"{PHRASES[language].unverified}: {UNSURE}"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_documents_say_so_and_quote_beneath(language: str) -> None:
    answer, label = mixed(language), PHRASES[language].unverified
    unsure = f"**{label}:** It hopes for \\<rockets\\> \\[3\\].\n\n> {compared(answer)}\n"
    assert f"\n\n**It wants food \\[1\\].**\n\n{unsure}" in answer.to_markdown()
    page = answer.to_html()
    said = f"<strong>{label}:</strong> It hopes for &lt;rockets&gt; [3].</p>\n<blockquote"
    assert page.count('<p class="unverified"') == page.count(said) == 1 and page.count('<p class="lead"') == 2
    assert page.count(f"<bdi>{label}</bdi>") == 1, "what a line of Isnad's own quotes keeps its direction"
    assert PHRASES[language].unverified_note in answer.to_markdown()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_sets_it_apart_with_its_label_and_quote(language: str) -> None:
    answer = mixed(language)
    shown = read(render_answer(answer))
    (apart,) = shown.all("div", "isnad-unverified")
    (line,) = apart.all("p", "isnad-written")
    (label,) = apart.all("b", "isnad-verdict")
    assert label.text == f"{PHRASES[language].unverified}:"
    assert line.text.replace("\u00a0", " ") == f"{label.text} {UNSURE}"
    assert [quote.text.strip() for quote in apart.all("blockquote")] == [compared(answer)]
    others = [each.text.replace("\u00a0", " ") for each in shown.all("p", "isnad-written")]
    assert others == [SURE, f"{label.text} {UNSURE}", LAST]
    (by,) = shown.all("p", "isnad-written-by")
    assert messages.LEFT_OUT.to(language, count=1) in by.text and PHRASES[language].unverified_note in by.text


def test_an_answer_that_is_verified_throughout_says_nothing_of_it() -> None:
    answer = written("en", sentence(SURE), sentence(LAST))
    assert answer.text == f"{SURE} {LAST}"
    for form in (render_answer(answer), answer.to_markdown(), answer.to_html()):
        assert PHRASES["en"].unverified not in form


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_terminal_says_so(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.print_answer(mixed(language))
    got = capsys.readouterr().out
    assert f"\n{PHRASES[language].unverified}: {UNSURE}\n" in got and PHRASES[language].unverified_note in got
    assert messages.LEFT_OUT.to(language, count=1) in got


@pytest.mark.parametrize("form", ["md", "html"])
def test_a_document_kept_from_the_page_is_that_of_the_answer(newsroom, form: str) -> None:
    answer = replace(mixed("ar"), statements=newsroom.ask("ماذا تريد في المقابل؟", ()).statements)
    record = record_answer(answer, QuestionRequest()).model_dump(mode="json")
    kept = PageHandlers(newsroom, Answering(newsroom.ask)).document(record, form, "ar")
    assert kept == {"text": answer.to_markdown() if form == "md" else answer.to_html(), "fault": ""}
