"""The writer that needs no language model: it lets the articles speak.

The best sentences are quoted as they stand, each with who said it and when. What several articles say alike is
one statement with a citation for each, and where reports differ both are shown; nothing is rephrased, so nothing
can be made up.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.results import PHRASES, Citation, Hit, Statement, count_phrase
from rag.retrieval import Evidence
from rag.synthesis.contradiction import Relation, relation
from rag.synthesis.selection import cluster_evidence
from store import Article, Span
from store.text import fold, format_date


def build_statements(
    evidence: Sequence[Evidence], question: str, language: str, in_order: bool = False
) -> tuple[Statement, ...]:
    """The evidence as things said, best first, with citations numbered from 1 in the order they are read.

    With `in_order` they are said as the evidence stands, whatever the scores.
    """
    chosen = cluster_evidence(evidence, question, in_order)
    numbers = iter(range(1, 1 + sum(map(len, chosen))))
    return tuple(
        Statement(
            tuple(_citation(next(numbers), said, language) for said in group),
            tuple(i for i, other in enumerate(chosen) if relation(group[0], other[0]) is Relation.DIFFERS),
        )
        for group in chosen
    )


def single_statements(evidence: Sequence[Evidence], language: str) -> tuple[Statement, ...]:
    """Each piece of evidence as a thing said by itself, in this order, numbered from 1."""
    return tuple(Statement((_citation(number, said, language),)) for number, said in enumerate(evidence, 1))


def _citation(number: int, evidence: Evidence, language: str) -> Citation:
    span, article = Span(evidence.start, evidence.end), evidence.article
    translated = article.translated(span, language) if article.language != language else None
    translation = article.translation(language) if translated else None
    return Citation(
        number=number,
        quote=evidence.quote,
        start=evidence.start,
        end=evidence.end,
        article=article,
        score=evidence.score,
        translation=translated,
        point=evidence.point if evidence.point != span else None,
        translated_by=translation.by if translation else "",
    )


def render_text(said: Sequence[Statement], language: str, opening: str = "") -> str:
    """The statements in a short frame, as plain text with [n] marks; each with its outlets and their dates.

    `opening` is its first line, where that is not how many articles say so.
    """
    lines = [opening or _opening(said, language)]
    for place in range(len(said)):
        lines += ["", *_told(said, place, language)]
    return "\n".join(lines)


def _opening(said: Sequence[Statement], language: str) -> str:
    """How many articles and outlets speak; nothing of one."""
    phrases = PHRASES[language]
    citations = [citation for statement in said for citation in statement.citations]
    articles = len({citation.article.id for citation in citations})
    outlets = _outlets(citations)
    if articles < 2:
        return phrases.found_one
    told = phrases.found_many if outlets > 1 else phrases.found_articles
    return told.format(
        articles=count_phrase(articles, phrases.articles), outlets=count_phrase(outlets, phrases.outlets)
    )


def _told(said: Sequence[Statement], place: int, language: str) -> list[str]:
    """The lines of one statement."""
    phrases, statement = PHRASES[language], said[place]
    first, *others = statement.citations
    quote = f"{phrases.opening}{first.quote}{phrases.closing}"
    lines = [line for line in [disagreement_note(said, place, language)] if line]
    lines.append(f"{first.translation or quote} [{first.number}]")
    if first.translation:
        lines += [phrases.machine.format(model=first.translated_by)] if first.translated_by else []
        lines.append(phrases.translated.format(quote=quote))
    lines.append(f"— {source_line(first, language)}")
    lines += [f"{phrases.also} {source_line(other, language)} [{other.number}]" for other in others]
    support = corroboration_note(statement, language)
    return [*lines, support] if support else lines


def corroboration_note(statement: Statement, language: str) -> str:
    """How many outlets report it; empty where it is not more than one. Copies are the voice of their article."""
    phrases, outlets = PHRASES[language], _outlets(statement.citations)
    return phrases.supported.format(outlets=count_phrase(outlets, phrases.outlets)) if outlets > 1 else ""


def _outlets(citations: Sequence[Citation]) -> int:
    """How many outlets speak, however they are spelled."""
    return len({fold(citation.article.outlet) for citation in citations if citation.article.outlet})


def disagreement_note(said: Sequence[Statement], place: int, language: str) -> str:
    """That a statement differs from one before it, by whom it is reported, and when; empty where it does not.

    It says which report is the later one, not which is right.
    """
    before = [said[other] for other in said[place].differs_from if other < place]
    if not before:
        return ""
    phrases, article = PHRASES[language], said[place].citations[0].article
    former = before[0].citations[0].article.date
    outlet = article.outlet or phrases.an_article
    if article.date is None or former is None or article.date == former:
        return phrases.differently.format(outlet=outlet)
    told = phrases.later if article.date > former else phrases.earlier
    return told.format(date=format_date(article.date, language), outlet=outlet)


def refusal_text(closest: Sequence[Hit], language: str, refused: str = "") -> str:
    """That the articles do not say, as `refused` puts it if given, and where the nearest passages are."""
    phrases = PHRASES[language]
    lines = [refused or phrases.refused]
    if closest:
        lines += ["", phrases.closest]
        lines += [f"— {hit.article.title} ({article_line(hit.article, language)})" for hit in closest]
    return "\n".join(lines)


def article_line(article: Article, language: str) -> str:
    """Who said it and when, as far as the article tells."""
    phrases = PHRASES[language]
    date = format_date(article.date, language) if article.date else phrases.no_date
    return f"{article.outlet or phrases.no_outlet}{phrases.comma} {date}"


def source_line(citation: Citation, language: str) -> str:
    """Who said it and when, and which outlets printed the same report."""
    phrases, outlets = PHRASES[language], citation.printed_by
    printed = phrases.printed.format(outlets=phrases.list_comma.join(outlets)) if outlets else ""
    return f"{article_line(citation.article, language)}{printed}"
