"""Word documents: paragraphs and tables in their order, and the title."""

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from store.errors import ReadingError
from store.readers.article_reader import article_of
from store.readers.formats.docx import read_docx
from tests.helpers.cases import each_case

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


RUN = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
BOX = "<w:txbxContent><w:p><w:r><w:t>Entry is free.</w:t></w:r></w:p></w:txbxContent>"
ALTERNATE = (
    "<mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
    f"<mc:Choice Requires='wps'>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>"
)


def run(text: str) -> str:
    return RUN.format(text)


def shown(write: Write, body: str) -> list[str]:
    """The lines that are read of a document with this XML between a first and a last paragraph."""
    document = docx.Document()
    for element in parse_xml(
        f"<w:body {nsdecls('w')}><w:p>{run('First.')}</w:p>{body}<w:p>{run('Last.')}</w:p></w:body>"
    ):
        document.element.body.insert(len(document.element.body) - 1, element)
    lines = read_docx(write(document), "a.docx").text.split("\n")
    assert (lines[0], lines[-1]) == ("First.", "Last.")
    return lines[1:-1]


@each_case(
    ("wrapped", "text"),
    [
        (f"<w:ins w:id='1'>{run('nine')}</w:ins>", "nine"),
        (f"<w:moveTo w:id='1'>{run('nine')}</w:moveTo>", "nine"),
        (f"<w:moveFrom w:id='1'>{run('nine')}</w:moveFrom>", ""),
        ("<w:del w:id='1'><w:r><w:delText>nine</w:delText></w:r></w:del>", ""),
        (f"<w:ins w:id='1'><w:del w:id='2'>{run('nine')}</w:del></w:ins>", ""),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('nine')}</w:sdtContent></w:sdt>", "nine"),
        (f"<w:smartTag w:element='n'>{run('nine')}</w:smartTag>", "nine"),
        (f"<w:hyperlink w:anchor='x'>{run('nine')}</w:hyperlink>", "nine"),
        (f"<w:fldSimple w:instr=' PAGE '>{run('nine')}</w:fldSimple>", "nine"),
        ("<w:r><w:instrText> PAGE </w:instrText></w:r>", ""),
        (f"<w:customXml w:element='e'>{run('nine')}</w:customXml>", "nine"),
        (f"<w:bdo w:val='rtl'>{run('nine')}</w:bdo>", "nine"),
        (f"<w:dir w:val='rtl'>{run('nine')}</w:dir>", "nine"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>nine</w:t></w:r>", ""),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>nine</w:t></w:r>", "nine"),
        ("<w:r><w:t>ni</w:t><w:noBreakHyphen/><w:t>ne</w:t><w:br w:type='page'/></w:r>", "ni-ne"),
    ],
)
def test_a_line_has_what_word_shows_of_it(write: Write, wrapped: str, text: str) -> None:
    assert shown(write, f"<w:p>{run('In all [')}{wrapped}{run('] boats.')}</w:p>") == [f"In all [{text}] boats."]


@each_case(
    ("block", "lines"),
    [
        (f"<w:sdt><w:sdtContent><w:p>{run('Nine boats.')}</w:p></w:sdtContent></w:sdt>", ["Nine boats."]),
        (f"<w:customXml w:element='e'><w:p>{run('Nine boats.')}</w:p></w:customXml>", ["Nine boats."]),
        (f"<w:p>{run('Nine boats.')}<w:r>{ALTERNATE}</w:r></w:p>", ["Nine boats.", "Entry is free."]),
        (
            f"<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>{run('Nine ')}</w:p><w:p>{run('boats.')}</w:p>",
            ["Nine boats."],
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('Boats')}</w:p></w:tc><w:sdt><w:sdtContent><w:tc><w:p>{run('nine')}</w:p>"
            "</w:tc></w:sdtContent></w:sdt></w:tr>"
            f"<w:tr><w:trPr><w:del w:id='1'/></w:trPr><w:tc><w:p>{run('Nets')}</w:p></w:tc></w:tr></w:tbl>",
            ["Boats | nine"],
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('Boats')}</w:p><w:tbl><w:tr><w:tc><w:p>{run('red')}</w:p></w:tc>"
            f"<w:tc><w:p>{run('six')}</w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
            ["Boats red | six"],
        ),
    ],
)
def test_blocks_are_read_however_they_are_wrapped(write: Write, block: str, lines: list[str]) -> None:
    assert shown(write, block) == lines


def test_the_strict_dialect_is_read(write: Write) -> None:
    document = docx.Document()
    document.add_heading("Council approves breakwater", 0)
    document.add_paragraph(PARAGRAPH)
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write(document))) as usual, zipfile.ZipFile(strict, "w") as packed:
        for part in usual.namelist():
            content = usual.read(part)
            for kind in (b"wordprocessingml", b"officeDocument"):
                before = b"http://schemas.openxmlformats.org/" + kind + b"/2006/"
                content = content.replace(before, b"http://purl.oclc.org/ooxml/" + kind + b"/")
            packed.writestr(part, content)
    read = read_docx(strict.getvalue(), "a.docx")
    assert (read.string("title"), read.text) == ("Council approves breakwater", PARAGRAPH)
