"""isnad ingest: what becomes of each file, and that nothing is lost."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from tests.helpers.ui.commands import (
    BRIDGE,
    ISNAD,
    QUESTION,
    Run,
    articles,
    articles_of,
    complaint,
    complaint_about,
    start,
)
from ui.messages import general as messages


def test_ingesting_tells_what_became_of_each_file(run: Run, folder: Path, own_store: Path, tmp_path: Path) -> None:
    (tmp_path / "again.txt").write_text(BRIDGE, "utf-8")
    (tmp_path / "new.txt").write_text(BRIDGE.replace("خمسة", "ستة"), "utf-8")
    (tmp_path / "empty.txt").touch()
    paths = [tmp_path / name for name in ("again.txt", "new.txt", "empty.txt")]
    got = run("ingest", folder, *paths, "--store", own_store)
    assert got.stdout == "Added 1, updated 0, unchanged 3, duplicates 1, removed 0, failed 1.\n"
    assert complaint_about(got.stderr, paths[2]) and got.exit_code == 1
    assert len(articles_of(run, own_store)) == 4


def test_ingesting_for_programs(run: Run, folder: Path, own_store: Path, tmp_path: Path) -> None:
    got = run("ingest", folder, tmp_path / "none.md", "--json", "--store", own_store)
    report = json.loads(got.stdout)
    assert list(report) == ["added", "updated", "unchanged", "duplicates", "removed", "failed", "remarks"]
    assert [len(entries) for entries in report.values()] == [0, 0, 3, 0, 0, 1, 0]
    assert report["failed"][0]["path"] == str(tmp_path / "none.md") and "exist" in report["failed"][0]["reason"]
    assert got.exit_code == 1


def test_what_is_gone_from_a_folder_is_removed_where_that_is_asked_for(
    run: Run, own_store: Path, tmp_path: Path
) -> None:
    paths = [tmp_path / "news" / f"{number}.txt" for number in (6, 7)]
    paths[0].parent.mkdir()
    for path in paths:
        path.write_text(BRIDGE.replace("خمسة", path.stem), "utf-8")
    run("ingest", tmp_path / "news", "--store", own_store)
    paths[0].unlink()
    got = run("ingest", tmp_path / "news", "--store", own_store)
    assert got.stdout == "Added 0, updated 0, unchanged 1, duplicates 0, removed 0, failed 0.\n"
    got = run("ingest", tmp_path / "news", "--sync", "--store", own_store)
    assert got.stdout == "Added 0, updated 0, unchanged 1, duplicates 0, removed 1, failed 0.\n"
    assert len(articles_of(run, own_store)) == 4
    paths[1].unlink()
    got = run("ingest", paths[1].parent, "--sync", "--json", "--store", own_store)
    report = json.loads(got.stdout)
    assert report["removed"] == [] and len(report["failed"]) == 1 and got.exit_code == 1


def test_ingesting_does_not_bring_the_samples(run: Run, folder: Path, tmp_path: Path) -> None:
    env = {"ISNAD_STORE": str(tmp_path / "new")}
    assert run("ingest", folder / "bridge.txt", **env).exit_code == 0
    assert len(run("list", **env).stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.rtf", b"{\\rtf1}"),
        ("empty.txt", b""),
        ("blank.md", b"\n \n"),
        ("binary.txt", bytes(range(256)) * 4),
        ("image.txt", b"GIF89a\0\0\0\0\1\2"),
        ("latin.txt", "كتب".encode("cp1256") * 20),
        ("folder", None),
        ("missing.txt", None),
    ],
)
def test_what_is_no_article_is_named_and_the_rest_is_read(
    run: Run, own_store: Path, tmp_path: Path, name: str, content: bytes | None
) -> None:
    path, good = tmp_path / name, tmp_path / "good.txt"
    good.write_text(BRIDGE.replace("خمسة", "سبعة"), "utf-8")
    if content is not None:
        path.write_bytes(content)
    elif name == "folder":
        path.mkdir()
    got = run("ingest", path, good, "--store", own_store)
    assert got.exit_code == 1 and complaint_about(got.stderr, path)
    assert got.stdout == "Added 1, updated 0, unchanged 0, duplicates 0, removed 0, failed 1.\n"
    assert len(articles_of(run, own_store)) == 4


def test_a_map_names_the_fields_of_a_file(run: Run, own_store: Path, tmp_path: Path) -> None:
    text = "ذكرت إدارة الحديقة يوم الأحد أن عدد الزوار بلغ ألفي زائر."
    table = tmp_path / "export.csv"
    table.write_text(f"head,inhalt,when\nحديقة المدينة,{text},2024-07-08\n", "utf-8")
    refused = run("ingest", table, "--store", own_store)
    assert complaint_about(refused.stderr, table) and "--map text=FIELD" in refused.stderr
    got = run("ingest", table, "--map", "title=head,text=inhalt", "--map", "date=when", "--store", own_store)
    assert got.stdout.startswith("Added 1, updated 0, unchanged 0, duplicates 0, removed 0, failed 0.\n")
    assert articles(run, own_store)["2024-07-08"]["title"] == "حديقة المدينة"


def test_a_map_of_no_field_is_refused_before_a_store_is_made(run: Run, tmp_path: Path) -> None:
    got = run("ingest", tmp_path, "--map", "headline=title", "--store", tmp_path / "new")
    assert "'headline=title'" in complaint(got) and not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["\udcff.txt", "\x1b[31m.txt", "two\nlines.txt", "x" * 300 + ".txt"])
def test_a_strange_file_name_is_only_a_name(run: Run, store: Path, tmp_path: Path, name: str) -> None:
    got = run("ingest", tmp_path / name, "--store", store)
    assert got.exit_code == 1 and got.stderr.count("\n") == 1 and "\x1b" not in got.output
    assert json.loads(run("ingest", tmp_path / name, "--store", store, "--json").stdout)["failed"]


@pytest.mark.slow
def test_ctrl_c_while_ingesting_loses_nothing(run: Run, own_store: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(80):
        lines = (f"وفي اليوم {number} من الرحلة رقم {line} سجّل البحّارة حال الطقس والموج." for line in range(30))
        (many / f"{number}.txt").write_text("\n".join(lines), "utf-8")
    ingesting = start([ISNAD, "ingest", many, "--store", own_store], own_store)
    while not is_locked(own_store):
        assert ingesting.poll() is None
        time.sleep(0.01)
    ingesting.send_signal(signal.SIGINT)
    said, complaints = ingesting.communicate(timeout=60)
    assert (ingesting.returncode, said, complaints) == (130, "", f"isnad: {messages.INTERRUPTED.en}\n")
    assert {"2024-03-10", "2024-05-02", "2024-06-01"} <= set(articles(run, own_store))
    assert json.loads(run("ask", QUESTION, "--json", "--store", own_store).stdout)["answered"]


def is_locked(store: Path) -> bool:
    try:
        with FileLock(store / "write.lock", timeout=0):
            return False
    except Timeout:
        return True


def test_what_is_given_for_all_that_is_ingested(run: Run, own_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "bridge.json"
    url = "https://elm.example/2024/11/5/bridge"
    path.write_text(json.dumps({"text": BRIDGE.replace("خمسة", "تسعة"), "url": url, "date": "2020-01-01"}), "utf-8")
    options = ("--outlet", "صحيفة الوادي", "--language", "ar", "--date-from-url")
    got = run("ingest", path, *options, "--json", "--store", own_store)
    report = json.loads(got.stdout)
    assert report["remarks"][-1] == {
        "article": report["added"][0],
        "field": "date",
        "kind": "guessed",
        "detail": "the address",
    }
    shown = json.loads(run("show", report["added"][0], "--json", "--store", own_store).stdout)
    assert (shown["outlet"], shown["date"], shown["language"]) == ("صحيفة الوادي", "2024-11-05", "ar")
    (tmp_path / "plain.txt").write_text("The old pier was closed on Tuesday after a storm.", "utf-8")
    told = run("ingest", tmp_path / "plain.txt", "--store", own_store).stdout.splitlines()[1:]
    assert told[1:] == ["Without an outlet (--outlet names one for all): 1.", "Without a date: 1."]
    assert "'Arabisch' is not valid" in run("ingest", path, "--language", "Arabisch", "--store", own_store).stderr
