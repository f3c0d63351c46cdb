"""The invented newsroom and its answers; the isnad command and a real store of three articles."""

from __future__ import annotations

import gc
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from typer.testing import CliRunner, Result

from rag.results import Answer, Statement
from store import Corpus
from tests.helpers.fakes import FakeEncoder
from tests.helpers.ui.commands import BRIDGE, HOSTILE_FILE, LIBRARY, Run
from tests.helpers.ui.newsroom import Newsroom, answer_about_the_deal, answer_about_the_fire, hostile_answer
from tests.helpers.ui.reader import CHROMIUM, OFFLINE, Reader
from tests.helpers.ui.sending import Sender
from ui.cli.commands import app
from ui.server.address import Serving
from ui.web import app as page
from ui.web.intake import IntakeHandlers
from ui.web.respondent import CorpusRespondent


@pytest.fixture
def vendor_leaks() -> Iterator[None]:
    """Gradio and Playwright leave sockets to the collector; let it come now and not in a later test."""
    yield
    _collect()


@pytest.fixture(scope="module", autouse=True)
def module_leaks() -> Iterator[None]:
    """The same for what a file's own fixtures leave; tests of another room may come next."""
    yield
    _collect()


def _collect() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture(scope="module")
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture(autouse=True)
def fresh(newsroom: Newsroom) -> None:
    newsroom.asked.clear()


@pytest.fixture
def deal() -> Answer:
    return answer_about_the_deal("What does North Korea want in return?", "en")


@pytest.fixture
def fire() -> Answer:
    return answer_about_the_fire("How many people were hurt in the fire?", "en")


@pytest.fixture
def hostile() -> Answer:
    return hostile_answer("<b>?</b>")


@pytest.fixture
def untranslated(deal: Answer) -> Answer:
    """The same answer as Arabic readers get it."""
    statements = tuple(
        Statement(tuple(replace(citation, translation=None) for citation in statement.citations))
        for statement in deal.statements
    )
    return replace(deal, language="ar", statements=statements)


# The page in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--disable-gpu", *OFFLINE.split()]
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=args)


@pytest.fixture(scope="module")
def articles(request: pytest.FixtureRequest, newsroom, sample_folder, tmp_path_factory) -> Iterator[Any]:
    """What the page is over: the invented newsroom, or the sample articles and Isnad's own answers."""
    if getattr(request, "param", None) != "sample":
        yield newsroom
    else:
        with Corpus.open(shutil.copytree(sample_folder, tmp_path_factory.mktemp("corpus") / "store")) as opened:
            yield opened


@pytest.fixture(scope="module")
def served(articles) -> Iterator[str]:
    respondent = CorpusRespondent(articles) if isinstance(articles, Corpus) else articles
    open_page = page.serve(articles, respondent, Serving(port=None), wait=False)
    yield open_page.local_url
    open_page.close()


@pytest.fixture
def visit(browser: Browser, served: str) -> Iterator[Any]:
    readers: list[Reader] = []

    def arrive(size: dict[str, int], scheme: str = "light", at: str = "") -> Reader:
        readers.append(Reader(browser, served + at, size, scheme))
        return readers[-1]

    yield arrive
    for reader in readers:
        reader.leave()


# Adding articles, without a page


@pytest.fixture
def handlers(tmp_path: Path) -> Iterator[IntakeHandlers]:
    with Corpus.open(tmp_path / "store", FakeEncoder()) as opened:
        yield IntakeHandlers(opened)


@pytest.fixture
def send(tmp_path: Path) -> Sender:
    return Sender(tmp_path / "cache")


# The commands


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command in this process, off a terminal, for an English speaker; nothing may escape it."""
    default = tmp_path_factory.mktemp("default")

    def invoke(*arguments: object, stdin: str | bytes | None = None, **env: str) -> Result:
        env = {"LC_ALL": "C.UTF-8", "ISNAD_STORE": str(default), "ISNAD_READER": "off", "COLUMNS": "200"} | env
        got = CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin, env=env)
        assert got.exception is None or isinstance(got.exception, SystemExit), got.exception
        assert "Traceback" not in got.output
        return got

    return invoke


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, text in {"library.md": LIBRARY, "bridge.txt": BRIDGE, "hostile.txt": HOSTILE_FILE}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture(scope="session")
def store(run: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that no test changes."""
    store = tmp_path_factory.mktemp("store")
    assert run("ingest", folder, "--store", store).exit_code == 0
    return store


@pytest.fixture
def own_store(store: Path, tmp_path: Path) -> Path:
    """A store that a test may change."""
    return Path(shutil.copytree(store, tmp_path / "own"))
