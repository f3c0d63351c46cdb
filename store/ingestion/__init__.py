"""An article's way into the store."""

from store.ingestion import undo
from store.ingestion.change_detection import Stamps
from store.ingestion.intake import Intake
from store.ingestion.pipeline import Pipeline
from store.ingestion.report import IngestReport, OnProgress, Progress
from store.ingestion.sync import gone_files
from store.ingestion.undo import Removal
from store.ingestion.validation import check_article
from store.ingestion.writer import Writer, describe_passages, encode_batch

__all__ = [
    "IngestReport",
    "Intake",
    "OnProgress",
    "Pipeline",
    "Progress",
    "Removal",
    "Stamps",
    "Writer",
    "check_article",
    "describe_passages",
    "encode_batch",
    "gone_files",
    "undo",
]
