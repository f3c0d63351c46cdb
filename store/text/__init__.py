"""Arabic and English text: folding, words, sentences, passages, dates."""

from store.text.arabic import (
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
    MONTHS,
    WEEKDAY,
    DateMention,
    date_mentions,
    day_in,
    format_date,
    is_date_line,
    is_labelled,
    month_mentions,
    names_of,
    parse_day,
    states_day,
    weekday_mentions,
)
from store.text.near_duplicates import has_sentences, minhash_bands, minhash_maker, says_all_of
from store.text.sentences import is_sentence, split_sentences
from store.text.statements import is_list_entry, is_statement, list_entries, required_context
from store.text.stopwords import STOPWORDS
from store.text.visual_order import closed, reading_order, stretch, to_logical_order

__all__ = [
    "DateMention",
    "Division",
    "MONTHS",
    "STOPWORDS",
    "Sentence",
    "WEEKDAY",
    "WORD",
    "closed",
    "date_mentions",
    "day_in",
    "divide_text",
    "fold",
    "format_date",
    "has_article",
    "has_sentences",
    "index_text",
    "is_arabic",
    "is_date_line",
    "is_labelled",
    "is_list_entry",
    "is_sentence",
    "is_statement",
    "language_of",
    "list_entries",
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
    "stretch",
    "strip_clitics",
    "to_logical_order",
    "weekday_mentions",
    "word_keys",
    "words",
]
