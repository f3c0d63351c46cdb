"""How much later the first checked sentence is shown than a language model has written it.

python benchmarks/first_sentence.py

A server on this machine that speaks OpenAI's protocol says, for each question, the sentence that answers it and one
more, 30 pieces a second, after thinking for a moment; nothing is sent elsewhere. The clock runs from when the server
is asked: to when it sent the last piece of the first sentence, mark included, and to when `stream_answer` gave the
sentence. A sentence is over only when the next one begins, so that the time of one piece is in the difference.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from paced_server import PacedServer

from rag import Answer, Settings, answer, stream_answer
from rag.evaluation.data import SAMPLE_QUESTIONS
from rag.evaluation.runner import read_questions
from rag.llms.providers import load_model
from store import Corpus
from store.sample import SAMPLE
from store.text.sentences import split_sentences

WANTED = 150.0
NEXT = {"en": " The articles say more about it than that [1].", "ar": " وفي المقالات عن ذلك أكثر من هذا [1]."}
QUOTING = Settings(llm="")


@dataclass(frozen=True)
class Run:
    """Milliseconds from when the model was asked to its own end of a sentence, and to that sentence's being shown."""

    language: str
    own: float
    shown: float
    passed: bool

    @property
    def later(self) -> float:
        return self.shown - self.own


def first_sentence(got: Answer) -> str:
    """The first sentence of what is quoted first, in the question's language."""
    citation = got.citations[0]
    text = citation.translation or citation.quote
    span = split_sentences(text)[0]
    return text[span.start : span.end] + " [1]"


def run(got: Answer, corpus: Corpus, server: PacedServer) -> Run:
    """One question, asked of a model that says the first sentence of what `got` quotes."""
    said = first_sentence(got)
    server.reply = said + NEXT[got.language]
    growing = stream_answer(got.question, corpus=corpus, llm=load_model(server.name, 60.0), settings=QUOTING)
    first = next(growing)
    shown = time.perf_counter()
    list(growing)  # the server is asked again only when it has said everything
    own = server.sent_at(len(said))
    passed = bool(first.model) and first.written[0].fault is None
    return Run(got.language, 1000 * (own - server.asked), 1000 * (shown - server.asked), passed)


def answerable(corpus: Corpus, count: int) -> list[Answer]:
    """So many answers in each language to questions of the samples, as they are without a model."""
    asked = [question for question in read_questions(SAMPLE_QUESTIONS) if question.answerable]
    got = [answer(question.question, corpus=corpus, settings=QUOTING) for question in asked]
    return [a for language in ("ar", "en") for a in [a for a in got if a.answered and a.language == language][:count]]


def table(runs: list[Run]) -> None:
    print("| | questions | passed | model's own, ms | shown, ms | later, median | later, worst | at most wanted |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, language in (("Arabic", "ar"), ("English", "en"), ("together", "")):
        some = [r for r in runs if r.language.startswith(language)]
        own, shown, later = (statistics.median(getattr(r, what) for r in some) for what in ("own", "shown", "later"))
        times = own, shown, later, max(r.later for r in some), WANTED
        told = " | ".join(f"{milliseconds:.0f}" for milliseconds in times)
        print(f"| {name} | {len(some)} | {sum(r.passed for r in some)} | {told} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=int, default=15, help="how many in each language")
    parser.add_argument("--pace", type=float, default=30.0, help="pieces of up to four letters a second")
    parser.add_argument("--thinking", type=float, default=0.3, help="seconds before the first piece")
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as place,
        Corpus.open(Path(place) / "store") as corpus,
        PacedServer(options.pace, options.thinking) as server,
    ):
        corpus.ingest([SAMPLE])
        asked = answerable(corpus, options.questions)
        run(asked[0], corpus, server)  # the client is imported with the first
        table([run(got, corpus, server) for got in asked])


if __name__ == "__main__":
    main()
