"""Four articles of a harbour town and how tests ask for them, whichever encoder reads them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from store import Article, Corpus, Span, Translation
from store.embedding.token_states import States
from store.index.index import IndexedSentence
from store.scope import Scope
from store.text.arabic import fold, word_keys
from store.text.chunking import divide_text

SentencePlace = tuple[str, int, int]
EVERYWHERE = Scope()
FERRY = Article(
    title="عبّارة جديدة في الميناء",
    outlet="صحيفة الرصيف",
    date="2024-03-05",
    url="https://news.example/ferry",
    language="ar",
    sources=("وكالة الموج",),
    text="دخلت العبّارة الزرقاء الميناء القديم فجرا.\nوحملت العبّارة أربعين راكبا وستة خيول.",
    translations=(
        Translation(
            "en",
            "A new ferry in the harbour",
            "The blue ferry entered the old harbour at dawn.\nThe ferry carried forty passengers and six horses.",
        ),
    ),
)
BAKERY = Article(
    title="The bakery closes",
    outlet="Valley Post",
    date="2024-07-19",
    language="en",
    text="The last bakery of the valley closed on Friday. Its oven had burned for ninety years.",
)
OBSERVATORY = Article(
    title="قبة المرصد",
    outlet="صحيفة الرصيف",
    date="2025-01-30",
    language="ar",
    text="أصلح الفلكيون قبة المرصد بعد العاصفة. وسيرصد المرصد مذنبا في الربيع.",
)
UNDATED = Article(title="Beekeepers", language="en", text="Beekeepers counted fewer swarms in the orchard.")
ALL = [FERRY, BAKERY, OBSERVATORY, UNDATED]
MEANINGS = {"عبارة": "ferry", "خيول": "horses"}


def write(folder: Path, name: str, text: str, **keys: str) -> Path:
    folder.mkdir(exist_ok=True)
    front = "".join(f"{key}: {value}\n" for key, value in keys.items())
    path = folder / name
    path.write_text(f"---\n{front}---\n{text}\n", encoding="utf-8")
    return path


def near(corpus: Corpus, question: str, scope: Scope = EVERYWHERE, limit: int = 10) -> list[str]:
    """The articles of the nearest passages, best first."""
    vector = corpus.encoder.encode_questions([question])[0]
    return [article_id for article_id, _ in corpus.index.near_passages(vector, limit, scope)]


def sentences_near(corpus: Corpus, question: str, scope: Scope = EVERYWHERE) -> dict[SentencePlace, float]:
    """The sentences of the nearest passages with their cosines, best first."""
    vector = corpus.encoder.encode_questions([question])[0]
    cosines = corpus.index.sentence_cosines(list(corpus.index.near_passages(vector, 20, scope)), vector)
    numbers = {place: [row.sentence.number for row in corpus.index.sentences([place])] for place in cosines}
    found = {
        (article_id, passage, number): float(cosine)
        for (article_id, passage), row in cosines.items()
        for number, cosine in zip(numbers[article_id, passage], row, strict=True)
    }
    return dict(sorted(found.items(), key=lambda hit: (-hit[1], hit[0])))


def near_sentences(corpus: Corpus, question: str, scope: Scope = EVERYWHERE) -> list[str]:
    """The nearest sentences as their articles have them, best first."""
    places = sentences_near(corpus, question, scope)
    rows = corpus.index.sentences([(article_id, passage) for article_id, passage, _ in places])
    spans = {(row.article_id, row.sentence.number): row.sentence for row in rows}
    return [
        corpus.article(place[0]).text[spans[place[0], place[2]].start : spans[place[0], place[2]].end]
        for place in places
    ]


def having(corpus: Corpus, word: str, scope: Scope = EVERYWHERE, limit: int = 10) -> list[str]:
    """The articles of the passages with a word, best first."""
    return [article_id for article_id, _ in corpus.index.matching(forms(word), limit, scope)]


def forms(*said: str) -> dict[str, float]:
    """The index forms of words as a question has them, each as sure as can be."""
    return {key: 1.0 for word in said for key in word_keys(fold(word))}


def asked(corpus: Corpus, question: str) -> States:
    """The token states of a question."""
    (encoding,) = corpus.encoder.read_questions([question])
    return encoding.states


def ids(articles: Sequence[Article]) -> list[str]:
    return [article.id for article in articles]


def readings(article: Article) -> list[list[str]]:
    """For each sentence of an article: itself, then those lines of its translations that say it."""
    found = []
    for sentence in divide_text(article.text).sentences:
        span = Span(sentence.start, sentence.end)
        others = [article.translated(span, other.language) or "" for other in article.translations]
        found.append([article.text[span.start : span.end], *others])
    return found


def rows_of(corpus: Corpus, article: Article) -> list[IndexedSentence]:
    return corpus.index.sentences([(article.id, number) for number in range(len(divide_text(article.text).passages))])


class Contract:
    """What every corpus does; subclasses give the `encoder`, and the `address` of a Chroma server that they use."""

    @pytest.fixture
    def address(self) -> str:
        return ""

    @pytest.fixture
    def stocked(self, corpus: Corpus) -> Corpus:
        corpus.add(ALL)
        return corpus
