"""Overviews of articles: summaries, timelines, what differs, two outlets side by side, the newest, lists."""

from rag.synthesis.overviews.excerpts import lead_sentences
from rag.synthesis.overviews.requested import Overview, requested_overview

__all__ = ["Overview", "lead_sentences", "requested_overview"]
