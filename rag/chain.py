"""From a question to an answer: the whole way on one screen."""

from __future__ import annotations

import atexit
import datetime as dt
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from rag.checking import verified
from rag.conversation import self_contained
from rag.errors import RagError, ScopeError
from rag.evidence import gather
from rag.phrases import PHRASES
from rag.question import checked
from rag.quoting import answer_text, refusal_text, statements
from rag.retrieve import CANDIDATES, find, hits
from rag.settings import Settings, load_settings
from rag.types import Answer, Hit
from store import Corpus
from store.arabic import fold, language_of
from store.embedding import load_embedding
from store.ingest import Progress
from store.sample import SAMPLE
from store.scope import Scope

CLOSEST = 3
_opening = threading.Lock()


def answer(
    question: str,
    *,
    corpus: Corpus | None = None,
    history: Sequence[str] = (),
    llm: Any = None,
    outlets: Sequence[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    settings: Settings | None = None,
) -> Answer:
    """Answer a question from the articles, or say that they do not say.

    `corpus` defaults to the default store, which starts with the sample articles. `history` holds the earlier
    questions of a conversation, oldest first. Only articles of `outlets`, dated from `since` to `until` (both
    included; dates or YYYY-MM-DD), are searched. Raises QuestionError for a question without words or of more
    than 2,000 characters, ScopeError for unknown outlets or wrong dates; no evidence is an answer, not an error.
    """
    if llm is not None:
        raise RagError("This version of Isnad quotes and does not write; leave llm out.")
    settings = settings or load_settings()
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    asked = checked(question)
    language = language_of(asked)
    scope = _scope(corpus, language, outlets, since, until)
    if not corpus.index.total():
        return Answer(asked, language, PHRASES[language].no_articles, answered=False)
    standing = self_contained(asked, history, corpus)
    understood = standing if standing != asked else ""
    query, candidates = find(standing, corpus, scope)
    evidence = gather(query, candidates, corpus)
    sure = evidence[0].confidence if evidence else 0.0
    said = verified(statements(evidence, query.text, language), corpus) if sure >= settings.threshold else ()
    if not said:
        closest = tuple(hits(candidates, corpus, CLOSEST))
        text = refusal_text(closest, language)
        return Answer(asked, language, text, False, closest=closest, confidence=sure, understood=understood)
    text = answer_text(said, language)
    return Answer(asked, language, text, True, said, confidence=sure, understood=understood)


def retrieve(
    question: str,
    *,
    corpus: Corpus | None = None,
    limit: int = 10,
    outlets: Sequence[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
) -> list[Hit]:
    """The `limit` passages that best match a question, best first. Arguments and errors as for `answer`."""
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    asked = checked(question)
    scope = _scope(corpus, language_of(asked), outlets, since, until)
    if not corpus.index.total():
        return []
    return hits(find(asked, corpus, scope, max(limit, CANDIDATES))[1], corpus, max(limit, 0))


def open_corpus(
    store: Path | None = None, on_progress: Callable[[Progress], None] | None = None, samples: bool = True
) -> Corpus:
    """Open the store in this folder, with the embedding of the settings.

    Without a folder it is the default store, which starts with the sample articles unless `samples` is False.
    """
    settings = load_settings()
    corpus = Corpus.open(store or settings.store, load_embedding(settings.embedding))
    if samples and store is None and not len(corpus):
        corpus.ingest([SAMPLE], on_progress)
    return corpus


def default_corpus() -> Corpus:
    """The default store, opened once for the whole process, by whichever thread asks first."""
    with _opening:
        return _shared_corpus()


@lru_cache(maxsize=1)
def _shared_corpus() -> Corpus:
    corpus = open_corpus()
    atexit.register(corpus.close)
    return corpus


def _scope(
    corpus: Corpus,
    language: str,
    outlets: Sequence[str] | None,
    since: dt.date | str | None,
    until: dt.date | str | None,
) -> Scope:
    outlets = [outlets] if isinstance(outlets, str) else outlets
    known: dict[str, list[str]] = {}
    for name in corpus.outlets() if outlets is not None else ():
        known.setdefault(fold(name), []).append(name)
    for outlet in outlets or ():
        if fold(outlet) not in known:
            names = ", ".join(name for spellings in known.values() for name in spellings if name) or "—"
            raise ScopeError(PHRASES[language].unknown_outlet.format(outlet=outlet, outlets=names))
    wanted = tuple(name for outlet in outlets for name in known[fold(outlet)]) if outlets is not None else None
    return Scope(wanted, _date(since, language), _date(until, language))


def _date(value: dt.date | str | None, language: str) -> dt.date | None:
    if value is None or isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ScopeError(PHRASES[language].bad_date.format(value=repr(value))) from None
