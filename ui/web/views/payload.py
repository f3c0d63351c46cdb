"""What an answer on the page carries unseen, for the script, and what a reader can do with it.

Gradio's chat keeps elements, classes and titles of what it is given, but no `data-` attributes.
"""

from __future__ import annotations

from rag.results import Answer, Citation
from ui.web.views.html import escape, source, tag

ONCE_MORE = ("again", "edit")
_ACTIONS = ("copy", "markdown", "html", *ONCE_MORE, "up", "down")


def hidden_payload(answer: Answer, record: str) -> str:
    """The quotes by number, the answer's record, from which documents and ratings are made; and the buttons."""
    quotes = "".join(_quote(citation, answer.language) for citation in answer.citations)
    unseen = f'<ol class="isnad-quotes" hidden>{quotes}</ol><pre class="isnad-record" hidden>{escape(record)}</pre>'
    return unseen + action_buttons(*_ACTIONS)


def action_buttons(*actions: str) -> str:
    """Buttons under a reply, by what they do; the script gives them their words."""
    buttons = "".join(f'<button type="button" class="isnad-do-{action}"></button>' for action in actions)
    return f'<p class="isnad-doing">{buttons}</p>'


def _quote(citation: Citation, language: str) -> str:
    """What a mark's card shows: the exact words, who says them and when."""
    words = tag("blockquote", escape(citation.quote), language=citation.article.language)
    about = f'<p class="isnad-source">{source(citation.article, language)}</p>'
    return f'<li value="{citation.number}">{words}{about}</li>'
