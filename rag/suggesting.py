"""Questions to ask next, each tried before it is offered: the corpus answers it, with words not read yet.

They are made of what is at hand, without a language model: the question with another question word, what those who
speak in the articles say, what an article asks itself, and what another outlet reports.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain as one_after_another
from itertools import islice, zip_longest

from rag.chain import answer, default_corpus, retrieve
from rag.kind import Kind, expected, kind
from rag.leaning import WRITTEN, defines
from rag.question import content_words
from rag.raised import Raised, headings, speakers
from rag.settings import Settings, load_settings
from rag.types import Answer, Citation
from store import Article, Corpus, Span
from store.arabic import fold, word_keys, words
from store.dates import mentions

MOST_TRIED = 7
"""So many questions are answered to find the good ones."""
SURER = 0.3
"""A question offered is answered with a confidence this share of the way from the threshold to 1, at least."""
NEAR = 6
"""So many of the passages found for the question tell which articles and outlets are near it."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A question that may be offered. Its answer's first quote must have the name `who`, the signs of the kind
    `wanted`, and be of `outlet`, where these are given. `leaning`: it is understood from the conversation only.
    """

    question: str
    who: str = ""
    wanted: Kind | None = None
    outlet: str = ""
    leaning: bool = False


_SWAPPED = re.compile(
    r"(?P<word>when|where|why|how)(?= (?:did|does|do|has|have|was|were|is|are|can|could|will|would|might|may)\b)"
    r"|(?P<arabic>متى|أين|لماذا|كيف)(?= \w)",
    re.IGNORECASE,
)
_WORDS = {
    "en": {Kind.WHY: "Why", Kind.WHEN: "When", Kind.WHERE: "Where"},
    "ar": {Kind.WHY: "لماذا", Kind.WHEN: "متى", Kind.WHERE: "أين"},
}
_SHORT = {
    "en": {Kind.WHY: "And why?", Kind.WHEN: "When was that?"},
    "ar": {Kind.WHY: "ولماذا؟", Kind.WHEN: "ومتى كان ذلك؟"},
}
_OUTLET = {"en": "And what does {outlet} report?", "ar": "وماذا جاء في {outlet}؟"}
_SIGN = {Kind.WHERE: 0.5}


def follow_ups(
    answered: Answer,
    *,
    corpus: Corpus | None = None,
    history: Sequence[str] = (),
    outlets: Sequence[str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    settings: Settings | None = None,
    limit: int = 3,
) -> tuple[str, ...]:
    """At most `limit` questions to ask after an answer, in its language, that the corpus answers with other words.

    The rest are the arguments that the answer was asked with; `history` without its own question. It takes as long
    as answering up to eight questions; no language model is asked. Errors as for `answer`.
    """
    settings = settings or load_settings()
    corpus = default_corpus() if corpus is None else corpus  # an empty corpus is false
    quoting = settings.model_copy(update={"llm": ""})
    told = (*history, answered.question)
    asked_before = {_same(question) for question in (*told, answered.understood)}
    read = [_place(citation) for citation in answered.citations]
    chosen: list[str] = []
    for candidate in islice(_candidates(answered, corpus, outlets, since, until), MOST_TRIED):
        if len(chosen) >= limit:
            break
        if _same(candidate.question) in asked_before:
            continue
        got = answer(
            candidate.question,
            corpus=corpus,
            history=told,
            outlets=outlets,
            since=since,
            until=until,
            settings=quoting,
        )
        if _fits(got, candidate, settings.threshold) and not _is_read(got.citations[0], read):
            chosen.append(candidate.question)
            asked_before.add(_same(candidate.question))
            read.append(_place(got.citations[0]))
    return tuple(chosen)


def _same(question: str) -> tuple[str, ...]:
    return tuple(words(question))


def _place(citation: Citation) -> tuple[str, Span]:
    return citation.article.id, Span(citation.start, citation.end)


def _is_read(citation: Citation, read: Sequence[tuple[str, Span]]) -> bool:
    """Whether a quote has words that were quoted already."""
    return any(
        citation.article.id == article_id and citation.start < span.end and span.start < citation.end
        for article_id, span in read
    )


def _fits(got: Answer, candidate: _Candidate, threshold: float) -> bool:
    """Whether an answer is surely one to the question that it was asked."""
    if not got.answered or got.confidence < threshold + SURER * (1 - threshold):
        return False
    if bool(got.understood) != candidate.leaning:
        return False
    first = got.citations[0]
    said = f"{_point(first)}\n{first.translation or ''}"
    if candidate.wanted and expected(candidate.wanted)(said) < _SIGN.get(candidate.wanted, 1.0):
        return False
    if candidate.outlet and fold(first.article.outlet) != fold(candidate.outlet):
        return False
    return not candidate.who or bool(_keys(candidate.who) & _keys(f"{first.quote} {first.translation or ''}"))


def _point(citation: Citation) -> str:
    """The sentence that answers."""
    point = citation.point
    return citation.article.text[point.start : point.end] if point else citation.quote


def _keys(text: str) -> set[str]:
    return {key for word in content_words(text) for key in word_keys(word)}


def _candidates(
    answered: Answer,
    corpus: Corpus,
    outlets: Sequence[str] | None,
    since: dt.date | str | None,
    until: dt.date | str | None,
) -> Iterator[_Candidate]:
    """Questions of every sort in turn, the likeliest of each first."""
    about = answered.understood or answered.question
    near = [hit.article for hit in answered.closest]
    if answered.answered:
        found = retrieve(about, corpus=corpus, limit=NEAR, outlets=outlets, since=since, until=until)
        near = [citation.article for citation in answered.citations] + [hit.article for hit in found]
    articles = list({article.id: article for article in near}.values())
    sorts = [_spoken(answered, about, articles), _headed(answered.language, articles)]
    if answered.answered:
        sorts += [_swapped(answered), _elsewhere(answered, articles)]
    in_turn = one_after_another.from_iterable(zip_longest(*sorts))
    return (candidate for candidate in in_turn if candidate is not None)


def _texts(article: Article, language: str) -> str:
    """The article in this language, "" where it cannot be read in it."""
    if article.language == language:
        return f"{article.title}\n{article.text}"
    translation = article.translation(language)
    return f"{translation.title}\n{translation.text}" if translation else ""


def _spoken(answered: Answer, about: str, articles: Sequence[Article]) -> Iterator[_Candidate]:
    """What those who speak in the articles say; first in sentences that have most of the question's words."""
    names = {found[0] for found in list(WRITTEN.finditer(about))[1:] if found[0][0].isupper() and len(found[0]) > 2}
    asked = _keys(about)
    shown = "\n".join(words for c in answered.citations for words in (c.quote, c.translation) if words)
    raised = [
        (-len(asked & _keys(one.said)), place, one)
        for place, article in enumerate(articles)
        for one in speakers(_texts(article, answered.language), answered.language, names)
        if one.said not in shown and not asked & _keys(one.who)
    ]
    seen: set[str] = set()
    for _, _, one in sorted(raised, key=lambda each: each[:2]):
        if one.who not in seen:
            seen.add(one.who)
            yield _Candidate(one.question, who=one.who)


def _headed(language: str, articles: Sequence[Article]) -> Iterator[_Candidate]:
    raised: list[Raised] = [one for article in articles for one in headings(_texts(article, language), language)]
    yield from (_Candidate(one.question) for one in raised)


def _swapped(answered: Answer) -> Iterator[_Candidate]:
    """The question with another question word; where that cannot be, a short one that goes on with it."""
    question, language = answered.question, answered.language
    asked = kind(question)
    if answered.understood or asked in (Kind.YES_NO, Kind.HOW_MANY) or defines(words(question)):
        return
    dated = bool(mentions(question)) or any(mentions(citation.quote) for citation in answered.citations[:1])
    found = _SWAPPED.match(question)
    for wanted, word in _WORDS[language].items():
        if wanted is asked or (wanted is Kind.WHEN and dated):
            continue
        if found:
            yield _Candidate(f"{word}{question[found.end() :]}", wanted=wanted)
        elif wanted in _SHORT[language]:
            yield _Candidate(_SHORT[language][wanted], wanted=wanted, leaning=True)


def _elsewhere(answered: Answer, articles: Sequence[Article]) -> Iterator[_Candidate]:
    """What outlets that the answer does not quote report of it."""
    quoted = {fold(outlet) for statement in answered.statements for outlet in statement.outlets}
    for outlet in dict.fromkeys(article.outlet for article in articles):
        if outlet and fold(outlet) not in quoted:
            question = _OUTLET[answered.language].format(outlet=outlet)
            yield _Candidate(question, outlet=outlet, leaning=True)
