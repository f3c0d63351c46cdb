"""What a question asks: its terms, its answer type, and the plan made of it."""

from rag.query.answer_type import AnswerType, classify_question, expects_list, expects_several, type_detector
from rag.query.conversation import History, before_more, earlier_questions, rewrite_with_llm
from rag.query.filters import parse_scope
from rag.query.missing_answer import lacked_type, missing_answer_type
from rag.query.other_language import is_other_language
from rag.query.part_plans import PartPlan, plan_parts
from rag.query.parts import Part, split_question
from rag.query.plan import QueryPlan, plan_query
from rag.query.query import (
    MOST_CHARACTERS,
    Query,
    Term,
    TermCoverage,
    as_list,
    check_question,
    content_words,
    expand_query,
    parse_query,
    read_in_part,
    turns_read,
)
from rag.query.request import Request, RequestKind, find_request
from rag.query.topic import Topic, topic_of, topics_of, without_small_talk

__all__ = [
    "AnswerType",
    "MOST_CHARACTERS",
    "History",
    "Part",
    "PartPlan",
    "Query",
    "QueryPlan",
    "Request",
    "RequestKind",
    "Term",
    "TermCoverage",
    "Topic",
    "as_list",
    "before_more",
    "check_question",
    "classify_question",
    "content_words",
    "earlier_questions",
    "expand_query",
    "expects_list",
    "expects_several",
    "is_other_language",
    "lacked_type",
    "find_request",
    "missing_answer_type",
    "parse_query",
    "parse_scope",
    "plan_parts",
    "plan_query",
    "read_in_part",
    "rewrite_with_llm",
    "split_question",
    "topic_of",
    "topics_of",
    "turns_read",
    "type_detector",
    "without_small_talk",
]
