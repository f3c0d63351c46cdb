"""The address of a quote: what a mark's link says, so that old answers open their articles like new ones.

`#isnad-en-0123456789abcdef-120.180-150.170_300.340` reads: for an English reader, that article, with the characters
120 to 180 chosen, of which 150 to 170 are the point, and 300 to 340 quoted by the same answer; `_300.340-310.320`
tells the point of those too. `t0.60` are characters of the article's title. An article at its top has nothing chosen,
`-0.0`. The page keeps nothing else about an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from store import Span

if TYPE_CHECKING:
    from rag.results import Answer, Citation

_SPAN = r"t?[0-9]{1,9}\.[0-9]{1,9}"
_FORM = re.compile(
    rf"#?isnad-(ar|en)-([0-9a-f]{{1,64}})-({_SPAN})(?:-({_SPAN}))?((?:_{_SPAN}(?:-{_SPAN})?){{0,500}})"
)

Quote = tuple[Span, Span | None]
"""A place that an answer quotes, and its point."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One place of an article, the other places the same answer quotes, and the reader's language.

    `point` is the part of the chosen place that answers; None where that is all of it. `points` are those of the
    other places, in their order, as far as they are known.
    """

    article_id: str
    chosen: Span
    others: tuple[Span, ...] = ()
    language: str = "en"
    point: Span | None = None
    points: tuple[Span | None, ...] = ()

    def __str__(self) -> str:
        others = "".join(f"_{_written(quote)}" for quote in self._others())
        return f"#isnad-{self.language}-{self.article_id}-{_written((self.chosen, self.point))}{others}"

    def quotes(self) -> list[Quote]:
        """All places that the answer quotes, in the order of the article."""
        chosen = [(self.chosen, self.point)] if self.chosen.start < self.chosen.end else []
        return sorted({span: point for span, point in [*self._others(), *chosen]}.items(), key=_start)

    def choosing(self, quote: Quote) -> Reference:
        """The same quotes with another one chosen."""
        others = [each for each in self.quotes() if each[0] != quote[0]]
        spans, points = tuple(span for span, _ in others), tuple(point for _, point in others)
        return Reference(self.article_id, quote[0], spans, self.language, quote[1], points if any(points) else ())

    def _others(self) -> list[Quote]:
        return list(zip_longest(self.others, self.points[: len(self.others)]))


def reference_to(answer: Answer, citation: Citation) -> Reference:
    """Where a citation's mark leads: its quote, among all that the answer quotes from that article."""
    others = [c for c in answer.citations if c.article.id == citation.article.id and c is not citation]
    spans, points = tuple(other.span for other in others), tuple(other.point for other in others)
    known = points if any(points) else ()
    return Reference(citation.article.id, citation.span, spans, answer.language, citation.point, known)


def article_address(article_id: str, language: str) -> str:
    """Where an article opens at its top."""
    return str(Reference(article_id, Span(0, 0), language=language))


def _start(quote: Quote) -> tuple[bool, int, int]:
    return quote[0].field == "text", quote[0].start, quote[0].end


def _written(quote: Quote) -> str:
    return "-".join(f"{'t' * (span.field == 'title')}{span.start}.{span.end}" for span in quote if span)


def _read(written: str) -> Span:
    start, end = map(int, written.removeprefix("t").split("."))
    return Span(start, end, "title" if written.startswith("t") else "text")


def _read_quote(written: str) -> Quote:
    span, _, point = written.partition("-")
    return _read(span), _read(point) if point else None


def read_reference(address: str) -> Reference | None:
    """What a link's address refers to; None when it is not one of Isnad's, whoever wrote it."""
    found = _FORM.fullmatch(address.strip())
    if found is None:
        return None
    language, article_id, chosen, point, rest = found.groups()
    others = [_read_quote(other) for other in rest.split("_")[1:]]
    spans, points = tuple(span for span, _ in others), tuple(point for _, point in others)
    known = points if any(points) else ()
    return Reference(article_id, _read(chosen), spans, language, _read(point) if point else None, known)
