"""What a question and a sentence are both about: the words that stand after "about" in another question.

By their looks alone: in English names, written with capitals; in Arabic what the two say alike, where it is sure to
be a noun, and whole.
"""

from __future__ import annotations

import re

from rag.leaning import WRITTEN
from store.arabic import fold
from store.dates import months, weekdays
from store.stopwords import STOPWORDS

_NAME = re.compile(r"(?<!^)\b(?P<the>the )?(?P<name>[A-Z][\w\-]+(?: [A-Z][\w\-]+)*)(?P<after>['’]s\b|(?: [\w\-]+)?)")
_BASE_VERBS = frozenset("say report mention announce write tell publish think believe state claim warn".split())
_BEFORE_A_NOUN = r"(?:في|إلى|من|مع|عن|على|بين|ضد)"


def topic(question: str, sentence: str, text: str, language: str) -> str:
    """What both are about, in the question's own words; "" where it cannot be told. `text` has the sentence."""
    found = _arabic(question, sentence, text) if language == "ar" else _english(question, sentence)
    folded = fold(found)
    return "" if months(folded) or weekdays(folded) else found


def _english(question: str, sentence: str) -> str:
    for found in _NAME.finditer(question):
        name, after = found["name"], found["after"].strip()
        describes = after and after not in STOPWORDS and not after.endswith(("'s", "’s"))
        if name.lower() in STOPWORDS or after in _BASE_VERBS or describes:
            continue
        if re.search(rf"\b{re.escape(name)}\b(?!-)", sentence):
            return f"{found['the'] or ''}{name}"
    return ""


def _arabic(question: str, sentence: str, text: str) -> str:
    """The longest run of words that the sentence repeats, without a word before or after that belongs to it."""
    asked = [found[0] for found in WRITTEN.finditer(question)]
    folded, said = [fold(word) for word in asked], f" {' '.join(fold(w[0]) for w in WRITTEN.finditer(sentence))} "
    best: tuple[int, int] = (0, 0)
    for start in range(1, len(asked)):
        for end in range(len(asked), start, -1):
            run = folded[start:end]
            if STOPWORDS.isdisjoint(run) and f" {' '.join(run)} " in said:
                if end - start > best[1] - best[0] and _is_whole(folded, start, end, text):
                    best = (start, end)
                break
    return " ".join(asked[slice(*best)])


def _is_whole(folded: list[str], start: int, end: int, text: str) -> bool:
    first, before, after = folded[start], folded[start - 1], folded[end : end + 1]
    if after and after[0].startswith("ال") and after[0] not in STOPWORDS:
        return False
    if first.startswith("ال"):
        return before in STOPWORDS
    run = r"\s+".join(map(re.escape, folded[start:end]))
    return re.search(rf"(?<!\w){fold(_BEFORE_A_NOUN)}\s+{run}(?!\w)", fold(text)) is not None
