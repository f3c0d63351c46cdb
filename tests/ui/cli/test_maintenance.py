"""isnad check, rebuild and vacuum: what is damaged is said, what can be mended is, and the exit status tells."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.helpers.ui.commands import Run, articles, articles_of, complaint

ARABIC = {"LC_ALL": "ar_EG.UTF-8"}


def damage_the_index(store: Path) -> None:
    for path in (store / "chroma").rglob("data_level0.bin"):
        path.write_bytes(path.read_bytes()[:100])


def damage_the_database(store: Path) -> None:
    path = store / "isnad.sqlite3"
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_an_article(store: Path, twice: bool) -> None:
    for path in [store / "isnad.sqlite3", *(store.glob("articles-*.log") if twice else ())]:
        path.write_bytes(path.read_bytes().replace("رئيس البلدية".encode(), "رئيس البلدبة".encode()))


def test_a_sound_store_is_said_to_be(run: Run, store: Path) -> None:
    got = run("check", "--store", store)
    assert (got.exit_code, got.stdout, got.stderr) == (0, "The store is sound.\n", "")
    got = run("check", "--store", store, **ARABIC)
    assert (got.exit_code, got.stdout, got.stderr) == (0, "المخزن سليم.\n", "")
    got = run("check", "--json", "--store", store)
    assert (got.exit_code, json.loads(got.stdout)) == (0, {"store": str(store), "faults": []})


@pytest.mark.parametrize("damage", [damage_the_index, damage_the_database], ids=["index", "database"])
def test_a_damaged_store_is_said_with_the_remedy_and_mended(run: Run, own_store: Path, damage) -> None:
    listed = articles_of(run, own_store)
    damage(own_store)
    got = run("check", "--store", own_store)
    assert (got.exit_code, got.stdout) == (1, "")
    fault, remedy = got.stderr.splitlines()
    assert fault.startswith("isnad: Damaged: ")
    assert f"isnad rebuild --store {own_store}" in remedy
    got = run("check", "--store", own_store, **ARABIC)
    assert got.exit_code == 1
    assert got.stderr.splitlines()[0].startswith("isnad: تلف: ")
    assert f"isnad rebuild --store {own_store}" in got.stderr
    got = run("check", "--json", "--store", own_store)
    assert got.exit_code == 1 and len(json.loads(got.stdout)["faults"]) == 1
    got = run("rebuild", "--store", own_store)
    assert (got.exit_code, got.stdout) == (0, "The store is rebuilt. Articles: 3.\n")
    assert run("check", "--store", own_store).exit_code == 0
    assert articles_of(run, own_store) == listed


def test_a_damaged_database_is_refused_in_a_sentence(run: Run, own_store: Path) -> None:
    damage_the_database(own_store)
    assert f"isnad rebuild --store {own_store}" in complaint(run("list", "--store", own_store))


def test_rebuilding_is_told_in_arabic_and_json(run: Run, own_store: Path) -> None:
    got = run("rebuild", "--store", own_store, **ARABIC)
    assert (got.exit_code, got.stdout) == (0, "أُعيد بناء المخزن. المقالات: 3.\n")
    got = run("rebuild", "--json", "--store", own_store)
    assert got.exit_code == 0
    sound = {"articles": 3, "faults": [], "lost": [], "more_may_be_lost": False, "kept": None}
    assert json.loads(got.stdout) == sound


def test_an_article_damaged_once_is_mended_and_damaged_twice_is_named(run: Run, own_store: Path) -> None:
    library = articles(run, own_store)["2024-03-10"]["id"]
    damage_an_article(own_store, twice=False)
    assert f"the article {library}" in complaint(run("show", library, "--store", own_store))
    got = run("rebuild", "--store", own_store)
    assert (got.exit_code, got.stdout) == (0, "The store is rebuilt. Articles: 3.\n")
    assert library in got.stderr
    damage_an_article(own_store, twice=True)
    got = run("rebuild", "--store", own_store)
    assert (got.exit_code, got.stdout) == (1, "The store is rebuilt. Articles: 2.\n")
    said = got.stderr.splitlines()[-1]
    assert library in said and str(own_store / "damaged") in said and "ingest them again" in said
    assert len(articles_of(run, own_store)) == 2


def test_what_is_lost_is_told_in_arabic_and_json(run: Run, own_store: Path) -> None:
    library = articles(run, own_store)["2024-03-10"]["id"]
    damage_an_article(own_store, twice=True)
    got = run("rebuild", "--json", "--store", own_store, **ARABIC)
    told = json.loads(got.stdout)
    assert (got.exit_code, told["articles"], told["lost"]) == (1, 2, [library])
    assert Path(told["kept"]).is_dir()
    assert "مقالات تعذّرت قراءتها في كل مكان: 1" in got.stderr


def overwrite_the_header(store: Path) -> None:
    path = store / "isnad.sqlite3"
    path.write_bytes(b"\x07" * 20 + path.read_bytes()[20:])


def test_articles_that_nobody_can_name_may_be_lost_and_that_is_told(run: Run, own_store: Path) -> None:
    overwrite_the_header(own_store)
    (journal,) = own_store.glob("articles-*.log")
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"damaged" + b"".join(lines))
    got = run("rebuild", "--store", own_store)
    (kept,) = (own_store / "damaged").iterdir()
    assert (got.exit_code, got.stdout) == (1, "The store is rebuilt. Articles: 2.\n")
    said = got.stderr.splitlines()[-1]
    assert "More articles may be lost" in said and str(kept) in said
    assert (kept / journal.name).read_bytes().startswith(b"damaged")


def test_that_more_may_be_lost_is_told_in_arabic_and_json(run: Run, own_store: Path) -> None:
    overwrite_the_header(own_store)
    (journal,) = own_store.glob("articles-*.log")
    journal.unlink()
    got = run("rebuild", "--json", "--store", own_store, **ARABIC)
    told = json.loads(got.stdout)
    assert (got.exit_code, told["articles"], told["lost"], told["more_may_be_lost"]) == (1, 0, [], True)
    assert (Path(told["kept"]) / "isnad.sqlite3").read_bytes().startswith(b"\x07" * 20)
    assert "قد تكون مقالات لا يُعرف أيّها قد ضاعت" in got.stderr
    got = run("rebuild", "--json", "--store", own_store)
    assert (got.exit_code, json.loads(got.stdout)["kept"]) == (0, None)


def test_a_database_of_another_program_is_not_called_sound_and_is_kept(run: Run, own_store: Path) -> None:
    (own_store / "isnad.sqlite3").unlink()
    with closing(sqlite3.connect(own_store / "isnad.sqlite3")) as connection:
        connection.execute("CREATE TABLE meta (key, value)")
    got = run("check", "--store", own_store)
    assert (got.exit_code, got.stdout) == (1, "")
    assert "isnad.sqlite3 is a database that Isnad did not make" in got.stderr
    got = run("rebuild", "--store", own_store)
    assert (got.exit_code, got.stdout) == (0, "The store is rebuilt. Articles: 3.\n")
    assert f"The old files are kept in {own_store / 'damaged'}" in got.stderr


def test_vacuum_gives_room_back_and_says_how_much(run: Run, own_store: Path) -> None:
    for article in articles(run, own_store).values():
        run("remove", article["id"], "--store", own_store)
    got = run("vacuum", "--store", own_store)
    assert got.exit_code == 0
    assert got.stdout.startswith("The store took ") and got.stdout.endswith(" MB.\n")
    assert run("vacuum", "--store", own_store, **ARABIC).stdout.startswith("كان حجم المخزن ")
    assert run("check", "--store", own_store).exit_code == 0


@pytest.mark.parametrize("command", ["check", "rebuild", "vacuum"])
def test_a_folder_that_is_no_store_is_refused_and_not_made(run: Run, tmp_path: Path, command: str) -> None:
    assert str(tmp_path / "nothing") in complaint(run(command, "--store", tmp_path / "nothing"))
    assert not (tmp_path / "nothing").exists()
