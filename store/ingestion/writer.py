"""What is to be written, as commands; a batch of them is encoded, then written in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from threading import RLock

from store.article import Article, Span
from store.database import Database, Reading, copies, repeated_lines
from store.database import articles as article_table
from store.embedding import TextEncoder, pack_states
from store.index import IndexVersions, Learned, Metadata, WordBridge
from store.ingestion import change_detection
from store.ingestion.change_detection import Stamp
from store.ingestion.sources import FileOrigin, link, paths_of, unlink, unstamp
from store.ingestion.undo import Removal, restore_removal
from store.text import Division, divide_text, searched_title, stretch


@dataclass(frozen=True, slots=True)
class AddArticle:
    """An article to store as one of its own.

    `replaces` says whether an article with its text is stored already. `removal` is what it was removed with, where
    it is put back.
    """

    article: Article
    origin: FileOrigin | None = None
    replaces: bool = False
    removal: Removal | None = None


@dataclass(frozen=True, slots=True)
class AddCopy:
    """An article to note as a copy of the article with the id `original`, which is stored, or added before it."""

    article: Article
    original: str
    origin: FileOrigin | None = None


@dataclass(frozen=True, slots=True)
class KeepStamp:
    """The stamp of a file, to be kept once all that the file gave is written."""

    file: str
    stamp: Stamp


Command = AddArticle | AddCopy | KeepStamp


@dataclass(frozen=True, slots=True)
class EncodedArticle:
    """An article to store in sentences and passages, each read by the encoder in all its languages."""

    command: AddArticle
    division: Division
    title: tuple[Reading, ...]
    passages: tuple[tuple[str, Reading], ...]
    sentences: tuple[tuple[Reading, ...], ...]


Encoded = EncodedArticle | AddCopy | KeepStamp
"""A command that is ready to be carried out."""


def encode_batch(
    encoder: TextEncoder, commands: Sequence[Command], on_tokens: Callable[[int], None]
) -> list[Encoded]:
    """Divide and read the articles to add. Equal texts, as when two sentences share a translation, are read once."""
    new = {n: command.article for n, command in enumerate(commands) if isinstance(command, AddArticle)}
    divisions = {n: divide_text(article.text, encoder.token_count) for n, article in new.items()}
    passages = {n: list(_passages(article, divisions[n].passages)) for n, article in new.items()}
    sentences = {n: list(_sentences(article, divisions[n])) for n, article in new.items()}
    titles = {n: _titles(article) for n, article in new.items()}
    compared = {text for texts in sentences.values() for languages in texts for text in languages}
    compared |= {text for languages in titles.values() for text in languages}
    texts = list(dict.fromkeys([text for named in passages.values() for _, text in named] + sorted(compared)))
    read = {
        text: Reading(text, encoding.vector, pack_states(encoding.states) if text in compared else b"")
        for text, encoding in zip(texts, encoder.read_passages(texts, on_tokens), strict=True)
    }
    return [
        EncodedArticle(
            command,
            divisions[n],
            tuple(read[text] for text in titles[n]),
            tuple((id_, read[text]) for id_, text in passages[n]),
            tuple(tuple(read[text] for text in languages) for languages in sentences[n]),
        )
        if isinstance(command, AddArticle)
        else command
        for n, command in enumerate(commands)
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
    return {"article": article.id, "outlet": article.outlet, "day": article.day, "language": article.language}


def _titles(article: Article) -> list[str]:
    """The title as it is read, then in each language of the translations; nothing of an article without one."""
    others = [article.translation(language) for language in article.translated_into]
    titles = [article.title, *(other.title if other else "" for other in others)]
    read = [searched_title(title) for title in titles]
    return [title or read[0] for title in read] if read[0] else []


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

    def __init__(self, database: Database, versions: IndexVersions, bridge: WordBridge, deciding: RLock) -> None:
        self._database = database
        self._versions = versions
        self._bridge = bridge
        self._deciding = deciding

    def write(self, batch: Sequence[Encoded]) -> None:
        """Carry out a batch of commands; after many, bring the vector index up to date."""
        learned = self._learned([one for one in batch if isinstance(one, EncodedArticle)])
        with self._deciding:
            with self._database.transaction() as connection:
                for words in learned:
                    self._bridge.put(connection, words)
                for one in batch:
                    _write(connection, one)
            self._versions.refresh(at_rest=False)

    def _learned(self, articles: Sequence[EncodedArticle]) -> list[Learned]:
        """What the words of these articles mean, by the articles' languages."""
        readings: dict[str, list[Reading]] = {}
        for one in articles:
            own = readings.setdefault(one.command.article.language, [])
            own += [reading for in_languages in one.sentences for reading in in_languages]
        learned = [self._bridge.learn(language, readings[language]) for language in sorted(readings)]
        return [words for words in learned if words is not None]

    def note_copy(self, copy: AddCopy) -> None:
        """Note a copy at once; forget the article that its file was the last to have."""
        with self._deciding, self._database.transaction() as connection:
            _write_copy(connection, copy)

    def keep_stamp(self, stamp: KeepStamp) -> None:
        """Keep the stamp of a file that gave nothing to write."""
        with self._deciding, self._database.transaction() as connection:
            _write(connection, stamp)

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
    match one:
        case EncodedArticle():
            _write_article(connection, one)
        case AddCopy():
            _write_copy(connection, one)
        case KeepStamp():
            change_detection.keep(connection, one.file, one.stamp)


def _write_article(connection: sqlite3.Connection, one: EncodedArticle) -> None:
    article, origin, removal = one.command.article, one.command.origin, one.command.removal
    article_table.insert(connection, article, one.division, one.title, one.sentences, one.passages)
    unstamp(connection, article.id)
    copies.delete(connection, _place(article, origin))
    if origin is not None:
        link(connection, origin, article.id, copy=False)
    if removal is not None:
        restore_removal(connection, removal)
    repeated_lines.count(connection, article)


def _write_copy(connection: sqlite3.Connection, copy: AddCopy) -> None:
    """Note of which article another is a copy, and which file has it."""
    place = _place(copy.article, copy.origin)
    copies.delete(connection, place)
    if copy.origin is not None:
        link(connection, copy.origin, copy.original, copy=True)
    copies.insert(connection, copy.original, copy.article, place)
    if copy.original != copy.article.id:
        article_table.delete(connection, copy.article.id)  # it was an article until a fuller one came


def _place(article: Article, origin: FileOrigin | None) -> str:
    return copies.place(article, origin.path if origin else None)
