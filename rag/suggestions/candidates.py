"""Questions that may follow an answer, made from the articles it cites or that come close; not yet answered.

Those whose answers need no reading come before those that do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from rag.chain import retrieve
from rag.linguistics import ASKING, ASKING_ARABIC, NEWEST, needs_context, strip_asking
from rag.results import Answer, AnswerKind
from rag.suggestions.topics import question_topics
from rag.synthesis import example_questions
from rag.verification import is_prompt_injection
from store import Article, Corpus
from store.text import fold, language_of, words

_SHORTEST, _LONGEST = 4, 14
"""Words of a heading that is offered as a question."""
_MOST_CHARACTERS = 150
_ASKS = ("?", "؟")
_NEWEST = 12
"""Articles whose headings and titles give questions to begin with."""
_NEAR = 6
"""Passages retrieved to find articles and outlets that the answer does not cite."""


@dataclass(frozen=True, slots=True)
class CandidateQuestion:
    """A question that may be offered.

    With `outlet` it is a follow-up, whose answer must quote this outlet first; with `article`, an article's id, its
    answer must quote this article first.
    """

    question: str
    outlet: str = ""
    article: str = ""


_OUTLET = {"en": "And what does {outlet} report?", "ar": "وماذا جاء في {outlet}؟"}
_LATEST = {"en": "What is the latest news about {topic}?", "ar": "ما آخر أخبار {topic}؟"}
_SUMMARY = {"en": "Summarise the article “{title}”", "ar": "لخّص مقال «{title}»"}


def candidate_questions(
    answered: Answer,
    corpus: Corpus,
    outlets: Sequence[str] | None,
    since: dt.date | str | None,
    until: dt.date | str | None,
) -> Iterator[CandidateQuestion]:
    """Candidates of each sort in turn, the likeliest of each first; only short ones that give no instructions."""
    if answered.kind is AnswerKind.ABOUT:
        in_turn = _in_turn(_openers(corpus, answered.language))
    else:
        in_turn = _in_turn(_following(answered, corpus, outlets, since, until))
    if not answered.answered:
        in_turn = chain(in_turn, map(CandidateQuestion, example_questions(corpus, answered.language)))
    return (candidate for candidate in in_turn if _can_be_shown(candidate.question))


def _in_turn(sorts: Iterable[Iterator[CandidateQuestion]]) -> Iterator[CandidateQuestion]:
    """The first of each sort, then the second of each, and so on."""
    return (candidate for candidate in chain.from_iterable(zip_longest(*sorts)) if candidate)


def _openers(corpus: Corpus, language: str) -> Sequence[Iterator[CandidateQuestion]]:
    """Questions to begin with, where nothing was asked about: what any articles answer, then of the newest ones."""
    ids = [entry.id for entry in corpus.catalogue.page(limit=_NEWEST).entries]
    articles = corpus.articles(ids)[::-1]
    texts = [_text(article, language) for article in articles]
    every = "\n".join(texts)
    topics = (topic for text in texts for topic in question_topics(text.partition("\n")[0], every, language))
    latest = (_LATEST[language].format(topic=topic) for topic in dict.fromkeys(topics))
    headings = (question for text in texts for question in heading_questions(text, language))
    examples = iter(example_questions(corpus, language))
    return [
        map(CandidateQuestion, examples),
        map(CandidateQuestion, latest),
        _summaries(articles, language),
        map(CandidateQuestion, headings),
    ]


def _following(
    answered: Answer,
    corpus: Corpus,
    outlets: Sequence[str] | None,
    since: dt.date | str | None,
    until: dt.date | str | None,
) -> Sequence[Iterator[CandidateQuestion]]:
    """Questions that go on with an answer: what is new about it, its articles in short, who else reports of it.

    After a refusal those of the nearest articles that name what was asked about.
    """
    about, language = answered.understood or answered.question, answered.language
    found = retrieve(about, corpus=corpus, limit=_NEAR, outlets=outlets, since=since, until=until)
    near = [citation.article for citation in answered.citations] + [hit.article for hit in found]
    articles = list({article.id: article for article in near}.values())
    if answered.answered:
        cited = {citation.article.id for citation in answered.citations}
        summed_up = [article for article in articles if article.id in cited]
    else:
        summed_up = [each for each in articles if any(question_topics(about, _text(each, language), language))]
    sorts = [_latest(answered, about, articles), _summaries(summed_up, language), _headings(answered)]
    return [*sorts, _other_outlets(answered, articles)] if answered.answered else sorts


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
        if line.endswith(_ASKS) and _asks(line, language) and not needs_context(line):
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


def _summaries(articles: Iterable[Article], language: str) -> Iterator[CandidateQuestion]:
    """Each of the articles in short, as far as it has a title in this language; one that asks is asked itself."""
    for article in articles:
        title = _text(article, language).partition("\n")[0].strip()
        if title and not title.endswith(_ASKS):
            yield CandidateQuestion(_SUMMARY[language].format(title=title), article=article.id)


def _other_outlets(answered: Answer, articles: Sequence[Article]) -> Iterator[CandidateQuestion]:
    """What outlets that the answer does not quote report of it."""
    quoted = {fold(outlet) for statement in answered.statements for outlet in statement.outlets}
    for outlet in dict.fromkeys(article.outlet for article in articles):
        if outlet and fold(outlet) not in quoted and not is_prompt_injection(outlet):
            yield CandidateQuestion(_OUTLET[answered.language].format(outlet=outlet), outlet)
