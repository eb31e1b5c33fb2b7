"""Extraction: the words of a book file, taken out a second way, for `audit` to count.

Nothing here is shared with the readers but the unpacking and decoding of bytes: what a reader overlooks,
this sees.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from booksmith_module import encoding, limits
from booksmith_module.audit import markup_pieces, plain_pieces
from booksmith_module.container import UNREADABLE, Container
from booksmith_module.errors import BookError
from booksmith_module.nature import Nature, nature_of
from booksmith_module.options import ReadingOptions
from booksmith_module.plain_markdown import markdown_pieces
from booksmith_module.readers.markup import decode

_DOCX_TEXT = re.compile(r"word/(?:document|footnotes|endnotes|header\d*|footer\d*|comments)\.xml")
_DOCX_SPACES = frozenset(("p", "br", "cr", "tab", "ptab", "docPr", "sym", "noBreakHyphen", "tc"))
# Media types of what holds no words, whatever a reading order says.
_NO_TEXT = ("image/", "audio/", "video/", "font/", "application/pdf")


class UncountedError(Exception):
    """The words of a file cannot be taken out a second way; says why, as the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The words of a file.

    Attributes:
        pieces: In order, cut wherever the markup may hide a joint.
        hidden: Words that are in the file too, where markup usually hides them: the target of a link.
    """

    pieces: list[str]
    hidden: Counter[str] = field(default_factory=Counter)


def extract(path: Path, options: ReadingOptions, lost: Collection[str] = ()) -> Extract:
    """Return the words of a file.

    Args:
        path: A file that a reader has read.
        options: As it was read.
        lost: Documents in it that the reader named as unreadable.

    Raises:
        UncountedError: It is of a kind, or has a fault, that only its reader can see through.
    """
    try:
        nature = nature_of(path)
        extractor = _EXTRACTORS.get(nature) if isinstance(nature, Nature) else None
        if extractor is None:
            raise UncountedError("there is only one way to read this kind of file")
        return extractor(path, options, lost)
    except MemoryError as err:
        raise UncountedError("it is too large for that") from err
    except BookError as err:
        raise UncountedError(err.message) from err
    except (*UNREADABLE, etree.LxmlError, AttributeError, KeyError, StopIteration, TypeError) as err:
        raise UncountedError("it is damaged or of an unusual make") from err


def _of_epub(path: Path, _: ReadingOptions, lost: Collection[str]) -> Extract:
    return Extract([piece for content in _spine(path, lost) for piece in markup_pieces(decode(content))])


def _of_text(path: Path, _: ReadingOptions, __: Collection[str]) -> Extract:
    return Extract(plain_pieces(encoding.decode(path.read_bytes()).text))


def _of_markdown(path: Path, _: ReadingOptions, __: Collection[str]) -> Extract:
    text = encoding.decode(path.read_bytes()).text
    shown = markdown_pieces(text)
    return Extract(shown, Counter(plain_pieces(text)) - Counter(shown))


def _of_html(path: Path, _: ReadingOptions, __: Collection[str]) -> Extract:
    return Extract(markup_pieces(encoding.decode(path.read_bytes()).text))


def _of_pdf(path: Path, options: ReadingOptions, _: Collection[str]) -> Extract:
    """The words of the pages as MuPDF gives them, also beside what is shown."""
    import pymupdf  # noqa: PLC0415  # a tenth of a second, for PDF only

    found: list[str] = []
    with pymupdf.open(path, filetype="pdf") as document:
        if document.needs_pass and not document.authenticate(options.password):
            raise UncountedError("it is protected by a password")
        for number in range(document.page_count):
            try:
                words = _of_page(document[number])
            except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
                continue  # the reader names a page that cannot be read
            if not words and options.ocr:
                raise UncountedError("some of it was recognised in pictures, and is in no file")
            found += words
    return Extract(found)


def _of_page(page: Any) -> list[str]:
    page.set_cropbox(page.mediabox)
    return [piece for word in page.get_text("words") for piece in plain_pieces(word[4])]


def _of_docx(path: Path, _: ReadingOptions, __: Collection[str]) -> Extract:
    """The text of the document, its notes, heads and feet, and what it says of its pictures."""
    found: list[str] = []
    with Container(path) as container:
        for name in filter(_DOCX_TEXT.fullmatch, container.names):
            found += plain_pieces("".join(_docx_texts(etree.fromstring(container.read(name), _parser()))))
    return Extract(found)


def _docx_texts(root: Any) -> Iterator[str]:
    """What each element says; a word may be in any number of runs, but in one paragraph only."""
    for event, one in etree.iterwalk(root, events=("start", "end")):
        name = etree.QName(one).localname
        if name in _DOCX_SPACES:
            yield "\0"
        if event == "start" and name in {"t", "delText"}:
            yield one.text or ""
        elif event == "start" and name == "docPr":
            yield one.get("descr") or one.get("title") or ""


def _spine(path: Path, lost: Collection[str]) -> Iterator[bytes]:
    """The documents of an EPUB in reading order, each once; its reader names those that are not there."""
    with zipfile.ZipFile(path) as container:
        entries = {_plain(name): name for name in container.namelist()}

        def content(name: str) -> bytes:
            with container.open(entries[name]) as stream:
                return stream.read(limits.MAX_DOCUMENT_BYTES)

        root = etree.fromstring(content("META-INF/container.xml"), _parser())
        package_name = _plain(next(root.iter("{*}rootfile")).get("full-path"))
        for name in _reading_order(etree.fromstring(content(package_name), _parser()), package_name):
            if name in entries and name not in lost:
                try:
                    yield content(name)
                except UNREADABLE:
                    continue


def _reading_order(package: Any, package_name: str) -> list[str]:
    """The names of the documents of text, each once."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    names: dict[str, None] = {}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and not (item.get("media-type") or "").startswith(_NO_TEXT):
            folder = posixpath.dirname(package_name)
            names[_plain(posixpath.join(folder, unquote(item.get("href") or "")))] = None
    return list(names)


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/"))


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)


_EXTRACTORS: dict[Nature, Callable[[Path, ReadingOptions, Collection[str]], Extract]] = {
    Nature.EPUB: _of_epub,
    Nature.DOCX: _of_docx,
    Nature.HTML: _of_html,
    Nature.MARKDOWN: _of_markdown,
    Nature.PDF: _of_pdf,
    Nature.TEXT: _of_text,
}
