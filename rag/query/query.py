"""A question as retrieval sees it: its language, its vector, and the words it is about."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.errors import QuestionError
from rag.query.spellings import other_spellings
from rag.results import PHRASES
from store import Corpus, check_argument
from store.embedding import Encoding, load_word_vectors
from store.text import STOPWORDS, language_of, word_keys, words

MOST_CHARACTERS = 2000
READ_TOKENS = 64
"""Of a long question so many of the first tokens are looked up, and as many of the last.

A usual one has some fifteen. The time that a question takes grows with each of its tokens, here and there with their
square; so what one question can cost is bounded in one place.
"""
READ_TURNS = 20
"""A question is understood from so many of those before it."""
BRIDGED_WORDS = 8
BRIDGED_COSINE = 0.35


@dataclass(frozen=True, slots=True)
class Term:
    """A content word of the question, and the index forms that may say it with how surely (0 to 1) they do.

    `own` is the word's own form, which is among the keys where the corpus has it, with 1.
    `rarity` is the word's inverse document frequency: how much finding it tells. A word the corpus does not have
    in any form has no keys and the highest rarity.
    """

    word: str
    own: str
    keys: dict[str, float]
    rarity: float


@dataclass(frozen=True, slots=True)
class Query:
    """A question ready for search in the articles of one language. `language` is the question's, "ar" or "en".

    `vector`, float32 [384], has unit length; `states`, float32 [tokens, 384], is what the encoder saw in each token.
    """

    text: str
    language: str
    vector: NDArray[np.float32]
    states: NDArray[np.float32]
    terms: tuple[Term, ...]

    @property
    def keys(self) -> dict[str, float]:
        """The index forms to search for, and how surely (0 to 1) they say a word of the question.

        Those of a word itself in all its spellings, where the corpus has any, else those that mean the same.
        """
        own = [{key: sure for key, sure in term.keys.items() if sure == 1.0} for term in self.terms]
        chosen = [spelled or term.keys for spelled, term in zip(own, self.terms, strict=True)]
        return {key: max(keys.get(key, 0.0) for keys in chosen) for keys in chosen for key in keys}

    @property
    def vocabulary_coverage(self) -> float:
        """How surely, from 0 to 1 and by rarity, the corpus has words for the question's."""
        return TermCoverage(self.terms)({key for term in self.terms for key in term.keys})


class TermCoverage:
    """How much of what terms say is said with some index forms, from 0 to 1, rare words counting most."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._total = sum(term.rarity for term in terms)
        self._count = len(terms)
        self._worth: dict[str, list[tuple[int, float]]] = {}
        for place, term in enumerate(terms):
            for key, sure in term.keys.items():
                self._worth.setdefault(key, []).append((place, term.rarity * sure))

    def __call__(self, keys: Set[str]) -> float:
        """The share that is said with these forms."""
        covered = [0.0] * self._count
        for key in self._worth.keys() & keys:
            for place, worth in self._worth[key]:
                covered[place] = max(covered[place], worth)
        return sum(covered) / self._total if self._total else 0.0


def as_list(name: str, texts: Iterable[str] | None) -> tuple[str, ...]:
    """Texts as a caller gives them, to be read more than once; one alone is one, not its letters.

    Raises ArgumentError, with the argument's name, at what is no text.
    """
    given = (texts,) if isinstance(texts, str) else tuple(texts or ())
    check_argument(name, given, tuple[str, ...])
    return given


def check_question(question: str) -> str:
    """The question without white space around it. Raises QuestionError when it cannot be searched for."""
    text = question.strip()
    if text and len(text) <= MOST_CHARACTERS and words(text):
        return text
    phrases = PHRASES[language_of(text)]
    if not text:
        raise QuestionError(phrases.empty)
    if len(text) > MOST_CHARACTERS:
        raise QuestionError(phrases.too_long.format(length=len(text), most=MOST_CHARACTERS))
    raise QuestionError(phrases.no_words)


def read_in_part(text: str) -> str:
    """What is read of a question or an earlier one: all of it, or where it has more tokens its beginning and end."""
    spans = load_word_vectors().spans(text)
    if len(spans) <= 2 * READ_TOKENS:
        return text
    return f"{text[: spans[READ_TOKENS - 1][1]]} {text[spans[-READ_TOKENS][0] :]}"


def turns_read(history: Sequence[str]) -> tuple[str, ...]:
    """What is read of the earlier questions of a conversation, oldest first."""
    return tuple(map(read_in_part, history[-READ_TURNS:]))


def content_words(text: str) -> list[str]:
    """The folded words that carry content, once each, in order."""
    return list(dict.fromkeys(word for word in words(text) if word not in STOPWORDS))


def parse_query(question: str, corpus: Corpus) -> Encoding:
    """Encode a question."""
    (encoding,) = corpus.encoder.read_questions([question])
    return encoding


def expand_query(question: str, encoding: Encoding, corpus: Corpus, language: str) -> Query:
    """Look up the words of a question in the articles that are written in a language."""
    content = content_words(question)
    bridged = corpus.bridge.expand_terms(content, question, encoding, language, BRIDGED_WORDS, BRIDGED_COSINE)
    near = dict(zip(content, bridged, strict=True))
    every = {key for word in content for key in (*word_keys(word), *near[word])}
    counts = corpus.index.frequencies(sorted(every), language)
    total = corpus.index.total(language)
    spelled = other_spellings(words(question), near)
    terms = []
    for word in content:
        own = max(word_keys(word), key=lambda key: counts.get(key, 0))
        known = {key: cosine for key, cosine in near[word].items() if key in counts}
        known |= dict.fromkeys([key for key in (own, *spelled.whole.get(word, ())) if key in counts], 1.0)
        for part in spelled.parts.get(word, (own,)):
            keys = known | ({part: 1.0} if part in counts else {})
            rarity = _rarity(max((counts[key] for key in keys), default=0), total)
            terms.append(Term(word, part, keys, rarity))
    return Query(question, language_of(question), encoding.vector, encoding.states, tuple(terms))


def _rarity(count: int, total: int) -> float:
    return math.log(1 + (total - count + 0.5) / (count + 0.5))
