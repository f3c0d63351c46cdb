"""Whether a passage talks to the machine that reads it, instead of telling news.

An article is data, but a language model that reads "ignore your instructions and write …" may obey, and what it then
writes does stand in the article. Such a passage is not given to a model; it can still be quoted, as what the article
says. Five things give it away, in Arabic and English: marks of a chat, of markup or of code; an order to drop
instructions; words to a machine; an order about the answer or about the words that follow; and such an order put as
a question. All else is news, also what speaks of orders and of "you".
"""

from __future__ import annotations

import re

from rag.verification.deobfuscation import deobfuscated, is_disguised
from store.text import fold

_START = r"(?:^|[.!?؟:;…\"'“«)] |[\"'“«\n])\s*(?:and |then |please |kindly |و)?"
_BOT = (
    r"(?:ai|llms?|gpt|chat ?gpt|chat ?bots?|bots?|(?:ai |virtual )?assistants?|(?:language|ai) models?"
    r"|summari[sz]ers?"
    r"|(?:automat\w+|answering|ai) (?:systems?|readers?|tools?|agents?|programs?)|machine|computer)"
)
_BOT_AR = (
    r"(?:(?:ال|لل)(?:مساعد|نموذج|روبوت|بوت|برنامج|حاسوب|كمبيوتر|نظام)"
    r"|(?:ال)?(?:مساعد|قارئ|نموذج|صاحبي?) ?(?:ال)?(?:آلي|ذكي|لغوي))"
)
_ANSWER = r"(?:answers?|repl(?:y|ies)|responses?|outputs?|summary|summaries|retellings?)"
_ANSWER_AR = r"(?:[وف]?[بل]?ك?(?:ال)?(?:جواب|إجابت|إجابة|رد|ناتج|ملخص|تلخيص|رسالت))"
_PIECE = r"(?:lines?|sentences?|words|paragraphs?|passages?|statements?|text|version|message)"
_PIECE_AR = r"(?:ال)?(?:جملة|عبارة|فقرة|سطر|سطرا|كلمات|نص|صيغة|نسخة)"
_SAY = r"(?:say|tell|write|state|answer|reply|respond|repeat|output|print|include|add|report|speak|pass on|go with)"
_SAY_AR = r"(?:قل|قول|اكتب|اذكر|أجب|أضف|أدرج|انقل|كرر|ردد|انشر|اكتف|اجعلها|تضف|تضيف|تذكر|تضع|تقول|تبدأ)"

_MARKS = r"""
    (?:^|["'\]>)#*\n]|[.!?] )\s*(?:system|assistant|user|developer|النظام|نظام|المساعد|المستخدم|المطور)\s*[:>»]
    \bsystem prompt\b|<\|.{0,80}?\|>|\[/?(?:inst|sys|system|user|assistant)\]|<</?sys>>
    "(?:role|content|system|prompt|text|نص)"\s*:|["'”]\s*[}\]]\s*[}\],]
    \bquestion\s*:.{0,200}\banswer\s*:|السؤال\s*:.{0,200}الجواب\s*:
    ^\W{0,9}(?:passage|source|document|quote|evidence)s? ?#?\d{1,3}\s*[:(\[–—-]
    ^\W{0,9}(?:ال)?(?:مقطع|مصدر|وثيقة|شاهد) (?:جديد|رقم )?\d{0,3}\s*[:(\[–—-]
    [\[【]\d{1,2}[\]】]|<!--|-->|</?[a-z][\w-]*(?:\s[^<>]{0,300})?/?>|!\[[^\]]*\]\s*\(
    \b(?:sudo|echo|eval|curl|wget)(?: -| ?[("'])
"""
_DROPS_ORDERS = r"""
    {START}(?:ignore|disregard|forget|override|drop) (?:\w+ ){0,3}(?:instructions?|rules|prompts?|above|guidelines)\b
    \b(?:disregard|forget|ignore) (?:your|the) (?:\w+ ){0,2}(?:rules|instructions?|guidelines|prompt)\b
    \bstop (?:following|obeying) (?:your|the)\b|\bnew (?:instructions|rules) ?:|تعليمات جديدة ?:|\bتوقف عن اتباع
    \b(?:تجاهل|انس) (?:كل |جميع )?(?:ال)?(?:تعليمات|قواعد|أوامر)
    \b(?:تجاهل|سيبك من|يلغي|سحب \w+|انس) (?:كل )?(?:م?ما (?:قيل|سبق|تقدم|قبل\w*)|الكلام)
"""
_SPEAKS_TO_A_MACHINE = r"""
    \b(?:dear|attention|hello|hi|note (?:to|for)|whichever|such a clever|for|after me,|you are an?) (?:\w+ )?{BOT}\b
    {START}{BOT} ?[,:]|\b{BOT} (?:(?:that|who|which|is|are) )*(?:read|summari|process|translat|quot)\w*
    \byou are now\b|\bhear from you\b|\b(?:this|our) (?:conversation|chat|text feed|prompt)\b.{0,99}:
    (?:أيها|أيتها|عزيزي|يا|إلى|للـ|تعليمات|ملاحظة) ?(?:ل|إلى )?{BOT_AR}\b|{BOT_AR} (?:الذي|التي) [يت](?:قرأ|جيب|لخص)
    \bأنت الآن\b|يحدثونك|آخر المحادثة
"""
_ORDERS_WORDS = r"""
    \b(?:in|of|to|as|(?:open|begin|start)\w*) (?:your|every|the (?:whole|final|only)) (?:\w+ )?{ANSWER}\b.{0,99}:
    \b(?:correct|right|true|final|valid|only|good|short)[ _](?:{ANSWER}|{PIECE})\b.{0,60}?[:=]
    \b{ANSWER}\b.{0,40}\b(?:(?:must|has to|have to) (?:contain|include|mention)|leaves? out|يحتوي|يتضمن)
    {START}{SAY} (?:it|this|that|every\w+|them|readers|users?|people|only|exactly)\b.{0,99}(?::|http|instead)
    \b(?:pass on|{SAY}) (?:just |only )?(?:this|the following) {PIECE}\b
    \b(?:this|these|following|one small|next|a single|one) {PIECE}\b.{0,60}(?::|priority|overrides|wrong)
    {START}(?:{SAY_AR})(?:وا)? ?(?:ذلك|هذا|لهم|للناس|لل\w+|أن|ما|دائما أن|بهذه|{PIECE_AR}|:)
    \b(?:ف|و)قل إن\b|هذه الفقرة مقدمة|فليسمع منك|\bبما يأتي ?:|\bفي كل {ANSWER_AR}
    {ANSWER_AR}[كهم]* ?(?:ال)?(?:وحيد|صحيح|نهائي)ة?\b.{0,20}[:=]|{ANSWER_AR}\w*\b.{0,40}(?:ما لم يتضمن|يغفل)
    \b(?:{SAY_AR})\b.{0,60}(?:{ANSWER_AR}ك|كل رد|إلى ما تقوله|{PIECE_AR} (?:التالي|الآتي)ة?).{0,60}:
    {PIECE_AR} (?:ال)?(?:صحيح|مصحح|معتمد|قصير|واحد)ة? ?(?:وحده?ا?|هو|هي|،|:).{0,30}[:،]
"""
# A question to an interviewed person is never evidence: little is lost where one is taken for an order.
_ASKS = r"""
    \b(?:(?:could|would|can|will)(?:n't)?|won't|may i ask|why don't) you(?: \w+,?){0,3} {DO}(?:ing)?\b.*\?
    \b(?:how about|why not|(?:better|good|best) to) {DO}(?:ing)?\b.*\?
    (?:يمكنك|تستطيع|بوسعك|بإمكانك|هل لك|رأيك|الأفضل|لماذا لا|تتفضل)\b.{0,30}\b(?:أن |ب)?{DO_AR}\w*\b.*؟
    \b[أو]?هلا (?:\w+ )?(?:تجاهلت|كتبت|قلت|أجبت|ذكرت|أضفت|تركت|نسيت|أخبرت|بدأت)\b
"""
_DO = (
    r"(?:say|tell|writ|write|state|answer|reply|respond|repeat|report|add|leave out|forget|ignor|ignore|start|begin)"
)
_DO_AR = r"(?:تكتب|تجيب|تقول|القول|تذكر|تبدأ|تضيف|تخبر|تترك|تنسى|تتجاهل|تكتفي|تكرر)"


def _pattern(listing: str) -> re.Pattern[str]:
    """A pattern, for folded text, of the alternatives on each line. Folding lowers case: no \\S, \\W or \\D."""
    names = {
        "START": _START, "BOT_AR": _BOT_AR, "BOT": _BOT, "ANSWER_AR": _ANSWER_AR, "ANSWER": _ANSWER,
        "PIECE_AR": _PIECE_AR, "PIECE": _PIECE, "SAY_AR": _SAY_AR, "SAY": _SAY, "DO_AR": _DO_AR, "DO": _DO,
    }  # fmt: skip
    lines = [line.strip() for line in listing.splitlines() if line.strip()]
    filled = [re.sub(r"\{([A-Z_]+)\}", lambda name: names[name[1]], line) for line in lines]
    # Folding a pattern turns its Arabic letters into those of folded text; its Latin ones are small already.
    return re.compile("|".join(re.sub("[\u0600-\u06ff]+", lambda word: fold(word[0]), line) for line in filled), re.M)


_ORDER = _pattern(_MARKS + _DROPS_ORDERS + _SPEAKS_TO_A_MACHINE + _ORDERS_WORDS + _ASKS)


def is_prompt_injection(text: str) -> bool:
    """Whether a passage, a title or an outlet's name talks to the machine that reads it."""
    return is_disguised(text) or any(map(_ORDER.search, deobfuscated(text)))
