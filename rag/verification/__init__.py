"""Nothing is shown unchecked: citations, written sentences, translations, hidden instructions."""

from rag.verification.checker import Checked, Checker, drop_stale_citations
from rag.verification.cross_lingual import CrossLingualSimilarity, similarity_for
from rag.verification.entailment import Judge, is_read_whole
from rag.verification.prompt_injection import is_prompt_injection
from rag.verification.quoted_evidence import Source
from rag.verification.translation_check import TranslationFault, check_translation, has_nothing_to_translate

__all__ = [
    "Checked",
    "Checker",
    "CrossLingualSimilarity",
    "Judge",
    "Source",
    "TranslationFault",
    "check_translation",
    "drop_stale_citations",
    "has_nothing_to_translate",
    "is_prompt_injection",
    "is_read_whole",
    "similarity_for",
]
