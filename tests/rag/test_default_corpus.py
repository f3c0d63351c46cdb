"""The default store's first articles, when two processes open it at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from rag import open_corpus
from store import Corpus, StoreBusyError, StorePathError
from store.embedding.encoder import Encoder

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SMALL = 'tests.helpers.wordllama_embedding:WordLlamaEmbedding {"dims": 64}'
OPENS = "from rag import open_corpus\nwith open_corpus() as corpus: print(len(corpus))"


def test_both_of_two_processes_get_the_sample_articles(tmp_path: Path) -> None:
    env = os.environ | {"ISNAD_STORE": str(tmp_path / "store"), "ISNAD_EMBEDDING": SMALL}
    pipe = subprocess.PIPE
    both = [
        subprocess.Popen([sys.executable, "-c", OPENS], cwd=ROOT, env=env, stdout=pipe, stderr=pipe, text=True)
        for _ in range(2)
    ]
    for said, complaints in [process.communicate(timeout=120) for process in both]:
        assert said == "12\n", complaints


@pytest.fixture
def default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoder: Encoder) -> Path:
    """An empty default store."""
    monkeypatch.setenv("ISNAD_STORE", str(tmp_path / "store"))
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        assert len(corpus) == 0
    return tmp_path / "store"


def test_whoever_waits_for_another_to_fill_the_store_says_so_once(default: Path) -> None:
    lock = FileLock(default / "write.lock")
    told: list[str] = []

    def release() -> None:
        told.append("waiting")
        lock.release()

    lock.acquire()
    with open_corpus(on_wait=release) as corpus:
        assert (len(corpus), told) == (12, ["waiting"])


def test_it_waits_for_a_while_only(default: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.default_corpus._PATIENCE_SECONDS", 0.0)
    with FileLock(default / "write.lock"), pytest.raises(StoreBusyError, match="try again"):
        open_corpus()


def test_from_python_it_is_said_in_the_log(default: Path, caplog: pytest.LogCaptureFixture) -> None:
    lock = FileLock(default / "write.lock")
    lock.acquire()
    with caplog.filtering(lambda record: lock.release() is None), open_corpus() as corpus:
        assert len(corpus) == 12
    [said] = caplog.messages
    assert "Another process is adding the first articles" in said


def test_an_empty_path_is_not_the_default_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ISNAD_STORE", str(tmp_path / "default"))
    for samples in (True, False):
        with pytest.raises(StorePathError, match="empty"):
            open_corpus("", samples=samples)
    assert not (tmp_path / "default").exists()


FORKS = """
import multiprocessing, os, signal, sys, threading
from rag import answer, retrieve

QUESTION = "What does North Korea want in return?"
before = answer(QUESTION)


def again():
    signal.alarm(120)
    got = answer(QUESTION)
    same = got.text == before.text and retrieve(QUESTION, limit=3)
    sys.exit(0 if same and [c.quote for c in got.citations] == [c.quote for c in before.citations] else 1)


def asking():
    while not done.is_set():
        answer(QUESTION)


done = threading.Event()
busy = [threading.Thread(target=asking) for _ in range(int(sys.argv[1]))]
for thread in busy:
    thread.start()
for _ in range(3):
    if (child := os.fork()) == 0:
        again()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
worker = multiprocessing.get_context("fork").Process(target=again)
worker.start()
worker.join()
done.set()
for thread in busy:
    thread.join()
print(worker.exitcode, answer(QUESTION).text == before.text)
"""


@pytest.mark.parametrize("busy", [0, 2])
def test_the_default_store_can_be_asked_after_a_fork(sample_folder: Path, tmp_path: Path, busy: int) -> None:
    """Whatever other threads do at that moment; the parent goes on, and each process ends as every one does."""
    store = shutil.copytree(sample_folder, tmp_path / "default")
    env = os.environ | {"ISNAD_STORE": str(store)}
    command = [sys.executable, "-W", "ignore", "-c", FORKS, str(busy)]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=600)
    assert (done.returncode, done.stdout) == (0, "0 True\n"), done.stderr
