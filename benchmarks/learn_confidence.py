"""Learn the weights of `rag.evidence.confidence`, and show where on news questions its middle lies.

    python benchmarks/learn_confidence.py --eval ../shared/eval --articles ../shared/corpus

The weights are a logistic regression over XQuAD's questions in Arabic and English on its Arabic paragraphs, each
asked twice: as it is (answerable), and with its own paragraph left out of what was found (not answerable; other
paragraphs of the same Wikipedia article stay). That says how much each measure tells, but its unanswerable
questions are easier than those a newsroom asks, so the place of the middle is then read off news questions: the
second table lists, for each language, what each place would cost.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from rag.evidence import Evidence, gather
from rag.retrieve import find
from store import Article, Corpus
from store.scope import Scope

MEASURES = ("tokens", "words", "cosine", "crosses")


def found(question: str, corpus: Corpus) -> list[Evidence]:
    query, candidates = find(question, corpus, Scope())
    return gather(query, candidates, corpus)


def measured(evidence: Sequence[Evidence]) -> list[float]:
    return [float(getattr(evidence[0], name)) for name in MEASURES]


def xquad(folder: Path, language: str) -> Iterator[tuple[int, dict[str, Any]]]:
    data = json.loads((folder / "xquad" / f"{language}.json").read_text(encoding="utf-8"))["data"]
    yield from enumerate(paragraph for article in data for paragraph in article["paragraphs"])


def examples(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """The measures of each question's best evidence, float [2 × questions, 4], and whether it could be answered."""
    rows, labels = [], []
    with tempfile.TemporaryDirectory() as place, Corpus.open(Path(place) / "store") as corpus:
        articles = [Article(title="", text=paragraph["context"]) for _, paragraph in xquad(folder, "ar")]
        corpus.add(articles)
        for language in ("ar", "en"):
            for number, paragraph in xquad(folder, language):
                for asked in paragraph["qas"]:
                    evidence = found(asked["question"], corpus)
                    others = [e for e in evidence if e.article.id != articles[number].id]
                    rows += [measured(evidence), measured(others)]
                    labels += [1.0, 0.0]
    return np.array(rows), np.array(labels)


def logistic(rows: np.ndarray, labels: np.ndarray, penalty: float = 1e-3) -> tuple[np.ndarray, float]:
    """Weights and intercept of a logistic regression, by Newton's method on standardised measures."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    scaled = np.c_[(rows - mean) / spread, np.ones(len(rows))]
    ridge = np.r_[np.full(rows.shape[1], penalty * len(rows)), 0.0]
    weights = np.zeros(scaled.shape[1])
    for _ in range(50):
        sure = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (sure - labels) + ridge * weights
        bend = scaled.T @ (scaled * (sure * (1 - sure))[:, None]) + np.diag(ridge)
        weights -= np.linalg.solve(bend, slope)
    slopes = weights[:-1] / spread
    return slopes, float(weights[-1] - (slopes * mean).sum())


def news(folder: Path, articles: Path, slopes: np.ndarray, intercept: float) -> None:
    """Print, for each language and each place of the middle, the rates of false refusals and false answers."""
    lines = (folder / "news-dev.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line) for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as place, Corpus.open(Path(place) / "store") as corpus:
        corpus.ingest([articles])
        scores = [float(np.dot(measured(found(row["question"], corpus)), slopes)) + intercept for row in asked]
    for language in ("ar", "en"):
        pairs = [(s, row["answerable"]) for s, row in zip(scores, asked, strict=True) if row["lang"] == language]
        answerable = [s for s, yes in pairs if yes]
        others = [s for s, yes in pairs if not yes]
        print(f"{language}: middle, false refusals, false answers")
        for middle in sorted(s for s, _ in pairs):
            refused = np.mean([s < middle for s in answerable])
            answered = np.mean([s >= middle for s in others])
            if refused <= 0.2 and answered <= 0.5:
                print(f"  {middle:+.2f}  {refused:.3f}  {answered:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, required=True, help="the folder with xquad/ and news-dev.jsonl")
    parser.add_argument("--articles", type=Path, required=True, help="the articles news-dev.jsonl asks about")
    options = parser.parse_args()
    slopes, intercept = logistic(*examples(options.eval))
    print(", ".join(f"{name} {slope:.2f}" for name, slope in zip(MEASURES, slopes, strict=True)))
    print(f"intercept {intercept:.2f}")
    news(options.eval, options.articles, slopes, intercept)


if __name__ == "__main__":
    main()
