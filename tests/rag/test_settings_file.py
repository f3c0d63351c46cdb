"""Settings in a file, whence each holds, and what else may be in the environment."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from rag import Settings, SettingsError, load_settings
from rag.settings import held_settings, settings_table
from tests.helpers.rights import no_rights, public_folder

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings at all, in a working directory of its own."""
    for name in [name for name in os.environ if name.upper().startswith("ISNAD_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def write(text: str, path: str = "isnad.toml") -> Path:
    Path(path).write_text(text, encoding="utf-8")
    return Path(path).absolute()


def whence(name: str) -> tuple[object, str, str]:
    (held,) = [each for each in held_settings() if each.name == name]
    return held.value, held.source, held.where


def test_each_place_counts_more_than_the_one_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert whence("threshold") == (0.5, "default", "")
    file = write("# ours\nsupport = 0.9\nthreshold = 0.25\n")
    assert whence("threshold") == (0.25, "file", f"{file}, line 3")
    monkeypatch.setenv("ISNAD_THRESHOLD", "0.75")
    assert whence("threshold") == (0.75, "environment", "ISNAD_THRESHOLD")
    assert whence("support") == (0.9, "file", f"{file}, line 2")
    assert Settings(threshold=0.1).threshold == 0.1


def test_a_file_that_is_named_takes_the_place_of_the_one_that_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    write("threshold = 0.25\n")
    other = write("support = 0.9\n", "other.toml")
    assert whence("config") == (str(Path("isnad.toml").absolute()), "working directory", "")
    monkeypatch.setenv("ISNAD_CONFIG", "other.toml")
    assert (load_settings().threshold, load_settings().support) == (0.5, 0.9)
    assert whence("config") == (str(other), "environment", "ISNAD_CONFIG")


def test_a_changed_file_is_read_again() -> None:
    for threshold in (0.25, 0.125):
        write(f"threshold = {threshold}\n")
        assert load_settings().threshold == threshold
    Path("isnad.toml").unlink()
    assert load_settings().threshold == 0.5


def test_values_are_of_their_kind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write('\ufeffport = 8080\nmcp = true\nllm_timeout = 3\nmay_write = ["huda", "sami"]\nauth = ["h:x", "s:y"]\n')
    got = load_settings()
    assert (got.port, got.mcp, got.llm_timeout, got.may_write) == (8080, True, 3.0, ("huda", "sami"))
    assert got.auth.get_secret_value().split() == ["h:x", "s:y"]
    monkeypatch.setenv("ISNAD_PORT", "9000")
    monkeypatch.setenv("ISNAD_MCP", "no")
    monkeypatch.setenv("ISNAD_MAY_WRITE", "nour\nrami")
    got = load_settings()
    assert (got.port, got.mcp, got.may_write) == (9000, False, ("nour", "rami"))


def test_paths_in_a_file_are_meant_from_its_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    write('store = "news"\nauth_file = "~/users"\n', "etc/isnad.toml")
    monkeypatch.setenv("ISNAD_CONFIG", "etc/isnad.toml")
    assert load_settings().store == tmp_path / "etc" / "news"
    assert load_settings().auth_file == Path("~/users").expanduser()


def test_secrets_are_told_as_set_alone() -> None:
    write('llm_key = "hunter2"\nauth = "huda:hash"\n')
    assert whence("llm_key")[0] is True and whence("auth")[0] is True
    assert "hunter2" not in str(held_settings()) and "hash" not in str([each.value for each in held_settings()])
    write("llm_key = 778899\n")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "778899" not in str(refused.value)


WRONG = {
    "treshold = 0.5": "{file}, line 2: there is no setting 'treshold'; the nearest is threshold.",
    "[threshold]\nvalue = 0.5": "{file}, line 2: threshold cannot be {{'value': 0.5}}: give a number, without",
    "threshold.value = 1": "{file}, line 2: threshold cannot be {{'value': 1}}: give a number, without quotes.",
    "[server]\nport = 1": "{file}, line 2: there is no setting 'server'. The settings are ",
    'config = "x"': "{file}, line 2: there is no setting 'config'",
    'threshold = "0.5"': "{file}, line 2: threshold cannot be '0.5': give a number, without quotes.",
    "threshold = true": "{file}, line 2: threshold cannot be True: give a number, without quotes.",
    "threshold = 2": "{file}, line 2: threshold cannot be 2: it is a number from 0 to 1. Correct it or remove it.",
    "threshold = nan": "{file}, line 2: threshold cannot be nan: it is a number from 0 to 1.",
    "llm = 5": "{file}, line 2: llm cannot be 5: give a text in quotes.",
    "port = 80.5": "{file}, line 2: port cannot be 80.5: give a whole number, without quotes.",
    "port = 0": "{file}, line 2: port cannot be 0: it is a number from 1 to 65535.",
    'may_write = ["huda", 5]': "{file}, line 2: may_write cannot be ['huda', 5]: give a list of texts in quotes.",
    "store = 2023-09-12": "{file}, line 2: store cannot be datetime.date(2023, 9, 12): give a text in quotes.",
    'chroma = "here"': "{file}, line 2: chroma cannot be 'here': give the Chroma server's address as http://host:port.",
    "threshold = half": "{file}, line 2, column 13: Invalid value. A setting is a line as: threshold = 0.7, or llm",
    "threshold = 1\nthreshold = 0": "{file}, line 3, column 14: Cannot overwrite a value.",
}


@pytest.mark.parametrize("line", WRONG)
def test_what_is_wrong_is_told_with_its_place_and_remedy(line: str) -> None:
    file = write(f"# a comment about treshold\n{line}\n")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value).startswith(WRONG[line].format(file=file))


def test_a_file_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("isnad.toml").write_bytes(b"llm = '\xff'")
    with pytest.raises(SettingsError, match="no text in UTF-8"):
        load_settings()
    monkeypatch.setenv("ISNAD_CONFIG", "nowhere.toml")
    with pytest.raises(SettingsError, match=r"^nowhere\.toml cannot be read \(No such file or directory\)\. Correct"):
        load_settings()
    monkeypatch.setenv("ISNAD_CONFIG", "/dev/zero")
    with pytest.raises(SettingsError, match="no file"):
        load_settings()


def test_a_file_of_somebody_else_counts_only_where_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that strangers write to, it could name a model that all questions are sent to."""
    with public_folder() as folder:
        monkeypatch.chdir(folder)
        file = write("threshold = 0.25\n")
        file.chmod(0o666)
        with no_rights():
            with pytest.raises(SettingsError, match="others may write to it, so it is not read"):
                load_settings()
            monkeypatch.setenv("ISNAD_CONFIG", str(file))
            assert load_settings().threshold == 0.25


# Variables


def test_what_kubernetes_sets_for_a_service_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    untouched = load_settings()
    for name, value in {
        "ISNAD_SERVICE_HOST": "10.96.0.7",
        "ISNAD_SERVICE_PORT": "80",
        "ISNAD_SERVICE_PORT_HTTP": "80",
        "ISNAD_PORT": "tcp://10.96.0.7:80",
        "ISNAD_PORT_80_TCP": "tcp://10.96.0.7:80",
        "ISNAD_PORT_80_TCP_PROTO": "tcp",
        "ISNAD_PORT_80_TCP_PORT": "80",
        "ISNAD_PORT_80_TCP_ADDR": "10.96.0.7",
        "ISNAD_PAGE_SERVICE_HOST": "10.96.0.8",
        "ISNAD_PAGE_PORT": "udp://10.96.0.8:53",
        "ISNAD_PAGE_PORT_53_UDP": "udp://10.96.0.8:53",
    }.items():
        monkeypatch.setenv(name, value)
    assert load_settings() == untouched
    monkeypatch.setenv("ISNAD_PORT", "eighty")
    with pytest.raises(SettingsError, match="^ISNAD_PORT cannot be 'eighty': it is a number from 1 to 65535"):
        load_settings()


def test_every_variable_that_the_program_reads_is_in_the_table() -> None:
    sources = [path for room in ("rag", "store", "ui", "benchmarks") for path in (ROOT / room).rglob("*.py")]
    known = {held.variable for held in held_settings()}
    read: dict[str, Path] = {}
    for path in sources:
        for name in re.findall(r"\bISNAD_[A-Z][A-Z_]*[A-Z]\b", path.read_text(encoding="utf-8")):
            read[name] = path
    assert {name: str(path) for name, path in read.items() if name not in known | KUBERNETES} == {}


KUBERNETES = {"ISNAD_SERVICE_HOST"}


def test_the_documents_table_is_that_of_the_program() -> None:
    """`isnad settings --table` prints it."""
    assert settings_table() in (ROOT / "docs" / "SETTINGS.md").read_text(encoding="utf-8")
