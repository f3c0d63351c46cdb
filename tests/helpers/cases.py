"""A table of cases as one test."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest

Test = Callable[..., None]


def each_case(names: str | tuple[str, ...], cases: Iterable[Any]) -> Callable[[Test], Test]:
    """Like `pytest.mark.parametrize`, but one test: it runs all cases and lists those that fail, with their values.

    For cheap checks on values alone. The cases share the fixtures, so nothing may write to these.
    """
    rows = [(case,) if isinstance(names, str) else tuple(case) for case in cases]
    given = (names,) if isinstance(names, str) else names
    assert rows, "there are no cases"

    def decorate(test: Test) -> Test:
        @functools.wraps(test)
        def run_all(**fixtures: Any) -> None:
            failed = []
            for row in rows:
                case = dict(zip(given, row, strict=True))
                try:
                    test(**case, **fixtures)
                except (Exception, pytest.fail.Exception) as error:
                    failed.append(f"{case}\n{type(error).__name__}: {error}")
            if failed:
                pytest.fail(f"{len(failed)} of {len(rows)} cases failed:\n\n" + "\n\n".join(failed), pytrace=False)

        signature = inspect.signature(test)
        fixtures = [parameter for name, parameter in signature.parameters.items() if name not in given]
        run_all.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return run_all

    return decorate
