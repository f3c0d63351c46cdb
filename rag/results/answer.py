"""The answer that callers get: its data, and the forms it can be rendered in."""

from __future__ import annotations

from dataclasses import dataclass

from rag.results.document import build_document
from rag.results.html import render_html
from rag.results.lead import make_lead
from rag.results.markdown import render_markdown
from rag.results.plain_text import render_text
from rag.results.serialization import AnswerRecord, answer_as_dict, as_json
from rag.results.types import AnswerData


@dataclass(frozen=True, slots=True)
class Answer(AnswerData):
    """What Isnad says to a question. The fields are described at `AnswerData`."""

    @property
    def lead(self) -> str:
        """The short answer, at most 240 characters: words of an article, of its translation, or of the model.

        Of what says itself (a refusal, a timeline, ...) it is the intro; "" where that is empty.
        """
        return make_lead(self).text

    @property
    def text(self) -> str:
        """The whole answer as plain text with [n] marks, in the question's language."""
        return render_text(self)

    def to_markdown(self) -> str:
        """The answer as a document to keep, in CommonMark: question, words, exact quotes and where they stand.

        The same answer gives the same bytes. A refusal lists the closest passages instead.
        """
        return render_markdown(build_document(self))

    def to_html(self) -> str:
        """The same document as one HTML page that loads nothing and runs no script."""
        return render_html(build_document(self), self.question, self.language)

    def to_dict(self) -> AnswerRecord:
        """The answer and its citations as JSON holds them; docs/answer.schema.json describes it."""
        return answer_as_dict(self, self.lead, self.text)

    def to_json(self) -> str:
        """The same as one JSON document, letter for letter what `isnad ask --json` prints."""
        return as_json(self.to_dict())

    def _repr_markdown_(self) -> str:
        """What a notebook shows."""
        return self.to_markdown()
