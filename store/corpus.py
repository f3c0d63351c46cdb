"""The corpus: what the other rooms see of the store.

A store is a folder: `isnad.sqlite3` (the articles, the truth), `chroma/` (vectors) and `write.lock`. One process
writes at a time, any number read. An article is written vectors first, then in one SQLite transaction, so a
crash leaves it either absent or whole: vectors without their article are never looked at, and are overwritten
when it comes again, because their ids follow from its text.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from filelock import FileLock, Timeout

from store import printings, shelf
from store.article import Article, Translation
from store.batch import Entry, Writer, encode
from store.bridge import Bridge
from store.database import Database
from store.embedding import TextEncoder, text_encoder
from store.errors import ReadingError, StoreBusyError, StoreMismatchError, StorePathError, UnknownArticleError
from store.index import Index
from store.ingest import IngestReport, Intake, Progress
from store.pipeline import Pipeline
from store.reading import article_files
from store.vectors import VectorIndex

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

FORMAT = "2"
_LOCK_SECONDS = 1.0


class Corpus:
    """A store of articles, opened with `Corpus.open(path)`; a context manager."""

    def __init__(self, path: Path, database: Database, vectors: VectorIndex, encoder: TextEncoder) -> None:
        self.path = path
        self.encoder = encoder
        self.index = Index(database, vectors, encoder.dimensions)
        self.bridge = Bridge(database, vectors, encoder.spans)
        self._database = database
        self._vectors = vectors

    @classmethod
    def open(cls, path: str | Path, encoder: TextEncoder | BaseEmbedding | None = None) -> Self:
        """Open the store in the folder `path`, making it when missing.

        `encoder` defaults to the model that ships with Isnad; any LlamaIndex embedding may be given instead. Raises
        StorePathError when the path cannot hold a store, StoreMismatchError when another embedding model or format
        made it, EncoderError when the model does not work.
        """
        folder = _made_folder(path)
        encoder = text_encoder(encoder)
        database = Database(folder / "isnad.sqlite3")
        try:
            _check_maker(folder, database, encoder.fingerprint)
            corpus = cls(folder, database, VectorIndex(folder / "chroma"), encoder)
            corpus._mend()
            return corpus
        except BaseException:
            database.close()
            raise

    def _mend(self) -> None:
        """Make the vectors again from the articles when some are gone, as after someone deleted chroma/."""
        begun = self._database.rows("SELECT 1 FROM meta WHERE key = 'mending'")
        if self._vectors.count("passages") >= self.index.total() and not begun:
            return
        with self._writing() as intake:
            with self._database.transaction() as connection:
                connection.execute("DELETE FROM bridge")
                connection.execute("INSERT OR IGNORE INTO meta VALUES ('mending', 1)")
            for article in self.articles():
                intake.pipeline.put(Entry(article, stored=True))
            intake.pipeline.finish()
            with self._database.transaction() as connection:
                connection.execute("DELETE FROM meta WHERE key = 'mending'")

    def close(self) -> None:
        """Let go of the store's files."""
        self._vectors.close()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ingest(
        self, paths: Iterable[str | Path], on_progress: Callable[[Progress], None] | None = None
    ) -> IngestReport:
        """Read files and folders into the corpus.

        A file whose article has changed replaces it; an article already here under another file is a duplicate.
        A file that cannot be read is reported and the rest goes on. `on_progress` is called in this thread, after
        each file and several times a second.
        """
        files, failures = article_files([Path(os.path.expanduser(path)) for path in paths])
        with self._writing(len(files), on_progress) as intake:
            for path, reason in failures:
                intake.fail(path, reason)
            for file in files:
                intake.take_file(file)
        return intake.report()

    def add(self, articles: Iterable[Article], on_progress: Callable[[Progress], None] | None = None) -> IngestReport:
        """Add articles made in Python. One outlet's same text replaces what was told of it; another's is a copy.

        Raises ReadingError at one that has no text; those before it are added.
        """
        with self._writing(None, on_progress) as intake:
            for article in articles:
                intake.take(article)
        return intake.report()

    def translate(self, article_id: str, translation: Translation) -> None:
        """Give a stored article this translation, in place of what it had into that language.

        Raises UnknownArticleError when there is no such article, ReadingError when the lines are not the article's.
        """
        with self._writing() as intake:
            article = self.article(article_id)
            lines, others = (text.count("\n") + 1 for text in (article.text, translation.text))
            if lines != others:
                raise ReadingError(
                    f"The article {article.title!r} has {lines} lines and its translation {others}; "
                    "give both the same lines in the same order."
                )
            kept = tuple(each for each in article.translations if each.language != translation.language)
            intake.take(replace(article, translations=(*kept, translation)))

    def remove(self, article_id: str) -> None:
        """Remove an article with all copies of it. Raises UnknownArticleError when there is none of this id."""
        self.article(article_id)
        with self._locked():
            with self._database.transaction() as connection:
                shelf.take_down(connection, article_id)
                connection.execute("DELETE FROM files WHERE article = ?", (article_id,))
                connection.execute("DELETE FROM copies WHERE article = ?", (article_id,))
            self._vectors.remove(article_id)

    def article(self, article_id: str) -> Article:
        """The article of this id. Raises UnknownArticleError when there is none."""
        found = shelf.read(self._database, [article_id]) if article_id.isascii() else []
        if not found:
            raise UnknownArticleError(
                f"No article has the id {article_id!r}. `isnad list` shows the ids of all articles."
            )
        return found[0]

    def articles(self, ids: Sequence[str] | None = None) -> list[Article]:
        """All articles, or those of these ids that exist, by date, then id; undated ones first."""
        return shelf.read(self._database, ids)

    def outlets(self) -> list[str]:
        """The names of all outlets, those of copies too, in alphabetical order."""
        rows = self._database.rows("SELECT outlet FROM articles UNION SELECT outlet FROM copies ORDER BY outlet")
        return [row[0] for row in rows]

    def last_day(self) -> dt.date | None:
        """The day of the newest article; None where none has a date."""
        return shelf.last_day(self._database)

    def vector_store(self) -> ChromaVectorStore:
        """The passages and their vectors as LlamaIndex's Chroma vector store.

        Use `corpus.encoder` with it, or the embedding that the store was opened with.
        """
        return self._vectors.llama_index_store()

    def __len__(self) -> int:
        return int(self._database.rows("SELECT count(*) FROM articles")[0][0])

    @contextmanager
    def _writing(
        self, total: int | None = None, on_progress: Callable[[Progress], None] | None = None
    ) -> Iterator[Intake]:
        """An intake under the write lock. An article that is refused does not cost those taken before it.

        An interruption costs the batches at hand: what was written before stays, and coming again completes it.
        """
        deciding = RLock()
        writer = Writer(self._database, self._vectors, self.bridge, deciding)
        with self._locked(), Pipeline(partial(encode, self.encoder), writer.write) as pipeline:
            printings.renew(self._database)
            intake = Intake(self._database, writer, pipeline, deciding, total, on_progress)
            pipeline.on_beat = intake.report_progress
            try:
                yield intake
            except ReadingError:
                pipeline.finish()
                raise
            pipeline.finish()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            with FileLock(self.path / "write.lock", timeout=_LOCK_SECONDS):
                yield
        except Timeout:
            raise StoreBusyError(
                f"Another process is writing to the store {self.path}. Wait for it to finish and try again."
            ) from None


def _made_folder(path: str | Path) -> Path:
    try:
        folder = Path(path).expanduser()
        if folder.exists() and not folder.is_dir():
            raise StorePathError(f"{folder} is a file, not a store. Give a folder: --store DIR.")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "write.lock").touch()
    except (OSError, RuntimeError, ValueError) as error:  # also: an unknown ~user, a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else error
        raise StorePathError(
            f"The store {path} cannot be written ({reason}). Give a folder you may write to: --store DIR."
        ) from error
    return folder


def _check_maker(folder: Path, database: Database, fingerprint: str) -> None:
    """Note what made a new store; refuse one that something else made."""
    made = dict(database.rows("SELECT key, value FROM meta WHERE key IN ('encoder', 'format')"))
    ours = {"encoder": fingerprint, "format": FORMAT}
    if not made:
        with database.transaction() as connection:
            connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", ours.items())
    elif made != ours:
        raise StoreMismatchError(
            f"The store {folder} was made with the embedding model {made.get('encoder')} (format "
            f"{made.get('format')}); this Isnad uses {fingerprint} (format {FORMAT}). Ingest the articles into a new "
            "store with `isnad ingest PATH --store NEW`, or use what made it: the same ISNAD_EMBEDDING and version."
        )
