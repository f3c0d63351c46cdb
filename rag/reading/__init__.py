"""Question and passage read together by a trained model: which words answer, and what follows from what."""

from rag.reading.opening import open_reader
from rag.reading.types import AnswerSpan, Entailment, Page, Reader, Reading, Verdict, WordSupport

__all__ = [
    "AnswerSpan",
    "Entailment",
    "Page",
    "Reader",
    "Reading",
    "Verdict",
    "WordSupport",
    "open_reader",
]
