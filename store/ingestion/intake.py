"""What becomes of each article that is given: whether it is new, changed, unchanged or a copy of another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock

from store.article import Article
from store.database import Database, articles, copies
from store.errors import ReadingError
from store.ingestion.change_detection import Sight, Stamp, Stamps
from store.ingestion.deduplication import alike, other_outlet
from store.ingestion.pipeline import Pipeline
from store.ingestion.report import OnProgress, Progress, Tally
from store.ingestion.sources import FileOrigin, name_of, origin_of, paths_of
from store.ingestion.undo import Removal, is_back
from store.ingestion.validation import check_article, checked_article, with_language
from store.ingestion.writer import Entry, Writer
from store.readers import Piece


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
    tally: Tally = field(default_factory=Tally)
    _taken: int = 0
    _done: int = 0
    _joined: set[str] = field(default_factory=set)
    _leaving: set[str] = field(default_factory=set)

    def report_progress(self) -> None:
        """Say how far it is to whoever asked to be told."""
        if self.on_progress is not None:
            self._done = max(self._done, self._taken - len(self.pipeline.pending))
            self.on_progress(Progress(self._done, self.total, self.pipeline.tokens))

    def take_file(self, path: Path, pieces: Iterable[Piece]) -> None:
        """Take the articles in a file, each a piece of it, unless it is unchanged; what cannot be read is noted.

        `pieces` are read only when they are wanted.
        """
        file = name_of(path)
        sight = self.stamps.see(path, file)
        if sight.gave:
            self._take_unchanged(file, sight)
        else:
            self._take_read(path, file, pieces, sight.stamp)
        self.report_progress()

    def _take_unchanged(self, file: str, sight: Sight) -> None:
        self._taken += 1
        for article_id, copy in sight.gave:
            (self.tally.duplicates if copy else self.tally.unchanged).append(article_id)
        if sight.stamp is not None:  # another time, the same bytes
            self.writer.seal(file, sight.stamp)

    def _take_read(self, path: Path, file: str, pieces: Iterable[Piece], stamp: Stamp | None) -> None:
        last: Entry | None = None
        named: list[str] = []
        whole = True
        for number, (piece, got) in enumerate(pieces):
            origin = FileOrigin(file, piece)
            named.append(origin.path)
            try:
                last = self._take_piece(checked_article(got), origin) or last
            except ReadingError as error:
                self.tally.fail(path, str(error))
                whole, stamp = whole and bool(piece), None
            self._count_piece(number)
        if whole:  # else nobody knows which pieces are gone
            self._drop(file, named)
        self._seal(file, stamp, last)

    def _count_piece(self, number: int) -> None:
        """Each piece of a file after its first is one more that there is to take."""
        self._taken += 1
        if number and self.total is not None:
            self.total += 1
        self.report_progress()

    def _take_piece(self, article: Article, origin: FileOrigin) -> Entry | None:
        before, copied = self._link(origin.path)
        if before and not copied and before != article.id:
            self._pass_on(before, origin.path)
        return self._give(self._of_file(article, origin), self.tally.updated if before else self.tally.added)

    def _seal(self, file: str, stamp: Stamp | None, last: Entry | None) -> None:
        """Have a file's stamp kept once the `last` of what it gave is written."""
        if stamp is not None and last is not None:
            self.pipeline.put(Entry(last.article, copy=True, seal=(file, stamp)))
        elif stamp is not None:
            self.writer.seal(file, stamp)

    def forget(self, files: Iterable[str]) -> None:
        """Forget files that are gone, and the articles that no other file has."""
        for file in files:
            self._drop(file)

    def _drop(self, file: str, but: Collection[str] = ()) -> None:
        """Forget a file, but for these paths in it; the copies of what it had come again."""
        for path in paths_of(self.database, file):
            before, copied = self._link(path)
            if path not in but and before and not copied:
                self._pass_on(before, path)
        self.tally.removed += self.writer.drop(file, but)

    def _of_file(self, article: Article, origin: FileOrigin) -> Entry | None:
        """What of a file's article is to be written, if anything."""
        with self.deciding:
            before, copied = self._link(origin.path)
            if before and copied and copies.at_place(self.database, origin.path) == article:
                self.tally.duplicates.append(before)
                return None
            same = before == article.id
            stored = self._stored(article.id)
            article = _with_machine_translations(article, stored)
            if article.id in self.pipeline.pending:
                return Entry(article, origin, copy=True)
            if stored and (copied or not same):
                self.tally.duplicates.append(article.id)
                self.writer.link(Entry(article, origin, copy=True))
            elif stored == article:
                self.tally.unchanged.append(article.id)
            else:
                return Entry(article, origin, stored=stored is not None)
        return None

    def _pass_on(self, article_id: str, path: str) -> None:
        """Let the copies of an article come again, the first as an article, for its file gives it up."""
        if article_id in self._joined:
            self.pipeline.finish()
        heirs = copies.successors(self.database, article_id, path)
        self._leaving.add(article_id)
        for place, copy in heirs:
            self._give(Entry(copy, self._origin(place)), self.tally.updated)
        if heirs:
            self.pipeline.finish()

    def put_back(self, removal: Removal) -> None:
        """Take an article that was removed, unless it is there again."""
        if not is_back(self.database, removal):
            self.take_as_is(removal.article, removal)

    def take_as_is(self, article: Article, removal: Removal | None = None) -> None:
        """Take an article of another store, or of this one, where it was decided what it is."""
        self._taken += 1
        self.pipeline.put(Entry(article, stored=True, removal=removal))
        self.report_progress()

    def take(self, article: Article) -> None:
        """Take an article made in Python. Raises ReadingError when it has no text, or text that is not Unicode."""
        check_article(article)
        self._taken += 1
        article = with_language(article)
        if self.pipeline.pending.get(article.id, article) != article:
            self.pipeline.finish()  # the same text with another title replaces the one before it
        entry = self._give(self._of_python(article), self.tally.added)
        into = entry.original if entry else article.id
        kept = [copy for stored in self._articles([into]) for copy in stored.copies]
        for copy in article.copies:
            if copy not in kept:
                self._put(Entry(copy, copy=True, of=into))

    def _of_python(self, article: Article) -> Entry | None:
        with self.deciding:
            stored = self._stored(article.id)
            article = _with_machine_translations(article, stored)
            if stored == article or article.id in self.pipeline.pending:
                self.tally.duplicates.append(article.id)
                return None
            other = stored is not None and other_outlet(stored, article)
            return Entry(article, stored=stored is not None and not other, copy=other)

    def _give(self, entry: Entry | None, fate: list[str]) -> Entry | None:
        """To the pipeline, with a note in `fate` where it is no copy; returns it as what it turns out to be.

        Not under `deciding`, for it may have to wait for the writer.
        """
        if entry is not None:
            entry = self._placed(entry)
            into = self.tally.duplicates if entry.copy else self.tally.updated if entry.stored else fate
            into.append(entry.original)
        self.report_progress()
        return entry

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
            for place, copy in copies.all_printings(self.database, part):
                self._put(Entry(copy, self._origin(place), copy=True, of=entry.article.id))
        return entry

    def _put(self, entry: Entry) -> Entry:
        if entry.copy:
            self._joined.add(entry.original)
        self.pipeline.put(entry)
        return entry

    def _origin(self, place: str | None) -> FileOrigin | None:
        return origin_of(self.database, place) if place is not None else None

    def _stored(self, article_id: str) -> Article | None:
        found = self._articles([article_id])
        return found[0] if found else None

    def _articles(self, ids: Sequence[str]) -> list[Article]:
        return articles.read(self.database, ids)

    def _link(self, path: str) -> tuple[str | None, bool]:
        """The article a file had when last seen, and whether another file had it first."""
        rows = self.database.rows("SELECT article, copy FROM files WHERE path = ?", (path,))
        return (rows[0][0], bool(rows[0][1])) if rows else (None, False)


def _with_machine_translations(article: Article, stored: Article | None) -> Article:
    """An article that comes again, with what models made of the same text where it brings no translation itself."""
    kept = [each for each in (stored.translations if stored else ()) if each.by]
    kept = [each for each in kept if article.translation(each.language) is None]
    return replace(article, translations=(*article.translations, *kept)) if kept else article
