"""Articles in the database: put on the shelf, taken down, read."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from store.arabic import index_text
from store.article import Article, Span, Translation
from store.database import Database
from store.dates import names_of
from store.passages import Division
from store.states import States, pack, pack_sum

_COLUMNS = "id, title, text, outlet, day, url, language, sources, translations"


def day_number(date: dt.date | None) -> int:
    """A date as the number YYYYMMDD, 0 for none: what both SQLite and Chroma can compare."""
    return date.year * 10000 + date.month * 100 + date.day if date else 0


def _date(day: int) -> dt.date | None:
    return dt.date(day // 10000, day // 100 % 100, day % 100) if day else None


def put(
    connection: sqlite3.Connection, article: Article, division: Division, states: Sequence[tuple[int, States]]
) -> None:
    """Write an article with its sentences, passages, words and token states, in place of what its id had.

    `states` holds (sentence number, states), one for each language a sentence is there in.
    """
    take_down(connection, article.id)
    tokens, total = pack_sum([found for _, found in states])
    connection.execute(
        f"INSERT INTO articles ({_COLUMNS}, tokens, states_sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*_row(article), tokens, total),
    )
    connection.executemany(
        "INSERT INTO states (article, number, states) VALUES (?, ?, ?)",
        [(article.id, number, pack(found)) for number, found in states],
    )
    connection.executemany(
        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                article.id,
                s.number,
                s.passage,
                s.start,
                s.end,
                s.states,
                keys_of(article, Span(s.start, s.end)),
            )
            for s in division.sentences
        ],
    )
    for number, span in enumerate(division.passages):
        row = connection.execute(
            'INSERT INTO passages (article, number, start, "end") VALUES (?, ?, ?, ?)',
            (article.id, number, span.start, span.end),
        ).lastrowid
        connection.execute(
            "INSERT INTO passage_words (rowid, keys) VALUES (?, ?)", (row, keys_of(article, span, title=True))
        )


def keys_of(article: Article, span: Span, title: bool = False) -> str:
    """The index forms of a stretch of the article and of its translations; of its title and date too, if wanted."""
    texts = [article.title, names_of(article.date) if article.date else ""] if title else []
    texts.append(article.text[span.start : span.end])
    texts += [article.translated(span, translation.language) or "" for translation in article.translations]
    return index_text(texts)


def take_down(connection: sqlite3.Connection, article_id: str) -> None:
    """Remove every row of an article; nothing happens where there is none."""
    connection.execute(
        "DELETE FROM passage_words WHERE rowid IN (SELECT id FROM passages WHERE article = ?)", (article_id,)
    )
    for table in ("passages", "sentences", "states"):
        connection.execute(f"DELETE FROM {table} WHERE article = ?", (article_id,))
    connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))


def read(database: Database, ids: Sequence[str] | None = None) -> list[Article]:
    """The articles with these ids, or all, by date and id."""
    if ids is None:
        found = database.rows(f"SELECT {_COLUMNS} FROM articles ORDER BY day, id")
    else:
        marks = ",".join("?" * len(ids))
        found = database.rows(f"SELECT {_COLUMNS} FROM articles WHERE id IN ({marks}) ORDER BY day, id", ids)
    return [_article(row) for row in found]


def _row(article: Article) -> tuple[object, ...]:
    return (
        article.id,
        article.title,
        article.text,
        article.outlet,
        day_number(article.date),
        article.url,
        article.language,
        json.dumps(article.sources, ensure_ascii=False),
        json.dumps([asdict(translation) for translation in article.translations], ensure_ascii=False),
    )


def _article(row: tuple[Any, ...]) -> Article:
    _, title, text, outlet, day, url, language, sources, translations = row
    return Article(
        title=title,
        text=text,
        outlet=outlet,
        date=_date(day),
        url=url,
        language=language,
        sources=tuple(json.loads(sources)),
        translations=tuple(Translation(**fields) for fields in json.loads(translations)),
    )
