"""Nothing is fetched at run time: a first start, in a home where nothing is, with no way out of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

# Where these say that a program is only being tested, ONNX Runtime's telemetry is silent by itself.
BUILDING = (
    *("BUILDKITE", "CI", "CIRCLECI", "GITHUB_ACTIONS", "GITLAB_CI", "JENKINS_URL", "TEAMCITY_VERSION", "TF_BUILD"),
    "TRAVIS",
)
# Runs before anything is imported, so that nothing can keep a socket that works.
NO_SOCKETS = """
import socket

class Closed(socket.socket):
    def __init__(self, family=socket.AF_INET, *options, **more):
        if family != socket.AF_UNIX:
            raise PermissionError("a socket was opened")
        super().__init__(family, *options, **more)

def closed(*arguments, **more):
    raise PermissionError(f"a name was looked up: {arguments}")

socket.socket = socket.SocketType = Closed
for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "create_connection"):
    setattr(socket, name, closed)
"""
FIRST_START = """
from concurrent.futures import ThreadPoolExecutor

from rag import answer

asked = ["When did Putin visit Pyongyang?", "متى زار بوتين بيونغ يانغ؟", "Who painted the Mona Lisa?"]
with ThreadPoolExecutor(len(asked)) as threads:  # the first of them opens the store, and the others wait for it
    got = list(threads.map(answer, asked))
assert [answer.answered for answer in got] == [True, True, False], got
assert all("يونيو 2024" in answer.citations[0].quote for answer in got[:2]), got
"""


def test_the_first_answers_need_nothing_from_outside(tmp_path: Path) -> None:
    folders = {"HOME": "home", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data", "XDG_CONFIG_HOME": "config"}
    away = ("ISNAD_", "XDG_", "HF_", "ORT_", *BUILDING)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(away)}
    home = {name: str(tmp_path / folder) for name, folder in folders.items()}
    (tmp_path / "home").mkdir()
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", NO_SOCKETS + FIRST_START],
        env=kept | home,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list(tmp_path.rglob("isnad.sqlite3"))) == 1  # the default store, in the new home
    kept_by = {path.relative_to(tmp_path).parts[:2] for path in tmp_path.rglob("*") if path.is_file()}
    assert kept_by == {("cache", "isnad"), ("data", "isnad")}, (
        "a library keeps something of its own, to be sent later"
    )


def test_the_way_out_is_closed() -> None:
    program = NO_SOCKETS + "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "PermissionError" in done.stderr
