"""Nothing is shown unchecked: every citation against its article, every written sentence against its passages."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import TracebackType

from rag import marks
from rag.stated import Stated, stated
from rag.support import Said, crosses, heard, measures, supported
from rag.types import Citation, Fault, Statement
from store import Corpus, UnknownArticleError

NAMED = 0.5
"""Of a sentence that is not borne out, a name less like anything in the passages is taken to be what is wrong."""


def verified(said: Sequence[Statement], corpus: Corpus) -> tuple[Statement, ...]:
    """The statements with only those citations whose quote stands, character for character, in the stored article.

    A citation that does not is dropped, a statement without any too, and the rest are numbered anew from 1.
    """
    kept = [tuple(citation for citation in statement.citations if _stands(citation, corpus)) for statement in said]
    numbers = iter(range(1, 1 + sum(map(len, kept))))
    places = {old: new for new, old in enumerate(place for place, citations in enumerate(kept) if citations)}
    return tuple(
        Statement(
            tuple(replace(citation, number=next(numbers)) for citation in kept[old]),
            tuple(places[other] for other in said[old].differs_from if other in places),
        )
        for old in places
    )


def _stands(citation: Citation, corpus: Corpus) -> bool:
    try:
        text = corpus.article(citation.article.id).text
    except UnknownArticleError:
        return False
    return bool(citation.quote) and text[citation.start : citation.end] == citation.quote


class Checker:
    """Checks written sentences against the passages that a model was given; each is read once.

    A sentence passes if it is at least this likely, from 0 to 1, that its passages bear it out. Use it with `with`:
    the passages are read at once, beside the model that is still thinking, and no longer than it is entered.
    """

    def __init__(self, passages: Sequence[Citation], corpus: Corpus, likely: float) -> None:
        self._corpus = corpus
        self._likely = likely
        self._reader = ThreadPoolExecutor(1, "isnad-checker")
        self._read = {passage.number: self._reader.submit(_Read.of, passage, corpus) for passage in passages}

    def __enter__(self) -> Checker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.shutdown(cancel_futures=True)

    def fault(self, sentence: str) -> Fault | None:
        """Why a sentence, with its marks, may not be shown; None where the passages it names bear it out."""
        named = marks.numbers(sentence)
        text = marks.unmarked(sentence)
        if not named:
            return Fault.NO_MARK
        if not self._read.keys() >= set(named):
            return Fault.UNKNOWN_MARK
        if marks.MARKUP.search(text):
            return Fault.MARKUP
        return self._beyond(text, [self._read[number].result() for number in named])

    def _beyond(self, text: str, passages: Sequence[_Read]) -> Fault | None:
        """What a sentence says beyond its passages."""
        if not stated(text).within([passage.stated for passage in passages]):
            return Fault.NUMBER
        (sentence,) = heard([text], self._corpus)
        others = [said for passage in passages for said in passage.said]
        found = measures(sentence, others)
        if supported(found, crosses(sentence, others)) >= self._likely:
            return None
        return Fault.NAME if found["name"] < NAMED else Fault.MEANING


@dataclass(frozen=True)
class _Read:
    """A passage as sentences are compared with it: its quote, its translation where it has one, and its outlet."""

    said: tuple[Said, ...]
    stated: Stated

    @staticmethod
    def of(passage: Citation, corpus: Corpus) -> _Read:
        article = passage.article
        texts = [passage.quote, *filter(None, [passage.translation, article.outlet])]
        return _Read(tuple(heard(texts, corpus)), stated("\n".join(texts), article.date))
