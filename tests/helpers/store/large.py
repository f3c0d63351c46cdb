"""Small stores that are searched as large ones are: in Chroma's index."""

from store.index import vector_search


def search_in_chroma() -> None:
    """From now on this process searches in Chroma's index whatever the size of a store."""
    vector_search.EXACT_UP_TO = 0
