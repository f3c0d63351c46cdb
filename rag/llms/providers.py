"""Language models by name, each through its LlamaIndex integration, imported only when it is asked for.

ollama:NAME, openai:NAME, anthropic:NAME, http(s)://host/v1#NAME (any OpenAI-compatible server), gguf:PATH.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import requires
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx
from llama_index.core.base.llms.types import LLMMetadata

from rag.errors import ModelError, ModelNameError
from rag.llms.client import ManagedLLM
from rag.llms.failures import Endpoint, FailureKind, as_model_error, model_error
from rag.llms.http_replies import hooks
from rag.settings import load_settings
from store import ProcessLock

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
_loading = ProcessLock()


def load_model(name: str, timeout: float) -> ManagedLLM:
    """The model of this name, made once; a reply may take it `timeout` seconds.

    Raises ModelError for a name of no known form, a missing extra or key, and a file that is no model. A server
    that is not there raises when it is used.
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
    wanted = [requirement.partition(";") for requirement in requires("isnad") or ()]
    command = "pip install " + " ".join(f"'{name.strip()}'" for name, _, marker in wanted if f'"{extra}"' in marker)
    return model_error(FailureKind.NOT_INSTALLED, Endpoint(extra, get=command))


def _openai(name: str, model: str, timeout: float) -> ManagedLLM:
    address = os.environ.get("OPENAI_BASE_URL", "").strip() or OPENAI
    endpoint = Endpoint(name, address, "OPENAI_API_KEY", timeout=timeout)
    return _openai_like(endpoint, model, _needed(endpoint))


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
    endpoint = Endpoint(name, address, "ISNAD_LLM_KEY", timeout=timeout)
    # Never OPENAI_API_KEY: that one belongs to OpenAI, and this host may be anyone's.
    key = _needed(endpoint) if key_of(endpoint.key) else "none"
    return _openai_like(endpoint, model.strip(), key, max_tokens=_REPLY)


def _openai_like(endpoint: Endpoint, model: str, key: str, **options: Any) -> ManagedLLM:
    with _extra("openai"):
        from llama_index.llms.openai_like import OpenAILike
        from openai import OpenAI
    own = endpoint.key == "OPENAI_API_KEY"
    window = _LARGE if own else _SMALL
    with as_model_error(endpoint):
        http = _http_client(endpoint, _own if own else _bare)
        limits: dict[str, Any] = {"timeout": endpoint.timeout, "max_retries": 0}
        client = OpenAI(api_key=key, base_url=endpoint.address, http_client=http, **limits)
    fields = options | {
        "model": model,
        "api_base": endpoint.address,
        "api_key": "in the client",  # an LLM shows its fields when it is printed
        "openai_client": client,
        "is_chat_model": True,
        "context_window": window,
        "temperature": 0.0,
        "max_retries": 0,
        "timeout": endpoint.timeout,
        "additional_kwargs": {"seed": 0},
    }
    with as_model_error(endpoint):
        llm = OpenAILike(**fields)
    return ManagedLLM(llm, endpoint, window, http.close)


def _http_client(endpoint: Endpoint, edit_request: Callable[[Any], None]) -> httpx.Client:
    return httpx.Client(
        timeout=endpoint.timeout,
        event_hooks=hooks(edit_request, events=True),
        trust_env=not _is_loopback(endpoint.address),
    )


def _is_loopback(address: str) -> bool:
    """Whether a URL leads to this machine itself, which no proxy named in the environment can reach."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _own(request: Any) -> None:
    """Remove the headers in which the client describes the machine it runs on."""
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
    endpoint = Endpoint(name, address, "ANTHROPIC_API_KEY", timeout=timeout)
    key = _needed(endpoint)
    with _extra("anthropic"):
        from anthropic import Anthropic as Client
        from llama_index.llms.anthropic import Anthropic

    class AnyAnthropic(Anthropic):
        """An Anthropic model, also one newer than the integration, whose table of context windows lacks it."""

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
    with as_model_error(endpoint):
        http = _http_client(endpoint, _own)
        llm = AnyAnthropic(**fields)
        llm._client = Client(api_key=key, base_url=address, timeout=timeout, max_retries=0, http_client=http)
    return ManagedLLM(llm, endpoint, _LARGE, http.close)


def _ollama(name: str, model: str, timeout: float) -> ManagedLLM:
    address = ollama_address()
    endpoint = Endpoint(name, address, "OLLAMA_API_KEY", f"fetch it with `ollama pull {model}`", timeout)
    with _extra("ollama"):
        from llama_index.llms.ollama import Ollama
        from ollama import Client
    with as_model_error(endpoint):
        trust = not _is_loopback(address)
        watched = hooks(lambda request: None, events=False)
        client = Client(host=address, timeout=timeout, follow_redirects=False, trust_env=trust, event_hooks=watched)
        llm = Ollama(
            model=model,
            base_url=address,
            client=client,
            temperature=0.0,
            context_window=_SMALL,  # else it is asked for the model's own, and takes the memory for all of that
            request_timeout=timeout,
            additional_kwargs={"seed": 0, "num_predict": _REPLY},
        )
    return ManagedLLM(llm, endpoint, _SMALL, client.close)


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


def _needed(endpoint: Endpoint) -> str:
    key = key_of(endpoint.key)
    if not key:
        raise model_error(FailureKind.NO_KEY, endpoint)
    if not (key.isascii() and key.isprintable()):  # it could not be sent, and the client would say it aloud
        raise model_error(FailureKind.BAD_KEY, endpoint)
    return key


@contextmanager
def _extra(name: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise not_installed(name) from error
