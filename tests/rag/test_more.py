"""An answer gone on with: quotes that were shown go to the end, and are not shown as if they were new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from rag import AnswerKind, answer
from rag.results import MOST_OPEN, PHRASES
from rag.synthesis import needs_unseen, show_unseen
from store import Article, Corpus
from store.embedding.encoder import Encoder

WHY = "Why do the beekeepers of the valley want help?"
REASONS = [
    "The beekeepers of the valley want help because the frost of April killed forty hives.",
    "The beekeepers of the valley want help since honey fell to half its price in the markets abroad.",
    "The beekeepers of the valley want help because mites came over the pass with a stranger's swarm.",
    "The beekeepers of the valley want help because the new road cut through their best meadow of thyme.",
    "The beekeepers of the valley want help as sugar for the winter costs more than a jar brings in.",
]


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("more") / "store", encoder) as opened:
        opened.add(
            [Article(title=f"Hives, part {n}", text=text, outlet=f"Post {n}") for n, text in enumerate(REASONS)]
        )
        yield opened


def test_what_else_shows_what_was_not_shown_yet(valley: Corpus) -> None:
    first = answer(WHY, corpus=valley)
    assert len(first.statements) > MOST_OPEN
    got = answer("What else?", corpus=valley, history=[WHY])
    quotes = [citation.quote for citation in first.citations]
    shown = len([c for statement in first.statements[:MOST_OPEN] for c in statement.citations])
    assert [citation.quote for citation in got.citations] == quotes[shown:] + quotes[:shown]
    assert [citation.number for citation in got.citations] == list(range(1, len(quotes) + 1))
    assert (got.question, got.understood) == ("What else?", WHY)
    for at, statement in enumerate(got.statements):
        assert all(at in got.statements[other].differs_from for other in statement.differs_from)


def test_where_nothing_is_left_that_is_said(valley: Corpus) -> None:
    got = answer("and what else?", corpus=valley, history=[WHY, "what else?"])
    assert (got.intro, got.answered, got.kind) == (PHRASES["en"].no_more, False, AnswerKind.REFUSAL)
    quoted = answer(WHY, corpus=valley).citations
    assert not any(hit.passage.text in citation.quote for hit in got.closest for citation in quoted)


def test_more_of_what_the_articles_do_not_say_is_refused_as_before(valley: Corpus) -> None:
    asked = "Who won the chess tournament?"
    assert answer("more", corpus=valley, history=[asked]).text == answer(asked, corpus=valley).text


def test_asking_for_more_changes_no_later_question(valley: Corpus) -> None:
    got = answer("Since when?", corpus=valley, history=[WHY, "what else?"])
    assert got == answer("Since when?", corpus=valley, history=[WHY])


def test_an_overview_is_not_said_to_be_all_there_is(valley: Corpus) -> None:
    news = answer("What is in the news?", corpus=valley)
    assert answer("what else?", corpus=valley, history=[news.question]).citations == news.citations


def test_an_empty_corpus_has_no_more(corpus: Corpus) -> None:
    assert answer("what else?", corpus=corpus, history=[WHY]).text == PHRASES["en"].no_articles


def test_of_a_follow_up_what_was_open_before_goes_behind_the_rest(valley: Corpus) -> None:
    whole = answer(WHY, corpus=valley)
    quotes = [statement.citations[0].quote for statement in whole.statements]
    before = replace(whole, statements=whole.statements[:2])
    got = show_unseen(whole, before)
    assert needs_unseen(whole) and len(quotes) > MOST_OPEN
    assert [statement.citations[0].quote for statement in got.statements] == [quotes[0], *quotes[2:], quotes[1]]
    assert show_unseen(whole, replace(whole, statements=())) == whole


def test_a_follow_up_shows_first_what_the_answer_before_did_not(valley: Corpus) -> None:
    before = answer(WHY, corpus=valley)
    got = answer("What do they want?", corpus=valley, history=[WHY])
    open_ = {statement.citations[0].quote for statement in before.statements[:MOST_OPEN]}
    shown = [statement.citations[0].quote in open_ for statement in got.statements[1:]]
    assert got.understood and True in shown and False in shown and shown == sorted(shown)
