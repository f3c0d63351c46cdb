"""Where articles were printed besides: copies in the database, and the bands that a near copy is found by.

A copy is kept whole, as it came, at its place: the file it is in, or what stands for an article made in Python. What
is shown, searched and quoted is the article it is a copy of.
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
    """Where a printing is: its file, or a name for an article made in Python that depends on nothing but it."""
    return path if path is not None else _MADE + sha256(_record(article).encode()).hexdigest()


def insert(connection: sqlite3.Connection, original: str, copy: Article, place: str) -> None:
    """Keep a copy of the article with the id `original`; nothing where all that is told of it is the same."""
    told = "SELECT 1 FROM articles WHERE id = ? AND title = ? AND outlet = ? AND day = ? AND url = ?"
    same = connection.execute(told, (original, copy.title, copy.outlet, copy.day, copy.url)).fetchall()
    if copy.id == original and same:
        return
    row = (place, original, copy.id, copy.outlet, copy.day, _record(copy))
    connection.execute("INSERT OR REPLACE INTO copies VALUES (?, ?, ?, ?, ?, ?)", row)


def delete(connection: sqlite3.Connection, place: str) -> None:
    """Forget the copy that was at a place."""
    connection.execute("DELETE FROM copies WHERE place = ?", (place,))


def read(database: Database, ids: Sequence[str] | None = None) -> dict[str, tuple[Article, ...]]:
    """The copies of these articles, or of all, by the articles' ids; each printing once, by date and outlet."""
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
    """The ids of the articles that were printed in a scope by a copy; none where it has no limit."""
    limits, values = scope.limits("copies")
    if not limits:
        return []
    return [row[0] for row in database.rows(f"SELECT DISTINCT article FROM copies WHERE {limits}", values)]


def with_ids(database: Database, ids: Sequence[str]) -> dict[str, tuple[str, Article]]:
    """The copies with these ids, the id of each one's article before it; an id that no copy has is left out."""
    marks = ",".join("?" * len(ids))
    sql = f"SELECT id, article, printing FROM copies WHERE id IN ({marks}) ORDER BY day DESC, outlet DESC, place DESC"
    return {row[0]: (row[1], _article_of(row[2])) for row in database.rows(sql, ids)}


def at_place(database: Database, path: str) -> Article | None:
    """The copy that a file has; None where it has none."""
    rows = database.rows("SELECT printing FROM copies WHERE place = ?", (path,))
    return _article_of(rows[0][0]) if rows else None


def all_printings(database: Database, article: Article) -> list[tuple[str | None, Article]]:
    """An article and its copies, each with its file; None of one made in Python."""
    kept = dict(database.rows("SELECT place, printing FROM copies WHERE article = ?", (article.id,)))
    files = database.rows("SELECT path, copy FROM files WHERE article = ? ORDER BY copy, path", (article.id,))
    found = [(path, _article_of(kept[path]) if path in kept else article) for path, _ in files]
    own = [] if any(not copy for _, copy in files) else [(None, article)]
    return own + found + [(None, _article_of(kept[place])) for place in sorted(kept) if place.startswith(_MADE)]


def successors(database: Database, article_id: str, path: str) -> list[tuple[str | None, Article]]:
    """The copies that are left when a file gives up its article, none where another place has the very text."""
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
    """Make an article one that copies are found of."""
    rows = [(number, article.id) for number in minhash_bands(article.text)]
    connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", rows)


def remove_bands(connection: sqlite3.Connection, article_id: str, text: str) -> None:
    """The opposite, for an article with this text."""
    rows = [(number, article_id) for number in minhash_bands(text)]
    connection.executemany("DELETE FROM bands WHERE hash = ? AND article = ?", rows)


def similar(database: Database, text: str) -> list[str]:
    """The ids of stored articles that a text may be a copy of, or the other way round; the likest first.

    However many there are, the time is the same: of a band that many share only the first are looked at.
    """
    numbers = sorted(minhash_bands(text))
    if not numbers:
        return []
    one = f"SELECT * FROM (SELECT article FROM bands WHERE hash = ? LIMIT {_MOST_IN_BAND})"
    every = " UNION ALL ".join([one] * len(numbers))
    sql = f"SELECT article FROM ({every}) GROUP BY article ORDER BY count(*) DESC, article LIMIT {_MOST_ALIKE}"
    return [row[0] for row in database.rows(sql, numbers)]


def rebuild_bands(database: Database) -> None:
    """Number all articles again where something else did: a store from before, or another version of the library."""
    made = minhash_maker()
    if database.rows("SELECT 1 FROM meta WHERE key = 'bands' AND value = ?", (made,)):
        return
    with database.transaction() as connection:
        connection.execute("DELETE FROM bands")
        for id_, text in connection.execute("SELECT id, text FROM articles"):
            rows = ((number, id_) for number in minhash_bands(text))
            connection.executemany("INSERT INTO bands VALUES (?, ?)", rows)
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('bands', ?)", (made,))


# A printing as it is written


def _record(article: Article) -> str:
    return json.dumps(article_record(replace(article, copies=())), ensure_ascii=False)


def _article_of(written: str) -> Article:
    return article_of_record(json.loads(written))
