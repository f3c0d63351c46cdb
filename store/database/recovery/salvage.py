"""What can still be read of a store: its database, completed from the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Container, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from store.article import Article
from store.database import repeated_lines
from store.database.connections import may_only_read, open_to_read
from store.database.database import STORE_FORMAT, is_full, is_isnads, unusable
from store.database.folder import DATABASE
from store.database.journal import TABLES, Row, replay_journal
from store.database.serialization import article_of_any_row, article_of_record
from store.errors import ReadingError

T = TypeVar("T")

_NO_PERMISSION = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
"""SQLite needs to write beside the file in order to read it. These errors are no sign of damage."""


@dataclass(frozen=True, slots=True)
class RecoveredStore:
    """The articles that could be read, and the rows of `files` and `copies` that belong to them.

    `faults` says what is damaged, a sentence each; `lost` has the ids of the articles and copies that can be read
    nowhere. `more_may_be_lost` where neither the database nor the journal is known to be complete. The database is
    `whole` when nothing in it is damaged, `foreign` when another program made it. `meta` says what made the store.
    """

    articles: tuple[Article, ...]
    files: tuple[Row, ...]
    copies: tuple[Row, ...]
    meta: Mapping[str, str]
    faults: tuple[str, ...]
    lost: tuple[str, ...]
    whole: bool
    more_may_be_lost: bool = False
    foreign: bool = False

    @property
    def is_incomplete(self) -> bool:
        """Whether the files it was read from have, or may have, more than could be read."""
        return bool(self.lost) or self.more_may_be_lost or self.foreign


@dataclass(slots=True)
class _Source:
    """One of the two places where everything is kept: its rows by table and key, and what is wrong with it."""

    name: str
    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: {table: {} for table in TABLES})
    faults: list[str] = field(default_factory=list)
    complete: bool = True
    """Whether these are all the rows there were."""
    meta: dict[str, str] = field(default_factory=dict)
    foreign: bool = False

    def fail(self, fault: str) -> _Source:
        """Note that it is damaged."""
        self.faults.append(fault)
        self.complete = False
        return self


def recover(folder: Path) -> RecoveredStore:
    """Read all there is. What cannot be read in the database is taken from the journal."""
    database = _read_database(folder)
    journal = _read_journal(folder, database.meta)
    sources = database, journal
    articles, lost = _readable("articles", sources, article_of_any_row)
    files, _ = _readable("files", sources, dict, articles)
    copies, lost_copies = _readable("copies", sources, _intact_copy, articles)
    return RecoveredStore(
        tuple(articles.values()),
        tuple(files.values()),
        tuple(copies.values()),
        database.meta,
        tuple(dict.fromkeys([*database.faults, *journal.faults])),
        (*lost, *lost_copies),
        not database.faults,
        more_may_be_lost=not database.complete and not journal.complete,
        foreign=database.foreign,
    )


def restore(connection: sqlite3.Connection, found: RecoveredStore) -> None:
    """Write which files and which copies the articles have, once these are written.

    Only now the lines can be counted of those that nothing but their files tells from where they are.
    """
    files = [(row["path"], row["article"], row["copy"], row.get("file", row["path"])) for row in found.files]
    connection.executemany("INSERT INTO files (path, article, copy, file) VALUES (?, ?, ?, ?)", files)
    connection.executemany(
        "INSERT INTO copies VALUES (:place, :article, :id, :outlet, :day, :printing)", found.copies
    )
    for article in found.articles:
        if not repeated_lines.source_of(article):
            repeated_lines.count(connection, article)


def _readable(
    table: str, sources: tuple[_Source, _Source], parse: Callable[[Row], T], articles: Container[str] | None = None
) -> tuple[dict[str, T], list[str]]:
    """What a table's rows hold, by key, from the first source that has each undamaged; and the ids of those lost.

    With `articles`, only the rows that belong to these.
    """
    database, journal = (source.rows[table] for source in sources)
    rows = database if sources[0].complete else journal | database
    found: dict[str, T] = {}
    lost: list[str] = []
    for key in sorted(rows):
        if articles is not None and rows[key]["article"] not in articles:
            continue
        for source in sources:
            try:
                found[key] = parse(source.rows[table][key])
                break
            except KeyError:
                continue
            except (ReadingError, TypeError, ValueError) as error:
                source.faults.append(f"{source.name}: {_NAMES[table]} {key}: {error}")
        else:
            lost.append(rows[key]["id"])
    return found, lost


_NAMES = {"articles": "the article", "files": "the file", "copies": "the copy"}


def _intact_copy(row: Row) -> Row:
    """The row of a copy. Raises ReadingError, TypeError or ValueError where its article cannot be read."""
    article_of_record(json.loads(row["printing"]))
    return row


def _read_database(folder: Path) -> _Source:
    path, source = folder / DATABASE, _Source(DATABASE)
    read_only = may_only_read(path)
    if not path.is_file() or not path.stat().st_size:
        return source.fail(f"{DATABASE} is {'empty' if path.is_file() else 'gone'}")
    try:
        with closing(open_to_read(path) if read_only else sqlite3.connect(path, timeout=1)) as connection:
            connection.row_factory = sqlite3.Row
            connection.text_factory = lambda content: content.decode("utf-8", "replace")  # the digest will not fit
            if not is_isnads(connection):
                source.foreign = True
                return source.fail(f"{DATABASE} is a database that Isnad did not make")
            _read_tables(connection, source)
            if source.complete and (result := connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
                source.fail(f"{DATABASE}: {result}")
            if not read_only:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        if (full := is_full(folder, error)) or getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_PERMISSION:
            raise unusable(path, str(error), full) from error
        source.fail(f"{DATABASE}: {error}")
    return source


def _read_tables(connection: sqlite3.Connection, source: _Source) -> None:
    existing = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    meta = _read_table(connection, "meta", "key", source)
    source.meta.update({key: row["value"] for key, row in meta.items()})
    for table, key in TABLES.items():
        if table in existing or not _is_older(source.meta):
            source.rows[table] = _read_table(connection, table, key, source)


def _read_table(connection: sqlite3.Connection, table: str, key: str, source: _Source) -> dict[str, Row]:
    """A table's rows by key, read from both ends up to where it is damaged."""
    rows: dict[str, Row] = {}
    for order in ("ASC", "DESC"):
        try:
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY {key} {order}"):
                rows[str(row[key])] = dict(row)
            break
        except sqlite3.DatabaseError as error:
            source.fail(f"{DATABASE}: {error}")
    return rows


def _is_older(meta: Mapping[str, str]) -> bool:
    """Whether another format of store made the database: it may lack tables and the journal."""
    return meta.get("format", STORE_FORMAT) != STORE_FORMAT


def _read_journal(folder: Path, meta: Mapping[str, str]) -> _Source:
    """The journal that the database names, or else the one written last.

    It is complete where no line is damaged, it has the length that the database says, and no other could be meant.
    """
    name, _, length = meta.get("journal", "").partition(" ")
    end = int(length) if length.isdecimal() else None
    source = _Source("the journal")
    if end == 0:
        return source  # nothing was committed to it yet
    found = [path for path in folder.glob("articles-*.log") if name in ("", path.name)]
    if not found:
        source.complete = False
        return source if _is_older(meta) else source.fail("the journal is gone")
    path = max(found, key=lambda path: path.stat().st_mtime)
    try:
        source.rows, damaged = replay_journal(path, end)
        size = path.stat().st_size
    except OSError as error:
        return source.fail(f"{path.name}: {error.strerror}")
    if damaged:
        source.fail(f"{path.name}: {damaged} damaged lines")
    elif not size if end is None else size < end:
        source.fail(f"{path.name} is cut short")
    if len(found) > 1:
        source.fail(f"there are {len(found)} journals, and nothing tells which of them counts")
    return source
