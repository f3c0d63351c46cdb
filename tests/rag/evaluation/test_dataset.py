"""Which files of questions are read, and what is said of those that are not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rag import QuestionFileError
from rag.evaluation.dataset import read_question_file, read_questions

FROST = "Beekeepers in the valley lost forty hives to the April frost."
ROW = {"id": "1", "lang": "en", "question": "What happened?", "answerable": True, "facets": [[{"sentence": FROST}]]}


def test_a_question_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [ROW | {"note": 1}, ROW | {"id": "2", "answerable": False, "facets": []}]
    text = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    first, second = read_questions(file)
    assert (first.id, first.answerable, first.sentences) == ("1", True, [FROST])
    assert (second.facets, second.answerable) == ((), False)
    assert read_questions(str(file)) == [first, second]


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in ROW.items() if key != name}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": ', ["Invalid JSON", "column"]),
        ("not JSON", ["Invalid JSON"]),
        ('["a list"]', ["object"]),
        (without("id"), ["id: Field required"]),
        (without("lang"), ["lang: Field required"]),
        (without("question"), ["question: Field required"]),
        (without("answerable"), ["answerable: Field required"]),
        (without("facets"), ["answerable but has no facets"]),
        (ROW | {"id": 1}, ["id: ", "string"]),
        (ROW | {"id": " "}, ["id: It has no words"]),
        (ROW | {"lang": "English"}, ["lang: ", "ar or en"]),
        (ROW | {"lang": "all"}, ["lang: ", "ar or en"]),
        (ROW | {"question": "?"}, ["no words"]),
        (ROW | {"question": ""}, ["empty"]),
        (ROW | {"question": "word " * 500}, ["2,000"]),
        (ROW | {"answerable": "yes"}, ["answerable: ", "boolean"]),
        (ROW | {"answerable": False}, ["has facets but is not answerable"]),
        (ROW | {"facets": []}, ["has no facets"]),
        (ROW | {"facets": [[]]}, ["facets.0: ", "at least 1"]),
        (ROW | {"facets": FROST}, ["facets: "]),
        (ROW | {"facets": [[FROST]]}, ["facets.0.0: "]),
        (ROW | {"facets": [[{"sentence": FROST}, {"sentence": "…"}]]}, ["facets.0.1.sentence: It has no words"]),
    ],
)
def test_a_line_that_cannot_be_used_is_named(tmp_path: Path, line: Any, said: list[str]) -> None:
    file = tmp_path / "questions.jsonl"
    written = line if isinstance(line, str) else json.dumps(line)
    file.write_text(f"{json.dumps(ROW)}\n\n{written}\n", "utf-8")
    with pytest.raises(QuestionFileError) as raised:
        read_questions(file)
    told = str(raised.value)
    assert told.startswith(f"{file}, line 3: ") and all(words in told for words in said), told
    assert "\n" not in told and "line 1 " not in told


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no questions"),
        (b"\n \n", "no questions"),
        ("سؤال".encode("cp1256"), "UTF-8"),
        (json.dumps(ROW).encode("utf-16"), "UTF-8"),
        (f"{json.dumps(ROW)}\n{json.dumps(ROW)}".encode(), "'1'"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_bytes(content)
    with pytest.raises(QuestionFileError, match=said) as raised:
        read_questions(file)
    assert str(file) in str(raised.value)


def test_a_rating_that_tells_no_truth_is_passed_over_and_counted(tmp_path: Path) -> None:
    known = '{"id": "1", "lang": "en", "question": "Who came?", "answerable": false}'
    unknown = '{"id": "1", "answerable": null}'
    path = tmp_path / "rated.jsonl"
    path.write_text(f"{unknown}\n\n{known}\n{unknown}\n", "utf-8")
    read = read_question_file(path)
    assert ([question.id for question in read.questions], read.passed_over) == (["1"], 2)
    assert read_questions(path) == read.questions
    path.write_text(f"{unknown}\n", "utf-8")
    with pytest.raises(QuestionFileError, match="no questions with a known answer"):
        read_questions(path)
    path.write_text(f'{known}\n{{"id": "2", "lang": "en", "question": "Who?"}}\n', "utf-8")
    with pytest.raises(QuestionFileError, match="line 2: answerable"):
        read_questions(path)


@pytest.mark.parametrize(("name", "why"), [("nothing.jsonl", "No such file"), ("", "Is a directory")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(QuestionFileError, match=f"{tmp_path / name} cannot be read .{why}"):
        read_questions(tmp_path / name)
