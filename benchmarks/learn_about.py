"""Learn `rag/query/topic_weights.json`: what each number of a question's vector says of what is spoken of.

    python benchmarks/learn_about.py > rag/query/topic_weights.json
    python benchmarks/learn_about.py --measure [--list] [--news FILE.jsonl ...]

Learned from benchmarks/about/learning.tsv, a topic (or "news") and a message a line, and from every second of the
questions in training/data, which all ask for news. `--measure` tries the weights that ship on
benchmarks/about/unseen.tsv, written after they were learned, on all these questions, and on those of other files.
`--vectors FILE.npz` keeps the vectors, which take most of the time.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rag.query.topic import MOST_WORDS, Topic, TopicWeights, topic_weights
from store.embedding import text_encoder
from store.text import words

HERE = Path(__file__).parent
NEWS = "news"
THRESHOLD = 0.6
SCALE, RIDGE, STEPS = 10.0, 1e-4, 150

Array = NDArray[np.float32]


def messages(file: str) -> list[tuple[str, str]]:
    """A topic, or "news", and a message for each line."""
    lines = (HERE / "about" / file).read_text("utf-8").splitlines()
    return [(topic, text) for topic, text in (line.split("\t") for line in lines)]


def questions(files: Iterable[Path]) -> list[str]:
    """The questions of files of JSON lines, each once, in order."""
    rows = (json.loads(line) for file in files for line in file.read_text("utf-8").splitlines() if line.strip())
    return list(dict.fromkeys(row["question"] for row in rows))


def vectors_of(texts: Sequence[str], kept: Path | None) -> Array:
    """The texts' vectors; those that the file does not have are computed and added to it."""
    known: dict[str, Array] = {}
    if kept and kept.exists():
        stored = np.load(kept)
        known = dict(zip(stored["texts"].tolist(), stored["vectors"], strict=True))
    missing = [text for text in dict.fromkeys(texts) if text not in known]
    known.update({t: e.vector for t, e in zip(missing, text_encoder(None).read_questions(missing), strict=True)})
    if kept and missing:
        np.savez(kept, texts=np.array(list(known)), vectors=np.array(list(known.values()), np.float32))
    return np.array([known[text] for text in texts], np.float32)


def probabilities(rows: Array, weights: Array) -> Array:
    """Of each row, how likely it is of each kind."""
    sums = rows @ weights
    odds = np.exp(sums - sums.max(axis=1, keepdims=True))
    likely: Array = odds / odds.sum(axis=1, keepdims=True)
    return likely


def logistic_regression(rows: Array, kinds: NDArray[np.int64], count: int) -> Array:
    """Weights [columns, kinds] by Nesterov's descent; the last column, of ones, is not held small."""
    wanted = np.eye(count, dtype=np.float32)[kinds]
    spread = float(np.linalg.eigvalsh(rows.T @ rows / np.float32(len(rows)))[-1])
    step, ridge = 1 / (0.6 * spread + RIDGE), np.full((rows.shape[1], 1), RIDGE, np.float32)
    ridge[-1] = 0
    weights: Array = np.zeros((rows.shape[1], count), np.float32)
    ahead: Array = weights
    pace = 1.0
    for _ in range(STEPS):
        slope = rows.T @ (probabilities(rows, ahead) - wanted) / len(rows) + ridge * ahead
        moved: Array = (ahead - np.float32(step) * slope).astype(np.float32)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2
        weights, ahead, pace = moved, moved + np.float32((pace - 1) / faster) * (moved - weights), faster
    return weights


def learn(kept: Path | None) -> dict[str, object]:
    """The content of topic_weights.json."""
    told = messages("learning.tsv")
    news = questions(sorted((HERE.parent / "training" / "data").glob("*/questions.jsonl")))[::2]
    vectors = vectors_of([text for _, text in told] + news, kept)
    names = [NEWS, *Topic]
    kinds = np.array([names.index(topic) for topic, _ in told] + [0] * len(news))
    centre = vectors.mean(axis=0)
    rows = np.hstack([(vectors - centre) * SCALE, np.ones((len(vectors), 1), np.float32)]).astype(np.float32)
    weights = logistic_regression(rows, kinds, len(names))
    weights -= weights[:, :1]  # beside news, which is 0
    plain, always = weights[:-1] * SCALE, weights[-1] - centre @ weights[:-1] * SCALE
    columns = np.vstack([plain, always])
    topics = {topic: [round(float(each), 2) for each in columns[:, at]] for at, topic in enumerate(names) if at}
    return {"threshold": THRESHOLD, "topics": topics}


def topics_of(texts: Sequence[str], vectors: Array, learned: TopicWeights) -> list[str]:
    """As `topic_of` tells it, from vectors that are there."""
    sums = vectors @ learned.weights.T + learned.always
    odds = probabilities(
        np.hstack([np.zeros((len(sums), 1), np.float32), sums]), np.eye(len(Topic) + 1, dtype=np.float32)
    )
    taken = (odds[:, 0] <= 1 - learned.threshold) & [len(words(text)) <= MOST_WORDS for text in texts]
    return [
        str(list(Topic)[chance[1:].argmax()]) if is_taken else NEWS
        for chance, is_taken in zip(odds, taken, strict=True)
    ]


def measure(kept: Path | None, files: Sequence[Path], shown: bool) -> dict[str, object]:
    """How often a message is told for what it is, unseen and in what was learned from; how much news is not."""
    found: dict[str, object] = {}
    for file in ("unseen.tsv", "learning.tsv"):
        told = messages(file)
        texts = [text for _, text in told]
        got = topics_of(texts, vectors_of(texts, kept), topic_weights())
        pairs = [(topic, seen, text) for (topic, text), seen in zip(told, got, strict=True)]
        about = [pair for pair in pairs if pair[0] != NEWS]
        taken = [text for topic, seen, text in pairs if topic == NEWS != seen]
        found[file] = {
            "to the program": len(about),
            "told from news": round(sum(seen != NEWS for _, seen, _ in about) / len(about), 3),
            "of the right topic": round(sum(topic == seen for topic, seen, _ in about) / len(about), 3),
            "news": len(pairs) - len(about),
            "news taken for it": len(taken),
        }
        if shown:
            found[f"{file}, wrong"] = [" / ".join(pair) for pair in pairs if pair[0] != pair[1]]
    training = sorted((HERE.parent / "training" / "data").glob("*/questions.jsonl"))
    own = sorted((HERE / "data").glob("real_news*.jsonl")) + [
        HERE.parent / "rag" / "evaluation" / "data" / "sample.jsonl"
    ]
    for name, paths in (("training/data", training), ("other questions", [*own, *files])):
        texts = questions(paths)
        got = topics_of(texts, vectors_of(texts, kept), topic_weights())
        taken = [text for text, seen in zip(texts, got, strict=True) if seen != NEWS]
        found[name] = {"news": len(texts), "news taken for it": len(taken)} | ({"taken": taken} if shown else {})
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--list", action="store_true", help="also print what is told wrongly")
    parser.add_argument("--news", type=Path, nargs="*", default=[], help="more files of questions for news")
    parser.add_argument("--vectors", type=Path, help="a file to keep vectors in")
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.vectors, given.news, given.list), ensure_ascii=False, indent=1))
    else:
        print(json.dumps(learn(given.vectors), separators=(",", ":")).replace('],"', '],\n"'))


if __name__ == "__main__":
    main()
