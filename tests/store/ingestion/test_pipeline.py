"""Reading, encoding and writing side by side: in order, and whole wherever it is cut off."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from rag import answer
from store import Article, Corpus, ReadingError, Span, Translation
from store.embedding.engine import Encoding
from store.ingestion.pipeline import BATCH_CHARACTERS, Pipeline
from store.ingestion.report import Progress
from store.ingestion.writer import AddArticle, Command, Encoded, EncodedArticle, encode_batch
from store.readers.limits import MOST_CHARACTERS
from store.text.chunking import Division, divide_text
from tests.helpers.agreement import check, contents, languages
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder
from tests.helpers.stories import NAMES, long_files

PATIENCE = 30
"""Seconds until a test gives up what it waits for."""
OnTokens = Callable[[int], None]

LAMP = Article(title="Lamp", language="en", text="The lamp on the pier went out. The keeper lit it again at dawn.")
BELL = Article(title="Bell", language="en", text="The bell of the chapel cracked in the frost.")
FERRY = Article(
    title="عبّارة",
    language="ar",
    text="دخلت العبّارة الميناء فجرا.\nوحملت العبّارة ستة خيول.",
    translations=(Translation("en", "Ferry", "The ferry came at dawn.\nThe ferry carried six horses."),),
)


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


# The pipeline alone


def addition(name: str, characters: int = BATCH_CHARACTERS) -> AddArticle:
    """An article that fills a batch, unless it has fewer characters."""
    return AddArticle(Article(title=name, text=f"{name} ".ljust(characters, "x")))


def encoded(commands: Sequence[Command], on_tokens: OnTokens) -> list[Encoded]:
    """As if the encoder had read the articles, a token a character."""
    for one in commands:
        on_tokens(len(one.article.text))
    return [EncodedArticle(one, Division((), ()), (), (), ()) for one in commands]


class Written:
    """Notes the titles of the articles in each batch that is written."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def __call__(self, batch: Sequence[Encoded]) -> None:
        self.batches.append([one.command.article.title for one in batch])


def titles(commands: Sequence[Command]) -> list[str]:
    return [one.article.title for one in commands]


def waited(event: threading.Event) -> None:
    assert event.wait(PATIENCE), "nobody came"


def test_batches_are_written_in_the_order_of_their_articles() -> None:
    written = Written()
    commands = [addition(f"{number}") for number in range(12)]
    with Pipeline(encoded, written) as pipeline:
        for one in commands:
            pipeline.put(one)
        pipeline.finish()
    assert written.batches == [[title] for title in titles(commands)]


def test_a_batch_is_sent_off_when_it_is_full() -> None:
    written = Written()
    parts = [addition(f"{number}", BATCH_CHARACTERS // 2) for number in range(5)]
    with Pipeline(encoded, written) as pipeline:
        for one in parts:
            pipeline.put(one)
        pipeline.finish()
        assert written.batches == [["0", "1"], ["2", "3"], ["4"]]
        pipeline.put(addition("late", 10))
        pipeline.finish()
        pipeline.finish()
    assert written.batches[3:] == [["late"]]


def test_nothing_is_written_of_nothing() -> None:
    written = Written()
    with Pipeline(encoded, written) as pipeline:
        pipeline.finish()
    assert written.batches == []
    assert (pipeline.pending, pipeline.tokens) == ({}, 0)


def test_an_article_is_pending_until_it_is_written() -> None:
    gate = threading.Event()

    def slowly(commands: Sequence[Command], on_tokens: OnTokens) -> list[Encoded]:
        waited(gate)
        return encoded(commands, on_tokens)

    one, other = addition("one"), addition("other", 10)
    with Pipeline(slowly, Written()) as pipeline:
        pipeline.put(one)
        pipeline.put(other)
        assert pipeline.pending == {one.article.id: one.article, other.article.id: other.article}
        assert pipeline.tokens == 0
        gate.set()
        pipeline.finish()
        assert pipeline.pending == {}
        assert pipeline.tokens == BATCH_CHARACTERS + 10


def test_reading_encoding_and_writing_go_on_side_by_side() -> None:
    """Three hands, none of which goes on before another has begun: one after the other they would wait forever."""
    second_taken, second_encoding, first_writing = (threading.Event() for _ in range(3))

    def encode_both(commands: Sequence[Command], on_tokens: OnTokens) -> list[Encoded]:
        if titles(commands) == ["second"]:
            second_encoding.set()
            waited(first_writing)
        else:
            waited(second_taken)
        return encoded(commands, on_tokens)

    written = Written()

    def write(batch: Sequence[Encoded]) -> None:
        if not written.batches:
            first_writing.set()
            waited(second_encoding)
        written(batch)

    with Pipeline(encode_both, write) as pipeline:
        pipeline.put(addition("first"))
        pipeline.put(addition("second"))
        second_taken.set()
        pipeline.finish()
    assert written.batches == [["first"], ["second"]]


def test_no_more_than_two_batches_are_under_way() -> None:
    """The third waits for the first to be written, so that memory holds few of them."""
    gate, begun = threading.Event(), threading.Event()
    written = Written()

    def write(batch: Sequence[Encoded]) -> None:
        waited(gate)
        written(batch)

    with Pipeline(encoded, write) as pipeline:

        def on_beat() -> None:
            if not gate.is_set():
                begun.set()
                assert len(pipeline.pending) == 3
                gate.set()

        pipeline.on_beat = on_beat
        for number in range(3):
            pipeline.put(addition(f"{number}"))
        assert begun.is_set()
        assert written.batches[0] == ["0"]
        pipeline.finish()
    assert written.batches == [["0"], ["1"], ["2"]]


def test_it_beats_in_the_callers_thread_while_it_waits() -> None:
    beats: list[int] = []
    enough = threading.Event()

    def on_beat() -> None:
        beats.append(threading.get_ident())
        if len(beats) == 3:
            enough.set()

    def slowly(commands: Sequence[Command], on_tokens: OnTokens) -> list[Encoded]:
        waited(enough)
        return encoded(commands, on_tokens)

    with Pipeline(slowly, Written()) as pipeline:
        pipeline.on_beat = on_beat
        pipeline.put(addition("one"))
        pipeline.finish()
    assert len(beats) >= 4  # three while it waited, one when the batch was written
    assert set(beats) == {threading.get_ident()}


class Failing:
    """Encodes or writes; raises where a batch holds the article of this title."""

    def __init__(self, title: str, error: BaseException) -> None:
        self._title = title
        self._error = error

    def encode(self, commands: Sequence[Command], on_tokens: OnTokens) -> list[Encoded]:
        if self._title in titles(commands):
            raise self._error
        return encoded(commands, on_tokens)


ERRORS = [RuntimeError("no more"), KeyboardInterrupt("no more"), ReadingError("no more"), OSError(28, "no more")]


@each_case("error", ERRORS)
def test_an_error_in_encoding_is_raised_and_what_was_written_stays(error: BaseException) -> None:
    written = Written()
    with pytest.raises(type(error), match="no more") as raised:
        with Pipeline(Failing("2", error).encode, written) as pipeline:
            for number in range(9):
                pipeline.put(addition(f"{number}"))
            pytest.fail("put raised nothing")
    assert raised.value is error
    assert written.batches[:2] == [["0"], ["1"]]
    assert ["2"] not in written.batches


@each_case("error", ERRORS)
def test_an_error_in_writing_is_raised_and_what_was_written_before_stays(error: BaseException) -> None:
    written = Written()

    def write(batch: Sequence[Encoded]) -> None:
        if batch[0].command.article.title == "1":
            raise error
        written(batch)

    with pytest.raises(type(error), match="no more") as raised:
        with Pipeline(encoded, write) as pipeline:
            for number in range(9):
                pipeline.put(addition(f"{number}"))
            pytest.fail("put raised nothing")
    assert raised.value is error
    assert written.batches[0] == ["0"]
    assert ["1"] not in written.batches


@pytest.mark.parametrize("stage", ["encoding", "writing"])
def test_an_error_in_the_last_batch_is_raised_by_finish(stage: str) -> None:
    def write(batch: Sequence[Encoded]) -> None:
        raise RuntimeError("no room")

    failing = Failing("only", RuntimeError("no room")).encode
    with pytest.raises(RuntimeError, match="no room"):
        with Pipeline(failing, Written()) if stage == "encoding" else Pipeline(encoded, write) as pipeline:
            pipeline.put(addition("only", 10))
            pipeline.finish()
            pytest.fail("finish raised nothing")


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_left_by_an_error_it_stops_encoding(error: type[BaseException]) -> None:
    """The batch would take forever: it ends only because telling how many tokens were read is refused."""
    begun, ended = threading.Event(), threading.Event()

    def forever(commands: Sequence[Command], on_tokens: OnTokens) -> list[Encoded]:
        try:
            for _ in itertools.count():
                on_tokens(1)
                begun.set()
        finally:
            ended.set()
        return []

    written = Written()
    with pytest.raises(error):
        with Pipeline(forever, written) as pipeline:
            pipeline.put(addition("endless"))
            pipeline.put(addition("never begun"))
            waited(begun)
            raise error
    assert ended.is_set()
    assert written.batches == []


def test_left_by_an_error_it_waits_for_the_batch_that_is_being_written() -> None:
    writing, begun, left = threading.Event(), threading.Event(), threading.Event()
    written = Written()

    def encode_first(commands: Sequence[Command], on_tokens: OnTokens) -> list[Encoded]:
        if titles(commands) == ["first"]:
            return encoded(commands, on_tokens)
        try:
            for _ in itertools.count():
                on_tokens(1)
                begun.set()
        finally:
            left.set()
        return []

    def write(batch: Sequence[Encoded]) -> None:
        writing.set()
        waited(left)
        written(batch)

    with pytest.raises(KeyboardInterrupt):
        with Pipeline(encode_first, write) as pipeline:
            pipeline.put(addition("first"))
            waited(writing)
            pipeline.put(addition("dropped"))
            waited(begun)
            raise KeyboardInterrupt
    assert written.batches == [["first"]]


# A batch


class Recording(FakeEncoder):
    """Notes each text that it reads, and how many tokens it told."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []
        self.tokens = 0

    def read_passages(self, texts: Sequence[str], on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        for text, encoding in zip(texts, super().read_passages(texts, on_tokens), strict=True):
            self.read.append(text)
            self.tokens += self.token_count(text)
            yield encoding


def texts_of(article: Article) -> list[str]:
    """The title, passages and sentences of an article, in all their languages."""
    division = divide_text(article.text)
    spans = [*division.passages, *(Span(sentence.start, sentence.end) for sentence in division.sentences)]
    titles = [article.title, *(translation.title for translation in article.translations)]
    return titles + [text for span in spans for _, text in languages(article, span)]


def test_a_batch_is_read_passages_and_sentences_in_every_language() -> None:
    recording = Recording()
    found = encode_batch(recording, [AddArticle(FERRY), AddArticle(LAMP)], lambda tokens: None)
    assert [one.command.article for one in found] == [FERRY, LAMP]
    assert [id_ for id_, _ in found[0].passages] == [f"{FERRY.id}:0", f"{FERRY.id}:0/en"]
    assert [id_ for id_, _ in found[1].passages] == [f"{LAMP.id}:0"]
    assert [[reading.text for reading in languages] for languages in found[0].sentences] == [
        ["دخلت العبّارة الميناء فجرا.", "The ferry came at dawn."],
        ["وحملت العبّارة ستة خيول.", "The ferry carried six horses."],
    ]
    assert set(recording.read) == {*texts_of(FERRY), *texts_of(LAMP)}
    for one in found:
        for reading in [*(r for _, r in one.passages), *itertools.chain(*one.sentences)]:
            (vector,) = recording.encode_passages([reading.text])
            np.testing.assert_array_equal(reading.vector, vector)


def test_a_text_that_is_there_twice_is_read_once() -> None:
    chorus = "The bell rang again."
    song = Article(title="Song", language="en", text=f"{chorus}\nThe night was long.\n{chorus}\n{chorus}")
    other = Article(title="Other", language="en", text=f"{chorus}\nNobody slept.")
    recording = Recording()
    first, second = encode_batch(recording, [AddArticle(song), AddArticle(other)], lambda tokens: None)
    assert recording.read.count(chorus) == 1
    assert len(recording.read) == len(set(recording.read)) == 7  # two titles, two passages, three sentences
    same = [first.sentences[0][0], first.sentences[2][0], first.sentences[3][0], second.sentences[0][0]]
    assert all(reading is same[0] for reading in same)


def test_a_translation_that_two_sentences_share_is_read_once() -> None:
    text = "وصل القطار. ثم غادر. وعاد المسافرون إلى بيوتهم مساء."
    line = "The train came, left, and the passengers went home in the evening."
    recording = Recording()
    (found,) = encode_batch(
        recording,
        [AddArticle(Article(title="T", text=text, translations=(Translation("en", "T", line),)))],
        lambda _: None,
    )
    assert [languages[1].text for languages in found.sentences] == [line] * 3
    assert recording.read.count(line) == 1


def test_a_passage_of_one_sentence_is_read_once() -> None:
    recording = Recording()
    (found,) = encode_batch(recording, [AddArticle(BELL)], lambda tokens: None)
    assert recording.read == [BELL.text, BELL.title]
    assert found.passages[0][1] is found.sentences[0][0]
    assert len(found.sentences[0][0].states) == recording.token_count(BELL.text) * recording.dimensions


def test_a_batch_tells_how_many_tokens_were_read() -> None:
    recording = Recording()
    told: list[int] = []
    encode_batch(recording, [AddArticle(LAMP), AddArticle(BELL), AddArticle(FERRY)], told.append)
    assert sum(told) == recording.tokens == sum(map(recording.token_count, recording.read))


# In a corpus


class Stuck(Recording):
    """Reads one batch, counted from 1, up to a text that it is never done with: it must be stopped."""

    def __init__(self, batch: int, text: int) -> None:
        super().__init__()
        self._left = batch
        self._text = text
        self.there = threading.Event()

    def read_passages(self, texts: Sequence[str], on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        self._left -= 1
        pause = threading.Event()
        if self._left == 0:
            self.read.clear()
        for number, encoding in enumerate(super().read_passages(texts, on_tokens)):
            if self._left == 0 and number == self._text:
                self.there.set()
                for _ in range(100 * PATIENCE):
                    assert on_tokens is not None
                    on_tokens(0)
                    pause.wait(0.01)
            yield encoding


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return long_files(tmp_path_factory.mktemp("stories") / "in", 4)


@pytest.fixture(scope="module")
def uninterrupted(stories: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """The stories, ingested at one go."""
    with Corpus.open(tmp_path_factory.mktemp("uninterrupted"), FakeEncoder()) as corpus:
        corpus.ingest(stories)
        check(corpus)
        yield corpus


@pytest.mark.slow
@pytest.mark.parametrize(("batch", "text"), [(1, 0), (2, 7), (3, 60), (4, 100)])
def test_interrupted_and_run_again_it_is_as_if_it_had_not_been(
    uninterrupted: Corpus, stories: list[Path], tmp_path: Path, batch: int, text: int
) -> None:
    stuck = Stuck(batch, text)

    def interrupt(far: Progress) -> None:
        if stuck.there.is_set() and far.done == batch - 1:
            raise KeyboardInterrupt

    with Corpus.open(tmp_path / "store", stuck) as corpus:
        with pytest.raises(KeyboardInterrupt):
            corpus.ingest(stories, interrupt)
        assert len(stuck.read) == text + 1  # of the batch, nothing after the text that was being read
        assert len(corpus) == batch - 1
        check(corpus)
        report = corpus.ingest(stories)
        assert (len(report.unchanged), len(report.added)) == (batch - 1, 5 - batch)
        check(corpus)
        assert contents(corpus) == contents(uninterrupted)
        for question in [f"Where does the story of {name} begin?" for name in NAMES]:
            assert answer(question, corpus=corpus) == answer(question, corpus=uninterrupted)


def test_an_interrupted_ingestion_leaves_the_store_free_to_write(stories: list[Path], tmp_path: Path) -> None:
    stuck = Stuck(1, 0)

    def interrupt(far: Progress) -> None:
        if stuck.there.is_set():
            raise KeyboardInterrupt

    with Corpus.open(tmp_path / "store", stuck) as corpus:
        with pytest.raises(KeyboardInterrupt):
            corpus.ingest(stories, interrupt)
        with Corpus.open(tmp_path / "store", FakeEncoder()) as other:
            assert other.add([LAMP]).added == (LAMP.id,)
        assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("isnad-encoding")]


class Waiting(Recording):
    """Reads nothing until it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def read_passages(self, texts: Sequence[str], on_tokens: OnTokens | None = None) -> Iterator[Encoding]:
        waited(self.go)
        yield from super().read_passages(texts, on_tokens)


def test_later_files_are_read_while_an_earlier_batch_is_encoded(stories: list[Path], tmp_path: Path) -> None:
    """The file that cannot be read lies behind one that fills a batch, and is done with before that is encoded."""
    unreadable = tmp_path / "b.txt"
    unreadable.write_bytes(b"\xff\xfe\xff")
    waiting = Waiting()

    def on_progress(far: Progress) -> None:
        if far.done == 1:
            waiting.go.set()

    with Corpus.open(tmp_path / "store", waiting) as corpus:
        report = corpus.ingest([stories[0], unreadable], on_progress)
        assert (len(report.added), len(report.failed)) == (1, 1)
        check(corpus)


# How far it is


def article_file(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.slow
def test_progress_counts_every_file_and_every_token(stories: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    article_file(folder, "a.txt", BELL.text)
    article_file(folder, "b.txt", LAMP.text)
    with Corpus.open(tmp_path / "store", recording := Recording()) as corpus:
        corpus.ingest([folder])
        article_file(folder, "c.txt", "")  # fails
        article_file(folder, "d.txt", BELL.text)  # a duplicate of one that is there
        article_file(folder, "e.txt", stories[0].read_text())  # a duplicate of one that comes with it
        article_file(folder, "b.txt", LAMP.text + " Nobody saw it.")  # changed; a.txt is unchanged
        seen: list[Progress] = []
        recording.tokens = 0
        report = corpus.ingest([*stories[:2], folder, tmp_path / "missing.txt"], seen.append)
        assert seen[-1] == Progress(7, 7, recording.tokens)
        check(corpus)
    counts = [report.added, report.updated, report.unchanged, report.duplicates, report.failed]
    assert [len(found) for found in counts] == [2, 1, 1, 2, 2]
    assert {far.total for far in seen} == {7}  # a path that is not there is no file
    assert [far.done for far in seen] == sorted(far.done for far in seen)
    assert [far.tokens for far in seen] == sorted(far.tokens for far in seen)


def test_progress_of_files_that_are_all_there_already(corpus: Corpus, tmp_path: Path) -> None:
    paths = [article_file(tmp_path / "in", f"{number}.txt", f"{LAMP.text} {number}.") for number in range(3)]
    corpus.ingest(paths)
    seen: list[Progress] = []
    assert len(corpus.ingest(paths, seen.append).unchanged) == 3
    assert list(dict.fromkeys(far for far in seen if far.done)) == [Progress(n, 3, 0) for n in (1, 2, 3)]


def test_progress_of_articles_made_in_python_knows_no_total(tmp_path: Path) -> None:
    seen: list[Progress] = []
    with Corpus.open(tmp_path / "store", recording := Recording()) as corpus:
        corpus.add((article for article in [LAMP, BELL, LAMP]), seen.append)
    assert {far.total for far in seen} == {None}
    assert [far.done for far in seen] == sorted(far.done for far in seen)
    assert seen[-1] == Progress(3, None, recording.tokens)


def test_progress_is_told_in_the_callers_thread(stories: list[Path], tmp_path: Path) -> None:
    threads: set[int] = set()
    with Corpus.open(tmp_path / "store", FakeEncoder()) as corpus:
        corpus.ingest(stories[:1], lambda far: threads.add(threading.get_ident()))
    assert threads == {threading.get_ident()}


# Too long


@pytest.fixture(scope="module")
def too_long() -> str:
    """As lines that differ: what a page repeats is not its article."""
    return "".join(f"{number:07} {'word ' * 20}end.\n" for number in range(MOST_CHARACTERS // 100))


def test_a_file_that_is_too_long_fails_and_the_rest_goes_on(corpus: Corpus, tmp_path: Path, too_long: str) -> None:
    paths = [
        article_file(tmp_path / "in", "a.txt", BELL.text),
        article_file(tmp_path / "in", "b.md", f"---\ntitle: Long\n---\n{too_long}"),
        article_file(tmp_path / "in", "c.txt", LAMP.text),
    ]
    seen: list[Progress] = []
    report = corpus.ingest(paths, seen.append)
    assert report.added == (BELL.id, LAMP.id)
    assert [path for path, _ in report.failed] == paths[1:2]
    ((_, reason),) = report.failed
    length = f"{len(too_long.strip()):,}"
    assert reason == f"b.md has {length} characters; one article may have 1,000,000: split it and ingest it again."
    assert (seen[-1].done, seen[-1].total) == (3, 3)
    check(corpus)


def test_an_article_that_is_too_long_is_refused_and_those_before_it_are_added(corpus: Corpus, too_long: str) -> None:
    with pytest.raises(ReadingError, match=r"^The article 'Long' has [\d,]+ characters; .* 1,000,000\. Split it\.$"):
        corpus.add([BELL, Article(title="Long", text=too_long), LAMP])
    assert corpus.articles() == [BELL]
    check(corpus)


@pytest.mark.slow
def test_an_article_may_be_as_long_as_that(corpus: Corpus) -> None:
    longest = Article(title="T", text="x" * MOST_CHARACTERS, language="en")
    assert corpus.add([longest]).added == (longest.id,)
    with pytest.raises(ReadingError):
        corpus.add([Article(title="T", text="x" * (MOST_CHARACTERS + 1), language="en")])
    assert len(corpus) == 1
