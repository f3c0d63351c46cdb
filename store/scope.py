"""Which articles a search looks at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from store.article import day_number

Place = tuple[str, int]
"""An article's id and the number of one of its sentences or passages."""

_LAST_DAY = 99999999


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles to search: of these outlets (all when None), from `since` to `until`, both included."""

    outlets: tuple[str, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def bounds(self) -> tuple[int, int] | None:
        """First and last day as numbers YYYYMMDD; None without a limit. Undated articles lie outside any limit."""
        if self.since is None and self.until is None:
            return None
        return day_number(self.since) or 1, day_number(self.until) or _LAST_DAY

    def where(self) -> dict[str, Any] | None:
        """The scope as Chroma's filter."""
        parts: list[dict[str, Any]] = []
        if self.outlets is not None:
            parts.append({"outlet": {"$in": list(self.outlets)}})
        if bounds := self.bounds():
            parts += [{"day": {"$gte": bounds[0]}}, {"day": {"$lte": bounds[1]}}]
        if len(parts) > 1:
            return {"$and": parts}
        return parts[0] if parts else None

    def condition(self) -> tuple[str, list[object]]:
        """The scope as a join of the articles to passages `p`, with its parameters; nothing for all articles."""
        parts: list[str] = []
        values: list[object] = []
        if self.outlets is not None:
            parts.append(f"a.outlet IN ({','.join('?' * len(self.outlets))})")
            values += self.outlets
        if bounds := self.bounds():
            parts.append("a.day BETWEEN ? AND ?")
            values += bounds
        return (f"JOIN articles a ON a.id = p.article AND {' AND '.join(parts)}" if parts else ""), values
