"""A document as one HTML page that needs nothing else: no script, nothing fetched, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from rag.results.document import Block, Heading, Quote, SourceFacts, sendable, web_address

_QUOTED = re.compile("([“«])(.+)([”»])")
_SIDES = {"ar": "rtl", "en": "ltr"}
_STYLE = """
body { margin: 2rem auto; max-width: 42rem; padding-inline: 1rem; line-height: 1.7;
  font-family: Georgia, "Noto Serif", "Noto Naskh Arabic", "Amiri", serif; color: #1d1d1b; background: #fff }
h1, h2, h3 { line-height: 1.35 } h3 { font-size: 1.05rem; margin-block-start: 2rem }
p, blockquote { white-space: pre-wrap; overflow-wrap: anywhere }
blockquote { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid #8a6d3b }
ul { list-style: none; padding: 0; font-size: .9rem; color: #4a4a48; overflow-wrap: anywhere } a { color: #1a4f8b }
"""
# A browser that opens the page runs and fetches nothing, whatever an article says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def render_html(blocks: Sequence[Block], title: str, language: str) -> str:
    """The whole page, in the direction of `language`; each block has that of its own."""
    inside = "\n".join(map(_block, blocks))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{_SIDES[language]}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{inside}\n</body>\n</html>\n"
    )


def _block(block: Block) -> str:
    if isinstance(block, SourceFacts):
        return _tag("ul", "".join(f"<li>{_text(name)}: {_value(value)}</li>" for name, value in block.rows), block)
    name = f"h{block.level}" if isinstance(block, Heading) else "blockquote" if isinstance(block, Quote) else "p"
    return _tag(name, _with_quotes(block.text) if name == "p" else _text(block.text), block)


def _with_quotes(text: str) -> str:
    """Words with what they quote set apart, so that a quote in another direction keeps its full stop."""
    return _QUOTED.sub(r"\1<bdi>\2</bdi>\3", _text(text))


def _tag(name: str, inside: str, block: Block) -> str:
    """An element in its text's language; where it is not known, in the direction of its first letters."""
    side = _SIDES.get(block.language, "auto")
    return f'<{name} lang="{_text(block.language)}" dir="{side}">{inside}</{name}>'


def _value(value: str) -> str:
    """A particular, set apart from the direction around it; an address of the web as a link."""
    shown = f"<bdi>{_text(value)}</bdi>"
    return f'<a href="{_text(value)}" rel="noreferrer">{shown}</a>' if web_address(value) else shown


def _text(text: str) -> str:
    """Text that a browser reads back as itself, but for NUL and half surrogate pairs, which no page can hold."""
    return escape(sendable(text), quote=True).replace("\r", "&#13;")
