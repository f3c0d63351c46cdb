"""A line that an outlet repeats is never quoted, though it has every word of the question."""

from __future__ import annotations

import pytest

from rag import Settings, answer, retrieve
from rag.retrieval.quote_span import expand_quote
from store import Article, Corpus, Span

pytestmark = pytest.mark.usefixtures("defaults")

LINES = {
    "en": "Readers may write to the night editor of this page until noon every Sunday.",
    "ar": "ويمكن للقراء مراسلة محرر الليل في هذه الصفحة حتى ظهر كل أحد.",
}
ASKED = {
    "en": "Until when may readers write to the night editor?",
    "ar": "حتى متى يمكن للقراء مراسلة محرر الليل؟",
}
STORIES = (
    "A whale swam up the river and turned round below the mill.",
    "The town band lost its only tuba in a game of cards.",
    "Snow fell on the vineyards two weeks before the harvest.",
    "A bakery in the old prison sells bread by weight again.",
    "Four bridges will be painted green for the jubilee.",
)


def articles(language: str) -> list[Article]:
    return [
        Article(title=f"Story {n}", text=f"{story}\n{LINES[language]}", outlet="Mill Post", language=language)
        for n, story in enumerate(STORIES)
    ]


def quotes(corpus: Corpus, question: str) -> list[str]:
    """Whatever would be quoted, however unlikely it answers."""
    got = answer(question, corpus=corpus, settings=Settings(threshold=0.0))
    assert got.citations
    return [citation.quote for citation in got.citations]


@pytest.mark.parametrize("language", LINES)
def test_a_repeated_line_is_quoted_until_it_is_known_for_what_it_is(corpus: Corpus, language: str) -> None:
    *first, last = articles(language)
    corpus.add(first)
    assert LINES[language] in quotes(corpus, ASKED[language])
    corpus.add([last])
    assert not any(LINES[language] in quote for quote in quotes(corpus, ASKED[language]))
    corpus.remove(first[0].id)
    assert LINES[language] in quotes(corpus, ASKED[language])


def test_the_article_still_has_it_and_is_found_by_it(corpus: Corpus) -> None:
    corpus.add(articles("en"))
    hits = retrieve(ASKED["en"], corpus=corpus)
    assert len(hits) == len(STORIES)
    assert all(LINES["en"] in hit.article.text for hit in hits)


def test_a_quote_does_not_lean_on_it() -> None:
    above = "The bell tells you of every change to this page."
    article = Article(title="T", text=f"{above}\nHe added that the ferry would sail again.")
    line, point = Span(0, len(above)), Span(len(above) + 1, len(article.text))
    assert expand_quote(article, point, {}) == Span(0, len(article.text))
    assert expand_quote(article, point, {}, [line]) == point
