"""Which sentences are evidence, in what order, and what speaks for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rag import Settings, answer
from rag.linguistics.periods import UNKNOWN, Period
from rag.retrieval.evidence import SENTENCES, TIMELY, Evidence, select_evidence
from rag.retrieval.hybrid import hybrid_search
from rag.retrieval.scoring import answer_confidence, sentence_score
from store import Article, Corpus, Translation
from store.scope import Scope
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder

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
TWO_TOGETHER = Article(
    title="Costs",
    language="en",
    text="The mayor painted the tower. It cost a barrel of herring. Gulls came at noon. Rain fell all week.",
)
YEARS = Article(
    title="Years",
    language="en",
    text="The tower was painted in June 1998.\nThe tower was painted in June 2021.",
)
BRIEF = Article(title="Brief", language="en", text="The tower leans a little.")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder({"أخضر": "green", "أخوان": "brothers"})) as opened:
        yield opened


def evidence(corpus: Corpus, question: str, period: Period | None = None) -> list[Evidence]:
    candidates = hybrid_search(question, corpus, Scope())
    return select_evidence(candidates, corpus, period)


def by_sentence(found: list[Evidence]) -> dict[str, Evidence]:
    return {e.sentence: e for e in found}


# What is evidence


def test_headings_and_questions_are_no_evidence(small: Corpus) -> None:
    small.add([TOWER, QUESTIONS_ONLY])
    found = evidence(small, "Who painted the clock tower of the harbour?")
    assert {e.sentence for e in found} == {TOWER.text.split("\n")[1], TOWER.text.split("\n")[3]}


def test_the_samples_evidence_states_something(sample: Corpus) -> None:
    for question in ("ماذا تريد موسكو من ترسانة كوريا الشمالية؟", "What does Kim want from Moscow?"):
        found = evidence(sample, question)
        assert len(found) == SENTENCES
        assert all(not e.sentence.endswith(("?", "؟")) for e in found)
        assert all(len(e.sentence.split()) > 3 for e in found)


def test_evidence_is_ordered_by_score_and_stands_in_its_article(sample: Corpus) -> None:
    found = evidence(sample, "How many ballistic missiles did North Korea fire?")
    assert [e.score for e in found] == sorted((e.score for e in found), reverse=True)
    assert len({(e.article.id, e.span) for e in found}) == len(found)
    for e in found:
        assert e.quote == sample.article(e.article.id).part(e.field)[e.start : e.end]
        assert e.start <= e.span.start < e.span.end <= e.end
        assert e.sentence in e.quote
        assert e.embedding is not None
        assert np.linalg.norm(e.embedding) == pytest.approx(1, abs=1e-5)


def test_scores_and_confidence_are_made_of_the_measures(sample: Corpus) -> None:
    for e in evidence(sample, "How many ballistic missiles did North Korea fire?"):
        assert e.score == pytest.approx(sentence_score(e.measures))
        assert e.confidence == pytest.approx(answer_confidence(e.measures, e.is_cross_lingual))
        assert 0 <= e.measures["words"] <= 1
        assert -1 <= e.measures["tokens"] <= 1


def test_the_same_question_has_the_same_evidence(sample: Corpus) -> None:
    assert evidence(sample, "من أهدى كيم الصور؟") == evidence(sample, "من أهدى كيم الصور؟")


def test_equal_evidence_is_in_the_order_of_articles_and_texts(small: Corpus) -> None:
    said = "The beekeeper lost a hive in the flood."
    small.add([Article(title="T", text="\n".join([said] * 3) + " " * blanks, language="en") for blanks in range(3)])
    found = evidence(small, "What did the beekeeper lose in the flood?")
    assert len(found) == 9
    assert [(e.article.id, e.span.start) for e in found] == sorted((e.article.id, e.span.start) for e in found)


def test_there_is_no_evidence_where_there_is_nothing(small: Corpus) -> None:
    assert evidence(small, "Who painted the tower?") == []
    small.add([QUESTIONS_ONLY])
    assert evidence(small, "Who painted the tower?") == []


# What is measured


def test_the_words_of_a_sentence_and_of_its_articles_date_count(small: Corpus) -> None:
    small.add([TOWER, HERRING])
    found = by_sentence(evidence(small, "ماذا باع الصيادون في آذار؟"))
    sold, bought = (found[f"{sentence}."] for sentence in HERRING.text.rstrip(".").split(". "))
    assert sold.measures["words"] > bought.measures["words"] > 0


def test_each_piece_of_evidence_has_its_own_cosine(small: Corpus) -> None:
    small.add([TWO_TOGETHER, TOWER])
    question = "Who painted the tower?"
    (vector,) = small.encoder.encode_questions([question])
    for e in evidence(small, question):
        (own,) = small.encoder.encode_passages([e.sentence])
        assert e.measures["cosine"] == pytest.approx(own @ vector, abs=2e-3)


def test_sentences_of_the_period_asked_for_count_more_and_others_less(small: Corpus) -> None:
    small.add([YEARS])
    question = "When was the tower painted?"
    anyway = {e.sentence: e.score for e in evidence(small, question)}
    within = {
        e.sentence: e.score for e in evidence(small, question, Period(dt.date(2021, 1, 1), dt.date(2021, 12, 31)))
    }
    early, late = YEARS.text.split("\n")
    assert within[late] - anyway[late] == pytest.approx(TIMELY * (1 - UNKNOWN))
    assert within[early] - anyway[early] == pytest.approx(TIMELY * (0 - UNKNOWN))


def test_what_helps_to_understand_a_sentence_is_quoted_with_it(small: Corpus) -> None:
    small.add([TWO_TOGETHER, TOWER])
    found = by_sentence(evidence(small, "Who painted the tower?"))
    alone, beside = found[TOWER.text.split("\n")[1]], found["The mayor painted the tower."]
    assert alone.quote == alone.sentence, "the lines around it are no statements"
    assert beside.quote.startswith("The mayor painted the tower. It cost a barrel of herring.")


def test_a_sentence_crosses_where_its_article_lacks_the_questions_language(small: Corpus) -> None:
    small.add([TOWER, HERRING])
    assert {e.article.language: e.is_cross_lingual for e in evidence(small, "Who bought green paint?")} == {
        "en": False,
        "ar": True,
    }
    english = "Fishermen sold herring in the market. The brothers bought green paint from sailors."
    small.add([replace(HERRING, translations=(Translation("en", "Herring", english),))])
    assert not any(e.is_cross_lingual for e in evidence(small, "Who bought green paint?"))


def test_what_means_the_same_in_another_language_is_alike(small: Corpus) -> None:
    small.add([HERRING, BRIEF])
    assert evidence(small, "green brothers")[0].sentence == "واشترى الأخوان الطلاء الأخضر من البحارة."


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


@each_case(("question", "said"), ANSWERED.items())
def test_the_sentence_that_answers_comes_first(sample: Corpus, question: str, said: str) -> None:
    assert said in evidence(sample, question)[0].sentence


# An article that goes while a question is being answered


class Interrupted:
    """An index during whose use something else happens, just before this is asked of it for the first time."""

    def __init__(self, index: Any, before: str, happens: Callable[[], object]) -> None:
        self._index = index
        self._before = before
        self._happens = happens

    def __getattr__(self, name: str) -> Any:
        if name == self._before:
            self._before = ""
            self._happens()
        return getattr(self._index, name)


@pytest.mark.parametrize("gone", [[TOWER], [BRIEF], [TOWER, BRIEF]])
def test_a_sentence_removed_before_it_is_read_is_no_evidence(small: Corpus, gone: list[Article]) -> None:
    small.add([TOWER, BRIEF])
    small.index = Interrupted(small.index, "likeness", lambda: [small.remove(article.id) for article in gone])
    found = evidence(small, "Who painted the clock tower?")
    kept = [article for article in (TOWER, BRIEF) if article not in gone]
    assert {e.article.id for e in found} == {article.id for article in kept}


@pytest.mark.parametrize("before", ["matching", "sentences", "likeness", "sentence_cosines", "meanings", "passages"])
def test_an_article_removed_meanwhile_is_never_cited(small: Corpus, before: str) -> None:
    small.add([TOWER, TWO_TOGETHER])
    happened: list[str] = []
    small.index = Interrupted(small.index, before, lambda: happened.append(small.remove(TOWER.id)))
    settings = Settings(threshold=1.0 if before == "passages" else 0.0)
    got = answer("Who painted the clock tower?", corpus=small, settings=settings)
    assert len(happened) == 1
    assert {c.article.id for c in got.citations} <= {TWO_TOGETHER.id}
    assert {hit.article.id for hit in got.closest} <= {TWO_TOGETHER.id}
