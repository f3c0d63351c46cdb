"""Language models, where one is configured."""

from rag.llms.availability import ModelKind, model_kinds
from rag.llms.cancellation import cancelling, raise_if_cancelled
from rag.llms.client import ManagedLLM, wrap_llm
from rag.llms.failures import Endpoint, as_model_error
from rag.llms.providers import load_model

__all__ = [
    "Endpoint",
    "ManagedLLM",
    "ModelKind",
    "as_model_error",
    "cancelling",
    "load_model",
    "model_kinds",
    "raise_if_cancelled",
    "wrap_llm",
]
