"""The shipped weights: `reader.npz` with what was learned, and `reader.json`, which says what it must be.

The archive has, under the names that the encoder's file gives them, matrices of 8 bits (`l0.q.w`, ±63) with a scale
a row (`l0.q.w.scale`) and everything else as float16. The word vectors are not in it: they stay those of the encoder,
whose digest `reader.json` names. `training/export.py` writes both.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ReaderError
from rag.reading.types import Page
from rag.reading.windows import Window, page_windows, pair_windows
from store.embedding import Floats, WordVectors

SHIPPED = Path(__file__).parent
REMEDY = "Reinstall isnad, or set ISNAD_READER=off."


@dataclass(frozen=True)
class Probe:
    """A question on a page, or a claim (`is_claim`) on a premise, and the model's float32 logits for it."""

    question: str
    title: str
    text: str
    is_claim: bool
    logits: dict[str, list[float]]

    def windows(self, words: WordVectors) -> list[Window]:
        """What the model reads of it: one window."""
        if self.is_claim:
            return pair_windows(words, self.text, self.question, [])
        return page_windows(words, self.question, Page(self.title, self.text, []))


@dataclass(frozen=True)
class Manifest:
    """What the weights are: the SHA-256 of their file, the digest of the word vectors, and texts to test them on."""

    sha256: str
    words: str
    probes: tuple[Probe, ...]


@dataclass(frozen=True)
class Tensors:
    """The weights, by name."""

    arrays: dict[str, NDArray[Any]]

    def tensor(self, name: str) -> Floats:
        """The numbers of a tensor, float32 [size]."""
        return self.table(name).ravel()

    def matrix(self, name: str) -> Floats:
        """The named layer's weights, float32 [outputs, inputs]."""
        return self.table(name + ".w")

    def table(self, name: str) -> Floats:
        """The numbers of a tensor in its own shape, float32."""
        numbers = self.arrays[name].astype(np.float32)
        scales = self.arrays.get(name + ".scale")
        return numbers if scales is None else numbers * scales[:, np.newaxis]


def read_manifest(folder: Path = SHIPPED) -> Manifest:
    """Raises ReaderError when it is missing or damaged."""
    path = folder / "reader.json"
    try:
        content = json.loads(path.read_text("utf-8"))
        probes = tuple(Probe(**probe) for probe in content["probes"])
        return Manifest(content["sha256"], content["words"], probes)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReaderError(f"The reader's {path.name} cannot be read: {error}. {REMEDY}") from error


def read_tensors(manifest: Manifest, folder: Path = SHIPPED) -> Tensors:
    """Raises ReaderError when the file is missing or is not the one that the manifest names."""
    path = folder / "reader.npz"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReaderError(f"The reader's weights cannot be read: {error}. {REMEDY}") from error
    if hashlib.sha256(content).hexdigest() != manifest.sha256:
        raise ReaderError(f"The reader's weights in {path} are damaged. {REMEDY}")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return Tensors({name: archive[name] for name in archive.files})
    except (ValueError, zipfile.BadZipFile) as error:
        raise ReaderError(f"The reader's weights in {path} are of no known form: {error}. {REMEDY}") from error
