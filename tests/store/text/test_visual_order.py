"""Arabic drawn from left to right and in shapes: found and turned for search, and left alone where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from store import Article, Corpus
from store.readers.article_reader import read_article
from store.sample import SAMPLE
from store.scope import Scope
from store.text.arabic import fold, word_keys
from store.text.visual_order import closed, reading_order, stretch, to_logical_order, turn_line
from tests.helpers.fakes import FakeEncoder

WRITTEN = [
    "افتتح رئيس البلدية سوقا جديدة قرب النهر.",
    "وقالت الوزيرة: «لن ننتظر» (بعد 12.5 سنة)، في 3/5/2024.",
    "أعلنت شركة Harbour Works بناء 30% من الرصيف.",
]
DRAWN = [
    ".رهنلا برق ةديدج اقوس ةيدلبلا سيئر حتتفا",
    ".3/5/2024 يف ،(ةنس 12.5 دعب) «رظتنن نل» :ةريزولا تلاقو",
    ".فيصرلا نم 30% ءانب Harbour Works ةكرش تنلعأ",
]
SHAPES = "ﺍﻓﺘﺘﺢ ﺭﺋﻴﺲ ﺍﻟﺒﻠﺪﻳﺔ ﺳﻮﻗﺎ ﺟﺪﻳﺪﺓ"
PLAIN = "افتتح رئيس البلدية سوقا جديدة"


@pytest.mark.parametrize(("drawn", "written"), list(zip(DRAWN, WRITTEN, strict=True)))
def test_a_drawn_line_is_turned(drawn: str, written: str) -> None:
    assert to_logical_order(drawn) == written


@pytest.mark.parametrize("written", WRITTEN)
def test_a_written_line_is_left_alone(written: str) -> None:
    assert to_logical_order(written) == written


@pytest.mark.parametrize("text", [SHAPES, SHAPES[::-1]])
def test_shapes_become_letters_in_either_order(text: str) -> None:
    assert to_logical_order(text) == PLAIN
    assert reading_order(text) == SHAPES


def test_a_ligature_is_one_letter_when_it_is_turned() -> None:
    assert to_logical_order("ﺔﻳﺩﺎﺼﺘﻗﻻﺍ") == "الاقتصادية"


def test_a_line_that_does_not_tell_is_as_the_others_are() -> None:
    unclear = "رهن دنع"
    assert to_logical_order(unclear) == unclear
    assert to_logical_order("\n".join([*DRAWN, unclear])) == "\n".join([*WRITTEN, "عند نهر"])
    assert to_logical_order("\n".join([*WRITTEN, unclear])) == "\n".join([*WRITTEN, unclear])


def test_a_drawn_line_among_written_ones_is_turned_alone() -> None:
    assert to_logical_order("\n".join([WRITTEN[0], DRAWN[1]])) == "\n".join(WRITTEN[:2])


def test_arabic_drawn_in_an_english_line_is_turned_in_its_place() -> None:
    assert (
        to_logical_order("The mayor spoke of ةديدج قوس by the river.") == "The mayor spoke of سوق جديدة by the river."
    )


def test_a_stretch_is_turned_as_its_text_tells() -> None:
    text = "\n".join(DRAWN)
    start = text.index("رهنلا برق")
    assert stretch(text, start, start + len("رهنلا برق")) == "قرب النهر"


def test_gaps_inside_words_are_closed() -> None:
    assert closed("ﺍﻟﺒﻠ ﺪﻳﺔ ﺳﻮ ﻗﺎ") == "ﺍﻟﺒﻠﺪﻳﺔ ﺳﻮ ﻗﺎ"


def test_no_line_of_the_samples_is_taken_for_drawn() -> None:
    files = list(SAMPLE.glob("*.md"))
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert to_logical_order(text) == text
        assert [line for line in text.split("\n") if to_logical_order(line) != line] == []


def test_every_sample_drawn_is_turned_back() -> None:
    for file in SAMPLE.glob("*.en.md"):
        text = read_article(file.with_name(file.name.replace(".en.md", ".md"))).text
        drawn = "\n".join(turn_line(line) for line in text.split("\n"))
        assert drawn != text
        assert to_logical_order(drawn) == text


def test_drawn_articles_are_found_and_shown_as_they_are(tmp_path: Path) -> None:
    article = Article(title=SHAPES, text="\n".join(DRAWN))
    encoder = FakeEncoder()
    with Corpus.open(tmp_path / "store", encoder) as corpus:
        corpus.add([article, Article(title="خبر", text="نام القط على السرير طوال الظهيرة.")])
        assert corpus.article(article.id).text == article.text
        for word in ("سوقا", "النهر", "Harbour"):
            forms = word_keys(fold(word))
            assert corpus.index.frequencies(forms) == dict.fromkeys(forms, 1)
        (vector,) = encoder.encode_questions([WRITTEN[0]])
        near = corpus.index.near_passages(vector, 2, Scope())
        assert next(iter(near))[0] == article.id
        assert near[next(iter(near))] > 0.4
