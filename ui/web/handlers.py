"""The page's functions, without Gradio: from a question, a mark or a query of the list to HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from rag import QuestionError
from rag.query import check_question
from rag.results import AnswerKind, count_articles, phrases_in
from store import Corpus, IsnadError, UnknownArticleError
from store.text import language_of
from ui.api import read_reference, told_to_readers
from ui.messages import general as messages
from ui.messages import page as page_messages
from ui.web import library
from ui.web.answer_record import AnswerRecord, record_answer, restore_answer
from ui.web.request import QuestionRequest
from ui.web.respondent import Respondent
from ui.web.views import answer as answer_view
from ui.web.views import article as article_view


@dataclass(frozen=True, slots=True)
class PageHandlers:
    """The functions of the page over a corpus."""

    corpus: Corpus
    respondent: Respondent

    def fault(self, question: str, language: str) -> str:
        """Why this question cannot be asked, in its language (the interface's if it is empty); else ""."""
        if not question.strip():
            return phrases_in(language).empty
        try:
            check_question(question)
        except QuestionError as error:
            return str(error)
        return ""

    def searching(self, question: str) -> str:
        """The note that stands in the answer's place until there is one."""
        return answer_view.render_searching(question)

    def answers(self, question: str, request: QuestionRequest) -> Iterator[str]:
        """Yields the answer as HTML each time it has grown; for an error, a sentence."""
        try:
            for answer in self.respondent.answers(question, **request.options()):
                if answer.model or answer.preliminary:
                    yield answer_view.render_answer(answer, growing=True)
            if not len(self.corpus) and answer.kind is not AnswerKind.ABOUT:
                yield answer_view.render_nothing(language_of(question))
                return
            yield answer_view.render_answer(answer, record=record_answer(answer, request).as_json())
        except IsnadError as error:
            yield answer_view.render_error(told_to_readers(error, language_of(question)))

    def open(self, address: str, language: str, query: dict[str, Any]) -> str:
        """The article at a mark's address, as HTML; "" for an address that is none of Isnad's.

        `language` is the interface's; `query` that of the list that the article was opened from, else empty.
        """
        reference = read_reference(address)
        if reference is None:
            return ""
        try:
            article = self.corpus.article(reference.article_id)
            beside = library.neighbour_articles(self.corpus, article.id, query, language)
            return article_view.render_article(article, reference, language, beside)
        except UnknownArticleError:
            return article_view.render_gone(reference, language)

    def document(self, record: dict[str, Any], form: str, language: str) -> dict[str, str]:
        """The document of an answer on the page, as "md" or "html"; or the `fault` that keeps it from being made."""
        try:
            answer = restore_answer(AnswerRecord.model_validate(record), self.corpus)
        except ValidationError:
            return {"text": "", "fault": page_messages.NO_RECORD.to(language)}
        except UnknownArticleError:
            return {"text": "", "fault": messages.ARTICLE_GONE.to(language)}
        return {"text": answer.to_html() if form == "html" else answer.to_markdown(), "fault": ""}

    def browse(self, query: dict[str, Any], language: str, may_write: bool) -> str:
        """The list of the articles that a query finds, as HTML."""
        return library.browse_library(self.corpus, query, language, may_write)

    def suggest(self, record: dict[str, Any], request: str) -> list[str]:
        """Follow-up questions that the corpus answers, for an answer's record and the request it was asked with.

        None where the record is no answer's, or the corpus no longer has its articles.
        """
        try:
            answer = restore_answer(AnswerRecord.model_validate(record), self.corpus)
            return list(self.respondent.follow_ups(answer, **QuestionRequest.from_json(request).options()))
        except (ValidationError, IsnadError):
            return []

    def examples(self) -> list[str]:
        """Example questions that the corpus answers."""
        return list(self.respondent.examples())

    def facts(self) -> dict[str, Any]:
        """How many articles there are, in words too, and their outlets: for the page's head and its filters."""
        count = len(self.corpus)
        size = {each: count_articles(count, each) if count else "" for each in ("en", "ar")}
        return {"articles": count, "size": size, "outlets": [name for name in self.corpus.outlets() if name]}
