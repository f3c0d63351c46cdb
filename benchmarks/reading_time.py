"""How long the reader takes over 12 passages, against the encoder: `python benchmarks/reading_time.py`.

The passages are those of `training/data` with 170 to 230 tokens; each has its title. Both are measured in turn, so
that other work on the machine slows both.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rag.reading import Page, open_reader
from store.embedding import text_encoder
from store.text import split_sentences
from training.check_data import read_rows

PASSAGES = 12
ROUNDS = 9
QUESTION = "من أعلن عن المشروع الجديد؟"


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def main() -> None:
    encoder, reader = text_encoder(None), open_reader()
    if reader is None:
        raise SystemExit("There is no reader to measure: unset ISNAD_READER.")
    texts = [(row["title_ar"], " ".join(row["ar"])) for row in read_rows("passages.jsonl")]
    texts = [(title, text) for title, text in texts if 170 <= encoder.token_count(text) <= 230][:PASSAGES]
    pages = [Page(title, text, split_sentences(text)) for title, text in texts]
    times: dict[str, list[float]] = {"read": [], "encoded": []}
    for _ in range(ROUNDS):
        times["read"].append(seconds(lambda: reader.read(QUESTION, pages)))
        times["encoded"].append(seconds(lambda: list(encoder.read_passages([text for _, text in texts]))))
    middle = {name: statistics.median(found) for name, found in times.items()}
    print(f"{len(pages)} passages read in {middle['read']:.3f} s, encoded in {middle['encoded']:.3f} s")
    print(f"{middle['read'] / middle['encoded']:.2f} times as long")


if __name__ == "__main__":
    main()
