"""Word documents (DOCX): all that is printed of them, and a list of all that is not.

ECMA-376 (https://ecma-international.org/publications-and-standards/standards/ecma-376/). Macros are
data that nobody looks at, and what a document only links to is not fetched.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from booksmith_module.assemble import Found, Metadata
from booksmith_module.book import LOST_DOCUMENT, Book, Skipped
from booksmith_module.container import Container
from booksmith_module.document import Document
from booksmith_module.errors import BookError
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.readers.docx_styles import Style, child, local_name, read_styles, value
from booksmith_module.readers.docx_walk import PartWalk, mark_plain_headings
from booksmith_module.readers.single import book_of, characters_lost, first_heading, skipped_words
from booksmith_module.readers.xhtml import read_document

_MAIN = "word/document.xml"
_RELATIONSHIPS = "_rels/.rels"
_NOTE_PARTS = ("footnotes", "endnotes")
# Parts with words that are no part of the text, by their names in every program's documents.
_OTHER_PARTS = {
    "running head": r"(?:header|footer)\d*\.xml",
    "comment": r"comments\.xml",
    "diagram": r"(?:diagrams/data\d*|charts/chart\d*)\.xml",
}
_NO_TITLE = re.compile(r"(?:microsoft word - .*|document\d*|untitled|unbenannt|sans titre)", re.IGNORECASE)


def read_docx(path: Path, options: ReadingOptions = DEFAULTS) -> Book:
    """Read a Word document.

    Raises:
        BookError: It is damaged, too large, or has no text.
    """
    with Container(path) as container:
        package = _Package(container, path)
        document, warnings = package.document()
        metadata = package.metadata(document)
    found = Found(metadata, [document], warnings=[*warnings, *characters_lost([document])])
    return book_of(path, found, options)


class _Package:
    """The parts of a document."""

    def __init__(self, container: Container, path: Path) -> None:
        self._container = container
        self._path = path
        self._main = self._main_part()
        self._folder = posixpath.dirname(self._main)
        styles = self._beside("styles.xml")
        self._styles: Mapping[str, Style] = {} if styles is None else read_styles(styles)

    def document(self) -> tuple[Document, list[str]]:
        """Return the text with its notes at the end, and what the reader should be told."""
        document = Document(self._main)
        main = PartWalk(document, self._main, self._styles)
        main.walk(self._parsed(self._main))
        mark_plain_headings(document, main.emphasised)
        left_out = [main.left_out]
        warnings = self._add_embedded(document, main.embedded)
        for name in _NOTE_PARTS:
            notes = self._beside(f"{name}.xml")
            if notes is not None:
                walk = PartWalk(document, f"{self._folder}/{name}.xml", self._styles)
                walk.walk(notes)
                left_out.append(walk.left_out)
        for words in left_out:
            for kind, texts in words.items():
                document.skipped += skipped_words(kind, texts, self._main)
        document.skipped += self._other_parts()
        return document, warnings

    def metadata(self, document: Document) -> Metadata:
        """Return what the document says of itself, or shows."""
        core = self._parsed("docProps/core.xml") if "docProps/core.xml" in self._container else None
        fields = {} if core is None else {local_name(one): " ".join((one.text or "").split()) for one in core}
        title = fields.get("title", "")
        if not title or _NO_TITLE.fullmatch(title):
            title = self._printed_title(document)
        creators = re.split(r"\s*[;&]\s*", fields.get("creator", ""))
        return Metadata(
            title,
            tuple(filter(None, creators)),
            fields.get("language") or self._language(),
            description=fields.get("description", ""),
            subjects=tuple(filter(None, (fields.get("subject", ""),))),
        )

    def _printed_title(self, document: Document) -> str:
        """The paragraph in the style for titles, where there is one, else the only outermost heading."""
        outermost = [block for block in document.blocks if block.level == 1]
        is_title = len(outermost) == 1 or (outermost[:1] == document.blocks[:1] and len(outermost) > 0)
        return first_heading([document]) if is_title else ""

    def _language(self) -> str:
        styles = self._beside("styles.xml")
        stated = value(child(styles, "docDefaults", "rPrDefault", "rPr", "lang"))
        return stated or value(child(self._beside("settings.xml"), "themeFontLang"))

    def _main_part(self) -> str:
        """The name of the part with the text, as the package says."""
        if _RELATIONSHIPS in self._container:
            for one in self._parsed(_RELATIONSHIPS):
                if isinstance(one.tag, str) and value(one, "Type").endswith("/officeDocument"):
                    name = posixpath.normpath(value(one, "Target").lstrip("/"))
                    if name in self._container:
                        return name
        return _MAIN

    def _beside(self, name: str) -> Any:
        """The root of a part beside the main one, or None where there is none."""
        part = f"{self._folder}/{name}"
        return self._parsed(part) if part in self._container else None

    def _add_embedded(self, document: Document, identifiers: Iterable[str]) -> list[str]:
        """Add files that stand in the text (section 17.17.2) at its end; say which could not be read."""
        warnings = []
        targets = self._targets()
        for identifier in identifiers:
            name = targets.get(identifier, "")
            if name in self._container and name.lower().endswith((".htm", ".html", ".xhtml")):
                inner = read_document(self._container.read(name), name)
                document.blocks += inner.blocks
                document.skipped += inner.skipped
                warnings.append(f"A page inside the document is read at its end: {name}")
            else:
                document.skipped.append(Skipped(LOST_DOCUMENT, 1, name or self._main, ""))
                warnings.append(f"A file inside the document could not be read: {name or identifier}")
        return warnings

    def _targets(self) -> dict[str, str]:
        """Parts by the ids that the main part calls them by."""
        name = f"{self._folder}/_rels/{posixpath.basename(self._main)}.rels"
        root = self._parsed(name) if name in self._container else ()
        return {
            value(one, "Id"): posixpath.normpath(posixpath.join(self._folder, value(one, "Target"))).lstrip(
                "/"
            )
            for one in root
            if isinstance(one.tag, str)
        }

    def _other_parts(self) -> list[Skipped]:
        """The words of headers, footers, comments and diagrams."""
        skipped = []
        for name in self._container.names:
            inside = name.removeprefix(f"{self._folder}/")
            for kind, pattern in _OTHER_PARTS.items():
                if inside != name and re.fullmatch(pattern, inside):
                    skipped += skipped_words(kind, self._texts(name), name)
        return skipped

    def _texts(self, name: str) -> list[str]:
        """The texts of a part's paragraphs, or of its text elements where it has none."""
        root = self._parsed(name)
        paragraphs = [one for one in root.iter() if local_name(one) == "p"] or [root]
        texts = ["".join(t.text or "" for t in p.iter() if local_name(t) in {"t", "v"}) for p in paragraphs]
        return [text for text in texts if text.strip()]

    def _parsed(self, name: str) -> Any:
        """The root of a part.

        Raises:
            BookError: It is no XML, or declares entities, which no part may (ECMA-376 part 2, M1.17).
        """
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True
        )
        try:
            root = etree.fromstring(self._container.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as err:
            raise self._damaged(f"{name} in it is not valid XML") from err
        if root.getroottree().docinfo.doctype:
            raise self._damaged(f"{name} in it has a document type, which Word never writes")
        return root

    def _damaged(self, reason: str) -> BookError:
        return BookError(
            "damaged",
            f"{self._path.name} is damaged: {reason}",
            "Open it in Word or LibreOffice and save it again.",
        )
