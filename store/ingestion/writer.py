"""A batch of articles on its way into the store: divided, encoded, then written together."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from threading import RLock

from store.article import Article, Span
from store.database import Database, Reading, copies
from store.database import articles as article_table
from store.embedding import TextEncoder, pack_states
from store.index import IndexVersions, Metadata, WordBridge
from store.ingestion import change_detection
from store.ingestion.change_detection import Stamp
from store.ingestion.sources import FileOrigin, link, paths_of, unlink, unstamp
from store.ingestion.undo import Removal, restore_removal
from store.text import Division, divide_text, stretch


@dataclass(frozen=True, slots=True)
class Entry:
    """An article to write, and where it comes from. A `copy` is only noted: an earlier entry has the article.

    A copy is one of the article with the id `of`, or where that is empty of an earlier entry that has its text.
    `stored` says whether its text is in the store already. `removal` is what it was removed with before it is put
    back. `seal` is the stamp to keep of a file by this name, now
    that all it gave is written; nothing else is done then.
    """

    article: Article
    origin: FileOrigin | None = None
    copy: bool = False
    seal: tuple[str, Stamp] | None = None
    of: str = ""
    stored: bool = False
    removal: Removal | None = None

    @property
    def original(self) -> str:
        """The id of the article it is stored as."""
        return self.of or self.article.id


@dataclass(frozen=True, slots=True)
class Encoded:
    """An article as it is written: in sentences and passages, each read by the encoder in all its languages."""

    entry: Entry
    division: Division
    passages: tuple[tuple[str, Reading], ...]
    sentences: tuple[tuple[Reading, ...], ...]


def encode_batch(encoder: TextEncoder, entries: Sequence[Entry], on_tokens: Callable[[int], None]) -> list[Encoded]:
    """Divide and read articles. Texts that are the same, as when two sentences share a translation, are read once."""
    nothing = Division((), ())
    divided = [(e, nothing if e.copy else divide_text(e.article.text, encoder.token_count)) for e in entries]
    passages = [list(_passages(entry.article, division.passages)) for entry, division in divided]
    sentences = [list(_sentences(entry.article, division)) for entry, division in divided]
    compared = {text for texts in sentences for languages in texts for text in languages}
    texts = list(dict.fromkeys([text for named in passages for _, text in named] + sorted(compared)))
    read = {
        text: Reading(text, encoding.vector, pack_states(encoding.states) if text in compared else b"")
        for text, encoding in zip(texts, encoder.read_passages(texts, on_tokens), strict=True)
    }
    return [
        Encoded(
            *divided[i],
            tuple((id_, read[text]) for id_, text in passages[i]),
            tuple(tuple(read[text] for text in languages) for languages in sentences[i]),
        )
        for i in range(len(divided))
    ]


def _passages(article: Article, passages: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """The passages and their translations, each under the name of its vector."""
    for number, span in enumerate(passages):
        for language, text in _in_all_languages(article, span):
            yield f"{article.id}:{number}" + (f"/{language}" if language else ""), text


def describe_passages(database: Database, names: Sequence[str]) -> tuple[list[Metadata], list[str]]:
    """The metadata and the texts of passages, or translations of passages, by the names of their vectors."""
    wanted = {name: name.split("/")[0].split(":")[0] for name in names}
    articles = {article.id: article for article in article_table.read(database, sorted(set(wanted.values())))}
    texts: dict[str, str] = {}
    for article in articles.values():
        texts |= _passages(article, article_table.passages(database, article.id))
    return [_metadata(articles[id_]) for id_ in wanted.values()], [texts[name] for name in names]


def _metadata(article: Article) -> Metadata:
    return {"article": article.id, "outlet": article.outlet, "day": article.day}


def _sentences(article: Article, division: Division) -> Iterator[list[str]]:
    for sentence in division.sentences:
        yield [text for _, text in _in_all_languages(article, Span(sentence.start, sentence.end))]


def _in_all_languages(article: Article, span: Span) -> Iterator[tuple[str, str]]:
    """A stretch of the article as it is read, then its translations with their languages."""
    yield "", stretch(article.text, span.start, span.end)
    for language in article.translated_into:
        if text := "\n".join(article.translated_lines(span, language)).strip():
            yield language, text


class Writer:
    """Writes encoded articles: each batch in one transaction, under `deciding`: an article is there or not."""

    def __init__(self, database: Database, generations: IndexVersions, bridge: WordBridge, deciding: RLock) -> None:
        self._database = database
        self._generations = generations
        self._bridge = bridge
        self._deciding = deciding

    def write(self, batch: Sequence[Encoded]) -> None:
        """Write a batch; after many, bring the vector index up to date."""
        learned = self._bridge.learn([reading for one in batch for readings in one.sentences for reading in readings])
        with self._deciding:
            with self._database.transaction() as connection:
                self._bridge.put(connection, learned)
                for one in batch:
                    _write(connection, one)
            self._generations.keep_up(at_rest=False)

    def link(self, entry: Entry) -> None:
        """Note a copy at once; forget the article that its file was the last to have."""
        with self._deciding, self._database.transaction() as connection:
            _note(connection, entry)

    def seal(self, file: str, stamp: Stamp) -> None:
        """Keep the stamp of a file that gave nothing to write."""
        with self._deciding, self._database.transaction() as connection:
            change_detection.keep(connection, file, stamp)

    def drop(self, file: str, but: Collection[str] = ()) -> list[str]:
        """Forget a file, but for these paths in it; the ids of the articles that were removed with it."""
        with self._deciding:
            paths = [path for path in paths_of(self._database, file) if path not in but]
            if not paths:
                return []
            with self._database.transaction() as connection:
                gone = [unlink(connection, path) for path in paths]
        return [article_id for article_id in gone if article_id is not None]


def _write(connection: sqlite3.Connection, one: Encoded) -> None:
    entry = one.entry
    if entry.seal is not None:
        change_detection.keep(connection, *entry.seal)
        return
    if not entry.copy:
        article_table.insert(connection, entry.article, one.division, one.sentences, one.passages)
        unstamp(connection, entry.article.id)
    _note(connection, entry)
    if entry.removal is not None:
        restore_removal(connection, entry.removal)


def _note(connection: sqlite3.Connection, entry: Entry) -> None:
    """Note which file has an article, and of which article it is a copy."""
    place = copies.place(entry.article, entry.origin.path if entry.origin else None)
    copies.delete(connection, place)
    if entry.origin is not None:
        link(connection, entry.origin, entry.original, entry.copy)
    if entry.copy:
        copies.insert(connection, entry.original, entry.article, place)
    if entry.original != entry.article.id:
        article_table.delete(connection, entry.article.id)  # it turned out to be a copy of a fuller one
