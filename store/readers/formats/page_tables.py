"""Tables of web pages, made such that nothing in them is lost: those that lay a page out are no tables.

What extracts an article's text keeps the plain text of a cell, but not a list or table in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from store.readers.cleaning import opens_body

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = {
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "p",
    "div",
    "br",
    "blockquote",
    "dl",
    "dd",
    "dt",
}
_PARTS_OF_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "td", "th")
_FEWEST_PROSE = 2
"""So many lines of prose in one cell are an article, and the table its page."""
_BETWEEN = "; "


def plain_tables(page: HtmlElement) -> None:
    """Make blocks of the tables that lay the page out, and one line of what stands in each cell of the others."""
    for table in list(page.iter("table")):
        if _lays_out(table):
            _make_blocks(table)
    for cell in [cell for table in page.iter("table") if not _is_inside(table) for cell in table.iter("td", "th")]:
        if not _is_inside(cell) and any(element.tag in _BLOCKS for element in cell.iterdescendants()):
            line = _BETWEEN.join(_lines(cell))
            tail = cell.tail
            cell.clear(keep_tail=False)
            cell.text, cell.tail = line, tail


def _is_inside(element: HtmlElement) -> bool:
    """Whether it stands in a cell."""
    return any(above.tag in ("td", "th") for above in element.iterancestors())


def _lays_out(table: HtmlElement) -> bool:
    return any(
        next(cell.iter("h1"), None) is not None or sum(map(opens_body, _lines(cell))) >= _FEWEST_PROSE
        for cell in _own_cells(table)
    )


def _own_cells(table: HtmlElement) -> Iterator[HtmlElement]:
    for cell in table.iter("td", "th"):
        if next(cell.iterancestors("table")) is table:
            yield cell


def _make_blocks(table: HtmlElement) -> None:
    own = [table, *(each for each in table.iter(*_PARTS_OF_TABLE[1:]) if next(each.iterancestors("table")) is table)]
    for element in own:
        element.tag = "div"


def _lines(cell: HtmlElement) -> list[str]:
    """What stands in a cell, a line for each of its blocks."""
    lines = [""]

    def add(text: str | None) -> None:
        lines[-1] += text or ""

    def walk(element: HtmlElement) -> None:
        for child in element:
            block = child.tag in _BLOCKS
            if block:
                lines.append("")
            if isinstance(child.tag, str):
                add(child.text)
                walk(child)
            if block:
                lines.append("")
            add(child.tail)

    add(cell.text)
    walk(cell)
    return [" ".join(line.split()) for line in lines if line.strip()]
