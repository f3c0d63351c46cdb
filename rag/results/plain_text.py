"""An answer as plain text with [n] marks, and the sentences of Isnad's own that every form of an answer shares.

The words of the articles stand between quotation marks; whatever else stands here is Isnad's own, but for what a
language model wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.results.phrases import PHRASES, Phrases, count_phrase
from rag.results.types import AnswerData, Citation, Statement
from store import Article, Scope
from store.text import fold, format_date


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of an answer.

    `quoted` is the citation whose quote stands in it, from character `start` on; such a line may hold line breaks.
    `by_model` says that a language model wrote it.
    """

    text: str
    quoted: Citation | None = None
    start: int = 0
    by_model: bool = False


def render_text(answer: AnswerData) -> str:
    """The whole answer: its paragraphs with an empty line between them."""
    return "\n\n".join("\n".join(line.text for line in lines) for lines in text_paragraphs(answer))


def text_paragraphs(answer: AnswerData) -> list[list[TextLine]]:
    """The lines of each paragraph: first Isnad's own or a model's, then a paragraph for each statement.

    An answer that a model wrote has no paragraphs of statements; a refusal has one of the closest passages.
    """
    own = [TextLine(line) for line in (answer.scope_note, answer.intro) if line]
    if answer.prose:
        return [[*own, TextLine(answer.prose, by_model=True)]]
    statements = [_statement(answer.statements, place, answer.language) for place in range(len(answer.statements))]
    closest = [_closest(answer)] if answer.closest and not answer.answered else []
    return [own, *statements, *closest]


def _statement(quote: Sequence[Statement], place: int, language: str) -> list[TextLine]:
    phrases, statement = PHRASES[language], quote[place]
    first, *others = statement.citations
    if first.translation:
        lines = [TextLine(f"{first.translation} [{first.number}]")]
        if first.translated_by:
            lines.append(TextLine(f"({phrases.machine.format(model=first.translated_by)})"))
        lines.append(_quote(first, phrases, phrases.translated))
    else:
        lines = [_quote(first, phrases, mark=f" [{first.number}]")]
    lines.append(TextLine(f"— {source_line(first, language)}"))
    lines += [TextLine(f"{phrases.also} {source_line(other, language)} [{other.number}]") for other in others]
    before, after = disagreement_note(quote, place, language), corroboration_note(statement, language)
    return [TextLine(before)] * bool(before) + lines + [TextLine(after)] * bool(after)


def _quote(citation: Citation, phrases: Phrases, label: str = "{quote}", mark: str = "") -> TextLine:
    """A line with the quote between quotation marks, in the place of `label`'s {quote}."""
    before, _, after = label.partition("{quote}")
    before += phrases.opening
    return TextLine(f"{before}{citation.quote}{phrases.closing}{after}{mark}", citation, len(before))


def _closest(answer: AnswerData) -> list[TextLine]:
    lines = [f"— {hit.article.title} ({article_line(hit.article, answer.language)})" for hit in answer.closest]
    return [TextLine(line) for line in (PHRASES[answer.language].closest, *lines)]


def corroboration_note(statement: Statement, language: str) -> str:
    """How many outlets report it; empty where it is not more than one. Copies are the voice of their article."""
    phrases, outlets = PHRASES[language], count_outlets(statement.citations)
    return phrases.supported.format(outlets=count_phrase(outlets, phrases.outlets, language)) if outlets > 1 else ""


def count_outlets(citations: Sequence[Citation]) -> int:
    """How many outlets speak, however they are spelled."""
    return len({fold(citation.article.outlet) for citation in citations if citation.article.outlet})


def disagreement_note(others: Sequence[Statement], place: int, language: str) -> str:
    """That a statement differs from one before it, by whom it is reported, and when; or that its article denies it.

    Empty where neither is so. It says which report is the later one, not which is right.
    """
    if others[place].denied:
        return PHRASES[language].denied
    before = [others[other] for other in others[place].differs_from if other < place]
    if not before:
        return ""
    phrases, article = PHRASES[language], others[place].citations[0].article
    former = before[0].citations[0].article.date
    outlet = article.outlet or phrases.an_article
    if article.date is None or former is None or article.date == former:
        return phrases.differently.format(outlet=outlet)
    form = phrases.later if article.date > former else phrases.earlier
    return form.format(date=format_date(article.date, language), outlet=outlet)


def article_line(article: Article, language: str) -> str:
    """Who said it and when, as far as the article tells."""
    phrases = PHRASES[language]
    date = format_date(article.date, language) if article.date else phrases.no_date
    return phrases.list_comma.join((article.outlet or phrases.no_outlet, date))


def source_line(citation: Citation, language: str) -> str:
    """Who said it and when, whether in the headline, and which outlets printed the same report."""
    phrases, outlets = PHRASES[language], citation.printed_by
    headline = f"{phrases.list_comma}{phrases.headline}" if citation.field == "title" else ""
    printed = phrases.printed.format(outlets=phrases.list_comma.join(outlets)) if outlets else ""
    return f"{article_line(citation.article, language)}{headline}{printed}"


def articles_intro(statements: Sequence[Statement], language: str) -> str:
    """The line above the statements: how many articles and outlets speak; no number for one article."""
    phrases = PHRASES[language]
    citations = [citation for statement in statements for citation in statement.citations]
    articles, outlets = len({citation.article.id for citation in citations}), count_outlets(citations)
    if articles < 2:
        return phrases.found_one
    form = phrases.found_many if outlets > 1 else phrases.found_articles
    return form.format(
        articles=count_phrase(articles, phrases.articles, language),
        outlets=count_phrase(outlets, phrases.outlets, language),
    )


def overview_title(shown: int, total: int, language: str) -> str:
    """The line above the first sentences of `shown` articles, of `total` in all."""
    phrases = PHRASES[language]
    if shown < total:
        return phrases.newest.format(shown=shown, articles=count_phrase(total, phrases.articles, language))
    return phrases.beginnings if total > 1 else phrases.beginning


def describe_scope(scope: Scope, language: str) -> str:
    """Which articles a scope holds, in words: "of X, from D to D"."""
    phrases = PHRASES[language]
    days = {
        "since": format_date(scope.since, language) if scope.since else "",
        "until": format_date(scope.until, language) if scope.until else "",
    }
    parts = [phrases.of_outlets.format(outlets=phrases.list_comma.join(scope.outlets))] if scope.outlets else []
    if scope.since and scope.until:
        parts.append((phrases.on_day if scope.since == scope.until else phrases.from_to).format(**days))
    elif scope.since or scope.until:
        parts.append((phrases.from_on if scope.since else phrases.up_to).format(**days))
    return phrases.list_comma.join(parts)
