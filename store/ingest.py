"""What becomes of each article that is given: whether it is new, changed, unchanged or a copy of another."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from threading import RLock

from store import printings, shelf
from store.arabic import language_of
from store.article import Article
from store.batch import Entry, Writer
from store.database import Database
from store.errors import ReadingError
from store.original import alike, other_outlet
from store.pipeline import Pipeline
from store.reading import read_article

MOST_CHARACTERS = 1_000_000
"""A book's length. Memory is needed for a whole article at a time, some 100 bytes a character."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingestion is: so many of `total` files (None if unknown) are done with, so many tokens read."""

    done: int
    total: int | None
    tokens: int


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the articles given, as article ids; `failed` holds (path, reason).

    added: new. updated: replaced what the same file, or the same text, had. unchanged: the same file with
    the same content. duplicates: the same report as another article, which keeps it among its copies.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    duplicates: tuple[str, ...]
    failed: tuple[tuple[Path, str], ...]


@dataclass(slots=True)
class Intake:
    """Decides what each article given is: new, changed, unchanged or a duplicate; and keeps the report.

    It decides under `deciding`, which the writer of batches holds while what is stored changes.
    """

    database: Database
    writer: Writer
    pipeline: Pipeline
    deciding: RLock
    total: int | None
    on_progress: Callable[[Progress], None] | None
    _taken: int = 0
    _added: list[str] = field(default_factory=list)
    _updated: list[str] = field(default_factory=list)
    _unchanged: list[str] = field(default_factory=list)
    _duplicates: list[str] = field(default_factory=list)
    _failed: list[tuple[Path, str]] = field(default_factory=list)
    _joined: set[str] = field(default_factory=set)
    _leaving: set[str] = field(default_factory=set)

    def fail(self, path: Path, reason: str) -> None:
        """Note a path that gave no article."""
        self._failed.append((path, reason))

    def report_progress(self) -> None:
        """Say how far it is to whoever asked to be told."""
        if self.on_progress is not None:
            done = max(0, self._taken - len(self.pipeline.pending))  # a copy that comes again was not taken
            self.on_progress(Progress(done, self.total, self.pipeline.tokens))

    def take_file(self, path: Path) -> None:
        """Take the article in a file; a file that cannot be read is noted as failed."""
        self._taken += 1
        try:
            article = _completed(read_article(path))
            _check(article)
        except ReadingError as error:
            self.fail(path, str(error))
            self.report_progress()
            return
        # The name of a file need not be UTF-8, which is all that SQLite holds.
        name = os.fsencode(path.resolve()).decode(errors="backslashreplace")
        before, copied = self._link(name)
        if before and not copied and before != article.id:
            self._pass_on(before, name)
        self._give(self._of_file(article, name), self._updated if before else self._added)

    def _of_file(self, article: Article, name: str) -> Entry | None:
        """What of a file's article is to be written, if anything."""
        with self.deciding:
            before, copied = self._link(name)
            if before and copied and printings.at(self.database, name) == article:
                self._duplicates.append(before)
                return None
            same = before == article.id
            stored = self._stored(article.id)
            article = _with_machine_translations(article, stored)
            if article.id in self.pipeline.pending:
                return Entry(article, name, copy=True)
            if stored and (copied or not same):
                self._duplicates.append(article.id)
                self.writer.link(Entry(article, name, copy=True))
            elif stored == article:
                self._unchanged.append(article.id)
            else:
                return Entry(article, name, stored is not None)
        return None

    def _pass_on(self, article_id: str, name: str) -> None:
        """Let the copies of an article come again, the first as an article, for its file gives it up."""
        if article_id in self._joined:
            self.pipeline.finish()
        copies = printings.heirs(self.database, article_id, name)
        self._leaving.add(article_id)
        for path, copy in copies:
            self._give(Entry(copy, path), self._updated)
        if copies:
            self.pipeline.finish()

    def take(self, article: Article) -> None:
        """Take an article made in Python. Raises ReadingError when it has no text, or text that is not Unicode."""
        _check(article)
        self._taken += 1
        article = _completed(article)
        if self.pipeline.pending.get(article.id, article) != article:
            self.pipeline.finish()  # the same text with another title replaces the one before it
        into = self._give(self._of_python(article), self._added) or article.id
        kept = [copy for stored in self._articles([into]) for copy in stored.copies]
        for copy in article.copies:
            if copy not in kept:
                self._put(Entry(copy, copy=True, of=into))

    def _of_python(self, article: Article) -> Entry | None:
        with self.deciding:
            stored = self._stored(article.id)
            article = _with_machine_translations(article, stored)
            if stored == article or article.id in self.pipeline.pending:
                self._duplicates.append(article.id)
                return None
            other = stored is not None and other_outlet(stored, article)
            return Entry(article, stored=stored is not None and not other, copy=other)

    def _give(self, entry: Entry | None, fate: list[str]) -> str | None:
        """To the pipeline, with a note in `fate` where it is no copy; the id of the article it becomes, if any.

        Not under `deciding`, for it may have to wait for the writer.
        """
        if entry is not None:
            entry = self._placed(entry)
            into = self._duplicates if entry.copy else self._updated if entry.stored else fate
            into.append(entry.original)
        self.report_progress()
        return entry.original if entry else None

    def _placed(self, entry: Entry) -> Entry:
        """Put an article into the pipeline as what it is: one of its own, or a copy; lesser ones as copies of it."""
        if entry.copy or entry.stored:
            return self._put(entry)
        found = alike(entry.article, self.database, self.pipeline.pending, self._leaving)
        if found.original:
            return self._put(replace(entry, copy=True, of=found.original))
        if any(id_ in self._joined or id_ in self.pipeline.pending for id_ in found.parts):
            self.pipeline.finish()  # which files have them is known when they are written
        self._put(entry)
        for part in self._articles(found.parts):
            self._leaving.add(part.id)
            for path, copy in printings.all_of(self.database, part):
                self._put(Entry(copy, path, copy=True, of=entry.article.id))
        return entry

    def _put(self, entry: Entry) -> Entry:
        if entry.copy:
            self._joined.add(entry.original)
        self.pipeline.put(entry)
        return entry

    def report(self) -> IngestReport:
        """What became of everything taken."""
        return IngestReport(
            tuple(self._added),
            tuple(self._updated),
            tuple(self._unchanged),
            tuple(self._duplicates),
            tuple(self._failed),
        )

    def _stored(self, article_id: str) -> Article | None:
        found = self._articles([article_id])
        return found[0] if found else None

    def _articles(self, ids: Sequence[str]) -> list[Article]:
        return shelf.read(self.database, ids)

    def _link(self, path: str) -> tuple[str | None, bool]:
        """The article a file had when last seen, and whether another file had it first."""
        rows = self.database.rows("SELECT article, copy FROM files WHERE path = ?", (path,))
        return (rows[0][0], bool(rows[0][1])) if rows else (None, False)


def _check(article: Article) -> None:
    if not article.text.strip():
        raise ReadingError(f"The article {article.title!r} has no text. Give it some, or leave it out.")
    if len(article.text) > MOST_CHARACTERS:
        raise ReadingError(
            f"The article {article.title!r} has {len(article.text):,} characters; one article may have "
            f"{MOST_CHARACTERS:,}. Split it."
        )
    try:
        "".join(_strings(article)).encode()
    except UnicodeEncodeError as error:
        raise ReadingError(
            f"The article {article.title!r} has half a character ({error.object[error.start]!r}), "
            "which cannot be kept. Take it out, or write the whole character."
        ) from error


def _strings(article: Article) -> Iterator[str]:
    yield from (article.title, article.text, article.outlet, article.url, article.language, *article.sources)
    for translation in article.translations:
        yield from astuple(translation)


def _with_machine_translations(article: Article, stored: Article | None) -> Article:
    """An article that comes again, with what models made of the same text where it brings no translation itself."""
    kept = [each for each in (stored.translations if stored else ()) if each.by]
    kept = [each for each in kept if article.translation(each.language) is None]
    return replace(article, translations=(*article.translations, *kept)) if kept else article


def _completed(article: Article) -> Article:
    """The article with its language filled in."""
    if article.language:
        return article
    return replace(article, language=language_of(article.text))
