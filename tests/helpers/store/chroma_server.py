"""A real Chroma server on this machine, `chroma run`: the Rust server that ships with the chromadb package."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import sysconfig
import time
from pathlib import Path
from types import TracebackType
from urllib.request import urlopen


class ChromaServer:
    """Keeps its vectors in `folder` and runs while it is entered, but for when a test stops it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self._port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = shutil.which("chroma", path=sysconfig.get_path("scripts"))
        assert command is not None
        # What it says goes to a file: a pipe that nobody reads would fill up and stop it.
        with (self._folder / "said.txt").open("ab") as said:
            place = ["--path", str(self._folder / "kept"), "--host", "127.0.0.1", "--port", str(self._port)]
            self._process = subprocess.Popen([command, "run", *place], stdout=said, stderr=said)
        for _ in range(1200):
            if self._answers():
                return
            time.sleep(0.05)
        raise AssertionError((self._folder / "said.txt").read_text(errors="replace"))

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/api/v2/heartbeat", timeout=1) as reply:
                return bool(reply.read())
        except OSError:
            return False

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def freeze(self) -> None:
        """It takes connections, but never answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def collections(self) -> set[str]:
        """The names of all collections."""
        place = "api/v2/tenants/default_tenant/databases/default_database/collections"
        with urlopen(f"{self.address}/{place}", timeout=60) as reply:
            return {collection["name"] for collection in json.load(reply)}

    def lose_everything(self) -> None:
        shutil.rmtree(self._folder / "kept")

    def __enter__(self) -> ChromaServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
