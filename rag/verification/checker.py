"""Nothing is shown unchecked: every citation against its article, every written sentence against its passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from types import TracebackType

from rag.linguistics import Facts, extract_facts
from rag.results import Citation, DraftFault, Statement, marks
from rag.verification.entailment import (
    EncodedText,
    encode_texts,
    is_cross_lingual,
    support_features,
    support_probability,
)
from store import Article, Corpus

NAMED = 0.5
"""Of a sentence that is not borne out, a name less like anything in the passages is taken to be what is wrong."""


def drop_stale_citations(statements: Sequence[Statement], corpus: Corpus) -> tuple[Statement, ...]:
    """The statements with only those citations whose quote stands, character for character, in the stored article.

    Other citations and statements without a citation are dropped; the rest are numbered from 1.
    """
    cited = dict.fromkeys(citation.article.id for statement in statements for citation in statement.citations)
    stored = corpus.printings(list(cited))
    kept = [
        tuple(citation for citation in statement.citations if _stands(citation, stored)) for statement in statements
    ]
    numbers = iter(range(1, 1 + sum(map(len, kept))))
    places = {old: new for new, old in enumerate(place for place, citations in enumerate(kept) if citations)}
    return tuple(
        Statement(
            tuple(replace(citation, number=next(numbers)) for citation in kept[old]),
            tuple(places[other] for other in statements[old].differs_from if other in places),
        )
        for old in places
    )


def _stands(citation: Citation, stored: Mapping[str, Article]) -> bool:
    article = stored.get(citation.article.id)
    return article is not None and bool(citation.quote) and article.cut(citation.span) == citation.quote


class Checker:
    """Checks written sentences against the passages that a model was given; each is read once.

    A sentence passes if it is at least this likely, from 0 to 1, that its passages bear it out. Use it with `with`:
    the passages are encoded in a thread while the model works, and the thread ends with the block.
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

    def check(self, sentence: str) -> DraftFault | None:
        """Why a sentence, with its marks, may not be shown; None where the passages it names bear it out."""
        named = marks.mark_numbers(sentence)
        text = marks.strip_marks(sentence)
        if not named:
            return DraftFault.NO_MARK
        if not self._read.keys() >= set(named):
            return DraftFault.UNKNOWN_MARK
        if marks.MARKUP.search(text):
            return DraftFault.MARKUP
        return self._beyond(text, [self._read[number].result() for number in named])

    def _beyond(self, text: str, passages: Sequence[_Read]) -> DraftFault | None:
        """Why the passages do not bear out a sentence; None where they do."""
        if not extract_facts(text).is_subset_of([passage.facts for passage in passages]):
            return DraftFault.NUMBER
        (sentence,) = encode_texts([text], self._corpus)
        others = [text for passage in passages for text in passage.texts]
        found = support_features(sentence, others, [passage.outlet for passage in passages])
        if support_probability(found, is_cross_lingual(sentence, others)) >= self._likely:
            return None
        return DraftFault.NAME if found["name"] < NAMED else DraftFault.MEANING


@dataclass(frozen=True)
class _Read:
    """A passage ready for comparison: its quote and, where there is one, its translation.

    A sentence may also name the outlet. The outlet's name is no passage and does not decide the passage's language.
    """

    texts: tuple[EncodedText, ...]
    facts: Facts
    outlet: str

    @staticmethod
    def of(passage: Citation, corpus: Corpus) -> _Read:
        article = passage.article
        texts = [passage.quote, *filter(None, [passage.translation])]
        stated = extract_facts("\n".join([*texts, article.outlet]), article.date)
        return _Read(tuple(encode_texts(texts, corpus)), stated, article.outlet)
