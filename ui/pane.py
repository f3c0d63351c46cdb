"""The article beside the conversation, its quotes marked, as HTML that is safe to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from store import Article, Span, Translation
from ui import messages, page_messages
from ui.markup import escape, machine, note, printed, source, tag
from ui.point import pointed, within, within_translation
from ui.reference import Reference


def render_article(article: Article, reference: Reference) -> str:
    """The whole article with its quotes marked, the chosen one as `mark.isnad-chosen`.

    What of the chosen quote is not its point is `.isnad-around` in it.
    """
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
    return f'<button type="button" class="isnad-close">{escape(page_messages.BACK.to(language))}</button>'


def _bar(article: Article, language: str) -> str:
    """What stays in sight while the article scrolls: the way back, who says it, when, and the original."""
    about = f'<p class="isnad-source">{source(article, language)}</p>'
    if article.sources:
        sources = messages.COMMA.to(language).join(f"<bdi>{escape(name)}</bdi>" for name in article.sources)
        about += f'<p class="isnad-source">{escape(messages.CREDITS.to(language))} {sources}</p>'
    about += printed((outlet for outlet in article.outlets if outlet != article.outlet), language)
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
            yield tag("p", _marked(line, start, marks, reference), "" if above.strip() else "isnad-paragraph")
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


def _marked(line: str, offset: int, marks: Iterable[tuple[Span, bool]], reference: Reference) -> str:
    """A line of the article that begins at `offset`, with the parts of the marks that lie in it."""
    parts, done = [], 0
    for span, chosen in marks:
        start, end = max(span.start - offset, 0), min(span.end - offset, len(line))
        if start < end:
            words = line[start:end]
            mark = _chosen(words, offset + start, reference) if chosen else f"<mark>{escape(words)}</mark>"
            parts += [escape(line[done:start]), mark]
            done = end
    return "".join(parts) + escape(line[done:])


def _chosen(words: str, start: int, reference: Reference) -> str:
    """These words of the chosen quote, which begin at `start` in the article."""
    point = within(reference.chosen, reference.point)
    before = start - reference.chosen.start
    here = Span(point.start - before, point.end - before) if point else None
    return f'<mark class="isnad-chosen">{pointed(words, here)}</mark>'


def _says(article: Article, reference: Reference) -> Iterator[str]:
    language = reference.language
    says = article.translated(reference.chosen, language)
    if says and article.language != language:
        several = "\n" in article.text[reference.chosen.start : reference.chosen.end]
        sentence = messages.PARAGRAPHS_SAY if several else messages.PARAGRAPH_SAYS
        label = sentence.to(language, in_language=_in(language, language))
        words = pointed(says, within_translation(article, reference.chosen, reference.point, language))
        yield tag(
            "p",
            f"<b>{_by(label, article.translation(language), language)}</b><span>{words}</span>",
            "isnad-said",
            language,
        )


def _whole(translation: Translation, language: str) -> str:
    label = messages.TRANSLATION.to(language, in_language=_in(translation.language, language))
    lines = (line for line in translation.text.split("\n") if line.strip())
    title = f"<h3>{escape(translation.title)}</h3>" if translation.title else ""
    text = title + "".join(tag("p", escape(line)) for line in lines)
    body = tag("div", text, "isnad-text", translation.language)
    summary = tag("summary", _by(label, translation, language), language=language)
    return f'<details class="isnad-translation">{summary}{body}</details>'


def _by(label: str, translation: Translation | None, language: str) -> str:
    """A label of a translation, and which model made it if one did."""
    model = machine(translation.by if translation else "", language)
    return f"{escape(label)} · {model}" if model else escape(label)


def _in(spoken: str, language: str) -> str:
    named = {"ar": messages.IN_ARABIC, "en": messages.IN_ENGLISH}.get(spoken)
    return named.to(language) if named else f"({spoken})"
