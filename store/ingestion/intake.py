"""What becomes of each article that is given: whether it is new, changed, unchanged or a copy of another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import RLock

from store.article import Article
from store.database import Database, articles, copies
from store.errors import ReadingError
from store.ingestion.change_detection import Stamp, Stamps
from store.ingestion.deduplication import find_containment, other_outlet
from store.ingestion.pipeline import Pipeline
from store.ingestion.report import OnProgress, Progress, Tally
from store.ingestion.sources import FileOrigin, article_at, name_of, origin_of, paths_of
from store.ingestion.undo import Removal, is_back
from store.ingestion.validation import check_article, checked_article, with_language
from store.ingestion.writer import AddArticle, AddCopy, KeepStamp, Writer
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

        `pieces` are read only when they are needed.
        """
        file = name_of(path)
        state = self.stamps.inspect(path, file)
        stamp, queued = state.stamp, False
        if state.articles:
            self._taken += 1
            for article_id, is_copy in state.articles:
                (self.tally.duplicates if is_copy else self.tally.unchanged).append(article_id)
        else:
            stamp, queued = self._take_pieces(path, file, pieces, stamp)
        if stamp is not None and queued:
            self.pipeline.put(KeepStamp(file, stamp))
        elif stamp is not None:  # at once: what waits to be written may give the file another article, and drop it
            self.writer.keep_stamp(KeepStamp(file, stamp))
        self.report_progress()

    def _take_pieces(
        self, path: Path, file: str, pieces: Iterable[Piece], stamp: Stamp | None
    ) -> tuple[Stamp | None, bool]:
        """Take the pieces of a file, and drop those that it no longer has.

        The stamp, None where a piece could not be read, and whether anything waits to be written before it.
        """
        origins: list[str] = []
        queued, listed = False, True
        for number, (piece, article) in enumerate(pieces):
            origin = FileOrigin(file, piece)
            origins.append(origin.path)
            try:
                queued |= self.take_piece(checked_article(article), origin)
            except ReadingError as error:
                self.tally.fail(path, str(error))
                stamp, listed = None, listed and bool(piece)
            self._count_piece(number)
        if listed:  # else nobody knows which pieces are gone
            self._drop(file, origins)
        return stamp, queued

    def _count_piece(self, number: int) -> None:
        """Each piece of a file after its first is one more that there is to take."""
        self._taken += 1
        if number and self.total is not None:
            self.total += 1
        self.report_progress()

    def take_piece(self, article: Article, origin: FileOrigin) -> bool:
        """Take an article of a file; whether it waits to be written."""
        self.tally.remarks += [(article.id, remark) for remark in article.remarks]
        known = self._pass_on(origin.path, article.id)
        with self.deciding:
            command = self._decide_piece(article, origin)
        if command is not None:
            self._enqueue(command, self.tally.updated if known else self.tally.added)
        return command is not None

    def _decide_piece(self, article: Article, origin: FileOrigin) -> AddArticle | AddCopy | None:
        """What is to be written of a file's article, if anything. Its file is looked up anew: now nothing writes."""
        before, is_copy = article_at(self.database, origin.path)
        if is_copy and copies.at_place(self.database, origin.path) == article:
            self.tally.duplicates.append(before)
            return None
        stored = self._stored(article.id)
        article = _with_machine_translations(article, stored)
        if article.id in self.pipeline.pending:
            return AddCopy(article, article.id, origin)
        if stored and (is_copy or before != article.id):
            self.tally.duplicates.append(article.id)
            self.writer.note_copy(AddCopy(article, article.id, origin))
        elif stored == article:
            self.tally.unchanged.append(article.id)
        else:
            return AddArticle(article, origin, replaces=stored is not None)
        return None

    def forget(self, files: Iterable[str]) -> None:
        """Forget files that are gone, and the articles that no other file has."""
        for file in files:
            self._drop(file)

    def _drop(self, file: str, but: Collection[str] = ()) -> None:
        """Forget a file, but for these paths in it; the copies of what it had come again."""
        for path in paths_of(self.database, file):
            if path not in but:
                self._pass_on(path)
        self.tally.removed += self.writer.drop(file, but)

    def _pass_on(self, path: str, article_id: str = "") -> bool:
        """Let the copies of the article that a file owns come again, the first as an article, for it gives it up.

        Nothing where it has `article_id` still. Whether the file had any article.
        """
        before, is_copy = article_at(self.database, path)
        if before and not is_copy and before != article_id:
            if before in self._joined:
                self.pipeline.finish()
            successors = copies.successors(self.database, before, path)
            self._leaving.add(before)
            for place, copy in successors:
                self._enqueue(AddArticle(copy, self._origin(place)), self.tally.updated)
            if successors:
                self.pipeline.finish()
        return bool(before)

    def put_back(self, removal: Removal) -> None:
        """Take an article that was removed, unless it is there again."""
        if not is_back(self.database, removal):
            self.add_verbatim(removal.article, removal)

    def add_verbatim(self, article: Article, removal: Removal | None = None) -> None:
        """Take an article of another store, or of this one, where it was decided what it is."""
        self._taken += 1
        self.pipeline.put(AddArticle(article, removal=removal))
        self.report_progress()

    def take(self, article: Article) -> None:
        """Take an article made in Python. Raises ReadingError when it has no text, or text that is not Unicode."""
        check_article(article)
        self._taken += 1
        article = with_language(article)
        if self.pipeline.pending.get(article.id, article) != article:
            self.pipeline.finish()  # the same text with another title replaces the one before it
        with self.deciding:
            command = self._decide_made(article)
        original = self._enqueue(command, self.tally.added) if command else article.id
        if article.copies:
            kept = [copy for stored in articles.read(self.database, [original]) for copy in stored.copies]
            for copy in article.copies:
                if copy not in kept:
                    self._put_copy(AddCopy(copy, original))
        self.report_progress()

    def _decide_made(self, article: Article) -> AddArticle | AddCopy | None:
        """What is to be written of an article made in Python, if anything."""
        stored = self._stored(article.id)
        article = _with_machine_translations(article, stored)
        if stored == article or article.id in self.pipeline.pending:
            self.tally.duplicates.append(article.id)
            return None
        if stored is not None and other_outlet(stored, article):
            return AddCopy(article, article.id)
        return AddArticle(article, replaces=stored is not None)

    def _enqueue(self, command: AddArticle | AddCopy, tally: list[str]) -> str:
        """To the pipeline, noted in `tally` where it is a new article; returns the id that it is stored under.

        Not under `deciding`, for it may have to wait for the writer.
        """
        if isinstance(command, AddArticle):
            command = self._deduplicate(command)
        if isinstance(command, AddCopy):
            self._put_copy(command)
            self.tally.duplicates.append(command.original)
            return command.original
        (self.tally.updated if command.replaces else tally).append(command.article.id)
        return command.article.id

    def _deduplicate(self, new: AddArticle) -> AddArticle | AddCopy:
        """Put a new article into the pipeline, with those that it contains as its copies; or return it as a copy."""
        if new.replaces:
            self.pipeline.put(new)
            return new
        found = find_containment(new.article, self.database, self.pipeline.pending, self._leaving)
        if found.container:
            return AddCopy(new.article, found.container, new.origin)
        if any(id_ in self._joined or id_ in self.pipeline.pending for id_ in found.contained):
            self.pipeline.finish()  # which files have them is known when they are written
        self.pipeline.put(new)
        for part in articles.read(self.database, found.contained) if found.contained else ():
            self._leaving.add(part.id)
            for place, copy in copies.all_printings(self.database, part):
                self._put_copy(AddCopy(copy, new.article.id, self._origin(place)))
        return new

    def _put_copy(self, copy: AddCopy) -> None:
        self._joined.add(copy.original)
        self.pipeline.put(copy)

    def _origin(self, place: str | None) -> FileOrigin | None:
        return origin_of(self.database, place) if place is not None else None

    def _stored(self, article_id: str) -> Article | None:
        return next(iter(articles.read(self.database, [article_id])), None)


def _with_machine_translations(article: Article, stored: Article | None) -> Article:
    """An article that comes again, with what models made of the same text where it brings no translation itself."""
    kept = [each for each in (stored.translations if stored else ()) if each.by]
    kept = [each for each in kept if article.translation(each.language) is None]
    return replace(article, translations=(*article.translations, *kept)) if kept else article
