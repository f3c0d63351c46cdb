"""Nothing is shown unchecked: every citation against its article, every written sentence against its passages."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.errors import ReaderError
from rag.linguistics import Facts, extract_facts
from rag.results import Citation, DraftFault, Statement, marks
from rag.verification.entailment import Judge, Support, find_support
from store import Article, Corpus
from store.text import words

_log = logging.getLogger("isnad")


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
        replace(
            statements[old],
            citations=tuple(replace(citation, number=next(numbers)) for citation in kept[old]),
            differs_from=tuple(places[other] for other in statements[old].differs_from if other in places),
        )
        for old in places
    )


def _stands(citation: Citation, stored: Mapping[str, Article]) -> bool:
    article = stored.get(citation.article.id)
    return article is not None and bool(citation.quote) and article.cut(citation.span) == citation.quote


class Checker:
    """Checks written sentences against the passages that a model was given.

    A sentence passes if it is at least this likely, from 0 to 1, that its passages bear it out, as a reader judges.
    Without a reader, or when it fails, only what has a passage's own words passes.
    """

    def __init__(self, passages: Sequence[Citation], likely: float, judge: Judge | None) -> None:
        self._likely = likely
        self._judge = judge
        self._passages = {passage.number: _Passage.of(passage) for passage in passages}

    def check(self, sentence: str) -> DraftFault | None:
        """Why a sentence, with its marks, may not be shown; None where the passages it names bear it out."""
        named = marks.mark_numbers(sentence)
        text = marks.strip_marks(sentence)
        if not named:
            return DraftFault.NO_MARK
        if not self._passages.keys() >= set(named):
            return DraftFault.UNKNOWN_MARK
        if marks.MARKUP.search(text):
            return DraftFault.MARKUP
        return self._beyond(text, [self._passages[number] for number in named])

    def _beyond(self, text: str, passages: Sequence[_Passage]) -> DraftFault | None:
        """Why the passages do not bear out a sentence; None where they do."""
        if not extract_facts(text).is_subset_of([passage.facts for passage in passages]):
            return DraftFault.NUMBER
        premises = [premise for passage in passages for premise in passage.premises(text)]
        if len(passages) > 1:
            premises.append("\n".join(passage.texts[0] for passage in passages))
        found = self._supported(text, premises)
        if found.likely >= self._likely:
            return None
        return DraftFault.NAME if found.named else DraftFault.MEANING

    def _supported(self, text: str, premises: Sequence[str]) -> Support:
        try:
            return find_support(text, premises, self._judge)
        except ReaderError as error:
            _log.warning("Written sentences are checked without the reader. %s", error)
            self._judge = None
            return find_support(text, premises, None)


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage ready for comparison: its quote, its translation where there is one, what both state, its outlet."""

    texts: tuple[str, ...]
    facts: Facts
    outlet: str

    @staticmethod
    def of(passage: Citation) -> _Passage:
        article = passage.article
        texts = (passage.quote, *filter(None, [passage.translation]))
        return _Passage(texts, extract_facts("\n".join([*texts, article.outlet]), article.date), article.outlet)

    def premises(self, sentence: str) -> list[str]:
        """The texts, with the outlet before them where the sentence has a word of its name."""
        named = not set(words(self.outlet)).isdisjoint(words(sentence))
        return [f"{self.outlet}: {text}" if named else text for text in self.texts]
