"""What becomes of "What about X?" where nobody wrote the dialogue: over XQuAD's paragraphs, each an article.

    python benchmarks/new_subjects.py --eval ../shared/eval [--count 120]

After a question drawn by chance, X is the answer to another: of the same paragraph, or of another text. Whether the
first quote says X, nothing is answered, or something is answered whose first quote says nothing of X; as Isnad
understands it, and with X always put into the question before. `taken for a follow-up` counts, of these, the X that
were put into it: of another text none should be.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from states import paragraphs

from rag import Answer, answer
from rag.query.conversation.followups import resolve_followup
from store import Article, Corpus
from store.text.arabic import fold

SEED = 7
MOST_WORDS = 3
ABOUT = {"en": "What about {}?", "ar": "وماذا عن {}؟"}


class Asked(NamedTuple):
    """A question of XQuAD's, its answer, and the number of its paragraph."""

    question: str
    said: str
    paragraph: int


def as_understood(question: str, before: str, corpus: Corpus) -> Answer:
    return answer(question, corpus=corpus, history=[before])


def always_joined(question: str, before: str, corpus: Corpus) -> Answer:
    return answer(resolve_followup(question, [before], corpus).text, corpus=corpus)


WAYS: dict[str, Callable[[str, str, Corpus], Answer]] = {"as understood": as_understood, "joined": always_joined}


def drawn(every: list[Asked], count: int) -> Iterator[tuple[str, Asked, Asked]]:
    """Where X is from, the question before, and the one whose answer X is."""
    chance = random.Random(SEED)
    names = [one for one in every if len(one.said.split()) <= MOST_WORDS and not any(map(str.isdigit, one.said))]
    for _ in range(count):
        before = chance.choice(every)
        beside = [one for one in names if one.paragraph == before.paragraph and one.said != before.said]
        # five paragraphs make a text
        far = [one for one in names if one.paragraph // 5 != before.paragraph // 5]
        yield "another text", before, chance.choice(far)
        if beside:
            yield "the same paragraph", before, chance.choice(beside)


def became(found: Answer, said: str) -> str:
    if not found.answered:
        return "refused"
    return "says X" if fold(said) in fold(found.citations[0].quote) else "says nothing of X"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="a folder with xquad/ar.json and xquad/en.json")
    parser.add_argument("--count", type=int, default=120, help="dialogues of each kind and language")
    options = parser.parse_args()
    for language, about in ABOUT.items():
        texts = paragraphs(options.eval / f"xquad/{language}.json")
        articles = [Article(title=str(n), text=p["context"], language=language) for n, p in enumerate(texts)]
        every = [Asked(qa["question"], qa["answers"][0]["text"], n) for n, p in enumerate(texts) for qa in p["qas"]]
        with tempfile.TemporaryDirectory() as place, Corpus.open(Path(place) / "store") as corpus:
            corpus.add(articles)
            for name, way in WAYS.items():
                counts: dict[str, Counter[str]] = {}
                for kind, before, other in drawn(every, options.count):
                    found = way(about.format(other.said), before.question, corpus)
                    counts.setdefault(kind, Counter())[became(found, other.said)] += 1
                    counts[kind]["taken for a follow-up"] += bool(found.understood)
                for kind, became_of in counts.items():
                    print(f"{language}  {name:13}  X of {kind:18}  {dict(sorted(became_of.items()))}")


if __name__ == "__main__":
    main()
