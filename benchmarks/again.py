"""What ingesting an unchanged folder again costs, as a part of the first time.

    python benchmarks/again.py [articles] [--touched]

Over the sample articles and over a folder of generated ones: the whole command `isnad ingest`, as a person waits for
it, and `corpus.ingest` alone in one process, with the encoder warm. `start` is what a command takes that has nothing
to read: Python, the libraries and the model. With `--touched` the files get new times before the second run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from synthetic import articles

from store import Corpus
from store.sample import SAMPLE

GENERATED = 300


def write_folder(folder: Path, count: int) -> Path:
    """A folder of generated articles in Markdown."""
    folder.mkdir()
    for number, article in enumerate(articles(count)):
        head = f"---\ntitle: {article.title}\noutlet: {article.outlet}\ndate: {article.date}\n---\n"
        (folder / f"{number}.md").write_text(head + article.text, "utf-8")
    return folder


def command(folder: Path, store: Path) -> float:
    """The seconds that the whole command takes."""
    start = time.perf_counter()
    program = [
        sys.executable,
        "-c",
        "from ui.cli.commands import main; main()",
        "ingest",
        str(folder),
        "--store",
        str(store),
    ]
    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def alone(folder: Path, corpus: Corpus) -> float:
    """The seconds of `corpus.ingest` alone."""
    start = time.perf_counter()
    report = corpus.ingest([folder])
    assert not report.failed
    return time.perf_counter() - start


def touch(folder: Path) -> None:
    for file in folder.iterdir():
        os.utime(file)


def measure(name: str, folder: Path, place: Path, touched: bool) -> None:
    """Print both ratios for a folder."""
    nothing = place / "one.md"
    nothing.write_text("The ferry left at nine and came back at noon.")
    command(nothing, place / "start")
    start = min(command(nothing, place / "start") for _ in range(3))
    with Corpus.open(place / "library") as corpus:
        corpus.encoder.token_count("warm")
        list(corpus.encoder.read_passages(["warm"]))
        ways = {
            "isnad ingest": lambda: command(folder, place / "command"),
            "corpus.ingest": lambda: alone(folder, corpus),
        }
        for way, run in ways.items():
            first = run()
            if touched:
                touch(folder)
            again = run()
            print(f"{name:12} {way:14} first {first:7.2f} s  again {again:6.3f} s  ratio {again / first:.4f}")
    print(f"{name:12} start of a command {start:.2f} s")


def main() -> None:
    touched = "--touched" in sys.argv
    count = next((int(word) for word in sys.argv[1:] if word.isdigit()), GENERATED)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        samples = Path(
            shutil.copytree(SAMPLE, root / "samples", ignore=shutil.ignore_patterns("*.py", "__pycache__"))
        )
        for name, folder in (("samples", samples), (f"{count} files", write_folder(root / "many", count))):
            (root / f"{name} stores").mkdir()
            measure(name, folder, root / f"{name} stores", touched)


if __name__ == "__main__":
    main()
