"""Arabic and English text: folding, words, sentences, passages, dates."""

from store.text.arabic import (
    UNREAD,
    WORD,
    fold,
    has_article,
    index_text,
    is_arabic,
    language_of,
    strip_clitics,
    word_keys,
    words,
)
from store.text.chunking import Division, Sentence, divide_text
from store.text.dates import (
    MONTH,
    MONTHS,
    WEEKDAY,
    DateMention,
    date_mentions,
    day_in,
    format_date,
    month_mentions,
    names_of,
    weekday_mentions,
)
from store.text.day_lines import (
    day_in_address,
    is_date_line,
    is_labelled,
    is_there_for_its_day,
    parse_day,
    states_day,
    tells_of_update,
)
from store.text.hijri import hijri_day
from store.text.mojibake import mended_text
from store.text.near_duplicates import has_sentences, locate_sentences, minhash_bands, minhash_maker, says_all_of
from store.text.sentences import is_sentence, split_sentences
from store.text.statements import is_list_entry, is_statement, list_entries, required_context
from store.text.stopwords import STOPWORDS
from store.text.visual_order import closed, reading_order, searched_title, stretch, to_logical_order
from store.text.vowel_marks import marked_otherwise, marked_words

__all__ = [
    "DateMention",
    "Division",
    "MONTH",
    "MONTHS",
    "STOPWORDS",
    "Sentence",
    "UNREAD",
    "WEEKDAY",
    "WORD",
    "closed",
    "date_mentions",
    "day_in",
    "day_in_address",
    "divide_text",
    "fold",
    "format_date",
    "has_article",
    "has_sentences",
    "hijri_day",
    "locate_sentences",
    "index_text",
    "is_arabic",
    "is_date_line",
    "is_labelled",
    "is_list_entry",
    "is_sentence",
    "is_statement",
    "is_there_for_its_day",
    "language_of",
    "list_entries",
    "marked_otherwise",
    "marked_words",
    "mended_text",
    "minhash_bands",
    "minhash_maker",
    "month_mentions",
    "names_of",
    "parse_day",
    "reading_order",
    "required_context",
    "says_all_of",
    "split_sentences",
    "states_day",
    "searched_title",
    "stretch",
    "strip_clitics",
    "tells_of_update",
    "to_logical_order",
    "weekday_mentions",
    "word_keys",
    "words",
]
