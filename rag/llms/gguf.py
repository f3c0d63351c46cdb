"""The header of a GGUF file, read before the native library is trusted with the file."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import BinaryIO

from rag.llms.failures import Endpoint, FailureKind, model_error

_MAGIC = b"GGUF"
_VERSIONS = (2, 3)
_STRING, _ARRAY = 8, 9
_SIZES = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_MOST = 1 << 24  # entries of a header; no file has near so many


def context_length(path: Path) -> int:
    """How many tokens the model in this file was trained to read at once; 0 where its header does not say.

    Raises ModelError for what is missing, unreadable, not GGUF, or shorter than its header says.
    """
    try:
        with path.open("rb") as file:
            return _Header(file, path.stat().st_size).context_length
    except OSError as error:
        raise model_error(FailureKind.NO_FILE, Endpoint(str(path)), error.strerror or "") from error
    except (ValueError, struct.error, MemoryError, OverflowError) as error:
        raise model_error(FailureKind.NO_GGUF, Endpoint(str(path))) from error


class _Header:
    """Walks over everything that stands before the weights."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size
        self.context_length = 0
        if file.read(4) != _MAGIC or self._number("<I") not in _VERSIONS:
            raise ValueError
        tensors, entries = self._number("<Q"), self._number("<Q")
        for _ in range(self._few(entries)):
            self._entry()
        for _ in range(self._few(tensors)):
            self._tensor()

    def _entry(self) -> None:
        key, kind = self._text(), self._number("<I")
        if key.endswith(b".context_length") and kind in (4, 10):
            self.context_length = self._number("<I" if kind == 4 else "<Q")
        else:
            self._skip(kind)

    def _skip(self, kind: int) -> None:
        if kind == _STRING:
            self._text()
        elif kind == _ARRAY:
            inner, count = self._number("<I"), self._number("<Q")
            if inner in _SIZES:
                self._pass(_SIZES[inner] * count)
            else:
                for _ in range(self._few(count)):
                    self._skip(inner)
        else:
            self._pass(_SIZES[self._known(kind)])

    def _tensor(self) -> None:
        self._text()
        self._pass(8 * self._few(self._number("<I")) + 4)
        if self._file.tell() + 8 + self._number("<Q") > self._size:  # its weights begin behind the file's end
            raise ValueError

    def _text(self) -> bytes:
        length = self._number("<Q")
        if length > self._size:
            raise ValueError
        return self._file.read(length)

    def _number(self, form: str) -> int:
        number: int = struct.unpack(form, self._file.read(struct.calcsize(form)))[0]
        return number

    def _pass(self, length: int) -> None:
        if self._file.tell() + length > self._size:
            raise ValueError
        self._file.seek(length, 1)

    @staticmethod
    def _few(count: int) -> int:
        if count > _MOST:
            raise ValueError
        return count

    @staticmethod
    def _known(kind: int) -> int:
        if kind not in _SIZES:
            raise ValueError
        return kind
