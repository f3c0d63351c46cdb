"""Whose words a question asks for: "what did the minister say about …", «ماذا قال الوزير عن …».

An article that tells of the subject but lets somebody else speak does not answer such a question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from rag.linguistics import UTTER, UTTERED, UTTERED_AR
from rag.query.query import Query, Term
from store.text import STOPWORDS, fold, word_keys, words

_ADVERB = r"(?: (?:also|later|(?:recent|reported|alleged|official|public)ly))?"
_ENGLISH = re.compile(
    rf"\b(?:what|how)(?: else| exactly)? (?:(?:did|does|do) (?P<who>[^?!]+?){_ADVERB} (?:{UTTER})"
    rf"|(?:has|have|had) (?P<whose>[^?!]+?){_ADVERB} (?:{UTTERED}))\b"
)
_ARABIC = re.compile(
    r"(?<!\w)[وف]?(?:ماذا|بماذا|بم|ما الذي|عم|مم|كيف|علام|الام) (?:كانت? )?(?:قد )?"
    rf"{UTTERED_AR}ه?ا?(?: فعل)?"
    r" (?:كل من )?(?P<who>[^؟?!]+)"
)
_AFTER = frozenset(
    "عن عما حول بشان في من مما الي علي بعد قبل خلال عند لدي ان بان انه لما حين عندما بخصوص تجاه ازاء ضد مع عقب اثناء "
    "بعدما قبيل امام امس اليوم يوم".split()
)


def quoted_speaker(query: Query) -> list[slice]:
    """The tokens of each word that names whose words are asked for; none where nobody's are."""
    folded = fold(query.text)
    english = _ENGLISH.search(folded)
    named = _in_english(english["who"] or english["whose"]) if english else _in_arabic(folded, query.terms)
    return [own for term, own in zip(query.terms, query.token_spans, strict=True) if term.word in named]


def _in_english(before: str) -> list[str]:
    """The words before that of saying, which is none after a word like "to" or "in": "want to say", "in reply"."""
    named = words(before)
    return named if named and named[-1] not in STOPWORDS else []


def _in_arabic(folded: str, terms: Sequence[Term]) -> list[str]:
    """The words after that of saying, up to those that say of what, to whom or when."""
    asking = _ARABIC.search(folded)
    known = {term.word for term in terms if term.own == word_keys(term.word)[0] and term.own in term.keys}
    found: list[str] = []
    for word in words(asking["who"]) if asking else []:
        if word in _AFTER or (found and (word in STOPWORDS or _to_whom(word, known))):
            break
        found.append(word)
    return found


def _to_whom(word: str, known: Set[str]) -> bool:
    """Whether "to" is glued to it; not where the corpus knows the word with that letter, like a name."""
    return word.startswith("لل") or (word.startswith("ل") and len(word) > 3 and word not in known)
