"""Answers, passages and articles as JSON holds them: dicts, lists, texts and numbers, each kind of dict typed.

`docs/answer.schema.json` describes an answer; a test says how to write it anew where these types change.

Places in an article count the characters of its text, or of its title where `field` says so, ends exclusive. What is
None is null in JSON.
"""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, WithJsonSchema, with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from rag.results.types import AnswerData, AnswerKind, Citation, DraftFault, Fallback, Hit, SentenceVerdict, Verdict
from store import Article, Span

# They disturb a terminal, or cannot be written as UTF-8.
_UNSAFE = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TYPED = ConfigDict(use_attribute_docstrings=True)


def _one_of(kind: type[StrEnum]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [each.value for each in kind]})


Place = Annotated[list[int], Field(min_length=2, max_length=2, description="Start and end, in characters.")]


@with_config(_TYPED)
class PrintingRecord(TypedDict):
    """Where a report was printed."""

    title: str
    outlet: str
    date: str | None
    """YYYY-MM-DD; null where it is not known."""
    url: str


@with_config(_TYPED)
class ArticleRecord(PrintingRecord):
    """What tells an article from others, and where else it was printed."""

    id: str
    copies: list[PrintingRecord]


@with_config(_TYPED)
class ListedArticleRecord(ArticleRecord):
    """An article in a list."""

    language: str
    """Its ISO 639-1 code."""
    sources: list[str]
    """The outlets that it credits, where it is a digest."""


@with_config(_TYPED)
class TranslationRecord(TypedDict):
    """An article in another language, line by line."""

    language: str
    title: str
    text: str
    by: str
    """The model that translated it; empty for the article's own translation."""


@with_config(_TYPED)
class WholeArticleRecord(ListedArticleRecord):
    """An article with its text and its translations."""

    text: str
    translations: list[TranslationRecord]


@with_config(_TYPED)
class PassageRecord(TypedDict):
    """A passage of an article that was found."""

    text: str
    """`text[start:end]` of the article, letter for letter."""
    start: int
    end: int
    point: Place | None
    """Where in the article the sentence stands that is likeliest to answer."""
    score: float
    """It orders the passages of one search, and no others."""
    article: ArticleRecord


@with_config(_TYPED)
class CitationRecord(TypedDict):
    """The words of an article that say something."""

    number: int
    """The mark [n] in the answer's text."""
    quote: str
    """`text[start:end]` of the article, or `title[start:end]`, letter for letter."""
    field: Annotated[str, WithJsonSchema({"type": "string", "enum": ["text", "title"]})]
    """What of the article is quoted."""
    start: int
    end: int
    point: Place | None
    """Where the sentence stands that the rest of the quote helps to understand; null where that is all of it."""
    answer: Place | None
    """Where the words of the quote stand that answer by themselves; null where none are known."""
    translation: str | None
    """The quote in the question's language, where the article has it in another."""
    translated_by: str
    """The model that translated it; empty for the article's own translation."""
    printed_by: list[str]
    """The other outlets that printed the same report with this quote."""
    score: float
    """It orders the citations of one answer, and no others."""
    article: ArticleRecord


@with_config(_TYPED)
class StatementRecord(TypedDict):
    """One thing said."""

    citations: list[int]
    """The numbers of those that say it, the best first."""
    outlets: list[str]
    """All who report it."""
    differs_from: list[int]
    """The places, among the statements and from 0, of those that report it differently."""
    denied: bool
    """Whether the article denies what it quotes here."""


@with_config(_TYPED)
class WrittenRecord(TypedDict):
    """A sentence that a language model wrote."""

    text: str
    fault: Annotated[str, _one_of(DraftFault)] | None
    """Why it is not verified; null where it is."""
    quoted: bool
    """Whether the quote it leans on stands in its place."""
    verdict: Annotated[str, _one_of(SentenceVerdict)]
    """Whether the quotes it names bear it out, nothing speaks against it, or it may not be shown."""
    shown: str
    """What stands of it in the text, with the text's marks: the sentence, or that quote; empty where nothing does."""


@with_config(_TYPED)
class AnswerRecord(TypedDict):
    """What Isnad says to a question."""

    question: str
    understood: str
    """What a follow-up was taken for; empty where that is the question itself."""
    language: str
    """The question's, "ar" or "en"."""
    answered: bool
    """False where the articles do not say, and for what is said of the program itself."""
    confidence: Annotated[float, Field(ge=0, le=1)]
    kind: Annotated[str, _one_of(AnswerKind)]
    lead: str
    """The short answer, at most 240 characters."""
    lacks: str
    """What was asked for and stands in none of the quotes: "when", "how_many", "why" or "who"; else empty."""
    missing: list[str]
    """Words of the question of which what comes closest says nothing."""
    verdict: Annotated[str, _one_of(Verdict)]
    """To a question for yes or no: "no" where an article denies what is asked, else "unsure"; empty for others."""
    text: str
    """The whole answer, with marks [1], [2], …"""
    model: str
    """The language model that wrote the text; empty where the articles are quoted."""
    notice: str
    """Why no model's answer is shown though there is one, for people, …"""
    fallback: Annotated[str, _one_of(Fallback)] | None
    """… and for programs."""
    preliminary: bool
    """Whether another answer follows, which may say otherwise."""
    corpus: str
    """The version of the corpus: the same for the same articles."""
    written: list[WrittenRecord]
    """Every sentence that a model wrote, shown or not."""
    statements: list[StatementRecord]
    """The things said, best first."""
    citations: list[CitationRecord]
    """All of them, in the order of their numbers."""
    closest: list[PassageRecord]
    """Where nothing answers, the passages that come nearest."""


def as_json(value: object) -> str:
    """One JSON document, in which characters that could disturb a terminal are \\u escapes."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def answer_as_dict(answer: AnswerData, lead: str, text: str) -> AnswerRecord:
    """An answer with these two of its forms. Its statements name citations by number."""
    return {
        "question": answer.question,
        "understood": answer.understood,
        "language": answer.language,
        "answered": answer.answered,
        "confidence": answer.confidence,
        "kind": answer.kind.value,
        "lead": lead,
        "lacks": answer.lacks,
        "missing": list(answer.missing),
        "verdict": answer.verdict.value,
        "text": text,
        "model": answer.model,
        "notice": answer.notice,
        "fallback": answer.fallback.value if answer.fallback else None,
        "preliminary": answer.preliminary,
        "corpus": answer.corpus,
        "written": [
            {
                "text": each.text,
                "fault": each.fault.value if each.fault else None,
                "quoted": each.quoted,
                "verdict": each.verdict.value,
                "shown": each.shown,
            }
            for each in answer.written
        ],
        "statements": [
            {
                "citations": [citation.number for citation in statement.citations],
                "outlets": list(statement.outlets),
                "differs_from": list(statement.differs_from),
                "denied": statement.denied,
            }
            for statement in answer.statements
        ],
        "citations": [_citation_as_dict(citation) for citation in answer.citations],
        "closest": [hit_as_dict(hit) for hit in answer.closest],
    }


def _citation_as_dict(citation: Citation) -> CitationRecord:
    return {
        "number": citation.number,
        "quote": citation.quote,
        "field": citation.field,
        "start": citation.start,
        "end": citation.end,
        "point": _place(citation.point),
        "answer": _place(citation.answer),
        "translation": citation.translation,
        "translated_by": citation.translated_by,
        "printed_by": list(citation.printed_by),
        "score": citation.score,
        "article": article_as_dict(citation.article),
    }


def hit_as_dict(hit: Hit) -> PassageRecord:
    """A passage that a search found, with its article."""
    return {
        "text": hit.passage.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "point": _place(hit.point),
        "score": hit.score,
        "article": article_as_dict(hit.article),
    }


def _place(span: Span | None) -> list[int] | None:
    return [span.start, span.end] if span else None


def article_as_dict(article: Article) -> ArticleRecord:
    """What tells an article from others, and where else it was printed."""
    return {"id": article.id, **_printing(article), "copies": [_printing(copy) for copy in article.copies]}


def _printing(article: Article) -> PrintingRecord:
    return {
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
    }


def listed_article_as_dict(article: Article) -> ListedArticleRecord:
    """An article in a list: what tells it from others, its language and the sources it credits."""
    return {**article_as_dict(article), "language": article.language, "sources": list(article.sources)}


def whole_article_as_dict(article: Article) -> WholeArticleRecord:
    """An article with its text and its translations."""
    others: list[TranslationRecord] = [
        {"language": each.language, "title": each.title, "text": each.text, "by": each.by}
        for each in article.translations
    ]
    return {**listed_article_as_dict(article), "text": article.text, "translations": others}
