"""Who may read the files of a store, whatever the umask."""

from __future__ import annotations

import grp
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import Article, Corpus, StorePathError, write_archive
from store.maintenance import rebuild_store
from tests.helpers.fakes import FakeEncoder

MILL = Article(title="Mill", language="en", text="The mill by the bridge grinds again.")
FERRY = Article(title="Ferry", language="en", text="The ferry across the lake sails on Sundays.")


@pytest.fixture(params=[0o000, 0o022, 0o002, 0o077, 0o177])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def modes(folder: Path) -> dict[str, set[str]]:
    """The modes of the folders and of the files, each as octal digits."""
    found: dict[str, set[str]] = {"folders": set(), "files": set()}
    for path in [folder, *folder.rglob("*")]:
        what = "folders" if path.is_dir() else "files"
        found[what].add(oct(stat.S_IMODE(path.stat().st_mode)))
    return found


OWNERS = {"folders": {"0o700"}, "files": {"0o600"}}
GROUPS = {"folders": {"0o2770"}, "files": {"0o660"}}


def test_only_the_owner_reads_what_a_store_is_made_of(tmp_path: Path, umask: int) -> None:
    store = tmp_path / "store"
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add([MILL, FERRY])
        assert modes(store) == OWNERS  # SQLite's own files too
        corpus.remove(MILL.id)
        corpus.vacuum()
        write_archive(corpus, tmp_path / "archive.zip")
    assert any((store / "chroma").rglob("*.bin"))
    assert modes(store) == OWNERS
    assert stat.S_IMODE((tmp_path / "archive.zip").stat().st_mode) == 0o600


def test_a_rebuilt_store_and_what_is_kept_of_the_old_one(tmp_path: Path, umask: int) -> None:
    store = tmp_path / "store"
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add([MILL])
    (store / "isnad.sqlite3").write_bytes(b"")
    for journal in store.glob("articles-*.log"):
        journal.write_bytes(journal.read_bytes()[:-5])
    assert rebuild_store(store, FakeEncoder()).kept
    assert modes(store) == OWNERS


def test_a_store_of_before_is_closed_when_it_is_opened(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add([MILL])
    for path in [store, *store.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    Corpus.open(store, FakeEncoder()).close()
    assert modes(store) == OWNERS


def test_what_else_lies_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    other = tmp_path / "news.txt"
    other.write_text("The mill grinds.")
    other.chmod(0o644)
    for _ in range(2):
        with Corpus.open(tmp_path, FakeEncoder()) as corpus:
            corpus.add([MILL])
        assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
        assert stat.S_IMODE(other.stat().st_mode) == 0o644
        assert stat.S_IMODE((tmp_path / "isnad.sqlite3").stat().st_mode) == 0o600
        assert modes(tmp_path / "chroma") == OWNERS


def some_group() -> grp.struct_group:
    """A group that this user may give files to, and another than the user's own where there is one."""
    mine = grp.getgrall() if os.geteuid() == 0 else [grp.getgrgid(gid) for gid in os.getgroups()]
    return max(mine, key=lambda group: group.gr_gid not in (os.getegid(), 0))


def test_a_group_reads_and_writes_all_where_one_is_given(tmp_path: Path, umask: int) -> None:
    store, group = tmp_path / "store", some_group()
    with Corpus.open(store, FakeEncoder(), group=group.gr_name) as corpus:
        corpus.add([MILL])
        assert modes(store) == GROUPS
    with Corpus.open(store, FakeEncoder()) as corpus:  # once given, it stays
        corpus.add([FERRY])
        corpus.vacuum()
        assert modes(store) == GROUPS
    assert modes(store) == GROUPS
    assert {path.stat().st_gid for path in [store, *store.rglob("*")]} == {group.gr_gid}


def test_a_store_is_given_to_a_group_later_and_taken_back(tmp_path: Path) -> None:
    store, group = tmp_path / "store", some_group()
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add([MILL])
    Corpus.open(store, FakeEncoder(), group=group.gr_name).close()
    assert modes(store) == GROUPS
    store.chmod(0o700)  # as the documentation says
    store.chmod(0o750)
    Corpus.open(store, FakeEncoder()).close()
    assert modes(store) == OWNERS


def test_a_group_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(StorePathError, match="There is no group 'nobodies here'"):
        Corpus.open(tmp_path / "store", FakeEncoder(), group="nobodies here")
