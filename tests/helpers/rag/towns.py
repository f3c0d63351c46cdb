"""Towns, each with an article, questions about them, answerable and not, and a reader that compares words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rag.errors import ReaderError
from rag.reading import Entailment, Page, Reading
from store import Article
from store.text import word_keys, words

TOWNS = (
    "Varda Morell Tisno Kelby Arendt Quillan Sorvik Dunmore Pavlitz Oakhurst Brenta Lomsk Yarrow Castell Hovde "
    "Marisk Elstow Fenwick Grimsa Ivrea Jelling Kostel Lumbra Navarre Ostrava"
).split()
THINGS = (
    "bakery tram library orchard ferry windmill cinema quarry school harbour stable tannery museum brewery aqueduct "
    "lighthouse chapel theatre garden granary pharmacy sawmill swimming-pool market forge"
).split()


def price(number: int) -> str:
    """The sentence of a town's article that its question asks for."""
    return f"The council of {TOWNS[number]} bought the old {THINGS[number]} for {number + 30} thousand crowns."


ARTICLES = [
    Article(
        title=f"News from {town}", text=f"{price(number)}\nThe road to {town} is closed after the snow of Sunday."
    )
    for number, town in enumerate(TOWNS)
]
ROWS: list[dict[str, Any]] = [
    {
        "id": f"price-{town}",
        "lang": "en",
        "question": f"For how much did the council of {town} buy the old {THINGS[number]}?",
        "answerable": True,
        "facets": [[{"sentence": price(number)}]],
    }
    for number, town in enumerate(TOWNS)
] + [
    {
        "id": f"ceiling-{town}",
        "lang": "en",
        "question": f"Which painter from abroad decorated a ceiling in {town}?",
        "answerable": False,
    }
    for town in TOWNS[:20]
]


class SharedWords:
    """A Reader that takes the share of the question's words that a sentence has for how likely it answers."""

    def __init__(self, fingerprint: str = "shared words/1", failing: bool = False) -> None:
        self.fingerprint = fingerprint
        self._failing = failing

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        if self._failing:
            raise ReaderError("It failed.")
        return [self._reading(_keys(question), page) for page in pages]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        raise ReaderError("It judges nothing.")

    def _reading(self, asked: set[str], page: Page) -> Reading:
        own = [_keys(page.text[span.start : span.end]) for span in page.sentences]
        shares = [len(asked & keys) / len(asked) for keys in own]
        total = sum(shares) or 1.0
        none = 1.0 - max(shares)
        return Reading(none, tuple(share / total * (1.0 - none) for share in shares), 0.0, None, None, None)


def _keys(text: str) -> set[str]:
    return {key for word in words(text) for key in word_keys(word)}
