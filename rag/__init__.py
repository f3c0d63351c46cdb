"""From a question to an answer that can be checked."""

from rag.chain import answer, retrieve, stream_answer
from rag.errors import ModelError, QuestionError, QuestionFileError, RagError, ScopeError, SettingsError
from rag.opening import open_corpus
from rag.settings import Settings, load_settings
from rag.suggesting import follow_ups
from rag.types import Answer, Citation, Fallback, Fault, Hit, Statement, Written

__all__ = [
    "Answer",
    "Citation",
    "Fallback",
    "Fault",
    "Hit",
    "ModelError",
    "QuestionError",
    "QuestionFileError",
    "RagError",
    "ScopeError",
    "Settings",
    "SettingsError",
    "Statement",
    "Written",
    "answer",
    "follow_ups",
    "load_settings",
    "open_corpus",
    "retrieve",
    "stream_answer",
]
