"""What a question and a sentence are both about: the words that stand after "about" in another question.

By their looks alone: in English names, written with capitals; in Arabic what the two say alike, where it is sure to
be a noun, and whole.
"""

from __future__ import annotations

import re

from rag.linguistics import ASKING_ARABIC, MEDIA_NOUNS, PUBLISHED_AR, SAID_AR, WRITTEN, strip_asking
from store.text import STOPWORDS, fold, month_mentions, weekday_mentions, words

_NAME = re.compile(r"(?<!^)\b(?P<the>the )?(?P<name>[A-Z][\w\-]+(?: [A-Z][\w\-]+)*)(?P<after>['’]s\b|(?: [\w\-]+)?)")
_BASE_VERBS = frozenset("say report mention announce write tell publish think believe state claim warn".split())
# What makes a name that of who said it, or to whom, and not of what it is about.
_SOURCE = r"(?:told|tells|telling|(?:according|spoke|speaking|explained|said) to|(?:quoted|reported) by) (?:the )?"
_SOURCE_ARABIC = rf"(?:ل?(?:{MEDIA_NOUNS})|(?:حديث|تصريح|مقابل)\w* (?:الي|مع|في))"
_TANWIN = re.compile("\u064b")  # of adverbs and what is counted
_SAYS_ARABIC = re.compile(rf"[وف]?(?:{SAID_AR}|{PUBLISHED_AR})")
_BEFORE_A_NOUN = "في الي من مع عن علي بين ضد".split()


def main_topic(question: str, sentence: str, text: str, language: str) -> str:
    """What both are about, in the question's own words; "" where it cannot be told. `text` has the sentence."""
    found = _arabic(question, sentence, text) if language == "ar" else _english(question, sentence)
    folded = fold(found)
    return "" if month_mentions(folded) or weekday_mentions(folded) else found


def _english(question: str, sentence: str) -> str:
    for found in _NAME.finditer(question):
        name, after = found["name"], found["after"].strip()
        describes = after and after not in STOPWORDS and not after.endswith(("'s", "’s"))
        if name.lower() in STOPWORDS or after in _BASE_VERBS or describes:
            continue
        here = rf"\b{re.escape(name)}\b(?!-)"
        if re.search(here, sentence) and not re.search(_SOURCE + here, sentence):
            return f"{found['the'] or ''}{name}"
    return ""


def _arabic(question: str, sentence: str, text: str) -> str:
    """The longest run of words that the sentence repeats, without a word before or after that belongs to it."""
    asked = [found[0] for found in WRITTEN.finditer(question)]
    folded, said = [fold(word) for word in asked], f" {' '.join(fold(w[0]) for w in WRITTEN.finditer(sentence))} "
    best = (0, 0)
    for start in range(1, len(asked)):
        if re.search(rf" {_SOURCE_ARABIC} {folded[start]} ", said):
            continue
        for end in range(start + 1, len(asked) + 1):
            run = folded[start:end]
            if not STOPWORDS.isdisjoint(run) or f" {' '.join(run)} " not in said or _TANWIN.search(asked[end - 1]):
                break
            if end - start > best[1] - best[0] and _is_whole(folded, start, end, text):
                best = (start, end)
    return " ".join(asked[slice(*best)])


def _is_whole(folded: list[str], start: int, end: int, text: str) -> bool:
    """Whether these words are a noun, or a name, with all that belongs to it: as far as the text tells."""
    run, before, after = " ".join(folded[start:end]), folded[start - 1], folded[end] if end < len(folded) else ""
    if strip_asking(before) in ASKING_ARABIC or _SAYS_ARABIC.fullmatch(before):
        return False  # what follows is a verb, or who says it
    if after.startswith("ال") and after not in STOPWORDS:
        return False
    told = f" {' '.join(words(text))} "
    if f" {run} " not in told or (after not in STOPWORDS and f" {run} {after} " in told):
        return False
    if run.startswith("ال"):
        return before in STOPWORDS and not run.endswith(("ان", "ون"))  # which "about" would change
    beside = before not in STOPWORDS and f" {before} {run} " in told
    return not beside and any(f" {noun} {run} " in told for noun in _BEFORE_A_NOUN)
