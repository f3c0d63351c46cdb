"""A real small model writes a whole answer, badly: what is shown of it is checked, or the articles are quoted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag import Settings, answer, stream_answer
from rag.results.marks import strip_marks
from store import Corpus
from tests.helpers.rag.providers import small_model
from tests.helpers.rag.writers import holds, only_checked, quote, quoting

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("defaults")]
MODEL = f"gguf:{small_model()}"


def test_whatever_it_writes_is_checked(sample: Corpus) -> None:
    question = "What colour was the train that Kim rode in 2019?"
    plain = quoting(question, sample)
    *_, got = snapshots = list(stream_answer(question, corpus=sample, settings=Settings(llm=MODEL, llm_timeout=120)))
    for snapshot in snapshots:
        holds(snapshot, sample)
    passed = [strip_marks(sentence.text) for sentence in got.written if sentence.fault is None]
    only_checked([s for s in snapshots if s.model], [*passed, *(quote(c, "en") for c in plain.citations)])
    assert got.written or got.notice
    if got.notice:
        assert got == replace(plain, written=got.written, notice=got.notice, fallback=got.fallback)
    else:
        assert got.model and 2 * len(passed) >= len(got.written)


def test_it_is_given_up_when_its_time_is_over(sample: Corpus) -> None:
    question = "When did Putin visit Pyongyang?"
    got = answer(question, corpus=sample, settings=Settings(llm=MODEL, llm_timeout=0.01))
    assert "ISNAD_LLM_TIMEOUT" in got.notice and "0.01 seconds" in got.notice
    assert got == replace(quoting(question, sample), notice=got.notice, fallback=got.fallback)
