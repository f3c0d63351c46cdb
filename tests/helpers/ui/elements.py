"""HTML read as a browser reads it, to be looked through by tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from store import Article
from ui.api import Reference
from ui.web.views import article as pane


@dataclass
class Element:
    name: str
    attributes: dict[str, str | None]
    text: str = ""
    inside: list[Element] = field(default_factory=list)

    def all(self, name: str, kind: str = "") -> Iterator[Element]:
        for element in self.inside:
            if element.name == name and kind in ("", element.attributes.get("class")):
                yield element
            yield from element.all(name, kind)


class Reader(HTMLParser):
    """Reads HTML as a browser would, and complains where the tags do not match."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root", {})
        self.open = [self.root]
        self.feed(markup)
        self.close()
        assert self.open == [self.root], "an element is left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.open[-1].inside.append(element)
        if tag != "input":  # it has no end
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(markup: str) -> Element:
    return Reader(markup).root


def everything(element: Element) -> Iterator[Element]:
    for inside in element.inside:
        yield inside
        yield from everything(inside)


def own_marks(shown: Element) -> list[Element]:
    """The marks in the article itself, not in what stands beside it."""
    own = [p for p in shown.all("p") if "isnad-other" not in (p.attributes.get("class") or "")]
    return [mark for p in own for mark in p.all("mark")]


def chosen_words(article: Article, reference: Reference) -> str:
    marks = read(pane.render_article(article, reference, "en")).all("mark", "isnad-chosen")
    return "\n".join(mark.text for mark in marks)  # a mark for each line that is not empty
