"""A server that is asked much: whether its files and memory stay as they are, and whether one reader starves others.

    python benchmarks/soak.py --store DIR [--questions 3000] [--at-once 50] [--minutes 10] [--json]
    python benchmarks/soak.py --store DIR --fair [--asked 60]

The server is a process of its own, `isnad chat` as people start it; its file descriptors and its memory are read from
/proc. First questions are asked one after another, each from a new thread with a connection of its own, then so many
at once for so many minutes. Each figure is the last tenth's median over that of the second tenth: in the first, what
is loaded and cached at first is still growing.

With --fair one reader asks usual questions, one after another, alone and then while four others ask the dearest that
`worst_questions.py` found; each has an address of its own, as behind a proxy. The figure is the second 95th
percentile over the first. ISNAD_READER=off spares the machine.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import httpx
from worst_questions import MOST_CHARACTERS, USUAL

READY = 180  # seconds that a server may take to start
EVERY = 0.5  # seconds from one look at the server to the next
# Made of what the fuzzer found dearest.
WORST = tuple(
    (repeated * MOST_CHARACTERS)[:MOST_CHARACTERS].strip()
    for repeated in ("what is the difference between  «  and  ", "Who won? من فاز؟ When? ", "ومتى؟ من فاز؟ ", "أ'ب’ ")
)


@contextmanager
def server(store: Path, port: int) -> Iterator[tuple[str, int]]:
    """The address of a server of its own, and its process."""
    command = [sys.executable, "-m", "ui.cli", "chat", "--store", str(store), "--port", str(port), "--root-path", "/"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + READY
        while not _is_up(address):
            if time.monotonic() > until or process.poll() is not None:
                raise SystemExit("the server did not start")
            time.sleep(EVERY)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait()


def _is_up(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def ask(address: str, question: str, reader: str = "127.0.0.1") -> float:
    """Asks as a program does, over a connection of its own; the seconds it took."""
    begun = time.perf_counter()
    sent = {"data": [question, None, None, None, None]}
    reply = httpx.post(f"{address}/gradio_api/run/ask", json=sent, headers={"X-Forwarded-For": reader}, timeout=600)
    reply.raise_for_status()
    return time.perf_counter() - begun


class Watch:
    """Looks at a process again and again while it is in use."""

    def __init__(self, process: int) -> None:
        self._process = Path(f"/proc/{process}")
        self.files: list[float] = []
        self.megabytes: list[float] = []

    def look(self) -> None:
        self.files.append(len(os.listdir(self._process / "fd")))
        pages = int((self._process / "statm").read_text("ascii").split()[1])
        self.megabytes.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)

    @contextmanager
    def looking(self) -> Iterator[None]:
        over = threading.Event()

        def go_on() -> None:
            while not over.wait(EVERY):
                self.look()

        thread = threading.Thread(target=go_on)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def growth(numbers: list[float]) -> tuple[float, float, float]:
    """The medians of the second tenth and of the last, and what the last is of the other."""
    tenth = max(1, len(numbers) // 10)
    early, late = statistics.median(numbers[tenth : 2 * tenth] or numbers), statistics.median(numbers[-tenth:])
    return early, late, late / early


def one_after_another(address: str, count: int) -> None:
    for number, question in zip(range(count), cycle(USUAL), strict=False):
        thread = threading.Thread(target=ask, args=(address, question))
        thread.start()
        thread.join()
        if number % 100 == 0:
            print(f"{number} questions", file=sys.stderr, flush=True)


def at_once(address: str, people: int, minutes: float) -> int:
    """So many people ask as fast as they are answered; how many questions that were."""
    until, asked = time.monotonic() + 60 * minutes, [0] * people

    def keep_asking(number: int) -> None:
        for question in cycle(USUAL[number % len(USUAL) :] + USUAL):
            if time.monotonic() > until:
                return
            ask(address, question)
            asked[number] += 1

    threads = [threading.Thread(target=keep_asking, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(asked)


def percentile(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


def fairness(address: str, count: int) -> dict[str, float]:
    """The 95th percentiles of one reader, alone and beside four who ask the dearest questions, and their ratio."""
    for question in (*USUAL, *WORST):
        ask(address, question)

    def usual() -> list[float]:
        return [ask(address, question, "192.0.2.1") for _, question in zip(range(count), cycle(USUAL), strict=False)]

    alone = usual()
    over = threading.Event()

    def keep_asking(number: int) -> None:
        while not over.is_set():
            ask(address, WORST[number], f"198.51.100.{number}")

    threads = [threading.Thread(target=keep_asking, args=(number,)) for number in range(len(WORST))]
    for thread in threads:
        thread.start()
    beside = usual()
    over.set()
    for thread in threads:
        thread.join()
    first, second = percentile(alone), percentile(beside)
    return {"p95 alone": first, "p95 beside four": second, "ratio": second / first}


def soak(address: str, process: int, questions: int, people: int, minutes: float) -> dict[str, float]:
    """What files and memory were early and late, in each of the two ways of asking."""
    figures: dict[str, float] = {}
    ways: dict[str, Callable[[], object]] = {
        f"{questions} one after another": lambda: one_after_another(address, questions),
        f"{people} at once": lambda: at_once(address, people, minutes),
    }
    for name, way in ways.items():
        watch = Watch(process)
        watch.look()
        with watch.looking():
            done = way()
        for what, numbers in (("files", watch.files), ("MB", watch.megabytes)):
            early, late, ratio = growth(numbers)
            figures |= {f"{name}: {what} early": early, f"{name}: {what} late": late, f"{name}: {what} ratio": ratio}
        if isinstance(done, int):
            figures[f"{name}: questions"] = done
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--port", type=int, default=7990)
    parser.add_argument("--questions", type=int, default=3000)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--fair", action="store_true")
    parser.add_argument("--asked", type=int, default=60)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with server(options.store, options.port) as (address, process):
        if options.fair:
            figures = fairness(address, options.asked)
        else:
            figures = soak(address, process, options.questions, options.at_once, options.minutes)
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name}: {value:.3f}")


if __name__ == "__main__":
    main()
