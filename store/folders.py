"""Which files hold articles: those given, and those in the folders given."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from store.containers import KNOWN_TYPES
from store.errors import ReadingError
from store.files import unreadable
from store.reading import TRANSLATION_NAME

_KNOWN = f"{', '.join(KNOWN_TYPES[:-1])} or {KNOWN_TYPES[-1]}"


def given_paths(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """Paths as a caller gives them; one alone is one, not the letters it is written with.

    Raises ReadingError at an empty one, which would stand for the folder at hand.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    if "" in several:
        raise ReadingError("A path to ingest is empty. Name a file or a folder; the folder at hand is '.'.")
    return [Path(os.path.expanduser(path)) for path in several]


def article_files(paths: Iterable[Path]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The article files that `paths` (files and folders) hold, each once, and why a path gave none.

    A translation stands behind its original: given alone, it leads to the original.
    """
    files: dict[Path, Path] = {}
    failures: list[tuple[Path, str]] = []
    for path in paths:
        try:
            found = list(_walk(path, failures)) if path.is_dir() else [_given(path)]
        except ReadingError as error:
            failures.append((path, str(error)))
        except OSError as error:
            failures.append((path, str(unreadable(path, error))))
        else:
            files |= {file.resolve(): file for file in found if file.resolve() not in files}
    return list(files.values()), failures


def _given(path: Path) -> Path:
    if not path.exists():
        raise ReadingError(f"{path} does not exist; check the path and ingest it again.")
    if path.suffix.lower() not in KNOWN_TYPES:
        kind = path.suffix or "without a type"
        raise ReadingError(f"{path} is {kind}; Isnad reads {_KNOWN}: save it as one of these and ingest it again.")
    if not path.is_file():
        raise ReadingError(f"{path} is not a file; give a {_KNOWN} file or a folder that holds some.")
    return original(path) or path


def _walk(folder: Path, failures: list[tuple[Path, str]]) -> Iterator[Path]:
    """The articles in a folder and the folders in it, sorted; hidden ones and READMEs are not articles."""
    before, found = len(failures), False
    for root, folders, names in os.walk(folder, onerror=lambda e: failures.append(_failure(e, folder))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(root, name)
            skipped = name.startswith(".") or name.upper().startswith("README") or original(file)
            if not skipped and file.suffix.lower() in KNOWN_TYPES and file.is_file():
                found = True
                yield file
    if not found and len(failures) == before:
        raise ReadingError(f"{folder} holds no articles; put {_KNOWN} files in it (a README does not count).")


def _failure(error: OSError, folder: Path) -> tuple[Path, str]:
    path = Path(error.filename or folder)
    return path, str(unreadable(path, error))


def original(path: Path) -> Path | None:
    """The article that this file translates, when it is there."""
    name = TRANSLATION_NAME.fullmatch(path.name)
    original = path.with_name(name[1] + path.suffix) if name else None
    return original if original and original.is_file() else None
