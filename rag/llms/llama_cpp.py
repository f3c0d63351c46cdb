"""A GGUF file as a LlamaIndex LLM, run in this process by llama.cpp (the xllamacpp package, extra `local`)."""

from __future__ import annotations

import atexit
import os
import queue
import threading
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from llama_index.core.base.llms.types import (
    ChatMessage,
    ChatResponse,
    ChatResponseGen,
    LLMMetadata,
)
from pydantic import PrivateAttr

from rag.llms.client import StreamingModel
from rag.llms.failures import Endpoint, FailureKind, model_error
from rag.llms.gguf import context_length
from rag.llms.streaming import OutcomeTo
from store import ProcessLock

_MOST_CONTEXT = 8192  # its memory is taken when the model is loaded, whether it is used or not
_LEAST_CONTEXT = 2048
_BATCH = 256  # tokens read between two chances to stop
_loading = ProcessLock()
_running: list[Engine] = []


class RefusedError(Exception):
    """llama.cpp will not answer a request; `status_code` says why as HTTP does."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(str(error.get("message", error)))
        self.status_code = error.get("code")


class Engine:
    """A loaded model. One reply at a time: a second one waits until the first is done or given up."""

    def __init__(self, path: Path, context: int) -> None:
        import xllamacpp

        options = xllamacpp.CommonParams()
        options.model.path = str(path)
        options.n_ctx, options.n_batch, options.n_ubatch, options.n_parallel = context, _BATCH, _BATCH, 1
        options.cpuparams.n_threads = options.cpuparams_batch.n_threads = os.cpu_count() or 1
        # Threads that sleep while they wait: others want the processor too, and those that spin stall each other.
        options.cpuparams.poll = options.cpuparams_batch.poll = 0
        options.sampling.temp, options.sampling.seed = 0.0, 0
        options.verbosity, options.warmup, options.offline = -1, False, True
        options.cache_ram_mib = 0
        # llama.cpp also listens on a port of this machine: a random key keeps other programs out.
        options.api_keys, options.ui = [os.urandom(32).hex()], False
        try:
            self._server = xllamacpp.Server(options)
        except RuntimeError as error:
            raise model_error(FailureKind.NO_GGUF, Endpoint(str(path))) from error
        self._lock = threading.Lock()
        self._closed = False

    def reply(self, request: dict[str, Any], chunks: queue.SimpleQueue[Any], stopped: threading.Event) -> None:
        """Put each chunk of a reply into `chunks`, then None, or the error that ended it."""

        def receive(chunk: Any) -> bool:
            chunks.put(chunk)
            return stopped.is_set() or not threading.main_thread().is_alive()  # Python ends, and waits for this

        with OutcomeTo(chunks.put), self._lock:
            if not (stopped.is_set() or self._closed):
                self._server.handle_chat_completions(request, receive)

    def close(self) -> None:
        """Free the model, once the reply under way has ended."""
        with self._lock:
            self._closed = True
            self._server = None


class LocalModel(StreamingModel):
    """A model in a file, with the file's own chat template; the same prompt gives the same reply."""

    path: str
    context_window: int
    max_tokens: int = 1024
    _engine: Any = PrivateAttr()

    def __init__(self, engine: Engine, **options: Any) -> None:
        super().__init__(**options)
        self._engine = engine

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(
            context_window=self.context_window,
            num_output=self.max_tokens,
            is_chat_model=True,
            model_name=Path(self.path).name,
        )

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        """The reply piece by piece; closing the generator stops the model."""
        chunks: queue.SimpleQueue[Any] = queue.SimpleQueue()
        stopped = threading.Event()
        arguments = (self._request(messages), chunks, stopped)
        # Not a daemon: one that comes back from native code into a Python that is ending takes the process down.
        threading.Thread(target=self._engine.reply, args=arguments, name="isnad-llama").start()
        text = ""
        try:
            while (chunk := chunks.get()) is not None:
                delta = _delta(chunk)
                text += delta
                # Empty pieces too, while the model still reads the prompt: the caller can stop it there.
                yield ChatResponse(message=ChatMessage(role="assistant", content=text), delta=delta, raw=chunk)
        finally:
            stopped.set()

    def _request(self, messages: Sequence[ChatMessage]) -> dict[str, Any]:
        turns = [{"role": m.role.value, "content": _writable(m.content or "")} for m in messages]
        # What an earlier prompt left would make it quicker, and the same question be answered in other words.
        fixed = {"temperature": 0.0, "seed": 0, "cache_prompt": False, "return_progress": True}
        return {"messages": turns, "max_tokens": self.max_tokens, "stream": True, **fixed}


def load_gguf(path: str) -> LocalModel:
    """The model in this file, loaded once for the whole process. Raises ModelError, and ImportError without extra."""
    try:
        file = Path(path).expanduser().resolve()
    except (ValueError, RuntimeError, OSError) as error:  # a null character, no such user's home, links in a circle
        raise model_error(FailureKind.NO_FILE, Endpoint(path), str(error)) from error
    trained = context_length(file)
    context = min(trained or _LEAST_CONTEXT, _MOST_CONTEXT)
    with _loading:
        engine = _loaded(file, context, file.stat().st_mtime_ns)
    return LocalModel(engine, path=str(file), context_window=context)


@lru_cache(maxsize=1)
def _loaded(file: Path, context: int, changed: int) -> Engine:
    engine = Engine(file, context)
    _running.append(engine)
    return engine


@atexit.register
def _close() -> None:
    """Before Python takes its modules apart: llama.cpp's own threads must not outlive them."""
    while _running:
        _running.pop().close()


def _delta(chunk: Any) -> str:
    if isinstance(chunk, BaseException):
        raise chunk
    if error := chunk.get("error"):
        raise RefusedError(error)
    choices = chunk.get("choices") or [{}]
    return choices[0].get("delta", {}).get("content") or ""


def _writable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
