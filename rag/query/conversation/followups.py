"""Follow-ups: a question of a conversation made to stand alone, without a language model.

Each question is understood from the ones before, oldest first. One that stands alone is left as it is. One that
needs the last (rag/linguistics/anaphora.py) becomes one question with it (one_question.py). And where one names only
another party ("What about Russia?", «وبكين؟»), that party takes the place of another (substitution.py), if it can.
The party may as well be a new subject. Only the articles can tell, so both readings are given: retrieval decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from rag.linguistics import (
    ASKING,
    ASKING_ARABIC,
    AUXILIARIES,
    DETERMINERS,
    SURFACE_WORD,
    asks_definition,
    content_units,
    needs_context,
    reference_units,
    strip_asking,
)
from rag.query.conversation.one_question import AND, as_one_question, ask_with
from rag.query.conversation.substitution import substitute_entity
from rag.query.query import MOST_CHARACTERS, content_words
from store import Corpus
from store.text import fold, language_of, word_keys, words

FEW = 2
"""A question that begins with "and" goes on with the last where it names no more than this."""
FRAGMENT = 4
"""What has more content words than this is no party."""
_ABOUT = re.compile(
    r"(?:what|how) about\b|(?:what of|as for)\b|[وف]?(?:ماذا|ما) (?:عن|بشأن|بخصوص)(?=\s)", re.IGNORECASE
)
_PRO_NOUNS = frozenset({"one", "ones"})
_MARKS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_ENDS = ' ?؟!.,،"«»“”'


MOST_DECIDED = 6
"""So many of the last questions may turn out to be a new subject; what older ones name belongs to their subject."""


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A party that a follow-up newly names, and the question that it was put into.

    If no answer to that question mentions the party, the follow-up is a new subject, and `otherwise` is the way to
    understand the conversation.
    """

    party: str
    question: str
    otherwise: Followup


@dataclass(frozen=True, slots=True)
class Followup:
    """A question as it would be asked without the conversation, if its `parties` belong where they were put."""

    text: str
    parties: tuple[NamedParty, ...] = ()


def resolve_followup(question: str, history: Sequence[str], corpus: Corpus) -> Followup:
    """The question as it would be asked without the conversation. `history` has the earlier ones, oldest first."""
    turns = [*filter(content_words, history), question]  # what names nothing changes no subject
    alone = [at for at, turn in enumerate(turns) if _stands(turn, corpus)]
    return _read(turns[alone[-1] if alone else 0 :], 0, corpus, {})


def _read(turns: Sequence[str], start: int, corpus: Corpus, done: dict[int, Followup]) -> Followup:
    """The last turn as the turns from `start` on complete it; that one is understood by itself."""
    if start not in done:
        subject: Sequence[str] = [turns[start]]
        text, parties = turns[start], []
        for at in range(start + 1, len(turns)):
            together, party = _together(turns[at], subject, corpus)
            whole = as_one_question(together)
            subject, text = (together, whole) if len(whole) <= MOST_CHARACTERS else ([turns[at]], turns[at])
            if party and text == whole and len(turns) - at <= MOST_DECIDED:
                parties.append(NamedParty(party, whole, _read(turns, at, corpus, done)))
        done[start] = Followup(text, tuple(parties))
    return done[start]


def _stands(question: str, corpus: Corpus) -> bool:
    """Whether a question is understood by itself, whatever was asked before."""
    return strip_continuation(question, corpus) is None and not needs_context(question)


def _together(question: str, subject: Sequence[str], corpus: Corpus) -> tuple[Sequence[str], str]:
    """The questions to put together for a question and its subject, and the party that it names.

    The party is "" where the question surely goes on with the subject, or has nothing to do with it.
    """
    whole = as_one_question(subject)
    rest = strip_continuation(question, corpus)
    if party := _party(question, rest, whole):
        placed = substitute_entity(party, question, whole, corpus)
        return ([placed] if placed else _added(subject, question)), party
    if needs_context(question):
        asked = ask_with(question, subject[-1])
        return ([*subject[:-1][:1], asked] if asked else _added(subject, question)), ""
    if rest is None or reference_units(rest) > FEW or asks_definition(words(rest)):
        return [question], ""
    return _added(subject, question), "" if needs_context(rest) else rest


def _added(subject: Sequence[str], question: str) -> Sequence[str]:
    """The question after its subject: of a long story its first question and its last."""
    return [*(subject if len(subject) <= 2 else (subject[0], subject[-1])), question]


def strip_continuation(question: str, corpus: Corpus) -> str | None:
    """What follows the "and" or "what about" that a question begins with; None where it begins with neither."""
    begun = AND.match(question)
    rest = question[begun.end() :] if begun else question
    if about := _ABOUT.match(rest):
        return rest[about.end() :].strip()
    if begun:
        return rest
    first = SURFACE_WORD.search(question)
    if first is None or not _has_and(fold(first[0]), corpus):
        return None
    return question[first.start() + 1 :].lstrip(_MARKS)


def _has_and(word: str, corpus: Corpus) -> bool:
    """Whether the first letter of an Arabic word is an "and": the corpus knows the word better without it."""
    if len(word) < 3 or word[0] not in "وف":
        return False
    if strip_asking(word) != word or word.startswith(("وال", "فال")):
        return True
    if word[0] == "ف":
        return False
    whole, *others = word_keys(word)
    counts = corpus.index.frequencies([whole, *others])
    return max((counts.get(key, 0) for key in others), default=0) > counts.get(whole, 0) or whole not in counts


def _party(question: str, rest: str | None, subject: str) -> str:
    """The party that a question names in place of another; "" where it asks for more than that."""
    if rest is None or not content_words(rest):
        return ""
    tokens = words(rest)
    asks = tokens[0] in AUXILIARIES or not ASKING.isdisjoint(tokens)
    if language_of(rest) == "ar":
        asks = tokens[0] in ASKING_ARABIC and not (tokens[0] == "من" and " من " in f" {fold(subject)}"[4:])
    if asks:
        return _asked_again(rest, subject)
    more = needs_context(rest) or len(content_units(tokens)) > FRAGMENT or not _PRO_NOUNS.isdisjoint(tokens)
    return "" if more else rest.strip(_ENDS)


def _asked_again(rest: str, subject: str) -> str:
    """The name in a question that begins like the last one, and is shorter: "And what did the BBC say?" """
    own, earlier = (
        list(SURFACE_WORD.finditer(rest)),
        [strip_asking(fold(word)) for word in SURFACE_WORD.findall(subject)],
    )
    pairs = enumerate(zip((fold(found[0]) for found in own), earlier, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), 0)
    if same < FEW or len(own) >= len(earlier):
        return ""
    if language_of(rest) == "ar":
        return rest[own[same].start() :].strip(_ENDS)
    name = list(takewhile(lambda found: found[0][0].isupper() or found[0] in DETERMINERS, own[same:]))
    again = all(fold(found[0]) in earlier for found in own[same + len(name) :])
    return rest[name[0].start() : name[-1].end()] if name and again else ""
