"""Nature: what a file is, by what is in it; its name only decides between kinds of text."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from booksmith_module.container import UNREADABLE
from booksmith_module.encoding import decode

SIGNATURE_BYTES = 4096
"""How much of a file's beginning says what it is."""


class Nature(Enum):
    """Kinds of book that can be read."""

    EPUB = "EPUB"
    PDF = "PDF"
    DOCX = "Word document"
    HTML = "web page"
    MARKDOWN = "Markdown text"
    TEXT = "plain text"
    CALIBRE = "book that Calibre converts"
    DAMAGED_ZIP = "damaged container"


class NoBook(NamedTuple):
    """What is not read, said to the person who chose it.

    Attributes:
        is_what: Ends a sentence that begins with "book.epub is".
        hint: What to do.
        code: As in `BookError`.
    """

    is_what: str
    hint: str
    code: str = "not-a-book"


_CHOOSE = "Choose a book file, such as an EPUB, a PDF or a text."
_UNPACK = "Unpack it first, then choose the book inside."
_SAVE_AS_DOCX = "Open it in Word or LibreOffice and save it as DOCX."
# Signatures at the beginning of files that are no books.
_NO_BOOKS: tuple[tuple[bytes, NoBook], ...] = (
    (b"\xff\xd8\xff", NoBook("a picture (JPEG)", _CHOOSE)),
    (b"\x89PNG\r\n\x1a\n", NoBook("a picture (PNG)", _CHOOSE)),
    (b"GIF8", NoBook("a picture (GIF)", _CHOOSE)),
    (b"II*\0", NoBook("a picture (TIFF)", _CHOOSE)),
    (b"MM\0*", NoBook("a picture (TIFF)", _CHOOSE)),
    (b"ID3", NoBook("a sound file (MP3)", _CHOOSE)),
    (b"\xff\xfb", NoBook("a sound file (MP3)", _CHOOSE)),
    (b"\xff\xf3", NoBook("a sound file (MP3)", _CHOOSE)),
    (b"OggS", NoBook("a sound file (Ogg)", _CHOOSE)),
    (b"fLaC", NoBook("a sound file (FLAC)", _CHOOSE)),
    (b"RIFF", NoBook("a sound, film or picture file (RIFF)", _CHOOSE)),
    (b"MZ", NoBook("a program for Windows", _CHOOSE)),
    (b"\x7fELF", NoBook("a program for Linux", _CHOOSE)),
    (b"\xcf\xfa\xed\xfe", NoBook("a program for macOS", _CHOOSE)),
    (b"\xca\xfe\xba\xbe", NoBook("a program", _CHOOSE)),
    (b"Rar!", NoBook("an archive (RAR)", _UNPACK)),
    (b"7z\xbc\xaf\x27\x1c", NoBook("an archive (7-Zip)", _UNPACK)),
    (b"\x1f\x8b", NoBook("an archive (gzip)", _UNPACK)),
    (b"BZh", NoBook("an archive (bzip2)", _UNPACK)),
    (b"\xfd7zXZ", NoBook("an archive (xz)", _UNPACK)),
    (b"SQLite format 3", NoBook("a database", _CHOOSE)),
    (b"\0asm", NoBook("a program (WebAssembly)", _CHOOSE)),
    (
        b"\xeaDRMION",
        NoBook(
            "a Kindle book protected by DRM, so its text is encrypted",
            "VOX-1 reads unprotected books only. Ask the shop for an edition without DRM.",
            "drm",
        ),
    ),
)
_COMIC = NoBook("a book of pictures only (CBZ)", "VOX-1 can read only text.", "no-text")
_COMIC_ENDINGS = frozenset(("jpg", "jpeg", "png", "gif", "webp", "xml", "txt", "db"))
_PAGES = NoBook("a document of Apple's Pages", "Open it in Pages and export it as EPUB.", "old-format")
# Zip containers of other programs, by a file that each of theirs has.
_OTHER_ZIPS = {
    "xl/workbook.xml": NoBook("a spreadsheet (Excel)", _CHOOSE),
    "ppt/presentation.xml": NoBook("a presentation (PowerPoint)", _CHOOSE),
    "Index/Document.iwa": _PAGES,
    "index.xml": _PAGES,
    "AndroidManifest.xml": NoBook("a program for Android", _CHOOSE),
    "META-INF/MANIFEST.MF": NoBook("a program (JAR)", _CHOOSE),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What the readers of an installed Calibre know: https://manual.calibre-ebook.com/faq.html#formats
_CALIBRE_SIGNATURES = (
    b"{\\rtf",
    b"ITOLITLS",
    b"ITSF",
    b"L\0R\0F\0",
    b"\xb0\x0c\xb0\x0c",
    b"!!8-Bit!!",
    b"TPZ",
    b"AT&TFORM",
)
_CALIBRE_PALM = (b"BOOKMOBI", b"TEXtREAd", b"PNRdPPrs", b"TEXtTlDc", b"TEXtzTXT")
_CALIBRE_ENDINGS = frozenset((".fb2", ".odt", ".rtf", ".snb", ".rb", ".tcr", ".htmlz", ".txtz", ".azw4"))
_MARKDOWN_ENDINGS = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mdtext"))
_HTML_ENDINGS = frozenset((".html", ".htm", ".xhtml"))
_PROLOG = r"\A\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*"
_ACSM = re.compile(rf"{_PROLOG}<(?:\w+:)?fulfillmentToken\b", re.IGNORECASE | re.DOTALL)
_LCPL = re.compile(r"\A\s*\{[\s\S]*\"profile\"\s*:\s*\"https?://readium\.org/lcp/")
_MHTML = re.compile(r"\A(?:[\w-]+:.*\n(?:[ \t].*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE)
_NO_BOOK_TEXTS = (
    (
        _ACSM,
        NoBook(
            "not the book but a ticket for Adobe Digital Editions (ACSM)",
            "Open it in Adobe Digital Editions to get the book; if that has DRM, VOX-1 cannot read it.",
            "loan-ticket",
        ),
    ),
    (
        _LCPL,
        NoBook(
            "not the book but a licence for a reading app (LCPL)",
            "Open it in the app it was made for; books with DRM cannot be read by VOX-1.",
            "loan-ticket",
        ),
    ),
    (
        _MHTML,
        NoBook(
            "a web archive (MHTML)",
            'Open it in a browser and save it as "Web page, HTML only".',
            "old-format",
        ),
    ),
)
_FB2 = re.compile(rf"{_PROLOG}<(?:\w+:)?FictionBook\b", re.DOTALL)
_HTML = re.compile(
    rf"{_PROLOG}<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|p|div)\b", re.IGNORECASE | re.DOTALL
)
_MOST_CONTROLS = 0.05
"""Share of control characters in the beginning of a file from which it is no text."""


def is_container(path: Path) -> bool:
    """Return whether a file begins as a zip container does.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        return stream.read(2) == b"PK"


def nature_of(path: Path) -> Nature | NoBook:
    """Return what a file is.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        beginning = stream.read(SIGNATURE_BYTES)
    if beginning.startswith(b"PK"):
        return _nature_of_zip(path)
    if beginning.startswith(_OLE):
        return _nature_of_ole(path)
    return _by_signature(beginning) or _nature_of_text(path, beginning)


def _by_signature(beginning: bytes) -> Nature | NoBook | None:
    # Some programs write other bytes before a PDF: ISO 32000-1, annex H.3, note 13.
    if b"%PDF-" in beginning[:1024]:
        return Nature.PDF
    if beginning[60:68] in _CALIBRE_PALM or beginning.startswith(_CALIBRE_SIGNATURES):
        return Nature.CALIBRE
    if beginning[4:8] == b"ftyp":
        return NoBook("a sound or film file (MP4)", _CHOOSE)
    return next((no_book for signature, no_book in _NO_BOOKS if beginning.startswith(signature)), None)


def _nature_of_zip(path: Path) -> Nature | NoBook:
    try:
        with zipfile.ZipFile(path) as container:
            names = {name.replace("\\", "/").lstrip("/") for name in container.namelist()}
            with container.open("mimetype") if "mimetype" in names else path.open("rb") as stream:
                mimetype = stream.read(100).strip().decode("ascii", "replace")
    except (*UNREADABLE, KeyError):
        return Nature.DAMAGED_ZIP
    if "META-INF/container.xml" in names or mimetype == "application/epub+zip":
        return Nature.EPUB
    if "word/document.xml" in names or any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return Nature.DOCX
    if mimetype.startswith("application/vnd.oasis.opendocument.text"):
        return Nature.CALIBRE
    return _other_zip(path, names)


def _other_zip(path: Path, names: Collection[str]) -> Nature | NoBook:
    """What a zip container is that is neither an EPUB nor a text document."""
    endings = {name.rpartition(".")[2].lower() for name in names if not name.endswith("/")}
    if path.suffix.lower() == ".epub":
        return Nature.EPUB  # its reader says what is missing
    if path.suffix.lower() in _CALIBRE_ENDINGS or endings == {"fb2"}:
        return Nature.CALIBRE
    for name, no_book in _OTHER_ZIPS.items():
        if name in names:
            return no_book
    is_comic = endings & {"jpg", "jpeg", "png", "webp"} and endings <= _COMIC_ENDINGS
    return _COMIC if is_comic else NoBook("an archive (zip) and no book by itself", _UNPACK)


def _nature_of_ole(path: Path) -> NoBook:
    """What a container of Microsoft's old form holds; the names in it are in UTF-16."""
    with path.open("rb") as stream:
        content = stream.read(2**22)
    if "EncryptedPackage".encode("utf-16-le") in content:
        return NoBook(
            "protected by a password", "Open it in Word, remove the password and save it again.", "drm"
        )
    if "WordDocument".encode("utf-16-le") in content:
        return NoBook("a document of an old Word (DOC)", _SAVE_AS_DOCX, "old-format")
    return NoBook("a file of an old Office program", _SAVE_AS_DOCX, "old-format")


def _nature_of_text(path: Path, beginning: bytes) -> Nature | NoBook:
    text = decode(beginning).text
    if text and _controls(text) > _MOST_CONTROLS * len(text):
        return NoBook("no book: it holds data of some program", _CHOOSE)
    for pattern, no_book in _NO_BOOK_TEXTS:
        if pattern.search(text):
            return no_book
    if _FB2.search(text):
        return Nature.CALIBRE
    if _HTML.match(text):
        return Nature.HTML
    return _by_ending(path, text)


def _by_ending(path: Path, text: str) -> Nature:
    """Which kind of text a file is that begins with words, or with an element of any name."""
    ending = path.suffix.lower()
    if ending in _HTML_ENDINGS and re.search(r"<[a-zA-Z][^<>]*>", text):
        return Nature.HTML
    return Nature.MARKDOWN if ending in _MARKDOWN_ENDINGS else Nature.TEXT


def _controls(text: str) -> int:
    """Control characters but white space, escapes and the zeros of torn files."""
    return sum(text.count(chr(code)) for code in (*range(1, 9), *range(14, 27), *range(28, 32), 127))
