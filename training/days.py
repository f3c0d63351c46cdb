"""Days behind titles: in use the reader is given an article's day behind its title, and questions name months.

The written passages have no day; one is drawn for each, so that nothing is learned of the days themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from babel import dates

from store.text import format_date, language_of
from training.examples import IGNORED, VERDICTS, Example

_FIRST, _DAYS = dt.date(2009, 1, 1), 6000
_SHOWN, _ASKED, _ASKED_WRONG = 0.6, 0.15, 0.08
"""Shares of examples: with a day; of those with an answer, whose question names its month, or another one."""


def with_days(examples: Sequence[Example], random: Random) -> list[Example]:
    """The written examples, some with days behind their titles, and some questions with the month of that day.

    Where a question names another month than its article's, nothing answers it, and that month is not borne out.
    """
    return [_with_day(example, random) if _can_have_day(example) else example for example in examples]


def _can_have_day(example: Example) -> bool:
    return bool(example.title) and example.nli == IGNORED


def _with_day(example: Example, random: Random) -> Example:
    day = _drawn(random)
    others = tuple((_titled(title, _drawn(random), text, random), text) for title, text in example.others)
    title = _titled(example.title, day, example.text, random)
    dated = replace(example, title=title, others=others)
    if example.answer is None or title == example.title or any(letter.isdigit() for letter in example.question):
        return dated
    chance = random.random()
    if chance < _ASKED:
        return replace(dated, question=_asked_of(example.question, day)[0])
    if chance < _ASKED + _ASKED_WRONG:
        other = _drawn(random)
        if (other.year, other.month) != (day.year, day.month):
            question, mark = _asked_of(example.question, other)
            verdict = IGNORED if example.verdict == IGNORED else VERDICTS["not said"]
            return replace(dated, question=question, answer=None, verdict=verdict, unsupported=(mark,))
    return dated


def _drawn(random: Random) -> dt.date:
    return _FIRST + dt.timedelta(days=random.randrange(_DAYS))


def _titled(title: str, day: dt.date, text: str, random: Random) -> str:
    return f"{title} ({format_date(day, language_of(text))})" if title and random.random() < _SHOWN else title


def _asked_of(question: str, day: dt.date) -> tuple[str, tuple[int, int]]:
    """The question with the month and year of a day at its end, and where they stand in it."""
    language = language_of(question)
    month = dates.format_date(day, "MMMM y", locale=language)
    asked, end = question.rstrip("?؟ "), "؟" if language == "ar" else "?"
    preposition = "في" if language == "ar" else "in"
    start = len(f"{asked} {preposition} ")
    return f"{asked} {preposition} {month}{end}", (start, start + len(month))
