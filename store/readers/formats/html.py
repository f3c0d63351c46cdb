"""Web pages: the article's body, its title, day, outlet and address, without what stands around it."""

from __future__ import annotations

import logging
import re

from store.errors import ReadingError
from store.readers.cleaning import without_title
from store.readers.document import Document
from store.readers.formats.encodings import decode_text
from store.readers.formats.guard import guarded_parsing
from store.readers.formats.page_metadata import read_metadata
from store.readers.formats.page_tables import plain_tables
from store.text import is_arabic

_HEAD = 4096
"""Bytes that the encoding is looked for in, as browsers do."""
_MOST_TAGS = 100_000
"""Ten times what a long page has: parsing time can grow with the square of their number."""
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LANGUAGE = re.compile(r"<html\b[^>]*?\slang\s*=\s*[\"']?([a-z]{2})\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[|–—·»:-]+\s+|\s*[|｜]\s*")
_SITE_WORDS = 5
_TAG = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.IGNORECASE | re.DOTALL)
_IN_ARABIC_LETTERS = ("ar", "fa", "ur", "ps", "ku", "ug")


def read_html(data: bytes, name: str) -> Document:
    """The article in a web page. Nothing is fetched.

    Raises ReadingError when the page is binary, or holds no article.
    """
    import trafilatura
    from lxml.etree import LxmlError

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its many lines of warnings are one sentence below
    declared = _CHARSET.search(data[:_HEAD])
    page = _XML_DECLARATION.sub("", decode_text(data, name, declared[1].decode("ascii") if declared else None))
    if page.count("<") > _MOST_TAGS:
        raise ReadingError(f"{name} has more than {_MOST_TAGS:,} tags; save its text as a .txt file and ingest that.")
    with guarded_parsing(
        f"{name} cannot be read as a web page; save its text as a .txt file and ingest that.", LxmlError
    ):
        tree = trafilatura.load_html(page if "<html" in page.lower() else f"<html><body>{page}</body></html>")
        if tree is None:
            raise ValueError("no tags")
        said = read_metadata(tree)
        plain_tables(tree)
        found = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    if found is None or isinstance(found, dict) or not found.text:
        raise ReadingError(f"{name} has no article in it; save its text as a .txt file and ingest that.")
    title = " ".join((found.title or "").split())
    title = said.headline if len(said.headline.split()) >= 3 and title.startswith(said.headline) else title
    if site := _site_behind(title, said.title):
        title = said.title  # whole: what stands between headline and site goes with the site
    url = found.url if re.match("https?://", found.url or "") else None
    named = (found.sitename or "") if found.sitename != found.hostname else ""
    keys = {
        "title": title,
        "date": said.day or found.date,
        "outlet": said.outlet or named or ("" if url else site),  # with an address, the site's name has to fit it
        "url": url,
        "language": _language(page),
        "site": site,
    }
    text = "\n".join(without_title(title, found.text.split("\n")))
    return Document(name, text, {key: value for key, value in keys.items() if value})


def _site_behind(headline: str, title: str) -> str:
    """The name of the site that stands behind the headline in a page's title."""
    behind = title[len(headline) :] if headline and title.startswith(headline) else ""
    parts = [part.strip() for part in _SEPARATOR.split(behind)]
    name = parts[-1] if len(parts) > 1 and not parts[0] else ""
    return name if len(name.split()) <= _SITE_WORDS else ""


def _language(page: str) -> str | None:
    """The language that a page says it is in, where its letters agree: many Arabic pages say they are English."""
    said = _LANGUAGE.search(page)
    language = said[1].lower() if said else ""
    return language if language and (language in _IN_ARABIC_LETTERS) == is_arabic(_TAG.sub("", page)) else None
