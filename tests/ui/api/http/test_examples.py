"""The examples of docs/HTTP.md, run as they stand but for the server's address and the user's key."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright._impl._driver import compute_driver_executable

from store import Corpus
from tests.helpers.ui.doors import SERVED, programs_served, two_users

pytestmark = [pytest.mark.slow, *SERVED]
TEXT = (Path(__file__).parents[4] / "docs" / "HTTP.md").read_text("utf-8")
STANDS = "http://127.0.0.1:7860/"


def blocks(language: str) -> list[str]:
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert found and (language == "json" or all(STANDS in block for block in found))
    return found


@pytest.fixture(scope="module")
def corpus(sample_folder, encoder, tmp_path_factory) -> Iterator[Corpus]:
    with Corpus.open(shutil.copytree(sample_folder, tmp_path_factory.mktemp("http") / "store"), encoder) as opened:
        yield opened


@pytest.fixture
def address(corpus: Corpus) -> Iterator[str]:
    with programs_served(corpus) as address:
        yield address


def output(*command: str) -> str:
    got = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300)
    assert (got.returncode, got.stderr) == (0, "")
    return got.stdout


def test_curl(corpus: Corpus, address: str) -> None:
    asking, adding = blocks("sh")
    answer, found, listed = (
        json.loads(output("sh", "-c", f"curl -s{one}".replace(STANDS, address)))
        for one in asking.split("curl -s")[1:]
    )
    assert answer["answered"] and len(found["passages"]) == 5 and 0 < listed["total"] < len(corpus)
    added = json.loads(output("sh", "-c", adding.replace(STANDS, address)))
    assert added["status"] == "added" and corpus.article(added["id"]).title == "Frost in the valley"


def test_fetch(address: str, tmp_path: Path) -> None:
    [script] = blocks("js")
    (tmp_path / "ask.mjs").write_text(script.replace(STANDS, address), "utf-8")
    node, _ = compute_driver_executable()
    *before, last = output(str(node), str(tmp_path / "ask.mjs")).splitlines()
    assert last.startswith("answer ") and all(line.startswith("preliminary ") for line in before)


def test_openai(corpus: Corpus, tmp_path: Path) -> None:
    [program] = blocks("py")
    with programs_served(corpus, users=two_users()) as address:
        ours = program.replace(STANDS, address).replace("huda:her password", "huda:sesame")
        (tmp_path / "ask.py").write_text(ours, "utf-8")
        got = output(sys.executable, str(tmp_path / "ask.py"))
    assert "[\\[1\\]](" in got and "— Isnad samples 2023-" in got


def test_an_error_is_as_it_is_shown(address: str) -> None:
    [shown] = blocks("json")
    got = httpx.post(f"{address}api/search", json={"question": "who?", "limit": 0}, timeout=60)
    assert got.json() == json.loads(shown)
