"""Files are read in another process with limits."""

from store.readers.sandbox.process import ReaderProcess

__all__ = ["ReaderProcess"]
