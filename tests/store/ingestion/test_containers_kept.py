"""Files of many articles in the corpus: each article is known by its file and its place there."""

from __future__ import annotations

import json
from pathlib import Path

from store import Corpus, FieldMap
from tests.helpers.agreement import check

GATE = "The town gate was painted green on Sunday by its keeper."
PIER = "The old pier was closed on Tuesday after a storm."
FERRY = "أعلنت إدارة المرفأ يوم الخميس عودة العبارة إلى رحلاتها اليومية."


def write(path: Path, *texts: str) -> None:
    path.write_text("\n".join(json.dumps({"text": text}) for text in texts))


def test_each_piece_of_a_file_is_known_by_its_place(corpus: Corpus, tmp_path: Path) -> None:
    write(path := tmp_path / "a.jsonl", GATE, PIER)
    assert len(corpus.ingest([path]).added) == 2
    assert len(corpus.ingest([path]).unchanged) == 2
    write(path, GATE, FERRY)
    path.write_text(path.read_text() + "\n?")
    report = corpus.ingest([path])
    assert (len(report.unchanged), len(report.updated), len(report.failed)) == (1, 1, 1)
    assert report.failed[0][0] == path and report.failed[0][1].startswith("a.jsonl line 3")
    assert {article.text for article in corpus.articles()} == {GATE, FERRY}
    rows = corpus._database.rows("SELECT path FROM files ORDER BY path")
    assert [name for (name,) in rows] == [f"{path.resolve()}!line 1", f"{path.resolve()}!line 2"]
    check(corpus)


def test_the_corpus_takes_a_field_map(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"head,inhalt\nGate,{GATE}\n")
    report = corpus.ingest([tmp_path], fields=FieldMap(title="head", text="inhalt"))
    assert [corpus.article(id_).title for id_ in report.added] == ["Gate"]
