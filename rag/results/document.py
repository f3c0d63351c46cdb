"""An answer as a document that can be filed: what stands in it, in order, before it is Markdown or HTML.

The same answer gives the same document: nothing in it depends on the day it is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from rag.results.phrases import PHRASES, Phrases, confidence_phrase
from rag.results.plain_text import text_paragraphs
from rag.results.types import AnswerData, Citation
from store import Article, Span
from store.text import format_date

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One element of a document, by its tag in HTML.

    A blockquote is shown character for character; a paragraph keeps its line breaks; a list has `rows`, each a name
    and a value, in the place of `text`.
    """

    tag: Literal["h1", "h2", "h3", "p", "blockquote", "ul"]
    language: str
    text: str = ""
    rows: Rows = ()


def build_document(answer: AnswerData) -> list[Block]:
    """The document of an answer: its question, its words, every quote with where it stands, and what made it."""
    language, phrases = answer.language, PHRASES[answer.language]
    blocks = [Block("h1", language, answer.question)]
    if answer.understood:
        blocks.append(Block("p", language, phrases.understood.format(question=answer.understood)))
    blocks.append(Block("h2", language, phrases.answer_heading))
    blocks += [Block("p", language, text) for text in _own_words(answer, phrases)]
    if answer.citations:
        blocks += [Block("h2", language, phrases.quotes_heading), *_statements(answer, phrases)]
    elif answer.closest:
        blocks.append(Block("h2", language, phrases.closest_heading))
        for hit in answer.closest:
            blocks += _quote(hit.article, hit.article.title, hit.passage.text)
            blocks.append(_place(hit.article, Span(hit.passage.start, hit.passage.end), (), language))
    corpus = ((phrases.corpus, answer.corpus),) if answer.corpus else ()
    return [*blocks, Block("ul", language, rows=(*corpus, (phrases.made_by, version("isnad"))))]


def web_address(url: str) -> str:
    """The address if a link may lead there; "" for javascript:, file: and the like."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def sendable(text: str) -> str:
    """A text without NUL and halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _own_words(answer: AnswerData, phrases: Phrases) -> Iterator[str]:
    """The answer's own words and how sure it is; of a refusal, that the articles do not say."""
    paragraphs = text_paragraphs(answer)
    for lines in paragraphs if answer.answered else paragraphs[:1]:
        yield "\n".join(line.text for line in lines)
    if answer.notice:
        yield answer.notice
    if answer.model:
        yield phrases.written_by.format(model=answer.model)
    if answer.answered:
        number = phrases.confidence.format(number=answer.confidence)
        yield f"{confidence_phrase(answer.confidence, answer.language)} {number}."


def _statements(answer: AnswerData, phrases: Phrases) -> Iterator[Block]:
    for statement in answer.statements:
        for citation in statement.citations:
            yield from _citation(citation, phrases, answer.language)
        others = [answer.statements[place].citations[0].number for place in statement.differs_from]
        if others:
            marks = phrases.list_comma.join(f"[{number}]" for number in others)
            yield Block("p", answer.language, phrases.differs.format(marks=marks))


def _citation(citation: Citation, phrases: Phrases, language: str) -> Iterator[Block]:
    article, model = citation.article, citation.translated_by
    yield from _quote(article, f"[{citation.number}] {article.title}", citation.quote)
    if citation.translation:
        label = phrases.machine.format(model=model) if model else phrases.translation
        yield Block("p", language, f"{label[0].upper()}{label[1:]}: {citation.translation}")
    yield _place(article, citation.span, citation.printed_by, language)


def _quote(article: Article, title: str, text: str) -> tuple[Block, Block]:
    return Block("h3", article.language, title), Block("blockquote", article.language, text)


def _place(article: Article, span: Span, printed_by: tuple[str, ...], language: str) -> Block:
    """Where the words stand; what the article does not say of itself is left out, but for its outlet and date."""
    phrases = PHRASES[language]
    characters = phrases.headline_characters if span.field == "title" else phrases.characters
    rows = (
        (phrases.outlet, article.outlet or phrases.no_outlet),
        (phrases.date, format_date(article.date, language) if article.date else phrases.no_date),
        (phrases.also_printed_by, phrases.list_comma.join(printed_by)),
        (phrases.address, article.url),
        (characters, f"{span.start}–{span.end}"),
        (phrases.article_id, article.id),
    )
    return Block("ul", language, rows=tuple((name, value) for name, value in rows if value))
