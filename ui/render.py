"""Answers and articles as HTML that is safe to show: pure functions, no page needed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rag.quoting import difference, supported
from rag.types import Answer, Citation, Hit
from store import Article, Span, Translation
from ui import messages
from ui.markup import escape, names, note, source, tag
from ui.reference import Reference

NO_BREAK = "\u00a0"  # keeps a mark on the line of the words it stands for
_MARK = re.compile(r"\[(\d+)\]")


def render_question(question: str) -> str:
    return tag("p", escape(question), "isnad-question")


# Answers


def reference_to(answer: Answer, citation: Citation) -> Reference:
    """Where a citation's mark leads: its quote, among all that the answer quotes from that article."""
    others = [c for c in answer.citations if c.article.id == citation.article.id and c is not citation]
    spans = tuple(Span(c.start, c.end) for c in others)
    return Reference(citation.article.id, Span(citation.start, citation.end), spans, answer.language)


def render_answer(answer: Answer) -> str:
    """The answer's own words, then each statement with its quotes; or else what is worth reading."""
    parts = [*_understood(answer), *_frame(answer), *_statements(answer), *_closest(answer)]
    return tag("div", "".join(parts), "isnad-answer", answer.language)


def _understood(answer: Answer) -> Iterator[str]:
    """What a follow-up was taken for."""
    if answer.understood:
        line = messages.UNDERSTOOD.to(answer.language, question=f"<bdi>{escape(answer.understood)}</bdi>")
        yield tag("p", line, "isnad-also")


def _frame(answer: Answer) -> Iterator[str]:
    """The answer's own words, their marks made links."""
    marks = {citation.number: _mark(answer, citation) for citation in answer.citations}
    usual = messages.FOUND if answer.answered else messages.NOT_FOUND
    for line in _own_lines(answer) or [usual.to(answer.language)]:
        linked = _MARK.sub(lambda found: marks.get(int(found[1]), found[0]), escape(line))
        yield tag("p", linked, "isnad-frame")


def _own_lines(answer: Answer) -> list[str]:
    """The text of an answer down to its first quote: quotes are shown below, with their sources."""
    lines = [line.strip() for line in answer.text.splitlines() if line.strip()]
    if not answer.answered:
        return lines[:1]
    shown = [words.split("\n")[0] for c in answer.citations for words in (c.quote, c.translation) if words]
    quoted = (number for number, line in enumerate(lines) if any(words in line for words in shown))
    return lines[: next(quoted, len(lines))]


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
    words = f'<span class="isnad-quote">{escape(best.quote)}</span>'
    said = _note("isnad-differs", difference(answer.statements, place, language), language)
    if best.translation is not None:
        said += tag("p", f"<span>{escape(best.translation)}</span>{mark}", "isnad-said", language)
        mark = ""
    quote = tag("blockquote", words + mark, language=best.article.language)
    line = f'<p class="isnad-source">{source(best.article, language)}</p>'
    also = "".join(_also(answer, copy) for copy in copies)
    return said + quote + line + also + _note("isnad-support", supported(statement, language), language)


def _note(kind: str, sentence: str, language: str) -> str:
    return tag("p", escape(sentence), kind, language) if sentence else ""


def _also(answer: Answer, copy: Citation) -> str:
    also = escape(messages.ALSO.to(answer.language))
    who = source(copy.article, answer.language)
    return f'<p class="isnad-also">{also} {who}{NO_BREAK}{_mark(answer, copy)}</p>'


def _mark(answer: Answer, citation: Citation) -> str:
    who = messages.COMMA.to(answer.language).join(names(citation.article, answer.language))
    label = messages.OPEN_QUOTE.to(answer.language, number=citation.number, source=who)
    address = reference_to(answer, citation)
    return f'<a class="isnad-mark" href="{address}" title="{escape(label)}">[{citation.number}]</a>'


def _closest(answer: Answer) -> Iterator[str]:
    if answer.closest and not answer.answered:
        yield tag("p", escape(messages.CLOSEST.to(answer.language)), "isnad-frame", answer.language)
        cards = "".join(_card(hit, answer.language) for hit in answer.closest)
        yield f'<div class="isnad-cards">{cards}</div>'


def _card(hit: Hit, language: str) -> str:
    """The passage whole: the style sheet shortens what is seen, never what is there."""
    passage, article = hit.passage, hit.article
    inside = (
        tag("span", escape(article.title), "isnad-card-title")
        + f'<span class="isnad-source">{source(article, language)}</span>'
        + tag("span", escape(passage.text), "isnad-passage", article.language)
    )
    address = Reference(passage.article_id, Span(passage.start, passage.end), (), language)
    return f'<a class="isnad-card" href="{address}">{inside}</a>'


# Articles


def render_article(article: Article, reference: Reference) -> str:
    """The whole article with its quotes marked, the chosen one as `mark.isnad-chosen`."""
    language = reference.language
    title = tag("h2", escape(article.title), language=article.language)
    text = tag("div", "".join(_text(article, reference)), "isnad-text", article.language)
    whole = "".join(_whole(translation, language) for translation in article.translations)
    inside = f"{_bar(article, language)}{title}{text}{whole}"
    return f'<article class="isnad-article" data-address="{reference}">{inside}</article>'


def render_gone(reference: Reference) -> str:
    """What opens in place of an article that was removed since it was quoted."""
    inside = tag("div", _close(reference.language), "isnad-bar", reference.language)
    inside += note(messages.ARTICLE_GONE, reference.language, "isnad-error")
    return f'<article class="isnad-article" data-address="{reference}">{inside}</article>'


def _close(language: str) -> str:
    return f'<button type="button" class="isnad-close">{escape(messages.CLOSE.to(language))}</button>'


def _bar(article: Article, language: str) -> str:
    """What stays in sight while the article scrolls: the way back, who says it, when, and the original."""
    about = f'<p class="isnad-source">{source(article, language)}</p>'
    if article.sources:
        sources = messages.COMMA.to(language).join(f"<bdi>{escape(name)}</bdi>" for name in article.sources)
        about += f'<p class="isnad-source">{escape(messages.CREDITS.to(language))} {sources}</p>'
    link = ""
    if article.url.lower().startswith(("https://", "http://")):  # never javascript: or file:
        outside = 'target="_blank" rel="noopener noreferrer"'
        words = escape(messages.ORIGINAL.to(language))
        link = f'<a class="isnad-original" href="{escape(article.url)}" {outside}>{words}</a>'
    return tag("div", f"{_close(language)}<div>{about}</div>{link}", "isnad-bar", language)


def _text(article: Article, reference: Reference) -> Iterator[str]:
    """An element for each line, and under the chosen words what they say in the reader's language."""
    chosen = reference.chosen
    marks = _marks(reference, len(article.text))
    end, above = -1, "."
    for line in article.text.split("\n"):
        start, end = end + 1, end + 1 + len(line)
        if line.strip():
            yield tag("p", _marked(line, start, marks), "" if above.strip() else "isnad-paragraph")
        above = line
        if start < chosen.end <= end and (chosen, True) in marks:
            yield from _says(article, reference)


def _marks(reference: Reference, length: int) -> list[tuple[Span, bool]]:
    """Every quote in order, without overlaps: the chosen one whole (True), the others around it."""
    taken: list[tuple[Span, bool]] = []
    for span in (reference.chosen, *reference.others):
        if 0 <= span.start < span.end <= length:
            free = _outside(span, (place for place, _ in taken))
            taken += [(place, span is reference.chosen) for place in free]
    return sorted(taken, key=lambda mark: mark[0].start)


def _outside(span: Span, taken: Iterable[Span]) -> list[Span]:
    free = [span]
    for other in taken:
        before = [Span(part.start, min(part.end, other.start)) for part in free]
        after = [Span(max(part.start, other.end), part.end) for part in free]
        free = [part for part in before + after if part.start < part.end]
    return free


def _marked(line: str, offset: int, marks: Iterable[tuple[Span, bool]]) -> str:
    """A line of the article that begins at `offset`, with the parts of the marks that lie in it."""
    parts, done = [], 0
    for span, chosen in marks:
        start, end = max(span.start - offset, 0), min(span.end - offset, len(line))
        if start < end:
            kind = ' class="isnad-chosen"' if chosen else ""
            parts += [escape(line[done:start]), f"<mark{kind}>{escape(line[start:end])}</mark>"]
            done = end
    return "".join(parts) + escape(line[done:])


def _says(article: Article, reference: Reference) -> Iterator[str]:
    language = reference.language
    says = article.translated(reference.chosen, language)
    if says and article.language != language:
        label = messages.PARAGRAPH_SAYS.to(language, in_language=_in(language, language))
        yield tag("p", f"<b>{escape(label)}</b><span>{escape(says)}</span>", "isnad-said", language)


def _whole(translation: Translation, language: str) -> str:
    label = messages.TRANSLATION.to(language, in_language=_in(translation.language, language))
    lines = (line for line in translation.text.split("\n") if line.strip())
    text = f"<h3>{escape(translation.title)}</h3>" + "".join(tag("p", escape(line)) for line in lines)
    body = tag("div", text, "isnad-text", translation.language)
    summary = tag("summary", escape(label), language=language)
    return f'<details class="isnad-translation">{summary}{body}</details>'


def _in(spoken: str, language: str) -> str:
    named = {"ar": messages.IN_ARABIC, "en": messages.IN_ENGLISH}.get(spoken)
    return named.to(language) if named else f"({spoken})"
