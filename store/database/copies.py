"""Copies of articles in the database, and the MinHash bands that near copies are found by.

A copy is stored whole under its place: the path of its file, or a name computed from its content where it was made in
Python. Only the article that it is a copy of is searched.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from store.article import Article
from store.database.database import Database, damaged
from store.database.serialization import article_of_record, article_record
from store.errors import ReadingError
from store.scope import Scope
from store.text import minhash_bands, minhash_maker

_MADE = "made:"  # no path begins so: they are absolute
_MOST_IN_BAND = 50
_MOST_ALIKE = 20


def place(article: Article, path: str | None) -> str:
    """The place of an article: its path, or a hash of it where it was made in Python."""
    return path if path is not None else _MADE + sha256(_record(article).encode()).hexdigest()


def insert(connection: sqlite3.Connection, original: str, copy: Article, place: str) -> None:
    """Store a copy of the article with the id `original`, unless it differs in nothing from it."""
    sql = "SELECT 1 FROM articles WHERE id = ? AND title = ? AND outlet = ? AND day = ? AND url = ?"
    same = connection.execute(sql, (original, copy.title, copy.outlet, copy.day, copy.url)).fetchall()
    if copy.id == original and same:
        return
    row = (place, original, copy.id, copy.outlet, copy.day, _record(copy))
    connection.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?, ?, ?)", row)


def delete(connection: sqlite3.Connection, place: str) -> None:
    """Delete the copy at a place."""
    connection.execute("DELETE FROM copies WHERE place = ?", (place,))


def read(database: Database, ids: Sequence[str] | None = None) -> dict[str, tuple[Article, ...]]:
    """The copies of these articles, or of all, by the articles' ids; equal ones once, by date and outlet."""
    marks = "" if ids is None else f"WHERE article IN ({','.join('?' * len(ids))})"
    sql = f"SELECT article, printing FROM copies {marks} ORDER BY day, outlet, place"
    found: dict[str, dict[Article, None]] = {}
    for article, printing in database.rows(sql, ids or ()):
        try:
            found.setdefault(article, {})[_article_of(printing)] = None
        except (ReadingError, ValueError) as error:
            raise damaged(database.folder, f"a copy of the article {article}: {error}") from error
    return {article: tuple(printings) for article, printings in found.items()}


def articles_within(database: Database, scope: Scope) -> list[str]:
    """The ids of the articles of which a copy lies in a scope; none where the scope has no limit."""
    limits, values = scope.limits("copies")
    if not limits:
        return []
    return [row[0] for row in database.rows(f"SELECT DISTINCT article FROM copies WHERE {limits}", values)]


def with_ids(database: Database, ids: Sequence[str]) -> dict[str, tuple[str, Article]]:
    """For each of these ids that a copy has, the id of its article and the copy."""
    marks = ",".join("?" * len(ids))
    sql = f"SELECT id, article, printing FROM copies WHERE id IN ({marks}) ORDER BY day DESC, outlet DESC, place DESC"
    return {row[0]: (row[1], _article_of(row[2])) for row in database.rows(sql, ids)}


def at_place(database: Database, path: str) -> Article | None:
    """The copy at a path; None where there is none."""
    rows = database.rows("SELECT printing FROM copies WHERE place = ?", (path,))
    return _article_of(rows[0][0]) if rows else None


def all_printings(database: Database, article: Article) -> list[tuple[str | None, Article]]:
    """An article and its copies, each with its path, or None where it was made in Python."""
    kept = dict(database.rows("SELECT place, printing FROM copies WHERE article = ?", (article.id,)))
    files = database.rows("SELECT path, copy FROM files WHERE article = ? ORDER BY copy, path", (article.id,))
    found = [(path, _article_of(kept[path]) if path in kept else article) for path, _ in files]
    own = [] if any(not copy for _, copy in files) else [(None, article)]
    return own + found + [(None, _article_of(kept[place])) for place in sorted(kept) if place.startswith(_MADE)]


def successors(database: Database, article_id: str, path: str) -> list[tuple[str | None, Article]]:
    """The copies that are left when a path no longer has its article; none where another has the same text."""
    exact = database.rows(
        "SELECT 1 FROM files WHERE article = ?1 AND path <> ?2"
        " AND path NOT IN (SELECT place FROM copies WHERE article = ?1 AND id <> ?1)",
        (article_id, path),
    )
    if exact:
        return []
    rows = database.rows(
        "SELECT place, printing FROM copies WHERE article = ? AND place <> ? ORDER BY day, outlet, place",
        (article_id, path),
    )
    return [(None if place.startswith(_MADE) else place, _article_of(printing)) for place, printing in rows]


# Bands


def index_bands(connection: sqlite3.Connection, article: Article) -> None:
    """Have copies found of an article."""
    _insert_bands(connection, article.id, article.text)


def _insert_bands(connection: sqlite3.Connection, article_id: str, text: str) -> None:
    rows = [(band, article_id) for band in minhash_bands(text)]
    connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", rows)


def remove_bands(connection: sqlite3.Connection, article_id: str) -> None:
    """Have no more copies found of an article."""
    connection.execute("DELETE FROM bands WHERE article = ?", (article_id,))


def similar(database: Database, text: str) -> list[str]:
    """The ids of at most 20 stored articles that share bands with a text, those that share most first.

    Of a band that many articles share, only the first 50 are considered.
    """
    numbers = sorted(minhash_bands(text))
    if not numbers:
        return []
    one = f"SELECT * FROM (SELECT article FROM bands WHERE hash = ? LIMIT {_MOST_IN_BAND})"
    every = " UNION ALL ".join([one] * len(numbers))
    sql = f"SELECT article FROM ({every}) GROUP BY article ORDER BY count(*) DESC, article LIMIT {_MOST_ALIKE}"
    return [row[0] for row in database.rows(sql, numbers)]


def rebuild_bands(database: Database) -> None:
    """Compute all bands again in a store that has none yet, or those of another version of the MinHash library."""
    made = minhash_maker()
    if database.rows("SELECT 1 FROM meta WHERE key = 'bands' AND value = ?", (made,)):
        return
    with database.transaction() as connection:
        connection.execute("DELETE FROM bands")
        for id_, text in connection.execute("SELECT id, text FROM articles"):
            _insert_bands(connection, id_, text)
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('bands', ?)", (made,))


# A copy as it is stored


def _record(article: Article) -> str:
    return json.dumps(article_record(replace(article, copies=())), ensure_ascii=False)


def _article_of(written: str) -> Article:
    return article_of_record(json.loads(written))
