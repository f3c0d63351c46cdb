"""Plain text and Markdown, with front matter: `key: value` lines in YAML between two --- lines."""

from __future__ import annotations

import re

import yaml
from frontmatter.default_handlers import YAMLHandler

from store.errors import ReadingError
from store.readers.document import Document
from store.readers.formats.encodings import decode_text

_OPENS_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:#.*\n|[ \t]*\n)*(?:[\w-]+[ \t]*:|---)")
_FRONT_MATTER = YAMLHandler()
# People write "title: Flood: six dead", which is not valid YAML.
_WITH_COLON = re.compile(r"^([\w-]+[ \t]*:[ \t]+)([^\W_].*:(?:[ \t].*|))$", re.MULTILINE)


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
    """The keys in YAML; text with a colon may lack the quotes that YAML demands."""
    try:
        found: dict[str, object] | None = _FRONT_MATTER.load(keys)
    except yaml.MarkedYAMLError:
        quoted = _WITH_COLON.sub(_in_quotes, keys)
        if quoted == keys:
            raise
        found = _FRONT_MATTER.load(quoted)
    return found


def _in_quotes(line: re.Match[str]) -> str:
    value = line[2].rstrip().replace("'", "''")
    return f"{line[1]}'{value}'"


def _place(keys: str, error: Exception) -> str:
    """The line that broke the YAML, where the error knows it; PyYAML gives none for a day that does not exist."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return " (date)" if isinstance(error, ValueError) and "date" in keys else ""
    mark = error.problem_mark if "mapping" in (error.context or "mapping") else error.context_mark
    lines = keys.split("\n")
    return f" (at `{lines[mark.line].strip()}`)" if mark and mark.line < len(lines) else ""
