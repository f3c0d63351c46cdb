"""The examples that people copy: each Python block of the README and the docs runs, in order, as it stands."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.chain import _shared_corpus
from tests.helpers.cases import each_case

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)\)")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
WITH_CODE = [page for page in PAGES if BLOCK.search(page.read_text(encoding="utf-8"))]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.fixture
def default_store(sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The default store, with the sample articles as it always starts, opened anew by whoever asks it."""
    monkeypatch.setenv("ISNAD_STORE", str(shutil.copytree(sample_folder, tmp_path / "default")))
    _shared_corpus.cache_clear()
    yield
    if _shared_corpus.cache_info().currsize:
        _shared_corpus().close()
        _shared_corpus.cache_clear()


@pytest.mark.slow
@pytest.mark.parametrize("page", WITH_CODE, ids=name)
def test_the_examples_run(
    page: Path,
    default_store: None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8")
    names: dict[str, object] = {"__name__": "__main__"}
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1))
        code = compile("\n" * line + block[1], str(page), "exec")  # an error names the page's own line
        exec(code, names)
    assert capsys.readouterr().out


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
