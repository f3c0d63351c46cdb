"""Text in UTF-8 that a program once took for another encoding and saved."""

from __future__ import annotations

import pytest

from store.text import mended_text
from tests.helpers.cases import each_case

ARABIC = "افتتحت البلدية حديقة جديدة، وقال العمدة: «هي للجميع».\nوتضم الحديقة ٤٠ شجرة."
ENGLISH = "The mayor’s “garden” – so it’s called – opened on Monday.\nIt has forty trees."


def taken_for(text: str, encoding: str) -> str:
    """What a program shows that takes UTF-8 for this encoding."""
    return "".join(_shown(byte, encoding) for byte in text.encode())


def _shown(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


@each_case(
    ("text", "encoding", "name"),
    [
        (ARABIC, "cp1256", "Windows-1256"),
        (ARABIC, "cp1252", "Windows-1252"),
        (ENGLISH, "cp1252", "Windows-1252"),
        ("Un café à Montréal, très loin d’ici.", "cp1252", "Windows-1252"),
    ],
)
def test_it_is_mended(text: str, encoding: str, name: str) -> None:
    assert mended_text(taken_for(text, encoding)) == (text, name)


def test_a_page_of_both_is_mended_where_it_is_wrong() -> None:
    first, second = ARABIC.split("\n")
    assert mended_text(f"{first}\n{taken_for(second, 'cp1256')}") == (ARABIC, "Windows-1256")


@each_case("text", [ARABIC, ENGLISH, "Un café à Montréal", "東京の朝。", "Ø 12 mm", "طظ، طظ", "plain", ""])
def test_other_text_stays(text: str) -> None:
    assert mended_text(text) == (text, "")


def test_what_has_lost_too_much_is_refused() -> None:
    with pytest.raises(ValueError, match="Windows-1252"):
        mended_text(taken_for(ARABIC, "cp1252").replace("\x81", "?").replace("„", ""))
