"""PDFs written by hand: texts at places on pages, in a font whose codes are the characters themselves."""

from __future__ import annotations

from collections.abc import Sequence

LINE = 20
"""Points from one line to the next."""


def pdf(*pages: Sequence[tuple[int, int, str]], title: str = "", made: str = "") -> bytes:
    """A PDF of pages with texts at places: points from the left, points from the top, text as it is drawn."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(pages)))}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R]"
        " /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_characters("".join(text for texts in pages for _, _, text in texts))),
        f"<< /Title <{_hex(chr(0xFEFF) + title)}> /CreationDate ({made}) >>",
    ]
    for n, texts in enumerate(pages):
        objects += [
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 3 0 R >> >>"
            f" /Contents {8 + 2 * n} 0 R >>",
            _stream("\n".join(f"BT /F 12 Tf 1 0 0 1 {x} {760 - y} Tm <{_hex(text)}> Tj ET" for x, y, text in texts)),
        ]
    return _file(objects)


def paragraphs(*lines: str, left: int = 50, top: int = 0) -> list[tuple[int, int, str]]:
    """Lines one under another; an empty one leaves a gap."""
    return [(left, top + LINE * n, line) for n, line in enumerate(lines) if line]


def _characters(text: str) -> str:
    """What says that a code is the character itself, for all that a text has."""
    rows = sorted({character >> 8 for character in map(ord, text)} & set(range(255)))
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /C def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        f"{len(rows)} beginbfrange\n"
        + "".join(f"<{n:02X}00> <{n:02X}FF> <{n:02X}00>\n" for n in rows)
        + "endbfrange\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def _hex(text: str) -> str:
    return text.encode("utf-16-be").hex()


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + end.encode("latin-1")
