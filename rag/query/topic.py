"""Whether somebody speaks to the program, and of what: "hello", "how many articles do you have?", «شو بتعمل؟».

No sentence is looked up in a list. The encoder reads a message as it reads every question, and weights that
benchmarks/learn_about.py learned say of what it is likely to speak; all but a few messages ask for news. What is
long, as questions for news are and small talk is not, needs no reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.linguistics import needs_context
from rag.query.request import find_request
from rag.query.surface import aligned
from store.embedding import TextEncoder, text_encoder
from store.text import words

MOST_WORDS = 12
"""What has more words than this asks for news."""
SURELY = 0.95
"""What leans on the question before it is said to the program only where this is the chance of it."""
ALONE = 0.8
"""A word alone, which may be a name to search for, is said to the program only from this chance on."""
_BETWEEN = re.compile(r"[,;.!?،؛؟]|\band\b|\s(?=و(?:ماذا|ما|من|كيف|كم|هل|متى|أين|أي)(?!\w))", re.IGNORECASE)
"""What may stand between two things that are said to the program."""
_REMEMBERED = 1024
"""So many messages are remembered: each turn of a conversation is looked at again with every later one."""


class Topic(StrEnum):
    """What is said to the program: small talk, or what is asked about it or its articles as a whole."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    IDENTITY = "identity"
    ABILITY = "ability"
    ADDING = "adding"
    OUTLETS = "outlets"
    COUNT = "count"
    SPAN = "span"
    LANGUAGES = "languages"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class TopicWeights:
    """What each number of a question's vector counts for each topic, beside news, which is 0.

    `weights` is float32 [topics, dimensions], `always` [topics]; `threshold` is the least chance, from 0 to 1, that
    a message is not about news for it to be taken so.
    """

    weights: NDArray[np.float32]
    always: NDArray[np.float32]
    threshold: float


@lru_cache(maxsize=1)
def topic_weights() -> TopicWeights:
    """The weights that ship with Isnad."""
    kept = json.loads(Path(__file__).with_name("topic_weights.json").read_text("utf-8"))
    rows = np.array([kept["topics"][topic] for topic in Topic], np.float32)
    return TopicWeights(rows[:, :-1], rows[:, -1], kept["threshold"])


def topic_of(message: str, earlier: Sequence[str] = ()) -> Topic | None:
    """What a message says to the program; None where it asks for news, or for an overview of the articles.

    `earlier` are the questions before it: "why was it made?" goes on with these, and without them
    is about the program.
    """
    count = len(words(message))
    if count > MOST_WORDS or find_request(*aligned(message)) is not None:
        return None
    topic, chance = _likeliest(message)
    usual = ALONE if count == 1 else topic_weights().threshold
    return topic if chance >= (SURELY if earlier and needs_context(message) else usual) else None


def topics_of(message: str, earlier: Sequence[str] = ()) -> list[Topic]:
    """All that a message says to the program, in order; none where `topic_of` finds none.

    "Hello, which outlets do you have, and how do I add articles?" asks two things; a greeting is heard where nothing
    is asked.
    """
    whole = topic_of(message, earlier)
    if whole is None:
        return []
    parts = [topic_of(part) for part in _BETWEEN.split(message) if words(part)]
    said = [part for part in dict.fromkeys(parts) if part is not None]
    asked: list[Topic] = [topic for topic in said if topic is not Topic.GREETING]
    return asked if asked and None not in parts else [whole]


def without_small_talk(turns: Sequence[str]) -> list[str]:
    """The turns of a conversation, oldest first, that ask for something of the articles."""
    asking: list[str] = []
    for turn in turns:
        if topic_of(turn, asking) is None:
            asking.append(turn)
    return asking


@lru_cache(maxsize=_REMEMBERED)
def _likeliest(message: str) -> tuple[Topic, float]:
    """The likeliest topic of a message, and how likely it is of any."""
    (chances,) = topic_chances([message], topic_weights(), text_encoder(None))
    return list(Topic)[chances.argmax()], float(chances.sum())


def topic_chances(messages: Sequence[str], learned: TopicWeights, encoder: TextEncoder) -> NDArray[np.float32]:
    """How likely each message is of each topic, float32 [messages, topics]; what is missing to 1 is for news."""
    vectors = np.array([encoding.vector for encoding in encoder.read_questions(messages)], np.float32)
    sums = vectors @ learned.weights.T + learned.always
    highest = sums.max(axis=1, keepdims=True, initial=0.0)
    odds = np.exp(sums - highest)
    likely: NDArray[np.float32] = odds / (odds.sum(axis=1, keepdims=True) + np.exp(-highest))
    return likely
