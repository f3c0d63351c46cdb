"""The process that reads files: what ends it costs one file, and it ends with whoever started it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store import Article, ReadingError
from store.article import Translation
from store.readers.containers.containers import read_articles
from store.readers.discovery import article_files
from store.readers.sandbox.process import ReaderProcess
from store.readers.sandbox.protocol import decode_piece, encode_piece
from store.sample import SAMPLE

GATE = "The town gate was painted green on Sunday by its keeper."


@pytest.fixture
def good(tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text(GATE)
    return tmp_path / "good.txt"


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """Many articles, more than fit into the pipe: the reader waits until they are wanted."""
    line = json.dumps({"text": GATE * 100})
    (tmp_path / "endless.jsonl").write_text(f"{line}\n" * 200)
    return tmp_path / "endless.jsonl"


def process(reader: ReaderProcess) -> subprocess.Popen[bytes]:
    assert reader._process is not None
    return reader._process


def fault(reader: ReaderProcess, path: Path) -> str:
    """Why a file, of which nothing else is read, cannot be read."""
    [(piece, got)] = reader.read(path)
    assert piece == "" and isinstance(got, ReadingError)
    return str(got)


def is_running(pid: int) -> bool:
    """Whether it does anything any more; one that is dead and not yet buried does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return not state.strip().startswith("Z") and bool(state.strip())


def ends(pid: int) -> bool:
    deadline = time.monotonic() + 30
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid)


def test_it_reads_what_is_read_here() -> None:
    with ReaderProcess() as reader:
        for path in article_files([SAMPLE])[0]:
            assert list(reader.read(path)) == list(read_articles(path))


def test_one_process_reads_file_after_file_and_ends_with_the_reader(good: Path) -> None:
    with ReaderProcess() as reader:
        assert reader._process is None  # none before it is needed
        pids = {process(reader).pid for _ in range(3) if list(reader.read(good))}
        assert len(pids) == 1
        running = process(reader)
    assert running.returncode is not None


def test_whatever_an_article_has_comes_through() -> None:
    article = Article(
        title="بوابة",
        text="\ud800 \u2028 \0",
        outlet="O",
        url="u",
        language="ar",
        sources=("a", "b"),
        translations=(Translation("en", "T", "x", by="m"),),
    )
    for got in (("line 1", article), ("", Article(title="", text="", date="2024-05-01"))):  # type: ignore[arg-type]
        line = encode_piece("a.txt", got)
        assert line.isascii() and line.count(b"\n") == 1 and decode_piece(json.loads(line)) == got


@pytest.mark.parametrize("name", ["بوابة.txt", "two\nlines.txt", "\udcff\udcfe.txt"])
def test_a_file_of_any_name_is_found(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(GATE)
    with ReaderProcess() as reader:
        [(_, got)] = reader.read(tmp_path / name)
    assert isinstance(got, Article) and got.text == GATE


def test_a_file_that_takes_too_long_fails_and_the_next_is_read(good: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow.json"
    slow.write_text("[" + "1," * 3_000_000 + "1]")
    with ReaderProcess(seconds=0) as reader:
        beats: list[None] = []
        reader.on_beat = lambda: beats.append(None)
        assert fault(reader, slow) == "slow.json takes more than 0 s to read; split it, or save it as text."
        assert beats and reader._process is None
        reader._seconds = 60
        assert [piece for piece, got in reader.read(good) if isinstance(got, Article)] == [""]


@pytest.mark.slow
def test_a_file_that_takes_too_much_memory_fails_and_the_next_is_read(good: Path, tmp_path: Path) -> None:
    big = tmp_path / "big.json"
    big.write_text("[" + '"ab",' * 37_000_000 + '""]')  # each takes twelve times as much in memory
    with ReaderProcess() as reader:
        assert "2,000 MB of memory" in fault(reader, big)
        big.unlink()
        assert [piece for piece, got in reader.read(good) if isinstance(got, Article)] == [""]


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGSEGV, signal.SIGXCPU, signal.SIGALRM])
def test_a_killed_process_costs_the_file_it_reads(good: Path, endless: Path, sign: signal.Signals) -> None:
    with ReaderProcess() as reader:
        pieces = reader.read(endless)
        assert isinstance(next(pieces)[1], Article)
        process(reader).send_signal(sign)
        *_, (piece, error) = pieces
        assert piece == "" and isinstance(error, ReadingError) and str(error).startswith("endless.jsonl ")
        assert [piece for piece, got in reader.read(good) if isinstance(got, Article)] == [""]


def test_one_that_was_killed_in_between_is_started_again(good: Path) -> None:
    with ReaderProcess() as reader:
        list(reader.read(good))
        process(reader).kill()
        process(reader).wait()
        assert isinstance(next(iter(reader.read(good)))[1], Article)


def test_a_file_that_is_left_in_the_middle_does_not_disturb_the_next(good: Path, endless: Path) -> None:
    with ReaderProcess() as reader:
        pieces = reader.read(endless)
        next(pieces)
        pieces.close()  # type: ignore[attr-defined]
        assert [got.text for _, got in reader.read(good) if isinstance(got, Article)] == [GATE]


def test_a_process_that_does_not_start_is_said(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ReaderProcess() as reader:
        monkeypatch.setattr(sys, "executable", str(good.with_name("none")))
        assert "does not start" in fault(reader, good)


def test_what_lies_where_one_stands_is_not_run(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("yaml.py", "json.py", "sitecustomize.py"):
        (tmp_path / name).write_text("raise SystemExit(3)")
    monkeypatch.chdir(tmp_path)
    with ReaderProcess() as reader:
        assert isinstance(next(iter(reader.read(good)))[1], Article)


STARTS = """
import sys, time
from pathlib import Path
from store.readers.sandbox.process import ReaderProcess
reader = ReaderProcess()
pieces = reader.read(Path(sys.argv[1]))
next(pieces)
print(reader._process.pid, flush=True)
with reader:
    time.sleep(60)
"""


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("what", ["good", "endless"])  # while it waits to be asked, and while it waits to answer
def test_it_ends_with_whoever_started_it(sign: signal.Signals, what: str, request: pytest.FixtureRequest) -> None:
    path = request.getfixturevalue(what)
    with subprocess.Popen(
        [sys.executable, "-c", STARTS, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.send_signal(sign)
        parent.wait(30)
    assert ends(pid)


def test_it_imports_no_more_than_it_needs() -> None:
    code = "import store.readers.sandbox.worker, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {module.split(".")[0] for module in done.stdout.split()}
    heavy = {"chromadb", "llama_index", "numpy", "onnxruntime", "trafilatura", "pypdf", "docx", "lxml", "dateparser"}
    assert loaded & heavy == set()
