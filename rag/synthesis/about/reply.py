"""What is replied to small talk and to questions about the program: short, and true of the corpus as it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale

from rag.query import Topic
from rag.results import PHRASES, count_articles, count_phrase
from rag.synthesis.about.phrases import ABOUT, AboutPhrases
from rag.verification import is_prompt_injection
from store import Corpus, Scope
from store.readers import KNOWN_TYPES
from store.text import format_date

MOST_NAMED = 12
"""So many outlets are named."""
_LONGEST_NAME = 60
_INVITING = (Topic.GREETING, Topic.IDENTITY, Topic.ABILITY)
"""Topics of people who may not know yet what to ask: their replies give examples."""


@dataclass(frozen=True, slots=True)
class CorpusFacts:
    """What is told of a corpus: how many articles, their outlets, most articles first, days and languages.

    `undated` of the articles have no date. Outlets whose names cannot stand in a sentence are only counted, in
    `unnamed_outlets`: names come from files, and some are orders to a machine.
    """

    articles: int
    outlets: tuple[str, ...]
    unnamed_outlets: int
    days: tuple[dt.date, dt.date] | None
    undated: int
    languages: tuple[str, ...]

    @classmethod
    def of(cls, corpus: Corpus) -> CorpusFacts:
        """The facts of the corpus as it is now."""
        named = [name for name, _ in corpus.catalogue.outlets() if name.strip()]
        shown = tuple(name for name in named if _can_be_shown(name))
        days, articles = corpus.catalogue.days(), len(corpus)
        dated = corpus.catalogue.page(scope=Scope(since=days[0]), limit=0).total if days else 0
        languages = tuple(corpus.index.languages())
        return cls(articles, shown, len(named) - len(shown), days, articles - dated, languages)


def _can_be_shown(name: str) -> bool:
    return name.isprintable() and len(name) <= _LONGEST_NAME and not is_prompt_injection(name)


def reply_about(topics: Sequence[Topic], language: str, corpus: Corpus) -> str:
    """The reply to these topics, in "ar" or "en"; where it should go on from there, with three questions that the
    corpus answers.
    """
    facts, phrases = CorpusFacts.of(corpus), ABOUT[language]
    reply = " ".join(dict.fromkeys(_replied(topic, facts, phrases, language) for topic in topics))
    if facts.articles and not set(_INVITING).isdisjoint(topics):
        shown = [_quoted(question, language) for question in _examples(facts, language)]
        reply += " " + phrases.example.format(examples=_listed(shown, language, phrases.last_comma))
    return reply


def _replied(topic: Topic, facts: CorpusFacts, phrases: AboutPhrases, language: str) -> str:
    match topic:
        case Topic.GREETING | Topic.IDENTITY:
            form = phrases.greeting if topic is Topic.GREETING else phrases.identity
            return form.format(corpus=_holding(facts, phrases, language))
        case Topic.THANKS:
            return phrases.thanks
        case Topic.GOODBYE:
            return phrases.goodbye
        case Topic.WRONG:
            return phrases.wrong
        case Topic.ABILITY:
            return phrases.ability
        case Topic.ADDING:
            return phrases.adding.format(types=_listed(KNOWN_TYPES, language, phrases.last_comma))
        case Topic.LANGUAGES:
            return _languages(facts, phrases, language)
    if not facts.articles:
        return PHRASES[language].no_articles
    return {Topic.OUTLETS: _outlets, Topic.SPAN: _span, Topic.COUNT: _holding}[topic](facts, phrases, language)


def _holding(facts: CorpusFacts, phrases: AboutPhrases, language: str) -> str:
    """How many articles there are, of how many outlets and which days."""
    if not facts.articles:
        return phrases.nothing_yet
    outlets = len(facts.outlets) + facts.unnamed_outlets
    return phrases.holding.format(
        articles=count_articles(facts.articles, language),
        count=f"{facts.articles:,}",
        sources=phrases.sources.format(**_outlet_counts(outlets, language)) if outlets else "",
        dates=phrases.dates.format(days=_days(facts.days, phrases, language)) if facts.days else "",
    )


def _outlets(facts: CorpusFacts, phrases: AboutPhrases, language: str) -> str:
    total = len(facts.outlets) + facts.unnamed_outlets
    shown = facts.outlets[:MOST_NAMED]
    if not shown:
        return phrases.no_outlets
    rest = total - len(shown)
    names = _listed(shown, language, phrases.last_comma) if not rest else PHRASES[language].list_comma.join(shown)
    names += phrases.more_outlets.format(count=f"{rest:,}") if rest else ""
    return phrases.outlets.format(names=names, **_outlet_counts(total, language))


def _outlet_counts(count: int, language: str) -> dict[str, str]:
    return {"outlets": count_phrase(count, PHRASES[language].outlets, language), "outlet_count": f"{count:,}"}


def _span(facts: CorpusFacts, phrases: AboutPhrases, language: str) -> str:
    if not facts.days:
        return phrases.no_days
    undated = phrases.undated.format(count=f"{facts.undated:,}") if facts.undated else ""
    return phrases.span.format(days=_days(facts.days, phrases, language), undated=undated)


def _days(days: tuple[dt.date, dt.date], phrases: AboutPhrases, language: str) -> str:
    first, last = (format_date(day, language) for day in days)
    return (phrases.one_day if first == last else phrases.several_days).format(first=first, last=last)


def _languages(facts: CorpusFacts, phrases: AboutPhrases, language: str) -> str:
    if not facts.languages:
        return phrases.languages_alone
    names = [str(Locale(language).languages.get(code, code)) for code in facts.languages]
    return phrases.languages.format(languages=_listed(names, language, phrases.last_comma))


def example_questions(corpus: Corpus, language: str) -> list[str]:
    """Questions that a corpus answers, whatever its articles are about: three, or fewer; none where it is empty."""
    facts = CorpusFacts.of(corpus)
    return _examples(facts, language) if facts.articles else []


def _examples(facts: CorpusFacts, language: str) -> list[str]:
    phrases = ABOUT[language]
    questions = [phrases.example_news]
    if facts.outlets:
        questions.append(phrases.example_outlet.format(outlet=facts.outlets[0]))
    if facts.days:
        from babel.dates import format_skeleton  # slow to import, and few are asked about Isnad itself

        questions.append(phrases.example_month.format(month=format_skeleton("yMMMM", facts.days[1], locale=language)))
    return questions


def _quoted(question: str, language: str) -> str:
    return f"{PHRASES[language].opening}{question}{PHRASES[language].closing}"


def _listed(names: list[str] | tuple[str, ...], language: str, last: str) -> str:
    """The names with commas, and with "and" before the last."""
    *before, end = names
    return f"{PHRASES[language].list_comma.join(before)}{last}{end}" if before else end
