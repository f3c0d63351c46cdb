"""Answers and articles as JSON holds them: for `--json` and for programs that call the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.results import Answer, Hit
    from store import Article
    from store.database import RepeatedLine


def answer_as_dict(answer: Answer) -> dict[str, Any]:
    """An answer as JSON holds it. Its statements name citations by number, and each other by their place from 0.

    Places in an article count the characters of its text, or its title where `field` says so, ends exclusive; so does
    the `point` of a quote, and the words of it that `answer`.
    """
    return {
        "question": answer.question,
        "understood": answer.understood,
        "language": answer.language,
        "answered": answer.answered,
        "confidence": answer.confidence,
        "kind": answer.kind,
        "lead": answer.lead,
        "lacks": answer.lacks,
        "missing": list(answer.missing),
        "verdict": answer.verdict,
        "text": answer.text,
        "model": answer.model,
        "notice": answer.notice,
        "fallback": answer.fallback,
        "corpus": answer.corpus,
        "written": [{"text": w.text, "fault": w.fault, "quoted": w.quoted} for w in answer.written],
        "statements": [
            {
                "citations": [c.number for c in statement.citations],
                "outlets": list(statement.outlets),
                "differs_from": list(statement.differs_from),
                "denied": statement.denied,
            }
            for statement in answer.statements
        ],
        "citations": [
            {
                "number": c.number,
                "quote": c.quote,
                "field": c.field,
                "start": c.start,
                "end": c.end,
                "point": [c.point.start, c.point.end] if c.point else None,
                "answer": [c.answer.start, c.answer.end] if c.answer else None,
                "translation": c.translation,
                "translated_by": c.translated_by,
                "printed_by": list(c.printed_by),
                "score": c.score,
                "article": article_as_dict(c.article),
            }
            for c in answer.citations
        ],
        "closest": [_passage(hit) for hit in answer.closest],
    }


def hit_as_dict(hit: Hit) -> dict[str, Any]:
    """A passage that a search found, with its article; `score` orders passages of one search, and no others."""
    return _passage(hit) | {"score": hit.score}


def _passage(hit: Hit) -> dict[str, Any]:
    return {
        "text": hit.passage.text,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "point": [hit.point.start, hit.point.end] if hit.point else None,
        "article": article_as_dict(hit.article),
    }


def article_as_dict(article: Article) -> dict[str, Any]:
    """What tells an article from others, and where else it was printed."""
    return {"id": article.id, **_printing(article), "copies": [_printing(copy) for copy in article.copies]}


def _printing(article: Article) -> dict[str, Any]:
    return {
        "title": article.title,
        "outlet": article.outlet,
        "date": article.date.isoformat() if article.date else None,
        "url": article.url,
    }


def listed_article_as_dict(article: Article) -> dict[str, Any]:
    """An article in a list: what tells it from others, its language and the sources it credits."""
    return article_as_dict(article) | {"language": article.language, "sources": list(article.sources)}


def whole_article_as_dict(article: Article) -> dict[str, Any]:
    """An article with its text and its translations."""
    others = [{"language": t.language, "title": t.title, "text": t.text, "by": t.by} for t in article.translations]
    return listed_article_as_dict(article) | {"text": article.text, "translations": others}


def noise_as_dict(article: Article, repeated: Sequence[RepeatedLine]) -> dict[str, Any]:
    """The furniture of an article's page: what was removed and as what, and what its outlet repeats, with places."""
    places = [(line.span.start, line.span.end, line.articles) for line in repeated]
    return article_as_dict(article) | {
        "removed": [{"line": removed.line, "kind": removed.kind} for removed in article.removed],
        "repeated": [
            {"line": article.text[start:end], "start": start, "end": end, "articles": articles}
            for start, end, articles in places
        ],
    }
