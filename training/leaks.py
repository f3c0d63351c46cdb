"""How far wording alone betrays the labels of the written data: `python -m training.leaks` (needs scikit-learn).

A classifier sees only the question (does its passage answer it?), or only one sentence of a pair (which label?).
Passages are split five ways; each fifth is judged by a classifier that learned from the others. Chance: .5 and .33.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from training.check_data import Row, read_rows

FOLDS = 5


def judged(texts: Sequence[str], labels: Sequence[object], passages: Sequence[str], method: str) -> np.ndarray:
    """What a naive Bayes of words and pairs of words says of each text, from the other passages' texts."""
    model = make_pipeline(CountVectorizer(ngram_range=(1, 2), binary=True), MultinomialNB())
    folds = GroupKFold(FOLDS)
    return np.asarray(cross_val_predict(model, texts, labels, groups=passages, cv=folds, method=method))


def question_leak(rows: Sequence[Row]) -> float:
    """The AUC of answerable against not, from the questions alone."""
    labels = [int(row["answerable"]) for row in rows]
    texts, passages = [row["question"] for row in rows], [row["passage"] for row in rows]
    return float(roc_auc_score(labels, judged(texts, labels, passages, "predict_proba")[:, 1]))


def pair_leak(rows: Sequence[Row], side: str) -> float:
    """The share of labels guessed from one side of the pairs."""
    labels = [row["label"] for row in rows]
    found = judged([row[side] for row in rows], labels, [row["passage"] for row in rows], "predict")
    return float(accuracy_score(labels, found))


def main() -> None:
    questions, pairs = read_rows("questions.jsonl"), read_rows("pairs.jsonl")
    for language in ("ar", "en"):
        own = [row for row in questions if row["lang"] == language]
        print(f"questions alone, {language}: AUC {question_leak(own):.2f} of {len(own)}")
    for side in ("hypothesis", "premise"):
        print(f"{side} alone: {pair_leak(pairs, side):.2f} right of {len(pairs)}")


if __name__ == "__main__":
    main()
