"""isnad show ID --noise: what of a page is not the article, and how that is known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from store.article import BoilerplateKind
from tests.helpers.ui.commands import Run
from ui.messages import general as messages

SLOGAN = "صوت البلدة كل مساء [bold]\u202e"
BODIES = (
    "افتتحت مدرسة الموسيقى قاعة جديدة للعزف أمام أهالي القرية.",
    "نقلت الشاحنات أول محصول من التفاح إلى السوق المركزي.",
    "أصلح الحدادون ساعة البرج بعد توقفها عشر سنوات.",
)


@pytest.fixture(scope="module")
def paper(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of an outlet's three pages; they end in one slogan, and the first has buttons."""
    folder, store = tmp_path_factory.mktemp("pages"), tmp_path_factory.mktemp("store")
    for number, body in enumerate(BODIES):
        buttons = "مشاركة\n12 مارس 2024\n" if number == 0 else ""
        front = f"---\ntitle: خبر {number}\noutlet: جريدة البلدة\n---\n"
        (folder / f"{number}.md").write_text(f"{front}{buttons}{body}\n{SLOGAN}\n", encoding="utf-8")
    assert run("ingest", folder, "--store", store).exit_code == 0
    return store


@pytest.fixture(scope="module")
def first(run: Run, paper: Path) -> str:
    listed = json.loads(run("list", "--json", "--store", paper).stdout)
    return next(article["id"] for article in listed if article["title"] == "خبر 0")


def test_each_line_stands_after_what_says_why(run: Run, paper: Path, first: str) -> None:
    rows = [row.split("\t") for row in run("show", first, "--noise", "--store", paper).stdout.splitlines()]
    assert rows == [
        ["removed: a button", "مشاركة"],
        ["removed: a date", "12 مارس 2024"],
        ["never quoted: repeated in 3 articles", SLOGAN.replace("\u202e", "")],
    ]


def test_it_is_told_in_arabic_too(run: Run, paper: Path, first: str) -> None:
    rows = run("show", first, "--noise", "--store", paper, LC_ALL="ar_EG.UTF-8").stdout.splitlines()
    assert [row.split("\t")[0] for row in rows] == ["أُزيل: زر", "أُزيل: تاريخ", "لا يُقتبس: مكرر في 3 مقالات"]


def test_programs_get_it_with_its_places(run: Run, paper: Path, first: str) -> None:
    noise = json.loads(run("show", first, "--noise", "--json", "--store", paper).stdout)
    text = json.loads(run("show", first, "--json", "--store", paper).stdout)["text"]
    assert noise["id"] == first
    assert noise["removed"] == [{"line": "مشاركة", "kind": "button"}, {"line": "12 مارس 2024", "kind": "date"}]
    (line,) = noise["repeated"]
    assert line["articles"] == 3
    assert text[line["start"] : line["end"]] == line["line"] == SLOGAN


def test_where_there_is_none_that_is_said(run: Run, store: Path) -> None:
    ids = [article["id"] for article in json.loads(run("list", "--json", "--store", store).stdout)]
    assert run("show", ids[0], "--noise", "--store", store).stdout == messages.NO_NOISE.en + "\n"


def test_every_kind_has_its_words() -> None:
    assert messages.REMOVED_AS.keys() == set(BoilerplateKind)
