"""What can go wrong with a question.

IsnadError (store.errors)
└── RagError
    ├── CalibrationError   the confidence cannot be calibrated with these questions, or without a reader
    ├── ModelError         a language model cannot be used, or failed
    │   └── ModelNameError what should name one names none
    ├── QuestionError      there is nothing to look for in the question, or too much
    ├── QuestionFileError  a file of questions to evaluate with cannot be used
    ├── ReaderError        the reading model cannot be used, or failed
    ├── ScopeError         the outlets or dates asked for do not exist
    └── SettingsError      a setting has an unknown name or a value that cannot be used
"""

from store import IsnadError


class RagError(IsnadError):
    """A question cannot be answered as it was asked."""


class CalibrationError(RagError):
    """The confidence cannot be calibrated. The message says what is missing."""

    inside = True


class ModelError(RagError):
    """A language model cannot be used, or failed. The message names it and the remedy, in English."""

    inside = True

    def __init__(self, english: str, arabic: str = "") -> None:
        super().__init__(english)
        self._arabic = arabic

    def to(self, language: str) -> str:
        """The message in the reader's language."""
        return self._arabic or str(self) if language == "ar" else str(self)


class ModelNameError(ModelError):
    """What should name a language model is of no known form."""


class QuestionError(RagError):
    """The question is empty, has no words, or is too long. The message is in the question's language."""


class QuestionFileError(RagError):
    """A file of questions to evaluate with cannot be used. The message names the line and what to correct there."""


class ReaderError(RagError):
    """The model that reads question and passage together cannot be used, or failed. Answers do without it."""

    inside = True


class ScopeError(RagError):
    """The outlets or dates to search in do not exist."""


class SettingsError(RagError):
    """A setting has an unknown name or a value that cannot be used."""

    inside = True
