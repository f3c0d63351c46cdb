"""How many answers get a question to go on with, what finding it costs, and the questions, to be judged by a reader.

python benchmarks/follow_ups.py --articles store/sample --questions rag/evaluation/data/sample.jsonl
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from rag import answer, follow_ups
from store import Corpus


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, required=True, help="a folder of articles")
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with a question in each")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    counts: dict[bool, list[int]] = {True: [], False: []}
    alone, finding = [], []
    with tempfile.TemporaryDirectory() as place, Corpus.open(Path(place) / "store") as corpus:
        corpus.ingest([options.articles])
        for question in questions:
            answer(question, corpus=corpus)
            start = time.perf_counter()
            got = answer(question, corpus=corpus)
            between = time.perf_counter()
            offered = follow_ups(got, corpus=corpus)
            alone.append(between - start)
            finding.append(time.perf_counter() - between)
            counts[got.answered].append(len(offered))
            print("+" if got.answered else "-", question, *(f"\n      {each}" for each in offered))
    for answered, found in counts.items():
        if found:
            name = "answers" if answered else "refusals"
            print(f"{name}: {len(found)}, with a follow-up {sum(map(bool, found))}, follow-ups {sum(found)}")
    middle = statistics.median(took / own for took, own in zip(finding, alone, strict=True))
    print(f"cost in answers: median {middle:.1f}, all together {sum(finding) / sum(alone):.1f}")


if __name__ == "__main__":
    main()
