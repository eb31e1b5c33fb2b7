"""Small EPUBs built on the spot."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

_CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
_NAMESPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
_SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/svg+xml": "svg"}


@dataclass(frozen=True, slots=True)
class Epub:
    """A small EPUB to be written.

    Attributes:
        chapters: ``(title, body)`` in reading order, written as ``EPUB/chapter-1.xhtml`` and so on. A
            title is the entry of the contents list; an empty one has none. A body is the markup inside
            ``<body>``, or, as bytes, the whole document.
        title: The book's title; empty for a book without one.
        language: The book's language; empty for a book without one.
        authors: The book's creators.
        version: 2 or 3; both are written with every contents list asked for.
        contents: Which contents lists it has: ``nav``, ``ncx``, both or none.
        cover: The cover image.
        cover_type: Its media type.
        metadata: More markup for the package's metadata, manifest and spine.
        manifest: The same.
        spine: The same.
        files: Entries of the container by name, instead of those written here or in addition; None
            leaves one out although the package lists it.
        compression: How the entries are compressed, by its number in `zipfile`.
    """

    chapters: Sequence[tuple[str, str | bytes]]
    title: str = "A Small Book"
    language: str = "en"
    authors: Sequence[str] = ("Ann Author",)
    version: int = 3
    contents: Sequence[str] = ("nav",)
    cover: bytes | None = None
    cover_type: str = "image/jpeg"
    metadata: str = ""
    manifest: str = ""
    spine: str = ""
    files: Mapping[str, bytes | None] = field(default_factory=dict)
    compression: int = zipfile.ZIP_DEFLATED

    def write(self, path: Path) -> Path:
        """Write the book and return its path."""
        entries: dict[str, bytes | None] = {**self.entries(), **self.files}
        with zipfile.ZipFile(path, "w", self.compression) as container:
            container.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            for name, content in entries.items():
                if content is not None:
                    container.writestr(name, content)
        return path

    def entries(self) -> dict[str, bytes]:
        """Return the container's entries by name, without those of `files`."""
        return dict(self._entries())

    def _entries(self) -> Iterator[tuple[str, bytes]]:
        yield "META-INF/container.xml", _CONTAINER.encode()
        yield "EPUB/package.opf", self._package().encode()
        if "nav" in self.contents:
            yield "EPUB/nav.xhtml", self._nav()
        if "ncx" in self.contents:
            yield "EPUB/toc.ncx", self._ncx().encode()
        if self.cover is not None:
            yield f"EPUB/{self._cover_name}", self.cover
        for number, (title, body) in enumerate(self.chapters, 1):
            content = body if isinstance(body, bytes) else _document(title, body)
            yield f"EPUB/chapter-{number}.xhtml", content

    @property
    def _cover_name(self) -> str:
        return f"images/front.{_SUFFIXES[self.cover_type]}"

    def _package(self) -> str:
        creators = "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in self.authors)
        numbers = range(1, len(self.chapters) + 1)
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<package version="{self.version}.0" unique-identifier="id" xmlns="http://www.idpf.org/2007/opf">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">
<dc:identifier id="id">urn:example:small-book</dc:identifier>
{f"<dc:title>{escape(self.title)}</dc:title>" if self.title else ""}
{f"<dc:language>{escape(self.language)}</dc:language>" if self.language else ""}
{creators}{self.metadata}{'<meta name="cover" content="cover"/>' if self.cover is not None else ""}
</metadata>
<manifest>{"".join(self._items())}{"".join(map(_item, numbers))}{self.manifest}</manifest>
<spine{' toc="ncx"' if "ncx" in self.contents else ""}>
{"".join(f'<itemref idref="chapter-{number}"/>' for number in numbers)}{self.spine}
</spine></package>"""

    def _items(self) -> Iterator[str]:
        if "nav" in self.contents:
            yield '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        if "ncx" in self.contents:
            yield '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        if self.cover is not None:
            properties = ' properties="cover-image"' if self.version == 3 else ""
            yield f'<item id="cover" href="{self._cover_name}" media-type="{self.cover_type}"{properties}/>'

    def _listed(self) -> list[tuple[int, str]]:
        return [(number, escape(title)) for number, (title, _) in enumerate(self.chapters, 1) if title]

    def _nav(self) -> bytes:
        links = "".join(f'<li><a href="chapter-{n}.xhtml">{title}</a></li>' for n, title in self._listed())
        return _document("Contents", f'<nav epub:type="toc"><ol>{links}</ol></nav>')

    def _ncx(self) -> str:
        points = "".join(
            f'<navPoint id="p{n}" playOrder="{n}"><navLabel><text>{title}</text></navLabel>'
            f'<content src="chapter-{n}.xhtml"/></navPoint>'
            for n, title in self._listed()
        )
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<ncx version="2005-1" xmlns="http://www.daisy.org/z3986/2005/ncx/"><head><meta name="dtb:uid"
content="urn:example:small-book"/></head>
<docTitle><text>{escape(self.title)}</text></docTitle><navMap>{points}</navMap></ncx>"""


def _document(title: str, body: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html {_NAMESPACES}><head><title>{escape(title)}</title></head>
<body>{body}</body></html>""".encode()


def _item(number: int) -> str:
    return f'<item id="chapter-{number}" href="chapter-{number}.xhtml" media-type="application/xhtml+xml"/>'
