"""The numbers that a text tells, in digits or words, Arabic or English; some for certain, some that may be none.

Other than figures (`rag.figures`), they are read without what they count, but for time: F-16, 10:30 and the third are
numbers too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.linguistics.lexicon import dual
from rag.linguistics.numbers import FRACTION, extract_fractions, extract_ordinals, may_begin, parse_number
from store.text import fold

_NEXT_WORD = re.compile(r" (?:of )?(?:an? )?(\w+)")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|-")
_TOLD = """10 عقد decade;12 دزينة dozen;100 قرن century;14 fortnight
1 a an single once واحد واحدة أحد إحدى;2 both pair couple twice double doubled two كلا كلتا زوج ضعف ضعفي مثلي مرتين
2000 ألفا ألفي;2000000 مليونا مليوني;2000000000 مليارا ملياري""".replace("\n", ";")
_ALSO = {fold(word): float(value) for value, *told in map(str.split, _TOLD.split(";")) for word in told}
"""What tells a number without being one for certain."""
# "The two leaders" is how English says both, or an Arabic dual; it counts nothing.
_BOTH = re.compile(r"\b(?:the|these|those|both|its|their|his|her|our) two\b|(?<!\w)\w+ين الاثنين(?!\w)")
_DUAL = re.compile(r"\w{3,}(?:ان|ين|تا|تي)$")
_GLUED = re.compile(r"^[وف]?(?:ال|بال|كال|لل)(?=..)|^[وفبلك](?=..)")
_PLURALS = """minute minutes دقيقة دقائق;hour hours ساعة ساعات;day days يوم أيام يوما;week weeks أسبوع أسابيع أسبوعا
month months شهر أشهر شهرا شهور;year years عام أعوام سنة سنوات عاما سنين;decade decades عقد عقود عقدا
century centuries قرن قرون قرنا""".replace("\n", ";")
_TIMES = {fold(word): line.split()[0] for line in _PLURALS.split(";") for word in line.split()}
_ONE_TIME = {fold(word) for line in _PLURALS.split(";") for word in line.split()[0::2]}
_STEMS = "minute دقيقت;hour ساعت;day يوم;week أسبوع;month شهر;year عام سنت;decade عقد;century قرن"
_TWO_TIMES = {
    fold(stem + end): time
    for time, *stems in map(str.split, _STEMS.split(";"))
    for stem in stems
    for end in ("ان", "ين")
}
_TWO_OF_TIMES = {"يومي": "day", "شهري": "month", "عامي": "year"}
"""As before days that are named; but also: daily, monthly."""
_IN_OTHER_TIMES = {
    "minute": [("hour", 1 / 60)],
    "hour": [("day", 1 / 24), ("minute", 60.0)],
    "day": [("hour", 24.0), ("week", 1 / 7), ("month", 1 / 30)],
    "week": [("day", 7.0), ("month", 1 / 4)],
    "month": [("day", 30.0), ("week", 4.0), ("year", 1 / 12)],
    "year": [("month", 12.0), ("decade", 0.1)],
    "decade": [("year", 10.0)],
    "century": [("year", 100.0)],
}
_PERCENT = re.compile(r"\s*(?:[%٪]|per ?cent|(?:في|ب)\s?ال(?:ميه|مايه)(?!\w))")
_MILLIONS = {"million": 10.0**6, "billion": 10.0**9, "مليون": 10.0**6, "مليار": 10.0**9}
_HALVES = {("ونصف",): 1, ("و", "نصف"): 2, ("and", "a", "half"): 3}
_NEARLY = 5
"""Nearly a third may be so many percent more or less."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands at `start` of a folded text; of several `values` it may be any: 10.000 is ten or 10,000.

    `of` is the time it counts ("day"), "%" for a share of a hundred, "part" for a fraction, "date" where it is part
    of a date, "?" where only the ending of an Arabic word tells two. `sure` is False where it may be no number.
    """

    values: frozenset[float]
    start: int
    of: str = ""
    sure: bool = True

    def told_by(self, other: Number) -> bool:
        """Whether the other tells this number: two days are neither two hours nor a dual of no known word."""
        if "part" in (self.of, other.of) and self.of != other.of:
            part, share = (self, other) if self.of == "part" else (other, self)
            return share.of == "%" and any(abs(100 * p - s) <= _NEARLY for p in part.values for s in share.values)
        strict = self.of in _IN_OTHER_TIMES or (other.of in _IN_OTHER_TIMES and not other.sure)
        same = self.of == other.of or (other.of == "" and other.sure)
        return not self.values.isdisjoint(other.values) and (same or not strict)


def extract_numbers(folded: str) -> list[Number]:
    """The numbers of a folded text, in no order, with what they are in other times: 48 hours are two days."""
    found = [
        Number(frozenset({part}), start, _TIMES.get(_next_word(folded, end), "part"), sure)
        for part, start, end, sure in extract_fractions(folded)
    ]
    ranks = extract_ordinals(_blank(FRACTION, folded))
    found += [Number(frozenset({float(rank.value)}), rank.start, sure=rank.sure and rank.value > 1) for rank in ranks]
    found += [Number(frozenset({2.0}), both.start(), "?", sure=False) for both in _BOTH.finditer(folded)]
    plain = _blank(_BOTH, folded)
    for rank in ranks:
        plain = plain[: rank.start] + " " * (rank.end - rank.start) + plain[rank.end :]
    found += _read(plain)
    return found + [other for count in found for other in _in_other_times(count)]


def _next_word(folded: str, at: int) -> str:
    found = _NEXT_WORD.match(folded, at)
    return found[1] if found else ""


def _blank(pattern: re.Pattern[str], folded: str) -> str:
    """The text with what matches left blank, so that all else stays in its place."""
    return pattern.sub(lambda found: " " * len(found[0]), folded)


def _read(folded: str) -> Iterator[Number]:
    """The numbers that are no ordinals, in order."""
    places = list(_TOKEN.finditer(folded))
    tokens = [place[0] for place in places]
    at = 0
    while at < len(tokens):
        start = places[at].start()
        read = parse_number(tokens[at : at + 12]) if may_begin(tokens[at]) else None
        if read is None:
            yield from _unread(tokens, at, start)
            at += 1
            continue
        value, length = read
        values, more = _halved(value, tokens[at + length : at + length + 4])
        values |= {_ALSO[tokens[at]]} if length == 1 and tokens[at] in _ALSO else set()
        at += length + more
        share = _PERCENT.match(folded, places[at - 1].end())
        yield Number(values, start, "%" if share else _time(tokens[at : at + 2]), sure=value > 1 or value % 1 > 0)


def _halved(value: float, after: Sequence[str]) -> tuple[frozenset[float], int]:
    """What a number is with the half that may follow it, and how many tokens that takes: three million and a half."""
    taken = next((taken for words, taken in _HALVES.items() if tuple(after[:taken]) == words), 0)
    scale = max((scale for scale in (1e9, 1e6, 1e3, 1.0) if value >= scale), default=1.0)
    named = _MILLIONS.get(after[taken].removeprefix("ال")) if taken and taken < len(after) else None
    if not taken:
        return frozenset({value}), 0
    if named is None:
        return frozenset({value, value + scale / 2}), taken
    return frozenset({value + named / 2 if value >= named else (value + 0.5) * named}), taken + 1


def _unread(tokens: Sequence[str], at: int, start: int) -> Iterator[Number]:
    """What a token that is no plain number may tell: 10.000 may be ten thousand, and الثلاثة are three."""
    token, time = tokens[at], _time(tokens[at + 1 : at + 3])
    if token[0].isdigit():
        yield Number(frozenset(_of_digits(token)), start, time)
    elif token in _TWO_TIMES:
        yield Number(frozenset({2.0}), start, _TWO_TIMES[token])
    elif dual(token):
        yield Number(frozenset({2.0}), start)
    else:
        if _DUAL.search(token):
            yield Number(frozenset({2.0}), start, "?", sure=False)
        values = frozenset(value for form in _unglued(token) for value in _may_tell(form))
        if values:
            yield Number(values, start, time, sure=False)
        if token in _TWO_OF_TIMES:
            yield Number(frozenset({2.0}), start, _TWO_OF_TIMES[token], sure=False)
        if token in _ONE_TIME:
            yield Number(frozenset({1.0}), start, _TIMES[token], sure=False)


def _of_digits(token: str) -> Iterator[float]:
    yield float(re.sub(r"\D", "", token))
    if len(re.findall("[.,]", token)) == 1:
        yield float(token.replace(",", "."))


def _may_tell(form: str) -> Iterator[float]:
    if form in _ALSO:
        yield _ALSO[form]
    elif form and (read := parse_number([form])) is not None:
        yield read[0]


def _time(after: Sequence[str]) -> str:
    """The time that is counted by the number before these tokens; "" for anything else."""
    noun = next((token for token in after if token != "-"), "")
    return _TIMES.get(noun, "")


def _in_other_times(count: Number) -> Iterator[Number]:
    for time, times in _IN_OTHER_TIMES.get(count.of, ()):
        yield replace(count, values=frozenset(round(value * times, 3) for value in count.values), of=time, sure=False)
    if count.of == "part":
        yield replace(count, of="year", sure=False)
        yield replace(count, values=frozenset(12 * value for value in count.values), of="month", sure=False)


def _unglued(token: str) -> tuple[str, ...]:
    """A word as it stands, and without what may be glued to it."""
    return token, _GLUED.sub("", token, count=1)
