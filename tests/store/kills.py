"""Kills a process again and again while it changes a store, and looks at what it leaves.

Run as a program it prints a line for each kill. The workers are forked from a process that has imported everything
and opened nothing, so that a kill takes a fraction of a second.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from store import Article, Corpus, Translation
from store.rebuild import faults, rebuild
from tests.agreement import check
from tests.fakes import FakeEncoder

FILES = 12
WORDS = ("mill", "ferry", "harbour", "lamp", "orchard", "bridge", "kite", "well", "market", "choir")

Work = Callable[[Path, Path, random.Random], None]


def text(number: int, version: int) -> str:
    lines = (
        f"The {WORDS[(number + line) % 10]} number {number} opened for the {version}th time." for line in range(9)
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
        for article in chance.sample(corpus.articles(), min(4, len(corpus))):
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
    rebuild(store, FakeEncoder())


WORKS: tuple[Work, ...] = (ingest, ingest, ingest, add, remove, translate, vacuum, make_over)


def begin() -> None:
    os.write(1, b"begin\n")


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


def killed(work: Work, store: Path, news: Path, seed: int, delay: float) -> str:
    """Start the work, kill it so many seconds after it began; returns what it had said."""
    pid, said = forked(lambda: work(store, news, random.Random(seed)))
    first = os.read(said, 99)
    if first.startswith(b"begin"):
        select.select([said], [], [], delay)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    rest = b""
    while part := os.read(said, 9999):
        rest += part
    os.close(said)
    return (first + rest).decode()


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
        rebuild(store, FakeEncoder())
        with Corpus.open(store, FakeEncoder()) as corpus:
            check(corpus)
    assert faults(store) == []
    left = {path.name for path in store.iterdir()} - {"isnad.sqlite3", "isnad.sqlite3-wal", "isnad.sqlite3-shm"}
    assert {name.split("-")[0] for name in left} == {"articles", "chroma", "write.lock"}, left


def made(store: Path) -> str:
    with closing(sqlite3.connect(store / "isnad.sqlite3")) as connection:
        return str(connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchall()[0][0])


def touched(work: Work, before: dict[str, Article], after: dict[str, Article]) -> str:
    """What the work may not have done, whenever it was cut off: "" where it is as it should be."""
    lost, new = before.keys() - after.keys(), after.keys() - before.keys()
    if work in (translate, vacuum, make_over, add) and lost:
        return f"lost {lost}"
    if work in (translate, vacuum, make_over, remove) and new:
        return f"appeared {new}"
    if work is remove and len(lost) > 4:
        return f"removed {lost}"
    if work is ingest and not all(article.title != "Added" for id_, article in before.items() if id_ in lost):
        return f"lost {lost}"
    broken = [id_ for id_, article in after.items() if replace(article).id != id_]
    return f"half an article: {broken}" if broken else ""


def run(folder: Path, kills: int, seed: int) -> tuple[int, list[str]]:
    """Kill so many times; returns how many of them hit the work under way, and what went wrong."""
    store, news = folder / "store", folder / "news"
    news.mkdir(parents=True)
    chance = random.Random(seed)
    wrong: list[str] = []
    hits = 0
    for number in range(-1, kills):
        work = ingest if number < 0 else chance.choice(WORKS)
        before = seen(store)
        delay = 60.0 if number < 0 else chance.uniform(0, 0.7)
        said = killed(work, store, news, chance.randrange(2**30), delay)
        hits += "end" not in said and number >= 0
        fault = "failed" in said or touched(work, before, seen(store))
        pid, looked = forked(lambda: look(store))
        os.waitpid(pid, 0)
        verdict = os.read(looked, 9999).decode()
        os.close(looked)
        if fault or not verdict.endswith("end\n"):
            wrong.append(f"kill {number} of {work.__name__} after {delay:.3f} s: {fault} {said!r} {verdict!r}")
            print(wrong[-1], file=sys.stderr, flush=True)
    return hits, wrong


if __name__ == "__main__":
    start = time.monotonic()
    found = run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    took = time.monotonic() - start
    print(f"killed under way: {found[0]} of {sys.argv[2]}; went wrong: {len(found[1])}; {took:.0f} s")
    sys.exit(bool(found[1]))
