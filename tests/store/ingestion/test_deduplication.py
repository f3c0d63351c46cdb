"""Files that become each other's copies, and vectors that are lost."""

from __future__ import annotations

import shutil
from pathlib import Path

from store import Corpus
from store.embedding.encoder import Encoder
from tests.helpers.store.harbour import EVERYWHERE, FERRY


def _write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


FIRST = "افتتح العمدة حديقة جديدة قرب النهر صباح السبت."
SECOND = "أعلنت المدرسة موعد الامتحانات في نهاية الفصل."
THIRD = "تأخرت الحافلات بسبب أعمال صيانة في الجسر القديم."


def _texts(corpus: Corpus) -> set[str]:
    return {article.text for article in corpus.articles()}


def test_a_file_that_becomes_another_s_copy_leaves_nothing_behind(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=FIRST, b=SECOND)
    corpus.ingest([tmp_path / "in"])
    _write(tmp_path / "in", b=FIRST)
    assert len(corpus.ingest([tmp_path / "in"]).duplicates) == 1
    assert _texts(corpus) == {FIRST}


def test_renumbered_files_leave_nothing_behind(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=FIRST, b=SECOND)
    corpus.ingest([tmp_path / "in"])
    _write(tmp_path / "in", a=THIRD, b=FIRST, c=SECOND)
    corpus.ingest([tmp_path / "in"])
    assert _texts(corpus) == {FIRST, SECOND, THIRD}
    assert len(corpus.ingest([tmp_path / "in"]).added) == 0


def test_a_copy_keeps_the_article_when_the_first_file_changes(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=FIRST, b=FIRST)
    corpus.ingest([tmp_path / "in"])
    _write(tmp_path / "in", a=SECOND)
    corpus.ingest([tmp_path / "in"])
    assert _texts(corpus) == {FIRST, SECOND}
    _write(tmp_path / "in", b=SECOND)
    corpus.ingest([tmp_path / "in"])
    assert _texts(corpus) == {SECOND}


def test_a_new_copy_saves_an_article_that_its_file_gives_up_in_the_same_run(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=FIRST)
    corpus.ingest([tmp_path / "in"])
    _write(tmp_path / "in", a=SECOND, b=FIRST)
    corpus.ingest([tmp_path / "in"])
    assert _texts(corpus) == {FIRST, SECOND}


def test_a_copy_with_another_title_does_not_change_the_article(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=f"---\ntitle: أول\n---\n{FIRST}", b=f"---\ntitle: ثان\n---\n{FIRST}")
    corpus.ingest([tmp_path / "in"])
    again = corpus.ingest([tmp_path / "in"])
    assert (len(again.unchanged), len(again.duplicates), len(again.updated)) == (1, 1, 0)
    assert [article.title for article in corpus.articles()] == ["أول"]


def test_vectors_that_are_gone_are_made_again(tmp_path: Path, encoder: Encoder) -> None:
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        corpus.add([FERRY])
        before = corpus.index.near_passages(encoder.encode_questions([FERRY.title])[0], 5, EVERYWHERE)
    shutil.rmtree(tmp_path / "store" / "chroma")
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        assert corpus.articles() == [corpus.article(FERRY.id)]
        assert corpus.index.near_passages(encoder.encode_questions([FERRY.title])[0], 5, EVERYWHERE) == before
