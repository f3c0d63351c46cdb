"""An answer as JSON: the documented schema is that of the types, and real answers of every kind keep to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from rag import Answer, AnswerKind, answer
from rag.results import AnswerRecord
from store import Article, Corpus
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel
from tests.helpers.rag.papers import quoting, refusing
from tests.helpers.rag.writers import true

SCHEMA = Path(__file__).parents[3] / "docs" / "answer.schema.json"
KINDS: dict[AnswerKind, str] = {
    AnswerKind.ANSWER: "What did Jake Sullivan say about the effect of sanctions on Russia?",
    AnswerKind.REFUSAL: "Who won the chess tournament in Reykjavik?",
    AnswerKind.SUMMARY: "Summarise the articles about satellites",
    AnswerKind.TIMELINE: "Timeline of the events about Kim's visit to Russia",
    AnswerKind.COMPARISON: "Where do the outlets disagree about the summit?",
    AnswerKind.ABOUT: "How many articles do you have?",
}


def described() -> dict[str, Any]:
    """The schema that the types give."""
    made = TypeAdapter(AnswerRecord).json_schema(mode="serialization")
    return {"$schema": Draft202012Validator.META_SCHEMA["$id"], **made}


def faults(record: object) -> list[str]:
    found = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(record)
    return [f"{error.json_path}: {error.message}" for error in found]


def test_the_documented_schema_is_that_of_the_types() -> None:
    """Where it is not, write `described()` into the file: `json.dumps(described(), indent=2, ensure_ascii=False)`."""
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == described()


@pytest.mark.parametrize("kind", KINDS)
def test_real_answers_of_each_kind_keep_to_the_schema(sample: Corpus, kind: AnswerKind) -> None:
    got = answer(KINDS[kind], corpus=sample)
    record = json.loads(got.to_json())
    assert got.kind is kind and faults(record) == []
    assert record["kind"] == kind.value and record["lead"] == got.lead and record["text"] == got.text
    check_quotes(got, record)


def check_quotes(got: Answer, record: dict[str, Any]) -> None:
    """Every citation of an answer is there, with the place of its words; statements name them by number."""
    assert [each["quote"] for each in record["citations"]] == [c.quote for c in got.citations]
    for told, c in zip(record["citations"], got.citations, strict=True):
        assert c.article.part(told["field"])[told["start"] : told["end"]] == told["quote"]
        assert told["article"]["id"] == c.article.id
    named = [number for said in record["statements"] for number in said["citations"]]
    assert named == [each["number"] for each in record["citations"]]


def test_so_does_one_that_a_model_wrote_and_one_where_it_failed(sample: Corpus) -> None:
    asked = KINDS[AnswerKind.ANSWER]
    said = true(answer(asked, corpus=sample).citations[0])
    written = answer(asked, corpus=sample, llm=QueuedModel([said]))
    failed = answer(asked, corpus=sample, llm=QueuedModel([RuntimeError("out of order")]))
    assert written.model and failed.fallback == "failed"
    for got in (written, failed):
        assert faults(got.to_dict()) == []
        check_quotes(got, json.loads(got.to_json()))


def test_nothing_but_plain_data_is_in_it(sample: Corpus) -> None:
    def kinds(value: object) -> set[type]:
        inner: Sequence[object] = (
            list(value.values()) if isinstance(value, dict) else value if type(value) is list else ()
        )
        return {type(value)}.union(*map(kinds, inner))

    for question in KINDS.values():
        got = answer(question, corpus=sample)
        assert kinds(got.to_dict()) <= {dict, list, str, int, float, bool, type(None)}
        assert json.loads(got.to_json()) == got.to_dict()


@each_case(
    ("changes", "at"),
    [
        ({"confidence": 1.5}, "$.confidence"),
        ({"kind": "guess"}, "$.kind"),
        ({"statements": None}, "$.statements"),
        ({"citations": [{"quote": "x"}]}, "$.citations[0]"),
    ],
)
def test_the_schema_refuses_what_is_no_answer(changes: dict[str, Any], at: str) -> None:
    assert faults(quoting("Tides turn.").to_dict() | changes)[0].startswith(at)  # type: ignore[operator]


def test_characters_that_disturb_are_written_as_escapes_and_come_back() -> None:
    quote = "قال \u202eإنه\u202c \x9b31m \x1b[2J و\ud800 «نعم»"
    written = quoting(quote).to_json()
    assert not set(written) & set("\u202e\u202c\x9b\x1b\ud800") and "«نعم»" in written
    assert written.encode() and json.loads(written)["citations"][0]["quote"] == quote


def test_a_notebook_shows_the_document() -> None:
    for got in (quoting("Tides *turn*."), refusing("The pier is closed.")):
        assert got._repr_markdown_() == got.to_markdown()


def test_printings_and_missing_dates_are_told() -> None:
    copy = Article(title="Tides", text="Tides turn.", outlet="The Quay")
    record = quoting("Tides turn.", copies=(copy,), date=None).to_dict()
    assert record["citations"][0]["article"]["date"] is None
    assert record["citations"][0]["article"]["copies"] == [
        {"title": "Tides", "outlet": "The Quay", "date": None, "url": ""}
    ]
    assert faults(record) == []


def test_a_preliminary_answer_is_told_as_one() -> None:
    assert replace(quoting("Tides turn."), preliminary=True).to_dict()["preliminary"] is True
