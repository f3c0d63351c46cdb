"""The article in the pane: who says it and when, the ways from here, and its text, as HTML that is safe to show."""

from __future__ import annotations

from collections.abc import Iterator

from rag.results import phrases_in, web_address
from store import Article, Translation
from ui.messages import Message
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.web.views.anchors import Reference, article_address
from ui.web.views.article_lines import article_lines_html, label_with_model, language_phrase, translation_beside
from ui.web.views.html import close, escape, note, printed, source, tag

Neighbours = tuple[str | None, str | None]
"""The ids of the articles listed before and after one, where it was opened from a list."""


def render_article(
    article: Article,
    reference: Reference,
    language: str,
    neighbours: Neighbours | None = None,
) -> str:
    """The whole article with its quotes marked, the chosen one as `mark.isnad-chosen`, and its translation.

    What of the chosen quote is not its point is `.isnad-around` in it. `language` is the interface's, for labels; the
    reference says which translation the reader reads. With `neighbours` there is a way back to the list they are of.
    """
    ways = _listed(neighbours, reference, language) if neighbours else ""
    ways += _quotes(article, reference, language) + _toggle(article, reference, language)
    bar = _bar(article, language) + (f'<div class="isnad-ways">{ways}</div>' if ways else "")
    inside = tag("div", bar, "isnad-bar", language) + "".join(_text(article, reference, language))
    return f'<article class="isnad-article" data-address="{reference}">{inside}</article>'


def render_gone(reference: Reference, language: str) -> str:
    """What opens in place of an article that was removed since it was quoted."""
    inside = tag("div", close(language), "isnad-bar", language)
    inside += note(messages.ARTICLE_GONE, language, "isnad-error")
    return f'<article class="isnad-article" data-address="{reference}">{inside}</article>'


def _bar(article: Article, language: str) -> str:
    """What stays in sight while the article scrolls: the way back, who says it, when, and the original."""
    about = f'<p class="isnad-source">{source(article, language)}</p>'
    if article.sources:
        sources = phrases_in(language).list_comma.join(f"<bdi>{escape(name)}</bdi>" for name in article.sources)
        about += f'<p class="isnad-source">{escape(messages.CREDITS.to(language))} {sources}</p>'
    about += printed((outlet for outlet in article.outlets if outlet != article.outlet), language)
    link = ""
    if web_address(article.url):
        outside = 'target="_blank" rel="noopener noreferrer"'
        words = escape(messages.ORIGINAL.to(language))
        link = f'<a class="isnad-original" href="{escape(article.url)}" {outside}>{words}</a>'
    return f"{close(language)}<div>{about}</div>{link}"


# The ways from here


def _quotes(article: Article, reference: Reference, language: str) -> str:
    """To the answer's other quotes from this article; nothing where there are none."""
    quotes = [quote for quote in reference.quotes() if quote[0].end <= len(article.text)]
    at = next((number for number, (span, _) in enumerate(quotes) if span == reference.chosen), None)
    if at is None or len(quotes) < 2:
        return ""
    before = reference.choosing(quotes[at - 1]) if at else None
    after = reference.choosing(quotes[at + 1]) if at + 1 < len(quotes) else None
    place = page_messages.QUOTE_OF.to(language, number=at + 1, total=len(quotes))
    return (
        '<span class="isnad-steps">'
        + _step(before, "isnad-quote-before", page_messages.QUOTE_BEFORE, language)
        + f"<span>{escape(place)}</span>"
        + _step(after, "isnad-quote-after", page_messages.QUOTE_AFTER, language)
        + "</span>"
    )


def _listed(neighbours: Neighbours, reference: Reference, language: str) -> str:
    """Back to the list that an article was opened from, and to those beside it there."""
    before, after = (article_address(id_, reference.language) if id_ else None for id_ in neighbours)
    words = escape(page_messages.TO_THE_LIST.to(language))
    return (
        f'<button type="button" class="isnad-do-shelf">{words}</button><span class="isnad-steps">'
        + _step(before, "isnad-article-before", page_messages.ARTICLE_BEFORE, language, said=True)
        + _step(after, "isnad-article-after", page_messages.ARTICLE_AFTER, language, said=True)
        + "</span>"
    )


def _step(address: Reference | str | None, kind: str, sentence: Message, language: str, *, said: bool = False) -> str:
    """A link one step on, by a sign or `said` in words; its place stays where there is no further."""
    words = escape(sentence.to(language))
    sign = words if said else '<span class="isnad-sign" aria-hidden="true"></span>'
    if address is None:
        return f'<span class="isnad-step {kind} isnad-no-step" aria-hidden="true">{sign}</span>'
    label = "" if said else f' aria-label="{words}" title="{words}"'
    return f'<a class="isnad-step {kind}" href="{address}"{label}>{sign}</a>'


def _toggle(article: Article, reference: Reference, language: str) -> str:
    translation = translation_beside(article, reference)
    if translation is None:
        return ""
    words = page_messages.BESIDE.to(language, in_language=language_phrase(translation.language, language))
    return f'<label class="isnad-toggle"><input type="checkbox" class="isnad-do-beside"> {escape(words)}</label>'


# The text


def _text(article: Article, reference: Reference, language: str) -> Iterator[str]:
    """Title and text, each with what its translation says beside it, and any further translations."""
    beside = translation_beside(article, reference)
    heads = tag("h2", escape(article.title), language=article.language)
    if beside:
        label = messages.TRANSLATION.to(language, in_language=language_phrase(beside.language, language))
        title = tag("b", escape(beside.title), language=beside.language) if beside.title else ""
        words = tag("span", label_with_model(label, beside, language), "isnad-translation", language)
        heads += f'<p class="isnad-other">{words}{title}</p>'
    yield tag("div", heads, "isnad-heads", article.language)
    yield tag("div", article_lines_html(article, reference, language), "isnad-text", article.language)
    for translation in article.translations:
        if translation is not beside:
            yield _whole(translation, language)


def _whole(translation: Translation, language: str) -> str:
    label = messages.TRANSLATION.to(language, in_language=language_phrase(translation.language, language))
    title = tag("h3", escape(translation.title)) if translation.title else ""
    text = title + "".join(tag("p", escape(line)) for line in translation.text.split("\n") if line.strip())
    body = tag("div", text, "isnad-text", translation.language)
    summary = tag("summary", label_with_model(label, translation, language), language=language)
    return f"<details>{summary}{body}</details>"
