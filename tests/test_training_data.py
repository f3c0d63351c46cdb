"""The data written for the trained reader is as its README says."""

from __future__ import annotations

import json
from pathlib import Path

from training.check_data import DATA, find_faults, read_rows


def test_the_data_is_as_its_readme_says() -> None:
    assert read_rows("passages.jsonl")
    assert find_faults(DATA) == []


def test_a_fault_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "hand"
    folder.mkdir()
    passage = {"id": "p", "title_ar": "عنوان", "ar": ["وصل القطار " * 40]}
    question = {"id": "q", "passage": "p", "lang": "en", "question": "When?", "answerable": True}
    pair = {"id": "p", "passage": "q", "premise_lang": "ar", "premise": "", "hypothesis": "", "label": "maybe"}
    for name, row in {
        "passages": passage,
        "questions": question | {"sentence": 0, "answer": "غدا"},
        "pairs": pair,
    }.items():
        (folder / f"{name}.jsonl").write_text(json.dumps(row), "utf-8")
    assert find_faults(tmp_path) == [
        "id twice: p",
        "q: its answer does not stand in the sentence",
        "p: its passage is missing",
        "p: 'maybe' is no label",
    ]
