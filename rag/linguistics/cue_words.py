"""Verbs of saying, and the words for publishing, in both languages: alternatives of patterns over folded text."""

from __future__ import annotations

import re

MEDIA_NOUNS = (
    "newspapers?|paper|daily|weekly|website|site|agency|magazine|channel|network|broadcaster|outlet|"
    "صحيفه|الصحيفه|جريده|الجريده|موقع|وكاله|شبكه|قناه|مجله|اذاعه|تلفزيون|منصه|بوابه"
)
"""What an outlet is."""
PUBLISHED = (
    "report(?:s|ed)?|publish(?:es|ed)?|writes?|wrote|written|print(?:s|ed)?|carr(?:y|ies|ied)|cover(?:s|ed)?"
    "|post(?:s|ed)?"
)
PUBLISHED_AR = (
    "نشرته?|نشره?|تنشره?|ينشره?|اوردته?|اورده?|تورده?|يورده?|كتبته?|كتبه?|تكتبه?|يكتبه?|نقلته?|نقله?|تنقله?"
    "|غطت|تناولت|تتناول"
)
"""What outlets do."""

# Speech verbs report words whatever follows them; remark verbs with an object or "that" (رد and زاد mean other things
# too).
_SPEECH = "say tell announce report add state declare".split()
_REMARKS = (
    "mention claim describe note explain reveal quote cite stress comment respond reply answer react warn".split()
)
_IRREGULAR = {"say": "said", "tell": "told"}
# Arabic: the past and the present without its first letter.
_SPEECH_AR = "قال قول;ذكر ذكر;افاد فيد;اكد وكد;صرح صرح;اعلن علن;اضاف ضيف;اوضح وضح"
_REMARKS_AR = "اشار شير;زعم زعم;تحدث تحدث;كشف كشف;روي روي;وصف صف;راي ري;تابع تابع;لفت لفت;شدد شدد;زاد زيد;اعتبر عتبر"
_REMARKS_AR += ";رد رد;اجاب جيب;علق علق;اخبر خبر;ابلغ بلغ;حذر حذر"


def _inflect(verb: str) -> tuple[str, str]:
    """The third person and the past of an English verb of saying."""
    stem = verb[:-1] + "i" if re.search("[^aeiou]y$", verb) else verb
    third = stem + ("s" if stem == verb and not verb.endswith(("s", "sh", "ch")) else "es")
    return third, _IRREGULAR.get(verb) or (verb + "d" if verb.endswith("e") else stem + "ed")


def _arabic_forms(verbs: str) -> tuple[str, str]:
    """The past of Arabic verbs, masculine and feminine, and their present stems, as alternatives."""
    pairs = [verb.split() for verb in verbs.split(";")]
    past = [form for past, _ in pairs for form in (past, (past[:-1] if past.endswith("ي") else past) + "ت")]
    return "|".join(past), "|".join(dict.fromkeys(present for _, present in pairs))


def _both_tenses(verbs: str) -> str:
    past, present = _arabic_forms(verbs)
    return f"(?:{past}|[يت](?:{present}))"


SPOKE = "|".join(["says", *(_inflect(verb)[1] for verb in _SPEECH)])
SPOKE_AR = _arabic_forms(_SPEECH_AR)[0]
"""Somebody said something."""
SAID = "|".join(form for verb in _SPEECH + _REMARKS for form in (verb, *_inflect(verb)))
SAID_AR = _both_tenses(f"{_SPEECH_AR};{_REMARKS_AR}") + "ه?"
"""What outlets do, and everyone else."""
SAID_PAST_AR = _arabic_forms(f"{_SPEECH_AR};{_REMARKS_AR}")[0]
"""The same in the past."""

PIECES = "news|articles?|reports?|stories|story|coverage|headlines|reporting"
PIECES_AR = "مقالات?|المقالات|المقال|تقارير|التقارير|تقرير|التقرير|اخبار|الاخبار|خبر|الخبر|تغطيه|تغطيات|عناوين"
"""What outlets bring out."""

_PRESS = "newspapers|papers|press|media|outlets|articles"
_PRESS_AR = r"الصحف|الصحافه|الجرايد|المواقع|وسايل\s+الاعلام"
ASKS_REPORTS = re.compile(
    r"(?<!\w)(?:(?<=what )(?:was|were|is|has\s+been)\s+(?:reported|published|written)(?!\s+on\s+the)"
    rf"|(?:did|do|have|has)\s+(?:the\s+)?(?:{_PRESS})\s+(?:{PUBLISHED})"
    r"|(?:(?<=ما )|(?<=ماذا )|(?<=ما الذي ))(?:نشر|كتب|ورد|صدر)(?=\s+(?:في|عن|قبل|بعد|منذ|خلال|حول|بشان|حتي|بين|يوم"
    r"|عام|امس|الاسبوع|الشهر|العام|السنه|هذا|هذه)(?!\w))"
    rf"|(?:{PUBLISHED_AR})\s+(?:{_PRESS_AR}))(?!\w)"
)
"""A question for what was brought out, by no outlet in particular."""
REPORTED_BESIDE = re.compile(
    rf"(?<!\w)(?:(?:the\s+)?(?:{PIECES})(?:\s+(?:published|written|dated))?|published|reported|dated|appeared"
    rf"|(?:{PIECES_AR})(?:\s+(?:المنشوره|الصادره|المورخه))?|المنشوره?|نشرت|الصادره|المورخه)\s+$"
)
"""What makes a date right after it the day that something was brought out."""
PIECES_ABOUT = re.compile(
    rf"(?<!\w)(?:the\s+)?(?:{PIECES})(?=\s+(?:about|on|regarding|concerning)(?!\w))"
    rf"|(?<!\w)(?:{PIECES_AR})(?=\s+(?:عن|حول|بشان)(?!\w))"
)
_FRESH = f"{PIECES}|updates?|developments?|information"
_FRESH_AR = f"{PIECES_AR}|تطورات|التطورات|تطور|مستجدات|المستجدات|انباء|الانباء|تحديثات|معلومات|المعلومات"
_AGAIN = "visits?|meetings?|summits?|talks|trips?|statements?|speech|tests?|attacks?|rounds?|launch"
_AGAIN_AR = "زياره|لقاء|قمه|اجتماع|محادثات|رحله|تصريح|تصريحات|بيان|خطاب|تجربه|هجوم|جوله|اطلاق"
NEWEST = re.compile(
    rf"(?<!\w)(?:(?<!at )(?<!at the )|(?=\w+\s+latest\s+\w))(?:the\s+)?"
    rf"(?:latest|newest|most\s+recent)(?:\s+(?:{_FRESH}))?(?!\w)"
    rf"|(?<!\w)(?:the\s+)?(?:recent|last)\s+(?:{_FRESH})(?!\w)|(?<!\w)(?:most\s+)?recently(?!\w)"
    rf"|(?<!\w)(?:ال)?(?:اخر|احدث)\s+(?:{_FRESH_AR})(?!\w)|(?<!\w)(?:اخر|احدث)(?=\s+ما(?!\w))"
    rf"|(?<!\w)(?:المستجدات|مستجدات|موخرا)(?!\w)"
)
"""Words that want the newest, and say nothing else."""
LAST_TIME = re.compile(rf"(?<!\w)(?:last\s+(?:{_AGAIN})|(?:اخر|احدث)\s+(?:{_AGAIN_AR}))(?!\w)")
"""The last of what comes again: else "last" and آخر may be "final" and "other"."""
