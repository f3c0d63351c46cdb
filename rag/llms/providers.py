"""Language models by name, each through its LlamaIndex integration, imported only when it is asked for.

ollama:NAME, openai:NAME, anthropic:NAME, http(s)://host/v1#NAME (any OpenAI-compatible server), gguf:PATH.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import requires
from typing import Any
from urllib.parse import urlsplit

from llama_index.core.base.llms.types import LLMMetadata

from rag.errors import ModelError, ModelNameError
from rag.llms.client import ManagedLLM
from rag.llms.failures import Endpoint, FailureKind, as_model_error, model_error
from rag.settings import load_settings

FORMS = ("ollama:NAME", "openai:NAME", "anthropic:NAME", "http://HOST/v1#NAME", "gguf:PATH")
OPENAI = "https://api.openai.com/v1"
ANTHROPIC = "https://api.anthropic.com"
_OLLAMA = "http://127.0.0.1:11434"
_REPLY = 1024  # tokens; an answer takes a few hundred, and a model that repeats itself would never end
_LARGE, _SMALL = 128_000, 8192  # context windows of models behind a company's address, and of one's own
_KEPT = {"host", "accept", "accept-encoding", "connection", "content-type", "content-length", "authorization"}
# What a model is made by, besides its name
_READ = (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_BASE_URL",
    "OLLAMA_HOST",
    "OLLAMA_API_KEY",
)
_loading = threading.Lock()


def load_model(name: str, timeout: float) -> ManagedLLM:
    """The model of this name, made once; a reply may take it `timeout` seconds.

    Raises ModelError for a name of no known form, a missing extra or key, and a file that is no model. Whether a
    server is there shows when it is asked.
    """
    with _loading:
        return _loaded(name.strip(), timeout, *map(os.environ.get, _READ), key_of("ISNAD_LLM_KEY"))


@lru_cache(maxsize=4)
def _loaded(name: str, timeout: float, *environment: str | None) -> ManagedLLM:
    kind, _, rest = name.partition(":")
    make = _MAKERS.get(kind.lower())
    if make is None or not rest.strip("/#"):
        raise ModelNameError(
            f"{name!r} names no language model: write it as {', '.join(FORMS[:-1])} or {FORMS[-1]}.",
            f"{name!r} ليس اسم نموذج لغوي: اكتبه على هيئة {' أو '.join(FORMS)}.",
        )
    return make(name, rest.strip(), timeout)


def key_of(variable: str) -> str:
    """A key of the environment, "" where it is not set."""
    if variable == "ISNAD_LLM_KEY":
        return load_settings().llm_key.get_secret_value().strip()
    return os.environ.get(variable, "").strip()


def ollama_address() -> str:
    """Where Ollama listens: OLLAMA_HOST, as its own tools read it, or this machine."""
    host = os.environ.get("OLLAMA_HOST", "").strip().rstrip("/")
    if not host:
        return _OLLAMA
    host = host if "://" in host else f"http://{host}"
    scheme, _, rest = host.partition("://")
    rest = f"127.0.0.1{rest}" if rest.startswith(":") else rest.replace("0.0.0.0", "127.0.0.1", 1)
    return f"{scheme}://{rest}" if ":" in rest.split("]")[-1] or "/" in rest else f"{scheme}://{rest}:11434"


def not_installed(extra: str) -> ModelError:
    """What to install for this kind of model: the extra's packages by name, for an index may have another isnad."""
    wanted = [told.partition(";") for told in requires("isnad") or ()]
    command = "pip install " + " ".join(f"'{name.strip()}'" for name, _, of in wanted if f'"{extra}"' in of)
    return ModelError(f"This kind of model is not installed: {command}", f"هذا النوع من النماذج غير مثبّت: {command}")


def _openai(name: str, model: str, timeout: float) -> ManagedLLM:
    address = os.environ.get("OPENAI_BASE_URL", "").strip() or OPENAI
    origin = Endpoint(name, address, "OPENAI_API_KEY", timeout=timeout)
    return _openai_like(origin, model, _needed(origin))


def _compatible(name: str, _: str, timeout: float) -> ManagedLLM:
    address, _, model = name.partition("#")
    try:
        parts = urlsplit(address)
    except ValueError:  # a bracket of IPv6 left open
        parts = urlsplit("")
    if not (parts.hostname and model.strip()):
        raise ModelNameError(
            f"{address} needs a host and, after a #, the name of a model: http://127.0.0.1:8080/v1#NAME.",
            f"يحتاج {address} إلى مضيف، ثم # واسم نموذج: http://127.0.0.1:8080/v1#NAME.",
        )
    if "@" in parts.netloc or parts.query:
        raise ModelNameError(
            "The address of a model must hold no password and no question mark: put its key into ISNAD_LLM_KEY.",
            "لا يجوز أن يحمل عنوان النموذج كلمة سر ولا علامة استفهام: ضع مفتاحه في ISNAD_LLM_KEY.",
        )
    origin = Endpoint(name, address, "ISNAD_LLM_KEY", timeout=timeout)
    # Never OPENAI_API_KEY: that one belongs to OpenAI, and this host may be anyone's.
    key = _needed(origin) if key_of(origin.key) else "none"
    return _openai_like(origin, model.strip(), key, max_tokens=_REPLY)


def _openai_like(origin: Endpoint, model: str, key: str, **options: Any) -> ManagedLLM:
    with _extra("openai"):
        import httpx
        from llama_index.llms.openai_like import OpenAILike
        from openai import OpenAI
    own = origin.key == "OPENAI_API_KEY"
    window = _LARGE if own else _SMALL
    http = httpx.Client(timeout=origin.timeout, event_hooks={"request": [_own if own else _bare]})
    with as_model_error(origin):
        client = OpenAI(api_key=key, base_url=origin.address, timeout=origin.timeout, max_retries=0, http_client=http)
    fields = options | {
        "model": model,
        "api_base": origin.address,
        "api_key": "in the client",  # an LLM shows its fields when it is printed
        "openai_client": client,
        "is_chat_model": True,
        "context_window": window,
        "temperature": 0.0,
        "max_retries": 0,
        "timeout": origin.timeout,
        "additional_kwargs": {"seed": 0},
    }
    with as_model_error(origin):
        llm = OpenAILike(**fields)
    return ManagedLLM(llm, origin, window, http.close)


def _own(request: Any) -> None:
    """Leave out what the client tells of the machine it runs on."""
    for header in [name for name in request.headers if name.startswith("x-stainless")]:
        del request.headers[header]


def _bare(request: Any) -> None:
    """Leave out what the client finds in the environment, too: the user's organisation, project and own headers.

    They are meant for OpenAI, and this host may be anyone's.
    """
    for header in [name for name in request.headers if name not in _KEPT]:
        del request.headers[header]


def _anthropic(name: str, model: str, timeout: float) -> ManagedLLM:
    address = os.environ.get("ANTHROPIC_BASE_URL", "").strip() or ANTHROPIC
    origin = Endpoint(name, address, "ANTHROPIC_API_KEY", timeout=timeout)
    key = _needed(origin)
    with _extra("anthropic"):
        import httpx
        from anthropic import Anthropic as Client
        from llama_index.llms.anthropic import Anthropic

    class AnyAnthropic(Anthropic):
        """Also one that was published after the integration, which would ask a table for its context window."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=_LARGE, model_name=self.model, is_chat_model=True)

    fields: dict[str, Any] = {
        "model": model,
        "api_key": key,
        "base_url": address,
        "temperature": 0.0,
        "max_tokens": _REPLY,
        "timeout": timeout,
        "max_retries": 0,
    }
    http = httpx.Client(timeout=timeout, event_hooks={"request": [_own]})
    with as_model_error(origin):
        llm = AnyAnthropic(**fields)
        llm._client = Client(api_key=key, base_url=address, timeout=timeout, max_retries=0, http_client=http)
    return ManagedLLM(llm, origin, _LARGE, http.close)


def _ollama(name: str, model: str, timeout: float) -> ManagedLLM:
    address = ollama_address()
    origin = Endpoint(name, address, "OLLAMA_API_KEY", f"fetch it with `ollama pull {model}`", timeout)
    with _extra("ollama"):
        from llama_index.llms.ollama import Ollama
        from ollama import Client
    with as_model_error(origin):
        client = Client(host=address, timeout=timeout, follow_redirects=False)
        llm = Ollama(
            model=model,
            base_url=address,
            client=client,
            temperature=0.0,
            context_window=_SMALL,  # else it is asked for the model's own, and takes the memory for all of that
            request_timeout=timeout,
            additional_kwargs={"seed": 0, "num_predict": _REPLY},
        )
    return ManagedLLM(llm, origin, _SMALL, client.close)


def _gguf(name: str, path: str, timeout: float) -> ManagedLLM:
    from rag.llms.llama_cpp import load_gguf

    with _extra("local"):
        llm = load_gguf(path)
    return ManagedLLM(llm, Endpoint(name, timeout=timeout), llm.context_window)


_MAKERS: dict[str, Callable[[str, str, float], ManagedLLM]] = {
    "openai": _openai,
    "anthropic": _anthropic,
    "ollama": _ollama,
    "http": _compatible,
    "https": _compatible,
    "gguf": _gguf,
}


def _needed(origin: Endpoint) -> str:
    key = key_of(origin.key)
    if not key:
        raise model_error(FailureKind.NO_KEY, origin)
    if not (key.isascii() and key.isprintable()):  # it could not be sent, and the client would say it aloud
        raise model_error(FailureKind.BAD_KEY, origin)
    return key


@contextmanager
def _extra(name: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise not_installed(name) from error
