"""What may go wrong with a store: it says what to do, and keeps what it had."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from store import (
    Article,
    Corpus,
    IsnadError,
    ReadingError,
    StoreBusyError,
    StoreMismatchError,
    StorePathError,
    Translation,
    UnknownArticleError,
)
from store.database import Database
from store.engine import Encoding
from store.scope import Scope
from tests.agreement import check
from tests.fakes import FakeEncoder
from tests.rights import no_rights, public_folder
from tests.stories import NAMES, long_files

EVERYWHERE = Scope()
WELL = Article(
    title="The well", text="The villagers dug a well beside the mill.", outlet="Mill Gazette", language="en"
)
KITE = Article(title="طائرة ورقية", text="أطلق الأطفال طائرة ورقية فوق التلة.", language="ar")


@pytest.fixture
def public() -> Iterator[Path]:
    with public_folder() as folder:
        yield folder


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


# Where a store cannot be


def a_file(folder: Path) -> Path:
    (folder / "file").write_text("x")
    return folder / "file"


def below_a_file(folder: Path) -> Path:
    return a_file(folder) / "store"


def a_nul(folder: Path) -> Path:
    return folder / "a\0b"


def an_unknown_person(folder: Path) -> str:
    return "~nobody-of-this-name/store"


def half_a_character(folder: Path) -> Path:
    return folder / "\ud800"


def a_damaged_database(folder: Path) -> Path:
    (folder / "isnad.sqlite3").write_bytes(b"no articles here " * 500)
    return folder


def a_folder_for_a_database(folder: Path) -> Path:
    (folder / "isnad.sqlite3").mkdir()
    return folder


def damaged_vectors(folder: Path) -> Path:
    (folder / "chroma").write_text("no vectors here")
    return folder


IMPOSSIBLE = [
    a_file,
    below_a_file,
    a_nul,
    an_unknown_person,
    half_a_character,
    a_damaged_database,
    a_folder_for_a_database,
    damaged_vectors,
]


@pytest.mark.parametrize("place", IMPOSSIBLE, ids=lambda place: place.__name__)
def test_an_impossible_place_is_refused_with_the_remedy(
    tmp_path: Path, encoder: Any, place: Callable[[Path], str | Path]
) -> None:
    with pytest.raises(StorePathError, match=r"Give a folder|into a new store"):
        Corpus.open(place(tmp_path), encoder)


def test_missing_folders_are_made(tmp_path: Path, encoder: Any) -> None:
    with Corpus.open(tmp_path / "a" / "ب" / "c d", encoder) as corpus:
        corpus.add([WELL])
    assert (tmp_path / "a" / "ب" / "c d" / "isnad.sqlite3").is_file()


def test_a_folder_that_cannot_be_written_is_refused(public: Path, encoder: Any) -> None:
    public.chmod(0o555)
    with no_rights(), pytest.raises(StorePathError, match="Give a folder you may write to: --store DIR"):
        Corpus.open(public / "store", encoder)


def test_a_store_that_cannot_be_written_is_refused(public: Path, encoder: Any) -> None:
    with Corpus.open(public / "store", encoder) as corpus:
        corpus.add([WELL])
    (public / "store").chmod(0o555)
    with no_rights(), pytest.raises(StorePathError, match="Give a folder you may write to: --store DIR"):
        Corpus.open(public / "store", encoder)
    (public / "store").chmod(0o755)
    with Corpus.open(public / "store", encoder) as corpus:
        assert corpus.articles() == [WELL]


def test_a_folder_that_cannot_be_entered_is_refused(public: Path, encoder: Any) -> None:
    (public / "closed").mkdir(mode=0o000)
    with no_rights(), pytest.raises(StorePathError, match="Permission denied"):
        Corpus.open(public / "closed" / "store", encoder)


# Stores that something else made


@pytest.fixture
def made(tmp_path: Path, encoder: Any) -> Path:
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        corpus.add([WELL])
    return tmp_path / "store"


def test_a_store_of_another_encoder_is_refused(made: Path, encoder: Any) -> None:
    with pytest.raises(StoreMismatchError, match=r"made with .*fake/1.* uses fake/2.*isnad ingest PATH --store NEW"):
        Corpus.open(made, FakeEncoder(fingerprint="fake/2"))
    with Corpus.open(made, encoder) as corpus:
        assert corpus.articles() == [WELL]


def test_a_store_of_another_format_is_refused(made: Path, encoder: Any) -> None:
    connection = sqlite3.connect(made / "isnad.sqlite3")
    with connection:
        connection.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    connection.close()
    with pytest.raises(StoreMismatchError, match=r"\(format 0\).*isnad ingest PATH --store NEW"):
        Corpus.open(made, encoder)


def test_a_store_whose_making_was_cut_off_is_new(tmp_path: Path, encoder: Any) -> None:
    Database(tmp_path / "isnad.sqlite3").close()
    with Corpus.open(tmp_path, encoder) as corpus:
        assert corpus.add([WELL]).added == (WELL.id,)


# Two at once


@contextmanager
def writer(store: Path) -> Iterator[None]:
    """Someone else who is writing."""
    writing, done = threading.Event(), threading.Event()

    def write() -> None:
        with FileLock(store / "write.lock"):
            writing.set()
            done.wait()

    thread = threading.Thread(target=write)
    thread.start()
    writing.wait()
    try:
        yield
    finally:
        done.set()
        thread.join()


WRITES: dict[str, Callable[[Corpus], object]] = {
    "add": lambda corpus: corpus.add([KITE]),
    "ingest": lambda corpus: corpus.ingest([corpus.path / "nothing.md"]),
    "remove": lambda corpus: corpus.remove(WELL.id),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_second_writer_is_told_to_wait(made: Path, encoder: Any, write: Callable[[Corpus], object]) -> None:
    with Corpus.open(made, encoder) as corpus:
        with writer(made), pytest.raises(StoreBusyError, match="Wait for it to finish and try again"):
            write(corpus)
        assert corpus.articles() == [WELL]
        write(corpus)


def test_readers_need_not_wait(made: Path, encoder: Any) -> None:
    with writer(made), Corpus.open(made, encoder) as corpus:
        assert corpus.articles() == [WELL]
        assert list(corpus.index.matching(["well"], 5, EVERYWHERE)) == [(WELL.id, 0)]


# The database


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.sqlite3")
    before = database.version()
    for error in (RuntimeError, KeyboardInterrupt):
        with pytest.raises(error), database.transaction() as connection:
            connection.execute("INSERT INTO bridge VALUES ('form')")
            raise error
    assert database.rows("SELECT * FROM bridge") == []
    assert database.version() == before
    with database.transaction() as connection:
        connection.execute("INSERT INTO bridge VALUES ('form')")
    assert database.version() == before + 1
    database.close()


def test_a_database_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    database = Database(tmp_path / "isnad.sqlite3")
    database.rows("PRAGMA query_only = 1")
    with (
        pytest.raises(StorePathError, match="readonly database.*Give a folder"),
        database.transaction() as connection,
    ):
        connection.execute("INSERT INTO bridge VALUES ('form')")
    database.rows("PRAGMA query_only = 0")
    with pytest.raises(sqlite3.OperationalError), database.transaction() as connection:
        connection.execute("a mistake of ours")
    database.close()


# Asking for odd things

ODD_IDS = ["", "'", "' OR 1=1 --", "x'; DROP TABLE articles; --", "%", "*", "\0", "\ud800", "غ", "0" * 100_000]


def test_an_odd_id_is_unknown(made: Path, encoder: Any) -> None:
    with Corpus.open(made, encoder) as corpus:
        for odd in ODD_IDS:
            for call in (corpus.article, corpus.remove):
                with pytest.raises(UnknownArticleError, match="isnad list"):
                    call(odd)
        assert corpus.articles() == [WELL]


ODD_KEYS = [
    '"',
    '""',
    'x" OR "well',
    "wel*",
    "NEAR(well, mill)",
    "well NEAR mill",
    "well AND mill",
    "NOT",
    "-well",
    "^well",
    "keys : well",
    "{keys}",
    "(",
    "+",
    "'",
    "well'; DROP TABLE articles; --",
    "",
    " ",
    "\n",
    "a\0b",
    "\u00a0",
    "a\U0001e900b",
    "🚂",
]


def test_an_odd_key_finds_nothing_and_does_no_harm(made: Path, encoder: Any) -> None:
    with Corpus.open(made, encoder) as corpus:
        for odd in ODD_KEYS:
            assert corpus.index.matching([odd], 5, EVERYWHERE) == {}, odd
            assert list(corpus.index.matching([odd, "mill", odd], 5, EVERYWHERE)) == [(WELL.id, 0)], odd
            assert corpus.index.frequencies([odd, "mill"]) == {"mill": 1}, odd
        assert corpus.articles() == [WELL]


def test_a_question_may_have_very_many_keys(made: Path, encoder: Any) -> None:
    many = [f"key{number}" for number in range(5000)]
    with Corpus.open(made, encoder) as corpus:
        assert list(corpus.index.matching([*many, "mill"], 5, EVERYWHERE)) == [(WELL.id, 0)]
        assert corpus.index.frequencies([*many, "mill"]) == {"mill": 1}


# Odd articles


def letters(count: int) -> str:
    """Letters without a space or a mark."""
    return "".join(random.Random(7).choices("abcdefghijklmnopqrstuvwxyzابتثجحخدذرزسشصضطظ", k=count))


ODD_TEXTS = {
    "NULs": "The\0 lamp\0 went out. \0\0",
    "a NUL": "\0",
    "emojis": "🚂🚢✈️👩‍👩‍👧‍👦",
    "marks": "؟!… — «»",
    "one character": "x",
    "direction marks": "\u202b\u200f نص \u202c\u2067آخر\u2069.",
    "private and unassigned characters": "\ue000\U000f0000\U0003fffe word",
    "a letter younger than SQLite": "word a\U0001e900b word",
    "search operators": 'NEAR("a" AND b*) OR -c : {d} ^e',
    "a script": "<script>alert(1)</script> '; DROP TABLE articles; --",
    "many lines": "\n".join(f"line {number}" for number in range(1000)),
    "a megabyte without a space": letters(1_000_000),
    "marks on marks": "a" + "\u0301" * 3000,
    "carriage returns": "one.\r\ntwo.\rthree.\u2028four.",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_an_odd_text_is_kept_whole(corpus: Corpus, text: str) -> None:
    odd = Article(title=text[:50], text=text, outlet=text[:50], url=text[:50], language="en", sources=(text[:50],))
    assert corpus.add([WELL, odd, KITE]).added == (WELL.id, odd.id, KITE.id)
    assert {article.id: article for article in corpus.articles()} == {a.id: a for a in (WELL, odd, KITE)}
    (encoding,) = corpus.encoder.read_questions([text[:200]])
    assert odd.id in {place[0] for place in corpus.index.near_passages(encoding.vector, 9999, EVERYWHERE)}
    own = list(corpus.index.near_passages(encoding.vector, 9999, Scope(outlets=(odd.outlet,))))
    assert {place[0] for place in own} == {odd.id}
    assert list(corpus.index.sentence_cosines(own, encoding.vector)) == own
    check(corpus)
    assert len(corpus.bridge.related(["lamp"], text[:200], encoding, 5, 0.5)) == 1
    corpus.remove(odd.id)
    assert corpus.articles() == [KITE, WELL] or corpus.articles() == [WELL, KITE]


HALF = "half \ud83d a character"
REFUSED = {
    "no text": (Article(title="T", text=""), "has no text"),
    "white space": (Article(title="T", text=" \n\u00a0\t"), "has no text"),
    "half a character in the text": (Article(title="T", text=HALF), "half a character"),
    "in the title": (Article(title=HALF, text="x"), "half a character"),
    "in the outlet": (Article(title="T", text="x", outlet=HALF), "half a character"),
    "in the address": (Article(title="T", text="x", url=HALF), "half a character"),
    "in a source": (Article(title="T", text="x", sources=("S", HALF)), "half a character"),
    "in a translation": (
        Article(title="T", text="x", translations=(Translation("en", "T", HALF),)),
        "half a character",
    ),
}


@pytest.mark.parametrize(("refused", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_refused_article_costs_no_other(corpus: Corpus, refused: Article, reason: str) -> None:
    with pytest.raises(ReadingError, match=reason):
        corpus.add([WELL, refused, KITE])
    assert corpus.articles() == [WELL]
    assert list(corpus.index.matching(["mill"], 5, EVERYWHERE)) == [(WELL.id, 0)]
    assert corpus.add([WELL, KITE]).added == (KITE.id,)


def test_half_a_character_in_front_matter_is_reported_and_the_rest_goes_on(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('---\ntitle: "half \\ud83d"\n---\nThe lamp on the pier went out last night.\n')
    (tmp_path / "b.md").write_text(f"---\ntitle: {WELL.title}\n---\n{WELL.text}\n")
    report = corpus.ingest([tmp_path / "a.md", tmp_path / "b.md"])
    assert report.added == (WELL.id,)
    ((path, reason),) = report.failed
    assert path == tmp_path / "a.md"
    assert reason.startswith("a.md: ")


def test_a_file_name_that_is_not_unicode_is_remembered(corpus: Corpus, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md"))
    path.write_text(WELL.text)
    assert corpus.ingest([path]).added == (WELL.id,)
    assert corpus.ingest([path]).unchanged == (WELL.id,)


# Cut off in the middle


class Breaking(FakeEncoder):
    """Raises `error` when it reads passages for the `at`th time, after so many of the `texts` asked for."""

    def __init__(self, error: type[BaseException], at: int, texts: int = 0) -> None:
        super().__init__()
        self._error = error
        self._left = at
        self._texts = texts

    def read_passages(
        self, texts: Sequence[str], on_tokens: Callable[[int], None] | None = None
    ) -> Iterator[Encoding]:
        self._left -= 1
        for number, encoding in enumerate(super().read_passages(texts, on_tokens)):
            if self._left == 0 and number == self._texts:
                raise self._error("cut off")
            yield encoding


def found_near(corpus: Corpus, text: str) -> set[str]:
    """The articles of all passages that a search finds."""
    (encoding,) = corpus.encoder.read_questions([text])
    return {place[0] for place in corpus.index.near_passages(encoding.vector, 999, EVERYWHERE)}


@pytest.mark.parametrize(("error", "texts"), [(RuntimeError, 0), (RuntimeError, 100), (KeyboardInterrupt, 100)])
def test_what_was_written_before_the_cut_stays_and_a_second_run_completes_it(
    tmp_path: Path, error: type[BaseException], texts: int
) -> None:
    files = long_files(tmp_path / "news", 3)
    with Corpus.open(tmp_path / "store", Breaking(error, 3, texts)) as corpus:
        with pytest.raises(error, match="cut off"):
            corpus.ingest(files)
        assert len(corpus) == 2
        check(corpus)
        done = {article.id for article in corpus.articles()}
        assert found_near(corpus, f"The story of {NAMES[2]} begins.") == done
        assert corpus.index.frequencies(["anwen", "bassam", "corali"]) == {"anwen": 1, "bassam": 1}
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        report = corpus.ingest(files)
        assert (len(report.unchanged), len(report.added)) == (2, 1)
        assert len(corpus) == 3
        check(corpus)


def test_an_update_cut_off_leaves_the_old_article(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WELL.text)
    with Corpus.open(tmp_path / "store", Breaking(RuntimeError, 2)) as corpus:
        corpus.ingest([path])
        path.write_text(KITE.text)
        with pytest.raises(RuntimeError):
            corpus.ingest([path])
        assert [article.text for article in corpus.articles()] == [WELL.text]
        assert list(corpus.index.matching(["mill"], 5, EVERYWHERE)) == [(WELL.id, 0)]
        check(corpus)
        assert corpus.ingest([path]).updated == (KITE.id,)
        assert [article.text for article in corpus.articles()] == [KITE.text]
        check(corpus)


def test_a_database_that_refuses_an_article_keeps_those_before_it(tmp_path: Path, encoder: Any) -> None:
    files = long_files(tmp_path / "news", 3)
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        with closing(sqlite3.connect(tmp_path / "store" / "isnad.sqlite3")) as connection:
            connection.execute(
                "CREATE TRIGGER full BEFORE INSERT ON articles WHEN instr(NEW.text, 'story of Coralie')"
                " BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        with pytest.raises(StorePathError, match=r"\(no room\)\. Give a folder"):
            corpus.ingest(files)
        assert len(corpus) == 2
        check(corpus, leftovers=True)
        with closing(sqlite3.connect(tmp_path / "store" / "isnad.sqlite3")) as connection:
            connection.execute("DROP TRIGGER full")
        report = corpus.ingest(files)
        assert (len(report.unchanged), len(report.added)) == (2, 1)
        check(corpus)


def test_vectors_whose_mending_was_cut_off_are_mended_at_the_next_opening(tmp_path: Path, encoder: Any) -> None:
    texts = [path.read_text() for path in long_files(tmp_path / "news", 3)]
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        corpus.add(Article(title="T", text=text, translations=(Translation("fr", "T", text),)) for text in texts)
        check(corpus)
    shutil.rmtree(tmp_path / "store" / "chroma")
    with pytest.raises(RuntimeError, match="cut off"):
        Corpus.open(tmp_path / "store", Breaking(RuntimeError, 3))
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        check(corpus)


def test_every_error_of_the_store_is_an_isnad_error() -> None:
    for error in (ReadingError, StoreBusyError, StoreMismatchError, StorePathError, UnknownArticleError):
        assert issubclass(error, IsnadError)
