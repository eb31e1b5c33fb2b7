"""The 26 bad EPUBs: each is read in full, with a warning of what is lost, or refused by its fault."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from tests.booksmith_module.readers.pdf_pages import TOP, paragraph, write
from tests.epubs import Epub
from tests.hostile.cases import Case, Make, Outcome, check, outside, reading

RAIN, END = "It rained all day.", "Then it stopped."
ONE = (("", f"<p>{RAIN}</p>"),)
TWO = (*ONE, ("", f"<p>{END}</p>"))
BOTH = f"{RAIN} {END}"
WORDS = " ".join(f"word{number}" for number in range(300))

LONG = random.Random(1).randbytes(11 * 2**19).hex(" ", 50)
"""No two words are alike: more than 11 MB that do not swell."""


def epub(chapters: Sequence[tuple[str, str | bytes]] = ONE, **parts: Any) -> Make:
    """Return a maker of a book of these parts."""
    return lambda folder: Epub(chapters, **parts).write(folder / "book.epub")


def changed(make: Make, change: Callable[[bytes], bytes]) -> Make:
    """Return a maker of a book whose bytes are changed."""

    def made(folder: Path) -> Path:
        path = make(folder)
        path.write_bytes(change(path.read_bytes()))
        return path

    return made


def laughs() -> str:
    """Return entities of which the last, ``l9``, is the first a thousand million times."""
    more = (f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return "".join(('<!ENTITY l0 "ha">', *more))


def package(entities: str, title: str) -> bytes:
    """Return a package document that declares entities and has one in its title."""
    return f"""<?xml version="1.0"?><!DOCTYPE package [{entities}]>
<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>{title}</dc:title><dc:language>en</dc:language></metadata><manifest>
<item id="c" href="chapter-1.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/></spine></package>""".encode()


def title_from_outside(folder: Path) -> Path:
    """Write a book whose title is another file."""
    entity = f'<!ENTITY x SYSTEM "{outside(folder).as_uri()}">'
    return epub(files={"EPUB/package.opf": package(entity, "A &x; book")})(folder)


def text_from_outside(folder: Path) -> Path:
    """Write a chapter that holds another file and a thousand million laughs."""
    entity = f'<!ENTITY x SYSTEM "{outside(folder).as_uri()}">'
    chapter = f"<!DOCTYPE html [{entity}{laughs()}]><html><body><p>{RAIN} &x; &l9;</p></body></html>"
    return epub([("", chapter.encode())])(folder)


def swollen(folder: Path) -> Path:
    """Write a chapter of 200 MB that packs into next to nothing."""
    return epub([("", b"<p>word</p>" * (200 * 2**20 // 11))])(folder)


def one_long_text(folder: Path) -> Path:
    """Write a chapter with more in one element than libxml2 takes."""
    return epub([("", f"<html><p>{LONG}</p></html>".encode())])(folder)


def link_outside(folder: Path) -> Path:
    """Write a book that names files of the computer as its chapters."""
    hrefs = (
        "../../../secret.txt",
        outside(folder).as_uri(),
        outside(folder).as_posix(),
        "http://example.invalid/a",
    )
    items = [
        f'<item id="x{number}" href="{href}" media-type="application/xhtml+xml"/>'
        for number, href in enumerate(hrefs)
    ]
    spine = "".join(f'<itemref idref="x{number}"/>' for number in range(len(hrefs)))
    return epub(manifest="".join(items), spine=spine)(folder)


def unpacked(folder: Path) -> Path:
    """Write a book as a folder of that name, beside a file that its links could reach."""
    outside(folder)
    path = folder / "book.epub"
    for name, content in Epub(ONE).entries().items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def with_entries(names: Sequence[str]) -> Make:
    """Return a maker of a book with more entries, all but empty."""

    def make(folder: Path) -> Path:
        path = epub()(folder)
        with zipfile.ZipFile(path, "a") as container:
            for name in names:
                entry = zipfile.ZipInfo("x")
                entry.filename = name  # as an argument, it would be corrected
                container.writestr(entry, b"x")
        return path

    return make


def half_the_size(content: bytes) -> bytes:
    """Let both headers of the first chapter say half of its size."""
    size_bytes = len(Epub(TWO).entries()["EPUB/chapter-1.xhtml"])
    old, new = size_bytes.to_bytes(4, "little"), (size_bytes // 2).to_bytes(4, "little")
    assert old in content
    return content.replace(old, new)


def encrypted(algorithm: str, file: str) -> dict[str, bytes]:
    """Return the list of what is encrypted in a book: one file."""
    return {
        "META-INF/encryption.xml": f"""<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:EncryptionMethod
Algorithm="{algorithm}"/><enc:CipherData><enc:CipherReference URI="{file}"/></enc:CipherData>
</enc:EncryptedData></encryption>""".encode()
    }


def repacked(change: Callable[[int, zipfile.ZipInfo], None], *, is_large: bool = False) -> Make:
    """Return a maker of a book of two chapters each of whose entries is packed in another way."""

    def make(folder: Path) -> Path:
        path = folder / "book.epub"
        with zipfile.ZipFile(path, "w") as container:
            for number, (name, content) in enumerate(Epub(TWO).entries().items()):
                entry = zipfile.ZipInfo(name)
                change(number, entry)
                with container.open(entry, "w", force_zip64=is_large) as stream:
                    stream.write(content)
        return path

    return make


def in_turn(number: int, entry: zipfile.ZipInfo) -> None:
    """Pack one entry by bzip2 and the next by LZMA."""
    entry.compress_type = (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)[number % 2]


def backslash(_: int, entry: zipfile.ZipInfo) -> None:
    """Write a name as Windows does."""
    entry.filename = entry.filename.replace("/", "\\")


def pdf_called_epub(folder: Path) -> Path:
    """Write a PDF in the name of an EPUB."""
    return write(folder / "book.epub", [paragraph(RAIN, TOP)])


def empty(folder: Path) -> Path:
    """Write nothing."""
    (folder / "book.epub").touch()
    return folder / "book.epub"


SCRIPT = f"""<p>{RAIN}<img src="http://example.invalid/spy.png"/></p><script>document.write("ha")</script>
<script src="http://example.invalid/spy.js"></script><link rel="stylesheet" href="http://example.invalid/s"/>
<iframe src="http://example.invalid/ad"></iframe>"""
LATIN = f'<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>Caf\u00e9. {RAIN}</p></body></html>'
UTF_16 = f"<html><body><p>Caf\u00e9. {RAIN}</p></body></html>"

CASES = (
    Case(
        "a billion laughs in the package",
        epub(files={"EPUB/package.opf": package(laughs(), "&l9;")}),
        code="damaged",
        says=("its package document is invalid",),
    ),
    Case("a title from outside", title_from_outside, RAIN),
    Case("text from outside, and laughs", text_from_outside, f"{RAIN} &x; &l9;"),
    Case(
        "a chapter of 200 MB in 190 kB",
        swollen,
        code="too-large",
        says=("EPUB/chapter-1.xhtml is too large",),
    ),
    Case(
        "a text of 11 MB in one piece",
        one_long_text,
        LONG,
    ),
    Case("300 elements deep", epub([("", "".join(f"<font>{word} " for word in WORDS.split()))]), WORDS),
    Case(
        "a file that is not there",
        epub(TWO, files={"EPUB/chapter-2.xhtml": None}),
        RAIN,
        ("The book lists a file that is not in it: EPUB/chapter-2.xhtml",),
    ),
    Case("one document 100,000 times", epub(spine='<itemref idref="chapter-1"/>' * 100_000), RAIN),
    Case(
        "70,000 entries",
        with_entries([f"{number}" for number in range(70_000)]),
        code="too-large",
        says=("70,005 files",),
    ),
    Case(
        "cut short",
        changed(epub(TWO), lambda content: content[: len(content) * 2 // 3]),
        code="damaged",
        says=("corrupt or cut short",),
    ),
    Case("empty", empty, code="empty", says=("is empty",)),
    Case("a PDF", pdf_called_epub, RAIN),
    Case("links outside", link_outside, RAIN, ("The book lists a file that is not in it",) * 4),
    Case("a folder", unpacked, code="not-a-book", says=("is a folder",)),
    Case(
        "a header that says less",
        changed(epub(TWO, compression=zipfile.ZIP_STORED), half_the_size),
        END,
        ("The book lists a file that is damaged and was left out: EPUB/chapter-1.xhtml",),
    ),
    Case("scripts and pictures from afar", epub([("", SCRIPT)]), RAIN),
    Case("names that lead outside", with_entries(["../out.txt", "/out.txt", "C:\\out.txt", "CON.txt"]), RAIN),
    Case(
        "DRM",
        epub(
            files={
                **encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "EPUB/chapter-1.xhtml"),
                "META-INF/rights.xml": b'<rights xmlns="http://ns.adobe.com/adept"/>',
            }
        ),
        code="drm",
        says=("Adobe DRM (ADEPT)",),
    ),
    Case(
        "fonts hidden from copying",
        epub(files=encrypted("http://www.idpf.org/2008/embedding", "EPUB/font.otf")),
        RAIN,
    ),
    Case("UTF-16", epub([("", UTF_16.encode("utf-16"))]), f"Caf\u00e9. {RAIN}"),
    Case("another encoding than it says", epub([("", LATIN.encode())]), f"Caf\u00e9. {RAIN}"),
    Case(
        "two entries of one name",
        changed(
            epub(TWO, files={"EPUB/chapter-3.xhtml": f"<p>{RAIN}</p>".encode()}),
            lambda content: content.replace(b"EPUB/chapter-3", b"EPUB/chapter-2"),
        ),
        f"{RAIN} {RAIN}",
        ("The book has two files of the name EPUB/chapter-2.xhtml; the last one is read",),
    ),
    Case("names with backslashes", repacked(backslash), BOTH),
    Case("zip64", repacked(lambda _, __: None, is_large=True), BOTH),
    Case("bzip2 and LZMA", repacked(in_turn), BOTH),
    Case("no contents list", epub(TWO, contents=()), BOTH),
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Outcome]]]:
    """What comes of each case."""
    with reading(CASES, tmp_path_factory.mktemp("epub")) as found:
        yield found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_epub_comes_to_its_right_end(case: Case, outcomes: dict[str, Future[Outcome]]) -> None:
    """Read in full, or with a warning of what is lost, or refused by the name of its fault."""
    check(case, outcomes[case.name].result())
