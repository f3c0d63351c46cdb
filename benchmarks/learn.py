"""Learn `rag/retrieval/weights.json`: what each measure counts in ranking passages and sentences, and in confidence.

    python benchmarks/learn.py --eval ../shared/eval > rag/retrieval/weights.json

Passages and sentences are ranked as XQuAD (half of it, Arabic and English questions) and ARCD's training part rank
them: a right one should come before the others found for its question. What each measure counts in how likely the
best sentence answers is learned from the questions of `rag/evaluation/data/sample.jsonl`, answerable and not, over
the samples; across languages over the samples without their translations. No other questions are looked at. What is
learned changes what is found, so run it again until it prints much the same.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from states import paragraphs

from rag.evaluation.calibration import logistic_regression
from rag.evaluation.data import SAMPLE_QUESTIONS
from rag.retrieval.evidence import Evidence, select_evidence
from rag.retrieval.hybrid import hybrid_search
from store import Article, Corpus
from store.sample import SAMPLE
from store.scope import Scope

PASSAGE = ("vector", "bm25", "tokens", "words")
SENTENCE = ("tokens", "words", "passage", "lacks")
CONFIDENCE = ("cosine", "passage cosine", "lacks", "asked")

Rows = NDArray[np.float64]


@dataclass
class Examples:
    """Groups of passages and of sentences with which are right; best sentences with whether they should be sure."""

    passages: list[tuple[Rows, NDArray[np.bool_]]]
    sentences: list[tuple[Rows, NDArray[np.bool_]]]
    best: dict[bool, list[tuple[list[float], bool]]]


@contextmanager
def corpus_of(articles: Sequence[Article]) -> Iterator[Corpus]:
    with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "store") as corpus:
        corpus.add(articles)
        yield corpus


def measured(evidence: Evidence) -> list[float]:
    return [float(evidence.measures[name]) for name in CONFIDENCE]


def read_encyclopedia(contexts: Sequence[dict[str, Any]], asked: Sequence[Path], examples: Examples) -> None:
    """Examples from questions on paragraphs; `asked` are the files to ask from, in one language each."""
    articles = [Article(title="", text=paragraph["context"]) for paragraph in contexts]
    with corpus_of(articles) as corpus:
        for path in asked:
            for article, context, paragraph in zip(articles, contexts, paragraphs(path), strict=True):
                for question, own in zip(paragraph["qas"], context["qas"], strict=True):
                    answer = own["answers"][0]
                    span = (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
                    read_question(question["question"], corpus, article.id, span, examples)


def read_question(question: str, corpus: Corpus, home: str, span: tuple[int, int], examples: Examples) -> None:
    candidates = hybrid_search(question, corpus, Scope(), 40)
    rows = np.array([[candidate.measures[name] for name in PASSAGE] for candidate in candidates])
    examples.passages.append((rows, np.array([candidate.place[0] == home for candidate in candidates])))
    evidence = select_evidence(candidates, corpus)
    rows = np.array([[one.measures[name] for name in SENTENCE] for one in evidence])
    of_text = [one.article.id == home and one.field == "text" for one in evidence]
    right = [own and e.start < span[1] and e.end > span[0] for own, e in zip(of_text, evidence, strict=True)]
    examples.sentences.append((rows, np.array(right)))


def read_samples(translated: bool, languages: Sequence[str], examples: Examples) -> None:
    lines = SAMPLE_QUESTIONS.read_text(encoding="utf-8").splitlines()
    with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "store") as corpus:
        articles = Path(shutil.copytree(SAMPLE, Path(folder) / "articles"))
        for path in () if translated else articles.glob("*.en.md"):
            path.unlink()
        corpus.ingest([articles])
        for asked in map(json.loads, lines):
            if asked["lang"] in languages:
                best = select_evidence(hybrid_search(asked["question"], corpus, Scope()), corpus)[0]
                examples.best[best.is_cross_lingual].append((measured(best), asked["answerable"]))


def ranking(groups: Sequence[tuple[Rows, NDArray[np.bool_]]], penalty: float = 3e-3, steps: int = 3000) -> Rows:
    """Weights that bring the right ones of each group before the others: a softmax over the group, by descent."""
    groups = [(rows, right) for rows, right in groups if right.any() and not right.all()]
    spread = np.concatenate([rows for rows, _ in groups]).std(axis=0)
    rows = np.concatenate([rows for rows, _ in groups]) / spread
    right = np.concatenate([right for _, right in groups]).astype(float)
    sizes = np.array([len(right) for _, right in groups])
    starts = np.cumsum(sizes) - sizes
    weights, moved, scale = np.zeros((3, rows.shape[1]))
    for step in range(1, steps + 1):
        scores = rows @ weights
        chances = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        wanted = chances * right
        pull = chances / np.repeat(np.add.reduceat(chances, starts), sizes)
        pull -= wanted / np.repeat(np.add.reduceat(wanted, starts), sizes)
        slope = rows.T @ pull / len(groups) + 2 * penalty * weights
        moved, scale = 0.9 * moved + 0.1 * slope, 0.999 * scale + 0.001 * slope**2
        pace = 0.05 * (1 - step / steps)
        weights -= pace * (moved / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-8)
    return np.asarray(weights / spread)


def named(names: Sequence[str], weights: Rows, always: float | None = None) -> dict[str, float]:
    found = {name: round(float(weight), 3) for name, weight in zip(names, weights, strict=True)}
    return found if always is None else found | {"always": round(always, 3)}


def confidence(best: Sequence[tuple[list[float], bool]]) -> dict[str, float]:
    rows, right = zip(*best, strict=True)
    return named(CONFIDENCE, *logistic_regression(rows, right))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="the folder with xquad/ and arcd-train.json")
    folder = parser.parse_args().eval
    examples = Examples([], [], {True: [], False: []})
    xquad, arcd = folder / "xquad", folder / "arcd-train.json"
    read_encyclopedia(paragraphs(xquad / "ar.json"), [xquad / "ar.json", xquad / "en.json"], examples)
    read_encyclopedia(paragraphs(arcd), [arcd], examples)
    read_samples(False, ("ar", "en"), examples)
    read_samples(True, ("en",), examples)
    learned = {
        "passage": named(PASSAGE, ranking(examples.passages)),
        "sentence": named(SENTENCE, ranking(examples.sentences)),
        "confidence": confidence(examples.best[False]),
        "confidence across languages": confidence(examples.best[True]),
    }
    print(json.dumps(learned, indent=2))


if __name__ == "__main__":
    main()
