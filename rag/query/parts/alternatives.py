"""One question of two things: "which has more, A or B?", "the difference between A and B", "the rate in A and in B".

Each part is the question with one of the things. Which words of it are the first thing is told by the second: those
that begin with the same word, or are as many and written like it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.linguistics import ASKING, AUXILIARIES
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
_ASKS_WHICH = frozenset("ايهما ايهم ايها ايهن ايتهما اي ايه من ما".split())
_TOGETHER = frozenset("together combined both each jointly between معا سويا كلا كلتا بين".split())
_MORE = frozenset("more most less least fewer fewest".split())
_WHICH = frozenset("which what who".split())
_BE = frozenset("is are was were be been".split())
_PAUSES = frozenset(",،:;؛–—-")
_SIDES = PREPOSITIONS | PREPOSITIONS_ARABIC


def compared_things(question: str, tokens: Tokens, language: str) -> Sequence[Part]:
    """A comparison, once with each of the things that it compares: none where it is none."""
    tokens = without_end(tokens)
    return _difference(question, tokens, language) or _alternatives(question, tokens, language)


def shared_things(question: str, tokens: Tokens, language: str) -> Sequence[Part]:
    """A question for a number or a day in two places, once with each: "in A and in B", «في أ وب»."""
    tokens = without_end(tokens)
    words = [token.word for token in tokens]
    if not tokens or not _TOGETHER.isdisjoint(words) or not _of_each(question, words):
        return ()
    if language == "ar":
        return _in_both_arabic(question, tokens)
    ands = [at for at, word in enumerate(words) if word == "and"]
    if len(ands) != 1 or not 0 < ands[0] < len(tokens) - 1:
        return ()
    left, right = tokens[: ands[0]], tokens[ands[0] + 1 :]
    right, tail = _until_preposition(right)
    start = _first_thing(left, right)
    again = right[0].word in PREPOSITIONS
    if not start or not _names_alike(left[start:], right) or not (again or left[start - 1].word == "in"):
        return ()
    return _with_each(question, left[:start], [left[start:], right], tail)


# "Which has more, A or B?"


def _alternatives(question: str, tokens: Tokens, language: str) -> Sequence[Part]:
    words = [token.word for token in tokens]
    ors = [at for at, word in enumerate(words) if word in _OR]
    if len(ors) != 1 or not 0 < ors[0] < len(tokens) - 1 or "than" in words:
        return ()
    compares = [at for at in range(len(tokens)) if _compares(tokens, at) or (at > ors[0] and words[at] in COMPARING)]
    if not compares:
        return ()
    left, right, at = tokens[: ors[0]], tokens[ors[0] + 1 :], compares[0]
    which = words[0] in ASKING or words[0] in _ASKS_WHICH or (words[0] in _SIDES and words[1] in ASKING)
    if at > ors[0]:
        return _before_comparison(question, left, right, language) if starts_yes_no(words[0]) else ()
    if len(right) > MOST_WORDS or right[0].word in COMPARING | COMPARING_ARABIC | {"not", "لا"}:
        return ()
    if which:
        return _which(question, left, right, at)
    return _whether(question, left, right, at) if starts_yes_no(words[0]) else ()


def _compares(tokens: Tokens, at: int) -> bool:
    """Whether this word compares what the question is about, and does not only narrow a noun: "the older brother"."""
    word, before = tokens[at].word, tokens[at - 1].word if at else ""
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    if word in COMPARING_ARABIC:
        return following != "من" and before != "من"
    superlative = word.endswith("st")
    if word not in COMPARING or following in {"or", "of"}:
        return False
    return before not in DETERMINERS or (superlative and before == "the")


def _which(question: str, left: Tokens, right: Tokens, at: int) -> Sequence[Part]:
    """ "Which is larger, A or B?", also of three; in Arabic often without the comma."""
    pauses = [place for place, token in enumerate(left) if token.word in _PAUSES and place > at]
    if pauses:
        items = _listed(left[pauses[0] + 1 :])
        things, stem = [*items, _as_whole(items[-1], right)], left[: pauses[0] + 1]
        return _by_amount(question, stem, at, _with_each(question, stem, things)) if items else ()
    start = _first_thing(left, right)
    if start is None or start <= at:
        return ()
    return _by_amount(question, left[:start], at, _with_each(question, left[:start], [left[start:], right]))


def _by_amount(question: str, stem: Tokens, at: int, parts: Sequence[Part]) -> Sequence[Part]:
    """The parts of "which town has more libraries, A or B?", each with "how many libraries A has?"."""
    words = [token.word for token in stem]
    head = 1 if words[0] == "who" or words[1] in AUXILIARIES else 2
    predicate = stem[head:at]
    if words[at] not in _MORE or words[0] not in _WHICH or not predicate or predicate[0].word in _BE | {"of"}:
        return parts
    rest = without_end(stem[at + 1 :])
    counted = rest[:1] if rest and rest[0].word not in _SIDES else []
    much = "How many" if counted and counted[0].word.endswith("s") else "How much"
    before, behind = cut(question, counted), cut(question, rest[len(counted) :])
    return [
        replace(part, amount=_joined(much, before, part.about, cut(question, predicate), behind) + "?")
        for part in parts
    ]


def _whether(question: str, left: Tokens, right: Tokens, at: int) -> Sequence[Part]:
    """ "Is the rent higher in A or in B?", «هل أ أكبر أم ب؟»."""
    start = _first_thing(left, right)
    if start is not None and start > at:
        return _with_each(question, left[:start], [left[start:], right])
    if left[0].word == "هل" and 1 < at and len(left) - at <= 2 and abs((at - 1) - len(right)) <= 1:
        return _with_each(question, left[:1], [left[1:at], right], left[at:])
    return ()


def _before_comparison(question: str, left: Tokens, right: Tokens, language: str) -> Sequence[Part]:
    """ "Is A or B larger?", "does A or B pay more?": the second thing ends where the predicate begins."""
    if language == "ar" or len(left) - 1 > MOST_WORDS:
        return ()
    names = _capitals(right)
    end = names or next((at for at in range(len(right)) if _compares(right, at)), 0)
    same = bool(names) == bool(_capitals(left[1:]))
    if not 0 < end < len(right) or not same or abs(len(left) - 1 - end) > 1:
        return ()
    return _with_each(question, left[:1], [left[1:], right[:end]], right[end:])


# "The difference between A and B"


def _difference(question: str, tokens: Tokens, language: str) -> Sequence[Part]:
    words = [token.word for token in tokens]
    if language == "ar":
        return _difference_arabic(question, tokens, words)
    at = next((i for i in range(1, len(words)) if words[i] == "difference"), 0)
    if not at or "between" not in words[at:] or words[at - 1] not in {"the", "a"} or words[0] != "what":
        return ()
    between = words.index("between", at)
    things = tokens[between + 1 :]
    ands = [place for place, token in enumerate(things) if token.word == "and"]
    if len(ands) != 1 or not 0 < ands[0] < len(things) - 1:
        return ()
    first, second = things[: ands[0]], things[ands[0] + 1 :]
    of = tokens[at + 2 : between] if words[at + 1] == "in" else ()  # the difference in price between
    if bool(of) != (between > at + 1):
        return ()
    start = tokens[: at - 1]
    if of:
        return _said_of(question, start, cut(question, of), [cut(question, first), cut(question, second)])
    return _of_each_owner(question, start, first, second)


def _of_each_owner(question: str, start: Tokens, first: Tokens, second: Tokens) -> Sequence[Part]:
    """ "Between A's and B's price", "between A and B's price", "between the price in A and B", "between A and B"."""
    begin = cut(question, start)
    owner = next((at for at, token in enumerate(second) if _owns(token.word)), None)
    if owner is not None and owner + 1 < len(second) and not any(_owns(token.word) for token in first[:-1]):
        owned = cut(question, second[owner + 1 :])
        names = [cut(question, first), cut(question, second[: owner + 1])]
        owning = [name if _owns(name) else f"{name}'s" for name in names]
        return _built([f"{begin} {name} {owned}?" for name in owning], names, f"{begin} the {owned}?")
    place = _first_thing(first, second)
    if place and place > 1:
        return _with_each(question, [*start, *first[:place]], [first[place:], second])
    second, tail = _without_tail(first, second)
    alike = bool(_capitals(first)) == bool(_capitals(second)) and len(first) == len(second)
    return _with_each(question, start, [first, second], tail) if alike else ()


def _without_tail(first: Tokens, second: Tokens) -> tuple[Tokens, Tokens]:
    """The second thing, as long as the first, and what is said of both behind it: "in 2023"."""
    size = len(first)
    behind = size < len(second) and first[0].word == second[0].word and second[size].word in _SIDES
    return (second[:size], second[size:]) if behind else (second, ())


def _owns(word: str) -> bool:
    return word.endswith(("'s", "’s", "s'", "s’"))


def _said_of(question: str, start: Tokens, of: str, things: Sequence[str]) -> Sequence[Part]:
    begin = cut(question, start)
    article = "" if of.split()[0].lower() in DETERMINERS else "the "
    stem = f"{begin} {article}{of}"
    return _built([f"{stem} in {thing}?" for thing in things], things, f"{stem}?")


def _difference_arabic(question: str, tokens: Tokens, words: Sequence[str]) -> Sequence[Part]:
    at = next((i for i, word in enumerate(words) if word in {"الفرق", "الفارق", "فرق"}), 0)
    if not at or at + 1 >= len(words) or words[0] not in {"ما", "ماهو"}:
        return ()
    between = (
        at + 1 if words[at + 1] == "بين" else words.index("بين") if words[at + 1] == "في" and "بين" in words else 0
    )
    things = tokens[between + 1 :]
    if not between or len(things) < 2:
        return ()
    again = [place for place, token in enumerate(things) if token.word == "وبين"]
    joins = again or [place for place in range(1, len(things)) if _is_joined(things[place].word)]
    if len(joins) != 1 or (again and joins[0] + 1 >= len(things)):
        return ()
    first = things[: joins[0]]
    second = things[joins[0] + 1 :] if again else _unjoined(things[joins[0] :])
    if between > at + 1:
        of = cut(question, tokens[at + 2 : between])
        named = [cut(question, first), cut(question, second)]
        return _built([f"ما {of} في {name}؟" for name in named], named, f"ما {of}؟")
    place = _first_thing(first, second)
    if place:
        return _with_each(question, [*tokens[:1], *first[:place]], [first[place:], second])
    second, tail = _without_tail(first, second)
    if first[0].word == second[0].word or len(first) == len(second):
        return _with_each(question, tokens[:1], [first, second], tail)
    return ()


# "In A and in B"


def _of_each(question: str, words: Sequence[str]) -> bool:
    """Whether it asks for a number or a day, which every place has its own of."""
    if classify_question(question) in (AnswerType.HOW_MANY, AnswerType.WHEN):
        return True
    return words[0] == "what" and len(words) > 2 and words[1] in {"is", "was", "are", "were"} and words[2] == "the"


def _in_both_arabic(question: str, tokens: Tokens) -> Sequence[Part]:
    joins = [at for at in range(2, len(tokens)) if _is_joined(tokens[at].word)]
    if len(joins) != 1:
        return ()
    left, right = tokens[: joins[0]], _unjoined(tokens[joins[0] :])
    if right[0].word in PREPOSITIONS_ARABIC:
        start = _first_thing(left, right)
        alike = start is not None and len(left) - start == len(right) <= MOST_WORDS
        return _with_each(question, left[:start], [left[start:], right]) if alike else ()
    one_each = len(right) == 1 and left[-2].word == "في" and len(left) > 3
    bare = not right[0].word.startswith("ال") and not left[-1].word.startswith("ال")
    return _with_each(question, left[:-1], [left[-1:], right]) if one_each and bare else ()


def _is_joined(word: str) -> bool:
    """Whether a folded Arabic word may begin with "and"."""
    return word.startswith("و") and (len(word) > 3 or word[1:] in PREPOSITIONS_ARABIC)


def _unjoined(tokens: Tokens) -> Tokens:
    return [tokens[0].unjoined(), *tokens[1:]]


def _names_alike(first: Tokens, second: Tokens) -> bool:
    """Whether both are in places of the same kind: with the same preposition, or two names after one "in"."""
    if first[0].word == second[0].word and first[0].word in PREPOSITIONS:
        return len(first) == len(second) or (_capitals(first[1:]) > 0 and _capitals(second[1:]) > 0)
    return _capitals(first) == len(first) > 0 and _capitals(second) == len(second) > 0


def _until_preposition(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """The tokens up to a preposition that is not the first of them, and from there."""
    end = next((at for at in range(1, len(tokens)) if tokens[at].word in PREPOSITIONS - {"of"}), len(tokens))
    return tokens[:end], tokens[end:]


# The things


def _first_thing(left: Tokens, right: Tokens) -> int | None:
    """Where in `left`, at whose end it stands, the thing begins that is another one like `right`; None: not clear."""
    first = right[0].word
    if first in _SIDES:
        places = [at for at, token in enumerate(left) if token.word == first]
        return places[-1] if places and abs(len(left) - places[-1] - len(right)) <= 1 else None
    size = _capitals(right)
    if size:
        start = len(left)
        while start > 1 and left[start - 1].capital:
            start -= 1
        return start if start < len(left) and (left[start - 1].word in _SIDES or size == len(right)) else None
    start = len(left) - len(right)
    if start < 1:
        return None
    return start if left[start - 1].word in _SIDES | MARKS or _begins_alike(left, start, right) else None


def _begins_alike(left: Tokens, start: int, right: Tokens) -> bool:
    """Whether the words from there begin with the same word, or, in Arabic, are one word like one other."""
    if left[start].word == right[0].word:
        return True
    one = len(right) == 1 and not right[0].word.isascii()
    return one and left[start].word.startswith("ال") == right[0].word.startswith("ال")


def _capitals(tokens: Tokens) -> int:
    """With how many names in Latin letters, or numbers, these tokens begin."""
    return next((at for at, token in enumerate(tokens) if not token.capital), len(tokens))


def _listed(tokens: Tokens) -> list[Tokens]:
    """The things that commas part; none where one is too long."""
    items: list[Tokens] = []
    start = 0
    for at in range(len(tokens) + 1):
        if at == len(tokens) or tokens[at].word in _PAUSES:
            if at > start:
                items.append(tokens[start:at])
            start = at + 1
    return items if all(len(item) <= MOST_WORDS for item in items) else []


def _as_whole(first: Tokens, second: Tokens) -> Tokens:
    """The second thing with what it shares with the first: of "the price of A or B" with "the price of"."""
    start = _first_thing(first, second)
    return [*first[:start], *second] if start else second


def _with_each(question: str, start: Tokens, things: Sequence[Tokens], tail: Tokens = ()) -> Sequence[Part]:
    """The question once with each of the things."""
    begin, end = _written(question, start), _written(question, tail)
    named = [_written(question, thing) for thing in things]
    mark = "؟" if not question.isascii() and "؟" in question else "?"
    asked = [_joined(begin, name, end) + mark for name in named]
    return _built(asked, named, _joined(begin, end) + mark)


def _joined(*pieces: str) -> str:
    return " ".join(piece for piece in pieces if piece)


def _written(question: str, tokens: Tokens) -> str:
    """These words of the question, with a space where others stood between them."""
    return " ".join(cut(question, run) for run in _runs(tokens))


def _runs(tokens: Tokens) -> list[Tokens]:
    """The tokens as runs that stand next to each other in the question."""
    runs: list[list[Token]] = []
    for token in tokens:
        if runs and token.start >= runs[-1][-1].end and token.start - runs[-1][-1].end <= 1:
            runs[-1].append(token)
        else:
            runs.append([token])
    return list(runs)


def _built(asked: Sequence[str], things: Sequence[str], shared: str) -> Sequence[Part]:
    return [Part(one, about=thing, shared=shared) for one, thing in zip(asked, things, strict=True)]
