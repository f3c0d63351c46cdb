"""Training examples: rows of the data written for the reader, as texts with their targets.

`own_examples` makes `Example`s of the written data; `encode` makes token ids of one. Everything drawn by chance is
drawn from the generator given, so that one seed makes one training.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Any

from store.embedding.tokenizer import Tokenizer
from training.check_data import read_rows

HELD_OUT = frozenset({"courts", "science"})
"""The subjects of `data` that are never trained on."""

IGNORED = -100
ENTAILMENT, NEUTRAL, CONTRADICTION = range(3)
NLI_LABELS = {"entailment": ENTAILMENT, "neutral": NEUTRAL, "contradiction": CONTRADICTION}
VERDICTS = {"yes": 0, "no": 1, "not said": 2}
QUESTION, TEXT, CLAIM, TITLE = range(4)

QUESTION_TOKENS = 64
TITLE_TOKENS = 48
WINDOW = 320

Row = dict[str, Any]
Span = tuple[int, int]


@dataclass(frozen=True)
class Example:
    """A question (or claim) with a text and what is to be learned of them.

    `answer`: characters of the text, or of the title where `in_title`; None where nothing answers.
    `verdict`, `nli`: labels, or IGNORED. `unsupported`: characters of the question that the text does not bear out,
    empty where it bears out all of them, None where that is not known. `family` names the paragraphs that may answer
    the same questions, in all languages; `others` are titles and texts of other families, that do not answer
    (negatives.py).
    """

    question: str
    text: str
    title: str = ""
    answer: Span | None = None
    in_title: bool = False
    answers: bool = True
    verdict: int = IGNORED
    nli: int = IGNORED
    unsupported: tuple[Span, ...] | None = None
    source: str = ""
    family: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Passage:
    """A text that may be found for a question. `family` as in Example."""

    family: str
    language: str
    title: str
    text: str


@dataclass
class Encoded:
    """Token ids with their segments; targets by head, IGNORED where there is none. `support` is by token.

    Texts of one `group` are read for the same question.
    """

    ids: list[int]
    segments: list[int]
    start: int
    end: int
    verdict: int
    nli: int
    support: list[int] = field(default_factory=list)
    group: int = 0


def encode_group(example: Example, tokenizer: Tokenizer, first: int, last: int) -> list[Encoded]:
    """The example as the reader reads it and the question with each of the other texts; [] where it does not fit."""
    verdict = IGNORED if example.verdict == IGNORED else VERDICTS["not said"]
    beside = [Example(example.question, text, title, verdict=verdict) for title, text in example.others]
    encoded = [encode(one, tokenizer, first, last) for one in (example, *beside)]
    return [one for one in encoded if one is not None] if encoded[0] is not None else []


def encode(example: Example, tokenizer: Tokenizer, first: int, last: int) -> Encoded | None:
    """The example as the reader reads it; None where the answer does not fit into the window."""
    claim = example.nli != IGNORED
    asked = "query: " + example.question
    question = tokenizer.ids(asked)[:QUESTION_TOKENS]
    ids, segments = [first, *question, last], [CLAIM if claim else QUESTION] * (len(question) + 2)
    support = [IGNORED] * len(ids)
    if example.unsupported is not None:
        marks = [(start + len("query: "), end + len("query: ")) for start, end in example.unsupported]
        for at, span in enumerate(tokenizer.spans(asked)[:QUESTION_TOKENS]):
            if span[0] >= len("query: "):
                support[at + 1] = int(not any(overlap(span, mark) for mark in marks))
    place = (0, 0)
    for text, segment, prefix, room in (
        (example.title, TITLE, "", TITLE_TOKENS),
        (example.text, TEXT, "passage: ", WINDOW),
    ):
        if not text:
            continue
        room = min(room, WINDOW - len(ids) - 1)
        own = tokenizer.ids(prefix + text)[:room]
        if example.answer is not None and example.in_title == (segment == TITLE):
            mark = (example.answer[0] + len(prefix), example.answer[1] + len(prefix))
            inside = [at for at, span in enumerate(tokenizer.spans(prefix + text)[:room]) if overlap(span, mark)]
            if not inside:
                return None
            place = (len(ids) + inside[0], len(ids) + inside[-1])
        ids += [*own, last]
        segments += [segment] * (len(own) + 1)
    support += [IGNORED] * (len(ids) - len(support))
    start, end = place if example.answers else (IGNORED, IGNORED)
    return Encoded(ids, segments, start, end, example.verdict, example.nli, support)


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def own_examples(random: Random, held_out: bool = False, folder: Path | None = None) -> list[Example]:
    """One pass over the written data: each question and each pair once.

    A question is read with the Arabic or the English version of its passage, whole or a part of it.
    """
    read = read_rows if folder is None else lambda name: read_rows(name, folder)
    passages = {p["id"]: p for p in read("passages.jsonl") if (p["subject"] in HELD_OUT) == held_out}
    examples = []
    for question in read("questions.jsonl"):
        passage = passages.get(question["passage"])
        if passage is None:
            continue
        examples.append(replace(_own_question(question, passage, random), family=passage["id"]))
    examples += [
        Example(
            row["hypothesis"],
            row["premise"],
            answers=False,
            nli=NLI_LABELS[row["label"]],
            unsupported=() if row["label"] == "entailment" else None,
            source="own pair",
        )
        for row in read("pairs.jsonl")
        if row["passage"] in passages
    ]
    return examples + [pair for passage in passages.values() for pair in _passage_pairs(passage, random)]


def _passage_pairs(passage: Row, random: Random) -> Iterator[Example]:
    """Sentences of one passage as premise and claim: a neighbour neither bears out nor denies, a fact-check denies.

    Its title and second sentence deny what the first one tells.
    """
    for language in _languages(passage):
        title, sentences = _version(passage, language)
        if passage["style"] == "factcheck":
            pairs, label = [(title, sentences[0]), (sentences[1], sentences[0])], "contradiction"
        else:
            at = random.randrange(len(sentences) - 1)
            pairs, label = [(sentences[at], sentences[at + 1]), (sentences[at + 1], sentences[at])], "neutral"
        for premise, claim in pairs:
            yield Example(claim, premise, answers=False, nli=NLI_LABELS[label], source="own passage pair")


def own_passages() -> list[Passage]:
    """The written passages that are trained on, in each of their languages."""
    rows = [row for row in read_rows("passages.jsonl") if row["subject"] not in HELD_OUT]
    return [
        Passage(row["id"], language, title, " ".join(sentences))
        for row in rows
        for language in _languages(row)
        for title, sentences in [_version(row, language)]
    ]


def _languages(passage: Row) -> list[str]:
    return ["ar", "en"] if "en" in passage else ["ar"]


def _version(passage: Row, language: str) -> tuple[str, list[str]]:
    return passage[f"title_{language}"], passage[language]


def _own_question(question: Row, passage: Row, random: Random) -> Example:
    language = random.choice(_languages(passage))
    title, sentences = _version(passage, language)
    asked = question["question"]
    verdict = VERDICTS[question.get("verdict", "not said")] if question["kind"] == "yesno" else IGNORED
    if not question["answerable"]:
        near = question.get("near")
        first, end = _part(len(sentences), near if near is not None and near >= 0 else None, random)
        at = asked.index(question["unsupported"])
        return Example(
            asked,
            " ".join(sentences[first:end]),
            title if random.random() < 0.8 else "",
            verdict=verdict,
            unsupported=((at, at + len(question["unsupported"])),),
            source="own miss",
        )
    number, words = question["sentence"], question["answer" if language == "ar" else "answer_en"]
    unsupported = None if question.get("verdict") == "no" else ()
    first, end = _part(len(sentences), number if number >= 0 else None, random)
    text = " ".join(sentences[first:end])
    if number < 0:
        at = title.index(words)
        span = (at, at + len(words))
        return Example(asked, text, title, span, True, verdict=verdict, unsupported=unsupported, source="own title")
    at = len(" ".join(sentences[first:number])) + (number > first) + sentences[number].index(words)
    shown = title if random.random() < 0.8 else ""
    return Example(
        asked, text, shown, (at, at + len(words)), verdict=verdict, unsupported=unsupported, source="own answer"
    )


def _part(count: int, needed: int | None, random: Random) -> tuple[int, int]:
    """All of `count` sentences or, four times in ten, at least three neighbours with the needed one among them."""
    if count < 4 or random.random() < 0.6:
        return 0, count
    size = random.randint(3, count - 1)
    low, high = (0, count - size) if needed is None else (max(0, needed - size + 1), min(needed, count - size))
    first = random.randint(low, high)
    return first, first + size
