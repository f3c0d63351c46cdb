"""An answer from evidence: quoted, or written by a language model."""

from rag.synthesis.about import reply_about
from rag.synthesis.combining import combine_statements
from rag.synthesis.extractive import build_statements, single_statements
from rag.synthesis.further import show_further
from rag.synthesis.generative import fall_back_to_quotes, generate_answer
from rag.synthesis.overview import lead_sentences
from rag.synthesis.requested import Overview, requested_overview
from rag.synthesis.selection import figures_first, newest_first

__all__ = [
    "Overview",
    "reply_about",
    "build_statements",
    "combine_statements",
    "figures_first",
    "fall_back_to_quotes",
    "generate_answer",
    "lead_sentences",
    "newest_first",
    "requested_overview",
    "show_further",
    "single_statements",
]
