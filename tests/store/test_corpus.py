"""What every corpus keeps: what is added, read from files, removed and opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from store import Corpus, Span, Translation, UnknownArticleError
from store.ingestion.report import Progress
from store.scope import Scope
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.chroma_server import ChromaServer
from tests.helpers.store.harbour import (
    ALL,
    BAKERY,
    EVERYWHERE,
    FERRY,
    MEANINGS,
    OBSERVATORY,
    UNDATED,
    Contract,
    asked,
    forms,
    having,
    ids,
    near,
    near_sentences,
    write,
)


class Kept(Contract):
    """Run with the fake encoder and the real one."""

    def test_a_new_corpus_is_empty(self, corpus: Corpus) -> None:
        assert len(corpus) == 0
        assert corpus.articles() == [] == corpus.articles([]) == corpus.outlets()
        assert near(corpus, "ferry") == [] == having(corpus, "ferri")
        assert corpus.index.total() == 0
        assert corpus.index.frequencies([]) == {} == corpus.index.matching({}, 5, EVERYWHERE)
        assert not corpus.index.centre().any()

    def test_articles_come_back_as_they_were_given(self, corpus: Corpus) -> None:
        report = corpus.add(ALL)
        assert report.added == tuple(ids(ALL))
        assert report.updated == report.unchanged == report.duplicates == report.failed == ()
        assert len(corpus) == len(ALL)
        assert [corpus.article(article.id) for article in ALL] == ALL
        assert corpus.articles() == [UNDATED, FERRY, BAKERY, OBSERVATORY]
        assert corpus.articles([BAKERY.id, "no such id", FERRY.id]) == [FERRY, BAKERY]

    def test_outlets_are_named_once_in_order(self, corpus: Corpus) -> None:
        corpus.add([FERRY, BAKERY, OBSERVATORY])
        assert corpus.outlets() == ["Valley Post", "صحيفة الرصيف"]

    def test_a_language_not_given_is_worked_out(self, corpus: Corpus) -> None:
        corpus.add([replace(FERRY, language="", translations=()), replace(BAKERY, language="")])
        assert [article.language for article in corpus.articles()] == ["ar", "en"]

    def test_added_again_an_article_is_a_duplicate_or_replaces(self, stocked: Corpus) -> None:
        assert stocked.add([BAKERY]).duplicates == (BAKERY.id,)
        renamed = replace(BAKERY, title="No more bread", date=dt.date(2024, 7, 20))
        assert stocked.add([renamed]).updated == (BAKERY.id,)
        assert stocked.article(BAKERY.id) == renamed
        assert len(stocked) == len(ALL)
        assert near(stocked, "bakery", Scope(since=dt.date(2024, 7, 20), until=dt.date(2024, 7, 20))) == [BAKERY.id]
        assert BAKERY.id not in near(stocked, "bakery", Scope(until=dt.date(2024, 7, 19)))
        assert having(stocked, "bakery", Scope(since=dt.date(2024, 7, 20), until=dt.date(2024, 7, 20))) == [BAKERY.id]

    def test_a_translation_taken_back_is_no_longer_found(self, stocked: Corpus) -> None:
        stocked.add([replace(FERRY, translations=())])
        vector = stocked.encoder.encode_passages([FERRY.translations[0].text])[0]
        closest = stocked.index.near_passages(vector, 10, EVERYWHERE)
        assert closest[FERRY.id, 0] < 0.99
        assert having(stocked, "ferry") == []

    def test_the_second_translation_into_one_language_is_not_used(self, corpus: Corpus) -> None:
        second = Translation("en", "Other", "Something else entirely.\nAnd a walrus.")
        corpus.add([replace(FERRY, translations=(*FERRY.translations, second))])
        assert corpus.article(FERRY.id).translated(Span(0, 1), "en") == FERRY.translations[0].text.split("\n")[0]
        assert [len(row.states) for row in corpus.index.sentences([(FERRY.id, 0)])] == [2, 2]

    def test_ingested_twice_files_are_unchanged(self, corpus: Corpus, tmp_path: Path) -> None:
        folder = tmp_path / "news"
        write(folder, "a.md", BAKERY.text, title=BAKERY.title, outlet=BAKERY.outlet, date="2024-07-19")
        write(folder, "b.md", UNDATED.text, title=UNDATED.title)
        seen: list[Progress] = []
        first = corpus.ingest([folder], on_progress=seen.append)
        assert first.added == (BAKERY.id, UNDATED.id)
        assert {far.total for far in seen} == {2}
        assert sorted(far.done for far in seen) == [far.done for far in seen]
        assert (seen[0].done, seen[-1].done) == (0, 2)
        assert corpus.articles() == [UNDATED, BAKERY]
        second = corpus.ingest([str(folder), folder / "a.md"])
        assert second == replace(first, added=(), unchanged=first.added, remarks=())
        assert len(corpus) == 2

    def test_a_changed_file_replaces_its_article(self, corpus: Corpus, tmp_path: Path) -> None:
        path = write(tmp_path / "news", "a.md", BAKERY.text, title="One")
        corpus.ingest([path])
        write(tmp_path / "news", "a.md", UNDATED.text, title="Two")
        assert corpus.ingest([path]).updated == (UNDATED.id,)
        assert ids(corpus.articles()) == [UNDATED.id]
        assert near(corpus, "bakery") == [UNDATED.id]
        assert having(corpus, "bakery") == []
        with pytest.raises(UnknownArticleError):
            corpus.article(BAKERY.id)

    def test_a_changed_title_updates_the_article(self, corpus: Corpus, tmp_path: Path) -> None:
        path = write(tmp_path / "news", "a.md", BAKERY.text, title="Bread", outlet="Valley Post")
        corpus.ingest([path])
        write(tmp_path / "news", "a.md", BAKERY.text, title="Rolls", outlet="Hill Post")
        report = corpus.ingest([path])
        assert (report.updated, len(corpus)) == ((BAKERY.id,), 1)
        assert corpus.article(BAKERY.id).title == "Rolls"
        assert having(corpus, "rolls") == [BAKERY.id]
        assert having(corpus, "bread") == []

    @pytest.mark.parametrize("together", [True, False])
    def test_one_text_in_two_files_is_kept_once(self, corpus: Corpus, tmp_path: Path, together: bool) -> None:
        one = write(tmp_path / "news", "a.md", BAKERY.text, title="First")
        other = write(tmp_path / "news", "b.md", BAKERY.text, title="Second")
        reports = [corpus.ingest(paths) for paths in ([[one, other]] if together else [[one], [other]])]
        assert [i for report in reports for i in report.added] == [BAKERY.id]
        assert [i for report in reports for i in report.duplicates] == [BAKERY.id]
        assert [article.title for article in corpus.articles()] == ["First"]

    def test_a_file_that_cannot_be_read_is_reported_and_the_rest_goes_on(
        self, corpus: Corpus, tmp_path: Path
    ) -> None:
        good = write(tmp_path / "news", "a.md", BAKERY.text)
        bad = tmp_path / "news" / "b.md"
        bad.write_bytes(b"\xff\xfe\xff")
        missing = tmp_path / "missing.md"
        report = corpus.ingest([missing, bad, good])
        assert report.added == (BAKERY.id,)
        assert {path for path, _ in report.failed} == {missing, bad}
        assert all(reason.endswith("ingest it again.") for _, reason in report.failed)

    def test_a_removed_article_is_gone_from_everywhere(self, stocked: Corpus) -> None:
        rows = stocked.index.sentences([(FERRY.id, 0)])
        stocked.remove(FERRY.id)
        assert len(stocked) == len(ALL) - 1
        assert FERRY.id not in near(stocked, "ferry")
        assert having(stocked, "ferry") == []
        assert stocked.index.passages([(FERRY.id, 0)]) == {}
        assert stocked.index.sentences([(FERRY.id, 0)]) == []
        assert stocked.index.likeness([row.states[0] for row in rows], asked(stocked, "ferry")) == {}
        assert stocked.index.meanings(rows) == [None, None]
        assert stocked.add([FERRY]).added == (FERRY.id,)

    def test_a_removed_file_can_be_ingested_again(self, corpus: Corpus, tmp_path: Path) -> None:
        path = write(tmp_path / "news", "a.md", BAKERY.text)
        corpus.ingest([path])
        corpus.remove(BAKERY.id)
        assert corpus.ingest([path]).added == (BAKERY.id,)
        assert near(corpus, "bakery") == [BAKERY.id]

    def test_an_unknown_id_names_the_remedy(self, stocked: Corpus) -> None:
        for call in (stocked.article, stocked.remove):
            with pytest.raises(UnknownArticleError, match=r"'0123' *\. .*isnad list"):
                call("0123")
        assert len(stocked) == len(ALL)

    def test_everything_is_there_after_reopening(self, encoder: Any, address: str, tmp_path: Path) -> None:
        def results(corpus: Corpus) -> list[object]:
            return [
                corpus.articles(),
                near(corpus, "comet"),
                near_sentences(corpus, "horses"),
                corpus.index.matching(forms("مرصد"), 5, EVERYWHERE),
                corpus.index.centre().tolist(),
                corpus.index.frequencies(["مرصد", "oven", "nowhere"]),
            ]

        with Corpus.open(tmp_path / "store", encoder, address) as first:
            first.add(ALL)
            before = results(first)
        with Corpus.open(str(tmp_path / "store"), encoder, address) as second:
            assert results(second) == before
            assert second.add(ALL).duplicates == tuple(ids(ALL))

    def test_a_reader_sees_what_another_corpus_wrote(self, stocked: Corpus, encoder: Any, address: str) -> None:
        with Corpus.open(stocked.path, encoder, address) as reader:
            before = reader.index.centre()
            stocked.remove(FERRY.id)
            assert len(reader) == len(ALL) - 1
            assert FERRY.id not in near(reader, "ferry")
            assert not np.array_equal(before, reader.index.centre())

    def test_several_threads_read_the_same(self, stocked: Corpus) -> None:
        def results(_: int) -> list[object]:
            return [near(stocked, "ferry"), having(stocked, "ferry"), near_sentences(stocked, "oven"), len(stocked)]

        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(results, range(12)))
        assert found == [results(0)] * 12


class TestWithAFakeEncoder(Kept):
    @pytest.fixture
    def encoder(self) -> FakeEncoder:
        return FakeEncoder(MEANINGS)


class TestWithTheRealEncoder(Kept):
    """The `encoder` is the session's."""


class TestOnAChromaServer(Kept):
    @pytest.fixture
    def encoder(self) -> FakeEncoder:
        return FakeEncoder(MEANINGS)

    @pytest.fixture
    def address(self, chroma: ChromaServer) -> str:
        return chroma.address

    @pytest.fixture
    def corpus(self, tmp_path: Path, encoder: FakeEncoder, address: str) -> Iterator[Corpus]:
        with Corpus.open(tmp_path / "store", encoder, address) as opened:
            yield opened
        assert list((tmp_path / "store").rglob("chroma.sqlite3")) == []  # the index is not in the folder
