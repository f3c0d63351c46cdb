"""Names in Latin letters that an Arabic text has, and those that it has not."""

from __future__ import annotations

import pytest

from rag.linguistics.transliteration import matches_transliteration
from tests.helpers.cases import each_case

TEXT = (
    "وصل ناكامورا مع لوسيا فرنانديز إلى نيروبي، والتقى أولافور بشميدت وللخوري كلمة، وقال أوغونلي إنه غادر "
    " فارصوفيا، وحضر الحداد عن شركة Nordwind."
)


@each_case("name", "Nakamura Lucia Fernandez Nairobi Olafur Schmidt Khoury Haddad al-Haddad Nordwind".split())
def test_names_that_are_spelled(name: str) -> None:
    assert matches_transliteration(name, TEXT)


@each_case("name", "Nakagawa Marco Hernandez Cairo Schneider Tanaka Petrov Westwind".split())
def test_names_that_are_not(name: str) -> None:
    assert not matches_transliteration(name, TEXT)


def test_a_name_of_several_words_stands_side_by_side() -> None:
    assert matches_transliteration("Lucia Fernandez", TEXT) and matches_transliteration(
        "Lucia Fernandez", "met Lucia Fernandez again"
    )
    assert not matches_transliteration("Lucia Nairobi", "وصلت لوسيا فرنانديز إلى نيروبي")


@pytest.mark.parametrize("name", ["", "…", "x" * 61])
def test_what_is_no_name_is_never_spelled(name: str) -> None:
    assert not matches_transliteration(name, TEXT)
