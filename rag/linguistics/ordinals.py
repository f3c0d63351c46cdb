"""Ordinal numbers, up to the ninety-ninth, in Arabic and English: the third, الثالث, 21st, الحادي والعشرين."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ARABIC = "اول اولي;ثاني ثانيه ثان ثانيا;ثالث ثالثه ثالثا;رابع رابعه رابعا;خامس خامسه خامسا;سادس سادسه"
_ARABIC += ";سابع سابعه;ثامن ثامنه;تاسع تاسعه;عاشر عاشره;حادي حاديه"
_UNITS = {
    name: 1 if value == 11 else value  # الحادي عشر is 1 + 10
    for value, names in enumerate(_ARABIC.split(";"), 1)
    for name in names.split()
}
_TENS = {
    f"{ten}{end}": 10 * value
    for value, ten in enumerate("عشر ثلاث اربع خمس ست سبع ثمان تسع".split(), 2)
    for end in ("ين", "ون")
}
_ENGLISH = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
_ENGLISH_UNITS = {
    name: value
    for value, name in enumerate([*_ENGLISH.split(), *(f"{n}teenth" for n in "fif six seven eigh nine".split())], 1)
}
_ENGLISH_TENS = {
    ten: 10 * value for value, ten in enumerate("twent thirt fort fift sixt sevent eight ninet".split(), 2)
}
_AGAIN = "ثانيه"
_FOUND = re.compile(
    rf"(?<!\w)[وفبلك]*(?P<article>ال|لل)?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    rf"(?: (?P<teen>عشره?)| و(?:ال)?(?P<tens>{'|'.join(_TENS)}))?(?!\w)"
    rf"|(?<!\w)(?:ال|لل)(?P<round>{'|'.join(_TENS)})(?!\w)"
    rf"|\b(?:(?P<ty>{'|'.join(_ENGLISH_TENS)})y-?)?(?P<english>{'|'.join(_ENGLISH_UNITS)})\b"
    rf"|\b(?P<ieth>{'|'.join(_ENGLISH_TENS)})ieth\b|\b(?P<digits>\d{{1,2}})(?:st|nd|rd|th)\b"
)


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The ordinal at `start` to `end` of a folded text; not `sure` where the word may be another (ثانية: again)."""

    value: int
    start: int
    end: int
    sure: bool


def extract_ordinals(folded: str) -> list[Ordinal]:
    """The ordinals of a folded text, in order."""
    return [
        Ordinal(_value(found), found.start(), found.end(), found["unit"] != _AGAIN or bool(found["article"]))
        for found in _FOUND.finditer(folded)
    ]


def _value(found: re.Match[str]) -> int:
    if found["unit"]:
        return _UNITS[found["unit"]] + (10 if found["teen"] else _TENS.get(found["tens"] or "", 0))
    if found["round"]:
        return _TENS[found["round"]]
    if found["english"]:
        return _ENGLISH_UNITS[found["english"]] + _ENGLISH_TENS.get(found["ty"] or "", 0)
    return _ENGLISH_TENS[found["ieth"]] if found["ieth"] else int(found["digits"])
