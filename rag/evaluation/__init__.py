"""How good the answers are, measured on a question file; and their confidence, calibrated on it."""

from rag.evaluation.calibration import Calibration, calibrate, reader_to_calibrate
from rag.evaluation.data import SAMPLE_QUESTIONS
from rag.evaluation.dataset import Question, read_question_file
from rag.evaluation.metrics import Judged
from rag.evaluation.runner import ALL, Evaluation, evaluate

__all__ = [
    "ALL",
    "Calibration",
    "Evaluation",
    "Judged",
    "Question",
    "SAMPLE_QUESTIONS",
    "calibrate",
    "evaluate",
    "read_question_file",
    "reader_to_calibrate",
]
