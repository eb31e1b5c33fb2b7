"""EPUB 2 and 3: the container through ebooklib, the text through our own walk over each document.

ebooklib's getters for document bodies parse again with lxml's HTML parser, which loses text without
an error, so only ``item.content`` (the bytes) is used. Its reading of contents lists is not used
either: it takes the first text node of an entry for the whole title.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import Tag
from ebooklib import epub
from lxml import etree

from booksmith_module import limits
from booksmith_module.book import Book
from booksmith_module.chapters import TocEntry, divide
from booksmith_module.cover import find_cover
from booksmith_module.errors import BookError
from booksmith_module.readers.xhtml import Document, merge_skipped, parse_markup, read_document, types_of

_DC = "http://purl.org/dc/elements/1.1/"
# Fonts scrambled against copying are still readable books: IDPF and Adobe font obfuscation.
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_CALIBRE_HINT = "Open it in Calibre's editor: if it can be repaired there, save it and try again."


@dataclass(slots=True)
class _Package:
    """The container's parts that a book is made of.

    Attributes:
        book: ebooklib's view: metadata, manifest and spine.
        folder: The package document's folder inside the container.
        warnings: What was missing or odd.
    """

    book: Any  # ebooklib ships no types
    folder: str
    warnings: list[str] = field(default_factory=list)


class _BoundedReader(epub.EpubReader):  # type: ignore[misc]  # ebooklib ships no types
    """ebooklib's reader with a limit on every read, and missing files as warnings."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.warnings: list[str] = []
        self._inflated_bytes = 0

    def read_file(self, name: str) -> bytes:
        """Return one entry of the container; empty for one that is missing.

        Raises:
            BookError: The entry or the whole book is larger than the limits allow.
        """
        name = posixpath.normpath(name)
        try:
            entry = self.zf.getinfo(name)
        except KeyError:
            if name in {"META-INF/container.xml", self.opf_file}:
                raise
            self.warnings.append(f"The book lists a file that is not in it: {name}")
            return b""
        most = limits.MAX_DOCUMENT_BYTES
        with self.zf.open(entry) as stream:
            content: bytes = stream.read(most + 1)
        self._inflated_bytes += len(content)
        if len(content) > most or self._inflated_bytes > limits.MAX_INFLATED_BYTES:
            raise _too_large(f"{name} is too large to be part of a book")
        return content

    def _parse_ncx(self, data: bytes) -> None:
        """Leave contents lists to `_toc`."""

    def _parse_nav(self, data: bytes, base_path: str, navtype: str = "toc") -> None:
        """Leave contents lists to `_toc`."""


def read_epub(path: Path) -> Book:
    """Read an EPUB.

    Raises:
        BookError: It is protected, damaged, too large, or not an EPUB.
    """
    _check_container(path)
    package = _open_package(path)
    documents = list(_documents(package))
    chapters = divide(documents, _toc(package))
    if not any(chapter.words for chapter in chapters):
        raise BookError(
            "no-text",
            f"{path.name} has no text in it",
            "It may be a book of pictures only. VOX-1 can read only text.",
        )
    cover, cover_warning = find_cover(_cover_candidates(package))
    return Book(
        **_metadata(package.book, path),
        chapters=chapters,
        skipped=merge_skipped(item for document in documents for item in document.skipped),
        warnings=(*package.warnings, *([cover_warning] if cover_warning else [])),
        cover=cover,
    )


def _too_large(message: str) -> BookError:
    return BookError("too-large", message, "If this is a real book, split it into volumes first.")


def _damaged(path: Path, reason: str) -> BookError:
    return BookError("damaged", f"{path.name} is damaged: {reason}", _CALIBRE_HINT)


def _check_container(path: Path) -> None:
    """Refuse what is not a readable container before anything in it is parsed."""
    try:
        with zipfile.ZipFile(path) as container:
            names = set(container.namelist())
            entries = len(container.infolist())
            encryption = (
                container.read("META-INF/encryption.xml") if "META-INF/encryption.xml" in names else b""
            )
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as err:
        raise _damaged(path, "its zip container is corrupt or cut short") from err
    if entries > limits.MAX_ZIP_ENTRIES:
        raise _too_large(f"{path.name} holds {entries:,} files, more than any book")
    if "META-INF/container.xml" not in names:
        raise BookError(
            "not-epub",
            f"{path.name} is not an EPUB: it has no META-INF/container.xml",
            "Choose an EPUB file, or convert this file to EPUB with Calibre.",
        )
    if _is_protected(encryption):
        raise BookError(
            "drm",
            f"{path.name} is protected by DRM, so its text is encrypted",
            "VOX-1 reads unprotected books only. Ask the shop for an edition without DRM.",
        )


def _is_protected(encryption: bytes) -> bool:
    """Whether anything but fonts is encrypted (OCF 3.3, section 4.2.6.3.1)."""
    methods = re.findall(rb"EncryptionMethod[^>]*Algorithm\s*=\s*[\"']([^\"']+)", encryption)
    return any(method.decode("ascii", "replace") not in _FONT_OBFUSCATION for method in methods)


def _open_package(path: Path) -> _Package:
    reader = _BoundedReader(path)
    try:
        book = reader.load()
    except BookError:
        raise
    except (
        epub.EpubException,
        etree.LxmlError,
        zipfile.BadZipFile,
        # What ebooklib meets in a package document that lacks what it expects.
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
        ValueError,
    ) as err:
        raise _damaged(path, "its package document is invalid") from err
    return _Package(book, reader.opf_dir, reader.warnings)


def _documents(package: _Package) -> Iterator[Document]:
    """The documents of the spine in order, each once, without those out of the reading order."""
    seen: set[str] = set()
    for identifier, linear in package.book.spine[: limits.MAX_SPINE_ITEMS]:
        item = package.book.get_item_with_id(identifier)
        if item is None:
            package.warnings.append(f"The reading order names something the book does not have: {identifier}")
            continue
        name = posixpath.normpath(item.file_name)
        if name in seen or not item.content:
            continue
        seen.add(name)
        document = read_document(item.content, name)
        if linear == "no":
            document.types |= {"nonlinear"}
        if isinstance(item, epub.EpubNav):
            document.types |= {"toc"}
        yield document


def _toc(package: _Package) -> list[TocEntry]:
    """The contents list: the navigation document's, else the NCX's, else none."""
    items = list(package.book.get_items())
    for item in items:
        if isinstance(item, epub.EpubNav) and (entries := _nav_entries(item)):
            return entries
    for item in items:
        if isinstance(item, epub.EpubNcx) and (entries := _ncx_entries(item)):
            return entries
    return []


def _nav_entries(item: Any) -> list[TocEntry]:
    tree = parse_markup(item.content[: limits.MAX_INDEX_BYTES])
    lists = [nav for nav in tree.find_all("nav") if types_of(nav) & {"toc", "doc-toc"}]
    links = lists[0].find_all("a") if lists else []
    return [_entry(item, str(a.get("href", "")), a, len(a.find_parents("ol"))) for a in links]


def _ncx_entries(item: Any) -> list[TocEntry]:
    tree = BeautifulSoup(item.content[: limits.MAX_INDEX_BYTES], "lxml-xml")
    entries = []
    for point in tree.find_all("navPoint"):
        label, content = point.find("navLabel"), point.find("content")
        if isinstance(label, Tag) and isinstance(content, Tag):
            depth = len(point.find_parents("navPoint")) + 1
            entries.append(_entry(item, str(content.get("src", "")), label, depth))
    return entries


def _entry(item: Any, href: str, label: Tag, depth: int) -> TocEntry:
    target, _, fragment = href.partition("#")
    folder = posixpath.dirname(item.file_name)
    file = posixpath.normpath(posixpath.join(folder, unquote(target))) if target else item.file_name
    return TocEntry(" ".join(label.get_text().split()), file, unquote(fragment), depth)


def _cover_candidates(package: _Package) -> Iterator[tuple[str, bytes]]:
    """Files that may be the cover, best first, as (media type, content)."""
    items = list(package.book.get_items())
    for item in items:
        if isinstance(item, epub.EpubCover):
            yield item.media_type, item.content
    named = {content.get("content") for _, content in _meta(package.book, "cover")}
    for item in items:
        is_image = str(item.media_type).startswith("image/")
        if is_image and (item.id in named or re.search(r"cover", item.file_name, re.IGNORECASE)):
            yield item.media_type, item.content


def _meta(book: Any, name: str) -> list[tuple[str | None, dict[str, str]]]:
    """EPUB 2 ``<meta name=...>`` elements: ebooklib files them under the package's namespace."""
    return [pair for tags in book.metadata.values() for pair in tags.get(name, [])]


def _dublin_core(book: Any, name: str) -> list[tuple[str, dict[str, str]]]:
    """The values of one Dublin Core element that are not empty, with their attributes."""
    found = book.metadata.get(_DC, {}).get(name, [])
    return [(" ".join(value.split()), attributes) for value, attributes in found if value and value.strip()]


def _metadata(book: Any, path: Path) -> dict[str, Any]:
    """The fields of `Book` that come from the package document."""
    first = {
        name: next((value for value, _ in _dublin_core(book, name)), "")
        for name in ("title", "language", "description", "publisher", "date", "identifier")
    }
    year = re.search(r"\d{4}", first["date"])
    return {
        "title": first["title"] or path.stem,
        "authors": tuple(_authors(book)),
        "language": first["language"].replace("_", "-"),
        "description": BeautifulSoup(first["description"], "html.parser").get_text(" ", strip=True),
        "publisher": first["publisher"],
        "year": year.group() if year else "",
        "subjects": tuple(value for value, _ in _dublin_core(book, "subject")),
        "identifier": first["identifier"],
    }


def _authors(book: Any) -> list[str]:
    """Creators whose role is author or not given (EPUB 2 ``opf:role``, EPUB 3 refinements)."""
    refined = {
        attributes.get("refines", "").lstrip("#"): value
        for value, attributes in _meta(book, "")
        if attributes.get("property") == "role"
    }
    authors = []
    for name, attributes in _dublin_core(book, "creator"):
        role = next((v for k, v in attributes.items() if k.endswith("role")), "")
        if (role or refined.get(attributes.get("id", ""), "aut")) == "aut":
            authors.append(name)
    return authors
