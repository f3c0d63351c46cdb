"""What sentences lack of what was asked for: a day, a number, a number of what was counted, a reason, a name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from rag.linguistics import (
    LEXICON,
    SURFACE_WORD,
    TIMES,
    asks_definition,
    comparison_forms,
    extract_quantities,
    parse_number,
)
from rag.query.answer_type import AnswerType, classify_question, type_detector
from rag.query.query import Query
from store.text import STOPWORDS, fold, is_arabic, is_list_entry, word_keys, words

_LONG = re.compile(
    r"\bhow (?:long|old)\b"
    r"|(?<!\w)[وف]?كم (?:من الوقت|دام\w*|[يت]دوم\w*|س?[يت]?ا?ست(?:مر|غرق)\w*|لبث\w*|عمر\w*)"
    r"|(?<!\w)(?:ما|كم)(?: \w+)? (?:ال)?مده(?!\w)"
)
_COUNTED = re.compile(
    r"\b(?:how many|number of) (?:(?:of|the|its|their|us|more|other) )*(?P<en>\w+(?: \w+){0,2})"
    r"|(?<!\w)[وفبل]?(?:عدد|كم من) (?!من )(?P<ar>\w+)"
)
_AFTER_HOW_MANY = re.compile(r"(?<!\w)[وفبل]?كم (\w+)")
_AMOUNT = frozenset("نسبه حصيله كميه مساحه مسافه مده تكلفه كلفه قيمه".split())

_LOOSELY = re.compile(r"\bhow (?:large|big|tall|high|fast|few|often)\b|(?<!\w)[وف]?(?:حجم|مساحه)(?!\w)")
"""What is asked how large, high or often it is may be told without a number."""
_TIMES_OVER = re.compile(
    r"\b(?:first|second|third|fourth|fifth|last) time\b|\b(?:once|twice)\b"
    r"|(?<!\w)[وف]?(?:لل|ال)?مر(?:ه|تين|تان)(?!\w)"
)
_LASTING = re.compile(r"\b(\w+)-(?:minute|hour|day|week|month|year)\b|\baged? (\d+)\b")
"""A duration or an age that is no count: "a three-day visit", "a 40-year-old"."""

_BARE = re.compile(r"(?<=\s)\d[\d.,٫٬]*(?=\s)")
"""A number in a list or a table, whose unit may stand in another entry."""


def missing_answer_type(query: Query) -> Callable[[str], float]:
    """How much of what the question asks for a sentence lacks, from its looks.

    1 where it asks for a day or a number and there is none, .5 where what is counted is something else, otherwise 0.
    """
    wanted = classify_question(query.text)
    if wanted is AnswerType.WHEN:
        fits = type_detector(wanted)
        return lambda sentence: 1.0 - fits(sentence)
    if wanted is not AnswerType.HOW_MANY or _LOOSELY.search(fold(query.text)):
        return lambda sentence: 0.0
    counted = _counted(query)
    return lambda sentence: _uncounted(sentence, counted)


def _uncounted(sentence: str, counted: frozenset[str]) -> float:
    found = extract_quantities(sentence)
    if any(not counted or counted & figure.noun for figure in found) or _told_otherwise(fold(sentence), counted):
        return 0.0
    if not found and is_list_entry(sentence) and _BARE.search(sentence):
        return 0.5 if counted else 0.0
    return 0.5 if found else 1.0


def _told_otherwise(folded: str, counted: frozenset[str]) -> bool:
    """Whether it is said how many times or how long without a figure."""
    if counted == TIMES:
        return any(parse_number([m[1] or m[2]]) for m in _LASTING.finditer(folded))
    return (not counted or "=time" in counted) and _TIMES_OVER.search(folded) is not None


def _counted(query: Query) -> frozenset[str]:
    """The forms of what is to be counted, in any language; none where the question does not name it."""
    folded = fold(query.text)
    if _LONG.search(folded):
        return TIMES
    noun = _noun(folded)
    term = next((term for term in query.terms if term.word == noun), None)
    return frozenset([*comparison_forms(noun), *word_keys(noun), *term.keys]) if term else frozenset()


def _noun(folded: str) -> str:
    """The word for what is to be counted; "" where there is none."""
    named = _COUNTED.search(folded)
    if named and named["en"]:
        few = list(takewhile(lambda word: word not in STOPWORDS, named["en"].split()))
        things = (word for word in few if comparison_forms(word) & LEXICON or re.search("[^s]s$", word))
        return next(things, few[0] if few else "")
    if named:
        return named["ar"]
    # A noun right after it is in the accusative, which mostly shows; what else stands there is a verb or an amount.
    after = _AFTER_HOW_MANY.search(folded)
    if after is None or after[1] in _AMOUNT:
        return ""
    return after[1] if after[1].endswith(("ا", "ه")) or comparison_forms(after[1]) & LEXICON else ""


# What none of the quotes gives

_FROM_TO = re.compile(r"\bfrom (?:\w+ ){1,4}to\b|\baccording to\b")
_PURPOSE = re.compile(
    r"\bto (?!the\b|a\b|an\b|his\b|her\b|its\b|their\b)[a-z]+\b|\bfor (?:[a-z]+ing|(?:[a-z]+ )?reasons?)\b"
    r"|\b(?:after|following|over|lest|so as|out of|citing|reasons?|fears?|fearing|protest(?:ing)?|given|thanks"
    r"|(?:caus|forc|driv|prompt|trigger|spark|blam|attribut|result|stem|provok|motivat)(?:e|es|ed|en|ing|s)?)\b"
    r"|(?<!\w)[وف]?ل[ياتن]\w{3,}|(?<!\w)[وف]?(?:بعد\w*|كون\w*|عقب|[اب]ثر|بفعل|بداعي|بحجه|بذريعه|بدعوي|لدواع\w*|لاسباب"
    r"|احتجاجا|رفضا|خشيه|تحسبا|استجابه|استنادا|مشير[اه]\w?|مدفوع\w*|ناجم\w*|ناتج\w*"
    r"|[يت]?(?:ادي|ودي|ادت|سبب|سببت|تسبب\w*|دفع|دفعت|عزا|عزت|عزو|ارجع\w*|رجع|عود|نجم|نجمت))(?!\w)"
)
"""What may tell a purpose or a cause, in English or folded Arabic; where it stands, nothing is denied."""


def lacked_type(question: str, quotes: Sequence[str]) -> AnswerType | None:
    """What a question asks for that none of these quotes gives: a day, a number, a reason or a name.

    None where one of them may give it, and for what has no sign by which one could tell.
    """
    wanted = classify_question(question)
    has = _may_have(question, wanted)
    return wanted if quotes and has and not any(map(has, quotes)) else None


def _may_have(question: str, wanted: AnswerType) -> Callable[[str], bool] | None:
    fits = type_detector(wanted)
    if wanted is AnswerType.WHEN:
        return lambda quote: fits(quote) > 0
    if wanted is AnswerType.HOW_MANY and not _LOOSELY.search(fold(question)):
        return lambda quote: _uncounted(quote, frozenset()) < 1
    if wanted is AnswerType.WHY:
        return lambda quote: fits(quote) > 0 or _PURPOSE.search(_FROM_TO.sub(" ", fold(quote))) is not None
    if wanted is AnswerType.WHO and not asks_definition(words(question)):
        asked = frozenset(words(question))
        return lambda quote: fits(quote) > 0 or _may_name(quote, asked)
    return None


def _may_name(quote: str, asked: frozenset[str]) -> bool:
    """Whether a name may stand in it that is not in the question. Arabic has no capitals: there one always may."""
    if is_arabic(quote):
        return True
    named = (word for word in SURFACE_WORD.findall(quote)[1:] if word[0].isupper())
    return any(not asked.issuperset(words(word)) for word in named)
