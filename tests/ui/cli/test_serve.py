"""isnad serve as it is installed: where it is, what it serves, and how it stops."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import httpx
import pytest

from tests.helpers.ui.commands import ISNAD, QUESTION, Run, complaint, start
from ui.messages import general as messages


@pytest.mark.slow
@pytest.mark.parametrize(("stop", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_programs_are_served_without_the_page(store: Path, stop: signal.Signals, status: int) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    serving = start([ISNAD, "serve", "--port", address.rstrip("/").rpartition(":")[2], "--store", store], store)
    try:
        assert serving.stdout is not None
        assert serving.stdout.readline() == f"{messages.SERVING_PROGRAMS.en.format(address=address)}\n"
        got = httpx.post(f"{address}api/ask", json={"question": QUESTION}, timeout=60)
        assert got.status_code == 200 and got.json()["answered"]
        assert "/api/ask" in httpx.get(f"{address}docs", timeout=20).text
    finally:
        serving.send_signal(stop)
        _, complaints = serving.communicate(timeout=30)
    assert (serving.returncode, complaints) == (status, "")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--root-path", "isnad"], "--root-path"),
        (["--auth", "huda"], "name:hash"),
        (["--may-write", "huda"], "--may-write huda"),
    ],
)
def test_what_the_options_say_is_checked_as_for_the_page(run: Run, store: Path, given: list[str], said: str) -> None:
    assert said in run("serve", "--store", store, *given).stderr


def test_a_port_that_is_taken_is_told(run: Run, store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"port {port}" in complaint(run("serve", "--store", store, "--port", port))
