"""Two questions in one: "Who won and how many voted?", «من فاز وكم صوتا نال؟»; or one after the other.

In English a question word that is followed by a verb before its subject asks by itself; one without that may also go
on with a clause that stands in the first question ("who knows where he lives and when he comes?"). In Arabic nothing
tells these apart, so there the first question must have no second question word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.linguistics import ASKING, ASKING_ARABIC, AUXILIARIES, has_dangling_pronoun, reference_units
from rag.query.answer_type import AnswerType, classify_question
from rag.query.parts.part import MOST_PARTS, Part
from rag.query.parts.tokens import (
    DETERMINERS,
    ENDS,
    PREPOSITIONS,
    PREPOSITIONS_ARABIC,
    Token,
    Tokens,
    cut,
    is_with_pronoun,
    starts_yes_no,
    without_end,
)
from rag.query.query import content_words
from store.text import has_article

FEW = 2
"""A part that names no more than this, and has no name, is understood from the part before."""

_DO = frozenset("do does did".split())
_SUBJECTS = frozenset("i you he she it we they there anyone anybody someone somebody".split())
_ADVERBS = frozenset("when where why how".split())
_MEASURED = frozenset("many much long often far old big large tall high fast few".split())
_CLAUSE = ASKING | {"that", "whether", "if"}
_POLITE = re.compile(
    r"(?:(?:please|(?:can|could|will|would) you (?:please )?tell me|tell me|do you know|i (?:want|would like) to know"
    r"|اخبرني|اخبريني|قل لي|هل تعرف|هل تعلم|اريد ان اعرف|من فضلك)[\s,،:]+)+"
)
_CLEAR_ARABIC = frozenset("متي اين كيف لماذا كم هل ماذا اي ايه بماذا بكم لمن".split())
_HEADS = ASKING_ARABIC - {"لم"}  # which is "did not" far more often than "why"
_WHICH = frozenset("اي ايه باي لاي".split())
_RELATIVE = frozenset("الذي التي الذين اللذان اللتان اللذين".split())
_PRONOUNS = frozenset("هو هي هم هما هن".split())
_NOT_WHO = frozenset("ثم بين خلال دون تحت فوق قبل بعد حول جهه ناحيه هنا هناك غير حيث اجل".split())
"""After these «ومن» is "and from"."""


def conjoined_questions(question: str, tokens: Tokens, language: str) -> Sequence[Part]:
    """The questions that are put together in one, at most MOST_PARTS; the last has what follows. None in one."""
    tokens = _without_polite(without_end(tokens))
    starts_here = _english_start if language == "en" else _arabic_start
    starts, before = [0], 0
    for at in range(1, len(tokens) - 1):
        first = tokens[starts[-1] : at]
        if len(starts) < MOST_PARTS and (begins := starts_here(first, tokens, at)):
            starts.append(begins)
            before = begins
    if not before:
        return ()
    bounds = [*starts, len(tokens)]
    pieces = [tokens[start:end] for start, end in zip(bounds, bounds[1:], strict=False)]
    return _parts([cut(question, _without_and(piece)) for piece in pieces], language)


def _parts(questions: Sequence[str], language: str) -> list[Part]:
    """The questions as parts, each with the words of the first that it needs."""
    mark = "؟" if language == "ar" else "?"
    context = " ".join(_context_words(questions[0]))
    return [
        Part(f"{question}{mark}", context if number and _leans(question) else "")
        for number, question in enumerate(questions)
    ]


def _context_words(question: str) -> list[str]:
    """The words of a question that carry content, as they are written."""
    return [word for word in question.split() if content_words(word)]


def _leans(question: str) -> bool:
    """Whether a part is understood only from the one before."""
    named = any(word[:1].isupper() for word in question.split()[1:])
    return has_dangling_pronoun(question) or (not named and reference_units(question) <= FEW)


def _without_polite(tokens: Tokens) -> Tokens:
    """The tokens without a "can you tell me" before them."""
    words = " ".join(token.word for token in tokens) + " "
    polite = _POLITE.match(words)
    return tokens[len(polite[0].split()) :] if polite else tokens


def _without_and(tokens: Tokens) -> Tokens:
    """The tokens of a part without the marks and the English "and" at its ends."""
    tokens = without_end(tokens)
    while tokens and tokens[-1].word == "and":
        tokens = without_end(tokens[:-1])
    if tokens and tokens[0].word == "and":
        return tokens[1:]
    if tokens and tokens[0].bare != tokens[0].word:
        return [tokens[0].unjoined(), *tokens[1:]]
    return tokens


# English


def _english_start(first: Tokens, tokens: Tokens, at: int) -> int:
    """Where a second question begins, if it does at this token, after that `first` one; else 0."""
    if tokens[at].word == "and":
        start, ended = at + 1, first[-1].word in ENDS
    elif tokens[at - 1].word in ENDS:
        start, ended = at, True
    else:
        return 0
    own = _without_and(first)
    if not own or not _asks(own) or not content_words(_words(own)):
        return 0
    rest = _until_and(tokens[start:])
    clear = _clear(rest)
    if not rest or not content_words(_words(rest)) or clear < 0:
        return 0
    nested = any(token.word in _CLAUSE for token in own[_head(own) :])
    return start if ended or (clear > int(nested) - 1 and not _lacks_verb(own, rest)) else 0


def _until_and(tokens: Tokens) -> Tokens:
    """The tokens as far as the next question goes at most: up to a mark that ends it."""
    ends = [at for at, token in enumerate(tokens) if token.word in ENDS]
    return without_end(tokens[: ends[0]] if ends else tokens)


def _words(tokens: Tokens) -> str:
    return " ".join(token.word for token in tokens)


def _asks(tokens: Tokens) -> bool:
    """Whether the tokens begin like a question."""
    at = 1 if tokens[0].word in PREPOSITIONS and len(tokens) > 1 else 0
    return tokens[at].word in ASKING or starts_yes_no(tokens[0].word)


def _head(tokens: Tokens) -> int:
    """How many tokens the question words that it begins with are."""
    at = 1 if tokens[0].word in PREPOSITIONS else 0
    return at + 1


def _clear(tokens: Tokens) -> int:
    """How surely an English question begins here: 1 surely, 0 where nothing is nested before it, -1 it does not."""
    if len(tokens) < 2:
        return -1
    at = 1 if tokens[0].word in PREPOSITIONS else 0
    word, following = tokens[at].word, tokens[at + 1].word if at + 1 < len(tokens) else ""
    if word not in ASKING:
        if at:
            return -1
        asks = word in _DO and (tokens[1].capital or following in DETERMINERS)
        return 1 if asks or (word in AUXILIARIES and following in _SUBJECTS) else -1
    if word in _ADVERBS and not (word == "how" and following in _MEASURED):
        return (1 if following in _DO else 0) if following in AUXILIARIES else -1
    inverted = any(token.word in _DO for token in tokens[at + 1 : at + 5])
    return 1 if inverted else 0


def _lacks_verb(first: Tokens, second: Tokens) -> bool:
    """Whether one of two questions is only a noun phrase: "how many men and how many women were hurt?"."""
    counted = {"how", "which", "what", "whose"}
    same = first[0].word == second[0].word and first[0].word in counted
    bare_first = AUXILIARIES.isdisjoint(token.word for token in first)
    short = len(content_words(_words(second))) <= 1 and AUXILIARIES.isdisjoint(t.word for t in second)
    at = 1 if second[0].word in PREPOSITIONS else 0
    determines = second[at].word in counted or (at + 1 < len(second) and second[at + 1].word in DETERMINERS)
    return (same and bare_first) or (short and determines)


# Arabic


def _arabic_start(first: Tokens, tokens: Tokens, at: int) -> int:
    """The same of an Arabic question."""
    ended = tokens[at - 1].word in ENDS
    if not ended and not tokens[at].word.startswith("و"):
        return 0
    own, rest = _without_and(first), _until_and(tokens[at:])
    if not own or not rest or not content_words(_words(own)) or not content_words(_words(rest[1:])):
        return 0
    head = _asking_arabic(own)
    if not head or not _asking_arabic(rest):
        return 0
    if ended:
        return at
    nested = any(token.word in _CLEAR_ARABIC for token in own[head:])
    return at if not nested and _surely_asks(own[head:], rest) and not _lacks_arabic_verb(own, rest) else 0


def _asking_arabic(tokens: Tokens) -> int:
    """How many tokens the question words are that these begin with, with a preposition before: «إلى أين»; 0: none."""
    if tokens[0].bare in _HEADS:
        return 1
    two = tokens[0].bare in PREPOSITIONS_ARABIC and len(tokens) > 1
    return 2 if two and tokens[1].word in _CLEAR_ARABIC | {"من"} else 0


def _surely_asks(before: Tokens, rest: Tokens) -> bool:
    """Whether an "and" with a question word asks: «وما» may be "and what", «ومن» "and from" or "and who"."""
    word, following = rest[0].bare, rest[1]
    if word == "من" and following.word not in _CLEAR_ARABIC:
        from_before = any(token.word == "من" for token in before)
        asks = following.word in _PRONOUNS | _RELATIVE
        verb = not (has_article(following.word) or is_with_pronoun(following.word) or following.word in _NOT_WHO)
        return asks or (not from_before and verb)
    return word != "ما" or _noun_follows(following)


def _noun_follows(following: Token) -> bool:
    """Whether what follows «وما» is no verb and no preposition, which would make it "and what …"."""
    word = following.word
    if word in _PRONOUNS | _RELATIVE or has_article(word):
        return True
    return classify_question(f"ما {word}") is not AnswerType.WHAT


def _lacks_arabic_verb(first: Tokens, second: Tokens) -> bool:
    """Whether one of two questions is only a noun phrase: «كم رجلا وكم امرأة أصيبوا؟», «وفي أي مدينة؟»."""
    same = first[0].bare == second[0].bare == "كم"
    which_first, which_second = (not _WHICH.isdisjoint(token.bare for token in own[:2]) for own in (first, second))
    named = (content_words(_words([token for token in own if token.bare not in _HEADS])) for own in (first, second))
    bare_first, bare_second = (len(content) <= 1 for content in named)
    return (bare_first and (same or which_first)) or (bare_second and which_second)
