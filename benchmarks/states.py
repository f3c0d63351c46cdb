"""What other ways of keeping token states would give: from which pass they come, and in how many bytes.

    python benchmarks/states.py --eval ../shared/eval --articles ../shared/corpus

Nothing is tuned: shorter states' step and axes are learned from ARCD's paragraphs, which no question asks about.
"""

from __future__ import annotations

import argparse
import json
import runpy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from store.embedding.encoder import default_encoder
from store.readers.article_reader import read_article
from store.text.chunking import divide_text

LANGUAGES = ("ar", "en")
NEWS = [f"news {language}, {what}" for language in LANGUAGES for what in ("first", "first three")]
XQUAD = [f"XQuAD {language}, {what}" for language in LANGUAGES for what in ("in paragraph", "nDCG@10")]
PARAGRAPHS = ["passage", "sum of sentences", "best sentence", "passage + best sentence", "sum + best sentence"]

Array = NDArray[Any]
Score = Callable[["Questions"], Array]


@dataclass(frozen=True)
class Sentence:
    """A statement: its states, alone or cut from its passage's pass; vectors of it and, two ways, of its passage."""

    text: int
    quote: str
    alone: Array
    cut: Array
    vector: Array
    passage: Array
    total: Array


@dataclass(frozen=True)
class Questions:
    """Questions about some sentences; which are right, [questions, sentences]; each one's own text, if it has one."""

    sentences: list[Sentence]
    states: list[Array]
    vectors: Array
    right: Array
    home: Array


def read(texts: Iterable[str], first: int = 0) -> Iterator[Sentence]:
    """The statements of texts that are numbered from `first`."""
    encoder = default_encoder()
    for number, text in enumerate(texts, first):
        division = divide_text(text, encoder.token_count)
        for at, span in enumerate(division.passages):
            places = [s for s in division.sentences if s.passage == at and s.statement]
            passage, quotes = text[span.start : span.end], [text[s.start : s.end] for s in places]
            whole, *alone = encoder.read_passages([passage, *quotes])
            total = unit(np.concatenate([whole.states[:0], *(e.states for e in alone)]).sum(axis=0))
            starts, ends = span.start + np.array(encoder.spans(passage)).T
            for place, quote, own in zip(places, quotes, alone, strict=True):
                cut = whole.states[(ends > place.start) & (starts < place.end)]
                yield Sentence(number, quote, own.states, cut, own.vector, whole.vector, total)


def asked(questions: Sequence[str], sentences: list[Sentence], right: Array, home: Array) -> Questions:
    encodings = list(default_encoder().read_questions(questions))
    return Questions(sentences, [e.states for e in encodings], np.array([e.vector for e in encodings]), right, home)


def news_questions(folder: Path, language: str, sentences: list[Sentence]) -> Questions:
    """Those with an answer; a sentence is right where their own scorer would take it for evidence."""
    same = runpy.run_path(str(folder / "score.py"))["same"]
    rows = map(json.loads, (folder / "news-dev.jsonl").read_text(encoding="utf-8").splitlines())
    chosen = [row for row in rows if row["answerable"] and row["lang"] == language]
    evidence = [[e["sentence"] for facet in row["facets"] for e in facet] for row in chosen]
    right = np.array([[any(same(s.quote, e) for e in wanted) for s in sentences] for wanted in evidence])
    return asked([row["question"] for row in chosen], sentences, right, np.array([]))


def paragraphs(path: Path) -> list[dict[str, Any]]:
    return [p for article in json.loads(path.read_text(encoding="utf-8"))["data"] for p in article["paragraphs"]]


def xquad_questions(folder: Path, language: str, sentences: list[Sentence]) -> Questions:
    """A sentence is right where it is of the question's own paragraph and holds the Arabic answer."""
    questions = [qa["question"] for p in paragraphs(folder / f"xquad/{language}.json") for qa in p["qas"]]
    rows = [(n, qa) for n, p in enumerate(paragraphs(folder / "xquad/ar.json")) for qa in p["qas"]]
    right = [[s.text == n and qa["answers"][0]["text"] in s.quote for s in sentences] for n, qa in rows]
    return asked(questions, sentences, np.array(right), np.array([n for n, _ in rows]))


def unit(rows: Array) -> Array:
    return np.array(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), np.float32(1e-9)))


def late(stored: Sequence[Array], questions: Iterable[Array]) -> Array:
    """Centred late interaction of each question with each sentence, [questions, sentences]."""
    every = np.concatenate(stored)
    centre = every.mean(axis=0)
    every = unit(every - centre).T
    starts = np.cumsum([0, *map(len, stored[:-1])])
    return np.array([np.maximum.reduceat(unit(q - centre) @ every, starts, axis=1).mean(axis=0) for q in questions])


def ranks(scores: Array, right: Array) -> Array:
    """Each question's rank, from 1, of its best right column; past all others where none is right."""
    best = np.where(right, scores, -np.inf).max(axis=1, keepdims=True)
    return np.array(1 + (scores > best).sum(axis=1))


def best_of(scores: Array, sentences: Sequence[Sentence]) -> Array:
    """[questions, sentences] → [questions, texts]: each text's best."""
    starts = np.flatnonzero(np.diff([s.text for s in sentences], prepend=-1))
    return np.array(np.maximum.reduceat(scores, starts, axis=1))


def gain(scores: Array, home: Array) -> float:
    """nDCG@10 of the questions' own texts, from [questions, texts]."""
    places = ranks(scores, np.arange(scores.shape[1]) == home[:, None])
    return float(np.where(places <= 10, 1 / np.log2(places + 1), 0).mean())


def measured(score: Score, questions: Sequence[Questions]) -> Iterator[float]:
    """NEWS or XQUAD for each of the questions."""
    for q in questions:
        scores = score(q)
        own = np.array([s.text for s in q.sentences]) == q.home[:, None] if len(q.home) else True
        places = ranks(np.where(own, scores, -np.inf), q.right)
        yield float((places == 1).mean())
        yield gain(best_of(scores, q.sentences), q.home) if len(q.home) else float((places <= 3).mean())


def gains(questions: Questions, others: list[Sentence]) -> Iterator[float]:
    """PARAGRAPHS, among others, by vectors; the nearest of a paragraph's counts."""
    sentences = questions.sentences + others
    kinds = [s.passage for s in sentences], [s.total for s in sentences], [s.vector for s in sentences]
    scores = [best_of(questions.vectors @ np.array(vectors).T, sentences) for vectors in kinds]
    passage, total, best = ((s - s.mean(axis=1, keepdims=True)) / s.std(axis=1, keepdims=True) for s in scores)
    for level in (passage, total, best, passage + best, total + best):
        yield gain(level, questions.home)


def rounded(step: float, most: int, axes: Array, questions: Questions) -> Array:
    """Late interaction on these axes, sentences read alone, their numbers kept as -most - 1 to most steps."""
    kept = [np.clip(np.rint(s.alone @ axes / step), -most - 1, most) * step for s in questions.sentences]
    return late(kept, (states @ axes for states in questions.states))


def ways(learned: Array) -> Iterator[tuple[str, object, Score]]:
    """Name, bytes a token and score of each way to keep sentences; step and axes are `learned` from states."""
    size, same = learned.shape[1], np.eye(learned.shape[1], dtype=np.float32)
    axes = np.linalg.eigh(np.cov(learned.T))[1][:, ::-1].astype(np.float32)
    largest, usual = float(np.abs(learned @ axes).max()), float(learned.std())
    yield "vector, alone", "", lambda q: q.vectors @ np.array([s.vector for s in q.sentences]).T
    yield "vector, cut", "", lambda q: q.vectors @ np.array([unit(s.cut.sum(axis=0)) for s in q.sentences]).T
    yield "states, cut, float32", 4 * size, lambda q: late([s.cut for s in q.sentences], q.states)
    yield "states, alone, float32", 4 * size, lambda q: late([s.alone for s in q.sentences], q.states)
    yield "states, 8 bits", size, partial(rounded, 2 / 127, 127, same)
    yield "states, 4 bits", size // 2, partial(rounded, 0.33 * usual, 7, same)  # .25 and .45 lose more
    for count in (192, 128):
        yield f"states, 8 bits of {count} components", count, partial(rounded, largest / 127, 127, axes[:, :count])


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    print(f"\n| {' | '.join(columns)} |\n|{' --- |' * len(columns)}")
    for row in rows:
        print("|", " | ".join(f"{x:.3f}".removeprefix("0") if isinstance(x, float) else str(x) for x in row), "|")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, required=True, help="the folder with the questions")
    parser.add_argument("--articles", type=Path, required=True, help="the articles news-dev.jsonl asks about")
    options = parser.parse_args()
    folder: Path = options.eval
    articles = list(read(read_article(file).text for file in sorted(options.articles.glob("*.txt"))))
    xquad = list(read(p["context"] for p in paragraphs(folder / "xquad/ar.json")))
    others = dict.fromkeys(p["context"] for p in paragraphs(folder / "arcd-train.json"))
    arcd = list(read(others, xquad[-1].text + 1))
    about = [xquad_questions(folder, language, xquad) for language in LANGUAGES]
    every = [*(news_questions(folder, language, articles) for language in LANGUAGES), *about]
    kept = ways(np.concatenate([s.alone for s in arcd]))
    rows = [(name, size, *measured(score, every)) for name, size, score in kept]
    table(["sentences by", "bytes a token", *NEWS, *XQUAD], rows)
    found = ((f"XQuAD {language}", *gains(q, arcd)) for language, q in zip(LANGUAGES, about, strict=True))
    table(["nDCG@10 by", *PARAGRAPHS], found)


if __name__ == "__main__":
    main()
