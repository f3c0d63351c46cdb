"""The way of a question: `rag/chain` enters each room once, and no room calls one that lies above it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import groupby
from types import FrameType

from rag import answer
from rag.settings import Settings
from store import Corpus
from tests.helpers.cases import each_case

BESIDE = {"QueryPlan.scope", "raise_if_cancelled"}
"""No steps of the way: a property of data that the plan's receivers read, and a look whether anyone waits still."""
WAY = ["query", "reading", "retrieval", "synthesis", "results"]
FLOORS = ["query", "reading", "retrieval", "verification", "synthesis"]
"""From the lowest to the highest."""
QUESTIONS: list[tuple[str, Sequence[str]]] = [
    ("Who met Kim in Pyongyang in July 2023?", ()),
    ("What about Putin?", ["When did Shoigu visit Pyongyang?"]),
    ("What did Kim do after Putin's visit to Pyongyang?", ()),
    ("Latest news", ()),
    ("Give me a timeline of the events", ()),
    ("When?", ["Who met Kim in Pyongyang in July 2023?", "thank you"]),
]

Call = tuple[str, str, str]
"""The room of the caller, the room that is called, and the function called there."""


def room(frame: FrameType | None) -> str:
    """The room of a function: "query" of rag.query.plan; "" outside rag."""
    parts = str(frame.f_globals.get("__name__", "")).split(".") if frame else []
    return parts[1] if parts[:1] == ["rag"] and len(parts) > 1 else ""


def calls_between_rooms(question: str, history: Sequence[str], corpus: Corpus) -> tuple[list[Call], bool]:
    """What the rooms call of each other while a question is answered, in order, and whether it is answered."""
    calls: list[Call] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        enters = event == "call" and room(frame) and room(frame.f_back) not in ("", room(frame))
        if enters and frame.f_code.co_qualname not in BESIDE:
            calls.append((room(frame.f_back), room(frame), frame.f_code.co_qualname))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        found = answer(question, corpus=corpus, history=history, settings=Settings(llm=""))
    finally:
        sys.setprofile(before)
    return calls, found.answered


@each_case(("question", "history"), QUESTIONS)
def test_each_room_is_entered_once(question: str, history: Sequence[str], sample: Corpus) -> None:
    answer(question, corpus=sample, history=history, settings=Settings(llm=""))  # what is loaded once is loaded now
    calls, answered = calls_between_rooms(question, history, sample)
    assert answered
    entered = [(called, function) for caller, called, function in calls if caller == "chain"]
    rooms = [name for name, _ in groupby(called for called, _ in entered)]
    assert rooms == [name for name in WAY if name in rooms], entered
    assert [call for call in calls if call[0] in FLOORS and call[1] in FLOORS[FLOORS.index(call[0]) + 1 :]] == []
