"""Questions moved aside: their tokens lie where those of passages do, in whichever language they are asked."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from store.embedding import query_shift
from store.embedding.encoder import Encoder
from store.embedding.engine import QUESTION, NanoEngine
from store.embedding.query_shift import shift_query_states
from store.embedding.token_states import centred, pack_states, token_likeness
from store.embedding.weights import DIMENSIONS

ASIDE = json.loads(Path(query_shift.__file__).with_name("query_shift.json").read_text("utf-8"))
PASSAGES = [
    "أصلح العمال سقف المكتبة القديمة بعد العاصفة.",
    "باع الصيادون سمك السردين في سوق الميناء صباحا.",
    "افتتح الوزير مدرسة جديدة في القرية الجبلية.",
    "فاز الفريق بالمباراة النهائية أمام ثلاثين ألف متفرج.",
    "تأخر القطار ساعتين بسبب الثلوج على الجسر.",
]
QUESTIONS = [
    "Who repaired the roof of the old library after the storm?",
    "What did the fishermen sell in the harbour market in the morning?",
    "Who opened a new school in the mountain village?",
    "How many spectators saw the team win the final match?",
    "Why was the train two hours late?",
]
ARABIC = [
    "من أصلح سقف المكتبة القديمة؟",
    "ماذا باع الصيادون في سوق الميناء؟",
    "من افتتح مدرسة في القرية؟",
    "كم متفرجا شاهد الفريق يفوز بالمباراة؟",
    "لماذا تأخر القطار ساعتين؟",
]


def likenesses(encoder: Encoder, questions: list[str], back: bool) -> np.ndarray:
    """How like each question is to each passage; with `back`, unmoved as the encoder saw it."""
    read = [encoding.states for encoding in encoder.read_passages(PASSAGES)]
    centre = np.concatenate(read).mean(axis=0)
    packed = [pack_states(states) for states in read]
    found = []
    for question, encoding in zip(questions, encoder.read_questions(questions), strict=True):
        unmoved = encoding.states + (encoding.states - shift_query_states(question, encoding.states))
        states = unmoved if back else encoding.states
        found.append(token_likeness(packed, centre, centred(states, centre)).mean(axis=1))
    return np.array(found)


def margins(likeness_of: np.ndarray) -> np.ndarray:
    """By how much each question is more like the passage that answers it than like any other."""
    own = likeness_of.diagonal()
    return own - np.where(np.eye(len(own), dtype=bool), -np.inf, likeness_of).max(axis=1)


@pytest.mark.parametrize("questions", [QUESTIONS, ARABIC], ids=["English", "Arabic"])
def test_moved_questions_tell_better_which_arabic_passage_answers(encoder: Encoder, questions: list[str]) -> None:
    there = margins(likenesses(encoder, questions, back=False))
    assert (there > 0).all()
    assert (there > margins(likenesses(encoder, questions, back=True))).all()


@pytest.mark.parametrize(("questions", "language"), [(QUESTIONS, "en"), (ARABIC, "ar")])
def test_the_tokens_of_questions_lie_nearer_to_those_of_passages(
    encoder: Encoder, questions: list[str], language: str
) -> None:
    middle = np.concatenate([encoding.states for encoding in encoder.read_passages(PASSAGES)]).mean(axis=0)
    asked = np.concatenate([encoding.states for encoding in encoder.read_questions(questions)]).mean(axis=0)
    unmoved = asked + np.array(ASIDE[language], np.float32)
    assert np.linalg.norm(asked - middle) < 0.8 * np.linalg.norm(unmoved - middle)


@pytest.mark.parametrize(
    ("question", "language"), [("Who?", "en"), ("من؟", "ar"), ("هل زار الوفد مدينة Pyongyang؟", "ar")]
)
def test_states_move_by_what_questions_of_the_language_have_in_common(question: str, language: str) -> None:
    states = np.random.default_rng(3).standard_normal((4, DIMENSIONS)).astype(np.float32)
    kept = states.copy()
    found = shift_query_states(question, states)
    assert found.dtype == np.float32
    np.testing.assert_array_equal(states, kept)
    np.testing.assert_allclose(found, states - np.array(ASIDE[language], np.float32), atol=1e-6)


def test_the_vector_of_a_question_is_not_moved(encoder: Encoder) -> None:
    """It is the mean of what the model saw in the question with its prefix and marks, as in the slower engine."""
    (slower,) = NanoEngine(encoder._tokenizer).encode(QUESTIONS[:1], QUESTION)
    (found,) = encoder.read_questions(QUESTIONS[:1])
    assert found.vector @ slower.vector > 0.99
    np.testing.assert_array_equal(found.vector, encoder.encode_questions(QUESTIONS[:1])[0])


def test_passages_are_not_moved(encoder: Encoder) -> None:
    """A passage's vector is nearly the mean of its own tokens."""
    for encoding in encoder.read_passages(PASSAGES):
        mean = encoding.states.mean(axis=0)
        assert mean @ encoding.vector / np.linalg.norm(mean) > 0.97


def test_the_slower_engine_whose_one_state_is_the_vector_moves_nothing(encoder: Encoder) -> None:
    (found,) = NanoEngine(encoder._tokenizer).encode(QUESTIONS[:1], QUESTION)
    assert found.states.shape == (1, DIMENSIONS)
    np.testing.assert_allclose(found.states[0] / np.linalg.norm(found.states[0]), found.vector, atol=1e-5)
