"""Models in the ecosystem's form: ours reads as it does at home, tiny ones as they are made, others are refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rag.errors import ReaderError
from rag.reading import Page
from rag.reading.folder import FolderModel
from rag.reading.reader import WindowReader
from rag.reading.shipped import ShippedModel
from rag.reading.windows import WINDOW
from store import Span
from store.embedding import WordVectors
from tests.helpers.rag.ecosystem import (
    GIVEN,
    LABELS,
    our_model,
    our_tokenizer,
    own_ids,
    pair_model,
    span_model,
    word_tokenizer,
    write_folder,
)
from tests.helpers.rag.ferry import BAKERY, FERRY, FERRY_AR, page

# Ours

QUESTIONS = ["How many horses were on board?", "من هو القبطان؟", "Who?"]
CLAIMS = [(FERRY, "The captain was hurt."), (FERRY_AR, "The ferry came late.")]
READING = "<s>:0 <query>:0 $A:0 </s>:0 <passage>:1 $B:1 </s>:1"
JUDGING = "<s>:2 <query>:2 $B:2 </s>:2 <passage>:1 $A:1 </s>:1"


@pytest.fixture(scope="module")
def ours(words: WordVectors, tmp_path_factory: pytest.TempPathFactory) -> WindowReader:
    """The shipped model as two folders: what stands before a claim is not what stands before a question."""
    place = tmp_path_factory.mktemp("ours")
    # The tries that a folder is opened with are read too.
    texts = [*QUESTIONS, *(text for pair in CLAIMS for text in pair), BAKERY, "Nobody. It rains. It is wet."]
    ids = own_ids(words, texts)
    content = our_model(words, ids)
    return WindowReader(
        *(
            FolderModel(write_folder(place / name, content, our_tokenizer(words, ids, template), id2label=LABELS))
            for name, template in (("reads", READING), ("judges", JUDGING))
        )
    )


@pytest.mark.parametrize("text", [FERRY, FERRY_AR, BAKERY])
def test_ours_reads_as_it_does_at_home(ours: WindowReader, reader: WindowReader, text: str) -> None:
    for question in QUESTIONS:
        (found,), (expected,) = (each.read(question, [page(text)]) for each in (ours, reader))
        assert found.none == pytest.approx(expected.none, abs=1e-3)
        assert found.sentences == pytest.approx(expected.sentences, abs=1e-3)
        assert found.answer is not None
        assert expected.answer is not None
        assert (found.answer.start, found.answer.end) == (expected.answer.start, expected.answer.end)
        assert found.support is not None
        assert expected.support is not None
        likely = [word.supported for word in found.support]
        assert likely == pytest.approx([word.supported for word in expected.support], abs=1e-3)
        assert found.verdict is not None


def test_ours_judges_as_it_does_at_home(ours: WindowReader, reader: WindowReader) -> None:
    for found, expected in zip(ours.judge(CLAIMS), reader.judge(CLAIMS), strict=True):
        assert found.entails == pytest.approx(expected.entails, abs=1e-3)
        assert found.contradicts == pytest.approx(expected.contradicts, abs=1e-3)
        assert [word.end for word in found.support or ()] == [word.end for word in expected.support or ()]


def test_ours_at_home_and_as_a_folder_are_told_apart(ours: WindowReader, shipped: ShippedModel) -> None:
    reads, judges = ours.fingerprint.split("+")
    assert reads.startswith("reads-")
    assert judges.startswith("judges-")
    assert shipped.fingerprint not in (reads, judges)


# Tiny ones

WORDS = ["who", "came", "?", "ali", "left", ".", "sara", "news", "it", "rains", "wet", "not", "is"]
ID = {word: number for number, word in enumerate(WORDS, 3)}
SIZE = len(WORDS) + 3
CLS = 1
STARTS = {CLS: 1, ID["ali"]: 4, ID["sara"]: 3, ID["came"]: -2}
ENDS = {CLS: 1, ID["ali"]: 2, ID["left"]: 3, ID["came"]: -2}
PAIRS = {ID["not"]: (0, 1, 5), ID["wet"]: (3, 0, 0)}


@pytest.fixture
def reading(tmp_path: Path) -> FolderModel:
    return FolderModel(write_folder(tmp_path / "reads", span_model(STARTS, ENDS, SIZE), word_tokenizer(WORDS)))


@pytest.fixture
def judging(tmp_path: Path) -> FolderModel:
    folder = write_folder(tmp_path / "judges", pair_model(PAIRS, SIZE), word_tokenizer(WORDS), id2label=LABELS)
    return FolderModel(folder)


TEXT = "Ali left. Sara came."


def test_a_question_answering_model_reads(reading: FolderModel) -> None:
    assert (reading.reads, reading.judges) == (True, False)
    (found,) = WindowReader(reading, reading).read("Who came?", [page(TEXT)])
    assert found.answer is not None
    assert TEXT[found.answer.start : found.answer.end] == "Ali left"
    assert found.answer.score == 4 + 3 - 2
    powers = np.exp([1, 4, 0, 0, 3, -2, 0])  # none, ali left . sara came .
    assert found.none == pytest.approx(powers[0] / powers.sum())
    assert found.sentences == pytest.approx((powers[1:4].sum() / powers.sum(), powers[4:].sum() / powers.sum()))
    assert (found.title, found.verdict, found.support) == (0, None, None)


def test_the_title_is_read_before_the_text(reading: FolderModel) -> None:
    text = "It rains."
    (found,) = WindowReader(reading, reading).read("Who came?", [page(text, "News: Ali left")])
    assert found.answer is not None
    assert found.answer.in_title
    assert "News: Ali left"[found.answer.start : found.answer.end] == "Ali left"
    assert found.title > 0.9
    (found,) = WindowReader(reading, reading).read("Who came?", [page(TEXT, "News")])
    assert found.answer is not None
    assert (found.answer.start, found.answer.end, found.answer.in_title) == (0, 8, False)


def test_a_long_text_is_read_to_its_end(reading: FolderModel) -> None:
    text = "It rains. " * 400 + "Ali left. " + "It rains. " * 50
    read = page(text, "News")
    windows = reading.page_windows("Who came?", read)
    assert len(windows) > 4
    assert max(len(window.ids) for window in windows) <= WINDOW
    (found,) = WindowReader(reading, reading).read("Who came?", [read])
    assert found.answer is not None
    assert text[found.answer.start : found.answer.end] == "Ali left"
    assert max(range(len(read.sentences)), key=found.sentences.__getitem__) == 400


def test_a_small_window_is_kept_to(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "small", span_model(STARTS, ENDS, SIZE), word_tokenizer(WORDS), max_position_embeddings=34
    )
    windows = FolderModel(folder).page_windows("Who came?", page("It rains. " * 40))
    assert max(len(window.ids) for window in windows) <= 32


def test_a_model_without_types_of_tokens_is_read(tmp_path: Path) -> None:
    content = span_model(STARTS, ENDS, SIZE, GIVEN)
    other = FolderModel(write_folder(tmp_path / "other", content, word_tokenizer(WORDS)))
    (found,) = WindowReader(other, other).read("Who came?", [page(TEXT)])
    assert found.answer is not None


def test_an_inference_model_judges(judging: FolderModel) -> None:
    assert (judging.reads, judging.judges) == (False, True)
    claims = [("It rains.", "It is wet."), ("It rains.", "It is not wet."), ("Ali left.", "Sara came.")]
    first, second, third = WindowReader(judging, judging).judge(claims)
    assert first.entails > 0.85
    assert second.contradicts > 0.7
    assert third.entails == pytest.approx(1 / 3)
    assert first.support is None


def test_labels_may_come_in_any_order(tmp_path: Path, judging: FolderModel) -> None:
    turned = {"0": "contradiction", "1": "ENTAILMENT", "2": "neutral"}
    content = pair_model({place: (last, first, middle) for place, (first, middle, last) in PAIRS.items()}, SIZE)
    other = FolderModel(write_folder(tmp_path / "other", content, word_tokenizer(WORDS), id2label=turned))
    claims = [("It rains.", "It is not wet.")]
    assert WindowReader(other, other).judge(claims) == WindowReader(judging, judging).judge(claims)


@pytest.mark.parametrize("text", ["", " ", "\0", "x\ud800y", "؟", "Ali"])
def test_odd_texts_are_read(reading: FolderModel, judging: FolderModel, text: str) -> None:
    odd = Page(text, text, [Span(0, len(text))] if text else [])
    both = WindowReader(reading, judging)
    assert len(both.read(text, [odd, odd])) == 2
    assert len(both.judge([(text, text)])) == 1


# What cannot be used

Spoil = Callable[[Path], object]


def without(name: str) -> Spoil:
    return lambda folder: (folder / name).unlink()


def with_content(name: str, content: bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content)


def labels(*names: str) -> Spoil:
    config = json.dumps({"id2label": {str(number): name for number, name in enumerate(names)}})
    return with_content("config.json", config.encode())


NOT_FINITE = span_model({3: float("nan"), 2: float("inf")}, {}, SIZE)
TWO_LABELS = "neither start_logits and end_logits nor logits for entailment, neutral, contradiction"
STRANGE = pair_model(PAIRS, SIZE, ["input_ids", "pixel_values"])
SPOILT: dict[str, tuple[Spoil, str]] = {
    "no model": (without("model.onnx"), "has no model.onnx"),
    "no tokenizer": (without("tokenizer.json"), "has no tokenizer.json"),
    "no config": (without("config.json"), "has no config.json"),
    "half a model": (with_content("model.onnx", pair_model(PAIRS, SIZE)[:60]), "model.onnx cannot be loaded"),
    "a pointer to a model": (with_content("model.onnx", b"version https://git-lfs"), "model.onnx cannot be loaded"),
    "an empty model": (with_content("model.onnx", b""), "model.onnx cannot be loaded"),
    "another tokenizer": (with_content("tokenizer.json", b"{}"), "tokenizer.json is no tokenizer"),
    "a config that is no JSON": (with_content("config.json", b"{"), "config.json cannot be read"),
    "a config that is a list": (with_content("config.json", b"[]"), "config.json holds no settings"),
    "no labels": (with_content("config.json", b"{}"), TWO_LABELS),
    "two labels": (labels("entailment", "not_entailment"), TWO_LABELS),
    "stars": (labels("1 star", "2 stars", "3 stars"), TWO_LABELS),
    "an unknown input": (with_content("model.onnx", STRANGE), "asks for pixel_values, which is not known"),
    "not a number": (with_content("model.onnx", NOT_FINITE), "failed: start_logits .* no finite numbers"),
}


@pytest.mark.parametrize(("spoil", "told"), SPOILT.values(), ids=SPOILT)
def test_a_folder_without_such_a_model_is_refused(spoil: Spoil, told: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "bad", pair_model(PAIRS, SIZE), word_tokenizer(WORDS), id2label=LABELS)
    spoil(folder)
    with pytest.raises(ValueError, match=told):
        FolderModel(folder)


def test_a_model_that_fails_later_is_told(tmp_path: Path) -> None:
    """A token beyond its table, as where tokenizer and model do not belong together."""
    small = len(WORDS) + 1  # the first text that is tried has smaller ids
    folder = write_folder(tmp_path / "bad", span_model({CLS: 1}, {CLS: 1}, small), word_tokenizer(WORDS))
    failing = FolderModel(folder)
    with pytest.raises(ReaderError, match="The model in .*bad failed: .*ISNAD_READER"):
        WindowReader(failing, failing).read("Who is not wet?", [page(TEXT)])
