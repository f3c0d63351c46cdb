"""The numbered passages that a model reads, and the exact words of them that its marks lead to."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rag.results import Citation
from rag.retrieval import expand_quote
from store import Article, Span
from store.text import split_sentences

_OMISSION = re.compile(r"…|\.{3,}|\[\W*\]")
_TATWEEL = "\u0640"


@dataclass(frozen=True, slots=True)
class Source:
    """What a model reads under a number: the article's words at `span`. `quote` is what a bare mark [n] leads to."""

    quote: Citation
    span: Span

    @property
    def number(self) -> int:
        """The number by which the model names it."""
        return self.quote.number

    @property
    def article(self) -> Article:
        """The article that it stands in."""
        return self.quote.article

    @property
    def text(self) -> str:
        """The words that the model reads."""
        return self.article.cut(self.span)

    def cite(self, quoted: str, language: str) -> Citation | None:
        """The quote that has these words, with a translation into `language` where there is one; None: not found.

        It is the source's own quote, or the sentences of the passage that they stand in with what these lean on, or
        the headline.
        """
        found = find_words(self.text, quoted)
        if found is None:
            return self._headline(quoted, language)
        there = Span(self.span.start + found.start, self.span.start + found.end, self.span.field)
        if self.quote.start <= there.start and there.end <= self.quote.end:
            return self.quote
        said = [span for span in split_sentences(self.text) if span.start < found.end and found.start < span.end]
        point = Span(self.span.start + said[0].start, self.span.start + said[-1].end)
        whole = expand_quote(self.article, point, {})
        return Citation.cut(self.article, whole, language, self.number, point=point, answer=there)

    def _headline(self, quoted: str, language: str) -> Citation | None:
        title = self.article.title
        found = find_words(title, quoted)
        if found is None:
            return None
        answer = Span(found.start, found.end, "title")
        return Citation.cut(
            self.article, Span(0, len(title), "title"), language, self.number, point=None, answer=answer
        )


def find_words(text: str, quoted: str) -> Span | None:
    """The stretch of a text that has these words; None where it has not, or the quote has no words.

    Letters and digits count, not what stands between them or how they are marked. Where words are left out ("…") the
    stretch reaches from the first to the last.
    """
    letters, places = _letters(text)
    start = end = 0
    found: list[int] = []
    for part in filter(None, (_letters(each)[0] for each in _OMISSION.split(quoted))):
        start = _at_words(letters, part, end, text, places)
        if start < 0:
            return None
        end = start + len(part)
        found += [places[start], places[end - 1] + 1]
    return Span(found[0], found[-1]) if found else None


def _letters(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text in their plain forms, and where each stands."""
    kept = [
        (plain, at)
        for at, letter in enumerate(text)
        for plain in unicodedata.normalize("NFKD", letter).casefold()
        if plain.isalnum() and plain != _TATWEEL
    ]
    return "".join(plain for plain, _ in kept), [at for _, at in kept]


def _at_words(letters: str, part: str, after: int, text: str, places: list[int]) -> int:
    """Where whole words are this part, from a place on; -1 where none are."""
    start = letters.find(part, after)
    while start >= 0:
        first, last = places[start], places[start + len(part) - 1]
        if not text[max(0, first - 1) : first].isalnum() and not text[last + 1 : last + 2].isalnum():
            return start
        start = letters.find(part, start + 1)
    return -1
