"""Web pages: through the walk that reads EPUBs' documents, without what a browser puts around a text."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser
from pathlib import Path

from booksmith_module.assemble import Found, Metadata
from booksmith_module.book import Book
from booksmith_module.document import Document
from booksmith_module.encoding import decode
from booksmith_module.options import DEFAULTS, ReadingOptions
from booksmith_module.readers.single import book_of, characters_lost, first_heading, read_content
from booksmith_module.readers.xhtml import read_document

_HEAD_CHARACTERS = 100_000
_DECLARED = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?([\w.:-]+)|<\?xml[^>]*encoding", re.IGNORECASE)
# Names under which pages state what EPUBs have in Dublin Core: https://wiki.whatwg.org/wiki/MetaExtensions
_META = {
    "title": ("dc.title", "dcterms.title", "og:title", "citation_title"),
    "author": ("author", "dc.creator", "dcterms.creator", "article:author", "citation_author"),
    "language": ("dc.language", "dcterms.language", "content-language"),
    "description": ("description", "dc.description", "og:description"),
    "publisher": ("dc.publisher", "dcterms.publisher"),
}
_GUTENBERG_TITLE = re.compile(
    r"The Project Gutenberg e-?book of (?P<title>.+?)(?:,? by (?P<author>[^,]+))?\.?", re.IGNORECASE
)
# Elements that hold what a page offers and not what it says. Where a page says which part is the text,
# what its header, footer and margins hold is the site's.
_FURNITURE = {"nav": "navigation", "menu": "navigation", "form": "form", "dialog": "form"}
_FRAME = frozenset(("header", "footer", "aside"))
_TEXT_PARTS = frozenset(("main", "article"))


def read_html(path: Path, options: ReadingOptions = DEFAULTS) -> Book:
    """Read a web page saved as one HTML file.

    Raises:
        BookError: It is too large or has no text.
    """
    content = _declared(read_content(path))
    document = read_document(content, path.name.encode("utf-8", "replace").decode())
    leave_out_frame(document)
    metadata = page_metadata(decode(content).text, document)
    return book_of(path, Found(metadata, [document], warnings=characters_lost([document])), options)


def _declared(content: bytes) -> bytes:
    """A page that does not say its encoding, or says one there is not, in UTF-8 that says so."""
    named = _DECLARED.search(content[:2048])
    if named and named[1] is None:
        return content
    if named and _is_known(named[1].decode("ascii", "replace")):
        return content
    return codecs.BOM_UTF8 + decode(content).text.encode("utf-8", "replace")


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True


def leave_out_frame(document: Document) -> None:
    """Take out what stands around the text of a page, and list it."""
    steps = [_steps(block.source.place if block.source else "") for block in document.blocks]
    has_text_part = any(names & _TEXT_PARTS for names in steps)
    numbers: dict[str, list[int]] = {}
    for number, names in enumerate(steps):
        kinds = [kind for name, kind in _FURNITURE.items() if name in names]
        if not kinds and has_text_part and names & _FRAME and not names & _TEXT_PARTS:
            kinds = ["page frame"]
        if kinds:
            numbers.setdefault(kinds[0], []).append(number)
    _remove(document, numbers)


def _remove(document: Document, numbers: dict[str, list[int]]) -> None:
    """Take blocks out, kind by kind; the numbers are those before the first is gone."""
    blocks = {kind: [id(document.blocks[number]) for number in found] for kind, found in numbers.items()}
    for kind, identities in blocks.items():
        wanted = frozenset(identities)
        document.remove([n for n, block in enumerate(document.blocks) if id(block) in wanted], kind)


def _steps(place: str) -> frozenset[str]:
    return frozenset(step.partition("[")[0] for step in place.split("/"))


def page_metadata(text: str, document: Document) -> Metadata:
    """Return what a page says of itself: in its head, else by its first heading."""
    head = _Head()
    head.feed(text[:_HEAD_CHARACTERS])
    title = head.first("title") or document.title or first_heading([document])
    authors = tuple(dict.fromkeys(head.all("author")))
    if match := _GUTENBERG_TITLE.fullmatch(title):
        title, authors = match["title"], authors or tuple(filter(None, (match["author"],)))
    return Metadata(
        title,
        authors,
        head.language or head.first("language"),
        description=head.first("description"),
        publisher=head.first("publisher"),
    )


class _Head(HTMLParser):
    """The language and the ``<meta>`` elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self._values: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember what an element states."""
        values = {name: value or "" for name, value in attrs}
        if tag in {"html", "body"}:
            self.language = self.language or values.get("lang") or values.get("xml:lang") or ""
        elif tag == "meta":
            name = values.get("name") or values.get("property") or values.get("http-equiv") or ""
            if content := " ".join(values.get("content", "").split()):
                self._values.setdefault(name.lower(), []).append(content)

    def all(self, field: str) -> list[str]:
        """Return the values of a field under the first name that has any."""
        return next((self._values[name] for name in _META[field] if name in self._values), [])

    def first(self, field: str) -> str:
        """Return a field's first value; empty where it has none."""
        return next(iter(self.all(field)), "")
