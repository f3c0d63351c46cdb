"""Which sentences are evidence, in what order, and how sure the best of them makes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag.evidence import Evidence, confidence, gather, unsaid
from rag.question import Query
from rag.retrieve import find
from store import Article, Corpus, Translation
from store.scope import Scope
from tests.fakes import FakeEncoder

TOWER = Article(
    title="Who painted the clock tower?",
    language="en",
    text="The clock tower of the harbour\n"
    "The mayor had the clock tower painted green in spring.\n"
    "Who painted the clock tower of the harbour?\n"
    "Two brothers painted it, and were paid in herring.",
)
HERRING = Article(
    title="رنجة",
    language="ar",
    text="باع الصيادون الرنجة في السوق. واشترى الأخوان الطلاء الأخضر من البحارة.",
    date="2024-03-05",
)
QUESTIONS_ONLY = Article(title="Riddles", language="en", text="Who painted the clock tower?\nAnd who paid for it?")
BRIEF = Article(title="Brief", language="en", text="The tower leans a little.")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder({"أخضر": "green", "أخوان": "brothers"})) as opened:
        yield opened


def evidence(corpus: Corpus, question: str) -> list[Evidence]:
    return asked(question, corpus)[1]


def asked(question: str, corpus: Corpus) -> tuple[Query, list[Evidence]]:
    query, candidates = find(question, corpus, Scope())
    return query, gather(query, candidates, corpus)


def judged(**measures: Any) -> Evidence:
    """Evidence of the brief article with these measures."""
    usual = {"keys": frozenset(), "crosses": False, "cosine": 0.85, "words": 0.5, "passage": 1.0, "tokens": 0.5}
    return Evidence(BRIEF, 0, 0, len(BRIEF.text), **usual | measures)


# What is evidence


def test_headings_and_questions_are_no_evidence(small: Corpus) -> None:
    small.add([TOWER, QUESTIONS_ONLY])
    found = evidence(small, "Who painted the clock tower of the harbour?")
    assert {e.quote for e in found} == {TOWER.text.split("\n")[1], TOWER.text.split("\n")[3]}


def test_the_samples_evidence_states_something(sample: Corpus) -> None:
    for question in ("ماذا تريد موسكو من ترسانة كوريا الشمالية؟", "What does Kim want from Moscow?"):
        found = evidence(sample, question)
        assert len(found) > 10
        assert all(not e.quote.endswith(("?", "؟")) for e in found)
        assert all(len(e.quote.split()) > 3 for e in found)


def test_evidence_is_ordered_by_score_and_stands_in_its_article(sample: Corpus) -> None:
    found = evidence(sample, "How many ballistic missiles did North Korea fire?")
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    assert len({(e.article.id, e.number) for e in found}) == len(found)
    for e in found:
        assert e.quote == sample.article(e.article.id).text[e.start : e.end]
        assert 0 <= e.words <= 1
        assert -1 <= e.tokens <= 1
        assert 0 < confidence(e) < 1
        assert e.meaning is not None
        assert np.linalg.norm(e.meaning) == pytest.approx(1, abs=1e-5)


def test_the_same_question_has_the_same_evidence(sample: Corpus) -> None:
    assert evidence(sample, "من أهدى كيم الصور؟") == evidence(sample, "من أهدى كيم الصور؟")


def test_equal_evidence_is_in_the_order_of_articles_and_texts(small: Corpus) -> None:
    said = "The beekeeper lost a hive in the flood."
    small.add([Article(title="T", text="\n".join([said] * 3) + " " * blanks, language="en") for blanks in range(3)])
    found = evidence(small, "What did the beekeeper lose in the flood?")
    assert len(found) == 9
    assert [(e.article.id, e.start) for e in found] == sorted((e.article.id, e.start) for e in found)


def test_there_is_no_evidence_where_there_is_nothing(small: Corpus) -> None:
    assert evidence(small, "Who painted the tower?") == []
    small.add([QUESTIONS_ONLY])
    assert evidence(small, "Who painted the tower?") == []


# What is measured


def test_the_words_of_a_sentence_and_of_its_articles_date_count(small: Corpus) -> None:
    small.add([TOWER, HERRING])
    found = {e.quote: e for e in evidence(small, "ماذا باع الصيادون في آذار؟")}
    sold, bought = (found[f"{sentence}."] for sentence in HERRING.text.rstrip(".").split(". "))
    assert sold.words > bought.words > 0


def test_a_sentence_crosses_where_its_article_lacks_the_questions_language(small: Corpus) -> None:
    small.add([TOWER, HERRING])
    assert {e.article.language: e.crosses for e in evidence(small, "Who bought green paint?")} == {
        "en": False,
        "ar": True,
    }
    english = "Fishermen sold herring in the market. The brothers bought green paint from sailors."
    small.add([replace(HERRING, translations=(Translation("en", "Herring", english),))])
    assert not any(e.crosses for e in evidence(small, "Who bought green paint?"))


def test_what_means_the_same_in_another_language_is_alike(small: Corpus) -> None:
    small.add([HERRING, BRIEF])
    assert evidence(small, "green brothers")[0].quote == "واشترى الأخوان الطلاء الأخضر من البحارة."


ANSWERED = {
    "Who gave Kim old photographs signed by cosmonauts?": "كوزلوف",
    "من أهدى كيم صورا عليها تواقيع رواد فضاء؟": "كوزلوف",
    "What colour was the train Kim rode in 2019?": "قطارًا أخضر",
    "ما لون القطار الذي ركبه كيم عام 2019؟": "قطارًا أخضر",
    "How long did the North Korean military trip to Vladivostok and Moscow last?": "عشرة أيام",
    "كم يوما استمرت رحلة العسكريين الكوريين الشماليين إلى موسكو؟": "عشرة أيام",
    "When was the strategic partnership agreement signed?": "في 19 يونيو",
    "متى وُقعت اتفاقية الشراكة الاستراتيجية؟": "في 19 يونيو",
    "Why did North Korea close its borders?": "فيروس كورونا",
    "لماذا أغلقت كوريا الشمالية حدودها؟": "فيروس كورونا",
}


@pytest.mark.parametrize(("question", "said"), ANSWERED.items())
def test_the_sentence_that_answers_comes_first(sample: Corpus, question: str, said: str) -> None:
    assert said in evidence(sample, question)[0].quote


# How sure


def test_confidence_rises_with_each_measure() -> None:
    usual = confidence(judged())
    assert usual < confidence(judged(tokens=0.7))
    assert usual < confidence(judged(words=0.9))
    assert usual < confidence(judged(cosine=0.9))


def test_less_is_asked_of_evidence_in_another_language() -> None:
    assert confidence(judged(crosses=True)) > confidence(judged())


@pytest.mark.parametrize("measure", [-1.0, 0.0, 1.0])
@pytest.mark.parametrize("crosses", [True, False])
def test_confidence_is_a_probability(measure: float, crosses: bool) -> None:
    assert 0 <= confidence(judged(tokens=measure, words=max(0.0, measure), cosine=measure, crosses=crosses)) <= 1


def test_a_word_that_no_article_has_is_unsaid(small: Corpus) -> None:
    small.add([TOWER, HERRING])
    for question, word in [
        ("Did Ottoline paint the clock tower?", "ottoline"),
        ("When was the zeppelin painted?", "zeppelin"),
        ("Who painted the clock tower green?", None),
    ]:
        term = unsaid(*asked(question, small))
        assert (term.word if term else None) == word


def test_across_languages_only_names_are_unsaid(small: Corpus) -> None:
    small.add([HERRING])
    for question, word in [
        ("Who are the zeppelin brothers?", None),
        ("Did the brothers meet Ottoline Quill?", "ottoline"),
        ("Which brothers paint Green?", None),
    ]:
        term = unsaid(*asked(question, small))
        assert (term.word if term else None) == word


# An article that goes while a question is being answered


class Interrupted:
    """An index during whose search something else happens, just before token states are read."""

    def __init__(self, index: Any, happens: Callable[[], None]) -> None:
        self._index = index
        self._happens = happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def states(self, sentences: Any) -> Any:
        self._happens()
        return self._index.states(sentences)


@pytest.mark.parametrize("gone", [[TOWER], [BRIEF], [TOWER, BRIEF]])
def test_a_sentence_removed_meanwhile_is_no_evidence(small: Corpus, gone: list[Article]) -> None:
    small.add([TOWER, BRIEF])
    left = list(gone)
    small.index = Interrupted(small.index, lambda: [small.remove(left.pop().id) for _ in gone if left])
    found = evidence(small, "Who painted the clock tower?")
    kept = [article for article in (TOWER, BRIEF) if article not in gone]
    assert {e.article.id for e in found} == {article.id for article in kept}
