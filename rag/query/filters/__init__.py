"""Which articles a question may be answered from: outlets and days."""

from rag.query.filters.caller import parse_scope
from rag.query.filters.outlets import OutletMention, find_outlets
from rag.query.filters.time import TimeBound, UnclearTime, find_time_bound

__all__ = [
    "OutletMention",
    "TimeBound",
    "UnclearTime",
    "find_outlets",
    "find_time_bound",
    "parse_scope",
]
