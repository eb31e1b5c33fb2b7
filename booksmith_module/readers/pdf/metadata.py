"""Metadata: what a PDF says of itself where that is plausible, else what its first page says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pymupdf
from bs4 import BeautifulSoup

from booksmith_module import limits
from booksmith_module.assemble import Metadata
from booksmith_module.book import count_words
from booksmith_module.heading_words import is_contents
from booksmith_module.readers.pdf.lines import Line
from booksmith_module.readers.pdf.opening import MUPDF_ERRORS
from booksmith_module.readers.pdf.words import is_label, is_part

_FILE_NAME = re.compile(
    r"\.(?:docx?|rtf|odt|pdf|indd|qxd|qxp|tex|dvi|ps|eps|html?|txt|pages|pptx?|xlsx?|exe|wpd|fm)$"
    r"|^(?:microsoft (?:word|powerpoint)|untitled|unbenannt|sans titre|document\d*|title|slide \d+|print)\b"
    r"|^[\w-]*\d{4,}[\w-]*$|^https?://|[\\/][\w. -]+[\\/]",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"^(?:microsoft|adobe|acrobat|admin(?:istrator)?|user|owner|unknown|author|anonymous|latex|tex|pdftex"
    r"|scanner|hp"
    r"|xerox|canon|calibre|quarkxpress|indesign|word|office|default|root|guest|windows"
    r"|pc|asus|dell|lenovo)\b[\w .-]*$",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:written )?(?:by|von|par|por|di)\s+(.{3,80})$", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*(?:;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b(?=\s[A-Z]))\s*")
_COVER_WORDS = 40
_COVER_SHARE = 0.5
_COVER_PIXELS = 1600


def read_metadata(document: Any, path: Path, first_pages: Sequence[Sequence[Line]]) -> Metadata:
    """Return title, authors, language and the like.

    Args:
        document: The open PDF.
        path: Its file, whose name is the title where there is none.
        first_pages: The lines of its first pages.
    """
    stated = {
        key: _plain(value) for key, value in (document.metadata or {}).items() if isinstance(value, str)
    }
    xmp = _xmp(document)
    title = next(_plausible([stated.get("title", ""), xmp.get("title", "")], path), "")
    printed = "" if title else _printed_title(first_pages)
    authors = _authors([stated.get("author", ""), xmp.get("creator", "")]) or _printed_authors(first_pages)
    year = re.search(r"(?:D:)?(\d{4})", stated.get("creationDate", ""))
    return Metadata(
        # A file name may hold bytes that are no characters.
        title=title or printed or path.stem.encode("utf-8", "replace").decode(),
        authors=tuple(authors),
        language=read_language(document) or xmp.get("language", ""),
        description=stated.get("subject", ""),
        publisher=xmp.get("publisher", ""),
        year=_year(xmp.get("date", "")) or (year[1] if year and not xmp else ""),
        subjects=tuple(part for part in re.split(r"\s*[;,]\s*", stated.get("keywords", "")) if part),
        identifier=xmp.get("identifier", ""),
    )


def _plain(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _plausible(titles: Iterable[str], path: Path) -> Iterator[str]:
    """The titles that are not the name of a file or of a program's first document."""
    for title in titles:
        if (
            len(title) > 1
            and not _FILE_NAME.search(title)
            and (title != path.stem or " " in title)
            and any(letter.isalpha() for letter in title)
        ):
            yield title


def _authors(values: Iterable[str]) -> list[str]:
    for value in values:
        names = [name for name in _SEPARATORS.split(value) if len(name) > 1]
        if names and " " in value and not _PROGRAM.match(value) and not _FILE_NAME.search(value):
            return names
    return []


def _xmp(document: Any) -> dict[str, str]:
    """The Dublin Core elements of the file's XMP packet; none where it is damaged."""
    try:
        packet = document.get_xml_metadata() or ""
    except MUPDF_ERRORS:
        return {}
    tree = BeautifulSoup(packet[: limits.MAX_INDEX_BYTES], "lxml-xml")
    found = {}
    for name in ("title", "creator", "language", "publisher", "identifier", "date"):
        tag = tree.find(name)
        items = [item.get_text(" ", strip=True) for item in tag.find_all("li")] if tag is not None else []
        text = "; ".join(items) if items else tag.get_text(" ", strip=True) if tag is not None else ""
        found[name] = _plain(text)
    found["language"] = _tag(found["language"])
    return {name: text for name, text in found.items() if text}


def read_language(document: Any) -> str:
    """Return the language that a PDF declares; empty where it does not."""
    try:
        kind, value = document.xref_get_key(document.pdf_catalog(), "Lang")
    except MUPDF_ERRORS:
        return ""
    return _tag(value) if kind == "string" else ""


def _tag(text: str) -> str:
    """A language tag such as ``en-GB``; empty where the text is none."""
    tag = text.strip().replace("_", "-")
    return tag if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) and tag.lower() != "und" else ""


def _year(date: str) -> str:
    match = re.search(r"\d{4}", date)
    return match.group() if match else ""


def _printed_title(first_pages: Sequence[Sequence[Line]]) -> str:
    """The largest lines of the first page that has any, if they are few and larger than the others."""
    for lines in first_pages:
        if not lines:
            continue
        largest = max(line.size for line in lines)
        title = [line for line in lines if line.size > largest - 0.5]
        others = [line.size for line in lines if line.size <= largest - 0.5]
        text = " ".join(line.text for line in title)
        if is_contents(text) or is_part(text) or is_label(text):
            return ""
        if len(title) <= 4 and 2 < len(text) <= 150 and (not others or largest > 1.1 * min(others)):
            return text
        return ""
    return ""


def _printed_authors(first_pages: Sequence[Sequence[Line]]) -> list[str]:
    """Who stands after "by" on the first pages."""
    for lines in first_pages[:3]:
        for line in lines:
            if (match := _BY.fullmatch(line.text)) and match[1][:1].isupper() and len(match[1].split()) <= 6:
                return [match[1]]
    return []


def cover_candidates(document: Any) -> Iterator[tuple[str, bytes]]:
    """Yield a picture of the first page where it looks like a cover, as (media type, content)."""
    try:
        page = document[0]
        if document.page_count < 2 or not _looks_like_cover(page):
            return
        longest = max(page.rect.width, page.rect.height, 1)
        scale = _COVER_PIXELS / longest
        yield "image/png", page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False).tobytes("png")
    except MUPDF_ERRORS:
        return


def _looks_like_cover(page: Any) -> bool:
    """Whether a page is mostly a picture, or has few words on it."""
    area = max(page.rect.width * page.rect.height, 1)
    pictures = [pymupdf.Rect(box) & page.rect for kind, box in page.get_bboxlog() if kind == "fill-image"]
    if any(not box.is_empty and box.width * box.height >= _COVER_SHARE * area for box in pictures):
        return True
    text = page.get_text().strip()
    return 0 < count_words(text) <= _COVER_WORDS and not is_contents(text.partition("\n")[0])
