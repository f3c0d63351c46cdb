"""The names and nouns that a question is about: the words that can follow "the latest news about"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.linguistics import ASKING_ARABIC, PUBLISHED_AR, SAID_AR, SURFACE_WORD, strip_asking
from store.text import STOPWORDS, fold, has_article, month_mentions, weekday_mentions, words

_NAME = re.compile(r"(?<!^)\b(?P<the>the )?(?P<name>[A-Z][\w\-]+(?: [A-Z][\w\-]+)*)\b(?!-)")
# What follows a name that is a noun; an adjective is followed by its noun.
_AFTER_A_NOUN = r"(?:['’]s\b|[.,;]| (?:is|was|has|had|will|would)\b)"
_TANWIN = "\u064b"  # ends adverbs and what is counted
_SAYS_ARABIC = re.compile(rf"[وف]?(?:{SAID_AR}|{PUBLISHED_AR})")
_BEFORE_A_NOUN = "في الي من مع عن علي بين ضد".split()
# Words for a place relative to another, which stand before a noun and are no part of it.
_RELATIVE_PLACES = frozenset("داخل خارج فوق تحت امام خلف قرب ضد وسط عبر ازاء مقابل".split())
_NO_NOUNS = STOPWORDS | _RELATIVE_PLACES
_ABBREVIATED = re.compile(r"\.\s+[A-Z]")


def question_topics(question: str, text: str, language: str) -> Iterator[str]:
    """The topics of a question, in its own words; the text of articles about it shows which of them are nouns.

    In English, names written with capitals, in the question's order: no titles ("Rep. X"), and no word that the text
    also writes small, for headlines have capitals everywhere. In Arabic the longest noun phrase, if any.
    Months and weekdays are no topics, nor are acronyms, which may be the source of a report.
    """
    for topic in _arabic(question, text) if language == "ar" else _english(question, text):
        if not month_mentions(fold(topic)) and not weekday_mentions(fold(topic)):
            yield topic


def _english(question: str, text: str) -> Iterator[str]:
    for found in _NAME.finditer(question):
        name = found["name"]
        if name.isupper() or name.lower() in STOPWORDS or _ABBREVIATED.match(question, found.end()):
            continue
        if re.search(rf"\b{re.escape(name.lower())}\b", text):
            continue
        if re.search(rf"\b{re.escape(name)}{_AFTER_A_NOUN}", text):
            yield f"{found['the'] or ''}{name}"


def _arabic(question: str, text: str) -> Iterator[str]:
    tokens = [found[0] for found in SURFACE_WORD.finditer(question)]
    folded, there = [fold(word) for word in tokens], f" {' '.join(words(text))} "
    best = (0, 0)
    for start in range(1, len(tokens)):
        for end in range(start + 1, len(tokens) + 1):
            if folded[end - 1] in _NO_NOUNS or tokens[end - 1].endswith((_TANWIN, f"{_TANWIN}ا", f"ا{_TANWIN}")):
                break
            if end - start > best[1] - best[0] and _is_whole(folded, start, end, there):
                best = (start, end)
    if best != (0, 0):
        yield " ".join(tokens[slice(*best)])


def _is_whole(folded: list[str], start: int, end: int, there: str) -> bool:
    """Whether these words are a noun phrase with all that belongs to it, as far as the articles' words show."""
    run, before, after = " ".join(folded[start:end]), folded[start - 1], folded[end] if end < len(folded) else ""
    if strip_asking(before) in ASKING_ARABIC or _SAYS_ARABIC.fullmatch(before):
        return False  # what follows is a verb, or who says it
    if run.endswith("ات") and " " not in run and not run.startswith("ال"):
        return False  # some of many, which says of none what is new
    if after and after not in _NO_NOUNS and (after.startswith("ال") or f" {run} {after} " in there):
        return False
    if all(_is_any(word, there) for word in folded[start:end]):
        return False
    if run.startswith("ال"):  # the case endings would change after "about"
        return before in _NO_NOUNS and f" {run} " in there and not run.endswith(("ان", "ون"))
    if before not in _NO_NOUNS and f" {before} {run} " in there:
        return False
    return any(f" {noun} {run} " in there for noun in _BEFORE_A_NOUN)


def _is_any(word: str, there: str) -> bool:
    """Whether it is a common noun or adjective that does not say which: the articles write it definite as well."""
    definite = rf" [وفبك]?(?:ال|لل){re.escape(word)} "
    return not has_article(word) and re.search(definite, there) is not None
