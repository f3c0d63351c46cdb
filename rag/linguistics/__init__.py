"""What Arabic and English text says: numbers, dates, modality, names in both alphabets."""

from rag.linguistics.anaphora import (
    ASKING,
    ASKING_ARABIC,
    AUXILIARIES,
    DETERMINERS,
    WRITTEN,
    asks_definition,
    content_units,
    has_dangling_pronoun,
    needs_context,
    reference_units,
    strip_asking,
)
from rag.linguistics.cue_words import (
    ASKS_REPORTS,
    LAST_TIME,
    MEDIA_NOUNS,
    NEWEST,
    PIECES,
    PIECES_ABOUT,
    PIECES_AR,
    PUBLISHED,
    PUBLISHED_AR,
    REPORTED_BESIDE,
    SAID,
    SAID_AR,
)
from rag.linguistics.dates import BOUNDS, DateExpression, parse_dates
from rag.linguistics.lexicon import LEXICON, comparison_forms
from rag.linguistics.modality import DENIAL, NO_DENIAL, denied, denies, hedged, insists
from rag.linguistics.number_check import Facts, extract_facts, same_days, same_numbers
from rag.linguistics.numbers import parse_number
from rag.linguistics.periods import UNKNOWN, Period, period_fit, period_of
from rag.linguistics.quantities import TIMES, Quantity, extract_quantities
from rag.linguistics.relative_dates import relative_days
from rag.linguistics.supposed import split_stated_supposed
from rag.linguistics.transliteration import distinctive_letters, matches_transliteration, same_name

__all__ = [
    "ASKING",
    "ASKING_ARABIC",
    "ASKS_REPORTS",
    "AUXILIARIES",
    "BOUNDS",
    "DENIAL",
    "DETERMINERS",
    "DateExpression",
    "Facts",
    "LAST_TIME",
    "LEXICON",
    "MEDIA_NOUNS",
    "NEWEST",
    "NO_DENIAL",
    "PIECES",
    "PIECES_ABOUT",
    "PIECES_AR",
    "PUBLISHED",
    "PUBLISHED_AR",
    "Period",
    "Quantity",
    "REPORTED_BESIDE",
    "SAID",
    "SAID_AR",
    "TIMES",
    "UNKNOWN",
    "WRITTEN",
    "asks_definition",
    "comparison_forms",
    "content_units",
    "denied",
    "denies",
    "distinctive_letters",
    "extract_facts",
    "extract_quantities",
    "has_dangling_pronoun",
    "hedged",
    "insists",
    "matches_transliteration",
    "needs_context",
    "parse_dates",
    "parse_number",
    "period_fit",
    "period_of",
    "reference_units",
    "relative_days",
    "same_days",
    "same_name",
    "same_numbers",
    "split_stated_supposed",
    "strip_asking",
]
