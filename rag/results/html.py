"""A document as one HTML page that needs nothing else: no script, nothing fetched, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from rag.results.document import Block, sendable, web_address

_QUOTED = re.compile("([“«])(.+)([”»])")


def render_html(blocks: Sequence[Block], title: str, language: str) -> str:
    """The whole page, in the direction of `language`; each block has that of its own."""
    template = _templates.get_template("document.html.jinja")
    return template.render(blocks=blocks, title=title, language=language)


def _sent(text: str) -> Markup:
    """Text that a browser reads back as itself, but for NUL and half surrogate pairs, which no page can hold."""
    return Markup(str(escape(sendable(text))).replace("\r", "&#13;"))


def _quotes_apart(text: str) -> Markup:
    """Text with what it quotes set apart, so that a quote in another direction keeps its full stop."""
    return Markup(_QUOTED.sub(r"\1<bdi>\2</bdi>\3", str(_sent(text))))


def text_direction(language: str) -> str:
    """The direction of a language; "auto", that of a text's first letters, where it is not known."""
    return {"ar": "rtl", "en": "ltr"}.get(language, "auto")


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    keep_trailing_newline=True,
)
_templates.filters |= {
    "sent": _sent,
    "quotes_apart": _quotes_apart,
    "direction": text_direction,
    "web_address": web_address,
}
