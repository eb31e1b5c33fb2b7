"""The sample book: the committed EPUB is what its source builds, and holds what a sample should."""

from __future__ import annotations

import runpy
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
EPUB = ROOT / "samples" / "five-teaspoons-of-rain.epub"
SOURCE = ROOT / "samples" / "source"
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "build_sample.py"))  # scripts are not a package
build_epub: Callable[[Path, Path], None] = SCRIPT["build_epub"]

XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
CHAPTER_TITLES = ["The Duck", "High Pressure", "Forty-One Point Three", "Remarks"]


def parsed(name: str) -> ET.Element:
    """Parse one file inside the committed EPUB."""
    with zipfile.ZipFile(EPUB) as book:
        return ET.fromstring(book.read(f"EPUB/{name}"))  # noqa: S314 - our own file


def of_type(root: ET.Element, epub_type: str) -> list[ET.Element]:
    """Find the elements that carry an ``epub:type``."""
    return [element for element in root.iter() if element.get(EPUB_TYPE) == epub_type]


def spine() -> list[str]:
    """List the file names of the spine in reading order."""
    package = parsed("package.opf")
    href_by_id = {item.get("id"): item.get("href", "") for item in package.iter(f"{OPF}item")}
    return [href_by_id[reference.get("idref")] for reference in package.iter(f"{OPF}itemref")]


def chapters() -> list[ET.Element]:
    """Find the chapter sections in reading order."""
    return [section for name in spine() for section in of_type(parsed(name), "chapter")]


def with_property(name: str) -> list[ET.Element]:
    """Find the manifest items with a property."""
    items = parsed("package.opf").iter(f"{OPF}item")
    return [item for item in items if name in item.get("properties", "").split()]


def test_committed_epub_is_what_the_source_builds(tmp_path: Path) -> None:
    """An edit to the story without a rebuild, or a rebuild that differs by machine, is caught."""
    fresh = tmp_path / "fresh.epub"

    build_epub(SOURCE, fresh)

    assert fresh.read_bytes() == EPUB.read_bytes(), "run scripts/build_sample.py and commit its EPUB"
    assert list(tmp_path.iterdir()) == [fresh]


def test_windows_line_ends_in_a_checkout_change_nothing(tmp_path: Path) -> None:
    """A checkout that turned the source's line ends into CRLF builds the same bytes."""
    source = tmp_path / "source"
    for path in (path for path in SOURCE.rglob("*") if path.is_file()):
        copy = source / path.relative_to(SOURCE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        content = path.read_bytes()
        if path.suffix != ".jpg":
            content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        copy.write_bytes(content)

    build_epub(source, tmp_path / "fresh.epub")

    assert (tmp_path / "fresh.epub").read_bytes() == EPUB.read_bytes()


def test_mimetype_comes_first_and_stored() -> None:
    """A reader recognises an EPUB by the bytes at offset 38 (EPUB 3.3, OCF ZIP container)."""
    with zipfile.ZipFile(EPUB) as book:
        first = book.infolist()[0]

    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert EPUB.read_bytes()[38:58] == b"application/epub+zip"


def test_every_markup_file_is_well_formed() -> None:
    """Each XHTML, OPF and XML file parses as XML, as EPUB requires."""
    with zipfile.ZipFile(EPUB) as book:
        names = [name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".xml"))]
        for name in names:
            ET.fromstring(book.read(name))  # noqa: S314 - our own file

    assert len(names) == 10


def test_manifest_lists_every_file_once() -> None:
    """No file of the book is missing from the manifest, and none is listed that is not there."""
    with zipfile.ZipFile(EPUB) as book:
        packed = {name.removeprefix("EPUB/") for name in book.namelist() if name.startswith("EPUB/")}
    listed = [item.get("href", "") for item in parsed("package.opf").iter(f"{OPF}item")]

    assert sorted(listed) == sorted(packed - {"package.opf"})


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ("identifier", "urn:uuid:971ca117-7c78-47e9-b624-1ff3f0baf1c8"),
        ("title", "Five Teaspoons of Rain"),
        ("creator", "Robin Thackerby"),
        ("language", "en-GB"),
    ],
)
def test_package_names_the_book(element: str, value: str) -> None:
    """The words a library shows, and the audiobook's tags are made from, are there."""
    assert [found.text for found in parsed("package.opf").iter(DC + element)] == [value]


def test_package_says_cc0() -> None:
    """Whoever finds the file alone can see that it is free to use."""
    [rights] = parsed("package.opf").iter(f"{DC}rights")

    assert "CC0 1.0" in (rights.text or "")


def test_contents_list_the_four_chapters() -> None:
    """The contents, the spine and the headings agree on the chapters and their order."""
    [item] = with_property("nav")
    [contents] = of_type(parsed(item.get("href", "")), "toc")[:1]
    links = list(contents.iter(f"{XHTML}a"))
    headings = [heading.text for chapter in chapters() for heading in chapter.iter(f"{XHTML}h1")]

    assert [link.text for link in links] == headings == CHAPTER_TITLES
    assert [link.get("href") for link in links] == [name for name in spine() if name.startswith("chapter-")]


def test_cover_is_a_small_upright_jpeg() -> None:
    """The cover is marked as one and is light enough to carry in the repository."""
    [item] = with_property("cover-image")
    with zipfile.ZipFile(EPUB) as book:
        picture = book.read(f"EPUB/{item.get('href')}")

    assert item.get("media-type") == "image/jpeg"
    assert picture.startswith(b"\xff\xd8\xff")
    assert len(picture) < 300_000


def test_the_one_footnote_is_called_from_its_own_chapter() -> None:
    """The sample holds one real EPUB 3 footnote, so that what becomes of it can be heard."""
    found = [(of_type(chapter, "noteref"), of_type(chapter, "footnote")) for chapter in chapters()]

    [(references, notes)] = [pair for pair in found if any(pair)]
    [reference], [note] = references, notes
    assert note.tag == f"{XHTML}aside"
    assert reference.get("href") == f"#{note.get('id')}"


def test_story_has_what_a_narrator_must_cope_with() -> None:
    """The sample keeps the shapes of text that it is there to show being read aloud."""
    text = "\n".join("".join(chapter.itertext()) for chapter in chapters())
    classes = {element.get("class") for chapter in chapters() for element in chapter.iter()}

    shapes = ("Dr. ", "Mr. ", "J. R. Ormondroyd", "£3.40", "3,210.3", "1888", "minus four", "?!”", "…", "—”")
    assert [shape for shape in shapes if shape not in text] == []
    assert sum(1 for chapter in chapters() for _ in chapter.iter(f"{XHTML}hr")) == 1
    assert {"verse", "letter"} <= classes


def test_story_is_short() -> None:
    """The whole story can be rendered in a test and heard over a cup of tea."""
    words = [len("".join(chapter.itertext()).replace("—", " ").split()) for chapter in chapters()]

    assert 2_300 <= sum(words) <= 2_800
    assert min(words) > 500
