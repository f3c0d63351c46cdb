"""isnad translate: what it asks, what it says, and that its translations are marked wherever they are shown."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
import typer

from rag import Answer, answer
from rag.errors import ModelError
from rag.results import PHRASES, whole_article_as_dict
from rag.settings import Settings
from store import Corpus, Span
from store.embedding.encoder import Encoder
from tests.helpers.interpreter import BRIDGE, CLOSING, ENGLISH, FIRE, LIBRARY, REPAIR, Interpreter, interpreter
from tests.helpers.ui.commands import Run, complaint
from tests.helpers.ui.elements import Element, everything, read
from ui.cli import output
from ui.cli.arguments import reporting_errors
from ui.cli.translate import translate_with
from ui.messages import general as messages
from ui.web.views.anchors import Reference
from ui.web.views.answer import render_answer
from ui.web.views.article import render_article

HOW_LONG = "How long will the repair of the old bridge take?"
MODEL = "interpreter<1>"
MARK = f"machine translation by {MODEL}"


@pytest.fixture(autouse=True)
def english_speaker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def stocked(corpus: Corpus) -> Corpus:
    corpus.add([LIBRARY, BRIDGE])
    return corpus


@pytest.fixture(scope="module")
def told(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    """A store translated by a model with an odd name; one line of it is left out."""
    with Corpus.open(tmp_path_factory.mktemp("told"), encoder) as corpus:
        corpus.add([LIBRARY, BRIDGE, FIRE])
        translate_with(interpreter(name=MODEL), corpus, "en", yes=True, json=False)
        yield corpus


@pytest.fixture(scope="module")
def got(told: Corpus) -> Answer:
    return answer(HOW_LONG, corpus=told)


def find(page: Element, kind: str) -> list[Element]:
    return [element for element in everything(page) if element.attributes.get("class") == kind]


# The command


def test_it_says_what_it_will_take_and_what_became_of_it(stocked: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    translate_with(interpreter({REPAIR: ["Five."]}), stocked, "en", yes=True, json=False)
    said = capsys.readouterr()
    assert said.out == "Translated 2, failed 0; sentences left untranslated: 1.\n"
    assert said.err.startswith("Missing in English: articles 2, sentences 8. interpreter-1 will read about ")


def test_for_programs(stocked: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    translate_with(interpreter({REPAIR: ["Five."]}), stocked, "en", yes=True, json=True)
    assert json.loads(capsys.readouterr().out) == {
        "language": "en",
        "model": "interpreter-1",
        "translated": [LIBRARY.id, BRIDGE.id],
        "failed": [],
        "sentences": 8,
        "untranslated": 1,
        "flaws": {"length": 1},
    }


def test_a_second_time_nothing_is_left_to_do(stocked: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    translate_with(interpreter(), stocked, "en", yes=True, json=False)
    capsys.readouterr()
    again = interpreter()
    translate_with(again, stocked, "en", yes=False, json=False)
    assert capsys.readouterr().out == "Every article can be read in English.\n" and again.asked == []


def test_an_empty_store_is_told(corpus: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    translate_with(interpreter(), corpus, "en", yes=True, json=False)
    assert capsys.readouterr().err == f"isnad: {PHRASES['en'].no_articles}\n"


def test_where_nobody_can_be_asked_nothing_is_sent(stocked: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    model = interpreter()
    with pytest.raises(typer.Exit) as end:
        translate_with(model, stocked, "en", yes=False, json=False)
    assert end.value.exit_code == 1 and model.asked == []
    assert capsys.readouterr().err.endswith(f"isnad: {messages.NOBODY_TO_ASK.en}\n")


@contextmanager
def at_terminal(monkeypatch: pytest.MonkeyPatch, typed: bytes) -> Iterator[None]:
    """At a terminal where a person typed something."""
    person, program = os.openpty()
    os.write(person, typed)
    with os.fdopen(program, encoding="utf-8") as stdin, monkeypatch.context() as patch:
        patch.setattr(sys, "stdin", stdin)
        yield
    os.close(person)


@pytest.mark.parametrize(("typed", "agreed"), [(b"y\n", True), (b"n\n", False), (b"\n", False)])
def test_on_a_terminal_it_asks_first(
    stocked: Corpus, monkeypatch: pytest.MonkeyPatch, typed: bytes, agreed: bool
) -> None:
    model = interpreter()
    with at_terminal(monkeypatch, typed), nullcontext() if agreed else pytest.raises(typer.Exit):
        translate_with(model, stocked, "en", yes=False, json=False)
    assert bool(model.asked) == agreed == stocked.article(BRIDGE.id).is_translated("en")


FIRST = "\n".join(f"[{number}] {text}" for number, text in enumerate(list(ENGLISH.values())[:5], 1))


def test_a_model_that_fails_leaves_what_is_done(stocked: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as end, reporting_errors():
        translate_with(failing(ModelError("The model is down.")), stocked, "en", yes=True, json=False)
    assert end.value.exit_code == 1
    _, *said = capsys.readouterr().err.splitlines()
    assert said == [f"isnad: {messages.STOPPED.to('en', done=1, articles=2)}", "isnad: The model is down."]
    assert [article.translated_into for article in stocked.articles()] == [("en",), ()]


def test_ctrl_c_leaves_what_is_done(stocked: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyboardInterrupt):
        translate_with(failing(KeyboardInterrupt()), stocked, "en", yes=True, json=False)
    assert capsys.readouterr().err.endswith(f"isnad: {messages.STOPPED.to('en', done=1, articles=2)}\n")
    assert [article.translated_into for article in stocked.articles()] == [("en",), ()]


def failing(error: BaseException) -> Interpreter:
    """A model that translates one article."""
    return interpreter(replies=[FIRST, error])


def test_an_article_that_could_not_be_translated_fails_the_command(stocked: Corpus) -> None:
    with pytest.raises(typer.Exit) as end:
        translate_with(interpreter({text: ["No."] for text in ENGLISH}), stocked, "en", yes=True, json=True)
    assert end.value.exit_code == 1


def test_another_language_is_refused(run: Run, store: Path) -> None:
    said = complaint(run("translate", "--to", "fr", "--store", store))
    assert "Arabic (--to ar) and English (--to en), not into 'fr'" in said


def test_without_a_model_the_remedy_is_named(run: Run, store: Path) -> None:
    said = complaint(run("translate", "--to", "en", "--store", store))
    assert "--llm" in said and "ISNAD_LLM" in said and "isnad models" in said


def test_a_mistyped_store_is_refused(run: Run, tmp_path: Path) -> None:
    said = complaint(run("translate", "--to", "en", "--llm", "ollama:any", "--store", tmp_path / "none"))
    assert "There is no store" in said and not (tmp_path / "none").exists()


# Marked wherever it is shown


def test_an_answer_says_so_in_text_and_for_programs(got: Answer) -> None:
    assert got.answered and f"({MARK})" in got.text.splitlines()
    (first, *_) = got.to_dict()["citations"]
    assert first["translated_by"] == MODEL and ENGLISH[REPAIR] in first["translation"]


def test_an_answer_says_so_on_the_page(got: Answer) -> None:
    page = read(render_answer(got))
    assert [note.text for note in find(page, "isnad-machine")] == [MARK]


def test_a_passage_that_comes_close_says_so_on_the_page(told: Corpus) -> None:
    refused = answer("Which old bridge did the police close?", corpus=told, settings=Settings(threshold=1.0))
    page = read(render_answer(refused))
    assert not refused.answered and {note.text for note in find(page, "isnad-machine")} == {MARK}


@pytest.mark.parametrize(("language", "said"), [("en", MARK), ("ar", f"ترجمة آلية بنموذج {MODEL}")])
def test_an_article_says_so_on_the_page(told: Corpus, language: str, said: str) -> None:
    article = told.article(BRIDGE.id)
    start = article.text.index(REPAIR)
    page = read(
        render_article(article, Reference(article.id, Span(start, start + len(REPAIR)), (), language), language)
    )
    labels = [part.text for part in find(page, "isnad-said") + find(page, "isnad-translation")]
    assert len(labels) == 1 + (language == "en") and all(said in label for label in labels)


def test_a_line_left_out_shows_no_translation_on_the_page(told: Corpus) -> None:
    article = told.article(FIRE.id)
    start = article.text.index("\n") + 1
    page = read(render_article(article, Reference(article.id, Span(start, len(article.text)), (), "en"), "en"))
    assert not find(page, "isnad-said") and "HACKED" not in "".join(part.text for part in find(page, "isnad-other"))


def test_a_shown_article_says_so(told: Corpus, capsys: pytest.CaptureFixture[str]) -> None:
    article = told.article(BRIDGE.id)
    output.print_article(article)
    assert f"\n{MARK}\n\n{ENGLISH[CLOSING]}" in capsys.readouterr().out
    assert [each["by"] for each in whole_article_as_dict(article)["translations"]] == [MODEL]


def test_an_articles_own_translation_is_not_marked(sample: Corpus) -> None:
    got = answer("What did Moscow and Pyongyang sign in June 2024?", corpus=sample)
    assert got.answered and got.citations[0].translation
    assert "machine translation" not in got.text and "isnad-machine" not in render_answer(got)
