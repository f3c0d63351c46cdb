"""A file becomes an article: bytes, front matter or headline, translations, and no page noise.

`kim.md` is an article; `kim.en.md` beside it is its English translation, line by line. Front matter (YAML between
two `---` lines) gives title, date, outlet, url, language and sources; without it the page's own headline and date
line are used. The text keeps its characters: only whole lines of page furniture go, and line ends are made equal.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from frontmatter.default_handlers import YAMLHandler

from store.arabic import language_of
from store.article import Article, Translation
from store.dates import day
from store.errors import ReadingError
from store.headline import first_of, headline
from store.noise import date_lines, opens_body, remove_noise

KNOWN_TYPES = (".md", ".txt")

TRANSLATION_NAME = re.compile(r"(.+)\.([a-z]{2})\.md", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SAYS_SOMETHING = 6
_OPENS_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:#.*\n|[ \t]*\n)*(?:[\w-]+[ \t]*:|---)")
_FRONT_MATTER = YAMLHandler()


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
            failures.append((path, _unreadable(path, error)))
        else:
            files |= {file.resolve(): file for file in found if file.resolve() not in files}
    return list(files.values()), failures


def _given(path: Path) -> Path:
    if not path.exists():
        raise ReadingError(f"{path} does not exist; check the path and ingest it again.")
    known = " or ".join(KNOWN_TYPES)
    if path.suffix.lower() not in KNOWN_TYPES:
        kind = path.suffix or "without a type"
        raise ReadingError(f"{path} is {kind}; Isnad reads {known}: save it as one of these and ingest it again.")
    if not path.is_file():
        raise ReadingError(f"{path} is not a file; give a {known} file or a folder that holds some.")
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
        known = " or ".join(KNOWN_TYPES)
        raise ReadingError(f"{folder} holds no articles; put {known} files in it (a README does not count).")


def _failure(error: OSError, folder: Path) -> tuple[Path, str]:
    path = Path(error.filename or folder)
    return path, _unreadable(path, error)


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read ({error.strerror}); check its permissions and ingest it again."


def original(path: Path) -> Path | None:
    """The article that this file translates, when it is there."""
    name = TRANSLATION_NAME.fullmatch(path.name)
    original = path.with_name(name[1] + path.suffix) if name else None
    return original if original and original.is_file() else None


@dataclass(frozen=True, slots=True)
class _Page:
    """A file's front matter and the lines of its body."""

    path: Path
    keys: dict[str, object]
    lines: list[str]

    def fault(self, key: str, remedy: str) -> ReadingError:
        value = self.keys[key]
        return ReadingError(f"{self.path.name}: the {key} {str(value)!r} in its front matter is not valid; {remedy}.")

    def string(self, key: str) -> str:
        value = self.keys.get(key)
        if isinstance(value, (list, dict, bool)):
            raise self.fault(key, f"write {key} as plain text, in quotes if need be")
        return "" if value is None else str(value).strip()


def read_article(path: Path) -> Article:
    """The article in a file, with the translations beside it.

    Raises ReadingError, naming the file and the remedy, when it is not UTF-8 text, says nothing, has front matter
    that cannot be read, or has a translation with another number of lines.
    """
    page = _page(path)
    translations = tuple(_translation(page, file, language) for language, file in _translation_files(path))
    title, lines = page.string("title"), page.lines
    if translations:  # lines must stay where they are
        title = title or first_of(lines)
    else:
        lines = remove_noise(lines)
        title, lines = (title, lines) if title else headline(lines)
    text = "\n".join(lines if translations else _tidy(lines))
    if not any(opens_body(line) or len(line.split()) >= _SAYS_SOMETHING for line in lines):
        raise ReadingError(f"{path.name} has no sentence in it; put the article's text in it and ingest it again.")
    language = _language(page, text)
    return Article(
        title=title,
        text=text,
        outlet=page.string("outlet"),
        date=_date(page, day_first=language == "ar"),
        url=page.string("url"),
        language=language,
        sources=_sources(page),
        translations=translations,
    )


def _translation_files(path: Path) -> list[tuple[str, Path]]:
    if path.suffix.lower() != ".md":
        return []
    try:
        names = [TRANSLATION_NAME.fullmatch(name) for name in sorted(os.listdir(path.parent))]
    except OSError as error:
        raise ReadingError(_unreadable(path.parent, error)) from error
    return [(name[2].lower(), path.with_name(name[0])) for name in names if name and name[1] == path.stem]


def _translation(page: _Page, file: Path, language: str) -> Translation:
    other = _page(file)
    if len(other.lines) != len(page.lines):
        raise ReadingError(
            f"{page.path.name} has {len(page.lines)} lines and its translation {file.name} has {len(other.lines)}; "
            "give both the same lines in the same order, or rename the translation."
        )
    return Translation(language, other.string("title") or first_of(other.lines), "\n".join(other.lines))


def _page(path: Path) -> _Page:
    keys, body = _front_matter(path, _LINE_END.sub("\n", _decoded(path)))
    lines = [line.rstrip() for line in body.split("\n")]
    real = [n for n, line in enumerate(lines) if line]
    if not real:
        raise ReadingError(f"{path.name} is empty; put the article's text in it and ingest it again.")
    return _Page(path, keys, lines[real[0] : real[-1] + 1])


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise ReadingError(_unreadable(path, error)) from error
    except UnicodeDecodeError as error:
        raise ReadingError(f"{path.name} is not UTF-8 text; save it as UTF-8 and ingest it again.") from error
    if "\0" in text:
        raise ReadingError(f"{path.name} is not text; save the article as UTF-8 text and ingest it again.")
    return text


def _front_matter(path: Path, text: str) -> tuple[dict[str, object], str]:
    """The keys of the front matter, and what follows it. A rule of dashes alone opens none."""
    if not _OPENS_FRONT_MATTER.match(text):
        return {}, text
    keys = ""
    try:
        keys, body = _FRONT_MATTER.split(text)
        loaded = _FRONT_MATTER.load(keys) or {}
        return {str(key).lower(): value for key, value in loaded.items()}, body
    except (yaml.YAMLError, ValueError, AttributeError) as error:
        raise ReadingError(
            f"{path.name}: its front matter cannot be read{_place(keys, error)}; write `key: value` lines between "
            "two --- lines, text with a colon in quotes, and date as YYYY-MM-DD."
        ) from error


def _place(keys: str, error: Exception) -> str:
    """The line that broke the YAML, where the error knows it; PyYAML gives none for a day that does not exist."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return " (date)" if isinstance(error, ValueError) and "date" in keys else ""
    mark = error.problem_mark if "mapping" in (error.context or "mapping") else error.context_mark
    lines = keys.split("\n")
    return f" (at `{lines[mark.line].strip()}`)" if mark and mark.line < len(lines) else ""


def _sources(page: _Page) -> tuple[str, ...]:
    value = page.keys.get("sources") or []
    names = re.split("[,،]", value) if isinstance(value, str) else value
    if not isinstance(names, list) or any(isinstance(name, (list, dict)) for name in names):
        raise page.fault("sources", "write a list of names, such as [One, Two]")
    return tuple(str(name).strip() for name in names)


def _language(page: _Page, text: str) -> str:
    given = page.string("language").lower()
    if given and not re.fullmatch(r"[a-z]{2}(?:[-_]\w+)?", given):
        raise page.fault("language", "write a two-letter code such as ar or en")
    return given[:2] or language_of(text)


def _date(page: _Page, *, day_first: bool) -> dt.date | None:
    value = page.keys.get("date")
    if value is None or value == "":
        days = (day(line, day_first=day_first) for line in date_lines(page.lines))
        return next((found for found in days if found), None)
    if isinstance(value, dt.datetime):
        return value.date()
    given = value if isinstance(value, dt.date) else day(str(value), day_first=day_first)
    if given is None:
        raise page.fault("date", "write it as YYYY-MM-DD")
    return given


def _tidy(lines: list[str]) -> list[str]:
    """The lines without blank ones at the ends, and one blank line where there were several."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").split("\n")
