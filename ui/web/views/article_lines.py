"""An article line by line: which words are quoted, and beside each line what a translation says there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from store import Article, Field, Span, Translation
from ui.api import Reference
from ui.web.views.highlight import Parts, split_quote, within

Mark = Literal["", "quoted", "chosen"]


@dataclass(frozen=True, slots=True)
class MarkedWords:
    """Words of a line that are quoted, or not, as one."""

    mark: Mark
    parts: Parts


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an article; an empty one has no words.

    `beside` is the line of the translation, "" without one, and `beside_mark` how that is marked. `ends_quote` tells
    that the chosen quote ends in this line.
    """

    words: tuple[MarkedWords, ...]
    begins_paragraph: bool
    beside: str
    beside_mark: Mark
    ends_quote: bool


def lines_of(article: Article, reference: Reference) -> Iterator[Line]:
    """The lines of the text, in order."""
    marks = _marks(reference, article, "text")
    translation = translation_beside(article, reference)
    translated = translation.text.split("\n") if translation else []
    is_quoted = (reference.chosen, True) in marks
    above = "."
    for number, (line, place) in enumerate(zip(article.text.split("\n"), _places(article.text), strict=True)):
        beside = translated[number] if number < len(translated) and translated[number].strip() else ""
        yield Line(
            words=tuple(_marked(line, place.start, marks, reference)) if line.strip() else (),
            begins_paragraph=not above.strip(),
            beside=beside,
            beside_mark=_strongest_mark(place, marks),
            ends_quote=is_quoted and place.start < reference.chosen.end <= place.end,
        )
        above = line


def title_words(article: Article, reference: Reference) -> tuple[tuple[MarkedWords, ...], Mark]:
    """The words of the title, and how its translation is marked."""
    marks = _marks(reference, article, "title")
    whole = Span(0, len(article.title), "title")
    return tuple(_marked(article.title, 0, marks, reference)), _strongest_mark(whole, marks)


def translation_beside(article: Article, reference: Reference) -> Translation | None:
    """The translation that can stand beside an article: the reader's, or else its first."""
    others = [each for each in article.translations if each.language != article.language]
    return next((each for each in others if each.language == reference.language), others[0] if others else None)


def _places(text: str) -> list[Span]:
    """Where each line stands."""
    lengths = [len(line) for line in text.split("\n")]
    starts = [0, *accumulate(length + 1 for length in lengths)]
    return [Span(start, start + length) for start, length in zip(starts, lengths, strict=False)]


def _marks(reference: Reference, article: Article, field: Field) -> list[tuple[Span, bool]]:
    """Every quote of the text or the title in order, without overlaps: the chosen one whole (True), others around."""
    taken: list[tuple[Span, bool]] = []
    for span in (reference.chosen, *reference.others):
        if span.field == field and 0 <= span.start < span.end <= len(article.part(field)):
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


def _marked(
    line: str, offset: int, marks: Iterable[tuple[Span, bool]], reference: Reference
) -> Iterator[MarkedWords]:
    """The words of a line that begins at `offset` in the article, by the marks that lie in it."""
    done = 0
    for span, is_chosen in marks:
        start, end = max(span.start - offset, 0), min(span.end - offset, len(line))
        if start < end:
            yield MarkedWords("", [(line[done:start], False)])
            words = line[start:end]
            parts = _chosen(words, offset + start, reference) if is_chosen else [(words, False)]
            yield MarkedWords("chosen" if is_chosen else "quoted", parts)
            done = end
    yield MarkedWords("", [(line[done:], False)])


def _chosen(words: str, start: int, reference: Reference) -> Parts:
    """These words of the chosen quote, which begin at `start` in the article."""
    point = within(reference.chosen, reference.point)
    before = start - reference.chosen.start
    return split_quote(words, Span(point.start - before, point.end - before) if point else None)


def _strongest_mark(place: Span, marks: Iterable[tuple[Span, bool]]) -> Mark:
    touching = [is_chosen for span, is_chosen in marks if span.start < place.end and place.start < span.end]
    return "chosen" if any(touching) else "quoted" if touching else ""
