"""Models of others, as Optimum exports them: a folder with `model.onnx`, `tokenizer.json` and `config.json`.

An extractive question-answering model has the outputs `start_logits` and `end_logits`, [1, tokens]; its first token
stands for "no answer". An inference model has the output `logits`, [1, 3], and names them in `id2label`: entailment,
neutral and contradiction, in any order. A model may be both. Outputs `verdict_logits`, [1, 3], and `support_logits`,
[1, tokens], are used where there are such; most models have none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ReaderError
from rag.reading.scoring import Numbers, PairLogits, SpanLogits
from rag.reading.tokenizer_file import Pair, PairTokenizer
from rag.reading.types import Page
from rag.reading.windows import QUESTION_TOKENS, TITLE_TOKENS, WINDOW, Part, Window, window_bounds
from store import Span
from store.embedding import open_session
from store.text import split_sentences

_FILES = ("model.onnx", "tokenizer.json", "config.json")
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}
_SPANS = ("start_logits", "end_logits")
_VERDICT, _SUPPORT, _PAIR = "verdict_logits", "support_logits", "logits"
_LABELS = ("entailment", "neutral", "contradiction")
_EDGE = 1 << 20


class FolderModel:
    """The model in a folder as a WindowModel. `reads` pages, `judges` claims, or both.

    Raises ValueError, which says what is missing, when the folder holds no model that can read.
    """

    def __init__(self, folder: Path) -> None:
        missing = [name for name in _FILES if not (folder / name).is_file()]
        if missing:
            raise ValueError(f"{folder} has no {missing[0]}" if folder.is_dir() else f"there is no folder {folder}")
        self._folder = folder
        config = _config(folder / "config.json")
        self._tokenizer = PairTokenizer(folder / "tokenizer.json")
        try:
            self._session = open_session(folder / "model.onnx")
        except RuntimeError as error:
            raise ValueError(f"{folder / 'model.onnx'} cannot be loaded ({error})") from error
        self._order = _label_order(config) if _PAIR in self._session.outputs else None
        self._more = [name for name in (_VERDICT, _SUPPORT) if name in self._session.outputs]
        self.reads = set(_SPANS) <= set(self._session.outputs)
        self.judges = self._order is not None
        longest = config.get("max_position_embeddings")
        self._window = min(WINDOW, longest - 2) if isinstance(longest, int) and longest > 2 else WINDOW
        self._try()
        self.fingerprint = self._named()

    def _try(self) -> None:
        """Raises ValueError where the model is of another kind, or cannot read a first text."""
        if not self.reads and not self.judges:
            wanted = f"neither {' and '.join(_SPANS)} nor {_PAIR} for {', '.join(_LABELS)}"
            raise ValueError(f"the model in {self._folder} gives {wanted}")
        unknown = sorted(set(self._session.inputs) - _INPUTS)
        if unknown:
            raise ValueError(f"the model in {self._folder} asks for {', '.join(unknown)}, which is not known")
        try:
            if self.reads:
                self.span_logits(*self.page_windows("Who?", Page("", "Nobody.", [])))
            if self.judges:
                self.pair_logits(*self.pair_windows("It rains.", "It is wet."))
        except ReaderError as error:
            raise ValueError(str(error)) from error

    def _named(self) -> str:
        """The folder's name and a digest of its files."""
        digest = hashlib.sha256()
        for name in _FILES:
            with (self._folder / name).open("rb") as file:
                digest.update(file.read(_EDGE))
                size = file.seek(0, 2)
                file.seek(max(0, size - _EDGE))
                digest.update(file.read() + str(size).encode())
        return f"{self._folder.resolve().name}-{digest.hexdigest()[:12]}"

    def page_windows(self, question: str, page: Page) -> list[Window]:
        asked = self._shortened(question, QUESTION_TOKENS)
        title = self._shortened(page.title, TITLE_TOKENS)
        before = title + "\n" if title else ""
        return [
            _window(self._tokenizer.pair(asked, before + page.text[start:end]), 0, len(title), start - len(before))
            for start, end in self._cuts(asked + " " + title, page.text, page.sentences)
        ]

    def pair_windows(self, premise: str, claim: str) -> list[Window]:
        said = self._shortened(claim, QUESTION_TOKENS)
        return [
            _window(self._tokenizer.pair(premise[start:end], said), 1, 0, start)
            for start, end in self._cuts(said, premise, split_sentences(premise))
        ]

    def span_logits(self, window: Window) -> SpanLogits:
        found = self._run(window, [*_SPANS, *self._more])
        start, end = (found[name] for name in _SPANS)
        return SpanLogits(start, end, found.get(_VERDICT), found.get(_SUPPORT))

    def pair_logits(self, window: Window) -> PairLogits:
        found = self._run(window, [_PAIR, *self._more])
        return PairLogits(found[_PAIR][self._order], found.get(_SUPPORT))

    def _shortened(self, text: str, tokens: int) -> str:
        spans = self._tokenizer.spans(text)
        return text if len(spans) <= tokens else text[: int(spans[tokens - 1, 1])]

    def _cuts(self, beside: str, text: str, sentences: Sequence[Span]) -> list[tuple[int, int]]:
        """The characters [start, end) of each part of a text that fits into the window beside the other texts."""
        spans = self._tokenizer.spans(text)
        room = self._window - self._tokenizer.marks - len(self._tokenizer.spans(beside))
        if len(spans) <= room:
            return [(0, len(text))]
        room = max(1, room - room // 16 - 2)  # cut elsewhere, a text may have a few tokens more
        starts = np.searchsorted(spans[:, 0], [sentence.start for sentence in sentences]).tolist()
        bounds = window_bounds(starts, len(spans), room)
        return [(int(spans[start, 0]), int(spans[end - 1, 1])) for start, end in bounds]

    def _run(self, window: Window, wanted: Sequence[str]) -> dict[str, Numbers]:
        """The model's numbers under these names, [tokens] or [3]."""
        tokens = len(window.ids)
        given: dict[str, NDArray[Any]] = {
            "input_ids": np.array([window.ids], np.int64),
            "attention_mask": np.ones((1, tokens), np.int64),
            "token_type_ids": np.array([window.segments], np.int64),
        }
        try:
            found = self._session.run(wanted, {name: given[name] for name in self._session.inputs})
            for name, numbers in zip(wanted, found, strict=True):
                shape = (1, 3 if name in (_PAIR, _VERDICT) else tokens)
                if numbers.shape != shape or not np.isfinite(numbers).all():
                    raise RuntimeError(f"{name} has the shape {numbers.shape}, not {shape}, or has no finite numbers")
        except RuntimeError as error:
            remedy = "Correct ISNAD_READER or unset it."
            raise ReaderError(f"The model in {self._folder} failed: {error}. {remedy}") from error
        return {name: numbers[0] for name, numbers in zip(wanted, found, strict=True)}


def _window(pair: Pair, question: int, title: int, moved: int) -> Window:
    """A pair as a window, of which text `question` is the question or claim.

    The first `title` characters of the other are the title; what follows stands in the page's text `moved` characters
    later.
    """
    own, other = (np.flatnonzero(pair.owners == number) for number in (question, 1 - question))
    titles = int((pair.spans[other, 1] <= title).sum()) if title else 0
    in_title, in_text = other[:titles], other[titles:]
    return Window(
        pair.ids.tolist(),
        pair.types.tolist(),
        Part(_first(own), pair.spans[own]),
        Part(_first(in_title), pair.spans[in_title]),
        Part(_first(in_text), np.maximum(pair.spans[in_text] + moved, 0)),
    )


def _first(places: NDArray[np.intp]) -> int:
    return int(places[0]) if len(places) else 0


def _config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} cannot be read ({error})") from error
    if not isinstance(config, dict):
        raise ValueError(f"{path} holds no settings")
    return config


def _label_order(config: dict[str, Any]) -> list[int] | None:
    """Which of the model's numbers tell entailment, neutral and contradiction; None where it has other labels."""
    labels = config.get("id2label")
    if not isinstance(labels, dict):
        return None
    places = {str(label).lower(): int(place) for place, label in labels.items() if str(place).isdecimal()}
    order = [places.get(label, -1) for label in _LABELS]
    return order if sorted(order) == [0, 1, 2] else None
