"""The passages and sentences that may answer a question, ranked."""

from rag.retrieval.about import Beginning, articles_about, beginnings
from rag.retrieval.closest import on_subject
from rag.retrieval.evidence import Evidence, title_evidence
from rag.retrieval.hybrid import CANDIDATES, hybrid_search, to_hits
from rag.retrieval.kept_weights import keep_weights, load_kept_weights, place_to_keep
from rag.retrieval.printings import printings_within
from rag.retrieval.quote_span import expand_quote, overlaps_any
from rag.retrieval.ranker import Ranking
from rag.retrieval.scoring import READ, Measures, Weights, logistic, ranking_weights, read_measures, weighted_sum

__all__ = [
    "Beginning",
    "CANDIDATES",
    "Evidence",
    "Measures",
    "READ",
    "Ranking",
    "Weights",
    "articles_about",
    "beginnings",
    "expand_quote",
    "hybrid_search",
    "keep_weights",
    "load_kept_weights",
    "logistic",
    "on_subject",
    "overlaps_any",
    "place_to_keep",
    "printings_within",
    "ranking_weights",
    "read_measures",
    "title_evidence",
    "to_hits",
    "weighted_sum",
]
