"""What becomes of each article that is given: whether it is new, changed, unchanged or a copy of another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from threading import RLock

from store import shelf
from store.arabic import language_of
from store.article import Article
from store.batch import Entry, Writer
from store.containers import Piece
from store.database import Database
from store.errors import ReadingError
from store.limits import MOST_CHARACTERS
from store.links import Origin, name_of
from store.pipeline import Pipeline
from store.stamps import Sight, Stamp, Stamps


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingestion is: so many of `total` files (None if unknown) are done with, so many tokens read."""

    done: int
    total: int | None
    tokens: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the articles given, as article ids; `failed` holds (path, reason).

    added: new. updated: replaced what the same file, or the same text, had. unchanged: the same file with
    the same content. duplicates: the same text as another article, which stays. removed: no file has it any more.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    duplicates: tuple[str, ...]
    removed: tuple[str, ...]
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
    stamps: Stamps
    total: int | None
    on_progress: OnProgress | None
    _taken: int = 0
    _added: list[str] = field(default_factory=list)
    _updated: list[str] = field(default_factory=list)
    _unchanged: list[str] = field(default_factory=list)
    _duplicates: list[str] = field(default_factory=list)
    _removed: list[str] = field(default_factory=list)
    _failed: list[tuple[Path, str]] = field(default_factory=list)

    def fail(self, path: Path, reason: str) -> None:
        """Note a path that gave no article."""
        self._failed.append((path, reason))

    def report_progress(self) -> None:
        """Say how far it is to whoever asked to be told."""
        if self.on_progress is not None:
            done = self._taken - len(self.pipeline.pending)
            self.on_progress(Progress(done, self.total, self.pipeline.tokens))

    def take_file(self, path: Path, pieces: Iterable[Piece]) -> None:
        """Take the articles in a file, each a piece of it, unless it is unchanged; what cannot be read is noted.

        `pieces` are read only when they are wanted.
        """
        self._taken += 1
        file = name_of(path)
        sight = self.stamps.see(path, file)
        if sight.gave:
            self._take_unchanged(file, sight)
        else:
            self._take_read(path, file, pieces, sight.stamp)
        self.report_progress()

    def _take_unchanged(self, file: str, sight: Sight) -> None:
        for article_id, copy in sight.gave:
            (self._duplicates if copy else self._unchanged).append(article_id)
        if sight.stamp is not None:  # another time, the same bytes
            self.writer.seal(file, sight.stamp)

    def _take_read(self, path: Path, file: str, pieces: Iterable[Piece], stamp: Stamp | None) -> None:
        last: Entry | None = None
        named: list[str] = []
        whole = True
        for number, (piece, got) in enumerate(pieces):
            self._count_piece(number)
            origin = Origin(file, piece)
            named.append(origin.path)
            try:
                entry = self._of_file(_checked(got), origin)
            except ReadingError as error:
                self.fail(path, str(error))
                whole, stamp = whole and bool(piece), None
                continue
            if entry is not None:
                self.pipeline.put(entry)
                last = entry
        if whole:  # else nobody knows which pieces are gone
            self._removed += self.writer.drop(file, but=named)
        self._seal(file, stamp, last)

    def _count_piece(self, number: int) -> None:
        """Each piece of a file after its first is one more to take."""
        if number:
            self.report_progress()
            self._taken += 1
            if self.total is not None:
                self.total += 1

    def _seal(self, file: str, stamp: Stamp | None, last: Entry | None) -> None:
        """Have a file's stamp kept once the `last` of what it gave is written."""
        if stamp is not None and last is not None:
            self.pipeline.put(Entry(last.article, copy=True, seal=(file, stamp)))
        elif stamp is not None:
            self.writer.seal(file, stamp)

    def forget(self, files: Iterable[str]) -> None:
        """Forget files that are gone, and the articles that no other file has."""
        for file in files:
            self._removed += self.writer.drop(file)

    def _of_file(self, article: Article, origin: Origin) -> Entry | None:
        """What of a file's article is to be written, if anything."""
        with self.deciding:
            before, copied = self._link(origin.path)
            same = before == article.id
            stored = self._stored(article.id)
            article = _with_machine_translations(article, stored)
            if article.id in self.pipeline.pending:
                self._duplicates.append(article.id)
                return Entry(article, origin, copy=True)
            if stored and (copied or not same):
                self._duplicates.append(article.id)
                self.writer.link(origin, article.id)
            elif stored == article:
                self._unchanged.append(article.id)
            else:
                (self._updated if before else self._added).append(article.id)
                return Entry(article, origin)
        return None

    def take(self, article: Article) -> None:
        """Take an article made in Python. Raises ReadingError when it has no text, or text that is not Unicode."""
        check(article)
        self._taken += 1
        article = _completed(article)
        if self.pipeline.pending.get(article.id, article) != article:
            self.pipeline.finish()  # the same text with another title replaces the one before it
        entry = self._of_python(article)
        if entry is not None:  # not under `deciding`: the pipeline may have to wait for the writer
            self.pipeline.put(entry)
        self.report_progress()

    def _of_python(self, article: Article) -> Entry | None:
        with self.deciding:
            stored = self._stored(article.id)
            article = _with_machine_translations(article, stored)
            if stored == article or article.id in self.pipeline.pending:
                self._duplicates.append(article.id)
                return None
            (self._updated if stored else self._added).append(article.id)
            return Entry(article)

    def report(self) -> IngestReport:
        """What became of everything taken."""
        return IngestReport(
            tuple(self._added),
            tuple(self._updated),
            tuple(self._unchanged),
            tuple(self._duplicates),
            tuple(self._removed),
            tuple(self._failed),
        )

    def _stored(self, article_id: str) -> Article | None:
        found = shelf.read(self.database, [article_id])
        return found[0] if found else None

    def _link(self, path: str) -> tuple[str | None, bool]:
        """The article a file had when last seen, and whether another file had it first."""
        rows = self.database.rows("SELECT article, copy FROM files WHERE path = ?", (path,))
        return (rows[0][0], bool(rows[0][1])) if rows else (None, False)


def _checked(got: Article | ReadingError) -> Article:
    if isinstance(got, ReadingError):
        raise got
    article = _completed(got)
    check(article)
    return article


def check(article: Article) -> None:
    """Raise ReadingError at an article that no store takes: without text, too long, or not whole characters."""
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
    yield from (removed.line for removed in article.removed)
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
