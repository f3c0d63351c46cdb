"""Follow-ups, as the questions they stand for."""

from rag.query.conversation.followups import Followup, resolve_followup, strip_continuation
from rag.query.conversation.history import History, earlier_questions
from rag.query.conversation.llm_rewriter import rewrite_with_llm
from rag.query.conversation.more import before_more
from rag.query.conversation.one_question import as_one_question

__all__ = [
    "Followup",
    "History",
    "as_one_question",
    "before_more",
    "earlier_questions",
    "resolve_followup",
    "rewrite_with_llm",
    "strip_continuation",
]
