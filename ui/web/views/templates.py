"""Renders the page's templates.

Every text in a template passes through `escape`. Text is never altered: what is shown unescapes to the very
characters of the article. Only in names (titles beside answers, outlets, files) the characters that would turn the
order of letters are shown as what they are, with the filter `visible`. Every block has its own direction, so Arabic
and English can stand side by side.
"""

from __future__ import annotations

import datetime as dt
import re
from html import escape as escape_markup
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup

from rag.results import phrases_in, web_address
from store import Article
from store.text import format_date
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.messages import visible_order

# Braces, dollars and backticks would start a template in Gradio's HTML component, line breaks a paragraph in
# the chat's Markdown, and tabs would become spaces; as character references they are only ever text.
_INERT = str.maketrans({character: f"&#{ord(character)};" for character in "{}$`\n\r\t"} | {"\0": "\ufffd"})
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")


def escape(text: str) -> str:
    """The text, escaped for use between tags, in attributes and in Gradio's templates."""
    whole = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair cannot be sent
    return escape_markup(whole, quote=True).translate(_INERT)


def render(template: str, language: str, **values: object) -> str:
    """The HTML of a template of this folder, with Isnad's own words in `language`."""

    def say(name: str, **blanks: object) -> str:
        catalogue = page_messages if hasattr(page_messages, name) else messages
        return str(getattr(catalogue, name).to(language, **blanks))

    context = {"language": language, "say": say, "phrases": phrases_in(language), **values}
    return _templates.get_template(f"{template}.html.jinja").render(context)


def outlet_and_date(article: Article, language: str) -> list[str]:
    """Who published an article, and when."""
    outlet = visible_order(article.outlet) or phrases_in(language).no_outlet
    return [outlet, format_date(article.date, language)] if article.date else [outlet]


def date_in_words(iso: str, language: str) -> str:
    """A day, YYYY-MM-DD, in words; any other text unchanged, since programs may send anything."""
    try:
        return format_date(dt.date.fromisoformat(iso), language)
    except ValueError:
        return iso


def _text_direction(language: str) -> Markup:
    """The attributes of an element in a language; without a known one, the direction of the text's first letters."""
    if not _LANGUAGE.fullmatch(language):
        return Markup('dir="auto"')
    direction = {"ar": "rtl", "en": "ltr"}.get(language, "auto")
    return Markup(f'lang="{language}" dir="{direction}"')


def _fill(own_words: str, **blanks: Markup) -> Markup:
    """One of Isnad's phrases with HTML in its blanks."""
    return Markup(own_words.format(**blanks))


def _inert(value: object) -> Markup:
    return Markup(value.__html__() if hasattr(value, "__html__") else escape(str(value)))


class _OnOneLine(Extension):
    """Takes line breaks and indentation out of the templates."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return re.sub(r"\s*\n\s*", "", source)


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    finalize=_inert,
    undefined=StrictUndefined,
    extensions=[_OnOneLine],
)
_templates.filters |= {
    "fill": _fill,
    "format_date": format_date,
    "web_address": web_address,
    "visible": visible_order,
}
_templates.globals |= {"direction": _text_direction, "outlet_and_date": outlet_and_date}
