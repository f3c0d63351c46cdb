"""Readers of the page and programs are not told paths and addresses; the log is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag import Answer, Fallback, QuestionError, RagError, SettingsError
from store import Corpus, IsnadError, StoreBusyError, StoreDamagedError, StorePathError
from tests.helpers.fakes import FakeEncoder
from ui.api import ApiFunctions, answer_for_readers, told_to_readers
from ui.web.handlers import PageHandlers
from ui.web.request import QuestionRequest

HERE = "/srv/isnad/store"


def all_errors(base: type[IsnadError] = IsnadError) -> Iterator[type[IsnadError]]:
    yield base
    for kind in base.__subclasses__():
        yield from all_errors(kind)


def test_which_errors_are_for_readers_is_decided_for_each() -> None:
    """What a reader did wrong is told; what is wrong inside goes to whoever runs Isnad."""
    rooms = (IsnadError.__module__, RagError.__module__)
    assert {kind.__name__ for kind in all_errors() if not kind.inside and kind.__module__ in rooms} == {
        "ArgumentError",
        "IsnadError",
        "QuestionError",
        "QuestionFileError",
        "RagError",
        "ReadingError",
        "ScopeError",
        "StoreError",
        "UnknownArticleError",
    }


@pytest.mark.parametrize("kind", [StorePathError, StoreDamagedError, StoreBusyError, SettingsError])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_path_is_told_to_the_log_alone(
    kind: type[IsnadError], language: str, caplog: pytest.LogCaptureFixture
) -> None:
    told = told_to_readers(kind(f"{HERE} is amiss"), language)
    assert HERE not in told and told == told_to_readers(kind("something else"), language)
    assert (HERE in caplog.text) is (kind is not StoreBusyError)


def test_what_a_reader_did_wrong_is_told_as_it_is() -> None:
    assert told_to_readers(QuestionError("There is no word in it.")) == "There is no word in it."


class Failing:
    """Answers nothing, since the store is damaged."""

    def answers(self, question: str, /, **options: object) -> Iterator[Answer]:
        raise StoreDamagedError(f"The store {HERE} is damaged.")
        yield


def test_neither_page_nor_programs_show_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        (shown,) = PageHandlers(corpus, Failing()).answers("Who grinds?", QuestionRequest())  # type: ignore[arg-type]
        functions = ApiFunctions(corpus, Failing().answers)
        ask = functions.returning_errors()[0]
        got = asyncio.run(ask(question="Who grinds?"))  # type: ignore[arg-type]
    for told in (shown, str(got)):
        assert HERE not in told and "finds the reason in its log" in told
    assert caplog.text.count(HERE) == 2


ANSWER = Answer(question="Who grinds?", language="en", intro="", answered=True)


def test_a_model_that_failed_is_told_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    failed = replace(ANSWER, fallback=Fallback.FAILED, notice="http://10.1.2.3:8000/v1#small cannot be reached.")
    told = answer_for_readers(failed).notice
    assert "10.1.2.3" not in told and "quoted instead" in told and "10.1.2.3" in caplog.text
    other = replace(ANSWER, fallback=Fallback.TOO_LITTLE, notice="Too little was borne out.")
    assert answer_for_readers(other) == other


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        ("http://10.1.2.3:8000/v1#small", "small"),
        ("https://models.inside.example/v1#org/large", "org/large"),
        ("gguf:/srv/models/tiny.gguf", "gguf:tiny.gguf"),
        ("ollama:library/qwen2.5", "ollama:library/qwen2.5"),
        ("", ""),
    ],
)
def test_a_model_is_named_without_its_place(model: str, shown: str) -> None:
    assert answer_for_readers(replace(ANSWER, model=model)).model == shown
