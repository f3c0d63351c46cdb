"""Answers found with the reader that ships, over invented articles: the way users have it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from rag import Settings, answer, stream_answer
from rag.reading import Entailment, Page, Reader, Reading, open_reader
from rag.retrieval import Ranking, hybrid_search
from store import Article, Corpus, Scope
from store.embedding.encoder import Encoder

BRIDGE = Article(
    title="Council of Harnell backs a second bridge over the Ode",
    text=(
        "The council of Harnell voted on Tuesday to build a second bridge over the river Ode. "
        "The project will cost 41 million crowns, half of which the region is to pay. "
        "Work is to begin in April, and the first cars should cross three years later. "
        "Mayor Ines Falk said the old bridge could no longer carry buses. "
        "A group of fishermen has gone to court against it, because the pillars would stand in a spawning ground."
    ),
    outlet="Harnell Courier",
    date=dt.date(2024, 2, 6),
)
HOSPITAL = Article(
    title="New children's ward at Harnell hospital opens late",
    text=(
        "The children's ward of Harnell hospital opened on Monday, eight months late. "
        "It has 36 beds and cost 19 million crowns. "
        "Director Paul Renner blamed a shortage of electricians for the delay. "
        "The old ward becomes a day clinic."
    ),
    outlet="Harnell Courier",
    date=dt.date(2024, 3, 11),
)
HARVEST = Article(
    title="محصول الزيتون في وادي الرمان يتراجع إلى النصف",
    text=(
        "قالت نقابة المزارعين في وادي الرمان إن محصول الزيتون تراجع هذا العام إلى 1200 طن. "
        "وعزت رئيسة النقابة سعاد البنا التراجع إلى موجة صقيع ضربت الوادي في أيار. "
        "وأضافت أن النقابة ستوزع شتولاً مجانية على المتضررين في الخريف المقبل. "
        "ولم يتأثر محصول العنب في الجهة الغربية من الوادي."
    ),
    outlet="صحيفة الوادي",
    date=dt.date(2024, 11, 3),
)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Iterator[Corpus]:
    with Corpus.open(tmp_path_factory.mktemp("town") / "store", encoder) as corpus:
        corpus.add([BRIDGE, HOSPITAL, HARVEST])
        yield corpus


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How much will the new bridge cost?", "41 million crowns"),
        ("Why do the fishermen object to the bridge?", "spawning ground"),
        ("What does the director blame for the ward's late opening?", "shortage of electricians"),
        ("How many beds does the children's ward have?", "36"),
        ("لماذا قل محصول الزيتون؟", "صقيع"),
        ("Why did the olive harvest shrink?", "صقيع"),
        ("متى تبدأ أعمال بناء الجسر؟", "in April"),
    ],
)
def test_the_sentence_that_answers_is_quoted_first(town: Corpus, question: str, words: str) -> None:
    got = answer(question, corpus=town)
    assert words in got.citations[0].quote


@pytest.mark.usefixtures("reading")
def test_a_citation_tells_the_words_that_answer(town: Corpus) -> None:
    got = answer("How many beds does the children's ward have?", corpus=town)
    citation = got.citations[0]
    assert citation.answer is not None
    assert citation.start <= citation.answer.start < citation.answer.end <= citation.end
    assert "36" in citation.article.cut(citation.answer)


@pytest.mark.usefixtures("reading")
def test_the_words_of_a_headline_that_answer_stand_in_the_headline(town: Corpus) -> None:
    got = answer("Who backs a second bridge over the Ode?", corpus=town)
    [cited] = [citation for citation in got.citations if citation.field == "title"]
    assert cited.answer is not None and cited.answer.field == "title"
    assert cited.article.cut(cited.answer) == "Council of Harnell"


@pytest.mark.usefixtures("reading")
def test_a_near_miss_has_less_confidence_than_the_question_it_is_made_of(town: Corpus) -> None:
    pairs = [
        ("How much will the new bridge cost?", "How much will the new airport cost?"),
        ("Who blamed a shortage of electricians?", "Who blamed a shortage of nurses?"),
        ("لماذا تراجع محصول الزيتون؟", "لماذا تراجع محصول القمح؟"),
    ]
    for asked, missed in pairs:
        assert answer(asked, corpus=town).confidence > answer(missed, corpus=town).confidence


def test_without_the_reader_no_words_are_told(town: Corpus) -> None:
    got = answer("How many beds does the children's ward have?", corpus=town)
    assert got.citations and all(citation.answer is None for citation in got.citations)


def test_a_reader_that_fails_is_done_without(town: Corpus, caplog: pytest.LogCaptureFixture) -> None:
    from rag.errors import ReaderError
    from rag.query import plan_query

    class Failing:
        fingerprint = "failing"

        def read(self, question: str, pages: object) -> list[object]:
            raise ReaderError("The reader failed.")

        def judge(self, pairs: object) -> list[object]:
            raise ReaderError("The reader failed.")

    failing: Reader = Failing()  # type: ignore[assignment]
    plan = plan_query("How many beds does the children's ward have?", town, Scope())
    assert Ranking(town, 0.5, failing).rank(plan).evidence == Ranking(town, 0.5).rank(plan).evidence
    assert "without the reader. The reader failed." in caplog.text


@pytest.mark.usefixtures("reading")
@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did the council of Harnell vote for in February 2024?", "voted on Tuesday"),
        ("كم بلغ محصول الزيتون في وادي الرمان عام 2024؟", "1200"),
    ],
)
def test_a_month_or_year_that_only_the_article_s_day_says_is_said(question: str, words: str, town: Corpus) -> None:
    got = answer(question, corpus=town)
    assert got.answered and words in got.citations[0].quote
    assert all(c.article.part(c.field)[c.start : c.end] == c.quote for c in got.citations)
    assert all(c.answer is None or c.answer.end <= len(c.article.part(c.answer.field)) for c in got.citations)


class Recording:
    """A reader that tells when it is at work."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.fingerprint = reader.fingerprint
        self.done: list[str] = []
        self.titles: list[str] = []

    def read(self, question: str, pages: Sequence[Page]) -> list[Reading]:
        self.done.append("read")
        self.titles += [page.title for page in pages]
        return self._reader.read(question, pages)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        self.done.append("judged")
        return self._reader.judge(pairs)


@pytest.fixture
def recording(reading: None, monkeypatch: pytest.MonkeyPatch) -> Recording:
    reader = open_reader("")
    assert reader is not None
    recording = Recording(reader)
    monkeypatch.setattr("rag.chain.answering.open_reader", lambda choice: None if choice == "off" else recording)
    return recording


FOUND = [
    "Who said the old bridge could no longer carry buses?",
    "What did director Paul Renner blame for the delay?",
    "كم بلغ محصول الزيتون في وادي الرمان هذا العام؟",
]


@pytest.mark.parametrize("question", FOUND)
def test_what_is_found_at_once_comes_before_what_was_read(town: Corpus, recording: Recording, question: str) -> None:
    snapshots = stream_answer(question, corpus=town, settings=Settings(llm=""))
    early = next(snapshots)
    assert early.preliminary and early.citations and not recording.done
    unread = answer(question, corpus=town, settings=Settings(llm="", reader="off"))
    assert replace(early, preliminary=False) == unread
    (settled,) = snapshots
    assert recording.done and not settled.preliminary
    assert settled == answer(question, corpus=town, settings=Settings(llm=""))


def test_the_articles_are_searched_once_for_both(
    town: Corpus, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[str] = []

    def search(question: str, corpus: Corpus, scope: Scope) -> object:
        searched.append(question)
        return hybrid_search(question, corpus, scope)

    monkeypatch.setattr("rag.retrieval.ranker.hybrid_search", search)
    assert len(list(stream_answer(FOUND[0], corpus=town))) == 2
    assert searched == [FOUND[0]] and recording.done == ["read"]


@pytest.mark.parametrize(
    "question",
    ["hello", "What are the latest news?", "Which singer opened the festival?", "Who won the cup final?"],
)
def test_what_is_not_found_or_not_read_comes_whole(town: Corpus, recording: Recording, question: str) -> None:
    assert [each.preliminary for each in stream_answer(question, corpus=town)] == [False]


def test_without_a_reader_an_answer_comes_whole(town: Corpus) -> None:
    (whole,) = stream_answer(FOUND[0], corpus=town)
    assert whole.answered and not whole.preliminary


def test_what_search_finds_hopeless_is_not_read(town: Corpus, recording: Recording) -> None:
    got = answer("Why have fishermen gone to court against the second bridge over the Ode?", corpus=town)
    assert "spawning ground" in got.citations[0].quote
    assert BRIDGE.title in recording.titles and HARVEST.title not in recording.titles
    assert len(town) == 3, "few enough that all would be read"
