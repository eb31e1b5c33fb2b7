"""EPUB 2 and 3: the container through ebooklib, the text through our own walk over each document.

ebooklib's getters for document bodies parse again with lxml's HTML parser, which loses text without
an error, so only ``item.content`` (the bytes) is used. Its reading of contents lists is not used
either: it takes the first text node of an entry for the whole title.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ebooklib import epub
from lxml import etree

from booksmith_module import limits
from booksmith_module.assemble import Found, Metadata, assemble
from booksmith_module.book import LOST_DOCUMENT, Book, Skipped
from booksmith_module.chapters import TocEntry
from booksmith_module.container import UNREADABLE, swells
from booksmith_module.cover import find_cover
from booksmith_module.document import Document
from booksmith_module.errors import BookError
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.protection import check_protection, is_scrambled
from booksmith_module.readers.markup import Element, decode, find_all, parse_markup, text_of, types_of
from booksmith_module.readers.xhtml import read_document

_DC = "http://purl.org/dc/elements/1.1/"
# Files in the reading order that hold no text, and files that are never looked into, however large.
_NO_TEXT = ("image/", "audio/", "video/", "font/", "application/pdf")
_NOT_OPENED = (
    ".mp3",
    ".m4a",
    ".mp4",
    ".m4v",
    ".ogg",
    ".opus",
    ".webm",
    ".wav",
    ".ttf",
    ".otf",
    ".woff",
    ".woff2",
)
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff")
_CALIBRE_HINT = "Open it in Calibre's editor: if it can be repaired there, save it and try again."


@dataclass(slots=True)
class _Package:
    """The container's parts that a book is made of.

    Attributes:
        book: ebooklib's view: metadata, manifest and spine.
        folder: The package document's folder inside the container.
        warnings: What was missing or odd.
        unread: Files that are missing or damaged.
        lost: Those of them that are part of the text.
    """

    book: Any  # ebooklib ships no types
    folder: str
    warnings: list[str] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    lost: list[Skipped] = field(default_factory=list)

    def path_of(self, item: Any) -> str:
        """Return where an item's file is inside the container."""
        return _plain_name(posixpath.join(self.folder, item.file_name))


class _BoundedReader(epub.EpubReader):  # type: ignore[misc]  # ebooklib ships no types
    """ebooklib's reader with a limit on every read, and missing or damaged files as warnings."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.warnings: list[str] = []
        self.unread: set[str] = set()
        self._names: dict[str, str] = {}
        self._inflated_bytes = 0
        self._reads = 0

    def read_file(self, name: str) -> bytes:
        """Return one entry of the container; empty for one that is missing, damaged or never needed.

        Raises:
            BookError: The entry or the whole book is larger than the limits allow.
            KeyError: The package document is missing.
        """
        name = _plain_name(name)
        self._reads += 1
        if self._reads > limits.MAX_ZIP_ENTRIES:
            raise _too_large("The book lists more files than any book has")
        if name.lower().endswith(_NOT_OPENED):
            return b""
        try:
            # Pictures may be most of a book, and only one of them, the cover, is looked at.
            return b"" if self._entry(name).lower().endswith(_PICTURES) else self._read_bounded(name)
        except (KeyError, *UNREADABLE) as err:
            if self._is_index(name):
                raise
            reason = "is not in it" if isinstance(err, KeyError) else "is damaged and was left out"
            self.warnings.append(f"The book lists a file that {reason}: {name}")
            self.unread.add(name)
            return b""

    def _entry(self, name: str) -> str:
        """The name as the container has it: some are written with Windows' backslashes."""
        if not self._names:
            self._names = {_plain_name(entry): entry for entry in self.zf.namelist()}
        return self._names[name]

    def _is_index(self, name: str) -> bool:
        """Whether a file says what is in the book: without it there is none."""
        return name in {"META-INF/container.xml", _plain_name(self.opf_file)}

    def _read_bounded(self, name: str) -> bytes:
        entry, is_index = self._entry(name), self._is_index(name)
        most = limits.MAX_INDEX_BYTES if is_index else limits.MAX_DOCUMENT_BYTES
        with self.zf.open(entry) as stream:
            content: bytes = stream.read(most + 1)
        self._inflated_bytes += len(content)
        is_swollen = not is_index and swells(self.zf.getinfo(entry), content)
        if is_swollen or len(content) > most or self._inflated_bytes > limits.MAX_INFLATED_BYTES:
            raise _too_large(f"{entry} is too large to be part of a book")
        return content

    def _parse_ncx(self, data: bytes) -> None:
        """Leave contents lists to `_toc`."""

    def _parse_nav(self, data: bytes, base_path: str, navtype: str = "toc") -> None:
        """Leave contents lists to `_toc`."""


def read_epub(path: Path, options: ReadingOptions = DEFAULTS) -> Book:
    """Read an EPUB.

    Raises:
        BookError: It is protected, damaged, too large, or not an EPUB.
    """
    repeated = _check_container(path)
    package = _open_package(path)
    package.warnings += [
        f"The book has two files of the name {name}; the last one is read" for name in repeated
    ]
    documents = list(_bounded(_documents(package)))
    cover, cover_warning = find_cover(_cover_candidates(package, path))
    if cover_warning:
        package.warnings.append(cover_warning)
    metadata = _metadata(package.book, path)
    found = Found(metadata, documents, _toc(package), package.lost, package.warnings, cover)
    book = assemble(found, options)
    if not any(chapter.words for chapter in book.chapters):
        if package.unread:
            raise _damaged(path, "none of its text can be read")
        raise BookError(
            "no-text",
            f"{path.name} has no text in it",
            "It may be a book of pictures only. VOX-1 can read only text.",
        )
    return book


def _too_large(message: str) -> BookError:
    return BookError("too-large", message, "If this is a real book, split it into volumes first.")


def _damaged(path: Path, reason: str) -> BookError:
    return BookError("damaged", f"{path.name} is damaged: {reason}", _CALIBRE_HINT)


def _plain_name(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/"))


def _check_container(path: Path) -> list[str]:
    """Refuse what is not a readable container before anything in it is parsed.

    Returns:
        The names that more than one entry has.
    """
    try:
        with zipfile.ZipFile(path) as container:
            names = Counter(map(_plain_name, container.namelist()))
            check_protection(path.name, names, lambda name: _small_file(container, name))
    except UNREADABLE as err:
        raise _damaged(path, "its zip container is corrupt or cut short") from err
    if names.total() > limits.MAX_ZIP_ENTRIES:
        raise _too_large(f"{path.name} holds {names.total():,} files, more than any book")
    if "META-INF/container.xml" not in names:
        raise BookError(
            "not-epub",
            f"{path.name} is not an EPUB: it has no META-INF/container.xml",
            "Choose an EPUB file, or convert this file to EPUB with Calibre.",
        )
    return [name for name, count in names.items() if count > 1]


def _small_file(container: zipfile.ZipFile, name: str) -> bytes:
    """The beginning of a file of the container; empty where there is none."""
    for entry in container.namelist():
        if _plain_name(entry) == name:
            with container.open(entry) as stream:
                return stream.read(limits.MAX_INDEX_BYTES)
    return b""


def _open_package(path: Path) -> _Package:
    reader = _BoundedReader(path)
    try:
        book = reader.load()
    except BookError:
        raise
    except (
        *UNREADABLE,
        epub.EpubException,
        etree.LxmlError,
        # What ebooklib meets in a package document that lacks what it expects.
        AssertionError,
        AttributeError,
        IndexError,
        KeyError,
        TypeError,
    ) as err:
        raise _damaged(path, "its package document is invalid") from err
    finally:
        if reader.zf:
            reader.zf.close()
    return _Package(book, reader.opf_dir, reader.warnings, reader.unread)


def _documents(package: _Package) -> Iterator[Document]:
    """The documents of the spine in order, each once."""
    items = {item.id: item for item in package.book.get_items()}
    spine: dict[str, str] = {}
    for identifier, linear in package.book.spine:
        if identifier:  # a comment in the spine has none
            spine.setdefault(identifier, linear)
    if len(spine) > limits.MAX_SPINE_ITEMS:
        raise _too_large(f"The book's reading order has {len(spine):,} entries")
    seen: set[str] = set()
    for identifier, linear in spine.items():
        item = items.get(identifier)
        if item is None:
            package.warnings.append(f"The reading order names something the book does not have: {identifier}")
        elif str(item.media_type).startswith(_NO_TEXT):
            package.warnings.append(f"The reading order has a file that is not text: {package.path_of(item)}")
        elif is_scrambled(decode(item.content or b"")):
            package.warnings.append(
                f"A part of the book is encrypted or overwritten: {package.path_of(item)}"
            )
            package.unread.add(package.path_of(item))
            package.lost.append(Skipped(LOST_DOCUMENT, 1, package.path_of(item), ""))
        elif package.path_of(item) in package.unread:
            package.lost.append(Skipped(LOST_DOCUMENT, 1, package.path_of(item), ""))
        elif item.content and package.path_of(item) not in seen:
            seen.add(package.path_of(item))
            yield _document(package, item, linear)


def _document(package: _Package, item: Any, linear: str) -> Document:
    document = read_document(item.content, package.path_of(item))
    if linear == "no":
        document.types |= {"nonlinear"}
    if isinstance(item, epub.EpubNav):
        document.types |= {"toc"}
    if any("\ufffd" in block.text for block in document.blocks):
        package.warnings.append(f"Some characters could not be read in {document.file}")
    return document


def _bounded(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents of a book that is no longer than a book may be."""
    characters = 0
    for document in documents:
        characters += sum(len(block.text) for block in document.blocks)
        if characters > limits.MAX_BOOK_CHARACTERS:
            raise _too_large(f"The book has more than {limits.MAX_BOOK_CHARACTERS:,} characters")
        yield document


def _toc(package: _Package) -> list[TocEntry]:
    """The contents list: the navigation document's, else the NCX's, else none."""
    items = list(package.book.get_items())
    for kind, read in ((epub.EpubNav, _nav_entries), (epub.EpubNcx, _ncx_entries)):
        for item in items:
            if not isinstance(item, kind):
                continue
            if len(item.content or b"") > limits.MAX_INDEX_BYTES:
                package.warnings.append(f"The contents list is too large to be used: {package.path_of(item)}")
            elif entries := read(item.content, package.path_of(item)):
                return entries
    return []


def _nav_entries(content: bytes, file: str) -> list[TocEntry]:
    root = parse_markup(content)
    lists = [nav for nav in find_all(root, "nav") if types_of(nav) & {"toc", "doc-toc"}]
    links = find_all(lists[0], "a") if lists else []
    return [_entry(file, a.get("href", ""), text_of(a), _depth(a, "ol")) for a in links]


def _ncx_entries(content: bytes, file: str) -> list[TocEntry]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(content, parser)
    entries = []
    for point in find_all(root, "navPoint") if root is not None else []:
        label, target = point.find("{*}navLabel"), point.find("{*}content")
        if label is not None and target is not None:
            depth = _depth(point, "navPoint") + 1
            entries.append(_entry(file, target.get("src", ""), text_of(label), depth))
    return entries


def _depth(element: Element, name: str) -> int:
    """How many elements of a name an element is inside of."""
    return sum(1 for _ in element.iterancestors(f"{{*}}{name}"))


def _entry(file: str, href: str, title: str, depth: int) -> TocEntry:
    target, _, fragment = href.partition("#")
    if target:
        file = _plain_name(posixpath.join(posixpath.dirname(file), unquote(target)))
    return TocEntry(title, file, unquote(fragment), depth)


def _cover_candidates(package: _Package, path: Path) -> Iterator[tuple[str, bytes]]:
    """Files that may be the cover, best first, as (media type, content)."""
    items = list(package.book.get_items())
    for item in items:
        if isinstance(item, epub.EpubCover):
            yield item.media_type, item.content or _picture(path, package.path_of(item))
    named = {meta.get("content") for _, meta in _metas(package.book) if meta.get("name") == "cover"}
    for item in items:
        is_image = str(item.media_type).startswith("image/")
        if is_image and (item.id in named or _is_called_cover(item.file_name)):
            yield item.media_type, item.content or _picture(path, package.path_of(item))


def _picture(path: Path, name: str) -> bytes:
    """A picture of the book, but hardly more than a cover may have; empty where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as container:
            names = {_plain_name(entry): entry for entry in container.namelist()}
            with container.open(names[name]) as stream:
                return stream.read(limits.MAX_COVER_BYTES + 1)
    except (KeyError, *UNREADABLE):
        return b""


def _is_called_cover(name: str) -> bool:
    return re.search(r"(?<![a-z])cover", posixpath.basename(name), re.IGNORECASE) is not None


def _metas(book: Any) -> list[tuple[str | None, dict[str, str]]]:
    """The texts and attributes of the ``<meta>`` elements."""
    return [pair for tags in book.metadata.values() for pair in tags.get("meta", [])]


def _dublin_core(book: Any, name: str) -> list[tuple[str, dict[str, str]]]:
    """The values of one Dublin Core element that are not empty, with their attributes."""
    found = book.metadata.get(_DC, {}).get(name, [])
    return [(" ".join(value.split()), attributes) for value, attributes in found if value and value.strip()]


def _metadata(book: Any, path: Path) -> Metadata:
    """What the package document says of the book."""
    first: dict[str, str] = {
        name: next((value for value, _ in _dublin_core(book, name)), "")
        for name in ("title", "language", "description", "publisher", "date", "identifier")
    }
    year = re.search(r"\d{4}", first["date"])
    return Metadata(
        # A file name may hold bytes that are no characters.
        title=first["title"] or path.stem.encode("utf-8", "replace").decode(),
        authors=tuple(_authors(book)),
        language=first["language"],
        subtitle=_subtitle(book),
        **_series(book),
        description=_plain(first["description"]),
        publisher=first["publisher"],
        year=year.group() if year else "",
        subjects=tuple(value for value, _ in _dublin_core(book, "subject")),
        identifier=first["identifier"],
    )


def _subtitle(book: Any) -> str:
    """The title that says it is the subtitle (EPUB 3 ``title-type``)."""
    kinds = {
        attributes.get("refines", "").lstrip("#"): value
        for value, attributes in _metas(book)
        if attributes.get("property") == "title-type"
    }
    titles = _dublin_core(book, "title")
    return next((value for value, a in titles if kinds.get(a.get("id", "")) == "subtitle"), "")


def _series(book: Any) -> dict[str, str]:
    """Series and number, as EPUB 3 collections or as Calibre writes them."""
    metas = _metas(book)
    named = {a.get("name", ""): a.get("content", "") for _, a in metas}
    if series := named.get("calibre:series"):
        return {"series": series, "series_number": named.get("calibre:series_index", "").removesuffix(".0")}
    for value, attributes in metas:
        if attributes.get("property") == "belongs-to-collection" and value:
            refined = {
                a.get("property"): text or ""
                for text, a in metas
                if a.get("refines", "").lstrip("#") == attributes.get("id", "-")
            }
            if refined.get("collection-type", "series") == "series":
                return {"series": " ".join(value.split()), "series_number": refined.get("group-position", "")}
    return {}


def _authors(book: Any) -> list[str]:
    """Creators with the role of an author or none (EPUB 2 ``opf:role``, EPUB 3 refinements), else all."""
    refined: dict[str, set[str]] = {}
    for value, attributes in _metas(book):
        if attributes.get("property") == "role":
            refined.setdefault(attributes.get("refines", "").lstrip("#"), set()).add((value or "").strip())
    creators = _dublin_core(book, "creator")
    authors = []
    for name, attributes in creators:
        roles = {value for key, value in attributes.items() if key.endswith("role")}
        roles = roles or refined.get(attributes.get("id", ""), set())
        if not roles or "aut" in roles:
            authors.append(name)
    return authors or [name for name, _ in creators]


def _plain(description: str) -> str:
    """A description without its markup."""
    if not re.search(r"[<&]", description):
        return " ".join(description.split())
    from booksmith_module.readers.forgiving import words_of  # noqa: PLC0415  # for books that need it

    return words_of(description)
