"""The fixed parts of the page, as HTML. The page's script puts them in place, in the chosen language."""

from __future__ import annotations

import json
from pathlib import Path

from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.web.views.templates import render

STATIC = Path(__file__).parents[2] / "static"
_PARTS = ("masthead", "below-chat", "pane", "foot")


def head() -> str:
    """Style and scripts of the whole page; Gradio would change the selectors of a style sheet given as `css`."""
    fixed = {part: f'<div class="prose">{_part(part)}</div>' for part in _PARTS}
    known = f"window.isnadSentences = {_json(page_messages.dictionary())};\nwindow.isnadParts = {_json(fixed)};"
    return f"<style>{_assets('*.css')}</style><script>{known}\n{_assets('*.js')}</script>"


def welcome() -> str:
    """What stands in the conversation before anything is asked."""
    return _part("welcome")


def _part(part: str) -> str:
    return render("page", "en", part=part, name=messages.NAME, examples=messages.EXAMPLE_QUESTIONS)


def _json(value: object) -> str:
    """A value as it can stand inside a <script>."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _assets(kind: str) -> str:
    """The files of a kind, that of the page itself first."""
    paths = sorted(STATIC.glob(kind), key=lambda path: (path.stem != "page", path.name))
    return "\n".join(path.read_text("utf-8") for path in paths)
