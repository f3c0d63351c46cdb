"""What is found in every corpus, by vector and by word, in which articles, and in what order."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store import Article, Corpus, Span
from store.embedding.encoder import Encoder
from store.scope import Scope
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import (
    ALL,
    BAKERY,
    EVERYWHERE,
    FERRY,
    MEANINGS,
    OBSERVATORY,
    UNDATED,
    Contract,
    forms,
    having,
    ids,
    near,
    near_sentences,
    sentences_near,
)


class Found(Contract):
    """Run with the fake encoder and the real one."""

    def test_the_nearest_passage_says_most_of_what_was_asked(self, stocked: Corpus) -> None:
        assert near(stocked, "When did the last bakery of the valley close?")[0] == BAKERY.id
        assert near(stocked, "متى دخلت العبّارة الزرقاء الميناء القديم؟")[0] == FERRY.id
        assert near(stocked, "من أصلح قبة المرصد بعد العاصفة؟")[0] == OBSERVATORY.id

    def test_the_nearest_sentence_is_the_articles_own(self, stocked: Corpus) -> None:
        assert near_sentences(stocked, "كم راكبا وكم خيلا حملت العبّارة؟")[0] == FERRY.text.split("\n")[1]
        assert near_sentences(stocked, "Its oven burned for how many years?")[0] == BAKERY.text.split(". ")[1]

    def test_cosines_fall_and_are_cosines(self, stocked: Corpus) -> None:
        vector = stocked.encoder.encode_passages([BAKERY.text])[0]
        found = stocked.index.near_passages(vector, 10, EVERYWHERE)
        assert set(found) == {(article.id, 0) for article in ALL}
        assert list(found.values()) == sorted(found.values(), reverse=True)
        assert found[BAKERY.id, 0] == pytest.approx(1, abs=1e-4)

    @pytest.mark.parametrize("limit", [0, 1, 2])
    def test_no_more_is_found_than_asked_for(self, stocked: Corpus, limit: int) -> None:
        assert len(near(stocked, "bakery", limit=limit)) == limit
        assert len(having(stocked, "the", limit=limit)) <= limit

    def test_words_are_found_in_all_their_forms(self, stocked: Corpus) -> None:
        assert having(stocked, "مرصد") == having(stocked, "بالمرصد") == having(stocked, "وللمرصد") == [OBSERVATORY.id]
        assert having(stocked, "swarm") == having(stocked, "swarming") == [UNDATED.id]
        assert having(stocked, "zebra") == []

    def test_titles_and_names_of_months_are_found(self, stocked: Corpus) -> None:
        assert having(stocked, "قبة") == [OBSERVATORY.id]
        assert having(stocked, "closes") == [BAKERY.id]
        assert having(stocked, "july") == having(stocked, "تموز") == having(stocked, "يوليو") == [BAKERY.id]
        assert having(stocked, "2025") == [OBSERVATORY.id]

    def test_a_passage_with_more_of_the_words_comes_first(self, stocked: Corpus) -> None:
        costs = stocked.index.matching(forms("ferry", "horses", "orchard"), 5, EVERYWHERE)
        assert [article_id for article_id, _ in costs] == [FERRY.id, UNDATED.id]
        assert all(score > 0 for score in costs.values())

    def test_a_form_counts_as_much_as_it_is_sure(self, stocked: Corpus) -> None:
        def weighed(ferry: float, orchard: float) -> dict[str, float]:
            found = stocked.index.matching({"ferri": ferry, "orchard": orchard}, 5, EVERYWHERE)
            assert list(found.values()) == sorted(found.values(), reverse=True)
            return {article_id: score for (article_id, _), score in found.items()}

        sure = weighed(1.0, 1.0)
        assert weighed(0.5, 1.0) == pytest.approx({FERRY.id: sure[FERRY.id] / 2, UNDATED.id: sure[UNDATED.id]})
        assert next(iter(weighed(1.0, 0.1))) == FERRY.id
        assert next(iter(weighed(0.1, 1.0))) == UNDATED.id
        both = stocked.index.matching({"ferri": 0.4, "harbour": 0.2}, 5, EVERYWHERE)
        alone = [stocked.index.matching({form: 1.0}, 5, EVERYWHERE) for form in ("ferri", "harbour")]
        place = (FERRY.id, 0)
        assert both == pytest.approx({place: 0.4 * alone[0][place] + 0.2 * alone[1][place]}), "the two add up"

    def test_frequencies_count_passages(self, stocked: Corpus) -> None:
        assert stocked.index.frequencies(["2024", "oven", "nowhere"]) == {"2024": 2, "oven": 1}
        assert stocked.index.total() == len(ALL)

    SCOPES = {
        "all": (Scope(), {0, 1, 2, 3}),
        "an outlet": (Scope(outlets=("صحيفة الرصيف",)), {0, 2}),
        "two outlets": (Scope(outlets=("صحيفة الرصيف", "Valley Post")), {0, 1, 2}),
        "no outlet": (Scope(outlets=()), set()),
        "an unknown outlet": (Scope(outlets=("' OR 1=1 --",)), set()),
        "articles without an outlet": (Scope(outlets=("",)), {3}),
        "since": (Scope(since=dt.date(2024, 7, 19)), {1, 2}),
        "until": (Scope(until=dt.date(2024, 7, 19)), {0, 1}),
        "a day": (Scope(since=dt.date(2024, 7, 19), until=dt.date(2024, 7, 19)), {1}),
        "days upside down": (Scope(since=dt.date(2025, 1, 1), until=dt.date(2024, 1, 1)), set()),
        "outlet and days": (Scope(("صحيفة الرصيف",), dt.date(2024, 6, 1), dt.date(2025, 12, 31)), {2}),
    }

    def test_only_what_is_in_scope_is_found(self, stocked: Corpus) -> None:
        vector = stocked.encoder.encode_questions(["the"])[0]
        keys = forms("العبّارة", "bakery", "المرصد", "orchard")
        for name, (scope, inside) in self.SCOPES.items():
            expected = {ALL[number].id for number in inside}
            assert {place[0] for place in stocked.index.near_passages(vector, 10, scope)} == expected, name
            assert {place[0] for place in sentences_near(stocked, "the", scope)} == expected, name
            assert {place[0] for place in stocked.index.matching(keys, 10, scope)} == expected, name

    def test_ties_are_in_the_order_of_the_articles(self, corpus: Corpus) -> None:
        said = "The lighthouse keeper painted the tower."
        twins = [Article(title="T", text=said + "\n" * blank, language="en") for blank in range(6)]
        corpus.add(twins)
        vector = corpus.encoder.encode_questions(["Who painted the tower?"])[0]
        expected = [(article_id, 0) for article_id in sorted(ids(twins))]
        assert list(corpus.index.near_passages(vector, 9, EVERYWHERE)) == expected
        assert list(sentences_near(corpus, "Who painted the tower?")) == [(*place, 0) for place in expected]
        assert list(corpus.index.matching(forms("lighthouse"), 9, EVERYWHERE)) == expected

    def test_ties_in_an_article_are_in_the_order_of_its_text(self, corpus: Corpus) -> None:
        chant = Article(title="T", text="The bell rang again.\n" * 12, language="en")
        corpus.add([chant])
        found = sentences_near(corpus, "bell")
        assert list(found) == [(chant.id, 0, number) for number in range(12)]
        assert len(set(found.values())) == 1

    def test_answers_do_not_depend_on_the_order_of_adding(self, encoder: Any, tmp_path: Path) -> None:
        found = []
        for name, articles in (("one", ALL), ("other", ALL[::-1])):
            with Corpus.open(tmp_path / name, encoder) as corpus:
                for article in articles:
                    corpus.add([article])
                found.append(
                    [
                        sentences_near(corpus, "What did the ferry carry?"),
                        list(corpus.index.matching({"ferri": 1.0, "مرصد": 1.0}, 9, EVERYWHERE)),
                    ]
                )
        assert found[0] == found[1]

    def test_translations_are_found_and_lead_to_the_original(self, stocked: Corpus) -> None:
        arabic = Scope(outlets=("صحيفة الرصيف",))
        assert near(stocked, "How many horses did the ferry carry?", arabic)[0] == FERRY.id
        assert near_sentences(stocked, "The ferry carried forty passengers.", arabic)[0] == FERRY.text.split("\n")[1]
        assert having(stocked, "passengers") == [FERRY.id]
        assert FERRY.translated(Span(44, 60), "en") == FERRY.translations[0].text.split("\n")[1]
        assert FERRY.translated(Span(0, 5), "fr") is None


class TestWithAFakeEncoder(Found):
    @pytest.fixture
    def encoder(self) -> FakeEncoder:
        return FakeEncoder(MEANINGS)


class TestWithTheRealEncoder(Found):
    def test_a_question_crosses_into_the_other_language(self, corpus: Corpus) -> None:
        corpus.add([replace(FERRY, translations=()), BAKERY, OBSERVATORY, UNDATED])
        arabic, english = Scope(outlets=("صحيفة الرصيف",)), Scope(outlets=("Valley Post", ""))
        assert near(corpus, "Who repaired the dome of the observatory?", arabic)[0] == OBSERVATORY.id
        assert near(corpus, "متى أغلق آخر مخبز في الوادي؟", english)[0] == BAKERY.id

    def test_llama_index_can_search_the_passages(self, corpus: Corpus, encoder: Encoder) -> None:
        from llama_index.core import VectorStoreIndex

        corpus.add([FERRY, BAKERY])
        index = VectorStoreIndex.from_vector_store(corpus.vector_store(), embed_model=encoder)
        best, *_ = index.as_retriever(similarity_top_k=1).retrieve("When did the bakery close?")
        assert best.node.get_content() == BAKERY.text
        assert best.node.metadata["article_id"] == BAKERY.id
