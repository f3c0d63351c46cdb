"""The public sets as they lie in `shared/reading`: JSON lines in xz."""

from __future__ import annotations

import json
import lzma
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random

from training.examples import Row


def read_set(path: Path) -> Iterator[Row]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def sampled(rows: Iterator[tuple[str, Row]], taken: dict[str, int], random: Random) -> Iterator[Row]:
    by_set: dict[str, list[Row]] = defaultdict(list)
    for name, row in rows:
        by_set[name].append(row)
    for name, count in taken.items():
        yield from random.sample(by_set[name], min(count, len(by_set[name])))
