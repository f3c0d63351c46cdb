"""Learn `rag/synthesis/denial_weights.json`: how likely a title or sentence denies a claim of the same article.

    python benchmarks/learn_denials.py > rag/synthesis/denial_weights.json
    python benchmarks/learn_denials.py --measure    # each measure left out, by five folds of articles

Learned on invented articles: benchmarks/data/denials.jsonl, whose first sentence is denied by what `denied_by` names
or by nothing, and the passages about courts and science of training/data, which the reader was not trained on: a
fact-check's first sentence reports the claim, its title and its second sentence deny it.
The reader's part grows with the reader: learn again when it changes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray
from states import table

from rag.reading import open_reader
from rag.retrieval import logistic, weighted_sum
from rag.synthesis.denial import REACH
from rag.synthesis.denial_likelihood import LIKELY_DENIED, denial_measures
from training.check_data import read_rows

DATA = Path(__file__).with_name("data") / "denials.jsonl"
RIDGE = 4.0
STEPS, RATE = 3000, 0.3
FOLDS = 5
AT_ONCE = 64

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A claim with what may deny it, and whether it does; the pairs of one `claim` are one quoted sentence."""

    article: str
    claim: str
    denial: str
    denies: bool
    fact_check: bool


def pairs() -> list[Pair]:
    """All pairs of the articles that are learned on."""
    rows = list(map(json.loads, DATA.read_text("utf-8").splitlines()))
    found = [
        pair
        for row in rows
        for pair in _pairs(row["title"], row["sentences"], {"title", "next"} & set(row["denied_by"]), False)
    ]
    held = [p for p in read_rows("passages.jsonl") if p["subject"] in ("courts", "science")]
    for passage in held:
        check = passage["style"] == "factcheck"
        for language in ("ar", "en"):
            if sentences := passage.get(language):
                found += _pairs(passage[f"title_{language}"], sentences, {"title", "next"} if check else set(), check)
    return found


def _pairs(title: str, sentences: Sequence[str], by: set[str], check: bool) -> Iterator[Pair]:
    for at, claim in enumerate(sentences):
        denied = by if at == 0 else set()
        for step, denial in enumerate(sentences[at + 1 : at + 1 + REACH]):
            if not denied or step == 0:  # what the second says against it is not marked
                yield Pair(title, claim, denial, step == 0 and "next" in denied, check)
        yield Pair(title, claim, title, "title" in denied, check)


def measured(found: Sequence[Pair]) -> list[dict[str, float]]:
    """What the reader and the words say of each."""
    reader = open_reader()
    if reader is None:
        raise SystemExit("There is no reader: unset ISNAD_READER.")
    rows = []
    for start in range(0, len(found), AT_ONCE):
        batch = [(pair.denial, pair.claim) for pair in found[start : start + AT_ONCE]]
        rows += denial_measures(batch, reader.judge)
    return rows


def learned(rows: Sequence[dict[str, float]], labels: Sequence[bool]) -> dict[str, float]:
    """Logistic regression with a ridge, on standardised measures."""
    names = list(rows[0])
    seen = np.array([[row[name] for name in names] for row in rows])
    right = np.array(labels, float)
    mean, deviation = seen.mean(axis=0), seen.std(axis=0) + 1e-6
    scaled = (seen - mean) / deviation
    weights, always = np.zeros(len(names)), 0.0
    for _ in range(STEPS):
        wrong = 1 / (1 + np.exp(-(scaled @ weights + always))) - right
        weights -= RATE * (scaled.T @ wrong + RIDGE * weights) / len(rows)
        always -= RATE * float(wrong.mean())
    weights /= deviation
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return found | {"always": round(always - float(weights @ mean), 3)}


def held_out(found: Sequence[Pair], rows: Sequence[dict[str, float]]) -> list[float]:
    """The likelihood of each pair by weights learned on the other folds."""
    articles = list(dict.fromkeys(pair.article for pair in found))
    Random(1).shuffle(articles)
    fold = {article: at % FOLDS for at, article in enumerate(articles)}
    likely = [0.0] * len(found)
    for which in range(FOLDS):
        known = [at for at, pair in enumerate(found) if fold[pair.article] != which]
        weights = learned([rows[at] for at in known], [found[at].denies for at in known])
        for at, pair in enumerate(found):
            if fold[pair.article] == which:
                likely[at] = logistic(weighted_sum(weights, rows[at]))
    return likely


def shares(found: Sequence[Pair], likely: Sequence[float], check: bool) -> list[object]:
    """Of the claims that are denied the share found, of the other sentences the share taken for such a claim."""
    best: dict[tuple[str, str], tuple[float, bool]] = {}
    for pair, sure in zip(found, likely, strict=True):
        if pair.fact_check is check:
            most, denied = best.get((pair.article, pair.claim), (0.0, False))
            best[pair.article, pair.claim] = max(most, sure), denied or pair.denies
    counted: list[object] = []
    for which in (True, False):
        told = [sure >= LIKELY_DENIED for sure, denied in best.values() if denied is which]
        counted += [len(told), sum(told) / max(len(told), 1)]
    return counted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", action="store_true", help="by folds, with each measure left out")
    asked = parser.parse_args()
    found = pairs()
    rows = measured(found)
    if not asked.measure:
        print(json.dumps(learned(rows, [pair.denies for pair in found]), indent=2))
        return
    names = list(rows[0])
    ways = {"all": names}
    ways |= {f"without {name}": [other for other in names if other != name] for name in names}
    ways |= {"reader only": ["contradicts"]}
    lines = []
    for way, kept in ways.items():
        likely = held_out(found, [{name: row[name] for name in kept} for row in rows])
        lines.append([way, *shares(found, likely, True), *shares(found, likely, False)])
    heads = ["denied", "found", "others", "taken for one"]
    table(["measures", *(f"{head}, fact-checks" for head in heads), *(f"{head}, else" for head in heads)], lines)


if __name__ == "__main__":
    main()
