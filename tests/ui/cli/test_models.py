"""isnad models, and --llm: which models there are, why the others are not, and what a wrong name ends with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.llms import availability
from tests.helpers.openai_server import ModelServer
from tests.helpers.ui.commands import QUESTION, Run, complaint

IN_SAMPLES = "Why did Shoigu visit Pyongyang?"
NOBODY = "http://127.0.0.1:9"  # no server listens at the port that discards
BARE = {"OPENAI_API_KEY": "", "ANTHROPIC_API_KEY": "", "OLLAMA_HOST": NOBODY}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer(models=("small:1b", "bad\x1b[31m\u202ename")) as opened:
        yield opened


def listed(run: Run, **env: str) -> dict[str, dict[str, Any]]:
    got = run("models", "--json", **(BARE | env))
    assert (got.exit_code, got.stderr) == (0, "")
    return {kind["form"]: kind for kind in json.loads(got.stdout)}


def test_each_kind_says_what_it_needs(run: Run) -> None:
    assert run("models", **BARE).stdout == (
        "ollama:NAME\tOllama cannot be reached at http://127.0.0.1:9: start its server, or correct the address.\n"
        "openai:NAME\topenai:NAME needs a key: set OPENAI_API_KEY to yours.\n"
        "anthropic:NAME\tanthropic:NAME needs a key: set ANTHROPIC_API_KEY to yours.\n"
        "http://HOST/v1#NAME\tcan be used\n"
        "gguf:PATH\tcan be used\n"
    )


def test_it_says_so_in_arabic(run: Run) -> None:
    said = run("models", **(BARE | {"LC_ALL": "ar_EG.UTF-8"})).stdout
    assert "يحتاج openai:NAME إلى مفتاح" in said and "متاح للاستعمال" in said


def test_with_keys_and_ollama_all_can_be_used(run: Run, server: ModelServer) -> None:
    keys = {"OPENAI_API_KEY": "sk-secret", "ANTHROPIC_API_KEY": "sk-secret", "OLLAMA_HOST": server.address}
    kinds = listed(run, **keys)
    assert all(kind["usable"] and kind["reason"] is None for kind in kinds.values())
    assert kinds["ollama:NAME"]["models"] == ["ollama:bad\x1b[31m\u202ename", "ollama:small:1b"]
    shown = run("models", **keys).stdout
    assert "\tollama:small:1b\n" in shown and "sk-secret" not in shown
    assert "\x1b" not in shown and "\u202e" not in shown
    assert {asked.path for asked in server.asked} == {"/api/tags"}  # nobody else is asked anything


@pytest.mark.parametrize(
    ("module", "package", "forms"),
    [
        ("llama_index.llms.openai_like", "llama-index-llms-openai-like<", ["openai:NAME", "http://HOST/v1#NAME"]),
        ("llama_index.llms.anthropic", "llama-index-llms-anthropic<", ["anthropic:NAME"]),
        ("llama_index.llms.ollama", "llama-index-llms-ollama<", ["ollama:NAME"]),
        ("xllamacpp", "xllamacpp>=", ["gguf:PATH"]),
    ],
)
def test_an_extra_that_is_not_installed_is_named(
    run: Run, module: str, package: str, forms: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(availability, "find_spec", lambda name: None if name == module else object())
    kinds = listed(run)
    for form in forms:
        assert f"pip install '{package}" in kinds[form]["reason"] and not kinds[form]["usable"]


def test_ollama_on_this_machine_is_asked_without_a_proxy(run: Run, server: ModelServer) -> None:
    proxies = {"HTTP_PROXY": NOBODY, "ALL_PROXY": NOBODY, "NO_PROXY": ""}
    assert listed(run, OLLAMA_HOST=server.address, **proxies)["ollama:NAME"]["usable"]


@pytest.mark.parametrize("host", ["http://127.0.0.1:no", "http://[::1", "file:///etc", "ftp://127.0.0.1/x"])
def test_an_address_that_is_none_is_no_ollama(run: Run, host: str) -> None:
    kind = listed(run, OLLAMA_HOST=host)["ollama:NAME"]
    assert not kind["usable"] and "cannot be reached at" in kind["reason"]


def test_what_is_no_ollama_at_its_address_is_told(run: Run, server: ModelServer) -> None:
    server.models = ()
    assert listed(run, OLLAMA_HOST=server.address)["ollama:NAME"]["usable"]
    assert not listed(run, OLLAMA_HOST=f"{server.address}/elsewhere")["ollama:NAME"]["usable"]


# --llm


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("gpt", "'gpt' names no language model: write it as ollama:NAME"),
        ("http://h", "http://h needs a host and, after a #"),
    ],
)
@pytest.mark.parametrize("command", [["ask", QUESTION], ["chat"]])
def test_what_names_no_model_ends_the_command_before_a_store_is_opened(
    run: Run, command: list[str], name: str, said: str, tmp_path: Path
) -> None:
    store = tmp_path / "new"
    got = run(*command, "--llm", name, **(BARE | {"ISNAD_STORE": str(store)}))
    assert said in complaint(got)
    assert not store.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("openai:gpt-4o", "openai:gpt-4o needs a key: set OPENAI_API_KEY"),
        ("gguf:nowhere.gguf", "nowhere.gguf cannot be opened"),
    ],
)
def test_where_a_model_cannot_be_used_the_articles_are_quoted(run: Run, name: str, said: str) -> None:
    got = run("ask", IN_SAMPLES, "--llm", name, "--json", **BARE)
    answer = json.loads(got.stdout)
    assert got.exit_code == 0 and answer["answered"] and answer["citations"]
    assert said in answer["notice"] and answer["model"] == ""


def test_the_help_names_the_option(run: Run) -> None:
    for command in ("ask", "chat"):
        assert "--llm NAME" in run(command, "--help").stdout
    assert "models" in run("--help").stdout
