"""Parts of a whole in words: two thirds, a quarter of them, half, ثلاثة أرباع, نصف السكان."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENGLISH = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PARTS = {"نصف": 1 / 2, "ثلث": 1 / 3, "ثلثي": 2 / 3, "ثلثا": 2 / 3, "ثلثين": 2 / 3, "ربع": 1 / 4, "ارباع": 3 / 4}
_TIMES = {"two": 2, "three": 3, "ثلاثه": 3}
_PART = "|".join(_ENGLISH)
_BEFORE = "|".join(f"(?<={word} )" for word in "first second third fourth last this the and".split()) + "|(?<=and a )"
_OF_IT = r"of|fewer|more|less|lower|higher|smaller|larger|bigger|down|up|as|above|below"
FRACTION = re.compile(
    rf"\b(?P<times>two|three)[ -](?P<several>{_PART})s\b"
    rf"|(?P<led>\b(?:by|nearly|almost|over|about|around|than|roughly) )?\b(?:an?|one)[ -](?P<one>third|fifth|tenth)\b"
    rf"(?(led)|(?= (?:{_OF_IT})\b))"
    rf"|(?P<rank>{_BEFORE})?\b(?P<english>half|quarter)\b(?!-)"
    r"|(?<!\w)(?P<joined>و)?[بفل]?(?:ال)?(?P<arabic>نصف|ثلث|ربع|ثلثي|ثلثا|ثلثين|(?:ثلاثه )?ارباع)"
    r"(?:هم|هن|ها|ه)?(?!\w)(?! (?:ال)?نهايي)(?:(?=(?P<ranked> ال(?:اول|ثاني|ثالث|رابع|اخير)))|)"
)


def extract_fractions(folded: str) -> Iterator[tuple[float, int, int, bool]]:
    """The parts that a folded text tells, below 1, with where each begins and ends, and whether it surely is one.

    The half of a match and the first quarter of a year are none, nor is the half after a number: three and a half.
    """
    for found in FRACTION.finditer(folded):
        if found["several"]:
            yield _TIMES[found["times"]] / _ENGLISH[found["several"]], *found.span(), True
        elif found["one"]:
            yield 1 / _ENGLISH[found["one"]], *found.span(), True
        elif found["english"]:
            yield 1 / _ENGLISH[found["english"]], *found.span(), found["rank"] is None
        else:
            part = _PARTS[found["arabic"].removeprefix("ثلاثه ")]
            yield part, *found.span(), not (found["ranked"] or found["joined"])
