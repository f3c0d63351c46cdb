"""The words and marks of a question with their places, and the closed-class words that tell how it is built."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.linguistics import ASKING_ARABIC, AUXILIARIES
from store.text import fold

_TOKEN = re.compile(r"[^\s,،;؛:?؟!()«»“”\"]+|[,،;؛:?؟!()]|(?<=\s)[–—-](?=\s)")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"")
MARKS = frozenset(",،;؛:?؟!()–—-")
ENDS = frozenset("?؟!")

PREPOSITIONS = frozenset("in on at by for with to from of against under during since near".split())
PREPOSITIONS_ARABIC = frozenset("في من الي علي عن مع بين عند لدي منذ خلال ضد حول حتي بعد قبل".split())
DETERMINERS = frozenset("the a an this that these those its his her their our any no".split())
_WITH_PRONOUN = re.compile(
    r"(?:في|من|عن|علي|الي|مع|لدي|بين|عند|حول|ضد|بعد|قبل|فوق|تحت|خلف|دون|حوالي|خلال|ب|ل)(?:ه|ها|هم|هما|هن|نا|ك)"
)

_GRADED = (
    "high low large big great small old young new long short fast slow cheap dear tall heavy light strong weak rich"
    " poor hot cold warm wide deep near close hard safe few early busy dry wet thick thin quick clean"
)
_IRREGULAR = "more most less least better best worse worst elder eldest further furthest farther farthest"


def _graded(adjective: str) -> set[str]:
    """The comparative and the superlative."""
    stem = adjective.removesuffix("e")
    if re.search("[^aeiou]y$", adjective):
        stem = adjective[:-1] + "i"
    elif re.search("[^aeiou][aeiou][bdgnt]$", adjective):
        stem = adjective + adjective[-1]
    return {f"{stem}er", f"{stem}est"}


COMPARING = frozenset(_IRREGULAR.split()).union(*map(_graded, _GRADED.split()))
"""What says that things are compared by size, age, number and the like."""
COMPARING_ARABIC = frozenset(
    """اكثر اقل اعلي ادني اكبر اصغر اطول اقصر اسرع ابطا ارخص اغلي اقوي اضعف اقدم احدث اقرب ابعد اثقل اخف افضل اسوا
    اغني افقر ابرد ادفا اعمق اوسع اضيق احسن""".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word or mark at [start, end) of a question. `word` is it folded; what is in quotes has none."""

    word: str
    start: int
    end: int
    capital: bool

    @property
    def bare(self) -> str:
        """The word without an Arabic "and" before a word that asks or a preposition."""
        rest = self.word[1:]
        joined = self.word.startswith("و") and (rest in ASKING_ARABIC or rest in PREPOSITIONS_ARABIC)
        return rest if joined else self.word

    def unjoined(self) -> Token:
        """The token without the Arabic "and" that it begins with."""
        return replace(self, word=self.word[1:], start=self.start + 1)


Tokens = Sequence[Token]


def read_tokens(question: str) -> list[Token]:
    """The words and marks of a question."""
    quoted = [found.span() for found in _QUOTED.finditer(question)]
    return [
        Token(
            "" if any(start <= found.start() < end for start, end in quoted) else fold(found[0]),
            found.start(),
            found.end(),
            found[0][0].isupper() or found[0][0].isdigit(),
        )
        for found in _TOKEN.finditer(question)
    ]


def cut(question: str, tokens: Tokens) -> str:
    """The words of the question from the first of these tokens to the last."""
    return question[tokens[0].start : tokens[-1].end] if tokens else ""


def without_end(tokens: Tokens) -> Tokens:
    """The tokens without the marks they end with."""
    end = len(tokens)
    while end and tokens[end - 1].word in MARKS | {"."}:
        end -= 1
    return tokens[:end]


def is_with_pronoun(word: str) -> bool:
    """Whether a folded Arabic word is a preposition with a pronoun: معه، بعدها."""
    return _WITH_PRONOUN.fullmatch(word) is not None


def starts_yes_no(word: str) -> bool:
    """Whether a folded word begins a question that is answered by yes or no."""
    return word in AUXILIARIES or word == "هل"
