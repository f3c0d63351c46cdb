"""What a text denies, calls untrue, or passes on."""

from __future__ import annotations

from rag.linguistics import denies, is_hearsay, says_untrue


def test_what_denies_anything() -> None:
    assert denies("The bridge opened, but not the port.") and denies("افتتح الجسر ولم يفتتح الميناء.")
    assert denies("It opened without lights.") and denies("افتتح الجسر دون إضاءة.")
    assert not denies("The bridge opened.") and not denies("افتتح الجسر.")
    assert not denies("No doubt the bridge opened.") and not denies("لا شك أن الجسر افتتح.")


def test_what_calls_anything_untrue() -> None:
    assert says_untrue("The story is made up.") and says_untrue("وهذا الخبر ملفق.")
    assert says_untrue("There is no truth in it.") and says_untrue("لا صحة لما قيل.")
    assert not says_untrue("The bridge opened.") and not says_untrue("افتتح الجسر.")


def test_what_passes_on_what_others_say() -> None:
    assert is_hearsay("Posts claim that the bridge fell.") and is_hearsay("تداول ناشطون خبر سقوط الجسر.")
    assert not is_hearsay("The bridge fell on Friday.") and not is_hearsay("سقط الجسر يوم الجمعة.")
