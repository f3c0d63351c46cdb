"""Train the reader: `python -m training.train --reading FOLDER --evaluation FOLDER OUT` (needs torch).

Goes on from OUT's checkpoint where it was stopped. Ends with OUT/reader.npz, float16, without the word vectors;
`training/export.py` makes the shipped weights of it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

from store.embedding.tokenizer import Tokenizer
from training.days import with_days
from training.examples import (
    IGNORED,
    TEXT,
    TITLE,
    Encoded,
    Example,
    encode_group,
    own_examples,
    own_passages,
)
from training.model import Reader, encoder_weights
from training.negatives import with_others
from training.public_pairs import public_pairs
from training.public_questions import public_questions

BATCH_TOKENS = 4096
_SORTED_TOGETHER = 1500
HEADS = ("out", "nli", "verdict", "support", "seg")
HEADS_RATE = 5.0
"""So many times the body's learning rate is that of the heads, which begin with nothing."""
_WARMING = 60
_LOGGED, _SAVED = 20, 60
_UNSUPPORTED_WEIGHT = 3.0

Targets = dict[str, Tensor]


def make_batches(
    examples: Sequence[Example], tokenizer: Tokenizer, ends: tuple[int, int], random: Random
) -> list[list[Encoded]]:
    """Batches of at most BATCH_TOKENS with the padding, of texts of like length, in an order drawn by chance."""
    shuffled = random.sample(list(examples), len(examples))
    batches: list[list[Encoded]] = []
    for start in range(0, len(shuffled), _SORTED_TOGETHER):
        groups = [encode_group(example, tokenizer, *ends) for example in shuffled[start : start + _SORTED_TOGETHER]]
        batch: list[Encoded] = []
        part = []
        for number, group in enumerate(sorted((g for g in groups if g), key=_longest)):
            if batch and (len(batch) + len(group)) * max(_longest(batch), _longest(group)) > BATCH_TOKENS:
                part.append(batch)
                batch = []
            batch += [replace(one, group=number) for one in group]
        batches += random.sample([*part, batch], len(part) + 1)
    return batches


def _longest(group: Sequence[Encoded]) -> int:
    return max(len(one.ids) for one in group)


def collate(batch: Sequence[Encoded]) -> tuple[Tensor, Tensor, Tensor, Targets]:
    """Ids, segments and mask, int [texts, tokens]; the targets by head."""
    longest = _longest(batch)

    def padded(rows: list[list[int]], filling: int) -> Tensor:
        return torch.tensor([row + [filling] * (longest - len(row)) for row in rows])

    targets = {
        name: torch.tensor([getattr(one, name) for one in batch])
        for name in ("start", "end", "verdict", "nli", "group")
    }
    targets["support"] = padded([one.support for one in batch], IGNORED)
    mask = padded([[1] * len(one.ids) for one in batch], 0)
    targets["places"] = padded([_places(one) for one in batch], 0).bool()
    return padded([one.ids for one in batch], 1), padded([one.segments for one in batch], 0), mask, targets


def _places(one: Encoded) -> list[int]:
    """1 for each token where an answer may begin or end: those of title and text, and the first, for no answer.

    The marks between the parts have nearly the state of the first token, so that "no answer" could never be sure.
    """
    last = one.ids[-1]
    parts = zip(one.ids[1:], one.segments[1:], strict=True)
    return [1] + [int(segment in (TEXT, TITLE) and token != last) for token, segment in parts]


def losses(logits: dict[str, Tensor], targets: Targets) -> dict[str, tuple[Tensor, int]]:
    """For each head with a target in the batch the sum of its losses and the number of texts they are of."""
    found = {}
    starts, ends = targets["start"], targets["end"]
    if count := int((starts != IGNORED).sum()):
        out = logits["out"].masked_fill(~targets["places"][..., None], -1e4)
        both = [
            functional.cross_entropy(out[..., side], target, ignore_index=IGNORED, reduction="sum")
            for side, target in enumerate((starts, ends))
        ]
        found["span"] = (sum(both) / 2, count)
        found["choice"] = _choice_loss(out[..., 0], starts, targets["group"])
    for head in ("nli", "verdict"):
        if count := int((targets[head] != IGNORED).sum()):
            loss = functional.cross_entropy(logits[head], targets[head], ignore_index=IGNORED, reduction="sum")
            found[head] = (loss, count)
    known = targets["support"] != IGNORED
    if known.any():
        wanted = targets["support"].clamp(min=0).float()
        each = functional.binary_cross_entropy_with_logits(logits["support"], wanted, reduction="none")
        weight = known * torch.where(wanted == 0, _UNSUPPORTED_WEIGHT, 1.0)
        by_text = (each * weight).sum(1) / known.sum(1).clamp(min=1)
        found["support"] = (by_text.sum(), int(known.any(1).sum()))
    return found


def _choice_loss(logits: Tensor, starts: Tensor, groups: Tensor) -> tuple[Tensor, int]:
    """How badly the start of the answer is told from all places of all texts read for a question, and from nowhere.

    What is compared is what the ranking compares: a place's logit above that of its text's first token, "nowhere".
    """
    odds = (logits - logits[:, :1])[:, 1:]
    found = [logits.new_zeros(())]
    asked = [rows for rows in (groups == number for number in groups.unique()) if rows.sum() > 1]
    for rows in asked:
        answering = rows & (starts > 0)
        right = odds[answering, starts[answering] - 1].sum()
        found.append(torch.cat([odds.new_zeros(1), odds[rows].flatten()]).logsumexp(0) - right)
    return torch.stack(found).sum(), len(asked)


class Training:
    """The model, its optimizer and how far they are; kept in `folder` so that a stopped training can go on."""

    def __init__(self, folder: Path, start: Path | None, rate: float) -> None:
        self.reader = Reader(encoder_weights())
        if start is not None:
            with np.load(start) as arrays:
                self.reader.load(dict(arrays))
        named = [(name, value) for name, value in self.reader.named_parameters() if value.requires_grad]
        heads = [value for name, value in named if name.split(".")[0] in HEADS]
        body = [value for name, value in named if name.split(".")[0] not in HEADS]
        groups = [{"params": body}, {"params": heads}]
        self._parameters = body + heads
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01, fused=True)
        self._rates = (rate, HEADS_RATE * rate)
        self._checkpoint = folder / "checkpoint.pt"
        self.done = 0
        if self._checkpoint.exists():
            kept = torch.load(self._checkpoint)
            self.reader.load_state_dict(kept["reader"], strict=False)
            self._optimizer.load_state_dict(kept["optimizer"])
            self.done = kept["done"]

    def step(self, batch: Sequence[Encoded], part: float) -> dict[str, tuple[float, int]]:
        """Learn from a batch when this part of all is done; the losses by head, summed, and of how many texts."""
        torch.manual_seed(self.done)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * min(1.0, (self.done + 1) / _WARMING) * (1 - part)
        ids, segments, mask, targets = collate(batch)
        with torch.autocast("cpu", torch.bfloat16):
            logits = self.reader(ids, segments, mask)
        found = losses(logits, targets)
        self._optimizer.zero_grad()
        (sum(loss for loss, _ in found.values()) / len(batch)).backward()
        clip_grad_norm_(self._parameters, 1.0)
        self._optimizer.step()
        self.done += 1
        return {name: (loss.item(), count) for name, (loss, count) in found.items()}

    def keep(self) -> None:
        """Write the checkpoint; the one before stands until this one is whole."""
        part = self._checkpoint.with_suffix(".part")
        state = {"reader": self.reader.trained(), "optimizer": self._optimizer.state_dict(), "done": self.done}
        torch.save(state, part)
        part.replace(self._checkpoint)


def train(batches: Sequence[Sequence[Encoded]], training: Training) -> None:
    """Train over the batches once, the learning rate falling to nothing; writes a checkpoint now and then."""
    training.reader.train()
    began, tokens, first = time.monotonic(), 0, training.done
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for batch in batches[first:]:
        for name, (loss, count) in training.step(batch, training.done / len(batches)).items():
            sums[name][0] += loss
            sums[name][1] += count
        tokens += sum(len(one.ids) for one in batch)
        if training.done % _LOGGED == 0:
            seconds = time.monotonic() - began
            left = (len(batches) - training.done) * seconds / (training.done - first) / 60
            told = {name: round(total / count, 3) for name, (total, count) in sums.items()}
            print(
                training.done, len(batches), told, f"{tokens / seconds:.0f} tokens/s, {left:.0f} min left", flush=True
            )
            sums.clear()
        if training.done % _SAVED == 0:
            training.keep()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reading", type=Path, required=True, help="the public sets")
    parser.add_argument("--evaluation", type=Path, required=True, help="XQuAD's dev half and ARCD's training part")
    parser.add_argument("--start", type=Path, help="weights to go on from; without it the encoder's own")
    parser.add_argument("--passes", type=int, default=2, help="passes over the written data")
    parser.add_argument("--most", type=int, help="train on so many batches at most")
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--seed", type=int, default=18)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    random = Random(options.seed)
    vocabulary = encoder_weights().vocabulary
    tokenizer = Tokenizer(vocabulary)
    public, paragraphs = public_questions(options.reading, options.evaluation, random)
    examples = with_others(public, paragraphs, 1, 0.4, random) + public_pairs(options.reading, random)
    for _ in range(options.passes):
        examples += with_days(with_others(own_examples(random), own_passages(), 2, 0.7, random), random)
    print(json.dumps(Counter(example.source for example in examples)), flush=True)
    batches = make_batches(examples, tokenizer, (vocabulary.first, vocabulary.last), random)
    batches = batches[: options.most]
    print(len(batches), "batches,", sum(len(one.ids) for batch in batches for one in batch), "tokens", flush=True)
    training = Training(options.out, options.start, options.rate)
    train(batches, training)
    arrays = {name: value.numpy().astype(np.float16) for name, value in training.reader.trained().items()}
    np.savez_compressed(options.out / "reader.npz", **arrays)


if __name__ == "__main__":
    main()
