"""Every sentence of the interface, in both languages."""

from ui.messages import common, evaluation, maintenance, page, server
from ui.messages.common import EXAMPLE_QUESTIONS
from ui.messages.sentence import REORDERING, Sentence, harmless, locale_language, localized, one_line

__all__ = [
    "EXAMPLE_QUESTIONS",
    "REORDERING",
    "Sentence",
    "common",
    "evaluation",
    "harmless",
    "locale_language",
    "localized",
    "maintenance",
    "one_line",
    "page",
    "server",
]
