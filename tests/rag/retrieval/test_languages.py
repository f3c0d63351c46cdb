"""Each language of a store is searched as if the store had no other; a sentence is read with its title."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rag import answer
from rag.retrieval.evidence import select_evidence
from rag.retrieval.hybrid import ACROSS, READ, hybrid_search
from store import Article, Corpus, Scope
from store.embedding.encoder import Encoder

DAM = Article(
    title="سد جديد على نهر الوردة",
    language="ar",
    text="بدأت الحكومة بناء سد على نهر الوردة في الجبال.\nسيكلف المشروع ثمانين مليون دينار.\nوسيعمل فيه مئتا عامل.",
)
SUBJECTS = ("bridge", "tunnel", "harbour", "railway", "airport", "stadium", "hospital", "museum")
ENGLISH = [
    Article(
        title=f"A new {subject} for the valley",
        language="en",
        text=f"The government began to build the {subject} in the valley. It will cost a great deal of money.",
    )
    for subject in SUBJECTS
]
QUESTION = "How much will the dam on the river cost the government?"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    """One Arabic article among English ones that look like the question."""
    with Corpus.open(tmp_path_factory.mktemp("mixed") / "store", encoder) as corpus:
        corpus.add([DAM, *ENGLISH])
        yield corpus


def test_passages_of_each_language_are_found(mixed: Corpus) -> None:
    found = hybrid_search(QUESTION, mixed, Scope())
    assert [mixed.index.total(language) for language in mixed.index.languages()] == [1, len(ENGLISH)]
    assert {c.article.language for c in found} == {"ar", "en"} and len(found) <= 2 * READ
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)
    assert DAM.id in {c.article.id for c in hybrid_search(QUESTION, mixed, Scope(), count=2)}


def test_a_language_is_searched_as_if_it_were_alone(mixed: Corpus, tmp_path: Path, encoder: Encoder) -> None:
    with Corpus.open(tmp_path / "alone", encoder) as alone:
        alone.add([DAM])
        for question in (QUESTION, "كم سيكلف السد؟"):
            (one,) = hybrid_search(question, alone, Scope())
            (other,) = hybrid_search(question, mixed, Scope(language="ar"))
            assert other.measures == pytest.approx(one.measures, abs=1e-5)
            assert other.query.terms == one.query.terms
            for mine, theirs in zip(one.sentences, other.sentences, strict=True):
                np.testing.assert_allclose(mine.tokens, theirs.tokens, atol=1e-5)


def test_an_english_question_is_answered_from_the_arabic_article(mixed: Corpus) -> None:
    got = answer(QUESTION, corpus=mixed)
    assert got.citations[0].article.id == DAM.id
    assert "ثمانين مليون" in got.citations[0].quote


def test_a_passage_in_another_language_is_put_on_an_equal_footing(mixed: Corpus) -> None:
    by_question = {
        question: {c.article.id: c.score - ACROSS for c in hybrid_search(question, mixed, Scope())}
        for question in (QUESTION, "كم سيكلف السد؟")
    }
    in_arabic = hybrid_search("كم سيكلف السد؟", mixed, Scope(language="ar"))[0]
    assert in_arabic.score == pytest.approx(by_question["كم سيكلف السد؟"][DAM.id] + ACROSS)
    assert in_arabic.article.id == hybrid_search("كم سيكلف السد؟", mixed, Scope())[0].article.id


@pytest.mark.parametrize("question", [QUESTION, "كم سيكلف سد نهر الوردة؟"])
def test_a_sentence_is_read_with_its_title(mixed: Corpus, question: str) -> None:
    """The sentence that answers says "the project"; its title, which says what project, is read with it."""
    found = select_evidence(hybrid_search(question, mixed, Scope(language="ar")), mixed)
    assert found[0].sentence.startswith("سيكلف المشروع")
    (candidate,) = hybrid_search(question, mixed, Scope(language="ar"))
    for sentence in candidate.sentences:
        assert sentence.title.max() > 0.2


def test_a_title_that_asks_the_question_tells_its_sentences_not_apart(tmp_path: Path, encoder: Encoder) -> None:
    """What the sentence says itself decides, where the title has all the question's words."""
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        asked = Article(title="كم سيكلف سد نهر الوردة؟", text=DAM.text, language="ar")
        corpus.add([asked])
        got = answer("كم سيكلف سد نهر الوردة؟", corpus=corpus)
        assert "ثمانين مليون" in got.citations[0].quote


def test_an_article_without_a_title_is_read_alone(tmp_path: Path, encoder: Encoder) -> None:
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        corpus.add([Article(title="", text=DAM.text)])
        (candidate,) = hybrid_search(QUESTION, corpus, Scope())
        assert all((sentence.title == -1).all() for sentence in candidate.sentences)
        assert all(sentence.likeness == pytest.approx(sentence.tokens.mean()) for sentence in candidate.sentences)
