"""What every corpus does, whichever encoder it has: one set of tests, run with the fake encoder and the real one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from store import Article, Corpus, Span, Translation, UnknownArticleError
from store.arabic import fold, word_keys
from store.encoder import Encoder
from store.index import IndexedSentence
from store.ingest import Progress
from store.passages import divide
from store.scope import Place, Scope
from store.states import centred, pack, unpack
from tests.fakes import FakeEncoder

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


def stated(corpus: Corpus, rows: Sequence[IndexedSentence]) -> list[int]:
    """The places, among these sentences, of those that token states are there of; once for each language."""
    return [place for place, _ in corpus.index.states(rows)]


def having(corpus: Corpus, word: str, scope: Scope = EVERYWHERE, limit: int = 10) -> list[str]:
    """The articles of the passages with a word, best first."""
    return [article_id for article_id, _ in corpus.index.matching(forms(word), limit, scope)]


def forms(*said: str) -> list[str]:
    """The index forms of words as a question has them."""
    return [key for word in said for key in word_keys(fold(word))]


def ids(articles: Sequence[Article]) -> list[str]:
    return [article.id for article in articles]


class Contract:
    """Subclasses give the `encoder`."""

    @pytest.fixture
    def stocked(self, corpus: Corpus) -> Corpus:
        corpus.add(ALL)
        return corpus

    # Adding and reading back

    def test_a_new_corpus_is_empty(self, corpus: Corpus) -> None:
        assert len(corpus) == 0
        assert corpus.articles() == [] == corpus.articles([]) == corpus.outlets()
        assert near(corpus, "ferry") == [] == having(corpus, "ferri")
        assert corpus.index.total() == 0
        assert corpus.index.frequencies([]) == {} == corpus.index.matching([], 5, EVERYWHERE)
        assert not corpus.index.centre().any()

    def test_articles_come_back_as_they_were_given(self, corpus: Corpus) -> None:
        report = corpus.add(ALL)
        assert report.added == tuple(ids(ALL))
        assert report.updated == report.unchanged == report.duplicates == report.failed == ()
        assert len(corpus) == len(ALL)
        assert [corpus.article(article.id) for article in ALL] == ALL
        assert corpus.articles() == [UNDATED, FERRY, BAKERY, OBSERVATORY]
        assert corpus.articles([BAKERY.id, "no such id", FERRY.id]) == [FERRY, BAKERY]

    def test_outlets_are_named_once_in_order(self, corpus: Corpus) -> None:
        corpus.add([FERRY, BAKERY, OBSERVATORY])
        assert corpus.outlets() == ["Valley Post", "صحيفة الرصيف"]

    def test_a_language_not_given_is_worked_out(self, corpus: Corpus) -> None:
        corpus.add([replace(FERRY, language="", translations=()), replace(BAKERY, language="")])
        assert [article.language for article in corpus.articles()] == ["ar", "en"]

    def test_added_again_an_article_is_a_duplicate_or_replaces(self, stocked: Corpus) -> None:
        assert stocked.add([BAKERY]).duplicates == (BAKERY.id,)
        renamed = replace(BAKERY, title="No more bread", outlet="Hill Post", date=dt.date(2024, 7, 20))
        assert stocked.add([renamed]).updated == (BAKERY.id,)
        assert stocked.article(BAKERY.id) == renamed
        assert len(stocked) == len(ALL)
        assert near(stocked, "bakery", Scope(outlets=("Hill Post",))) == [BAKERY.id]
        assert near(stocked, "bakery", Scope(outlets=("Valley Post",))) == []
        assert having(stocked, "bakery", Scope(since=dt.date(2024, 7, 20), until=dt.date(2024, 7, 20))) == [BAKERY.id]

    def test_a_translation_taken_back_is_no_longer_found(self, stocked: Corpus) -> None:
        stocked.add([replace(FERRY, translations=())])
        vector = stocked.encoder.encode_passages([FERRY.translations[0].text])[0]
        closest = stocked.index.near_passages(vector, 10, EVERYWHERE)
        assert closest[FERRY.id, 0] < 0.99
        assert having(stocked, "ferry") == []

    def test_the_second_translation_into_one_language_is_not_used(self, corpus: Corpus) -> None:
        second = Translation("en", "Other", "Something else entirely.\nAnd a walrus.")
        corpus.add([replace(FERRY, translations=(*FERRY.translations, second))])
        assert corpus.article(FERRY.id).translated(Span(0, 1), "en") == FERRY.translations[0].text.split("\n")[0]
        assert stated(corpus, corpus.index.sentences([(FERRY.id, 0)])) == [0, 0, 1, 1]

    # Files

    def test_ingested_twice_files_are_unchanged(self, corpus: Corpus, tmp_path: Path) -> None:
        folder = tmp_path / "news"
        write(folder, "a.md", BAKERY.text, title=BAKERY.title, outlet=BAKERY.outlet, date="2024-07-19")
        write(folder, "b.md", UNDATED.text, title=UNDATED.title)
        seen: list[Progress] = []
        first = corpus.ingest([folder], on_progress=seen.append)
        assert first.added == (BAKERY.id, UNDATED.id)
        assert {far.total for far in seen} == {2}
        assert sorted(far.done for far in seen) == [far.done for far in seen]
        assert (seen[0].done, seen[-1].done) == (0, 2)
        assert corpus.articles() == [UNDATED, BAKERY]
        second = corpus.ingest([str(folder), folder / "a.md"])
        assert second == replace(first, added=(), unchanged=first.added)
        assert len(corpus) == 2

    def test_a_changed_file_replaces_its_article(self, corpus: Corpus, tmp_path: Path) -> None:
        path = write(tmp_path / "news", "a.md", BAKERY.text, title="One")
        corpus.ingest([path])
        write(tmp_path / "news", "a.md", UNDATED.text, title="Two")
        assert corpus.ingest([path]).updated == (UNDATED.id,)
        assert ids(corpus.articles()) == [UNDATED.id]
        assert near(corpus, "bakery") == [UNDATED.id]
        assert having(corpus, "bakery") == []
        with pytest.raises(UnknownArticleError):
            corpus.article(BAKERY.id)

    def test_a_changed_title_updates_the_article(self, corpus: Corpus, tmp_path: Path) -> None:
        path = write(tmp_path / "news", "a.md", BAKERY.text, title="Bread", outlet="Valley Post")
        corpus.ingest([path])
        write(tmp_path / "news", "a.md", BAKERY.text, title="Rolls", outlet="Hill Post")
        report = corpus.ingest([path])
        assert (report.updated, len(corpus)) == ((BAKERY.id,), 1)
        assert corpus.article(BAKERY.id).title == "Rolls"
        assert having(corpus, "rolls") == [BAKERY.id]
        assert having(corpus, "bread") == []

    @pytest.mark.parametrize("together", [True, False])
    def test_one_text_in_two_files_is_kept_once(self, corpus: Corpus, tmp_path: Path, together: bool) -> None:
        one = write(tmp_path / "news", "a.md", BAKERY.text, title="First")
        other = write(tmp_path / "news", "b.md", BAKERY.text, title="Second")
        reports = [corpus.ingest(paths) for paths in ([[one, other]] if together else [[one], [other]])]
        assert [i for report in reports for i in report.added] == [BAKERY.id]
        assert [i for report in reports for i in report.duplicates] == [BAKERY.id]
        assert [article.title for article in corpus.articles()] == ["First"]

    def test_a_file_that_cannot_be_read_is_reported_and_the_rest_goes_on(
        self, corpus: Corpus, tmp_path: Path
    ) -> None:
        good = write(tmp_path / "news", "a.md", BAKERY.text)
        bad = tmp_path / "news" / "b.md"
        bad.write_bytes(b"\xff\xfe\xff")
        missing = tmp_path / "missing.md"
        report = corpus.ingest([missing, bad, good])
        assert report.added == (BAKERY.id,)
        assert {path for path, _ in report.failed} == {missing, bad}
        assert all(reason.endswith("ingest it again.") for _, reason in report.failed)

    # Removing

    def test_a_removed_article_is_gone_from_everywhere(self, stocked: Corpus) -> None:
        rows = stocked.index.sentences([(FERRY.id, 0)])
        stocked.remove(FERRY.id)
        assert len(stocked) == len(ALL) - 1
        assert FERRY.id not in near(stocked, "ferry")
        assert having(stocked, "ferry") == []
        assert stocked.index.passages([(FERRY.id, 0)]) == {}
        assert stocked.index.sentences([(FERRY.id, 0)]) == []
        assert stocked.index.states(rows) == []
        assert stocked.add([FERRY]).added == (FERRY.id,)

    def test_a_removed_file_can_be_ingested_again(self, corpus: Corpus, tmp_path: Path) -> None:
        path = write(tmp_path / "news", "a.md", BAKERY.text)
        corpus.ingest([path])
        corpus.remove(BAKERY.id)
        assert corpus.ingest([path]).added == (BAKERY.id,)
        assert near(corpus, "bakery") == [BAKERY.id]

    def test_an_unknown_id_names_the_remedy(self, stocked: Corpus) -> None:
        for call in (stocked.article, stocked.remove):
            with pytest.raises(UnknownArticleError, match=r"'0123' *\. .*isnad list"):
                call("0123")
        assert len(stocked) == len(ALL)

    # Opening again

    def test_everything_is_there_after_reopening(self, encoder: Any, tmp_path: Path) -> None:
        def told(corpus: Corpus) -> list[object]:
            return [
                corpus.articles(),
                near(corpus, "comet"),
                near_sentences(corpus, "horses"),
                corpus.index.matching(forms("مرصد"), 5, EVERYWHERE),
                corpus.index.centre().tolist(),
                corpus.index.frequencies(["مرصد", "oven", "nowhere"]),
            ]

        with Corpus.open(tmp_path / "store", encoder) as first:
            first.add(ALL)
            before = told(first)
        with Corpus.open(str(tmp_path / "store"), encoder) as second:
            assert told(second) == before
            assert second.add(ALL).duplicates == tuple(ids(ALL))

    def test_a_reader_sees_what_another_corpus_wrote(self, stocked: Corpus, encoder: Any) -> None:
        with Corpus.open(stocked.path, encoder) as reader:
            before = reader.index.centre()
            stocked.remove(FERRY.id)
            assert len(reader) == len(ALL) - 1
            assert FERRY.id not in near(reader, "ferry")
            assert not np.array_equal(before, reader.index.centre())

    # Searching

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
                        list(corpus.index.matching(["ferri", "مرصد"], 9, EVERYWHERE)),
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

    def test_sentences_lie_where_the_text_is_divided(self, stocked: Corpus) -> None:
        for article in ALL:
            division = divide(article.text)
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
            read = [stocked.encoder.encode_passages(languages) for languages in _readings(article)]
            expected = [max(vectors @ vector) for vectors in read]
            np.testing.assert_allclose(found[place], expected, atol=2e-3)
        own = stocked.encoder.encode_passages([FERRY.text.split("\n")[1]])[0] @ vector
        assert found[FERRY.id, 0].argmax() == 1
        assert found[FERRY.id, 0][1] > own + 0.01  # it is the translation that is near

    @pytest.mark.parametrize("places", [[], [("nowhere", 0)], [("nowhere", 0), ("nowhere", 1)]])
    def test_no_passages_have_no_cosines(self, stocked: Corpus, places: list[Place]) -> None:
        (vector,) = stocked.encoder.encode_questions(["ferry"])
        assert stocked.index.sentence_cosines(places, vector) == {}

    def test_states_are_told_for_each_language(self, stocked: Corpus) -> None:
        second, (first, *_) = _rows(stocked, FERRY)[1], _rows(stocked, BAKERY)
        found = stocked.index.states([second, first])
        assert [place for place, _ in found] == [0, 0, 1]
        said = [
            FERRY.text.split("\n")[1],
            FERRY.translations[0].text.split("\n")[1],
            BAKERY.text.split(". ")[0] + ".",
        ]
        for (_, states), encoding in zip(found, stocked.encoder.read_passages(said), strict=True):
            expected = centred(encoding.states, stocked.index.centre())
            assert states.shape == expected.shape
            assert (states * expected).sum(axis=1).min() > 0.99

    def test_states_come_in_the_order_asked_for(self, stocked: Corpus) -> None:
        rows = [row for article in (OBSERVATORY, FERRY) for row in _rows(stocked, article)]
        assert stated(stocked, rows) == [0, 1, 2, 2, 3, 3]
        assert stated(stocked, rows[::-1]) == [0, 0, 1, 1, 2, 3]
        for at, row in enumerate(rows):
            alone = [states for _, states in stocked.index.states([row])]
            for turned, place in ((rows, at), (rows[::-1], 3 - at)):
                among = [states for found, states in stocked.index.states(turned) if found == place]
                np.testing.assert_array_equal(np.concatenate(among), np.concatenate(alone))

    def test_a_sentence_that_is_gone_has_no_states(self, stocked: Corpus) -> None:
        rows = [*_rows(stocked, FERRY), *_rows(stocked, BAKERY)]
        stocked.remove(FERRY.id)
        stocked.add([FERRY])  # its states are not those that were asked for
        assert stated(stocked, rows) == [2, 3]

    def test_no_sentences_have_no_states(self, stocked: Corpus) -> None:
        gone = _rows(stocked, FERRY)
        stocked.remove(FERRY.id)
        assert stocked.index.states([]) == stocked.index.states(gone) == []

    def test_the_centre_is_the_mean_of_all_tokens(self, stocked: Corpus) -> None:
        said = [text for article in ALL for languages in _readings(article) for text in languages]
        read = [pack(encoding.states) for encoding in stocked.encoder.read_passages(said)]
        states = unpack(b"".join(read), stocked.encoder.dimensions)
        np.testing.assert_allclose(stocked.index.centre(), states.mean(axis=0), atol=1e-6)

    def test_related_words_are_words_of_the_corpus(self, stocked: Corpus) -> None:
        text = "ferry bakery xylophone"
        (encoding,) = stocked.encoder.read_questions([text])
        asked = ["ferry", "bakery", "xylophone", "unsaid"]
        found = stocked.bridge.related(asked, text, encoding, 4, -1.0)
        assert [len(forms) for forms in found] == [4, 4, 4, 0]
        assert next(iter(found[0])) == "ferri"
        assert next(iter(found[1])) == "bakeri"
        known = [form for words in found for form in words]
        assert set(stocked.index.frequencies(known)) == set(known)
        for words in found:
            assert list(words.values()) == sorted(words.values(), reverse=True)
        strict = stocked.bridge.related(asked, text, encoding, 4, 2.0)
        assert strict == [{}, {}, {}, {}]
        assert stocked.bridge.related([], text, encoding, 4, -1.0) == []

    def test_nothing_is_related_in_an_empty_corpus(self, corpus: Corpus) -> None:
        (encoding,) = corpus.encoder.read_questions(["ferry"])
        assert corpus.bridge.related(["ferry"], "ferry", encoding, 4, -1.0) == [{}]

    def test_several_threads_read_the_same(self, stocked: Corpus) -> None:
        def told(_: int) -> list[object]:
            return [near(stocked, "ferry"), having(stocked, "ferry"), near_sentences(stocked, "oven"), len(stocked)]

        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(told, range(12)))
        assert found == [told(0)] * 12


def _readings(article: Article) -> list[list[str]]:
    """For each sentence of an article: itself, then those lines of its translations that say it."""
    found = []
    for sentence in divide(article.text).sentences:
        span = Span(sentence.start, sentence.end)
        others = [article.translated(span, other.language) or "" for other in article.translations]
        found.append([article.text[span.start : span.end], *others])
    return found


def _rows(corpus: Corpus, article: Article) -> list[IndexedSentence]:
    return corpus.index.sentences([(article.id, number) for number in range(len(divide(article.text).passages))])


class TestWithAFakeEncoder(Contract):
    @pytest.fixture
    def encoder(self) -> FakeEncoder:
        return FakeEncoder({"عبارة": "ferry", "خيول": "horses"})

    def test_words_of_one_meaning_are_related_across_languages(self, corpus: Corpus) -> None:
        corpus.add([replace(FERRY, translations=()), BAKERY])
        (encoding,) = corpus.encoder.read_questions(["Did the ferry carry horses?"])
        found = corpus.bridge.related(["ferry", "horses"], "Did the ferry carry horses?", encoding, 3, 0.9)
        assert found == [{"عبار": pytest.approx(1, abs=1e-3)}, {"خيول": pytest.approx(1, abs=1e-3)}]

    def test_a_word_with_a_letter_glued_on_is_left_to_the_bare_one(self, corpus: Corpus) -> None:
        corpus.add([Article(title="T", text="وصل مرصد إلى القرية. ثم نقل لمرصد آخر ومرصد ثالث.")])
        (encoding,) = corpus.encoder.read_questions(["مرصد"])
        (found,) = corpus.bridge.related(["مرصد"], "مرصد", encoding, 9, 0.5)
        assert found == {"مرصد": pytest.approx(1, abs=1e-3)}


class TestWithTheRealEncoder(Contract):
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
        assert best.node.metadata["article"] == BAKERY.id


# The data

FROZEN = [
    (FERRY, "title"),
    (FERRY.translations[0], "text"),
    (Span(1, 2), "start"),
    (Scope(), "since"),
    (divide(BAKERY.text), "passages"),
    (divide(BAKERY.text).sentences[0], "statement"),
    (Progress(0, None, 0), "tokens"),
]


@pytest.mark.parametrize(("thing", "name"), FROZEN, ids=lambda value: type(value).__name__)
def test_data_is_frozen(thing: Any, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(thing, name, None)
    assert name in {field.name for field in dataclasses.fields(thing)}


DATES = [("2024-06-21", dt.date(2024, 6, 21)), (dt.date(2024, 6, 21), dt.date(2024, 6, 21)), ("", None), (None, None)]


@pytest.mark.parametrize(("given", "date"), DATES)
def test_a_date_may_be_an_iso_string(given: Any, date: dt.date | None) -> None:
    assert Article(title="T", text="x", date=given).date == date


@pytest.mark.parametrize("given", ["21/6/2024", "2024-02-30", "June", "2024"])
def test_what_is_no_date_is_refused(given: Any) -> None:
    with pytest.raises(ValueError, match="date|day|month|Invalid"):
        Article(title="T", text="x", date=given)


def test_an_id_depends_on_nothing_but_the_text() -> None:
    other = Article(title="Other", text=FERRY.text, outlet="O", date="1999-01-01", url="u", language="en")
    assert other.id == FERRY.id
    assert replace(FERRY, text=FERRY.text + " ").id != FERRY.id
    assert Article(title="T", text="Beekeepers counted fewer swarms.").id == "55625e21e403d79b"
    assert len({Article(title="T", text=text).id for text in ("a", "A", "a\n", "", "\ud800", "\0")}) == 6


def _write(folder: Path, **texts: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


FIRST = "افتتح العمدة حديقة جديدة قرب النهر صباح السبت."
SECOND = "أعلنت المدرسة موعد الامتحانات في نهاية الفصل."
THIRD = "تأخرت الحافلات بسبب أعمال صيانة في الجسر القديم."


def _texts(corpus: Corpus) -> set[str]:
    return {article.text for article in corpus.articles()}


def test_a_file_that_becomes_another_s_copy_leaves_nothing_behind(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=FIRST, b=SECOND)
    corpus.ingest([tmp_path / "in"])
    _write(tmp_path / "in", b=FIRST)
    assert len(corpus.ingest([tmp_path / "in"]).duplicates) == 1
    assert _texts(corpus) == {FIRST}


def test_renumbered_files_leave_nothing_behind(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=FIRST, b=SECOND)
    corpus.ingest([tmp_path / "in"])
    _write(tmp_path / "in", a=THIRD, b=FIRST, c=SECOND)
    corpus.ingest([tmp_path / "in"])
    assert _texts(corpus) == {FIRST, SECOND, THIRD}
    assert len(corpus.ingest([tmp_path / "in"]).added) == 0


def test_a_copy_keeps_the_article_when_the_first_file_changes(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=FIRST, b=FIRST)
    corpus.ingest([tmp_path / "in"])
    _write(tmp_path / "in", a=SECOND)
    corpus.ingest([tmp_path / "in"])
    assert _texts(corpus) == {FIRST, SECOND}
    _write(tmp_path / "in", b=SECOND)
    corpus.ingest([tmp_path / "in"])
    assert _texts(corpus) == {SECOND}


def test_a_new_copy_saves_an_article_that_its_file_gives_up_in_the_same_run(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=FIRST)
    corpus.ingest([tmp_path / "in"])
    _write(tmp_path / "in", a=SECOND, b=FIRST)
    corpus.ingest([tmp_path / "in"])
    assert _texts(corpus) == {FIRST, SECOND}


def test_a_copy_with_another_title_does_not_change_the_article(corpus: Corpus, tmp_path: Path) -> None:
    _write(tmp_path / "in", a=f"---\ntitle: أول\n---\n{FIRST}", b=f"---\ntitle: ثان\n---\n{FIRST}")
    corpus.ingest([tmp_path / "in"])
    again = corpus.ingest([tmp_path / "in"])
    assert (len(again.unchanged), len(again.duplicates), len(again.updated)) == (1, 1, 0)
    assert [article.title for article in corpus.articles()] == ["أول"]


def test_vectors_that_are_gone_are_made_again(tmp_path: Path, encoder: Encoder) -> None:
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        corpus.add([FERRY])
        before = corpus.index.near_passages(encoder.encode_questions([FERRY.title])[0], 5, EVERYWHERE)
    shutil.rmtree(tmp_path / "store" / "chroma")
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        assert corpus.articles() == [corpus.article(FERRY.id)]
        assert corpus.index.near_passages(encoder.encode_questions([FERRY.title])[0], 5, EVERYWHERE) == before
