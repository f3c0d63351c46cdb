"""All that can go wrong while a reply is read, from real clients and a real server, ends as one clear sentence."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
import traceback
from pathlib import Path

import pytest
from llama_index.core.llms import LLM

from rag.errors import ModelError
from rag.llms.client import wrap_llm
from rag.llms.failures import KEYS as KEY_NAMES
from rag.llms.failures import Endpoint, FailureKind, as_model_error, model_error, redact_keys
from rag.llms.providers import load_model
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel
from tests.helpers.openai_server import ModelServer, Reply
from tests.helpers.rag.providers import ASKED, KEYS, KINDS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
LONG = "This model's maximum context length is 8192 tokens, however you requested 9000."
ECHO = "wrong key: {key}"
REFUSALS = [
    (Reply(status=401, error=ECHO), "refused the key: set", "رفض"),
    (Reply(status=403, error=ECHO), "refused the key: set", "رفض"),
    (Reply(status=404, error=ECHO), "There is no model", "لا يوجد نموذج"),
    (Reply(status=429, error=ECHO), "too many requests", "طلبات أكثر"),
    (Reply(status=400, error=LONG), "larger context window", "نافذة سياقه"),
    (Reply(status=400, error="prompt is too long: 9 tokens > 8"), "larger context window", "نافذة سياقه"),
    (Reply(status=413, error="request too large"), "larger context window", "نافذة سياقه"),
    (Reply(status=400, error=ECHO), "failed (400: wrong key", "فشل"),
    (Reply(status=500, error=ECHO), "failed on its own side (500: wrong key", "تعطّل"),
    (Reply(status=503, error=ECHO), "failed on its own side (503", "تعطّل"),
    (Reply(status=529, error="overloaded"), "failed on its own side (529: overloaded", "تعطّل"),
]
BREAKS = [
    (Reply("a piece and", end="cut"), "broke off before its reply was whole", "انقطع"),
    (Reply("a piece and", end="garbage"), "cannot be read", "لا يُقرأ"),
    (Reply(end="drop"), "broke off before its reply was whole", "انقطع"),
]
PAGE = "<!DOCTYPE html><html><body><h1>Log in</h1></body></html>"
MISTAKEN = [
    (Reply("a piece and", end="open"), "broke off before its reply was whole", "انقطع"),
    (Reply("a piece and", end="limit"), "came to its limit of tokens", "حدّ رموزه"),
    (Reply(end="limit"), "came to its limit of tokens", "حدّ رموزه"),
    (Reply(page=PAGE), "sent a web page and no reply", "صفحة ويب"),
    (Reply(page=f"\n\n{PAGE}"), "sent a web page and no reply", "صفحة ويب"),
    (Reply(status=502, page=PAGE), "failed on its own side (502: a web page)", "تعطّل"),
    (Reply(""), "sent an empty reply", "جوابًا فارغًا"),
    (Reply("word " * 4_000_000, size=20_000_000), "sent more than any answer takes", "أكثر مما يتسع"),
]
"""What looks like a reply, and is none."""
STALLS = [Reply("a piece and", end="silence"), Reply("late", wait=60)]


def failed(model: LLM) -> ModelError:
    """How a streamed reply ended; it names no key, not even where a traceback is printed."""
    with pytest.raises(ModelError) as caught:
        list(model.stream_chat(ASKED))
    printed = "".join(traceback.format_exception(caught.value)) + caught.value.to("ar")
    assert not [key for key in KEYS.values() if key in printed]
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")
    return caught.value


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("reply", "english", "arabic"), REFUSALS + BREAKS + MISTAKEN)
def test_a_failure_is_one_sentence_in_both_languages(
    kind: str, reply: Reply, english: str, arabic: str, server: ModelServer, names: dict[str, str]
) -> None:
    server.replies.append(reply)
    error = failed(load_model(names[kind], 30))
    assert english in str(error) and names[kind] in str(error)
    assert arabic in error.to("ar") and names[kind] in error.to("ar")
    assert len(server.asked) == 1  # nothing is tried again behind the user's back


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_holds_for_a_reply_in_one_piece(kind: str, server: ModelServer, names: dict[str, str]) -> None:
    server.replies.append(Reply(status=401, error=ECHO))
    with pytest.raises(ModelError, match="refused the key"):
        load_model(names[kind], 30).chat(ASKED)


@pytest.mark.parametrize("kind", ["openai", "anthropic", "http"])
def test_a_reply_in_one_piece_is_no_stream(kind: str, server: ModelServer, names: dict[str, str]) -> None:
    server.replies.append(Reply("The tide turned.", whole=True))
    assert "sent its reply in one piece" in str(failed(load_model(names[kind], 30)))


def test_to_ollama_one_line_is_a_stream_too(server: ModelServer, names: dict[str, str]) -> None:
    server.replies.append(Reply("The tide turned.", whole=True))
    assert load_model(names["ollama"], 30).chat(ASKED).message.content == "The tide turned."


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_model_quotes_of_a_protocol_is_no_end(kind: str, server: ModelServer, names: dict[str, str]) -> None:
    quoting = 'They wrote "finish_reason": "length" and "done": true and "message_stop".'
    server.replies += [Reply(quoting, size=99), Reply(quoting, size=99, end="open")]
    model = load_model(names[kind], 30)
    assert model.chat(ASKED).message.content == quoting
    assert "broke off" in str(failed(model))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reply", STALLS)
def test_a_model_that_keeps_silent_is_given_up(
    kind: str, reply: Reply, server: ModelServer, names: dict[str, str]
) -> None:
    server.replies.append(reply)
    error = failed(load_model(names[kind], 0.4))
    assert "was not done after 0.4 seconds" in str(error) and "ISNAD_LLM_TIMEOUT" in str(error)


@pytest.mark.parametrize("kind", KINDS)
def test_a_server_that_is_not_there_is_named(kind: str, server: ModelServer, names: dict[str, str]) -> None:
    model = load_model(names[kind], 30)
    server.close()
    error = failed(model)
    assert f"cannot be reached at {server.address}" in str(error)


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        ("openai", "set OPENAI_API_KEY to"),
        ("anthropic", "set ANTHROPIC_API_KEY to"),
        ("http", "set ISNAD_LLM_KEY to"),
        ("ollama", "set OLLAMA_API_KEY to"),
    ],
)
def test_a_wrong_key_is_told_by_its_variable(
    kind: str, remedy: str, server: ModelServer, names: dict[str, str]
) -> None:
    server.replies.append(Reply(status=401))
    assert remedy in str(failed(load_model(names[kind], 30)))


def test_a_model_that_ollama_has_not_fetched_is_told_how(server: ModelServer, names: dict[str, str]) -> None:
    server.replies.append(Reply(status=404, error="model 'small:1b' not found"))
    assert "`ollama pull small:1b`" in str(failed(load_model(names["ollama"], 30)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_redirection_takes_the_question_nowhere(kind: str, server: ModelServer, names: dict[str, str]) -> None:
    server.replies += [Reply(status=307), Reply("from elsewhere")]
    assert "failed (307" in str(failed(load_model(names[kind], 30)))
    assert len(server.asked) == 1


# Anyone's own model


@each_case(
    ("error", "said"),
    [
        (RuntimeError("no memory"), "queued failed (RuntimeError: no memory): ask again"),
        (KeyError("choices"), "queued failed (KeyError: 'choices')"),
        (ConnectionResetError(104, "reset"), "broke off"),
        (ConnectionRefusedError(111, "refused"), "cannot be reached"),
        (TimeoutError(), "was not done after 30 seconds"),
        (ValueError("the context window of 99 tokens is full"), "larger context window"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "bad"), "cannot be read"),
        (ValueError("two\nlines \x1b[31m" + "long " * 100), "queued failed (ValueError: two lines"),
    ],
)
def test_whatever_a_foreign_model_raises_is_told(error: Exception, said: str) -> None:
    model = wrap_llm(QueuedModel([("a piece", error), error]), 30)
    assert said in str(failed(model))
    assert len(str(failed(model))) < 400


def test_a_foreign_model_that_hangs_is_given_up() -> None:
    go_on = threading.Event()

    class Hanging(QueuedModel):
        def stream_chat(self, messages, **options):
            go_on.wait(60)
            return super().stream_chat(messages)

    assert "0.2 seconds" in str(failed(wrap_llm(Hanging(["late"]), 0.2)))
    go_on.set()


def test_ctrl_c_is_answered_while_a_model_hangs() -> None:
    program = (
        "import threading\nfrom rag.llms.client import wrap_llm\nfrom tests.helpers.fake_models import QueuedModel\n"
        "class Hanging(QueuedModel):\n"
        "    def stream_chat(self, messages, **options):\n"
        "        print('asked', flush=True)\n        threading.Event().wait()\n"
        "try:\n    wrap_llm(Hanging(), 3600).chat([])\nexcept KeyboardInterrupt:\n    print('stopped')\n"
    )
    pipe = subprocess.PIPE
    asking = subprocess.Popen([sys.executable, "-c", program], stdout=pipe, stderr=pipe, text=True, cwd=ROOT)
    assert asking.stdout is not None and asking.stdout.readline() == "asked\n"
    asking.send_signal(signal.SIGINT)
    assert asking.communicate(timeout=60) == ("stopped\n", "")


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(3)])
def test_what_is_no_failure_goes_its_way(error: BaseException) -> None:
    with pytest.raises(type(error)):
        wrap_llm(QueuedModel([("a piece", error)]), 30).chat(ASKED)


def test_a_reader_that_leaves_stops_the_model() -> None:
    model = QueuedModel(["word " * 100_000], size=1)
    reading = wrap_llm(model, 30).stream_chat(ASKED)
    assert next(reading).delta == "w"
    reading.close()
    for thread in [thread for thread in threading.enumerate() if thread.name == "isnad-model"]:
        thread.join(30)
    assert 0 < model.told < 500_000


@pytest.mark.slow
def test_a_model_that_was_done_in_time_is_not_late_when_its_reader_pauses() -> None:
    reading = wrap_llm(QueuedModel(["It was said at once, in several pieces."]), 2.0).stream_chat(ASKED)
    text = next(reading).delta or ""
    time.sleep(2.5)
    assert text + "".join(part.delta or "" for part in reading) == "It was said at once, in several pieces."


@pytest.mark.slow
def test_pieces_that_came_too_late_are_refused_however_late_they_are_read() -> None:
    class Slow(QueuedModel):
        def stream_chat(self, messages, **options):
            first, *rest = super().stream_chat(messages)
            yield first
            time.sleep(2.5)
            yield from rest

    reading = wrap_llm(Slow(["It was said in several pieces."]), 2.0).stream_chat(ASKED)
    next(reading)
    time.sleep(3.0)
    with pytest.raises(ModelError, match="not done after"):
        next(reading)


def test_pieces_come_before_the_failure() -> None:
    pieces: list[str] = []
    with pytest.raises(ModelError):
        for part in wrap_llm(QueuedModel([("half a reply", RuntimeError())]), 30).stream_chat(ASKED):
            pieces.append(part.delta or "")
    assert "".join(pieces) == "half a reply"


# The sentences themselves


@each_case("kind", FailureKind)
def test_a_sentence_is_whole_in_both_languages(kind: FailureKind) -> None:
    error = model_error(kind, Endpoint("openai:m", timeout=9.0), "500: no")
    assert all(said and "{" not in said for said in (str(error), error.to("ar")))
    assert error.to("en") == str(error) and error.to("fr") == str(error)


def test_a_model_error_is_left_as_it_is() -> None:
    error = ModelError("As it is.")
    with pytest.raises(ModelError) as caught, as_model_error(Endpoint("m")):
        raise error
    assert caught.value is error and error.to("ar") == "As it is."


def test_what_may_be_a_key_is_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    for number, name in enumerate(KEY_NAMES):
        monkeypatch.setenv(name, f"k{number}\u00e9")
    assert redact_keys("k0é, k1é, k2é, k3é and " + "Ab1-" * 6) == "…, …, …, … and …"
    assert redact_keys("a model needs 5.6 GiB of memory.") == "a model needs 5.6 GiB of memory"
