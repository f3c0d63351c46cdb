"""Overviews of articles: summaries, timelines, what differs, two outlets side by side, the newest, lists."""

from rag.synthesis.overviews.requested import Overview, requested_overview

__all__ = ["Overview", "requested_overview"]
