"""How long a warm answer takes with the reader and without it, and until what is found at once is there, in one run.

    python benchmarks/answer_time.py --articles store/sample --questions ../shared/eval/news-dev.jsonl
    python benchmarks/answer_time.py --articles ../shared/news --questions QUESTIONS.jsonl --passages 10000

Each is measured in turn for each question, so that other work on the machine slows all of them. `--passages` fills
the store up with invented articles (`synthetic.py`). Processor time counts all cores; on a busy machine it says more
than the clock. `--store FOLDER` keeps the store for the next run, which then needs no `--articles`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from synthetic import QuickReader, articles

from rag import Settings, answer, stream_answer
from store import Corpus
from store.embedding.encoder import default_encoder

AT_A_TIME = 500
UNREAD, READ = Settings(llm="", reader="off"), Settings(llm="")
Times = dict[str, list[tuple[float, float]]]


def fill(store: Path, real: Path | None, passages: int) -> None:
    """Puts the articles into the store, and as many invented ones as it takes."""
    if real is not None:
        with Corpus.open(store) as corpus:
            corpus.ingest([real])
    with Corpus.open(store, QuickReader(default_encoder())) as corpus:
        count = 0
        while (lacking := passages - corpus.index.total()) > 0:
            more = min(AT_A_TIME, 1 + lacking // 2)
            corpus.add(articles(more, count))
            count += more


def measure(question: str, corpus: Corpus, times: Times) -> None:
    """Adds the seconds and the processor's seconds that each takes."""

    def take(name: str, run: Callable[[], object]) -> None:
        start, used = time.perf_counter(), time.process_time()
        run()
        times.setdefault(name, []).append((time.perf_counter() - start, time.process_time() - used))

    take("embedding the question", lambda: list(corpus.encoder.read_questions([question])))
    take("an answer without the reader", partial(answer, question, corpus=corpus, settings=UNREAD))
    take("what is found at once", partial(next, stream_answer(question, corpus=corpus, settings=READ)))
    take("an answer", partial(answer, question, corpus=corpus, settings=READ))


def report(times: Times, passages: int) -> None:
    print(f"| {passages:,} passages | ms, median | ms, .95 of them at most | processor ms, median | ratio |")
    print("| --- | --- | --- | --- | --- |")
    without = np.median(times["an answer without the reader"], axis=0)[0]
    for name, found in times.items():
        clock, used = 1000 * np.array(found).T
        middle = np.median(clock)
        cells = f"{middle:.0f} | {np.quantile(clock, 0.95):.0f} | {np.median(used):.0f}"
        print(f"| {name} | {cells} | {middle / without / 1000:.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, help="a folder or file of articles")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with a question in each")
    parser.add_argument("--passages", type=int, default=0, help="how many the store is filled up to")
    parser.add_argument("--store", type=Path, help="where the store is made, or was")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    times: Times = {}
    with tempfile.TemporaryDirectory() as place:
        store = options.store or Path(place) / "store"
        fill(store, options.articles, options.passages)
        with Corpus.open(store) as corpus:
            for question in questions:
                measure(question, corpus, {})  # what is loaded and cached at first
            for question in questions * options.rounds:
                measure(question, corpus, times)
            report(times, corpus.index.total())


if __name__ == "__main__":
    main()
