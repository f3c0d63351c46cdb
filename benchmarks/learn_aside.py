"""Learn `store/embedding/query_shift.json`: the shift between the token states of questions and of Arabic passages.

    python benchmarks/learn_aside.py --eval ../shared/eval > store/embedding/query_shift.json

For each language the mean state of the tokens of XQuAD's questions, as the encoder gives it, less that of the tokens
of its Arabic paragraphs' sentences.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

import numpy as np
from states import LANGUAGES, paragraphs

import store.embedding.engine
from store.embedding.encoder import default_encoder
from store.embedding.engine import Encoding
from store.embedding.token_states import States
from store.text.chunking import divide_text

A_LINE = 16


def mean(encodings: Iterable[Encoding]) -> States:
    return np.asarray(np.concatenate([encoding.states for encoding in encodings]).mean(axis=0), np.float32)


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in divide_text(text, default_encoder().token_count).sentences]


def shown(numbers: States) -> str:
    """A list of numbers, so many to a line."""
    texts = [f"{round(float(number), 3):g}" for number in numbers]
    lines = [", ".join(texts[at : at + A_LINE]) for at in range(0, len(texts), A_LINE)]
    return "[\n    " + ",\n    ".join(lines) + "\n  ]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, help="the folder with xquad/")
    folder = parser.parse_args().eval / "xquad"
    encoder = default_encoder()
    passages = mean(
        encoder.read_passages([text for p in paragraphs(folder / "ar.json") for text in sentences(p["context"])])
    )
    found = []
    with patch.object(store.embedding.engine, "shift_query_states", lambda _, states: states):
        for language in LANGUAGES:
            questions = [asked["question"] for p in paragraphs(folder / f"{language}.json") for asked in p["qas"]]
            shift = mean(encoder.read_questions(questions)) - passages
            found.append(f'  "{language}": {shown(shift)}')
    print("{\n" + ",\n".join(found) + "\n}")


if __name__ == "__main__":
    main()
