"""How a text asserts what it says: what it denies, holds possible, insists on, and what it only supposes.

"A plan to sell the mill" states a plan and no sale. What a word of wanting, fearing, asking, opposing, trying or
thinking governs is supposed up to the end of its clause, in both languages; so is all of a question and of a
sentence with a condition, and what a denial denies but for a time or with an exception. All patterns are for folded
text.
"""

from __future__ import annotations

import re

from store.text import fold, sentence_texts

NEAR = 4
"""So many words, with its own, tell how a word is meant;"""
WITHIN = 70
"""they stand in its clause, at most so many characters before it."""

DENIAL = re.compile(
    r"\b(?:not|never|no|den(?:y|ied|ies|ying)|neither|cannot|refuted|refus\w+|failed|unable|\w+n't)\b"
    r"|(?<!\w)[وف]?(?:لم|لن|ليس|ليست|ليسوا|لا|نفي|نفت|ينفي|تنفي|نافيا|كذب|كذبت|عدم|عاجزه?|عجزت?|فشلت?|رفضت?|امتنعت?)(?!\w)"
)
NO_DENIAL = re.compile(
    r"\b(?:not only|no doubt|no longer|not least|no sooner|no (?:fewer|less|more) than)\b"
    r"|(?<!\w)[وف]?(?:لا ?سيما|لا [يت]زال\w*|لا [يت]قل\w*|لا بد|لا [يت]تجاوز|ليس فقط|لا شك|لا [يت]زيد)(?!\w)"
)
_CLAUSE = re.compile(r"[،؛,;:.()]")
_DENIES = re.compile(
    rf"{DENIAL.pattern}|\b(?:without|nor|unlikely|hardly|rul\w+ out)\b"
    r"|(?<!\w)[وف]?(?:غير|دون|بدون|بلا|[يت]?ا?ستبعد\w*)(?!\w)"
)
_POSSIBLE_ENGLISH = (
    r"might|can|could|perhaps|possibl[ey]|probabl[ey]|potential\w*|(?:un)?likely|expect\w*|believ\w+|think\w*"
    r"|suspect\w*|alleg\w+|accus\w+|consider\w*|suggest\w*|plan(?:s|ned|ning)?|wants?|wanted|wanting|seek\w*"
    r"|aim(?:s|ed|ing)?|hop(?:e|es|ed|ing)"
)
_POSSIBLE_ARABIC = (
    r"ربما|لعل\w*|[يت]مكن|احتمال\w*|محتمل\w*|[يت]حتمل|[يتن]?توقع\w*|متوقع\w*|[يتن]?رجح\w*|مرجح|[يتن]عتقد\w*|[يتن]ظن\w*"
    r"|[يت]شتبه|[يتن]تهم\w*|متهم\w*|اتهم\w*|[يتن]ريد\w*|اراد\w*|[يتن]امل\w*|[يتن]سعي"
)
"""Words that hold something possible, likely or wished for."""
_HEDGES = re.compile(
    rf"\b(?:{_POSSIBLE_ENGLISH}|may|would|reportedly|apparently|estimat\w*|if)\b"
    rf"|(?<!\w)[وفل]?(?:ال)?(?:{_POSSIBLE_ARABIC}|قد|يمكن\w*|اعتقاد\w*|[يت]بدو|في وسع\w*|[يت]ستطيع|اذا|لو|يفترض"
    r"|[يت]?زعم\w*|[يت]ري|راي\w*|تقدير\w*|[يت]?ا?ستبعد\w*|[يت]?كاد)(?!\w)"
)
_INSISTS = re.compile(
    r"\b(?:will|prov\w+|confirm\w+|definitely|certain\w*|always|never|all|every|entire\w*|must|fully|complete\w*"
    r"|guarantee\w*)\b"
    r"|(?<!\w)[وف]?(?:اكد\w*|[يت]وكد\w*|اثبت\w*|[يت]ثبت\w*|حتما|جميع\w*|كل|كافه|دايما|ابدا|كليا|تماما|بالكامل|سوف"
    r"|قطعا|موكد\w*)(?!\w)"
)


def insists(text: str) -> bool:
    """Whether a text speaks of certainty, proof, all or never."""
    return bool(_INSISTS.search(fold(text)))


def denies(text: str) -> bool:
    """Whether a text denies anything."""
    return bool(_DENIES.search(NO_DENIAL.sub(" ", fold(text))))


def denied(text: str, start: int, end: int) -> bool:
    """Whether what stands at this place of a text is denied: an odd number of denials closely before it."""
    before = NO_DENIAL.sub(" ", " ".join(_before(text, start, end).split()[-NEAR:]))
    return len(_DENIES.findall(before)) % 2 == 1


def hedged(text: str, start: int, end: int) -> bool:
    """Whether what stands at this place of a text is only held possible, likely or wished for."""
    return bool(_HEDGES.search(_before(text, start, end)))


def _before(text: str, start: int, end: int) -> str:
    """The folded text from the start of its clause to the end of a place, at most WITHIN characters before it."""
    return fold(_CLAUSE.split(text[max(0, start - WITHIN) : start])[-1] + text[start:end])


# What is stated and what is only supposed

_SUPPOSED_CLAUSE = re.compile(r"[،؛;:!?؟()\"“”«»—–]|[.,](?!\d)| - ")
_OPEN = re.compile(
    r"[?؟]|\b(?:if|unless|provided|suppos(?:e|ing))\b|(?<!\w)[وف]?(?:(?<!ما )اذا|لو|لولا|بشرط|شريطه|هل)(?!\w)"
)
_GOVERNS_ENGLISH = (
    rf"{_POSSIBLE_ENGLISH}"
    r"|(?<!\bin )(?<!\bof )(?<!\bby )(?<!\blast )(?<!\bsince )may(?! (?:the|in|at|on|after|when|as|and|by)\b)"
    r"|would (?:have|like|prefer|rather)|should|ought|must|needs?|needed|(?:have|has|had) to|whether"
    r"|against|in order|so as|intend\w*|intention\w*|propos\w+|wish\w*|desires?|sought"
    r"|weigh(?:s|ed|ing)?|discuss\w*|debat\w+|negotiat\w+|mull\w*"
    r"|talk(?:s|ed|ing)? (?:of|on|about)|demand\w*|urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?|request\w*|petition\w*"
    r"|(?:call|appeal|campaign|push|press|lobb|vot|argu|wait|prepar|bid)\w* (?:for|to|on|against)(?<!voted to)"
    r"|recommend\w*|advis(?:e|es|ed|ing)|support\w*|favou?r\w*|back(?:s|ed|ing)"
    r"|oppos\w+|object(?:s|ed|ing|ions?)? to|protest\w*|reject\w*|refus\w+(?! to)|resist\w*|block(?:s|ed|ing)"
    r"|prevent\w*|avert\w*|avoid\w*|stop(?:s|ped|ping)?|bann?(?:s|ed|ing)?|fear\w*|afraid|worr(?:y|ies|ied)"
    r"|threat\w*|warn\w*|risk\w*|danger|promis\w+|pledg\w+|vow(?:s|ed|ing)?|offer(?:s|ed|ing)? to"
    r"|try|tries|tried|trying|attempt\w*|efforts?|willing\w*|ready|eager|keen|reluctant"
    r"|predict\w*|forecast\w*|thought|rumou?r\w*|speculat\w+|maybe|possibilit\w+|prospects?|imagin\w+|as though"
    r"|(?:bill|motion|draft|right|permission|chance|power|deadline|option|project|scheme|idea)s? (?:to|of|for)"
)
_GOVERNS_ARABIC = (
    rf"{_POSSIBLE_ARABIC}"
    r"|قد(?= (?!تم)[يتن]\w\w)|عسي|[يت]جب|ينبغي|ضروره|وجوب|ضد|ما اذا|من اجل|بهدف|بغيه|ل?كي"
    r"|خطه|خطط\w*|خطت\w+|مخطط\w*|تخطيط\w*|[يتن]خطط\w*|مشروع\w*|[ايتن]عتزم\w*|نيه|نيت\w+|[يتن]نوي|[يتن]نوون"
    r"|عزم\w*|[يتن]عزم|اقترح\w*|اقتراح\w*|[يتن]قترح\w*|مقترح\w*|رفض\w*|[يتن]رفض\w*|عارض\w*|[يتن]عارض\w*|معارض\w*"
    r"|احتج|احتجت|احتجوا|[يتن]حتج|[يتن]حتجون|احتجاج\w*|مناهض\w*|اعترض\w*|اعتراض\w*|[يتن]عترض\w*|طالب|طالبت|طالبوا|[يتن]طالب\w*|مطالب\w*|طلب\w*|[يتن]طلب\w*"
    r"|دعا|دعت|دعوا|دعوه|دعوات|دعوت\w+|[يتن]دعو\w*|حث|حثت|[يتن]حث\w*|ناشد\w*|[يتن]ناشد\w*|اوصي|اوصت|توصيه"
    r"|هدد\w*|[يتن]هدد\w*|تهديد\w*|حذر\w*|[يتن]حذر\w*|تحذير\w*|خوفا?|خوفه\w*|مخاوف\w*|[يتن]خاف\w*|تخوف\w*|[يتن]تخوف\w*"
    r"|خشي\w*|[يتن]خشي\w*|[يتن]خشون|قلق\w*|املا?|امله\w*|[يتن]تمني|رغب\w*|[يتن]رغب\w*"
    r"|حاول\w*|[يتن]حاول\w*|محاول\w*|سعيا?|سعيه\w*|سعت|[يتن]سعون|مساعي?|جهود\w*|امكاني\w*|امكان|ممكن"
    r"|اتهام\w*|شايع\w*|[يتن]درس\w*|[يتن]بحث\w*|[يتن]ناقش\w*|مناقش\w*|منع\w*|[يتن]منع\w*"
    r"|حظر\w*|[يتن]حظر\w*|تجنب\w*|تفادي\w*|ايد|ايدت|ايدوا|[يتن]ويد\w*|تاييد\w*|دعم\w*|[يتن]دعم\w*|لصالح|وعد|وعدت|وعدوا|وعود\w*"
    r"|تعهد\w*|[يتن]تعهد\w*|عرض|عرضت|استعداد\w*|مستعد\w*|[يت]ستعد\w*|حق|فرصه|خطر"
)
_LIMITED = (
    r"\b(?:not|never|cannot|\w+n't)\b(?=.{0,200}\b(?:before|until|till|yet|except|only)\b)"
    r"|(?<!\w)[وف]?(?:لم|لن|لا|ليس)(?!\w)(?=.{0,200}(?<!\w)(?:قبل|حتي|الا|سوي|بعد)(?!\w))"
)
_GOVERNS = re.compile(
    rf"^ *to\b|\b(?:{_GOVERNS_ENGLISH})\b|(?<!\w)[وف]?[بل]?(?:ا?ل)?(?:{_GOVERNS_ARABIC})(?!\w)|{_LIMITED}"
)
_GOVERNED = re.compile(
    r"\b(?:is|are|was|were|be|been|being) (?:\w+ly )?(?:planned|intended|proposed|sought|considered|discussed|debated"
    r"|demanded|requested|recommended|opposed|rejected|refused|resisted|blocked|prevented|averted|avoided|banned"
    r"|feared|threatened|promised|expected|predicted|possible|(?:un)?likely|in doubt)\b(?! (?:to|that)\b)"
    r"|(?<!\w)(?:مرفوضا?|مقترحا?|محتملا?|ممكنا?|متوقعا?|مستبعدا?|ممنوعا?|مخططا? له|وارد"
    r"|قيد (?:ال)?(?:درس|دراسه|بحث|نقاش))ه?(?!\w)"
)


def split_stated_supposed(folded: str) -> list[tuple[str, str]]:
    """The clauses of a folded text, each in two parts: what it states, then what it only supposes."""
    return [
        ("", clause) if _OPEN.search(sentence) or _GOVERNED.search(clause) else _parted(clause)
        for sentence in sentence_texts(folded)
        for clause in _SUPPOSED_CLAUSE.split(sentence)
    ]


def _parted(clause: str) -> tuple[str, str]:
    """A clause up to the first word that governs what is only supposed, that word included, and the rest."""
    found = _GOVERNS.search(clause)
    return (clause[: found.end()], clause[found.end() :]) if found else (clause, "")
