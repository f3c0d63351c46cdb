"""Reading what is left of a damaged store, and putting a rebuilt one in its place."""

from store.database.recovery.salvage import RecoveredStore, recover, restore
from store.database.recovery.swap import MAKING, READY, complete_swap, is_store, keep_aside, open_database

__all__ = [
    "MAKING",
    "READY",
    "RecoveredStore",
    "complete_swap",
    "is_store",
    "keep_aside",
    "open_database",
    "recover",
    "restore",
]
