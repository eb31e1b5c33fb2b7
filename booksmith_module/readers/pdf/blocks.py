"""Blocks: drafts with their words joined, in documents whose kinds are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from booksmith_module.book import Block, BlockKind, Source, is_sayable
from booksmith_module.chapters import TocEntry
from booksmith_module.document import Document
from booksmith_module.readers.hyphens import SOFT, Dictionary
from booksmith_module.readers.pdf.contents import is_contents_title
from booksmith_module.readers.pdf.lines import Line, Part
from booksmith_module.readers.pdf.outline import Bookmark
from booksmith_module.readers.pdf.paragraphs import Draft
from booksmith_module.readers.pdf.words import (
    BIBLIOGRAPHY,
    BULLET,
    INDEX,
    LIST_OF_PICTURES,
    is_label,
    is_part,
)

_COPYRIGHT = re.compile(
    r"©|\(c\)\s*\d{4}|\bcopyright\b|\bISBN\b|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|dépôt légal|todos los derechos|todos os direitos|tutti i diritti",
    re.IGNORECASE,
)
_TITLE_PAGE_WORDS = 60
_TITLE_LINES = 4
_COPYRIGHT_WORDS = 500
_FRONT_PAGES = 12
_BACK_SHARE = 0.4


@dataclass(slots=True)
class Shelf:
    """The documents of a book while they are being made.

    Attributes:
        file: The name of the PDF.
        documents: In order.
        holders: The document and the number of the block that a line is in, by the line's identity.
        places: The same for the first block that begins at the line or after it.
    """

    file: str
    documents: list[Document] = field(default_factory=list)
    holders: dict[int, tuple[int, int]] = field(default_factory=dict)
    places: dict[int, tuple[int, int]] = field(default_factory=dict)


def shelve(file: str, drafts: Sequence[Draft], dictionary: Dictionary, pages: int) -> Shelf:
    """Return the documents of a book: contents list, index and the like each on its own."""
    shelf = Shelf(file)
    kinds = _kinds(drafts, pages)
    numbered = list(zip(kinds, drafts, strict=True))
    for kind, group in groupby(numbered, key=lambda pair: pair[0]):
        listed = [draft for _, draft in group]
        number = len(shelf.documents)
        document = Document(file if not number else f"{file}#{number + 1}")
        document.types = frozenset({kind} if kind else ())
        for draft in listed:
            _add(shelf, document, number, draft, dictionary)
        shelf.documents.append(document)
    _refer(shelf, drafts)
    return shelf


def _add(shelf: Shelf, document: Document, number: int, draft: Draft, dictionary: Dictionary) -> None:
    text = _text(draft, dictionary)
    if draft.kind is not BlockKind.SCENE_BREAK and not text:
        return
    for line in draft.lines:
        is_first = line is draft.lines[0]
        shelf.places[id(line)] = (number, len(document.blocks) + (not is_first))
        shelf.holders[id(line)] = (number, len(document.blocks))
    if draft.note is not None:
        document.anchors[draft.note.name] = len(document.blocks)
    source = Source(shelf.file, f"page {draft.page}", 0, 0)
    document.blocks.append(Block(draft.kind, text, source, draft.level if text else 0))


def _text(draft: Draft, dictionary: Dictionary) -> str:
    """The text of a block; empty where there is nothing in it to say."""
    if draft.kind is BlockKind.VERSE:
        return "\n".join(_verse_lines(draft.lines, dictionary))
    text = ""
    for line in draft.lines:
        text = dictionary.join(text, line.text)
    text = text.replace(SOFT, "").strip()
    if draft.kind is BlockKind.LIST_ITEM:
        text = BULLET.sub("", text, count=1)
    return text if is_sayable(text) else ""


def _verse_lines(lines: Sequence[Line], dictionary: Dictionary) -> list[str]:
    """The lines of verse, each with the rest of it that was too long for the page."""
    found: list[str] = []
    for line in lines:
        if line.part is Part.TURNED_OVER and found:
            found[-1] = dictionary.join(found[-1], line.text)
        elif line.text:
            found.append(line.text)
    return [text.replace(SOFT, "") for text in found]


def _refer(shelf: Shelf, drafts: Iterable[Draft]) -> None:
    """Lead the note marks of lines to the notes of their pages."""
    notes = {name: number for number, document in enumerate(shelf.documents) for name in document.anchors}
    for draft in drafts:
        for line in draft.lines:
            place = shelf.holders.get(id(line))
            if place is None or draft.note is not None:
                continue
            for mark in line.marks:
                name = f"note-{line.page}-{mark}"
                if name in notes:
                    document, block = place
                    target = f"{shelf.documents[notes[name]].file}#{name}"
                    shelf.documents[document].references.append((block, target))


def _kinds(drafts: Sequence[Draft], pages: int) -> list[str]:
    """What each block is part of, as an EPUB structural type; empty for the book's own text."""
    kinds = ["toc" if draft.is_contents else "" for draft in drafts]
    _name_contents(drafts, kinds)
    _name_front_pages(drafts, kinds, pages)
    current, level = "", 9
    for number, draft in enumerate(drafts):
        if draft.kind is BlockKind.HEADING:
            text = " ".join(line.text for line in draft.lines)
            named = _back_matter(text, drafts, number, pages)
            if named:
                current, level = named, draft.level
            elif draft.level <= level:
                current = ""
        if current and not kinds[number]:
            kinds[number] = current
    return kinds


def _name_contents(drafts: Sequence[Draft], kinds: list[str]) -> None:
    """Let the title of a contents list belong to it, and tell lists of pictures from it."""
    current = "toc"
    for number, draft in enumerate(drafts):
        if draft.kind is BlockKind.HEADING and number + 1 < len(drafts) and drafts[number + 1].is_contents:
            text = " ".join(line.text for line in draft.lines)
            if is_contents_title(text):
                current = "loi" if LIST_OF_PICTURES.fullmatch(text) else "toc"
                kinds[number] = current
        if draft.is_contents:
            kinds[number] = current


def _name_front_pages(drafts: Sequence[Draft], kinds: list[str], pages: int) -> None:
    """Find the title page and the copyright page among the first pages of a book."""
    if pages < 5:
        return
    by_page: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        if draft.page <= _FRONT_PAGES:
            by_page.setdefault(draft.page, []).append(number)
    may_be_title = True
    for page in sorted(by_page):
        numbers = by_page[page]
        text = " ".join(line.text for number in numbers for line in drafts[number].lines)
        words = len(text.split())
        is_whole = all(line.page == page for number in numbers for line in drafts[number].lines)
        if any(kinds[number] for number in numbers) or not is_whole:
            may_be_title = False
            continue
        has_label = any(
            drafts[number].kind is BlockKind.HEADING and is_label(drafts[number].lines[0].text)
            for number in numbers
        )
        if (
            _COPYRIGHT.search(text)
            and words <= _COPYRIGHT_WORDS
            and page <= max(4, pages * 0.1)
            and not has_label
        ):
            found = "copyright-page"
        elif may_be_title and words <= _TITLE_PAGE_WORDS and not has_label and _is_display(drafts, numbers):
            found = "titlepage"
        else:
            may_be_title = False
            continue
        for number in numbers:
            kinds[number] = found


def _is_display(drafts: Sequence[Draft], numbers: Sequence[int]) -> bool:
    """Whether a page is set as a title page: a heading and short lines, without a paragraph."""
    here = [drafts[number] for number in numbers]
    has_heading = any(draft.kind is BlockKind.HEADING for draft in here)
    is_of_part = any(draft.lines and is_part(draft.lines[0].text) for draft in here)
    return has_heading and not is_of_part and all(len(draft.lines) <= _TITLE_LINES for draft in here)


def _back_matter(text: str, drafts: Sequence[Draft], number: int, pages: int) -> str:
    if drafts[number].page < (1 - _BACK_SHARE) * pages and pages > 3:
        return ""
    if BIBLIOGRAPHY.fullmatch(text):
        return "bibliography"
    if INDEX.fullmatch(text):
        return "index"
    return ""


def toc_of(shelf: Shelf, targets: Iterable[tuple[Bookmark, Line]]) -> list[TocEntry]:
    """Return a contents list that leads to the blocks of lines, in the order of the book."""
    entries: list[tuple[tuple[int, int], int, TocEntry]] = []
    for number, (mark, line) in enumerate(targets):
        place = shelf.places.get(id(line))
        if place is None:
            continue
        document = shelf.documents[place[0]]
        name = f"outline-{number}"
        document.anchors[name] = place[1]
        entries.append((place, number, TocEntry(mark.title, document.file, name, mark.depth)))
    return [entry for _, _, entry in sorted(entries, key=lambda item: item[:2])]
