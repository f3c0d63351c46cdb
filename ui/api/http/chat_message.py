"""An answer as a chat's message: Markdown, in which each mark is a link that opens the article at the words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from starlette.requests import Request

from rag.results import Answer, Citation, escape_markdown, web_address
from ui.api.anchors import reference_to
from ui.server import Serving

Link = Callable[[Answer, Citation], str]
"""Where a citation's mark leads."""

_MARK = re.compile(r"\\\[(\d+)\\\]")  # as it is escaped
_MARK_AT_END = re.compile(rf"{_MARK.pattern}(?=\\?$| · )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Reply:
    """The message, and where in it the links to citations stand, as OpenAI's protocol tells of them."""

    content: str
    annotations: tuple[dict[str, Any], ...]


def reply_with(answer: Answer, link: Link) -> Reply:
    """The message of an answer: what its text says, and above it why it is not what a model wrote.

    Words of articles are escaped: they are no markup, and bring no image along. A number in brackets that an article
    has is no mark.
    """
    notice = (answer.notice,) if answer.notice else ()
    text = "\n\n".join(map(escape_markdown, [*notice, *answer.text.split("\n\n")]))
    cited = {citation.number: citation for citation in answer.citations}
    parts: list[str] = []
    annotations: list[dict[str, Any]] = []
    done = written = 0
    for mark in (_MARK if answer.prose else _MARK_AT_END).finditer(text):
        if citation := cited.get(int(mark[1])):
            address = link(answer, citation)
            before, linked = text[done : mark.start()], f"[{mark[0]}]({address})"
            start = written + len(before)
            annotations.append(_annotation(citation, address, start, start + len(linked)))
            parts += (before, linked)
            done, written = mark.end(), start + len(linked)
    return Reply("".join((*parts, text[done:])), tuple(annotations))


def _annotation(citation: Citation, address: str, start: int, end: int) -> dict[str, Any]:
    place = {"start_index": start, "end_index": end, "title": citation.article.title, "url": address}
    return {"type": "url_citation", "url_citation": place}


def page_link(request: Request, serving: Serving) -> Link:
    """Links into the page, at the address that the request came to, or where `--root-path` says the page is."""
    address = _page_address(request, serving)
    return lambda answer, citation: f"{address}/{reference_to(answer, citation)}"


def source_link(request: Request, serving: Serving) -> Link:
    """Links to the article's own place on the web, where it has one; else to the article as /api gives it."""
    address = _page_address(request, serving)
    return lambda _, citation: (
        _quoted(web_address(citation.article.url)) or f"{address}/api/articles/{citation.article.id}"
    )


def _page_address(request: Request, serving: Serving) -> str:
    """Without its last slash. What a proxy says of it is believed where there is to be one."""
    root = serving.prefix
    if root.startswith(("http://", "https://")):
        return _quoted(root)
    scheme, host = request.url.scheme, request.headers.get("host", "")
    if serving.root_path:
        scheme, host = (
            request.headers.get(name, own).split(",")[0].strip()
            for name, own in (("x-forwarded-proto", scheme), ("x-forwarded-host", host))
        )
    return _quoted(f"{scheme}://{host}{root}")


def _quoted(address: str) -> str:
    """An address that ends no link of Markdown before its end."""
    return quote(address, safe="!#$%&'*+,/:;=?@~[]") if address else ""
