"""What a web page says of its article beside its text: the publisher, the day of publication, the headline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from store.readers.cleaning import opens_body
from store.text import is_there_for_its_day, tells_of_update

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = ("Article", "Report", "Posting")
"""How the types of schema.org end that are articles: NewsArticle, AnalysisNewsArticle, BlogPosting."""
_MOST_SCRIPT = 1_000_000
_DEEPEST = 8
_MOST_LINES = 40
"""Lines behind the headline among which the day is looked for."""
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "date.issued", "dc.date.issued",
    "dcterms.created", "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "date",
)  # fmt: skip
"""Names of a page's metadata for the day of publication, the surest first."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What a page says of its article, "" where it does not say it; `day` as the page writes it.

    `title` is what a browser shows in its bar: the headline, and often the site's name behind it.
    """

    outlet: str = ""
    day: str = ""
    headline: str = ""
    title: str = ""


def read_metadata(page: HtmlElement) -> PageMetadata:
    """The publisher and site, the day of publication and the one headline of first rank."""
    metas = _metas(page)
    linked = list(_linked_data(page))
    headlines = [text for text in (_text(element) for element in page.iter("h1")) if text]
    stated = [_plain(each.get("datePublished")) for each in linked]
    stated += [metas.get(name, "") for name in _PUBLISHED]
    publishers = [_name(each.get("publisher"), linked) for each in linked if _is_article(each)]
    return PageMetadata(
        outlet=next(filter(None, [*publishers, metas.get("og:site_name", "")]), ""),
        day=next(filter(None, [*stated, _day_at_headline(page)]), ""),
        headline=headlines[0] if len(set(headlines)) == 1 else "",
        title=next(map(_text, page.iter("title")), ""),
    )


def _metas(page: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in page.iter("meta"):
        for kind in ("property", "name", "itemprop"):
            name, content = element.get(kind), " ".join((element.get("content") or "").split())
            if name and content:
                found.setdefault(name.lower(), content)
    return found


def _linked_data(page: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The objects of its JSON-LD, articles first; a script that is no JSON says nothing."""
    found: list[Mapping[str, Any]] = []
    for script in page.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json" and len(script.text or "") <= _MOST_SCRIPT:
            try:
                found += _objects(json.loads(script.text or "", strict=False), 0)
            except (ValueError, RecursionError):
                continue
    return iter(sorted(found, key=lambda each: not _is_article(each)))


def _objects(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth + 1)
        yield from _objects(value.get("mainEntity"), depth + 1)


def _is_article(found: Mapping[str, Any]) -> bool:
    kinds = found.get("@type")
    return any(
        isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _name(found: object, linked: list[Mapping[str, Any]]) -> str:
    """The name of a publisher, which may stand in another object that it refers to."""
    if isinstance(found, list):
        found = found[0] if found else None
    if isinstance(found, dict):
        named = _plain(found.get("name"))
        others = [each for each in linked if found.get("@id") and each.get("@id") == found["@id"]]
        return named or next(filter(None, (_plain(each.get("name")) for each in others)), "")
    return _plain(found)


def _plain(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _day_at_headline(page: HtmlElement) -> str:
    """The day that stands between the headline and the article's first prose, that of its publication before others.

    Above the headline a page shows what day today is.
    """
    days: list[tuple[bool, str]] = []
    started = next(page.iter("h1", "article", "main"), None)
    if started is None:
        return ""
    lines = 0
    for element in _after(page, started):
        text = _text(element) if element.tag == "time" else " ".join((element.text or "").split())
        lines += bool(text)
        if lines > _MOST_LINES or opens_body(text):
            break
        if element.tag == "time":
            parent = element.getparent()
            around = _text(parent) if parent is not None else text
            days += [(tells_of_update(around[:200]), given) for given in [element.get("datetime") or text] if given]
        elif text and is_there_for_its_day(text):
            days.append((tells_of_update(text), text))
    return min(days, key=lambda day: day[0])[1] if days else ""


def _after(page: HtmlElement, started: HtmlElement) -> Iterator[HtmlElement]:
    """The elements from one on, in the order of the page."""
    begun = False
    for element in page.iter():
        begun = begun or element is started
        if begun and isinstance(element.tag, str) and element.tag not in ("script", "style"):
            yield element


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())
