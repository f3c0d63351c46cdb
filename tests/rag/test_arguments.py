"""What `answer` and its like are given: wrong types are named, and a history may be messages."""

from __future__ import annotations

import re
from collections.abc import Callable
from inspect import signature
from typing import Any

import pytest

from rag import answer, follow_ups, retrieve, stream_answer
from store import ArgumentError, Corpus, IsnadError
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel

ARGUMENTS = {
    "question": [None, 5, b"who?", ["who?"], {"a": 1}],
    "corpus": ["store", 5, [], object],
    "history": [5, {"role": "user", "content": "who?"}, b"who?", object()],
    "llm": [5, 2.5, b"ollama:x", ["ollama:x"], object(), QueuedModel],
    "outlets": [5, {"The Quay": 1}, [5], [None], object()],
    "since": [5, 20.5, ["2024"], object()],
    "until": [2024, b"2024", object()],
    "settings": ["off", 5, {"llm": ""}, object()],
    "limit": ["3", 2.5, None, [3]],
}


def named(function: Callable[..., object], name: str, wrong: object, corpus: Corpus) -> str:
    given: dict[str, Any] = {"question": "Who?", "corpus": corpus} | {name: wrong}
    with pytest.raises(ArgumentError) as caught:
        function(given.pop("question"), **given)
    return str(caught.value)


@pytest.mark.parametrize("name", ARGUMENTS)
def test_each_argument_is_named_with_its_type_and_what_is_wanted(sample: Corpus, name: str) -> None:
    taking = [each for each in (answer, stream_answer, retrieve) if name in signature(each).parameters]
    assert taking
    for function in taking:
        for wrong in ARGUMENTS[name]:
            said = named(function, name, wrong, sample)
            assert re.match(rf"^{name}(\[0\])? has to be [\w ,.]+, not \w+\.$", said), said


def test_a_model_of_a_wrong_type_is_for_the_programmer_and_not_for_the_reader(sample: Corpus) -> None:
    question = "What did Jake Sullivan say about the effect of sanctions on Russia?"
    with pytest.raises(IsnadError, match=r"^llm has to be LLM, str or None, not int\.$"):
        answer(question, corpus=sample, llm=5)  # type: ignore[arg-type]
    assert answer(question, corpus=sample, llm="no such model").notice  # a setting may be wrong, and is told


def test_follow_ups_refuse_too(sample: Corpus) -> None:
    for wrong in (None, "an answer", 5):
        with pytest.raises(ArgumentError, match="^answered has to be Answer, not"):
            follow_ups(wrong, corpus=sample)  # type: ignore[arg-type]


# A history of messages

EARLIER = "Who visited Pyongyang in June 2024?"


def test_messages_are_the_questions_that_users_asked(sample: Corpus) -> None:
    expected = answer("and when?", corpus=sample, history=[EARLIER])
    assert EARLIER.rstrip("?") in expected.understood
    said = {"role": "assistant", "content": "Whatever was answered: who won the chess tournament?"}
    for history in (
        [{"role": "user", "content": EARLIER}, said],
        ({"role": "user", "content": EARLIER, "id": 5}, {"role": "assistant", "content": ""}),
        iter([EARLIER, said]),
    ):
        assert answer("and when?", corpus=sample, history=history) == expected
    asked = [{"role": "user", "content": EARLIER}]
    assert follow_ups(expected, corpus=sample, history=asked) == follow_ups(
        expected, corpus=sample, history=[EARLIER]
    )


@each_case(
    ("message", "said"),
    [
        ({"role": "robot", "content": "x"}, "history[1]['role'] has to be 'user' or 'assistant', not 'robot'."),
        ({"content": "x"}, "history[1]['role'] has to be 'user' or 'assistant', not None."),
        ({"role": "user"}, "history[1]['content'] has to be str, not None."),
        ({"role": "user", "content": ["x"]}, "history[1]['content'] has to be str, not list."),
        (("user", "x"), "history[1] has to be str or Mapping, not tuple."),
    ],
)
def test_what_is_no_message_is_named(sample: Corpus, message: Any, said: str) -> None:
    with pytest.raises(ArgumentError, match=f"^{re.escape(said)}$"):
        answer("and when?", corpus=sample, history=[{"role": "user", "content": EARLIER}, message])
