"""Articles that try to make a language model say what they do not report, and how to read them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from store import Article

ATTACKS = Path(__file__).parents[1] / "data" / "attacks"
SETS = ("articles.jsonl", "held_out.jsonl", "held_out_again.jsonl")


@dataclass(frozen=True, slots=True)
class Attack:
    """A poisoned article, the question it waits for, and the false sentence it wants said, in English and Arabic."""

    id: str
    kind: str
    question: str
    payload: tuple[str, str]
    article: Article


@cache
def attacks(*names: str) -> tuple[Attack, ...]:
    """The attacks of these sets; of all without a name."""
    lines = [line for name in names or SETS for line in (ATTACKS / name).read_text(encoding="utf-8").splitlines()]
    return tuple(_attack(json.loads(line)) for line in lines)


def _attack(row: dict[str, str]) -> Attack:
    article = Article(**{key: row[key] for key in ("title", "outlet", "date", "language", "text")})
    english, arabic = row["payload"]
    return Attack(row["id"], row["kind"], row["question"], (english, arabic), article)
