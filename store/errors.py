"""What can go wrong in the store.

IsnadError                  everything Isnad raises on purpose; its message names the remedy
├── ArgumentError           an argument is of a wrong type, or a date that is none
└── StoreError
    ├── StorePathError      the store's path is a file, or cannot be read or written
    ├── StoreMismatchError  the store was made with another embedding model or format
    ├── StoreBusyError      another process is writing
    ├── StoreDamagedError   what is on disk is not what was written
    ├── UnknownArticleError no article has this id
    ├── EncoderError        the embedding model cannot be loaded
    └── ReadingError        a file is not an article, or an archive, that Isnad can read
"""


class IsnadError(Exception):
    """Base of every error Isnad raises on purpose. `str(error)` is a sentence a person can act on."""


class ArgumentError(IsnadError, ValueError):
    """An argument is of a wrong type, or a date that is none. The message names it and what is wanted."""


class StoreError(IsnadError):
    """The store cannot do what was asked."""


class StorePathError(StoreError):
    """The path given for the store cannot hold one."""


class StoreMismatchError(StoreError):
    """The store was made with another embedding model, or by another version of Isnad."""


class StoreBusyError(StoreError):
    """Another process is writing to the store."""


class StoreDamagedError(StoreError):
    """What is on disk is not what was written; `isnad rebuild` makes it again."""


class UnknownArticleError(StoreError):
    """No article of the store has this id."""


class EncoderError(StoreError):
    """The embedding model cannot be loaded."""


class ReadingError(StoreError):
    """A file cannot be read as an article, or as an archive of them."""
