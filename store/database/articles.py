"""Articles in the database: inserted, deleted and read, with all that is stored for each."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.article import Article, Span
from store.database import copies as printings
from store.database import repeated_lines
from store.database.database import Database, damaged
from store.database.serialization import COLUMNS, article_of_row, article_row, date_of
from store.embedding import add_sums, pack_sum
from store.text import Division, Sentence, index_text, names_of, searched_title, stretch


@dataclass(frozen=True, slots=True)
class Reading:
    """The encoder's output for a sentence, a passage, or a translation of one.

    `vector`, float32 [dimensions], has unit length; `states` are its packed token states.
    """

    text: str
    vector: NDArray[np.float32]
    states: bytes


def insert(
    connection: sqlite3.Connection,
    article: Article,
    division: Division,
    title: Sequence[Reading],
    readings: Sequence[Sequence[Reading]],
    passages: Sequence[tuple[str, Reading]],
) -> None:
    """Write an article with its sentences, passages, words, vectors and token states; replace one with its id.

    `title` and, for each sentence, `readings` hold its own reading and then its translations'; `passages` those of
    each passage and of its translations, each with the name of its vector.
    """
    delete(connection, article.id)
    packed = [reading.states for found in readings for reading in found]
    tokens, total = pack_sum(packed, len(readings[0][0].vector))
    first = _first_free(connection) + len(title)
    marks = ", ".join("?" * (len(COLUMNS.split(", ")) + 4))
    connection.execute(
        f"INSERT INTO articles ({COLUMNS}, tokens, states_sum, title_states, title_readings) VALUES ({marks})",
        (*article_row(article), tokens, total, first - len(title), len(title)),
    )
    titles = [reading.states for reading in title]
    connection.executemany("INSERT INTO states VALUES (?, ?)", enumerate(titles + packed, first - len(title)))
    firsts = accumulate((len(found) for found in readings), initial=first)
    rows = groupby(zip(division.sentences, readings, firsts, strict=False), key=lambda row: row[0].passage)
    for span, (number, of_passage) in zip(division.passages, rows, strict=True):
        _insert_passage(connection, article, number, span, list(of_passage))
    insert_vectors(connection, "passages", {name: reading.vector for name, reading in passages}, article.id)
    _add_to_totals(connection, article.id)
    printings.index_bands(connection, article)


def insert_vectors(
    connection: sqlite3.Connection, kind: str, vectors: Mapping[str, NDArray[np.float32]], article_id: str = ""
) -> None:
    """Write vectors, float32 [dimensions], by their names."""
    connection.executemany(
        "INSERT INTO vectors (kind, name, article, vector) VALUES (?, ?, ?, ?)",
        [(kind, name, article_id, vector.astype(np.float32).tobytes()) for name, vector in vectors.items()],
    )


def _first_free(connection: sqlite3.Connection) -> int:
    """An id that no token states ever had: who still has the id of deleted ones must not find others'."""
    rows = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'states'").fetchall()
    return rows[0][0] + 1 if rows else 1


def _insert_passage(
    connection: sqlite3.Connection,
    article: Article,
    number: int,
    span: Span,
    rows: Sequence[tuple[Sentence, Sequence[Reading], int]],
) -> None:
    vectors = np.array([reading.vector for _, found, _ in rows for reading in found], np.float16)
    readings = bytes(len(found) for _, found, _ in rows)
    keys = keys_of(article, span, title=True)
    passage = connection.execute(
        'INSERT INTO passages (article, number, start, "end", readings, vectors) VALUES (?, ?, ?, ?, ?, ?)',
        (article.id, number, span.start, span.end, readings, vectors.tobytes()),
    ).lastrowid
    connection.execute("INSERT INTO lengths VALUES (?, ?, ?)", (passage, len(keys.split()), article.language))
    connection.execute("INSERT INTO passage_words (rowid, keys) VALUES (?, ?)", (passage, keys))
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                passage,
                s.number,
                s.start,
                s.end,
                s.statement,
                keys_of(article, Span(s.start, s.end)),
                first,
                len(found),
            )
            for s, found, first in rows
        ],
    )


def _add_to_totals(connection: sqlite3.Connection, article_id: str, sign: int = 1) -> None:
    """Add an article's passages, words and states to its language's totals, or subtract them with `sign` -1."""
    ((language, tokens, states, passages, words, before),) = connection.execute(
        "SELECT a.language, a.tokens, a.states_sum, count(*), sum(l.words), t.states FROM articles a"
        " JOIN passages p ON p.article = a.id JOIN lengths l ON l.passage = p.id"
        " LEFT JOIN totals t ON t.language = a.language WHERE a.id = ?",
        (article_id,),
    ).fetchall()
    connection.execute("INSERT OR IGNORE INTO totals VALUES (?, 0, 0, 0, x'')", (language,))
    connection.execute(
        "UPDATE totals SET passages = passages + ?, words = words + ?, tokens = tokens + ?, states = ?"
        " WHERE language = ?",
        (sign * passages, sign * words, sign * tokens, add_sums(before or b"", states, sign), language),
    )
    connection.execute("DELETE FROM totals WHERE passages = 0")


def keys_of(article: Article, span: Span, title: bool = False) -> str:
    """The index forms of a span of the article and its translations; with `title`, of its title and date too."""
    texts = [searched_title(article.title), names_of(article.date) if article.date else ""] if title else []
    texts.append(stretch(article.text, span.start, span.end))
    texts += [line for language in article.translated_into for line in article.translated_lines(span, language)]
    return index_text(texts)


def delete(connection: sqlite3.Connection, article_id: str) -> None:
    """Delete every row of an article, where there is one, but for its files and copies."""
    if not connection.execute("SELECT 1 FROM articles WHERE id = ?", (article_id,)).fetchall():
        return
    printings.remove_bands(connection, article_id)
    _add_to_totals(connection, article_id, sign=-1)
    repeated_lines.uncount(connection, article_id)
    connection.execute(
        "DELETE FROM states WHERE id >= (SELECT title_states FROM articles WHERE id = ?1)"
        " AND id < (SELECT title_states + title_readings FROM articles WHERE id = ?1)",
        (article_id,),
    )
    for (passage,) in connection.execute("SELECT id FROM passages WHERE article = ?", (article_id,)).fetchall():
        connection.execute(
            "DELETE FROM states WHERE id BETWEEN (SELECT min(states) FROM sentences WHERE passage = ?1)"
            " AND (SELECT max(states + readings) - 1 FROM sentences WHERE passage = ?1)",
            (passage,),
        )
        connection.execute("DELETE FROM sentences WHERE passage = ?", (passage,))
        connection.execute("DELETE FROM lengths WHERE passage = ?", (passage,))
        connection.execute("DELETE FROM passage_words WHERE rowid = ?", (passage,))
    connection.execute(
        "INSERT INTO gone (kind, name) SELECT kind, name FROM vectors WHERE article = ? ORDER BY id", (article_id,)
    )
    connection.execute("DELETE FROM vectors WHERE article = ?", (article_id,))
    connection.execute("DELETE FROM passages WHERE article = ?", (article_id,))
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def read(database: Database, ids: Sequence[str] | None = None) -> list[Article]:
    """The articles with these ids, or all, by date and id."""
    if ids is None:
        found = database.rows(f"SELECT {COLUMNS} FROM articles ORDER BY day, id")
    else:
        marks = ",".join("?" * len(ids))
        found = database.rows(f"SELECT {COLUMNS} FROM articles WHERE id IN ({marks}) ORDER BY day, id", ids)
    copies = printings.read(database, ids)
    return [replace(_checked(database, row), copies=copies.get(row[0], ())) for row in found]


def iterate(database: Database) -> Iterator[Article]:
    """All articles by date and id, one at a time. Raises StoreDamagedError at one that is not as it was written."""
    for row in database.stream(f"SELECT {COLUMNS} FROM articles ORDER BY day, id"):
        yield replace(_checked(database, row), copies=printings.read(database, [row[0]]).get(row[0], ()))


def _checked(database: Database, row: tuple[Any, ...]) -> Article:
    try:
        return article_of_row(row)
    except ValueError as error:
        raise damaged(database.folder, f"the article {row[0]}: {error}") from error


def passages(database: Database, article_id: str) -> list[Span]:
    """The spans of an article's passages, in their order."""
    sql = 'SELECT start, "end" FROM passages WHERE article = ? ORDER BY number'
    return [Span(start, end) for start, end in database.rows(sql, (article_id,))]


def last_day(database: Database) -> dt.date | None:
    """The date of the newest article; None where none has one."""
    return date_of(database.rows("SELECT coalesce(max(day), 0) FROM articles")[0][0])
