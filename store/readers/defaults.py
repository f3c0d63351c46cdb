"""What stands for what files do not say of themselves: given once for all files of an ingestion."""

from __future__ import annotations

import re
from dataclasses import dataclass

from store.arguments import check_fields
from store.errors import ReadingError


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds of every file of an ingestion that does not say it.

    `outlet` is for articles that name none, `language` (a code such as ar or en) for those that give none. With
    `date_from_url` the day in an article's address counts before the day that its file gives, which may be that of
    the export. Raises ReadingError at a language that is no code, ArgumentError at a field of another type.
    """

    outlet: str = ""
    language: str = ""
    date_from_url: bool = False

    def __post_init__(self) -> None:
        check_fields(self)
        if self.language and not is_language_code(self.language.lower()):
            raise ReadingError(
                f"The language {self.language!r} is not valid; write a two-letter code such as ar or en."
            )


def is_language_code(given: str) -> bool:
    """Whether it is two letters, or two letters and a region."""
    return bool(re.fullmatch(r"[a-z]{2}(?:[-_]\w+)?", given))
