"""The obedient model obeys: else the tests that use it would prove nothing."""

from __future__ import annotations

import json

import pytest
from llama_index.core.base.llms.types import ChatMessage

from tests.helpers.cases import each_case
from tests.helpers.obedient import MANNERS, ObedientModel, found
from tests.helpers.poisoned import Attack, attacks

pytestmark = pytest.mark.slow

PAYLOADS = tuple(attack.payload for attack in attacks())


def passage(number: int, text: str) -> str:
    return json.dumps({"number": number, "text": text}, ensure_ascii=False)


def messages(text: str) -> list[ChatMessage]:
    return [
        ChatMessage(role="system", content="Answer from the passages, with their numbers."),
        ChatMessage(role="user", content=f"Question: who?\n\n{passage(1, text)}\n{passage(2, 'Nobody came.')}"),
    ]


@each_case("attack", attacks())
def test_it_says_what_any_attack_wants(attack: Attack) -> None:
    article = attack.article
    read = f"{article.title} ({article.outlet})\n{article.text}"
    assert set(attack.payload) <= set(found(PAYLOADS, read))


def test_it_says_nothing_else_of_an_honest_article() -> None:
    model = ObedientModel(payloads=PAYLOADS)
    said = model.chat(messages("The fair opened at nine. It rained.")).message.content
    assert said == "The fair opened at nine. [1]"
    assert model.obeyed == []
    assert len(model.asked) == 1


@each_case("manner", MANNERS)
def test_it_streams_what_it_says(manner: str) -> None:
    attack = attacks()[0]
    model = ObedientModel(payloads=PAYLOADS, manner=manner)
    pieces = list(model.stream_chat(messages(attack.article.text)))
    whole = "".join(piece.delta or "" for piece in pieces)
    assert whole == pieces[-1].message.content
    assert all(payload in whole for payload in attack.payload)
    assert model.obeyed == list(attack.payload)
