"""What a copied web page holds beside its article, removed."""

from store.readers.cleaning.boilerplate import CleanedPage, clean_page, opens_body
from store.readers.cleaning.headline import find_headline, first_line, without_title

__all__ = ["CleanedPage", "clean_page", "find_headline", "first_line", "opens_body", "without_title"]
