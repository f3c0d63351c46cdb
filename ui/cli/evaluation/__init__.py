"""The command that measures answers, what it says of weights that were learned, and its plot."""

from ui.cli.evaluation.command import evaluate_corpus

__all__ = ["evaluate_corpus"]
