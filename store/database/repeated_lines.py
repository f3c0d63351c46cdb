"""Boilerplate that no rule finds: lines that an outlet repeats from article to article.

Where an article names no outlet and has no address, those it came with are taken for its outlet's. They are counted
in the corpus; they stay in the text and are never quoted. A repeated line may also be news, such as
a background sentence. News shares its words with the rest of its article, boilerplate does not: what counts is in how
many of an outlet's articles a line stands apart, sharing few words. The counts change in the transaction that writes
or deletes an article, so they do not depend on the order of the articles.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from store.article import Article, Span
from store.database.database import Database
from store.text import STOPWORDS, is_sentence, word_keys, words

ARTICLES = 3
"""A line that stands apart in so many articles of an outlet is boilerplate."""
PROSE_ARTICLES = 5
PROSE_SHARE = 0.25
"""A line of prose must stand apart in so many, and in this share of the outlet's articles."""
APART = 0.75
"""Every such line must stand apart in this share of the articles that it is in."""
PHRASE_WORDS = 8
"""A line with more words is prose, though no full stop ends it."""
SHARED = 0.25
"""A line stands apart where at most this share of its words occur elsewhere in the article's prose."""
EDGE = 4
"""Prose is boilerplate only among so many lines at either end of an article."""
_EVERY = 0
"""The key of an imaginary line that every article has: its count is that of the outlet's articles."""
_LINE = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class RepeatedLine:
    """A line of an article that its outlet repeats, `text[span.start:span.end]`, in so many of its `articles`."""

    span: Span
    articles: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words; `prose` if it is a sentence, a long line, or one with digits."""

    span: Span
    words: tuple[str, ...]
    prose: bool

    @property
    def key(self) -> int:
        """A hash of its words, 64 bits, signed; punctuation and spaces do not count."""
        digest = hashlib.sha256(" ".join(self.words).encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)


def source_of(article: Article) -> str:
    """Whose boilerplate an article has: its outlet, else the host of its URL; "" where neither is known."""
    try:
        return article.outlet or urlsplit(article.url).hostname or ""
    except ValueError:
        return ""


def count(connection: sqlite3.Connection, article: Article) -> None:
    """Count the lines of a new article that may be boilerplate, once it is known which file has it."""
    source = source_of(article) or _batch_of(connection, article.id)
    if not source:
        return
    rows = [(article.id, 0, 0, source, _EVERY, False, True)]
    rows += [(article.id, s.start, s.end, source, key, prose, apart) for s, key, prose, apart in _candidates(article)]
    connection.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    _add(connection, article.id, 1)


def _batch_of(connection: sqlite3.Connection, article_id: str) -> str:
    """What an article came with that names no source: the file that has many, else the folder of its own file."""
    rows = connection.execute("SELECT path, file FROM files WHERE article = ? ORDER BY copy, path", (article_id,))
    path, file = rows.fetchone() or ("", "")
    return file if path != file else os.path.dirname(file)


def uncount(connection: sqlite3.Connection, article_id: str) -> None:
    """Subtract the lines of an article that is deleted."""
    _add(connection, article_id, -1)
    connection.execute(
        "DELETE FROM repeated WHERE articles = 0"
        " AND (source, line) IN (SELECT source, line FROM lines WHERE article = ?)",
        (article_id,),
    )
    connection.execute("DELETE FROM lines WHERE article = ?", (article_id,))


def _add(connection: sqlite3.Connection, article_id: str, sign: int) -> None:
    """Add `sign` to the counts of an article's lines; a line that it has twice counts once."""
    connection.execute(
        "INSERT INTO repeated SELECT source, line, ?1, ?1 * max(apart) FROM lines WHERE article = ?2"
        " GROUP BY source, line ON CONFLICT DO UPDATE"
        " SET articles = articles + excluded.articles, apart = apart + excluded.apart",
        (sign, article_id),
    )


def _candidates(article: Article) -> Iterator[tuple[Span, int, bool, bool]]:
    """The lines that may be boilerplate: span, key, whether it is prose, whether it stands apart."""
    lines = [_line(found.group(), found.start()) for found in _LINE.finditer(article.text)]
    lines = [line for line in lines if line.words]
    own = set(words(source_of(article)))
    prose_keys = Counter(key for line in lines if line.prose for key in _keys(line))
    for n, line in enumerate(lines):
        if not line.prose or n < EDGE or n >= len(lines) - EDGE:
            yield line.span, line.key, line.prose, _stands_apart(line, prose_keys, own)


def _line(text: str, start: int) -> _Line:
    found = tuple(words(text))
    prose = len(found) > PHRASE_WORDS or is_sentence(text) or any(word[0].isdigit() for word in found)
    return _Line(Span(start, start + len(text)), found, prose)


def _keys(line: _Line) -> set[str]:
    return {key for word in line.words for key in word_keys(word)}


def _stands_apart(line: _Line, prose_keys: Counter[str], own: Iterable[str]) -> bool:
    """Whether its words, without the outlet's own name, hardly occur in the article's other prose."""
    content = [word for word in line.words if len(word) > 1 and word not in STOPWORDS and word not in own]
    itself = int(line.prose)
    shared = sum(any(prose_keys[key] > itself for key in word_keys(word)) for word in content)
    return shared <= SHARED * len(content)


class RepeatedLines:
    """The repeated lines of a store's outlets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, article_ids: Sequence[str]) -> dict[str, list[RepeatedLine]]:
        """For each of these articles that has any, its lines that are boilerplate, in their order."""
        marks = ",".join("?" * len(article_ids))
        rows = self._database.rows(
            'SELECT l.article, l.start, l."end", r.articles FROM lines l'
            " CROSS JOIN repeated r ON r.source = l.source AND r.line = l.line"
            f" WHERE l.article IN ({marks}) AND l.line != ? AND r.apart >= ? AND r.apart >= ? * r.articles"
            " AND (NOT l.prose OR r.apart >= max(?, ? * (SELECT every.articles FROM repeated every"
            " WHERE every.source = l.source AND every.line = ?))) ORDER BY l.article, l.start",
            (*article_ids, _EVERY, ARTICLES, APART, PROSE_ARTICLES, PROSE_SHARE, _EVERY),
        )
        found: dict[str, list[RepeatedLine]] = {}
        for article_id, start, end, articles in rows:
            found.setdefault(article_id, []).append(RepeatedLine(Span(start, end), articles))
        return found
