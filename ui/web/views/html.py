"""Safe pieces of HTML, of which answers, articles and the rest of the page are made.

Every text on the page passes through `escape`. Text is never altered: what is shown unescapes to the very
characters of the article. Every block has its own direction, so Arabic and English can stand side by side.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from html import escape as escape_markup

from rag.results import phrases_in
from store import Article
from store.text import format_date
from ui.messages import Message
from ui.messages import page as page_messages

# Braces, dollars and backticks would start a template in Gradio's HTML component, line breaks a paragraph in
# the chat's Markdown, and tabs would become spaces; as character references they are only ever text.
_INERT = str.maketrans({character: f"&#{ord(character)};" for character in "{}$`\n\r\t"} | {"\0": "\ufffd"})

_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")


def escape(text: str) -> str:
    """The text, escaped for use between tags, in attributes and in Gradio's templates."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be sent
    return escape_markup(whole, quote=True).translate(_INERT)


def tag(name: str, inside: str, kind: str = "", language: str | None = None) -> str:
    """One element around safe HTML. With a language it has that language's direction, else the text's own."""
    classes = f' class="{kind}"' if kind else ""
    if language is None or not _LANGUAGE.fullmatch(language):
        return f'<{name}{classes} dir="auto">{inside}</{name}>'
    side = {"ar": "rtl", "en": "ltr"}.get(language, "auto")
    return f'<{name}{classes} lang="{escape(language)}" dir="{side}">{inside}</{name}>'


def close(language: str) -> str:
    """The button that closes the pane and leads back to the conversation."""
    return f'<button type="button" class="isnad-close">{escape(page_messages.BACK.to(language))}</button>'


def names(article: Article, language: str) -> list[str]:
    """Who published an article, and when."""
    outlet = article.outlet or phrases_in(language).no_outlet
    return [outlet, format_date(article.date, language)] if article.date else [outlet]


def source(article: Article, language: str) -> str:
    """The same as a line; <bdi> keeps an Arabic name from pulling an English line apart."""
    return " · ".join(f"<bdi>{escape(name)}</bdi>" for name in names(article, language))


def in_words(iso: str, language: str) -> str:
    """A day, YYYY-MM-DD, in words; any other text unchanged, since programs may send anything."""
    try:
        return format_date(dt.date.fromisoformat(iso), language)
    except ValueError:
        return iso


def printed(outlets: Iterable[str], language: str) -> str:
    """Which outlets printed the same report, as a line; nothing where none did."""
    named = phrases_in(language).list_comma.join(f"<bdi>{escape(outlet)}</bdi>" for outlet in outlets)
    return f'<p class="isnad-source">{escape(phrases_in(language).also_printed_by)}: {named}</p>' if named else ""


def note(sentence: Message, language: str | None = None, kind: str = "isnad-note", **blanks: object) -> str:
    """One of Isnad's messages as a paragraph; in both languages where the reader's is not known yet."""
    languages = (language,) if language else ("en", "ar")
    return "".join(tag("p", escape(sentence.to(each, **blanks)), kind, each) for each in languages)


def machine(model: str, language: str) -> str:
    """The label of a machine translation; "" for a translation that came with the article."""
    return phrases_in(language).machine.format(model=f"<bdi>{escape(model)}</bdi>") if model else ""
