"""Questions and sentences on the sample articles with what is right about them, to measure answers with."""

from pathlib import Path

SAMPLE_QUESTIONS: Path = Path(__file__).parent / "sample.jsonl"
SAMPLE_DIALOGUES: Path = Path(__file__).parent / "dialogues.jsonl"
SUPPORT_PAIRS: Path = Path(__file__).parent / "support.jsonl"
"""Sentences as models write them, each with a passage and whether that bears it out."""
