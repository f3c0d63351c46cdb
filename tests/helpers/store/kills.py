"""Kills a process again and again while it changes a store, and looks at what it leaves.

Run as a program it prints what it hit and what went wrong. The workers are forked from a process that has imported
everything and opened nothing, so that a kill takes a fraction of a second. Each says where it is (stages.py): it is
killed a moment after it came to a place drawn by lot, and now and then at any moment.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from store import Article, Corpus, Translation
from store.database.recovery import swap
from store.database.recovery.salvage import recover
from store.maintenance.rebuild import find_faults, rebuild_store
from tests.helpers.agreement import check
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.large import search_in_chroma
from tests.helpers.store.stages import tell_stages

FILES = 8
WORDS = ("mill", "ferry", "harbour", "lamp", "orchard", "bridge", "kite", "well", "market", "choir")

Work = Callable[[Path, Path, random.Random], None]


def text(number: int, version: int) -> str:
    lines = (
        f"The {WORDS[(number + line) % 10]} number {number} opened for the {version}th time." for line in range(4)
    )
    return "\n".join(f"{line} {line.replace('opened', 'closed')}" for line in lines)


def ingest(store: Path, news: Path, chance: random.Random) -> None:
    """New files, changed files, and all of them given."""
    for number in chance.sample(range(FILES), 4):
        (news / f"{number}.txt").write_text(text(number, chance.randrange(1000)))
    with Corpus.open(store, FakeEncoder()) as corpus:
        begin()
        corpus.ingest([news])


def add(store: Path, news: Path, chance: random.Random) -> None:
    with Corpus.open(store, FakeEncoder()) as corpus:
        begin()
        for _ in range(3):
            corpus.add([Article(title="Added", text=text(chance.randrange(99), chance.randrange(99)))])


def remove(store: Path, news: Path, chance: random.Random) -> None:
    with Corpus.open(store, FakeEncoder()) as corpus:
        begin()
        for article in chance.sample(corpus.articles(), len(corpus) // 2):
            corpus.remove(article.id)


def translate(store: Path, news: Path, chance: random.Random) -> None:
    with Corpus.open(store, FakeEncoder()) as corpus:
        begin()
        for article in chance.sample(corpus.articles(), min(2, len(corpus))):
            said = f"by number {chance.randrange(9)}"
            corpus.translate(article.id, Translation("fr", "T", article.text.replace("number", said), by="nobody"))


def vacuum(store: Path, news: Path, chance: random.Random) -> None:
    with Corpus.open(store, FakeEncoder()) as corpus:
        begin()
        corpus.vacuum()


def make_over(store: Path, news: Path, chance: random.Random) -> None:
    """A store of an older format is made over, article by article."""
    with Corpus.open(store, FakeEncoder()):
        pass
    with closing(sqlite3.connect(store / "isnad.sqlite3")) as connection, connection:
        connection.execute("UPDATE meta SET value = 'older' WHERE key = 'format'")
    begin()
    rebuild_store(store, FakeEncoder())


def repair(store: Path, news: Path, chance: random.Random) -> None:
    """The index is damaged: whoever opens the store makes it again."""
    files = [path for path in (store / "chroma").rglob("*") if path.is_file()]
    for path in chance.sample(files, min(1, len(files))):
        content = bytearray(path.read_bytes())
        content[len(content) // 2 :] = b"damaged"
        path.write_bytes(content)
    begin()
    with Corpus.open(store, FakeEncoder()):
        pass


def put_in_place(store: Path, news: Path, chance: random.Random) -> None:
    """A store made over lies ready: whoever opens the old one puts it in its place."""
    with Corpus.open(store, FakeEncoder()):
        pass
    with Corpus.open(store / swap.MAKING, FakeEncoder()) as corpus:
        corpus.restore(recover(store))
    (store / swap.MAKING).rename(store / swap.READY)
    begin()
    with Corpus.open(store, FakeEncoder()):
        pass


INDEXING = ("version", "index", "checksums", "transaction", "committed", "old-versions")
WRITING = ("encoding", "transaction", "shelf", "journal", "committed", "copy", *INDEXING)
WORKS: dict[Work, tuple[str, ...]] = {
    ingest: ("down", *WRITING),
    add: WRITING,
    remove: ("down", "journal", "copy", *INDEXING),
    translate: ("down", *WRITING),
    vacuum: ("vacuum", "compacting", "settling", *INDEXING),
    make_over: ("salvage", "encoding", "shelf", "index", "settling", "swap", "old-files", "old-versions"),
    repair: INDEXING,
    put_in_place: ("swap-at-open", "old-files", "old-versions"),
}
"""What is cut off, and at which stages of it."""


def begin() -> None:
    os.write(1, b"begin\n")
    tell_stages()


def forked(work: Callable[[], None]) -> tuple[int, int]:
    """Do it in a process of its own; returns its id and where to read what it says."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    os.dup2(writing, 1)
    try:
        work()
        os.write(1, b"end\n")
        os._exit(0)
    except BaseException as error:
        import traceback

        traceback.print_exc(file=sys.stderr)
        os.write(1, f"failed: {error}".encode())
        os._exit(1)


def killed(work: Work, store: Path, news: Path, seed: int, stage: str, delay: float) -> str:
    """Start the work and kill it so many seconds after it came to a stage; returns what it had said."""
    pid, said = forked(lambda: work(store, news, random.Random(seed)))
    told = b""
    while f"{stage}\n".encode() not in told and (part := os.read(said, 9999)):
        told += part
    if not told.endswith(b"end\n"):
        time.sleep(delay)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while part := os.read(said, 9999):
        told += part
    os.close(said)
    return told.decode()


def seen(store: Path) -> dict[str, Article]:
    """What a raw look at the database finds, before anything can be repaired."""
    path = store / "isnad.sqlite3"
    if not path.exists():
        return {}
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT id, title, text FROM articles").fetchall()
    return {id_: Article(title=title, text=text) for id_, title, text in rows}


def look(store: Path) -> None:
    """The store opens, is sound and whole, and everything in it agrees."""
    if (store / "rebuilt").exists() or made(store) == "3":
        with Corpus.open(store, FakeEncoder()) as corpus:
            check(corpus)
    else:
        rebuild_store(store, FakeEncoder())
        with Corpus.open(store, FakeEncoder()) as corpus:
            check(corpus)
    assert find_faults(store) == []
    left = {path.name for path in store.iterdir()} - {"isnad.sqlite3", "isnad.sqlite3-wal", "isnad.sqlite3-shm"}
    assert {name.split("-")[0] for name in left} == {"articles", "chroma", "write.lock"}, left


def made(store: Path) -> str:
    with closing(sqlite3.connect(store / "isnad.sqlite3")) as connection:
        return str(connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchall()[0][0])


def touched(work: Work, before: dict[str, Article], after: dict[str, Article]) -> str:
    """What the work may not have done, whenever it was cut off: "" where it is as it should be."""
    lost, new = before.keys() - after.keys(), after.keys() - before.keys()
    if work not in (ingest, remove) and lost:
        return f"lost {lost}"
    if work not in (ingest, add) and new:
        return f"appeared {new}"
    if work is remove and len(lost) > len(before) // 2:
        return f"removed {lost}"
    if work is ingest and not all(article.title != "Added" for id_, article in before.items() if id_ in lost):
        return f"lost {lost}"
    broken = [id_ for id_, article in after.items() if article.id != id_]
    return f"half an article: {broken}" if broken else ""


def run(folder: Path, kills: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Kill so many times; returns at which stages of which work it was hit, and what went wrong."""
    store, news = folder / "store", folder / "news"
    news.mkdir(parents=True)
    chance = random.Random(seed)
    wrong: list[str] = []
    hits: Counter[str] = Counter()
    killed(ingest, store, news, seed, "end", 0)
    for number in range(kills):
        work = list(WORKS)[number % len(WORKS)]
        before = seen(store)
        stage, delay = (
            chance.choice(["begin", *WORKS[work]]),
            chance.choice([0, 0, 0.002, 0.02, 0.2]) * chance.random(),
        )
        said = killed(work, store, news, chance.randrange(2**30), stage, delay)
        if "end" not in said.split():
            hits[f"{work.__name__}: {said.split()[-1]}"] += 1
        fault = "failed" in said or touched(work, before, seen(store))
        pid, looked = forked(lambda: look(store))
        os.waitpid(pid, 0)
        verdict = os.read(looked, 9999).decode()
        os.close(looked)
        if fault or verdict != "end\n":
            wrong.append(f"kill {number} of {work.__name__} at {stage} + {delay:.3f} s: {fault} {said!r} {verdict!r}")
            print(wrong[-1], file=sys.stderr, flush=True)
    return hits, wrong


if __name__ == "__main__":
    search_in_chroma()
    start = time.monotonic()
    hits, wrong = run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    json.dump({"hits": dict(sorted(hits.items())), "wrong": wrong, "seconds": time.monotonic() - start}, sys.stdout)
    sys.exit(bool(wrong))
