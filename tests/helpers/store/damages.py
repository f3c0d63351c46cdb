"""Damages the files of a store's vector index, at random, and searches: what Chroma would crash on never gets to it.

Run as a program it prints what became of each damage. The searches are forked from a process that has opened nothing,
so that a crash would be seen, as a signal, and a damage takes a fraction of a second.
"""

from __future__ import annotations

import json
import logging
import os
import random
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rag import retrieve
from store import Article, Corpus
from store.database.folder import write_lock
from store.maintenance.rebuild import find_faults, rebuild_store
from store.scope import Scope
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.kills import WORDS, forked
from tests.helpers.store.large import search_in_chroma

ARTICLES = 40
QUESTIONS = ("the mill number 7", "who closed the ferry?", "orchard lamp 21")
SCOPES = (Scope(), Scope(outlets=("Hill Post",)))

Found = list[list[tuple[str, float]]]


def make(store: Path) -> None:
    """Articles of two outlets in a version of the index, then some that are newer."""
    articles = [
        Article(
            title=f"{WORDS[number % 10]} {number}",
            outlet=("Hill Post", "Valley Post")[number % 2],
            text=f"The {WORDS[number % 10]} number {number} opened.\nThe {WORDS[number % 7]} {number} closed.",
        )
        for number in range(ARTICLES + 1)
    ]
    with Corpus.open(store, FakeEncoder()) as corpus:
        corpus.add(articles[:ARTICLES])
        corpus.add(articles[ARTICLES:])


def searched(corpus: Corpus) -> Found:
    """What searches find, the nearest words of the corpus too."""
    encodings = [next(iter(corpus.encoder.read_questions([question]))) for question in QUESTIONS]
    near = [
        [(f"{id_}:{number}", round(cosine, 5)) for (id_, number), cosine in found.items()]
        for scope in SCOPES
        for encoding in encodings
        for found in [corpus.index.near_passages(encoding.vector, 8, scope)]
    ]
    words = [
        sorted((form, round(cosine, 5)) for form, cosine in found.items())
        for question, encoding in zip(QUESTIONS, encodings, strict=True)
        for found in corpus.bridge.expand_terms(question.split(), question, encoding, "en", 3, 0.2)
    ]
    hits = [
        [(hit.article.id, round(hit.score, 5)) for hit in retrieve(question, corpus=corpus)] for question in QUESTIONS
    ]
    return near + words + hits


def cut_short(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.randrange(path.stat().st_size))


def flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(chance.choice([1, 1, 9, 200])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def blank(path: Path, chance: random.Random) -> None:
    """A page that the disk gave back as zeros, or as rubbish."""
    content = bytearray(path.read_bytes())
    start = chance.randrange(len(content)) // 4096 * 4096
    content[start : start + 4096] = chance.choice([bytes, chance.randbytes])(len(content[start : start + 4096]))
    path.write_bytes(content)


def delete(path: Path, chance: random.Random) -> None:
    path.unlink()


def empty(path: Path, chance: random.Random) -> None:
    path.write_bytes(b"")


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (cut_short, flip, blank, delete, empty)


def in_a_process(work: Callable[[], object]) -> tuple[int, str]:
    """Do it in a process of its own: its exit status, below 0 for a signal, and what it returned and logged."""

    def say() -> None:
        logging.basicConfig(stream=sys.stderr)
        os.dup2(1, 2)
        os.write(1, json.dumps(work()).encode() + b"\n")

    pid, said = forked(say)
    told = b""
    while part := os.read(said, 9999):
        told += part
    os.close(said)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), told.decode()


def reading(store: Path) -> Found:
    """Opened while somebody else writes, so that the index cannot be made again in passing."""
    with write_lock(store), Corpus.open(store, FakeEncoder()) as corpus:
        return searched(corpus)


def healing(store: Path) -> Found:
    with Corpus.open(store, FakeEncoder()) as corpus:
        found = searched(corpus)
    assert find_faults(store) == []
    return found


def rebuilding(store: Path) -> Found:
    rebuild_store(store, FakeEncoder())
    return healing(store)


def run(folder: Path, damages: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Damage so many times; returns how often it was said and how often not, and what went wrong."""
    sound, store = folder / "sound", folder / "store"
    forked_make = in_a_process(partial(make, sound))
    assert forked_make[0] == 0, forked_make
    expected = in_a_process(partial(healing, sound))[1].splitlines()[0]
    chance = random.Random(seed)
    counted: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(damages):
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(sound, store)
        files = sorted(path for path in (store / "chroma").rglob("*") if path.is_file() and path.stat().st_size)
        path, damage = files[number % len(files)], DAMAGES[(number + number // len(files)) % len(DAMAGES)]
        damage(path, chance)
        what = f"{damage.__name__} {path.name}"
        for step in (reading, chance.choice([healing, healing, rebuilding])):
            status, told = in_a_process(partial(step, store))
            if status or expected not in told.splitlines():
                wrong.append(f"{number}: {what}: {step.__name__}: {status} {told}")
            if step is reading:
                said = "Searching goes on without the vector index" in told
                counted[f"{damage.__name__}: {'said' if said else 'harmless'}"] += 1
            elif step is healing and said and "is made again" not in told:
                wrong.append(f"{number}: {what} was mended without a word: {told}")
    return counted, wrong


if __name__ == "__main__":
    search_in_chroma()
    counted, wrong = run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    json.dump({"counted": dict(sorted(counted.items())), "wrong": wrong}, sys.stdout)
    sys.exit(bool(wrong))
