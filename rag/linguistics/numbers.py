"""Numbers in folded Arabic and English text: in digits and words, ordinals, fractions, percent.

No library was found that reads them: those that know Arabic lose the number after a glued letter (بخمسة وعشرين ألف).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from store.text import fold, strip_clitics

PERCENT = re.compile(
    r"[%٪]|\bper ?cent|(?<!\w)(?:في|ب)\s?ال(?:ميه|مايه)(?!\w)|(?<!\w)(?<!درجه )(?<!درجات )(?:ال)?ميوي"
)
"""What makes a number in folded text a share of a hundred; degrees Celsius are none."""

_ENGLISH = """one two three four five six seven eight nine ten eleven twelve
thirteen fourteen fifteen sixteen seventeen eighteen nineteen""".split()
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ARABIC = (
    "واحد واحدا واحدة أحد إحدى;اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي;ثلاثة ثلاث;أربعة أربع;خمسة خمس;ستة ست"
)
_ARABIC += ";سبعة سبع;ثمانية ثماني ثمان;تسعة تسع;عشرة عشر"
_ARABIC_TENS = "عشر ثلاث أربع خمس ست سبع ثمان تسع".split()
_HUNDREDS = ("مئة", "مائة", "مئه")
_TWO_HUNDRED = [stem + end for stem in ("مئت", "مائت") for end in ("ان", "ين", "ا", "ي")]
_SCALES = {
    10**3: "thousand ألف ألفا آلاف", 10**6: "million مليون مليونا ملايين",
    10**9: "billion مليار مليارا مليارات بليون", 10**12: "trillion تريليون تريليونا تريليونات",
}  # fmt: skip
_TWOS = {
    2000: "ألفان ألفين ألفي",
    2 * 10**6: "مليونان مليونين مليوني",
    2 * 10**9: "ملياران مليارين ملياري",
}
_VAGUE = {fold(word) for word in "آلاف ملايين مليارات تريليونات ألفا".split()}
"""Thousands, millions: a number only after another one. ألفا alone may be a thousand or two."""


def _words() -> dict[str, int]:
    """Every number word, folded, with its value."""
    found = {word: value for value, word in enumerate(_ENGLISH, 1)}
    found |= {word: 10 * value for value, word in enumerate(_ENGLISH_TENS, 2)} | {"hundred": 100}
    units = [names.split() for names in _ARABIC.split(";")]
    found |= {fold(name): value for value, names in enumerate(units, 1) for name in names}
    found |= {fold(stem + end): 10 * ten for ten, stem in enumerate(_ARABIC_TENS, 2) for end in ("ون", "ين")}
    found |= {fold(word): 100 for word in _HUNDREDS} | {fold(word): 200 for word in _TWO_HUNDRED}
    found |= {
        fold(name + word): 100 * value
        for value, names in enumerate(units[2:9], 3)
        for name in names
        for word in _HUNDREDS
    }
    found |= {
        fold(word): value for table in (_SCALES, _TWOS) for value, words in table.items() for word in words.split()
    }
    return found


_WORDS = _words()
_NO_NUMBERS = {fold("كمية"), fold("لست")}
"""Other words that look like "as a hundred" and "for six"."""
_DIGITS = re.compile(r"[وبلف]?(\d+(?:[.,]\d+)*)")


def may_begin(token: str) -> bool:
    """Whether a number may begin with this folded token: a quick test before `parse_number`."""
    return token in _WORDS or token[1:] in _WORDS or _DIGITS.match(token) is not None


def parse_number(tokens: Sequence[str]) -> tuple[float, int] | None:
    """The number that these folded tokens begin with, and how many of them say it; None where it is none.

    What may be read in two ways (10.000) is none.
    """
    if not tokens:
        return None
    digits = _DIGITS.fullmatch(tokens[0])
    value = _of_digits(digits[1]) if digits else _of_word(tokens[0])
    if value is None or (not digits and _bare(tokens[0]) in _VAGUE and not _goes_on(tokens)):
        return None
    number = _Number(value, bool(digits))
    length = 1
    while length < len(tokens):
        step = number.take(tokens[length : length + 2])
        if not step:
            break
        length += step
    bare = length == 1 and not digits and _bare(tokens[0])
    return None if bare in _ALONE_NONE else (number.value, length)


def _goes_on(tokens: Sequence[str]) -> bool:
    """Whether ألفا is one thousand for certain: "and a hundred" follows."""
    after = tokens[1] if len(tokens) > 1 else ""
    return _bare(tokens[0]) == "الفا" and after[:1] == "و" and after[1:] in _WORDS


_ALONE_NONE = {fold(word) for word in "واحد واحدا واحدة أحد إحدى".split()}


class _Number:
    """A number while its words are read: `done` is the value of its thousands and millions, `rest` the remainder."""

    def __init__(self, first: float, digits: bool) -> None:
        self._digits = digits
        self._scale = float("inf")
        self._done, self._rest = 0.0, first
        if not digits and first >= 1000:
            self._done, self._rest, self._scale = first, 0.0, first

    @property
    def value(self) -> float:
        return self._done + self._rest

    def take(self, tokens: Sequence[str]) -> int:
        """Add the next word. Returns how many of these tokens it took: 0, 1, or 2 with a hyphen or an "and"."""
        joint = tokens[0] in ("-", "and", "و")
        word = tokens[1] if joint and len(tokens) > 1 else tokens[0]
        value = _WORDS.get(word)
        glued = tokens[0] in ("and", "و")
        if value is None and word[0] == "و":
            value, glued = _WORDS.get(word[1:]), True
        if value is None or not self._add(float(value), glued):
            return 0
        return 2 if joint else 1

    def _add(self, value: float, glued: bool) -> bool:
        below = self._rest % 100
        if not glued and value >= 1000 and value in _SCALES and self._rest and value < self._scale:
            self._done, self._rest, self._scale = self._done + self._rest * value, 0.0, value
        elif self._digits and not self._done:
            return False
        elif not glued and value == 100 and 1 <= self._rest <= 9:
            self._rest *= 100
        elif self._fits(value, below, glued):
            self._rest += value
        else:
            return False
        return True

    def _fits(self, value: float, below: float, glued: bool) -> bool:
        """Whether the value can come next: five-and-twenty, twenty-five, a hundred (and) five, 3,000 and 20."""
        if not self._rest:
            return bool(self._done) and value < min(self._scale, 1000)
        if below == 0:
            return value < 100 and self._rest >= 100
        if 1 <= below <= 9:
            return (glued and 20 <= value < 100 and value % 10 == 0) or (not glued and value == 10)
        return not glued and below >= 20 and below % 10 == 0 and value < 10


def _of_digits(digits: str) -> float | None:
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+", digits):
        return float(digits.replace(",", ""))
    if re.fullmatch(r"\d+[.,]\d{1,2}|0\.\d+", digits):
        return float(digits.replace(",", "."))
    return None


def _bare(word: str) -> str:
    """A number word without the letters glued to it. One with the article counts nothing: the three (leaders)."""
    forms = [] if word in _NO_NUMBERS else strip_clitics(word, article=False)
    return next((form for form in forms if form in _WORDS), word)


def _of_word(word: str) -> float | None:
    value = _WORDS.get(_bare(word))
    return None if value is None else float(value)


# Ordinals

_RANKS_ARABIC = "اول اولي;ثاني ثانيه ثان ثانيا;ثالث ثالثه ثالثا;رابع رابعه رابعا;خامس خامسه خامسا;سادس سادسه"
_RANKS_ARABIC += ";سابع سابعه;ثامن ثامنه;تاسع تاسعه;عاشر عاشره;حادي حاديه"
_RANK_UNITS = {
    name: 1 if value == 11 else value  # الحادي عشر is 1 + 10
    for value, names in enumerate(_RANKS_ARABIC.split(";"), 1)
    for name in names.split()
}
_RANK_TENS = {
    f"{ten}{end}": 10 * value
    for value, ten in enumerate("عشر ثلاث اربع خمس ست سبع ثمان تسع".split(), 2)
    for end in ("ين", "ون")
}
_RANKS_ENGLISH = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth""".split()
_RANKS_ENGLISH_UNITS = {name: value for value, name in enumerate(_RANKS_ENGLISH, 1)}
_RANKS_ENGLISH_TENS = {
    ten: 10 * value for value, ten in enumerate("twent thirt fort fift sixt sevent eight ninet".split(), 2)
}
_AGAIN = "ثانيه"
_RANK = re.compile(
    rf"(?<!\w)[وفبلك]*(?P<article>ال|لل)?(?P<unit>{'|'.join(sorted(_RANK_UNITS, key=len, reverse=True))})"
    rf"(?: (?P<teen>عشره?)| و(?:ال)?(?P<tens>{'|'.join(_RANK_TENS)}))?(?!\w)"
    rf"|(?<!\w)(?:ال|لل)(?P<round>{'|'.join(_RANK_TENS)})(?!\w)"
    rf"|\b(?:(?P<ty>{'|'.join(_RANKS_ENGLISH_TENS)})y-?)?(?P<english>{'|'.join(_RANKS_ENGLISH_UNITS)})\b"
    rf"|\b(?P<ieth>{'|'.join(_RANKS_ENGLISH_TENS)})ieth\b|\b(?P<digits>\d{{1,2}})(?:st|nd|rd|th)\b"
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
        Ordinal(_rank_value(found), found.start(), found.end(), found["unit"] != _AGAIN or bool(found["article"]))
        for found in _RANK.finditer(folded)
    ]


def _rank_value(found: re.Match[str]) -> int:
    if found["unit"]:
        return _RANK_UNITS[found["unit"]] + (10 if found["teen"] else _RANK_TENS.get(found["tens"] or "", 0))
    if found["round"]:
        return _RANK_TENS[found["round"]]
    if found["english"]:
        return _RANKS_ENGLISH_UNITS[found["english"]] + _RANKS_ENGLISH_TENS.get(found["ty"] or "", 0)
    return _RANKS_ENGLISH_TENS[found["ieth"]] if found["ieth"] else int(found["digits"])


# Fractions

_PARTS_ENGLISH = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_PARTS = {"نصف": 1 / 2, "ثلث": 1 / 3, "ثلثي": 2 / 3, "ثلثا": 2 / 3, "ثلثين": 2 / 3, "ربع": 1 / 4, "ارباع": 3 / 4}
_PART_TIMES = {"two": 2, "three": 3, "ثلاثه": 3}
_PART = "|".join(_PARTS_ENGLISH)
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
    """The fractions below 1 of a folded text: value, start, end, and whether it certainly is one.

    The half of a match and the first quarter of a year are none, nor is the half after a number: three and a half.
    """
    for found in FRACTION.finditer(folded):
        if found["several"]:
            yield _PART_TIMES[found["times"]] / _PARTS_ENGLISH[found["several"]], *found.span(), True
        elif found["one"]:
            yield 1 / _PARTS_ENGLISH[found["one"]], *found.span(), True
        elif found["english"]:
            yield 1 / _PARTS_ENGLISH[found["english"]], *found.span(), found["rank"] is None
        else:
            part = _PARTS[found["arabic"].removeprefix("ثلاثه ")]
            yield part, *found.span(), not (found["ranked"] or found["joined"])
