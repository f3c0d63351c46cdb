"""The parts of a year by name in both languages: months, also Hijri ones and by number, seasons, quarters, halves."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from hijridate import Gregorian, Hijri

from store.text import MONTHS, fold

_DAY = dt.timedelta(days=1)
_MONTHS_IN_YEAR = 12
LAST_HIJRI_YEAR = 1500


@dataclass(frozen=True, slots=True)
class YearPart:
    """So many `months` of a year from the `first` one on, in the common calendar or the Hijri one."""

    first: int = 1
    months: int = _MONTHS_IN_YEAR
    hijri: bool = False

    @property
    def is_month(self) -> bool:
        """Whether it is a month of the common calendar."""
        return self.months == 1 and not self.hijri

    def days(self, year: int, day: int | None = None) -> tuple[dt.date, dt.date] | None:
        """Its first and last day in a year, or the one `day` of a month; None where there are none.

        The Ramadan of 2024 is the one that began in that year of the common calendar.
        """
        if not 1 <= self.first <= _MONTHS_IN_YEAR:
            return None
        if self.hijri and year > LAST_HIJRI_YEAR:
            year = self.year_begun(dt.date(year, 12, 31), day)
        try:
            first = self._date(year, self.first, day or 1)
            return first, first if day else self._date(year, self.first + self.months, 1) - _DAY
        except (ValueError, OverflowError):
            return None

    def year_begun(self, by: dt.date, day: int | None = None) -> int:
        """The latest year of its calendar in which it, or that day of it, began by a date."""
        year, *reached = Gregorian.fromdate(by).to_hijri().datetuple() if self.hijri else (by.year, by.month, by.day)
        return year - ([self.first, day or 1] > reached)

    def _date(self, year: int, month: int, day: int) -> dt.date:
        over, month = divmod(month - 1, _MONTHS_IN_YEAR)
        if self.hijri:
            return dt.date(*Hijri(year + over, month + 1, day).to_gregorian().datetuple())
        return dt.date(year + over, month + 1, day)


# In names "_" is a space, a hyphen, an apostrophe or nothing.
_SEASONS = {3: "spring ربيع الربيع", 6: "summer صيف الصيف", 9: "autumn fall خريف الخريف", 12: "winter شتاء الشتاء"}
_HIJRI_MONTHS = """
muharram محرم المحرم
safar صفر
rabi_al_awwal rabi_al_awal rabi_i ربيع_الأول
rabi_al_thani rabi_al_akhir rabi_ii ربيع_الآخر ربيع_الثاني
jumada_al_ula jumada_al_awwal jumada_i جمادى_الأولى جمادى_الأول
jumada_al_akhira jumada_al_thani jumada_ii جمادى_الآخرة جمادى_الثانية جمادى_الثاني
rajab رجب
sha_ban shaaban شعبان
ramadan ramadhan رمضان
shawwal شوال
dhu_al_qi_dah dhul_qi_dah dhu_al_qadah dhul_qadah ذو_القعدة ذي_القعدة
dhu_al_hijjah dhul_hijjah dhu_al_hijja dhul_hijja ذو_الحجة ذي_الحجة
"""
_ORDINALS = """
first/1st/الأول second/2nd/الثاني third/3rd/الثالث fourth/4th/الرابع fifth/5th/الخامس sixth/6th/السادس
seventh/7th/السابع eighth/8th/الثامن ninth/9th/التاسع tenth/10th/العاشر eleventh/11th/الحادي_عشر
twelfth/12th/الثاني_عشر
"""
_COUNTED = {1: ("month", "الشهر"), 3: ("quarter", "الربع"), 6: ("half", "النصف")}
_NUMBERS = {number: [str(number), f"0{number}"] for number in range(1, 1 + _MONTHS_IN_YEAR)}
for _number, _word in enumerate("ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split(), 3):
    _NUMBERS[_number].append(_word)  # "شهر واحد" is one month


def _ordinal_parts() -> dict[str, YearPart]:
    """The third quarter, Q3, الربع الثالث; the last one is its year's."""
    parts = {
        f"{letter}_{n + 1}": YearPart(1 + n * m, m) for letter, m in (("q", 3), ("h", 6)) for n in range(12 // m)
    }
    for months, (noun, arabic_noun) in _COUNTED.items():
        ordinals = _ORDINALS.split()[: _MONTHS_IN_YEAR // months]
        ordinals[-1] += "/last/final/الأخير"
        for place, said in enumerate(ordinals):
            for word in said.split("/"):
                name = f"{word}_{noun}" if word.isascii() else f"{arabic_noun}_{word}"
                parts[name] = YearPart(1 + place * months, months)
    return parts


_COMMON_MONTHS = {name: YearPart(number, 1) for name, number in MONTHS.items()} | {
    f"{noun}_{said}": YearPart(number, 1)
    for number, forms in _NUMBERS.items()
    for said in forms
    for noun in ("month", "شهر")
}
_NAMED = {name: YearPart(first, 3) for first, names in _SEASONS.items() for name in names.split()} | {
    name: YearPart(number, 1, hijri=True)
    for number, names in enumerate(_HIJRI_MONTHS.strip().splitlines(), 1)
    for name in names.split()
}
_SPANS = _NAMED | _ordinal_parts()


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", fold(name))


def _alternatives(names: Iterable[str]) -> str:
    longest_first = sorted(map(fold, names), key=len, reverse=True)
    return "(?:" + "|".join(name.replace("_", r"['\s-]*").replace(" ", r"\s+") for name in longest_first) + ")"


_PARTS = {_letters(name): part for name, part in (_COMMON_MONTHS | _SPANS).items()}
COMMON_MONTH = _alternatives(_COMMON_MONTHS)
"""The name of a month of the common calendar in folded text, also "month 9", as alternatives of a pattern."""
SPAN = _alternatives(_SPANS)
"""The name of any other part of a year, as alternatives of a pattern."""
RECURRENT = _alternatives(_COMMON_MONTHS | _NAMED)
"""What can be the last one or this one without a year: months and seasons."""


def year_part(name: str) -> YearPart:
    """The part of a year that one of these patterns matched in folded text."""
    return _PARTS[_letters(name)]
