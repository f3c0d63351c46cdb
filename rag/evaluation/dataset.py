"""A file of questions whose answers are known (docs/EVALUATION.md), read and checked line by line."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictStr,
    ValidationError,
    model_validator,
)

from rag.errors import QuestionError, QuestionFileError
from rag.query import check_question
from store.text import words

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_FORMAT = "docs/EVALUATION.md describes the format."


def _wordy(text: str) -> str:
    if not words(text):
        raise ValueError("It has no words")
    return text


def _code(text: str) -> str:
    if not _LANGUAGE.fullmatch(text) or text == "all":
        raise ValueError("It is no language code such as ar or en")
    return text


_Wordy = Annotated[StrictStr, AfterValidator(_wordy)]


class Supporting(BaseModel):
    """A sentence of an article that supports an answer, as the article has it."""

    model_config = ConfigDict(frozen=True)

    sentence: _Wordy


class Question(BaseModel):
    """A question and what is known of its answer.

    `lang` groups the scores. A facet is one part of the answer: the sentences each of which supports it. What the
    articles do not answer has no facets.
    """

    model_config = ConfigDict(frozen=True)

    id: _Wordy
    lang: Annotated[StrictStr, AfterValidator(_code)]
    question: StrictStr
    answerable: StrictBool
    facets: tuple[Annotated[tuple[Supporting, ...], Field(min_length=1)], ...] = ()

    @model_validator(mode="after")
    def _facets_where_there_is_an_answer(self) -> Self:
        if self.answerable and not self.facets:
            raise ValueError("It is answerable but has no facets")
        if self.facets and not self.answerable:
            raise ValueError("It has facets but is not answerable")
        return self

    @property
    def sentences(self) -> list[str]:
        """Every supporting sentence, facet by facet."""
        return [supporting.sentence for facet in self.facets for supporting in facet]


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """The questions of a file whose answers are known, and the number of those whose answers are not."""

    questions: list[Question]
    passed_over: int


def read_questions(path: str | Path) -> list[Question]:
    """The questions of a file: JSON lines in UTF-8, one question in each; blank lines are passed over.

    So are lines with `"answerable": null`: ratings that do not tell what is true. Raises QuestionFileError, naming
    the line and what to correct there, also when the file cannot be read.
    """
    return read_question_file(path).questions


def read_question_file(path: str | Path) -> QuestionFile:
    """The same, with the number of lines that were passed over because their answers are not known."""
    try:
        text = Path(path).expanduser().read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{path} is not in UTF-8. Save it in UTF-8. {_FORMAT}") from error
    except OSError as error:
        raise QuestionFileError(f"{path} cannot be read ({error.strerror}). Give a file of questions.") from error
    lines = {number: line for number, line in enumerate(text.split("\n"), 1) if line.strip()}
    known = {number: line for number, line in lines.items() if not _is_open(line)}
    questions = list(_read(known, path))
    if not questions:
        having = "questions with a known answer" if lines else "questions"
        raise QuestionFileError(f"{path} has no {having}. Write at least one. {_FORMAT}")
    twice = [id_ for id_, count in Counter(question.id for question in questions).items() if count > 1]
    if twice:
        raise QuestionFileError(f"{path}: several questions have the id {twice[0]!r}. Give each its own.")
    return QuestionFile(questions, len(lines) - len(known))


def _is_open(line: str) -> bool:
    """Whether a line says that its answer is not known."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return False  # what is wrong with it is told where it is read
    return isinstance(found, dict) and found.get("answerable", "") is None


def _read(lines: dict[int, str], path: str | Path) -> Iterator[Question]:
    for number, line in lines.items():
        try:
            question = Question.model_validate_json(line)
            check_question(question.question)
        except ValidationError as error:
            fault = f"{_fault(error)}. Correct it. {_FORMAT}"
            raise QuestionFileError(f"{path}, line {number}: {fault}") from error
        except QuestionError as error:
            raise QuestionFileError(f"{path}, line {number}: {error}") from error
        yield question


def _fault(error: ValidationError) -> str:
    """The first fault and where it is: facets.0.1.sentence is the second sentence of the first facet."""
    first = error.errors(include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    message = first["msg"].removeprefix("Value error, ").replace("at line 1 column", "at column")
    return f"{place}: {message}" if place else message
