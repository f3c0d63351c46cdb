"""From a question to an answer that can be checked."""

from rag.chain import answer, open_corpus, retrieve
from rag.errors import QuestionError, QuestionFileError, RagError, ScopeError, SettingsError
from rag.settings import Settings, load_settings
from rag.types import Answer, Citation, Hit, Statement

__all__ = [
    "Answer",
    "Citation",
    "Hit",
    "QuestionError",
    "QuestionFileError",
    "RagError",
    "ScopeError",
    "Settings",
    "SettingsError",
    "Statement",
    "answer",
    "load_settings",
    "open_corpus",
    "retrieve",
]
