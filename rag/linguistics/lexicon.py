"""Words of the news that mean the same in Arabic and English, and nouns whose plural has other letters.

What two sentences count can then be compared: missiles, صواريخ and صاروخان. Any other word is compared by its index
forms, and an Arabic one also by its consonants, which most broken plurals keep.
"""

from __future__ import annotations

import re
from functools import lru_cache

from store.text import fold, strip_clitics, word_keys

# English words | Arabic words; of a line with "+" the first Arabic word is a singular whose dual is safe to read.
_MEANINGS = """
missile rocket | + صاروخ صواريخ
shell | + قذيفة قذائف
drone | + مسيرة مسيرات
plane aircraft jet | + طائرة طائرات
tank | + دبابة دبابات
ship vessel | + سفينة سفن
submarine | + غواصة غواصات
satellite | + قمر أقمار
person people | + شخص أشخاص
soldier troop | + جندي جنود
civilian | مدني مدنيين مدنيون مدنيا
child | + طفل أطفال
woman | + امرأة نساء
worker | + عامل عمال
dead death kill killed die | + قتيل قتلى مقتل قتل قتلت مصرع
wounded injured wound injure hurt | + جريح جرحى مصاب مصابين مصابون إصابة أصيب أصيبت
arrest detain | اعتقل اعتقال اعتقلت معتقل
launch fire fired | أطلق أطلقت إطلاق تطلق
country state nation | + دولة دول بلد بلدان بلدا
city | + مدينة مدن
house home | + منزل منازل بيت بيوت
minute | + دقيقة دقائق
hour | + ساعة ساعات
day | + يوم أيام
week | + أسبوع أسابيع
month | + شهر أشهر شهور
year | + عام أعوام سنة سنتين سنتان سنوات سنين
time | + مرة مرات
metre meter | + متر أمتار
kilometre kilometer km | + كيلومتر كيلومترات كلم كم
ton tonne | + طن أطنان
barrel | + برميل براميل
dollar | + دولار دولارات
euro | يورو
pound | + جنيه جنيهات
""".strip().splitlines()
_SUFFIXES = ("ان", "ين")


def _lexicon() -> tuple[dict[str, str], dict[str, str]]:
    """Each folded word with its meaning, and each dual with the singular it is of."""
    meanings: dict[str, str] = {}
    duals: dict[str, str] = {}
    for line in _MEANINGS:
        english, arabic = (part.split() for part in line.split("|"))
        known = [word for word in arabic if word != "+"]
        meanings |= {word_keys(word)[0]: f"={english[0]}" for word in english}
        meanings |= {fold(word): f"={english[0]}" for word in known}
        if "+" in arabic:
            stem = fold(known[0])
            stem = stem[:-1] + "ت" if stem.endswith("ه") else stem
            duals |= {stem + suffix: fold(known[0]) for suffix in _SUFFIXES}
    return meanings, duals


_MEANING, _DUAL = _lexicon()
_DUAL |= {"سنتان": "سنه", "سنتين": "سنه", "عامان": "عام", "عامين": "عام"}
LEXICON = frozenset(_MEANING.values())
_FUTURE = re.compile("[وف]?س(?=[ايتن]...)")
_ENDING = re.compile("(?:ين|ون|ات|ان|يه|يا|ه|ا)$")
_WEAK = re.compile("[اويء]")
_ARABIC = re.compile(r"[\u0621-\u064a]")


@lru_cache(maxsize=20_000)
def comparison_forms(word: str) -> frozenset[str]:
    """The forms by which a folded word is compared with others: two words that share one may be the same word."""
    if _FUTURE.match(word) and word not in _MEANING:  # سنوات begins like a verb of the future
        word = _FUTURE.sub("", word, count=1)
    found = set(word_keys(word))
    bare = {word_keys(word)[0], *strip_clitics(word, shortest=3)}
    bare |= {form.removesuffix("ا") for form in bare} | {_DUAL[form] for form in bare if form in _DUAL}
    found |= {_MEANING[form] for form in bare if form in _MEANING}
    if _ARABIC.search(word):
        roots = {_WEAK.sub("", stem) for stem in (word_keys(word)[0], _ENDING.sub("", word.removeprefix("ال")))}
        found |= {f"~{root}" for root in roots if len(root) >= 3}
    return frozenset(found)


def dual(word: str) -> frozenset[str] | None:
    """The forms of the thing that an Arabic dual says there are two of; None for any other word."""
    forms = strip_clitics(word, article=False)  # "the two" is no count
    bare = next((form for form in forms if form in _DUAL), None)
    return comparison_forms(_DUAL[bare]) if bare else None
