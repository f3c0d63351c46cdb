"""Whether a text denies anything, says that something is untrue, or passes on what others claim, in either language.

All patterns are for folded text.
"""

from __future__ import annotations

import re

from store.text import fold

_DENIAL = re.compile(
    r"\b(?:not|never|no|den(?:y|ied|ies|ying)|neither|cannot|refuted|refus\w+|failed|unable|\w+n't)\b"
    r"|(?<!\w)[وف]?(?:لم|لن|ليس|ليست|ليسوا|لا|نفي|نفت|ينفي|تنفي|نافيا|كذب|كذبت|عدم|عاجزه?|عجزت?|فشلت?|رفضت?|امتنعت?)(?!\w)"
)
_NO_DENIAL = re.compile(
    r"\b(?:not only|no doubt|no longer|not least|no sooner|no (?:fewer|less|more) than)\b"
    r"|(?<!\w)[وف]?(?:لا ?سيما|لا [يت]زال\w*|لا [يت]قل\w*|لا بد|لا [يت]تجاوز|ليس فقط|لا شك|لا [يت]زيد)(?!\w)"
)
_DENIES = re.compile(
    rf"{_DENIAL.pattern}|\b(?:without|nor|unlikely|hardly|rul\w+ out)\b"
    r"|(?<!\w)[وف]?(?:غير|دون|بدون|بلا|[يت]?ا?ستبعد\w*)(?!\w)"
)


def denies(text: str) -> bool:
    """Whether a text denies anything."""
    return bool(_DENIES.search(_NO_DENIAL.sub(" ", fold(text))))


_UNTRUE = re.compile(
    r"\b(?:untrue|false\w*|fakes?|faked|hoax(?:es)?|fabricat\w+|forged|invented|made up|baseless|groundless|unfounded"
    r"|mislead\w*|debunk\w*|incorrect\w*|wrong\w*|mistake\w*|nonsense|absurd|myths?|satir\w+|doctored|out of context"
    r"|den(?:y|ie|ial)\w*|refut\w+|reject\w*|contradict\w*|correct(?:ions?|ed)|retract\w*|in (?:fact|truth)|old"
    r"|(?:no|not) (?:true|truth|evidence|basis))\b"
    r"|(?<!\w)[وف]?[بل]?(?:ال)?(?:مضلل|زايف|كاذب|ملفق|مفبرك|مختلق|مغلوط|مزيف|مزور|قديم|ساخر|مركب|باطل)[هة]?(?!\w)"
    r"|(?<!\w)[وف]?[بل]?(?:ال)?(?:اكذوبه|خرافه|مبالغه|تصويب|تصحيح|فبركه|تضليل|حقيقه|صحيح|تكذيب)(?!\w)"
    r"|(?<!\w)[وف]?(?:لا (?:صحه|اساس|دليل|علاقه)|عار[يه]? (?:عن|من)|غير (?:صحيح|دقيق|حقيقي)\w*|[يت]?نفي|نفت|نافيا"
    r"|[يت]?كذبت?|خط[اي])(?!\w)"
)
_HEARSAY = re.compile(
    r"\b(?:claim\w*|rumou?r\w*|gossip|alleg\w+|accus\w+|purport\w*|supposedly|circulat\w+|viral|shared|sharing|posts?"
    r"|posted|spread|social media|users|activists|accounts|footage|clips?|videos?|photos?"
    r"|had (?:reported|written|said)|reported(?:ly)?|wrote|reports)\b"
    r"|(?<!\w)[وف]?[بل]?(?:ال)?(?:[يت]?زعم\w*|[يت]دعي|[يت]دعون|ادع[تي]\w*|ادعاء\w*|[يت]?تداول\w*|متداول\w*|[يت]?تناقل\w*"
    r"|انتشر\w*|شايع(?:ه|ات)|اشيع|[يت]شاع|مفاد[هة]|انباء|منشور\w*|نشرت?|ذكرت?|كتبت?|نقلت?|ذكرنا|نشرنا|شارك"
    r"|اتهمت?|ناشط\w*|مستخدم\w*|حسابات|صفحات|مقطع|فيديو|صوره|رساله)(?!\w)"
)


def says_untrue(text: str) -> bool:
    """Whether a text says of something that it is untrue, made up, or otherwise."""
    return bool(_UNTRUE.search(fold(text)))


def is_hearsay(text: str) -> bool:
    """Whether a text passes on what others wrote, spread or claimed."""
    return bool(_HEARSAY.search(fold(text)))
