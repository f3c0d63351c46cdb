"""The catalogue: which articles there are and what is told of each, without their texts.

It lists what a person browses, newest first. Words are looked for as search looks for them, in titles, outlets and
texts; an article stands for all its copies.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from store.database.database import Database
from store.database.serialization import date_of
from store.scope import Scope
from store.text import word_keys
from store.text import words as words_of

_MOST_WORDS = 20
_KEPT = 16
"""So many searches are remembered until something is written: paging and neighbours ask the same one again."""
_PRINTINGS = "(SELECT id, outlet, day FROM articles UNION ALL SELECT article, outlet, day FROM copies)"

_Asked = tuple[str, Scope]


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What is told of one article: all but its text, of which `length` is the number of characters.

    `outlets` are its own and those of its copies, each once, as far as they are named.
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
    """A part of the articles found, and how many there are in all."""

    entries: tuple[CatalogueEntry, ...]
    total: int


class Catalogue:
    """The articles of one store, to browse. Safe to use from several threads.

    In all methods `words` must each occur in an article, all of them where there are none; more than 20 are not
    looked at. The last may be the beginning of a word, unless a space follows it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._guard = threading.Lock()
        self._written = -1
        self._version = ""
        self._found: dict[_Asked, list[str]] = {}

    def version(self) -> str:
        """12 hexadecimal digits that depend on the articles and nothing else: neither on their order nor on files."""
        with self._guard:
            self._renew()
            if not self._version:
                self._version = self._made_version()
            return self._version

    def page(self, words: str = "", scope: Scope = Scope(), limit: int = 50, offset: int = 0) -> CataloguePage:  # noqa: B008
        """At most `limit` of the articles with these words in this scope, after the first `offset`; newest first."""
        ids = self._ids(words, scope)
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
        ids = self._ids(words, scope)
        if article_id not in ids:
            return None, None
        at = ids.index(article_id)
        return ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None

    def _ids(self, words: str, scope: Scope) -> list[str]:
        """All articles with these words in this scope, in their order."""
        asked = words, scope
        with self._guard:
            written = self._renew()
            if asked in self._found:
                return self._found[asked]
        condition, values = self._condition(words, scope)
        sql = f"SELECT id FROM articles a WHERE {condition} ORDER BY day DESC, id"
        ids = [row[0] for row in self._database.rows(sql, values)]
        with self._guard:
            if written == self._written:  # else they may be older than what is kept
                self._found[asked] = ids
                while len(self._found) > _KEPT:
                    del self._found[next(iter(self._found))]
        return ids

    def _renew(self) -> int:
        """Forget what was found before the last writing."""
        written = self._database.version()
        if written != self._written:
            self._written, self._version = written, ""
            self._found.clear()
        return written

    def _made_version(self) -> str:
        """Made of all printings of each article: whichever came first is the article, the others its copies."""
        printings: dict[str, set[tuple[object, ...]]] = {}
        for article, *told in self._database.rows(
            "SELECT id, id, title, outlet, day FROM articles"
            " UNION ALL SELECT article, id, json_extract(printing, '$.title'), outlet, day FROM copies"
        ):
            printings.setdefault(article, set()).add(tuple(told))
        each = sorted(sorted(alike) for alike in printings.values())
        return hashlib.sha256(json.dumps(each).encode()).hexdigest()[:12]

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
        wanted = list(dict.fromkeys(words_of(words)))[:_MOST_WORDS]
        named = self._outlets_with(wanted)
        for word in wanted:
            begun = word == wanted[-1] and words[-1:].isalnum()
            outlets = [outlet for outlet, told in named if _occurs(word, told, begun)]
            marks = ",".join("?" * len(outlets))
            parts.append(
                "a.id IN (SELECT article FROM passages WHERE id IN"
                " (SELECT rowid FROM passage_words WHERE passage_words MATCH ?)"
                f" UNION SELECT id FROM {_PRINTINGS} WHERE outlet IN ({marks}))"
            )
            values += [_match(word, begun), *outlets]
        return " AND ".join(parts), values

    def _outlets_with(self, wanted: Sequence[str]) -> list[tuple[str, set[str]]]:
        """Each outlet with the index forms of its name's words; none where no words are looked for."""
        if not wanted:
            return []
        rows = self._database.rows("SELECT outlet FROM articles UNION SELECT outlet FROM copies")
        return [(row[0], {key for word in words_of(row[0]) for key in word_keys(word)}) for row in rows]


def _match(word: str, begun: bool) -> str:
    """A word for FTS5: any of its forms, and what begins like it where it may be unfinished."""
    forms = [f'"{key}"' for key in word_keys(word)]
    begins = [f'"{start}" *' for start in _beginnings(word)] if begun else []
    return " OR ".join([*forms, *begins])


def _occurs(word: str, keys: set[str], begun: bool) -> bool:
    """The same for a few forms at hand."""
    begins = _beginnings(word) if begun else ()
    return not keys.isdisjoint(word_keys(word)) or any(key.startswith(begins) for key in keys)


def _beginnings(word: str) -> tuple[str, ...]:
    """How the forms of a word begin of which this is typed: its own fullest, and what follows an Arabic "the"."""
    starts = (word_keys(word)[0], word.removeprefix("ال"))
    return tuple(start for start in dict.fromkeys(starts) if start)


def _named(outlets: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, outlets)))
