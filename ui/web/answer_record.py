"""An answer on the page as references into the corpus, from which its documents are made when a reader saves one.

The page carries it as JSON. A quote is a place in an article and is cut from the corpus again, so a document never
contains words that no article has.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from rag.results import (
    Answer,
    AnswerKind,
    Citation,
    DraftSentence,
    Hit,
    SentenceVerdict,
    Statement,
    Verdict,
    sendable,
)
from store import Article, Corpus, Passage, Span, UnknownArticleError
from ui.web.request import QuestionRequest

_Text = Annotated[str, BeforeValidator(lambda value: sendable(value) if isinstance(value, str) else value)]


class PlaceRecord(BaseModel):
    """A stretch of an article's text, in characters, its end exclusive; of its title where that is given.

    A title can change; then the place in it is no longer that of the words.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    article: str
    start: int = Field(ge=0)
    end: int
    title: _Text = ""

    def span(self, article: Article) -> Span:
        """Where it stands in its article. Raises UnknownArticleError where the article does not have its words."""
        span = Span(self.start, self.end, "title" if self.title else "text")
        is_changed = bool(self.title) and self.title != sendable(article.title)
        if is_changed or not span.start < span.end <= len(article.part(span.field)):
            raise UnknownArticleError(self.article)
        return span


class NearRecord(PlaceRecord):
    """A passage that comes close; `point` is the sentence in it that does."""

    point: tuple[int, int] | None = None


class QuoteRecord(PlaceRecord):
    """A citation's quote; `statement` is the place of its statement in the answer, from 0.

    `point` is the sentence in it that answers, `answer` are the words that do.
    """

    point: tuple[int, int] | None = None
    answer: tuple[int, int] | None = None
    statement: int


class AnswerRecord(BaseModel):
    """An answer without the words of its articles, but for headlines that it quotes.

    `question` is the one that was answered, `asked` what was typed; `sentences` are those of `prose`, each
    with what the check says of it; `differs` has for each statement the places of
    those it differs from, `denied` the places of those that their article denies. A rating of the answer
    takes its question, answered, corpus, scope and quotes from here.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: _Text
    asked: _Text
    language: Literal["ar", "en"]
    answered: bool
    kind: AnswerKind = AnswerKind.ANSWER
    lacks: Literal["", "when", "how_many", "why", "who"] = ""
    missing: tuple[_Text, ...] = ()
    verdict: Verdict = Verdict.NONE
    intro_answers: bool = False
    confidence: float = 0.0
    intro: _Text = ""
    scope_note: _Text = ""
    prose: _Text = ""
    sentences: tuple[tuple[_Text, SentenceVerdict], ...] = ()
    model: _Text = ""
    notice: _Text = ""
    corpus: _Text = ""
    scope: dict[str, Any] = {}
    quotes: tuple[QuoteRecord, ...] = ()
    differs: tuple[tuple[int, ...], ...] = ()
    denied: tuple[int, ...] = ()
    closest: tuple[NearRecord, ...] = ()

    def as_json(self) -> str:
        """What `AnswerRecord.model_validate_json` reads again."""
        return json.dumps(self.model_dump(), ensure_ascii=False)


_COPIED = (
    "language",
    "answered",
    "kind",
    "lacks",
    "missing",
    "verdict",
    "intro_answers",
    "confidence",
    "intro",
    "scope_note",
    "prose",
    "model",
    "notice",
    "corpus",
)


def record_answer(answer: Answer, request: QuestionRequest) -> AnswerRecord:
    """The record of an answer to a request."""
    return AnswerRecord(
        question=answer.understood or answer.question,
        asked=answer.question,
        scope={"outlets": request.outlets, "since": request.since, "until": request.until},
        quotes=tuple(
            QuoteRecord(
                article=c.article.id,
                start=c.start,
                end=c.end,
                point=_ends(c.point),
                answer=_ends(c.answer),
                statement=number,
                title=c.article.title if c.field == "title" else "",
            )
            for number, statement in enumerate(answer.statements)
            for c in statement.citations
        ),
        sentences=tuple((each.shown, each.verdict) for each in answer.written if answer.prose and each.shown),
        differs=tuple(statement.differs_from for statement in answer.statements),
        denied=tuple(place for place, statement in enumerate(answer.statements) if statement.denied),
        closest=tuple(
            NearRecord(article=hit.article.id, start=hit.passage.start, end=hit.passage.end, point=_ends(hit.point))
            for hit in answer.closest
        ),
        **{name: getattr(answer, name) for name in _COPIED},
    )


def _ends(span: Span | None) -> tuple[int, int] | None:
    return (span.start, span.end) if span else None


def restore_answer(record: AnswerRecord, corpus: Corpus) -> Answer:
    """The answer again, without scores. Raises UnknownArticleError where the corpus no longer has its words."""
    places = (*record.quotes, *record.closest)
    articles = {id_: corpus.article(id_) for id_ in {place.article for place in places}}
    cited: dict[int, list[Citation]] = {}
    for number, quote in enumerate(record.quotes, 1):
        span = quote.span(articles[quote.article])
        point = Span(*quote.point, span.field) if quote.point else None
        words = Span(*quote.answer, span.field) if quote.answer else None
        citation = Citation.cut(articles[quote.article], span, record.language, number, point=point, answer=words)
        cited.setdefault(quote.statement, []).append(citation)
    differs = [*record.differs, *[()] * len(cited)]
    hits = []
    for place in record.closest:
        text = articles[place.article].cut(place.span(articles[place.article]))
        passage = Passage(place.article, place.start, place.end, text)
        hits.append(Hit(passage, articles[place.article], 0.0, Span(*place.point) if place.point else None))
    return Answer(
        question=record.asked,
        understood=record.question if record.question != record.asked else "",
        statements=tuple(
            Statement(tuple(cited[k]), differs[at], denied=at in record.denied) for at, k in enumerate(sorted(cited))
        ),
        closest=tuple(hits),
        written=tuple(DraftSentence(text, verdict=verdict, shown=text) for text, verdict in record.sentences),
        **{name: getattr(record, name) for name in _COPIED},
    )
