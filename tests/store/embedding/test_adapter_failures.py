"""What is told when another embedding fails, in Python and on the command line; and that it needs no network."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from rag import Answer, answer
from store import Corpus, EncoderError
from tests.helpers.agreement import check
from tests.helpers.store.other_embeddings import (
    ALL,
    ANSWERED,
    BAKERY,
    FLOOD,
    OFF_TOPIC,
    OPENING,
    ROOT,
    WORDLLAMA,
    WRONG,
    Failing,
    Letters,
    OutOfBudgetError,
    is_one_sentence,
    raising,
)

FAILURES = {
    "an error of its own": (raising(OutOfBudgetError("429:\n  no\tmore tokens")), "429: no more tokens"),
    "an error that says nothing": (raising(OutOfBudgetError()), "OutOfBudgetError"),
    "a broken connection": (raising(ConnectionResetError(104, "reset by peer")), "reset by peer"),
    "a name that is missing": (raising(KeyError("embedding")), "embedding"),
    "zeros": (lambda: [0.0] * 26, "gave a vector that cannot be used"),
    "not a number": (lambda: [float("nan")] * 26, "gave a vector that cannot be used"),
    "endless": (lambda: [float("inf")] * 26, "gave a vector that cannot be used"),
    "no numbers": (list, "gave a vector that cannot be used"),
    "nothing": (lambda: None, ""),
    "words": (lambda: ["one"] * 26, ""),
    "another length": (lambda: [1.0] * 25, "gave a vector that cannot be used"),
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
    failing = Failing(well=OPENING + 5, instead=instead)
    with Corpus.open(tmp_path / "store", failing) as corpus:
        assert corpus.add([BAKERY]).added == (BAKERY.id,)  # five texts: the title, three sentences and their passage
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


@pytest.mark.slow
def test_the_command_ingests_and_answers_with_it(article_folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    got = isnad("ingest", article_folder, store=store, embedding=WORDLLAMA)
    assert (got.returncode, got.stderr) == (0, "")
    assert got.stdout.startswith("Added 4, ")
    question, quote = next(iter(ANSWERED.items()))
    got = isnad("ask", question, store=store, embedding=WORDLLAMA)
    assert (got.returncode, got.stderr) == (0, "")
    assert quote in got.stdout
    got = isnad("ask", OFF_TOPIC[0], store=store, embedding=WORDLLAMA)
    assert (got.returncode, got.stderr) == (0, "")
    assert got.stdout.startswith("The articles do not say.")
    got = isnad("ask", "When?", store=store, embedding="")
    assert_one_complaint(got, "WordLlamaEmbedding/l2_supercat/256")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "wrong"),
    [(("ingest", "in"), "no colon"), (("ask", "Who?"), "a module that is not there"), (("list",), "no JSON")],
)
def test_the_command_says_in_one_sentence_what_is_wrong_with_it(
    command: Sequence[str], wrong: str, article_folder: Path, tmp_path: Path
) -> None:
    spec, reason = WRONG[wrong]
    assert_one_complaint(isnad(*command, store=tmp_path / "store", embedding=spec), reason)


@pytest.mark.slow
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
            "from tests.helpers.wordllama_embedding import WordLlamaEmbedding",
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
