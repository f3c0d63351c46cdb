"""Questions about the sample articles, to evaluate with."""

from pathlib import Path

SAMPLE_QUESTIONS = Path(__file__).parent / "sample.jsonl"
