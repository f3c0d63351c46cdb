"""Plain text and Markdown, with front matter: `key: value` lines in YAML between two --- lines."""

from __future__ import annotations

import re

import yaml
from frontmatter.default_handlers import SafeLoader, YAMLHandler

from store.errors import ReadingError
from store.readers.document import Document
from store.readers.formats.encodings import decode_text

_OPENS_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:#.*\n|[ \t]*\n)*(?:[\w-]+[ \t]*:|---)")
_FRONT_MATTER = YAMLHandler()
# People write what is not valid YAML: "title: Flood: six dead" and 'title: "No" to the dam'.
_LINE = re.compile(r"^([\w-]+[ \t]*:[ \t]+)(\S.*)$", re.MULTILINE)
_WITH_COLON = re.compile(r"[^\W_].*:(?:[ \t].*|)|[«“‘„(].*")
_WITH_QUOTES = re.compile(r"([\"']).*\1.*|\[.*\].*")
_STAMPS = "tag:yaml.org,2002:timestamp"


class _Loader(SafeLoader):  # type: ignore[misc, valid-type]
    """Leaves days as they are written: one that does not exist must not lose the rest."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != _STAMPS]
        for first, resolvers in SafeLoader.yaml_implicit_resolvers.items()
    }


def read_plain(data: bytes, name: str) -> Document:
    """The article in a text or Markdown file, its keys from its front matter.

    Raises ReadingError when it is binary or its front matter cannot be read.
    """
    keys, body = _front_matter(name, decode_text(data, name))
    return Document(name, body, keys)


def _front_matter(name: str, text: str) -> tuple[dict[str, object], str]:
    """The keys of the front matter, and the text after it. A line of dashes alone opens none."""
    if not _OPENS_FRONT_MATTER.match(text):
        return {}, text
    keys = ""
    try:
        keys, body = _FRONT_MATTER.split(text)
        loaded = _loaded(keys) or {}
        return {str(key).lower(): value for key, value in loaded.items()}, body
    except (yaml.YAMLError, ValueError, AttributeError) as error:
        raise ReadingError(
            f"{name}: its front matter cannot be read{_place(keys, error)}; write `key: value` lines between "
            "two --- lines, text with a colon in quotes, and date as YYYY-MM-DD."
        ) from error


def _loaded(keys: str) -> dict[str, object] | None:
    """The keys in YAML; text with a colon or quotation marks may lack the quotes that YAML demands."""
    try:
        found: dict[str, object] | None = _FRONT_MATTER.load(keys, Loader=_Loader)
    except yaml.MarkedYAMLError:
        quoted = _LINE.sub(_in_quotes, keys)
        if quoted == keys:
            raise
        found = _FRONT_MATTER.load(quoted, Loader=_Loader)
    return found


def _in_quotes(line: re.Match[str]) -> str:
    """The line of a key, its value in quotes where it is text that YAML cannot read without."""
    value = line[2].rstrip()
    if not (_WITH_COLON.fullmatch(value) or (_WITH_QUOTES.fullmatch(value) and not _is_yaml(value))):
        return line[0]
    doubled = value.replace("'", "''")
    return f"{line[1]}'{doubled}'"


def _is_yaml(value: str) -> bool:
    try:
        return isinstance(_FRONT_MATTER.load(value, Loader=_Loader), str | list)
    except yaml.YAMLError:
        return False


def _place(keys: str, error: Exception) -> str:
    """The line that broke the YAML, where the error knows it; PyYAML gives none for a day that does not exist."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return " (date)" if isinstance(error, ValueError) and "date" in keys else ""
    mark = error.problem_mark if "mapping" in (error.context or "mapping") else error.context_mark
    lines = keys.split("\n")
    return f" (at `{lines[mark.line].strip()}`)" if mark and mark.line < len(lines) else ""
