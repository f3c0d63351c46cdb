"""What a question gets back, and its forms: text, Markdown, HTML."""

from rag.results import marks
from rag.results.document import web_address
from rag.results.marks import MARKUP
from rag.results.phrases import PHRASES, confidence_phrase, count_phrase
from rag.results.types import Answer, Citation, DraftFault, DraftSentence, Fallback, Hit, Statement

__all__ = [
    "Answer",
    "Citation",
    "DraftFault",
    "DraftSentence",
    "Fallback",
    "Hit",
    "MARKUP",
    "PHRASES",
    "Statement",
    "confidence_phrase",
    "count_phrase",
    "marks",
    "web_address",
]
