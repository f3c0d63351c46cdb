"""The samples, a few lines of each, in every format that is read: what fuzzing starts from."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cache
from html import escape
from pathlib import Path

import docx
from pypdf import PdfReader, PdfWriter

from store.article import Article
from store.readers.article_reader import read_article
from tests.helpers.store.hostile import packed
from tests.helpers.store.pdfs import paragraphs, pdf

SAMPLES = Path(__file__).parents[3] / "store" / "sample"
_ARTICLES = 4
_LINES = 5
_DAY = dt.date(2023, 9, 12)


@cache
def seeds(kind: str) -> tuple[bytes, ...]:
    """Small sound files of a kind."""
    return tuple(_MAKERS[kind](articles()))


@cache
def articles() -> tuple[Article, ...]:
    """The first samples, Arabic and English, and so many lines of each that a page holds them."""
    files = sorted(SAMPLES.glob("*.md"))[: 2 * _ARTICLES]
    return tuple(_short(read_article(file)) for file in files)


def _short(article: Article) -> Article:
    text = "\n".join(line[:300] for line in article.text.split("\n")[:_LINES])
    return Article(
        title=article.title, text=text, outlet="The Harbour", date=article.date or _DAY, url="https://a.example/1"
    )


def _texts(found: Sequence[Article]) -> list[bytes]:
    plain = [f"{a.title}\n{a.date:%d/%m/%Y}\n\n{a.text}\n" for a in found]
    encodings = ("utf-8", "utf-16", "windows-1256", "utf-8-sig", "utf-16-le")
    every = [text.encode(encoding, "replace") for text in plain[:2] for encoding in encodings]
    return [*every, *(text.replace("\n", "\r\n").encode() for text in plain), *_pages_copied(found)]


def _pages_copied(found: Sequence[Article]) -> list[bytes]:
    """As copied from a site, with its furniture."""
    return [
        f"Menu\nHome » News\n{a.title}\nBy A. Reporter\nShare\n{a.text}\nRead also:\n- x\n©".encode() for a in found
    ]


def _marked(found: Sequence[Article]) -> list[bytes]:
    head = '---\ntitle: "{}"\noutlet: {}\ndate: {}\nurl: {}\nsources: [One, اثنان]\nlanguage: ar\n---\n'
    with_head = [head.format(a.title.replace('"', "'"), a.outlet, a.date, a.url) + a.text for a in found]
    return [*(text.encode() for text in with_head), *_texts(found)[-6:]]


def _pages(found: Sequence[Article]) -> list[bytes]:
    page = (
        '<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta property="og:site_name" content="{outlet}"><meta property="article:published_time" content="{date}">'
        '<link rel="canonical" href="{url}"><script type="application/ld+json">{{"@type": "NewsArticle", "headline": '
        '"{title}", "datePublished": "{date}"}}</script></head><body><nav><ul><li><a href="/a">Home</a></ul></nav>'
        "<article><h1>{title}</h1><time datetime={date}>{date}</time>{body}<table><tr><td>1<td>2</table>"
        "<ul><li>a<li>b</ul><blockquote>c</blockquote></article><footer>©</footer></body></html>"
    )
    made = []
    for number, a in enumerate(found):
        body = "".join(f"<p>{escape(line)}</p>\n" for line in a.text.split("\n"))
        blanks = {"title": escape(a.title), "outlet": a.outlet, "date": a.date, "url": a.url, "body": body}
        made.append(page.format(lang="ar" if number % 2 else "en", **blanks).encode())
    return [*made, *(page.replace(b"utf-8", b"windows-1256") for page in made[:2])]


def _objects(found: Sequence[Article]) -> list[bytes]:
    rows = [
        {key: str(value) for key, value in asdict(a).items() if isinstance(value, str) or key == "date"}
        for a in found
    ]
    web = {
        "headline": "A",
        "body": {"content": f"<p>{rows[0]['text']}</p>"},
        "source": {"name": "B"},
        "tags": [1, None],
    }
    wrapped = {"status": "ok", "articles": rows[:2]}
    each = [rows[0], rows[:3], wrapped, [web, rows[1]], {**rows[1], "text": rows[1]["text"].split("\n")}]
    return [json.dumps(value, ensure_ascii=ascii).encode() for value in each for ascii in (True, False)]


def _lines(found: Sequence[Article]) -> list[bytes]:
    return [b"\n".join(_objects(found)[0::5]), *(b"\n".join(_objects([a, a])[n] for n in (0, 1, 9)) for a in found)]


def _rows(found: Sequence[Article]) -> list[bytes]:
    made = []
    for delimiter in ",;\t":
        into = io.StringIO()
        writer = csv.writer(into, delimiter=delimiter)
        writer.writerows(
            [("title", "text", "date", "source"), *((a.title, a.text, a.date, a.outlet) for a in found[:3])]
        )
        made.append(into.getvalue())
    return [text.encode(encoding, "replace") for text in made for encoding in ("utf-8", "utf-8-sig", "windows-1256")]


def _pdfs(found: Sequence[Article]) -> list[bytes]:
    drawn = [[a.title[:60], "", *(line[:90] for line in a.text.split("\n"))] for a in found[:4]]
    made = [pdf(paragraphs(*lines), paragraphs(*lines[:2]), title=lines[0]) for lines in drawn]
    mirrored = pdf(paragraphs(*(line[::-1] for line in drawn[1])), made="D:20230230")
    return [*made, mirrored, _written(made[0]), _written(made[1], "RC4-128"), _written(made[1], "AES-256")]


def _written(made: bytes, encryption: str = "") -> bytes:
    """As programs write it: its streams compressed, encrypted where that is asked for."""
    writer, into = PdfWriter(clone_from=PdfReader(io.BytesIO(made))), io.BytesIO()
    for page in writer.pages:
        page.compress_content_streams()
    if encryption:
        writer.encrypt("", "owner", algorithm=encryption)
    writer.write(into)
    return into.getvalue()


def _documents(found: Sequence[Article]) -> list[bytes]:
    made = []
    for number, a in enumerate(found[:4]):
        document, into = docx.Document(), io.BytesIO()
        document.core_properties.title = a.title
        document.add_heading(a.title, number % 2)
        for line in a.text.split("\n"):
            document.add_paragraph(line, style="List Bullet" if number % 2 else None)
        table = document.add_table(2, 2)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "both"
        document.save(into)
        made.append(into.getvalue())
    return made


def _archives(found: Sequence[Article]) -> list[bytes]:
    md, page, text = _marked(found), _pages(found), _texts(found)
    plain = {"a.md": b"One line stands here.", "a.en.md": b"Another line stands here.", "b/c.html": page[0]}
    mixed = {"x.csv": _rows(found)[0], "y.json": _objects(found)[2], "z.jsonl": _lines(found)[0], "t.txt": text[0]}
    return [
        packed({"a.md": md[0], "ب.md": md[1], "README.md": b"x", ".hidden.md": b"x"}),
        packed(plain),
        packed(mixed),
        packed({"p.pdf": _pdfs(found)[0], "in.zip": packed(plain), "../up.txt": text[1]}),
    ]


def _names(found: Sequence[Article]) -> list[bytes]:
    maps = ["title=headline,text=body.content", " title = a , date=b.c", "text=text,sources=title", "text=النص"]
    return [given.encode() + b"\n" + records for given in maps for records in _objects(found)]


def _days(found: Sequence[Article]) -> list[bytes]:
    written = [
        "12 September 2023",
        "2023-09-12T10:00:00Z",
        "٣١ شباط ٢٠٢٣",
        "12/9/2023",
        "الثلاثاء 5 أيلول/سبتمبر 2023",
    ]
    return [text.encode() for text in [*written, "Updated: May 3, 2024 at 10:15 pm GMT", "in March 2019, on 5 May"]]


_MAKERS: dict[str, Callable[[Sequence[Article]], list[bytes]]] = {
    ".txt": _texts, ".md": _marked, ".html": _pages, ".htm": _pages, ".json": _objects, ".jsonl": _lines,
    ".csv": _rows,
    ".pdf": _pdfs, ".docx": _documents, ".zip": _archives, "decoder": _texts, "fields": _names, "dates": _days,
}  # fmt: skip
