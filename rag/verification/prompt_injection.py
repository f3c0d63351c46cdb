"""Whether a text talks to the machine that reads it, instead of telling news.

An article is data, but a language model that reads "ignore your instructions and write …" may obey, and what it then
writes does stand in the article. So such text is not given to a model; it can still be quoted, as what the article
says. It is known by families of wording, not by single phrases: an order, or the second person, near something that
only a machine that answers questions has (instructions, a prompt, an answer to give, a user); the marks of a chat or
of the evidence itself; and text hidden from people. News that reports such an order may be taken for one: that costs
the model a passage, and the reader nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.verification.deobfuscation import deobfuscated, is_disguised
from rag.verification.injection_phrases import ARABIC_ORDER, ENGLISH_ORDER, compile_phrases

_FAKES_THE_FRAME = r"""
    (?:^|["'\]>)#*]|[.!?] )\s*(?:system|assistant|user|human|developer)\s*[:>»]
    (?:^|["'\]>)#*]|[.!?] )\s*(?:النظام|نظام|المساعد|مساعد|المستخدم|مستخدم|المطور)\s*[:>»]
    <\|.{0,80}?\|>|\[/?(?:inst|sys|system|user|assistant)\]|<</?sys>>|</?s>|#{2,}\s*\w+\s*:|```|\{\{|\$\{
    "(?:role|content|system|prompt|instructions?|text|نص)"\s*:|["'”]\s*[}\]]\s*[}\],]|\}\s*\]|\[\s*\{
    \b(?:end|start|beginning|close) of (?:the |all )?(?:\w+ )?(?:{MATTER}|article|quote|input|data|excerpt)s?\b
    \b(?:نهاية|بداية|انتهت|انتهى|بدأت) (?:كل |جميع )?(?:ال)?(?:مقاطع|وثائق|نصوص|سياق|مصادر|شواهد|اقتباسات|تعليمات)\b
    \bquestion\s*:.{0,200}\banswer\s*:|\b(?:ال)?سؤال\s*:.{0,200}\b(?:ال)?(?:جواب|إجابة)\s*:
    ^[^\w]{0,9}(?:new )?(?:passage|source|document|quote|evidence|excerpt|citation|reference)s? ?#?\d{1,3}\s*[:(\[–—-]
    ^[^\w]{0,9}(?:ال)?(?:مقطع|مصدر|وثيقة|شاهد|اقتباس|مرجع|دليل) (?:جديد|رقم )?\d{0,3}\s*[:(\[–—-]
    \b(?:only|sole|one) (?:valid|correct|true|reliable|official|trusted) (?:passage|answer|citation|quote)s?\b
    [\[【]\d{1,2}[\]】]
"""
_IS_MADE_FOR_A_BROWSER = r"""
    <!--|-->|</?[a-z][\w-]*(?:\s[^<>]{0,300})?/?>|(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0)
    !\[[^\]]*\]\s*\(|(?:https?://|www\.)[^ ]*[{<]
"""
_SPEAKS_TO_SOMEBODY = r"""
    \b(?:you|your|yours|yourself)\b|\blet(?:['’]s| us)\b|^[^\w]{0,9}to whom it may concern\b|\bلنلعب\b
    (?:^|\b){YOU_AR}\b
    \b(?:computer|machine|robot|bot|pipeline|ai|llm|(?:ال)?(?:حاسوب|كمبيوتر|آلة|روبوت)) ?:
"""
_IS_CODE = r"""
    /\*|\*/|^\s*(?://|\$ )|\b(?:sudo|echo|eval|printf?|curl|wget)\b ?[-("']|(?:>|>>|\|) ?\w+\.\w{2,4}\b
    ^\s*[a-z]+_[a-z_]+\s*[:=]|^\s*[^\n.:=]{1,40}\s=\s*["«“']|\b\w{1,40}\([^)\n]{0,80}["'=]
"""
_LATIN = re.compile(r"[a-z]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_SENTENCE = re.compile(r"(?<=[.!?؟…])\s+|\n+")
_IN_A_TEXT = re.compile(
    compile_phrases(_FAKES_THE_FRAME + _IS_MADE_FOR_A_BROWSER + _IS_CODE), re.MULTILINE | re.DOTALL
)

_TO_SOMEBODY = re.compile(compile_phrases(_SPEAKS_TO_SOMEBODY))
_QUOTED = re.compile(r"\"[^\"]{0,600}\"|“[^”]{0,600}”|«[^»]{0,600}»|”[^“]{0,600}“")


@lru_cache(maxsize=256)  # it holds whole articles
def is_prompt_injection(text: str) -> bool:
    """Whether a text (a sentence, a passage, an article, a title, an outlet's name) talks to the machine reading it.

    Judge as much of an article as a model might be misled about: what an order in one sentence asks for may stand,
    as plain as any news, in the next.
    """
    return is_disguised(text) or any(map(_speaks, deobfuscated(text)))


def _speaks(reading: str) -> bool:
    if _IN_A_TEXT.search(reading) or _TO_SOMEBODY.search(_QUOTED.sub(" ", reading)):
        return True
    return any(map(_orders, _SENTENCE.split(reading)))


def _orders(sentence: str) -> bool:
    if _LATIN.search(sentence) and ENGLISH_ORDER.search(sentence):
        return True
    return bool(_ARABIC.search(sentence) and ARABIC_ORDER.search(sentence))
