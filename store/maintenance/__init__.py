"""Rebuilding a store; exporting and importing its articles."""

from store.maintenance.archive import Archive, write_archive
from store.maintenance.rebuild import find_faults, rebuild_store

__all__ = ["Archive", "find_faults", "rebuild_store", "write_archive"]
