"""What becomes of each article that is given: whether it is new, changed, unchanged or a copy of another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from store import shelf
from store.arabic import language_of
from store.article import Article
from store.batch import Batch, Entry
from store.database import Database
from store.errors import ReadingError
from store.reading import read_article


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the articles given, as article ids; `failed` holds (path, reason).

    added: new. updated: replaced what the same file, or the same text, had. unchanged: the same file with
    the same content. duplicates: the same text as another article, which stays.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    duplicates: tuple[str, ...]
    failed: tuple[tuple[Path, str], ...]


@dataclass(slots=True)
class Intake:
    """Decides what each article given is: new, changed, unchanged or a duplicate; and keeps the report."""

    database: Database
    batch: Batch
    _added: list[str] = field(default_factory=list)
    _updated: list[str] = field(default_factory=list)
    _unchanged: list[str] = field(default_factory=list)
    _duplicates: list[str] = field(default_factory=list)
    _failed: list[tuple[Path, str]] = field(default_factory=list)

    def fail(self, path: Path, reason: str) -> None:
        """Note a path that gave no article."""
        self._failed.append((path, reason))

    def take_file(self, path: Path) -> None:
        """Take the article in a file; a file that cannot be read is noted as failed."""
        try:
            article = _completed(read_article(path))
            _check(article)
        except ReadingError as error:
            self.fail(path, str(error))
            return
        # The name of a file need not be UTF-8, which is all that SQLite holds.
        self._decide(article, os.fsencode(path.resolve()).decode(errors="backslashreplace"))

    def _decide(self, article: Article, name: str) -> None:
        if self.batch.replaces(article.id):  # it is about to go, but this file still has it
            self.batch.write()
        before, copied = self._link(name)
        same = before == article.id
        leaves = before if before and not same and not self._others(before, name) else None
        stored = self._stored(article.id)
        if (stored and (copied or not same)) or self.batch.holds(article.id):
            self._duplicates.append(article.id)
            self.batch.link(name, article.id, leaves)
        elif stored == article:
            self._unchanged.append(article.id)
        else:
            self.batch.put(Entry(article, name, leaves, stored is not None))
            (self._updated if before else self._added).append(article.id)

    def take(self, article: Article) -> None:
        """Take an article made in Python. Raises ReadingError when it has no text, or text that is not Unicode."""
        _check(article)
        article = _completed(article)
        stored = self._stored(article.id)
        if stored == article or self.batch.holds(article.id):
            self._duplicates.append(article.id)
        else:
            self.batch.put(Entry(article, stored=stored is not None))
            (self._updated if stored else self._added).append(article.id)

    def finish(self) -> None:
        """Write what waits."""
        self.batch.write()

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
        found = shelf.read(self.database, [article_id])
        return found[0] if found else None

    def _link(self, path: str) -> tuple[str | None, bool]:
        """The article a file had when last seen, and whether another file had it first."""
        rows = self.database.rows("SELECT article, copy FROM files WHERE path = ?", (path,))
        return (rows[0][0], bool(rows[0][1])) if rows else (None, False)

    def _others(self, article_id: str, path: str) -> bool:
        return bool(self.database.rows("SELECT 1 FROM files WHERE article = ? AND path != ?", (article_id, path)))


def _check(article: Article) -> None:
    if not article.text.strip():
        raise ReadingError(f"The article {article.title!r} has no text. Give it some, or leave it out.")
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


def _completed(article: Article) -> Article:
    """The article with its language filled in."""
    if article.language:
        return article
    return replace(article, language=language_of(article.text))
