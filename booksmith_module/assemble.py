"""Assembling: from what a reader found in a file to a `Book`; the same for every kind of file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from booksmith_module.asides import AsidesOf
from booksmith_module.book import BlockKind, Book, Chapter, Cover, Skipped, merge_skipped
from booksmith_module.chapters import TocEntry, divide
from booksmith_module.declared import contradicting
from booksmith_module.document import Document
from booksmith_module.furniture import leave_out_furniture, leave_out_running_titles
from booksmith_module.language import detect, english_name, normal_tag
from booksmith_module.notes import NotesOf
from booksmith_module.openings import know_openings
from booksmith_module.options import ReadingOptions


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file says of itself; see `Book`."""

    title: str
    authors: tuple[str, ...] = ()
    language: str = ""
    subtitle: str = ""
    series: str = ""
    series_number: str = ""
    description: str = ""
    publisher: str = ""
    year: str = ""
    subjects: tuple[str, ...] = ()
    identifier: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader found in a file.

    Attributes:
        metadata: What the file says of itself.
        documents: Its text in reading order.
        toc: Its contents list; may be empty.
        skipped: What is in none of the documents, such as one that is damaged.
        warnings: Sentences for the listener about what was odd or missing.
        cover: None where there is none.
    """

    metadata: Metadata
    documents: Sequence[Document]
    toc: Sequence[TocEntry] = ()
    skipped: Sequence[Skipped] = ()
    warnings: Sequence[str] = ()
    cover: Cover | None = None


def assemble(found: Found, options: ReadingOptions) -> Book:
    """Return the book: its documents divided into chapters, without what is not to be read.

    A book that has nothing to say comes back without words; the reader knows why and says so.
    """
    documents, metadata = found.documents, found.metadata
    title = _MAKERS_WORDS.sub("", metadata.title) or metadata.title
    notes = NotesOf(documents, options.notes)
    leave_out_furniture(documents, [entry.title for entry in found.toc])
    leave_out_running_titles(documents, title)
    know_openings(documents)
    for document in documents:
        not_read = frozenset(_kinds_not_read(options))
        document.remove_each(
            (block.listed_as, [n]) for n, block in enumerate(document.blocks) if block.kind in not_read
        )
    asides = AsidesOf(documents, notes)
    chapters = divide(documents, found.toc, title)
    language, warnings = _language(metadata, chapters)
    declared = {document.file: document.language for document in documents if document.language}
    chapters = tuple(_in_its_language(chapter, language, declared) for chapter in chapters)
    chapters = tuple(replace(chapter, blocks=notes.placed(chapter.blocks)) for chapter in chapters)
    chapters = tuple(map(asides.placed, chapters))
    return Book(
        title=title,
        authors=metadata.authors,
        language=language,
        chapters=chapters,
        unplaced=merge_skipped([*found.skipped, *_listed(documents), *asides.unplaced(), *notes.unplaced()]),
        warnings=(*found.warnings, *warnings),
        cover=found.cover,
        subtitle=metadata.subtitle,
        series=metadata.series,
        series_number=metadata.series_number,
        description=metadata.description,
        publisher=metadata.publisher,
        year=metadata.year,
        subjects=metadata.subjects,
        identifier=metadata.identifier,
    )


_MAKERS_WORDS = re.compile(r"(?:The )?Project Gutenberg e-?(?:book|text)(?: #\d+:| of) ", re.IGNORECASE)
"""What Project Gutenberg sets before a title."""


def _listed(documents: Sequence[Document]) -> Iterable[Skipped]:
    return (item for document in documents for item in document.skipped)


def _language(metadata: Metadata, chapters: Sequence[Chapter]) -> tuple[str, list[str]]:
    """The language that the book declares, if its words bear that out, else that of its words.

    With it comes what there is to say about it.
    """
    declared = normal_tag(metadata.language)
    read = [block for chapter in chapters if chapter.enabled for block in chapter.blocks]
    if declared:
        found = contradicting(declared, (b.text for b in read if b.kind in _RUNNING_TEXT))
        name = english_name(found)
        odd = f"The book says that its language is {english_name(declared)}, but by its words it is {name}"
        return (found, [f"{odd}; it is read as {name}."]) if found else (declared, [])
    found = detect(block.text for block in read)
    told = f"The book does not say its language; by its words it is {english_name(found)}."
    return found, [told] if found else []


def _in_its_language(chapter: Chapter, language: str, declared: Mapping[str, str]) -> Chapter:
    """A chapter with its language, where that is not the book's: its file and its words say so.

    A declaration alone is no evidence: many files keep that of the template they were made from.

    Args:
        chapter: As divided.
        language: The book's, resolved.
        declared: What the files declare, by their names.
    """
    files = {block.source.file for block in chapter.blocks if block.source}
    tags = {declared.get(file, language) for file in files}
    tag = tags.pop() if len(tags) == 1 else ""
    if not tag or not language or _main_part(tag) == _main_part(language):
        return chapter
    found = contradicting(language, (b.text for b in chapter.blocks if b.kind in _RUNNING_TEXT))
    return replace(chapter, language=tag) if found == _main_part(tag) else chapter


def _main_part(tag: str) -> str:
    return tag.partition("-")[0].lower()


_RUNNING_TEXT = frozenset((BlockKind.PARAGRAPH, BlockKind.VERSE, BlockKind.LIST_ITEM))


def _kinds_not_read(options: ReadingOptions) -> Iterable[BlockKind]:
    switches = {
        BlockKind.TABLE: options.tables,
        BlockKind.CODE: options.code,
        BlockKind.CAPTION: options.captions,
        BlockKind.IMAGE_DESCRIPTION: options.image_descriptions,
    }
    return (kind for kind, is_read in switches.items() if not is_read)
