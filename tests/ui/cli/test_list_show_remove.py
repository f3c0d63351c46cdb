"""isnad list, show and remove: the articles of a store."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.helpers.ui.commands import Run, articles, articles_of, complaint
from ui.messages import one_line


def test_the_list_is_a_line_for_each_article(run: Run, store: Path) -> None:
    rows = [line.split("\t") for line in articles_of(run, store)]
    assert [row[1] for row in rows] == ["2024-03-10", "2024-05-02", "2024-06-01"]
    assert rows[1][2:] == ["إذاعة الضفة", "إغلاق الجسر القديم"]
    assert rows[0][0] == articles(run, store)["2024-03-10"]["id"]


def test_an_article_is_shown_whole(run: Run, store: Path) -> None:
    article = articles(run, store)["2024-03-10"]
    got = run("show", article["id"], "--store", store).stdout
    head, _, text = got.partition("\n\n")
    assert head.split("\n") == [article["title"], f"2024-03-10 · {article['outlet']}", article["url"]]
    whole = json.loads(run("show", article["id"], "--json", "--store", store).stdout)
    assert text == whole["text"] + "\n" and whole.items() >= article.items()


def test_removing_takes_all_named_or_none(run: Run, own_store: Path) -> None:
    ids = [article["id"] for article in articles(run, own_store).values()]
    assert "'nope'" in complaint(run("remove", ids[0], "nope", "--store", own_store))
    assert len(articles_of(run, own_store)) == 3, "an unknown id removes nothing"
    got = run("remove", ids[0], ids[1], ids[0], "--store", own_store, LC_ALL="ar_EG.UTF-8")
    assert got.stdout.splitlines() == ["حُذف: مكتبة عامة في حي الميناء", "حُذف: إغلاق الجسر القديم"]
    assert list(articles(run, own_store)) == ["2024-06-01"]


def test_removing_that_is_cut_short_names_what_is_left(run: Run, own_store: Path) -> None:
    first, second, third = articles(run, own_store).values()
    with closing(sqlite3.connect(own_store / "isnad.sqlite3")) as connection:
        connection.execute(
            f"CREATE TRIGGER stuck BEFORE DELETE ON articles WHEN OLD.id = '{second['id']}'"
            " BEGIN SELECT RAISE(ABORT, 'stuck'); END"
        )
    got = run("remove", *(article["id"] for article in (first, second, third)), "--store", own_store)
    assert got.exit_code == 1 and got.stdout == f"Removed: {first['title']}\n"
    *left, why = got.stderr.splitlines()
    assert left == [f"isnad: Not removed: {one_line(each['title'])}" for each in (second, third)]
    assert "stuck" in why
    assert list(articles(run, own_store)) == ["2024-05-02", "2024-06-01"]
