"""The words for saying and bringing out, in both languages, as alternatives of patterns over folded text."""

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
SAID = (
    "sa(?:y|ys|id)|mention(?:s|ed)?|claim(?:s|ed)?|tells?|told|states?|stated|describes?|described|notes?|noted"
    "|explain(?:s|ed)?|reveal(?:s|ed)?|quotes?|quoted|cites?|cited"
)
SAID_AR = (
    "قالته?|قاله?|تقوله?|يقوله?|ذكرته?|ذكره?|تذكره?|يذكره?|افادت|افاد|تفيد|يفيد|اكدت|راي|رات|تري|وصفت|تصف|اشارت"
    "|تشير|اوضحت|زعمت|تحدثت|تتحدث|كشفت|روت|تروي"
)
"""What outlets do, and everyone else."""
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
