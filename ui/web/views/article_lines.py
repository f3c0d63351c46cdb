"""An article line by line: its quotes marked, and beside each line what a translation says there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate

from store import Article, Span, Translation
from ui.messages import general as messages
from ui.web.views.anchors import Reference
from ui.web.views.highlight import highlight_quote, within, within_translation
from ui.web.views.html import escape, machine, tag


def article_lines_html(article: Article, reference: Reference, language: str) -> str:
    """The text, an element for each line that is not empty, as HTML.

    Under the chosen words stands what they say in the reader's language, with a label in the interface's `language`.
    """
    marks = _marks(reference, len(article.text))
    beside = _beside(article, reference, marks)
    shown: list[str] = []
    above = "."
    for line, place, other in zip(article.text.split("\n"), _places(article.text), beside, strict=True):
        if line.strip():
            kind = "" if above.strip() else "isnad-paragraph"
            shown += [tag("p", _marked(line, place.start, marks, reference), kind), other]
        above = line
        if place.start < reference.chosen.end <= place.end and (reference.chosen, True) in marks:
            shown += _says(article, reference, language)
    return "".join(shown)


def translation_beside(article: Article, reference: Reference) -> Translation | None:
    """The translation that can stand beside an article: the reader's, or else its first."""
    others = [each for each in article.translations if each.language != article.language]
    return next((each for each in others if each.language == reference.language), others[0] if others else None)


def language_phrase(language: str, interface: str) -> str:
    """ "in Arabic", in the interface's language."""
    named = {"ar": messages.IN_ARABIC, "en": messages.IN_ENGLISH}.get(language)
    return named.to(interface) if named else f"({language})"


def label_with_model(label: str, translation: Translation | None, language: str) -> str:
    """A label of a translation, and which model made it if one did."""
    model = machine(translation.by if translation else "", language)
    return f"{escape(label)} · {model}" if model else escape(label)


def _places(text: str) -> list[Span]:
    """Where each line stands."""
    lengths = [len(line) for line in text.split("\n")]
    starts = [0, *accumulate(length + 1 for length in lengths)]
    return [Span(start, start + length) for start, length in zip(starts, lengths, strict=False)]


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
    return f'<mark class="isnad-chosen">{highlight_quote(words, here)}</mark>'


def _says(article: Article, reference: Reference, language: str) -> Iterator[str]:
    reading = reference.language
    says = article.translated(reference.chosen, reading)
    if says and article.language != reading:
        several = "\n" in article.text[reference.chosen.start : reference.chosen.end]
        sentence = messages.PARAGRAPHS_SAY if several else messages.PARAGRAPH_SAYS
        label = sentence.to(language, in_language=language_phrase(reading, language))
        words = highlight_quote(says, within_translation(article, reference.chosen, reference.point, reading))
        label_html = tag("b", label_with_model(label, article.translation(reading), language), language=language)
        yield tag("p", f"{label_html}<span>{words}</span>", "isnad-said", reading)


def _beside(article: Article, reference: Reference, marks: Iterable[tuple[Span, bool]]) -> Iterator[str]:
    """What stands beside each line: that line of the translation, marked as its original is."""
    translation = translation_beside(article, reference)
    translated = translation.text.split("\n") if translation else []
    quoted, chosen = [span for span, _ in marks], [span for span, is_chosen in marks if is_chosen]
    for number, place in enumerate(_places(article.text)):
        words = translated[number] if number < len(translated) else ""
        if not translation or not words.strip():
            yield ""
            continue
        kind = "isnad-chosen-there" if _touches(place, chosen) else ""
        marked = f'<mark class="{kind}">{escape(words)}</mark>' if _touches(place, quoted) else escape(words)
        yield tag("p", marked, "isnad-other", translation.language)


def _touches(place: Span, spans: Iterable[Span]) -> bool:
    return any(span.start < place.end and place.start < span.end for span in spans)
