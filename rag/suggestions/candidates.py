"""What might be asked after an answer: questions made of what is at hand, none of them tried yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain as one_after_another
from itertools import zip_longest

from rag.chain import retrieve
from rag.linguistics import NEWEST
from rag.query import content_words, parse_scope, plan_query
from rag.results import Answer
from rag.suggestions.templates import heading_questions, speaker_questions
from rag.suggestions.topics import main_topic
from rag.synthesis import has_injection
from store import Article, Corpus
from store.text import fold, word_keys

ENOUGH_SAID, ENOUGH_HEADED = 3, 2
"""Words that a sentence, or a heading, shares with what was asked, where nothing else tells that it is about it."""
LONGEST = 150
"""Characters of a question that is offered."""
NEAR = 6
"""So many of the passages found for the question tell which articles and outlets are near it."""


@dataclass(frozen=True, slots=True)
class CandidateQuestion:
    """A question that may be offered. Its answer's first quote must have these names and the words `said`, and be of
    `outlet`, where these are given; one of another outlet goes on with the question before.
    """

    question: str
    names: tuple[str, ...] = ()
    said: str = ""
    outlet: str = ""


_OUTLET = {"en": "And what does {outlet} report?", "ar": "وماذا جاء في {outlet}؟"}
_LATEST = {"en": "What is the latest news about {topic}?", "ar": "ما آخر أخبار {topic}؟"}


def candidate_questions(
    answered: Answer,
    corpus: Corpus,
    outlets: Sequence[str] | None,
    since: dt.date | str | None,
    until: dt.date | str | None,
) -> Iterator[CandidateQuestion]:
    """Questions of every sort in turn, the likeliest of each first."""
    about = answered.understood or answered.question
    near = [hit.article for hit in answered.closest]
    if answered.answered:
        found = retrieve(about, corpus=corpus, limit=NEAR, outlets=outlets, since=since, until=until)
        near = [citation.article for citation in answered.citations] + [hit.article for hit in found]
    articles = [article for article in {each.id: each for each in near}.values() if not has_injection(article)]
    if plan_query(about, corpus, parse_scope(corpus, answered.language, outlets, since, until)).overview is not None:
        about = ""  # nothing in particular: whatever the articles raise is about that
    sorts = [_spoken(answered, about, articles), _headed(answered, about, articles)]
    if answered.answered:
        sorts += [_elsewhere(answered, articles), _latest(answered, about, articles)]
    in_turn = one_after_another.from_iterable(zip_longest(*sorts))
    return (candidate for candidate in in_turn if candidate is not None and _can_be_shown(candidate.question))


def _can_be_shown(question: str) -> bool:
    """Whether it is short and without signs that nobody sees: its words are an article's, which may be anybody's."""
    return question.isprintable() and len(question) <= LONGEST


def _texts(article: Article, language: str) -> str:
    """The article in this language, "" where it cannot be read in it."""
    if article.language == language:
        return f"{article.title}\n{article.text}"
    translation = article.translation(language)
    return f"{translation.title}\n{translation.text}" if translation else ""


def _spoken(answered: Answer, about: str, articles: Sequence[Article]) -> Iterator[CandidateQuestion]:
    """What those who speak in the articles say of what was asked; first in sentences that have most of its words.

    Where a question cannot say of what, its answer must be the very sentence.
    """
    named = question_keys(about)
    shown = "\n".join(words for c in answered.citations for words in (c.quote, c.translation) if words)
    raised = [
        (-_shared(about, one.said), place, one)
        for place, article in enumerate(articles)
        for one in speaker_questions(_texts(article, answered.language), answered.language, about)
        if one.said not in shown and not named & question_keys(one.who)
    ]
    seen: set[str] = set()
    for shared, _, one in sorted(raised, key=lambda each: each[:2]):
        if one.who not in seen and not one.is_vague and (one.topic or -shared >= ENOUGH_SAID or not about):
            seen.add(one.who)
            names = (one.who, one.topic) if one.topic else (one.who,)
            yield CandidateQuestion(one.question, names, "" if one.topic else one.said)


def _headed(answered: Answer, about: str, articles: Sequence[Article]) -> Iterator[CandidateQuestion]:
    """What the articles ask themselves of what was asked."""
    for article in articles:
        for one in heading_questions(_texts(article, answered.language), answered.language):
            if not about or _shared(about, one.question) >= ENOUGH_HEADED:
                yield CandidateQuestion(one.question)


def _elsewhere(answered: Answer, articles: Sequence[Article]) -> Iterator[CandidateQuestion]:
    """What outlets that the answer does not quote report of it."""
    quoted = {fold(outlet) for statement in answered.statements for outlet in statement.outlets}
    for outlet in dict.fromkeys(article.outlet for article in articles):
        if outlet and fold(outlet) not in quoted:
            question = _OUTLET[answered.language].format(outlet=outlet)
            yield CandidateQuestion(question, outlet=outlet)


def _latest(answered: Answer, about: str, articles: Sequence[Article]) -> Iterator[CandidateQuestion]:
    """The newest of what was asked about, where that has a name; not of an acronym, which may be who reports it."""
    named = main_topic(about, about, "\n".join(article.text for article in articles), answered.language)
    if named and not named.removeprefix("the ").isupper() and not NEWEST.search(fold(about)):
        yield CandidateQuestion(_LATEST[answered.language].format(topic=named))


def _shared(about: str, text: str) -> int:
    """How many of the question's words a text has."""
    there = question_keys(text)
    return sum(not there.isdisjoint(word_keys(word)) for word in content_words(about))


def question_keys(text: str) -> set[str]:
    """The forms of its content words, as the word index has them."""
    return {key for word in content_words(text) for key in word_keys(word)}
