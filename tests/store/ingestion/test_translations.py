"""A stored article gets a translation: found by it at once, kept when its file comes again, never by halves."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from store import Article, Corpus, ReadingError, Span, Translation, UnknownArticleError
from tests.helpers.agreement import check
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import ALL, FERRY, OBSERVATORY, having, near_sentences, write
from tests.store.ingestion.test_cut_off import Breaking

ROOT = Path(__file__).parents[3]
DOME = "Astronomers mended the dome of the observatory. It will watch a comet in spring."
MADE = Translation("en", "The dome", DOME, by="model-1")


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        opened.add(ALL)
        yield opened


def test_an_article_is_found_by_its_new_translation(corpus: Corpus) -> None:
    assert having(corpus, "astronomers") == []
    corpus.translate(OBSERVATORY.id, MADE)
    assert corpus.article(OBSERVATORY.id) == replace(OBSERVATORY, translations=(MADE,))
    assert having(corpus, "astronomers") == [OBSERVATORY.id]
    assert near_sentences(corpus, "a comet in spring")[0] in OBSERVATORY.text
    check(corpus)


def test_it_is_as_if_the_article_had_come_with_it(corpus: Corpus, tmp_path: Path) -> None:
    corpus.translate(OBSERVATORY.id, MADE)
    with Corpus.open(tmp_path / "other", FakeEncoder()) as other:
        other.add([article for article in ALL if article != OBSERVATORY])
        other.add([replace(OBSERVATORY, translations=(MADE,))])
        assert other.articles() == corpus.articles()
        assert (other.index.centre() == corpus.index.centre()).all()


def test_a_new_translation_takes_the_place_of_the_one_before(corpus: Corpus) -> None:
    corpus.translate(OBSERVATORY.id, MADE)
    corpus.translate(OBSERVATORY.id, Translation("fr", "La coupole", "Les astronomes.", by="model-1"))
    corpus.translate(OBSERVATORY.id, Translation("en", "The dome", "Stargazers.", by="model-2"))
    assert [(each.language, each.by) for each in corpus.article(OBSERVATORY.id).translations] == [
        ("fr", "model-1"),
        ("en", "model-2"),
    ]
    assert having(corpus, "comet") == [] and having(corpus, "stargazers") == [OBSERVATORY.id]
    check(corpus)


def test_other_lines_or_another_article_are_refused(corpus: Corpus) -> None:
    with pytest.raises(ReadingError, match="has 1 lines and its translation 2; give both the same lines"):
        corpus.translate(OBSERVATORY.id, replace(MADE, text=f"{DOME}\n{DOME}"))
    with pytest.raises(UnknownArticleError):
        corpus.translate("0" * 16, MADE)
    assert corpus.article(OBSERVATORY.id) == OBSERVATORY


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_cut_off_it_leaves_the_article_as_it_was(tmp_path: Path, error: type[BaseException]) -> None:
    with Corpus.open(tmp_path / "store", Breaking(error, 2)) as corpus:
        corpus.add([OBSERVATORY])
        with pytest.raises(error, match="cut off"):
            corpus.translate(OBSERVATORY.id, MADE)
        assert corpus.article(OBSERVATORY.id) == OBSERVATORY
        check(corpus)
        corpus.translate(OBSERVATORY.id, MADE)
        check(corpus)


def test_what_a_model_made_stays_when_the_file_comes_again(corpus: Corpus, tmp_path: Path) -> None:
    file = write(tmp_path / "news", "a.md", OBSERVATORY.text.replace("مذنبا", "نجما"), title="قبة المرصد")
    (id_,) = corpus.ingest([file]).added
    corpus.translate(id_, MADE)
    assert corpus.ingest([file]).unchanged == (id_,)
    write(tmp_path / "news", "a.md", OBSERVATORY.text.replace("مذنبا", "نجما"), title="قبة أخرى")
    assert corpus.ingest([file]).updated == (id_,)
    assert (corpus.article(id_).title, corpus.article(id_).translations) == ("قبة أخرى", (MADE,))
    write(tmp_path / "news", "a.en.md", "Our own words.", title="Dome")
    assert corpus.ingest([file]).updated == (id_,)
    assert [each.by for each in corpus.article(id_).translations] == [""]
    check(corpus)


def test_an_articles_own_translation_is_no_machine_translation_to_keep(corpus: Corpus) -> None:
    corpus.add([replace(FERRY, translations=())])
    assert corpus.article(FERRY.id).translations == ()


def test_a_store_without_machine_translations_is_as_stores_always_were(corpus: Corpus, tmp_path: Path) -> None:
    corpus.translate(OBSERVATORY.id, MADE)
    with closing(sqlite3.connect(tmp_path / "store" / "isnad.sqlite3")) as connection:
        rows = dict(connection.execute("SELECT id, translations FROM articles").fetchall())
    assert '"by"' not in rows[FERRY.id] and '"by": "model-1"' in rows[OBSERVATORY.id]
    assert corpus.article(FERRY.id) == FERRY


LINES = Article(
    title="T",
    text="سطر أول.\n\nسطر ثان.\nسطر ثالث.",
    language="ar",
    translations=(Translation("en", "", "First line.\n\n\nThird line.", by="model-1"),),
)
PLACES = {
    "first": (0, 8, "First line."),
    "second": (10, 18, None),
    "all": (0, 28, None),
    "third": (19, 28, "Third line."),
}


@each_case(("start", "end", "told"), PLACES.values())
def test_what_has_an_untranslated_line_has_no_translation(start: int, end: int, told: str | None) -> None:
    assert LINES.translated(Span(start, end), "en") == told
    assert not LINES.is_translated("en") and not LINES.is_translated("fr")


def test_the_lines_that_are_translated_are_found_beside_one_that_is_not(corpus: Corpus) -> None:
    corpus.add([LINES])
    assert having(corpus, "third") == [LINES.id]
    check(corpus)


def test_a_translation_shorter_than_its_article_says_nothing_of_the_rest() -> None:
    short = replace(LINES, translations=(Translation("en", "", "First line."),))
    assert short.translated(Span(0, 8), "en") == "First line."
    assert short.translated(Span(19, 28), "en") is None


ENDLESS = """
import sys
from store import Corpus, Translation
from tests.helpers.fakes import FakeEncoder
with Corpus.open(sys.argv[1], FakeEncoder()) as corpus:
    for number in range(10**6):
        for article in corpus.articles():
            text = "\\n".join(f"Sentence {number}." for _ in article.text.split("\\n"))
            corpus.translate(article.id, Translation("en", f"Title {number}", text, by=f"model-{number}"))
            print(number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 4, 7])
def test_killed_while_writing_it_leaves_whole_articles(tmp_path: Path, after: int) -> None:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add(ALL)
    command = [sys.executable, "-c", ENDLESS, str(tmp_path / "store")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as writing:
        assert writing.stdout is not None
        for _ in range(after):
            assert writing.stdout.readline()
        writing.kill()
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        made = [each for article in corpus.articles() for each in article.translations if each.by]
        assert len(made) >= min(after, len(ALL))
        for each in made:
            number = each.by.removeprefix("model-")
            assert each.title == f"Title {number}" and set(each.text.split("\n")) == {f"Sentence {number}."}
        for article in corpus.articles():  # the same command again completes it
            corpus.translate(article.id, Translation("en", "T", article.text.upper(), by="model"))
        check(corpus)
