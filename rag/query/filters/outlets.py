"""Which outlets a question asks: those of the corpus that it names as the source of what is said.

A name alone is not enough, for many are also ordinary words or places: something must say that it is the source
(said, according to, newspaper …). Where that is what people and places do as well (Riyadh said …), the name counts
only if the articles do not use it as a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.linguistics import (
    MEDIA_NOUNS,
    PIECES,
    PIECES_AR,
    PUBLISHED,
    PUBLISHED_AR,
    SAID,
    SAID_AR,
    distinctive_letters,
    same_name,
)
from store import Corpus
from store.text import is_arabic, strip_clitics, word_keys, words

_LONGEST_NAME = 6
_NEARBY = 80  # characters: what a name is said to be stands right before it
_COMMON_PASSAGES, _COMMON_SHARE = 3, 0.02
"""A word is an ordinary one from so many passages that have it on, and from this share of them."""

_WORD = re.compile(r"[^\W_]+")
_WITHIN = re.compile(r"[\s.'’&«»\"“”\-–]+")
_CALLED = re.compile(rf"(?:[«\"“]|(?<!\w)[بل]?(?:{MEDIA_NOUNS})\s+)$")
_BETWEEN = re.compile(r"[»\"”]?\s*(?:[,،]\s*)?(?:(?:and|or|او)\s+(?:the\s+)?|و(?=[«\"“])|(?=و))[«\"“]?")

_NOUN = rf"(?:(?:the\s+)?(?:{MEDIA_NOUNS})\s+)?"


@dataclass(frozen=True, slots=True)
class _Cue:
    """What says that a name is a source, by what stands before and after it.

    `surely`: only outlets do it, whatever else the name may mean. `published`: it is about what came out, not what
    was said in it.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    surely: bool = False
    published: bool = False


def _cue(before: str, after: str = "", surely: bool = False, published: bool = False) -> _Cue:
    return _Cue(re.compile(rf"(?:{before})(?:the\s+)?[«\"“']?$"), re.compile(rf"[»\"”]?{after}"), surely, published)


_ASKING = rf"(?<!\w)(?:did|does|do|has|have|had)\s+{_NOUN}"
_ASKED = rf"(?:{'|'.join(f'(?<={word} )' for word in ('what', 'as', 'how', 'who', 'which', 'that'))}|^){_NOUN}"
_ALSO = r"(?:\s+(?:also|ever|already))?\s+"
_IN_AR = rf"(?:\s+(?:ما\s+)?(?:{SAID_AR}|{PUBLISHED_AR}))?"
_CUES = (
    _cue(_ASKING, rf"{_ALSO}(?:{PUBLISHED})(?:\s+that)?(?!\w)", surely=True, published=True),
    _cue(_ASKING, rf"{_ALSO}(?:{SAID})(?:\s+that)?(?!\w)"),
    _cue(_ASKED, rf"{_ALSO}(?:{PUBLISHED})(?:\s+that)?(?!\w)", surely=True, published=True),
    _cue(_ASKED, rf"{_ALSO}(?:{SAID})(?:\s+that)?(?!\w)"),
    _cue(
        rf"(?<!\w)(?:(?:was|were|is|are|been|being|has|have)\s+)*(?:{PUBLISHED})\s+(?:by|in|on)\s+{_NOUN}",
        surely=True,
        published=True,
    ),
    _cue(rf"(?<!\w)(?:according\s+to|as\s+(?:said|told|stated|quoted)\s+(?:by|in|to)|citing)\s+{_NOUN}"),
    _cue(rf"(?<!\w)(?:the\s+)?(?:{PIECES}|latest|newest|new)\s+(?:from|by|in|of)\s+{_NOUN}", published=True),
    _cue(rf"(?<!\w)in\s+(?:the\s+)?(?:{MEDIA_NOUNS})\s+", surely=True),
    _cue(r"(?<!\w)in\s+", rf"\s+(?:{MEDIA_NOUNS})(?!\w)", surely=True),
    _cue(r"(?<!\w)(?:in|from|by|of)\s+", rf"(?:'s)?\s+(?:{PIECES})(?!\w)", published=True),
    _cue(rf"(?<!\w)[وف]?(?:{PUBLISHED_AR})\s+{_NOUN}", surely=True, published=True),
    _cue(rf"(?<!\w)(?:كما\s+)?[وف]?(?:{SAID_AR})\s+{_NOUN}"),
    _cue(rf"(?<!\w)[وف]?(?:ب?حسب|حسبما|وفقا?|وفق\s+ما|طبقا|نقلا\s+عن|استنادا\s+الي){_IN_AR}\s+ل?{_NOUN}"),
    _cue(rf"(?<!\w)(?:نشر|كتب|ورد|جاء|المنشور|المنشوره)\s+(?:في|علي)\s+{_NOUN}", surely=True, published=True),
    _cue(rf"(?<!\w)(?:{PIECES_AR})\s+(?:(?:من|في|علي)\s+)?{_NOUN}", published=True),
    _cue(rf"(?<!\w)في\s+(?:{MEDIA_NOUNS})\s+", surely=True),
)


@dataclass(frozen=True, slots=True)
class OutletMention:
    """Outlets that a question asks: `text[start:end]` names them and says that they are its source.

    `published` says that it asks what they brought out, so that a day beside it is the day they did.
    """

    start: int
    end: int
    outlets: tuple[str, ...]
    published: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """An outlet's name at `text[start:end]`: the outlets that have it, and its folded words that tell them apart.

    `whole` says that it is all of an outlet's name.
    """

    start: int
    end: int
    outlets: tuple[str, ...]
    words: tuple[str, ...]
    whole: bool


def find_outlets(plain: str, folded: str, corpus: Corpus) -> OutletMention | None:
    """The first outlets that a question names as its source; `folded` is the text folded, of the same length."""
    known: list[tuple[str, list[str]]] | None = None
    for token in _WORD.finditer(folded):
        near, at = max(0, token.start() - _NEARBY), token.start()
        befores = [(cue, before) for cue in _CUES if (before := cue.before.search(folded, near, at))]
        if not befores:
            continue
        if known is None:  # the outlets are looked up for none but the questions that may name one
            known = [(name, words(name)) for name in corpus.outlets() if name.strip()]
        names = list(_names_from(at, folded, known))
        if not names:
            continue
        end = names[-1].end
        cues = [(cue, before, after) for cue, before in befores if (after := cue.after.match(folded, end))]
        if any(_means_outlet(cue, names, plain, folded, corpus) for cue, *_ in cues):
            outlets = tuple(dict.fromkeys(outlet for name in names for outlet in name.outlets))
            published = any(cue.published for cue, *_ in cues)
            starts, ends = [before.start() for _, before, _ in cues], [after.end() for *_, after in cues]
            return OutletMention(min(starts), max(ends), outlets, published)
    return None


def _names_from(start: int, folded: str, known: Sequence[tuple[str, list[str]]]) -> Iterator[_Name]:
    """The outlet's name that begins here, and those that "and" joins to it."""
    while (name := _name_at(start, folded, known)) is not None:
        yield name
        joined = _BETWEEN.match(folded, name.end)
        if joined is None:
            return
        start = joined.end()


def _name_at(start: int, folded: str, known: Sequence[tuple[str, list[str]]]) -> _Name | None:
    """The longest run of words from here that is the name of outlets."""
    run: list[re.Match[str]] = []
    for token in _WORD.finditer(folded, start):
        if len(run) == _LONGEST_NAME or run and not _WITHIN.fullmatch(folded, run[-1].end(), token.start()):
            break
        run.append(token)
    for length in range(len(run), 0, -1):
        first, *rest = (token[0] for token in run[:length])
        for form in strip_clitics(first):
            run_words = [form, *rest]
            meant = [(outlet, name) for outlet, name in known if same_name(run_words, name)]
            if meant:
                whole = any(len(name) == length for _, name in meant)
                return _Name(
                    start, run[length - 1].end(), tuple(o for o, _ in meant), distinctive_letters(run_words), whole
                )
    return None


def _means_outlet(cue: _Cue, names: Sequence[_Name], plain: str, folded: str, corpus: Corpus) -> bool:
    """Whether the first name means the outlet here, and not a word or a place."""
    name = names[0]
    if len(name.words) > 1 or _CALLED.search(folded, max(0, name.start - _NEARBY), name.start):
        return True
    arabic = is_arabic(name.words[0])
    if arabic and not cue.surely and not name.whole and folded.startswith(" ال", names[-1].end):
        return False  # بحسب رؤية الكرملين: the next word completes it
    written = plain[name.start : name.end]
    if cue.surely and (arabic or not written.islower()):
        return True
    counts = corpus.index.frequencies(word_keys(name.words[0]))
    return max(counts.values(), default=0) < max(_COMMON_PASSAGES, _COMMON_SHARE * corpus.index.total())
