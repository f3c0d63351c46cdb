"""What readers remarked on the articles of an ingestion, as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ui.messages import general as messages

if TYPE_CHECKING:
    from store import Remark


def remark_lines(remarks: Iterable[tuple[str, Remark]], language: str) -> list[str]:
    """A sentence for each kind of remark, with the number of articles that it is made on."""
    found: dict[tuple[str, str], set[str]] = {}
    for article_id, remark in remarks:
        found.setdefault((remark.field, remark.kind.value), set()).add(article_id)
    return [
        message.to(language, count=f"{len(found[kind]):,}")
        for kind, message in messages.REMARKS.items()
        if kind in found
    ]
