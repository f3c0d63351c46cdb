"""isnad chat as it is installed: where the page is, and how it stops."""

from __future__ import annotations

import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import httpx
import pytest

from tests.helpers.ui.commands import ISNAD, environment, start
from ui.messages import general as messages

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("stop", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_chat_says_where_it_is_and_stops_with_nothing_uploaded_left(
    store: Path, stop: signal.Signals, status: int
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = [ISNAD, "chat", "--port", port, "--store", store]
    serving = start(command, store)
    try:
        assert serving.stdout is not None
        assert serving.stdout.readline() == f"{messages.SERVING.en.format(address=f'http://127.0.0.1:{port}/')}\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as response:
            assert response.status == 200
        files = {"files": ("a.txt", b"nobody reads this", "text/plain")}
        uploaded = Path(httpx.post(f"http://127.0.0.1:{port}/gradio_api/upload", files=files, timeout=20).json()[0])
        assert uploaded.read_bytes() == files["files"][1]
        second = subprocess.run(command, capture_output=True, text=True, env=environment(store), timeout=60)
        assert second.returncode == 1 and f"port {port}" in second.stderr and "--port" in second.stderr
        assert second.stderr.startswith("isnad: ") and second.stderr.count("\n") == 1
    finally:
        serving.send_signal(stop)
        _, complaints = serving.communicate(timeout=30)
    assert (serving.returncode, complaints) == (status, "")
    assert not uploaded.parent.parent.exists()
