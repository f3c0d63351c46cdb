"""One article as its format gives it, before it becomes an Article."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from store.errors import ReadingError


@dataclass(frozen=True, slots=True)
class Document:
    """One article as its format gives it.

    `name` is how messages name it: the file's name, or "file.zip: inner.html", "file.jsonl line 3". `text` is its
    body. `keys` are title, date, outlet, url, language and sources as the file gives them: front matter, a page's
    metadata, a PDF's properties.
    """

    name: str
    text: str
    keys: Mapping[str, object] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The lines from the first to the last that is not blank, without the spaces at their ends.

        Raises ReadingError when there are none, or when the file is binary.
        """
        if "\0" in self.text:
            raise ReadingError(f"{self.name} is not text; save the article as UTF-8 text and ingest it again.")
        lines = [line.rstrip() for line in normalized_spaces(self.text).split("\n")]
        real = [n for n, line in enumerate(lines) if line]
        if not real:
            raise ReadingError(f"{self.name} is empty; put the article's text in it and ingest it again.")
        return lines[real[0] : real[-1] + 1]

    def string(self, key: str) -> str:
        """The value of a key as text, "" where there is none. Raises ReadingError at a list, object or boolean."""
        value = self.keys.get(key)
        if isinstance(value, (list, dict, bool)):
            raise self.fault(key, f"write {key} as plain text, in quotes if need be")
        return "" if value is None else str(value).strip()

    def fault(self, key: str, remedy: str) -> ReadingError:
        """The error to raise when the value of a key is not valid."""
        value = self.keys[key]
        value = _BRIEF.repr(value) if isinstance(value, (list, dict)) else str(value)
        return ReadingError(f"{self.name}: the {key} {value!r} is not valid; {remedy}.")


_BRIEF = reprlib.Repr()
_BRIEF.maxlevel = 2  # a few lines of YAML can make a list of a billion items
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def normalized_spaces(text: str) -> str:
    """The text with all its line ends made \\n."""
    return _LINE_END.sub("\n", text)
