"""What is removed can be put back: an article with the files that have it and its copies."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from store.article import Article
from store.database import Database, articles
from store.ingestion.sources import unlink_all

File = tuple[str, bool, str]
"""A row of `files` but for its article: path, whether it is a copy there, file."""
Copy = tuple[str, str, str, int, str]
"""A row of `copies` but for its article: place, id, outlet, day, printing."""


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that was removed, with where it came from: what `Corpus.put_back` takes."""

    article: Article
    files: tuple[File, ...] = ()
    copies: tuple[Copy, ...] = ()


def remove_articles(database: Database, article: Article) -> Removal:
    """Remove a stored article with its copies, and forget its files, in one transaction.

    Stamps are not noted: a file without one is only read once more.
    """
    id_ = article.id
    with database.transaction() as connection:
        files = connection.execute("SELECT path, copy, file FROM files WHERE article = ?", (id_,)).fetchall()
        copies = connection.execute(
            "SELECT place, id, outlet, day, printing FROM copies WHERE article = ?", (id_,)
        ).fetchall()
        articles.delete(connection, id_)
        unlink_all(connection, id_)
        connection.execute("DELETE FROM copies WHERE article = ?", (id_,))
    return Removal(article, tuple((path, bool(copy), file) for path, copy, file in files), tuple(copies))


def is_back(database: Database, removal: Removal) -> bool:
    """Whether the article is there again, by itself or as a copy of another."""
    id_ = removal.article.id
    sql = "SELECT 1 FROM articles WHERE id = ?1 UNION SELECT 1 FROM copies WHERE id = ?1"
    return bool(database.rows(sql, (id_,)))


def restore_removal(connection: sqlite3.Connection, removal: Removal) -> None:
    """Give an article that is written again its files and copies, but for those that have given another since."""
    id_ = removal.article.id
    taken = {path for path, _, _ in removal.files if _is_taken(connection, path)}
    files = [file for file in removal.files if file[0] not in taken]
    connection.executemany(
        "INSERT INTO files (path, article, copy, file) VALUES (?, ?, ?, ?)",
        [(path, id_, copy, file) for path, copy, file in files],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO copies VALUES (?, ?, ?, ?, ?, ?)",
        [(place, id_, *told) for place, *told in removal.copies if place not in taken],
    )
    owned = not all(copy for _, copy, _ in removal.files)
    if owned and files and all(copy for _, copy, _ in files):  # the file that owned it has another now
        near = {place for place, other, *_ in removal.copies if other != id_}
        heir = min(files, key=lambda file: (file[0] in near, file[0]))
        connection.execute("UPDATE files SET copy = 0 WHERE path = ?", (heir[0],))


def _is_taken(connection: sqlite3.Connection, path: str) -> bool:
    return bool(connection.execute("SELECT 1 FROM files WHERE path = ?", (path,)).fetchall())
