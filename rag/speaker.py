"""Whose words a question asks for: "what did the minister say about …", «ماذا قال الوزير عن …».

An article that tells of the subject but lets somebody else speak does not answer such a question.
"""

from __future__ import annotations

import re

from rag.question import Query
from store.arabic import fold, words

_SAYING = (
    "say said tell told announce think reply respond react comment warn claim state describe promise answer accuse "
    "urge demand believe vow threaten"
)
_ENGLISH = re.compile(rf"\b(?:what|how) (?:did|does|do|has|have|had) (?P<who>.+?) (?:{'|'.join(_SAYING.split())})\b")
_SAYING_ARABIC = "قال صرح اعلن رد اجاب علق حذر اخبر ابلغ ذكر كشف اكد اعتبر وصف هدد وعد توعد طالب"
_ARABIC = re.compile(
    rf"(?:ماذا|بماذا|بم|ما الذي|عم|مم|كيف|علام|الام) (?:كان )?(?:{'|'.join(_SAYING_ARABIC.split())})ت? (?P<who>.+)"
)
_AFTER = frozenset(
    "عن عما حول بشان في من مما الي علي بعد قبل خلال عند لدي ان بان انه لما حين عندما بخصوص تجاه ازاء ضد مع".split()
)


def speaker(query: Query) -> list[slice]:
    """The tokens of each word that names whose words are asked for; none where nobody's are."""
    named = set(_named(fold(query.text)))
    return [own for term, own in zip(query.terms, query.spoken, strict=True) if term.word in named]


def _named(folded: str) -> list[str]:
    english = _ENGLISH.search(folded)
    if english:
        return words(english["who"])
    arabic = _ARABIC.search(folded)
    found: list[str] = []
    for word in words(arabic["who"]) if arabic else []:
        # The name ends where the next word says of what, to whom or when.
        if word in _AFTER or (found and word.startswith("ل") and len(word) > 3):
            break
        found.append(word)
    return found
