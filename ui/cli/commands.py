"""The isnad command. Longer subcommands have modules of their own.

Whatever takes long to import (the store, the encoder, Gradio) is imported inside the command that needs it, so
that help and usage errors come at once. An error is one sentence on standard error and exit status 1, or 2 for a
wrong command line; after Ctrl-C the status is 130.
"""

from __future__ import annotations

import io
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.cli import output
from ui.cli.arguments import (
    Group,
    Json,
    Store,
    complain_of,
    given_path,
    open_corpus_to_ask,
    open_existing_corpus,
    open_or_make_corpus,
    reporting_errors,
)
from ui.cli.backup import export, import_
from ui.cli.boilerplate import boilerplate_rows, noise_as_dict
from ui.cli.chat import password, serve_chat
from ui.cli.configuration import ConfiguredGroup, configure, given_config, settings
from ui.cli.evaluation import evaluate_corpus
from ui.cli.maintenance import check, rebuild, vacuum
from ui.cli.models import Llm, chosen_model, list_models
from ui.cli.serve import serve_programs
from ui.cli.translate import translate_articles
from ui.messages import Message, locale_language, localized, one_line
from ui.messages import general as messages

if TYPE_CHECKING:
    from store import Article
    from store.ingestion import IngestReport

app = typer.Typer(
    cls=ConfiguredGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The isnad command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Arabic letters shows their codes
    app()


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"isnad {version('isnad')}")
        raise typer.Exit


@app.callback()
def isnad(
    ctx: typer.Context,
    config: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            parser=given_config,
            help="The file of settings, also behind a command; without it, isnad.toml in this folder.",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Ask a corpus of news articles, in Arabic or English, and see who said it."""
    configure(ctx, config)


app.command("chat")(serve_chat)
app.command("serve")(serve_programs)


@app.command()
@reporting_errors()
def ask(
    question: Annotated[
        str, typer.Argument(metavar="QUESTION", help="The question, or - to read it from standard input.")
    ],
    outlet: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Ask only this outlet; may be given again.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Ask only from this day, month or year on: YYYY-MM-DD.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Ask only up to this day, month or year: YYYY-MM-DD.")
    ] = None,
    llm: Llm = None,
    json: Json = False,
    store: Store = None,
) -> None:
    """Answer a question from the articles, each statement with who says it."""
    model = chosen_model(llm)
    text = _readable(sys.stdin.buffer.read() if question == "-" else question)
    outlets = [_readable(name) for name in outlet] if outlet else None
    with open_corpus_to_ask(store) as corpus:
        from rag import answer

        got = answer(text, corpus=corpus, llm=model, outlets=outlets, since=since, until=until)
    if json:
        output.write_json(got.to_dict())
    else:
        output.print_answer(got)


@app.command()
@reporting_errors()
def ingest(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...",
            parser=given_path,
            help="Files of articles (docs/ARTICLES.md names their types), or folders.",
        ),
    ],
    sync: Annotated[
        bool, typer.Option("--sync", help="Also remove what was ingested from these paths and is gone from there.")
    ] = False,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=NAME", help="What a JSON or CSV file calls a field: title=headline."),
    ] = None,
    outlet: Annotated[
        str,
        typer.Option(metavar="NAME", help="The outlet of articles that name none; else the host of their address."),
    ] = "",
    language: Annotated[
        str,
        typer.Option(
            metavar="CODE", help="The language of articles that give none, such as ar; else their letters tell."
        ),
    ] = "",
    date_from_url: Annotated[
        bool, typer.Option("--date-from-url", help="Date articles by their address before what their files say.")
    ] = False,
    json: Json = False,
    group: Group = None,
    store: Store = None,
) -> None:
    """Read articles into the store. What cannot be read is named; the rest is read nevertheless."""
    from store import Defaults, FieldMap

    fields = FieldMap.parse(map_ or ())
    defaults = Defaults(_readable(outlet), language, date_from_url)
    try:
        with open_or_make_corpus(store, group) as corpus, output.progress_bar(messages.INGESTING) as on_progress:
            report = corpus.ingest(paths, on_progress, sync, fields, defaults)
    except KeyboardInterrupt:
        output.complain(localized(messages.INTERRUPTED))
        raise
    if json:
        output.write_json(_report_as_dict(report))
    else:
        output.say(localized(messages.INGESTED, **{k: len(v) for k, v in _report_as_dict(report).items()}))
        from ui.api import remark_lines

        for line in remark_lines(report.remarks, locale_language()):
            output.say(line)
        complain_of(report.failed)
    if report.failed:
        raise typer.Exit(1)


@app.command("list")
@reporting_errors()
def list_(json: Json = False, store: Store = None) -> None:
    """List the articles: id, date, outlet and title, oldest first."""
    with open_existing_corpus(store) as corpus:
        articles = corpus.articles()
    if json:
        from rag.results import listed_article_as_dict

        output.write_json([listed_article_as_dict(article) for article in articles])
    elif articles:
        output.print_list(articles)
    else:
        output.complain(output.local_phrases().no_articles)


@app.command()
@reporting_errors()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The article's id, as `isnad list` shows it.")],
    noise: Annotated[
        bool, typer.Option("--noise", help="Show instead what of its page is not the article, and how that is known.")
    ] = False,
    json: Json = False,
    store: Store = None,
) -> None:
    """Show a whole article, or the lines of its page that are no part of it."""
    with open_existing_corpus(store) as corpus:
        article = corpus.article(_readable(id_))
        repeated = corpus.repeated_lines.of([article.id]).get(article.id, [])
    if noise and json:
        output.write_json(noise_as_dict(article, repeated))
    elif noise:
        output.print_rows(boilerplate_rows(article, repeated) or [(localized(messages.NO_NOISE),)])
    elif json:
        from rag.results import whole_article_as_dict

        output.write_json(whole_article_as_dict(article))
    else:
        output.print_article(article)


@app.command()
@reporting_errors()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The articles' ids, as `isnad list` shows them.")],
    store: Store = None,
) -> None:
    """Remove articles from the store. Where an id is unknown, none is removed."""
    with open_existing_corpus(store) as corpus:
        left = [corpus.article(id_) for id_ in dict.fromkeys(map(_readable, ids))]
        try:
            while left:
                corpus.remove(left[0].id)
                output.say(_naming(messages.REMOVED, left.pop(0)))
        finally:  # left where another process began to write meanwhile
            for article in left:
                output.complain(_naming(messages.NOT_REMOVED, article))


def _naming(message: Message, article: Article) -> str:
    return localized(message, title=one_line(article.title))


app.command("eval")(evaluate_corpus)
app.command()(password)
app.command("models")(list_models)
app.command()(settings)
app.command("translate")(translate_articles)
app.command()(check)
app.command()(rebuild)
app.command()(vacuum)
app.command("export")(export)
app.command("import")(import_)


def _readable(given: str | bytes) -> str:
    """Typed or piped text; bytes that are not UTF-8 become replacement characters."""
    data = given if isinstance(given, bytes) else given.encode("utf-8", "surrogateescape")
    return data.decode("utf-8", "replace")


def _report_as_dict(report: IngestReport) -> dict[str, list[Any]]:
    failed = [{"path": _readable(str(path)), "reason": _readable(reason)} for path, reason in report.failed]
    remarks = [
        {"article": id_, "field": r.field, "kind": r.kind.value, "detail": r.detail} for id_, r in report.remarks
    ]
    return {
        "added": list(report.added),
        "updated": list(report.updated),
        "unchanged": list(report.unchanged),
        "duplicates": list(report.duplicates),
        "removed": list(report.removed),
        "failed": failed,
        "remarks": remarks,
    }
