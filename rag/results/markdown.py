"""A document as CommonMark: whatever renders it shows every quote character for character.

What would be markup is escaped; spaces that CommonMark takes away are written as character references, and so are
the marks that turn the direction of what follows, lest a quote disorder the lines around it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from rag.results.document import Block, sendable, web_address

_MARKUP = re.compile(r"[\\`*_{}\[\]<>&|~$#!^]")
# A list, a heading underlined, a definition: only at the start of a line.
_OPENING = re.compile(r"^(\d{0,9})([-+=:.)])")
_EDGES = re.compile(r"^\s+|\s+$|[\t\r\u202a-\u202e\u2066-\u2069]")
# Python takes these for spaces, but CommonMark has no reference to them and leaves them where they are.
_LITERAL = frozenset("\v\x1c\x1d\x1e\x1f\x85")
_IN_ADDRESS = "!#$%&'()*+,/:;=?@[]~"


def render_markdown(blocks: Sequence[Block]) -> str:
    """The document's text, with a line break at its end."""
    return "\n\n".join(map(_block, blocks)) + "\n"


def _block(block: Block) -> str:
    if block.tag == "ul":
        return "\n".join(f"- {_line(name)}: {_value(value)}" for name, value in block.rows)
    if block.tag == "details":  # Markdown folds nothing away
        return "\n\n".join((escape_markdown(f"{block.text}:"), *map(_block, block.blocks)))
    if block.leads and block.tag == "p":
        return f"**{_line(block.text)}**" if "\n" not in block.text else escape_markdown(block.text)
    if block.tag == "blockquote":
        return "\n".join(f"> {line}" for line in escape_markdown(block.text).split("\n"))
    if block.label:
        return f"**{_line(block.label)}** {escape_markdown(block.text)}"
    return escape_markdown(block.text) if block.tag == "p" else f"{'#' * int(block.tag[1])} {_line(block.text)}"


def _value(value: str) -> str:
    """A particular; an address of the web as a link."""
    address = web_address(value)
    if not address:
        return _line(value)
    kept = "".join(letter if letter.isalnum() else quote(letter, safe=_IN_ADDRESS) for letter in sendable(address))
    return f"[{_line(value)}](<{kept.replace('&', '&amp;')}>)"


def _line(text: str) -> str:
    """Text that has a line to itself."""
    return escape_markdown(" ".join(text.split()))


def escape_markdown(text: str) -> str:
    """Text as CommonMark that renders to it, a line for each of its lines."""
    whole = sendable(text)
    body = whole.rstrip("\n")
    return "\\\n".join(map(_escaped_line, body.split("\n"))) + "&#10;" * (len(whole) - len(body))


def _escaped_line(line: str) -> str:
    marked = _OPENING.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", line))
    return _EDGES.sub(lambda found: "".join(map(_reference, found[0])), marked)


def _reference(letter: str) -> str:
    return letter if letter in _LITERAL else f"&#{ord(letter)};"
