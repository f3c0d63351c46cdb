"""An answer as a document that can be filed: what stands in it, in order, before it is Markdown or HTML.

The same answer gives the same document: nothing in it depends on the day it is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

from rag.results.layout import Group, Layout, Placed, lay_out
from rag.results.phrases import PHRASES, Phrases, count_more
from rag.results.plain_text import doubt, lead_line
from rag.results.prose import ProsePart, has_unverified, prose_parts
from rag.results.types import AnswerData, Citation, Hit
from store import Article, Span
from store.text import format_date

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One element of a document, by its tag in HTML.

    A blockquote is shown character for character; a paragraph keeps its line breaks; a list has `rows`, each a name
    and a value, in the place of `text`; what is folded away, under `text`, has `blocks`. `leads` marks the lead;
    `label` says before a paragraph that it is not verified.
    """

    tag: Literal["h1", "h2", "h3", "p", "blockquote", "ul", "details"]
    language: str
    text: str = ""
    rows: Rows = ()
    blocks: tuple[Block, ...] = ()
    leads: bool = False
    label: str = ""


def build_document(answer: AnswerData) -> list[Block]:
    """The document of an answer: its question, its lead, every quote with where it stands, and what made it."""
    language, phrases, layout = answer.language, PHRASES[answer.language], lay_out(answer)
    blocks = [Block("h1", language, answer.question)]
    if answer.understood:
        blocks.append(Block("p", language, phrases.understood.format(question=answer.understood)))
    blocks += [Block("p", language, line) for line in (answer.scope_note, layout.above) if line]
    blocks += [*_lead(answer, layout), *(Block("p", language, text) for text in _own_words(answer, phrases))]
    quotes = _quotes(layout.open, answer, layout.led)
    if quotes:
        blocks += [Block("h2", language, phrases.quotes_heading), *quotes]
    if layout.folded:
        folded = tuple(_quotes(layout.folded, answer))
        blocks.append(Block("details", language, count_more(layout.left, language), blocks=folded))
    if answer.closest and not answer.citations:
        near = tuple(block for hit in answer.closest for block in _near(hit, language))
        blocks.append(Block("details", language, phrases.closest, blocks=near))
    corpus = ((phrases.corpus, answer.corpus),) if answer.corpus else ()
    return [*blocks, Block("ul", language, rows=(*corpus, (phrases.made_by, version("isnad"))))]


def web_address(url: str) -> str:
    """The address if a link may lead there; "" for javascript:, file: and the like."""
    return url if url.lower().startswith(("https://", "http://")) else ""


def sendable(text: str) -> str:
    """A text without NUL and halves of surrogate pairs, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def _lead(answer: AnswerData, layout: Layout) -> list[Block]:
    """What a model wrote, or the lead; where that is a whole quote, that with where it stands."""
    language, lead = answer.language, layout.lead
    if answer.prose:
        return [block for part in prose_parts(answer) for block in _written(part, language)]
    if lead.citation is None:
        return []
    if not layout.led:
        return [Block("p", lead.language, lead_line(lead, language).text, leads=True)]
    first = layout.open[0].placed[0]
    source = _source(first.best.article, language) + _place(first.best, language)
    quote = Block("blockquote", first.best.article.language, first.best.quote, leads=not first.best.translation)
    said = [quote]
    if first.best.translation:
        note = PHRASES[language].machine.format(model=first.best.translated_by) if first.best.translated_by else ""
        said = [Block("p", language, lead_line(lead, language).text, leads=True)]
        said += [*[Block("p", language, f"({note})")] * bool(note), quote]
    others = _citations(first.statement.citations[1:], language)
    return [*said, _head(first.best.article), _rows(source, language), *_differing(first, answer), *others]


def _written(part: ProsePart, language: str) -> Iterator[Block]:
    """What a model wrote; of a sentence that is not verified its quote too."""
    citation = part.compare
    label = "" if citation is None else f"{PHRASES[language].unverified}:"
    yield Block("p", language, part.text, leads=citation is None, label=label)
    if citation is not None:
        yield from _quote(citation, language)


def _own_words(answer: AnswerData, phrases: Phrases) -> Iterator[str]:
    """What is to be known of the answer: why it is as it is, what wrote it, and that it is not sure."""
    if answer.notice:
        yield answer.notice
    if answer.model:
        yield phrases.written_by.format(model=answer.model)
    if has_unverified(answer):
        yield phrases.unverified_note
    if doubt(answer):
        yield f"{doubt(answer)} {phrases.confidence.format(number=answer.confidence)}."


def _quotes(groups: Sequence[Group], answer: AnswerData, led: bool = False) -> list[Block]:
    """The quotes of each article under its title and where it is from; the one that leads stands above already."""
    blocks: list[Block] = []
    for group in groups:
        placed = [each for each in group.placed if not (led and each.led)]
        if placed:
            blocks += [_head(group.article), _rows(_source(group.article, answer.language), answer.language)]
        for each in placed:
            blocks += _citation(each.best, answer.language)
            blocks += [*_differing(each, answer), *_citations(each.statement.citations[1:], answer.language)]
    return blocks


def _citations(citations: Sequence[Citation], language: str) -> Iterator[Block]:
    """Quotes of other articles that say the same, each under its title."""
    for citation in citations:
        yield _head(citation.article)
        yield _rows(_source(citation.article, language), language)
        yield from _citation(citation, language)


def _citation(citation: Citation, language: str) -> Iterator[Block]:
    """A quote, its translation and where it stands."""
    yield from _quote(citation, language)
    yield _rows(_place(citation, language), language)


def _quote(citation: Citation, language: str) -> Iterator[Block]:
    """A quote and its translation."""
    phrases, model = PHRASES[language], citation.translated_by
    yield Block("blockquote", citation.article.language, citation.quote)
    if citation.translation:
        label = phrases.machine.format(model=model) if model else phrases.translation
        yield Block("p", language, f"{label[0].upper()}{label[1:]}: {citation.translation}")


def _near(hit: Hit, language: str) -> Iterator[Block]:
    """A passage that comes close, from the sentence that matched on."""
    span = hit.from_point
    place = (PHRASES[language].characters, f"{span.start}–{span.end}")
    yield _head(hit.article)
    yield Block("blockquote", hit.article.language, hit.article.cut(span))
    yield _rows((*_source(hit.article, language), place), language)


def _differing(placed: Placed, answer: AnswerData) -> Iterator[Block]:
    phrases = PHRASES[answer.language]
    others = [answer.statements[place].citations[0].number for place in placed.statement.differs_from]
    if others:
        marks = phrases.list_comma.join(f"[{number}]" for number in others)
        yield Block("p", answer.language, phrases.differs.format(marks=marks))


def _head(article: Article) -> Block:
    return Block("h3", article.language, article.title)


def _rows(rows: Rows, language: str) -> Block:
    return Block("ul", language, rows=tuple((name, value) for name, value in rows if value))


def _source(article: Article, language: str) -> Rows:
    """Where an article is from; what it does not say of itself is left out, but for its outlet and date."""
    phrases = PHRASES[language]
    return (
        (phrases.outlet, article.outlet or phrases.no_outlet),
        (phrases.date, format_date(article.date, language) if article.date else phrases.no_date),
        (phrases.address, article.url),
        (phrases.article_id, article.id),
    )


def _place(citation: Citation, language: str) -> Rows:
    """Where a quote stands in its article, with its mark, and who printed it too."""
    phrases, span = PHRASES[language], citation.span
    return (
        (f"[{citation.number}] {_characters(span, phrases)}", f"{span.start}–{span.end}"),
        (phrases.also_printed_by, phrases.list_comma.join(citation.printed_by)),
    )


def _characters(span: Span, phrases: Phrases) -> str:
    return phrases.headline_characters if span.field == "title" else phrases.characters
