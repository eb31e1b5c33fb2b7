"""How much a book may ask of this machine.

The numbers are chosen, with room to spare over the largest real books seen, to stop a hostile or
broken file before it stops the computer.
"""

MAX_FILE_BYTES = 500 * 2**20
"""The book file itself."""

MAX_ZIP_ENTRIES = 10_000

MAX_INFLATED_BYTES = 2**29
"""All the entries read from one book, together, after decompression; the reading process holds them."""

MAX_DOCUMENT_BYTES = 50 * 2**20
"""One XHTML document after decompression."""

MAX_INDEX_BYTES = 10 * 2**20
"""The package document, the navigation document or the NCX."""

MAX_SWELLING = 100
"""How many times its packed size an entry may have. Text packs ten to one, markup at most fifty to one."""

SWELLING_FROM_BYTES = 2**20
"""What is smaller after decompression does no harm, and blank scans of it pack 400 to one."""

MAX_SPINE_ITEMS = 5_000

MAX_BOOK_CHARACTERS = 20_000_000

MAX_PAGES = 10_000
"""Of a PDF."""

MAX_PAGE_CHARACTERS = 1_000_000

MAX_PAGE_BYTES = 64 * 2**20
"""What draws one page of a PDF, after decompression."""

MAX_PAGE_SECONDS = 20.0
"""How long reading one page of a PDF may take."""

MAX_COVER_BYTES = 25 * 2**20

MAX_COVER_PIXELS = 40_000_000

MAX_READ_SECONDS = 120.0
"""How long the reading process may take."""

MAX_READ_MEMORY_BYTES = 2 * 2**30
"""Address space of the reading process, where the system can bound it (not on Windows)."""

MAX_RESULT_BYTES = 256 * 2**20
"""What the reading process may answer."""

MAX_MANIFEST_BYTES = 64 * 2**20
"""A manifest chosen as a book. Ours of 550,000 English words takes 8 MB, sources and all, without a cover."""
