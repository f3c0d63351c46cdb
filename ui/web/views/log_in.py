"""The page to log in at, as HTML: it needs no script, and looks like the page it leads to."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from ui.messages import general as messages
from ui.messages import server as server_messages
from ui.web.views.shell import STATIC
from ui.web.views.templates import render

_DARK = ".dark {"


def render_log_in(language: str, home: str, wrong: str | None) -> str:
    """The page in a language.

    home: the path of the page itself. wrong: the name that did not fit the password, None before one was given.
    """
    language = "ar" if language == "ar" else "en"
    intro = server_messages.LOG_IN.to(language)
    style = Markup(_style())  # files of this folder and of no one else's
    return render("log_in", language, home=home, wrong=wrong, intro=intro, name=messages.NAME, style=style)


def _style() -> str:
    """The page's colours, dark where the reader's system is, since no script can ask for what was chosen."""
    light, _, dark = (STATIC / "palette.css").read_text("utf-8").partition(_DARK)
    form = Path(__file__).with_name("templates").joinpath("log_in.css").read_text("utf-8")
    return f"{light}@media (prefers-color-scheme: dark) {{ :root {{{dark}}}\n{form}"
