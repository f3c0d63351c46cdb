"""What is given for a whole ingestion, what is told of what was read, and furniture without an outlet."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from store import Corpus, Defaults, RemarkKind
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder

SLOGAN = "Follow the evening bulletin on every channel"
STORIES = [
    "Masons asked the mayor of Stonefield to open the quarry again before winter.",
    "Owners of the vineyard denied that they had known of the frost beforehand.",
    "Two climbers were rescued from the tower by night, in heavy rain.",
]


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


def test_defaults_are_for_what_a_file_does_not_say_and_new_ones_read_it_again(corpus: Corpus, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    row = {"text": STORIES[0], "url": "https://www.elm.example/2024/11/5/x", "date": "1 May 2023"}
    path.write_text(json.dumps([row, {"text": STORIES[1], "outlet": "Elm Ledger"}]), "utf-8")
    corpus.ingest(path)
    assert sorted(article.outlet for article in corpus.articles()) == ["Elm Ledger", "elm.example"]
    report = corpus.ingest(path, defaults=Defaults("Brenn Mirror", "sw", date_from_url=True))
    first, second = sorted(corpus.articles(), key=lambda article: article.text)
    assert len(report.updated) == 2 and not report.unchanged
    assert (first.outlet, first.date, first.language) == ("Brenn Mirror", dt.date(2024, 11, 5), "sw")
    assert (second.outlet, second.date, second.language) == ("Elm Ledger", None, "sw")
    again = corpus.ingest(path, defaults=Defaults("Brenn Mirror", "sw", date_from_url=True))
    assert len(again.unchanged) == 2 and again.remarks == ()
    check(corpus)


def test_the_report_tells_what_was_guessed_and_what_is_missing(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Quarry to open\nsome day\n{STORIES[0]}", "utf-8")
    (tmp_path / "b.md").write_text(f"---\ndate: soon\nurl: https://elm.example/1\n---\n{STORIES[1]}", "utf-8")
    report = corpus.ingest(tmp_path)
    told = {(remark.field, remark.kind) for _, remark in report.remarks}
    assert told >= {
        ("outlet", RemarkKind.MISSING),
        ("outlet", RemarkKind.GUESSED),
        ("date", RemarkKind.MISSING),
        ("date", RemarkKind.UNREADABLE),
        ("title", RemarkKind.GUESSED),
    }
    assert {id_ for id_, _ in report.remarks} == set(report.added)


def learned(corpus: Corpus) -> set[str]:
    found = corpus.articles()
    lines = corpus.repeated_lines.of([article.id for article in found])
    return {article.cut(line.span) for article in found for line in lines.get(article.id, [])}


@pytest.mark.parametrize("in_one_file", [True, False])
def test_lines_that_repeat_in_what_came_together_are_furniture(
    corpus: Corpus, tmp_path: Path, in_one_file: bool
) -> None:
    texts = [f"{story}\n{SLOGAN}" for story in STORIES]
    folder = tmp_path / "news"
    folder.mkdir()
    if in_one_file:
        (folder / "a.json").write_text(json.dumps([{"text": text} for text in texts]), "utf-8")
    else:
        for number, text in enumerate(texts):
            (folder / f"{number}.txt").write_text(text, "utf-8")
    report = corpus.ingest(folder)
    assert learned(corpus) == {SLOGAN}
    removal = corpus.remove(report.added[0])
    assert learned(corpus) == set()
    corpus.put_back(removal)
    assert learned(corpus) == {SLOGAN}
    check(corpus)


def test_what_came_apart_has_no_common_furniture(corpus: Corpus, tmp_path: Path) -> None:
    for number, story in enumerate(STORIES):
        (tmp_path / str(number)).mkdir()
        (tmp_path / str(number) / "a.txt").write_text(f"{story}\n{SLOGAN}", "utf-8")
    corpus.ingest(tmp_path)
    assert learned(corpus) == set()
