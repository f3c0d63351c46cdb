"""An answer as plain text with [n] marks, and the sentences of Isnad's own that every form of an answer shares.

The words of the articles stand between quotation marks; whatever else stands here is Isnad's own, but for what a
language model wrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import shorten

from rag.results.layout import Group, lay_out
from rag.results.lead import BETWEEN, Lead
from rag.results.phrases import PHRASES, Phrases, confidence_phrase, count_more, count_phrase
from rag.results.prose import ProsePart, prose_parts
from rag.results.types import AnswerData, Citation, Statement, Verdict
from store import Article, Scope, Span
from store.text import fold, format_date

_GLIMPSE = 200  # characters of a sentence: enough to see whether its article is worth opening


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of an answer.

    `plain` says that words of an article or of a model stand in it, in which names are not looked for; such a line
    may hold line breaks. `point` is where in the line the words stand that answer, or the sentence that does,
    `around` where others stand that help to understand them; None where nothing is set apart.
    """

    text: str
    plain: bool = False
    point: Span | None = None
    around: Span | None = None


def render_text(answer: AnswerData) -> str:
    """The whole answer: its paragraphs with an empty line between them."""
    return "\n\n".join("\n".join(line.text for line in lines) for lines in text_paragraphs(answer))


def text_paragraphs(answer: AnswerData) -> list[list[TextLine]]:
    """The lines of each paragraph: first the lead, then a paragraph for each article that is quoted.

    After the first statements a line says how many follow. An answer that a model wrote has no paragraphs of
    statements, but one of its own for each sentence that is not verified; a refusal has one of the closest passages.
    """
    layout, language = lay_out(answer), answer.language
    above = [TextLine(line) for line in (answer.scope_note, layout.above) if line]
    if answer.prose:
        first, *others = (_written(part, language) for part in prose_parts(answer))
        return [[*above, *first], *others]
    lead = [] if layout.led or layout.lead.citation is None else [lead_line(layout.lead, language)]
    open_ = [_group(group, answer) for group in layout.open]
    if layout.led and open_:
        above += open_.pop(0)
    paragraphs = [above + lead, [TextLine(layout.intro)] * bool(layout.intro), *open_]
    if layout.folded:
        more = TextLine(f"{count_more(layout.left, language)}:")
        paragraphs += [[more], *(_group(group, answer) for group in layout.folded)]
    closest = [_closest(answer)] if answer.closest and not answer.answered else []
    return [lines for lines in (*paragraphs, *closest) if lines]


def _written(part: ProsePart, language: str) -> list[TextLine]:
    """What a model wrote; what is not verified under a line that says so, with its quote beneath."""
    if part.compare is None:
        return [TextLine(part.text, plain=True)]
    label = f"{PHRASES[language].unverified}:"
    return [TextLine(f"{label} {part.text}", True, Span(0, len(label))), *_said(part.compare, language)]


def lead_line(lead: Lead, language: str) -> TextLine:
    """The lead on a line, with its mark; between quotation marks where it is the article's own words.

    Of several sides each has its outlet before and its mark behind it.
    """
    if lead.sides:
        said = [f"{side.outlet}: {lead_line(side, language).text}" for side in lead.sides]
        return TextLine(BETWEEN.join(said), True)
    phrases, citation = PHRASES[language], lead.citation
    is_own = citation is not None and not citation.translation
    opening, closing = (phrases.opening, phrases.closing) if is_own else ("", "")
    mark = f" [{citation.number}]" if citation else ""
    at = len(opening) + (len(lead.before) + 1 if lead.before else 0)
    point = Span(at + lead.strong.start, at + lead.strong.end) if lead.strong else None
    around = Span(len(opening), at) if lead.before else None
    return TextLine(f"{opening}{lead.text}{closing}{mark}", True, point, around)


def _group(group: Group, answer: AnswerData) -> list[TextLine]:
    """What is quoted of an article under its title, outlet and day; these stand under the quote that is the lead."""
    language = answer.language
    lines: list[TextLine] = []
    for placed in group.placed:
        before = disagreement_note(answer.statements, placed.place, language)
        said = _said(placed.best, language)
        head = [] if lines else [TextLine(f"— {head_line(group.article, language)}")]
        head, said = (said, head) if placed.led else (head, said)
        lines += [*[TextLine(before)] * bool(before), *head, *said, *_voices(placed.statement, language)]
    return lines


def _said(citation: Citation, language: str) -> list[TextLine]:
    """A quote with its mark; of one that is translated the translation first."""
    phrases = PHRASES[language]
    if not citation.translation:
        return [_quote(citation, phrases, mark=f" [{citation.number}]")]
    lines = [TextLine(f"{citation.translation} [{citation.number}]", plain=True)]
    if citation.translated_by:
        lines.append(TextLine(f"({phrases.machine.format(model=citation.translated_by)})"))
    return [*lines, _quote(citation, phrases, phrases.translated)]


def _voices(statement: Statement, language: str) -> list[TextLine]:
    """Where a quote stands, if not in the text; who printed it too, who says the same, and how many do."""
    phrases = PHRASES[language]
    first, *others = statement.citations
    also = [f"{phrases.also} {source_line(other, language)} [{other.number}]" for other in others]
    lines = (particulars(first, language), *also, corroboration_note(statement, language))
    return [TextLine(line) for line in lines if line]


def _quote(citation: Citation, phrases: Phrases, label: str = "{quote}", mark: str = "") -> TextLine:
    """A line with the quote between quotation marks, in the place of `label`'s {quote}."""
    before, _, after = label.partition("{quote}")
    before += phrases.opening
    at, point = len(before) - citation.start, citation.point
    place = Span(at + point.start, at + point.end) if point else None
    return TextLine(f"{before}{citation.quote}{phrases.closing}{after}{mark}", True, place)


def _closest(answer: AnswerData) -> list[TextLine]:
    """Each of the closest passages by its article, and the sentence that matched as far as a line or two hold it."""
    phrases = PHRASES[answer.language]
    lines = [TextLine(f"{phrases.closest}:")]
    for hit in answer.closest:
        lines.append(TextLine(f"— {head_line(hit.article, answer.language)}"))
        glimpse = shorten(hit.sentence, _GLIMPSE, placeholder=" …")
        lines += [TextLine(f"{phrases.opening}{glimpse}{phrases.closing}", plain=True)] * bool(glimpse)
    return lines


def doubt(answer: AnswerData) -> str:
    """That it is not sure whether this answers the question; "" where it is, and where more is said against it."""
    return confidence_phrase(answer.confidence, answer.language) if answer.answered and not answer.lacks else ""


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


def head_line(article: Article, language: str) -> str:
    """An article's title, who published it and when."""
    return f"{article.title} ({article_line(article, language)})"


def source_line(citation: Citation, language: str) -> str:
    """Who said it and when, whether in the headline, and which outlets printed the same report."""
    phrases, outlets = PHRASES[language], citation.printed_by
    headline = f"{phrases.list_comma}{phrases.headline}" if citation.field == "title" else ""
    printed = phrases.printed.format(outlets=phrases.list_comma.join(outlets)) if outlets else ""
    return f"{article_line(citation.article, language)}{headline}{printed}"


def particulars(citation: Citation, language: str) -> str:
    """What the head of its article does not say of a quote: that it is the headline's, and who else printed it."""
    phrases, outlets = PHRASES[language], citation.printed_by
    printed = f"{phrases.also_printed_by}: {phrases.list_comma.join(outlets)}" if outlets else ""
    headline = phrases.headline if citation.field == "title" else ""
    return phrases.list_comma.join(filter(None, (headline, printed)))


def articles_intro(
    statements: Sequence[Statement], language: str, lacks: str = "", verdict: Verdict = Verdict.NONE
) -> str:
    """The line above the statements: how many articles and outlets speak; no number for one article.

    Where they lack what was asked for (`AnswerData.lacks`), or deny it, it says that instead.
    """
    phrases = PHRASES[language]
    if verdict is Verdict.NO:
        named = phrases.list_comma.join(statements[0].outlets)
        return phrases.denied_by.format(outlets=named) if named else phrases.denied_by_one
    citations = [citation for statement in statements for citation in statement.citations]
    if lacks:
        form = phrases.lacking_many if len(citations) > 1 else phrases.lacking_one
        return form.format(what=phrases.lacking[lacks])
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
