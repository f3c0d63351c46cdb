"""How long a warm answer takes, as a multiple of embedding its question alone, in one run.

python benchmarks/answer_time.py --articles store/sample --questions ../shared/eval/news-dev.jsonl
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from rag import answer
from store import Corpus

ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True, help="a folder of articles")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with a question in each")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    embedding, answering = [], []
    with tempfile.TemporaryDirectory() as place, Corpus.open(Path(place) / "store") as corpus:
        corpus.ingest([options.articles])
        for question in questions:
            answer(question, corpus=corpus)
        for question in questions * ROUNDS:
            start = time.perf_counter()
            corpus.encoder.encode_questions([question])
            between = time.perf_counter()
            answer(question, corpus=corpus)
            embedding.append(between - start)
            answering.append(time.perf_counter() - between)
    alone, whole = statistics.median(embedding), statistics.median(answering)
    print(f"embedding alone {1000 * alone:.1f} ms, answer {1000 * whole:.1f} ms, ratio {whole / alone:.2f}")


if __name__ == "__main__":
    main()
