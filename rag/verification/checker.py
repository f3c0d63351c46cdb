"""Nothing is shown unchecked: every citation against its article, every written sentence against its passages."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.errors import ReaderError
from rag.linguistics import Facts, extract_facts, matches_transliteration
from rag.results import Citation, DraftFault, SentenceVerdict, Statement, marks
from rag.verification.entailment import Judge, Support, find_support
from rag.verification.quoted_evidence import Source
from store import Article, Corpus
from store.text import words

WORTH_SHOWING = 0.3
"""A sentence less likely to be borne out is not shown (docs/MEASUREMENTS.md)."""
_ALPHABETS = {"en": "LATIN", "ar": "ARABIC"}
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


@dataclass(frozen=True, slots=True)
class Checked:
    """What the check says of a sentence, why it is not verified, and the quotes it leans on, as far as they hold."""

    verdict: SentenceVerdict
    fault: DraftFault | None = None
    quotes: tuple[Citation, ...] = ()


class Checker:
    """Checks written sentences against the passages that a model was given.

    A sentence is verified if it is at least `likely`, from 0 to 1, that the quotes it names bear it out, as a reader
    judges, and not rejected from the likelihood `WORTH_SHOWING` on, beside their passages too. Without a reader, or
    when it fails, only what has a passage's own words is verified, and nothing else shown. `language` is the
    answer's.
    """

    def __init__(self, sources: Sequence[Source], likely: float, judge: Judge | None, language: str) -> None:
        self._likely = likely
        self._judge = judge
        self._language = language
        self._sources = {source.number: source for source in sources}

    def check(self, sentence: str) -> Checked:
        """What is to be said of a sentence, with its marks."""
        named = marks.mark_numbers(sentence)
        text = marks.strip_marks(sentence)
        if not self._sources.keys() >= set(named):
            return Checked(SentenceVerdict.REJECTED, DraftFault.UNKNOWN_MARK)
        quotes = self._quotes(named, marks.quoted_words(sentence))
        if not quotes:
            return Checked(SentenceVerdict.REJECTED, DraftFault.NO_MARK)
        if marks.MARKUP.search(text):
            return Checked(SentenceVerdict.REJECTED, DraftFault.MARKUP, quotes)
        if not _is_in(self._language, text):
            return Checked(SentenceVerdict.REJECTED, DraftFault.LANGUAGE, quotes)
        verdict, fault = self._borne_out(text, [_Premise.of(each) for each in quotes], self._passages(quotes))
        return Checked(verdict, fault, quotes)

    def _quotes(self, named: Sequence[int], quoted: Mapping[int, Sequence[str]]) -> tuple[Citation, ...]:
        """The quotes that marks lead to: with the words they quote, where they quote any; each once, in order."""
        found: list[Citation | None] = []
        for number in named:
            source = self._sources[number]
            found += [source.cite(each, self._language) for each in quoted.get(number, ())]
            found += [] if number in quoted else [source.quote]
        return tuple({(each.article.id, each.span): each for each in found if each}.values())

    def _passages(self, quotes: Sequence[Citation]) -> list[_Premise]:
        sources = {quote.number: self._sources[quote.number] for quote in quotes}
        return [_Premise.whole(source) for source in sources.values()]

    def _borne_out(
        self, text: str, quotes: Sequence[_Premise], passages: Sequence[_Premise]
    ) -> tuple[SentenceVerdict, DraftFault | None]:
        """The verdict on a sentence beside its quotes, and beside the passages that these stand in."""
        facts = extract_facts(text)
        if not facts.is_subset_of([each.facts for each in (*quotes, *passages)]):
            return SentenceVerdict.REJECTED, DraftFault.NUMBER
        found = self._supported(text, _together(text, quotes))
        stated = facts.is_subset_of([each.facts for each in quotes])
        if found.likely >= self._likely and stated:
            return SentenceVerdict.VERIFIED, None
        fault = DraftFault.NAME if found.named else DraftFault.MEANING if stated else DraftFault.NUMBER
        if found.named and not any(each.names(found.weakest) for each in (*quotes, *passages)):
            return SentenceVerdict.REJECTED, fault
        beside = found if found.likely >= WORTH_SHOWING else self._supported(text, _together(text, passages))
        shown = beside.likely >= WORTH_SHOWING
        return SentenceVerdict.UNVERIFIED if shown else SentenceVerdict.REJECTED, fault

    def _supported(self, text: str, premises: Sequence[str]) -> Support:
        try:
            return find_support(text, premises, self._judge)
        except ReaderError as error:
            _log.warning("Written sentences are checked without the reader. %s", error)
            self._judge = None
            return find_support(text, premises, None)


def _is_in(language: str, text: str) -> bool:
    """Whether most letters of a text are of the alphabet that its language is written in."""
    letters = [unicodedata.name(letter, "") for letter in text if letter.isalpha()]
    own = sum(name.startswith(_ALPHABETS[language]) for name in letters)
    return 2 * own >= len(letters)


def _together(text: str, passages: Sequence[_Premise]) -> list[str]:
    """What a sentence is judged beside: the texts of each passage, and of several all together."""
    premises = [premise for passage in passages for premise in passage.premises(text)]
    if len(passages) > 1:
        premises.append("\n".join(passage.texts[0] for passage in passages))
    return premises


@dataclass(frozen=True, slots=True)
class _Premise:
    """Words of an article ready for comparison: with their translation, what both state, title and outlet."""

    texts: tuple[str, ...]
    facts: Facts
    outlet: str
    title: str

    @staticmethod
    def of(quote: Citation) -> _Premise:
        return _Premise._made((quote.quote, *filter(None, [quote.translation])), quote.article)

    @staticmethod
    def whole(source: Source) -> _Premise:
        return _Premise._made((source.text, source.article.title), source.article)

    @staticmethod
    def _made(texts: tuple[str, ...], article: Article) -> _Premise:
        facts = extract_facts("\n".join([*texts, article.outlet]), article.date)
        return _Premise(texts, facts, article.outlet, article.title)

    def premises(self, sentence: str) -> list[str]:
        """The texts, with the outlet before them where the sentence has a word of its name."""
        named = not set(words(self.outlet)).isdisjoint(words(sentence))
        return [f"{self.outlet}: {text}" if named else text for text in self.texts]

    def names(self, name: str) -> bool:
        """Whether a name stands there, in either alphabet."""
        there = "\n".join([*self.texts, self.title, self.outlet])
        return set(words(name)) <= set(words(there)) or matches_transliteration(name, there)
