"""What a large store costs, beside a small one: filling, opening, searching, removing, making the index anew.

    python benchmarks/large.py

Prints a Markdown table. Passages are read by `synthetic.QuickReader`, so filling shows what the store costs, not the
model; everything after that is as in use. 100,000 passages need some 20 GB and half an hour: `--passages 1000 10000`
leaves them out, `--stores FOLDER` keeps the stores for the next run.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from synthetic import QuickReader, articles, questions

from rag import answer, retrieve
from store import Corpus
from store.embedding.encoder import default_encoder

PASSAGES_AN_ARTICLE = 1.68
REMOVED = 25
ROWS = {
    "filled": "filling, a passage",
    "memory": "memory of the process that filled it, GiB",
    "disk": "on disk, GB",
    "opened": "opening",
    "first": "opening and the first search",
    "search": "a search",
    "answer": "an answer",
    "removed": "removing one article",
    "outlet": "removing a twentieth, an outlet's articles, an article",
    "vacuum": "vacuum, the index made anew",
    "serving": "memory of a process that searched, GiB",
}
MEMORIES = ("memory", "disk", "serving")


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def memory() -> float:
    return int(re.findall(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())[0]) / 2**20


def filled(store: Path, passages: int) -> dict[str, float]:
    with Corpus.open(store, QuickReader(default_encoder())) as corpus:
        took = seconds(lambda: corpus.add(articles(round(passages / PASSAGES_AN_ARTICLE))))
        return {"filled": took / corpus.index.total(), "memory": memory()}


def served(store: Path) -> dict[str, float]:
    """Opening and searching, in a process of its own."""
    asked = questions(40)
    encoder = default_encoder()
    encoder.encode_questions(asked[:1])
    found = {"disk": sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) / 1e9}
    start = time.perf_counter()
    with Corpus.open(store) as corpus:
        found["opened"] = time.perf_counter() - start
        retrieve(asked[0], corpus=corpus)
        found["first"] = time.perf_counter() - start
        found["search"] = statistics.median(seconds(lambda q=q: retrieve(q, corpus=corpus)) for q in asked)
        found["answer"] = statistics.median(seconds(lambda q=q: answer(q, corpus=corpus)) for q in asked)
    return found | {"serving": memory()}


def changed(store: Path) -> dict[str, float]:
    """Removing and making anew, in a process of its own."""
    with Corpus.open(store) as corpus:
        outlet = corpus.outlets()[0]
        every = corpus.articles()
        others = [article.id for article in every if article.outlet != outlet]
        step = len(others) // REMOVED
        removed = statistics.median(seconds(lambda id_=id_: corpus.remove(id_)) for id_ in others[::step])
        whole = [article.id for article in every if article.outlet == outlet]
        took = seconds(lambda: [corpus.remove(id_) for id_ in whole])
        return {"removed": removed, "outlet": took / len(whole), "vacuum": seconds(corpus.vacuum)}


STEPS: dict[str, Callable[[Path], dict[str, float]]] = {"served": served, "changed": changed}


def alone(step: str, store: Path, passages: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--step", step, "--stores", str(store), "--passages", str(passages)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return dict(json.loads(done))


def measured(passages: int, folder: Path) -> dict[str, float]:
    store = folder / f"{passages}"
    kept = folder / f"{passages}.json"
    if not kept.exists():
        shutil.rmtree(store, ignore_errors=True)
        kept.write_text(json.dumps(alone("filled", store, passages)))
    found = json.loads(kept.read_text()) | alone("served", store, passages)
    copy = folder / "changed"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(store, copy)
    found |= alone("changed", copy, passages)
    shutil.rmtree(copy)
    return found


def report(sizes: list[int], found: list[dict[str, float]]) -> None:
    print("| | " + " | ".join(f"{size:,}" for size in sizes) + " | ratio |\n" + "| --- " * (len(sizes) + 2) + "|")
    for name, said in ROWS.items():
        numbers = [one[name] for one in found]
        unit = 1 if name in MEMORIES else 1000
        cells = [f"{number * unit:.3g}" + ("" if name in MEMORIES else " ms") for number in numbers]
        print(f"| {said} | " + " | ".join(cells) + f" | {numbers[-1] / numbers[0]:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--stores", type=Path, help="a folder for the stores, kept")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        done = (
            filled(options.stores, options.passages[0])
            if options.step == "filled"
            else STEPS[options.step](options.stores)
        )
        print(json.dumps(done))
        return
    with tempfile.TemporaryDirectory() as place:
        folder = options.stores or Path(place)
        folder.mkdir(parents=True, exist_ok=True)
        report(options.passages, [measured(size, folder) for size in options.passages])


if __name__ == "__main__":
    main()
