"""A process that has a store open and searches it in a loop, as a chat server does; it says whenever it finds others.

`python -m tests.helpers.store.neighbour STORE` prints a JSON list of the titles found, and how many articles
there are, each time they change, until its input ends.
"""

from __future__ import annotations

import json
import select
import sys

from rag import answer
from store import Corpus
from store.scope import Scope
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.large import search_in_chroma

QUESTION = "Which number opened at the harbour?"


def search(store: str) -> None:
    before = None
    with Corpus.open(store, FakeEncoder()) as corpus:
        while not select.select([sys.stdin], [], [], 0)[0]:
            vector = corpus.encoder.encode_questions([QUESTION])[0]
            near = corpus.index.near_passages(vector, 99, Scope())
            found = sorted(article.title for article in corpus.articles(list({place[0] for place in near})))
            got = answer(QUESTION, corpus=corpus)
            for citation in got.citations:
                assert citation.article.cut(citation.span) == citation.quote
            if (found, len(corpus)) != before:
                before = (found, len(corpus))
                print(json.dumps(before), flush=True)


if __name__ == "__main__":
    search_in_chroma()
    search(sys.argv[1])
