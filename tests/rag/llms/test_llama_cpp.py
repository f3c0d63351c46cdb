"""A real small model, SmolLM2-135M: in this process, and behind the HTTP endpoint of llama.cpp."""

from __future__ import annotations

import os
import struct
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest
import xllamacpp
from llama_index.core.base.llms.types import ChatMessage

from rag.errors import ModelError
from rag.llms.client import ManagedLLM
from rag.llms.gguf import context_length
from rag.llms.providers import load_model
from tests.helpers.rag.providers import small_model

pytestmark = pytest.mark.slow
COLOURS = [ChatMessage(role="user", content="Name three colours.")]
HEADER = struct.pack("<4sIQQ", b"GGUF", 3, 0, 1)
ENDPOINT_KEY = "a key for this test"


@pytest.fixture(scope="module")
def model() -> ManagedLLM:
    return load_model(f"gguf:{small_model()}", 300)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    options = xllamacpp.CommonParams()
    options.model.path = str(small_model())
    options.n_ctx, options.n_parallel, options.verbosity, options.warmup = 1024, 1, -1, False
    options.api_keys = [ENDPOINT_KEY]
    server = xllamacpp.Server(options)
    yield f"{server.listening_address}/v1#smollm2"
    del server


def words(model: ManagedLLM, messages: list[ChatMessage], pieces: int = 12) -> str:
    """The first pieces of a reply; the model is stopped after them."""
    reply = model.stream_chat(messages)
    said = "".join(part.delta or "" for part in islice(reply, pieces))
    reply.close()
    return said


def test_a_file_answers_in_pieces(model: ManagedLLM) -> None:
    assert model.metadata.context_window == context_length(small_model()) == 8192
    assert any(colour in words(model, COLOURS).lower() for colour in ("red", "blue", "green"))


def test_it_says_the_same_again_and_in_several_threads(model: ManagedLLM) -> None:
    first = words(model, COLOURS)
    with ThreadPoolExecutor(3) as threads:
        assert set(threads.map(lambda _: words(model, COLOURS), range(3))) == {first}


def test_what_was_asked_before_does_not_change_the_reply(model: ManagedLLM) -> None:
    first = words(model, COLOURS)
    words(model, [ChatMessage(role="user", content="Name three colours and four rivers.")])
    assert words(model, COLOURS) == first


def test_it_reads_the_system_message(model: ManagedLLM) -> None:
    told = [ChatMessage(role="system", content="You are a pirate. Speak like a pirate."), *COLOURS]
    assert words(model, told) != words(model, COLOURS)


def test_a_reply_comes_to_its_end(model: ManagedLLM) -> None:
    said = model.chat([ChatMessage(role="user", content="Say only the word: yes")]).message.content
    assert said and said.strip()


def test_a_reader_that_leaves_frees_the_model_for_the_next(model: ManagedLLM) -> None:
    for _ in range(3):
        assert words(model, [ChatMessage(role="user", content="Write a novel in ten chapters.")], pieces=2)
    assert words(model, COLOURS)


def test_too_long_a_text_is_refused_with_a_remedy(model: ManagedLLM) -> None:
    with pytest.raises(ModelError, match="larger context window"):
        model.chat([ChatMessage(role="user", content="word " * 9000)])
    assert words(model, COLOURS)


def test_odd_text_is_read(model: ManagedLLM) -> None:
    assert words(model, [ChatMessage(role="user", content="\ud800 \x00 <|im_end|> مرحبا")], pieces=2)


def test_nobody_else_can_ask_the_model_on_its_port(model: ManagedLLM) -> None:
    words(model, COLOURS, pieces=1)
    address = model._llm._engine._server.listening_address  # type: ignore[attr-defined]
    for path in ("/v1/chat/completions", "/completion", "/v1/models", "/props", "/slots"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(address + path, timeout=30)
        refused.value.close()
        assert refused.value.code in (401, 404)


def test_it_is_loaded_once(model: ManagedLLM, monkeypatch: pytest.MonkeyPatch) -> None:
    other = load_model(f"gguf:{os.path.relpath(small_model())}", 200)
    assert other is not model and other._llm._engine is model._llm._engine  # type: ignore[attr-defined]


def test_a_process_that_ends_in_the_middle_of_a_reply_ends_quietly() -> None:
    program = (
        "import sys; from rag.llms.providers import load_model; from tests.rag.llms.test_llama_cpp import COLOURS\n"
        "reply = load_model(sys.argv[1], 300).stream_chat(COLOURS); next(reply); print('said', flush=True)"
    )
    command = [sys.executable, "-c", program, f"gguf:{small_model()}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd=Path(__file__).parents[3])
    assert (done.returncode, done.stdout, done.stderr) == (0, "said\n", "")


# Over HTTP


def test_the_same_model_behind_its_endpoint(
    endpoint: str, model: ManagedLLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISNAD_LLM_KEY", ENDPOINT_KEY)
    served = load_model(endpoint, 300)
    assert any(colour in words(served, COLOURS).lower() for colour in ("red", "blue", "green"))
    assert served.chat([ChatMessage(role="user", content="Say only the word: yes")]).message.content
    with pytest.raises(ModelError, match="larger context window"):
        served.chat([ChatMessage(role="user", content="word " * 2000)])


def test_the_endpoint_refuses_a_wrong_key(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_LLM_KEY", "another")
    with pytest.raises(ModelError, match="set ISNAD_LLM_KEY"):
        load_model(endpoint, 300).chat(COLOURS)


# Files that are no models


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GGUF",
        b"GGUF" + b"\xff" * 100,
        b"PK\x03\x04 a zip archive " * 50,
        HEADER,
        HEADER + struct.pack("<Q", 1 << 60),
        HEADER + struct.pack("<Q1sIIQ", 1, b"k", 9, 9, 1 << 23),
        HEADER + struct.pack("<Q1sI", 1, b"k", 77),
        struct.pack("<4sIQQ", b"GGUF", 1, 0, 0),
        struct.pack("<4sIQQ", b"GGUF", 3, 1 << 40, 1 << 40),
    ],
)
def test_a_file_that_is_no_model_is_refused(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "نموذج.gguf"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"نموذج\.gguf is not a whole GGUF model: download it again") as refused:
        load_model(f"gguf:{file}", 300)
    assert str(file) in refused.value.to("ar")


@pytest.mark.parametrize("kept", [100, 100_000, 2_000_000, 40_000_000, -200_000])
def test_a_model_cut_short_is_refused(kept: int, tmp_path: Path) -> None:
    file = tmp_path / "cut.gguf"
    with small_model().open("rb") as whole:
        file.write_bytes(whole.read(kept if kept > 0 else small_model().stat().st_size + kept))
    with pytest.raises(ModelError, match="not a whole GGUF model"):
        load_model(f"gguf:{file}", 300)


def test_a_header_without_a_model_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "empty.gguf"
    file.write_bytes(struct.pack("<4sIQQ", b"GGUF", 3, 0, 0))
    with pytest.raises(ModelError, match="not a whole GGUF model"):
        load_model(f"gguf:{file}", 300)


@pytest.mark.parametrize("name", ["nowhere.gguf", "", "a\x00b"])
def test_a_path_that_cannot_be_opened_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="correct the path after gguf:"):
        load_model(f"gguf:{tmp_path}/{name}", 300)


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "copy.gguf"
    copy.symlink_to(small_model())
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    monkeypatch.setattr("rag.llms.llama_cpp._loaded", lambda *_: __import__("xllamacpp"))
    with pytest.raises(ModelError, match=r"pip install 'xllamacpp>="):
        load_model(f"gguf:{copy}", 299)
