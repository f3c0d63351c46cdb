"""A file becomes an article: its format gives a document; headline, day and outlet are found, page furniture goes.

`kim.md` is an article; `kim.en.md` beside it is its English translation, line by line. Front matter (YAML between
two `---` lines) gives title, date, outlet, url, language and sources; without it the page's own headline and date
line are used. The text keeps its characters: only whole lines of page furniture go, and line ends are made equal.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from store.article import Article, Remark, RemarkKind, RemovedLine, Translation
from store.errors import ReadingError
from store.readers.attribution import find_day, find_outlet, title_and_outlet
from store.readers.cleaning import clean_page, find_headline, first_line, opens_body
from store.readers.defaults import Defaults, is_language_code
from store.readers.document import Document
from store.readers.files import read_bytes, unreadable_error
from store.readers.formats import read_docx, read_html, read_pdf, read_plain
from store.readers.limits import KEY_CHARACTERS, MOST_CHARACTERS
from store.text import language_of, mended_text

CONVERTERS: dict[str, Callable[[bytes, str], Document]] = {
    ".docx": read_docx,
    ".htm": read_html,
    ".html": read_html,
    ".pdf": read_pdf,
    ".md": read_plain,
    ".txt": read_plain,
}
"""What makes a document of a file's bytes, given its name, by the type of the file."""

TRANSLATION_NAME = re.compile(r"(.+)\.([a-z]{2})\.md", re.IGNORECASE)
"""The name of a translation: that of its original, and its language."""
_FEWEST_WORDS = 6
"""In the longest line of an article without sentences, such as a poem."""


def read_article(path: Path, defaults: Defaults | None = None) -> Article:
    """The article in a file, with the translations beside it; `defaults` stand for what it does not say.

    Raises ReadingError, naming the file and the remedy, when its format cannot be read, it says nothing, what it says
    of itself is not valid, or it has a translation with another number of lines.
    """
    document = _document(path)
    others = [(language, _document(file)) for language, file in _translation_files(path)]
    return article_of(document, [translation_of(document, *other) for other in others], defaults)


def article_of(
    document: Document, translations: Sequence[Translation] = (), defaults: Defaults | None = None
) -> Article:
    """The article in a document: its page furniture removed, its title, day, outlet and language found.

    `translations` have as many lines as it; `defaults` stand for what it does not say. Raises ReadingError, naming
    the document and the remedy, when it says nothing or what it says of itself is not valid.
    """
    _check_length(document)
    defaults = defaults or Defaults()
    document, remarks = _mended(document)
    title, named = title_and_outlet(document)
    lines, removed = document.lines, tuple[RemovedLine, ...]()
    page = clean_page(lines, titled=bool(title))
    if translations:  # lines must stay where they are
        title = title or first_line(lines)
    else:
        lines, removed = page.lines, page.removed
        if not title:
            before = lines
            title, lines, above = find_headline(lines)
            removed = above + removed
            remarks += [Remark("title", RemarkKind.GUESSED, "the first line")] if lines is before else []
    text = "\n".join(lines if translations else _tidy(lines))
    if not any(opens_body(line) or len(line.split()) >= _FEWEST_WORDS for line in lines):
        raise ReadingError(
            f"{document.name} has no sentence in it; put the article's text in it and ingest it again."
        )
    language = _language(document, text, defaults)
    outlet, of_outlet = find_outlet(named, page.outlet, document, defaults)
    date, of_date = find_day(document, page.date_lines, defaults, day_first=language == "ar")
    return Article(
        title=title,
        text=text,
        outlet=outlet,
        date=date,
        url=document.string("url"),
        language=language,
        sources=_sources(document),
        translations=tuple(translations),
        removed=removed,
        remarks=(*remarks, *of_outlet, *of_date),
    )


def _mended(document: Document) -> tuple[Document, list[Remark]]:
    """The document as it was meant where it was decoded wrongly once, and what is to be said of its characters."""
    remarks = []
    try:
        text, taken_for = mended_text(document.text)
        keys = {
            key: mended_text(value)[0] if isinstance(value, str) else value for key, value in document.keys.items()
        }
    except ValueError as error:
        raise ReadingError(
            f"{document.name} was decoded wrongly once (UTF-8 taken for {error}), and too much of it is lost; save "
            "it anew from where it came and ingest it again."
        ) from error
    if taken_for:
        remarks.append(Remark("text", RemarkKind.MENDED, f"UTF-8 taken for {taken_for}"))
    if broken := text.count("\ufffd"):
        remarks.append(Remark("text", RemarkKind.UNREADABLE, f"{broken:,} characters, which stand as \ufffd"))
    return replace(document, text=text, keys=keys), remarks


def _check_length(document: Document) -> None:
    """Refuse what is too long before work is done on it."""
    length = len(document.text.strip())
    if length > MOST_CHARACTERS:
        raise ReadingError(
            f"{document.name} has {length:,} characters; one article may have {MOST_CHARACTERS:,}: "
            "split it and ingest it again."
        )
    for key, value in document.keys.items():
        if isinstance(value, str) and len(value) > KEY_CHARACTERS:
            raise ReadingError(
                f"{document.name} has a {key[:40]} of {len(value):,} characters; it may have {KEY_CHARACTERS:,}: "
                "shorten it and ingest it again."
            )


def _translation_files(path: Path) -> list[tuple[str, Path]]:
    if path.suffix.lower() != ".md":
        return []
    try:
        names = [TRANSLATION_NAME.fullmatch(name) for name in sorted(os.listdir(path.parent))]
    except OSError as error:
        raise unreadable_error(path.parent, error) from error
    return [(name[2].lower(), path.with_name(name[0])) for name in names if name and name[1] == path.stem]


def translation_of(document: Document, language: str, other: Document) -> Translation:
    """A document as the translation of another. Raises ReadingError when it has another number of lines."""
    if len(other.lines) != len(document.lines):
        raise ReadingError(
            f"{document.name} has {len(document.lines)} lines and its translation {other.name} has "
            f"{len(other.lines)}; give both the same lines in the same order, or rename the translation."
        )
    return Translation(language, other.string("title") or first_line(other.lines), "\n".join(other.lines))


def _document(path: Path) -> Document:
    """What a file says, by its type; a file of another type is read as text."""
    return CONVERTERS.get(path.suffix.lower(), read_plain)(read_bytes(path), path.name)


def _sources(document: Document) -> tuple[str, ...]:
    value = document.keys.get("sources") or []
    names = re.split("[,،]", value) if isinstance(value, str) else value
    if not isinstance(names, list) or any(isinstance(name, (list, dict)) for name in names):
        raise document.fault("sources", "write a list of names, such as [One, Two]")
    return tuple(str(name).strip() for name in names)


def _language(document: Document, text: str, defaults: Defaults) -> str:
    given = document.string("language").lower()
    if given and not is_language_code(given):
        raise document.fault("language", "write a two-letter code such as ar or en")
    return (given or defaults.language.lower())[:2] or language_of(text)


def _tidy(lines: list[str]) -> list[str]:
    """The lines without blank ones at the ends, and one blank line where there were several."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").split("\n")
