"""The address of a quote: what a mark's link says, so that old answers open their articles like new ones.

`#isnad-en-0123456789abcdef-120.180_300.340` reads: for an English reader, that article, with the characters
120 to 180 chosen and 300 to 340 quoted by the same answer. The page keeps nothing else about an answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from store import Span

_SPAN = r"[0-9]{1,9}\.[0-9]{1,9}"
_FORM = re.compile(rf"#?isnad-(ar|en)-([0-9a-f]{{1,64}})-({_SPAN}(?:_{_SPAN}){{0,500}})")


@dataclass(frozen=True, slots=True)
class Reference:
    """One place of an article, the other places the same answer quotes, and the reader's language."""

    article_id: str
    chosen: Span
    others: tuple[Span, ...] = ()
    language: str = "en"

    def __str__(self) -> str:
        spans = "_".join(f"{span.start}.{span.end}" for span in (self.chosen, *self.others))
        return f"#isnad-{self.language}-{self.article_id}-{spans}"


def read_reference(address: str) -> Reference | None:
    """What a link's address refers to; None when it is not one of Isnad's, whoever wrote it."""
    found = _FORM.fullmatch(address.strip())
    if found is None:
        return None
    language, article_id, spans = found.groups()
    chosen, *others = (Span(*map(int, span.split("."))) for span in spans.split("_"))
    return Reference(article_id, chosen, tuple(others), language)
