"""What a question asks for: a person, a day, a place, a number, a reason; and whether for one answer or for many.

The question's own words decide, in Arabic and English. They decide how much is said, and which sentences have the
kind of thing that was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from rag.linguistics import SPOKE, SPOKE_AR, extract_quantities
from store.text import date_mentions, fold, weekday_mentions


class AnswerType(StrEnum):
    """What would answer a question."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how_many"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    YES_NO = "yes_no"


_HELPING = (
    r"(?:is|are|was|were|am|do|does|did|has|have|had|can|could|will|would|shall|should|may|might|must"
    r"|isn't|aren't|wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|can't|won't)"
)
_POLITE = re.compile(
    r"^(?:(?:please|and|so|but|then|(?:can|could) you tell me|tell me|do you know|say|و|اخبرني|قل لي)[\s,،]+)+"
)


def _word(arabic: str) -> str:
    """Any of these folded Arabic words by itself; "and" and "so" are written as one with the next word."""
    return rf"(?<!\w)[وف]?(?:{arabic})(?!\w)"


def _which(english: str, arabic: str) -> str:
    """What or which of these: "what is the total number", "في أي عام", "ما هو عدد"."""
    before = rf"\b(?:what|which) (?:{_HELPING} )?(?:the )?(?:\w+ ){{0,1}}?(?:{english})\b"
    return rf"{before}|(?<!\w)[وفب]?(?:اي|ايه|ما|ما هو|ما هي) (?:ال)?(?:{arabic})(?!\w)"


_END = rf"(?= {_HELPING}\b|\W*$)"
# The earliest of these in a question decides; at one place the first of them.
_SIGNS = [
    (
        AnswerType.HOW_MANY,
        r"\bhow (?:many|much|long|often|far|old|big|large|tall|high|fast|few)\b|(?<!\w)[وفبل]?كم(?!\w)",
    ),
    (
        AnswerType.HOW_MANY,
        _which(
            "number|population|price|cost|speed|percentage|share of|death toll|amount|size|length|distance",
            "عدد|نسبه|ثمن|سعر|سرعه|حصيله|مجموع|كميه|مساحه|حجم|مسافه|مده",
        ),
    ),
    (AnswerType.WHY, rf"\bwhy\b|\bhow come\b|\bwhat made\b|{_word('لماذا|ليش')}"),
    (
        AnswerType.WHY,
        _which("reasons?|causes?|caused|motives?|led to", "سبب|اسباب|دافع|دوافع|وراء|الذي [يت]?(?:دفع|جعل)"),
    ),
    (
        AnswerType.WHEN,
        _which("years?|months?|days?|dates?|weekday|time|century", "عام|سنه|شهر|يوم|تاريخ|موعد|ساعه|وقت|قرن"),
    ),
    (AnswerType.WHEN, rf"\b(?:since |until )?when{_END}|{_word('متي')}"),
    (
        AnswerType.WHERE,
        _which(
            "city|country|town|village|place|capital|region|airport",
            "مدينه|بلد|دوله|مكان|قريه|عاصمه|منطقه|مطار",
        ),
    ),
    (AnswerType.WHERE, rf"\bwhere{_END}|{_word('ل?اين')}"),
    (AnswerType.WHO, r"\b(?:who|whom|whose)\b|^[وفلبم]?من(?!\w)(?! (?:اي|اين)\b)"),
    (AnswerType.WHO, _word("(?:مع|الي|عن|علي|ضد) من")),
    (AnswerType.HOW, rf"\bhow{_END}|{_word('كيف')}"),
    (AnswerType.WHAT, rf"\b(?:what|which)\b|{_word('ما|ماذا|بماذا|علام|عم|مم|مما|بم|فيم|اي|ايه|باي')}"),
]
_SIGNS_OF = [(kind, re.compile(sign)) for kind, sign in _SIGNS]
_YES_NO = re.compile(rf"{_HELPING}\b|[وف]?هل(?!\w)|(?:الم|اليس|اليست|اليسوا|افلا)(?!\w)")
_TAG = re.compile(rf"[,،] *(?:{_HELPING} (?:i|you|he|she|it|we|they|there)|right|اليس كذلك|صحيح)\W*$")
_LOOSE = re.compile(r"\b(why|who|when|where|how)\b")


def classify_question(question: str) -> AnswerType:
    """What the question asks for, by its question words; WHAT where none of them tells."""
    bare = _bare(question)
    if re.match(r"\s*لِ?م[\u064e\u064f]", question):  # "why", which without its vowels is "did not"
        return AnswerType.WHY
    if _YES_NO.match(bare) or _TAG.search(bare):
        return AnswerType.YES_NO
    found = [
        (sign.start(), place, kind)
        for place, (kind, pattern) in enumerate(_SIGNS_OF)
        if (sign := pattern.search(bare))
    ]
    if found:
        return min(found)[2]
    loose = _LOOSE.search(bare)
    return AnswerType(loose[1]) if loose else AnswerType.WHAT


def _bare(question: str) -> str:
    return _POLITE.sub("", " ".join(fold(question).split()).strip(" \"'«“"))


# One or many

_LISTED = re.compile(
    r"\b(?:list|reasons|kinds|types|examples|ways|all the|who (?:are|were|all))\b"
    r"|(?<!\w)(?:عدد لي|اذكر|من هم|من كانوا|من الذين)(?!\w)"
)
_NOUN = re.compile(rf"\b(?:what|which)\s+((?:(?!{_HELPING}\b)\w+\s+){{1,4}}?)(?={_HELPING}\b)")
_OPEN = re.compile(
    rf"\b(?:what|which)(?: else)? (?!(?:is|was)\b)(?:{_HELPING}|happened)\b"
    + "|" + _word("ماذا|بماذا|علام|عم|مم|بم|فيم|ما الذي")
)  # fmt: skip
_NOUN_ARABIC = re.compile(r"(?<!\w)(?:ما هي|ما|اي|من) (?:ال)?(\w+)")
# The plurals made inside a word, by pattern: أسباب، أسلحة، مطالب، صواريخ، خسائر، وزراء; and some of other patterns.
_PLURAL_ARABIC = re.compile(
    r"ا..ا.|ا...ه|م.ا..|م.ا.ي.|.وا.ي?.|..اي.|\w{3,}اء|\w{2,}(?:ات|ون|ين)|دول|قمم|طرق|سبل|شروط|بنود|خطط|تهم|قاده"
)


_WANTING = re.compile(
    r"\bwhat\b.*\b(?:want|demand|need|seek|ask for|hope|expect|fear|gain|get|benefit|offer|receive)s?\b"
    r"|(?<!\w)[وف]?(?:ماذا|ما الذي|بم) (?:قد |س)?[يت](?:ريد|طلب|طالب|سعي|امل|توقع|خشي|كسب|جني|حتاج|نتظر|عرض|ستفيد)"
)


def expects_several(question: str, answer_type: AnswerType) -> bool:
    """Whether the question may have several right answers: reasons, what somebody did, a list."""
    if answer_type is AnswerType.WHY or expects_list(question, answer_type):
        return True
    bare = _bare(question)
    return answer_type is AnswerType.WHAT and not _NOUN.search(bare) and _OPEN.search(bare) is not None


def expects_list(question: str, answer_type: AnswerType) -> bool:
    """Whether it asks for a list outright: with a plural ("which demands"), or for what somebody wants or gets."""
    bare = _bare(question)
    if _LISTED.search(bare):
        return True
    if answer_type not in (AnswerType.WHAT, AnswerType.WHO):
        return False
    noun = _NOUN.search(bare)
    if noun:
        return _is_plural(noun[1].split()[-1])
    arabic = _NOUN_ARABIC.search(bare)
    return bool(_WANTING.search(bare) or (arabic and _PLURAL_ARABIC.fullmatch(arabic[1])))


def _is_plural(noun: str) -> bool:
    return noun in ("people", "men", "women", "children") or (
        noun.endswith("s") and not noun.endswith(("ss", "us", "is")) and noun not in ("news", "series")
    )


# What sentences have

_CAUSE = re.compile(
    r"\b(?:because|due to|owing to|thanks to|in order to|so that|as a result|the reason|since|therefore|amid)\b"
    r"|(?<!\w)[وف]?(?:لان\w*|ب?سبب|نتيجه|جراء|لكي|كي|حتي|من اجل|بهدف|بغيه|نظرا|بفضل|اذ|علي خلفيه|ردا علي|خوفا)(?!\w)"
)
_PERSON = re.compile(
    r"\b(?:president|minister|prime|spokes\w+|leader|chief|general|secretary|director|king|professor|analyst|mr|mrs|dr"
    rf"|{SPOKE})\b"
    r"|(?<!\w)[وف]?ا?ل?(?:رييس|وزير|متحدث|ناطق|زعيم|قايد|امين|مدير|ملك|امير|بروفيسور|محلل|مستشار|مبعوث|سفير)(?:ه|ا)?(?!\w)"
    rf"|(?<!\w)[وف]?(?:{SPOKE_AR})(?!\w)"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|city|town|airport|base|capital|port|province|village|border)\b"
    r"|(?<!\w)[وف]?(?:في|قرب|ب?ال?مدينه|ب?ال?مطار|ب?ال?قاعده|ال?عاصمه|ال?ميناء|ال?محافظه|ال?قريه|ال?حدود|ال?اقليم)(?!\w)"
)
_HOURS = "واحده|ثانيه|ثالثه|رابعه|خامسه|سادسه|سابعه|ثامنه|تاسعه|عاشره|حاديه"
_TIME = re.compile(
    r"(?<![\w.,:])(?:[012]?\d:[0-5]\d(?![\w:])|[01]?\d(?:[:.][0-5]\d)?\s*[ap]\.?m\b)"
    r"|\bat (?:noon|midnight|dawn|dusk)\b|(?<!\w)(?:عند|في) (?:الفجر|الظهر|الغروب|منتصف الليل)(?!\w)"
    rf"|(?<!\w)[وفب]?(?:ال)?ساعه (?:(?:ال)?(?:{_HOURS})(?!\w)|[012]?\d(?!\w))"
    r"|(?<!\w)(?:in|since|from|until|by|before|after|around|عام|العام|سنه|منذ) 1[0-8]\d\d(?!\w|[.,]\d)"
)
"""A time of day, and a year before those that `mentions` knows."""


def type_detector(wanted: AnswerType) -> Callable[[str], float]:
    """How much a sentence looks as if it had what was asked for: 1 it has, .5 there is a weak sign, 0 there is none.

    For HOW, WHAT and YES_NO no sign is known, and every sentence has 0.
    """
    return _EXPECTED.get(wanted, lambda _: 0.0)


_EXPECTED: dict[AnswerType, Callable[[str], float]] = {
    AnswerType.WHEN: lambda text: float(
        bool(date_mentions(text) or weekday_mentions(text) or _TIME.search(fold(text)))
    ),
    AnswerType.HOW_MANY: lambda text: float(bool(extract_quantities(text))),
    AnswerType.WHY: lambda text: float(bool(_CAUSE.search(fold(text)))),
    AnswerType.WHO: lambda text: 0.5 * bool(_PERSON.search(fold(text))),
    AnswerType.WHERE: lambda text: 0.5 * bool(_PLACE.search(fold(text))),
}
