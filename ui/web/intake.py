"""The page's functions for adding and removing articles, without Gradio."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from store import Corpus, Defaults, IsnadError, Removal, UnknownArticleError
from store.ingestion import IngestReport, OnProgress, Progress
from store.readers import KEY_CHARACTERS
from ui.api import ArticleError, record_addition, sent_article, told_to_readers
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.server import record
from ui.web.uploads import Staged, stage_uploads
from ui.web.views import intake

REMOVALS_KEPT = 100

Fields = Mapping[str, Any]
Reply = dict[str, Any]


class _Removals:
    """The latest removals, each under a random token."""

    def __init__(self) -> None:
        self._kept: dict[str, Removal] = {}
        self._lock = threading.Lock()

    def keep(self, removal: Removal) -> str:
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[token] = removal
            while len(self._kept) > REMOVALS_KEPT:
                del self._kept[next(iter(self._kept))]
        return token

    def find(self, token: str) -> Removal | None:
        with self._lock:
            return self._kept.get(token)

    def forget(self, token: str) -> None:
        with self._lock:
            self._kept.pop(token, None)


@dataclass(frozen=True, slots=True)
class IntakeHandlers:
    """Adds articles to a corpus and removes them. `language` is the interface's, "ar" or "en"."""

    corpus: Corpus
    removals: _Removals = field(default_factory=_Removals)

    def form(self, language: str, may_write: bool) -> str:
        """The form that adds articles; for users who may not write, a sentence that says so."""
        return intake.render_form(language, may_write)

    def add_files(
        self, files: Sequence[tuple[Path, str]], language: str, defaults: Fields | None = None
    ) -> Iterator[Reply]:
        """Ingests uploaded files, each with the name that the person has for it, and deletes them.

        `defaults` has outlet, language and date_from_url, as `store.Defaults`; what it lacks is not given.
        Yields {"done", "total", "html"} as it goes on; the last `html` is the report, or an error. All files are
        read even if the reader leaves the page.
        """
        steps: SimpleQueue[Progress | None] = SimpleQueue()
        worker = ThreadPoolExecutor(1, "isnad-adding")
        work = worker.submit(copy_context().run, self._ingest, files, steps.put, defaults or {})
        work.add_done_callback(lambda _: steps.put(None))
        worker.shutdown(wait=False)
        while (step := steps.get()) is not None:
            yield {"done": min(step.done, len(files)), "total": len(files), "html": ""}
        try:
            done, report = work.result()
            html = self._report(report, done, language)
        except IsnadError as error:
            html = _failed(error, language)["html"]
        yield {"done": len(files), "total": len(files), "html": html}

    def _ingest(
        self, files: Sequence[tuple[Path, str]], on_progress: OnProgress, given: Fields
    ) -> tuple[Staged, IngestReport]:
        defaults = Defaults(
            outlet=str(given.get("outlet") or "")[:KEY_CHARACTERS],
            language=str(given.get("language") or ""),
            date_from_url=bool(given.get("date_from_url")),
        )
        with stage_uploads(self.corpus.path, files) as done:
            originals = [path for path in done.names if path.stem.count(".") == 0]
            report = self.corpus.ingest(originals, on_progress, defaults=defaults)
            record_addition(report)
            return done, report

    def _report(self, report: IngestReport, done: Staged, language: str) -> str:
        failed = [(name, page_messages.NOT_WHOLE.to(language), "") for name in done.failed]
        for path, reason in report.failed:
            failed.append((done.names.get(path, path.name), "", done.with_shown_names(reason)))
        return intake.render_report(self.corpus, report, done.same, failed, language)

    def paste(self, fields: Fields, language: str) -> Reply:
        """Adds a pasted article; returns {"ok", "message", "html"}, where `message` is the sentence to show.

        `fields` has title, outlet, date (YYYY-MM-DD), url and text; only the text is required. A missing title or
        date is looked for in the text, as in a file.
        """
        try:
            article = sent_article(fields)
        except ArticleError as error:
            return _refused(error.message.to(language), language)
        try:
            report = self.corpus.add([article])
        except IsnadError as error:
            return _failed(error, language)
        record_addition(report)
        html = intake.render_report(self.corpus, report, [], [], language)
        return {"ok": True, "message": page_messages.TAKEN.to(language), "html": html}

    def remove(self, id_: str, language: str) -> Reply:
        """Removes an article; returns {"ok", "message", "undo"}: `undo` is the token for `undo()`, or "".

        It is no error if somebody else has already removed the article.
        """
        try:
            removal = self.corpus.remove(str(id_))
        except UnknownArticleError:
            return {"ok": True, "message": page_messages.GONE_ALREADY.to(language), "undo": ""}
        except IsnadError as error:
            return _failed(error, language) | {"undo": ""}
        record("article-removed", article=removal.article.id)
        message = messages.REMOVED.to(language, title=intake.shorten_title(removal.article.title))
        return {"ok": True, "message": message, "undo": self.removals.keep(removal)}

    def undo(self, token: str, language: str) -> Reply:
        """Puts a removed article back; returns {"ok", "message"}. A second call changes nothing."""
        removal = self.removals.find(str(token))
        if removal is None:
            return {"ok": False, "message": page_messages.TOO_LATE.to(language)}
        try:
            self.corpus.put_back(removal)
        except IsnadError as error:
            return _failed(error, language)
        self.removals.forget(str(token))
        record("article-put-back", article=removal.article.id)
        message = page_messages.PUT_BACK.to(language, title=intake.shorten_title(removal.article.title))
        return {"ok": True, "message": message}


def _failed(error: IsnadError, language: str) -> Reply:
    """The reply for what the store refused, with its own sentence about it, which is in English."""
    if error.inside:
        return _refused(told_to_readers(error, language), language)
    return _refused(page_messages.NOT_ADDED.to(language), language, str(error))


def _refused(sentence: str, language: str, reason: str = "") -> Reply:
    whole = f"{sentence} {reason}".strip()
    return {"ok": False, "message": whole, "html": intake.render_refusal(sentence, reason, language)}
