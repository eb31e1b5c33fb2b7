"""Plain text: the book itself, and what Project Gutenberg puts before and after it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from booksmith_module.assemble import Found, Metadata
from booksmith_module.book import Block, BlockKind, Book
from booksmith_module.document import Document
from booksmith_module.encoding import Decoded, decode
from booksmith_module.errors import BookError
from booksmith_module.heading_lines import heading_line
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.readers.single import book_of, characters_lost, read_content
from booksmith_module.readers.text_blocks import text_document

# The lines around the text: https://www.gutenberg.org/policy/license.html; before 2006 they varied.
_BEGINS = re.compile(
    r"^[^\S\n]*\*{3}\s?START OF (?:THIS|THE) PROJECT GUTENBERG(?:[^*\n]|\n(?!\s*\n))*\*{3}.*$"
    r"|^.*\*END\*?\s?THE SMALL PRINT!.*$",
    re.MULTILINE,
)
_ENDS = re.compile(
    r"^[^\S\n]*\*{3}\s?END OF (?:THIS|THE) PROJECT GUTENBERG.*$"
    r"|^[^\S\n]*End of (?:the |this )?Project Gutenberg(?:'s|’s)? .*$",
    re.MULTILINE | re.IGNORECASE,
)
_CREDITS = re.compile(
    r"\s*(?:(?:E-text |This e-?(?:text|book) was )?(?:produced|prepared|transcribed|digitized) by|Credits:)\s"
    r"(?:.|\n(?!\s*\n))*",
    re.IGNORECASE,
)
_FIELD = re.compile(r"^(Title|Author|Language|Translator):[^\S\n]*(\S.*(?:\n[^\S\n]+\S.*)*)", re.MULTILINE)
_DECLARED = re.compile(r"^Character set encoding:", re.MULTILINE)
_BYLINE = re.compile(r"(?:by|von|par|por|di|de)\s+([^\W\d_][^\n.]*(?:\.[^\n.]+)*)", re.IGNORECASE)
_LONGEST_TITLE = 100
_MOST_CONTROLS = 0.02
"""Share of control characters from which a file is no text; form feeds and escapes are in many."""


def read_text(path: Path, options: ReadingOptions = DEFAULTS) -> Book:
    """Read a plain text.

    Raises:
        BookError: It is too large, has no text, or is not text at all.
    """
    decoded = decode(read_content(path))
    _check_is_text(path, decoded.text)
    documents = _documents(decoded.text, path.name.encode("utf-8", "replace").decode())
    warnings = [*_warnings(decoded), *characters_lost(documents)]
    return book_of(path, Found(_metadata(decoded.text, documents), documents, warnings=warnings), options)


def _check_is_text(path: Path, text: str) -> None:
    controls = sum(map(text.count, map(chr, [*range(1, 9), *range(14, 27), *range(28, 32), 127])))
    if controls > _MOST_CONTROLS * len(text):
        raise BookError(
            "not-a-book",
            f"{path.name} is not a text: it holds data of some program",
            "Choose a book file, such as an EPUB, a PDF or a text.",
        )


def _warnings(decoded: Decoded) -> list[str]:
    if (
        not decoded.is_guessed
        or decoded.encoding.startswith("utf-16")
        or _DECLARED.search(decoded.text[:5000])
    ):
        return []
    name = decoded.encoding.replace("_", "-")
    return [f"The text does not say how its letters are encoded; it was read as {name}. Check its accents."]


def _documents(text: str, file: str) -> list[Document]:
    """The text, and before and after it what is the publisher's."""
    begin = _BEGINS.search(text)
    start = begin.end() if begin else 0
    if begin and (credit := _CREDITS.match(text, start)):
        start = credit.end()
    finish = _ENDS.search(text, start)
    end = finish.start() if finish else len(text)
    body = text_document(text, file, start, end)
    header = text_document(text, file, 0, start) if begin else Document(file)
    footer = text_document(text, file, end) if finish else Document(file)
    header.types, header.title = frozenset(("imprint",)), "About this file"
    footer.types, footer.title = frozenset(("colophon",)), "Licence of this file"
    for document in (header, footer):  # divided by no headings: it is one chapter that is not read
        document.blocks = [_as_paragraph(block) for block in document.blocks]
    return [document for document in (header, body, footer) if document.blocks or document.skipped]


def _as_paragraph(block: Block) -> Block:
    is_plain = block.kind is BlockKind.SCENE_BREAK
    return block if is_plain else replace(block, kind=BlockKind.PARAGRAPH, level=0)


def _metadata(text: str, documents: list[Document]) -> Metadata:
    fields = {name: " ".join(value.split()) for name, value in _FIELD.findall(text[: _header_end(text)])}
    language = fields.get("Language", "")
    if "Title" in fields:
        authors = (fields["Author"],) if "Author" in fields else ()
        return Metadata(fields["Title"], authors, language)
    return _from_first_lines(documents)


def _header_end(text: str) -> int:
    begin = _BEGINS.search(text)
    return begin.start() if begin else 0


def _from_first_lines(documents: list[Document]) -> Metadata:
    """The title on the first line, where it stands alone and is no chapter's, and a line with the author."""
    blocks = [block for document in documents for block in document.blocks if block.text][:4]
    if not blocks:
        return Metadata("")
    title = " ".join(blocks[0].text.split())
    is_title = len(title) <= _LONGEST_TITLE and title[-1] not in '.,;:”"' and heading_line(title) is None
    if not is_title or len(blocks) < 2:
        return Metadata("")
    bylines = (_BYLINE.fullmatch(" ".join(block.text.split())) for block in blocks[1:])
    authors = tuple(match[1] for match in bylines if match and len(match[1]) <= 60)
    return Metadata(title, authors[:1])
