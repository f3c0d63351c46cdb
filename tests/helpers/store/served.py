"""Stores on a Chroma server and what is found in them."""

from __future__ import annotations

from pathlib import Path

from store import Article, Corpus
from store.index.chroma.versions import IndexVersions
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.chroma_server import ChromaServer
from tests.helpers.store.harbour import EVERYWHERE

ENCODER = FakeEncoder()
MORE = [
    Article(title=f"Lamp {n}", text=f"The lamp number {n} of the quay was lit. Keeper {n} slept.") for n in range(9)
]


def opened(folder: Path, server: ChromaServer) -> Corpus:
    return Corpus.open(folder, ENCODER, server.address)


def found(corpus: Corpus) -> list[list[tuple[object, float]]]:
    vectors = ENCODER.encode_questions(["the blue ferry", "the oven of the bakery", "a lamp was lit", "المرصد"])
    return [list(corpus.index.near_passages(vector, 5, EVERYWHERE).items()) for vector in vectors]


def versions(corpus: Corpus) -> IndexVersions:
    return corpus._versions


def proposal(corpus: Corpus) -> tuple[list[list[str]], int] | None:
    return versions(corpus).propose(ENCODER.encode_questions(["the blue ferry"]), 1)


def indexed(corpus: Corpus) -> bool:
    """Whether a search would use the index now."""
    return proposal(corpus) is not None


def until(corpus: Corpus) -> int:
    """The number of the last vector that the index has."""
    found = proposal(corpus)
    assert found is not None
    return found[1]
