"""The form that adds articles, and the report of what became of each file, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from store import Corpus
from store.ingestion import IngestReport
from store.readers import BYTES_OF_TYPE, KNOWN_TYPES, MOST_CHARACTERS
from ui.api import article_address, remark_lines
from ui.web.views.templates import render

UPLOAD_BYTES = 50_000_000
"""Of one file that is sent to the page: what `launch(max_file_size=…)` is given."""
_NAMED = 300  # articles of one fate; how many more there are is said
_TITLE = 90

Failed = tuple[str, str, str]
"""A file's name, why it gave no article in the reader's language, "" where that is not known, and in English."""


def shorten_title(title: str) -> str:
    """A title in a sentence of the page's own."""
    line = " ".join(title[: 2 * _TITLE].split())
    return line if len(line) <= _TITLE else f"{line[:_TITLE].rstrip()}…"


def render_report(
    corpus: Corpus, made: IngestReport, same_files: Sequence[str], failed: Sequence[Failed], language: str
) -> str:
    """What became of everything given, one list for each fate; `same_files` have the content of another."""
    fates = {
        "added": made.added,
        "updated": made.updated,
        "unchanged": made.unchanged,
        "duplicate": made.duplicates,
    }
    named = [id_ for ids in fates.values() for id_ in list(dict.fromkeys(ids))[:_NAMED]]
    return render(
        "intake_report",
        language,
        sentence="",
        fates=fates,
        same_files=same_files,
        failed=failed,
        articles={article.id: article for article in corpus.articles(named)},
        article_address=article_address,
        shorten_title=shorten_title,
        remarks=list(zip(remark_lines(made.remarks, "en"), remark_lines(made.remarks, "ar"), strict=True)),
    )


def render_refusal(sentence: str, reason: str, language: str) -> str:
    """A sentence that something was not done, and what the store said of it in English."""
    return render("intake_report", language, sentence=sentence, reason=reason, fates={}, failed=(), remarks=())


def render_form(language: str, may_write: bool) -> str:
    """The ways to add articles; for those who may not, a sentence that says so."""
    return render(
        "intake",
        language,
        may_write=may_write,
        types=KNOWN_TYPES,
        bytes_of_type=BYTES_OF_TYPE,
        upload_bytes=UPLOAD_BYTES,
        most_characters=MOST_CHARACTERS,
    )
