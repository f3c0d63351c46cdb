"""Written answers over the sample articles: only checked sentences, each with marks that lead to the exact words."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from rag import Settings, answer, stream_answer
from rag.results.phrases import PHRASES
from rag.results.types import DraftFault, Fallback
from store import Corpus
from tests.helpers.cases import each_case
from tests.helpers.fake_models import QueuedModel
from tests.helpers.rag.asking import OFF_TOPIC, marks
from tests.helpers.rag.writers import (
    ARABIC,
    ENGLISH,
    QUESTIONS,
    false,
    grown,
    holds,
    only_checked,
    quote,
    quoting,
    said,
    true,
)

pytestmark = pytest.mark.usefixtures("defaults")
LANGUAGES = pytest.mark.parametrize("language", QUESTIONS)


@LANGUAGES
def test_an_answer_grows_by_checked_sentences(sample: Corpus, language: str) -> None:
    cited = quoting(QUESTIONS[language], sample).citations
    chosen = [cited[2], cited[0], cited[4]]
    snapshots = grown(QUESTIONS[language], sample, *map(true, chosen))
    texts = [snapshot.text for snapshot in snapshots]
    sentences = [f"{said(c)} [{number}]" for number, c in enumerate(chosen, 1)]
    assert texts == [" ".join(sentences[:count]) for count in (1, 2, 3, 3)]
    *_, whole = snapshots
    assert [c.quote for c in whole.citations] == [c.quote for c in chosen]
    assert (whole.model, whole.notice, whole.answered) == ("queued", "", True)
    assert [(w.text, w.fault) for w in whole.written] == [(true(c), None) for c in chosen]
    assert whole.language == language and whole.confidence == quoting(QUESTIONS[language], sample).confidence


@LANGUAGES
@pytest.mark.parametrize("size", [1, 7, 5000])
def test_no_snapshot_has_a_sentence_that_was_not_passed(sample: Corpus, language: str, size: int) -> None:
    cited = quoting(QUESTIONS[language], sample).citations
    bad = [false(language, cited[1].number), false(language, 77), false(language).replace("[1]", "")]
    sentences = [bad[0], true(cited[0]), bad[1], true(cited[3]), bad[2].replace(" .", "."), true(cited[4])]
    snapshots = grown(QUESTIONS[language], sample, model=QueuedModel([" ".join(sentences)], size=size))
    passed = [said(c) for c in cited]
    only_checked(snapshots, [*passed, quote(cited[1], language)])
    for before, after in zip(snapshots, snapshots[1:], strict=False):
        assert after.text.startswith(before.text) and after.citations[: len(before.citations)] == before.citations
        assert len(after.written) >= len(before.written)
    *_, whole = snapshots
    faults = [w.fault for w in whole.written]
    assert faults[::2] == [DraftFault.NUMBER, DraftFault.UNKNOWN_MARK, DraftFault.NO_MARK] and set(faults[1::2]) == {
        None
    }
    assert marks(whole) == [1, 2, 3, 4] and whole.text.startswith(quote(cited[1], language))


@LANGUAGES
def test_a_dropped_sentence_is_replaced_by_its_quote_once(sample: Corpus, language: str) -> None:
    first, second, third, *_ = quoting(QUESTIONS[language], sample).citations
    lies = [false(language, first.number)] * 2
    *_, got = grown(QUESTIONS[language], sample, lies[0], true(second), lies[1], true(third))
    shown = [f"{quote(first, language)} [1]", f"{said(second)} [2]", f"{said(third)} [3]"]
    assert got.text == " ".join(shown)
    assert [w.quoted for w in got.written] == [True, False, False, False]


@LANGUAGES
def test_where_less_than_half_is_borne_out_the_articles_are_quoted(sample: Corpus, language: str) -> None:
    plain = quoting(QUESTIONS[language], sample)
    lies = [false(language, number) for number in (1, 2)]
    *_, got = grown(QUESTIONS[language], sample, true(plain.citations[0]), *lies)
    told = PHRASES[language].not_borne_out.format(written=3, dropped=2)
    assert got.notice == PHRASES[language].quoted_instead.format(why=told)
    assert got == replace(plain, written=got.written, notice=got.notice, fallback=got.fallback)
    assert [w.fault for w in got.written] == [None, DraftFault.NUMBER, DraftFault.NUMBER]


@LANGUAGES
@pytest.mark.parametrize("reply", ["NO ANSWER", "no answer.", "لا جواب.", " \n", "I am", "<think>Kim wants"])
def test_a_model_that_finds_nothing_leaves_it_to_the_articles(sample: Corpus, language: str, reply: str) -> None:
    plain = quoting(QUESTIONS[language], sample)
    (got,) = grown(QUESTIONS[language], sample, reply)
    why = PHRASES[language].model_found_none
    notice = PHRASES[language].quoted_instead.format(why=why)
    assert got == replace(plain, notice=notice, fallback=Fallback.NONE_FOUND)


def test_a_model_that_gives_up_after_a_sentence_keeps_it(sample: Corpus) -> None:
    first, *_ = quoting(ENGLISH, sample).citations
    *_, got = grown(ENGLISH, sample, true(first), "NO ANSWER")
    assert (got.model, got.text, got.notice) == ("queued", f"{said(first)} [1]", "")


def test_several_marks_are_checked_and_shown_together(sample: Corpus) -> None:
    first, second, *_ = quoting(ENGLISH, sample).citations
    *_, got = grown(ENGLISH, sample, f"{said(second)} [{second.number}, {first.number}]")
    assert got.text == f"{said(second)} [1][2]"
    assert [c.quote for c in got.citations] == [second.quote, first.quote]


@each_case("question", OFF_TOPIC)
def test_what_the_reader_is_not_sure_of_a_model_is_asked_all_the_same(sample: Corpus, question: str) -> None:
    unsure = Settings(threshold=0.9)
    plain = answer(question, corpus=sample, settings=unsure)
    for reply in ("NO ANSWER", "Kim ate 700 elephants [1].", "Dinosaurs."):
        model = QueuedModel([reply])
        got = answer(question, corpus=sample, llm=model, settings=unsure)
        assert got == replace(plain, written=got.written, notice=got.notice, fallback=got.fallback)
        assert not got.answered and bool(got.notice) == bool(model.asked)


def test_a_yes_of_the_model_needs_a_quote_that_holds(sample: Corpus) -> None:
    unsure = Settings(threshold=1.0)
    assert not answer(ARABIC, corpus=sample, settings=unsure).answered
    model = QueuedModel(["NO ANSWER"])
    answer(ARABIC, corpus=sample, llm=model, settings=unsure)
    asked = (model.asked[0][1].content or "").split("\n")[1:-2]
    sources = [json.loads(line) for line in asked]
    assert 8 <= len(sources) <= 12 and all(source["headline"] and source["outlet"] for source in sources)
    said = sources[0]["text"][: sources[0]["text"].index(".") + 1]
    reply = f'{said[:-1]} [1 "{said}"].'
    *_, got = stream_answer(ARABIC, corpus=sample, llm=QueuedModel([reply]), settings=unsure)
    holds(got, sample)
    assert (got.answered, got.kind, got.closest, got.model) == (True, "answer", (), "queued")
    assert [w.verdict for w in got.written] == ["verified"] and said in got.citations[0].quote


def test_the_models_window_limits_what_it_may_name(sample: Corpus) -> None:
    first, *_, last = quoting(ENGLISH, sample).citations
    model = QueuedModel([f"{true(first)} {true(last)}"], context_window=1000)
    *_, got = grown(ENGLISH, sample, model=model)
    assert [w.fault for w in got.written] == [None, DraftFault.UNKNOWN_MARK]
    assert f'"number": {last.number}' not in (model.asked[0][1].content or "")


@LANGUAGES
def test_a_written_answer_still_says_which_articles_were_asked(sample: Corpus, language: str) -> None:
    question, scope = {
        "en": ("When did Putin visit Pyongyang, in articles since June 2024?", "Only articles from 1 June 2024 on."),
        "ar": ("ماذا تريد كوريا الشمالية في المقالات منذ أيلول 2024؟", "المقالات المنشورة منذ 1 سبتمبر 2024 فقط."),
    }[language]
    plain = quoting(question, sample)
    assert plain.text.startswith(f"{scope}\n")
    model = QueuedModel([true(plain.citations[0])])
    snapshots = list(stream_answer(question, corpus=sample, llm=model))
    for got in snapshots:
        assert got.text == f"{scope}\n{said(plain.citations[0])} [1]"
        holds(got, sample)
    (got,) = grown(question, sample, "NO ANSWER")
    assert got.text == plain.text


@LANGUAGES
def test_the_same_words_make_the_same_answer(sample: Corpus, language: str) -> None:
    cited = quoting(QUESTIONS[language], sample).citations
    sentences = [true(cited[1]), false(language, 3), true(cited[0])]
    assert grown(QUESTIONS[language], sample, *sentences) == grown(QUESTIONS[language], sample, *sentences)


def test_threads_may_share_a_model(sample: Corpus) -> None:
    first, second, *_ = quoting(ENGLISH, sample).citations
    reply = f"{true(first)} {false('en', 2)} {true(second)}"
    model = QueuedModel([reply] * 9)
    alone = answer(ENGLISH, corpus=sample, llm=model)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(lambda _: answer(ENGLISH, corpus=sample, llm=model), range(8)))
    assert together == [alone] * 8


def test_a_reader_who_leaves_early_stops_the_model(sample: Corpus) -> None:
    first, *_ = quoting(ENGLISH, sample).citations
    model = QueuedModel([f"{true(first)} " + "Kim came and went. " * 500])
    growing = stream_answer(ENGLISH, corpus=sample, llm=model)
    assert next(growing).text == f"{said(first)} [1]"
    growing.close()  # type: ignore[attr-defined]
    assert model.asked
