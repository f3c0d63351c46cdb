"""Arabic as it was drawn: its letters in their shapes (U+FB50 to U+FEFC), its lines from left to right.

PDFs, and texts copied out of them, have such lines. They are put in the order in which they are read, and in plain
letters, for search and for the encoder; what is shown and quoted stays as the file has it.

A line was drawn from left to right where its words begin as no Arabic word can: with a letter that only ends words,
with one that never begins them, with a vowel mark, or with the shape of a last letter. In a text that has such words
the article at the ends of words tells too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTER = r"\u0620-\u063a\u0641-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc"
_MARK = r"\u064b-\u065f\u0670"
_IS_ARABIC = re.compile(rf"[{_LETTER}]")
_SHAPE = re.compile(r"[\ufb50-\ufdfb\ufe70-\ufefc]")
_WORD = re.compile(rf"[{_LETTER}{_MARK}\u0640]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_READ_RIGHTWARDS = re.compile(  # Latin words with what is between them; numbers, which after Arabic a hyphen parts
    rf"[A-Za-z\u00c0-\u024f](?:[^{_LETTER}()«»]*[A-Za-z\u00c0-\u024f\d])?|\d+(?:[.,:/\u066b\u066c]\d+)*[%٪]?"
)
_RUN = re.compile(rf"[{_LETTER}](?:[^A-Za-z\u00c0-\u024f]*[{_LETTER}{_MARK}])?")
TITLE_CHARACTERS = 500
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")

_SHAPES = {
    kind: "".join(c for c in map(chr, range(0xFE70, 0xFEFD)) if unicodedata.decomposition(c).startswith(f"<{kind}>"))
    for kind in ("initial", "medial", "final")
}
_GAP = re.compile(f"(?<=[{_SHAPES['initial']}{_SHAPES['medial']}]) +(?=[{_SHAPES['medial']}{_SHAPES['final']}])")

_DRAWN = re.compile(rf"(?:[ةىئؤ]|[{_MARK}])(?=[{_LETTER}])")
# Nearly all texts have neither, and then no line of theirs was drawn.
_MAY_BE_DRAWN = re.compile(rf"{_SHAPE.pattern}|(?<![{_LETTER}{_MARK}\u0640]){_DRAWN.pattern}")
_WRITTEN = re.compile(r"(?:.*[^ا])?ى|.+ة|ال..+")
_ENDS_WITH_ARTICLE = re.compile(r".{2,}لا")


def to_logical_order(text: str) -> str:
    """The text in the order in which it is read and in plain letters; the same text where it is so already."""
    return stretch(text, 0, len(text))


def searched_title(title: str) -> str:
    """The beginning of a title as it is searched; the rest counts only where it is shown."""
    return to_logical_order(title[:TITLE_CHARACTERS]).strip()


def stretch(text: str, start: int, end: int) -> str:
    """`text[start:end]` in the order in which it is read and in plain letters: which lines were drawn, all tell."""
    first = text.count("\n", 0, start) if (drawn := _drawn_lines(text)) else 0
    part = _turned(text[start:end], first, drawn)
    return _SHAPE.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]), part)


def reading_order(text: str) -> str:
    """The text in the order in which it is read, its letters as they are."""
    return _turned(text, 0, _drawn_lines(text))


def _turned(text: str, first: int, drawn: frozenset[int]) -> str:
    if not drawn:
        return text
    return "\n".join(turn_line(line) if n in drawn else line for n, line in enumerate(text.split("\n"), first))


def closed(text: str) -> str:
    """The text without the gaps inside words: between two shapes that are joined."""
    return _GAP.sub("", text)


def turn_line(line: str) -> str:
    """A line drawn from left to right, in the order in which it is read."""
    if len(_LATIN.findall(line)) > len(_IS_ARABIC.findall(line)):
        return _RUN.sub(lambda run: _backwards(run[0]), line)
    return _backwards(line)


def _backwards(line: str) -> str:
    """The line from its end to its beginning, but for Latin words and numbers; brackets change sides."""
    pieces, last = [], 0
    for run in _READ_RIGHTWARDS.finditer(line):
        pieces += [line[last : run.start()][::-1].translate(_MIRRORED), run[0]]
        last = run.end()
    return "".join([*pieces, line[last:][::-1].translate(_MIRRORED)][::-1])


@lru_cache(maxsize=16)
def _drawn_lines(text: str) -> frozenset[int]:
    """The numbers of the lines that were drawn. A line without evidence is like most of the others."""
    if not _MAY_BE_DRAWN.search(text):
        return frozenset()
    lines = text.split("\n")
    votes = [_votes(line) for line in lines]
    whole = sum(drawn for drawn, _ in votes) > sum(written for _, written in votes)
    return frozenset(
        number
        for number, (drawn, written) in enumerate(votes)
        if drawn > written or (whole and drawn == written and _IS_ARABIC.search(lines[number]))
    )


def _votes(line: str) -> tuple[int, int]:
    """How many words of a line tell that it was drawn from left to right, and how many that it was written."""
    drawn = written = articles = 0
    for word in _WORD.findall(line):
        backwards, forwards = _shapes(word)
        plain = unicodedata.normalize("NFKC", word)
        drawn += backwards or _DRAWN.match(plain) is not None
        written += forwards or (not backwards and _WRITTEN.fullmatch(plain) is not None)
        articles += not backwards and _ENDS_WITH_ARTICLE.fullmatch(plain) is not None
    return (drawn + articles if drawn else 0), written


def _shapes(word: str) -> tuple[bool, bool]:
    """Whether the shapes of a word's letters join to the left, as drawn, and to the right, as written."""
    kinds = [_kind(char) for char in word if not re.match(f"[{_MARK}]", char)]
    pairs = set(zip(kinds, kinds[1:], strict=False))
    return bool(pairs & _JOINED_BACKWARDS), bool(pairs & _JOINED)


_JOINED = {("initial", "medial"), ("initial", "final")}
_JOINED_BACKWARDS = {(after, before) for before, after in _JOINED}


def _kind(char: str) -> str:
    """The shape of a letter: initial, medial, final, isolated; "" for a plain letter."""
    return unicodedata.decomposition(char).partition(">")[0].lstrip("<") if _SHAPE.match(char) else ""
