"""The journal: a second copy of articles, files and copies, beside the database.

Each transaction appends a line for every row of these tables that it wrote or deleted. It does so before it commits,
and commits the journal's name and length with the rest. Lines beyond this length were never committed, and the next
writer cuts them off. Where the journal is too short or gone, a new one is written from the database, under a new
name. So at any moment a damaged database can be made again from the journal, and a damaged journal from the database.

A line is a checksum, a space and JSON: `{"table": "files", "key": "…", "row": {…}}`; `row` is null for a deleted one.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import uuid
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from store.files import close_to_others

TABLES = {"articles": "id", "files": "path", "copies": "place"}
"""The tables, each with its key column."""
_DERIVED = {"tokens", "states_sum", "title_states", "title_readings"}
_DIGITS = 16
_PREFIX = "articles-"

Row = dict[str, Any]


def watch_changes(connection: sqlite3.Connection) -> None:
    """Have a connection note which rows of the tables it changes, in a temporary table `changes`."""
    if connection.execute("SELECT 1 FROM sqlite_temp_master WHERE name = 'changes'").fetchall():
        return
    connection.execute("CREATE TEMP TABLE changes (name TEXT, key TEXT, PRIMARY KEY (name, key)) WITHOUT ROWID")
    for table, key in TABLES.items():
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            connection.execute(
                f"CREATE TEMP TRIGGER {table}_{event} AFTER {event} ON main.{table}"
                f" BEGIN INSERT OR IGNORE INTO changes VALUES ('{table}', {row}.{key}); END"
            )


class Journal:
    """The journal of the store in `folder`. Only whoever has the write lock may write it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, connection: sqlite3.Connection) -> None:
        """Append what the open transaction of a watched connection changed. Raises OSError when it cannot."""
        changed = connection.execute("SELECT name, key FROM changes ORDER BY name, key").fetchall()
        if not changed:
            return
        connection.execute("DELETE FROM changes")
        name, end = _reach(connection)
        path = self._folder / name
        if path.is_file() and path.stat().st_size >= end > 0:
            lines = b"".join(_line(table, key, _row(connection, table, key)) for table, key in changed)
            _note(connection, name, _append(path, end, lines))
        else:
            self.compact(connection)

    def compact(self, connection: sqlite3.Connection) -> None:
        """Write a new journal from the database, without deleted rows, within a transaction.

        The one before is there until `tidy`, for the transaction may yet be undone.
        """
        name = f"{_PREFIX}{uuid.uuid4().hex[:8]}.log"
        part = self._folder / f"{name}.part"
        with part.open("xb") as file:
            close_to_others(part)
            for table, key in TABLES.items():
                for (one,) in connection.execute(f"SELECT {key} FROM {table} ORDER BY {key}"):
                    file.write(_line(table, one, _row(connection, table, one)))
            end = file.tell()
            file.flush()
            os.fsync(file.fileno())
        part.rename(self._folder / name)
        _note(connection, name, end)

    def tidy(self, connection: sqlite3.Connection) -> None:
        """Delete all journals but the committed one, and what is left of unfinished ones; outside a transaction."""
        name, _ = _reach(connection)
        for path in self._folder.glob(f"{_PREFIX}*"):
            if path.name != name:
                with suppress(OSError):  # the next transaction tries again
                    path.unlink()


def _note(connection: sqlite3.Connection, name: str, end: int) -> None:
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('journal', ?)", (f"{name} {end}",))


def _reach(connection: sqlite3.Connection) -> tuple[str, int]:
    """The journal's file name and how many bytes of it are committed."""
    ((value,),) = connection.execute("SELECT value FROM meta WHERE key = 'journal'").fetchall()
    name, end = value.split()
    return name, int(end)


def _append(path: Path, end: int, lines: bytes) -> int:
    with path.open("r+b") as file:
        file.truncate(end)
        file.seek(end)
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())  # before the commit: a power cut must not leave a shorter journal
    return end + len(lines)


def _row(connection: sqlite3.Connection, table: str, key: str) -> Row | None:
    with closing(connection.execute(f"SELECT * FROM {table} WHERE {TABLES[table]} = ?", (key,))) as found:
        names = [column[0] for column in found.description]
        rows = found.fetchall()
    return {n: v for n, v in zip(names, rows[0], strict=True) if n not in _DERIVED} if rows else None


def _line(table: str, key: str, row: Row | None) -> bytes:
    content = json.dumps({"table": table, "key": key, "row": row}, ensure_ascii=False).encode()
    return _sum(content) + b" " + content + b"\n"


def _sum(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest()[:_DIGITS].encode()


def replay_journal(path: Path, end: int | None = None) -> tuple[dict[str, dict[str, Row]], int]:
    """The tables' rows by key after the journal's first `end` bytes, or all; and how many lines are damaged.

    Damaged lines are skipped. Raises OSError when the journal cannot be read.
    """
    tables: dict[str, dict[str, Row]] = {table: {} for table in TABLES}
    damaged = read = 0
    with path.open("rb") as file:
        for line in file:
            if end is not None and read >= end:
                break
            read += len(line)
            content = line[_DIGITS + 1 :].rstrip(b"\n")
            if line[:_DIGITS] != _sum(content):
                damaged += 1
                continue
            change = json.loads(content)
            rows = tables.get(change["table"], {})
            if change["row"] is None:
                rows.pop(change["key"], None)
            else:
                rows[change["key"]] = change["row"]
    return tables, damaged
