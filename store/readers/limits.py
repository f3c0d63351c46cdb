"""Limits on what is read from files, so that time and memory stay bounded whatever they hold."""

MOST_CHARACTERS = 1_000_000
"""In one article: a book's length. Some 100 bytes of memory are needed for each character."""
KEY_CHARACTERS = 10_000
"""In a title, an outlet, a URL or another key of an article."""

FILE_BYTES = 200_000_000
"""Of a file; a larger one is refused before it is read."""
TEXT_BYTES = 8_000_000
"""Of a .txt or .md file: one article, in any encoding, and its front matter."""
PAGE_BYTES = 20_000_000
"""Of a .html or .htm file."""
BYTES_OF_TYPE = {".txt": TEXT_BYTES, ".md": TEXT_BYTES, ".html": PAGE_BYTES, ".htm": PAGE_BYTES}

ARCHIVE_ENTRIES = 100_000
UNPACKED_BYTES = 2_000_000_000
"""Of all files in one archive together."""
INNER_BYTES = 64_000_000
"""Of one file in an archive."""
UNPACKED_RATIO = 200
"""How many times larger than packed a file in an archive may be, from RATIO_BYTES on. Text packs to a tenth."""
RATIO_BYTES = 1_000_000

CELL_CHARACTERS = 8_000_000
"""Of one cell of a CSV file."""
FIELDS_FROM = 100
"""The number of records that show what fields a file has."""
FAULTS_NAMED = 100
"""Errors reported of one file; the number of the others is reported."""
FAULT_CHARACTERS = 1_000
"""In the message of an error."""

PIECE_SECONDS = 60
"""By the clock, to read one article; a file may hold many."""
FILE_SECONDS = 1800
"""Of processor time to read one file; an article takes some 5 ms."""
READER_BYTES = 2_000_000_000
"""Of memory that the sandbox may take."""
FRAME_BYTES = 64_000_000
"""In one article as the sandbox sends it."""
