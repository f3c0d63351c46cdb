"""The lead of an answer: what a colleague would call across the room, in words of the article or of its translation.

It is the sentence that answers best, with the sentence before it where it cannot be understood alone. Of outlets
that report differently, or are compared, each has its own words. What is too long is cut at the borders of clauses
around the words that answer, with "…" in the place of what is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rag.linguistics import leans_back, refers_to
from rag.results.phrases import PHRASES
from rag.results.prose import prose_parts
from rag.results.types import AnswerData, AnswerKind, Citation
from store import Span
from store.text import fold, split_sentences

MOST = 240
"""Characters of a lead."""
_LEAST = 40
"""With less room than this for it, the sentence before is left out."""
SIDES = 2
"""So many outlets have their words in a lead: of more, each would have too few to say anything."""
BETWEEN = " · "
_LEFT_OUT = "…"
_ROOM_LEFT_OUT = 2 * len(f"{_LEFT_OUT} ")
_BORDER = re.compile(r"[,;:،؛](?=\s)|\s(?=[–—(-](?:\s|\w))|[–—)](?=\s)")
_SPACE = re.compile(r"(?<=\s)(?=\S)")
_DATELINE = re.compile(r"[^.!?؟\n]{0,80}\([A-Z\u0621-\u064a][\w .]{1,24}\)\s*[-–—]+\s*")
"""Place, day and agency before a report's first words: "CAIRO, May 2 (Agency) - "."""
_WRITTEN = re.compile(r".+?(?:(?:\s*\[\d+\])+(?=\s|$)|$)", re.DOTALL)
_SAYS_ITSELF = (AnswerKind.REFUSAL, AnswerKind.ABOUT, AnswerKind.SUMMARY, AnswerKind.TIMELINE, AnswerKind.COMPARISON)


@dataclass(frozen=True, slots=True)
class Lead:
    """The lead in its parts: `before` is there to understand what is `said`; "" where that stands alone.

    `said[strong.start:strong.end]` are the words that answer by themselves, where they are known. `language` is that
    of the words; `citation` whose words they are, None where they are Isnad's own or a model's. `whole` says that
    they are the whole quote, or the whole of its translation. `outlet` stands before the words of a side.
    A lead of several `sides` has no words of its own, and the citation of the first.
    """

    said: str
    language: str
    before: str = ""
    strong: Span | None = None
    citation: Citation | None = None
    whole: bool = False
    outlet: str = ""
    sides: tuple[Lead, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, at most 240 characters; of sides each with its outlet."""
        if self.sides:
            return BETWEEN.join(f"{side.outlet}: {side.said}" for side in self.sides)
        return f"{self.before} {self.said}".strip()


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a text, the part of the text that may be shown with it, and the words of it that answer."""

    text: str
    span: Span
    window: Span
    answer: Span | None

    @property
    def before(self) -> str:
        """The sentence before it, if it may be shown; else ""."""
        above = split_sentences(self.text[self.window.start : self.span.start])
        return self.text[self.window.start :][above[-1].start : above[-1].end] if above else ""

    @property
    def words(self) -> str:
        return self.text[self.span.start : self.span.end]


def make_lead(answer: AnswerData) -> Lead:
    """The lead of an answer: of what a model wrote the first sentences that are verified, of quotes the first.

    Else it is the intro; where no sentence of a model is verified, it says so of the first.
    """
    if parts := prose_parts(answer):
        part = next((part for part in parts if part.verified), parts[0])
        text = part.text if part.verified else f"{PHRASES[answer.language].unverified}: {part.text}"
        return Lead(_first_sentences(text, [found.end() for found in _WRITTEN.finditer(text)]), answer.language)
    if sides := _sides(answer):
        return Lead("", answer.language, citation=sides[0].citation, sides=sides)
    if answer.kind in _SAYS_ITSELF or answer.intro_answers or not answer.statements:
        ends = [sentence.end for sentence in split_sentences(answer.intro)]
        return Lead(_first_sentences(answer.intro, ends), answer.language)
    return lead_of(answer.statements[0].citations[0], answer.language)


def lead_of(citation: Citation, language: str) -> Lead:
    """A citation's sentence as the lead of an answer in `language`."""
    sentence = _sentence(citation)
    before = _flat(sentence.before)
    if before and not (leans_back(sentence.words) or refers_to(sentence.words, before)):
        before = ""
    dateline = _DATELINE.match(sentence.words)
    start = dateline.end() if dateline and not before else 0
    said, strong = _shortened(sentence.words[start:], MOST, _moved_back(_within(sentence), start))
    room = MOST - len(said) - 1
    before = _shortened(before, room, None)[0] if before and room >= _LEAST else ""
    whole = not before and said == _flat(citation.translation or citation.quote)[start:]
    return Lead(
        said, language if citation.translation else citation.article.language, before, strong, citation, whole
    )


def _sides(answer: AnswerData) -> tuple[Lead, ...]:
    """A line for each outlet that reports otherwise than the first, or is compared with it; () where none is.

    What an article denies is no side, and an outlet has one.
    """
    if not answer.statements or answer.kind not in (AnswerKind.ANSWER, AnswerKind.COMPARISON):
        return ()
    first, others = answer.statements[0], range(1, len(answer.statements))
    beside = first.differs_from or (others if answer.kind is AnswerKind.COMPARISON else ())
    told = [first, *(answer.statements[place] for place in beside)]
    by_outlet: dict[str, Citation] = {}
    for one in (each.citations[0] for each in told if not each.denied):
        by_outlet.setdefault(fold(one.article.outlet), one)
    sides = list(by_outlet.values())[:SIDES]
    names = sum(len(f"{BETWEEN}{one.article.outlet}: ") for one in sides)
    room = (MOST - names) // max(len(sides), 1)
    if len(sides) < 2 or "" in by_outlet or room < _LEAST:
        return ()
    return tuple(_side(one, answer.language, room) for one in sides)


def _side(citation: Citation, language: str, room: int) -> Lead:
    """A citation's sentence, in so many characters, as the line of its outlet."""
    lead, sentence = lead_of(citation, language), _sentence(citation)
    said, strong = _shortened(sentence.words, room, _within(sentence))
    return replace(lead, said=said, before="", strong=strong, whole=False, outlet=citation.article.outlet)


def can_lead(citation: Citation) -> bool:
    """Whether its sentence can be understood as it stands, or with the one before it in its quote."""
    sentence = _sentence(citation)
    return bool(sentence.before) or not leans_back(sentence.words)


def _sentence(citation: Citation) -> _Sentence:
    """The citation's sentence in the language in which it is shown."""
    if citation.translation:
        return _translated(citation)
    text = citation.article.part(citation.field)
    return _Sentence(text, citation.point or citation.span, citation.span, citation.answer)


def _within(sentence: _Sentence) -> Span | None:
    """Where in its sentence the answering words stand."""
    found, span = sentence.answer, sentence.span
    if found is None or not span.start <= found.start < found.end <= span.end:
        return None
    return Span(found.start - span.start, found.end - span.start)


def _moved_back(span: Span | None, by: int) -> Span | None:
    """The span in a text whose first characters were taken away; None where it stands in these."""
    return Span(span.start - by, span.end - by) if span and span.start >= by else None


def _translated(citation: Citation) -> _Sentence:
    """The sentence of a translation that stands where the citation's stands in the article."""
    said, own, point = citation.translation or "", citation.article.text, citation.point or citation.span
    whole, lines = Span(0, len(said)), said.split("\n")
    # A translation has a line for each line of the article.
    above = own.count("\n", citation.start, point.start)
    if point.field == "title" or "\n" in own[point.start : point.end] or above >= len(lines):
        return _Sentence(said, whole, whole, None)
    start, end = own.rfind("\n", 0, point.start) + 1, own.find("\n", point.end)
    line = Span(start, end if end >= 0 else len(own))
    at = sum(len(each) + 1 for each in lines[:above])
    theirs = Span(at, at + len(lines[above]))
    found = _counterpart(_moved(own, line), point, line, _moved(said, theirs), theirs)
    return _Sentence(said, found, whole, None)


def _moved(text: str, line: Span) -> list[Span]:
    """The sentences of a line of a text, as places in the text."""
    found = split_sentences(text[line.start : line.end])
    return [Span(line.start + each.start, line.start + each.end) for each in found]


def _counterpart(own: Sequence[Span], point: Span, line: Span, theirs: Sequence[Span], their_line: Span) -> Span:
    """Of a translated line's sentences the one that translates that at `point`: the one in the same place."""
    touched = [number for number, sentence in enumerate(own) if _overlap(sentence, point)]
    if not theirs or not touched:
        return their_line
    if len(own) == len(theirs):
        return Span(theirs[touched[0]].start, theirs[touched[-1]].end)
    middle = _middle(point, line)
    return min(theirs, key=lambda sentence: abs(_middle(sentence, their_line) - middle))


def _middle(span: Span, line: Span) -> float:
    """Where the middle of a stretch stands in its line, from 0 to 1."""
    return ((span.start + span.end) / 2 - line.start) / max(line.end - line.start, 1)


def _first_sentences(text: str, ends: Sequence[int]) -> str:
    """As many of the first sentences, which end there, as a lead holds; a longer first one is cut."""
    held = max((end for end in ends if end <= MOST), default=0)
    return text[:held].strip() if held else _shortened(text[: min(ends, default=len(text))], MOST, None)[0]


def _flat(text: str) -> str:
    """The text on one line, as long as it is."""
    return re.sub(r"\s", " ", text)


def _shortened(sentence: str, most: int, strong: Span | None) -> tuple[str, Span | None]:
    """At most so many characters of a sentence, and where in them the words at `strong` stand.

    Kept are, as far as there is room, the clauses of these words, the first clause, those before the words and those
    after them. Where clauses are too long, or fill less than half of the room, it is cut between words.
    """
    if len(sentence) <= most:
        return _flat(sentence), strong
    room = most - _ROOM_LEFT_OUT
    if strong and strong.end - strong.start > room:
        strong = Span(strong.start, max(sentence.rfind(" ", 0, strong.start + room), strong.start + 1))
    for border in (_BORDER, _SPACE):
        words, moved = _cut(sentence, most, strong or Span(0, 1), border)
        if most // 2 <= len(words) <= most:
            break
    if len(words) > most:  # one word longer than all that there is room for
        return words[: max(most - 1, 0)] + _LEFT_OUT, None
    return words, Span(strong.start - moved, strong.end - moved) if strong else None


def _cut(sentence: str, most: int, focus: Span, border: re.Pattern[str]) -> tuple[str, int]:
    """As many of the sentence's pieces around these words as there is room for, and by how far they moved."""
    pieces = _pieces(sentence, border)
    kept = {number for number, piece in enumerate(pieces) if _overlap(piece, focus)}
    first, last = min(kept), max(kept)
    beginning = [range(1)] if border is _BORDER else []
    for wanted in (*beginning, range(first - 1, -1, -1), range(last + 1, len(pieces))):
        for number in wanted:
            if len(_joined(sentence, pieces, kept | {number})[0]) > most:
                break
            kept.add(number)
    return _joined(sentence, pieces, kept)


def _pieces(sentence: str, border: re.Pattern[str]) -> list[Span]:
    cuts = [0, *(found.end() for found in border.finditer(sentence)), len(sentence)]
    return [Span(start, end) for start, end in zip(cuts, cuts[1:], strict=False) if start < end]


def _joined(sentence: str, pieces: Sequence[Span], kept: set[int]) -> tuple[str, int]:
    """The pieces that are kept, with "…" for what is not; and by how much the last run of them moved to the left."""
    parts: list[str] = []
    moved = 0
    for run in _runs(sorted(kept)):
        start, end = pieces[run[0]].start, pieces[run[-1]].end
        words = sentence[start:end]
        if run[0]:
            parts.append(f"{_LEFT_OUT} ")
        stripped = words.lstrip()
        moved = start + len(words) - len(stripped) - sum(map(len, parts))
        parts.append(stripped if run[-1] == len(pieces) - 1 else stripped.rstrip(" ,;:،؛–—(-") + " ")
    if max(kept) < len(pieces) - 1:
        parts.append(_LEFT_OUT)
    return _flat("".join(parts)).strip(), moved


def _runs(numbers: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
