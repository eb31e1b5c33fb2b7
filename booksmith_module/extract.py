"""Extraction: the words of a book file, taken out a second way, for `audit` to count.

Nothing here is shared with the readers but the decoding of bytes: what a reader overlooks, this sees.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from booksmith_module import encoding, limits
from booksmith_module.audit import markup_pieces, plain_pieces
from booksmith_module.nature import Nature, nature_of
from booksmith_module.readers.markup import decode

_DOCX_TEXT = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*|comments)\.xml")
_IS_MARKUP = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


def has_descriptions(path: Path) -> bool:
    """Whether what a file says of its pictures stands among its words, as ``[Illustration: A duck]`` does."""
    return nature_of(path) is Nature.TEXT


def pieces(path: Path) -> list[str] | None:
    """Return the words of a file in order, cut wherever its markup may hide a joint.

    Returns:
        None for a kind of file, or a fault in one, that only its reader can see through.
    """
    nature = nature_of(path)
    extractor = _EXTRACTORS.get(nature) if isinstance(nature, Nature) else None
    if extractor is None:
        return None
    try:
        return extractor(path)
    except (KeyError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, etree.LxmlError):
        return None


def _of_epub(path: Path) -> list[str]:
    return [piece for content in _spine(path) for piece in markup_pieces(decode(content))]


def _of_text(path: Path) -> list[str]:
    return plain_pieces(encoding.decode(path.read_bytes()).text)


def _of_html(path: Path) -> list[str]:
    return markup_pieces(encoding.decode(path.read_bytes()).text)


def _of_pdf(path: Path) -> list[str]:
    """The words of the pages as MuPDF gives them, also beside what is shown."""
    import pymupdf  # noqa: PLC0415  # a tenth of a second, for PDF only

    found: list[str] = []
    with pymupdf.open(path) as document:
        for page in document:
            page.set_cropbox(page.mediabox)
            found += [piece for word in page.get_text("words") for piece in plain_pieces(word[4])]
    return found


def _of_docx(path: Path) -> list[str]:
    """The text runs of the document, its notes, heads and feet."""
    found: list[str] = []
    with zipfile.ZipFile(path) as container:
        for name in container.namelist():
            if _DOCX_TEXT.fullmatch(name):
                root = etree.fromstring(container.read(name), _parser())
                found += [
                    piece for run in root.iter("{*}t", "{*}delText") for piece in plain_pieces(run.text or "")
                ]
    return found


def _spine(path: Path) -> Iterator[bytes]:
    """The documents of an EPUB in reading order."""
    with zipfile.ZipFile(path) as container:
        entries = {posixpath.normpath(name.replace("\\", "/")): name for name in container.namelist()}

        def content(name: str) -> bytes:
            with container.open(entries[posixpath.normpath(name)]) as stream:
                return stream.read(limits.MAX_DOCUMENT_BYTES)

        root = etree.fromstring(content("META-INF/container.xml"), _parser())
        package_name = unquote(next(root.iter("{*}rootfile")).get("full-path"))
        package = etree.fromstring(content(package_name), _parser())
        items = {item.get("id"): item for item in package.iter("{*}item")}
        for name in dict.fromkeys(ref.get("idref") for ref in package.iter("{*}itemref")):
            if items[name].get("media-type") in _IS_MARKUP:
                folder = posixpath.dirname(package_name)
                yield content(posixpath.join(folder, unquote(items[name].get("href"))))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


_EXTRACTORS: dict[Nature, Callable[[Path], list[str]]] = {
    Nature.EPUB: _of_epub,
    Nature.DOCX: _of_docx,
    Nature.HTML: _of_html,
    Nature.PDF: _of_pdf,
    Nature.TEXT: _of_text,
}
