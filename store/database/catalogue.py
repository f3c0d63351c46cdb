"""The catalogue: a list of the articles without their texts, newest first, to browse and to filter.

Words match as they do in search, in titles, outlets and texts. An article stands for all its copies.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from store.database.database import Database
from store.database.serialization import date_of
from store.scope import Scope
from store.text import word_keys
from store.text import words as words_of

_MOST_WORDS = 20
_CACHED = 16
"""So many results are cached: the next page and an article's neighbours need the same one again."""
_PRINTINGS = "(SELECT id, outlet, day FROM articles UNION ALL SELECT article, outlet, day FROM copies)"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One article without its text, of which `length` is the number of characters.

    `outlets` are its own and those of its copies, each once, without unnamed ones.
    """

    id: str
    title: str
    outlets: tuple[str, ...]
    date: dt.date | None
    language: str
    url: str
    length: int


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """Some of the articles found, and the number of all."""

    entries: tuple[CatalogueEntry, ...]
    total: int


class Catalogue:
    """The articles of one store, to browse. Safe to use from several threads.

    In all methods `words` restricts the articles to those with each of these words; words after the first 20 are
    ignored. The last may be the beginning of a word, unless a space follows it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._ids = lru_cache(_CACHED)(self._find_ids)
        self._hash = lru_cache(1)(self._compute_hash)

    def version(self) -> str:
        """12 hexadecimal digits that depend on the articles and nothing else: neither on their order nor on files."""
        return self._hash(self._database.version())

    def page(self, words: str = "", scope: Scope = Scope(), limit: int = 50, offset: int = 0) -> CataloguePage:  # noqa: B008
        """At most `limit` of the articles with these words in this scope, after the first `offset`; newest first."""
        ids = self._ids(self._database.version(), words, scope)
        return CataloguePage(self._entries(ids[max(offset, 0) :][: max(limit, 0)]), len(ids))

    def outlets(self, words: str = "", scope: Scope = Scope()) -> list[tuple[str, int]]:  # noqa: B008
        """How many of these articles each outlet printed; most first, then by name. An unnamed outlet is ""."""
        condition, values = self._condition(words, scope)
        limits, bounds = scope.limits("a")
        return self._database.rows(
            f"SELECT outlet, count(DISTINCT id) FROM {_PRINTINGS} a WHERE {limits or 'TRUE'} AND {condition}"
            " GROUP BY outlet ORDER BY 2 DESC, outlet",
            [*bounds, *values],
        )

    def days(self, words: str = "", scope: Scope = Scope()) -> tuple[dt.date, dt.date] | None:  # noqa: B008
        """The first and the last day of these articles; None where none has a date."""
        condition, values = self._condition(words, scope)
        sql = f"SELECT min(day), max(day) FROM articles a WHERE day > 0 AND {condition}"
        first, last = (date_of(day or 0) for day in self._database.rows(sql, values)[0])
        return (first, last) if first and last else None

    def neighbours(
        self,
        article_id: str,
        words: str = "",
        scope: Scope = Scope(),  # noqa: B008
    ) -> tuple[str | None, str | None]:
        """The articles listed before and after this one; None where there is none, nor for one not listed."""
        ids = self._ids(self._database.version(), words, scope)
        if article_id not in ids:
            return None, None
        at = ids.index(article_id)
        return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None

    def _find_ids(self, version: int, words: str, scope: Scope) -> list[str]:
        """All articles with these words in this scope, in their order. `version` is part of the key of the cache."""
        condition, values = self._condition(words, scope)
        sql = f"SELECT id FROM articles a WHERE {condition} ORDER BY day DESC, id"
        return [row[0] for row in self._database.rows(sql, values)]

    def _compute_hash(self, version: int) -> str:
        """A hash of the set of each article's printings: which of them is the article depends on their order."""
        printings: dict[str, set[tuple[object, ...]]] = {}
        for article, *fields in self._database.rows(
            "SELECT id, id, title, outlet, day FROM articles"
            " UNION ALL SELECT article, id, json_extract(printing, '$.title'), outlet, day FROM copies"
        ):
            printings.setdefault(article, set()).add(tuple(fields))
        reports = sorted(map(sorted, printings.values()))
        return hashlib.sha256(json.dumps(reports).encode()).hexdigest()[:12]

    def _entries(self, ids: list[str]) -> tuple[CatalogueEntry, ...]:
        marks = ",".join("?" * len(ids))
        rows = self._database.rows(
            f"SELECT id, title, outlet, day, language, url, length(text) FROM articles WHERE id IN ({marks})", ids
        )
        copies = self._database.rows(
            f"SELECT article, outlet FROM copies WHERE article IN ({marks}) ORDER BY day, outlet, place", ids
        )
        outlets = {row[0]: [row[2]] for row in rows}
        for article, outlet in copies:
            outlets.setdefault(article, []).append(outlet)
        found = {
            id_: CatalogueEntry(id_, title, _named(outlets[id_]), date_of(day), language, url, length)
            for id_, title, _, day, language, url, length in rows
        }
        return tuple(found[id_] for id_ in ids if id_ in found)

    def _condition(self, words: str, scope: Scope) -> tuple[str, list[object]]:
        """Which articles `a` have these words and were printed in this scope, with its parameters."""
        limits, values = scope.limits("b")
        parts = [f"a.id IN (SELECT id FROM {_PRINTINGS} b WHERE {limits})"] if limits else ["TRUE"]
        if scope.language:
            parts, values = (
                [*parts, "a.id IN (SELECT id FROM articles WHERE language = ?)"],
                [*values, scope.language],
            )
        wanted = list(dict.fromkeys(words_of(words)))[:_MOST_WORDS]
        keys_by_outlet = self._outlet_keys() if wanted else {}
        for word in wanted:
            is_prefix = word == wanted[-1] and words[-1:].isalnum()
            outlets = [outlet for outlet, keys in keys_by_outlet.items() if _occurs(word, keys, is_prefix)]
            marks = ",".join("?" * len(outlets))
            parts.append(
                "a.id IN (SELECT article FROM passages WHERE id IN"
                " (SELECT rowid FROM passage_words WHERE passage_words MATCH ?)"
                f" UNION SELECT id FROM {_PRINTINGS} WHERE outlet IN ({marks}))"
            )
            values += [_match(word, is_prefix), *outlets]
        return " AND ".join(parts), values

    def _outlet_keys(self) -> dict[str, set[str]]:
        """Each outlet with the index forms of its name's words."""
        rows = self._database.rows("SELECT outlet FROM articles UNION SELECT outlet FROM copies")
        return {row[0]: {key for word in words_of(row[0]) for key in word_keys(word)} for row in rows}


def _match(word: str, is_prefix: bool) -> str:
    """An FTS5 expression for any index form of a word, and for words that begin like it if it is a prefix."""
    forms = [f'"{key}"' for key in word_keys(word)]
    prefixes = [f'"{prefix}" *' for prefix in _prefixes(word)] if is_prefix else []
    return " OR ".join([*forms, *prefixes])


def _occurs(word: str, keys: set[str], is_prefix: bool) -> bool:
    """Whether the same expression matches these index forms."""
    prefixes = _prefixes(word) if is_prefix else ()
    return not keys.isdisjoint(word_keys(word)) or any(key.startswith(prefixes) for key in keys)


def _prefixes(word: str) -> tuple[str, ...]:
    """What the index forms begin with of words that begin like this one; also without an Arabic article."""
    prefixes = (word_keys(word)[0], word.removeprefix("ال"))
    return tuple(prefix for prefix in dict.fromkeys(prefixes) if prefix)


def _named(outlets: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, outlets)))
