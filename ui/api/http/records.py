"""What the ways for programs give, for their description in OpenAPI."""

from __future__ import annotations

from typing_extensions import TypedDict

from rag.results import AnswerRecord, PassageRecord


class AskedRecord(AnswerRecord):
    """An answer, and the whole of it ready to show."""

    markdown: str


class FoundRecord(TypedDict):
    """The passages that match a question."""

    question: str
    passages: list[PassageRecord]


class EntryRecord(TypedDict):
    """An article in a list, without its text, of which `characters` is the length."""

    id: str
    title: str
    outlets: list[str]
    date: str | None
    language: str
    url: str
    characters: int


class ListRecord(TypedDict):
    """Some articles, the number of all, and the offset of those that follow, or null."""

    articles: list[EntryRecord]
    total: int
    next: int | None


class AddedRecord(TypedDict):
    """The article's id, and what became of it: added, updated, unchanged or duplicate."""

    id: str
    status: str
