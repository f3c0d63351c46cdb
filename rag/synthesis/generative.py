"""An answer that a model writes: the sentences that passed the check, in order, with the quotes they cite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from llama_index.core.llms import LLM

from rag.errors import ModelError
from rag.results import PHRASES, Answer, Citation, DraftFault, DraftSentence, Fallback, Statement, marks
from rag.synthesis.llm_writer import fit_to_window, stream_sentences
from rag.verification import Checker, Judge, is_prompt_injection

ENOUGH = 0.5
"""With a smaller share of what the model wrote, the articles are quoted instead."""


def generate_answer(
    quoting: Answer, question: str, model: LLM, support: float, judge: Judge | None
) -> Iterator[Answer]:
    """The answer that a model writes to `question` over what `quoting` quotes, as it grows by checked sentences.

    A sentence passes from the likelihood `support` on, as a reader's `judge` estimates it. The last answer is whole.
    It is `quoting` itself, with a notice that says why, where the model fails, finds no answer, or writes too little
    that the quotes bear out.
    """
    answer = Composition(quoting.statements, quoting.language)
    passages = fit_to_window(passages_for_llm(quoting.statements), model)
    try:
        checker = Checker(passages, support, judge)
        for sentence in stream_sentences(question, passages, model, quoting.language) if passages else ():
            if answer.add_sentence(sentence, checker.check(sentence)):
                yield _written(quoting, answer, model)
    except ModelError as error:
        yield fall_back_to_quotes(quoting, Fallback.FAILED, error.to(quoting.language), answer.written)
        return
    if answer.enough:
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
    """The quoting answer, with a notice that says why no model's is shown."""
    notice = PHRASES[quoting.language].quoted_instead.format(why=why)
    return replace(quoting, written=tuple(written), notice=notice, fallback=fallback)


def passages_for_llm(statements: Sequence[Statement]) -> list[Citation]:
    """The quotes that a model is given: those that do not speak to machines instead of readers.

    A claim is given only together with its denial, in one quote.
    """
    whole = (statement for statement in statements if not _is_denied_elsewhere(statement, statements))
    citations = (citation for statement in whole for citation in statement.citations)
    return [citation for citation in citations if not _is_injected(citation)]


def _is_denied_elsewhere(statement: Statement, statements: Sequence[Statement]) -> bool:
    """Whether what its article says against a statement is a statement of its own."""
    if not statement.denied:
        return False
    own = statement.citations[0].article.id
    return any(statements[place].citations[0].article.id == own for place in statement.differs_from)


def _is_injected(citation: Citation) -> bool:
    """Whether a quote's paragraph, the one before it, or the article's title or outlet gives orders to a machine."""
    text = citation.article.part(citation.field)
    start, end = text.rfind("\n", 0, citation.start) + 1, text.find("\n", citation.end)
    before = text[:start].rstrip("\n").rpartition("\n")[2]
    passage = text[start : len(text) if end < 0 else end]
    named = citation.article.title, citation.article.outlet
    return any(map(is_prompt_injection, (*named, before, *passage.split("\n"))))


def _written(quoting: Answer, answer: Composition, llm: LLM) -> Answer:
    return replace(
        quoting,
        intro="",
        prose=answer.text,
        statements=answer.statements,
        model=llm.metadata.model_name,
        written=tuple(answer.written),
    )


@dataclass(slots=True)
class Composition:
    """A written answer as it grows. `quoted` is what the articles say, numbered as the model was given it.

    Quotes are numbered anew in the order in which the answer leans on them, with each the others of its statement.
    """

    quoted: Sequence[Statement]
    language: str
    written: list[DraftSentence] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _order: list[int] = field(default_factory=list)

    def add_sentence(self, sentence: str, fault: DraftFault | None) -> bool:
        """A sentence that was passed; or one that was not, in whose place the quote it leans on may stand.

        It does where the answer has not leant on that quote already. Says whether the answer grew.
        """
        named = marks.mark_numbers(sentence)
        places = [place for place in map(self._place, named) if place is not None]
        quoted = fault not in (None, DraftFault.UNKNOWN_MARK) and bool(places) and places[0] not in self._order
        self.written.append(DraftSentence(sentence, fault, quoted))
        used = places if fault is None else places[:1] if quoted else []
        self._order += [place for place in dict.fromkeys(used) if place not in self._order]
        if quoted:
            self._parts.append(self._quoted(named[0]))
        elif fault is None:
            self._parts.append(marks.renumber_marks(sentence, self._numbers().__getitem__))
        return quoted or fault is None

    @property
    def kept(self) -> int:
        """How many of the model's sentences passed."""
        return sum(sentence.fault is None for sentence in self.written)

    @property
    def enough(self) -> bool:
        """Whether enough sentences passed to show the answer."""
        return self.kept > 0 and self.kept >= ENOUGH * len(self.written)

    @property
    def text(self) -> str:
        """What is shown so far, with the new marks."""
        return " ".join(self._parts)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What the answer leans on so far, numbered anew."""
        numbers = self._numbers()
        places = {old: new for new, old in enumerate(self._order)}
        return tuple(
            replace(
                self.quoted[place],
                citations=tuple(
                    replace(citation, number=numbers[citation.number]) for citation in self.quoted[place].citations
                ),
                differs_from=tuple(places[other] for other in self.quoted[place].differs_from if other in places),
            )
            for place in self._order
        )

    def _numbers(self) -> dict[int, int]:
        """Each quote's new number by the one the model knows."""
        cited = (citation.number for place in self._order for citation in self.quoted[place].citations)
        return {old: new for new, old in enumerate(cited, 1)}

    def _place(self, number: int) -> int | None:
        return next((at for at, s in enumerate(self.quoted) if any(c.number == number for c in s.citations)), None)

    def _quoted(self, number: int) -> str:
        phrases = PHRASES[self.language]
        citation = next(c for statement in self.quoted for c in statement.citations if c.number == number)
        quote = f"{phrases.opening}{citation.translation or citation.quote}{phrases.closing}"
        return f"{quote} [{self._numbers()[number]}]"
