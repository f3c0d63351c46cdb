"""A table of cases as one test: it must fail where one case does, and name it."""

from __future__ import annotations

import pytest

from tests.helpers.cases import each_case


def test_all_cases_that_fail_are_listed_with_their_values() -> None:
    @each_case("number", [1, 2, 3])
    @each_case(("word", "length"), [("one", 3), ("three", 5)])
    def check(number: int, word: str, length: int) -> None:
        assert len(word) == length
        with pytest.raises(ZeroDivisionError):
            assert number / (number - 2)

    with pytest.raises(pytest.fail.Exception) as failed:
        check()
    told = str(failed.value)
    assert told.startswith("2 of 3 cases failed:")
    assert "{'number': 1}" in told and "{'number': 3}" in told and "{'number': 2}" not in told
    assert "{'word': 'one', 'length': 3}" in told and "DID NOT RAISE" in told


def test_fixtures_are_given(tmp_path_factory: pytest.TempPathFactory) -> None:
    seen = []

    @each_case("number", [1, 2])
    def check(number: int, folder: object) -> None:
        seen.append((number, folder))

    check(folder=tmp_path_factory)
    assert seen == [(1, tmp_path_factory), (2, tmp_path_factory)]
