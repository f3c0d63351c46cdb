"""What a sentence lacks of what was asked for: a day, a number, a number of the thing that was to be counted."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.figures import TIMES, figures
from rag.kind import Kind, expected, kind
from rag.question import Query
from rag.wording import forms
from store.arabic import fold, word_keys

_LONG = re.compile(
    r"\bhow (?:long|old)\b"
    r"|(?<!\w)[وف]?كم (?:من الوقت|دام\w*|استمر\w*|[تي]?ا?ستغرق\w*|لبث\w*|عمر\w*)|(?<!\w)(?:ما|كم) مده(?!\w)"
)
_COUNTED = re.compile(
    r"\bhow (?:many|much) (?:more |other |new )?(\w+)|\bnumber of (\w+)"
    r"|(?<!\w)[وفبل]?كم (?:عدد )?(\w+)|(?<!\w)عدد (\w+)"
)

_NUMBER = re.compile(
    r"\bhow (?:many|much|long|old|often|far)\b|\bnumber\b|\bshare\b|(?<!\w)[وفبل]?(?:كم|عدد|نسبه|مده)(?!\w)"
)
"""What is asked how large or high it is may be told without a number."""
_TIMES_OVER = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last) time\b|\b(?:once|twice)\b|(?<!\w)(?:لل|ال)?مر[هت]"
)


def lacking(query: Query) -> Callable[[str], float]:
    """How much of what the question asks for a sentence lacks, from its looks.

    1 where it asks for a day or a number and there is none, .5 where what is counted is something else, otherwise 0.
    """
    wanted = kind(query.text)
    if wanted is Kind.WHEN:
        fits = expected(wanted)
        return lambda sentence: 1.0 - fits(sentence)
    if wanted is not Kind.HOW_MANY or not _NUMBER.search(fold(query.text)):
        return lambda sentence: 0.0
    counted = _counted(query)
    return lambda sentence: _uncounted(sentence, counted)


def _uncounted(sentence: str, counted: frozenset[str]) -> float:
    found = figures(sentence)
    if not found:
        return 0.0 if _TIMES_OVER.search(fold(sentence)) else 1.0
    return 0.0 if not counted or any(counted & figure.of for figure in found) else 0.5


def _counted(query: Query) -> frozenset[str]:
    """The forms of what is to be counted, in any language; none where the question does not name it."""
    folded = fold(query.text)
    if _LONG.search(folded):
        return TIMES
    named = _COUNTED.search(folded)
    noun = next((word for word in named.groups() if word), "") if named else ""
    term = next((term for term in query.terms if term.word == noun), None)
    return frozenset([*forms(noun), *word_keys(noun), *term.keys]) if term else frozenset()
