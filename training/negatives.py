"""Hard negatives: passages that the encoder finds for a question though they do not answer it.

In use the reader's scores are compared across the passages found for a question. Questions are therefore learned
together with such passages (`Example.others`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from store.embedding import text_encoder
from training.examples import Example, Passage

_LANGUAGES = ("ar", "en")
_NEAREST = 6
"""So many families of each language are drawn from."""


def with_others(
    examples: Sequence[Example], passages: Sequence[Passage], most: int, share: float, random: Random
) -> list[Example]:
    """The examples; this share of those of a family with at most so many passages of other families that are near."""
    encoder = text_encoder(None)
    places: dict[str, list[int]] = defaultdict(list)
    passages = [passage for passage in passages if passage.language in _LANGUAGES]
    for place, passage in enumerate(passages):
        places[passage.language].append(place)
    vectors = encoder.encode_passages([f"{passage.title}\n{passage.text}" for passage in passages])
    chosen = [at for at, one in enumerate(examples) if one.family and random.random() < share]
    questions = encoder.encode_questions([examples[at].question for at in chosen])
    found = list(examples)
    for at, question in zip(chosen, questions, strict=True):
        near = []
        for own in places.values():
            order = np.argsort(-(vectors[own] @ question), kind="stable")[: 4 * _NEAREST]
            near += _of_other_families(examples[at], [passages[own[place]] for place in order])
        drawn = random.sample(near, min(random.randint(1, most), len(near)))
        found[at] = replace(examples[at], others=tuple((one.title, one.text) for one in drawn))
    return found


def _of_other_families(example: Example, passages: Sequence[Passage]) -> list[Passage]:
    """The first _NEAREST families' nearest passages that have neither the answer's words nor the example's family."""
    words = example.text[slice(*example.answer)] if example.answer and not example.in_title else ""
    by_family: dict[str, Passage] = {}
    for passage in passages:
        if passage.family != example.family and not (words and words in passage.text):
            by_family.setdefault(passage.family, passage)
    return list(by_family.values())[:_NEAREST]
