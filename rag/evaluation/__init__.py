"""How good the answers are, measured on a question file."""

from rag.evaluation.data import SAMPLE_QUESTIONS
from rag.evaluation.dataset import read_question_file
from rag.evaluation.metrics import Judged
from rag.evaluation.runner import ALL, Evaluation, evaluate

__all__ = ["ALL", "Evaluation", "Judged", "SAMPLE_QUESTIONS", "evaluate", "read_question_file"]
