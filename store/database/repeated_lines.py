"""Page furniture that no rule knows: lines that an outlet repeats from article to article.

It is learned from the corpus and stays in the text; it is only never quoted. A line that is repeated may also be news
(a background sentence, an entry of a chronology), and news shares its words with the articles it stands in, as
furniture does not: what counts is in how many of an outlet's articles a line stands apart from what they tell. It is
counted as articles come and go, in their own transaction, so that the order they came in plays no part.
"""

from __future__ import annotations

import hashlib
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
"""A line that stands apart from so many articles of an outlet is furniture."""
PROSE_ARTICLES = 5
PROSE_SHARE = 0.25
"""A sentence must do so in more, which are at least this share of the outlet's articles."""
APART = 0.75
"""And so must this share of the articles it stands in: a line that tells of some of them is news."""
PHRASE_WORDS = 8
"""A longer line may well say something though no mark ends it."""
SHARED = 0.25
"""A line stands apart where no more of its words than this share are said elsewhere in the article."""
EDGE = 4
"""A sentence is furniture only among so many lines at either end of an article."""
_EVERY = 0
"""Stands for a line that is in each article of an outlet, which counts them."""
_LINE = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True, slots=True)
class RepeatedLine:
    """A line of an article that its outlet repeats, `text[span.start:span.end]`, in so many of its `articles`."""

    span: Span
    articles: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with words; `prose` if it may well say something: a sentence, a long line, or one with figures."""

    span: Span
    words: tuple[str, ...]
    prose: bool

    @property
    def key(self) -> int:
        """A number that stands for its words, whatever signs and spaces are between them."""
        digest = hashlib.sha256(" ".join(self.words).encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)


def source_of(article: Article) -> str:
    """Whose furniture an article has: its outlet's, else that of its address's host; "" where neither is known."""
    try:
        return article.outlet or urlsplit(article.url).hostname or ""
    except ValueError:
        return ""


def count(connection: sqlite3.Connection, article: Article) -> None:
    """Note the lines of a new article that may be furniture."""
    source = source_of(article)
    if not source:
        return
    rows = [(article.id, 0, 0, source, _EVERY, False, True)]
    rows += [(article.id, s.start, s.end, source, key, prose, apart) for s, key, prose, apart in _candidates(article)]
    connection.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    _add(connection, article.id, 1)


def uncount(connection: sqlite3.Connection, article_id: str) -> None:
    """Forget the lines of an article that is taken away."""
    _add(connection, article_id, -1)
    connection.execute(
        "DELETE FROM repeated WHERE articles = 0"
        " AND (source, line) IN (SELECT source, line FROM lines WHERE article = ?)",
        (article_id,),
    )
    connection.execute("DELETE FROM lines WHERE article = ?", (article_id,))


def _add(connection: sqlite3.Connection, article_id: str, sign: int) -> None:
    """Add an article to the counts of its lines, or take it away; a line that it has twice counts once."""
    connection.execute(
        "INSERT INTO repeated SELECT source, line, ?1, ?1 * max(apart) FROM lines WHERE article = ?2"
        " GROUP BY source, line ON CONFLICT DO UPDATE"
        " SET articles = articles + excluded.articles, apart = apart + excluded.apart",
        (sign, article_id),
    )


def _candidates(article: Article) -> Iterator[tuple[Span, int, bool, bool]]:
    """The lines that may be furniture: where they stand, their keys, whether they are prose, whether apart."""
    lines = [_line(found.group(), found.start()) for found in _LINE.finditer(article.text)]
    lines = [line for line in lines if line.words]
    own = set(words(source_of(article)))
    said = Counter(key for line in lines if line.prose for key in _keys(line))
    for n, line in enumerate(lines):
        if not line.prose or n < EDGE or n >= len(lines) - EDGE:
            yield line.span, line.key, line.prose, _stands_apart(line, said, own)


def _line(text: str, start: int) -> _Line:
    found = tuple(words(text))
    prose = len(found) > PHRASE_WORDS or is_sentence(text) or any(word[0].isdigit() for word in found)
    return _Line(Span(start, start + len(text)), found, prose)


def _keys(line: _Line) -> set[str]:
    return {key for word in line.words for key in word_keys(word)}


def _stands_apart(line: _Line, said: Counter[str], own: Iterable[str]) -> bool:
    """Whether its words, but for the outlet's own name, are not those of the article's prose."""
    content = [word for word in line.words if len(word) > 1 and word not in STOPWORDS and word not in own]
    itself = int(line.prose)
    shared = sum(any(said[key] > itself for key in word_keys(word)) for word in content)
    return shared <= SHARED * len(content)


class RepeatedLines:
    """What a store has learned of its outlets' furniture."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def repeated(self, article_ids: Sequence[str]) -> dict[str, list[RepeatedLine]]:
        """The lines of these articles that are furniture, in their order; articles without any are left out."""
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
