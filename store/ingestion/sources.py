"""Which article each file gave, and whose it is when several files have it: the table `files`.

The first file that has an article owns it, the others are copies. What its owner leaves passes to the next copy, or
is taken down with the last. An article that came from Python belongs to no file, and stays when its copies go.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from store.database import Database, articles, copies


@dataclass(frozen=True, slots=True)
class FileOrigin:
    """Where an article comes from: a file, by the name it is known by, and which piece of it ("" for all of it)."""

    file: str
    piece: str = ""

    @property
    def path(self) -> str:
        """What tells it from every other origin."""
        return f"{self.file}!{self.piece}" if self.piece else self.file


def name_of(path: Path) -> str:
    """What a file is known by. The name of a file need not be UTF-8, which is all that SQLite holds."""
    return os.fsencode(os.path.realpath(path)).decode(errors="backslashreplace")


def article_at(database: Database, path: str) -> tuple[str, bool]:
    """The id of the article that an origin had when last seen, "" for none, and whether it is a copy there."""
    rows = database.rows("SELECT article, copy FROM files WHERE path = ?", (path,))
    return (rows[0][0], bool(rows[0][1])) if rows else ("", False)


def link(connection: sqlite3.Connection, origin: FileOrigin, article_id: str, copy: bool) -> None:
    """Note which article an origin has, and that it has left the one it had before.

    The file's stamp goes, since it may not be true any more if the work is cut off here.
    """
    rows = connection.execute("SELECT article, copy FROM files WHERE path = ?", (origin.path,)).fetchall()
    connection.execute(
        "INSERT OR REPLACE INTO files (path, article, copy, file) VALUES (?, ?, ?, ?)",
        (origin.path, article_id, copy, origin.file),
    )
    connection.execute("DELETE FROM stamps WHERE file = ?", (origin.file,))
    if rows and rows[0][0] != article_id:
        _left(connection, *rows[0])


def unlink(connection: sqlite3.Connection, path: str) -> str | None:
    """Forget an origin; the id of its article, if that was taken down."""
    rows = connection.execute("SELECT article, copy, file FROM files WHERE path = ?", (path,)).fetchall()
    if not rows:
        return None
    article_id, copy, file = rows[0]
    connection.execute("DELETE FROM files WHERE path = ?", (path,))
    copies.delete(connection, path)
    connection.execute("DELETE FROM stamps WHERE file = ?", (file,))
    return _left(connection, article_id, copy)


def unlink_all(connection: sqlite3.Connection, article_id: str) -> None:
    """Forget every origin of an article."""
    unstamp(connection, article_id)
    connection.execute("DELETE FROM files WHERE article = ?", (article_id,))


def unstamp(connection: sqlite3.Connection, article_id: str) -> None:
    """Have all files of an article read again when they come again: it is not what they gave any more."""
    connection.execute("DELETE FROM stamps WHERE file IN (SELECT file FROM files WHERE article = ?)", (article_id,))


def origin_of(database: Database, path: str) -> FileOrigin:
    """The origin with this path."""
    rows = database.rows("SELECT file FROM files WHERE path = ?", (path,))
    file = rows[0][0] if rows else path
    return FileOrigin(file, path[len(file) + 1 :])


def paths_of(database: Database, file: str) -> list[str]:
    """The origins in a file."""
    return [path for (path,) in database.rows("SELECT path FROM files WHERE file = ?", (file,))]


def files_under(database: Database, folder: str) -> list[str]:
    """The files in a folder, and in the folders in it, that gave the articles there are."""
    inside = folder.rstrip(os.sep) + os.sep
    beyond = inside[:-1] + chr(ord(os.sep) + 1)
    rows = database.rows("SELECT DISTINCT file FROM files WHERE file >= ? AND file < ?", (inside, beyond))
    return [file for (file,) in rows]


def _left(connection: sqlite3.Connection, article_id: str, copy: int) -> str | None:
    """What becomes of an article that an origin has left; its id if it was taken down."""
    if copy:
        return None
    rows = connection.execute(
        "SELECT path, file FROM files WHERE article = ?1"
        " ORDER BY path IN (SELECT place FROM copies WHERE article = ?1 AND id <> ?1), path LIMIT 1",
        (article_id,),
    ).fetchall()
    if not rows:
        articles.delete(connection, article_id)
        return article_id
    path, file = rows[0]
    connection.execute("UPDATE files SET copy = 0 WHERE path = ?", (path,))
    connection.execute("DELETE FROM stamps WHERE file = ?", (file,))  # its title and outlet are to be read
    return None
