"""An answer from evidence: quoted, or written by a language model."""

from rag.synthesis.extractive import (
    build_statements,
    corroboration_note,
    disagreement_note,
    refusal_text,
    render_text,
    single_statements,
    source_line,
)
from rag.synthesis.generative import fall_back_to_quotes, generate_answer, has_injected_title
from rag.synthesis.overview import lead_sentences, overview_title
from rag.synthesis.selection import newest_first

__all__ = [
    "build_statements",
    "corroboration_note",
    "disagreement_note",
    "fall_back_to_quotes",
    "generate_answer",
    "has_injected_title",
    "lead_sentences",
    "newest_first",
    "overview_title",
    "refusal_text",
    "render_text",
    "single_statements",
    "source_line",
]
