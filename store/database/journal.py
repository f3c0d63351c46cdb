"""The journal: a second copy of what cannot be made again, beside the database.

Each transaction appends a line for every row of these tables that it put or took away, before it is committed; how
far the journal then reaches is committed with it. What lies beyond that was never committed, and the next writer
cuts it off. A journal that is too short or gone is written anew from the database, under a new name, which is
committed too. So at any moment a damaged database can be made again from the journal, and a damaged journal from the
database.

A line is a checksum, a space and JSON: `{"table": "files", "key": "…", "row": {…}}`; `row` is null for one
taken away.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

TABLES = {"articles": "id", "files": "path", "copies": "place"}
"""What is kept, and the column that tells its rows apart."""
_DERIVED = {"tokens", "states_sum"}
_DIGITS = 16
_PREFIX = "articles-"

Row = dict[str, Any]


def watch_changes(connection: sqlite3.Connection) -> None:
    """Let a connection note which rows of the tables each of its transactions changes; once is enough."""
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
        """Write the journal anew, within a transaction, without what was taken away since.

        The one before is there until `tidy`: the transaction may yet be undone.
        """
        name = new_name()
        with tempfile.NamedTemporaryFile(dir=self._folder, prefix=_PREFIX, delete=False) as file:
            try:
                for table, key in TABLES.items():
                    for (one,) in connection.execute(f"SELECT {key} FROM {table} ORDER BY {key}"):
                        file.write(_line(table, one, _row(connection, table, one)))
                end = file.tell()
                file.flush()
                os.fsync(file.fileno())
                file.close()
                os.replace(file.name, self._folder / name)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise
        _note(connection, name, end)

    def tidy(self, connection: sqlite3.Connection) -> None:
        """Delete the journals that are not the committed one; outside a transaction."""
        name, _ = _reach(connection)
        for path in self._folder.glob(f"{_PREFIX}*"):
            if path.name != name:
                with suppress(OSError):  # it will be gone after the next
                    path.unlink()


def new_name() -> str:
    """A name that no journal has."""
    return f"{_PREFIX}{uuid.uuid4().hex[:8]}.log"


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
        os.fsync(file.fileno())  # what is committed is there after the power went, here too
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
    """What the tables held when the journal's last whole line before `end` was written, and how many are damaged.

    The rows are by table and key. Raises OSError when the journal cannot be read.
    """
    tables: dict[str, dict[str, Row]] = {table: {} for table in TABLES}
    damaged = 0
    for line in _lines(path, end):
        if line is None:
            damaged += 1
        elif line["table"] in tables:
            tables[line["table"]].pop(line["key"], None)
            if line["row"] is not None:
                tables[line["table"]][line["key"]] = line["row"]
    return tables, damaged


def _lines(path: Path, end: int | None) -> Iterator[Row | None]:
    """Each line's content; None for one that its checksum does not fit."""
    with path.open("rb") as file:
        read = 0
        for line in file:
            if end is not None and read >= end:
                return  # written, but never committed
            read += len(line)
            content = line[_DIGITS + 1 :].rstrip(b"\n")
            yield json.loads(content) if line[:_DIGITS] == _sum(content) else None
