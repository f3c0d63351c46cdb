"""The fixed parts of the page, as HTML. The page's script puts them in place, in the chosen language."""

from __future__ import annotations

import json
from pathlib import Path

from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.web.views.html import escape

STATIC = Path(__file__).parents[2] / "static"
# Each language is offered in its own letters, to those who do not read the other.
_NAMES = '<bdi lang="ar">العربية</bdi><bdi lang="en">English</bdi>'
_LANGUAGES = f'<button type="button" class="isnad-do-language">{_NAMES}</button>'


def _said(key: str, name: str = "span") -> str:
    """An element that shows one of the page's messages."""
    assert hasattr(page_messages, key), key
    return f'<{name} data-say="{key}"></{name}>'


def _does(action: str, key: str) -> str:
    """A button for one of the script's actions."""
    return f'<button type="button" class="isnad-do-{action}" data-say="{key}"></button>'


def head() -> str:
    """Style and scripts of the whole page; Gradio would change the selectors of a style sheet given as `css`."""
    parts = {"masthead": _masthead(), "under": _under(), "pane": _sheet(), "foot": _foot()}
    fixed = {name: f'<div class="prose">{inside}</div>' for name, inside in parts.items()}
    known = f"window.isnadSentences = {_json(page_messages.dictionary())};\nwindow.isnadParts = {_json(fixed)};"
    return f"<style>{_assets('*.css')}</style><script>{known}\n{_assets('*.js')}</script>"


def _json(value: object) -> str:
    """A value as it can stand inside a <script>."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _assets(kind: str) -> str:
    """The files of a kind, that of the page itself first."""
    paths = sorted(STATIC.glob(kind), key=lambda path: (path.stem != "page", path.name))
    return "\n".join(path.read_text("utf-8") for path in paths)


def _masthead() -> str:
    """The name, the purpose, the number of articles, and the tools."""
    name = (
        f'<h1 class="isnad-name"><bdi lang="en">{messages.NAME.en}</bdi> <bdi lang="ar">{messages.NAME.ar}</bdi></h1>'
    )
    purpose = f'<p class="isnad-purpose">{_said("PURPOSE")} <b id="isnad-size"></b></p>'
    does = (("new", "NEW"), ("history", "HISTORY"), ("browse", "ARTICLES"), ("add", "ADD"))
    tools = "".join(_does(action, key) for action, key in does) + _LANGUAGES + _does("darker", "DARKER")
    return f'<header class="isnad-plate"><div>{name}{purpose}</div><nav data-say-label="TOOLS">{tools}</nav></header>'


def welcome() -> str:
    """What stands in the conversation before anything is asked. Gradio keeps classes here, but no data.

    The script shows those examples which the articles answer, or that there are no articles.
    """
    questions = "".join(
        f'<button type="button" class="example isnad-do-example" dir="auto" hidden>{escape(question)}</button>'
        for question in messages.EXAMPLE_QUESTIONS
    )
    none = '<p class="isnad-say-NO_ARTICLES isnad-none isnad-writes" dir="auto"></p>'
    none += '<p class="isnad-say-NO_ARTICLES_TO_READ isnad-none isnad-reads" dir="auto"></p>'
    add = '<button type="button" class="isnad-do-add isnad-say-ADD isnad-none"></button>'
    examples = f'<p class="isnad-say-EXAMPLES" dir="auto" hidden></p><div class="isnad-examples">{questions}</div>'
    return f'<div class="isnad-welcome">{none}{add}{examples}</div>'


def _under() -> str:
    """Between the conversation and the question: suggested questions, and the filters."""
    suggested = f'<div id="isnad-suggested" hidden>{_said("FOLLOW_UPS", "p")}<div></div></div>'
    editing = f'<p id="isnad-editing" hidden>{_said("EDITING")} {_does("leave", "LEAVE_IT")}</p>'
    days = "".join(
        f'<label>{_said(key)} <input type="date" class="isnad-do-scope" name="{name}"></label>'
        for key, name in (("SINCE", "since"), ("UNTIL", "until"))
    )
    outlets = f'<fieldset>{_said("ONLY_OUTLETS", "legend")}<div id="isnad-outlets"></div></fieldset>'
    within = f'<div class="isnad-scope-form">{days}{outlets}{_does("unscope", "ASK_ALL")}</div>'
    summary = f'<summary>{_said("FILTERS")}: <span id="isnad-scope"></span></summary>'
    filters = f'<details id="isnad-filters">{summary}{within}</details>'
    return f'<p id="isnad-notice" role="status" dir="auto" hidden></p>{suggested}{editing}{filters}'


def _sheet() -> str:
    """The pane in which articles open, with a hint until one does."""
    hint = '<div class="isnad-hint"><p class="isnad-note" data-say="READ_HERE"></p></div>'
    return f'<div id="isnad-sheet">{hint}</div>'


def _foot() -> str:
    """The line that reports what an action did, and the card that shows a mark's quote."""
    told = f'<div id="isnad-told" hidden><span role="status"></span>{_does("undo", "UNDO")}</div>'
    return f'{told}<div id="isnad-peek" role="tooltip" hidden></div>'
