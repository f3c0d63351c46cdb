"""Every message of the interface, in both languages, and untrusted text made safe to show."""

from ui.messages import evaluation, general, maintenance, page, server
from ui.messages.general import EXAMPLE_QUESTIONS
from ui.messages.message import Message, locale_language, localized
from ui.messages.sanitizing import REORDERING, harmless, one_line, visible_order

CATALOGUES = (evaluation, general, maintenance, page, server)

__all__ = [
    "CATALOGUES",
    "EXAMPLE_QUESTIONS",
    "Message",
    "REORDERING",
    "evaluation",
    "general",
    "harmless",
    "locale_language",
    "localized",
    "maintenance",
    "one_line",
    "page",
    "server",
    "visible_order",
]
