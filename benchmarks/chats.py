"""Many people asking at once: 32 conversations of 5 questions, over plain HTTP, beside one person alone.

    python benchmarks/chats.py [--people 32]

The page is served over the sample articles in a child process. Each person asks the public endpoint `ask` with one
POST a question, the questions before it as history: questions of rag/questions, Arabic and English by turns.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np

LENGTH = 5  # questions of a conversation
SERVER = """
import sys, time
from pathlib import Path
from store import Corpus
from store.sample import SAMPLE
from ui.web.app import serve
from ui.web.respondent import CorpusRespondent
from ui.server.address import Serving

with Corpus.open(Path(sys.argv[1]) / "store") as corpus:
    corpus.ingest([SAMPLE])
    print(serve(corpus, CorpusRespondent(corpus), Serving(port=None), wait=False).local_url, flush=True)
    time.sleep(3600)
"""


def conversations(people: int) -> list[list[str]]:
    """Five questions for each, of one language; other questions for the next."""
    read = [json.loads(line) for file in sorted(Path("rag/questions").glob("*.jsonl")) for line in file.open("rb")]
    asked = [one["question"] for one in read]
    shuffle = random.Random(6).sample
    arabic = [text for text in asked if any("\u0600" <= letter <= "\u06ff" for letter in text)]
    english = [text for text in asked if text not in set(arabic)]
    return [shuffle((arabic, english)[number % 2], LENGTH) for number in range(people)]


def converse(address: str, questions: list[str]) -> list[float]:
    """Seconds for each question; nan where there was no answer."""
    took = []
    with httpx.Client(timeout=300) as client:
        for number, question in enumerate(questions):
            start = time.perf_counter()
            data = [question, questions[:number], None, None, None]
            reply = client.post(f"{address}gradio_api/run/ask", json={"data": data})
            fine = reply.status_code == 200 and "text" in reply.json()["data"][0]
            took.append(time.perf_counter() - start if fine else float("nan"))
    return took


def show(name: str, seconds: np.ndarray) -> None:
    errors = int(np.isnan(seconds).sum())
    p50, p95 = np.nanpercentile(seconds, [50, 95])
    print(f"{name}: {seconds.size} questions, errors {errors}, p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=32)
    people = options.parse_args().people
    talks = conversations(people)
    with tempfile.TemporaryDirectory() as place:
        server = subprocess.Popen([sys.executable, "-c", SERVER, place], stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            address = server.stdout.readline().strip()
            converse(address, talks[0])  # the first questions of a process load what is loaded once
            alone = np.array([converse(address, talk) for talk in talks])
            with ThreadPoolExecutor(people) as pool:
                together = np.array(list(pool.map(converse, [address] * people, talks)))
        finally:
            server.terminate()
            server.wait()
    cores = len(os.sched_getaffinity(0))
    show("alone", alone)
    show(f"{people} at once", together)
    fair = np.nanpercentile(alone, 50) * people / cores
    print(f"p95 / (p50 alone × {people} / {cores} cores): {np.nanpercentile(together, 95) / fair:.2f}")


if __name__ == "__main__":
    main()
