"""An evaluation of answers that a language model writes: what is counted, and why it is not shown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rag import Answer, Citation, DraftFault, Fallback, ModelError, Settings, Statement
from rag.evaluation.drafts import Draft, Tally, collect_drafts, tally_drafts
from rag.evaluation.runner import Evaluation, evaluate
from store import Article, Corpus
from store.embedding.encoder import Encoder
from tests.helpers.fake_models import QueuedModel, Reply
from tests.helpers.ui.evaluations import BRIDGE, MONTHS
from tests.rag.evaluation.test_runner import ARTICLES, FROST, question
from tests.rag.evaluation.test_runner import QUESTIONS as ENGLISH

BORNE_OUT = "Beekeepers in the valley lost forty hives to the April frost [1]."
WRONG_NUMBER = "The frost killed sixty hives in the valley [1]."
NOWHERE = "The valley has many hives [7]."
UNMARKED = "This was a hard year."
ARABIC = "سيستغرق إصلاح الجسر خمسة أشهر على الأقل [1]."
QUESTIONS = [*ENGLISH[:3], question([MONTHS], id_="months", lang="ar", asked="كم شهرا سيستغرق إصلاح الجسر؟")]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("stored"), encoder) as corpus:
        corpus.add([*ARTICLES, Article(title="الجسر القديم", text=BRIDGE, language="ar")])
        yield corpus


def evaluated(stored: Corpus, *replies: Reply, threshold: float = 0.5) -> Evaluation:
    settings = Settings(threshold=threshold, llm="nobody:asks for this one")
    return evaluate(QUESTIONS, corpus=stored, settings=settings, llm=QueuedModel(replies))


@pytest.mark.usefixtures("reading")
def test_what_became_of_each_sentence(stored: Corpus) -> None:
    got = evaluated(stored, f"{BORNE_OUT} {BORNE_OUT} {NOWHERE} {WRONG_NUMBER}", "NO ANSWER", "NO ANSWER", ARABIC)
    english, both = got.tallies["en"], got.tallies["all"]
    assert (got.llm, list(got.tallies)) == ("queued", ["ar", "en", "all"])
    assert (english.asked, english.shown, english.sentences, english.kept) == (3, 1, 4, 2)
    assert (english.dropped, english.quoted) == (2, 0)
    assert {fault: n for fault, n in both.faults.items() if n} == {DraftFault.UNKNOWN_MARK: 1, DraftFault.NUMBER: 1}
    assert {why: n for why, n in both.fallbacks.items() if n} == {Fallback.NONE_FOUND: 2}
    assert (both.asked, both.shown, both.sentences, both.kept, both.verified) == (4, 2, 5, 3, 2)
    assert (both.marks, both.marks_verified) == (2, 1.0)


@pytest.mark.usefixtures("reading")
def test_a_sentence_is_replaced_by_its_quote_and_too_little_is_not_shown(stored: Corpus) -> None:
    got = evaluated(
        stored, f"{WRONG_NUMBER} {BORNE_OUT}", f"{UNMARKED} {UNMARKED}", "NO ANSWER", ("", OSError("gone"))
    )
    hives, ferry, chess, arabic = (j.draft for j in got.judged)
    assert hives and ferry and arabic and chess and chess.fallback is Fallback.NONE_FOUND
    assert [(s.fault, s.quoted) for s in hives.sentences] == [(DraftFault.NUMBER, True), (None, False)]
    assert (hives.fallback, ferry.fallback, arabic.fallback) == (None, Fallback.TOO_LITTLE, Fallback.FAILED)
    every = got.tallies["all"]
    assert (every.kept, every.quoted, every.dropped) == (1, 1, 2) and every.kept + every.quoted + every.dropped == 4
    assert sum(every.faults.values()) == every.quoted + every.dropped
    assert sum(every.fallbacks.values()) == every.asked - every.shown == 3


def test_evidence_is_that_of_the_answers_given(stored: Corpus) -> None:
    settings, asked = Settings(threshold=0.0), [question([FROST], asked="How did the ferry and the beekeepers fare?")]
    quoting = evaluate(asked, corpus=stored, settings=settings)
    place = quoting.judged[0].given.supports.index(True) + 1
    model = QueuedModel([BORNE_OUT.replace("[1]", f"[{place}]")])
    written = evaluate(asked, corpus=stored, settings=settings, llm=model)
    assert place > 1 and quoting.scores["all"].evidence_first == 0.0
    assert written.judged[0].given.supports == (True,) and written.scores["all"].citation_precision == 1.0
    assert (written.judged[0].at_zero_threshold, written.curves) == (
        quoting.judged[0].at_zero_threshold,
        quoting.curves,
    )


def test_the_settings_model_writes_nothing_here(stored: Corpus) -> None:
    named = evaluate(QUESTIONS, corpus=stored, settings=Settings(llm="nobody:asks for this one"))
    none = evaluate(QUESTIONS, corpus=stored, settings=Settings(llm=""))
    assert (named.llm, named.tallies, named.scores) == ("", {}, none.scores)
    assert all(j.draft is None for j in named.judged)


def test_a_model_that_cannot_be_used_ends_it_and_one_that_fails_is_counted(stored: Corpus) -> None:
    with pytest.raises(ModelError, match="names no language model"):
        evaluate(QUESTIONS, corpus=stored, llm="nobody:knows")
    got = evaluated(stored, *[OSError("gone")] * 4)
    assert got.tallies["all"].fallbacks[Fallback.FAILED] == got.tallies["all"].asked == 4
    assert got.tallies["all"].marks_verified is None
    assert got.scores == evaluate(QUESTIONS, corpus=stored, settings=Settings()).scores


def test_a_mark_that_leads_nowhere_is_seen() -> None:
    article = ARTICLES[0]
    quote = Citation(1, FROST, 0, len(FROST), article, 1.0)
    shown = Answer("?", "en", "", True, (Statement((quote,)),), prose="Hives were lost [1][2].", model="m")
    assert collect_drafts(shown, [True]) == Draft((), None, (True, False))
    assert collect_drafts(shown, [False]) == Draft((), None, (False, False))
    assert tally_drafts([Draft((), None, (True, False))]).marks_verified == 0.5


def test_nothing_written_is_nothing_counted() -> None:
    none = dict.fromkeys(DraftFault, 0), dict.fromkeys(Fallback, 0)
    assert tally_drafts([]) == Tally(0, 0, 0, 0, 0, 0, *none, 0, None)
    assert collect_drafts(Answer("?", "en", "The articles do not say.", False), []) is None
