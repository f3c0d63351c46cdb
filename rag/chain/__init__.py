"""The way of a question, from end to end: to call, to iterate over, and to await."""

from rag.chain.answering import answer, chosen_model, default_corpus, retrieve, stream_answer
from rag.chain.asynchronous import AT_ONCE, aanswer, aretrieve, astream_answer
from rag.chain.turns import FairTurns, asked_by

__all__ = [
    "AT_ONCE",
    "FairTurns",
    "aanswer",
    "answer",
    "aretrieve",
    "asked_by",
    "astream_answer",
    "chosen_model",
    "default_corpus",
    "retrieve",
    "stream_answer",
]
