"""Questions that may follow an answer, made from the articles it cites or that come close; not yet answered."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from rag.chain import retrieve
from rag.linguistics import ASKING, ASKING_ARABIC, NEWEST, needs_context, strip_asking
from rag.results import Answer, AnswerKind
from rag.suggestions.topics import question_topics
from rag.verification import is_prompt_injection
from store import Article, Corpus
from store.text import fold, language_of, words

_SHORTEST, _LONGEST = 4, 14
"""Words of a heading that is offered as a question."""
_MOST_CHARACTERS = 150
_NEWEST = 12
"""Articles whose headings and titles give questions to begin with."""
_NEAR = 6
"""Passages retrieved to find articles and outlets that the answer does not cite."""


@dataclass(frozen=True, slots=True)
class CandidateQuestion:
    """A question that may be offered; with `outlet`, a follow-up whose answer must quote this outlet first."""

    question: str
    outlet: str = ""


_Sorts = Sequence[Iterator[CandidateQuestion]]

_OUTLET = {"en": "And what does {outlet} report?", "ar": "وماذا جاء في {outlet}؟"}
_NEWS = {"en": "What is in the news?", "ar": "ما الجديد في الأخبار؟"}
_LATEST = {"en": "What is the latest news about {topic}?", "ar": "ما آخر أخبار {topic}؟"}


def candidate_questions(
    answered: Answer,
    corpus: Corpus,
    outlets: Sequence[str] | None,
    since: dt.date | str | None,
    until: dt.date | str | None,
) -> Iterator[CandidateQuestion]:
    """Candidates of each sort in turn, the likeliest of each first; only short ones that give no instructions."""
    if answered.kind is AnswerKind.ABOUT:
        sorts = _openers(corpus, answered.language)
    else:
        sorts = _following(answered, corpus, outlets, since, until)
    in_turn = chain.from_iterable(zip_longest(*sorts))
    return (candidate for candidate in in_turn if candidate and _can_be_shown(candidate.question))


def _openers(corpus: Corpus, language: str) -> _Sorts:
    """Questions to begin with, where nothing was asked about: of the newest articles, and for the news."""
    ids = [entry.id for entry in corpus.catalogue.page(limit=_NEWEST).entries]
    texts = [_text(article, language) for article in reversed(corpus.articles(ids))]
    headings = (question for text in texts for question in heading_questions(text, language))
    topics = (
        topic for text in texts for topic in question_topics(text.partition("\n")[0], "\n".join(texts), language)
    )
    latest = (_LATEST[language].format(topic=topic) for topic in dict.fromkeys(topics))
    return [map(CandidateQuestion, questions) for questions in (headings, iter([_NEWS[language]]), latest)]


def _following(
    answered: Answer,
    corpus: Corpus,
    outlets: Sequence[str] | None,
    since: dt.date | str | None,
    until: dt.date | str | None,
) -> _Sorts:
    """Questions that go on with an answer: its headings, what is new about it, who else reports of it."""
    about = answered.understood or answered.question
    near = [hit.article for hit in answered.closest]
    if answered.answered:
        found = retrieve(about, corpus=corpus, limit=_NEAR, outlets=outlets, since=since, until=until)
        near = [citation.article for citation in answered.citations] + [hit.article for hit in found]
    articles = list({article.id: article for article in near}.values())
    sorts: list[Iterator[CandidateQuestion]] = [_headings(answered), _latest(answered, about, articles)]
    if answered.answered:
        sorts.append(_other_outlets(answered, articles))
    return sorts


def _can_be_shown(question: str) -> bool:
    """Whether it is short, printable and gives a machine no orders: its words come from articles."""
    return question.isprintable() and len(question) <= _MOST_CHARACTERS and not is_prompt_injection(question)


def _headings(answered: Answer) -> Iterator[CandidateQuestion]:
    """The questions that the cited articles have as headings."""
    for article in {citation.article.id: citation.article for citation in answered.citations}.values():
        yield from map(CandidateQuestion, heading_questions(_text(article, answered.language), answered.language))


def heading_questions(text: str, language: str) -> Iterator[str]:
    """The lines of a text that are questions in this language and can be understood without the rest."""
    for line in map(str.strip, text.split("\n")):
        if line.endswith(("?", "؟")) and _asks(line, language) and not needs_context(line):
            yield line


def _asks(line: str, language: str) -> bool:
    tokens = words(line)
    if not _SHORTEST <= len(tokens) <= _LONGEST or language_of(line) != language or re.search(r"[?؟.!:].", line):
        return False
    return tokens[0] in ASKING or strip_asking(tokens[0]) in ASKING_ARABIC


def _text(article: Article, language: str) -> str:
    """The article's title and text in this language, "" where it has none in it."""
    read = article if article.language == language else article.translation(language)
    return f"{read.title}\n{read.text}" if read else ""


def _latest(answered: Answer, about: str, articles: Sequence[Article]) -> Iterator[CandidateQuestion]:
    """The latest news about each topic of the question, unless it asks for the newest itself."""
    if not NEWEST.search(fold(about)):
        text = "\n".join(_text(article, answered.language) for article in articles)
        reporting = {fold(article.outlet) for article in articles}
        for topic in question_topics(about, text, answered.language):
            if fold(topic) not in reporting:
                yield CandidateQuestion(_LATEST[answered.language].format(topic=topic))


def _other_outlets(answered: Answer, articles: Sequence[Article]) -> Iterator[CandidateQuestion]:
    """What outlets that the answer does not quote report of it."""
    quoted = {fold(outlet) for statement in answered.statements for outlet in statement.outlets}
    for outlet in dict.fromkeys(article.outlet for article in articles):
        if outlet and fold(outlet) not in quoted and not is_prompt_injection(outlet):
            yield CandidateQuestion(_OUTLET[answered.language].format(outlet=outlet), outlet)
