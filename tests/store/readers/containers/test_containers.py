"""Files that hold many articles: JSON, JSON lines, CSV, ZIP, and what their fields are called."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from store import Article, Defaults, FieldMap, ReadingError
from store.readers.containers.containers import read_articles
from store.readers.limits import FAULTS_NAMED
from tests.helpers.cases import each_case

GATE = "The town gate was painted green on Sunday by its keeper."
PIER = "The old pier was closed on Tuesday after a storm."
FERRY = "أعلنت إدارة المرفأ يوم الخميس عودة العبارة إلى رحلاتها اليومية."

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str, content: str | bytes | object) -> Path:
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return tmp_path / name

    return write


@pytest.fixture
def pack(tmp_path: Path) -> Write:
    def pack(name: str, files: dict[str, str | bytes]) -> Path:
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for inner, content in files.items():
                archive.writestr(inner, content)
        return tmp_path / name

    return pack


def articles(path: Path, fields: FieldMap | None = None) -> dict[str, Article]:
    """The articles by their names in the file; nothing of it failed."""
    read = dict(read_articles(path, fields))
    assert [str(got) for got in read.values() if isinstance(got, ReadingError)] == []
    return {piece: got for piece, got in read.items() if isinstance(got, Article)}


def texts(path: Path, fields: FieldMap | None = None) -> dict[str, str]:
    return {piece: article.text for piece, article in articles(path, fields).items()}


def outcome(path: Path, fields: FieldMap | None = None) -> dict[str, str]:
    """What each piece says, or why it cannot be read."""
    read = read_articles(path, fields)
    return {piece: got.text if isinstance(got, Article) else str(got) for piece, got in read}


# JSON


@pytest.mark.parametrize(
    ("content", "pieces"),
    [
        ({"title": "Gate", "text": GATE}, [""]),
        ({"title": "Gate", "text": GATE, "comments": [{"text": "First!"}]}, [""]),
        ([{"title": "Gate", "text": GATE}, {"title": "Gate", "body": GATE}], ["1", "2"]),
        ({"status": "ok", "tags": ["a"], "articles": [{"title": "Gate", "content": GATE}]}, ["1"]),
    ],
)
def test_json_of_one_article_and_of_many(write: Write, content: object, pieces: list[str]) -> None:
    read = articles(write("a.json", content))
    assert list(read) == pieces
    assert {(article.title, article.text) for article in read.values()} == {("Gate", GATE)}


def test_the_usual_names_of_fields_are_known(write: Write) -> None:
    record = {
        "Headline": "Gate",
        "article_body": [GATE, PIER],
        "publishedAt": "2024-05-01T10:00:00Z",
        "source": {"id": None, "name": "Harbour Post"},
        "Link": "https://example.org/gate",
        "lang": "en",
        "sources": ["Harbour Radio"],
    }
    assert articles(write("a.json", record)) == {
        "": Article(
            title="Gate",
            text=f"{GATE}\n{PIER}",
            outlet="Harbour Post",
            date=dt.date(2024, 5, 1),
            url="https://example.org/gate",
            language="en",
            sources=("Harbour Radio",),
        )
    }


def test_a_map_names_fields_and_fields_of_fields(write: Write) -> None:
    record = {
        "head": "Gate",
        "text": "Not this one.",
        "body": {"content": GATE},
        "meta": {"pub": {"on": "2024-05-01"}},
    }
    fields = FieldMap.parse(["title=head,text=body.content", "date=meta.pub.on"])
    assert fields == FieldMap(title="head", text="body.content", date="meta.pub.on")
    article = articles(write("a.json", [record]), fields)["1"]
    assert (article.title, article.text, article.date) == ("Gate", GATE, dt.date(2024, 5, 1))


@each_case("given", ["title", "title=", "=head", "headline=title", "title=a,,text=b"])
def test_a_map_that_says_nothing_is_refused(given: str) -> None:
    with pytest.raises(ReadingError, match="title=headline.*title, text, date, outlet, url, language, sources"):
        FieldMap.parse([given])


def test_a_mapped_field_that_is_not_there_is_said_once_with_those_that_are(write: Write) -> None:
    path = write("a.json", [{"head": "A", "body": {"html": GATE}}] * 3)
    read = outcome(path, FieldMap(text="body.text"))
    assert read == {"": "a.json has no field 'body.text' for the text; its fields are head, body.html."}
    assert "--map text=FIELD. Its fields are head, body.html." in outcome(path)[""]


def test_a_field_that_some_records_lack_may_be_mapped(write: Write) -> None:
    path = write("a.json", [{"t": "A", "text": GATE}, {"text": PIER}])
    assert [article.title for article in articles(path, FieldMap(title="t")).values()] == ["A", PIER]


@pytest.mark.parametrize("content", ["", "3", '"text"', "[]", "{}", "{", "[1, 2", "nonsense", "[" + "9" * 5000 + "]"])
def test_json_without_articles_is_refused_in_one_sentence(write: Write, content: str) -> None:
    read = outcome(write("a.json", content))
    assert len(read) == 1 and all(reason.startswith("a.json ") for reason in read.values())


def test_each_object_stands_for_itself(write: Write) -> None:
    got = outcome(
        write(
            "a.json", [{"text": GATE}, {"title": "B"}, 3, {"text": PIER, "date": "soon"}, {"text": PIER + " Twice."}]
        )
    )
    assert list(got) == ["1", "2", "3", "4", "5"] and (got["1"], got["5"]) == (GATE, PIER + " Twice.")
    assert got["2"].startswith("a.json 2 has no text") and got["3"].startswith("a.json 3 is not an object")
    assert got["4"] == PIER


def test_a_text_that_is_html_is_read_as_a_page(write: Write) -> None:
    body = f"<p>{GATE}</p>\n<p>{PIER} <a href='x'>It opens again in May.</a></p><script>alert(1)</script>"
    article = articles(write("a.json", {"title": "Gate & pier", "text": body, "date": "2024-05-01"}))[""]
    assert (article.title, article.date) == ("Gate & pier", dt.date(2024, 5, 1))
    assert article.text.split("\n") == [GATE, f"{PIER} It opens again in May."]


# JSON lines


def test_a_bad_line_is_named_and_the_rest_goes_on(write: Write) -> None:
    lines = [json.dumps({"text": GATE}), "{nonsense}", "", json.dumps({"text": PIER + "\u2028And so on."}), "7"]
    got = outcome(write("a.jsonl", "\r\n".join(lines)))
    assert list(got) == ["line 1", "line 2", "line 4", "line 5"]
    assert (got["line 1"], got["line 4"]) == (GATE, f"{PIER}\nAnd so on.")
    assert got["line 2"].startswith("a.jsonl line 2 is not JSON") and got["line 5"].startswith(
        "a.jsonl line 5 is not"
    )


def test_a_line_in_another_encoding_is_lost_alone(write: Write) -> None:
    line = json.dumps({"text": FERRY}, ensure_ascii=False)
    got = outcome(write("a.jsonl", line.encode() + b"\n" + line.encode("cp1256")))
    assert got["line 1"] == FERRY and got["line 2"].startswith("a.jsonl line 2 is not UTF-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
@pytest.mark.parametrize("kind", ["jsonl", "json", "csv"])
def test_encodings(write: Write, kind: str, encoding: str) -> None:
    text = f"text\n{FERRY}\n" if kind == "csv" else json.dumps({"text": FERRY}, ensure_ascii=False)
    assert [*texts(write(f"a.{kind}", text.encode(encoding))).values()] == [FERRY]


def test_of_many_faults_the_first_are_named_and_the_others_counted(write: Write) -> None:
    got = list(read_articles(write("a.jsonl", "x\n" * (FAULTS_NAMED + 7) + json.dumps({"text": GATE}))))
    faults = [str(fault) for _, fault in got if isinstance(fault, ReadingError)]
    assert len(faults) == FAULTS_NAMED + 1 and "7 more that cannot be read" in faults[-1]
    assert [article.text for _, article in got if isinstance(article, Article)] == [GATE]


# CSV


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_of_articles(write: Write, mark: str, end: str) -> None:
    rows = [
        ["Title", "text", "date"],
        ["One, two; three", f'"{GATE}{end}{end}{PIER}"', "2024-05-01"],
        ["", FERRY, ""],
    ]
    rows[1][0] = f'"{rows[1][0]}"'
    read = articles(write("a.csv", end.join(mark.join(row) for row in rows)))
    assert list(read) == ["row 2", "row 3"]
    first = read["row 2"]
    assert (first.title, first.text, first.date) == ("One, two; three", f"{GATE}\n\n{PIER}", dt.date(2024, 5, 1))
    assert read["row 3"].text == FERRY


def test_rows_that_fit_no_header_are_named(write: Write) -> None:
    got = outcome(write("a.csv", f"title,text\nA,{GATE},c\n\nB\nC,{PIER}\n"))
    assert got["row 2"].startswith("a.csv row 2 has 3 cells") and got["row 4"].startswith("a.csv row 4 has no text")
    assert got["row 5"] == PIER


@pytest.mark.parametrize("content", ["", "\n\n", "text,title\n", "a,b\nc,d\n"])
def test_a_table_without_articles_is_refused(write: Write, content: str) -> None:
    assert [reason.startswith("a.csv ") for reason in outcome(write("a.csv", content)).values()] == [True]


# ZIP


def test_an_archive_gives_what_a_folder_would(pack: Write) -> None:
    files: dict[str, str | bytes] = {
        "gate.txt": GATE,
        "in/ferry.md": f"---\ntitle: العبارة\n---\n{FERRY}",
        "in/ferry.en.md": f"---\ntitle: Ferry\n---\n{PIER}",
        "in/more.jsonl": json.dumps({"text": PIER}) + "\n",
        "in/README.md": GATE,
        "__MACOSX/._gate.txt": GATE,
        ".hidden.txt": GATE,
        "picture.png": b"\x89PNG",
    }
    read = articles(pack("a.zip", files))
    assert {piece: article.text for piece, article in read.items()} == {
        "gate.txt": GATE,
        "in/ferry.md": FERRY,
        "in/more.jsonl line 1": PIER,
    }
    assert [(each.language, each.text) for each in read["in/ferry.md"].translations] == [("en", PIER)]


def test_what_an_archive_cannot_give_is_named_and_the_rest_goes_on(pack: Write) -> None:
    got = outcome(pack("a.zip", {"in.zip": b"PK", "bad.json": "{", "empty.txt": "", "gate.txt": GATE}))
    assert got["gate.txt"] == GATE
    assert got["in.zip"].startswith("a.zip: in.zip is an archive in an archive")
    assert got["bad.json"].startswith("a.zip: bad.json is not JSON")
    assert got["empty.txt"].startswith("a.zip: empty.txt is empty")


@each_case("line", ["sep=;\r\n", "SEP=;\n", '"sep=;"\r\n', "\ufeffsep=;\r\n"])
def test_the_line_that_names_excels_separator(line: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{line}Title;Date;Text\r\nA, b and c;5/11/2024;{GATE}\r\n", encoding="utf-8")
    (article,) = articles(path).values()
    assert (article.title, article.text) == ("A, b and c", GATE)


def test_what_programs_write_for_nothing_is_nothing(write: Write) -> None:
    article = articles(
        write("a.json", {"title": "nan", "text": GATE, "outlet": "null", "source": "Elm Ledger", "date": "NaN"})
    )[""]
    assert (article.title, article.outlet, article.date) == (GATE, "Elm Ledger", None)


def test_defaults_hold_for_every_record_and_every_file_of_an_archive(write: Write, tmp_path: Path) -> None:
    records = [{"text": GATE}, {"text": PIER, "outlet": "Elm Ledger"}]
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.json", json.dumps(records))
        archive.writestr("b.txt", GATE.replace("e", "o") + " It is so.")
    for given in (write("b.json", records), path):
        found = [
            got for _, got in read_articles(given, None, Defaults("Brenn Mirror", "sw")) if isinstance(got, Article)
        ]
        assert {article.outlet for article in found} == {"Brenn Mirror", "Elm Ledger"}
        assert {article.language for article in found} == {"sw"}
