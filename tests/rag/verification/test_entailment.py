"""How far texts bear out a sentence, as a reader judges it: its own words, the best text, a long one's parts."""

from __future__ import annotations

from rag.reading import Entailment, WordSupport
from rag.verification.entailment import find_support, is_read_whole, support_probability
from tests.helpers.cases import each_case
from tests.helpers.rag.judging import FakeJudge

PASSAGE = "The council closed the old bridge to cars on Monday, and the ferry stayed in the harbour."
CLAIM = "Cars may no longer use the old bridge."
OTHER = "The Council sold the bridge to Robert Morgan."


@each_case("sentence", ["The old bridge", "the ferry stayed in the HARBOUR.", PASSAGE])
@each_case("judge", [None, FakeJudge()])
def test_a_passages_own_words_are_borne_out_without_a_judgement(sentence: str, judge: FakeJudge | None) -> None:
    assert find_support(sentence, ["Rain fell.", PASSAGE], judge).likely == 1.0
    assert judge is None or judge.asked == []


@each_case("sentence", ["The bridge closed.", "harbour the in", "…", ""])
def test_without_a_reader_nothing_else_is(sentence: str) -> None:
    assert find_support(sentence, [PASSAGE], None).likely == 0.0


def test_the_text_that_bears_a_sentence_out_best_counts() -> None:
    judge = FakeJudge([(PASSAGE, CLAIM)])
    alone, beside = find_support(CLAIM, [PASSAGE], judge), find_support(CLAIM, ["Rain fell.", PASSAGE], judge)
    assert alone == beside
    assert beside.likely > 0.65 > find_support(CLAIM, ["Rain fell."], judge).likely


def test_the_word_that_is_borne_out_least_is_told_and_whether_it_is_a_name() -> None:
    def judge(pairs: object) -> list[Entailment]:
        return [
            Entailment(
                0.1, 0.8, 0.1, tuple(WordSupport(OTHER.index(w), OTHER.index(w) + len(w), s) for w, s in words)
            )
        ]

    words = [("The", 0.3), ("Council", 0.9), ("Robert", 0.2), ("Morgan", 0.9)]
    assert (found := find_support(OTHER, [PASSAGE], judge)).named and found.weakest == "Robert"
    words = [("The", 0.1), ("Council", 0.9), ("Robert", 0.2), ("Morgan", 0.9)]
    assert not find_support(OTHER, [PASSAGE], judge).named, "the first word has its capital anyway"
    words = [("sold", 0.1), ("Morgan", 0.9)]
    assert not find_support(OTHER, [PASSAGE], judge).named


def test_the_end_of_a_long_sentence_is_judged_too() -> None:
    """64 words are read: of 70 the last six are a claim of their own, and what is wrong there counts."""
    begins, ends = "bridge " * 64, "The king died in the evening."
    judge = FakeJudge([(PASSAGE, begins + ends)])
    assert find_support(begins + ends, [PASSAGE], judge).likely < 0.5
    assert [pairs[0][1].split()[:3] for pairs in judge.asked] == [["bridge"] * 3, ["The", "king", "died"]]


def test_whether_a_claim_was_read_whole() -> None:
    assert is_read_whole("Yes.", Entailment(1, 0, 0, (WordSupport(0, 3, 0.9),)))
    assert is_read_whole("Yes.", Entailment(1, 0, 0, None))
    assert not is_read_whole("Yes, sir.", Entailment(1, 0, 0, (WordSupport(0, 3, 0.9),)))
    assert not is_read_whole("Yes.", Entailment(1, 0, 0, ()))


def test_the_likelier_it_is_entailed_the_likelier_it_is_borne_out() -> None:
    likely = [
        support_probability("Rain fell.", "It rained.", Entailment(entails, 1 - entails, 0.0, None))
        for entails in (0.0, 0.1, 0.5, 0.9, 1.0)
    ]
    assert likely == sorted(likely) and likely[0] < 0.5 < likely[-1]


@each_case(
    "judged", [Entailment(1, 0, 0, None), Entailment(0, 0, 1, ()), Entailment(0, 1, 0, (WordSupport(0, 1, 0.0),))]
)
def test_certain_judgements_are_measured_too(judged: Entailment) -> None:
    assert 0.0 < support_probability("Rain fell.", "It rained.", judged) < 1.0
