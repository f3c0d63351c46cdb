"""Whatever goes wrong with a model, the articles are quoted, and the notice says why and what helps."""

from __future__ import annotations

from dataclasses import replace

import pytest
from llama_index.core.llms import MockLLM

from rag import Answer, Settings, answer, stream_answer
from rag.errors import ModelError
from rag.results.phrases import PHRASES
from store import Corpus
from tests.helpers.fake_models import QueuedModel
from tests.helpers.openai_server import ModelServer, Reply
from tests.helpers.rag.providers import KINDS
from tests.helpers.rag.writers import ENGLISH, QUESTIONS, false, grown, holds, quoting, said, true

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("defaults")]
LANGUAGES = pytest.mark.parametrize("language", QUESTIONS)
LONG = "This model's maximum context length is 8192 tokens, however you requested 9000."
FAILURES = {
    "wrong key": (Reply(status=401), "refused the key: set ISNAD_LLM_KEY", "ISNAD_LLM_KEY"),
    "unknown": (Reply(status=404), "There is no model", "صحّح الاسم"),
    "busy": (Reply(status=429), "wait a little", "انتظر قليلًا"),
    "broken": (Reply(status=500), "ask again later", "أعد السؤال لاحقًا"),
    "too long": (Reply(status=400, error=LONG), "larger context window", "نافذة سياقه أكبر"),
    "half": (Reply("It wants food", end="cut"), "ask again, and look at its server", "افحص خادمه"),
    "garbled": (Reply("It wants", end="garbage"), "check that its address", "تأكد من أن عنوانه"),
    "hung up": (Reply(end="drop"), "broke off", "انقطع"),
    "silent": (Reply("It wants", end="silence"), "ISNAD_LLM_TIMEOUT", "ISNAD_LLM_TIMEOUT"),
    "slow": (Reply("late", wait=60), "choose a smaller model", "اختر نموذجًا أصغر"),
}


def failed(got: Answer, language: str, corpus: Corpus, remedy: str) -> None:
    """It is the quoting answer, but for a notice that says why in the question's language."""
    plain = quoting(QUESTIONS[language], corpus)
    assert got == replace(plain, written=got.written, notice=got.notice, fallback=got.fallback)
    frame = PHRASES[language].quoted_instead.format(why="")
    assert remedy in got.notice and got.notice.endswith(frame) and "\n" not in got.notice
    assert got.notice.count(frame) == 1 and ".." not in got.notice


@LANGUAGES
@pytest.mark.parametrize("failure", FAILURES)
def test_a_server_that_fails(
    sample: Corpus, language: str, failure: str, server: ModelServer, names: dict[str, str]
) -> None:
    reply, english, arabic = FAILURES[failure]
    server.replies.append(reply)
    settings = Settings(llm=names["http"], llm_timeout=0.4 if failure in ("silent", "slow") else 30)
    snapshots = list(stream_answer(QUESTIONS[language], corpus=sample, settings=settings))
    failed(snapshots[-1], language, sample, {"en": english, "ar": arabic}[language])
    assert len(snapshots) == len(server.asked) == 1 and snapshots[-1].written == ()


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_is_not_there(sample: Corpus, kind: str, server: ModelServer, names: dict[str, str]) -> None:
    server.close()
    got = answer(ENGLISH, corpus=sample, llm=names[kind])
    failed(got, "en", sample, f"{names[kind]} cannot be reached at {server.address}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_writes(sample: Corpus, kind: str, server: ModelServer, names: dict[str, str]) -> None:
    first, second, *_ = quoting(ENGLISH, sample).citations
    server.replies.append(f"{true(second)} {true(first)}")
    *_, got = snapshots = list(stream_answer(ENGLISH, corpus=sample, llm=names[kind]))
    assert (got.text, got.model, got.notice) == (f"{said(second)} [1] {said(first)} [2]", names[kind], "")
    assert len(snapshots) == 3
    for snapshot in snapshots:
        holds(snapshot, sample)


@LANGUAGES
@pytest.mark.parametrize(("end", "failure"), [("cut", "half"), ("garbage", "garbled")])
def test_what_was_checked_is_shown_until_the_server_breaks_off(
    sample: Corpus, language: str, end: str, failure: str, server: ModelServer, names: dict[str, str]
) -> None:
    first, second, *_ = quoting(QUESTIONS[language], sample).citations
    server.replies.append(Reply(f"{true(first)} {false(language, second.number)} Kim wa", end=end))
    early, quoted, last = stream_answer(QUESTIONS[language], corpus=sample, llm=names["http"])
    assert early.text == f"{said(first)} [1]" and early.notice == ""
    assert quoted.text.startswith(early.text)
    failed(last, language, sample, dict(zip(QUESTIONS, FAILURES[failure][1:], strict=True))[language])
    assert [w.text for w in last.written] == [true(first), false(language, second.number)]


@LANGUAGES
@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize(
    ("error", "english", "arabic"),
    [
        (ModelError("It is off: switch it on.", "مطفأ: شغّله."), "switch it on.", "شغّله."),
        (RuntimeError("boom\nboom"), "queued failed (RuntimeError: boom boom)", "فشل queued"),
        (TimeoutError(), "ISNAD_LLM_TIMEOUT", "ISNAD_LLM_TIMEOUT"),
        (ConnectionRefusedError("no"), "start its server", "شغّل خادمه"),
        (KeyError("choices"), "queued failed", "فشل queued"),
    ],
)
def test_a_model_that_raises(
    sample: Corpus, language: str, at_once: bool, error: Exception, english: str, arabic: str
) -> None:
    first, *_ = quoting(QUESTIONS[language], sample).citations
    model = QueuedModel([error if at_once else (f"{true(first)} And", error)])
    *_, got = snapshots = grown(QUESTIONS[language], sample, model=model)
    failed(got, language, sample, {"en": english, "ar": arabic}[language])
    assert len(snapshots) == (1 if at_once else 2)
    assert len(got.written) == (0 if at_once else 1)


@LANGUAGES
@pytest.mark.parametrize(
    ("name", "key", "english", "arabic"),
    [
        ("openai:small", "OPENAI_API_KEY", "set OPENAI_API_KEY", "OPENAI_API_KEY"),
        ("anthropic:small", "ANTHROPIC_API_KEY", "set ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY"),
        ("nonsense", "", "write it as ollama:NAME", "اكتبه على هيئة"),
        ("openai:", "", "names no language model", "ليس اسم نموذج"),
        ("gguf:/nowhere/at all.gguf", "", "correct the path after gguf:", "gguf:"),
        ("http://127.0.0.1:9/v1", "", "after a #, the name of a model", "ثم #"),
    ],
)
def test_a_model_that_cannot_be_made(
    sample: Corpus, language: str, name: str, key: str, english: str, arabic: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key:
        monkeypatch.delenv(key, raising=False)
    remedy = {"en": english, "ar": arabic}[language]
    failed(answer(QUESTIONS[language], corpus=sample, settings=Settings(llm=name)), language, sample, remedy)
    failed(answer(QUESTIONS[language], corpus=sample, llm=name), language, sample, remedy)


def test_the_argument_goes_before_the_settings(sample: Corpus) -> None:
    first, *_ = quoting(ENGLISH, sample).citations
    got = answer(ENGLISH, corpus=sample, llm=QueuedModel([true(first)]), settings=Settings(llm="nonsense"))
    assert (got.model, got.notice) == ("queued", "")


def test_any_llm_of_llamaindex_may_be_given(sample: Corpus) -> None:
    got = answer(ENGLISH, corpus=sample, llm=MockLLM())  # it repeats what it is told
    assert got.model == "" and "The articles are quoted instead." in got.notice
    assert got.text == quoting(ENGLISH, sample).text
    holds(got, sample)


def test_ctrl_c_is_no_failure_of_the_model(sample: Corpus) -> None:
    with pytest.raises(KeyboardInterrupt):
        answer(ENGLISH, corpus=sample, llm=QueuedModel([KeyboardInterrupt()]))
