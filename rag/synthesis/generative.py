"""An answer that a model writes: the sentences that are not rejected, in order, with the quotes they cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from llama_index.core.llms import LLM

from rag.errors import ModelError
from rag.results import (
    PHRASES,
    Answer,
    AnswerKind,
    Citation,
    DraftSentence,
    Fallback,
    Hit,
    SentenceVerdict,
    Statement,
    marks,
)
from rag.retrieval import expand_quote
from rag.synthesis.llm_writer import fit_to_window, stream_sentences
from rag.verification import Checked, Checker, Judge, Source, is_prompt_injection
from store import Span

ENOUGH = 0.5
"""With a smaller share of what the model wrote, the articles are quoted instead."""
MOST_SOURCES = 12
"""So many passages are given to a model at most."""


@dataclass(frozen=True, slots=True)
class Checks:
    """How sentences are checked: from the likelihood `support` on, as the reader's `judge` tells, one is verified.

    With `strict` only such are shown.
    """

    support: float
    judge: Judge | None
    strict: bool = False


def generate_answer(
    quoting: Answer, question: str, hits: Sequence[Hit], model: LLM, checks: Checks
) -> Iterator[Answer]:
    """The answer that a model writes to `question`, as it grows by checked sentences. The last answer is whole.

    The model reads the passages of what `quoting` quotes, then the best of the `hits`. The last answer is `quoting`
    itself, with a notice that says why, where the model fails, finds no answer, or writes too little that the
    quotes bear out. Where `quoting` refuses, a model's answer needs a sentence that is verified.
    """
    answer = Composition(quoting.statements, quoting.language, checks.strict)
    try:
        sources = fit_to_window(sources_for_llm(quoting.statements, hits, quoting.language), model)
        checker = Checker(sources, checks.support, checks.judge, quoting.language)
        for sentence in stream_sentences(question, sources, model, quoting.language) if sources else ():
            grew = answer.add_sentence(sentence, checker.check(sentence))
            if grew and (quoting.answered or answer.verified):
                yield _written(quoting, answer, model)
    except ModelError as error:
        yield fall_back_to_quotes(quoting, Fallback.FAILED, error.to(quoting.language), answer.written)
        return
    if answer.enough and (quoting.answered or answer.verified):
        yield _written(quoting, answer, model)
        return
    phrases, dropped = PHRASES[quoting.language], len(answer.written) - answer.kept
    if answer.written:
        notice = phrases.not_borne_out.format(dropped=dropped, written=len(answer.written))
        yield fall_back_to_quotes(quoting, Fallback.TOO_LITTLE, notice, answer.written)
    else:
        yield fall_back_to_quotes(quoting, Fallback.NONE_FOUND, phrases.model_found_none)


def fall_back_to_quotes(
    quoting: Answer, fallback: Fallback, why: str, written: Sequence[DraftSentence] = ()
) -> Answer:
    """The quoting answer, or the refusal, with a notice that says why no model's is shown."""
    notice = PHRASES[quoting.language].quoted_instead.format(why=why) if quoting.answered else why
    unshown = tuple(replace(each, shown="") for each in written)
    return replace(quoting, written=unshown, notice=notice, fallback=fallback)


def sources_for_llm(statements: Sequence[Statement], hits: Sequence[Hit], language: str) -> list[Source]:
    """What a model is given: the passages around the quotes, by their numbers, then others, best first.

    What speaks to machines instead of readers is left out, and a claim that its article denies elsewhere.
    """
    apart = [c for each in statements if _is_denied_elsewhere(each, statements) for c in each.citations]
    whole = [c for each in statements for c in each.citations if c not in apart]
    found: list[Source] = []
    for citation in whole:
        hit = next((hit for hit in hits if _holds(hit, citation)), None)
        ways = [Source(citation, citation.span)]
        if hit and not _has_any(hit, found) and not _has_any(hit, apart):
            ways.insert(0, Source(citation, Span(hit.passage.start, hit.passage.end)))
        found += [way for way in ways if not _is_injected(way)][:1]
    number = max((citation.number for each in statements for citation in each.citations), default=0)
    fresh = [hit for hit in hits if not _has_any(hit, found) and not _has_any(hit, apart)]
    others = [source for source in (_source(hit, number, language) for hit in fresh) if not _is_injected(source)]
    numbered = [replace(each, quote=replace(each.quote, number=at)) for at, each in enumerate(others, number + 1)]
    return [*found, *numbered][:MOST_SOURCES]


def _source(hit: Hit, number: int, language: str) -> Source:
    """A passage that nothing quotes yet; a bare mark leads to its likeliest sentence, or to all of it."""
    span = Span(hit.passage.start, hit.passage.end)
    quoted = expand_quote(hit.article, hit.point, {}) if hit.point else span
    return Source(Citation.cut(hit.article, quoted, language, number, point=hit.point, score=hit.score), span)


def _holds(hit: Hit, citation: Citation) -> bool:
    return hit.article.id == citation.article.id and hit.holds(citation.span)


def _has_any(hit: Hit, told: Sequence[Source | Citation]) -> bool:
    """Whether one of these has some of a passage's words."""
    return any(each.article.id == hit.article.id and hit.overlaps(each.span) for each in told)


def _is_denied_elsewhere(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Whether what its article says against a statement is a statement of its own."""
    if not statement.denied:
        return False
    own = statement.citations[0].article.id
    return any(statements[place].citations[0].article.id == own for place in statement.differs_from)


def _is_injected(source: Source) -> bool:
    """Whether a source's paragraphs, the one before, or its article's title or outlet give orders to a machine."""
    text = source.article.part(source.span.field)
    start, end = text.rfind("\n", 0, source.span.start) + 1, text.find("\n", source.span.end)
    before = text[:start].rstrip("\n").rpartition("\n")[2]
    passage = text[start : len(text) if end < 0 else end]
    named = source.article.title, source.article.outlet
    return any(map(is_prompt_injection, (*named, before, *passage.split("\n"))))


def _written(quoting: Answer, answer: Composition, llm: LLM) -> Answer:
    return replace(
        quoting,
        answered=True,
        kind=AnswerKind.ANSWER if quoting.kind is AnswerKind.REFUSAL else quoting.kind,
        intro="",
        closest=(),
        missing=(),
        prose=answer.text,
        statements=answer.statements,
        model=llm.metadata.model_name,
        written=tuple(answer.written),
    )


@dataclass(slots=True)
class Composition:
    """A written answer as it grows. `quoted` is what the articles say, numbered as the model was given it.

    Quotes are numbered anew in the order in which the answer leans on them, with each the others of its statement.
    With `strict` only verified sentences are shown.
    """

    quoted: Sequence[Statement]
    language: str
    strict: bool = False
    written: list[DraftSentence] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _leant_on: list[Statement] = field(default_factory=list)

    def add_sentence(self, sentence: str, checked: Checked) -> bool:
        """A sentence that may be shown; or one that may not, in whose place the quote it leans on may stand.

        It does where the answer has not leant on that quote already. Says whether the answer grew.
        """
        shown, quoted = "", False
        said = marks.strip_marks(sentence)
        verified = checked.verdict is SentenceVerdict.VERIFIED
        if any(said == marks.strip_marks(earlier.text) for earlier in self.written):
            pass  # a model that repeats itself
        elif verified or (checked.verdict is SentenceVerdict.UNVERIFIED and not self.strict):
            numbers = dict.fromkeys(self._number(quote) for quote in checked.quotes)
            shown = f"{said} {''.join(f'[{number}]' for number in numbers)}"
            self._parts.append(shown if verified else f"{PHRASES[self.language].unverified}: {shown}")
        elif checked.quotes and self._place(checked.quotes[0]) is None:
            shown, quoted = f"{self._quote(checked.quotes[0])} [{self._number(checked.quotes[0])}]", True
            self._parts.append(shown)
        self.written.append(DraftSentence(sentence, checked.fault, quoted, checked.verdict, shown))
        return bool(shown)

    @property
    def kept(self) -> int:
        """How many of the model's sentences are not rejected."""
        return sum(sentence.verdict is not SentenceVerdict.REJECTED for sentence in self.written)

    @property
    def verified(self) -> int:
        """How many of them are verified."""
        return sum(sentence.verdict is SentenceVerdict.VERIFIED for sentence in self.written)

    @property
    def enough(self) -> bool:
        """Whether enough sentences may be shown to show the answer."""
        said = any(sentence.shown and not sentence.quoted for sentence in self.written)
        return said and self.kept >= ENOUGH * len(self.written)

    @property
    def text(self) -> str:
        """What is shown so far, with the new marks."""
        return " ".join(self._parts)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the answer leans on so far, numbered anew."""
        numbers = iter(range(1, 1 + sum(len(each.citations) for each in self._leant_on)))
        places = {self.quoted.index(each): at for at, each in enumerate(self._leant_on) if each in self.quoted}
        return tuple(
            replace(
                each,
                citations=tuple(replace(citation, number=next(numbers)) for citation in each.citations),
                differs_from=tuple(places[other] for other in each.differs_from if other in places),
            )
            for each in self._leant_on
        )

    def _number(self, quote: Citation) -> int:
        """A quote's number in the answer; what is not leant on yet is added, with all of its statement."""
        if (place := self._place(quote)) is not None:
            return place
        own = (each for each in self.quoted if any(_has(citation, quote) for citation in each.citations))
        self._leant_on.append(next(own, Statement((quote,))))
        return self._place(quote) or 0

    def _place(self, quote: Citation) -> int | None:
        """The number of the quote, or of one that has all its words; None where the answer leans on none."""
        cited = [citation for each in self._leant_on for citation in each.citations]
        return next((number for number, citation in enumerate(cited, 1) if _has(citation, quote)), None)

    def _quote(self, quote: Citation) -> str:
        phrases = PHRASES[self.language]
        return f"{phrases.opening}{quote.translation or quote.quote}{phrases.closing}"


def _has(citation: Citation, quote: Citation) -> bool:
    """Whether a citation has all words of a quote."""
    same = (citation.article.id, citation.field) == (quote.article.id, quote.field)
    return same and citation.start <= quote.start and quote.end <= citation.end
