"""The writer that needs no language model: it lets the articles speak.

The best sentences are quoted as they stand, each with who said it and when. What several articles say alike is
one statement with a citation for each; nothing is rephrased, so nothing can be made up.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.evidence import Evidence, confidence
from rag.phrases import PHRASES
from rag.types import Citation, Hit, Statement
from store import Article, Span
from store.dates import written

MOST_STATEMENTS = 6
MOST_SOURCES = 4
FEW_STATEMENTS = 3
CLOSE = 1.25
LIKELY = 0.5
"""Said are the sentences this close to the best one's score; the first few also where each is likely by itself."""
SAME_WORDS = 0.6
SAME_MEANING = 0.80


def statements(evidence: Sequence[Evidence], language: str) -> tuple[Statement, ...]:
    """The evidence as things said, best first, with citations numbered from 1 in the order they are read."""
    groups: list[list[Evidence]] = []
    for found in evidence:
        group = next((group for group in groups if _says_the_same(group[0], found)), None)
        if group is not None:
            if len(group) < MOST_SOURCES and all(found.article.id != said.article.id for said in group):
                group.append(found)
        elif len(groups) < MOST_STATEMENTS and (
            found.score >= evidence[0].score - CLOSE or (len(groups) < FEW_STATEMENTS and confidence(found) >= LIKELY)
        ):
            groups.append([found])
    numbers = iter(range(1, 1 + sum(map(len, groups))))
    return tuple(Statement(tuple(_citation(next(numbers), said, language) for said in group)) for group in groups)


def _says_the_same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences share most of the shorter one's words, or mean much the same."""
    shared = len(one.keys & other.keys)
    if shared >= SAME_WORDS * max(4, min(len(one.keys), len(other.keys))):
        return True
    if one.meaning is None or other.meaning is None:
        return False
    return float(one.meaning @ other.meaning) >= SAME_MEANING


def _citation(number: int, evidence: Evidence, language: str) -> Citation:
    span = Span(evidence.start, evidence.end)
    return Citation(
        number=number,
        quote=evidence.quote,
        start=evidence.start,
        end=evidence.end,
        article=evidence.article,
        score=evidence.score,
        translation=evidence.article.translated(span, language) if evidence.article.language != language else None,
    )


def answer_text(said: Sequence[Statement], language: str) -> str:
    """The statements in a short frame, as plain text with [n] marks."""
    phrases = PHRASES[language]
    articles = len({citation.article.id for statement in said for citation in statement.citations})
    lines = [phrases.found_many.format(articles=articles) if articles > 1 else phrases.found_one]
    for statement in said:
        first, *others = statement.citations
        quote = f"{phrases.opening}{first.quote}{phrases.closing}"
        lines += ["", f"{first.translation} [{first.number}]" if first.translation else f"{quote} [{first.number}]"]
        if first.translation:
            lines.append(phrases.translated.format(quote=quote))
        lines.append(f"— {source(first.article, language)}")
        lines += [f"{phrases.also} {source(other.article, language)} [{other.number}]" for other in others]
    return "\n".join(lines)


def refusal_text(closest: Sequence[Hit], language: str, refused: str = "") -> str:
    """That the articles do not say, as `refused` puts it if given, and where the nearest passages are."""
    phrases = PHRASES[language]
    lines = [refused or phrases.refused]
    if closest:
        lines += ["", phrases.closest]
        lines += [f"— {hit.article.title} ({source(hit.article, language)})" for hit in closest]
    return "\n".join(lines)


def source(article: Article, language: str) -> str:
    """Who said it and when, as far as the article tells."""
    phrases = PHRASES[language]
    date = written(article.date, language) if article.date else phrases.no_date
    return f"{article.outlet or phrases.no_outlet}{phrases.comma} {date}"
