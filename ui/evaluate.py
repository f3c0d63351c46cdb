"""The command that measures answers over a corpus: it prints a table and writes a JSON document and a plot."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from ui import messages, terminal
from ui.command import Json, complain_of, corpus_there, in_one_sentence

if TYPE_CHECKING:
    from rag.evaluation import Evaluation
    from store import Corpus

NAME = "isnad-eval"
_MISSING = 3  # so many sentences that no article has are named
_GLIMPSE = 80


@in_one_sentence()
def evaluate(
    articles: Annotated[
        Path | None, typer.Argument(metavar="ARTICLES", help="A folder of articles; not with --store.")
    ] = None,
    questions: Annotated[
        Path | None, typer.Argument(metavar="QUESTIONS", help="Questions with known answers, as JSON lines.")
    ] = None,
    store: Annotated[Path | None, typer.Option(metavar="DIR", help="Evaluate the articles of this store.")] = None,
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR", show_default="the current folder", help=f"The folder for {NAME}.json and {NAME}.png."
        ),
    ] = Path(),
    wrong: Annotated[bool, typer.Option("--wrong", help="List the questions that went wrong.")] = False,
    json: Json = False,
) -> None:
    """Measure the answers on questions whose answers are known; without arguments, over the sample articles."""
    given = [path for path in (articles, questions) if path is not None]
    if len(given) not in ((0, 2) if store is None else (1,)):
        raise typer.BadParameter(terminal.sentence(messages.WHAT_TO_EVALUATE))
    _check_writable(out)
    got = _measured(given, store)
    document, plot = out / f"{NAME}.json", out / f"{NAME}.png"
    record = as_dict(got)
    document.write_bytes(terminal.as_json(record))
    from ui.plot import draw

    draw(got, plot)
    _warn(got, document)
    if json:
        terminal.write_json(record)
    else:
        _print(got, wrong)
        terminal.say(terminal.sentence(messages.WRITTEN, document=document, plot=plot))


def _check_writable(folder: Path) -> None:
    """Before the work, not after it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _measured(given: list[Path], store: Path | None) -> Evaluation:
    from rag.evaluation import evaluate as measure
    from rag.evaluation import read_questions
    from rag.questions import SAMPLE_QUESTIONS
    from store.ingest import Progress
    from store.sample import SAMPLE

    folder, file = (given or [SAMPLE, SAMPLE_QUESTIONS])[0], (given or [SAMPLE_QUESTIONS])[-1]
    questions = read_questions(file)
    with _corpus(folder, store) as corpus, terminal.progress(messages.EVALUATING) as show:
        return measure(questions, corpus=corpus, on_progress=lambda done, total: show(Progress(done, total, 0)))


@contextmanager
def _corpus(articles: Path, store: Path | None) -> Iterator[Corpus]:
    """The store; without one, the articles in a store that is gone afterwards."""
    if store is not None:
        with corpus_there(store) as corpus:
            yield corpus
        return
    from rag import open_corpus

    with TemporaryDirectory() as place, open_corpus(Path(place) / "store") as corpus:
        with terminal.progress(messages.INGESTING) as on_progress:
            report = corpus.ingest([articles], on_progress)
        complain_of(report.failed)
        yield corpus


def as_dict(got: Evaluation) -> dict[str, Any]:
    """An evaluation as JSON holds it."""
    return {
        "articles": got.articles,
        "threshold": got.threshold,
        "scores": {name: asdict(scores) for name, scores in got.scores.items()},
        "latency_ms": asdict(got.latency),
        "curves": {name: [asdict(point) for point in points] for name, points in got.curves.items()},
        "wrong": [{"id": id_, "what": what, "question": question} for id_, what, question in got.wrong],
        "missing": [{"id": id_, "sentence": sentence} for id_, sentence in got.missing],
        "answers": [
            {"id": j.question.id, "confidence": j.confidence, **asdict(j.given), "seconds": j.seconds}
            for j in got.judged
        ],
    }


def _warn(got: Evaluation, document: Path) -> None:
    for id_, sentence in got.missing[:_MISSING]:
        glimpse = shorten(sentence, _GLIMPSE, placeholder=" …")
        terminal.complain(terminal.sentence(messages.IN_NO_ARTICLE, id=id_, sentence=glimpse))
    if more := len(got.missing[_MISSING:]):
        terminal.complain(terminal.sentence(messages.MORE_IN_NO_ARTICLE, count=more, path=document))


def _print(got: Evaluation, wrong: bool) -> None:
    table = Table("", *(_heading(name) for name in got.scores), box=box.MARKDOWN)
    for name, said in messages.MEASURES.items():
        table.add_row(terminal.sentence(said), *(_figure(getattr(scores, name)) for scores in got.scores.values()))
    console = Console(highlight=False)
    console.print(table, no_wrap=not console.is_terminal)
    terminal.say(terminal.sentence(messages.LATENCY, **asdict(got.latency)))
    terminal.say(terminal.sentence(messages.WRONG, wrong=len(got.wrong), questions=len(got.judged)))
    for id_, what, question in got.wrong if wrong else ():
        cells = (id_, terminal.sentence(messages.FAULTS[what]), question)
        terminal.say(terminal.columns(*map(terminal.one_line, cells)), wrap=False)


def _heading(group: str) -> str:
    from rag.evaluation import ALL

    return terminal.sentence(messages.TOGETHER) if group == ALL else terminal.one_line(group)


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
