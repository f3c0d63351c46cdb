"""What each part of retrieval and evidence gives: the same questions, with one part left out at a time.

    python benchmarks/ablation.py --eval ../shared/eval --articles ../shared/corpus

Printed, for Arabic and English questions: nDCG@10 of XQuAD's paragraphs and whether the first quote holds the answer;
whether the first quote is evidence, on the news questions and on the samples'. Nothing is refused, and the weights of
what is left are not learned anew.
"""

from __future__ import annotations

import argparse
import math
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from states import LANGUAGES, paragraphs

import store.embedding.engine
from rag.evaluation.data import SAMPLE_QUESTIONS
from rag.evaluation.dataset import Question, read_questions
from rag.evaluation.metrics import judge_answer
from rag.query import query as question
from rag.retrieval import quote_span, scoring
from rag.retrieval.evidence import Evidence, select_evidence
from rag.retrieval.hybrid import CANDIDATES, READ, PassageCandidate, hybrid_search
from store import Article, Corpus
from store.sample import SAMPLE
from store.scope import Scope

Found = tuple[list[PassageCandidate], list[Evidence]]


def without(score: str, measure: str) -> Any:
    """A measure that counts nothing in a score."""
    return patch.dict(scoring.ranking_weights()[score], {measure: 0.0})


def without_both(measure: str) -> Callable[[], ExitStack]:
    def left_out() -> ExitStack:
        stack = ExitStack()
        for score in ("passage", "sentence"):
            stack.enter_context(without(score, measure))
        return stack

    return left_out


def equal_keys(query: question.Query) -> dict[str, float]:
    chosen = [[term.own] if term.own in term.keys else list(term.keys) for term in query.terms]
    return {key: 1.0 for keys in chosen for key in keys}


PARTS: Mapping[str, Callable[[], Any]] = {
    "everything": ExitStack,
    "questions not moved to where passages lie": lambda: patch.object(
        store.embedding.engine, "shift_query_states", lambda _, states: states
    ),
    "tokens not compared": without_both("tokens"),
    "words not compared": without_both("words"),
    "no BM25": lambda: without("passage", "bm25"),
    "no vectors of passages": lambda: without("passage", "vector"),
    "a sentence's passage not counted": lambda: without("sentence", "passage"),
    "no words across languages": lambda: patch.object(question, "BRIDGED_COSINE", 2.0),
    "words across languages as sure as others": lambda: patch.object(question.Query, "keys", property(equal_keys)),
    "quotes of one sentence": lambda: patch.object(quote_span, "MOST_SENTENCES", 1),
}


def search(asked: str, corpus: Corpus) -> Found:
    candidates = hybrid_search(asked, corpus, Scope(), CANDIDATES)
    return candidates, select_evidence(candidates[:READ], corpus)


def xquad(folder: Path, language: str, corpus: Corpus) -> tuple[float, float]:
    """nDCG@10, and the share of questions whose answer the first quote holds."""
    gains, held = [], []
    home = {article.text: article.id for article in corpus.articles()}
    for context, paragraph in zip(
        paragraphs(folder / "ar.json"), paragraphs(folder / f"{language}.json"), strict=True
    ):
        own = home[context["context"]]
        for asked, answered in zip(paragraph["qas"], context["qas"], strict=True):
            candidates, found = search(asked["question"], corpus)
            ranked = list(dict.fromkeys(candidate.place[0] for candidate in candidates))[:10]
            gains.append(1 / math.log2(ranked.index(own) + 2) if own in ranked else 0.0)
            held.append(found[0].article.id == own and answered["answers"][0]["text"] in found[0].quote)
    return sum(gains) / len(gains), sum(held) / len(held)


def first(questions: Sequence[Question], language: str, corpus: Corpus) -> float:
    """The share of answerable questions whose first quote is evidence."""
    asked = [question for question in questions if question.answerable and question.lang == language]
    quotes = [search(question.question, corpus)[1][0].quote for question in asked]
    right = sum(judge_answer(question, True, [quote]).right for question, quote in zip(asked, quotes, strict=True))
    return right / len(asked)


@contextmanager
def corpora(options: argparse.Namespace) -> Iterator[tuple[Corpus, Corpus, Corpus]]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        made = [stack.enter_context(Corpus.open(Path(folder) / name)) for name in ("xquad", "news", "samples")]
        made[0].add([Article(title="", text=p["context"]) for p in paragraphs(options.eval / "xquad" / "ar.json")])
        made[1].ingest([options.articles])
        made[2].ingest([SAMPLE])
        yield made[0], made[1], made[2]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="the folder with xquad/ and news-dev.jsonl")
    parser.add_argument("--articles", type=Path, required=True, help="the articles news-dev.jsonl asks about")
    options = parser.parse_args()
    print("| | nDCG@10, ar / en | answer in first quote | news, first | samples, first |")
    print("| --- | --- | --- | --- | --- |")
    with corpora(options) as (wiki, news, samples):
        for name, part in PARTS.items():
            with part():
                found = [xquad(options.eval / "xquad", language, wiki) for language in LANGUAGES]
                cells = [[gain for gain, _ in found], [held for _, held in found]]
                for path, corpus in ((options.eval / "news-dev.jsonl", news), (SAMPLE_QUESTIONS, samples)):
                    cells.append([first(read_questions(path), language, corpus) for language in LANGUAGES])
            shown = " | ".join(" / ".join(f"{value:.3f}".lstrip("0") for value in cell) for cell in cells)
            print(f"| {name} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
