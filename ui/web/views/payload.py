"""What an answer on the page carries unseen, for the script, and what a reader can do with it.

Gradio's chat keeps elements, classes and titles of what it is given, but no `data-` attributes.
"""

from __future__ import annotations

import json

from rag.results import Answer, Citation
from ui.web.request import QuestionRequest
from ui.web.views.html import escape, source, tag

ONCE_MORE = ("again", "edit")
_ACTIONS = ("copy", "markdown", "html", *ONCE_MORE, "up", "down")


def hidden_payload(answer: Answer, asking: QuestionRequest) -> str:
    """The quotes by number, the answer as Markdown and as a web page, what a rating is about; and the buttons."""
    quotes = "".join(_quote(citation, answer.language) for citation in answer.citations)
    unseen = f'<ol class="isnad-quotes" hidden>{quotes}</ol>'
    texts = {
        "as-md": answer.to_markdown(),
        "as-html": answer.to_html(),
        "rating": json.dumps(_rated(answer, asking)),
    }
    unseen += "".join(f'<pre class="isnad-{kind}" hidden>{escape(text)}</pre>' for kind, text in texts.items())
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


def _rated(answer: Answer, asking: QuestionRequest) -> dict[str, object]:
    """What a rating is about: the question, and where the quotes stand."""
    quotes = [
        {
            "article": c.article.id,
            "start": c.start,
            "end": c.end,
            "point": [c.point.start, c.point.end] if c.point else None,
            "statement": number,
        }
        for number, statement in enumerate(answer.statements)
        for c in statement.citations
    ]
    question = answer.understood or answer.question
    return {
        "question": question,
        "answered": answer.answered,
        "corpus": answer.corpus,
        "scope": {"outlets": asking.outlets, "since": asking.since, "until": asking.until},
        "quotes": quotes,
    }
