"""Questions and answers as HTML that is safe to show: pure functions, no page needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.results import (
    Answer,
    Citation,
    Hit,
    Lead,
    ProsePart,
    corroboration_note,
    count_more,
    disagreement_note,
    doubt,
    has_unverified,
    lay_out,
    prose_parts,
)
from store.text import language_of
from ui.api import Reference, reference_to
from ui.messages import page as page_messages
from ui.web.request import QuestionRequest
from ui.web.views.highlight import Parts, split_quote, within, within_translation
from ui.web.views.templates import date_in_words, render

_EVERYTHING = QuestionRequest()
_MARK = re.compile(r"\[(\d+)\]")
_MARKS = re.compile(r"( ?)((?:\[\d+\])+)")

MarkedWords = tuple[str, bool, list[tuple[str, Citation | None]]]
"""Words, whether a space stands after them, and the marks that follow: a number, and the citation if there is one."""


def render_question(question: str, request: QuestionRequest = _EVERYTHING) -> str:
    """The question, and below it which articles are asked, where not all are."""
    days = ((request.since, page_messages.SINCE_DAY), (request.until, page_messages.UNTIL_DAY))
    named = [sentence.to(request.language, day=date_in_words(day, request.language)) for day, sentence in days if day]
    return render("replies", request.language, reply="question", question=question, within=[*request.outlets, *named])


def render_searching(question: str) -> str:
    """The note that stands in the answer's place until there is one."""
    return render("replies", language_of(question), reply="searching")


def render_error(sentence: str) -> str:
    """A reply that says why there is no answer, with the ways to ask once more."""
    return render("replies", "en", reply="error", sentence=sentence)


def render_nothing(language: str) -> str:
    """The reply where there are no articles."""
    return render("replies", language, reply="no-articles")


def render_answer(answer: Answer, growing: bool = False, record: str = "") -> str:
    """The lead, then a few statements under the articles they quote, the rest folded; or else what comes close.

    `growing` while it is preliminary or a model still writes it; `record` is the JSON of its `AnswerRecord`: with it
    come the buttons that need one.
    """
    return render(
        "answer",
        answer.language,
        answer=answer,
        growing=growing,
        record=record,
        doubt=doubt(answer),
        layout=lay_out(answer),
        lead_parts=_lead_parts,
        more=count_more,
        corroboration_note=corroboration_note,
        disagreement_note=disagreement_note,
        outlets_apart=_outlets_apart,
        near_parts=_near_parts,
        has_unverified=has_unverified,
        prose_lines=_prose_lines,
        prose_parts=prose_parts,
        quote_parts=_quote_parts,
        reference=Reference,
        reference_to=reference_to,
        translation_parts=_translation_parts,
    )


def _near_parts(hit: Hit) -> Parts:
    """The passage from the sentence that matched on; what follows is around it."""
    span = hit.from_point
    return split_quote(hit.article.cut(span), within(span, hit.point))


def _quote_parts(citation: Citation) -> Parts:
    return split_quote(citation.quote, within(citation.span, citation.point))


def _translation_parts(citation: Citation, language: str) -> Parts:
    point = within_translation(citation.article, citation.span, citation.point, language)
    return split_quote(citation.translation or "", point)


def _lead_parts(lead: Lead) -> Iterator[tuple[str, str]]:
    """The lead's words, each with the element they stand in: "span" around it, "b" where they answer, "" else."""
    if lead.before:
        yield f"{lead.before} ", "span"
    cuts = (lead.strong.start, lead.strong.end) if lead.strong else (len(lead.said), len(lead.said))
    for start, end, element in ((0, cuts[0], ""), (*cuts, "b"), (cuts[1], len(lead.said), "")):
        if start < end:
            yield lead.said[start:end], element


def _prose_lines(part: ProsePart, answer: Answer) -> Iterator[list[MarkedWords]]:
    """The lines of what a model wrote, split at their marks."""
    cited = {str(citation.number): citation for citation in answer.citations}
    for line in filter(None, map(str.strip, part.text.splitlines())):
        words, spaces, marks = (_MARKS.split(line)[at::3] for at in range(3))
        runs = [[(number, cited.get(number)) for number in _MARK.findall(run)] for run in marks]
        yield list(zip(words, [*map(bool, spaces), False], [*runs, []], strict=True))


def _outlets_apart(line: str, answer: Answer) -> list[str]:
    """A line split at the names of the answer's outlets, which are every second part."""
    articles = [citation.article for citation in answer.citations] + [hit.article for hit in answer.closest]
    outlets = sorted({article.outlet for article in articles if article.outlet}, key=len, reverse=True)
    return re.split(rf"(?<!\w)({'|'.join(map(re.escape, outlets))})(?!\w)", line) if outlets else [line]
