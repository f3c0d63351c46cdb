"""From a question to an answer that can be checked."""

from rag.chain import aanswer, answer, aretrieve, asked_by, astream_answer, retrieve, stream_answer
from rag.errors import (
    CalibrationError,
    ModelError,
    ModelNameError,
    QuestionError,
    QuestionFileError,
    RagError,
    ScopeError,
    SettingsError,
)
from rag.llama_index import open_corpus
from rag.results import (
    Answer,
    AnswerKind,
    AnswerRecord,
    Citation,
    DraftFault,
    DraftSentence,
    Fallback,
    Hit,
    SentenceVerdict,
    Statement,
)
from rag.settings import Settings, load_settings
from rag.suggestions import follow_ups
from rag.translation import (
    Estimate,
    Translated,
    count_tokens,
    estimate_work,
    model_name,
    translate_article,
    untranslated_articles,
)
from store import __version__

__all__ = [
    "__version__",
    "Answer",
    "AnswerKind",
    "AnswerRecord",
    "CalibrationError",
    "Citation",
    "Fallback",
    "DraftFault",
    "Hit",
    "ModelError",
    "ModelNameError",
    "QuestionError",
    "QuestionFileError",
    "RagError",
    "ScopeError",
    "SentenceVerdict",
    "Settings",
    "SettingsError",
    "Statement",
    "DraftSentence",
    "aanswer",
    "answer",
    "aretrieve",
    "astream_answer",
    "asked_by",
    "follow_ups",
    "load_settings",
    "open_corpus",
    "retrieve",
    "stream_answer",
    "Estimate",
    "Translated",
    "count_tokens",
    "estimate_work",
    "model_name",
    "translate_article",
    "untranslated_articles",
]
