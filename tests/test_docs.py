"""The examples that people copy: each Python block of the README and the docs runs, in order, as it stands."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.cases import each_case

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)\)")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WITH_CODE = [page for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def program(page: Path) -> str:
    """The page's Python blocks, each on the lines that it has in the page, which an error then names."""
    text, lines = page.read_text(encoding="utf-8"), ""
    for block in BLOCK.finditer(text):
        lines += "\n" * (text.count("\n", 0, block.start(1)) - lines.count("\n")) + block[1]
    return lines


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_CODE, ids=name)
def test_the_examples_run(page: Path, sample_folder: Path, tmp_path: Path) -> None:
    """Over the default store, with the sample articles as it always starts."""
    (tmp_path / page.name).write_text(program(page), encoding="utf-8")
    store = shutil.copytree(sample_folder, tmp_path / "default")
    environment = {
        **os.environ,
        "ISNAD_READER": "",
        "ISNAD_STORE": str(store),
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    command = [sys.executable, page.name]
    got = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", timeout=300)
    assert (got.returncode, got.stderr) == (0, "") and got.stdout


def test_the_pages_that_promise_examples_have_them() -> None:
    assert {
        "README.md",
        "docs/CHECKING.md",
        "docs/EVALUATION.md",
        "docs/LLAMAINDEX.md",
        "docs/MODELS.md",
        "docs/PYTHON.md",
    } <= set(map(name, WITH_CODE))


@each_case("page", PAGES)
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


NAMED = re.compile(r"`((?:rag|store|ui|tests|docs|benchmarks)/[\w/.-]+\.\w+)`")


def test_the_files_that_documents_name_are_there() -> None:
    pages = [*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
    found = {f"{name(page)}: {file}" for page in pages for file in NAMED.findall(page.read_text(encoding="utf-8"))}
    assert sorted(each for each in found if not (ROOT / each.split(": ")[1]).exists()) == []
