"""Which kinds of language model can be used now, and why the others cannot."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

import httpx

from rag.errors import ModelError
from rag.llms.failures import Endpoint, FailureKind, model_error
from rag.llms.providers import FORMS, key_of, not_installed, ollama_address

_WAIT = 2.0  # seconds that Ollama, on this machine, has to list its models

_PACKAGES = {
    "openai": "llama_index.llms.openai_like",
    "ollama": "llama_index.llms.ollama",
    "anthropic": "llama_index.llms.anthropic",
    "local": "xllamacpp",
}


@dataclass(frozen=True, slots=True)
class ModelKind:
    """A kind of model: the form its names have, what keeps it from being used (None: nothing), the names known."""

    form: str
    fault: ModelError | None = None
    names: tuple[str, ...] = ()


def model_kinds() -> list[ModelKind]:
    """Every kind of model. Only Ollama's own address is asked; nothing is sent to anyone else."""
    ollama, openai, anthropic, compatible, gguf = FORMS
    return [
        _ollama(ollama),
        ModelKind(openai, _missing("openai") or _no_key(openai, "OPENAI_API_KEY")),
        ModelKind(anthropic, _missing("anthropic") or _no_key(anthropic, "ANTHROPIC_API_KEY")),
        ModelKind(compatible, _missing("openai")),
        ModelKind(gguf, _missing("local")),
    ]


def _missing(extra: str) -> ModelError | None:
    """The error that this extra is not installed; None where it is."""
    try:
        there = find_spec(_PACKAGES[extra]) is not None
    except ModuleNotFoundError:
        there = False
    return None if there else not_installed(extra)


def _no_key(form: str, variable: str) -> ModelError | None:
    return None if key_of(variable) else model_error(FailureKind.NO_KEY, Endpoint(form, key=variable))


def _ollama(form: str) -> ModelKind:
    if fault := _missing("ollama"):
        return ModelKind(form, fault)
    address = ollama_address()
    try:
        return ModelKind(form, names=tuple(f"ollama:{name}" for name in _listed(address)))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        return ModelKind(form, model_error(FailureKind.UNREACHABLE, Endpoint("Ollama", address)))


def _listed(address: str) -> list[str]:
    """The models that an Ollama server has."""
    # No proxy: Ollama is asked only where it is said to be, which is as a rule this machine.
    response = httpx.get(f"{address}/api/tags", timeout=_WAIT, trust_env=False).raise_for_status()
    return sorted(str(model["name"]) for model in response.json()["models"])
