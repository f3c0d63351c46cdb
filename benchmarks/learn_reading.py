"""Learn "sentence read" and "confidence read" of `rag/retrieval/weights.json`: what the reader's measures count.

    PYTHONPATH=. python benchmarks/learn_reading.py --news ../shared/news/articles.jsonl

From questions that neither the reader nor the other measures were trained on: the held-out ones about courts
(`training/data`) and the "look" half of the real-news set. Both sets count alike, and in each the answerable ones
three to two. The questions of the samples, from which "likely" was learned, would have it count too much. A right
sentence should come before the others of its question; confidence is a logistic regression over the first one's
measures, of whether the question is answerable. Both entries are printed.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from learn import Rows, named, ranking
from real_news import DATA, join, read_rows
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from rag.evaluation.metrics import plain_words
from rag.query import plan_query
from rag.reading import open_reader
from rag.retrieval import READ, Ranking, ranking_weights, read_measures
from store import Corpus, Scope
from training.check_data import read_rows as written_rows
from training.evaluate import held_out_articles, supporting

SENTENCE = ("unread", "read")
ANSWERABLE_SHARE = 0.6


@dataclass(frozen=True)
class Asked:
    """A question, whether it is answerable, and sentences that answer it."""

    text: str
    answerable: bool
    sentences: Sequence[str]


def courts(corpus: Corpus) -> list[Asked]:
    """The held-out questions about courts; all held-out passages are put into the corpus."""
    articles = held_out_articles()
    corpus.add(list(articles.values()))
    passages = {row["id"]: row for row in written_rows("passages.jsonl")}
    rows = [row for row in written_rows("questions.jsonl") if row["passage"] in articles]
    of_courts = [row for row in rows if passages[row["passage"]]["subject"] == "courts"]
    return [
        Asked(row["question"], row["answerable"], supporting(row, passages) if row["answerable"] else [])
        for row in of_courts
    ]


def from_facets(rows: Sequence[dict[str, object]]) -> list[Asked]:
    """Questions in the form of `../shared/eval`."""
    return [
        Asked(row["question"], row["answerable"], [place["sentence"] for facet in row["facets"] for place in facet])
        for row in rows
    ]


def real_news(corpus: Corpus, news: Path) -> list[Asked]:
    """The "look" half of the real-news set; all its articles are put into the corpus."""
    corpus.ingest([news])
    rows = [row for path in sorted(DATA.glob("real_news*.jsonl")) for row in read_rows(path)]
    return from_facets(join([row for row in rows if row["split"] == "look"], read_rows(news)))


def measured(asked: Sequence[Asked], corpus: Corpus) -> Iterator[tuple[list[dict[str, float]], list[bool], bool]]:
    """For each question the measures of its evidence, which of it is right, and whether it is answerable."""
    reader = open_reader("")
    for one in asked:
        plan = plan_query(one.text, corpus, Scope())
        evidence = [found for found in Ranking(corpus, 1.0, reader).rank(plan).evidence if "read" in found.measures]
        wanted = [plain_words(sentence) for sentence in one.sentences]
        right = [any(words in plain_words(found.quote) for words in wanted) for found in evidence]
        if evidence:
            yield [read_measures(found.measures, found.is_cross_lingual) for found in evidence], right, one.answerable


def rows_of(measures: Sequence[dict[str, float]], names: Sequence[str]) -> Rows:
    return np.array([[one[name] for name in names] for one in measures])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, required=True, help="the articles of ../shared/news")
    news = parser.parse_args().news
    names = [name for name in ranking_weights()[READ] if name != "always"]
    groups, first, labels, weights = [], [], [], []
    for fill in (courts, lambda corpus: real_news(corpus, news)):
        with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "store") as corpus:
            found = list(measured(fill(corpus), corpus))
        groups += [(rows_of(some, SENTENCE), np.array(right)) for some, right, answerable in found if answerable]
        first += [rows_of(some[:1], names)[0] for some, _, _ in found]
        kinds = np.array([answerable for _, _, answerable in found])
        labels += kinds.tolist()
        shares = np.where(kinds, ANSWERABLE_SHARE / kinds.sum(), (1 - ANSWERABLE_SHARE) / (~kinds).sum())
        weights += (100 * shares).tolist()
    scaler = StandardScaler().fit(first)
    model = LogisticRegression().fit(scaler.transform(first), labels, sample_weight=weights)
    slopes = model.coef_[0] / scaler.scale_
    always = float(model.intercept_[0] - slopes @ scaler.mean_)
    learned = {"sentence read": named(SENTENCE, ranking(groups)), READ: named(names, slopes, always)}
    print(json.dumps(learned, indent=2))


if __name__ == "__main__":
    main()
