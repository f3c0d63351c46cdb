"""How far an ingestion is, and what became of all articles given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path

from store.article import Remark


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingestion is: so many of `total` files (None if unknown) are done with, so many tokens read."""

    done: int
    total: int | None
    tokens: int


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of the articles given, as article ids; `failed` holds (path, reason).

    added: new. updated: replaced what the same file, or the same text, had. unchanged: the same file with
    the same content. duplicates: the same report as another article, which keeps it among its copies. removed: no
    file has it any more. `remarks` are on the articles that were read, by their ids: what was guessed, is not as the
    file has it, could not be read, or is missing.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    duplicates: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[tuple[Path, str], ...]
    remarks: tuple[tuple[str, Remark], ...] = ()


@dataclass(slots=True)
class Tally:
    """A report as it grows."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    duplicates: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[tuple[Path, str]] = field(default_factory=list)
    remarks: list[tuple[str, Remark]] = field(default_factory=list)

    def fail(self, path: Path, reason: str) -> None:
        """Note a path, or a piece of what it holds, that gave no article."""
        self.failed.append((path, reason))

    def report(self) -> IngestReport:
        """What became of everything until now."""
        return IngestReport(**{name.name: tuple(getattr(self, name.name)) for name in fields(IngestReport)})
