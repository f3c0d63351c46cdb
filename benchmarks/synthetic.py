"""Articles of the samples' length, as many as wanted, and a reader that takes no time: for measuring speed only.

Their words are the sample articles' words, drawn as often as they occur there, and invented ones, each rare: so that
the vocabulary grows with the number of articles as a newsroom's does. They mean nothing.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

import numpy as np

from store import Article
from store.embedding.encoder import Encoder
from store.embedding.engine import Encoding
from store.readers.article_reader import read_article
from store.sample import SAMPLE

WORDS_A_SENTENCE = (8, 30)
SENTENCES = 12
RARE = 0.06
INVENTED = 200_000
_LETTERS = "ابتثجحخدرزسشصضطعغفقكلمنهوي"
_OUTLETS = [f"جريدة {number}" for number in range(20)]


@cache
def _texts(language: str) -> tuple[str, ...]:
    samples = [read_article(path) for path in sorted(SAMPLE.glob("*.md")) if not path.name.endswith(".en.md")]
    if language == "ar":
        return tuple(article.text for article in samples)
    return tuple(article.translations[0].text for article in samples)


@cache
def _words(language: str) -> list[str]:
    return re.findall(r"[^\W\d_]{2,}", " ".join(_texts(language)))


def _invented(pick: random.Random) -> str:
    number = int(INVENTED * pick.random() ** 2)  # the lower ones are less rare
    letters = random.Random(number)
    return "".join(letters.choices(_LETTERS, k=letters.randint(3, 6)))


def _sentence(pick: random.Random, words: Sequence[str]) -> str:
    chosen = pick.choices(words, k=pick.randint(*WORDS_A_SENTENCE))
    return " ".join(_invented(pick) if pick.random() < RARE else word for word in chosen) + "."


def articles(count: int, first: int = 0) -> Iterator[Article]:
    """So many articles, the same ones each time."""
    words = _words("ar")
    for number in range(first, first + count):
        pick = random.Random(number)
        sentences = [_sentence(pick, words) for _ in range(SENTENCES)]
        text = "\n".join(" ".join(sentences[at : at + 3]) for at in range(0, SENTENCES, 3))
        date = f"20{pick.randint(10, 25)}-{pick.randint(1, 12):02}-{pick.randint(1, 28):02}"
        outlet = pick.choice(_OUTLETS)
        yield Article(title=_sentence(pick, words)[:60], text=text, outlet=outlet, date=date, language="ar")


def questions(count: int) -> list[str]:
    """Questions of four to eight words, every other one in English."""
    pick = random.Random(7)
    asked = []
    for number in range(count):
        chosen = pick.choices(_words("en" if number % 2 else "ar"), k=pick.randint(4, 8))
        asked.append(" ".join(chosen) + ("?" if number % 2 else "؟"))
    return asked


class QuickReader:
    """Reads passages without the model: each token has one state, drawn from states the model gave for the samples.

    So a store of a hundred thousand passages can be made in minutes. Its vectors crowd as real ones do, and
    questions are read by the model itself.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._states = np.concatenate([e.states for e in encoder.read_passages(_texts("ar") + _texts("en"))])
        self.fingerprint, self.dimensions = encoder.fingerprint, encoder.dimensions
        self.read_questions, self.comparable = encoder.read_questions, encoder.comparable
        self.token_count, self.spans = encoder.token_count, encoder.spans

    def read_passages(
        self, texts: Sequence[str], on_tokens: Callable[[int], None] | None = None
    ) -> Iterator[Encoding]:
        for text in texts:
            ids = np.array(self._encoder.token_ids(text))
            states = self._states[(ids * 7919) % len(self._states)]
            if on_tokens is not None:
                on_tokens(len(ids))
            total = states.sum(axis=0)
            yield Encoding(total / np.linalg.norm(total), states)
