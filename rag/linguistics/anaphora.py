"""Whether a question, or a sentence, needs the one before it to be understood: by its words, in either language.

It does where it names nothing, where a pronoun refers to nothing in it, where an Arabic verb lacks its subject, and
where it has only a question word and a noun ("Which countries?"). In doubt it does not: mixing a new subject with the
old one is worse than a follow-up that has to be asked again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from rag.linguistics.cue_words import SAID_PAST_AR
from store.text import (
    STOPWORDS,
    fold,
    has_article,
    language_of,
    month_mentions,
    weekday_mentions,
    word_keys,
    words,
)

# A word with its marks and tatweel, as it stands in a text.
SURFACE_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u064b-\u065f\u0670\u0640]|['’][a-z]{1,2}\b)*")

ENOUGH = 4
"""After so many content words a pronoun has something in its own question to stand for."""

# English

ASKING = frozenset("who whom whose what when where why how which".split())
_BE = frozenset("is are was were be been".split())
AUXILIARIES = _BE | frozenset("do does did has have had can could will would shall should may might must".split())
_THIRD = frozenset("he she they it him them his her hers its their himself herself itself themselves".split())
_POSSESSIVE = frozenset("his her hers its their".split())
_OBJECTS = frozenset("him them it there".split())
_SPLITTING = frozenset(
    "that why when because if while after before who which how where whether and or since until as than once".split()
)
_FOREGOING = frozenset("about after before of to for with by from at on like and or".split()) | AUXILIARIES
_COUNTED = frozenset("a an any no some more many enough still".split())
_TIMES = frozenset(
    "year month week day morning evening summer winter spring autumn season decade century time".split()
)
_SAYING = frozenset("say says said tell".split())
_NARROWING = frozenset("who that which of at in on from with".split())
DETERMINERS = frozenset({"the", "a", "an"})
_VAGUE = frozenset("one ones next afterwards later exactly".split())

# Arabic, folded

ASKING_ARABIC = frozenset("ما ماذا من متي اين كيف لماذا كم هل اي ايه بماذا لم مم ممن علام بكم لمن باي لاي".split())
_OF_A_NOUN = frozenset("كم اي ايه".split())
_VERB_NEXT = frozenset("ماذا متي اين كيف لماذا هل بماذا علام الذي التي".split())
_HE = frozenset("هو هي هم هما هن".split())
_THIS = frozenset("هذا هذه ذلك تلك هولاء اولئك هذان هاتان بذلك لذلك".split())
_TIMES_ARABIC = frozenset("العام السنه الشهر الاسبوع اليوم المره الصيف الشتاء الربيع الخريف الموسم القرن".split())
_RELATIVE = frozenset("الذي التي الذين اللذان اللتان".split())
_SPLITTING_ARABIC = _RELATIVE | frozenset("ان انه انها انهم لان لانه لانها كي عندما بعدما اذا حين منذ".split())
_BEFORE_NOUNS = frozenset("عن في الي من علي مع حول بعد قبل خلال ضد حتي منذ بين لدي بشان".split())
_WHERE = frozenset("مع في بين لدي عند".split())
_OWNING = frozenset("ل لدي عند".split())
_WITH_PRONOUN = re.compile(r"[وف]?(في|من|عن|علي|الي|مع|لدي|بين|عند|حول|ضد|بعد|قبل|خلال|بشان|ب|ل)(?:ه|ها|هم|هما|هن)")
_POSSESSED = re.compile(r"\w{3,}(?:ه|ها|هم|هما)")
# Words that end in letters like a pronoun's.
_WHOLE = frozenset(
    """مياه اتجاه انتباه تجاه مواجه توجه تنبيه توجيه ترفيه نزيه شبيه مشبوه مكروه فواكه متجه تشابه
    اتهم تفاهم دراهم اسهم ساهم مبهم متهم ملهم يتهم تتهم يساهم تساهم يسهم تسهم مهما""".split()
)
# What these say has no doer, or one that comes later.
_HAPPENING = frozenset(
    """حدث يحدث تحدث حصل يحصل جري يجري جرت وقع يقع ورد يرد جاء تغير يتغير يوجد توجد دار يدور تم يتم اعلن كشف
    صار يصير نتج اطلق يطلق يشار يسمي ينبغي يجب يمكن""".split()
)


def needs_context(question: str) -> bool:
    """Whether a question cannot be understood without the one before."""
    tokens = [word for word in words(question) if word not in _VAGUE]
    if all(word in STOPWORDS for word in tokens):
        return True
    if has_dangling_pronoun(question):
        return True
    if language_of(question) == "ar":
        return _arabic_piece([fold(word) for word in SURFACE_WORD.findall(question)])
    return _is_piece(question, tokens)


def has_dangling_pronoun(question: str) -> bool:
    """Whether a pronoun in a question stands for something that is not in it."""
    if language_of(question) == "ar":
        written = SURFACE_WORD.findall(question)
        folded = [fold(word) for word in written]
        return any(_arabic_points_back(written, folded, at) for at in range(len(folded)))
    tokens = words(question)
    return any(_points_back(tokens, at) for at in range(len(tokens)))


def content_units(tokens: Sequence[str]) -> list[str]:
    """The words that carry meaning."""
    return [word for word in tokens if word not in STOPWORDS]


def reference_units(question: str) -> int:
    """How many things a question names: each content word is one, capitalised Latin words side by side are one."""
    written = SURFACE_WORD.findall(question)
    kept = [bool(content_units(words(word))) or word in _SAYING for word in written]
    capital = [kept[i] and i > 0 and word[0].isupper() for i, word in enumerate(written)]
    return kept.count(True) - sum(map(all, zip(capital, capital[1:], strict=False)))


def asks_definition(tokens: Sequence[str]) -> bool:
    """Whether the words ask who or what something is. Such a question names its subject."""
    if len(tokens) < 3:
        return False
    first = tokens[0].removeprefix("و").removeprefix("ف")
    return (tokens[0] in {"who", "what", "where"} and tokens[1] in _BE) or (
        first in {"من", "ما"} and tokens[1] in _HE
    )


def _has_name(question: str) -> bool:
    """Whether a Latin word with a capital, not the first, is in a question."""
    return any(word[0].isupper() and content_units(words(word)) for word in SURFACE_WORD.findall(question)[1:])


def _is_piece(question: str, tokens: Sequence[str]) -> bool:
    """Whether a question is a question word and at most two content words: "Which countries?", "In what year?"."""
    if _has_name(question) or ASKING.isdisjoint(tokens) or not _BE.isdisjoint(tokens[1:2]):
        return False
    most = 2 if {"which", "many", "much"} & set(tokens) and AUXILIARIES.isdisjoint(tokens) else 1
    return len(content_units(tokens)) <= most


def _points_back(tokens: Sequence[str], at: int) -> bool:
    """Whether the word here is a pronoun that nothing before it in the question can stand for."""
    word, before = tokens[at], content_units(tokens[:at])
    following = tokens[at + 1] if at + 1 < len(tokens) else ""
    previous = tokens[at - 1] if at else ""
    if len(before) >= ENOUGH:
        return False
    if word in {"this", "these", "those"}:
        return following not in _TIMES and not (word == "those" and following in _NARROWING)
    if word == "that":
        return not following or previous in _FOREGOING
    if word == "there" and (
        following in _BE or (previous in _BE and (following in _COUNTED or content_units([following])))
    ):
        return False
    if word == "it" and {"that", "to", "take", "when"} & set(tokens[at + 1 : at + 4]):
        return False
    if word not in _THIRD | {"there"}:
        return False
    return not before or (_SPLITTING.isdisjoint(tokens[1:at]) and _is_free(word, previous, following))


def _is_free(word: str, previous: str, following: str) -> bool:
    """Whether a pronoun in a question of one clause can stand for none of the words before it.

    A subject pronoun cannot stand for them, and an object pronoun not for the subject, except after "with".
    """
    if previous in AUXILIARIES:
        return word not in _POSSESSIVE
    is_object = not following or (following in STOPWORDS and following not in AUXILIARIES)
    return word in _OBJECTS and is_object and not (previous == "with" and word in {"him", "them"})


def _arabic_points_back(written: Sequence[str], tokens: Sequence[str], at: int) -> bool:
    before, after = content_units(tokens[:at]), tokens[at + 1 :]
    word, following = tokens[at], after[0] if after else ""
    if word in _HE:
        return not before and at > 0 and strip_asking(tokens[at - 1]) not in ASKING_ARABIC - {"هل"}
    if strip_asking(word) in _THIS:
        return following not in _TIMES_ARABIC | _RELATIVE and len(before) < ENOUGH
    if word in {"هناك", "هنالك"}:
        return not following or following in _BEFORE_NOUNS
    if found := _WITH_PRONOUN.fullmatch(word):
        owned = found[1] in _OWNING and strip_asking(tokens[0]) in {"من", "ما", "اي", "ايه"} and bool(following)
        most = -1 if owned else 1 if found[1] in _WHERE or _asks_of_a_noun(tokens) else 2
        return _SPLITTING_ARABIC.isdisjoint(tokens[:at]) and len(before) <= most
    return _possesses(written, tokens, at) or _lacks_subject(tokens, at)


def _possesses(written: Sequence[str], tokens: Sequence[str], at: int) -> bool:
    """Whether the word ends in a pronoun (زيارته) that little before it can stand for."""
    word, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
    whole = word in STOPWORDS | _WHOLE or strip_asking(word) in STOPWORDS | _WHOLE or has_article(word)
    if whole or written[at].endswith("ة") or not _POSSESSED.fullmatch(word):
        return False
    if word.endswith("ه") and not word.endswith("ته") and content_units([following]):
        return False  # a carelessly written ة: زياره بوتين
    most = 0 if _asks_of_a_noun(tokens) else 1
    return _SPLITTING_ARABIC.isdisjoint(tokens[:at]) and len(content_units(tokens[:at])) <= most


def _asks_of_a_noun(tokens: Sequence[str]) -> bool:
    """Whether it asks which or how many of a noun, which a later pronoun then stands for: كم قرية وصلتها المياه؟"""
    return any(strip_asking(word) in _OF_A_NOUN for word in tokens[:2])


def _lacks_subject(tokens: Sequence[str], at: int) -> bool:
    """Whether the word is the verb of a question, and neither a subject nor an object follows: لماذا أُنشئت؟"""
    asking = strip_asking(tokens[at - 1]) if at else ""
    if (
        asking not in _VERB_NEXT
        or content_units(tokens[:at])
        or (asking in _RELATIVE and not _POSSESSED.fullmatch(tokens[at]))
    ):
        return False
    is_verb = bool(content_units([tokens[at]])) and not has_article(tokens[at]) and tokens[at] not in _HAPPENING
    return is_verb and (at + 1 == len(tokens) or tokens[at + 1] in _BEFORE_NOUNS)


def _arabic_piece(tokens: Sequence[str]) -> bool:
    """Whether a question asks how many or which with at most one content word: "إلى أي بلدان؟", "على كم كيان؟"."""
    return _asks_of_a_noun(tokens) and len(content_units(tokens)) <= 1


def strip_asking(word: str) -> str:
    """A folded Arabic word without an "and" or "so" before a question word, a pronoun or a preposition.

    Only before these, which no other word begins like: `strip_clitics` would make a question word of a name.
    """
    rest = word[1:]
    return rest if word[:1] in {"و", "ف"} and (rest in STOPWORDS or rest in ASKING_ARABIC) else word


# Sentences

_LEANING = (
    "he she it they his her its their this that these those both "
    "هو هي هم هما وهو وهي وهم وهما هذا هذه ذلك تلك وهذا وهذه وذلك وتلك كما انه وانه انها وانها"
)
_LEANS = re.compile(
    rf"[\W_]*(?:(?:{'|'.join(_LEANING.split())})(?!\w)"
    rf"|و?(?:{SAID_PAST_AR}) ?(?::|،|(?:الي|علي|في)? ?(?:ان|انه|انها|انهم)(?!\w)|قايلا|قايله))"
)
_CONTRASTS = re.compile(
    r"[\W_]*(?:but|however|yet|nevertheless|nonetheless|instead|even so"
    r"|و?(?:لكن(?:ه|ها|هم|هما)?|بيد ان\w*|غير ان\w*|الا ان\w*|مع ذلك|رغم ذلك|بالمقابل|في المقابل)|بل)(?!\w)"
)
_QUOTED = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
_THIS_THING = re.compile(r"[وفبلك]{0,2}(?:هذا|هذه|ذلك|تلك|هولاء|هذين|هاتين)")
_SORTS = frozenset("kind sort type النوع القبيل".split())
"""A thing of this kind stands beside it."""
_NEAR_BEGINNING = 6
"""Among so many words "this …" is what a sentence is about."""
_OPENING = 3
"""So many of its first words may be what a sentence is about."""


def leans_back(sentence: str) -> bool:
    """Whether only the sentence before it can explain a sentence: "He added that…", "But …", "With this visit …"."""
    folded = fold(sentence)
    return any(begins.match(folded) for begins in (_LEANS, _CONTRASTS)) or _points_at_another(sentence)


def _points_at_another(sentence: str) -> bool:
    """Whether it begins with "this …" of a thing that it does not name before, outside of what it quotes."""
    tokens = words(_QUOTED.sub(" ", sentence))[:_NEAR_BEGINNING]
    named: set[str] = set()
    for word, following in pairwise(tokens):
        keys = set(word_keys(following))
        if _is_thing(word, following) and named.isdisjoint(keys):
            return True
        named.update(word_keys(word))
    return False


def _is_thing(word: str, following: str) -> bool:
    """Whether these two words are a demonstrative and its noun, which is no time."""
    if following in STOPWORDS or following in _SORTS or month_mentions(following) or weekday_mentions(following):
        return False
    if word in {"this", "these"}:
        return following not in _TIMES
    return bool(_THIS_THING.fullmatch(word)) and has_article(following) and following not in _TIMES_ARABIC


def refers_to(sentence: str, before: str) -> bool:
    """Whether a sentence begins with a thing that the one before it brought up: "A train came. The train…"."""
    above = words(before)
    brought_up = {word for word, article in zip(above, ["", *above], strict=False) if article != "the"}
    opening = [fold(word) for word in SURFACE_WORD.findall(sentence)[: _OPENING + 1]]
    if language_of(sentence) == "ar":
        nouns = [word.lstrip("و") for word in opening[:_OPENING] if has_article(word.lstrip("و"))]
        return any(noun.removeprefix("ال") in brought_up for noun in nouns)
    return opening[:1] == ["the"] and any(word in brought_up and word not in STOPWORDS for word in opening[1:])
