"""The whole way: what is asked of the sample articles and of small corpora, and what is said."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rag import Answer, QuestionError, RagError, Settings, answer, open_corpus, retrieve
from store import Article, Corpus
from store.arabic import is_arabic
from store.encoder import Encoder

EXAMPLES = ("What does North Korea want in return?", "ماذا تريد كوريا الشمالية في المقابل؟")

QUESTIONS = (
    *EXAMPLES,
    "When did Putin visit Pyongyang?",
    "متى زار بوتين بيونغ يانغ؟",
    "What does the aircraft factory in Komsomolsk produce?",
    "ماذا ينتج مصنع الطائرات في كومسومولسك؟",
    "Who gave Kim photographs signed by cosmonauts?",
    "من أهدى كيم صورا عليها تواقيع رواد فضاء؟",
    "Where did Putin and Kim meet in September 2023?",
    "أين التقى بوتين وكيم في أيلول 2023؟",
    "train colour 2019",
    "لون القطار الأخضر",
    "WHAT DOES TIKHONOV SAY ABOUT CHINA?",
    "وما رأيُ تيخونوف في غضبِ الصّين؟",
    "Did Washington see large deliveries of weapons?",
    "هل وصلت كميات كبيرة من السلاح؟",
    "How many ballistic missiles did North Korea fire on the day of the summit?",
    "كم صاروخا باليستيا أطلقت كوريا الشمالية يوم القمة؟",
    "Tell me everything about the satellites, please.",
    "لماذا أغلقت كوريا الشمالية حدودها عام ٢٠٢٠؟",
    "Kim",
    "روسيا",
)

REFUSED = (
    "How do I bake sourdough bread?",
    "كيف أخبز خبز العجين المخمر؟",
    "Who won the chess championship in Reykjavik?",
    "من فاز ببطولة الشطرنج في ريكيافيك؟",
    "What did Mikhail Orlovsky say about the train?",
    "ماذا قال المحلل سمير البرغوثي عن القطار؟",
    "What did Brigitte Halvorsen tell CNN about the submarine deal?",
    "ماذا قالت بريجيت هالفورسن لشبكة سي إن إن عن الغواصات؟",
    "What is the population of North Korea?",
    "كم عدد سكان كوريا الشمالية؟",
)

HOSTILE = (
    '<script>alert("x")</script> <b>Kim</b>',
    "Kim'; DROP TABLE articles; --",
    '"Kim" OR NEAR(train, 3) AND NOT "weapons" * ^ :',
    "keys: Kim AND keys: train",
    "{question} %s \\0 ${HOME} [1] [[2]] {}",
    "Kim\x00train",
    "Kim \ud800 train",
    "«كيم» 'بوتين' \"شويغو\" (قطار) -موسكو",
    "\u202eقطار كيم\u202c",
    "Kim's train " * 160,
    "🚂 قطار 🚂 كيم 🚂",
    "北朝鮮は何を求めているか",
)

LIGHTHOUSE = Article(
    title="منارة رأس الملح",
    outlet="صحيفة الرصيف",
    date="2025-02-11",
    text="أعادت البلدية تشغيل منارة رأس الملح بعد أربعين عاما من الظلام. ويحرس المنارة الآن شقيقان من عائلة النورس.",
)
COPY = Article(
    title="المنارة تضيء",
    outlet="إذاعة التل",
    date="2025-02-12",
    text="أعادت البلدية تشغيل منارة رأس الملح بعد أربعين عاما من الظلام، كما أعلن المختار. وحضر الصيادون الافتتاح.",
)
WHO_CAME = "من حضر الافتتاح؟"
REOPENED = "متى أعادت البلدية تشغيل منارة رأس الملح؟"


@pytest.fixture(autouse=True)
def defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("ISNAD_THRESHOLD", raising=False)
    monkeypatch.setenv("ISNAD_STORE", str(tmp_path / "never opened"))


@pytest.fixture
def writable(sample_folder: Path, tmp_path: Path, encoder: Encoder) -> Iterator[Corpus]:
    """The sample articles, to write to."""
    with Corpus.open(shutil.copytree(sample_folder, tmp_path / "copy"), encoder) as opened:
        yield opened


def marks(got: Answer) -> list[int]:
    return [int(number) for number in re.findall(r"\[(\d+)\]", got.text)]


def check(got: Answer) -> None:
    """What holds for every answer."""
    assert got.answered == bool(got.statements)
    assert [c.number for c in got.citations] == list(range(1, 1 + len(got.citations))) == marks(got)
    for c in got.citations:
        assert c.quote
        assert c.article.text[c.start : c.end] == c.quote
    for statement in got.statements:
        best = statement.citations[0]
        assert best.quote in got.text
        assert (best.translation or "") in got.text
    for hit in got.closest:
        assert hit.article.text[hit.passage.start : hit.passage.end] == hit.passage.text
    assert 0 <= got.confidence <= 1


# Answered


@pytest.mark.parametrize("question", EXAMPLES)
def test_the_example_question_is_answered_in_its_language(sample: Corpus, question: str) -> None:
    got = answer(question, corpus=sample)
    assert got.answered
    assert got.question == question
    assert got.language == ("ar" if is_arabic(question) else "en")
    assert got.closest == ()
    first = got.statements[0].citations[0]
    assert "الثمن الذي تريده كوريا الشمالية" in first.quote
    assert (first.translation is None) == (got.language == "ar")
    check(got)


def test_every_quote_is_verbatim(sample: Corpus) -> None:
    answers = [answer(question, corpus=sample) for question in QUESTIONS]
    for got in answers:
        check(got)
    assert sum(got.answered for got in answers) > len(answers) / 2


def test_what_the_outlets_disagree_on_is_told_from_each(sample: Corpus) -> None:
    got = answer("Why did Shoigu travel to Pyongyang in July?", corpus=sample)
    assert "CNN" in got.text
    assert "BBC" in got.text


def test_the_same_question_has_the_same_answer(sample: Corpus) -> None:
    for question in (QUESTIONS[0], QUESTIONS[3], REFUSED[0]):
        assert answer(question, corpus=sample) == answer(question, corpus=sample)


def test_threads_get_the_answers_that_one_alone_gets(sample: Corpus) -> None:
    questions = [*QUESTIONS[:12], *REFUSED[:4]]
    alone = [answer(question, corpus=sample) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda question: answer(question, corpus=sample), questions)) == alone


def test_a_question_is_asked_without_the_space_around_it(sample: Corpus) -> None:
    assert answer(f"\n {EXAMPLES[0]}\t", corpus=sample) == answer(EXAMPLES[0], corpus=sample)


# Refused


@pytest.mark.parametrize("question", REFUSED)
def test_what_the_articles_do_not_say_is_refused_with_the_closest_passages(sample: Corpus, question: str) -> None:
    got = answer(question, corpus=sample)
    assert not got.answered
    assert got.citations == got.statements == ()
    assert got.confidence < 0.5
    assert list(got.closest) == retrieve(question, corpus=sample, limit=3)
    assert is_arabic(got.text.split("\n")[0]) == is_arabic(question)
    assert all(f"— {hit.article.title} (" in got.text for hit in got.closest)
    check(got)


@pytest.mark.parametrize(
    ("question", "twisted"),
    [
        ("What colour was the train Kim rode in 2019?", "What colour was the train Ottoline rode in 2019?"),
        ("متى زار بوتين بيونغ يانغ؟", "متى زار بوتين بيونغ يانغ راكبا زلاجة؟"),
    ],
)
def test_one_word_that_no_article_has_is_enough_to_refuse(sample: Corpus, question: str, twisted: str) -> None:
    assert answer(question, corpus=sample).answered
    got = answer(twisted, corpus=sample, settings=Settings(threshold=0.25))
    assert not got.answered
    assert got.closest


def test_a_threshold_of_one_refuses_everything(sample: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    for question in EXAMPLES:
        asked = answer(question, corpus=sample)
        got = answer(question, corpus=sample, settings=Settings(threshold=1.0))
        assert not got.answered
        assert got.confidence == asked.confidence
        monkeypatch.setenv("ISNAD_THRESHOLD", "1")
        assert answer(question, corpus=sample) == got
        monkeypatch.delenv("ISNAD_THRESHOLD")


def test_a_threshold_of_zero_refuses_only_for_want_of_evidence(corpus: Corpus) -> None:
    lax = Settings(threshold=0.0)
    corpus.add([Article(title="Riddle", language="en", text="Who guards the lighthouse?")])
    got = answer("Who guards the lighthouse?", corpus=corpus, settings=lax)
    assert (got.answered, got.confidence, len(got.closest)) == (False, 0.0, 1)
    corpus.add([LIGHTHOUSE])
    assert answer("Who guards the lighthouse?", corpus=corpus, settings=lax).answered


@pytest.mark.parametrize(
    ("question", "told"), [("Who?", "There are no articles here yet."), ("من؟", "لا توجد مقالات بعد.")]
)
def test_an_empty_corpus_says_so(corpus: Corpus, question: str, told: str) -> None:
    got = answer(question, corpus=corpus)
    assert got.text.startswith(told)
    assert "isnad ingest" in got.text
    assert not got.answered
    assert got.citations == got.closest == ()


def test_a_corpus_given_is_the_one_asked_though_it_is_empty(corpus: Corpus, tmp_path: Path) -> None:
    assert not answer(EXAMPLES[0], corpus=corpus).answered
    assert retrieve(EXAMPLES[0], corpus=corpus) == []
    assert not (tmp_path / "never opened").exists()


def test_outside_the_outlets_and_days_nothing_is_said(sample: Corpus) -> None:
    question = "When did Putin visit Pyongyang?"
    inside = answer(question, corpus=sample, outlets=["isnad samples"], since="2024-09-14")
    assert inside.answered
    assert {str(c.article.date) for c in inside.citations} == {"2024-09-14"}
    outside = answer(question, corpus=sample, since="2025-01-01")
    assert (outside.answered, outside.closest, outside.confidence) == (False, (), 0.0)
    assert outside.text == "The articles do not say. I found nothing in them that answers this question."


# Follow-ups


@pytest.mark.parametrize(
    ("history", "question", "said"),
    [
        (["Who is Shoigu?", "Did Putin and Kim sign a strategic partnership agreement?"], "When?", "19 يونيو"),
        (["هل وقّع بوتين وكيم اتفاقية شراكة استراتيجية؟"], "ومتى؟", "19 يونيو"),
        (["Did Putin and Kim sign a strategic partnership agreement?", "Why?"], "متى؟", "19 يونيو"),
    ],
)
def test_a_follow_up_is_about_what_was_asked_before(
    sample: Corpus, history: list[str], question: str, said: str
) -> None:
    assert not answer(question, corpus=sample).answered
    got = answer(question, corpus=sample, history=history)
    assert said in got.citations[0].quote
    assert got.question == question
    assert got.language == ("ar" if is_arabic(question) else "en")
    check(got)


def test_a_question_that_stands_alone_is_asked_alone(sample: Corpus) -> None:
    history = ["How do I bake sourdough bread?"]
    assert answer(EXAMPLES[0], corpus=sample, history=history) == answer(EXAMPLES[0], corpus=sample)


# What comes and goes


def test_what_is_added_is_answered_from_at_once_and_what_is_removed_never_again(corpus: Corpus) -> None:
    corpus.add([LIGHTHOUSE])
    assert not answer(WHO_CAME, corpus=corpus).answered
    corpus.add([COPY])
    got = answer(WHO_CAME, corpus=corpus)
    assert [c.quote for c in got.citations] == ["وحضر الصيادون الافتتاح."]
    assert got.citations[0].article.outlet == "إذاعة التل"
    both = answer(REOPENED, corpus=corpus)
    assert {c.article.id for c in both.statements[0].citations} == {LIGHTHOUSE.id, COPY.id}
    check(both)
    corpus.remove(COPY.id)
    assert not answer(WHO_CAME, corpus=corpus).answered
    left = answer(REOPENED, corpus=corpus)
    assert {c.article.id for c in left.citations} == {LIGHTHOUSE.id}
    assert {hit.article.id for hit in retrieve(WHO_CAME, corpus=corpus)} == {LIGHTHOUSE.id}


def test_files_are_answered_from_as_soon_as_they_are_ingested(corpus: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "lighthouse.md").write_text(
        f"---\ntitle: {COPY.title}\noutlet: {COPY.outlet}\ndate: 2025-02-12\n---\n{COPY.text}\n", encoding="utf-8"
    )
    corpus.ingest([folder])
    got = answer("Who attended the opening?", corpus=corpus)
    assert got.text.split("\n") == [
        "This is what the articles say:",
        "",
        "“وحضر الصيادون الافتتاح.” [1]",
        "— إذاعة التل, 12 February 2025",
    ]
    assert got.citations[0].article.id == COPY.id


def test_a_large_corpus_does_not_drown_a_small_article(writable: Corpus) -> None:
    writable.add([LIGHTHOUSE])
    assert answer(REOPENED, corpus=writable).citations[0].article.id == LIGHTHOUSE.id
    writable.remove(LIGHTHOUSE.id)
    got = answer(REOPENED, corpus=writable)
    assert not got.answered
    assert LIGHTHOUSE.id not in {hit.article.id for hit in got.closest}


# Questions that mean harm, and what cannot be asked


@pytest.mark.parametrize("question", HOSTILE)
def test_a_strange_question_does_no_harm(sample: Corpus, question: str) -> None:
    got = answer(question, corpus=sample)
    assert got.question == question.strip()
    assert got.citations or got.closest
    assert len(sample) == 12
    for c in got.citations:
        assert c.article.text[c.start : c.end] == c.quote
    assert retrieve(question, corpus=sample)


@pytest.mark.parametrize("question", ["", " \n", "🚂", "?", "س" * 2001, "q" * 10_000])
def test_what_cannot_be_asked_is_an_error(sample: Corpus, question: str) -> None:
    with pytest.raises(QuestionError):
        answer(question, corpus=sample)
    with pytest.raises(QuestionError):
        retrieve(question, corpus=sample)


def test_a_language_model_is_not_taken(sample: Corpus) -> None:
    with pytest.raises(RagError, match="leave llm out"):
        answer(EXAMPLES[0], corpus=sample, llm=object())


# The default store


def test_a_store_of_ones_own_starts_empty(tmp_path: Path) -> None:
    with open_corpus(tmp_path / "own") as corpus:
        assert len(corpus) == 0


def test_the_default_store_is_where_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, sample_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(sample_folder, tmp_path / "default")
    monkeypatch.setenv("ISNAD_STORE", str(folder))
    with open_corpus() as corpus:
        assert corpus.path == folder
        assert len(corpus) == 12
