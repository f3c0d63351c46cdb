"""What can be set in the environment, and how a wrong setting is refused."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from pydantic import ValidationError

from rag import Settings, SettingsError, answer, load_settings, open_corpus, retrieve
from store import Corpus, EncoderError
from store.embedding.encoder import Encoder

SMALL = 'tests.helpers.wordllama_embedding:WordLlamaEmbedding {"dims": 64}'


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.upper().startswith("ISNAD_")]:
        monkeypatch.delenv(name)


def test_without_an_environment_the_defaults_hold() -> None:
    settings = load_settings()
    assert settings.threshold == 0.5
    assert settings.embedding == ""
    assert settings.store.is_absolute()
    assert settings.store.parts[-2:] == ("isnad", "store")


def test_the_environment_sets_store_and_threshold(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ISNAD_STORE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("ISNAD_THRESHOLD", "0.75")
    assert load_settings() == Settings(store=tmp_path / "elsewhere", threshold=0.75)


def test_the_environment_is_read_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for threshold in (0.0, 1.0):
        monkeypatch.setenv("ISNAD_THRESHOLD", str(threshold))
        assert load_settings().threshold == threshold


# Another embedding


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("ISNAD_STORE", str(tmp_path / "store"))
    return tmp_path / "store"


def test_the_environment_names_an_embedding(monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    monkeypatch.setenv("ISNAD_EMBEDDING", SMALL)
    assert load_settings().embedding == SMALL
    own = store.with_name("own")
    with open_corpus(own) as corpus:
        assert (corpus.path, corpus.encoder.dimensions, len(corpus)) == (own, 64, 0)
    with open_corpus() as corpus:
        assert (corpus.path, corpus.encoder.dimensions) == (store, 64)
        assert len(corpus) == 12  # the samples, with that embedding
        assert retrieve("Kim", corpus=corpus)


@pytest.mark.parametrize("empty", [None, ""])
def test_without_a_name_it_is_the_embedding_that_ships(
    monkeypatch: pytest.MonkeyPatch, store: Path, encoder: Encoder, empty: str | None
) -> None:
    if empty is not None:
        monkeypatch.setenv("ISNAD_EMBEDDING", empty)
    with open_corpus(store) as corpus:
        assert corpus.encoder is encoder


def test_a_name_that_names_nothing_is_told_when_a_corpus_is_opened(
    monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    monkeypatch.setenv("ISNAD_EMBEDDING", "nonsense")
    assert load_settings().embedding == "nonsense"
    for folder in (None, store.with_name("own")):
        with pytest.raises(EncoderError, match="'nonsense' does not name an embedding"):
            open_corpus(folder)
    assert not store.exists()


def test_a_corpus_given_is_asked_with_its_own_embedding(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> None:
    monkeypatch.setenv("ISNAD_EMBEDDING", SMALL)
    assert not answer("Who sold the mill?", corpus=corpus).answered


# What is wrong


@pytest.mark.parametrize(
    ("name", "nearest"),
    {
        "ISNAD_TRESHOLD": "ISNAD_THRESHOLD",
        "isnad_stor": "ISNAD_STORE",
        "ISNAD_STORE_": "ISNAD_STORE",
        "ISNAD_EMBEDDINGS": "ISNAD_EMBEDDING",
    }.items(),
)
def test_an_unknown_variable_is_refused_with_the_one_that_may_be_meant(
    monkeypatch: pytest.MonkeyPatch, name: str, nearest: str
) -> None:
    monkeypatch.setenv(name, "0.5")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value) == (
        f"There is no setting {name}; the nearest is {nearest}. Correct or unset it; `isnad settings` lists all."
    )


@pytest.mark.parametrize("name", ["ISNAD_", "ISNAD_QQ"])
def test_an_unknown_variable_near_none_is_refused_with_all(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "0.5")
    with pytest.raises(
        SettingsError, match=rf"no setting {name}\. The settings are ISNAD_AUTH, .*; unset the other\.$"
    ):
        load_settings()


@pytest.mark.parametrize("value", ["1.5", "-0.1", "half", "nan", "inf"])
def test_a_value_that_cannot_be_is_refused_with_name_value_and_remedy(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("ISNAD_THRESHOLD", value)
    with pytest.raises(
        SettingsError, match=rf"^ISNAD_THRESHOLD cannot be '{value}': it is a number from 0 to 1\. Cor.*"
    ):
        load_settings()


@pytest.mark.parametrize("value", ["0", "-1", "4000", "soon"])
def test_a_time_that_cannot_be_is_told_with_its_limits(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ISNAD_LLM_TIMEOUT", value)
    with pytest.raises(SettingsError, match=f"'{value}': it is a number of seconds above 0, at most 3600"):
        load_settings()


@pytest.mark.parametrize(
    "value",
    [
        "here",
        "127.0.0.1:8000",
        "http://127.0.0.1",
        "ftp://a:1",
        "http://a:port",
        "http://a:1/b",
        "http://u:p@a:1",
        " ",
    ],
)
def test_an_address_that_is_none_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ISNAD_CHROMA", value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value) == (
        f"ISNAD_CHROMA cannot be {value!r}: give the Chroma server's address as http://host:port. "
        "Correct it or unset it."
    )


@pytest.mark.parametrize("value", ["http://127.0.0.1:8000", "https://vectors.example:443/", "http://[::1]:8000"])
def test_an_address_is_a_setting(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ISNAD_CHROMA", value)
    assert load_settings().chroma == value.rstrip("/")


@pytest.mark.slow
def test_a_chroma_server_that_is_away_costs_no_answer(
    monkeypatch: pytest.MonkeyPatch, store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    monkeypatch.setenv("ISNAD_CHROMA", address)
    with open_corpus() as corpus:
        assert retrieve("Kim", corpus=corpus)
        assert retrieve("missiles", corpus=corpus)
    assert [address in message for message in caplog.messages] == [True]


def test_a_wrong_environment_is_told_to_who_asks(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> None:
    monkeypatch.setenv("ISNAD_THRESHOLD", "2")
    with pytest.raises(SettingsError):
        answer("Who sold the mill?", corpus=corpus)


def test_a_key_is_a_setting_that_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_LLM_KEY", "hunter2")
    settings = load_settings()
    assert settings.llm_key.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(settings) + str(settings) + str(settings.model_dump()) + settings.model_dump_json()


def test_settings_are_frozen_and_know_no_others() -> None:
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.threshold = 0.1
    with pytest.raises(SettingsError, match="no setting ISNAD_TRESHOLD"):
        Settings(treshold=0.1)
    with pytest.raises(SettingsError, match="ISNAD_THRESHOLD cannot be 7"):
        Settings(threshold=7)
