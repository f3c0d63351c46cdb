"""Learn `rag/verification/entailment.json`: how likely a passage bears out a sentence, from labelled pairs of both.

    python benchmarks/learn_support.py > rag/verification/entailment.json # learns on benchmarks/pairs/*.jsonl
    python benchmarks/learn_support.py --measure # tries the checker on rag/evaluation/data/support.jsonl
    python benchmarks/learn_support.py --measure benchmarks/pairs/unseen/*.jsonl

An English sentence is learned twice: beside the Arabic passage alone, and beside its English translation as well.
Pairs that the rules for numbers and days refuse are not learned from. What is measured is the whole checker,
at the threshold of the settings (ISNAD_SUPPORT).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from states import table

from rag.evaluation.data import SUPPORT_PAIRS
from rag.linguistics import extract_facts
from rag.settings import load_settings
from rag.verification.entailment import encode_texts, is_cross_lingual, support_features, support_probability
from store import Corpus, Span
from store.sample import SAMPLE

PAIRS = Path(__file__).with_name("pairs")
NAMES = {False: "support", True: "support across languages"}
RIDGE = 15.0
STEPS, RATE = 2000, 0.3
THRESHOLDS = (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.8)
CEILINGS = {"denied": 0.0, "denies": -1.0, "loses denial": -1.0}
"""What the pairs are too few to teach: a denial on one side alone speaks against a sentence, and cuts its odds to
e^-1 at the most. Without these ceilings "denied" was learned as speaking for it."""
MEASURED = ["unsupported let through", "supported dropped"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A sentence with what it is compared with, whether that bears it out, and what was measured of it."""

    language: str
    supported: bool
    fault: str
    crosses: bool
    stated: bool
    measures: dict[str, float]


def read(file: Path, corpus: Corpus, translated: bool) -> Iterator[Pair]:
    """The pairs of a file; with `translated` only English ones, their passages with their translations."""
    for row in map(json.loads, file.read_text("utf-8").splitlines()):
        other = row.get("translation") or translation(row["passage"], corpus)
        if translated and (row["lang"] != "en" or not other):
            continue
        texts = [row["passage"], *([other] if translated else [])]
        *passages, sentence = encode_texts([*texts, row["sentence"]], corpus)
        told = extract_facts(row["sentence"]).is_subset_of([extract_facts("\n".join(texts))])
        found = support_features(sentence, passages)
        yield Pair(row["lang"], row["supported"], row["fault"], is_cross_lingual(sentence, passages), told, found)


def translation(passage: str, corpus: Corpus) -> str | None:
    """The article's own translation of a passage of the sample articles."""
    for article in corpus.articles():
        start = article.text.find(passage)
        if start >= 0:
            return article.translated(Span(start, start + len(passage)), "en")
    return None


def learned(pairs: Sequence[Pair]) -> dict[str, float]:
    """Logistic regression with a ridge, on standardised measures; no weight rises above its ceiling."""
    names = list(pairs[0].measures)
    seen = np.array([[pair.measures[name] for name in names] for pair in pairs])
    right = np.array([pair.supported for pair in pairs], float)
    mean, deviation = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    rows = (seen - mean) / deviation
    ceiling = np.array([CEILINGS.get(name, np.inf) for name in names]) * deviation
    weights, always = np.zeros(len(names)), 0.0
    for _ in range(STEPS):
        wrong = 1 / (1 + np.exp(-(rows @ weights + always))) - right
        weights -= RATE * (rows.T @ wrong + RIDGE * weights) / len(rows)
        weights = np.minimum(weights, ceiling)
        always -= RATE * float(wrong.mean())
    weights /= deviation
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return found | {"always": round(always - float(weights @ mean), 3)}


def shares(pairs: Sequence[Pair], threshold: float) -> list[float]:
    """Of the unsupported pairs the share let through, of the supported ones the share dropped."""
    kept = [pair.stated and support_probability(pair.measures, pair.crosses) >= threshold for pair in pairs]
    through = [keep for keep, pair in zip(kept, pairs, strict=True) if not pair.supported]
    dropped = [not keep for keep, pair in zip(kept, pairs, strict=True) if pair.supported]
    return [float(np.mean(told)) if told else 0.0 for told in (through, dropped)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--measure",
        nargs="*",
        type=Path,
        help="measure what rag/verification/entailment.json holds, on these pairs or the shipped ones",
    )
    measure = parser.parse_args().measure
    files = sorted(PAIRS.glob("*.jsonl")) if measure is None else measure or [SUPPORT_PAIRS]
    with TemporaryDirectory() as folder, Corpus.open(Path(folder)) as corpus:
        corpus.ingest([SAMPLE])
        pairs = [pair for file in files for way in (False, True) for pair in read(file, corpus, way)]
    if measure is not None:
        report(pairs, load_settings().support)
        return
    told = [pair for pair in pairs if pair.stated]
    found = {NAMES[way]: learned([pair for pair in told if pair.crosses == way]) for way in (False, True)}
    print(json.dumps(found, indent=2))


def report(pairs: Sequence[Pair], threshold: float) -> None:
    """Print what the checker does with each kind of sentence, at other thresholds and with each fault."""
    ways = {
        "Arabic": [pair for pair in pairs if pair.language == "ar"],
        "English, the passage translated": [p for p in pairs if p.language == "en" and not p.crosses],
        "English, the passage Arabic only": [pair for pair in pairs if pair.crosses],
    }
    table(
        [f"sentences, from {threshold:g}", "pairs", *MEASURED],
        ([name, len(chosen), *shares(chosen, threshold)] for name, chosen in ways.items()),
    )
    for name, chosen in ways.items():
        table([f"{name}: from", *MEASURED], ([f"{least:g}", *shares(chosen, least)] for least in THRESHOLDS))
    faults = {
        fault: [pair for pair in pairs if pair.fault == fault] for fault in {pair.fault for pair in pairs} - {""}
    }
    table(
        ["fault", "pairs", MEASURED[0]],
        ([fault, len(faults[fault]), shares(faults[fault], threshold)[0]] for fault in sorted(faults)),
    )


if __name__ == "__main__":
    main()
