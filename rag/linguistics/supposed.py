"""Which words of a text state what was, is or will be, and which are only supposed: planned, opposed, feared, asked.

"A plan to sell the mill" states a plan and no sale. What a word of wanting, fearing, asking, opposing, trying or
thinking governs is supposed up to the end of its clause, in both languages; so is all of a question and of a
sentence with a condition, and what a denial denies but for a time or with an exception.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"(?<=[.!?؟])[\"”»’)\]]*\s+|\n+")
_CLAUSE = re.compile(r"[،؛;:!?؟()\"“”«»—–]|[.,](?!\d)| - ")
_OPEN = re.compile(
    r"[?؟]|\b(?:if|unless|provided|suppos(?:e|ing))\b|(?<!\w)[وف]?(?:(?<!ما )اذا|لو|لولا|بشرط|شريطه|هل)(?!\w)"
)
_GOVERNS_ENGLISH = (
    r"(?<!\bin )(?<!\bof )(?<!\bby )(?<!\blast )(?<!\bsince )may(?! (?:the|in|at|on|after|when|as|and|by)\b)"
    r"|might|can|could|would (?:have|like|prefer|rather)|should|ought|must|needs?|needed|(?:have|has|had) to|whether"
    r"|against|in order|so as"
    r"|plan(?:s|ned|ning)?|intend\w*|intention\w*|propos\w+|wants?|wanted|wanting|wish\w*|desires?|seek\w*|sought"
    r"|aim(?:s|ed|ing)?|hop(?:e|es|ed|ing)|consider\w*|weigh(?:s|ed|ing)?|discuss\w*|debat\w+|negotiat\w+|mull\w*"
    r"|talk(?:s|ed|ing)? (?:of|on|about)|demand\w*|urg(?:e|es|ed|ing)|ask(?:s|ed|ing)?|request\w*|petition\w*"
    r"|(?:call|appeal|campaign|push|press|lobb|vot|argu|wait|prepar|bid)\w* (?:for|to|on|against)(?<!voted to)"
    r"|recommend\w*|suggest\w*|advis(?:e|es|ed|ing)|support\w*|favou?r\w*|back(?:s|ed|ing)"
    r"|oppos\w+|object(?:s|ed|ing|ions?)? to|protest\w*|reject\w*|refus\w+(?! to)|resist\w*|block(?:s|ed|ing)"
    r"|prevent\w*|avert\w*|avoid\w*|stop(?:s|ped|ping)?|bann?(?:s|ed|ing)?|fear\w*|afraid|worr(?:y|ies|ied)"
    r"|threat\w*|warn\w*|risk\w*|danger|promis\w+|pledg\w+|vow(?:s|ed|ing)?|offer(?:s|ed|ing)? to"
    r"|try|tries|tried|trying|attempt\w*|efforts?|willing\w*|ready|eager|keen|reluctant|likely|unlikely"
    r"|expect\w*|predict\w*|forecast\w*|believ\w+|think\w*|thought|suspect\w*|alleg\w+|accus\w+|rumou?r\w*|speculat\w+"
    r"|perhaps|maybe|possibl[ey]|possibilit\w+|probabl[ey]|potential\w*|prospects?|imagin\w+|as though"
    r"|(?:bill|motion|draft|right|permission|chance|power|deadline|option|project|scheme|idea)s? (?:to|of|for)"
)
_GOVERNS_ARABIC = (
    r"قد(?= (?!تم)[يتن]\w\w)|ربما|لعل\w*|عسي|[يت]جب|ينبغي|ضروره|وجوب|ضد|ما اذا|من اجل|بهدف|بغيه|ل?كي"
    r"|خطه|خطط\w*|خطت\w+|مخطط\w*|تخطيط\w*|[يتن]خطط\w*|مشروع\w*|[ايتن]عتزم\w*|نيه|نيت\w+|[يتن]نوي|[يتن]نوون"
    r"|عزم\w*|[يتن]عزم|اقترح\w*|اقتراح\w*|[يتن]قترح\w*|مقترح\w*|رفض\w*|[يتن]رفض\w*|عارض\w*|[يتن]عارض\w*|معارض\w*"
    r"|احتج|احتجت|احتجوا|[يتن]حتج|[يتن]حتجون|احتجاج\w*|مناهض\w*|اعترض\w*|اعتراض\w*|[يتن]عترض\w*|طالب|طالبت|طالبوا|[يتن]طالب\w*|مطالب\w*|طلب\w*|[يتن]طلب\w*"
    r"|دعا|دعت|دعوا|دعوه|دعوات|دعوت\w+|[يتن]دعو\w*|حث|حثت|[يتن]حث\w*|ناشد\w*|[يتن]ناشد\w*|اوصي|اوصت|توصيه"
    r"|هدد\w*|[يتن]هدد\w*|تهديد\w*|حذر\w*|[يتن]حذر\w*|تحذير\w*|خوفا?|خوفه\w*|مخاوف\w*|[يتن]خاف\w*|تخوف\w*|[يتن]تخوف\w*"
    r"|خشي\w*|[يتن]خشي\w*|[يتن]خشون|قلق\w*|املا?|امله\w*|[يتن]امل\w*|[يتن]تمني|[يتن]ريد\w*|اراد\w*|رغب\w*|[يتن]رغب\w*"
    r"|حاول\w*|[يتن]حاول\w*|محاول\w*|سعيا?|سعيه\w*|سعت|[يتن]سعي|[يتن]سعون|مساعي?|جهود\w*|احتمال\w*|محتمل\w*|[يت]حتمل"
    r"|امكاني\w*|امكان|ممكن|[يت]مكن|توقع\w*|[يتن]توقع\w*|متوقع\w*|رجح\w*|[يتن]رجح\w*|مرجح|[يتن]عتقد\w*|[يتن]ظن\w*"
    r"|[يت]شتبه|اتهم\w*|[يتن]تهم\w*|متهم\w*|اتهام\w*|شايع\w*|[يتن]درس\w*|[يتن]بحث\w*|[يتن]ناقش\w*|مناقش\w*|منع\w*|[يتن]منع\w*"
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
    """The clauses of a folded text, each as what it states and what it then only supposes; together all of it."""
    return [
        ("", clause) if _OPEN.search(sentence) or _GOVERNED.search(clause) else _parted(clause)
        for sentence in _SENTENCE.split(folded)
        for clause in _CLAUSE.split(sentence)
    ]


def _parted(clause: str) -> tuple[str, str]:
    """A clause up to the first word that governs what is only supposed, that word included, and the rest."""
    found = _GOVERNS.search(clause)
    return (clause[: found.end()], clause[found.end() :]) if found else (clause, "")
