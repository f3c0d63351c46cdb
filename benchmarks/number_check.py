"""How often the number check rejects a right translation, and how many changed numbers and days it catches.

python benchmarks/number_check.py ../shared/reading/parallel.jsonl.xz [--set ntrex-128-news] [--list]

The pairs are translations by people, so each rejected one is a false alarm. Then one number, number word, ordinal,
fraction, weekday, month or "early" of a pair that passed is changed at a time, in either language; the check should
reject each of these.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import time
from collections.abc import Iterator
from pathlib import Path

from rag.linguistics import same_days, same_numbers

ENGLISH = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty".split()
ARABIC = "ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرين ثلاثين أربعين خمسين".split()
SCALES, SCALES_ARABIC = ["million", "billion"], ["مليون", "مليار"]
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
WEEKDAYS_ARABIC = "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد".split()
MONTHS = "January February April June July August September October November December".split()
MONTHS_ARABIC = "يناير فبراير أبريل يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()
UNITS = "minutes hours days weeks months years".split()
UNITS_ARABIC = "دقائق ساعات أيام أسابيع أشهر سنوات".split()
RANKS = "second third fourth fifth".split()
RANKS_ARABIC = ["الثاني الثالث الرابع الخامس".split(), "الثانية الثالثة الرابعة الخامسة".split()]
PARTS, PARTS_ARABIC = ["half", "quarter"], ["نصف", "ثلث", "ربع"]
EARLY, EARLY_ARABIC = ["early", "late"], ["أوائل", "أواخر"]
DIGITS = re.compile(r"\d(?!\d)")
TABLES = {
    "number words": [ENGLISH, ARABIC, SCALES, SCALES_ARABIC],
    "weekdays": [WEEKDAYS, WEEKDAYS_ARABIC],
    "months": [MONTHS, MONTHS_ARABIC],
    "units of time": [UNITS, UNITS_ARABIC],
    "ordinals": [RANKS, *RANKS_ARABIC],
    "fractions": [PARTS, PARTS_ARABIC],
    "early and late": [EARLY, EARLY_ARABIC],
}


def pairs(path: Path, chosen: str) -> Iterator[tuple[str, str]]:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["set"] == chosen:
                yield row["ar"], row["en"]


def passes(one: str, other: str) -> bool:
    return same_numbers(one, other) and same_days(one, other)


def changes(text: str) -> Iterator[tuple[str, str]]:
    """The text with one thing in it changed, and what kind of thing that was: each run of digits ends in the next
    digit, each word of a table becomes the next of it.
    """
    for found in DIGITS.finditer(text):
        yield "digits", f"{text[: found.start()]}{(int(found[0]) + 1) % 10}{text[found.end() :]}"
    for kind, tables in TABLES.items():
        for table in tables:
            pattern = re.compile(rf"(?<!\w)([وبل]?)({'|'.join(table)})(?!\w)")
            for found in pattern.finditer(text):
                other = table[(table.index(found[2]) + 1) % len(table)]
                yield kind, f"{text[: found.start(2)]}{other}{text[found.end() :]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--set", default="ntrex-128-news")
    parser.add_argument("--list", action="store_true", help="print the pairs that are wrongly taken")
    given = parser.parse_args()
    chosen = list(pairs(given.pairs, given.set))
    started = time.perf_counter()
    right = [pair for pair in chosen if passes(*pair)]
    took = time.perf_counter() - started
    rejected = [pair for pair in chosen if pair not in set(right)]
    print(f"false rejects   {len(rejected)} of {len(chosen)} ({len(rejected) / len(chosen):.1%}), {took:.1f} s")
    caught: dict[str, list[bool]] = {kind: [] for kind in ("digits", *TABLES)}
    missed = []
    for arabic, english in right:
        changed = [(kind, arabic, new) for kind, new in changes(english)]
        for kind, one, other in changed + [(kind, new, english) for kind, new in changes(arabic)]:
            caught[kind].append(not passes(one, other))
            if not caught[kind][-1]:
                missed.append((kind, one, other))
    for kind, found in caught.items():
        print(f"{kind:15} {sum(found)} of {len(found)} caught ({sum(found) / max(1, len(found)):.1%})")
    if given.list:
        for pair in rejected:
            print("REJECTED", *pair, sep="\n  ")
        for kind, one, other in missed:
            print("MISSED", kind, one, other, sep="\n  ")


if __name__ == "__main__":
    main()
