"""How far questions lie from passages: the states of a question's tokens, moved to where those of passages are.

The encoder was taught to read another prefix before a question than before a passage, and has a place for each
language. So what a question's tokens have in common tells its role and language, not what it asks. Taken away, it
leaves tokens of an English question beside those of Arabic sentences that mean the same.

`questions.json` holds it for questions in each language: the mean state of their tokens, less that of the tokens of
Arabic passages (benchmarks/learn_aside.py, from XQuAD).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import numpy as np

from store.embedding.token_states import States
from store.text import language_of


def shift_query_states(question: str, states: States) -> States:
    """The states, float32 [tokens, 384], of a question's tokens, moved to where those of passages lie."""
    return np.asarray(states - _aside()[language_of(question)], np.float32)


@lru_cache(maxsize=1)
def _aside() -> dict[str, States]:
    kept = json.loads(Path(__file__).with_name("query_shift.json").read_text("utf-8"))
    return {language: np.array(numbers, np.float32) for language, numbers in kept.items()}
