"""Arguments of wrong types: an error of Isnad's that names the argument, what it is and what is wanted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pytest

from store import ArgumentError, Article, Corpus, FieldMap, IsnadError, Span, Translation, check_argument, checked
from tests.helpers.cases import each_case
from tests.helpers.fakes import FakeEncoder

WRONG = (5, 2.5, b"who?", object(), {"a": 1}, [object()], np.zeros(3), Span(0, 1))
"""Nothing public takes any of these, but for the few that are named."""


@pytest.fixture
def encoder() -> FakeEncoder:
    return FakeEncoder()


def refused(name: str, value: object, call: Callable[[], object]) -> str:
    """The message that an argument is refused with: one line, which names the argument and the value's type."""
    with pytest.raises(ArgumentError) as caught:
        call()
    said = str(caught.value)
    inner = type(value[0]).__name__ if isinstance(value, list) else type(value).__name__
    assert isinstance(caught.value, IsnadError) and "\n" not in said
    assert re.match(rf"^{name}(\[0\])? has to be .+, not {re.escape(inner)}\.$", said), said
    return said


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: type(wrong).__name__)
def test_a_corpus_refuses_what_it_cannot_use(tmp_path: Path, corpus: Corpus, encoder: Any, wrong: Any) -> None:
    calls: dict[str, Callable[[], object]] = {
        "path": lambda: Corpus.open(wrong),
        "encoder": lambda: Corpus.open(tmp_path / "other", wrong),
        "chroma": lambda: Corpus.open(tmp_path / "other", encoder, wrong),
        "paths": lambda: corpus.ingest(wrong),
        "on_progress": lambda: corpus.ingest([], wrong),
        "sync": lambda: corpus.ingest([], sync=wrong),
        "fields": lambda: corpus.ingest([], fields=wrong),
        "articles": lambda: corpus.add(wrong),
        "article_id": lambda: corpus.article(wrong),
    }
    for name, call in calls.items():
        if isinstance(wrong, list) and name not in ("paths", "articles"):
            with pytest.raises(ArgumentError, match=f"^{name} .* not list"):
                call()
        elif not (isinstance(wrong, np.ndarray) and name in ("paths", "articles")):
            refused(name, wrong, call)
    assert not (tmp_path / "other").exists() and len(corpus) == 0


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: type(wrong).__name__)
def test_so_does_an_article(wrong: Any) -> None:
    for name in ("title", "text", "outlet", "date", "url", "language", "sources", "translations", "copies"):
        with pytest.raises(ArgumentError, match=rf"^{name}(\[0\])? has to be .*, not \w+\.$"):
            Article(**{"title": "T", "text": "x", name: wrong})
    for name in ("language", "title", "text", "by"):
        with pytest.raises(ArgumentError, match=rf"^{name} has to be str, not \w+\.$"):
            Translation(**{"language": "ar", "title": "T", "text": "x", name: wrong})


def test_a_date_that_is_none_is_a_value_error_too() -> None:
    for date in ("12/09/2023", "2023-02-30", "yesterday"):
        with pytest.raises(ValueError, match="Write it as YYYY-MM-DD") as caught:
            Article(title="T", text="x", date=date)
        assert isinstance(caught.value, IsnadError)


def test_lists_are_taken_for_the_tuples_that_are_kept() -> None:
    article = Article(title="T", text="x", sources=["The Quay"], translations=[Translation("ar", "ع", "س")])
    assert article.sources == ("The Quay",) and isinstance(article.translations, tuple)
    assert Article(title="T", text="x", date=dt.date(2024, 5, 3)).date == dt.date(2024, 5, 3)


def test_what_is_right_is_taken(tmp_path: Path, encoder: Any) -> None:
    with Corpus.open(str(tmp_path / "store"), encoder=encoder, chroma="") as corpus:
        articles = (Article(title=f"Tide {n}", text=f"The tide of day {n} was high.") for n in range(2))
        assert len(corpus.add(articles, on_progress=lambda far: None).added) == 2
        assert corpus.ingest({tmp_path / "none.md"}, fields=FieldMap()).failed
        assert corpus.ingest(iter([str(tmp_path / "none.md")]), None, True).failed


@each_case(
    ("kind", "right", "wrong", "said"),
    [
        (str, "x", 5, "it has to be str, not int."),
        (int, np.int64(3), 2.5, "it has to be int, not float."),
        (str | None, None, b"", "it has to be str or None, not bytes."),
        (dt.date | str | None, dt.datetime(2024, 5, 3), 5, "it has to be date, str or None, not int."),
        (Iterable[str], {"a"}, {"a": 1}, "it has to be Iterable of str, not dict."),
        (Sequence[str], ("a",), ["a", 5], "it[1] has to be str, not int."),
        (Iterable[str | Path] | None, [Path()], [None], "it[0] has to be str or Path, not None."),
        (tuple[int, ...], (1,), [1], "it has to be tuple of int, not list."),
        (Sequence[Sequence[int]], [[1], []], [[1], ["a"]], "it[1][0] has to be int, not str."),
        (Mapping[str, object], {"a": 1}, "a", "it has to be Mapping, not str."),
        (Literal["a", "b"], "b", "c", "it has to be 'a' or 'b', not 'c'."),
        (Callable[[int], None], print, 5, "it has to be Callable, not int."),
        (Any, object(), ..., ""),
    ],
)
def test_types_are_told_as_they_are_written(kind: Any, right: Any, wrong: Any, said: str) -> None:
    check_argument("it", right, kind)
    if said:
        with pytest.raises(ArgumentError, match=f"^{re.escape(said)}$"):
            check_argument("it", wrong, kind)


def test_an_iterator_is_left_to_whoever_reads_it() -> None:
    given = iter(["a", 5])
    check_argument("it", given, Iterable[str])
    assert next(given) == "a"


def test_python_says_itself_what_is_missing_or_unknown() -> None:
    @checked
    def told(name: str, *, limit: int = 3) -> str:
        """What it does."""
        return f"{name} {limit}"

    assert told("a", limit=5) == "a 5" and told.__doc__ == "What it does."
    for wrong in ({}, {"name": "a", "least": 1}):
        with pytest.raises(TypeError):
            told(**wrong)  # type: ignore[arg-type]
