"""What a question gets back, and its forms: text, Markdown, HTML."""

from rag.results import marks
from rag.results.answer import Answer
from rag.results.document import sendable, web_address
from rag.results.layout import MOST_OPEN, Group, Layout, Placed, lay_out
from rag.results.lead import Lead, can_lead
from rag.results.marks import MARKUP
from rag.results.phrases import (
    PHRASES,
    Phrases,
    confidence_phrase,
    count_articles,
    count_more,
    count_phrase,
    phrases_in,
)
from rag.results.plain_text import (
    TextLine,
    articles_intro,
    corroboration_note,
    count_outlets,
    describe_scope,
    disagreement_note,
    doubt,
    overview_title,
    source_line,
    text_paragraphs,
)
from rag.results.serialization import (
    AnswerRecord,
    ArticleRecord,
    CitationRecord,
    ListedArticleRecord,
    PassageRecord,
    WholeArticleRecord,
    article_as_dict,
    as_json,
    hit_as_dict,
    listed_article_as_dict,
    whole_article_as_dict,
)
from rag.results.types import AnswerKind, Citation, DraftFault, DraftSentence, Fallback, Hit, Statement, Verdict

__all__ = [
    "Answer",
    "AnswerKind",
    "AnswerRecord",
    "ArticleRecord",
    "Citation",
    "CitationRecord",
    "DraftFault",
    "DraftSentence",
    "Fallback",
    "Group",
    "Hit",
    "Layout",
    "Lead",
    "ListedArticleRecord",
    "MARKUP",
    "MOST_OPEN",
    "PHRASES",
    "PassageRecord",
    "Phrases",
    "Placed",
    "Statement",
    "TextLine",
    "Verdict",
    "WholeArticleRecord",
    "article_as_dict",
    "articles_intro",
    "as_json",
    "can_lead",
    "confidence_phrase",
    "corroboration_note",
    "count_articles",
    "count_more",
    "count_outlets",
    "count_phrase",
    "describe_scope",
    "disagreement_note",
    "doubt",
    "hit_as_dict",
    "lay_out",
    "listed_article_as_dict",
    "marks",
    "overview_title",
    "phrases_in",
    "sendable",
    "source_line",
    "text_paragraphs",
    "web_address",
    "whole_article_as_dict",
]
