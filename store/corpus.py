"""The corpus: the store as the other rooms use it.

A store is a folder: `isnad.sqlite3` (articles, words, vectors), `articles-….log` (the articles a second time),
`chroma/` (an index of the vectors) and `write.lock`. One process writes at a time, any number read. An article is
written in one SQLite transaction, so after a crash it is stored whole or not at all. The index is made from the
database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import RLock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from llama_index.core.base.embeddings.base import BaseEmbedding

from store.arguments import check_argument, checked
from store.article import Article, Translation
from store.database import (
    CHROMA,
    Catalogue,
    Database,
    RecoveredStore,
    RepeatedLines,
    check_maker,
    copies,
    made_folder,
    open_database,
    restore,
    write_lock,
)
from store.database import articles as article_table
from store.embedding import TextEncoder, text_encoder
from store.errors import ArgumentError, ReadingError, StoreBusyError, UnknownArticleError
from store.index import Index, IndexVersions, VectorSearch, WordBridge, address_of, index_place
from store.ingestion import (
    IngestReport,
    Intake,
    OnProgress,
    Pipeline,
    Stamps,
    Writer,
    describe_passages,
    encode_batch,
    gone_files,
    undo,
)
from store.readers import Defaults, FieldMap, ReaderProcess, article_files, given_paths

if TYPE_CHECKING:
    from store.llama_index import PassageVectorStore


class Corpus:
    """A store of articles, opened with `Corpus.open(path)`; a context manager."""

    def __init__(self, path: Path, database: Database, encoder: TextEncoder, chroma: str = "") -> None:
        self.path = path
        self.encoder = encoder
        self.repeated_lines = RepeatedLines(database)
        self.catalogue = Catalogue(database)
        self._database = database
        self._versions = IndexVersions(
            index_place(path / CHROMA, chroma), database, partial(describe_passages, database)
        )
        passages = VectorSearch(database, self._versions, encoder.dimensions)
        self.index = Index(database, passages, encoder.dimensions)
        self.bridge = WordBridge(database, encoder.spans, encoder.dimensions)

    @classmethod
    @checked
    def open(
        cls,
        path: str | Path,
        encoder: TextEncoder | BaseEmbedding | None = None,
        chroma: str = "",
        group: str = "",
    ) -> Self:
        """Open the store in the folder `path`; it is created if missing.

        `encoder` defaults to the model that ships with Isnad; any LlamaIndex embedding may be given instead.
        `chroma`, as http://host:port, is a Chroma server to keep the vector index on, instead of the folder. Only the
        owner can read the files, and the members of `group`, where one is given, read and write them. A store that
        cannot be written to can be read. Raises StorePathError when the path cannot hold a store, StoreMismatchError
        when another embedding model or format made it, EncoderError when the model does not work.
        """
        folder = made_folder(path, group)
        encoder = text_encoder(encoder)
        database = open_database(folder)
        try:
            database.on_replaced = partial(check_maker, folder, database, encoder.fingerprint)
            database.on_replaced()
            corpus = cls(folder, database, encoder, address_of(chroma))
            corpus._repair()
            return corpus
        except BaseException:
            database.close()
            raise

    def _repair(self) -> None:
        """Make a broken vector index again, unless that takes long or another process is writing."""
        if not self._database.is_read_only and not self._versions.is_healthy():
            with suppress(StoreBusyError), write_lock(self.path):
                self._versions.refresh(at_rest=True)

    def restore(self, found: RecoveredStore, on_progress: OnProgress | None = None) -> None:
        """Write what was read from another store: its articles unchanged, their files and their copies."""
        with self._writing(len(found.articles), on_progress) as intake:
            for article in found.articles:
                intake.add_verbatim(article)
        with write_lock(self.path), self._database.transaction() as connection:
            restore(connection, found)
        self._database.settle()

    @property
    def is_read_only(self) -> bool:
        """Whether it lay, when it was opened, where it can be asked but not changed."""
        return self._database.is_read_only

    def vacuum(self) -> None:
        """Give the room of removed articles back to the disk, and write the vector index and the journal anew."""
        with write_lock(self.path):
            self.bridge.forget_unused()
            self._database.vacuum()
            self._versions.build(anew=True)

    def close(self) -> None:
        """Close the store's files."""
        self._versions.close()
        self._database.close()

    def __enter__(self) -> Self:
        len(self)  # raises where it was closed before
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @checked
    def ingest(
        self,
        paths: str | Path | Iterable[str | Path],
        on_progress: OnProgress | None = None,
        sync: bool = False,
        fields: FieldMap | None = None,
        defaults: Defaults | None = None,
    ) -> IngestReport:
        """Read files and folders, or one, into the corpus; `fields` maps those of JSON and CSV files.

        `defaults` stand for what articles do not say: their outlet, for which else the host of their address stands,
        and their language.

        The article of a changed file is replaced, an unchanged file is not read again, an article that another file
        has already is a duplicate, and a file that cannot be read is reported. `sync` forgets files that were
        ingested from these paths and are gone, and removes the articles that no other file has. `on_progress` is
        called in this thread, after each file and several times a second.
        """
        given = given_paths(paths)
        files, failures = article_files(given)
        fields, defaults = fields or FieldMap(), defaults or Defaults()
        reading = f"{fields} {defaults}" if defaults != Defaults() else str(fields)
        reader = ReaderProcess(fields, defaults=defaults)
        with self._writing(len(files), on_progress, reading) as intake, reader:
            reader.on_beat = intake.report_progress
            for file in files:
                intake.take_file(file, reader.read(file))
            intake.pipeline.finish()
            if sync:
                gone, failures = gone_files(self._database, given, files, failures)
                intake.forget(gone)
            for path, reason in failures:
                intake.tally.fail(path, reason)
        return intake.tally.report()

    @checked
    def add(self, articles: Iterable[Article], on_progress: OnProgress | None = None) -> IngestReport:
        """Add articles made in Python. The same text replaces the article of its outlet, and is a copy of another's.

        Raises ReadingError at an article without text, ArgumentError at what is none; those before it are added.
        """
        with self._writing(None, on_progress) as intake:
            for place, article in enumerate(articles):
                check_argument(f"articles[{place}]", article, Article)
                intake.take(article)
        return intake.tally.report()

    def translate(self, article_id: str, translation: Translation) -> None:
        """Add a translation to a stored article, in place of the one into that language.

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

    @checked
    def remove(self, article_id: str) -> undo.Removal:
        """Remove an article, by its id or a copy's, with all copies. Raises UnknownArticleError for an unknown id."""
        with write_lock(self.path):  # the lock first: of two processes that remove it, the second finds none
            article, _ = self._resolve_one(article_id)
            removal = undo.remove_articles(self._database, article)
            self._versions.refresh(at_rest=True)
        return removal

    def put_back(self, removal: undo.Removal) -> None:
        """Undo a removal: the article, its files and its copies; not where the article is stored again."""
        with self._writing(1) as intake:
            intake.put_back(removal)

    @checked
    def article(self, article_id: str) -> Article:
        """The article of this id, which may be a copy's. Raises UnknownArticleError when there is none."""
        return _as_printed(*self._resolve_one(article_id))

    def printings(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles, or copies of articles, with these ids, by id; ids that do not exist are left out."""
        return {id_: _as_printed(*found) for id_, found in self._resolve(ids).items()}

    def _resolve_one(self, article_id: str) -> tuple[Article, Article | None]:
        found = self._resolve([article_id])
        if not found:
            raise UnknownArticleError(f"No article has the id {article_id!r}. `isnad list` shows the ids of all.")
        return found[article_id]

    def _resolve(self, ids: Sequence[str]) -> dict[str, tuple[Article, Article | None]]:
        """For each of these ids that exists, its article, and the copy where the id is a copy's."""
        ids = [id_ for id_ in ids if id_.isascii()]  # SQLite takes no lone surrogates, and no id has other letters
        found: dict[str, tuple[Article, Article | None]] = {each.id: (each, None) for each in self.articles(ids)}
        if missing := [id_ for id_ in ids if id_ not in found]:
            copied = copies.with_ids(self._database, missing)
            originals = {each.id: each for each in self.articles([original for original, _ in copied.values()])}
            found |= {id_: (originals[id_of], copy) for id_, (id_of, copy) in copied.items() if id_of in originals}
        return found

    def articles(self, ids: Sequence[str] | None = None) -> list[Article]:
        """All articles, or those of these ids that exist, by date, then id; undated ones first."""
        return article_table.read(self._database, ids)

    def iterate(self) -> Iterator[Article]:
        """The same as `articles()`, one at a time, as they were at the first.

        Raises StoreDamagedError at one that is not as it was written.
        """
        return article_table.iterate(self._database)

    def outlets(self) -> list[str]:
        """The names of all outlets, those of copies too, in alphabetical order."""
        rows = self._database.rows("SELECT outlet FROM articles UNION SELECT outlet FROM copies ORDER BY outlet")
        return [row[0] for row in rows]

    def last_day(self) -> dt.date | None:
        """The date of the newest article; None where none has one."""
        return article_table.last_day(self._database)

    def is_index_behind(self) -> bool:
        """Whether the vector index lacks changes or cannot be used; then searches take longer, and find the same."""
        return self._versions.is_behind()

    def vector_store(self) -> PassageVectorStore:
        """The passages and their vectors as LlamaIndex's Chroma vector store, to read from.

        Use `corpus.encoder` with it, or the embedding that the store was opened with. Articles added later are not
        in it.
        """
        from store.llama_index import PassageVectorStore

        if self._versions.is_behind() and not self._database.is_read_only:
            with write_lock(self.path):
                self._versions.build()
        found = self._versions.published().collection
        return PassageVectorStore.over(found, self.articles, self.index.passages)

    def __len__(self) -> int:
        return int(self._database.rows("SELECT count(*) FROM articles")[0][0])

    @contextmanager
    def _writing(
        self, total: int | None = None, on_progress: OnProgress | None = None, reading: str = ""
    ) -> Iterator[Intake]:
        """An intake under the write lock. When an article is refused, those before it are written.

        An interruption loses the batches that are not written yet; the same call completes it.
        """
        deciding = RLock()
        writer = Writer(self._database, self._versions, self.bridge, deciding)
        with write_lock(self.path), Pipeline(partial(encode_batch, self.encoder), writer.write) as pipeline:
            copies.rebuild_bands(self._database)
            stamps = Stamps(self._database, reading)
            intake = Intake(self._database, writer, pipeline, deciding, stamps, total, on_progress)
            pipeline.on_beat = intake.report_progress
            try:
                yield intake
            except (ReadingError, ArgumentError):
                pipeline.finish()
                raise
            pipeline.finish()
            self._versions.refresh(at_rest=True)


def _as_printed(article: Article, copy: Article | None) -> Article:
    return article if copy is None else article.as_printed(copy)
