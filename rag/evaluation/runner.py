"""How good the answers over a corpus are, measured on questions whose answers are known (docs/EVALUATION.md).

Each question is asked three times: at threshold 0, which gives the figures of every threshold; at the threshold of
the settings, timed beside embedding the question alone; and for its passages only. A language model writes only the
second of these answers, and only where `llm` names one: the model of the settings is not used.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from llama_index.core.llms import LLM

from rag.chain import answer, chosen_model, default_corpus, retrieve
from rag.errors import ModelError, RagError
from rag.evaluation.dataset import Question, Supporting, read_questions
from rag.evaluation.drafts import Tally, collect_drafts, tally_drafts
from rag.evaluation.metrics import (
    Judged,
    Point,
    Retrieved,
    Scores,
    Verdict,
    judge_answer,
    plain_words,
    refusal_curve,
    score_answers,
    score_retrieval,
)
from rag.query import parse_query
from rag.results import PHRASES, Answer
from rag.settings import Settings, load_settings
from store import Corpus

__all__ = ["Evaluation", "Question", "Supporting", "evaluate", "read_questions"]

ALL = "all"
PASSAGES = 10


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds of a warm answer and of embedding its question alone; `ratio` is that of the medians."""

    p50: float
    p95: float
    embedding_p50: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of an evaluation. `scores` and `curves` are by language, and of all questions under "all".

    `missing` holds (question id, sentence) for each supporting sentence that no article has. `llm` names the language
    model that wrote, and `tallies`, grouped like the scores, say what became of its sentences; "" and empty without.
    """

    articles: int
    threshold: float
    scores: dict[str, Scores]
    curves: dict[str, list[Point]]
    latency: Latency
    judged: list[Judged]
    missing: list[tuple[str, str]]
    llm: str = ""
    tallies: dict[str, Tally] = field(default_factory=dict)

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """(id, what is wrong, question) for each wrong answer; `Judged.wrong` says what can be."""
        return [(j.question.id, j.wrong, j.question.question) for j in self.judged if j.wrong]


def evaluate(
    questions: Sequence[Question],
    *,
    corpus: Corpus | None = None,
    settings: Settings | None = None,
    llm: LLM | str | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Ask each question and compare its answer with what is known. Nothing is written to the corpus.

    `corpus` defaults to the default store. With `llm`, a LlamaIndex LLM or the name of one, the answers that are
    judged are those it writes; without it, and whatever model the settings name, the articles are quoted.
    `on_progress` gets the number of questions done and of all. Raises RagError without questions or articles,
    ModelError for a model that cannot be used; where it only fails to answer a question, that is counted.
    """
    settings = (settings or load_settings()).model_copy(update={"llm": ""})
    model = chosen_model(llm, settings)
    if isinstance(model, ModelError):
        raise model
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    if not questions or not len(corpus):
        raise RagError(PHRASES["en"].no_articles if questions else "There are no questions to evaluate. Give some.")
    holders = articles_holding(questions, corpus)
    judged = []
    for done, question in enumerate(questions, 1):
        judged.append(_judged(question, corpus, settings, holders, model))
        if on_progress is not None:
            on_progress(done, len(questions))
    groups = {lang: [j for j in judged if j.question.lang == lang] for lang in sorted({q.lang for q in questions})}
    groups[ALL] = judged
    return Evaluation(
        articles=len(corpus),
        threshold=settings.threshold,
        scores={name: score_answers(group) for name, group in groups.items()},
        curves={name: refusal_curve(group) for name, group in groups.items()},
        latency=_latency(judged),
        judged=judged,
        missing=[(q.id, sentence) for q in questions for sentence in q.sentences if not holders[sentence]],
        llm=model.metadata.model_name if model else "",
        tallies={name: tally_drafts([j.draft for j in group if j.draft]) for name, group in groups.items()}
        if model
        else {},
    )


def articles_holding(questions: Sequence[Question], corpus: Corpus) -> dict[str, set[str]]:
    """For each supporting sentence the ids of the articles that have it, in their text or as their title."""
    holders: dict[str, set[str]] = {sentence: set() for question in questions for sentence in question.sentences}
    sought = {sentence: plain_words(sentence) for sentence in holders}
    for article in corpus.articles():
        title, text = plain_words(article.title), plain_words(article.text)
        for sentence, words in sought.items():
            if words in text or words in title:
                holders[sentence].add(article.id)
    return holders


def _judged(
    question: Question, corpus: Corpus, settings: Settings, holders: dict[str, set[str]], model: LLM | None
) -> Judged:
    # First, so that the timed answer below finds its caches filled.
    unthresholded = answer(question.question, corpus=corpus, settings=settings.model_copy(update={"threshold": 0.0}))
    start = time.perf_counter()
    parse_query(question.question, corpus)
    between = time.perf_counter()
    given = answer(question.question, corpus=corpus, settings=settings, llm=model)
    end = time.perf_counter()
    verbatim = tuple(corpus.article(c.article.id).cut(c.span) == c.quote for c in given.citations)
    return Judged(
        question=question,
        confidence=unthresholded.confidence,
        given=_verdict(question, given),
        at_zero_threshold=_verdict(question, unthresholded),
        verbatim=verbatim,
        retrieved=_retrieved(question, corpus, set().union(*(holders[sentence] for sentence in question.sentences))),
        seconds=end - between,
        embedding=between - start,
        draft=collect_drafts(given, verbatim),
    )


def _verdict(question: Question, given: Answer) -> Verdict:
    return judge_answer(question, given.answered, [citation.quote for citation in given.citations])


def _retrieved(question: Question, corpus: Corpus, right: set[str]) -> Retrieved | None:
    if not right:
        return None
    hits = retrieve(question.question, corpus=corpus, limit=PASSAGES)
    read = [words for hit in hits for words in (hit.passage.text, hit.article.title)]
    return score_retrieval(question, [hit.article.id for hit in hits], read, right)


def _latency(judged: Sequence[Judged]) -> Latency:
    answers = 1000 * np.array([j.seconds for j in judged])
    alone = 1000 * float(np.median([j.embedding for j in judged]))
    p50, p95 = float(np.median(answers)), float(np.percentile(answers, 95, method="inverted_cdf"))
    return Latency(p50, p95, alone, p50 / alone)
