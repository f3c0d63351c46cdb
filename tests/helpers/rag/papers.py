"""Answers to make documents of, with whatever words one wants quoted; and what a parser finds in the documents."""

from __future__ import annotations

from html.parser import HTMLParser

from rag.results import Answer, Citation, Hit, Statement
from store import Article, Passage, Span, Translation

HARBOUR = Article(
    title="The harbour of *Tarmen*",
    text="",
    outlet="Salt & Tide",
    date="2024-05-03",  # type: ignore[arg-type]
    url="https://news.example/harbour?a=1&copy;=2",
    language="en",
)


def article(text: str, **changes: object) -> Article:
    told = {"title": HARBOUR.title, "outlet": HARBOUR.outlet, "date": HARBOUR.date, "url": HARBOUR.url}
    return Article(text=text, **{"language": "en"} | told | changes)  # type: ignore[arg-type]


def citation(quote: str, number: int = 1, **changes: object) -> Citation:
    """A citation of these words, which stand in the middle of their article."""
    whole = article(f"Before. {quote} After.", **changes)
    return Citation(number, quote, 8, 8 + len(quote), whole, 1.0)


def quoting(*quotes: str, language: str = "en", **changes: object) -> Answer:
    said = tuple(Statement((citation(quote, number, **changes),)) for number, quote in enumerate(quotes, 1))
    return Answer("What of the harbour?", language, "They say:", True, said, confidence=0.8, corpus="0123456789ab")


def refusing(passage: str, at: int = 0) -> Answer:
    """A refusal; what comes close is this passage, and the sentence that matched stands from `at` to its end."""
    near = article(passage)
    hit = Hit(Passage(near.id, 0, len(passage), passage), near, 0.5, Span(at, len(passage)))
    return Answer("And the tides?", "en", "They do not say.", False, closest=(hit,), confidence=0.2)


def translated(quote: str, saying: str, by: str = "") -> Citation:
    whole = article(quote, translations=(Translation("ar", "الميناء", saying, by),))
    return Citation(1, quote, 0, len(quote), whole, 1.0, saying, None, by)


class Page(HTMLParser):
    """The elements of a page: the text in each blockquote, every start tag with its attributes, and all text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.quotes: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._within = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "blockquote":
            self._within = True
            self.quotes.append("")

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag != "blockquote"

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._within:
            self.quotes[-1] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]
