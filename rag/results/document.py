"""An answer as a document that can be filed: what stands in it, in order, before it is Markdown or HTML.

The same answer gives the same document: nothing in it depends on the day it is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING

from rag.results.phrases import PHRASES, Phrases, confidence_phrase
from rag.results.plain_text import text_paragraphs
from store import Article, Span
from store.text import format_date

if TYPE_CHECKING:
    from rag.results.types import Answer, Citation, Hit


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first, second or third level."""

    level: int
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, whose lines stay lines."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, to be shown character for character."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """Particulars, each by its name."""

    rows: tuple[tuple[str, str], ...]
    language: str


Block = Heading | Paragraph | Quote | SourceFacts


def build_document(answer: Answer) -> list[Block]:
    """The document of an answer: its question, its words, every quote with its particulars, and what made it."""
    language = answer.language
    phrases = PHRASES[language]
    blocks: list[Block] = [Heading(1, answer.question, language)]
    if answer.understood:
        blocks.append(Paragraph(phrases.understood.format(question=answer.understood), language))
    blocks += [Heading(2, phrases.answer_heading, language), *_own_words(answer, phrases)]
    if answer.citations:
        blocks += [Heading(2, phrases.quotes_heading, language), *_sources(answer, phrases)]
    elif answer.closest:
        blocks.append(Heading(2, phrases.closest_heading, language))
        for hit in answer.closest:
            blocks += _passage(hit, phrases, language)
    return [*blocks, SourceFacts(_made(answer, phrases), language)]


def web_address(url: str) -> str:
    """The address if a link may lead there; "" for javascript:, file: and the like."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def sendable(text: str) -> str:
    """A text without NUL and halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _own_words(answer: Answer, phrases: Phrases) -> Iterator[Block]:
    """The answer's own words and how sure it is; of a refusal, that the articles do not say."""
    paragraphs = text_paragraphs(answer)
    for lines in paragraphs if answer.answered else paragraphs[:1]:
        yield Paragraph("\n".join(line.text for line in lines), answer.language)
    if answer.notice:
        yield Paragraph(answer.notice, answer.language)
    if answer.model:
        yield Paragraph(phrases.written_by.format(model=answer.model), answer.language)
    if answer.answered:
        words = confidence_phrase(answer.confidence, answer.language)
        yield Paragraph(phrases.confidence.format(words=words, number=answer.confidence), answer.language)


def _sources(answer: Answer, phrases: Phrases) -> Iterator[Block]:
    for statement in answer.statements:
        others = [answer.statements[place].citations[0].number for place in statement.differs_from]
        marks = phrases.list_comma.join(f"[{number}]" for number in others)
        for citation in statement.citations:
            yield from _quoted(citation, phrases, answer.language)
        if marks:
            yield Paragraph(phrases.differs.format(marks=marks), answer.language)


def _quoted(citation: Citation, phrases: Phrases, language: str) -> Iterator[Block]:
    article = citation.article
    yield Heading(3, f"[{citation.number}] {article.title}", article.language)
    yield Quote(citation.quote, article.language)
    if citation.translation:
        label = (
            phrases.machine.format(model=citation.translated_by) if citation.translated_by else phrases.translation
        )
        yield Paragraph(f"{label[0].upper()}{label[1:]}: {citation.translation}", language)
    place = Span(citation.start, citation.end)
    yield SourceFacts(_particulars(article, place, citation.printed_by, phrases, language), language)


def _passage(hit: Hit, phrases: Phrases, language: str) -> Iterator[Block]:
    article, place = hit.article, Span(hit.passage.start, hit.passage.end)
    yield Heading(3, article.title, article.language)
    yield Quote(hit.passage.text, article.language)
    yield SourceFacts(_particulars(article, place, (), phrases, language), language)


def _particulars(
    article: Article, place: Span, printed: tuple[str, ...], phrases: Phrases, language: str
) -> tuple[tuple[str, str], ...]:
    """Where the words stand; what the article does not say of itself is left out, but for its outlet and date."""
    rows = (
        (phrases.outlet, article.outlet or phrases.no_outlet),
        (phrases.date, format_date(article.date, language) if article.date else phrases.no_date),
        (phrases.also_printed_by, phrases.list_comma.join(printed)),
        (phrases.address, article.url),
        (phrases.characters, f"{place.start}–{place.end}"),
        (phrases.article_id, article.id),
    )
    return tuple((name, value) for name, value in rows if value)


def _made(answer: Answer, phrases: Phrases) -> tuple[tuple[str, str], ...]:
    corpus = ((phrases.corpus, answer.corpus),) if answer.corpus else ()
    return (*corpus, (phrases.made_by, version("isnad")))
