"""How much of anything Isnad takes from files: whatever they hold, time and memory stay bounded."""

MOST_CHARACTERS = 1_000_000
"""Of one article: a book's length. Memory is needed for a whole article at a time, some 100 bytes a character."""
KEY_CHARACTERS = 10_000
"""Of a title, an outlet, a URL or another word about an article."""

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
"""Records of a file whose fields are looked at to find out what fields it has."""
FAULTS_NAMED = 100
"""Of one file; how many more there are is said."""
FAULT_CHARACTERS = 1_000
"""Of the sentence that says what is wrong."""

PIECE_SECONDS = 60
"""By the clock, to read a file, or one article of a file that holds many."""
FILE_SECONDS = 1800
"""Of the processor, to read one file, however many articles it holds: some 5 ms each."""
READER_BYTES = 2_000_000_000
"""Of memory that reading may take."""
FRAME_BYTES = 64_000_000
"""Of one article on its way from the process that reads files."""
