"""Shapes: small books as documents and a contents list, read, and every word of them accounted for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser

from booksmith_module.assemble import Found, Metadata, assemble
from booksmith_module.book import Book, Chapter
from booksmith_module.chapters import TocEntry
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.readers.xhtml import read_document

_INLINE = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "tt",
        "u",
    ]
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ON_THE_LINE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")

PROSE = (
    "The rain had not stopped for three days when she came to the house at the end of the lane, and "
    "nobody who saw her pass by the mill could afterwards say whether she had carried a lamp or not. "
)
"""A paragraph that no rule can take for anything else."""


def text(count: int = 3, word: str = "rain") -> str:
    """Return paragraphs of prose about a word of the caller's."""
    return "".join(f"<p>{PROSE.replace('rain', word)}</p>" for _ in range(count))


def read(
    documents: Sequence[str] | Mapping[str, str],
    *toc: str,
    options: ReadingOptions = DEFAULTS,
    title: str = "A Small Book",
) -> Book:
    """Return a book read from markup, having seen that no word of it is lost or made up.

    Args:
        documents: Bodies by file name; in a list they are called ``1``, ``2`` and so on. One that begins
            with ``@type`` and a space has a body of that type.
        toc: Lines of the contents list as ``Title > file#fragment``, indented by a space for each level.
        options: What is to be read.
        title: The book's.
    """
    if not isinstance(documents, Mapping):
        documents = {str(number): body for number, body in enumerate(documents, 1)}
    read_documents = [read_document(_markup(body), file) for file, body in documents.items()]
    found = Found(Metadata(title), read_documents, [entry(line) for line in toc])
    book = assemble(found, options)
    assert words_of_book(book) == words_of_source(documents.values())
    return book


def _markup(body: str) -> bytes:
    kinds = re.match(r"@(\S+) ", body)
    types = kinds.group(1).replace("+", " ") if kinds else ""
    content = body[kinds.end() :] if kinds else body
    head = '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head>'
    return f'{head}<body epub:type="{types}">{content}</body></html>'.encode()


def entry(line: str) -> TocEntry:
    """Return the entry of the contents list that ``Title > file#fragment`` stands for."""
    title, _, target = line.strip().rpartition(" > ")
    file, _, fragment = target.partition("#")
    return TocEntry(title, file, fragment, 1 + len(line) - len(line.lstrip()))


class _Words(HTMLParser):
    """An extractor that shares nothing with ours: all text, apart wherever an element is a block."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")
        self.parts.append(f" {dict(attrs).get('alt') or ''} " if tag == "img" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words_of_source(bodies: Iterable[str]) -> Counter[str]:
    """Count the words of markup. A number glued to a word is a word of its own: it may be a note's mark."""
    extractor = _Words()
    for body in bodies:
        extractor.feed(re.sub(r"^@\S+ ", "", body) + " <hr/> ")
    extractor.close()
    return Counter(_WORD.findall("".join(extractor.parts)))


def words_of_book(book: Book) -> Counter[str]:
    """Count the words of a book: those narrated, those that can be switched on, and those left out."""
    chapters = " ".join(chapter.text for chapter in book.chapters)
    text = f"{chapters} {' '.join(item.text for item in book.skipped)}"
    return Counter(_WORD.findall(text.translate(_ON_THE_LINE)))


def titles(book: Book) -> list[str]:
    """Return the titles of the chapters that are read."""
    return [chapter.title for chapter in book.chapters if chapter.enabled]


def reasons(book: Book) -> list[tuple[str, str]]:
    """Return the titles of the chapters that are not read, and why."""
    return [(chapter.title, chapter.reason) for chapter in book.chapters if not chapter.enabled]


def narrated(book: Book) -> str:
    """Return all that is read, blocks apart by a bar."""
    return "|".join(block.text for c in book.chapters if c.enabled for block in c.blocks if block.text)


def left_out(book: Book) -> dict[str, str]:
    """Return what is in no chapter, by kind."""
    kinds: dict[str, str] = {}
    for item in book.skipped:
        kinds[item.kind] = f"{kinds[item.kind]}\n{item.text}" if item.kind in kinds else item.text
    return kinds


def opening(chapter: Chapter) -> str:
    """Return a chapter's first words, headings among them."""
    return chapter.text.replace("\n", " ")[:40]
