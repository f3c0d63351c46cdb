"""Whether passages bear out a sentence that a model wrote, compared word by word.

Each word of the sentence is paired with a word of the passages: the same word, the same name in other
letters, or the one whose encoding is most similar. The measures say how similar they are, whether both are meant in
the same way (one may be denied, or only possible), and whether they come in the same order.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.linguistics import comparison_forms, denied, denies, hedged, insists, matches_transliteration, parse_number
from rag.retrieval import Measures, logistic, weighted_sum
from store import Corpus
from store.embedding import centred
from store.index import read_at
from store.text import MONTHS, STOPWORDS, WEEKDAY, WORD, fold, language_of, words

LIKE = 0.4
"""Words this like each other are compared in how they are meant."""
RARE = 3
"""A word of so many tokens is a rare one, as names are."""
MOST_WORDS = 20
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning, as written at `start`, with its forms and how many tokens it has."""

    text: str
    start: int
    forms: frozenset[str]
    tokens: slice
    denied: bool
    hedged: bool


@dataclass(frozen=True)
class EncodedText:
    """A text, with the centred states of its tokens, float32 [tokens, dimensions], and their characters."""

    text: str
    states: Vectors
    spans: Sequence[tuple[int, int]]

    @cached_property
    def words(self) -> list[Word]:
        """Its words that carry meaning; numbers, days and stop words are none."""
        found = [word for word in WORD.finditer(self.text) if _carries(word[0])]
        tokens = read_at([word.span() for word in found], self.spans, len(self.states))
        return [
            Word(w[0], w.start(), _forms(w[0]), own, denied(self.text, *w.span()), hedged(self.text, *w.span()))
            for w, own in zip(found, tokens, strict=True)
        ]

    @cached_property
    def meanings(self) -> Vectors:
        """The state of each of its words, float32 [words, dimensions] of unit length; zeros without tokens."""
        means = [self.states[w.tokens].sum(axis=0) for w in self.words]
        return _unit(np.array(means, np.float32).reshape(len(means), self.states.shape[1]))

    @cached_property
    def meaning(self) -> Vectors:
        """The mean of its states at unit length."""
        return np.asarray(_unit(self.states.sum(axis=0, keepdims=True))[0], np.float32)


def encode_texts(texts: Sequence[str], corpus: Corpus) -> list[EncodedText]:
    """Encode texts."""
    centre, encoder = corpus.index.centre(), corpus.encoder
    read = zip(texts, encoder.read_passages(texts), strict=True)
    return [EncodedText(text, centred(one.states, centre), encoder.spans(text)) for text, one in read]


def is_cross_lingual(sentence: EncodedText, passages: Sequence[EncodedText]) -> bool:
    """Whether the sentence has another language than any of the passages."""
    return language_of(sentence.text) not in {language_of(passage.text) for passage in passages}


def _unit(rows: Vectors) -> Vectors:
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, np.float32(1e-9)), np.float32)


def _forms(written: str) -> frozenset[str]:
    return frozenset().union(*(comparison_forms(word) for word in words(written)))


def _carries(word: str) -> bool:
    folded = fold(word)
    plain = parse_number([folded]) is None and folded not in MONTHS and not WEEKDAY.fullmatch(folded)
    return len(folded) > 1 and folded not in STOPWORDS and plain


@dataclass(frozen=True, slots=True)
class _Pair:
    """A word of the sentence and its pair in the passages, their similarity (1: the same), and the pair's place."""

    word: Word
    other: Word | None
    like: float
    place: int


def support_features(
    sentence: EncodedText, passages: Sequence[EncodedText], outlets: Sequence[str] = ()
) -> dict[str, float]:
    """The measures for and against the passages bearing out the sentence. It may name their outlets."""
    likest = (sentence.states @ np.concatenate([passage.states for passage in passages]).T).max(axis=1)
    known = _forms(" ".join(outlets))
    pairs = [pair for pair in _paired(sentence, passages, likest) if not _names(pair.word, known)]
    likes = sorted(pair.like for pair in pairs) or [float(likest.mean())]
    near = [pair for pair in pairs if pair.other and pair.like > LIKE]
    places = [pair.place for pair in near]
    denial, denials = denies(sentence.text), [denies(passage.text) for passage in passages]
    return {
        "tokens": float(likest.mean()),
        "unlikest tokens": float(np.sort(likest)[:3].mean()),
        "least": likes[0],
        "second least": likes[min(1, len(likes) - 1)],
        "mean": float(np.mean(likes)),
        "unlike": float(np.mean([like < LIKE for like in likes])),
        "lacking": float(sum(max(0.0, 0.6 - like) for like in likes)),
        "same": float(np.mean([like == 1.0 for like in likes])),
        "name": min((p.like for p in pairs if p.word.text[0].isupper() and p.word.start), default=1.0),
        "rare": min((p.like for p in pairs if p.word.tokens.stop - p.word.tokens.start >= RARE), default=1.0),
        "meaning": max(float(sentence.meaning @ passage.meaning) for passage in passages),
        "denied": _share(pair.other is not None and pair.word.denied != pair.other.denied for pair in near),
        "denies": float(denial and not any(denials)),
        "loses denial": float(any(denials) and not denial),
        "unhedged": _share(pair.other is not None and pair.other.hedged > pair.word.hedged for pair in near),
        "insists": float(insists(sentence.text) and not any(insists(passage.text) for passage in passages)),
        "disorder": _disorder(places),
        "words": float(min(len(pairs), MOST_WORDS)),
    }


def _names(word: Word, known: frozenset[str]) -> bool:
    """Whether a word is part of an outlet's name."""
    return word.text[0].isupper() and not word.forms.isdisjoint(known)


def _share(of: Iterable[bool]) -> float:
    values = list(of)
    return sum(values) / len(values) if values else 0.0


def _paired(sentence: EncodedText, passages: Sequence[EncodedText], likest: Vectors) -> list[_Pair]:
    """Each of the sentence's words with its pair in the passages."""
    others = [(number, word) for number, passage in enumerate(passages) for word in passage.words]
    near = sentence.meanings @ np.concatenate([passage.meanings for passage in passages]).T
    return [
        _pair(word, others, own, likest[word.tokens], passages)
        for word, own in zip(sentence.words, near, strict=True)
    ]


def _pair(
    word: Word, others: Sequence[tuple[int, Word]], near: Vectors, likest: Vectors, passages: Sequence[EncodedText]
) -> _Pair:
    if not others:
        return _Pair(word, None, 0.0, 0)
    same = [at for at, (_, other) in enumerate(others) if not word.forms.isdisjoint(other.forms)]
    best = max(same or range(len(others)), key=lambda at: near[at])
    like = max(float(near[best]), float(likest.mean()) if len(likest) else 0.0)
    if same or any(
        language_of(word.text) != language_of(p.text) and matches_transliteration(word.text, p.text) for p in passages
    ):
        like = 1.0
    number, other = others[best]
    return _Pair(word, other, like, 10_000 * number + other.start)


def _disorder(places: Sequence[int]) -> float:
    """The share of pairs of words whose order is the other way round in the passages."""
    pairs = [(one, other) for at, one in enumerate(places) for other in places[at + 1 :]]
    return sum(one > other for one, other in pairs) / len(pairs) if pairs else 0.0


def support_probability(measures: Measures, crosses: bool) -> float:
    """How likely, from 0 to 1, passages bear out a written sentence; `crosses` where it has another language."""
    return logistic(weighted_sum(support_weights()["support across languages" if crosses else "support"], measures))


@lru_cache(maxsize=1)
def support_weights() -> dict[str, dict[str, float]]:
    """The weight of each measure, learned by benchmarks/learn_support.py."""
    learned: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("entailment.json").read_text("utf-8"))
    return learned
