"""An evaluation of a real corpus."""

from __future__ import annotations

import json
import runpy
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag import RagError, Settings, answer
from rag.evaluation.runner import Evaluation, Question, evaluate, read_questions
from store import Article, Corpus
from store.embedding.encoder import Encoder

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
FROST = "Beekeepers in the valley lost forty hives to the April frost."
QUEENS = "The cooperative will lend them new queens in spring."
FERRY = "The old ferry between the two harbours stopped after ninety years of service."
TUNNEL = "A tunnel under the strait has taken its passengers since March."
ARTICLES = [
    Article(title="Bees", text=f"{FROST}\n{QUEENS}"),
    Article(title="Ferry", text=f"{FERRY}\n{TUNNEL}"),
    Article(title="Market", text="The fish market opens at four in the morning.\nIts hall was built of cedar wood."),
]


def question(*facets: list[str], id_: str = "q", lang: str = "en", asked: str = "What did the frost do?") -> Question:
    known = [[{"sentence": sentence} for sentence in facet] for facet in facets]
    row = {"id": id_, "lang": lang, "question": asked, "answerable": bool(facets), "facets": known}
    return Question.model_validate(row)


QUESTIONS = [
    question([FROST], id_="hives", asked="How many hives did the beekeepers lose to the frost?"),
    question([FERRY], [TUNNEL], id_="ferry", asked="What became of the old ferry between the harbours?"),
    question(id_="chess", asked="Who won the chess tournament under the strait?"),
    question([FERRY], id_="عبارة", lang="ar", asked="كم سنة عملت العبّارة القديمة بين الميناءين؟"),
]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("stored"), encoder) as corpus:
        corpus.add(ARTICLES)
        yield corpus


@pytest.fixture(scope="module")
def evaluated(stored: Corpus) -> Evaluation:
    return evaluate(QUESTIONS, corpus=stored, settings=Settings())


def test_what_is_right_and_what_is_wrong(evaluated: Evaluation) -> None:
    hives, ferry, chess, _ = evaluated.judged
    assert hives.given.right and hives.given.facets == 1.0 and hives.verbatim[0]
    assert ferry.at_zero_threshold.facets >= 0.5
    assert not chess.given.answered and chess.at_zero_threshold.answered and chess.confidence < 0.5
    assert evaluated.scores["en"].false_answers == 0.0 and evaluated.scores["en"].auc == 1.0
    assert list(evaluated.scores) == ["ar", "en", "all"] and evaluated.scores["ar"].auc is None
    assert (evaluated.articles, evaluated.threshold, evaluated.missing) == (3, 0.5, [])
    assert all(scores.verbatim == 1.0 for scores in evaluated.scores.values() if scores.verbatim is not None)


def test_retrieval_is_measured_where_there_is_something_to_find(evaluated: Evaluation) -> None:
    hives, _, chess, _ = evaluated.judged
    assert hives.retrieved is not None and chess.retrieved is None
    assert (hives.retrieved.ndcg_at_10, hives.retrieved.recall_at_1, hives.retrieved.facets) == (1, 1, 1)


def test_the_curve_passes_through_what_another_threshold_gives(stored: Corpus, evaluated: Evaluation) -> None:
    for place in (0, 50, 97, 100):
        point = evaluated.curves["all"][place]
        other = evaluate(QUESTIONS, corpus=stored, settings=Settings(threshold=point.threshold)).scores["all"]
        assert (point.right, point.false_answers) == (other.evidence_cited, other.false_answers)
        assert point.answered is not None and other.false_refusals == pytest.approx(1 - point.answered)


def test_what_is_wrong_is_named(stored: Corpus) -> None:
    asked = [replace_facets(QUESTIONS[0], ["The hives were never counted."]), *QUESTIONS[2:3]]
    got = evaluate(asked, corpus=stored, settings=Settings(threshold=0.0))
    assert got.wrong == [
        ("hives", "no evidence", asked[0].question),
        ("chess", "answered", asked[1].question),
    ]
    assert got.missing == [("hives", "The hives were never counted.")]
    refusing = evaluate(QUESTIONS[:1], corpus=stored, settings=Settings(threshold=1.0))
    assert refusing.wrong == [("hives", "refused", QUESTIONS[0].question)]


def replace_facets(asked: Question, *facets: list[str]) -> Question:
    return question(*facets, id_=asked.id, lang=asked.lang, asked=asked.question)


def test_a_sentence_is_looked_for_by_its_words(stored: Corpus) -> None:
    spaced = replace_facets(QUESTIONS[0], [FROST.upper().replace(" ", "  ").rstrip(".")], ["Forty hives"])
    got = evaluate([spaced], corpus=stored, settings=Settings())
    assert got.missing == [] and got.judged[0].given.facets == 1.0


def test_it_tells_how_far_it_is_and_how_long_an_answer_took(stored: Corpus) -> None:
    told: list[tuple[int, int]] = []
    got = evaluate(QUESTIONS[:2], corpus=stored, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    assert 0 < got.latency.embedding_p50 and 0 < got.latency.p50
    assert got.latency.ratio == pytest.approx(got.latency.p50 / got.latency.embedding_p50)
    assert max(j.seconds for j in got.judged) * 1000 == pytest.approx(got.latency.p95)  # the higher of two
    assert got.latency.p50 <= got.latency.p95


def test_nothing_to_ask_or_to_read_is_refused(stored: Corpus, corpus: Corpus) -> None:
    with pytest.raises(RagError, match="no questions"):
        evaluate([], corpus=stored)
    with pytest.raises(RagError, match="isnad ingest"):
        evaluate(QUESTIONS, corpus=corpus)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the questions, articles and scorer in ../shared")
def test_it_counts_as_the_shared_scorer_does(corpus: Corpus) -> None:
    corpus.ingest([SHARED / "corpus"])
    file = SHARED / "eval" / "news-dev.jsonl"
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    theirs = runpy.run_path(str(SHARED / "eval" / "score.py"))["score"](corpus, rows, answer)
    ours = evaluate(read_questions(file), corpus=corpus, settings=Settings())
    for lang in ("ar", "en"):
        for name in ("evidence first", "evidence cited", "false refusals", "false answers"):
            assert round(getattr(ours.scores[lang], name.replace(" ", "_")), 3) == theirs[lang][name]
    for name in ("citation precision", "facet recall", "verbatim"):
        assert round(getattr(ours.scores["all"], name.replace(" ", "_")), 3) == theirs["all"][name]
    assert ours.wrong == theirs["wrong"]
