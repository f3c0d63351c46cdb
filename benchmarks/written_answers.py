"""How much of a good answer survives the check, and how much of what is subtly wrong in it.

    isnad ingest ../shared/news/articles.jsonl store/sample --store DIR
    python benchmarks/written_answers.py DIR [--split look|figures] [--bare] [--show]

`data/written_answers.jsonl` holds answers as a strong language model writes them over real news and over the samples,
written by hand in words of their own. Each sentence is labelled: true, or wrong in one thing (a number, a name, a
role, a negation, ...). It names what it leans on by article and a few words of it. The queued model here looks for
these words in the passages that it is given, and sets a mark with the passage's number and the words behind its
sentence (`--bare`: the number alone); a sentence whose words it was not given it leaves out, as a good model would.
Half of the answers ("look") may be looked at while working, the other half ("figures") serves only for figures.
`--show` lists what became of each sentence of the first half.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llama_index.core.llms import ChatMessage, ChatResponse, ChatResponseGen, LLMMetadata

from rag import Answer, Settings, answer
from rag.llms.client import StreamingModel
from rag.results import DraftSentence, marks
from store import Corpus

DATA = Path(__file__).resolve().parent / "data" / "written_answers.jsonl"
SPLITS = ("look", "figures")

Row = dict[str, Any]


@dataclass(frozen=True)
class Sentence:
    """A sentence, what it leans on as pairs of an article and its words, and what is wrong with it; "" if nothing."""

    text: str
    leans_on: tuple[tuple[str, str], ...]
    wrong: str

    def marked(self, passages: Sequence[Row], bare: bool) -> str:
        """The sentence with a mark for each thing it leans on; "" where one is in no passage."""
        found = [next((p["number"] for p in passages if words in p["text"]), None) for _, words in self.leans_on]
        if None in found:
            return ""
        quoting = (f'[{number} "{words}"]' for number, (_, words) in zip(found, self.leans_on, strict=True))
        return f"{self.text} {''.join([f'[{number}]' for number in dict.fromkeys(found)] if bare else quoting)}"


class GoodModel(StreamingModel):
    """Writes those of these sentences whose words it is given."""

    sentences: list[Any]
    bare: bool = False
    said: list[Any] = []

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(context_window=32768, model_name="queued", is_chat_model=True)

    def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: Any) -> ChatResponseGen:
        passages = list(_passages("\n".join(message.content or "" for message in messages)))
        marked = [(sentence, sentence.marked(passages, self.bare)) for sentence in self.sentences]
        self.said[:] = [(sentence, text) for sentence, text in marked if text]
        reply = " ".join(text for _, text in self.said) or "NO ANSWER"
        yield ChatResponse(message=ChatMessage(role="assistant", content=reply), delta=reply)


def _passages(prompt: str) -> Iterator[Row]:
    """The passages of a prompt: its lines that are JSON objects with a number and a text."""
    for line in prompt.split("\n"):
        if line.startswith("{"):
            row = json.loads(line)
            if {"number", "text"} <= row.keys():
                yield row


@dataclass(frozen=True)
class Outcome:
    """What became of a sentence: "not given" its passage, "lost" with its whole answer, or its verdict."""

    row: Row
    sentence: Sentence
    verdict: str

    @property
    def shown(self) -> bool:
        return self.verdict.startswith(("verified", "unverified"))


def read_answers(path: Path, split: str | None) -> list[Row]:
    """The answers of one half, or all."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
    return [row for row in rows if split in (None, row["split"])]


def outcomes(row: Row, corpus: Corpus, bare: bool) -> Iterator[Outcome]:
    """What becomes of each sentence of an answer."""
    sentences = [
        Sentence(each["text"], tuple(map(tuple, each["from"])), each.get("wrong", "")) for each in row["sentences"]
    ]
    model = GoodModel(sentences=sentences, bare=bare, said=[])
    got = answer(row["question"], corpus=corpus, llm=model, settings=Settings(llm=""))
    written = {marks.strip_marks(each.text): each for each in got.written}
    given = [sentence for sentence, _ in model.said]
    for sentence in sentences:
        draft = written.get(marks.strip_marks(sentence.text))
        yield Outcome(row, sentence, _verdict(got, draft) if sentence in given else "not given")


def _verdict(got: Answer, draft: DraftSentence | None) -> str:
    if draft is None or got.fallback:
        return "lost"
    return f"{draft.verdict.value} ({draft.fault.value})" if draft.fault else draft.verdict.value


def table(got: Sequence[Outcome]) -> None:
    """Of the true and of the wrong sentences that could be written: how many are shown, verified, ..."""
    print("| | sentences | given a passage | shown | verified | unverified | rejected | lost with the answer |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for split in SPLITS:
        for language in ("ar", "en"):
            for name, wrong in (("true", False), ("wrong", True)):
                some = [
                    each
                    for each in got
                    if (each.row["split"], each.row["lang"], bool(each.sentence.wrong)) == (split, language, wrong)
                ]
                if some:
                    print(f"| {split}, {language}, {name} | {_cells(some)} |")
    for name, wrong in (("true", False), ("wrong", True)):
        print(f"| together, {name} | {_cells([each for each in got if bool(each.sentence.wrong) == wrong])} |")


def _cells(some: Sequence[Outcome]) -> str:
    given = [each for each in some if each.verdict != "not given"]
    kinds = ("verified", "unverified", "rejected", "lost")
    counts = [sum(each.shown for each in given), *(sum(o.verdict.startswith(kind) for o in given) for kind in kinds)]
    shares = [f"{count} ({count / max(len(given), 1):.2f})" for count in counts]
    return " | ".join([str(len(some)), str(len(given)), *shares])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path, help="a store with the samples and the articles of ../shared/news")
    parser.add_argument("--answers", type=Path, default=DATA)
    parser.add_argument("--split", choices=SPLITS, help="only this half")
    parser.add_argument("--bare", action="store_true", help="marks [n] that quote no words of their passage")
    parser.add_argument("--show", action="store_true", help="list the sentences of the half that may be looked at")
    options = parser.parse_args()
    with Corpus.open(options.store) as corpus:
        rows = read_answers(options.answers, options.split)
        got = [each for row in rows for each in outcomes(row, corpus, options.bare)]
    table(got)
    for each in got if options.show else ():
        if each.row["split"] == "look":
            print(f"{each.row['id']} {each.sentence.wrong or 'true'}: {each.verdict}: {each.sentence.text}")


if __name__ == "__main__":
    main()
