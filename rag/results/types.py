"""What a question gets back.

An answer is made of statements; a statement is one thing said, with a citation for each article that says it.
`article.text[citation.start:citation.end] == citation.quote` holds for every citation ever made, or the same of
`article.title` where the citation's `field` is "title".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from store import Article, Field, Passage, Span
from store.text import fold, has_sentences


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval found. Scores order the hits of one question; they mean nothing beyond that.

    `point` is where in the article the sentence of it stands that is likeliest to answer; None where none is known.
    """

    passage: Passage
    article: Article
    score: float
    point: Span | None = None

    @property
    def from_point(self) -> Span:
        """The passage from that sentence on; all of it where none is known."""
        return Span(self.point.start if self.point else self.passage.start, self.passage.end)

    def holds(self, span: Span) -> bool:
        """Whether a stretch of its article's text lies in the passage."""
        return span.field == "text" and self.passage.start <= span.start and span.end <= self.passage.end

    def overlaps(self, span: Span) -> bool:
        """Whether a stretch of its article's text has some of the passage's words."""
        return span.field == "text" and span.start < self.passage.end and self.passage.start < span.end

    @property
    def sentence(self) -> str:
        """That sentence; "" where none is known."""
        return self.article.cut(self.point) if self.point else ""


@dataclass(frozen=True, slots=True)
class Citation:
    """The words of an article that say something: `article.text[start:end] == quote`.

    Where `field` is "title" they are the headline's: `article.title[start:end] == quote`.

    `number` is the mark [n] in the answer's text. `point` is where in the article the sentence stands that the rest
    of the quote helps to understand; None where that is the whole quote. `translation` is the article's aligned
    translation of the quote in the question's language, where it has one, `translated_by` the model that made it; ""
    where it is the article's own. `score` orders the citations of one answer. `answer` are the words of the quote, as
    places in the article, that answer the question by themselves; None where the reader found none.
    """

    number: int
    quote: str
    start: int
    end: int
    article: Article
    score: float
    translation: str | None = None
    point: Span | None = None
    translated_by: str = ""
    field: Field = "text"
    answer: Span | None = None

    @classmethod
    def cut(
        cls,
        article: Article,
        span: Span,
        language: str,
        number: int,
        *,
        point: Span | None,
        score: float = 0.0,
        answer: Span | None = None,
    ) -> Citation:
        """The citation of this stretch of an article, with its translation into `language` where there is one."""
        translated = article.translated(span, language) if article.language != language else None
        translation = article.translation(language) if translated else None
        return cls(
            number=number,
            quote=article.cut(span),
            start=span.start,
            end=span.end,
            article=article,
            score=score,
            translation=translated,
            point=point if point != span else None,
            translated_by=translation.by if translation else "",
            field=span.field,
            answer=answer,
        )

    @property
    def span(self) -> Span:
        """Where the quote stands in the article."""
        return Span(self.start, self.end, self.field)

    def overlaps(self, other: Citation) -> bool:
        """Whether both quote some of the same words."""
        same = (self.article.id, self.field) == (other.article.id, other.field)
        return same and self.start < other.end and other.start < self.end

    @property
    def copies(self) -> tuple[Article, ...]:
        """The copies of the article that have the quote too, in their own spelling, in the same field."""
        return tuple(copy for copy in self.article.copies if has_sentences(copy.part(self.field), self.quote))

    @property
    def printed_by(self) -> tuple[str, ...]:
        """The outlets of these copies, each once, without the article's own."""
        named = dict.fromkeys(copy.outlet for copy in self.copies if copy.outlet)
        return tuple(outlet for outlet in named if fold(outlet) != fold(self.article.outlet))


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said, best quote first; further citations say the same in articles of other outlets.

    Each citation is one voice, however many outlets print copies of its article.

    `differs_from` holds the places, among the answer's statements, of those that report it differently: another
    number, another day, or that it is not so. `denied` tells that the article itself denies what it quotes here: the
    denial is the quote's point, or else a statement of the same article that stands before this one and differs.
    """

    citations: tuple[Citation, ...]
    differs_from: tuple[int, ...] = ()
    denied: bool = False

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that report it or print a copy of a report, each once, as far as they are named."""
        reporting = [c.article.outlet for c in self.citations if c.article.outlet]
        return tuple(dict.fromkeys([*reporting, *(outlet for c in self.citations for outlet in c.printed_by)]))


class SentenceVerdict(StrEnum):
    """What the check says of a sentence that a language model wrote.

    "verified": its marks, numbers, days and names hold, and the passages it names bear it out. "unverified": nothing
    says otherwise, but the reader is not sure; it is shown as such, its quote beside it. "rejected": it is not shown.
    """

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    REJECTED = "rejected"


class DraftFault(StrEnum):
    """Why a sentence that a language model wrote is not verified."""

    NO_MARK = "no mark"
    UNKNOWN_MARK = "unknown mark"
    NUMBER = "number"
    NAME = "name"
    MEANING = "meaning"
    MARKUP = "markup"
    LANGUAGE = "language"


class Fallback(StrEnum):
    """Why the articles are quoted though a language model was to write."""

    TOO_LITTLE = "too little borne out"
    NONE_FOUND = "no answer found"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence a language model wrote, with its marks as the model set them, and what became of it.

    `fault` says why it is not verified; None where it is. `quoted` tells that the quote it leans on stands in its
    place. `shown` is what stands of it in the answer's prose, with the answer's marks: the sentence, or the quote in
    its place; "" where nothing does.
    """

    text: str
    fault: DraftFault | None = None
    quoted: bool = False
    verdict: SentenceVerdict = SentenceVerdict.VERIFIED
    shown: str = ""


class AnswerKind(StrEnum):
    """What an answer is: the answer to a question about the news, that the articles do not say, or another shape."""

    ANSWER = "answer"
    REFUSAL = "refusal"
    SUMMARY = "summary"
    TIMELINE = "timeline"
    COMPARISON = "comparison"
    ABOUT = "about"


class Verdict(StrEnum):
    """What is told a question for yes or no: "no", that it is not sure, or nothing, as it is no such question."""

    NO = "no"
    UNSURE = "unsure"
    NONE = ""


@dataclass(frozen=True, slots=True)
class AnswerData:
    """What an answer holds; `Answer` adds the forms it can be rendered in.

    `kind` is what it is. "about" is what is said of this program and of the corpus, and to a greeting or thanks: the
    whole of it is the `intro`, and no article is cited, so that `answered` is False.

    `answered` is False when the corpus does not say; then `statements` is empty and `closest` holds the passages
    worth reading. `confidence` runs from 0 to 1. `language` is "ar" or "en". `understood` is the question that a
    follow-up was taken for, "" where it is the same.

    `intro` is the line above the statements, or the refusal; `scope_note` the line above it, which says to which
    articles the question limits itself and what in it was not understood as a time, "" where there is neither.
    `model` names the language model that wrote `prose`, the text with [n] marks that stands in the place of intro and
    statements; both are "" where the articles are quoted. `written` is every sentence a model wrote for it, also of
    one whose text is not shown; then `notice` says why, in the question's language, and `fallback` says it to
    programs. `corpus` is the version of the corpus that was asked: the same articles have the same. `lacks` is what
    was asked for and stands in none of the quotes: "when", "how_many", "why" or "who"; "" where none is missing.
    `missing` are words of the question that a refusal's intro names, as what comes closest says nothing of them.
    `verdict` is "no" where an article denies what a question for yes or no asks, "unsure" for other such questions.
    `intro_answers` tells that the intro is what was asked for, as the number of articles is: it leads.
    `preliminary` tells that the reader has not read the articles yet: another answer follows, and may say otherwise.
    """

    question: str
    language: str
    intro: str
    answered: bool
    statements: tuple[Statement, ...] = ()
    closest: tuple[Hit, ...] = ()
    confidence: float = 0.0
    understood: str = ""
    scope_note: str = ""
    prose: str = ""
    model: str = ""
    written: tuple[DraftSentence, ...] = ()
    notice: str = ""
    fallback: Fallback | None = None
    corpus: str = ""
    kind: AnswerKind = AnswerKind.ANSWER
    lacks: str = ""
    missing: tuple[str, ...] = ()
    verdict: Verdict = Verdict.NONE
    intro_answers: bool = False
    preliminary: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation of the answer, in the order of their numbers."""
        return tuple(citation for statement in self.statements for citation in statement.citations)
