"""What must hold of a store whatever was done to it: its tables, its vectors and its articles tell the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import numpy as np

from store import Article, Corpus, Span
from store.database.articles import keys_of
from store.database.journal import TABLES, replay_journal
from store.embedding.token_states import pack_states, pack_sum
from store.text.chunking import Division, divide_text

Rows = list[tuple[Any, ...]]
Readings = dict[str, tuple[bytes, bytes]]
"""By its text, a reading's vector and states as they are kept."""


def check(corpus: Corpus, leftovers: bool = False) -> None:
    """Everything agrees. With `leftovers`, vectors and files may be there of articles that were cut off."""
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as connection:
        _check_articles(corpus, connection)
        _check_states(connection, corpus.encoder.dimensions)
        _check_totals(corpus, connection)
        _check_files(connection, leftovers)
        _check_furniture(connection)
        _check_journal(corpus, connection)
        _check_vectors(corpus, connection)


def contents(corpus: Corpus) -> dict[str, object]:
    """What a store holds, but for the numbers that its rows happen to have."""
    with closing(sqlite3.connect(corpus.path / "isnad.sqlite3")) as connection:
        tables = {
            "passages": 'SELECT article, number, start, "end", words, readings, vectors, keys FROM passages p'
            " JOIN passage_words w ON w.rowid = p.id JOIN lengths l ON l.passage = p.id ORDER BY article, number",
            "sentences": 'SELECT article, s.number, s.start, s."end", statement, keys, t.states FROM sentences s'
            " JOIN passages p ON p.id = s.passage JOIN states t ON t.id BETWEEN s.states"
            " AND s.states + s.readings - 1 ORDER BY article, s.number, t.id",
            "files": "SELECT * FROM files ORDER BY path",
            "totals": "SELECT * FROM totals ORDER BY language",
            "titles": "SELECT a.id, t.states FROM articles a JOIN states t ON t.id >= a.title_states"
            " AND t.id < a.title_states + a.title_readings ORDER BY a.id, t.id",
            "stored": "SELECT kind, name, vector FROM vectors ORDER BY kind, name",
            "lines": "SELECT * FROM lines ORDER BY article, start, line",
            "repeated": "SELECT * FROM repeated ORDER BY source, line",
        }
        found: dict[str, object] = {name: connection.execute(sql).fetchall() for name, sql in tables.items()}
    kept = corpus.vector_store().client.get(include=["documents", "embeddings"])
    vectors = zip(kept["documents"], kept["embeddings"].tolist(), strict=True)
    found |= {"articles": corpus.articles(), "centre": corpus.index.centre().tolist()}
    return found | {"vectors": dict(sorted(zip(kept["ids"], vectors, strict=True)))}


def _check_articles(corpus: Corpus, connection: sqlite3.Connection) -> None:
    articles = corpus.articles()
    for article in articles:
        division = divide_text(article.text, corpus.encoder.token_count)
        _check_division(connection, article, division)
        _check_readings(corpus, connection, article, division)
    known = [(article.id,) for article in sorted(articles, key=lambda article: article.id)]
    assert connection.execute("SELECT DISTINCT article FROM passages ORDER BY article").fetchall() == known
    orphans = "SELECT * FROM sentences WHERE passage NOT IN (SELECT id FROM passages)"
    assert connection.execute(orphans).fetchall() == []
    words = connection.execute("SELECT rowid FROM passage_words ORDER BY rowid").fetchall()
    assert connection.execute("SELECT id FROM passages ORDER BY id").fetchall() == words
    assert connection.execute("SELECT passage FROM lengths ORDER BY passage").fetchall() == words


def _check_division(connection: sqlite3.Connection, article: Article, division: Division) -> None:
    rows = connection.execute(
        'SELECT p.number, start, "end", words, keys FROM passages p JOIN passage_words w ON w.rowid = p.id'
        " JOIN lengths l ON l.passage = p.id WHERE article = ? ORDER BY p.number",
        (article.id,),
    ).fetchall()
    keys = [keys_of(article, span, title=True) for span in division.passages]
    spans = [(number, span.start, span.end) for number, span in enumerate(division.passages)]
    assert [row[:3] for row in rows] == spans
    assert [row[3:] for row in rows] == [(len(key.split()), key) for key in keys]
    found = [row[:6] for row in _sentence_rows(connection, article)]
    expected = [
        (s.number, s.passage, s.start, s.end, s.statement, keys_of(article, Span(s.start, s.end)))
        for s in division.sentences
    ]
    assert found == expected


def _sentence_rows(connection: sqlite3.Connection, article: Article) -> Rows:
    return connection.execute(
        'SELECT s.number, p.number, s.start, s."end", s.statement, s.keys, s.states, s.readings FROM sentences s'
        " JOIN passages p ON p.id = s.passage WHERE p.article = ? ORDER BY p.number, s.number",
        (article.id,),
    ).fetchall()


def _check_readings(corpus: Corpus, connection: sqlite3.Connection, article: Article, division: Division) -> None:
    said = [[text for _, text in languages(article, Span(s.start, s.end))] for s in division.sentences]
    read = _read(corpus, [text for texts in said for text in texts])
    rows = _sentence_rows(connection, article)
    for row, texts in zip(rows, said, strict=True):
        states = connection.execute("SELECT states FROM states WHERE id >= ? ORDER BY id LIMIT ?", row[6:])
        assert [kept for (kept,) in states] == [read[text][1] for text in texts]
        assert row[7] == len(texts)
    passages = connection.execute(
        "SELECT readings, vectors FROM passages WHERE article = ? ORDER BY number", (article.id,)
    ).fetchall()
    for number, (readings, vectors) in enumerate(passages):
        own = [texts for texts, s in zip(said, division.sentences, strict=True) if s.passage == number]
        assert list(readings) == [len(texts) for texts in own]
        assert vectors == b"".join(read[text][0] for texts in own for text in texts)
    packed = [read[text][1] for texts in said for text in texts]
    ((*kept,),) = connection.execute("SELECT tokens, states_sum FROM articles WHERE id = ?", (article.id,))
    assert tuple(kept) == pack_sum(packed, corpus.encoder.dimensions)


def languages(article: Article, span: Span) -> Iterator[tuple[str, str]]:
    """A stretch of an article, then what its translations say there, each with its language."""
    yield "", article.text[span.start : span.end]
    for language in dict.fromkeys(translation.language for translation in article.translations):
        if text := "\n".join(article.translated_lines(span, language)).strip():
            yield language, text


def _read(corpus: Corpus, texts: list[str]) -> Readings:
    texts = list(dict.fromkeys(texts))
    encodings = corpus.encoder.read_passages(texts)
    return {
        text: (encoding.vector.astype(np.float16).tobytes(), pack_states(encoding.states))
        for text, encoding in zip(texts, encodings, strict=True)
    }


def _check_states(connection: sqlite3.Connection, dimensions: int) -> None:
    """Every reading's states are some sentence's or title's, and no other's."""
    rows = connection.execute("SELECT states, readings FROM sentences").fetchall()
    rows += connection.execute("SELECT title_states, title_readings FROM articles").fetchall()
    used = sorted(first + at for first, readings in rows for at in range(readings))
    assert [row[0] for row in connection.execute("SELECT id FROM states ORDER BY id")] == used
    assert len(set(used)) == len(used)
    sizes = connection.execute("SELECT length(states) % ? FROM states", (dimensions,)).fetchall()
    assert set(sizes) <= {(0,)}


def _check_totals(corpus: Corpus, connection: sqlite3.Connection) -> None:
    counted = connection.execute(
        "SELECT language, count(*), sum(words) FROM lengths GROUP BY 1 ORDER BY 1"
    ).fetchall()
    totals = connection.execute("SELECT * FROM totals ORDER BY language").fetchall()
    assert [tuple(row[:3]) for row in totals] == counted
    for language, passages, _, *kept in totals:
        states = connection.execute(
            "SELECT t.states FROM articles a JOIN passages p ON p.article = a.id JOIN sentences s ON s.passage = p.id"
            " JOIN states t ON t.id >= s.states AND t.id < s.states + s.readings WHERE a.language = ?",
            (language,),
        )
        assert tuple(kept) == pack_sum([row[0] for row in states], corpus.encoder.dimensions)
        sql = "SELECT sum(tokens) FROM articles WHERE language = ?"
        assert connection.execute(sql, (language,)).fetchall() == [(kept[0],)]
        assert corpus.index.total(language) == passages
    assert corpus.index.languages() == [row[0] for row in totals]


def _check_files(connection: sqlite3.Connection, leftovers: bool) -> None:
    articles = {row[0] for row in connection.execute("SELECT id FROM articles")}
    rows = connection.execute("SELECT path, article, copy FROM files").fetchall()
    assert leftovers or {article for _, article, _ in rows} <= articles
    own = [article for _, article, copy in rows if not copy]
    assert len(set(own)) == len(own)
    stamped = {row[0] for row in connection.execute("SELECT file FROM stamps")}
    assert stamped <= {row[0] for row in connection.execute("SELECT file FROM files")}


def _check_journal(corpus: Corpus, connection: sqlite3.Connection) -> None:
    """The journal holds, up to where it is committed, what the database does."""
    ((reach,),) = connection.execute("SELECT value FROM meta WHERE key = 'journal'")
    name, end = reach.split()
    tables, damaged = (
        replay_journal(corpus.path / name, int(end)) if int(end) else ({table: {} for table in TABLES}, 0)
    )
    assert damaged == 0
    for table, key in TABLES.items():
        assert set(tables[table]) == {row[0] for row in connection.execute(f"SELECT {key} FROM {table}")}
    assert [tables["articles"][article.id]["text"] for article in corpus.articles()] == [
        article.text for article in corpus.articles()
    ]


def _check_furniture(connection: sqlite3.Connection) -> None:
    """The lines counted are those of articles that are there."""
    counted = connection.execute(
        "SELECT source, line, count(*), sum(apart) FROM (SELECT source, line, article, max(apart) AS apart FROM lines"
        " GROUP BY source, line, article) GROUP BY source, line ORDER BY source, line"
    ).fetchall()
    assert connection.execute("SELECT * FROM repeated ORDER BY source, line").fetchall() == counted
    orphans = "SELECT * FROM lines WHERE article NOT IN (SELECT id FROM articles)"
    assert connection.execute(orphans).fetchall() == []


def _check_vectors(corpus: Corpus, connection: sqlite3.Connection) -> None:
    """The database and Chroma have the passages and their translations, with what is told of their articles."""
    expected = {}
    for article in corpus.articles():
        metadata = {
            "article": article.id,
            "outlet": article.outlet,
            "day": article.day,
            "language": article.language,
        }
        for number, span in enumerate(divide_text(article.text, corpus.encoder.token_count).passages):
            for language, text in languages(article, span):
                expected[f"{article.id}:{number}" + (f"/{language}" if language else "")] = (text, metadata)
    stored = dict(connection.execute("SELECT name, vector FROM vectors WHERE kind = 'passages'").fetchall())
    assert stored.keys() == expected.keys()
    kept = corpus.vector_store().client.get(include=["documents", "metadatas", "embeddings"])
    found = dict(zip(kept["ids"], zip(kept["documents"], kept["metadatas"], strict=True), strict=True))
    assert found == expected
    for name, vector in zip(kept["ids"], kept["embeddings"], strict=True):
        np.testing.assert_allclose(np.frombuffer(stored[name], np.float32), vector, atol=1e-6)
