"""What every corpus knows of its sentences: their words, cosines, likeness and meaning; and of words like others."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from store import Article, Corpus
from store.embedding.token_states import States, centred, pack_states, unpack_states
from store.scope import Place
from store.text.chunking import divide_text
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.harbour import ALL, BAKERY, FERRY, MEANINGS, OBSERVATORY, Contract, asked, readings, rows_of


class Read(Contract):
    """Run with the fake encoder and the real one."""

    def test_sentences_lie_where_the_text_is_divided(self, stocked: Corpus) -> None:
        for article in ALL:
            division = divide_text(article.text)
            rows = stocked.index.sentences([(article.id, number) for number in range(len(division.passages))])
            assert tuple(row.sentence for row in rows) == division.sentences
            places = [(article.id, number) for number in range(len(division.passages))]
            assert tuple(stocked.index.passages(places).values()) == division.passages

    def test_a_sentence_has_the_words_of_all_its_languages(self, stocked: Corpus) -> None:
        first, second = stocked.index.sentences([(FERRY.id, 0), (FERRY.id, 99)])
        assert {"عبار", "ferri", "harbour"} <= first.keys
        assert {"hors", "خيول"} <= second.keys
        assert "hors" not in first.keys

    def test_each_sentence_has_the_cosine_of_its_nearest_language(self, stocked: Corpus) -> None:
        places = [(BAKERY.id, 0), ("nowhere", 0), (FERRY.id, 0)]
        (vector,) = stocked.encoder.encode_questions(["The ferry carried forty passengers and six horses."])
        found = stocked.index.sentence_cosines(places, vector)
        assert list(found) == [places[0], places[2]]
        for article, place in ((BAKERY, places[0]), (FERRY, places[2])):
            read = [stocked.encoder.encode_passages(languages) for languages in readings(article)]
            expected = [max(vectors @ vector) for vectors in read]
            np.testing.assert_allclose(found[place], expected, atol=2e-3)
        own = stocked.encoder.encode_passages([FERRY.text.split("\n")[1]])[0] @ vector
        assert found[FERRY.id, 0].argmax() == 1
        assert found[FERRY.id, 0][1] > own + 0.01  # it is the translation that is near

    @pytest.mark.parametrize("places", [[], [("nowhere", 0)], [("nowhere", 0), ("nowhere", 1)]])
    def test_no_passages_have_no_cosines(self, stocked: Corpus, places: list[Place]) -> None:
        (vector,) = stocked.encoder.encode_questions(["ferry"])
        assert stocked.index.sentence_cosines(places, vector) == {}

    def test_the_likeness_of_each_reading_is_that_of_its_tokens(self, stocked: Corpus) -> None:
        for question in ("How many horses did the ferry carry?", "كم راكبا حملت العبّارة؟"):
            states = asked(stocked, question)
            ids = [id_ for article in (FERRY, BAKERY) for row in rows_of(stocked, article) for id_ in row.states]
            said = [text for article in (FERRY, BAKERY) for languages in readings(article) for text in languages]
            found = stocked.index.likeness(ids, states)
            assert len(found) == len(ids) == len(said)
            for id_, text in zip(ids, said, strict=True):
                np.testing.assert_allclose(found[id_], _likeness(stocked, text, states), atol=2e-3)

    def test_a_question_is_most_like_the_sentence_that_has_its_words(self, stocked: Corpus) -> None:
        rows = {id_: row for article in ALL for row in rows_of(stocked, article) for id_ in row.states}
        found = stocked.index.likeness(list(rows), asked(stocked, "passengers and six horses"))
        best = max(found, key=lambda id_: float(found[id_].mean()))
        assert rows[best] == rows_of(stocked, FERRY)[1]

    def test_meanings_come_in_the_order_asked_for(self, stocked: Corpus) -> None:
        rows = [row for article in (OBSERVATORY, FERRY) for row in rows_of(stocked, article)]
        meanings, reverse = stocked.index.meanings(rows), stocked.index.meanings(rows[::-1])
        for place in range(4):
            np.testing.assert_array_equal(meanings[place], reverse[3 - place])

    def test_a_sentence_that_is_gone_has_neither(self, stocked: Corpus) -> None:
        rows, states = [*rows_of(stocked, FERRY), *rows_of(stocked, BAKERY)], asked(stocked, "ferry")
        stocked.remove(FERRY.id)
        stocked.add([FERRY])  # its states are not those that were asked for
        ids = [row.states[0] for row in rows]
        assert list(stocked.index.likeness(ids, states)) == sorted(ids[2:])
        assert [meaning is None for meaning in stocked.index.meanings(rows)] == [True, True, False, False]
        assert stocked.index.likeness(ids[:2], states) == stocked.index.likeness([], states) == {}
        assert stocked.index.meanings([]) == []

    def test_the_meaning_of_a_sentence_is_that_of_its_own_language(self, stocked: Corpus) -> None:
        meanings = stocked.index.meanings(rows_of(stocked, FERRY))
        for meaning, (own, *_) in zip(meanings, readings(FERRY), strict=True):
            assert meaning is not None
            assert np.linalg.norm(meaning) == pytest.approx(1, abs=1e-5)
            expected = centred(_read(stocked, own), stocked.index.centre("ar")).sum(axis=0)
            assert meaning @ expected / np.linalg.norm(expected) == pytest.approx(1, abs=1e-3)

    def test_the_centre_is_the_mean_of_all_tokens(self, stocked: Corpus) -> None:
        said = [text for article in ALL for languages in readings(article) for text in languages]
        read = [pack_states(encoding.states) for encoding in stocked.encoder.read_passages(said)]
        states = unpack_states(b"".join(read), stocked.encoder.dimensions)
        np.testing.assert_allclose(stocked.index.centre(), states.mean(axis=0), atol=1e-6)

    def test_related_words_are_words_of_the_corpus(self, stocked: Corpus) -> None:
        text = "ferry bakery xylophone"
        (encoding,) = stocked.encoder.read_questions([text])
        in_arabic, found = (
            stocked.bridge.expand_terms(["ferry", "bakery", "xylophone", "unsaid"], text, encoding, language, 4, -1.0)
            for language in ("ar", "en")
        )
        assert [len(forms) for forms in found] == [len(forms) for forms in in_arabic] == [4, 4, 4, 0]
        assert next(iter(in_arabic[0])) == "ferri", "it stands in the translation of an Arabic article"
        assert "ferri" not in found[0]
        assert next(iter(found[1])) == "bakeri"
        known = [form for words in found for form in words]
        assert set(stocked.index.frequencies(known, "en")) == set(known)
        for words in found:
            assert list(words.values()) == sorted(words.values(), reverse=True)
        strict = stocked.bridge.expand_terms(["ferry", "bakery", "xylophone", "unsaid"], text, encoding, "en", 4, 2.0)
        assert strict == [{}, {}, {}, {}]
        assert stocked.bridge.expand_terms([], text, encoding, "en", 4, -1.0) == []

    def test_nothing_is_related_in_an_empty_corpus(self, corpus: Corpus) -> None:
        (encoding,) = corpus.encoder.read_questions(["ferry"])
        assert corpus.bridge.expand_terms(["ferry"], "ferry", encoding, "en", 4, -1.0) == [{}]


def _read(corpus: Corpus, text: str) -> States:
    """A text's token states as they are kept."""
    (encoding,) = corpus.encoder.read_passages([text])
    return unpack_states(pack_states(encoding.states), corpus.encoder.dimensions)


def _likeness(corpus: Corpus, text: str, states: States) -> States:
    """Each of a question's tokens with its likest in a text."""
    centre = corpus.index.centre()
    return (centred(_read(corpus, text), centre) @ centred(states, centre).T).max(axis=0)


class TestWithAFakeEncoder(Read):
    @pytest.fixture
    def encoder(self) -> FakeEncoder:
        return FakeEncoder(MEANINGS)

    def test_words_of_one_meaning_are_related_across_languages(self, corpus: Corpus) -> None:
        corpus.add([replace(FERRY, translations=()), BAKERY])
        (encoding,) = corpus.encoder.read_questions(["Did the ferry carry horses?"])
        found = corpus.bridge.expand_terms(["ferry", "horses"], "Did the ferry carry horses?", encoding, "ar", 3, 0.9)
        assert found == [{"عبار": pytest.approx(1, abs=1e-3)}, {"خيول": pytest.approx(1, abs=1e-3)}]

    def test_a_word_with_a_letter_glued_on_is_left_to_the_bare_one(self, corpus: Corpus) -> None:
        corpus.add([Article(title="T", text="وصل مرصد إلى القرية. ثم نقل لمرصد آخر ومرصد ثالث.")])
        (encoding,) = corpus.encoder.read_questions(["مرصد"])
        (found,) = corpus.bridge.expand_terms(["مرصد"], "مرصد", encoding, "ar", 9, 0.5)
        assert found == {"مرصد": pytest.approx(1, abs=1e-3)}


class TestWithTheRealEncoder(Read):
    """The `encoder` is the session's."""
