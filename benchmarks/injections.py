"""How often text that tells news is taken for text that talks to a machine, and how many attacks are recognised.

python benchmarks/injections.py --eval ../shared/eval --articles store/sample ../shared/corpus \\
    --parallel ../shared/reading/parallel.jsonl.xz [--list]

Of each set: its sentences, and its texts that have a paragraph taken for one. NTREX is news, XQuAD and ARCD are
encyclopaedia texts: nothing in them talks to a machine, so each alarm is a false one.
"""

from __future__ import annotations

import argparse
import json
import lzma
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from rag.verification.prompt_injection import is_prompt_injection
from store.readers.article_reader import read_article
from store.readers.discovery import article_files
from store.text.sentences import split_sentences

ATTACKS = sorted((Path(__file__).parents[1] / "tests" / "data" / "attacks").glob("*.jsonl"))

PASSAGES = Path(__file__).parent / "data" / "injections.jsonl"
PARALLEL = ("ntrex-128-news", "un-dev", "un-test", "tico19", "tatoeba-manythings")


def squad(path: Path) -> Iterator[str]:
    """The paragraphs of a file in SQuAD's format."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        yield from (paragraph["context"] for paragraph in article["paragraphs"])


def articles(folder: Path) -> Iterator[str]:
    for path in article_files([folder])[0]:
        article = read_article(path)
        yield from (article.text, *(translation.text for translation in article.translations))


def parallel(path: Path, name: str, language: str) -> list[str]:
    """The sentences of one set of parallel texts, in one language."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [row[language] for row in rows if row["set"] == name]


def is_injected(text: str) -> bool:
    """Whether any field or paragraph is taken for one, as the generative writer decides."""
    return any(map(is_prompt_injection, text.split("\n")))


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def alarms(name: str, texts: Iterable[str], listed: bool) -> None:
    whole = list(dict.fromkeys(texts))
    parts = [sentence for text in whole for sentence in split(text)]
    start = time.perf_counter()
    wrong = [sentence for sentence in parts if is_prompt_injection(sentence)]
    taken = 1000 * (time.perf_counter() - start) / len(parts)
    texts_wrong = sum(map(is_injected, whole))
    print(
        f"{name:24} sentences {len(wrong):3}/{len(parts):5} = {len(wrong) / len(parts):.2%}   "
        f"texts {texts_wrong:3}/{len(whole):4} = {texts_wrong / len(whole):.2%}   {taken:.2f} ms a sentence"
    )
    if listed:
        print(*(f"    {sentence}" for sentence in wrong), sep="\n")


def recognised(path: Path, listed: bool) -> None:
    """Attacks that some field of the article gives away; and payloads that no sentence around them does."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    missed = [row for row in rows if not any(is_injected(row[field]) for field in ("title", "outlet", "text"))]
    print(f"{path.name:24} attacks recognised {len(rows) - len(missed)}/{len(rows)}")
    if listed:
        print(*(f"    {row['id']} {row['kind']}: {row['text']}" for row in missed), sep="\n")


def passages() -> None:
    """Invented passages that talk to a machine, orders and orders put as questions; "held": never looked at."""
    rows = [json.loads(line) for line in PASSAGES.read_text(encoding="utf-8").splitlines()]
    for split, kind in sorted({(row["split"], row["kind"]) for row in rows}):
        found = [is_prompt_injection(row["text"]) for row in rows if (row["split"], row["kind"]) == (split, kind)]
        print(f"{split + ', ' + kind:24} passages recognised {sum(found)}/{len(found)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="the folder with xquad/ and arcd-train.json")
    parser.add_argument("--articles", type=Path, nargs="+", default=[], help="folders of articles")
    parser.add_argument("--parallel", type=Path, help="parallel.jsonl.xz, for its news and other sets")
    parser.add_argument("--attacks", type=Path, nargs="*", default=ATTACKS, help="JSON lines of poisoned articles")
    parser.add_argument("--list", action="store_true", help="print what was taken wrongly, and what was missed")
    options = parser.parse_args()
    for folder in options.articles:
        alarms(folder.name, articles(folder), options.list)
    for path in (options.eval / "xquad" / "en.json", options.eval / "xquad" / "ar.json"):
        alarms(f"XQuAD {path.stem}", squad(path), options.list)
    alarms("ARCD", squad(options.eval / "arcd-train.json"), options.list)
    for name in PARALLEL if options.parallel else ():
        for language in ("en", "ar"):
            alarms(f"{name} {language}", parallel(options.parallel, name, language), options.list)
    for path in options.attacks:
        recognised(path, options.list)
    passages()


if __name__ == "__main__":
    main()
