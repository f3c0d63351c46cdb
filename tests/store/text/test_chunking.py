"""Sentences and passages are places in a text: they give its words back, once each, cut where it breaks itself."""

from __future__ import annotations

import random
import re

import pytest

from store.article import Span
from store.embedding.encoder import Encoder
from store.text.chunking import PASSAGE_CHARACTERS, Division, divide_text, split_passages
from store.text.sentences import PASSAGE_TOKENS, SENTENCE_CHARACTERS, TokenCount, split_sentences
from tests.helpers.cases import each_case

SENTENCES = {
    "full stops": ("وصل القطار. ثم غادر.", ["وصل القطار.", "ثم غادر."]),
    "question and exclamation marks": ("من وصل؟ لا أحد! حقا?", ["من وصل؟", "لا أحد!", "حقا?"]),
    "ellipsis": ("انتظروا… ثم مضوا... وعادوا.", ["انتظروا…", "ثم مضوا...", "وعادوا."]),
    "marks together": ("كيف؟! لا أدري!! صمت...؟ نعم", ["كيف؟!", "لا أدري!!", "صمت...؟", "نعم"]),
    "Urdu full stop": ("ٹرین آئی۔ پھر گئی۔", ["ٹرین آئی۔", "پھر گئی۔"]),
    "closing quotes": (
        "قال: «لن نعود.» ثم مضى. He said “no.” Then (left.) Off",
        [
            "قال: «لن نعود.»",
            "ثم مضى.",
            "He said “no.”",
            "Then (left.)",
            "Off",
        ],
    ),
    "direction marks after the stop": (
        "عاد الوفد.\u200f ثم صمت.\u200e\u202c انتهى",
        [
            "عاد الوفد.\u200f",
            "ثم صمت.\u200e\u202c",
            "انتهى",
        ],
    ),
    "decimals": ("ارتفع 3.5 في المئة و٤٫٥. وانخفض 1.25.", ["ارتفع 3.5 في المئة و٤٫٥.", "وانخفض 1.25."]),
    "a number before the stop": ("كان عددهم 5. ثم صاروا 12. وغابوا", ["كان عددهم 5.", "ثم صاروا 12.", "وغابوا"]),
    "two dots are a dash": ("القطار .. وصل متأخرا.. كعادته", ["القطار .. وصل متأخرا.. كعادته"]),
    "titles": ("Then Mr. Hart met Dr. Lund. They ate.", ["Then Mr. Hart met Dr. Lund.", "They ate."]),
    "days of months": (
        "The vote is set for Feb. 27. Hart left in Nov. Lund stayed.",
        ["The vote is set for Feb. 27.", "Hart left in Nov.", "Lund stayed."],
    ),
    "what goes on with a small letter": (
        "The maker Reed Co. said so. Hart (D., Conn.) left. He ran... and fell.",
        ["The maker Reed Co. said so.", "Hart (D., Conn.) left.", "He ran...", "and fell."],
    ),
    "titles that open a line": (
        "One.\nMrs. Hart came.\n(Gen. Lund left.)",
        ["One.", "Mrs. Hart came.", "(Gen. Lund left.)"],
    ),
    "Arabic titles": ("سأل د. حامد عن أ.د. ليلى. ثم جلس", ["سأل د. حامد عن أ.د. ليلى.", "ثم جلس"]),
    "initials": (
        "The U.N. and J. F. Moss of the U.S.S.R. met. It rained",
        [
            "The U.N. and J. F. Moss of the U.S.S.R. met.",
            "It rained",
        ],
    ),
    "numbered lines": ("1. القطار\n2. السفينة\n 10. المطار", ["1. القطار", "2. السفينة", "10. المطار"]),
    "a web address": ("See news.example/a.b.html now. End", ["See news.example/a.b.html now.", "End"]),
    "a footnote's mark": ("It sank.[1] Nobody saw. End", ["It sank.[1] Nobody saw.", "End"]),
    "lines": ("عنوان\n\n  فقرة أولى  \r\nثانية", ["عنوان", "فقرة أولى", "ثانية"]),
    "nothing": ("", []),
    "white space": (" \n\t\n\u00a0 ", []),
    "marks alone": ("...", ["..."]),
}

TEXTS = {
    "one word": "قطار",
    "no spaces": "x" * 5000,
    "no punctuation": "كلمة بعد كلمة " * 400,
    "only commas": "جاء، ثم عاد، " * 300,
    "only full stops": ". " * 900,
    "only marks": "؟!…." * 500,
    "only new lines": "\n" * 3000,
    "short lines": "سطر قصير\n" * 400,
    "questions": "من وصل إلى المرفأ؟ " * 200,
    "a heading far above": "عنوان" + "\n" * 1500 + "فقرة تقول شيئا." * 3,
    "a heading before a long sentence": "جملة أولى هنا.\nعنوان قصير\n" + "كلمة " * 130 + ".",
    "emojis": "🚂🚢✈️ " * 300,
    "halves of characters": "\ud83d\ude82 \ud800. \udfff" * 50,
    "combining marks": "قِطَارٌ سَرِيعٌ. " * 150,
    "odd spaces": "a\u2003b\u3000c\x0bd\x0ce\x85f\u2028g. " * 80,
    "NULs": "a\0b. \0\0 c " * 100,
}


def random_texts(count: int) -> list[str]:
    pick = random.Random(20240621)
    pieces = [
        "قطار",
        "السفينة",
        "Mr.",
        "U.N.",
        "word",
        "3.5",
        "12,500",
        "د.",
        "🚂",
        "\u200f",
        "\ud800",
        "\0",
        "ــ",
        "x" * 90,
    ]
    marks = [
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        ". ",
        ".",
        "؟ ",
        "! ",
        "…",
        ".. ",
        "، ",
        "؛ ",
        ": ",
        "»",
        "«",
        "\t",
        "\u00a0",
        ".» ",
    ]
    return [
        "".join(pick.choice(pieces) + pick.choice(marks) for _ in range(pick.randrange(600))) for _ in range(count)
    ]


def quoted(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


def uncounted(text: str) -> int:
    return 0


def check(text: str, token_count: TokenCount = uncounted) -> Division:
    """Everything that must hold of any text."""
    division = divide_text(text, token_count)
    assert [sentence.number for sentence in division.sentences] == list(range(len(division.sentences)))
    end = 0
    for sentence in division.sentences:
        said = text[sentence.start : sentence.end]
        assert end <= sentence.start < sentence.end
        assert text[end : sentence.start].strip() == ""
        assert said == said.strip()
        assert len(said) <= SENTENCE_CHARACTERS
        assert token_count(said) <= PASSAGE_TOKENS
        assert "\n" not in said
        end = sentence.end
    assert text[end:].strip() == ""
    assert all(token_count(text[span.start : span.end]) <= PASSAGE_TOKENS for span in division.passages)
    check_passages(division)
    return division


def check_passages(division: Division) -> None:
    """Each sentence lies in exactly one passage, and each passage is its sentences from first to last."""
    assert [s.passage for s in division.sentences] == sorted(s.passage for s in division.sentences)
    assert {s.passage for s in division.sentences} == set(range(len(division.passages)))
    for number, span in enumerate(division.passages):
        own = [s for s in division.sentences if s.passage == number]
        assert span == Span(own[0].start, own[-1].end)
        assert len(own) == 1 or span.end - span.start <= PASSAGE_CHARACTERS


@each_case(("text", "found"), SENTENCES.values())
def test_a_text_is_cut_into_sentences(text: str, found: list[str]) -> None:
    assert quoted(text) == found
    check(text)


@each_case("text", TEXTS.values())
def test_any_text_gives_its_words_back(text: str) -> None:
    check(text)


def test_random_texts_give_their_words_back() -> None:
    for text in random_texts(150):
        check(text)


def test_the_same_text_is_cut_the_same_way() -> None:
    for text in random_texts(5):
        assert divide_text(text) == divide_text(text)


def test_a_long_text_on_one_line_is_cut_to_its_end() -> None:
    text = "The ferry left. " * 20_000
    assert len(check(text).sentences) == 20_000


LONG = {
    "after a semicolon": ("كلمة " * 100 + "نهاية؛ " + "كلمة، " * 60, "نهاية؛"),
    "after a comma": ("كلمة " * 100 + "نهاية، " + "كلمة " * 60, "نهاية،"),
    "after a word": ("كلمة " * 300, "كلمة"),
    "not inside a number": ("كلمة " * 110 + "عشرة، " + "10:30,1,234,567" * 20, "عشرة،"),
    "not inside a word": ("كلمة " * 110 + "x,y;z" * 60, "كلمة"),
    "at any odd space": ("a" * 500 + "\u2003" + "b" * 500, "a"),
}


@each_case(("text", "end"), LONG.values())
def test_a_run_without_full_stops_is_cut_where_it_pauses(text: str, end: str) -> None:
    first = quoted(text)[0]
    assert len(text) > SENTENCE_CHARACTERS >= len(first)
    assert first.endswith(end)
    check(text)


FILLER = "كتبت الصحيفة عن رحلة القطار الطويلة إلى المرفأ القديم. " * 21


def passage_texts(text: str) -> list[str]:
    return [text[span.start : span.end] for span in check(text).passages]


@pytest.mark.parametrize("heading", ["ما جرى بعد ذلك", "ماذا جرى بعد ذلك؟"])
def test_a_heading_goes_with_what_follows(heading: str) -> None:
    before = FILLER.strip()
    text = f"{before}\n\n{heading}\n{FILLER.strip()}"
    first, *rest = passage_texts(text)
    assert first == before
    assert rest[0].startswith(heading)


GOES_WITH = {
    "an interview": "س: وعدتَ بالكثير. فمتى يصل القطار؟\n\nج: في الربيع.",
    "a list": "وفي أول يوم من أيام الربيع سيحمل القطار الأخضر إلى المرفأ القديم ما يلي:\n- ملحا\n- رنجة",
}


@pytest.mark.parametrize("follows", GOES_WITH.values(), ids=GOES_WITH)
def test_what_must_be_read_first_goes_with_what_follows(follows: str) -> None:
    """Were it not for that, the passage would end right before the answer, or the first entry."""
    asked = follows[: follows.index("\n")]
    before = "قطار. " * ((PASSAGE_CHARACTERS - len(asked) - 1) // 6)
    assert passage_texts(f"{before.strip()}\n{follows}") == [before.strip(), follows]


def test_a_heading_stays_where_it_would_not_fit() -> None:
    text = "جملة قصيرة.\nعنوان قصير" + "\n" * PASSAGE_CHARACTERS + "جملة أخرى."
    assert passage_texts(text) == ["جملة قصيرة.\nعنوان قصير", "جملة أخرى."]


def test_a_passage_is_filled_before_the_next_begins() -> None:
    text = FILLER * 5
    spans = check(text).passages
    for span, following in zip(spans, spans[1:], strict=False):
        sentence = re.match(r"[^.]+\.", text[following.start :])
        assert sentence
        assert following.start + sentence.end() - span.start > PASSAGE_CHARACTERS


def test_a_short_text_is_one_passage() -> None:
    assert passage_texts("عنوان\nجملة أولى. جملة ثانية.") == ["عنوان\nجملة أولى. جملة ثانية."]
    assert split_passages("", []) == []
    assert divide_text("") == Division((), ())


# The encoder's window


def letters(text: str) -> int:
    """A token for each character that is no space."""
    return sum(not character.isspace() for character in text)


def pairs(text: str) -> int:
    """Many tokens for each character, as of a script that the encoder hardly knows."""
    return 40 * letters(text)


@each_case("token_count", [letters, pairs])
@each_case("text", TEXTS.values())
def test_any_text_is_cut_to_the_window(text: str, token_count: TokenCount) -> None:
    check(text, token_count)


@pytest.mark.parametrize("token_count", [letters, pairs])
def test_random_texts_are_cut_to_the_window(token_count: TokenCount) -> None:
    for text in random_texts(50):
        check(text, token_count)


def test_a_sentence_beyond_the_window_is_cut_where_it_pauses() -> None:
    text = "كلمة " * 50 + "نهاية، " + "كلمة " * 60 + "آخر."
    assert letters(text) <= PASSAGE_TOKENS
    twice = check(text, lambda said: 2 * letters(said)).sentences
    assert len(check(text, letters).sentences) == 1
    assert text[: twice[0].end].endswith("نهاية،")
    assert text[twice[-1].start :].endswith("آخر.")


def test_a_text_within_the_window_is_cut_as_if_there_were_none() -> None:
    text = FILLER * 5
    assert divide_text(text, lambda said: len(said) // 4) == divide_text(text)


def test_a_passage_holds_what_the_window_holds() -> None:
    """Sentences of a hundred tokens each: five to a passage, where characters alone would allow more."""
    text = " ".join(["قطار."] * 40)
    division = check(text, lambda said: 100 * said.count("قطار"))
    assert [sum(s.passage == number for s in division.sentences) for number in range(8)] == [5] * 8


def test_each_text_is_counted_a_few_times_at_most() -> None:
    counted: list[str] = []

    def counting(text: str) -> int:
        counted.append(text)
        return letters(text)

    text = "The ferry left. " * 500 + "x" * 5000
    division = divide_text(text, counting)
    assert len(counted) <= 4 * len(division.sentences)


CHINESE = "记者昨日在港口目睹渡轮载着四十名乘客与六匹马缓缓驶入旧港，随后市长宣布灯塔将于春季重新点亮。"
DENSE = {
    "Chinese": CHINESE * 80,
    "Chinese without a mark": re.sub(r"[，。]", "", CHINESE) * 80,
    "emojis": "🚂🚢✈️👩‍👩‍👧‍👦🐎" * 400,
    "letters without a space": "".join(random.Random(7).choices("abcdefghijklmnopqrstuvwxyz", k=3000)),
    "Arabic letters without a space": "".join(random.Random(7).choices("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", k=3000)),
    "ligatures": "\ufdfa" * 3000,
    "digits": "".join(random.Random(7).choices("0123456789", k=3000)),
    "unknown letters": "\U00012000\U00013000\U0001e900" * 1000,
    "marks on marks": "a" + "\u0301\u0323" * 1500,
    "short lines": "中\n文\n" * 1500,
}


@each_case("text", DENSE.values())
def test_the_encoder_reads_every_passage_of_a_dense_text_at_once(encoder: Encoder, text: str) -> None:
    division = check(text, encoder.token_count)
    assert max(encoder.token_count(text[span.start : span.end]) for span in division.passages) <= 512


def test_dense_texts_would_not_fit_by_their_characters_alone(encoder: Encoder) -> None:
    too_long = [
        name
        for name, text in DENSE.items()
        if max(encoder.token_count(text[span.start : span.end]) for span in divide_text(text).passages) > 512
    ]
    assert {"Chinese", "emojis", "Arabic letters without a space", "ligatures"} <= set(too_long)
