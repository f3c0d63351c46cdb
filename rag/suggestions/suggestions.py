"""Questions to ask next. Each is answered before it is offered, and its answer has a quote not shown yet.

They are made without a language model: the latest news on a topic, an article in short, other outlets, headings that
are questions; after small talk and refusals also what any articles answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import partial
from itertools import islice

from rag.chain import answer, default_corpus
from rag.query import History, as_list, earlier_questions
from rag.results import Answer, AnswerKind
from rag.settings import Settings, load_settings
from rag.suggestions.candidates import CandidateQuestion, candidate_questions
from store import Corpus, checked
from store.text import fold, words

MOST_TRIED = 4
"""Candidates answered for one call, at most."""
AFTER_REFUSAL = 2
"""So many are offered after a refusal, at most."""
LEADING = 2
"""One of so many first quotes of its answer must be new; of an article in short, any."""
SURER = 0.3
"""The least confidence of an offered question's answer, as a share of the way from the threshold to 1."""


@checked
def follow_ups(
    answered: Answer,
    *,
    corpus: Corpus | None = None,
    history: History = (),
    outlets: Iterable[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    settings: Settings | None = None,
    limit: int = 3,
) -> tuple[str, ...]:
    """At most `limit` questions to ask after an answer, in its language, that the corpus answers with other words.

    After a refusal at most two. The rest are the arguments that the answer was asked with; `history` without its own
    question. It takes as long as answering up to four questions; no language model is asked. Errors as for `answer`.
    """
    settings = settings or load_settings()
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    outlets = as_list("outlets", outlets) if outlets is not None else None
    earlier = (*earlier_questions(history), answered.question)
    ask = partial(answer, corpus=corpus, history=earlier, outlets=outlets, since=since, until=until)
    quoting = settings.model_copy(update={"llm": ""})
    earlier_words = {tuple(words(question)) for question in (*earlier, answered.understood)}
    quoted = list(answered.citations)
    if not (answered.answered or answered.kind is AnswerKind.ABOUT):
        limit = min(limit, AFTER_REFUSAL)
    chosen: list[str] = []
    for candidate in islice(candidate_questions(answered, corpus, outlets, since, until), MOST_TRIED):
        if len(chosen) >= limit:
            break
        if tuple(words(candidate.question)) in earlier_words:
            continue
        got = ask(candidate.question, settings=quoting)
        first = got.citations if candidate.article else got.citations[:LEADING]
        new = [citation for citation in first if not any(map(citation.overlaps, quoted))]
        if new and _fits(got, candidate, settings.threshold):
            chosen.append(candidate.question)
            quoted.append(new[0])
    return tuple(chosen)


def _fits(got: Answer, candidate: CandidateQuestion, threshold: float) -> bool:
    """Whether the answer is sure and fits: it quotes what is named first, and only an outlet's needs the history."""
    if not got.answered or got.lacks or got.confidence < threshold + SURER * (1 - threshold):
        return False
    first = got.citations[0].article
    if candidate.article and first.id != candidate.article:
        return False
    if not candidate.outlet:
        return not got.understood
    return bool(got.understood) and fold(first.outlet) == fold(candidate.outlet)
