"""Word documents: paragraphs and tables in their order, and the title."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument

from store.errors import ReadingError
from store.readers.article_reader import article_of
from store.readers.formats.docx import read_docx

PARAGRAPH = "أقر مجلس الميناء بناء الحاجز الجديد يوم الاثنين."


@pytest.fixture
def write() -> Callable[[WordDocument], bytes]:
    """Saves a Word document, and gives its bytes."""

    def write(document: WordDocument) -> bytes:
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()

    return write


Write = Callable[[WordDocument], bytes]


def test_paragraphs_and_tables_come_in_their_order(write: Write) -> None:
    document = docx.Document()
    document.add_heading("المجلس يقر بناء الحاجز", 0)
    document.add_paragraph(PARAGRAPH)
    document.add_heading("ثمن باهظ", 1)
    table = document.add_table(3, 2)
    for row, cells in enumerate([("البند", "الكلفة"), ("الحاجز الغربي", "8 ملايين")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(2, 0).merge(table.cell(2, 1)).text = "بلا ضريبة"
    document.add_paragraph("تبدأ الأعمال\nفي الربيع", style="List Bullet")
    article = article_of(read_docx(write(document), "a.docx"))
    assert article.title == "المجلس يقر بناء الحاجز"
    assert article.text.split("\n") == [
        PARAGRAPH,
        "ثمن باهظ",
        "البند | الكلفة",
        "الحاجز الغربي | 8 ملايين",
        "بلا ضريبة",
        "تبدأ الأعمال",
        "في الربيع",
    ]
    assert (article.language, article.date) == ("ar", None)


@pytest.mark.parametrize(("given", "title"), [("A new breakwater", "A new breakwater"), ("Document1", ""), ("", "")])
def test_the_title_is_in_the_properties_where_no_paragraph_is_one(write: Write, given: str, title: str) -> None:
    document = docx.Document()
    document.core_properties.title = given
    document.add_paragraph(PARAGRAPH)
    assert read_docx(write(document), "a.docx").string("title") == title


def test_a_document_without_text_is_refused(write: Write) -> None:
    with pytest.raises(ReadingError, match="a.docx is empty"):
        article_of(read_docx(write(docx.Document()), "a.docx"))


def bomb() -> bytes:
    """A zip that says it unpacks to 201 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("word/document.xml", "w") as part:
        for _ in range(201):
            part.write(bytes(1_000_000))
    return file.getvalue()


def test_what_is_no_word_document_is_refused_in_a_sentence(write: Write) -> None:
    whole = write(docx.Document())
    for data in (b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), whole[:500], whole[:-300], bomb()):
        with pytest.raises(ReadingError, match=r"^a\.docx cannot be read as a Word document .* ingest it again\.$"):
            read_docx(data, "a.docx")
