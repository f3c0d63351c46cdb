"""One file, any number of articles: JSON, JSON lines, CSV and ZIP archives of these and of single articles."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator
from pathlib import Path, PurePosixPath

from store.article import Article
from store.errors import ReadingError
from store.readers.article_reader import CONVERTERS, TRANSLATION_NAME, article_of, read_article, translation_of
from store.readers.containers.field_map import FieldMap, documents_of
from store.readers.containers.records import Records, csv_records, json_records, jsonl_records
from store.readers.containers.zip import Archive, open_archive
from store.readers.defaults import Defaults
from store.readers.files import read_bytes
from store.readers.limits import FAULT_CHARACTERS, FAULTS_NAMED

Piece = tuple[str, Article | ReadingError]
"""The name of a piece of a file, "" where the file is one article; and the article, or why it cannot be read."""

RECORDS: dict[str, Callable[[bytes, str, FieldMap], Records]] = {
    ".json": json_records,
    ".jsonl": jsonl_records,
    ".csv": csv_records,
}
_BACKUP = {"articles.jsonl", "manifest.json"}
KNOWN_TYPES = (*CONVERTERS, *RECORDS, ".zip")
"""The types of files that are read."""


def read_articles(path: Path, fields: FieldMap | None = None, defaults: Defaults | None = None) -> Iterator[Piece]:
    """The articles in a file, each under a name that is the same at every reading: "", "3", "line 3", "a.html".

    What cannot be read comes as a ReadingError in its place. `fields` maps the fields of records, `defaults` stand
    for what articles do not say.
    """
    found = faults = 0
    for piece, got in _pieces_of_file(path, fields or FieldMap(), defaults or Defaults()):
        found += 1
        faults += isinstance(got, ReadingError)
        if faults <= FAULTS_NAMED or isinstance(got, Article):
            yield piece, _readable(got) if isinstance(got, ReadingError) else got
    if not found:
        yield "", ReadingError(f"{path.name} holds no articles; put some in it and ingest it again.")
    if faults > FAULTS_NAMED:
        more = f"{faults - FAULTS_NAMED:,} more that cannot be read"
        yield "", ReadingError(f"{path.name} holds {more}; correct it and ingest it again.")


def _readable(error: ReadingError) -> ReadingError:
    """The error on one line, shortened and without control characters: it may quote any name or value."""
    message = "".join(map(_visible, " ".join(str(error).split())))
    if len(message) > FAULT_CHARACTERS:
        message = f"{message[: FAULT_CHARACTERS // 2]} … {message[-FAULT_CHARACTERS // 2 :]}"  # with the remedy
    return error if message == str(error) else ReadingError(message)


def _visible(character: str) -> str:
    known = character.isprintable() or unicodedata.category(character) == "Cf"  # such as joiners inside a word
    return character if known else repr(character)[1:-1]


def _pieces_of_file(path: Path, fields: FieldMap, defaults: Defaults) -> Iterator[Piece]:
    kind = path.suffix.lower()
    try:
        if kind == ".zip":
            with open_archive(path) as archive:
                yield from _pieces_of_archive(archive, fields, defaults)
        elif kind in RECORDS:
            yield from _pieces(kind, read_bytes(path), path.name, fields, defaults)
        else:
            yield "", read_article(path, defaults)
    except ReadingError as error:
        yield "", error


def _pieces_of_archive(archive: Archive, fields: FieldMap, defaults: Defaults) -> Iterator[Piece]:
    """What a folder of the same files would give: hidden ones, READMEs and other types are no articles."""
    if archive.names == _BACKUP:
        raise ReadingError(f"{archive.name} is a backup made by Isnad; restore it with `isnad import`.")
    translations = _translations(archive.names)
    behind = {other for others in translations.values() for _, other in others}
    names = [name for name in archive.names if _is_read(name) and name not in behind]
    if not names:
        raise ReadingError(f"{archive.name} holds no articles; put {', '.join(KNOWN_TYPES[:-1])} files in it.")
    for name in names:
        try:
            for piece, got in _pieces_inside(archive, name, translations.get(name, []), fields, defaults):
                yield f"{name} {piece}".strip(), got
        except ReadingError as error:
            yield name, error


def _pieces_inside(
    archive: Archive, name: str, translations: list[tuple[str, str]], fields: FieldMap, defaults: Defaults
) -> Iterator[Piece]:
    kind = PurePosixPath(name).suffix.lower()
    whole = f"{archive.name}: {name}"
    if kind == ".zip":
        raise ReadingError(f"{whole} is an archive in an archive; unpack the outer one and ingest what it holds.")
    if kind in RECORDS:
        yield from _pieces(kind, archive.read(name), whole, fields, defaults)
        return
    document = CONVERTERS[kind](archive.read(name), whole)
    others = [
        translation_of(document, language, CONVERTERS[".md"](archive.read(other), f"{archive.name}: {other}"))
        for language, other in translations
    ]
    yield "", article_of(document, others, defaults)


def _translations(names: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """The translations (their languages and names) beside each file that has some."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in names:
        matched = TRANSLATION_NAME.fullmatch(name)
        if matched and f"{matched[1]}.md" in names:
            found.setdefault(f"{matched[1]}.md", []).append((matched[2].lower(), name))
    return found


def _is_read(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) and part != ".." for part in path.parts)
    return path.suffix.lower() in KNOWN_TYPES and not hidden and not path.name.upper().startswith("README")


def _pieces(kind: str, data: bytes, name: str, fields: FieldMap, defaults: Defaults) -> Iterator[Piece]:
    html = CONVERTERS.get(".html")
    for piece, document in documents_of(RECORDS[kind](data, name, fields), name, fields, html):
        try:
            yield piece, document if isinstance(document, ReadingError) else article_of(document, (), defaults)
        except ReadingError as error:
            yield piece, error
