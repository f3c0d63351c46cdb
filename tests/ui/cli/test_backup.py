"""isnad export and import: one file, and the same store from it again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.ui.commands import QUESTION, Run, articles, complaint


@pytest.fixture
def archive(run: Run, store: Path, tmp_path: Path) -> Path:
    assert run("export", tmp_path / "a.zip", "--store", store).exit_code == 0
    return tmp_path / "a.zip"


def asked(run: Run, store: Path) -> dict[str, object]:
    """An answer but for its scores, whose last digits depend on the order the articles came in."""
    got = json.loads(run("ask", QUESTION, "--json", "--store", store).stdout)
    kept = [{key: value for key, value in each.items() if key != "score"} for each in got["citations"]]
    return got | {"citations": kept, "confidence": round(got["confidence"], 4)}


def test_what_was_exported_comes_back(run: Run, store: Path, archive: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    got = run("import", archive, "--store", new)
    assert (got.exit_code, got.stdout) == (0, "Added 3, updated 0, unchanged 0.\n")
    ids = [article["id"] for article in articles(run, store).values()]
    shown = [[run("show", id_, "--json", "--store", each).stdout for id_ in ids] for each in (store, new)]
    assert shown[0] == shown[1]
    assert asked(run, store) == asked(run, new)
    got = run("export", tmp_path / "b.zip", "--store", new)
    assert got.stdout == f"Wrote {tmp_path / 'b.zip'}: 3 articles.\n"
    assert (tmp_path / "b.zip").read_bytes() == archive.read_bytes()


def test_files_of_what_was_restored_are_known(run: Run, folder: Path, archive: Path, tmp_path: Path) -> None:
    run("import", archive, "--store", tmp_path / "new")
    got = run("ingest", folder, "--store", tmp_path / "new")
    assert got.stdout == "Added 0, updated 0, unchanged 0, duplicates 3, removed 0, failed 0.\n"


def test_for_programs(run: Run, store: Path, archive: Path, tmp_path: Path) -> None:
    got = run("export", archive, "--force", "--json", "--store", store)
    assert json.loads(got.stdout) == {"file": str(archive), "articles": 3}
    report = json.loads(run("import", archive, "--json", "--store", tmp_path / "new").stdout)
    assert {what: len(ids) for what, ids in report.items()} == {"added": 3, "updated": 0, "unchanged": 0}
    report = json.loads(run("import", archive, "--json", "--store", tmp_path / "new").stdout)
    assert {what: len(ids) for what, ids in report.items()} == {"added": 0, "updated": 0, "unchanged": 3}


def test_an_arabic_speaker_is_answered_in_arabic(run: Run, store: Path, tmp_path: Path) -> None:
    path = tmp_path / "نسخة.zip"
    got = run("export", path, "--store", store, LC_ALL="ar_EG.UTF-8")
    assert got.stdout == f"كُتب {path}: 3 مقالات.\n"
    got = run("import", path, "--store", tmp_path / "new", LC_ALL="ar_EG.UTF-8")
    assert got.stdout == "أُضيف 3، حُدّث 0، لم يتغير 0.\n"


def test_a_file_is_replaced_when_asked(run: Run, store: Path, archive: Path) -> None:
    assert "--force" in complaint(run("export", archive, "--store", store))
    assert run("export", archive, "--force", "--store", store).exit_code == 0


def test_a_mistyped_store_is_not_exported(run: Run, tmp_path: Path) -> None:
    assert "typo" in complaint(run("export", tmp_path / "a.zip", "--store", tmp_path / "typo"))
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_archive_makes_no_store(run: Run, archive: Path, tmp_path: Path) -> None:
    archive.write_bytes(archive.read_bytes()[:-100])
    said = complaint(run("import", archive, "--store", tmp_path / "new"))
    assert str(archive) in said and not (tmp_path / "new").exists()


def test_a_backup_is_not_ingested(run: Run, archive: Path, tmp_path: Path) -> None:
    got = run("ingest", archive, "--store", tmp_path / "new")
    assert got.exit_code == 1 and "restore it with `isnad import`" in got.stderr
    assert "Added 0" in got.stdout
