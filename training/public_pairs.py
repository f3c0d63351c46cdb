"""Pairs of public sets as claims with a text that bears them out, says nothing of them, or contradicts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

from training.examples import CONTRADICTION, ENTAILMENT, NEUTRAL, NLI_LABELS, VERDICTS, Example, Row, Span
from training.sets import read_set, sampled
from training.swaps import Swap

_PAIRS_TAKEN = {
    "te-new-protocols-base": 900,
    "te-new-protocols-edit_premise": 750,
    "te-new-protocols-edit_other": 750,
    "te-new-protocols-contrast": 900,
    "snli": 900,
    "mnli": 1350,
    "fm2": 750,
    "fever-symmetric": 750,
    "farstail": 600,
    "ans-stance": 900,
    "med": 600,
}
_PARALLEL_TAKEN = {"un": 1200, "tico19": 800, "tatoeba": 600}


def public_pairs(reading: Path, random: Random) -> list[Example]:
    """One pass over a sample of the pairs in `shared/reading`, and over its questions for yes or no."""
    swap = Swap(reading, (), random)
    return _entailment_pairs(reading, random) + _parallel_pairs(reading, swap, random) + _yes_no(reading, random)


def _entailment_pairs(reading: Path, random: Random) -> list[Example]:
    examples = []
    pairs = list(sampled(_pair_rows(reading), _PAIRS_TAKEN, random))
    for row in pairs:
        label = NLI_LABELS[row["label"]]
        examples.append(
            Example(
                row["hypothesis"],
                row["premise"],
                answers=False,
                nli=label,
                unsupported=() if label == ENTAILMENT else None,
                source="public pair",
            )
        )
        exchanged = _exchanged_names(row["hypothesis"]) if label == ENTAILMENT else None
        if exchanged and random.random() < 0.5:
            examples.append(
                Example(exchanged, row["premise"], answers=False, nli=CONTRADICTION, source="exchanged names")
            )
    return examples


def _parallel_pairs(reading: Path, swap: Swap, random: Random) -> list[Example]:
    """Sentences with their translation (entailed), another's (neutral) or with another number (contradicted)."""
    rows = [
        (row["set"].split("-")[0], row)
        for row in read_set(reading / "parallel.jsonl.xz")
        if 30 < len(row["ar"]) < 400 and 30 < len(row["en"]) < 400
    ]
    taken = list(sampled(iter(rows), _PARALLEL_TAKEN, random))
    examples = []
    for row, other in zip(taken, [*taken[1:], taken[0]], strict=True):
        one, two = random.sample(["ar", "en"], 2)
        swapped = swap.number(row[two], row[one])
        claims: list[tuple[str, int, tuple[Span, ...] | None]] = [(row[two], ENTAILMENT, ())]
        if swapped:
            claims.append((swapped[0], CONTRADICTION, (swapped[1],)))
        elif random.random() < 0.35:
            claims = [(other[two], NEUTRAL, None)]
        examples += [
            Example(claim, row[one], answers=False, nli=label, unsupported=wrong, source="parallel pair")
            for claim, label, wrong in claims
        ]
    return examples


def _yes_no(reading: Path, random: Random) -> list[Example]:
    rows = [row for row in read_set(reading / "nli.jsonl.xz") if row.get("label") in ("yes", "no")]
    return [
        Example(row["hypothesis"], row["premise"], answers=False, verdict=VERDICTS[row["label"]], source="boolq")
        for row in random.sample(rows, min(500, len(rows)))
    ]


def _pair_rows(reading: Path) -> Iterator[tuple[str, Row]]:
    for row in read_set(reading / "nli.jsonl.xz"):
        if row.get("label") in NLI_LABELS:
            yield re.split(r"-(?:dev|train|test|val)|\.", row["set"])[0], row


def _exchanged_names(claim: str) -> str:
    """The claim with its first and last capitalised name exchanged, "" where it has no two."""
    opening = {"The", "This", "There", "These", "When", "After", "Before", "While"}
    names = [m for m in re.finditer(r"(?:(?<=\s)|^)[A-Z][a-z]{2,}", claim) if m.group() not in opening]
    if len(names) < 2 or names[0].group() == names[-1].group():
        return ""
    one, other = names[0], names[-1]
    between = claim[one.end() : other.start()]
    return claim[: one.start()] + other.group() + between + one.group() + claim[other.end() :]
