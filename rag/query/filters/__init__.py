"""Which articles a question may be answered from: outlets and days."""

from rag.query.filters.caller import describe_scope, parse_scope
from rag.query.filters.outlets import OutletMention, find_outlets
from rag.query.filters.time import DayRange, TimeBound, find_time_bound

__all__ = [
    "DayRange",
    "OutletMention",
    "TimeBound",
    "describe_scope",
    "find_outlets",
    "find_time_bound",
    "parse_scope",
]
