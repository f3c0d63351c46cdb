"""The archive: all articles of a store in one file that any program can read (docs/BACKUP.md).

A zip of `articles.jsonl`, a record for each article in the corpus's order, and `manifest.json`, with the size and the
checksum of the other. It has no times and no paths, so that the same articles give the same bytes. It is read without
unpacking it to disk.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from store.article import Article
from store.database import RECORD_FORMAT, article_of_record, article_record, check_format
from store.errors import ReadingError, StorePathError
from store.ingestion import OnProgress, Progress, check_article

if TYPE_CHECKING:
    from store.corpus import Corpus

_MANIFEST, _ARTICLES = "manifest.json", "articles.jsonl"
_LONGEST_MANIFEST = 1 << 16
_LONGEST_RECORD = 1 << 24
_ANY_SIZE, _DENSEST = 1 << 26, 200  # beyond the first, no text of a newspaper packs to less than a 200th
_BLOCK = 1 << 20


def write_archive(
    corpus: Corpus, path: str | Path, replace: bool = False, on_progress: OnProgress | None = None
) -> int:
    """Write every article of the corpus to the file `path`; returns their number.

    It is written to a temporary file in the same folder, read back, and then renamed. Raises StorePathError when
    `path` cannot be written, or exists and `replace` is not given.
    """
    target, part = Path(path).expanduser(), None
    try:
        _check_free(target, replace)
        with NamedTemporaryFile(dir=target.parent, prefix=".isnad-", suffix=".part", delete=False) as file:
            part = Path(file.name)
            count = _write(corpus, file, on_progress)
            file.flush()
            os.fsync(file.fileno())
        with Archive.open(part):
            part.replace(target)
        return count
    except ReadingError as error:
        raise StorePathError(f"{target} was not written, for it could not be read back ({error}).") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = error.strerror if isinstance(error, OSError) else error
        raise StorePathError(f"{target} cannot be written ({reason}). Give a file where there is room.") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _check_free(target: Path, replace: bool) -> None:
    if target.is_dir():
        raise StorePathError(f"{target} is a folder. Give the name of a file for the archive.")
    if target.exists() and not replace:
        raise StorePathError(f"{target} is there already. Give another name, or --force to replace it.")


def _write(corpus: Corpus, file: IO[bytes], on_progress: OnProgress | None) -> int:
    digest, size, count = hashlib.sha256(), 0, 0
    total = len(corpus)
    with ZipFile(file, "w") as archive:
        with archive.open(_member(_ARTICLES), "w", force_zip64=True) as member:
            for count, article in enumerate(corpus.iterate(), 1):
                line = json.dumps(article_record(article), ensure_ascii=False).encode() + b"\n"
                digest.update(line)
                size += member.write(line)
                if on_progress is not None:
                    on_progress(Progress(count, total, 0))
        members = {_ARTICLES: {"bytes": size, "sha256": digest.hexdigest()}}
        manifest = {"format": RECORD_FORMAT, "isnad": version("isnad"), "articles": count, "members": members}
        archive.writestr(_member(_MANIFEST), json.dumps(manifest, indent=2) + "\n")
    return count


def _member(name: str) -> ZipInfo:
    """A member of the zip without a time and an operating system."""
    info = ZipInfo(name)  # of 1980, the first year that a zip can name
    info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o644 << 16
    return info


class Archive:
    """An archive of which every record was read and checked; a context manager."""

    def __init__(self, path: Path, file: ZipFile) -> None:
        self.path = path
        self._file = file
        self._manifest = self._read_manifest()
        self._check_articles()

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """Open an archive and check all of it.

        Raises ReadingError when it is no archive, is damaged or cut off, or a newer Isnad made it; StorePathError
        when it cannot be read.
        """
        given = Path(path).expanduser()
        if given.exists() and not given.is_file():
            raise StorePathError(f"{given} is not a file. Give the archive that isnad export wrote.")
        with _translated(given):
            file = ZipFile(given)
            try:
                return cls(given, file)
            except BaseException:
                file.close()
                raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return int(self._manifest["articles"])

    def articles(self) -> Iterator[Article]:
        """The articles, one at a time, by date, then id: what `corpus.add` takes."""
        with _translated(self.path), self._file.open(_ARTICLES) as member:
            for number, line in enumerate(_lines(member), 1):
                yield self._article(number, line)

    def _article(self, number: int, line: bytes) -> Article:
        with _naming(f"{self.path}, {_ARTICLES}, line {number}"):
            if len(line) > _LONGEST_RECORD:
                raise ReadingError(f"It has more than {_LONGEST_RECORD:,} bytes, which no article needs.")
            article = article_of_record(_json(line), self._manifest["format"])
            check_article(article)
            return article

    def _read_manifest(self) -> dict[str, Any]:
        info = self._info(_MANIFEST, _LONGEST_MANIFEST)
        with _naming(f"{self.path}, {_MANIFEST}"):
            manifest = _json(self._file.read(info))
        members = manifest.get("members") if isinstance(manifest, dict) else None
        ours = members.get(_ARTICLES) if isinstance(members, dict) else None
        if not isinstance(ours, dict) or any(type(manifest.get(key)) is not int for key in ("format", "articles")):
            raise ReadingError(f"{self.path} is not an archive of Isnad: its {_MANIFEST} says something else.")
        with _naming(str(self.path)):
            check_format(manifest["format"])
        return {**manifest, "size": ours.get("bytes"), "sha256": ours.get("sha256")}

    def _check_articles(self) -> None:
        """Read all of it: the checksum first, so that damage is reported as damage and not as a wrong record."""
        info = self._info(_ARTICLES, None)
        digest = hashlib.sha256()
        with self._file.open(info) as member:
            while block := member.read(_BLOCK):
                digest.update(block)
        if (info.file_size, digest.hexdigest()) != (self._manifest["size"], self._manifest["sha256"]):
            raise _damaged(self.path, f"{_ARTICLES} is not what {_MANIFEST} says")
        count, before = 0, (-1, "")
        for count, article in enumerate(self.articles(), 1):
            place = (article.day, article.id)
            if place <= before:
                raise _damaged(self.path, f"line {count} of {_ARTICLES} comes twice or out of order")
            before = place
        if count != self._manifest["articles"]:
            raise _damaged(self.path, f"it has {count:,} articles and its {_MANIFEST} says another number")

    def _info(self, name: str, longest: int | None) -> ZipInfo:
        """A member of the zip. Raises ReadingError where it is missing, encrypted, or would unpack to too much."""
        try:
            info = self._file.getinfo(name)
        except KeyError:
            raise ReadingError(f"{self.path} is not an archive of Isnad: it has no {name}.") from None
        if info.compress_type not in (ZIP_DEFLATED, ZIP_STORED) or info.flag_bits & 1:
            raise ReadingError(f"{self.path} is not an archive of Isnad: its {name} is packed in another way.")
        packed = min(info.compress_size, self.path.stat().st_size)
        most = _ANY_SIZE + _DENSEST * packed if longest is None else longest
        if info.file_size > most:
            raise ReadingError(
                f"{self.path} is not an archive of Isnad: its {name} would unpack to {info.file_size:,} bytes."
            )
        return info


def _lines(member: IO[bytes]) -> Iterator[bytes]:
    with io.BufferedReader(member, _BLOCK) as lines:  # type: ignore[type-var]  # it reads as a raw file does
        while line := lines.readline(_LONGEST_RECORD + 1):
            yield line


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:  # a UnicodeDecodeError is a ValueError
        raise ReadingError("It is not JSON in UTF-8.") from error


def _damaged(path: Path, how: str) -> ReadingError:
    return ReadingError(f"{path} is damaged ({how}). Use another copy of it.")


@contextmanager
def _naming(place: str) -> Iterator[None]:
    """Put the place before the message of a ReadingError."""
    try:
        yield
    except ReadingError as error:
        raise ReadingError(f"{place}: {error}") from error


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Raise zipfile's errors about a file as ReadingError or StorePathError."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise ReadingError(
            f"{path} is not a zip, or is damaged or cut off ({error}). Give what isnad export wrote, or another copy."
        ) from error
    except OSError as error:
        raise StorePathError(
            f"{path} cannot be read ({error.strerror}). Check the path and its permissions."
        ) from error
