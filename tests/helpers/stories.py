"""Files that are long enough to be a batch each on their way into a store."""

from __future__ import annotations

import random
from pathlib import Path

from store.ingestion.pipeline import BATCH_CHARACTERS

NAMES = ["Anwen", "Bassam", "Coralie", "Dunya", "Esben"]
_LINE = 490


def long_files(folder: Path, count: int) -> list[Path]:
    """Articles that are a batch each: the first tells the story of Anwen, the second of Bassam, and so on."""
    pick = random.Random(11)
    words = ["".join(pick.choices("bdfghklmnprst", k=6)) for _ in range(2000)]
    folder.mkdir()
    return [_long_file(folder / f"{number}.txt", NAMES[number], pick, words) for number in range(count)]


def bulky_files(folder: Path, count: int) -> list[Path]:
    """Articles that are a batch each too, but of hardly any words, which are soon read."""
    folder.mkdir()
    paths = [folder / f"{name}.txt" for name in NAMES[:count]]
    for path in paths:
        path.write_text(f"The story of {path.stem} begins and does not end.\n" + "x" * BATCH_CHARACTERS)
    return paths


def _long_file(path: Path, name: str, pick: random.Random, words: list[str]) -> Path:
    lines = [" ".join(pick.choices(words, k=_LINE // 7)) + "." for _ in range(BATCH_CHARACTERS // _LINE + 1)]
    path.write_text(f"A long story\n\nThe story of {name} begins.\n" + "\n".join(lines))
    return path
