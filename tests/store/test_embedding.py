"""Any LlamaIndex embedding instead of the one that ships: found by its name, used, and told when it fails."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from rag import Answer, answer, retrieve
from store import Article, Corpus, EncoderError, StoreMismatchError
from store.embedding import OtherEncoder, TextEncoder, load_embedding, text_encoder
from store.encoder import Encoder
from store.engine import Vectors
from store.scope import Scope
from tests.agreement import check
from tests.fakes import FakeEncoder
from tests.wordllama_embedding import WordLlamaEmbedding

EVERYWHERE = Scope()
ROOT = Path(__file__).parents[2]
WORDLLAMA = "tests.wordllama_embedding:WordLlamaEmbedding"
LIGHTHOUSE = Article(
    title="The lighthouse shines again",
    outlet="Hill Post",
    date=dt.date(2024, 3, 5),
    language="en",
    text="The council of Saltmouth lit the old lighthouse again on Tuesday after forty years of darkness. "
    "Two sisters of the Quill family will keep the lamp and live in the tower.",
)
BAKERY = Article(
    title="The bakery closes",
    outlet="Valley Post",
    date=dt.date(2024, 7, 19),
    language="en",
    text="The last bakery of the valley closed on Friday. Its oven had burned for ninety years. "
    "The baker, Otto Brandt, said that flour had become too dear.",
)
FLOOD = Article(
    title="Flood at the mill",
    outlet="Valley Post",
    date=dt.date(2024, 10, 2),
    language="en",
    text="A flood tore the wheel off the water mill on Monday night. "
    "Firefighters carried the miller and his three goats to the church.",
)
OBSERVATORY = Article(
    title="A new dome",
    outlet="Hill Post",
    date=dt.date(2025, 1, 30),
    language="en",
    text="Astronomers repaired the dome of the observatory after the storm. They will watch a comet there in April.",
)
ALL = [LIGHTHOUSE, BAKERY, FLOOD, OBSERVATORY]
ANSWERED = {
    "Who repaired the dome of the observatory?": OBSERVATORY.text.split(". ")[0] + ".",
    "When did the last bakery of the valley close?": BAKERY.text.split(". ")[0] + ".",
    "Who will keep the lamp in the tower?": LIGHTHOUSE.text.split(". ")[1],
}
REFUSED = [
    "How do I bake sourdough bread?",
    "Who won the chess championship in Reykjavik?",
    "What is the population of North Korea?",
]


class Letters(BaseEmbedding):
    """How often each letter occurs: an embedding that is quick and understands nothing."""

    weight: float = 1.0

    @classmethod
    def class_name(cls) -> str:
        return "Letters"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return [self.weight * (1 + text.lower().count(letter)) for letter in "abcdefghijklmnopqrstuvwxyz"]


MADE = Letters(model_name="made already")


def make_letters(model_name: str = "made by a function") -> BaseEmbedding:
    return Letters(model_name=model_name)


def make_nothing() -> None:
    """What a function that forgot its `return` gives."""


@pytest.fixture(scope="module")
def wordllama() -> WordLlamaEmbedding:
    return WordLlamaEmbedding()


@pytest.fixture(scope="module")
def folder(wordllama: WordLlamaEmbedding, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store made with another embedding. Copy it before you write to it."""
    path = tmp_path_factory.mktemp("other") / "store"
    with Corpus.open(path, wordllama) as corpus:
        corpus.add(ALL)
    return path


@pytest.fixture
def small(folder: Path, wordllama: WordLlamaEmbedding) -> Iterator[Corpus]:
    """The articles, to read only."""
    with Corpus.open(folder, wordllama) as corpus:
        yield corpus


# A store with another embedding


@pytest.mark.parametrize(("question", "quote"), ANSWERED.items())
def test_a_question_is_answered_word_for_word(small: Corpus, question: str, quote: str) -> None:
    got = answer(question, corpus=small)
    assert got.answered
    best = got.citations[0]
    assert best.quote == quote == best.article.text[best.start : best.end]
    assert quote in got.text


@pytest.mark.parametrize("question", REFUSED)
def test_what_the_articles_do_not_say_is_refused(small: Corpus, question: str) -> None:
    got = answer(question, corpus=small)
    assert not got.answered
    assert got.confidence < 0.5
    assert list(got.closest) == retrieve(question, corpus=small, limit=3)


def test_the_store_agrees(small: Corpus, wordllama: WordLlamaEmbedding) -> None:
    check(small)
    assert small.encoder.fingerprint == "tests.wordllama_embedding.WordLlamaEmbedding/l2_supercat/256"
    assert small.encoder.dimensions == small.index.centre().shape[0] == 256
    (vector,) = wordllama.get_text_embedding_batch([BAKERY.text])
    found = small.index.near_passages(np.array(vector, np.float32) / np.linalg.norm(vector), 9, EVERYWHERE)
    assert next(iter(found)) == (BAKERY.id, 0)
    assert found[BAKERY.id, 0] == pytest.approx(1, abs=1e-4)


def test_llama_index_searches_with_the_same_embedding(small: Corpus, wordllama: WordLlamaEmbedding) -> None:
    from llama_index.core import VectorStoreIndex

    index = VectorStoreIndex.from_vector_store(small.vector_store(), embed_model=wordllama)
    best, *_ = index.as_retriever(similarity_top_k=1).retrieve("When did the bakery close?")
    assert best.node.metadata["article"] == BAKERY.id


def test_a_store_of_another_embedding_is_refused_by_the_one_that_ships(folder: Path, encoder: Encoder) -> None:
    with pytest.raises(StoreMismatchError, match=r"made with .*WordLlamaEmbedding/l2_supercat/256.*--store NEW"):
        Corpus.open(folder)
    with pytest.raises(StoreMismatchError):
        Corpus.open(folder, encoder)


def test_a_store_of_the_one_that_ships_is_refused_by_another(
    sample_folder: Path, wordllama: WordLlamaEmbedding
) -> None:
    with pytest.raises(StoreMismatchError, match="made with .*e5-small.*uses .*WordLlama.*--store NEW.*ISNAD_EMB"):
        Corpus.open(sample_folder, wordllama)


def test_a_store_of_other_dimensions_is_refused(folder: Path) -> None:
    with pytest.raises(StoreMismatchError, match=r"WordLlamaEmbedding/l2_supercat/256.*l2_supercat/64"):
        Corpus.open(folder, WordLlamaEmbedding(dims=64))


class Marks(Letters):
    """Another model of as many dimensions, whose author gave it no name."""

    @classmethod
    def class_name(cls) -> str:
        return BaseEmbedding.class_name()

    def _get_text_embedding(self, text: str) -> list[float]:
        return [1.0 + text.count(mark) for mark in ".,;:!?'\"()[]{}<>|/+-*=%&@#"]


class Digits(Marks):
    """Yet another without a name."""

    def _get_text_embedding(self, text: str) -> list[float]:
        return [1.0 + text.count(digit) for digit in "0123456789٠١٢٣٤٥٦٧٨٩abcdef"]


def test_embeddings_without_names_are_told_apart(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "store", Marks()) as corpus:
        corpus.add(ALL)
    with pytest.raises(StoreMismatchError):
        Corpus.open(tmp_path / "store", Digits())


# As an encoder


def test_an_embedding_is_taken_as_it_is_or_made_one(encoder: Encoder, wordllama: WordLlamaEmbedding) -> None:
    fake = FakeEncoder()
    assert text_encoder(fake) is fake
    assert text_encoder(encoder) is encoder
    assert text_encoder(None) is encoder
    assert isinstance(text_encoder(wordllama), OtherEncoder)


def test_a_text_has_one_state_that_lies_as_its_vector_does(wordllama: WordLlamaEmbedding) -> None:
    other = OtherEncoder(wordllama)
    for read in (other.read_passages, other.read_questions):
        for encoding in read([BAKERY.text, FLOOD.text]):
            assert np.linalg.norm(encoding.vector) == pytest.approx(1, abs=1e-5)
            assert encoding.states.shape == (1, 256)
            (state,) = encoding.states
            assert state @ encoding.vector == pytest.approx(np.linalg.norm(state), rel=1e-5)
            assert np.abs(state).max() < 2  # or it could not be kept


def test_more_texts_than_a_batch_come_in_their_order(wordllama: WordLlamaEmbedding) -> None:
    other = OtherEncoder(wordllama)
    texts = [f"Train number {number} was late." for number in range(75)]
    told: list[int] = []
    together = [encoding.vector for encoding in other.read_passages(texts, told.append)]
    alone = [next(other.read_passages([text])).vector for text in texts]
    np.testing.assert_allclose(together, alone, atol=1e-6)
    assert sum(told) == sum(map(other.token_count, texts))
    assert list(other.read_passages([])) == list(other.read_questions([])) == []


def test_cosines_of_unrelated_texts_are_laid_upon_those_of_the_model_that_ships(
    wordllama: WordLlamaEmbedding, encoder: Encoder
) -> None:
    unrelated = [article.text for article in ALL]
    other = OtherEncoder(wordllama)
    ours, theirs = cosines(encoder, unrelated), cosines(other, unrelated)
    assert abs(theirs.mean() - ours.mean()) < 0.05
    assert theirs.max() < other.comparable(np.array([0.9], np.float32))[0]


def cosines(encoder: TextEncoder, texts: Sequence[str]) -> Vectors:
    """Between each two of the texts, as confidence sees them."""
    vectors = np.array([encoding.vector for encoding in encoder.read_passages(texts)])
    return encoder.comparable((vectors @ vectors.T)[np.triu_indices(len(vectors), 1)])


# By its name


def test_a_class_is_named(wordllama: WordLlamaEmbedding) -> None:
    assert load_embedding(WORDLLAMA).fingerprint == "tests.wordllama_embedding.WordLlamaEmbedding/l2_supercat/256"
    assert (
        load_embedding(f"  {WORDLLAMA}\n").fingerprint
        == "tests.wordllama_embedding.WordLlamaEmbedding/l2_supercat/256"
    )


@pytest.mark.parametrize("spec", [WORDLLAMA + ' {"dims": 64}', WORDLLAMA + '{"dims":\n64 }\n'])
def test_a_class_is_named_with_its_arguments(spec: str) -> None:
    assert load_embedding(spec).fingerprint == "tests.wordllama_embedding.WordLlamaEmbedding/l2_supercat/64"


def test_a_function_or_what_is_made_already_is_named() -> None:
    assert load_embedding(f"{__name__}:make_letters").fingerprint == f"{__name__}.Letters/made by a function/26"
    given = load_embedding(__name__ + ':make_letters {"model_name": "given"}')
    assert given.fingerprint == f"{__name__}.Letters/given/26"
    assert load_embedding(f"{__name__}:MADE").fingerprint == f"{__name__}.Letters/made already/26"


def test_it_is_made_once() -> None:
    assert load_embedding(f"{__name__}:Letters") is load_embedding(f"{__name__}:Letters")


def test_no_name_is_the_model_that_ships(encoder: Encoder) -> None:
    assert load_embedding("") is encoder


HOW = "Write it as module:Class, with its arguments after it"
WRONG = {
    "no colon": ("nonsense", HOW),
    "no class": ("os:", HOW),
    "no module": (":Class", HOW),
    "two names": ("os:one two", HOW),
    "a list of arguments": (WORDLLAMA + " [64]", HOW),
    "arguments that do not end": (WORDLLAMA + ' {"dims": 64', HOW),
    "a module that is not there": ("no_such_module.at_all:Class", "no_such_module"),
    "a name that is not there": (f"{__name__}:NoSuchClass", "NoSuchClass"),
    "not a class": (f"{__name__}:ROOT", "not callable"),
    "something else": (f"{__name__}:Path", "no LlamaIndex embedding"),
    "a function of nothing": (f"{__name__}:make_nothing", "no LlamaIndex embedding"),
    "no JSON": (WORDLLAMA + " {dims: 64}", "line 1 column 2"),
    "an argument it does not take": (WORDLLAMA + ' {"dimensions": 64}', "unexpected keyword argument 'dimensions'"),
    "a value it does not take": (WORDLLAMA + ' {"dims": 77}', "dimension must be one of"),
    "a value of another type": (__name__ + ':make_letters {"model_name": {}}', "should be a valid string"),
}


@pytest.mark.parametrize(("spec", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_name_is_told_in_one_sentence_with_the_remedy(spec: str, reason: str) -> None:
    with pytest.raises(EncoderError) as raised:
        load_embedding(spec)
    said = str(raised.value)
    assert reason in said
    assert spec.split(":")[0] in said
    assert HOW in said or "See ISNAD_EMBEDDING in docs/SETTINGS.md." in said
    assert is_one_sentence(said)


def is_one_sentence(said: str) -> bool:
    """No traceback, no page of validation errors: what fits on a few lines of a terminal."""
    return "\n" not in said and "Traceback" not in said and len(said) < 500


# When it fails


class Failing(Letters):
    """Does something else, once so many texts were embedded well."""

    well: int = 0
    instead: Any = None
    embedded: int = 0

    def _get_text_embedding(self, text: str) -> list[float]:
        self.embedded += 1
        return super()._get_text_embedding(text) if self.embedded <= self.well else self.instead()


class OutOfBudgetError(Exception):
    """As a vendor's library has them: known to nobody else."""


def raising(error: BaseException) -> Callable[[], list[float]]:
    def fail() -> list[float]:
        raise error

    return fail


OPENING = 12
"""So many texts are embedded when a store is opened."""
FAILURES = {
    "an error of its own": (raising(OutOfBudgetError("429:\n  no\tmore tokens")), "429: no more tokens"),
    "an error that says nothing": (raising(OutOfBudgetError()), "OutOfBudgetError"),
    "a broken connection": (raising(ConnectionResetError(104, "reset by peer")), "reset by peer"),
    "a name that is missing": (raising(KeyError("embedding")), "embedding"),
    "zeros": (lambda: [0.0] * 26, "gave a vector that is none"),
    "not a number": (lambda: [float("nan")] * 26, "gave a vector that is none"),
    "endless": (lambda: [float("inf")] * 26, "gave a vector that is none"),
    "no numbers": (list, "gave a vector that is none"),
    "nothing": (lambda: None, ""),
    "words": (lambda: ["one"] * 26, ""),
    "another length": (lambda: [1.0] * 25, "gave a vector that is none"),
}


@pytest.mark.parametrize(("instead", "reason"), FAILURES.values(), ids=FAILURES)
def test_an_embedding_that_fails_at_once_is_told(instead: Callable[[], Any], reason: str, tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="The embedding Letters") as raised:
        Corpus.open(tmp_path / "store", Failing(well=OPENING - 1, instead=instead))
    assert reason in str(raised.value)
    assert is_one_sentence(str(raised.value))


@pytest.mark.parametrize(("instead", "reason"), FAILURES.values(), ids=FAILURES)
def test_a_store_survives_an_embedding_that_fails_later(
    instead: Callable[[], Any], reason: str, tmp_path: Path
) -> None:
    failing = Failing(well=OPENING + 4, instead=instead)
    with Corpus.open(tmp_path / "store", failing) as corpus:
        assert corpus.add([BAKERY]).added == (BAKERY.id,)  # four texts: three sentences and their passage
        with pytest.raises(EncoderError, match="The embedding Letters") as raised:
            corpus.add([FLOOD])
        assert reason in str(raised.value)
        assert is_one_sentence(str(raised.value))
        assert corpus.articles() == [BAKERY]
        failing.well = 10_000
        check(corpus)
        assert corpus.add([FLOOD]).added == (FLOOD.id,)
        check(corpus)


@pytest.mark.parametrize(("instead", "reason"), FAILURES.values(), ids=FAILURES)
def test_a_question_that_cannot_be_embedded_is_an_error(
    instead: Callable[[], Any], reason: str, tmp_path: Path
) -> None:
    failing = Failing(well=10_000, instead=instead)
    with Corpus.open(tmp_path / "store", failing) as corpus:
        corpus.add(ALL)
        failing.well = 0
        with pytest.raises(EncoderError, match="The embedding Letters") as raised:
            answer("When did the bakery close?", corpus=corpus)
        assert reason in str(raised.value)
        assert is_one_sentence(str(raised.value))


def test_a_person_may_interrupt_it(tmp_path: Path) -> None:
    with Corpus.open(tmp_path / "store", Failing(well=OPENING, instead=raising(KeyboardInterrupt()))) as corpus:
        with pytest.raises(KeyboardInterrupt):
            corpus.add([BAKERY])
        assert len(corpus) == 0


def test_an_embedding_may_have_any_scale(tmp_path: Path) -> None:
    for weight in (1e-12, 1e12):
        with Corpus.open(tmp_path / f"{weight}", Letters(weight=weight)) as corpus:
            corpus.add(ALL)
            check(corpus)
            assert isinstance(answer("When did the bakery close?", corpus=corpus), Answer)


# From the command line


def isnad(*arguments: object, store: Path, embedding: str) -> subprocess.CompletedProcess[str]:
    """The installed command, where Python finds these tests, with no cache to find a download in."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("ISNAD_", "LC_", "LANG", "HF_"))
    }
    path = os.pathsep.join([str(ROOT), str(Path(__file__).parent)])
    given = {"PYTHONPATH": path, "LC_ALL": "C.UTF-8", "ISNAD_STORE": str(store), "ISNAD_EMBEDDING": embedding}
    return subprocess.run(
        [Path(sys.executable).with_name("isnad"), *map(str, arguments)],
        env=kept | given,
        cwd=store.parent,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.fixture
def article_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, article in enumerate(ALL):
        (folder / f"{number}.md").write_text(f"---\ntitle: {article.title}\n---\n{article.text}\n", encoding="utf-8")
    return folder


def test_the_command_ingests_and_answers_with_it(article_folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    got = isnad("ingest", article_folder, store=store, embedding=WORDLLAMA)
    assert (got.returncode, got.stderr) == (0, "")
    assert got.stdout.startswith("Added 4, ")
    question, quote = next(iter(ANSWERED.items()))
    got = isnad("ask", question, store=store, embedding=WORDLLAMA)
    assert (got.returncode, got.stderr) == (0, "")
    assert f"“{quote}” [1]" in got.stdout
    got = isnad("ask", REFUSED[0], store=store, embedding=WORDLLAMA)
    assert (got.returncode, got.stderr) == (0, "")
    assert got.stdout.startswith("The articles do not say.")
    got = isnad("ask", "When?", store=store, embedding="")
    assert_one_complaint(got, "WordLlamaEmbedding/l2_supercat/256")


@pytest.mark.parametrize(
    ("command", "wrong"),
    [(("ingest", "in"), "no colon"), (("ask", "Who?"), "a module that is not there"), (("list",), "no JSON")],
)
def test_the_command_says_in_one_sentence_what_is_wrong_with_it(
    command: Sequence[str], wrong: str, article_folder: Path, tmp_path: Path
) -> None:
    spec, reason = WRONG[wrong]
    assert_one_complaint(isnad(*command, store=tmp_path / "store", embedding=spec), reason)


@pytest.mark.parametrize("name", ["raises", "gives_zeros", "changes_length"])
def test_the_command_says_in_one_sentence_that_it_failed(name: str, article_folder: Path, tmp_path: Path) -> None:
    got = isnad("ingest", "in", store=tmp_path / "store", embedding=f"{__name__}:{name}")
    assert_one_complaint(got, "The embedding Letters")


def raises() -> BaseEmbedding:
    return Failing(well=OPENING + 2, instead=raising(OutOfBudgetError("no more tokens")))


def gives_zeros() -> BaseEmbedding:
    return Failing(well=OPENING + 2, instead=lambda: [0.0] * 26)


def changes_length() -> BaseEmbedding:
    return Failing(well=OPENING + 2, instead=lambda: [1.0] * 25)


def assert_one_complaint(got: subprocess.CompletedProcess[str], reason: str) -> None:
    assert (got.returncode, got.stdout) == (1, "")
    assert got.stderr.startswith("isnad: ")
    assert reason in got.stderr
    assert got.stderr.count("\n") == 1
    assert is_one_sentence(got.stderr.rstrip("\n"))


# Offline

NO_SOCKETS = """
import socket

def closed(*arguments, **more):
    raise PermissionError(f"a socket was opened: {arguments}")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = closed
"""


def test_its_weights_come_in_its_wheel(tmp_path: Path) -> None:
    """Where nothing was ever fetched and nothing can be."""
    program = NO_SOCKETS + "\n".join(
        [
            "from tests.wordllama_embedding import WordLlamaEmbedding",
            "assert len(WordLlamaEmbedding().get_text_embedding('a bell')) == 256",
        ]
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=os.environ | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not list((tmp_path / ".cache").glob("wordllama*"))
