"""Package documents: what is in an EPUB and in which order, and what a read-along book adds to that."""

from __future__ import annotations

import posixpath
import re
import time
from collections.abc import Iterator
from urllib.parse import quote, unquote

from lxml import etree

from booksmith_module.readers.markup import Element, find, name_of
from vox1.errors import InputError
from vox1.outputs.readalong.document import parse_index
from vox1.outputs.readalong.overlay import clock

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
ACTIVE_CLASS = "vox1-active"
SMIL_TYPE = "application/smil+xml"
XHTML_TYPE = "application/xhtml+xml"
_NCX_TYPE = "application/x-dtbncx+xml"
_PACKAGE_TYPE = "application/oebps-package+xml"
_PARTS = ("metadata", "manifest", "spine")


def plain_name(name: str) -> str:
    """Return a name inside a container as the reader of EPUBs has it."""
    return posixpath.normpath(name.replace("\\", "/"))


def address(name: str, seen_from: str) -> str:
    """Return the relative address of a file of the container, seen from another one."""
    return quote(posixpath.relpath(name, posixpath.dirname(seen_from) or "."))


def package_name(container: bytes) -> str:
    """Return the name of the package document that a container names; empty where it names none.

    Of several the last is the book, as it is for its reader.
    """
    root = parse_index(container)
    listed = [] if root is None else list(root.iter("{*}rootfile"))
    names = [file.get("full-path") or "" for file in listed if file.get("media-type") == _PACKAGE_TYPE]
    return plain_name(names[-1]) if names and names[-1] else ""


class Package:
    """The package document of an EPUB, while it is changed.

    Attributes:
        name: Of its file in the container.
        root: Its outermost element.
        metadata: The element of this name.
        manifest: The same.
        spine: The same.
    """

    def __init__(self, name: str, content: bytes) -> None:
        """Parse one.

        Raises:
            InputError: A part of it that every book has is missing.
        """
        self.name = name
        root = parse_index(content)
        parts = [] if root is None else [find(root, part) for part in _PARTS]
        if root is None or None in parts:
            raise InputError(
                "The book's package document is damaged, so no read-along book can be made of it",
                "Open the book in Calibre's editor: if it can be repaired there, save it and try again.",
                "damaged",
            )
        self.root: Element = root
        self.metadata: Element
        self.manifest: Element
        self.spine: Element
        self.metadata, self.manifest, self.spine = parts
        self._ids = {str(one.get("id")) for one in self.root.iter() if isinstance(one.tag, str)}

    @property
    def is_older(self) -> bool:
        """Whether it is of an EPUB before version 3."""
        return not str(self.root.get("version", "")).strip().startswith("3")

    @property
    def folder(self) -> str:
        """Where its addresses are seen from."""
        return posixpath.dirname(self.name)

    def items(self) -> list[Element]:
        """Return what its manifest lists."""
        return [item for item in self.manifest if isinstance(item.tag, str) and name_of(item) == "item"]

    def file_of(self, item: Element) -> str:
        """Return the name in the container of something listed."""
        return plain_name(posixpath.join(self.folder, unquote(item.get("href") or "")))

    def files(self) -> dict[str, Element]:
        """Return what its manifest lists, by name in the container."""
        files: dict[str, Element] = {}
        for item in self.items():
            files.setdefault(self.file_of(item), item)
        return files

    def item(self, identifier: str | None) -> Element | None:
        """Return what is listed by an id; None where nothing is."""
        return next((item for item in self.items() if identifier and item.get("id") == identifier), None)

    def ncx(self) -> Element | None:
        """Return the contents list of EPUB 2, as it is listed; None where there is none."""
        named = self.item(self.spine.get("toc"))
        return named if named is not None else next(self._of_type(_NCX_TYPE), None)

    def _of_type(self, media_type: str) -> Iterator[Element]:
        return (item for item in self.items() if item.get("media-type") == media_type)

    def add_item(self, name: str, media_type: str, properties: str = "") -> str:
        """List a file of the container and return the id that it got."""
        identifier = self.free_id(f"vox1-{posixpath.basename(name)}")
        item = etree.SubElement(self.manifest, f"{{{OPF}}}item", id=identifier)
        item.set("href", address(name, self.name))
        item.set("media-type", media_type)
        item.tail = "\n"
        if properties:
            item.set("properties", properties)
        return identifier

    def add_meta(self, name: str, value: str, refines: str = "", scheme: str = "") -> None:
        """Say something more about the book, or about the element of an id."""
        meta = etree.SubElement(self.metadata, f"{{{OPF}}}meta", property=name)
        if refines:
            meta.set("refines", f"#{refines}")
        if scheme:
            meta.set("scheme", scheme)
        meta.text = value
        meta.tail = "\n"

    def id_of(self, element: Element) -> str:
        """Return the id of an element; it gets one if it has none."""
        if not element.get("id"):
            element.set("id", self.free_id(f"vox1-{name_of(element)}"))
        return str(element.get("id"))

    def free_id(self, wanted: str) -> str:
        """Return an id that no element has, and that none gets after this."""
        number, identifier = 1, wanted
        while identifier in self._ids:
            number += 1
            identifier = f"{wanted}-{number}"
        self._ids.add(identifier)
        return identifier

    def metas(self) -> Iterator[Element]:
        """Return what is said of the book by property."""
        for element in list(self.metadata.iter("{*}meta")):
            if element.get("property"):
                yield element

    def forget_overlays(self) -> set[str]:
        """Take out what it says of narration that it had before, and return the names of its overlays."""
        names = set()
        for item in self.items():
            item.attrib.pop("media-overlay", None)
            if item.get("media-type") == SMIL_TYPE:
                names.add(self.file_of(item))
                self.manifest.remove(item)
        for meta in self.metas():
            if meta.get("property", "").startswith("media:"):
                meta.getparent().remove(meta)
        return names

    def add_overlay(self, document: Element, name: str, length_ms: int) -> None:
        """Say that a listed document has an overlay."""
        identifier = self.add_item(name, SMIL_TYPE)
        document.set("media-overlay", identifier)
        self.add_meta("media:duration", clock(length_ms), identifier)

    def add_narration(self, length_ms: int, narrator: str) -> None:
        """Say how long all overlays are together, who reads, and how it is shown."""
        self.add_meta("media:duration", clock(length_ms))
        if narrator:
            self.add_meta("media:narrator", narrator)
        self.add_meta("media:active-class", ACTIVE_CLASS)
        self.add_meta("schema:accessibilityFeature", "synchronizedAudioText")

    def date(self) -> None:
        """Say that it was changed now, which it must."""
        for meta in self.metas():
            if meta.get("property") == "dcterms:modified" and not meta.get("refines"):
                meta.getparent().remove(meta)
        self.add_meta("dcterms:modified", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))

    def to_bytes(self) -> bytes:
        """Return it as a file."""
        written = bytes(etree.tostring(self.root.getroottree(), encoding="utf-8", xml_declaration=True))
        if self.root.prefix:
            return written
        # Many packages declare their namespace twice. Readers that look for "meta" do not find "opf:meta".
        return re.sub(rb"<(/?)opf:", rb"<\1", written)
