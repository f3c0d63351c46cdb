"""Which files hold articles: those given, and those in the folders given."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from store.errors import ReadingError
from store.readers.article_reader import TRANSLATION_NAME
from store.readers.containers import KNOWN_TYPES
from store.readers.files import check_regular_file, unreadable_error

_KNOWN = f"{', '.join(KNOWN_TYPES[:-1])} or {KNOWN_TYPES[-1]}"


def given_paths(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """The paths that a caller gives, one or several.

    Raises ReadingError at an empty one, which would mean the current folder.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    if "" in several:
        raise ReadingError("A path to ingest is empty. Name a file or a folder; the current folder is '.'.")
    return [Path(os.path.expanduser(path)) for path in several]


def article_files(paths: Iterable[Path]) -> tuple[list[Path], list[tuple[Path, str]]]:
    """The article files that `paths` (files and folders) hold, each once, and why a path gave none.

    A translation stands behind its original: given alone, it leads to the original.
    """
    files: dict[Path, Path] = {}
    failures: dict[Path, str] = {}
    for path in paths:
        try:
            found = list(_walk(path, failures)) if path.is_dir() else [_given(path)]
        except ReadingError as error:
            failures.setdefault(path, str(error))
        except OSError as error:
            failures.setdefault(path, str(unreadable_error(path, error)))
        else:
            files |= {file.resolve(): file for file in found if file.resolve() not in files}
    return list(files.values()), list(failures.items())


def _given(path: Path) -> Path:
    if not path.exists():
        raise ReadingError(f"{path} does not exist; check the path and ingest it again.")
    if path.suffix.lower() not in KNOWN_TYPES:
        kind = path.suffix or "without a type"
        raise ReadingError(f"{path} is {kind}; Isnad reads {_KNOWN}: save it as one of these and ingest it again.")
    if not path.is_file():
        raise ReadingError(f"{path} is not a file; give a {_KNOWN} file or a folder that holds some.")
    return resolved_path(path) or path


def _walk(folder: Path, failures: dict[Path, str]) -> Iterator[Path]:
    """The articles in a folder and the folders in it, sorted; hidden ones and READMEs are not articles.

    Names of articles that are not files, and folders that cannot be read, are noted in `failures`.
    """
    closed: dict[Path, str] = {}
    found = False

    def note(error: OSError) -> None:
        path = Path(error.filename or folder)
        closed[path] = str(unreadable_error(path, error))

    for root, folders, names in os.walk(folder, onerror=note):
        try:
            os.stat(os.path.join(root, os.curdir))
        except OSError as error:  # a folder may be listed and yet not be entered
            folders.clear()
            note(error)
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if os.path.islink(os.path.join(root, name))]  # which are not followed
        for file in _readable(root, [*names, *links], failures):
            found = True
            yield file
    failures |= {path: reason for path, reason in closed.items() if path not in failures}
    if not found and not closed:
        raise ReadingError(f"{folder} holds no articles; put {_KNOWN} files in it (a README does not count).")


def _readable(root: str, names: Iterable[str], failures: dict[Path, str]) -> Iterator[Path]:
    """The files of these names that may be articles, sorted."""
    for file in (Path(root, name) for name in sorted(names)):
        hidden = file.name.startswith(".") or file.name.upper().startswith("README")
        if hidden or file.suffix.lower() not in KNOWN_TYPES or resolved_path(file):
            continue
        try:
            check_regular_file(file)
            yield file
        except ReadingError as error:
            failures.setdefault(file, str(error))


def resolved_path(path: Path) -> Path | None:
    """The article that this file translates, when it is there."""
    name = TRANSLATION_NAME.fullmatch(path.name)
    original = path.with_name(name[1] + path.suffix) if name else None
    return original if original and os.path.isfile(original) else None
