"""What a copied web page holds beside its article, removed."""

from store.readers.cleaning.boilerplate import date_lines, opens_body, outlet_lines, remove_boilerplate
from store.readers.cleaning.headline import above, below, find_headline, first_of

__all__ = [
    "above",
    "below",
    "date_lines",
    "first_of",
    "find_headline",
    "opens_body",
    "outlet_lines",
    "remove_boilerplate",
]
