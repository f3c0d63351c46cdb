"""Words as search sees them: folded, lightly stemmed. Nothing here is ever shown or quoted.

Arabic is written with optional marks, several alefs and yaas, and short words glued to the next one, so two
spellings of one word must meet in the index. `fold` makes spellings equal; `word_keys` gives the forms a word is
indexed under, for a glued letter cannot be told from a first root letter without a dictionary
(بوتين is a name, بسيول is "in Seoul"). English is stemmed by Snowball.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import snowballstemmer

from store.forking import ProcessLock

_VOWEL_MARKS = r"\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_MARKS = re.compile(rf"[\u00ad\u061c\u0640{_VOWEL_MARKS}\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
UNREAD = frozenset(n for n in range(0x0600, 0x0700) if re.match(rf"[\u0640{_VOWEL_MARKS}]", chr(n)))
"""The code points of vowel marks and tatweel."""
_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ى": "ي",
        "ی": "ي",
        "ئ": "ي",
        "ؤ": "و",
        "ة": "ه",
        "ک": "ك",
        **{chr(0x0660 + d): str(d) for d in range(10)},
        **{chr(0x06F0 + d): str(d) for d in range(10)},
        "٬": "",
        "٫": ".",
        "’": "'",
    }
)
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[a-z]{1,2}\b)?")
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u064b-\u065f\u0670\u0640]|['’](?=[^\W\d_]))*")
"""A word of letters as a text writes it: with vowel marks, tatweel and the apostrophes inside it."""
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
_CONJUNCTIONS, _PREPOSITIONS = ("و", "ف"), ("ب", "ل", "ك")
_CLITICS = _CONJUNCTIONS + _PREPOSITIONS
_SUFFIXES = ("هما", "كما", "ها", "هم", "هن", "نا", "ان", "ات", "ون", "ين", "يه", "ه", "ي", "ا")
_MIN_STEM = 3
_LONGEST_STEMMED = 100
"""The stemmer's time grows with the square of a word's length; nothing so long is a word of English."""

_english_stemmer = snowballstemmer.stemmer("english")
# The stemmer keeps the word it works on in itself: two threads at once would get each other's stems.
_stemming = ProcessLock()


def fold(text: str) -> str:
    """The text with compatibility forms, marks, tatweel, alef, yaa, taa marbuta, digits and case made equal."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_LETTERS).lower()


def is_arabic(text: str) -> bool:
    """Whether at least half of the text's letters are Arabic."""
    letters = sum(map(str.isalpha, text))
    return letters > 0 and 2 * sum(map(str.isalpha, _ARABIC.findall(text))) >= letters


def language_of(text: str) -> str:
    """The language of a text by its letters: "ar" or "en"."""
    return "ar" if is_arabic(text) else "en"


def words(text: str) -> list[str]:
    """The folded words and numbers of a text, in order; a possessive 's is no part of its word."""
    found = (match.group().replace(",", "") for match in _TOKEN.finditer(fold(text)))
    return [word.removesuffix("'s").removesuffix("’s") for word in found]


@lru_cache(maxsize=100_000)
def word_keys(word: str) -> tuple[str, ...]:
    """The index forms of one folded word, the fullest first.

    Two words may be the same word where they share a form: الغواصات, وغواصات and غواصة all have غواص.
    """
    if not _ARABIC.search(word):
        if len(word) > _LONGEST_STEMMED:
            return (word,)
        with _stemming:
            return (_english_stemmer.stemWord(word.removesuffix("'s")),)
    bare = _without_article(word)
    forms = [bare]
    if bare == word:
        forms += _without_clitics(word)
    return tuple(dict.fromkeys(_without_suffix(form) for form in forms))


def strip_clitics(word: str, article: bool = True, shortest: int = 2) -> list[str]:
    """A folded Arabic word, then what is left of it without what may be glued before it, the longest forms first.

    These are "and" or "so", then a preposition, then the article unless `article` is False: لل gives ال and the rest.
    No form is shorter than `shortest` letters. Which of them is the word, only a dictionary or a list can tell.
    """
    forms = [word]
    for glued in (_CONJUNCTIONS, _PREPOSITIONS):
        forms += [form[1:] for form in forms if form.startswith(glued)]
    forms += ["ال" + form[2:] for form in forms if form.startswith("لل")]
    if article:
        forms += [form[2:] for form in forms if form.startswith("ال")]
    return [form for form in dict.fromkeys(forms) if form == word or len(form) >= shortest]


def has_article(word: str) -> bool:
    """Whether a folded Arabic word has the article, with or without a letter glued before that."""
    return word.startswith(_ARTICLES)


def _without_article(word: str) -> str:
    for prefix in _ARTICLES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _MIN_STEM:
            return word[len(prefix) :]
    return word


def _without_clitics(word: str) -> Iterator[str]:
    """The word less one glued letter, and less two where an "and" or "so" stands before another.

    Fewer forms than `strip_clitics` gives: each is a key in the index, where one that is wrong finds wrong articles.
    """
    if word[0] in _CLITICS and len(word) - 1 >= _MIN_STEM:
        rest = word[1:]
        yield _without_article(rest)
        if word[0] in "وف" and rest[0] in "بلكس" and len(rest) - 1 >= _MIN_STEM:
            yield _without_article(rest[1:])


def _without_suffix(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _MIN_STEM:
            return word[: -len(suffix)]
    return word


def index_text(texts: Iterable[str]) -> str:
    """All index forms of the texts' words, separated by spaces: what full-text search stores."""
    return " ".join(key for text in texts for word in words(text) for key in word_keys(word))
