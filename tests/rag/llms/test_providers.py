"""Models by name: what each kind sends and gives back, and which names, keys and extras are refused."""

from __future__ import annotations

import logging
import sys

import pytest
from llama_index.core.llms import LLM

from rag.errors import ModelError
from rag.llms.client import wrap_llm
from rag.llms.providers import FORMS, load_model, ollama_address
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel
from tests.helpers.openai_server import ModelServer
from tests.helpers.rag.providers import ASKED, KEYS, KINDS

REPLY = "زار الوزير الميناء [1]. The minister came [2]."


@pytest.mark.parametrize("kind", KINDS)
def test_a_model_is_a_llamaindex_llm_that_streams(kind: str, server: ModelServer, names: dict[str, str]) -> None:
    model = load_model(names[kind], 30)
    assert isinstance(model, LLM)
    assert (model.metadata.model_name, model.metadata.is_chat_model) == (names[kind], True)
    server.replies += [REPLY] * 3
    parts = list(model.stream_chat(ASKED))
    assert len(parts) > 3 and "".join(part.delta or "" for part in parts) == REPLY
    assert parts[-1].message.content == REPLY
    assert model.chat(ASKED).message.content == REPLY
    assert str(model.complete("من؟")) == REPLY


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_sent_what_was_asked_and_to_be_sober(kind: str, server: ModelServer, names: dict[str, str]) -> None:
    server.replies.append(REPLY)
    load_model(names[kind], 30).chat(ASKED)
    [asked] = server.asked  # and nothing else: no list of models, no look at the context window
    assert asked.path == {"anthropic": "/v1/messages", "ollama": "/api/chat"}.get(kind, "/v1/chat/completions")
    assert asked.body["model"] == {"ollama": "small:1b", "http": "small"}.get(kind, names[kind].partition(":")[2])
    options = asked.body.get("options", asked.body)
    assert options["temperature"] == 0 and options.get("seed", 0) == 0
    assert "Be brief." in str(asked.body) and "من زار الميناء؟" in str(asked.body)


@pytest.mark.parametrize("kind", KINDS)
def test_each_gets_its_own_key_and_nothing_about_the_machine(
    kind: str, server: ModelServer, names: dict[str, str]
) -> None:
    server.replies.append(REPLY)
    load_model(names[kind], 30).chat(ASKED)
    headers = {name.lower(): value for name, value in server.asked[0].headers.items()}
    assert KEYS[kind] in (headers.get("x-api-key"), headers.get("authorization", "").removeprefix("Bearer "))
    assert not [key for other, key in KEYS.items() if other != kind and key in str(headers)]
    told = [value for name, value in headers.items() if name in ("x-stainless-os", "x-stainless-arch") and value]
    assert told == []


def test_what_is_meant_for_openai_reaches_no_other_host(
    server: ModelServer, names: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-ours")
    monkeypatch.setenv("OPENAI_PROJECT_ID", "project-ours")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Gateway: secret-ours")
    monkeypatch.delenv("ISNAD_LLM_KEY")
    server.replies.append(REPLY)
    load_model(names["http"], 30).chat(ASKED)
    headers = str(server.asked[0].headers)
    assert "ours" not in headers and KEYS["openai"] not in headers


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_never_shown(
    kind: str, server: ModelServer, names: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    model = load_model(names[kind], 30)
    server.replies.append(REPLY)
    model.chat(ASKED)
    shown = repr(model) + str(model.to_dict()) + str(model.model_dump()) + caplog.text + repr(model._llm)
    assert KEYS[kind] not in shown
    assert KEYS[kind] not in "".join(str(vars(record)) for record in caplog.records)


def test_a_model_is_made_once(names: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_model(names["openai"], 30)
    assert load_model(f" {names['openai']} ", 30) is first
    monkeypatch.setenv("OPENAI_API_KEY", "another")
    assert load_model(names["openai"], 30) is not first


@pytest.mark.parametrize("model", ["gpt-4o", "o3-mini", "gpt-5", "text-davinci-003", "never-heard-of"])
def test_a_model_needs_no_table_of_models(model: str, server: ModelServer, names: dict[str, str]) -> None:
    server.replies.append(REPLY)
    assert load_model(f"openai:{model}", 30).chat(ASKED).message.content == REPLY
    assert server.asked[0].path == "/v1/chat/completions"


# What cannot be used


@each_case("name", ["", "  ", "gpt-4o", "openai:", "mistral:7b", "ollama: ", "http://", ":x", "#"])
def test_a_name_of_no_form_is_refused_with_the_forms(name: str) -> None:
    with pytest.raises(ModelError, match="names no language model") as refused:
        load_model(name, 30)
    assert all(form in str(refused.value) and form in refused.value.to("ar") for form in FORMS)


@each_case("name", ["http://h/v1", "https://h/v1#", "http:///v1#m", "http:h#m", "http://[::1#m"])
def test_an_address_needs_a_host_and_a_model(name: str) -> None:
    with pytest.raises(ModelError, match=r"http://127\.0\.0\.1:8080/v1#NAME"):
        load_model(name, 30)


@pytest.mark.parametrize("name", ["http://me:hunter2@h/v1#m", "http://h/v1?key=hunter2#m"])
def test_a_key_in_an_address_is_refused_unseen(name: str) -> None:
    with pytest.raises(ModelError, match="ISNAD_LLM_KEY") as refused:
        load_model(name, 30)
    assert "hunter2" not in str(refused.value) + refused.value.to("ar")


@pytest.mark.parametrize(("kind", "variable"), [("openai", "OPENAI_API_KEY"), ("anthropic", "ANTHROPIC_API_KEY")])
@pytest.mark.parametrize("value", [None, "", " "])
def test_a_missing_key_is_asked_for(
    kind: str, variable: str, value: str | None, names: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(variable)
    if value is not None:
        monkeypatch.setenv(variable, value)
    with pytest.raises(ModelError, match=f"needs a key: set {variable}") as refused:
        load_model(names[kind], 30)
    assert variable in refused.value.to("ar")


@pytest.mark.parametrize("kind", ["openai", "anthropic", "http"])
@pytest.mark.parametrize("key", ["hunter\n2", "hunter\u200f2", "مفتاح hunter"])
def test_a_key_that_cannot_be_sent_is_refused_unseen(
    kind: str, key: str, names: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}.get(kind, "ISNAD_LLM_KEY")
    monkeypatch.setenv(variable, key)
    with pytest.raises(ModelError, match=f"set {variable} to one") as refused:
        load_model(names[kind], 30)
    assert "hunter" not in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "module", "package"),
    [
        ("openai", "llama_index.llms.openai_like", "llama-index-llms-openai-like"),
        ("http", "llama_index.llms.openai_like", "llama-index-llms-openai-like"),
        ("anthropic", "llama_index.llms.anthropic", "llama-index-llms-anthropic"),
        ("ollama", "llama_index.llms.ollama", "llama-index-llms-ollama"),
    ],
)
def test_what_is_missing_is_named_and_never_by_isnads_own_name(
    kind: str, module: str, package: str, names: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ModelError, match=rf"pip install '{package}<[^']*'( 'anthropic<1,[^']*')?$"):
        load_model(names[kind], 29)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("", "http://127.0.0.1:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("box", "http://box:11434"),
        ("box:9", "http://box:9"),
        (":9", "http://127.0.0.1:9"),
        ("https://box:9/", "https://box:9"),
        ("[::1]:9", "http://[::1]:9"),
        ("[::1]", "http://[::1]:11434"),
    ],
)
def test_ollama_is_looked_for_where_its_own_tools_look(
    host: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", host)
    assert ollama_address() == address


# Anyone's own


@pytest.mark.parametrize("kind", KINDS)
def test_no_proxy_stands_between_isnad_and_this_machine(
    kind: str, server: ModelServer, names: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.delenv("NO_PROXY", raising=False)
    server.replies.append("from this machine")
    assert load_model(names[kind], 30.5).chat(ASKED).message.content == "from this machine"


def test_any_llm_can_be_connected() -> None:
    model = wrap_llm(QueuedModel([REPLY]), 30)
    assert (model.metadata.model_name, model.metadata.context_window) == ("queued", 8192)
    assert model.chat(ASKED).message.content == REPLY
    assert wrap_llm(model, 5) is model
