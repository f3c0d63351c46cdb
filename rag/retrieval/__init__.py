"""The passages and sentences that may answer a question, ranked."""

from rag.retrieval.evidence import Evidence, title_evidence
from rag.retrieval.hybrid import CANDIDATES, hybrid_search, to_hits
from rag.retrieval.printings import printings_within
from rag.retrieval.quote_span import expand_quote, overlaps_any
from rag.retrieval.ranker import Ranking
from rag.retrieval.scoring import Measures, logistic, weighted_sum

__all__ = [
    "CANDIDATES",
    "Evidence",
    "Measures",
    "Ranking",
    "expand_quote",
    "hybrid_search",
    "logistic",
    "overlaps_any",
    "printings_within",
    "title_evidence",
    "to_hits",
    "weighted_sum",
]
