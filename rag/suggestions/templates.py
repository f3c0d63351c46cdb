"""Questions that a text raises by what stands in it: who speaks there ("What did the minister warn of?"), and what
it asks itself. They are made of the text's own words, so that they read well; whether they can be answered is found
out by asking them (rag/suggesting.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.linguistics import ASKING, ASKING_ARABIC, MEDIA_NOUNS, inflect, needs_context, strip_asking
from rag.suggestions.topics import main_topic
from store.text import STOPWORDS, fold, language_of, sentence_texts, words

_LONGEST, _SHORTEST = 14, 4
"""Words of a heading that is a question."""

# What is asked of who does this; {did} is "did" or "does".
_ASKED_AS_IT_IS = "announce pledge promise believe demand deny reveal explain report want expect fear propose"
_ASKED_BY = {"say": "say add stress tell", "warn of": "warn", **{verb: verb for verb in _ASKED_AS_IT_IS.split()}}
_ASKED_OF = {
    form: f"What {{did}} {{who}} {asked}?"
    for asked, verbs in _ASKED_BY.items()
    for verb in verbs.split()
    for form in inflect(verb)
}
_ABOUT = {"en": "What {did} {who} {verb} about {topic}?", "ar": "ماذا {verb} {who} عن {topic}؟"}
_WORD = r"[^\W_][\w'’\-]*"
_SPEAKING = re.compile(
    rf"(?:(?:But|And|Yet|Meanwhile|However),? )?(?P<who>(?:{_WORD} ){{0,7}}{_WORD})(?:, [^,]{{3,80}},)? "
    rf"(?:also |later |had |has )?(?P<verb>{'|'.join(_ASKED_OF)})\b"
)
_OF_A_NAME = frozenset("the of for and".split())

# The same in Arabic, where the verb agrees with who follows: masculine and feminine. They are shown, so they are
# written out here as newspapers write them; those of rag.linguistics are folded.
_VERBS_ARABIC = {
    "قال قالت": ("قال", "قالت", "أضاف", "أضافت", "صرح", "صرحت", "تابع", "تابعت"),
    "أعلن أعلنت": ("أعلن", "أعلنت"),
    "ذكر ذكرت": ("ذكر", "ذكرت"),
    "أوضح أوضحت": ("أوضح", "أوضحت"),
    "أكد أكدت": ("أكد", "أكدت"),
    "يرى ترى": ("رأى", "رأت", "يرى", "ترى", "اعتبر", "اعتبرت"),
    "توقع توقعت": ("توقع", "توقعت"),
    "نفى نفت": ("نفى", "نفت"),
    "طلب طلبت": ("طلب", "طلبت"),
    "ممّ حذر حذرت": ("حذر", "حذرت", "حذّر", "حذّرت"),
    "بمَ تعهد تعهدت": ("تعهد", "تعهدت"),
    "عمّ كشف كشفت": ("كشف", "كشفت"),
    "بمَ طالب طالبت": ("طالب", "طالبت"),
    "إلامَ دعا دعت": ("دعا", "دعت"),
}
_FEMININE = re.compile(r"(?:.*ت|ترى)")
_ASKED_ARABIC = {form: asked.split() for asked, forms in _VERBS_ARABIC.items() for form in forms}
_NAMED_ARABIC = r"«[^»]{1,30}»|[^\W\d_][^\s،,:؛.«»\"()]*"
_SPEAKING_ARABIC = re.compile(
    rf"(?:ثم |لكن |كما )?[وف]?(?P<verb>{'|'.join(_ASKED_ARABIC)}) (?P<who>(?:(?:{_NAMED_ARABIC})[ ،,:؛.]*)+)"
)
_TOKEN_ARABIC = re.compile(rf"(?P<word>{_NAMED_ARABIC})(?P<after>[،,:؛.]?)")
_AFTER_WHO = frozenset(
    "ان بان انه انها انهم بانه بانها لان عن في علي من الي مع خلال يوم امس اليوم الاثنين الثلاثاء الاربعاء الخميس "
    "الجمعه السبت الاحد بعد قبل حين عندما لدي ضد نهايه مطلع وفق بحسب كما ايضا قد ما هذا هذه ذلك كل اي انذاك حينها "
    "لاحقا نقلت نقل للصحفيين الاسبوع الشهر العام السنه الماضي".split()
)
_TO_AN_OUTLET = re.compile(rf"ل(?:{MEDIA_NOUNS})")
_SOMEBODY = re.compile(r"(?!ال)\w+ون")
# One word that means somebody only where it stands.
_WHICHEVER = re.compile(
    rf"ال(?:{MEDIA_NOUNS}|رييس|وزير|وزاره|متحدث|مسوول|مصدر|بيان|تقرير|خبير|محلل|باحث|موسسه|هييه|منظمه|شركه|لجنه"
    "|جهاز|حركه|حزب|اكاديمي|زعيم|قايد|مجلس|كاتب|رجل)"
)
_VAGUE = re.compile(r"What .* (?:say|report)\?|ماذا (?:قالت?|ذكرت?) ")
_MOST_NAMED = 7


@dataclass(frozen=True, slots=True)
class QuestionIdea:
    """A question, the words of the text it comes from, and the names that an answer to it must have."""

    question: str
    said: str
    who: str = ""
    topic: str = ""

    @property
    def is_vague(self) -> bool:
        """Whether it asks what somebody said, and not of what."""
        return not self.topic and _VAGUE.match(self.question) is not None


def heading_questions(text: str, language: str) -> Iterator[QuestionIdea]:
    """The questions that stand in a text and can be understood without it."""
    for line in text.split("\n"):
        line = line.strip()
        if line.endswith(("?", "؟")) and _asks(line, language) and not needs_context(line):
            yield QuestionIdea(line, line)


def _asks(line: str, language: str) -> bool:
    said = words(line)
    if language_of(line) != language or not _SHORTEST <= len(said) <= _LONGEST or re.search(r"[?؟.!:].", line):
        return False
    return said[0] in ASKING or strip_asking(said[0]) in ASKING_ARABIC


def speaker_questions(text: str, language: str, about: str) -> Iterator[QuestionIdea]:
    """A question for each sentence whose speaker is named, with what the question `about` and it are both about."""
    told = sentence_texts(text)
    inside = {word for sentence in told for word in re.findall(_WORD, sentence)[1:] if word[0].isupper()}
    for sentence in told:
        shared = main_topic(about, sentence, text, language)
        found = _in_arabic(sentence, shared) if language == "ar" else _in_english(sentence, shared, inside)
        if found is not None:
            yield found


def _in_english(sentence: str, shared: str, inside: set[str]) -> QuestionIdea | None:
    found = _SPEAKING.match(sentence)
    if found is None or not _is_name(found["who"], inside):
        return None
    who = re.sub(r"^The\b", "the", found["who"])
    did = "does" if found["verb"].endswith("s") else "did"
    verb = "report" if found["verb"].startswith("report") else "say"
    topical = shared and shared not in found[0]
    form = _ABOUT["en"] if topical else _ASKED_OF[found["verb"]]
    question = form.format(did=did, who=who, topic=shared, verb=verb)
    return QuestionIdea(question, sentence, who.split()[-1], shared if topical else "")


def _is_name(who: str, inside: set[str]) -> bool:
    """Whether these words name somebody: a capital that does not only begin the sentence, and no small words."""
    first, *rest = who.split()
    if any(word.lower() in STOPWORDS - _OF_A_NAME for word in (first, *rest)) or rest[-1:] == ["and"]:
        return False
    capital = [word for word in rest if word[0].isupper()]
    return bool(capital) or (first in inside and not rest)


def _in_arabic(sentence: str, shared: str) -> QuestionIdea | None:
    found = _SPEAKING_ARABIC.match(sentence)
    who = _named_arabic(found["who"]) if found else []
    if found is None or not who or _is_nobody(who):
        return None
    *asking, masculine, feminine = _ASKED_ARABIC[found["verb"]]
    named, is_she = " ".join(who), _FEMININE.fullmatch(found["verb"]) is not None
    if shared and not set(map(fold, shared.split())) & set(map(fold, who)):
        question = _ABOUT["ar"].format(verb="قالت" if is_she else "قال", who=named, topic=shared)
        return QuestionIdea(question, sentence, who[-1], shared)
    verb = feminine if is_she else masculine
    return QuestionIdea(f"{asking[0] if asking else 'ماذا'} {verb} {named}؟", sentence, who[-1])


def _is_nobody(who: Sequence[str]) -> bool:
    """Whether the words mean nobody by themselves: some observers, the agency."""
    folded = [fold(word) for word in who]
    if any(map(_SOMEBODY.fullmatch, folded[:1])) or folded[-1] in {"نفسه", "نفسها"}:
        return True
    return len(who) == 1 and _WHICHEVER.fullmatch(folded[0]) is not None


def _named_arabic(after: str) -> list[str]:
    """The words that name who speaks, up to what he says, when and where; none where they run on."""
    who: list[str] = []
    for token in _TOKEN_ARABIC.finditer(after):
        word = fold(token["word"])
        if word in _AFTER_WHO or word in STOPWORDS or (who and _TO_AN_OUTLET.fullmatch(word)):
            return who
        who.append(token["word"])
        if token["after"]:
            return who
        if len(who) == _MOST_NAMED:
            return []
    return []
