"""The catalogue: articles listed newest first, found by their words, counted by outlet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store import Article, Corpus, Translation
from store.database.catalogue import Catalogue
from store.scope import Scope
from tests.helpers.fakes import FakeEncoder
from tests.helpers.store.syndicated import REPRINT, WIRE

FIRST = dt.date(2023, 1, 1)
OUTLETS = ("Harbour Daily", "صحيفة المرفأ", "")
BRIDGE = Article(
    title="The bridge opens",
    text="A new bridge crosses the river.\n\n"
    + "Its lamps burn all night and the ferry rests. " * 40
    + "\n\nTolls stay.",
    outlet="Harbour Daily",
    date="2025-02-03",
    url="https://harbour.example/bridge",
    language="en",
)
TALKS = Article(
    title="مفاوضات الصيد",
    text="اتفق الوفدان على حصص الأسماك.\nوالسفن تعود إلى الميناء.",
    outlet="صحيفة المرفأ",
    date="2025-02-03",
    language="ar",
    translations=(
        Translation("en", "Fishing talks", "The delegations agreed on quotas.\nThe ships return to port."),
    ),
)
UNDATED = Article(title="A note", text="The beekeeper wrote this note and put no day on it.", language="en")


def _hundreds() -> list[Article]:
    """300 of them, three a day, by three outlets in turn; every fifth is about olives."""
    return [
        Article(
            title=f"Report {number}",
            text=f"The market sold {'olives' if number % 5 == 0 else 'apples'} on stall {number}.",
            outlet=OUTLETS[number % 3],
            date=FIRST + dt.timedelta(days=number // 3),
            language="en",
        )
        for number in range(300)
    ]


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """To read only."""
    with Corpus.open(tmp_path_factory.mktemp("market"), FakeEncoder()) as opened:
        opened.add([*_hundreds(), BRIDGE, TALKS, UNDATED, WIRE, REPRINT])
        yield opened


@pytest.fixture
def catalogue(market: Corpus) -> Catalogue:
    return market.catalogue


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        yield opened


def _titles(catalogue: Catalogue, words: str, scope: Scope = Scope()) -> list[str]:  # noqa: B008
    return [entry.title for entry in catalogue.page(words, scope, limit=500).entries]


def test_pages_run_through_all_articles_newest_first_and_undated_last(catalogue: Catalogue, market: Corpus) -> None:
    pages = [catalogue.page(offset=offset) for offset in range(0, 350, 50)]
    assert {page.total for page in pages} == {304}
    assert [len(page.entries) for page in pages] == [50, 50, 50, 50, 50, 50, 4]
    listed = [entry.id for page in pages for entry in page.entries]
    assert listed == [a.id for a in sorted(market.articles(), key=lambda article: (-article.day, article.id))]
    assert listed[-1] == UNDATED.id


def test_an_entry_tells_all_but_the_text(catalogue: Catalogue) -> None:
    (entry,) = catalogue.page("bridge crosses").entries
    assert (entry.id, entry.title, entry.outlets) == (BRIDGE.id, BRIDGE.title, ("Harbour Daily",))
    assert (entry.date, entry.language, entry.url) == (BRIDGE.date, "en", BRIDGE.url)
    assert entry.length == len(BRIDGE.text)
    assert catalogue.page("beekeeper").entries[0].outlets == ()


def test_copies_are_their_article_with_all_outlets(catalogue: Catalogue, market: Corpus) -> None:
    (article,) = market.articles([WIRE.id])
    (entry,) = catalogue.page(article.title).entries
    assert entry.outlets == article.outlets == (WIRE.outlet, REPRINT.outlet)
    assert catalogue.page(scope=Scope((REPRINT.outlet,))).entries == (entry,)
    counts = dict(catalogue.outlets())
    assert (counts[WIRE.outlet], counts[REPRINT.outlet]) == (1, 1)


def test_a_scope_may_keep_to_a_language(catalogue: Catalogue) -> None:
    arabic = Scope(language="ar")
    assert _titles(catalogue, "", arabic) == [TALKS.title]
    assert catalogue.outlets("", arabic) == [(TALKS.outlet, 1)]
    assert catalogue.days("", arabic) == (TALKS.date, TALKS.date)
    assert _titles(catalogue, "", Scope((BRIDGE.outlet,), language="ar")) == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("bridge tolls", BRIDGE.title),  # far apart in the text
        ("BRIDGES opens", BRIDGE.title),
        ("bridge tol", BRIDGE.title),  # still being typed
        ("harbour bridge", BRIDGE.title),  # the outlet
        ("february 2025 ferry", BRIDGE.title),
        ("أسماك", TALKS.title),
        ("الاسماكُ وميناء", TALKS.title),
        ("مفاوضات الصي", TALKS.title),
        ("صحيفه المرفا وفدان", TALKS.title),
        ("quotas", TALKS.title),  # the translation
    ],
)
def test_all_words_are_found_however_they_are_written(catalogue: Catalogue, words: str, title: str) -> None:
    assert _titles(catalogue, words) == [title]


def test_words_that_are_not_all_there_find_nothing(catalogue: Catalogue) -> None:
    assert catalogue.page("bridge olives").total == 0
    assert catalogue.page("olive").total == 60
    assert catalogue.page("beekee").total == 1
    assert catalogue.page("beekee ").total == 0  # a word that is finished
    assert catalogue.neighbours(BRIDGE.id, "olives") == (None, None)
    assert (catalogue.outlets("zebra"), catalogue.days("zebra")) == ([], None)


@pytest.mark.parametrize(
    "words", ['"', "' OR 1 --", '" NEAR(*', "a* AND", "{keys}:", "\x00", "\ud800", "%", "و" * 5000]
)
def test_signs_of_a_query_language_are_only_text(catalogue: Catalogue, words: str) -> None:
    assert 0 <= catalogue.page(words).total <= 304


def test_a_megabyte_of_words_is_looked_up_by_its_first(catalogue: Catalogue) -> None:
    assert catalogue.page("olives market " + "stall sold " * 100_000).total == 60


def test_outlets_and_days_are_counted_as_the_list_is_narrowed(catalogue: Catalogue) -> None:
    january = Scope(since=FIRST, until=FIRST + dt.timedelta(days=30))
    assert catalogue.page("", january).total == 93
    assert catalogue.outlets("", january) == [("", 31), ("Harbour Daily", 31), ("صحيفة المرفأ", 31)]
    olives = catalogue.outlets("olives", january)
    assert sum(count for _, count in olives) == catalogue.page("olives", january).total == 19
    assert [count for _, count in olives] == sorted((count for _, count in olives), reverse=True)
    assert catalogue.days("", january) == (january.since, january.until)
    assert catalogue.days() == (FIRST, BRIDGE.date)
    assert catalogue.page("", replace(january, outlets=("Harbour Daily",))).total == 31
    assert catalogue.page("", Scope(())).total == 0


def test_neighbours_follow_the_list(catalogue: Catalogue) -> None:
    listed = [entry.id for entry in catalogue.page("olives", limit=100).entries]
    assert catalogue.neighbours(listed[0], "olives") == (None, listed[1])
    assert catalogue.neighbours(listed[30], "olives") == (listed[29], listed[31])
    assert catalogue.neighbours(listed[-1], "olives") == (listed[-2], None)
    assert catalogue.neighbours("no such id", "olives") == (None, None)


def test_what_is_written_is_listed_at_once(corpus: Corpus) -> None:
    corpus.add([BRIDGE])
    assert corpus.catalogue.page("ships").total == 0
    corpus.add([TALKS])
    assert corpus.catalogue.page("ships").total == 1
    assert corpus.catalogue.neighbours(BRIDGE.id) != (None, None)
    corpus.remove(TALKS.id)
    assert corpus.catalogue.page("ships").total == 0


def test_a_version_is_the_articles_whatever_their_order(tmp_path: Path) -> None:
    given = [*_hundreds()[:9], WIRE, REPRINT, BRIDGE, replace(BRIDGE, title="The bridge", outlet="Morning Mail")]
    versions = set()
    for name, articles in {"there": given, "back": given[::-1]}.items():
        with Corpus.open(tmp_path / name, FakeEncoder()) as opened:
            for article in articles:
                opened.add([article])
            versions.add(opened.catalogue.version())
    (version,) = versions
    assert len(version) == 12 and set(version) <= set("0123456789abcdef")


def test_a_version_changes_with_every_article_and_back(corpus: Corpus) -> None:
    empty = corpus.catalogue.version()
    corpus.add([BRIDGE])
    one = corpus.catalogue.version()
    corpus.add([replace(BRIDGE, outlet="Morning Mail")])
    copied = corpus.catalogue.version()
    corpus.add([TALKS])
    two = corpus.catalogue.version()
    assert len({empty, one, copied, two}) == 4
    corpus.remove(TALKS.id)
    assert corpus.catalogue.version() == copied == corpus.catalogue.version()
    corpus.remove(BRIDGE.id)
    assert corpus.catalogue.version() == empty
