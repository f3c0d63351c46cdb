"""Which passages are found, in what order, and in which articles they are looked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from rag import Hit, QuestionError, ScopeError, answer, retrieve
from rag.query.query import TermCoverage, expand_query, parse_query
from rag.retrieval.hybrid import CANDIDATES, OWN, READ, _found, hybrid_search
from rag.retrieval.scoring import passage_score
from store import Article, Corpus, Translation
from store.scope import Scope
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder

ORCHARD = Article(
    title="The orchard",
    outlet="Hill Post",
    date="2024-03-05",
    language="en",
    text="Frost killed the plum blossom in the orchard. The growers lit fires between the trees.",
)
FERRY = Article(
    title="عبّارة",
    outlet="صحيفة الرصيف",
    date="2024-06-30",
    language="ar",
    text="دخلت العبّارة الميناء فجرا. وحملت العبّارة ستة خيول.",
)
MARKET = Article(
    title="The market",
    outlet="HILL POST",
    date="2024-07-01",
    language="en",
    text="Plum growers sold little at the market. Their stalls stood empty by noon.",
)
UNDATED = Article(title="Plums", language="en", text="Plum jam keeps for a year in a cool cellar.")
ALL = [ORCHARD, FERRY, MARKET, UNDATED]
QUESTION = "What happened to the plum growers of the orchard?"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        opened.add(ALL)
        yield opened


def titles(found: list[Hit]) -> list[str]:
    return [hit.article.title for hit in found]


def scope_error(corpus: Corpus, question: str, **scope: object) -> str:
    """What it says, which must be the same whichever way the corpus is asked."""
    said = set()
    for ask in (retrieve, answer):
        with pytest.raises(ScopeError) as refused:
            ask(question, corpus=corpus, **scope)
        said.add(str(refused.value))
    assert len(said) == 1
    return said.pop()


def test_hits_are_best_first_and_stand_in_their_articles(small: Corpus) -> None:
    found = retrieve(QUESTION, corpus=small)
    assert found[0].article == ORCHARD
    assert sorted(titles(found)) == sorted(article.title for article in ALL)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    for hit in found:
        assert hit.passage.article_id == hit.article.id
        assert hit.passage.text == hit.article.text[hit.passage.start : hit.passage.end]


def test_the_passages_of_long_articles_stand_in_them(sample: Corpus) -> None:
    found = retrieve("ماذا قال تيخونوف عن الصين؟", corpus=sample, limit=100)
    assert len(found) == sample.index.total() > len(sample)
    assert all(hit.passage.text == hit.article.text[hit.passage.start : hit.passage.end] for hit in found)
    assert found[0].article.title == "قمة فوستوتشني بعيون بكين وسيول"


def test_the_same_question_finds_the_same(sample: Corpus) -> None:
    question = "Who watched the satellites?"
    assert retrieve(question, corpus=sample) == retrieve(question, corpus=sample)


def test_equal_passages_are_in_the_order_of_their_articles(small: Corpus) -> None:
    twins = [replace(UNDATED, text=UNDATED.text + " " * blanks) for blanks in range(1, 5)]
    small.add(twins)
    found = [hit.article.id for hit in retrieve("plum jam in a cellar", corpus=small)]
    same = [id_ for id_ in found if id_ in {article.id for article in [UNDATED, *twins]}]
    assert found[:5] == same == sorted(same)


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_no_more_are_found_than_asked_for(small: Corpus, limit: int) -> None:
    every = retrieve(QUESTION, corpus=small)
    assert retrieve(QUESTION, corpus=small, limit=limit) == every[:limit]


# What is measured of a passage


def test_a_passage_is_measured_by_its_vector_and_its_words(small: Corpus) -> None:
    question = "Did the plum growers of the orchard yodel?"
    candidates = hybrid_search(question, small, Scope())
    candidates = [candidate for candidate in candidates if candidate.article.language == "en"]
    query, english = candidates[0].query, Scope(language="en")
    near = small.index.near_passages(query.vector, CANDIDATES, english)
    by_word = small.index.matching(query.keys, CANDIDATES, english)
    assert 0 < query.vocabulary_coverage < 1, "no article has the yodel"
    assert {candidate.place for candidate in candidates} == near.keys()
    assert by_word.keys() == {(article.id, 0) for article in (ORCHARD, MARKET, UNDATED)}
    for candidate in candidates:
        measures = candidate.measures
        assert measures["vector"] == pytest.approx(near[candidate.place])
        assert measures["bm25"] == pytest.approx(query.vocabulary_coverage * by_word.get(candidate.place, 0.0))
        keys = frozenset().union(*(sentence.row.keys for sentence in candidate.sentences))
        assert measures["words"] == TermCoverage(query.terms)(keys)
        assert candidate.score == passage_score(measures)
    assert [c.score for c in candidates] == sorted((c.score for c in candidates), reverse=True)


def test_a_passage_is_read_token_by_token(small: Corpus) -> None:
    """Each token of the question looks for its likest in the whole passage."""
    candidates = hybrid_search("plum growers lit fires", small, Scope())
    query = candidates[0].query
    orchard = next(candidate for candidate in candidates if candidate.place == (ORCHARD.id, 0))
    plum, fires = orchard.sentences
    assert [plum.row, fires.row] == small.index.sentences([orchard.place])
    found = small.index.likeness([plum.row.states[0], fires.row.states[0]], query.states, "en")
    for sentence in orchard.sentences:
        np.testing.assert_allclose(sentence.tokens, found[sentence.row.states[0]], atol=1e-6)
        with_title = np.maximum(sentence.tokens, sentence.title).mean()
        assert sentence.likeness == pytest.approx((1 - OWN) * with_title + OWN * sentence.tokens.mean())
    assert plum.tokens[0] > fires.tokens[0], "only the first sentence has the plum"
    assert (fires.tokens[1:] > plum.tokens[1:]).all(), "only the second has the rest"
    together = np.max([plum.tokens, fires.tokens], axis=0)
    assert orchard.measures["tokens"] == pytest.approx(together.mean()) and together.mean() > fires.likeness


def test_a_sentence_is_read_in_the_questions_language_where_it_has_that(tmp_path: Path) -> None:
    told = Translation("en", "The ferry", "The ferry reached the harbour at dawn.")
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.add([replace(FERRY, text=FERRY.text.split(".")[0] + ".", translations=(told,))])
        for question, reading in (("the ferry at dawn", 1), ("العبّارة فجرا", 0), ("dawn", 1)):
            (found,) = hybrid_search(question, corpus, Scope())
            query = found.query
            (sentence,) = found.sentences
            own = sentence.row.states[reading]
            np.testing.assert_allclose(sentence.tokens, corpus.index.likeness([own], query.states)[own], atol=1e-6)
        (found,) = hybrid_search("the ferry at dawn", corpus, Scope())
        assert found.measures["tokens"] > 0.5


def test_what_only_its_words_found_is_as_far_as_the_farthest_vector_found(small: Corpus) -> None:
    query = expand_query(QUESTION, parse_query(QUESTION, small), small, "en")
    first, second, third = ((article.id, 0) for article in (ORCHARD, MARKET, UNDATED))
    found = _found(query, {first: 0.75, second: 0.5}, {first: 2.0, third: 1.0}, small)
    assert found == {
        first: {"vector": 0.75, "bm25": 2.0 * query.vocabulary_coverage},
        second: {"vector": 0.5, "bm25": 0.0},
        third: {"vector": 0.5, "bm25": query.vocabulary_coverage},
    }
    assert list(found) == sorted(found)
    assert _found(query, {}, {third: 1.0}, small) == {}, "without a vector nothing can be compared"


@each_case("count", [1, 3, READ, CANDIDATES + 5])
def test_so_many_passages_are_read(sample: Corpus, count: int) -> None:
    candidates = hybrid_search("Who watched the satellites?", sample, Scope(), count)
    assert len(candidates) == min(count, sample.index.total())
    assert all(candidate.sentences for candidate in candidates)


# In which articles

SCOPES: list[tuple[dict[str, object], set[str]]] = [
    ({}, {"The orchard", "عبّارة", "The market", "Plums"}),
    ({"outlets": ["صحيفة الرصيف"]}, {"عبّارة"}),
    ({"outlets": ["صحيفة الرصيف", "Hill Post"]}, {"عبّارة", "The orchard", "The market"}),
    ({"outlets": [""]}, {"Plums"}),
    ({"outlets": []}, {"The orchard", "عبّارة", "The market", "Plums"}),
    ({"since": "2024-06-30"}, {"عبّارة", "The market"}),
    ({"since": dt.date(2024, 7, 1)}, {"The market"}),
    ({"until": "2024-06-30"}, {"عبّارة", "The orchard"}),
    ({"since": "2024-06-30", "until": dt.date(2024, 6, 30)}, {"عبّارة"}),
    ({"outlets": ["Hill Post"], "until": "2024-06-30"}, {"The orchard"}),
]


@pytest.mark.parametrize(("scope", "inside"), SCOPES)
def test_only_articles_of_the_outlets_and_days_are_found(
    small: Corpus, scope: dict[str, object], inside: set[str]
) -> None:
    assert set(titles(retrieve(QUESTION, corpus=small, **scope))) == inside
    got = answer(QUESTION, corpus=small, **scope)
    assert {hit.article.title for hit in got.closest} | {c.article.title for c in got.citations} <= inside


@pytest.mark.parametrize("name", ["hill post", "Hill Post", "HILL POST"])
def test_an_outlet_is_found_in_any_spelling(small: Corpus, name: str) -> None:
    assert set(titles(retrieve(QUESTION, corpus=small, outlets=[name]))) == {"The orchard", "The market"}


def test_an_arabic_outlet_is_found_without_its_marks(small: Corpus) -> None:
    assert titles(retrieve(QUESTION, corpus=small, outlets=["صَحيفه الرصيف"])) == ["عبّارة"]


def test_dates_come_from_front_matter(sample: Corpus) -> None:
    found = retrieve("Shoigu in Pyongyang", corpus=sample, since="2024-09-13", until="2024-09-13", limit=99)
    assert set(titles(found)) == {"شويغو يعود إلى بيونغ يانغ ويلتقي كيم"}
    assert {hit.article.date for hit in found} == {dt.date(2024, 9, 13)}


def test_an_unknown_outlet_is_named_with_those_there_are(small: Corpus) -> None:
    said = scope_error(small, "plums", outlets=["Hill Post", "Mole Gazette"])
    assert said == "No article is from “Mole Gazette”. The outlets here are: HILL POST, Hill Post, صحيفة الرصيف."
    said = scope_error(small, "البرقوق", outlets=["Mole Gazette"])
    assert said == "لا توجد مقالات من «Mole Gazette». الوسائل الموجودة هي: HILL POST, Hill Post, صحيفة الرصيف."


def test_no_outlet_is_known_to_an_empty_corpus(corpus: Corpus) -> None:
    assert scope_error(corpus, "plums", outlets=["Hill Post"]).endswith("The outlets here are: —.")


@pytest.mark.parametrize("date", ["05/03/2024", "2024-02-30", "yesterday", ""])
@pytest.mark.parametrize("end", ["since", "until"])
def test_what_is_no_date_is_named_with_the_way_to_write_one(small: Corpus, date: str, end: str) -> None:
    said = scope_error(small, "plums", **{end: date})
    assert said == f"{date!r} is not a date. Write it as YYYY-MM-DD, like 2023-09-12."
    assert "اكتبه على هيئة YYYY-MM-DD" in scope_error(small, "البرقوق", **{end: date})


# Nothing to find


def test_nothing_is_found_in_an_empty_corpus(corpus: Corpus) -> None:
    assert retrieve("plums", corpus=corpus) == []


def test_a_question_without_words_is_refused(corpus: Corpus) -> None:
    with pytest.raises(QuestionError):
        retrieve("?", corpus=corpus)
