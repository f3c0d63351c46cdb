"""Articles, and spans of them.

Everything here is frozen; `dataclasses.replace(article, outlet="…")` gives a changed copy. Offsets count
characters (Python string indices) of `Article.text`, or of `Article.title` where that is quoted, end exclusive,
everywhere in Isnad.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import zip_longest
from typing import Literal

from store.arguments import check_fields
from store.errors import ArgumentError

Field = Literal["text", "title"]
"""Where in an article words stand that are quoted."""


def day_number(date: dt.date | None) -> int:
    """A date as the number YYYYMMDD, 0 for none, which both SQLite and Chroma can compare."""
    return date.year * 10000 + date.month * 100 + date.day if date else 0


@dataclass(frozen=True, slots=True)
class Span:
    """A span of an article's text, `text[start:end]`, or of its title where `field` says so."""

    start: int
    end: int
    field: Field = "text"


@dataclass(frozen=True, slots=True)
class Translation:
    """An article in another language: line n of `text` translates line n of the article.

    An empty line is not translated. `by` names the model that translated it; "" is the article's own translation.
    """

    language: str
    title: str
    text: str
    by: str = ""

    def __post_init__(self) -> None:
        check_fields(self)


class BoilerplateKind(StrEnum):
    """Kinds of boilerplate lines. `SIGNS` has no words; `TAIL` and `ABOVE` are found by their position."""

    SIGNS = "signs"
    BUTTON = "button"
    LINKS = "links"
    SUMMARY = "summary"
    CAPTION = "caption"
    BYLINE = "byline"
    DATE = "date"
    NOTICE = "notice"
    TAIL = "tail"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class RemovedLine:
    """A boilerplate line that was removed from an article's page, and its kind."""

    line: str
    kind: BoilerplateKind


class RemarkKind(StrEnum):
    """What is said of a field of an article that was read.

    `GUESSED` follows from something else; `CONVERTED` and `MENDED` are not as the file has them; `UNREADABLE` stands
    in the file and is left out; `MISSING` is not there.
    """

    GUESSED = "guessed"
    CONVERTED = "converted"
    MENDED = "mended"
    UNREADABLE = "unreadable"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to know about how a field of an article was read; `detail` is from what, or what stood there."""

    field: str
    kind: RemarkKind
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Article:
    """One news article, its text exactly as it is shown and quoted.

    `date` may be given as an ISO string (YYYY-MM-DD). `language` is an ISO 639-1 code, "ar" or "en"; where it is
    empty the store detects it by the letters. `sources` names the outlets that a digest credits. `removed` has the
    lines of the page that are not the article, `copies` other printings of it, `remarks` what its reader guessed or
    did not find (they are reported, and not stored); the three are ignored in comparisons.
    Raises ArgumentError, which is a ValueError, where a field is of another type, or the date is none.
    """

    title: str
    text: str
    outlet: str = ""
    date: dt.date | None = None
    url: str = ""
    language: str = ""
    sources: tuple[str, ...] = ()
    translations: tuple[Translation, ...] = ()
    removed: tuple[RemovedLine, ...] = field(default=(), compare=False)
    copies: tuple[Article, ...] = field(default=(), compare=False)
    remarks: tuple[Remark, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if isinstance(self.date, str):
            object.__setattr__(self, "date", _date(self.date) if self.date else None)
        for name in ("sources", "translations", "removed", "copies", "remarks"):
            if isinstance(given := getattr(self, name), list):
                object.__setattr__(self, name, tuple(given))
        check_fields(self)

    @property
    def id(self) -> str:
        """16 hexadecimal digits that depend on nothing but the text."""
        # Not a cached_property: until Python 3.12 all articles would share its lock, which a forked process finds
        # taken for ever where another thread was in it.
        if (known := self.__dict__.get("_id")) is None:
            known = self.__dict__["_id"] = hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return str(known)

    def as_printed(self, copy: Article) -> Article:
        """One of its copies as an article, whose copies are this article and the others."""
        others = tuple(other for other in self.copies if other is not copy)
        same_title = copy.title == self.title
        shared = tuple(each if same_title else replace(each, title="") for each in self.translations)
        return replace(
            copy,
            language=copy.language or self.language,
            translations=shared if copy.text == self.text else copy.translations,
            copies=(replace(self, copies=()), *others),
        )

    @property
    def outlets(self) -> tuple[str, ...]:
        """Its outlet and those of its copies, each once, without unnamed ones."""
        return tuple(dict.fromkeys(each.outlet for each in (self, *self.copies) if each.outlet))

    @property
    def day(self) -> int:
        """The date as the number YYYYMMDD, 0 for none."""
        return day_number(self.date)

    @property
    def translated_into(self) -> tuple[str, ...]:
        """The languages of its translations, each once, in their order."""
        return tuple(dict.fromkeys(translation.language for translation in self.translations))

    def translation(self, language: str) -> Translation | None:
        """Its first translation into a language, or None."""
        return next((each for each in self.translations if each.language == language), None)

    @property
    def headline(self) -> Span | None:
        """Where the words of its title stand, without the space around them; None where it has none."""
        words = self.title.strip()
        start = self.title.index(words)
        return Span(start, start + len(words), "title") if words else None

    def part(self, field: Field) -> str:
        """Its text or its title."""
        return self.title if field == "title" else self.text

    def cut(self, span: Span) -> str:
        """The words at a span."""
        return self.part(span.field)[span.start : span.end]

    def translated(self, span: Span, language: str) -> str | None:
        """The translation of the lines that `span` touches, or of the title; None where some of it is not there."""
        if span.field == "title":
            translation = self.translation(language)
            return (translation.title.strip() or None) if translation else None
        lines = self.translated_lines(span, language)
        own = self._lines(self.text, span)
        gaps = any(line.strip() and not other.strip() for line, other in zip_longest(own, lines, fillvalue=""))
        return None if gaps else "\n".join(lines).strip() or None

    def translated_lines(self, span: Span, language: str) -> list[str]:
        """The translation of each line that `span` touches, "" where it has none; no lines without a translation."""
        translation = self.translation(language)
        return self._lines(translation.text, span) if translation else []

    def _lines(self, text: str, span: Span) -> list[str]:
        """The lines of the article or of a translation that `span` touches."""
        first, last = (self.text.count("\n", 0, place) for place in (span.start, span.end))
        return text.split("\n")[first : last + 1]

    def is_translated(self, language: str) -> bool:
        """Whether every line has its translation into this language."""
        return self.translated(Span(0, len(self.text)), language) is not None


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring sentences of one article: `article.text[start:end] == text`."""

    article_id: str
    start: int
    end: int
    text: str


def _date(given: str) -> dt.date:
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise ArgumentError(f"date: {given!r} is not a date. Write it as YYYY-MM-DD, like 2023-09-12.") from None
