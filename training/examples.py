"""Training examples: rows of the data written for the reader and of public sets, as texts with their targets.

`own_examples` and `public_examples` make `Example`s; `encode` makes token ids of one. Everything drawn by chance is
drawn from the generator given, so that one seed makes one training.
"""

from __future__ import annotations

import json
import lzma
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
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
                support[at + 1] = int(not any(_overlap(span, mark) for mark in marks))
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
            inside = [at for at, span in enumerate(tokenizer.spans(prefix + text)[:room]) if _overlap(span, mark)]
            if not inside:
                return None
            place = (len(ids) + inside[0], len(ids) + inside[-1])
        ids += [*own, last]
        segments += [segment] * (len(own) + 1)
    support += [IGNORED] * (len(ids) - len(support))
    start, end = place if example.answers else (IGNORED, IGNORED)
    return Encoded(ids, segments, start, end, example.verdict, example.nli, support)


def _overlap(one: Span, other: Span) -> bool:
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


# --- public sets ---

_QUESTIONS_TAKEN = {
    "squadshifts-new_wiki": 800,
    "qamr": 600,
    "tydiqa-goldp-ar": 2000,
    "tydiqa-goldp-en": 600,
    "tydiqa-goldp-x": 100,
    "mlqa-ar": 2400,
    "mlqa-en": 300,
    "mlqa-x": 200,
    "qed": 300,
}
_PAIRS_TAKEN = {
    "te-new-protocols-base": 900,
    "te-new-protocols-edit_premise": 750,
    "te-new-protocols-edit_other": 750,
    "te-new-protocols-contrast": 900,
    "snli": 900,
    "mnli": 1350,
    "fm2": 750,
    "fever-symmetric": 750,
    "farstail": 600,
    "ans-stance": 900,
    "med": 600,
}


def public_examples(reading: Path, evaluation: Path, random: Random) -> tuple[list[Example], list[Passage]]:
    """One pass over a sample of the public sets (`shared/reading`, the parts of `shared/eval` free to learn from).

    Also the paragraphs of their questions.
    """
    rows = [
        *_sampled(_question_rows(reading), _QUESTIONS_TAKEN, random),
        *_xquad_rows(evaluation, random),
        *_arcd_rows(evaluation),
    ]
    swap = _Swap(reading, rows, random)
    families = _families(rows)
    examples = []
    for row in rows:
        examples += [
            replace(one, family="" if one.source == "taken out" else families[row["context"]])
            for one in _public_question(row, swap, random)
        ]
    passages = [
        Passage(families[text], row["lang"], row["title"], text)
        for text, row in {row["context"]: row for row in rows}.items()
    ]
    examples += _public_pairs(reading, random) + _parallel_pairs(reading, swap, random) + _yes_no(reading, random)
    return examples, passages


def _families(rows: Sequence[Row]) -> dict[str, str]:
    """For each paragraph the name of its family: paragraphs of a family share a question's id, in any language."""
    leader: dict[str, str] = {}

    def found(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for row in rows:
        leader[found("text " + row["context"])] = found(f"question {row['set']} {row['id']}")
    return {row["context"]: found("text " + row["context"]) for row in rows}


def _public_pairs(reading: Path, random: Random) -> list[Example]:
    examples = []
    pairs = list(_sampled(_pair_rows(reading), _PAIRS_TAKEN, random))
    for row in pairs:
        label = NLI_LABELS[row["label"]]
        examples.append(
            Example(
                row["hypothesis"],
                row["premise"],
                answers=False,
                nli=label,
                unsupported=() if label == ENTAILMENT else None,
                source="public pair",
            )
        )
        exchanged = _exchanged_names(row["hypothesis"]) if label == ENTAILMENT else None
        if exchanged and random.random() < 0.5:
            examples.append(
                Example(exchanged, row["premise"], answers=False, nli=CONTRADICTION, source="exchanged names")
            )
    return examples


_PARALLEL_TAKEN = {"un": 1200, "tico19": 800, "tatoeba": 600}


def _parallel_pairs(reading: Path, swap: _Swap, random: Random) -> list[Example]:
    """Sentences with their translation (entailed), another's (neutral) or with another number (contradicted)."""
    rows = [
        (row["set"].split("-")[0], row)
        for row in _lines(reading / "parallel.jsonl.xz")
        if 30 < len(row["ar"]) < 400 and 30 < len(row["en"]) < 400
    ]
    taken = list(_sampled(iter(rows), _PARALLEL_TAKEN, random))
    examples = []
    for row, other in zip(taken, [*taken[1:], taken[0]], strict=True):
        one, two = random.sample(["ar", "en"], 2)
        swapped = swap.number(row[two], row[one])
        claims: list[tuple[str, int, tuple[Span, ...] | None]] = [(row[two], ENTAILMENT, ())]
        if swapped:
            claims.append((swapped[0], CONTRADICTION, (swapped[1],)))
        elif random.random() < 0.35:
            claims = [(other[two], NEUTRAL, None)]
        examples += [
            Example(claim, row[one], answers=False, nli=label, unsupported=wrong, source="parallel pair")
            for claim, label, wrong in claims
        ]
    return examples


def _question_rows(reading: Path) -> Iterator[tuple[str, Row]]:
    for row in _lines(reading / "qa.jsonl.xz"):
        name = re.split(r"-(?:dev|train|test)", row["set"])[0]
        if row.get("overlap") or not row["answers"] or name == "aqad" or name.startswith("multispan"):
            continue
        if name in ("mlqa", "tydiqa-goldp"):
            languages = (row["lang"], row["qlang"])
            name += "-ar" if "ar" in languages else "-en" if languages == ("en", "en") else "-x"
        yield name, row


def _pair_rows(reading: Path) -> Iterator[tuple[str, Row]]:
    for row in _lines(reading / "nli.jsonl.xz"):
        if row.get("label") in NLI_LABELS:
            yield re.split(r"-(?:dev|train|test|val)|\.", row["set"])[0], row


def _yes_no(reading: Path, random: Random) -> list[Example]:
    rows = [row for row in _lines(reading / "nli.jsonl.xz") if row.get("label") in ("yes", "no")]
    return [
        Example(row["hypothesis"], row["premise"], answers=False, verdict=VERDICTS[row["label"]], source="boolq")
        for row in random.sample(rows, min(500, len(rows)))
    ]


def _sampled(rows: Iterator[tuple[str, Row]], taken: dict[str, int], random: Random) -> Iterator[Row]:
    by_set: dict[str, list[Row]] = defaultdict(list)
    for name, row in rows:
        by_set[name].append(row)
    for name, count in taken.items():
        yield from random.sample(by_set[name], min(count, len(by_set[name])))


def _xquad_rows(evaluation: Path, random: Random) -> Iterator[Row]:
    """Each question of XQuAD's dev half twice: text and question each in Arabic, English or another language."""
    paths = sorted((evaluation / "xquad").glob("*.json"))
    by_language = {path.stem: _squad_rows(path, "xquad", path.stem) for path in paths}
    languages = sorted(by_language)
    for number in range(len(by_language["ar"])):
        for _ in range(2):
            text = by_language[random.choice(["ar"] * 5 + ["en"] * 2 + languages)][number]
            asked = by_language[random.choice(["ar"] * 4 + ["en"] * 4 + languages)][number]
            yield {**text, "question": asked["question"]}


def _arcd_rows(evaluation: Path) -> list[Row]:
    return _squad_rows(evaluation / "arcd-train.json", "arcd", "ar")


def _squad_rows(path: Path, name: str, language: str) -> list[Row]:
    return [
        {
            "set": name,
            "id": row["id"],
            "lang": language,
            "title": article.get("title", "").replace("_", " "),
            "context": paragraph["context"],
            "question": row["question"],
            "answers": [{"text": a["text"], "start": a["answer_start"]} for a in row["answers"]],
        }
        for article in json.loads(path.read_text("utf-8"))["data"]
        for paragraph in article["paragraphs"]
        for row in paragraph["qas"]
    ]


def _public_question(row: Row, swap: _Swap, random: Random) -> Iterator[Example]:
    question, text = row["question"], row["context"]
    title = row["title"] if random.random() < 0.4 and len(row["title"]) > 3 else ""
    swapped = swap(question, text)
    if swapped and random.random() < 0.6:
        yield Example(swapped[0], text, title, unsupported=(swapped[1],), source="swapped")
    if random.random() < 0.12:
        rest = _without(text, row["answers"])
        if rest:
            yield Example(question, rest, title, source="taken out")
            return
    answer = random.choice(row["answers"])
    span = (answer["start"], answer["start"] + len(answer["text"]))
    yield Example(question, text, title, span, unsupported=(), source="public answer")


def _without(text: str, answers: Sequence[Row]) -> str:
    """The text less each sentence that holds an answer; "" where little is left."""
    kept = [
        match.group()
        for match in re.finditer(r".+?(?:[.!?؟]+(?=\s)|\n|$)\s*", text, re.S)
        if not any(_overlap(match.span(), (a["start"], a["start"] + len(a["text"]))) for a in answers)
    ]
    rest = "".join(kept).strip()
    return rest if 80 < len(rest) < len(text.strip()) else ""


def _exchanged_names(claim: str) -> str:
    """The claim with its first and last capitalised name exchanged, "" where it has no two."""
    opening = {"The", "This", "There", "These", "When", "After", "Before", "While"}
    names = [m for m in re.finditer(r"(?:(?<=\s)|^)[A-Z][a-z]{2,}", claim) if m.group() not in opening]
    if len(names) < 2 or names[0].group() == names[-1].group():
        return ""
    one, other = names[0], names[-1]
    between = claim[one.end() : other.start()]
    return claim[: one.start()] + other.group() + between + one.group() + claim[other.end() :]


class _Swap:
    """Puts another name, year or number in place of one that question and text share."""

    def __init__(self, reading: Path, rows: Sequence[Row], random: Random) -> None:
        self._random = random
        names = (reading / "names-ar-en.txt").read_text("utf-8")
        self._arabic = sorted(set(re.findall(r"[\u0621-\u064a]{4,}", names)))
        self._known = frozenset(self._arabic)
        self._latin = [w for row in rows for w in re.findall(r"(?<=\s)[A-Z][a-z]{3,}", row["question"])]

    def __call__(self, question: str, text: str) -> tuple[str, Span] | None:
        """The question with another word and the characters of that word; None where nothing can be exchanged."""
        return self._exchanged(question, text, self._kinds(question, text))

    def number(self, question: str, text: str) -> tuple[str, Span] | None:
        """The same where only a number is exchanged."""
        numbers = [place for place in self._kinds(question, text) if place[1] == "number"]
        return self._exchanged(question, text, numbers)

    def _kinds(self, question: str, text: str) -> list[tuple[int, str]]:
        folded = text.lower()
        kinds = ((at, self._kind(at, part, folded)) for at, part in enumerate(_parts(question)))
        return [(at, kind) for at, kind in kinds if kind]

    def _exchanged(self, question: str, text: str, places: list[tuple[int, str]]) -> tuple[str, Span] | None:
        if not places:
            return None
        parts = _parts(question)
        at, kind = self._random.choice(places)
        word = self._other(kind, parts[at])
        if word.lower() in text.lower():
            return None
        start = len("".join(parts[:at]))
        return "".join([*parts[:at], word, *parts[at + 1 :]]), (start, start + len(word))

    def _kind(self, at: int, part: str, folded: str) -> str:
        if re.fullmatch(r"\d{2,}|[٠-٩]{2,}", part):
            return "number" if part in folded else ""
        if re.match(r"[A-Z]\w{3,}", part):
            return "latin" if at and part.lower() in folded else ""
        for prefix in ("وال", "بال", "لل", "ال", "و", "ب", "ل", ""):
            if part.startswith(prefix) and len(part) > len(prefix) + 3 and part[len(prefix) :] in self._known:
                return "arabic" + prefix
        return ""

    def _other(self, kind: str, word: str) -> str:
        if kind == "number":
            value = int(word)
            steps = (-10, -3, -2, -1, 1, 2, 3, 10) if value > 1000 else (-7, -3, 2, 5, 11)
            return str(max(1, value + self._random.choice(steps)))
        return self._random.choice(self._latin) if kind == "latin" else kind[6:] + self._random.choice(self._arabic)


def _parts(text: str) -> list[str]:
    """The words of a text and what stands between them."""
    return re.findall(r"\w+|\W+", text)


def _lines(path: Path) -> Iterator[Row]:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
