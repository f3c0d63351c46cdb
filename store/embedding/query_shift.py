"""The shift between the token states of questions and those of passages.

The encoder was trained with another prefix for questions than for passages, and its states differ by language. What
the tokens of all questions have in common therefore tells their role and language, not what they ask. Subtracting it
brings the tokens of an English question near those of Arabic sentences that mean the same.

`query_shift.json` holds the shift for each language: the mean state of the tokens of questions, minus that of the
tokens of Arabic passages (learned from XQuAD by benchmarks/learn_aside.py).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np

from store.embedding.token_states import States
from store.text import language_of


def shift_query_states(question: str, states: States) -> States:
    """The states, float32 [tokens, 384], of a question's tokens, minus the shift of its language."""
    return np.asarray(states - _shifts()[language_of(question)], np.float32)


@lru_cache(maxsize=1)
def _shifts() -> dict[str, States]:
    learned = json.loads(Path(__file__).with_name("query_shift.json").read_text("utf-8"))
    return {language: np.array(numbers, np.float32) for language, numbers in learned.items()}
