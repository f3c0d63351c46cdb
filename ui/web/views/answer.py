"""Questions and answers as HTML that is safe to show: pure functions, no page needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rag.results import Answer, Citation, Hit, confidence_phrase, corroboration_note, disagreement_note, phrases_in
from store import Span
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.web.request import QuestionRequest
from ui.web.views import html
from ui.web.views.anchors import Reference
from ui.web.views.highlight import highlight_quote, within, within_translation
from ui.web.views.html import escape, in_words, machine, names, printed, source, tag
from ui.web.views.payload import ONCE_MORE, action_buttons

NO_BREAK = "\u00a0"  # keeps a mark on the line of the words it stands for
_EVERYTHING = QuestionRequest()
_MARK = re.compile(r"\[(\d+)\]")
_MARKS = re.compile(r"( ?)((?:\[\d+\])+)")


def render_question(question: str, asking: QuestionRequest = _EVERYTHING) -> str:
    """The question, and below it which articles are asked, where not all are."""
    within = list(map(_name, asking.outlets))
    if asking.since:
        within.append(_name(page_messages.SINCE_DAY.to(asking.language, day=in_words(asking.since, asking.language))))
    if asking.until:
        within.append(_name(page_messages.UNTIL_DAY.to(asking.language, day=in_words(asking.until, asking.language))))
    only = phrases_in(asking.language).list_comma.join(within)
    return tag("p", escape(question), "isnad-question") + (
        tag("p", only, "isnad-only", asking.language) if only else ""
    )


def _name(name: str) -> str:
    return f"<bdi>{escape(name)}</bdi>"


# Answers


def reference_to(answer: Answer, citation: Citation) -> Reference:
    """Where a citation's mark leads: its quote, among all that the answer quotes from that article."""
    others = [c for c in answer.citations if c.article.id == citation.article.id and c is not citation]
    spans, points = tuple(map(_place, others)), tuple(other.point for other in others)
    known = points if any(points) else ()
    return Reference(citation.article.id, _place(citation), spans, answer.language, citation.point, known)


def _place(citation: Citation) -> Span:
    return Span(citation.start, citation.end)


def render_answer(answer: Answer, growing: bool = False, below: str = "") -> str:
    """The answer's own words, then each statement with its quotes and how sure it is; or else what comes close.

    `growing` while a model still writes it; `below` is HTML to put at its end.
    """
    by = _still_writing(answer) if growing else _written_by(answer)
    parts = [*_understood(answer), *_notice(answer), *_frame(answer), *by, *_statements(answer)]
    parts += [*_confidence(answer), *_closest(answer), below]
    return tag("div", "".join(parts), "isnad-answer", answer.language)


def render_nothing(language: str) -> str:
    """The reply where there are no articles: the way to add some, or whom to ask. The style sheet knows who may."""
    said = tag("p", escape(page_messages.NO_ARTICLES.to(language)), "isnad-frame isnad-writes", language)
    said += tag("p", escape(page_messages.NO_ARTICLES_TO_READ.to(language)), "isnad-frame isnad-reads", language)
    said += tag("p", '<button type="button" class="isnad-do-add isnad-say-ADD"></button>', language=language)
    return tag("div", said + action_buttons(*ONCE_MORE), "isnad-answer", language)


def _understood(answer: Answer) -> Iterator[str]:
    """What a follow-up was taken for."""
    if answer.understood:
        line = phrases_in(answer.language).understood.format(question=f"<bdi>{escape(answer.understood)}</bdi>")
        yield tag("p", line, "isnad-understood")


def _notice(answer: Answer) -> Iterator[str]:
    """Why the articles are quoted though a language model was to write."""
    if answer.notice:
        yield tag("p", escape(answer.notice), "isnad-notice", answer.language)


def _written_by(answer: Answer) -> Iterator[str]:
    """Which model wrote the answer, and how many of its sentences the articles do not bear out."""
    if answer.model:
        told = phrases_in(answer.language).written_by.format(model=f"<bdi>{escape(answer.model)}</bdi>")
        dropped = sum(sentence.fault is not None for sentence in answer.written)
        if dropped:
            told += " " + escape(messages.LEFT_OUT.to(answer.language, count=dropped))
        yield f'<p class="isnad-written-by">{told}</p>'


def _still_writing(answer: Answer) -> Iterator[str]:
    yield html.note(messages.WRITING, answer.language, "isnad-written-by isnad-searching")


def _frame(answer: Answer) -> Iterator[str]:
    """Isnad's own lines above the statements, and what a model wrote, its marks made links."""
    for line in filter(None, (answer.scope_note, answer.intro)):
        yield tag("p", _with_names(line, answer), "isnad-frame", answer.language)
    marks = {citation.number: _mark(answer, citation) for citation in answer.citations}
    for line in filter(None, map(str.strip, answer.prose.splitlines())):
        yield tag("p", _linked(_with_names(line, answer), marks), "isnad-written", answer.language)


def _linked(line: str, marks: Mapping[int, str]) -> str:
    """A line with its marks made links where they lead somewhere; they stay on the line of the words before them."""

    def links(found: re.Match[str]) -> str:
        run = _MARK.sub(lambda mark: marks.get(int(mark[1]), mark[0]), found[2])
        return f'{NO_BREAK if found[1] else ""}<span class="isnad-marks">{run}</span>'

    return _MARKS.sub(links, line)


def _statements(answer: Answer) -> Iterator[str]:
    if answer.statements:
        items = "".join(f"<li>{_statement(answer, place)}</li>" for place in range(len(answer.statements)))
        yield f'<ol class="isnad-statements">{items}</ol>'


def _statement(answer: Answer, place: int) -> str:
    """The best quote, its translation first where there is one, its source, and who else says it.

    Above it stands that it differs from what is said before, below in how many outlets it is found.
    """
    statement, language = answer.statements[place], answer.language
    best, *copies = statement.citations
    mark = NO_BREAK + _mark(answer, best)
    quoted = highlight_quote(best.quote, within(_place(best), best.point))
    words = f'<span class="isnad-quote">{quoted}</span>'
    said = _note("isnad-differs", disagreement_note(answer.statements, place, language), answer)
    if best.translation is not None:
        point = within_translation(best.article, _place(best), best.point, language)
        said += tag("p", f"<span>{highlight_quote(best.translation, point)}</span>{mark}", "isnad-said", language)
        said += _by(best.translated_by, language)
        mark = ""
    quote = tag("blockquote", words + mark, language=best.article.language)
    line = f'<p class="isnad-source">{source(best.article, language)}</p>{printed(best.printed_by, language)}'
    also = "".join(_also(answer, copy) for copy in copies)
    return said + quote + line + also + _note("isnad-support", corroboration_note(statement, language), answer)


def _by(model: str, language: str, name: str = "p") -> str:
    return tag(name, machine(model, language), "isnad-machine", language) if model else ""


def _note(kind: str, sentence: str, answer: Answer) -> str:
    return tag("p", _with_names(sentence, answer), kind, answer.language) if sentence else ""


def _with_names(line: str, answer: Answer) -> str:
    """A line of Isnad's own; <bdi> keeps the outlets in it from turning what stands beside them."""
    articles = [citation.article for citation in answer.citations] + [hit.article for hit in answer.closest]
    outlets = sorted({article.outlet for article in articles if article.outlet}, key=len, reverse=True)
    if not outlets:
        return escape(line)
    parts = re.split(rf"(?<!\w)({'|'.join(map(re.escape, outlets))})(?!\w)", line)
    return "".join(f"<bdi>{escape(part)}</bdi>" if place % 2 else escape(part) for place, part in enumerate(parts))


def _also(answer: Answer, copy: Citation) -> str:
    also = escape(phrases_in(answer.language).also)
    who, others = source(copy.article, answer.language), printed(copy.printed_by, answer.language)
    return f'<p class="isnad-also">{also} {who}{NO_BREAK}{_mark(answer, copy)}</p>{others}'


def _mark(answer: Answer, citation: Citation) -> str:
    who = phrases_in(answer.language).list_comma.join(names(citation.article, answer.language))
    label = messages.OPEN_QUOTE.to(answer.language, number=citation.number, source=who)
    address = reference_to(answer, citation)
    return f'<a class="isnad-mark" href="{address}" title="{escape(label)}">[{citation.number}]</a>'


def _confidence(answer: Answer) -> Iterator[str]:
    if answer.statements:
        words = escape(confidence_phrase(answer.confidence, answer.language))
        number = escape(phrases_in(answer.language).confidence.format(number=answer.confidence))
        yield f'<p class="isnad-confidence"><span title="{number}">{words}</span></p>'


def _closest(answer: Answer) -> Iterator[str]:
    if answer.closest and not answer.answered:
        yield tag("p", escape(phrases_in(answer.language).closest), "isnad-frame", answer.language)
        cards = "".join(_card(hit, answer.language) for hit in answer.closest)
        yield f'<div class="isnad-cards">{cards}</div>'


def _card(hit: Hit, language: str) -> str:
    """The passage whole, below what it says in the reader's language where that is another.

    The style sheet shortens what is seen, never what is there.
    """
    passage, article = hit.passage, hit.article
    place = Span(passage.start, passage.end)
    inside = f'<span class="isnad-source">{source(article, language)}</span>'
    inside += tag("span", escape(article.title), "isnad-card-title", article.language)
    if article.language != language and (said := article.translated(place, language)):
        translation = article.translation(language)
        inside += tag("span", escape(said), "isnad-passage", language)
        inside += _by(translation.by if translation else "", language, "span")
    inside += tag("span", escape(passage.text), "isnad-passage", article.language)
    return f'<a class="isnad-card" href="{Reference(passage.article_id, place, (), language)}">{inside}</a>'
