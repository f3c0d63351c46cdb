"""What happens when a person asks or opens something: from a question or a mark to HTML, without a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from rag.types import Answer
from store import Article, IsnadError, UnknownArticleError
from store.arabic import language_of
from ui import markup, messages, pane, render
from ui.records import answer_as_dict
from ui.reference import read_reference

REMEMBERED = 20  # earlier questions that a follow-up may refer to

Questions = tuple[str, ...]
Ask = Callable[[str, Questions], Iterator[Answer]]
"""Answers a question after the earlier ones: the answer as it grows, the last one whole."""


class Articles(Protocol):
    """What the page needs of a corpus."""

    def __len__(self) -> int: ...

    def article(self, id: str, /) -> Article: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """A corpus and someone who answers questions about it."""

    corpus: Articles
    ask: Ask

    def searching(self, question: str) -> str:
        language = language_of(question)
        return markup.note(messages.SEARCHING, language, "isnad-searching")

    def answers(self, question: str, asked: Questions) -> Iterator[tuple[str, str]]:
        """The reply to show in the conversation, and the article to show beside it, as the answer grows."""
        try:
            for answer in self.ask(question, asked):
                if answer.model:
                    yield render.render_answer(answer, growing=True), self._beside(answer)
            yield render.render_answer(answer), self._beside(answer)
        except IsnadError as error:
            yield markup.tag("p", markup.escape(str(error)), "isnad-error"), markup.hint(language_of(question))

    def _beside(self, answer: Answer) -> str:
        if not answer.statements:
            return markup.hint(answer.language)
        best = answer.statements[0].citations[0]
        return pane.render_article(best.article, render.reference_to(answer, best), answer.language)

    def remember(self, question: str, asked: Questions) -> Questions:
        return (*asked, question)[-REMEMBERED:]

    def open(self, address: str) -> str:
        """The article behind a mark, whichever answer the mark belongs to."""
        reference = read_reference(address)
        if reference is None:
            return markup.hint()
        try:
            return pane.render_article(self.corpus.article(reference.article_id), reference, reference.language)
        except UnknownArticleError:
            return pane.render_gone(reference, reference.language)

    def plain(self, question: str) -> dict[str, Any]:
        """The answer for programs that call the page: its text and its citations, as JSON holds them."""
        try:
            *_, answer = self.ask(question, ())
            return answer_as_dict(answer)
        except IsnadError as error:
            return {"question": question, "error": str(error)}
