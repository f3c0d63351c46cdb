"""The arguments of the ways for programs, each a field of a JSON object or of the address; others are refused."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ui.api.articles import AT_MOST
from ui.api.functions import MOST, USUAL

_Outlets = Annotated[
    list[str] | None, Field(description="Ask only these outlets, each written as the articles' `outlet` is.")
]
_Since = Annotated[
    str | None, Field(description="Only articles dated from this day, month or year on: YYYY-MM-DD, YYYY-MM or YYYY.")
]
_Until = Annotated[str | None, Field(description="Only articles dated up to this day, month or year, included.")]


class _Exact(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Question(_Exact):
    """A question, the conversation before it, and the articles to ask."""

    question: str = Field(
        description="The question, in Arabic or English, at most 2000 characters. The answer is in its language.",
        examples=["What does North Korea want in return?"],
    )
    history: list[str] | None = Field(
        None,
        description="The earlier questions, oldest first, so that “and when?” is understood.",
    )
    outlets: _Outlets = None
    since: _Since = None
    until: _Until = None
    stream: bool = Field(False, description="Whether the answer comes as server-sent events, as it grows.")


class Search(_Exact):
    """What to look for, and where."""

    question: str = Field(description="What to look for, in Arabic or English.", examples=["satellite technology"])
    limit: int = Field(USUAL, description=f"How many passages, from 1 to {MOST}.")
    outlets: _Outlets = None
    since: _Since = None
    until: _Until = None


class Listing(BaseModel):
    """Which articles to list. `outlets` may be given again."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field("", description="Only articles with each of these words; the last may be a word's beginning.")
    outlets: _Outlets = None
    since: _Since = None
    until: _Until = None
    limit: int = Field(50, ge=1, le=AT_MOST, description=f"How many articles, from 1 to {AT_MOST}.")
    offset: int = Field(0, ge=0, le=2**31, description="After how many articles to begin.")


class NewArticle(_Exact):
    """An article to add. Only the text is required; a missing title or date is looked for in it, as in a file."""

    text: str = Field(description="The article's text, a paragraph a line, at most 1,000,000 characters.")
    title: str = Field("", description="Its headline.")
    outlet: str = Field("", description="Who published it.")
    date: str = Field("", description="The day it was published, YYYY-MM-DD.")
    url: str = Field("", description="Its web address, http:// or https://.")
