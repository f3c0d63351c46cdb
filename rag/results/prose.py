"""What a language model wrote, in the parts in which it is shown: what is not verified stands by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from rag.results import marks
from rag.results.types import AnswerData, Citation, SentenceVerdict


@dataclass(frozen=True, slots=True)
class ProsePart:
    """Sentences that the quotes bear out, or one that is not verified, with the quote to compare it with."""

    text: str
    compare: Citation | None = None

    @property
    def verified(self) -> bool:
        return self.compare is None


def prose_parts(answer: AnswerData) -> list[ProsePart]:
    """The parts of what a model wrote, in its order; none where the articles are quoted."""
    if not answer.prose:
        return []
    return list(_parts(answer)) if has_unverified(answer) else [ProsePart(answer.prose)]


def has_unverified(answer: AnswerData) -> bool:
    """Whether a sentence is shown that is not verified."""
    return bool(answer.prose) and any(each.shown and _unverified(each.verdict) for each in answer.written)


def _parts(answer: AnswerData) -> Iterator[ProsePart]:
    cited = {citation.number: citation for citation in answer.citations}
    shown = [each for each in answer.written if each.shown]
    for unverified, sentences in groupby(shown, key=lambda each: _unverified(each.verdict)):
        texts = [each.shown for each in sentences]
        if unverified:
            yield from (ProsePart(text, cited[marks.mark_numbers(text)[0]]) for text in texts)
        else:
            yield ProsePart(" ".join(texts))


def _unverified(verdict: SentenceVerdict) -> bool:
    return verdict is SentenceVerdict.UNVERIFIED
