"""Extraction: the words of a book file, taken out a second way, for `audit` to count.

Nothing here is shared with the readers but the decoding of bytes: what a reader overlooks, this sees.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from booksmith_module import limits
from booksmith_module.audit import markup_pieces
from booksmith_module.readers.markup import decode

_IS_MARKUP = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")


def pieces(path: Path) -> list[str] | None:
    """Return the words of a file in order, cut wherever its markup may hide a joint.

    Returns:
        None for a kind of file, or a fault in one, that only its reader can see through.
    """
    if not zipfile.is_zipfile(path):
        return None
    try:
        return [piece for content in _spine(path) for piece in markup_pieces(decode(content))]
    except (KeyError, OSError, RuntimeError, ValueError, zipfile.BadZipFile, etree.LxmlError):
        return None


def _spine(path: Path) -> Iterator[bytes]:
    """The documents of an EPUB in reading order."""
    with zipfile.ZipFile(path) as container:
        entries = {posixpath.normpath(name.replace("\\", "/")): name for name in container.namelist()}

        def content(name: str) -> bytes:
            with container.open(entries[posixpath.normpath(name)]) as stream:
                return stream.read(limits.MAX_DOCUMENT_BYTES)

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(content("META-INF/container.xml"), parser)
        package_name = unquote(next(root.iter("{*}rootfile")).get("full-path"))
        package = etree.fromstring(content(package_name), parser)
        items = {item.get("id"): item for item in package.iter("{*}item")}
        for name in dict.fromkeys(ref.get("idref") for ref in package.iter("{*}itemref")):
            if items[name].get("media-type") in _IS_MARKUP:
                folder = posixpath.dirname(package_name)
                yield content(posixpath.join(folder, unquote(items[name].get("href"))))
