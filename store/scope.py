"""The outlets and days that a search is restricted to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from store.article import Article, Span, day_number
from store.text import locate_sentences

Place = tuple[str, int]
"""An article's id and the number of one of its sentences or passages."""

_LAST_DAY = 99999999


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles of these outlets, or all where None, from `since` to `until`, both included.

    `language`, an ISO 639-1 code, keeps to articles written in one language; "" for all.
    """

    outlets: tuple[str, ...] | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    language: str = ""

    def bounds(self) -> tuple[int, int] | None:
        """First and last day as numbers YYYYMMDD; None without a limit. Undated articles lie outside any limit."""
        if self.since is None and self.until is None:
            return None
        return day_number(self.since) or 1, day_number(self.until) or _LAST_DAY

    def holds(self, article: Article) -> bool:
        """Whether an article itself lies in it; its copies do not count."""
        first, last = self.bounds() or (0, _LAST_DAY)
        return (self.outlets is None or article.outlet in self.outlets) and first <= article.day <= last

    def printing(self, article: Article, sentences: Sequence[Span]) -> tuple[Article, dict[Span, Span]]:
        """The printing of an article that lies in it, and the span of each of these sentences in its text.

        That is the article itself where it lies in the scope, else the copy with most of the sentences. Sentences
        that the printing lacks are left out; with no printing in the scope, all.
        """
        if self.holds(article):
            return article, {span: span for span in sentences}
        found: tuple[Article, dict[Span, Span]] = (article, {})
        quotes = [article.text[span.start : span.end] for span in sentences]
        for copy in filter(self.holds, article.copies):
            places = zip(sentences, locate_sentences(copy.text, quotes), strict=True)
            where = {span: place for span, place in places if place is not None}
            if len(where) > len(found[1]):
                found = article.as_printed(copy), where
        return found

    def where(self, printed: Sequence[str] = ()) -> dict[str, Any] | None:
        """The scope as a filter of Chroma, with the articles `printed`, of which only copies lie in it."""
        parts: list[dict[str, Any]] = []
        if self.outlets is not None:
            parts.append({"outlet": {"$in": list(self.outlets)}})
        if bounds := self.bounds():
            parts += [{"day": {"$gte": bounds[0]}}, {"day": {"$lte": bounds[1]}}]
        language = [{"language": self.language}] if self.language else []
        if parts and printed:
            parts = [{"$or": [_all_of(parts), {"article": {"$in": list(printed)}}]}]
        return _all_of(parts + language) if parts + language else None

    def condition(self) -> tuple[str, list[object]]:
        """The scope as a join of the articles to passages `p`, with its parameters; nothing for all articles."""
        own, values = self.limits("a")
        conditions: list[str] = []
        if own:
            copied = f"EXISTS (SELECT 1 FROM copies c WHERE c.article = a.id AND {self.limits('c')[0]})"
            conditions, values = [f"({own} OR {copied})"], values * 2
        if self.language:
            conditions, values = [*conditions, "a.language = ?"], [*values, self.language]
        if not conditions:
            return "", []
        return f"JOIN articles a ON a.id = p.article AND {' AND '.join(conditions)}", values

    def limits(self, table: str) -> tuple[str, list[object]]:
        """The scope as a condition on the outlet and the day of a table's rows, with its parameters; "" for all."""
        parts: list[str] = []
        values: list[object] = []
        if self.outlets is not None:
            parts.append(f"{table}.outlet IN ({','.join('?' * len(self.outlets))})")
            values += self.outlets
        if bounds := self.bounds():
            parts.append(f"{table}.day BETWEEN ? AND ?")
            values += bounds
        return " AND ".join(parts), values


def _all_of(parts: list[dict[str, Any]]) -> dict[str, Any]:
    return {"$and": parts} if len(parts) > 1 else parts[0]
