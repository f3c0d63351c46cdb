"""One question of two things: "which has more, A or B?", "the difference between A and B", "the rate in A and in B".

Each part is the question with one of the things. Which words of it are the first thing is told by the second: those
that begin with the same word, or are as many and written like it.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.linguistics import ASKING
from rag.query.answer_type import AnswerType, classify_question
from rag.query.parts.part import Part
from rag.query.parts.tokens import (
    COMPARING,
    COMPARING_ARABIC,
    DETERMINERS,
    MARKS,
    PREPOSITIONS,
    PREPOSITIONS_ARABIC,
    Token,
    Tokens,
    cut,
    starts_yes_no,
    without_end,
)

MOST_WORDS = 6
"""What has more words is no thing to compare."""

_OR = frozenset("or ام او".split())
_ASKS_WHICH = ASKING | frozenset("ايهما ايهم ايها ايهن ايتهما اي ايه من ما".split())
_TOGETHER = frozenset("together combined both each jointly between معا سويا كلا كلتا بين".split())
_DIFFERENCE = frozenset("difference الفرق الفارق فرق".split())
_BE = frozenset("is are was were".split())
_PAUSES = frozenset(",،:;؛–—-")
_SIDES = PREPOSITIONS | PREPOSITIONS_ARABIC


def compared_things(question: str, tokens: Tokens, language: str) -> Sequence[Part]:
    """A comparison, once with each of the things that it compares: none where it is none."""
    tokens = without_end(tokens)
    things = _of_difference(tokens)
    return _joined_by_and(question, things, language) if things else _alternatives(question, tokens)


def shared_things(question: str, tokens: Tokens, language: str) -> Sequence[Part]:
    """A question for a number or a day in two places, once with each: "in A and in B", «في أ وب»."""
    tokens = without_end(tokens)
    words = [token.word for token in tokens]
    if not words or not _TOGETHER.isdisjoint(words) or not _of_each(question, words):
        return ()
    return _joined_by_and(question, tokens, language, in_places=True)


# "Which has more, A or B?"


def _alternatives(question: str, tokens: Tokens) -> Sequence[Part]:
    words = [token.word for token in tokens]
    ors = [at for at, word in enumerate(words) if word in _OR]
    if len(ors) != 1 or not 0 < ors[0] < len(tokens) - 1 or "than" in words:
        return ()
    compares = [at for at in range(len(tokens)) if _compares(words, at) or (at > ors[0] and words[at] in COMPARING)]
    if not compares:
        return ()
    left, right, at = tokens[: ors[0]], tokens[ors[0] + 1 :], compares[0]
    if at > ors[0]:  # "Does A or B pay more?": the second thing ends where the predicate begins
        end = _capitals(right) or at - ors[0] - 1
        alike = end < len(right) and abs(len(left) - 1 - end) <= 1
        named = bool(_capitals(right)) == bool(_capitals(left[1:]))
        fits = 0 < end and alike and named and starts_yes_no(words[0])
        return _with_each(question, left[:1], [left[1:], right[:end]], right[end:]) if fits else ()
    asks = not _ASKS_WHICH.isdisjoint(words[:2]) or starts_yes_no(words[0])
    if not asks or len(right) > MOST_WORDS or right[0].word in COMPARING | COMPARING_ARABIC | {"not", "لا"}:
        return ()
    pause = next((place for place in range(at + 1, len(left)) if words[place] in _PAUSES), 0)
    if pause:  # "Which is larger, A, B or C?"
        return _with_each(question, left[: pause + 1], [*_listed(left[pause + 1 :]), right])
    start = _first_thing(left, right)
    if start is not None and start > at:
        return _with_each(question, left[:start], [left[start:], right])
    alike = words[0] == "هل" and 1 < at and abs((at - 1) - len(right)) <= 1  # «هل أ أكبر أم ب؟»
    return _with_each(question, left[:1], [left[1:at], right], left[at:]) if alike else ()


def _compares(words: Sequence[str], at: int) -> bool:
    """Whether this word compares what the question is about, and does not only narrow a noun: "the older brother"."""
    before, word, following = ["", *words, ""][at : at + 3]
    if word in COMPARING_ARABIC:
        return "من" not in (before, following)
    narrows = before in DETERMINERS and not (word.endswith("st") and before == "the")
    return word in COMPARING and following not in {"or", "of"} and not narrows


def _listed(tokens: Tokens) -> list[Tokens]:
    """The things that pauses part."""
    ends = [-1, *(at for at, token in enumerate(tokens) if token.word in _PAUSES), len(tokens)]
    return [tokens[start + 1 : end] for start, end in zip(ends, ends[1:], strict=False) if end > start + 1]


# "The difference between A and B", "in A and in B"


def _of_difference(tokens: Tokens) -> Tokens:
    """ "What is the difference in rent between A and B" as "what is the rent in A and B"; empty where it is none."""
    words = [token.word for token in tokens]
    at = next((place for place, word in enumerate(words) if word in _DIFFERENCE), 0)
    between = next((place for place in range(at, len(words)) if words[place] in {"between", "بين"}), 0)
    if not at or not between or words[0] not in {"what", "ما"}:
        return ()
    if between == at + 1:
        return [*tokens[: at - (words[at - 1] in DETERMINERS)], *tokens[between + 1 :]]
    of = tokens[at + 2 : between]
    return [*tokens[:at], *of, tokens[at + 1], *tokens[between + 1 :]] if of and words[at + 1] in _SIDES else ()


def _of_each(question: str, words: Sequence[str]) -> bool:
    """Whether it asks for a number or a day, which every place has its own of."""
    if classify_question(question) in (AnswerType.HOW_MANY, AnswerType.WHEN):
        return True
    return words[0] == "what" and not _BE.isdisjoint(words[1:2]) and words[2:3] == ["the"]


def _joined_by_and(question: str, tokens: Tokens, language: str, *, in_places: bool = False) -> Sequence[Part]:
    """The question once with each of two things that one "and" joins; with `in_places` only where both are places."""
    joins = [at for at in range(1, len(tokens)) if _joins(tokens[at].word, language)]
    joins = [at for at in joins if tokens[at].word == "وبين"] or joins
    if len(joins) != 1:
        return ()
    whole = tokens[joins[0]].word in {"and", "وبين"}
    left, right = tokens[: joins[0]], tokens[joins[0] + whole :]
    if not right:
        return ()
    right, tail = _until_tail(left, right if whole else [right[0].unjoined(), *right[1:]])
    start = _first_thing(left, right)
    if not start or (in_places and not _are_places(left, start, right)):
        return ()
    return _with_each(question, left[:start], [left[start:], right], tail)


def _joins(word: str, language: str) -> bool:
    """Whether a folded word is "and", or may begin with the Arabic one."""
    if language != "ar":
        return word == "and"
    return word.startswith("و") and (len(word) > 3 or word[1:] in PREPOSITIONS_ARABIC)


def _until_tail(left: Tokens, right: Tokens) -> tuple[Tokens, Tokens]:
    """The second thing and what is said of both behind it: "in A and B | in 2023", "A's and B's | rent"."""
    latin = right[0].word.isascii()
    told = PREPOSITIONS - {"of"} if latin else PREPOSITIONS_ARABIC - {token.word for token in left}
    ends = [at for at in range(1, len(right)) if right[at].word in told]
    ends += [at + 1 for at, token in enumerate(right) if token.word.endswith(("'s", "’s", "s'", "s’"))]
    named = not latin or right[0].capital or right[0].word in _SIDES
    end = min(ends, default=len(right)) if named else len(right)
    return right[:end], right[end:]


def _are_places(left: Tokens, start: int, right: Tokens) -> bool:
    """Whether both things are told by the same preposition, or are two names behind one "in"."""
    first, before = left[start:], left[start - 1].word
    if right[0].word in _SIDES:
        return len(first) == len(right) or (_capitals(first[1:]) > 0 and _capitals(right[1:]) > 0)
    if right[0].word.isascii():
        return before == "in" and _capitals(first) == len(first) and _capitals(right) == len(right)
    bare = not right[0].word.startswith("ال") and not first[0].word.startswith("ال")
    return before == "في" and len(right) == len(first) == 1 and bare and len(left) > 3


# The things


def _first_thing(left: Tokens, right: Tokens) -> int | None:
    """Where in `left`, at whose end it stands, the thing begins that is another one like `right`; None: not clear."""
    first, size, start = right[0].word, _capitals(right), len(left) - len(right)
    if first in _SIDES:
        places = [at for at, token in enumerate(left) if token.word == first]
        return places[-1] if places and abs(len(left) - places[-1] - len(right)) <= 1 else None
    if size:
        start = len(left) - _capitals(left[:0:-1])
        return start if start < len(left) and (left[start - 1].word in _SIDES or size == len(right)) else None
    if start < 1:
        return None
    one = len(right) == 1 and not first.isascii()
    alike = left[start].word == first or (one and left[start].word.startswith("ال") == first.startswith("ال"))
    return start if alike or left[start - 1].word in _SIDES | MARKS else None


def _capitals(tokens: Tokens) -> int:
    """With how many names in Latin letters, or numbers, these tokens begin."""
    return next((at for at, token in enumerate(tokens) if not token.capital), len(tokens))


def _with_each(question: str, start: Tokens, things: Sequence[Tokens], tail: Tokens = ()) -> Sequence[Part]:
    """The question once with each of the things."""
    mark = "؟" if "؟" in question else "?"
    shared = _written(question, [*start, *tail]) + mark
    asked = [_written(question, [*start, *thing, *tail]) + mark for thing in things]
    return [
        Part(one, about=_written(question, thing), shared=shared) for one, thing in zip(asked, things, strict=True)
    ]


def _written(question: str, tokens: Tokens) -> str:
    """These words of the question, with a space where others stood between them."""
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and 0 <= token.start - runs[-1][-1].end <= 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return " ".join(cut(question, run) for run in runs)
