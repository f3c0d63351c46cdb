"""Any model that reads windows, as a Reader: all windows of all texts are run at the same time, then joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from rag.reading.scoring import PairLogits, SpanLogits, join_entailment, join_reading
from rag.reading.types import Entailment, Page, Reading
from rag.reading.windows import Window
from store.embedding import parallel_map

Found = TypeVar("Found")


class WindowModel(Protocol):
    """A model that reads one window at a time. Safe to use from several threads. Raises ReaderError when it fails."""

    @property
    def fingerprint(self) -> str:
        """Names the model and its weights."""

    def page_windows(self, question: str, page: Page) -> list[Window]:
        """The windows, at least one, that a page is read in for a question."""

    def pair_windows(self, premise: str, claim: str) -> list[Window]:
        """The windows, at least one, that a premise is read in for a claim."""

    def span_logits(self, window: Window) -> SpanLogits:
        """The numbers for a window of a page."""

    def pair_logits(self, window: Window) -> PairLogits:
        """The numbers for a window of a premise."""


class WindowReader:
    """A Reader of two models, which may be the same: one reads pages, one judges claims."""

    def __init__(self, reading: WindowModel, judging: WindowModel) -> None:
        self._reading = reading
        self._judging = judging

    @property
    def fingerprint(self) -> str:
        return "+".join(dict.fromkeys([self._reading.fingerprint, self._judging.fingerprint]))

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        windows = [self._reading.page_windows(question, page) for page in pages]
        found = _run_all(self._reading.span_logits, windows)
        return [join_reading(question, page, *each) for page, each in zip(pages, found, strict=True)]

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        windows = [self._judging.pair_windows(premise, claim) for premise, claim in pairs]
        found = _run_all(self._judging.pair_logits, windows)
        return [join_entailment(claim, *each) for (_, claim), each in zip(pairs, found, strict=True)]


def _run_all(
    run: Callable[[Window], Found], windows: Sequence[Sequence[Window]]
) -> Iterator[tuple[Sequence[Window], list[Found]]]:
    """For each text its windows, and what `run` finds in each; long ones first, lest a core waits for the last."""
    longest_first = sorted((window for each in windows for window in each), key=lambda window: -len(window.ids))
    found = dict(zip(map(id, longest_first), parallel_map(run, longest_first), strict=True))
    for each in windows:
        yield each, [found[id(window)] for window in each]
