"""A clock that a test sets."""

from __future__ import annotations

import pytest


class Clock:
    """Tells these seconds."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()
