"""The weights of the confidence that a user had learned anew (`isnad eval --calibrate`): a file for each reader."""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.reading import Reader
from rag.retrieval.scoring import READ, Weights, ranking_weights
from rag.settings import data_folder
from store import replace_file

_MOST = 1e9
_log = logging.getLogger("isnad")

_Weight = Annotated[float, Field(ge=-_MOST, le=_MOST, strict=True)]


class _Kept(BaseModel):
    """What a file holds; `reader` tells people which one it is for."""

    model_config = ConfigDict(frozen=True)

    reader: str
    weights: dict[str, _Weight]


def place_to_keep(reader: Reader) -> Path:
    """The file for the weights of this reader; it need not be there."""
    name = hashlib.sha256(reader.fingerprint.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return data_folder() / f"calibration-{name}.json"


def keep_weights(reader: Reader, weights: Weights) -> Path:
    """Write them, in place of those kept before, and say where. Raises OSError where that cannot be done."""
    path = place_to_keep(reader)
    named = reader.fingerprint.encode("utf-8", "backslashreplace").decode()
    content = _Kept(reader=named, weights=dict(weights)).model_dump_json(indent=2)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, f"{content}\n".encode())
    return path


def load_kept_weights(reader: Reader | None) -> Weights | None:
    """The weights kept for this reader; None where there are none.

    None too, with one warning in the log, where they cannot be used.
    """
    if reader is None:
        return None
    path = place_to_keep(reader)
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return _read(path, 0, 0)  # which says why
    return _read(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int) -> Weights | None:
    """The weights of a file as it was when it was `changed`."""
    try:
        weights = _Kept.model_validate_json(path.read_bytes()).weights
    except ValidationError:
        why = "is damaged"
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
    else:
        if weights.keys() == ranking_weights()[READ].keys():
            return weights
        why = "was made by another version of Isnad"
    remedy = "Run isnad eval --calibrate again, or delete the file"
    _log.warning("The calibration %s %s; the shipped weights are used. %s.", path, why, remedy)
    return None
