"""Questions that ask for an overview of articles, and not for one fact: a summary, a timeline, what differs, a list.

The request words and the build of the whole question decide, in Arabic and English: "summarise the articles about X"
is a request, "did the minister summarise X?" is not. What remains is the subject, which may be empty. No word here
names what articles are about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rag.linguistics import PIECES
from rag.query.open_question import is_unspecific
from store.text import STOPWORDS, words


class RequestKind(StrEnum):
    """What kind of overview is asked for."""

    SUMMARY = "summary"
    TIMELINE = "timeline"
    DISAGREEMENT = "disagreement"
    COMPARISON = "comparison"
    NEWEST = "newest"
    ARTICLES = "articles"
    """How many articles there are about something, or which."""


@dataclass(frozen=True, slots=True)
class Request:
    """An overview that is asked for: of `subject`, the question's own words, or of all articles where it is empty.

    `sides` are the two that are to be compared; none for another kind. `one` says that one article is meant. `sure`
    says that the words alone decide; otherwise it is a request only if both sides are outlets.
    """

    kind: RequestKind
    subject: str = ""
    sides: tuple[str, str] | None = None
    one: bool = False
    sure: bool = True


# English

_PIECE = f"{PIECES}|pieces"
_EVENT = "events?|developments?"
_PRESS = "newspapers|outlets|sources|articles|reports|media|papers|press|accounts|stories"
_ALL = r"(?:(?:the|all|of|any|every|each|these|those|this|your|main|different|various|whole)\s+)*"
_ON = "about|on|regarding|concerning|related\\s+to|relating\\s+to"
_OF = f"{_ON}|of|for|from|in|with|around|over|to|by"
_LEAD_WORD = (
    r"(?:please|(?:can|could|would|will)\s+(?:you|i)|i(?:\s+(?:want|need|would\s+like)|['’]d\s+like)(?:\s+to)?|have"
    r"|get|see|read|give|show|make|write|tell|draw|find|list|put\s+together|prepare|provide|create|me|us|a|an|the|just"
    r"|short|brief|quick|full|complete|some)[\s,]+"
)
_LEAD = f"(?:{_LEAD_WORD})*"
_END = r"[\s,]*(?:please|for\s+me|for\s+us|thanks|thank\s+you|briefly|in\s+short)?[\s?!.]*"
_ACCOUNT = "accounts?|versions?|coverage|reports?|reporting|story|stories|articles?|description|portrayal"
_REPORTED = r"(?:cover|report|describe|portray|present|write|tell|see)(?:s|ed|n)?|wrote|told|saw|said|say"
_IN_ORDER = r"(?:in|by)\s+(?:chronological\s+order|(?:the\s+)?order\s+of\s+(?:date|time|day)s?|date\s+order|date)"
_EACH_OTHER = r"(?:\s+(?:with\s+)?(?:each\s+other|one\s+another))?"
_PUBLISHED = r"(?:\s+(?:were|was|have\s+been|are)\s+(?:published|written|there))?"
_SUBJECT = r"(?P<subject>.*?)"
_SIDES = r"(?P<one>\S.*?)\s+(?:and|with|to|versus|vs\.?|against)\s+(?P<other>\S.*?)"
_WHERE = r"(?:(?:on|in|about|over)\s+what|what|where|how|(?:(?:on|in)\s+)?which\s+(?:points?|things?))"

_ENGLISH = {
    RequestKind.SUMMARY: (
        rf"{_LEAD}(?:summari[sz]e|sum\s+up|recap)(?:\s+{_SUBJECT})?",
        rf"{_LEAD}(?:summary|overview|recap|digest|gist|tl;?dr)(?:\s+(?:{_OF})\s+{_SUBJECT})?",
    ),
    RequestKind.TIMELINE: (
        rf"{_LEAD}(?:time\s*line|chronology)(?:\s+(?:{_OF})\s+{_SUBJECT})?",
        rf"what\s+(?:is|was)\s+the\s+(?:time\s*line|chronology)\s+of\s+(?P<subject>{_ALL}events.*?)",
        rf"{_LEAD}(?:what\s+(?:has\s+)?happened|(?:the\s+)?events?)(?:\s+(?:{_OF})\s+{_SUBJECT})?[\s,]+{_IN_ORDER}",
    ),
    RequestKind.DISAGREEMENT: (
        rf"(?:{_WHERE}\s+)?(?:do|does|did)\s+{_ALL}(?:{_PRESS})\s+(?:disagree|differ|contradict|conflict|diverge)"
        rf"{_EACH_OTHER}(?:\s+(?:{_OF}))?(?:\s+{_SUBJECT})?",
        rf"(?:{_LEAD}|(?:are|is)\s+there\s+(?:any\s+)?|what\s+are\s+(?:the\s+)?)(?:contradictions?|disagreements?"
        rf"|discrepanc(?:y|ies)|conflicts?|differences?)\s+(?:between|among|in)\s+{_ALL}(?:{_PRESS})"
        rf"(?:\s+(?:{_OF})\s+{_SUBJECT})?",
        rf"{_LEAD}{_ALL}(?:contradict(?:ory|ing)|conflicting|differing)\s+(?:{_PRESS})(?:\s+(?:{_OF})\s+{_SUBJECT})?",
    ),
    RequestKind.COMPARISON: (
        rf"{_LEAD}compare\s+{_ALL}(?:{_ACCOUNT})\s+(?:of|on)\s+{_SUBJECT}\s+(?:in|by|from)\s+{_SIDES}",
        rf"{_LEAD}compare\s+(?:how\s+|what\s+|(?:{_ALL}(?:{_ACCOUNT})\s+(?:of|by|in|from)\s+))?{_SIDES}"
        rf"(?:\s+(?:{_REPORTED}))?(?:\s+(?:(?:{_REPORTED})(?:\s+(?:{_ON}))?|{_ON}|of|for|in)\s+{_SUBJECT})?",
        rf"what\s+(?:is|are)\s+the\s+differences?\s+(?:between|in)\s+(?P<one>.+?)['’]s?\s+(?:{_ACCOUNT})\s+and\s+"
        rf"(?P<other>.+?)(?:['’]s?\s+(?:{_ACCOUNT}))?(?:\s+(?:{_ON}|of|for)\s+{_SUBJECT})?",
        rf"how\s+(?:does|do|did)\s+(?P<one>.+?)['’]s?\s+(?:{_ACCOUNT})\s+differ\s+from\s+"
        rf"(?P<other>.+?)(?:['’]s?(?:\s+(?:{_ACCOUNT}))?)?(?:\s+(?:{_ON}|of|for)\s+{_SUBJECT})?",
    ),
    RequestKind.NEWEST: (
        rf"(?:what(?:\s+(?:is|are|was|were)|['’]s)?\s+|(?:is|are)\s+there\s+|any\s+|{_LEAD_WORD})*(?:the\s+|any\s+|some\s+)*"
        rf"(?:latest|newest|most\s+recent|recent|last)\s+(?:(?:{_PIECE}|updates?|{_EVENT}|information)\s+)?"
        rf"(?:{_ON}|with)\s+{_SUBJECT}",
        rf"(?:what\s+(?:is|are)\s+)?(?:the\s+)?(?:latest|newest|most\s+recent)\s+(?:news\s+(?:from|of)|{_EVENT}\s+(?:in|of))"
        rf"\s+{_SUBJECT}",
        rf"(?:what\s+is|what['’]?s|anything)\s+new\s+(?:{_ON}|with)\s+{_SUBJECT}",
        rf"{_LEAD}(?:what(?:\s+is|['’]s)\s+|is\s+there\s+|any\s+|the\s+)*news\s+(?:of|from|in)\s+{_SUBJECT}",
    ),
    RequestKind.ARTICLES: (
        rf"how\s+many\s+(?:of\s+the\s+)?(?:{_PIECE})(?:\s+(?:are|there|do\s+you\s+have|that|which|deal|speak|talk|tell))*"
        rf"\s+(?:{_ON}|with|mention(?:ing)?|discuss(?:ing)?|cover(?:ing)?)\s+{_SUBJECT}{_PUBLISHED}",
        rf"(?:(?:which|what|what\s+(?:is|are)|what['’]s|(?:are|is)\s+there|do\s+you\s+have|search\s+for|look\s+for|any)"
        rf"\s+|{_LEAD_WORD})*(?:(?:number|list|titles?|headlines)\s+of\s+)?{_ALL}(?:{_PIECE})"
        rf"(?:\s+(?:are|there|do\s+you\s+have|that|which|deal|dealing|speak|talk|tell))*"
        rf"\s+(?:{_ON}|with|mention(?:ing)?|discuss(?:ing)?|cover(?:ing)?)\s+{_SUBJECT}{_PUBLISHED}",
    ),
}  # fmt: skip

# Arabic, folded

_PIECE_AR = "(?:ال)?(?:مقال|مقالا|مقاله|مقالات|تقارير|تقرير|تقريرا|اخبار|خبر|خبرا|انباء|تغطيه|تغطيات|قصص|عناوين)"
_PIECES_AR = "(?:ال)?(?:مقالات|تقارير|اخبار|انباء|تغطيات|عناوين)"
_EVENT_AR = "(?:ال)?(?:احداث|مجريات|تطورات|وقايع|مستجدات)"
_PRESS_AR = (
    r"(?:ال)?(?:مصادر|صحف|مقالات|تقارير|روايات|اخبار|جرايد|مواقع|صحافه|وسايل)(?:\s+(?:الاعلام|المختلفه|الاخباريه))?"
)
_ON_AR = r"(?:عن|حول|بشان|بخصوص|فيما\s+يخص)\s+|المتعلقه?\s+ب"
_OF_AR = rf"{_ON_AR}|في\s+|من\s+|ل(?=ل?\w\w)"
_ALL_AR = r"(?:(?:كل|جميع|كافه|اهم|مختلف)\s+)*"
_LEAD_WORD_AR = (
    r"(?:من\s+فضلك|لو\s+سمحتم?|رجاء|هل\s+(?:يمكنك|تستطيع|بامكانك)|ممكن|يمكنك|اعطني|اعطيني|اعطنا|اريد|اود|احتاج|الي"
    r"|هاتي?|اعرضي?|اظهر|اكتب|اعد|اعمل|اسرد|اذكر|ارني|قدم|قدمي|ابغي|بدي|عايز|ان|لي|لنا|قايمه|ب)[\s،,]+"
)
_LEAD_AR = f"(?:{_LEAD_WORD_AR})*"
_END_AR = r"[\s،,]*(?:من\s+فضلك|لو\s+سمحتم?|رجاء|باختصار)?[\s؟?!.]*"
_ACCOUNT_AR = "(?:ال)?(?:روايه|روايات|تغطيه|تقرير|تقارير|مقال|مقالات|اخبار|نسخه)"
_WROTE_AR = r"ما\s+(?:كتبت|نشرت|قالت|ذكرت|اوردت|نقلت|كتب|نشر|قال|ذكر|اورد)ه?"
_DIFFER_AR = "(?:[تي](?:ختلف|تناقض|تعارض|تباين|تضارب)|(?:اختلف|تناقض|تعارض|تباين|تضارب)ت?)"
_WHERE_AR = r"(?:(?:علي|في|عن|حول)\s+(?:ماذا|ما|اي\s+شيء|اي)|علام|فيم|فيما|بم|عم|اين|هل|كيف)\s+"
_ABOUT_VERB_AR = "(?:التي\\s+|الذي\\s+)?(?:[تي](?:تحدث|تكلم|تناول|ذكر|خص|تعلق|غطي)|تناولت|ذكرت|تحدثت|غطت)"
_IN_ORDER_AR = (
    r"(?:ترتيبا\s+زمنيا|زمنيا|بالترتيب\s+الزمني|(?:حسب|وفق)\s+(?:التاريخ|التواريخ|الترتيب\s+الزمني|التسلسل\s+الزمني))"
)

_ARABIC = {
    RequestKind.SUMMARY: (
        rf"{_LEAD_AR}(?:لخصي?|لخصوا|اختصري?)(?:\s+(?:لي|لنا))?(?:\s+{_SUBJECT})?",
        rf"{_LEAD_AR}(?:ال)?(?:تلخيصا?|ملخصا?|موجزا?|خلاصه)(?:\s+(?:سريعا|قصيرا|مختصرا|قصيره))?"
        rf"(?:\s+(?:{_OF_AR})?{_SUBJECT})?",
    ),
    RequestKind.TIMELINE: (
        rf"{_LEAD_AR}(?:ما\s+(?:هو\s+)?)?(?:ال)?(?:تسلسلا?|خطا?|سردا?|ترتيبا?)\s+(?:ال)?زمنيا?"
        rf"(?:\s+(?:{_OF_AR}){_SUBJECT})?",
        rf"{_LEAD_AR}(?:رتبي?\s+(?:لي\s+)?)?{_ALL_AR}{_EVENT_AR}(?:\s+{_SUBJECT})??\s+{_IN_ORDER_AR}",
    ),
    RequestKind.DISAGREEMENT: (
        rf"(?:{_WHERE_AR})?{_DIFFER_AR}\s+{_PRESS_AR}(?:\s+(?:{_OF_AR}|علي\s+){_SUBJECT})?",
        rf"{_LEAD_AR}(?:ما\s+(?:هي\s+)?|هل\s+)?(?:(?:هناك|يوجد|توجد|ثمه|اي)\s+)*(?:(?:اوجه|نقاط|مواضع)\s+)?"
        rf"(?:ال)?(?:اختلاف|خلاف|تناقض|تعارض|تضارب|تباين)(?:ات)?\s+(?:بين|في)\s+{_PRESS_AR}"
        rf"(?:\s+(?:{_OF_AR}){_SUBJECT})?",
    ),
    RequestKind.COMPARISON: (
        rf"{_LEAD_AR}قارني?\s+(?:لي\s+)?(?:بين\s+)?(?:(?:{_ACCOUNT_AR}|{_WROTE_AR})\s+)?(?P<one>\S.*?)\s+و(?:بين\s+)?"
        rf"(?:(?:{_ACCOUNT_AR}|{_WROTE_AR})\s+)?(?P<other>\S.*?)(?:\s+(?:{_ON_AR}|في\s+|ل(?=ل)){_SUBJECT})?",
        rf"ما\s+(?:هو\s+|هي\s+)?(?:ال)?(?:فرق|اختلاف|اختلافات|فروق)\s+بين\s+(?:{_ACCOUNT_AR}|{_WROTE_AR})\s+"
        rf"(?P<one>\S.*?)\s+و(?:بين\s+)?(?:{_ACCOUNT_AR}|{_WROTE_AR})\s+(?P<other>\S.*?)"
        rf"(?:\s+(?:{_ON_AR}|ل(?=ل)){_SUBJECT})?",
    ),
    RequestKind.NEWEST: (
        rf"{_LEAD_AR}(?:ما\s+(?:هي\s+|هو\s+)?)?(?:اخر|احدث)\s+(?:{_PIECE_AR}|{_EVENT_AR}|(?:ال)?(?:معلومات|تحديثات))\s+"
        rf"(?:{_ON_AR}|في\s+)?{_SUBJECT}",
        rf"{_LEAD_AR}(?:ال)?مستجدات\s+(?:{_ON_AR}|في\s+)?{_SUBJECT}",
        rf"{_LEAD_AR}(?:ما\s+(?:هي\s+)?)?(?:اخبار|انباء)\s+(?!{_ON_AR}|{_ABOUT_VERB_AR}){_SUBJECT}",
        rf"(?:ما|ماذا)\s+(?:هو\s+)?(?:ال)?جديد\s+(?:{_ON_AR}|في\s+|لدي\s+){_SUBJECT}",
    ),
    RequestKind.ARTICLES: (
        rf"(?:كم\s+)?(?:عدد\s+)?{_PIECE_AR}(?:\s+(?:هناك|لديكم?|عندكم?|يوجد|توجد|نشرت?|كتبت?))*"
        rf"\s+(?:{_ABOUT_VERB_AR}\s+(?:{_ON_AR}|ب)?|{_ON_AR}){_SUBJECT}",
        rf"(?:{_LEAD_WORD_AR}|(?:ما|ما\s+هي|اي|ابحث\s+عن|جد|هل|هناك|توجد|يوجد|لديكم?|عندكم?|عدد\s+لي)\s+)*"
        rf"(?:عناوين\s+)?{_ALL_AR}{_PIECES_AR}(?:\s+الموجوده)?"
        rf"\s+(?:{_ABOUT_VERB_AR}\s+(?:{_ON_AR}|ب)?|{_ON_AR}){_SUBJECT}",
    ),
}  # fmt: skip

_PATTERNS = [
    (kind, re.compile(f"(?:{pattern}){end}"))
    for kind in RequestKind
    for patterns, end in ((_ENGLISH, _END), (_ARABIC, _END_AR))
    for pattern in patterns[kind]
]
_RIVALS = re.compile(
    r"how\s+(?:do|does|did)\s+(?P<one>\S.*?)\s+and\s+(?P<other>\S.*?)\s+(?:differ|disagree)(?:\s+(?:on|about|over)\s+"
    rf"{_SUBJECT})?{_END}"
)
_ABOUT_PIECES = re.compile(
    rf"{_ALL}(?:(?:what\s+(?:was|is|were|has\s+been|have\s+been)\s+(?:written|reported|said|published|known)|everything"
    rf"|anything|them|it|(?P<piece>article|story|report|piece)|(?:{_PIECE}|{_EVENT}))(?:\s+(?:all|there\s+(?:is|are)))?)"
    rf"(?:\s+(?:{_OF}|that\s+(?:is|are)\s+about)\s+|\s+(?=[\"“«])|\s*$)"
    rf"|{_ALL_AR}(?:(?P<piece_ar>(?:ال)?(?:مقال|مقاله|تقرير|خبر))|ل?(?:{_PIECE_AR}|{_EVENT_AR})|ما\s+(?:كتب|نشر|قيل|ورد|جاء)"
    rf"|كل\s+شيء)(?:\s+(?:{_ON_AR}|في\s+)|\s+(?={_PIECE_AR}|{_EVENT_AR})|\s+(?=\S)(?!(?:التي|الذي)(?!\w))|\s*$)"
)
"""What says of a subject only that articles are about it, before it,"""
_PIECES_AFTER = re.compile(rf"\s+(?:{_PIECE})$")
"""and after it."""
_ASKS_MORE = re.compile(r"(?<!\w)(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could)(?!\w)")
"""What asks for something of the articles about a subject: "which reports on the mine were leaked?"."""
_WHOLE_CLAUSES = (RequestKind.SUMMARY, RequestKind.TIMELINE)


def find_request(plain: str, folded: str, is_outlet: Callable[[str], bool] = lambda name: False) -> Request | None:
    """The overview that a question asks for; None for any other question. `folded` is it folded, of the same length.

    `is_outlet` tells of a name whether an outlet has it.
    """
    for kind, pattern in _PATTERNS:
        if (match := pattern.fullmatch(folded)) and (found := _request(kind, match, plain, folded)):
            return found
    rivals = _RIVALS.fullmatch(folded)
    found = _request(RequestKind.COMPARISON, rivals, plain, folded) if rivals else None
    return found if found and found.sides and all(map(is_outlet, found.sides)) else None


def _request(kind: RequestKind, match: re.Match[str], plain: str, folded: str) -> Request | None:
    start, end = match.span("subject") if match["subject"] else (0, 0)
    start, end, one = _stripped(start, end, folded)
    subject = plain[start:end].strip(' ,،:"“”«»')
    if re.search(r"(?<!\w)لل$", folded[: start + 1]):  # "for the", of which the first letter is no more
        subject = f"ا{subject}"
    if kind not in _WHOLE_CLAUSES and _ASKS_MORE.search(folded, start, end):
        return None
    if kind is RequestKind.NEWEST and is_unspecific(subject):
        return None
    if kind is RequestKind.ARTICLES and not _says_something(subject):
        return None
    sides = _sides(match, plain) if kind is RequestKind.COMPARISON else None
    return Request(kind, subject if _says_something(subject) else "", sides, one)


def _stripped(start: int, end: int, folded: str) -> tuple[int, int, bool]:
    """The place of a subject without the words for articles around it, and whether they are for one article."""
    one = False
    while start < end and (before := _ABOUT_PIECES.match(folded, start, end)) and before.end() > start:
        one |= bool(before["piece"] or before["piece_ar"])
        start = before.end()
    after = _PIECES_AFTER.search(folded, start, end)
    return start, after.start() if after else end, one


def _sides(match: re.Match[str], plain: str) -> tuple[str, str]:
    one, other = (plain[slice(*match.span(side))].strip(" \"'“”«»") for side in ("one", "other"))
    return one, other


def _says_something(subject: str) -> bool:
    return any(word not in STOPWORDS for word in words(subject))
