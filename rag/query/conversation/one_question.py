"""Several questions of a conversation as one: "Where did Putin and Kim meet?", "Who sold the mill, and why?".

A question word that is asked after a question takes the place of that one's own, where this asks yes or no, or when,
where, why or how: so nothing else in it changes. After any other question it is put with "and", as people do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.linguistics import ASKING, ASKING_ARABIC, AUXILIARIES, SURFACE_WORD, strip_asking
from store.text import STOPWORDS, fold, language_of

# "And" and its like before a question that goes on.
AND = re.compile(r"(?:(?:and|but|so|or|then|also|ok|okay|well|now)\b[\s,]*)+", re.IGNORECASE)
_ADVERBS = frozenset("when where why how متي اين كيف لماذا".split())
_DEGREES = frozenset("many much long often far old big large tall high fast few not".split())
_EXACTLY = frozenset("exactly بالضبط تحديدا".split())
_SMALL = STOPWORDS - {"i"} | {"according"}
_MARKS = {"en": "?", "ar": "؟"}
_ENDS = " \t\n?؟!.,،"


def ask_with(asking: str, question: str) -> str:
    """The question with what another one asks: "Where?" of "When did they meet?"; "" where more would change."""
    phrase = _question_phrase(asking)
    if not phrase or language_of(asking) != language_of(question):
        return ""
    question = _without_and(question)
    own = list(SURFACE_WORD.finditer(question))
    first = [strip_asking(fold(word[0])) for word in own[:2]]
    if first[0] == "هل" or (first[0] in _ADVERBS and first[-1] not in _DEGREES):
        rest = question[own[0].end() :].strip() if len(own) > 1 else ""
    else:
        rest = question[own[0].start() :] if first[0] in AUXILIARIES else ""
    if not rest or (language_of(question) == "en" and fold(SURFACE_WORD.findall(rest)[0]) not in AUXILIARIES):
        return ""
    return f"{phrase[0].upper()}{phrase[1:]} {rest[0].lower()}{rest[1:]}{_MARKS[language_of(question)]}"


def _question_phrase(asking: str) -> str:
    """What a question of nothing else asks: "where", "in which year", «على كم كيان»; "" of who, what and how many."""
    phrase = _without_and(asking)
    folded = [fold(word) for word in SURFACE_WORD.findall(phrase)]
    if not folded:
        return ""
    if strip_asking(folded[0]) != folded[0]:
        phrase, folded[0] = phrase[phrase.index(phrase.strip()[0]) + 1 :], strip_asking(folded[0])
    second = folded[1] if len(folded) > 1 else ""
    content = sum(word not in STOPWORDS | _EXACTLY for word in folded)
    if not AUXILIARIES.isdisjoint(folded) or content > (second in ASKING | ASKING_ARABIC):
        return ""
    adverb = folded[0] in _ADVERBS and second not in _DEGREES
    with_preposition = folded[0] in STOPWORDS - ASKING - {"ما"} and second in ASKING | ASKING_ARABIC
    return phrase if adverb or with_preposition else ""


def as_one_question(questions: Sequence[str]) -> str:
    """The questions put together: "Who sold the mill, and why?". In two languages they stay apart."""
    first, *others = questions
    language = language_of(first)
    if not others or any(language_of(other) != language for other in others):
        return " ".join(questions)
    comma = "، " if language == "ar" else ", "
    between = [_begun_small(other) for other in others[:-1]]
    return comma.join([first.strip(_ENDS), *between, _with_and(others[-1])]) + _MARKS[language]


def _without_and(question: str) -> str:
    """A question without an English "and" before it, and without its mark."""
    begun = AND.match(question)
    return question[begun.end() if begun else 0 :].strip(_ENDS)


def _begun_small(question: str) -> str:
    """A question as it stands within a sentence, without an English "and"."""
    rest = _without_and(question) or question.strip(_ENDS)
    first = SURFACE_WORD.match(rest)
    return rest[0].lower() + rest[1:] if first and fold(first[0]) in _SMALL else rest


def _with_and(question: str) -> str:
    """The same with an "and", where the question has one or asks by itself: not of "according to the BBC?"."""
    rest = _begun_small(question)
    begins = [fold(word) for word in SURFACE_WORD.findall(question)[:2]]
    asks = not (ASKING | ASKING_ARABIC | AUXILIARIES).isdisjoint(begins)
    if language_of(question) == "ar":
        return f"و{rest}" if asks and strip_asking(begins[0]) == begins[0] else rest
    goes_on = AND.match(question) and _without_and(question)
    return f"and {rest}" if asks or goes_on else rest
