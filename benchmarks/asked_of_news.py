"""Whether confidence tells questions that real news answers from near misses and questions off its subjects.

    PYTHONPATH=. python benchmarks/asked_of_news.py --store STORE --split open

STORE holds the articles of `../shared/news`; `isnad ingest` makes it. The questions (`data/asked_of_news.jsonl`) were
written before anything was tried on them: 40 that an article answers, with the place of the words in its text, 20
near misses ("near") and 20 about what no article tells ("off"). Half of each ("kept") serves only for figures. A
question is "right" where a quote of its answer has the words.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from rag import Answer, answer
from rag.evaluation.metrics import auc, calibration_error
from store import Corpus

QUESTIONS = Path(__file__).resolve().parent / "data" / "asked_of_news.jsonl"


def cites(got: Answer, row: dict[str, Any]) -> bool:
    """Whether an answer quotes the words that answer, where they stand."""
    return got.answered and any(
        quote.article.id == row["article"] and quote.start < row["end"] and row["start"] < quote.end
        for quote in got.citations
        if quote.field == "text"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--split", choices=("open", "kept"), required=True)
    args = parser.parse_args()
    rows = [row for row in map(json.loads, QUESTIONS.open(encoding="utf-8")) if row["split"] == args.split]
    with Corpus.open(args.store) as corpus:
        asked = [(row, answer(row["question"], corpus=corpus)) for row in rows]
    for kind in ("answer", "near", "off"):
        of_kind = [(row, got) for row, got in asked if row["kind"] == kind]
        right = f", right {sum(cites(got, row) for row, got in of_kind)}" if kind == "answer" else ""
        print(f"{kind}: {len(of_kind)}, answered {sum(got.answered for _, got in of_kind)}{right}")
    sure, answerable = [got.confidence for _, got in asked], [row["kind"] == "answer" for row, _ in asked]
    yes = [one for one, is_answerable in zip(sure, answerable, strict=True) if is_answerable]
    no = [one for one, is_answerable in zip(sure, answerable, strict=True) if not is_answerable]
    print(f"AUC {auc(yes, no):.3f}, calibration error {calibration_error(sure, answerable):.3f}")


if __name__ == "__main__":
    main()
