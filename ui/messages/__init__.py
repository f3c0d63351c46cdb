"""Every sentence of the interface, in both languages."""

from ui.messages import evaluation, general, maintenance, page, server
from ui.messages.general import EXAMPLE_QUESTIONS
from ui.messages.sentence import REORDERING, Sentence, harmless, locale_language, localized, one_line

__all__ = [
    "EXAMPLE_QUESTIONS",
    "REORDERING",
    "Sentence",
    "general",
    "evaluation",
    "harmless",
    "locale_language",
    "localized",
    "maintenance",
    "one_line",
    "page",
    "server",
]
