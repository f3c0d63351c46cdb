"""Days of the Hijri calendar, converted by the table of Umm al-Qura, which Saudi Arabia's papers go by."""

from __future__ import annotations

import datetime as dt
import re

from hijridate import Hijri

from store.text.arabic import fold

_MONTHS = """
محرم المحرم muharram
صفر safar
ربيع_الأول ربيع_أول rabi_al_awwal rabi_al_awal rabi_i
ربيع_الآخر ربيع_الثاني ربيع_ثاني rabi_al_thani rabi_al_akhir rabi_ii
جمادى_الأولى جمادى_الأول جمادى_أول jumada_al_ula jumada_al_awwal jumada_i
جمادى_الآخرة جمادى_الثانية جمادى_الثاني جمادى_الآخر jumada_al_akhira jumada_al_thani jumada_ii
رجب rajab
شعبان sha_ban shaaban
رمضان ramadan ramadhan
شوال shawwal
ذو_القعدة ذي_القعدة ذو_قعدة dhu_al_qi_dah dhul_qi_dah dhu_al_qadah dhul_qadah
ذو_الحجة ذي_الحجة ذو_حجة dhu_al_hijjah dhul_hijjah dhu_al_hijja dhul_hijja
"""
_NUMBERS = {
    fold(name): number for number, names in enumerate(_MONTHS.strip().splitlines(), 1) for name in names.split()
}
HIJRI_WORDS = {word for name in _NUMBERS for word in name.split("_")}
"""The folded words of which the names of its months are made."""
_NAME = "|".join(name.replace("_", r"['’\s-]*") for name in sorted(_NUMBERS, key=len, reverse=True))
_YEAR = r"1[34]\d\d"
_DAY = re.compile(
    rf"(?<![\d/.-])(?:(?P<d1>\d{{1,2}})\s*(?:من\s+)?(?P<m1>{_NAME})[,،]?\s*(?P<y1>{_YEAR})"
    rf"|(?P<d2>\d{{1,2}})(?P<s2>[-/.])(?P<m2>\d{{1,2}})(?P=s2)(?P<y2>{_YEAR})"
    rf"|(?P<y3>{_YEAR})(?P<s3>[-/.])(?P<m3>\d{{1,2}})(?P=s3)(?P<d3>\d{{1,2}}))(?![\d/.-]\d|\d)"
)


def hijri_day(text: str) -> dt.date | None:
    """The day that a text states in the Hijri calendar (12 ربيع الأول 1445, 12/3/1445), as a day of the common one.

    None where it states none, or one before 1343 or after 1500, which the table does not have.
    """
    for match in _DAY.finditer(fold(text)):
        day, month, year = (next(match[f"{kind}{n}"] for n in (1, 2, 3) if match[f"{kind}{n}"]) for kind in "dmy")
        number = int(month) if month.isdigit() else _NUMBERS[_key(month)]
        try:
            return dt.date(*Hijri(int(year), number, int(day)).to_gregorian().datetuple())
        except (ValueError, OverflowError):
            continue
    return None


def _key(month: str) -> str:
    letters = re.sub(r"['’\s-]", "", month)
    return next(name for name in _NUMBERS if name.replace("_", "") == letters)
