"""Whose an article is and of what day, from what its document says of itself, its page's lines and its address.

What is not stated but follows from something else is remarked on, and so is what stands there and cannot be read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from store.article import Remark, RemarkKind
from store.readers.defaults import Defaults
from store.readers.document import Document
from store.text import day_in_address, fold, hijri_day, parse_day

_PARTS = re.compile(r"\s+[|–—·»:-]+\s+|\s*[|｜]\s*")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,10}", re.IGNORECASE)
_BYLINE_WORDS = 4
"""The most words that stand behind an outlet in a title that is none: a place, a section, an author."""
_SITE_WORDS = 5
_SECTION_WORDS = 2
_HEADLINE_WORDS = 3
"""The fewest that a title keeps when its site's name is cut."""


def host_of(address: str) -> str:
    """The host of an address, "" where it has none; www. is no part of it."""
    try:
        return (urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def title_and_outlet(document: Document) -> tuple[str, str]:
    """The title that a document gives, without its site's name, and the outlet that it or the title names.

    "" for what is not named, and for a title that is nothing but an outlet, as in «PAPER.INFO - from our reporter».
    """
    title, outlet = " ".join(document.string("title").split()), _as_name(document.string("outlet"))
    host = host_of(document.string("url"))
    if named := _outlet_alone(title, outlet, host):
        return "", outlet or named
    for mark in reversed(list(_PARTS.finditer(title))):
        before, site = title[: mark.start()], title[mark.end() :]
        long = len(before.split()) >= _HEADLINE_WORDS or not before.isascii()
        if long and (_names_site(site, outlet, host) or site == document.string("site")):
            return _without_section(before), outlet or site
    return title, outlet


def find_outlet(named: str, on_page: str, document: Document, defaults: Defaults) -> tuple[str, Iterator[Remark]]:
    """The outlet: the one that the document names or the page, or else the one given for all, or else the host."""
    host = host_of(document.string("url"))
    outlet = named or on_page or defaults.outlet.strip() or host
    if not outlet:
        return "", iter([Remark("outlet", RemarkKind.MISSING)])
    guessed = outlet == host and outlet != document.string("outlet")
    return outlet, iter([Remark("outlet", RemarkKind.GUESSED, "the address")] if guessed else [])


def find_day(
    document: Document, lines: Sequence[str], defaults: Defaults, *, day_first: bool
) -> tuple[dt.date | None, list[Remark]]:
    """The day: the one that the document gives, or else one of these lines, or else the one in its address."""
    remarks: list[Remark] = []
    stated = document.keys.get("date")
    in_address = day_in_address(document.string("url"))
    if defaults.date_from_url and in_address:
        return in_address, [Remark("date", RemarkKind.GUESSED, "the address")]
    values = [] if stated is None or stated == "" else [str(stated)]
    for value in [*values, *lines]:
        day = stated.date() if value == str(stated) and isinstance(stated, dt.datetime) else None
        day = day or parse_day(value, day_first=day_first)
        converted = None if day else hijri_day(value)
        if converted:
            remarks.append(Remark("date", RemarkKind.CONVERTED, f"the Hijri calendar: {value[:_SHOWN]}"))
        if day or converted:
            return day or converted, remarks
        remarks.append(Remark("date", RemarkKind.UNREADABLE, value[:_SHOWN]))
    if in_address:
        return in_address, [*remarks, Remark("date", RemarkKind.GUESSED, "the address")]
    return None, remarks or [Remark("date", RemarkKind.MISSING)]


_SHOWN = 80
"""Characters of a day that cannot be read."""


def _as_name(outlet: str) -> str:
    """An outlet's name; an address in its place gives its host."""
    host = host_of(outlet) if "://" in outlet else ""
    return host or (outlet[4:] if outlet.lower().startswith("www.") and _HOST.fullmatch(outlet) else outlet)


def _outlet_alone(title: str, outlet: str, host: str) -> str:
    """The outlet that a title is, with what bylines add to one; "" for a title that says something."""
    first = title.split(maxsplit=1)[0].rstrip("-–—|:،,/") if title else ""
    for name in filter(None, (outlet, first if _HOST.fullmatch(first) else "", host)):
        behind = title[len(name) :] if _letters(title[: len(name)]) == _letters(name) else None
        if behind is not None and (not behind or re.match(r"\s*[-–—|:،,/]", behind) or not behind.strip()):
            if len(re.findall(r"\w+", behind)) <= _BYLINE_WORDS:
                return name
    return ""


def _names_site(text: str, outlet: str, host: str) -> bool:
    """Whether it is the name of the outlet, or one that the host is made of."""
    own = _letters(text)
    if not own or len(text.split()) > _SITE_WORDS:
        return False
    label = max(host.split(".")[:-1], key=len, default="")
    names = {_letters(outlet), _letters(host), _letters(label)} - {""}
    words = {_letters(word) for word in text.split()}
    return own in names or (len(label) >= 3 and _letters(label) in words) or _joined_in(label, text)


def _joined_in(label: str, text: str) -> bool:
    """Whether the words of a name, or all but its first, begin with what a host's label is made of."""
    own = _letters(text)
    return len(label) >= 5 and (
        own.startswith(_letters(label)) or (len(own) >= 5 and _letters(label).startswith(own))
    )


def _without_section(title: str) -> str:
    """A title without the section that stands between it and its site's name: "… - World | Site"."""
    marks = list(re.finditer(r"\s+[|–—-]\s+", title))
    if marks:
        before, section = title[: marks[-1].start()], title[marks[-1].end() :]
        if len(section.split()) <= _SECTION_WORDS and len(before.split()) > _HEADLINE_WORDS:
            return before
    return title


def _letters(name: str) -> str:
    return re.sub(r"^the|[\W_]", "", re.sub(r"[\W_]", "", fold(name)))
