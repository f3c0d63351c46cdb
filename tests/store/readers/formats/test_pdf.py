"""PDFs: lines become paragraphs in the order in which they are read; what has no text is refused."""

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError

from store.errors import ReadingError
from store.readers.article_reader import article_of
from store.readers.formats.pdf import read_pdf
from store.text.arabic import words
from store.text.visual_order import to_logical_order, turn_line
from tests.helpers.cases import each_case
from tests.helpers.store.pdfs import LINE, paragraphs, pdf

ENGLISH = (
    "The council approved the new breakwater on Monday after two",
    "years of talks with the fishermen of the old port.",
    "",
    "Work begins in the spring and ends before the first storms,",
    "said the harbour master, who had asked for it since three",
    "boats sank.",
)
ARABIC = (
    "أقر مجلس الميناء يوم الاثنين بناء الحاجز الجديد بكلفة 12.5 مليون",
    "دولار، وقال رئيسه: «لن نؤجل العمل» بعد اليوم.",
    "",
    "وأضافت المتحدثة باسم شركة Harbour Works أن الأعمال تبدأ في الربيع",
    "وتنتهي قبل نهاية العام (إذا سمح الطقس).",
)
RIGHT = (
    "ويخشى أصحاب المقاهي أن",
    "تطول الأشغال هذه المرة،",
    "لكن البلدية وعدت بدفع",
    "مبلغ عن كل يوم إغلاق",
    "خلال موسم الصيف الآتي",
    "وقال الصيادون إنهم رأوا",
    "وعودا كثيرة في السابق",
    "ولم ينفذ منها أي شيء.",
)
LEFT = (
    "أما الشركة المنفذة فقد",
    "نقلت معداتها إلى الموقع",
    "قبل أسبوع من الموعد في",
    "العقد الذي وقعته سابقا",
    "وتنتظر اليوم أن يهدأ",
    "البحر لتبدأ العمل فيه",
    "مع ستين عاملا ومهندسة",
    "جاءت من مدينة بعيدة.",
)


def text_of(data: bytes) -> str:
    return read_pdf(data, "a.pdf").text


def drawn(lines: tuple[str, ...]) -> list[str]:
    return [turn_line(line) for line in lines]


def test_lines_become_paragraphs() -> None:
    assert text_of(pdf(paragraphs(*ENGLISH))).split("\n") == [" ".join(ENGLISH[:2]), " ".join(ENGLISH[3:])]


def test_arabic_is_put_in_the_order_in_which_it_is_read() -> None:
    text = text_of(pdf(paragraphs(*drawn(ARABIC))))
    assert text.split("\n") == [" ".join(ARABIC[:2]), " ".join(ARABIC[3:])]


def test_shapes_stay_and_are_letters_for_search() -> None:
    shapes = "ﺍﻓﺘﺘﺢ ﺭﺋﻴﺲ ﺍﻟﺒﻠﺪﻳﺔ ﺍﻟﻴﻮﻡ ﺳﻮﻗﺎ ﺟﺪﻳﺪﺓ ﻗﺮﺏ ﺍﻟﻨﻬﺮ."
    text = text_of(pdf(paragraphs(turn_line(shapes))))
    assert text == shapes
    assert to_logical_order(text) == "افتتح رئيس البلدية اليوم سوقا جديدة قرب النهر."
    assert article_of(read_pdf(pdf(paragraphs(turn_line(shapes))), "a.pdf")).language == "ar"


def test_the_right_column_of_an_arabic_page_comes_before_the_left() -> None:
    page = paragraphs(*drawn(LEFT), left=40) + paragraphs(*drawn(RIGHT), left=340)
    assert text_of(pdf(page)).split("\n") == [" ".join(RIGHT), " ".join(LEFT)]


def test_short_columns_of_prose_are_read_one_after_the_other() -> None:
    right, left = RIGHT[:5], LEFT[:5]
    right, left = (tuple(f"{line} {line}" for line in side) for side in (right, left))
    page = paragraphs(*drawn(left), left=40) + paragraphs(*drawn(right), left=340)
    assert text_of(pdf(page)).split("\n") == [" ".join(right), " ".join(left)]


def test_a_short_table_is_read_across() -> None:
    right, left = (
        ("الحاجز الغربي", "الرصيف", "المنارة", "السوق", "الجسر"),
        ("8 ملايين", "مليون", "ألفان", "ألف", "مئة"),
    )
    page = paragraphs(*drawn(left), left=140) + paragraphs(*drawn(right), left=340)
    read = words(text_of(pdf(page)))
    assert read == words(" ".join(f"{name} {cost}" for name, cost in zip(right, left, strict=True)))


@each_case("number", ["3-1", "2019-2023", "02-555-7841", "٥٠-٦٠", "10-12"])
def test_a_number_that_a_hyphen_parts_is_read_as_it_was_written(number: str) -> None:
    shown = "-".join(reversed(number.split("-")))
    before, after = turn_line("وتنتهي المباراة بنتيجة"), turn_line("قبل نهاية العام الجديد")
    text = text_of(pdf(paragraphs(f"{after} {shown} {before}", *drawn(ARABIC))))
    assert f"بنتيجة {number} قبل" in text


def test_a_paragraph_goes_on_over_the_page() -> None:
    data = pdf(paragraphs(*ENGLISH[3:5]), paragraphs("boats sank.", *ENGLISH[:2]))
    assert text_of(data).split("\n") == [" ".join(ENGLISH[3:]), " ".join(ENGLISH[:2])]


def test_what_every_page_has_at_its_edges_goes() -> None:
    pages = [
        [(50, 0, "The Harbour Post"), *paragraphs(ENGLISH[n], ENGLISH[n + 1], top=3 * LINE), (50, 700, f"Page {n}")]
        for n in (0, 3, 4)
    ]
    assert words(text_of(pdf(*pages))) == words(" ".join([*ENGLISH[:2], *ENGLISH[3:5], *ENGLISH[4:6]]))


def test_a_word_divided_at_the_end_of_a_line_becomes_whole() -> None:
    assert text_of(pdf(paragraphs("The council approved the new break-", "water on Monday."))) == (
        "The council approved the new breakwater on Monday."
    )


@each_case(
    ("given", "title"),
    [
        ("Council approves breakwater", "Council approves breakwater"),
        ("المجلس يقر بناء الحاجز", "المجلس يقر بناء الحاجز"),
        ("", ""),
        ("untitled", ""),
        ("Microsoft Word - draft 3.docx", ""),
        ("final version.indd", ""),
        ("Document1", ""),
    ],
)
def test_the_title_is_the_properties_where_it_is_one(given: str, title: str) -> None:
    assert read_pdf(pdf(paragraphs(*ENGLISH), title=given), "a.pdf").keys == ({"title": title} if title else {})


def test_the_title_is_not_repeated_in_the_text() -> None:
    data = pdf(paragraphs("Council approves breakwater", "", *ENGLISH), title="Council approves breakwater")
    assert text_of(data).startswith("The council approved")


def test_the_day_of_its_making_is_not_the_day_of_the_article() -> None:
    data = pdf(paragraphs(*ENGLISH), made="D:20240913")
    assert article_of(read_pdf(data, "a.pdf")).date is None
    dated = pdf(
        paragraphs("Council approves breakwater again", "", "13 September 2024", "", *ENGLISH), made="D:20260101"
    )
    assert str(article_of(read_pdf(dated, "a.pdf")).date) == "2024-09-13"


def locked(password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(io.BytesIO(pdf(paragraphs(*ENGLISH))))
    writer.encrypt(password, "owner", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_pdf_that_only_its_owner_may_change_is_read(algorithm: str) -> None:
    assert text_of(locked("", algorithm)).startswith("The council approved")


def test_a_pdf_that_needs_what_is_not_installed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(self: PdfReader, password: str) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(PdfReader, "decrypt", lacking)
    with pytest.raises(ReadingError, match=r"^a\.pdf cannot be read as a PDF"):
        read_pdf(locked(""), "a.pdf")


@each_case(
    ("data", "message"),
    [
        (locked("secret"), "locked with a password"),
        (pdf([]), "has no text, only pictures"),
        (b"", "cannot be read as a PDF"),
        (b"%PDF-1.7\n%%EOF", "cannot be read as a PDF"),
        (pdf(paragraphs(*ENGLISH))[:400], "cannot be read as a PDF"),
        (b"<html>not found</html>", "cannot be read as a PDF"),
    ],
)
def test_what_has_no_text_is_refused_in_a_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ReadingError, match=rf"^a\.pdf .*{message}.*ingest it again\.$"):
        read_pdf(data, "a.pdf")


def test_broken_characters_are_made_whole_or_left_out() -> None:
    data = pdf(
        paragraphs("The council\0 approved it \ud83d on Monday.".encode("utf-16-le", "replace").decode("utf-16-le"))
    )
    assert text_of(data) == "The council approved it ? on Monday."
