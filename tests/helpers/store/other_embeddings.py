"""Other embeddings for the tests: one that understands a little, and one of letters that may fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding

from store import Article

ROOT = Path(__file__).parents[3]
WORDLLAMA = "tests.helpers.wordllama_embedding:WordLlamaEmbedding"
LIGHTHOUSE = Article(
    title="The lighthouse shines again",
    outlet="Hill Post",
    date=dt.date(2024, 3, 5),
    language="en",
    text="The council of Saltmouth lit the old lighthouse again on Tuesday after forty years of darkness. "
    "Two sisters of the Quill family will keep the lamp and live in the tower.",
)
BAKERY = Article(
    title="The bakery closes",
    outlet="Valley Post",
    date=dt.date(2024, 7, 19),
    language="en",
    text="The last bakery of the valley closed on Friday. Its oven had burned for ninety years. "
    "The baker, Otto Brandt, said that flour had become too dear.",
)
FLOOD = Article(
    title="Flood at the mill",
    outlet="Valley Post",
    date=dt.date(2024, 10, 2),
    language="en",
    text="A flood tore the wheel off the water mill on Monday night. "
    "Firefighters carried the miller and his three goats to the church.",
)
OBSERVATORY = Article(
    title="A new dome",
    outlet="Hill Post",
    date=dt.date(2025, 1, 30),
    language="en",
    text="Astronomers repaired the dome of the observatory after the storm. They will watch a comet there in April.",
)
ALL = [LIGHTHOUSE, BAKERY, FLOOD, OBSERVATORY]
ANSWERED = {
    "Who repaired the dome of the observatory?": OBSERVATORY.text.split(". ")[0] + ".",
    "When did the last bakery of the valley close?": BAKERY.text.split(". ")[0] + ".",
    "Who will keep the lamp in the tower?": LIGHTHOUSE.text.split(". ")[1],
}
OFF_TOPIC = [
    "Who won the chess championship in Reykjavik?",
    "What is the population of North Korea?",
    "How many moons does Jupiter have?",
]


class Letters(BaseEmbedding):
    """How often each letter occurs: an embedding that is quick and understands nothing."""

    weight: float = 1.0

    @classmethod
    def class_name(cls) -> str:
        return "Letters"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return [self.weight * (1 + text.lower().count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"]


MADE = Letters(model_name="made already")


def make_letters(model_name: str = "made by a function") -> BaseEmbedding:
    return Letters(model_name=model_name)


def make_nothing() -> None:
    """What a function that forgot its `return` gives."""


HOW = "Write it as module:Class, with its arguments after it"
WRONG = {
    "no colon": ("nonsense", HOW),
    "no class": ("os:", HOW),
    "no module": (":Class", HOW),
    "two names": ("os:one two", HOW),
    "a list of arguments": (WORDLLAMA + " [64]", HOW),
    "arguments that do not end": (WORDLLAMA + ' {"dims": 64', HOW),
    "a module that is not there": ("no_such_module.at_all:Class", "no_such_module"),
    "a name that is not there": (f"{__name__}:NoSuchClass", "NoSuchClass"),
    "not a class": (f"{__name__}:ROOT", "not callable"),
    "something else": (f"{__name__}:Path", "not a LlamaIndex embedding"),
    "a function of nothing": (f"{__name__}:make_nothing", "not a LlamaIndex embedding"),
    "no JSON": (WORDLLAMA + " {dims: 64}", "line 1 column 2"),
    "an argument it does not take": (WORDLLAMA + ' {"dimensions": 64}', "unexpected keyword argument 'dimensions'"),
    "a value it does not take": (WORDLLAMA + ' {"dims": 77}', "dimension must be one of"),
    "a value of another type": (__name__ + ':make_letters {"model_name": {}}', "should be a valid string"),
}


class Failing(Letters):
    """Does something else, once so many texts were embedded well."""

    well: int = 0
    instead: Any = None
    embedded: int = 0

    def _get_text_embedding(self, text: str) -> list[float]:
        self.embedded += 1
        return super()._get_text_embedding(text) if self.embedded <= self.well else self.instead()


class OutOfBudgetError(Exception):
    """As a vendor's library has them: known to nobody else."""


def raising(error: BaseException) -> Callable[[], list[float]]:
    def fail() -> list[float]:
        raise error

    return fail


OPENING = 12
"""So many texts are embedded when a store is opened."""


def is_one_sentence(said: str) -> bool:
    """No traceback, no page of validation errors: what fits on a few lines of a terminal."""
    return "\n" not in said and "Traceback" not in said and len(said) < 500
