"""Reader: a PDF read page by page, and its lines made a book again."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import pymupdf

from booksmith_module import limits
from booksmith_module.assemble import Found, assemble
from booksmith_module.book import LOST_DOCUMENT, Book, Skipped
from booksmith_module.chapters import TocEntry
from booksmith_module.cover import find_cover
from booksmith_module.errors import BookError
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.readers.hyphens import Dictionary, read_dictionary
from booksmith_module.readers.pdf.blocks import Shelf, shelve, toc_of
from booksmith_module.readers.pdf.body import measure
from booksmith_module.readers.pdf.bombs import check_page
from booksmith_module.readers.pdf.columns import columns
from booksmith_module.readers.pdf.contents import mark_contents
from booksmith_module.readers.pdf.flow import Flow, make_columns
from booksmith_module.readers.pdf.formulas import formulas, mark_formulas
from booksmith_module.readers.pdf.furniture import remove_furniture
from booksmith_module.readers.pdf.headings import chapter_headings, is_numbered, mark_headings
from booksmith_module.readers.pdf.lines import Line
from booksmith_module.readers.pdf.margins import remove_line_numbers
from booksmith_module.readers.pdf.metadata import cover_candidates, read_language, read_metadata
from booksmith_module.readers.pdf.notes import NOTE_MARK, take_notes
from booksmith_module.readers.pdf.ocr import ocr_hint, recognise
from booksmith_module.readers.pdf.opening import MUPDF_ERRORS, open_pdf
from booksmith_module.readers.pdf.outline import Bookmark, find_targets, read_outline
from booksmith_module.readers.pdf.pages import Page, read_page
from booksmith_module.readers.pdf.paragraphs import make_drafts
from booksmith_module.readers.pdf.pictures import has_picture, pictured_gaps
from booksmith_module.readers.pdf.verse import mark_verse

# What MuPDF says of a page whose text may be incomplete; most else that it says is of no weight.
_TROUBLE = re.compile(
    r"zlib error|premature end|aborting page|syntax error in content|lzw"
    r"|cannot (?:draw|load|open|find) .*content"
    r"|ignoring (?:errors|problem) .*content|too many errors",
    re.IGNORECASE,
)


# What it says of a page that is not there, and that it then takes for an empty one.
_LOST = re.compile(r"non-page object|not a stream|cannot (?:find|load|parse)|error", re.IGNORECASE)


_MANY_MISSING = 5


@dataclass(slots=True)
class _Reading:
    """What is found while pages are read.

    Attributes:
        pages: Those that could be read.
        lost: Numbers of those that could not.
        damaged: Numbers of those that MuPDF had trouble with.
        bare: Numbers of those that show pictures but have no text.
        recognised: Numbers of those whose text was recognised.
    """

    pages: list[Page] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    bare: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)


def read_pdf(path: Path, options: ReadingOptions = DEFAULTS) -> Book:
    """Read a PDF.

    Raises:
        BookError: It is protected, damaged, cut short, too large, a scan without text, or no PDF.
    """
    with open_pdf(path, options.password) as document:
        reading = _read_pages(document, options)
        _check_text(path, reading, options)
        found = _found(document, path, reading)
    book = assemble(found, options)
    if not any(chapter.words for chapter in book.chapters):
        raise _no_text(path, options)
    return book


def _read_pages(document: Any, options: ReadingOptions) -> _Reading:
    """Read all pages.

    Raises:
        BookError: There is more text on a page, or on all of them, than in any book, or one takes too long.
    """
    reading = _Reading()
    characters = 0
    pymupdf.TOOLS.reset_mupdf_warnings()
    for number in range(1, document.page_count + 1):
        began = time.monotonic()
        page = _read_page(document, number, reading)
        if page is None:
            continue
        if not page.pieces and not page.skipped and has_picture(document[number - 1]):
            page = _recognised(document, page, reading, options)
        _check_time(began, number, options)
        characters += sum(len(piece.text) for piece in page.pieces)
        _check_length(characters)
        reading.pages.append(page)
    return reading


def _read_page(document: Any, number: int, reading: _Reading) -> Page | None:
    """The page of a number, with what MuPDF says of it; None where it is lost."""
    try:
        page = document[number - 1]
        check_page(document, page, number)
        read = read_page(page, number)
    except MUPDF_ERRORS:
        reading.lost.append(number)
        pymupdf.TOOLS.reset_mupdf_warnings()
        return None
    said = pymupdf.TOOLS.mupdf_warnings()
    if _LOST.search(said) and not read.pieces:
        reading.lost.append(number)
        return None
    if _TROUBLE.search(said):
        reading.damaged.append(number)
    return read


def _recognised(document: Any, bare: Page, reading: _Reading, options: ReadingOptions) -> Page:
    """A page of pictures with its text recognised, where that is asked for and possible."""
    page = document[bare.number - 1]
    read = recognise(page, bare.number, read_language(document)) if options.ocr else None
    (reading.bare if read is None else reading.recognised).append(bare.number)
    return read or bare


def _check_time(began: float, number: int, options: ReadingOptions) -> None:
    """Give up a book of which one page takes too long; a page that never ends is ended with its process."""
    # Recognising text takes its time.
    if not options.ocr and time.monotonic() - began > limits.MAX_PAGE_SECONDS:
        raise BookError(
            "too-slow",
            f"Page {number} took longer than {limits.MAX_PAGE_SECONDS:.0f} seconds to read",
            "The file may be damaged. If it opens in a PDF viewer, print it to a new PDF there.",
        )


def _check_length(characters: int) -> None:
    if characters > limits.MAX_BOOK_CHARACTERS:
        raise BookError(
            "too-large",
            f"The book has more than {limits.MAX_BOOK_CHARACTERS:,} characters",
            "If this is a real book, split it into volumes first.",
        )


def _check_text(path: Path, reading: _Reading, options: ReadingOptions) -> None:
    if any(page.pieces for page in reading.pages):
        return
    if reading.lost:
        raise BookError(
            "damaged",
            f"{path.name} is a damaged PDF: none of its pages can be read",
            "Download or copy the book again. If it opens in a PDF viewer, print it to a new PDF there.",
        )
    raise _no_text(path, options)


def _no_text(path: Path, options: ReadingOptions) -> BookError:
    code = "no-text" if options.ocr else "scan"
    message = f"{path.name} has no text: it is a scan, or a book of pictures"
    return BookError(code, message, ocr_hint(was_tried=options.ocr))


def _found(document: Any, path: Path, reading: _Reading) -> Found:
    """What stands on the pages, as documents and all else that a book is assembled from."""
    pages = reading.pages
    remove_line_numbers(pages)
    remove_furniture(pages, measure([page.pieces for page in pages]))
    laid_out = [(page, columns(page.pieces)) for page in pages]
    body = measure(lines for _, listed in laid_out for lines in listed)
    notes, marks = take_notes(laid_out, body)
    flow = Flow(make_columns(((page.number, listed) for page, listed in laid_out), body), body, notes)
    first_pages = [[line for lines in listed for line in lines] for _, listed in laid_out[:5]]
    metadata = read_metadata(document, path, first_pages)
    mark_contents(flow)
    bookmarks = read_outline(document)
    targets = find_targets(flow, bookmarks)
    for column in flow.columns:
        mark_formulas(column)
    mark_headings(flow)
    mark_verse(flow)
    dictionary = read_dictionary(line.text for line in flow.lines())
    drafts = make_drafts(flow, pictured_gaps(document, flow.columns))
    shelf = shelve(_file_name(path), drafts, dictionary, document.page_count)
    skipped = [
        *(item for page in pages for item in page.skipped),
        *(Skipped(NOTE_MARK, len(words), where, "\n".join(words)) for where, words in marks.items()),
        *_formulas(list(flow.lines())),
        *(Skipped(LOST_DOCUMENT, 1, f"page {number}", "") for number in reading.lost),
    ]
    cover, cover_warning = find_cover(cover_candidates(document))
    warnings = [*_warnings(document, reading), *([cover_warning] if cover_warning else [])]
    return Found(metadata, shelf.documents, _toc(shelf, flow, targets, dictionary), skipped, warnings, cover)


def _toc(
    shelf: Shelf, flow: Flow, targets: Sequence[tuple[Bookmark, Line]], dictionary: Dictionary
) -> list[TocEntry]:
    """The outline, or the headings of chapters where there is none; with the titles of contents lists."""
    found = [
        (Bookmark(title, lines[0].page, lines[0].y0, lines[0].level), lines[0])
        for title, lines in chapter_headings(flow, dictionary)
    ]
    if not targets:
        return toc_of(shelf, found)
    marked = {id(line) for _, line in targets}
    missing = [(mark, line) for mark, line in found if id(line) not in marked and is_numbered(mark.title)]
    if len(missing) >= _MANY_MISSING and len(missing) > len(targets):
        return toc_of(shelf, [*targets, *missing])  # an outline of the cover and the title page, say
    return toc_of(shelf, targets)


def _formulas(lines: Sequence[Line]) -> Iterable[Skipped]:
    for page, group in groupby(formulas(lines), key=lambda formula: formula[0].page):
        texts = [" ".join(line.text for line in formula) for formula in group]
        yield Skipped("formula", len(texts), f"page {page}", "\n".join(texts))


def _file_name(path: Path) -> str:
    """The file's name; it may hold bytes that are no characters."""
    return path.name.encode("utf-8", "replace").decode()


def _warnings(document: Any, reading: _Reading) -> Iterable[str]:
    if document.is_repaired:
        yield "The PDF is damaged and was repaired; compare its end with another copy"
    if reading.lost:
        yield f"{_named(reading.lost)} could not be read"
    if reading.damaged:
        yield f"{_named(reading.damaged)} may be incomplete, because the PDF is damaged there"
    if inside := [number for number in reading.bare if number > 1]:
        yield f"{_named(inside)} had no text to read, only pictures"
    if reading.recognised:
        yield f"{_named(reading.recognised)} had no text; it was recognised, so it may have mistakes"
    strange = [page.number for page in reading.pages if any("\ufffd" in piece.text for piece in page.pieces)]
    if strange:
        yield f"Some characters could not be read: {_named(strange).lower()}"


def _named(numbers: Sequence[int]) -> str:
    """Pages in words, neighbours as a range: ``Pages 3, 5-7 and 12``."""
    ranges = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        listed = [number for _, number in group]
        ranges.append(str(listed[0]) if len(listed) == 1 else f"{listed[0]}-{listed[-1]}")
    if len(ranges) == 1:
        return f"{'Page' if len(numbers) == 1 else 'Pages'} {ranges[0]}"
    return f"Pages {', '.join(ranges[:-1])} and {ranges[-1]}"
