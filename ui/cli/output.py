"""Prints answers, articles and reports as lines in a terminal, and as JSON for programs.

An article's text is never interpreted: Rich sees no markup in it, and none of its characters can move the cursor,
change colours or reorder the line. Arabic letters are printed in logical order; the terminal shapes and reorders
them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from ui.messages import Message, harmless, locale_language, localized, one_line
from ui.messages import general as messages

if TYPE_CHECKING:
    from rag import Answer
    from rag.results import Phrases, TextLine
    from store import Article
    from store.ingestion import Progress as Ingestion

PROGRESS_SECONDS = 10.0
_MARK = r"\[\d+\]"


def as_json(value: object) -> bytes:
    """One JSON document, in which characters that could disturb a terminal are \\u escapes."""
    from rag import results  # late: with it come the models

    return results.as_json(value).encode() + b"\n"


def write_json(value: object) -> None:
    """Print a JSON document in UTF-8, whatever the encoding of the terminal."""
    sys.stdout.flush()
    sys.stdout.buffer.write(as_json(value))
    sys.stdout.buffer.flush()


def complain(text: str) -> None:
    """Print one sentence about an error or a warning to standard error."""
    Console(stderr=True, soft_wrap=True).print(Text(f"isnad: {one_line(text)}"))


def say(text: str | Text, style: str = "", wrap: bool = True) -> None:
    """Print a text: with `wrap` at the width of a terminal, unchanged into a file or a pipe."""
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(text if isinstance(text, Text) else Text(text, style), soft_wrap=not wrap)
    else:
        typer.echo(str(text))  # Rich would make spaces of the tabs between columns


@contextmanager
def progress_bar(label: Message) -> Iterator[Callable[[Ingestion], None]]:
    """Shows from the first call on how far it is: articles, tokens a second and the time left.

    On a terminal it is a bar; else a line on standard error every ten seconds, so that a log shows that it goes on.
    """
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}", markup=False),
        TimeRemainingColumn(),
    )
    shown = console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=not shown, speed_estimate_period=300) as bar:
        task = bar.add_task(localized(label), total=None, visible=False, speed="")
        start = told = time.monotonic()

        def show(done: Ingestion) -> None:
            nonlocal told
            now = time.monotonic()
            speed = int(done.tokens / max(now - start, 1e-3))
            shown_speed = localized(messages.SPEED, speed=f"{speed:,}") if speed else ""
            if not shown and now - told >= PROGRESS_SECONDS:
                told = now
                complain(" ".join(filter(None, [f"{localized(label)}:", _so_far(done), shown_speed])))
            bar.update(task, completed=done.done, total=done.total, visible=True, speed=shown_speed)

        yield show


def _so_far(done: Ingestion) -> str:
    return f"{done.done:,}" if done.total is None else f"{done.done:,}/{done.total:,}"


def _isolated(name: str) -> str:
    """A name that keeps its own direction and does not turn the line it stands in. Only terminals need that."""
    return f"\u2068{name}\u2069" if Console().is_terminal else name


def join_columns(*cells: str) -> str:
    return ("  " if Console().is_terminal else "\t").join(cells)


def _day(article: Article) -> str:
    return article.date.isoformat() if article.date else "-"


def local_phrases() -> Phrases:
    """The phrases of answers in the language of the locale."""
    from rag.results import phrases_in  # late: with it come the models

    return phrases_in(locale_language())


# Answers


def print_answer(answer: Answer) -> None:
    """Print how a follow-up was understood, the answer's text, then its articles or the closest, with their ids."""
    from rag.results import doubt, phrases_in  # late: with it come the models

    if answer.understood:
        understood = _isolated(one_line(answer.understood))
        say(phrases_in(answer.language).understood.format(question=understood), "dim")
    if answer.notice:
        say(one_line(answer.notice), "yellow")
    for line in _answer_lines(answer):
        say(line)
    if answer.model:
        _print_quotes(answer)
    if answer.answered:
        if doubt(answer):
            say(f"\n{doubt(answer)}", "dim")
    _print_sources(answer)


def _print_quotes(answer: Answer) -> None:
    """Print the quotes of a written answer, each with its outlet and date."""
    from rag.results import SentenceVerdict, count_more, has_unverified, lay_out, phrases_in, source_line

    say("\n" + phrases_in(answer.language).written_by.format(model=_isolated(one_line(answer.model))), "dim")
    if has_unverified(answer):
        say(phrases_in(answer.language).unverified_note, "dim")
    dropped = sum(sentence.verdict is SentenceVerdict.REJECTED for sentence in answer.written)
    if dropped:
        say(messages.LEFT_OUT.to(answer.language, count=dropped), "dim")
    layout = lay_out(answer)
    for groups in (layout.open, layout.folded):
        if groups is layout.folded and groups:
            say(f"\n{count_more(layout.left, answer.language)}:", "dim")
        for citation in (each for group in groups for placed in group.placed for each in placed.statement.citations):
            say(Text(f"[{citation.number}] ", style="bold cyan") + Text(harmless(citation.quote)))
            say(f"— {_isolated(one_line(source_line(citation, answer.language)))}", "dim")


def _answer_lines(answer: Answer) -> Iterator[Text]:
    """The answer's text; in lead and quotes the point is bold, in lines of Isnad's own names are kept apart."""
    from rag.results import text_paragraphs

    articles = [citation.article for citation in answer.citations] + [hit.article for hit in answer.closest]
    names = {one_line(name) for article in articles for name in (*article.outlets, article.title) if name}
    names |= {one_line(citation.translated_by) for citation in answer.citations if citation.translated_by}
    for number, lines in enumerate(text_paragraphs(answer)):
        yield from [Text()] * bool(number)
        for line in lines:
            shown = _quote_line(line) if line.plain else _own_line(harmless(line.text), names)
            shown.highlight_regex(_MARK, "bold cyan")
            yield shown


def _quote_line(line: TextLine) -> Text:
    """A line as it is, with its point in bold and what is around it dim."""
    text = Text(harmless(line.text))
    for span, style in ((line.around, "dim"), (line.point, "bold")):
        if span:
            text.stylize(style, *(len(harmless(line.text[:edge])) for edge in (span.start, span.end)))
    return text


def _own_line(line: str, names: Iterable[str]) -> Text:
    for name in names:
        line = line.replace(name, _isolated(name))
    return Text(line, style="dim" if line.startswith("—") else "")


def _print_sources(answer: Answer) -> None:
    numbers: dict[str, list[int]] = {}
    for citation in answer.citations:
        numbers.setdefault(citation.article.id, []).append(citation.number)
    articles = [citation.article for citation in answer.citations] + [hit.article for hit in answer.closest]
    titles = {article.id: _isolated(one_line(article.title)) for article in articles}
    if titles:
        say("\n" + messages.TO_READ.to(answer.language))
    for id_, title in titles.items():
        marks = "".join(f"[{mark}]" for mark in numbers.get(id_, ()))
        say(join_columns(id_, title, *[marks] * bool(marks)), wrap=False)


# Articles


def print_list(articles: Sequence[Article]) -> None:
    """A line for each article: id, date, outlets, title, between tabs unless a terminal shows it."""
    phrases = local_phrases()
    width = len("2023-09-12") if Console().is_terminal else 0
    for article in articles:
        outlets = phrases.list_comma.join(article.outlets)
        names = (_isolated(one_line(name) or "-") for name in (outlets, article.title))
        say(join_columns(article.id, _day(article).ljust(width), *names), wrap=False)


def print_rows(rows: Iterable[Sequence[str]]) -> None:
    """A line for each row, its cells in columns."""
    for cells in rows:
        say(join_columns(*(_isolated(one_line(cell)) for cell in cells)), wrap=False)


def print_article(article: Article) -> None:
    """A whole article: title, outlet and date, address, text, and its translations below."""
    phrases = local_phrases()
    say(one_line(article.title), "bold")
    say(f"{_day(article)} · {_isolated(one_line(article.outlet) or '-')}", "dim")
    if article.sources:
        names = phrases.list_comma.join(_isolated(one_line(name)) for name in article.sources)
        say(f"{localized(messages.CREDITS)} {names}", "dim")
    if article.url:
        say(one_line(article.url), "dim")
    for copy in article.copies:
        printing = [_isolated(one_line(copy.outlet) or "-"), _day(copy), *filter(None, [one_line(copy.url)])]
        say(f"{phrases.also_printed_by}: {' · '.join(printing)}", "dim")
    say("\n" + harmless(article.text))
    for translation in article.translations:
        say("\n" + one_line(translation.title), "bold")
        if translation.by:
            say(phrases.machine.format(model=_isolated(one_line(translation.by))), "dim")
        say("\n" + harmless(translation.text))
