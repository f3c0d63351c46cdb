"""Every reader on tens of thousands of odd inputs: what it made of them, and what it must never do.

python benchmarks/fuzz.py [--inputs 20000] [--reader .pdf] [--seed 7] [--keep FOLDER]

A quarter of the inputs is made by hypothesis from the rules of each format, the others are real files with something
wrong.
An input must give articles or refusals in one sentence each, in 5 s, print nothing, warn of nothing and take less
than the 2 GB that reading may take. Every 200th input goes through the process that reads files too.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import warnings
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, given, seed, settings

from store import ReadingError
from store.readers.limits import READER_BYTES
from store.readers.sandbox.process import ReaderProcess
from tests.helpers.store.fuzzing import FUNCTIONS, KINDS, NAME, judged
from tests.helpers.store.mutants import mutants
from tests.helpers.store.strange import STRANGE

_BATCH = 1000
_ASIDE = 200
"""One in so many inputs goes through the process that reads files."""


@dataclass
class Row:
    """What a reader made of its inputs."""

    inputs: int = 0
    articles: int = 0
    refused: int = 0
    slowest: float = 0.0
    printed: int = 0
    aside: int = 0
    wrong: Counter[str] = field(default_factory=Counter)


def strange(kind: str, count: int, first: int, use: Callable[[bytes], None]) -> None:
    """Give `use` so many inputs made by hypothesis."""
    for number in range(-(-count // _BATCH)):
        most = min(_BATCH, count - number * _BATCH)

        @seed(first + number)
        @settings(
            max_examples=most,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=HealthCheck,
        )
        @given(STRANGE[kind])
        def run(data: bytes) -> None:
            use(data)

        run()


class Run:
    """One reader's run; `keep` is where the smallest input of each fault is put."""

    def __init__(self, kind: str, folder: Path, process: ReaderProcess, keep: Path | None) -> None:
        self.row, self.kind = Row(), kind
        self._folder, self._process, self._keep = folder, process, keep
        self._smallest: dict[str, int] = {}

    def use(self, data: bytes) -> None:
        """Judge one input."""
        row = self.row
        before = os.fstat(2).st_size
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # whatever a library warns of, nobody sees
            outcome = judged(self.kind, data, self._folder)
        row.inputs += 1
        row.articles += outcome.articles
        row.refused += outcome.refused
        row.slowest = max(row.slowest, outcome.seconds)
        sys.stderr.flush()
        if os.fstat(2).st_size > before:
            row.printed += 1
            self._note("printed", "", data)
        if outcome.seconds > 1 and not outcome.wrong:
            self._note(f"slow, more than {min(int(outcome.seconds), 3)} s", f"{outcome.seconds}", data, faulty=False)
        if outcome.wrong:
            lines = [line.strip() for line in outcome.wrong.strip().split("\n")]
            places = [line for line in lines if line.startswith("File ") and "/tests/" not in line]
            self._note(f"{lines[-1][:60]} | {place_of(places)}", outcome.wrong, data)
        if row.inputs % _ASIDE == 0 and self.kind not in FUNCTIONS:
            self._read_aside(data)

    def _read_aside(self, data: bytes) -> None:
        path = self._folder / f"{NAME}{self.kind}"
        path.write_bytes(data)
        self.row.aside += 1
        said = [str(got) for _, got in self._process.read(path) if isinstance(got, ReadingError)]
        for fault in said:
            if "ends the process" in fault or "takes more than" in fault:
                self._note(fault[:80], fault, data)

    def _note(self, key: str, trace: str, data: bytes, faulty: bool = True) -> None:
        self.row.wrong[key] += faulty
        if self._keep and len(data) < self._smallest.get(key, 1 << 30):
            self._smallest[key] = len(data)
            stem = f"{self.kind.strip('.')}-{zlib.crc32(key.encode('utf-8', 'replace')):08x}"
            (self._keep / f"{stem}{self.kind}").write_bytes(data)
            (self._keep / f"{stem}.trace").write_text(f"{key}\n{trace}", errors="replace")


def place_of(places: list[str]) -> str:
    """Where it happened: the last place in Isnad."""
    own = [place for place in places if "/store/" in place and "site-packages" not in place] or places
    return own[-1].split("/store/")[-1] if own else ""


def main() -> None:
    """Print a row for each reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--reader", choices=KINDS, action="append")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    if asked.keep:
        asked.keep.mkdir(parents=True, exist_ok=True)
    print(
        "| reader | inputs | articles | refusals | in the process | wrong | slowest, s |\n" + "| --- " * 7 + "|",
        flush=True,
    )
    resource.setrlimit(resource.RLIMIT_AS, (READER_BYTES, resource.RLIM_INFINITY))
    with tempfile.TemporaryDirectory() as folder, ReaderProcess() as process, _printed_into(Path(folder) / "printed"):
        for kind in asked.reader or KINDS:
            run = Run(kind, Path(folder), process, asked.keep)
            strange(kind, asked.inputs // 4, asked.seed, run.use)
            for data in islice(mutants(kind, asked.seed), asked.inputs - run.row.inputs):
                run.use(data)
            show(kind, run.row)


def show(kind: str, row: Row) -> None:
    """A row of the table, and under it what went wrong."""
    print(
        f"| {kind} | {row.inputs:,} | {row.articles:,} | {row.refused:,} | {row.aside:,} | {row.wrong.total():,} "
        f"| {row.slowest:.1f} |",
        flush=True,
    )
    for key, count in row.wrong.most_common(20):
        print(f"    {count} × {key!a}", flush=True)


@contextmanager
def _printed_into(path: Path) -> Iterator[None]:
    """What is written to standard error goes into a file."""
    kept = os.dup(2)
    with path.open("wb") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)


if __name__ == "__main__":
    main()
