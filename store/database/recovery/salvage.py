"""What a store on disk still holds, whatever became of it: read from the database, made up from the journal."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from store.article import Article
from store.database.database import STORE_FORMAT, is_isnads, unusable
from store.database.folder import DATABASE
from store.database.journal import TABLES, Row, replay_journal
from store.database.serialization import article_of_any_row, article_of_record
from store.errors import ReadingError

# Nothing is damaged then: SQLite is not let, and reading takes writing beside the file.
_NOT_LET = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)


@dataclass(frozen=True, slots=True)
class RecoveredStore:
    """What could be read: the articles, and the rows of `files` and `copies` that belong to them.

    `faults` says what is damaged; `lost` names the articles and copies that can be read nowhere; more may be where
    neither the database nor the journal can be shown to tell of all there were. The database is `whole` when nothing
    in it is damaged, and `foreign` when it is another program's.
    """

    articles: tuple[Article, ...]
    files: tuple[Row, ...]
    copies: tuple[Row, ...]
    faults: tuple[str, ...]
    lost: tuple[str, ...]
    whole: bool
    more_may_be_lost: bool = False
    foreign: bool = False

    @property
    def leaves_something(self) -> bool:
        """Whether the files it was read from have, or may have, more than could be read."""
        return bool(self.lost) or self.more_may_be_lost or self.foreign


@dataclass(frozen=True, slots=True)
class _Tables:
    """Rows by table and key, what is wrong with where they were read, and whether it can be shown that these are all.

    The database also tells the journal's name and how many bytes of it are committed.
    """

    rows: dict[str, dict[str, Row]]
    faults: list[str]
    whole: bool
    journal: tuple[str, int | None] = ("", None)
    foreign: bool = False


def recover(folder: Path) -> RecoveredStore:
    """Read all there is. What the database cannot tell is taken from the journal."""
    database = _database(folder)
    journal = _journal(folder, database.journal)
    articles, lost = {}, []
    whole, faults = database.whole, database.faults + journal.faults
    known = set(database.rows["articles"]) | (set() if database.whole else set(journal.rows["articles"]))
    for id_ in sorted(known):
        for rows, name in ((database.rows, DATABASE), (journal.rows, "the journal")):
            try:
                articles[id_] = article_of_any_row(rows["articles"][id_])
                break
            except KeyError:
                continue
            except ValueError as error:
                whole = False
                faults.append(f"{name}: the article {id_}: {error}")
        else:
            lost.append(id_)
    if not database.whole and not journal.whole and not journal.faults:
        faults.append("the journal is gone")
    missing = database.rows["articles"].keys() - journal.rows["articles"].keys()
    older = database.whole and not database.journal[0]  # formats before the third had none
    if missing and not journal.faults and not older:
        faults.append(f"the journal: {len(missing)} articles are missing")
    files, copies = (_belonging(table, database, journal, articles) for table in ("files", "copies"))
    copies, broken, lost_copies = _readable(copies, journal.rows["copies"])
    return RecoveredStore(
        tuple(articles.values()),
        files,
        copies,
        tuple(dict.fromkeys([*faults, *broken])),
        (*lost, *lost_copies),
        whole and not broken,
        more_may_be_lost=not database.whole and not journal.whole,
        foreign=database.foreign,
    )


def restore(connection: sqlite3.Connection, found: RecoveredStore) -> None:
    """Write which files and which copies the articles have, where these are already."""
    files = [(row["path"], row["article"], row["copy"], row.get("file", row["path"])) for row in found.files]
    connection.executemany("INSERT INTO files (path, article, copy, file) VALUES (?, ?, ?, ?)", files)
    connection.executemany(
        "INSERT INTO copies VALUES (:place, :article, :id, :outlet, :day, :printing)", found.copies
    )


def _belonging(table: str, database: _Tables, journal: _Tables, articles: Collection[str]) -> tuple[Row, ...]:
    """The rows of a table that belong to these articles, by key."""
    found = database.rows[table] if database.whole else journal.rows[table] | database.rows[table]
    return tuple(found[key] for key in sorted(found) if found[key]["article"] in articles)


def _readable(copies: Sequence[Row], again: Mapping[str, Row]) -> tuple[tuple[Row, ...], list[str], list[str]]:
    """The copies that can be read, here or in the journal, what is wrong with others, and the ids of those lost."""
    found, faults, lost = [], [], []
    for copy in copies:
        for row in (copy, again.get(copy["place"], copy)):
            try:
                article_of_record(json.loads(row["printing"]))
                found.append(row)
                break
            except (ReadingError, TypeError, ValueError) as error:
                faults.append(f"a copy of the article {row['article']}: {error}")
        else:
            lost.append(copy["id"])
    return tuple(found), faults, lost


def _database(folder: Path) -> _Tables:
    path = folder / DATABASE
    tables = _Tables({table: {} for table in TABLES}, [], True)
    if not path.is_file():
        return _Tables(tables.rows, [f"{DATABASE} is gone"], False)
    faults: list[str] = []
    journal = tables.journal
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            connection.row_factory = sqlite3.Row
            connection.text_factory = lambda content: content.decode("utf-8", "replace")  # its digest will tell
            if not is_isnads(connection):
                return _not_isnads(path, tables)
            for table, key in TABLES.items():
                faults += _all_rows(connection, table, key, tables.rows[table])
            faults += [] if faults else _unsound(connection)
            journal = _reach(connection)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NOT_LET:
            raise unusable(path, str(error)) from error
        faults.append(f"{DATABASE}: {error}")
    return _Tables(tables.rows, faults, not faults, journal)


def _not_isnads(path: Path, nothing: _Tables) -> _Tables:
    """Of another program's database nothing is taken, whatever its tables are called."""
    if path.stat().st_size == 0:
        return _Tables(nothing.rows, [f"{DATABASE} is empty"], False)
    return _Tables(nothing.rows, [f"{DATABASE} is a database that Isnad did not make"], False, foreign=True)


def _all_rows(connection: sqlite3.Connection, table: str, key: str, rows: dict[str, Row]) -> list[str]:
    """Read a table from both ends, as far as that goes: what lies between may be damaged. Returns what is wrong."""
    faults: list[str] = []
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchall():
        other = connection.execute(
            "SELECT 1 FROM meta WHERE key = 'format' AND value <> ?", (STORE_FORMAT,)
        ).fetchall()
        return [] if other else [f"{DATABASE}: the table {table} is gone"]  # an older format had none
    for order in ("ASC", "DESC"):
        try:
            for row in connection.execute(f"SELECT * FROM {table} ORDER BY {key} {order}"):
                if isinstance(row[key], str):
                    rows[row[key]] = dict(row)
                else:
                    faults.append(f"{DATABASE}: {table} has a row without a name")
            break
        except sqlite3.DatabaseError as error:
            faults.append(f"{DATABASE}: {error}")
    return faults[:1]


def _unsound(connection: sqlite3.Connection) -> list[str]:
    said = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
    return [] if said == ["ok"] else [f"{DATABASE}: {said[0]}"]


def _reach(connection: sqlite3.Connection) -> tuple[str, int | None]:
    rows = connection.execute("SELECT value FROM meta WHERE key = 'journal'").fetchall()
    name, _, end = rows[0][0].partition(" ") if rows else ("", "", "")
    return name, int(end) if end.isdecimal() else None


def _journal(folder: Path, known: tuple[str, int | None]) -> _Tables:
    """What the journal holds that the database knows, or else the last one that was written.

    It is whole where all its lines are, it reaches as far as the database knows, and no other could be meant.
    """
    rows: dict[str, dict[str, Row]] = {table: {} for table in TABLES}
    name, end = known
    found = sorted(folder.glob(name or "articles-*.log"), key=lambda path: path.stat().st_mtime)
    if not found:
        return _Tables(rows, [], False)
    try:
        read, damaged = replay_journal(found[-1], end)
    except OSError as error:
        return _Tables(rows, [f"{found[-1].name}: {error.strerror}"], False)
    faults = [f"{found[-1].name}: {damaged} damaged lines"] if damaged else []
    size = found[-1].stat().st_size
    if len(found) > 1:
        faults.append(f"there are {len(found)} journals, and nothing tells which of them counts")
    if not damaged and (size == 0 if end is None else size < end):
        faults.append(f"{found[-1].name} is cut short")
    return _Tables(rows | read, faults, not faults)
