"""A process forked while a store is open: it is refused, told how to go on, and never hangs; its parent works on."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import Article, Corpus, StoreError
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import near

pytestmark = pytest.mark.slow

PATIENCE = 60


def articles(first: int, last: int) -> list[Article]:
    return [
        Article(title=f"Number {number}", text=f"The ferry number {number} opened at the harbour.", language="en")
        for number in range(first, last)
    ]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add(articles(0, 40))
    return tmp_path / "store"


def in_a_fork(work: Callable[[], Any]) -> str:
    """What it returns or raises in a forked process, which then ends as every process does."""
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            said = str(work())
        except StoreError as error:
            said = str(error)
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    said = b""
    while select.select([reading], [], [], PATIENCE)[0] and (part := os.read(reading, 9999)):
        said += part
    os.close(reading)
    if os.waitpid(pid, os.WNOHANG)[0] == 0 and not said:
        os.kill(pid, 9)
        pytest.fail("the forked process hangs")
    return said.decode()


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_process_is_refused_and_its_parent_works_on(store: Path) -> None:
    with Corpus.open(store, FakeEncoder()) as corpus:
        assert near(corpus, "ferry number 3")
        for work in (
            corpus.articles,
            lambda: near(corpus, "ferry number 3"),
            lambda: corpus.add(articles(50, 51)),
        ):
            assert "cannot be used in a forked process. Open it again there" in in_a_fork(work)
        assert in_a_fork(corpus.close) == "None"
        assert near(corpus, "ferry number 3")
        corpus.add(articles(60, 90))
        check(corpus)


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_process_opens_the_store_again_and_does_without_chroma(store: Path) -> None:
    """Chroma's threads are not there any more: writing an index would wait for them for ever."""

    def work() -> list[str]:
        with Corpus.open(store, FakeEncoder()) as again:
            again.add(articles(50, 80))
            return near(again, "ferry number 77 harbour")[:1]

    with Corpus.open(store, FakeEncoder()) as corpus:
        expected = near(corpus, "ferry number 3")
        assert in_a_fork(work) == str([articles(77, 78)[0].id])
        assert near(corpus, "ferry number 3")[:1] == expected[:1]
        assert len(corpus) == 70
        check(corpus)


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_a_forked_process_with_a_store_open_ends(store: Path) -> None:
    """As every process does, letting go of all there is: in one of its own, for the test's would end too."""
    program = (
        "import os, sys\nfrom store import Corpus\nfrom tests.helpers.fakes import FakeEncoder\n"
        "from tests.helpers.store.harbour import near\nfrom tests.helpers.store.large import search_in_chroma\n"
        "search_in_chroma()\ncorpus = Corpus.open(sys.argv[1], FakeEncoder())\n"
        "near(corpus, 'ferry')\npid = os.fork()\nif pid:\n"
        "    assert os.waitpid(pid, 0)[1] == 0\n    print(len(near(corpus, 'ferry')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(store)], capture_output=True, text=True, timeout=PATIENCE
    )
    assert (done.returncode, done.stdout) == (0, "10\n"), done.stderr


def test_an_article_can_be_named_while_another_thread_of_the_parent_names_some() -> None:
    """Each process asks for ids all the time: nothing that threads share may be held at the fork."""
    long = [Article(title="Long", text="The ferry opened. " * 2_000_000) for _ in range(20)]
    naming = threading.Thread(target=lambda: [article.id for article in long])
    naming.start()
    [short] = articles(0, 1)
    said = in_a_fork(lambda: short.id)
    assert naming.is_alive(), "too few texts: the fork has to be made while they are read"
    naming.join()
    assert said == short.id
