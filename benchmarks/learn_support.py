"""Learn `rag/verification/entailment.json`: how likely a passage bears out a sentence, of the reader's judgement.

    python benchmarks/learn_support.py > rag/verification/entailment.json # learns on benchmarks/pairs/*.jsonl
    python benchmarks/learn_support.py --measure # tries the checker on rag/evaluation/data/support.jsonl
    python benchmarks/learn_support.py --measure benchmarks/pairs/unseen/*.jsonl

An English sentence is learned twice: beside the Arabic passage, and beside its English translation. Pairs that the
rules for numbers and days refuse are not learned from. What is measured is the whole checker, at the threshold of
the settings (ISNAD_SUPPORT), and how well the estimate alone parts the two kinds of pairs (AUC).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from states import table

from rag.evaluation.data import SUPPORT_PAIRS
from rag.linguistics import extract_facts
from rag.reading import Entailment, open_reader
from rag.retrieval import logistic, weighted_sum
from rag.settings import load_settings
from rag.verification.entailment import support_measures, support_weights
from store import Article, Span
from store.readers import article_files, read_article
from store.sample import SAMPLE

PAIRS = Path(__file__).with_name("pairs")
RIDGE = 15.0
STEPS, RATE = 2000, 0.3
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.65, 0.75, 0.8, 0.85)
AT_ONCE = 64
CEILINGS = {"denial": -1.0}
"""What the pairs are too few to teach: a denial on one side alone cuts the odds of a sentence to e^-1 at the most."""
MEASURED = ["unsupported let through", "supported dropped", "AUC"]

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A sentence and the texts of a passage; whether they bear it out; and what is measured beside each."""

    language: str
    supported: bool
    fault: str
    crosses: bool
    stated: bool
    measures: Sequence[dict[str, float]]

    @property
    def likely(self) -> float:
        """How likely the passage bears the sentence out, whatever its numbers."""
        return max(logistic(weighted_sum(support_weights(), measures)) for measures in self.measures)


def read(files: Sequence[Path]) -> list[Pair]:
    """The pairs of files; an English one also with its passage's translation."""
    rows = [row for file in files for row in map(json.loads, file.read_text("utf-8").splitlines())]
    found = [(row, texts) for row in rows for texts in _ways(row)]
    asked = list(dict.fromkeys((text, row["sentence"]) for row, texts in found for text in texts))
    reader = open_reader()
    if reader is None:
        raise SystemExit("There is no reader: unset ISNAD_READER.")
    judged: dict[tuple[str, str], Entailment] = {}
    for start in range(0, len(asked), AT_ONCE):
        batch = asked[start : start + AT_ONCE]
        judged.update(zip(batch, reader.judge(batch), strict=True))
    return [
        Pair(
            row["lang"],
            row["supported"],
            row["fault"],
            row["lang"] == "en" and len(texts) == 1,
            extract_facts(row["sentence"]).is_subset_of([extract_facts("\n".join(texts))]),
            [support_measures(text, row["sentence"], judged[text, row["sentence"]]) for text in texts],
        )
        for row, texts in found
    ]


def _ways(row: dict[str, str]) -> Iterator[list[str]]:
    yield [row["passage"]]
    if row["lang"] == "en" and (other := row.get("translation") or translation(row["passage"])):
        yield [row["passage"], other]


def translation(passage: str) -> str | None:
    """The article's own translation of a passage of the sample articles."""
    for article in _samples():
        start = article.text.find(passage)
        if start >= 0:
            return article.translated(Span(start, start + len(passage)), "en")
    return None


@lru_cache(maxsize=1)
def _samples() -> list[Article]:
    return [read_article(path) for path in article_files([SAMPLE])[0]]


def learned(pairs: Sequence[Pair]) -> dict[str, float]:
    """Logistic regression with a ridge, on standardised measures; no weight rises above its ceiling."""
    measured = [pair.measures[-1] for pair in pairs]
    names = list(measured[0])
    seen = np.array([[measures[name] for name in names] for measures in measured])
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
    """Of the unsupported pairs the share let through, of the supported ones the share dropped; the AUC."""
    kept = [pair.stated and pair.likely >= threshold for pair in pairs]
    through = [keep for keep, pair in zip(kept, pairs, strict=True) if not pair.supported]
    dropped = [not keep for keep, pair in zip(kept, pairs, strict=True) if pair.supported]
    return [*(float(np.mean(told)) if told else 0.0 for told in (through, dropped)), area(pairs)]


def area(pairs: Sequence[Pair]) -> float:
    """How often a supported pair is likelier than an unsupported one; a tie counts half."""
    yes, no = (np.array([p.likely for p in pairs if p.supported == which]) for which in (True, False))
    if not yes.size or not no.size:
        return 0.0
    differences = np.subtract.outer(yes, no)
    return float((differences > 0).mean() + (differences == 0).mean() / 2)


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
    pairs = read(files)
    if measure is not None:
        report(pairs, load_settings().support)
    else:
        print(json.dumps(learned([pair for pair in pairs if pair.stated]), indent=2))


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
