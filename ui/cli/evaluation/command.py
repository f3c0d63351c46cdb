"""The command that measures answers over a corpus: it prints a table and writes a JSON document and a plot."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
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

from ui.cli import output
from ui.cli.arguments import Json, complain_of, given_path, open_existing_corpus, reporting_errors
from ui.cli.evaluation.calibration import report_calibration
from ui.cli.models import Llm
from ui.messages import Message, localized, one_line
from ui.messages import evaluation as measured
from ui.messages import general as messages

if TYPE_CHECKING:
    from rag.evaluation import Calibration, Evaluation, Judged, Question
    from rag.llms import ManagedLLM
    from store import Corpus

NAME = "isnad-eval"
_MISSING = 3  # so many sentences that no article has are named
_GLIMPSE = 80


@reporting_errors()
def evaluate_corpus(
    articles: Annotated[
        Path | None,
        typer.Argument(metavar="ARTICLES", parser=given_path, help="A folder of articles; not with --store."),
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Argument(metavar="QUESTIONS", parser=given_path, help="Questions with known answers, as JSON lines."),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(metavar="DIR", parser=given_path, help="Evaluate the articles of this store.")
    ] = None,
    out: Annotated[
        Path,
        typer.Option(
            metavar="DIR",
            parser=given_path,
            show_default="the current folder",
            help=f"The folder for {NAME}.json and {NAME}.png.",
        ),
    ] = Path(),
    wrong: Annotated[bool, typer.Option("--wrong", help="List the questions that went wrong.")] = False,
    llm: Llm = None,
    calibrate: Annotated[
        bool, typer.Option("--calibrate", help="Instead, learn from your questions how sure answers are.")
    ] = False,
    json: Json = False,
) -> None:
    """Measure the answers on questions whose answers are known; without arguments, over the sample articles."""
    given = [path for path in (articles, questions) if path is not None]
    if len(given) not in ((0, 2) if store is None else (1,)):
        raise typer.BadParameter(localized(measured.WHAT_TO_EVALUATE))
    if calibrate:
        if not given or wrong or llm or out != Path():
            raise typer.BadParameter(localized(measured.WHAT_TO_CALIBRATE))
        report_calibration(*_calibrated(given, store), json)
        return
    _check_writable(out)
    got = _measured(given, store, llm)
    document, plot = out / f"{NAME}.json", out / f"{NAME}.png"
    record = as_dict(got)
    document.write_bytes(output.as_json(record))
    from ui.cli.evaluation.plot import draw_curve

    draw_curve(got, plot)
    _warn(got, document)
    if json:
        output.write_json(record)
    else:
        _print(got, wrong)
        output.say(localized(measured.WRITTEN, document=document, plot=plot))


def _check_writable(folder: Path) -> None:
    """Raises PermissionError before the work begins, not after it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))


def _measured(given: list[Path], store: Path | None, llm: str | None) -> Evaluation:
    from rag.evaluation import SAMPLE_QUESTIONS
    from rag.evaluation import evaluate as measure
    from store.sample import SAMPLE

    folder, file = (given or [SAMPLE, SAMPLE_QUESTIONS])[0], (given or [SAMPLE_QUESTIONS])[-1]
    questions, model = _questions(file), _answering(llm)
    with _corpus(folder, store) as corpus, _asking() as show:
        return measure(questions, corpus=corpus, llm=model, on_progress=show)


def _calibrated(given: list[Path], store: Path | None) -> tuple[Calibration, Path | None]:
    """The weights learned, and the file that they were written to where they are better."""
    from rag.evaluation import calibrate, reader_to_calibrate
    from rag.retrieval import keep_weights, place_to_keep

    questions = _questions(given[-1])
    reader = reader_to_calibrate(questions)
    _check_writable(place_to_keep(reader).parent)
    with _corpus(given[0], store) as corpus, _asking() as show:
        got = calibrate(questions, reader, corpus=corpus, on_progress=show)
    return got, keep_weights(reader, got.weights) if got.improves else None


def _questions(file: Path) -> list[Question]:
    """Those whose answers are known; the number of the others is told."""
    from rag.evaluation import read_question_file

    read = read_question_file(file)
    if read.passed_over:
        output.complain(localized(measured.PASSED_OVER, count=read.passed_over))
    return read.questions


@contextmanager
def _asking() -> Iterator[Callable[[int, int], None]]:
    """A bar of the questions asked."""
    from store.ingestion import Progress

    with output.progress_bar(measured.EVALUATING) as show:
        yield lambda done, total: show(Progress(done, total, 0))


def _answering(name: str | None) -> ManagedLLM | None:
    """The model of `--llm`. Raises ModelError, before any question, where a first request to it fails."""
    if name is None:
        return None
    from rag import load_settings
    from rag.llms import load_model

    model = load_model(name, load_settings().llm_timeout)
    model.ping()
    return model


@contextmanager
def _corpus(articles: Path, store: Path | None) -> Iterator[Corpus]:
    """The store; without one, the articles in a temporary store."""
    if store is not None:
        with open_existing_corpus(store) as corpus:
            yield corpus
        return
    from rag import open_corpus

    with TemporaryDirectory() as place, open_corpus(Path(place) / "store") as corpus:
        with output.progress_bar(messages.INGESTING) as on_progress:
            report = corpus.ingest([articles], on_progress)
        complain_of(report.failed)
        yield corpus


def as_dict(got: Evaluation) -> dict[str, Any]:
    """An evaluation as JSON holds it; with a language model, what it wrote too."""
    written = {"llm": got.llm, "written": {name: asdict(tally) for name, tally in got.tallies.items()}}
    return (written if got.llm else {}) | {
        "articles": got.articles,
        "threshold": got.threshold,
        "scores": {name: asdict(scores) for name, scores in got.scores.items()},
        "latency_ms": asdict(got.latency),
        "curves": {name: [asdict(point) for point in points] for name, points in got.curves.items()},
        "wrong": [{"id": id_, "what": what, "question": question} for id_, what, question in got.wrong],
        "missing": [{"id": id_, "sentence": sentence} for id_, sentence in got.missing],
        "answers": [_answer(j) for j in got.judged],
    }


def _answer(judged: Judged) -> dict[str, Any]:
    """The result of a question, as JSON holds it."""
    answer = {"id": judged.question.id, "confidence": judged.confidence, **asdict(judged.given)}
    draft = asdict(judged.draft) if judged.draft else {}
    return answer | draft | {"seconds": judged.seconds}


def _warn(got: Evaluation, document: Path) -> None:
    for id_, missing in got.missing[:_MISSING]:
        glimpse = shorten(missing, _GLIMPSE, placeholder=" …")
        output.complain(localized(measured.IN_NO_ARTICLE, id=id_, sentence=glimpse))
    if more := len(got.missing[_MISSING:]):
        output.complain(localized(measured.MORE_IN_NO_ARTICLE, count=more, path=document))


def _print(got: Evaluation, wrong: bool) -> None:
    table = Table("", *(_heading(name) for name in got.scores), box=box.MARKDOWN)
    for name, label in measured.MEASURES.items():
        table.add_row(localized(label), *(_figure(getattr(scores, name)) for scores in got.scores.values()))
    for label, figures in _written_rows(got):
        table.add_row(localized(label), *map(_figure, figures))
    console = Console(highlight=False)
    console.print(table, no_wrap=not console.is_terminal)
    output.say(localized(measured.LATENCY, **asdict(got.latency)))
    output.say(localized(measured.WRONG, wrong=len(got.wrong), questions=len(got.judged)))
    for id_, what, question in got.wrong if wrong else ():
        cells = (id_, localized(measured.FAULTS[what]), question)
        output.say(output.join_columns(*map(one_line, cells)), wrap=False)


def _written_rows(got: Evaluation) -> Iterator[tuple[Message, list[float | None]]]:
    """The rows about what a language model wrote: counts, faults and fallbacks; none without a model."""
    tallies = list(got.tallies.values())
    if not tallies:
        return
    for name, label in measured.WRITING.items():
        yield label, [getattr(tally, name) for tally in tallies]
    for fault in tallies[0].faults:
        yield measured.NOT_KEPT[fault], [tally.faults[fault] for tally in tallies]
    for why in tallies[0].fallbacks:
        yield measured.QUOTED[why], [tally.fallbacks[why] for tally in tallies]


def _heading(group: str) -> str:
    from rag.evaluation import ALL

    return localized(measured.TOGETHER) if group == ALL else one_line(group)


def _figure(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
