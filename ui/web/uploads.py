"""Stages uploaded files so that the corpus can read them, and deletes them afterwards.

A file is read under a name made of its content, so that the same file, sent again, is recognised. The name that the
person gave it is only shown; it decides only the type, and that `kim.en.md` is the translation of `kim.md`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from filelock import FileLock, Timeout

from store import StoreBusyError, StorePathError, close_to_others, file_mode
from store.readers import KNOWN_TYPES, TRANSLATION_NAME

FOLDER = "uploads"
_WAIT_SECONDS = 60.0
_GRADIOS = "GRADIO_TEMP_DIR"  # where Gradio puts uploads; else into a folder that stays
_SHOWN_CHARACTERS = 80
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@dataclass(slots=True)
class Staged:
    """Files in the folder where they are read, with the names they are shown by; and the files that are not read.

    `same` are names of files that have the content of another; `failed` are those that did not come whole.
    """

    names: dict[Path, str] = field(default_factory=dict)
    same: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def with_shown_names(self, reason: str) -> str:
        """A reason with each path in it replaced by the name that the person knows."""
        for path, name in self.names.items():
            reason = reason.replace(str(path), name).replace(path.name, name)
        return reason


@contextmanager
def upload_folder() -> Iterator[Path]:
    """A folder for uploads while the page is served; it is deleted afterwards with what was not read."""
    before = os.environ.get(_GRADIOS)
    with TemporaryDirectory(prefix="isnad-uploads-", ignore_cleanup_errors=True) as folder:
        os.environ[_GRADIOS] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop(_GRADIOS)
            os.environ |= {_GRADIOS: before} if before else {}


def named_uploads(paths: Sequence[str], names: Sequence[str]) -> list[tuple[Path, str]]:
    """Uploaded files, each with the name that the person has for it, or its own where the page sent none."""
    own = [Path(path).name for path in paths]
    return [(Path(path), str(name)) for path, name in zip(paths, [*names, *own[len(names) :]], strict=False)]


def display_name(name: str) -> str:
    """A file's name as it is shown: on one line, without changes of the reading order, and not too long."""
    seen = "".join("\ufffd" if unicodedata.category(character) in _UNSEEN else character for character in name)
    half = _SHOWN_CHARACTERS // 2
    return seen if len(seen) <= _SHOWN_CHARACTERS else f"{seen[:half]}…{seen[-half:]}"


@contextmanager
def stage_uploads(store: Path, files: Sequence[tuple[Path, str]]) -> Iterator[Staged]:
    """Moves uploaded files, each with its name, to where they can be read; afterwards deletes them, also on errors.

    Raises StoreBusyError if others' files are still being read after a minute, StorePathError where the store cannot
    be written to.
    """
    folder = store / FOLDER
    try:
        with FileLock(store / f"{FOLDER}.lock", timeout=_WAIT_SECONDS, mode=file_mode(store)):
            try:
                shutil.rmtree(folder, ignore_errors=True)  # what a killed process left
                folder.mkdir(parents=True)
                close_to_others(folder)
                yield _stage(folder, files)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    except Timeout:
        raise StoreBusyError(
            "Articles that someone else sent are still being read. Wait until they are done and send yours again."
        ) from None
    except OSError as error:
        raise StorePathError(f"Files cannot be put into {folder} to be read ({error.strerror or error}).") from error
    finally:
        for path, _ in files:
            forget_uploads(path)


def forget_uploads(path: Path) -> None:
    """Deletes an uploaded file, and its folder if that is empty then."""
    with suppress(OSError):
        path.unlink()
    with suppress(OSError):
        path.parent.rmdir()


def _stage(folder: Path, files: Sequence[tuple[Path, str]]) -> Staged:
    """Moves the files there: originals first, because translations are named after them."""
    done = Staged()
    places: dict[str, Path] = {}
    names = {_path(name) for _, name in files}
    for translated in (False, True):
        for path, name in files:
            if (_original(name) in names) != translated:
                continue
            try:
                place = _place(folder, path, name, places if translated else {})
                _move(path, place, display_name(name), done)
                places[_path(name)] = place
            except OSError:
                done.failed.append(display_name(name))
    return done


def _move(path: Path, place: Path, name: str, done: Staged) -> None:
    if place in done.names:
        done.same.append(name)
    else:
        shutil.move(path, place)
        done.names[place] = name


def _place(folder: Path, path: Path, name: str, places: dict[str, Path]) -> Path:
    """Where a file is read: under its content's hash, or beside its original."""
    original = _original(name)
    if original in places:
        language = name.rsplit(".", 2)[1].lower()
        return places[original].with_suffix(f".{language}.md")
    if path.is_symlink() or not path.is_file():
        raise FileNotFoundError(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()[:32]
    suffix = PurePosixPath(_path(name)).suffix.lower()
    return folder / f"{digest}{suffix if suffix in KNOWN_TYPES else ''}"


def _path(name: str) -> str:
    return name.replace("\\", "/")


def _original(name: str) -> str:
    """The name of the file that this one would be a translation of; "" if its name is not that of a translation."""
    folder, _, base = _path(name).rpartition("/")
    found = TRANSLATION_NAME.fullmatch(base)
    if not found or not found[2].isascii():
        return ""
    return os.path.join(folder, f"{found[1]}.md")
