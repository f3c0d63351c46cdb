"""The address of a quote: what a mark's link says, so that old answers open their articles like new ones.

`#isnad-en-0123456789abcdef-120.180-150.170_300.340` reads: for an English reader, that article, with the characters
120 to 180 chosen, of which 150 to 170 are the point, and 300 to 340 quoted by the same answer. The page keeps nothing
else about an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from store import Span

_SPAN = r"[0-9]{1,9}\.[0-9]{1,9}"
_FORM = re.compile(rf"#?isnad-(ar|en)-([0-9a-f]{{1,64}})-({_SPAN})(?:-({_SPAN}))?((?:_{_SPAN}){{0,500}})")


@dataclass(frozen=True, slots=True)
class Reference:
    """One place of an article, the other places the same answer quotes, and the reader's language.

    `point` is the part of the chosen place that answers; None where that is all of it.
    """

    article_id: str
    chosen: Span
    others: tuple[Span, ...] = ()
    language: str = "en"
    point: Span | None = None

    def __str__(self) -> str:
        point = f"-{_written(self.point)}" if self.point else ""
        others = "".join(f"_{_written(span)}" for span in self.others)
        return f"#isnad-{self.language}-{self.article_id}-{_written(self.chosen)}{point}{others}"


def _written(span: Span) -> str:
    return f"{span.start}.{span.end}"


def _read(written: str) -> Span:
    start, end = map(int, written.split("."))
    return Span(start, end)


def read_reference(address: str) -> Reference | None:
    """What a link's address refers to; None when it is not one of Isnad's, whoever wrote it."""
    found = _FORM.fullmatch(address.strip())
    if found is None:
        return None
    language, article_id, chosen, point, others = found.groups()
    quoted = tuple(map(_read, others.split("_")[1:]))
    return Reference(article_id, _read(chosen), quoted, language, _read(point) if point else None)
