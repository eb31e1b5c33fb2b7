"""The limits: what is exactly as large as may be is read, and the next larger is refused or cut.

The large ones are made small, for what is tested is where the line is drawn.
"""

from __future__ import annotations

import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from booksmith_module import limits
from booksmith_module.book import Book
from booksmith_module.child import read_book
from booksmith_module.cover import find_cover
from booksmith_module.detect import check_file
from booksmith_module.errors import BookError
from booksmith_module.readers.epub import read_epub
from booksmith_module.readers.pdf import read_pdf
from booksmith_module.readers.text import read_text
from tests.booksmith_module.readers.pdf_pages import of_objects, stream
from tests.booksmith_module.test_cover import image, png_of
from tests.epubs import Epub
from vox1.outputs.place import MAX_PATH_CHARACTERS, output_place
from vox1.paths import MAX_STEM_BYTES, MAX_STEM_CHARACTERS, file_stem

RAIN = "It rained all day."
ONE = (("", f"<p>{RAIN}</p>"),)
ABOVE = pytest.mark.parametrize("above", [0, 1], ids=["at the limit", "above"])


def read_or_code(read: Callable[[Path], Book], path: Path) -> str:
    """Return ``read`` for a book that is read in full, or the code of the error."""
    try:
        book = read(path)
    except BookError as err:
        return err.code if err.hint else "no hint"
    assert [warning for warning in book.warnings if "language" not in warning] == []
    assert RAIN in "".join(chapter.text for chapter in book.chapters)
    return "read"


def expected(above: int) -> str:
    """Return what must come of it."""
    return "too-large" if above else "read"


@ABOVE
def test_the_books_file(above: int, tmp_path: Path) -> None:
    """Its size is known before anything is read."""
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.write(RAIN.encode())
        file.truncate(limits.MAX_FILE_BYTES + above)

    if above:
        with pytest.raises(BookError, match="larger than 500 MB"):
            check_file(path)
    else:
        check_file(path)


@ABOVE
def test_entries_of_a_container(above: int, tmp_path: Path) -> None:
    """However small they are."""
    path = Epub(ONE).write(tmp_path / "a.epub")
    with zipfile.ZipFile(path, "a") as container:
        for number in range(limits.MAX_ZIP_ENTRIES + above - len(container.namelist())):
            container.writestr(zipfile.ZipInfo(f"{number}"), b"")

    assert read_or_code(read_epub, path) == expected(above)


@ABOVE
def test_bytes_unpacked_from_a_container(above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over all the files that a book lists."""
    book = Epub(ONE, contents=())
    monkeypatch.setattr(limits, "MAX_INFLATED_BYTES", sum(map(len, book.entries().values())) - above)

    assert read_or_code(read_epub, book.write(tmp_path / "a.epub")) == expected(above)


@ABOVE
def test_one_document(above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the header says of its size."""
    book = Epub((*ONE, ("", f"<p>{RAIN}</p>" * 9)))
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", len(book.entries()["EPUB/chapter-2.xhtml"]) - above)

    assert read_or_code(read_epub, book.write(tmp_path / "a.epub")) == expected(above)


@ABOVE
def test_the_package_document(above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is read by a library that holds all of it."""
    book = Epub(ONE)
    monkeypatch.setattr(limits, "MAX_INDEX_BYTES", len(book.entries()["EPUB/package.opf"]) - above)

    assert read_or_code(read_epub, book.write(tmp_path / "a.epub")) == expected(above)


@ABOVE
@pytest.mark.parametrize(("kind", "name"), [("nav", "EPUB/nav.xhtml"), ("ncx", "EPUB/toc.ncx")])
def test_the_contents_list(
    kind: str, name: str, above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that is too large costs the titles, not the book, and is never cut in silence."""
    book = Epub([("T" * 2_000, f"<p>{RAIN}</p>")], contents=(kind,))
    monkeypatch.setattr(limits, "MAX_INDEX_BYTES", len(book.entries()[name]) - above)

    read = read_epub(book.write(tmp_path / "a.epub"))

    assert read.chapters[0].text == RAIN
    assert read.warnings == ((f"The contents list is too large to be used: {name}",) if above else ())


@pytest.mark.parametrize(
    ("size_bytes", "share", "outcome"),
    [
        (limits.SWELLING_FROM_BYTES, 0.02, "read"),
        (limits.SWELLING_FROM_BYTES, 0.0, "too-large"),
        (limits.SWELLING_FROM_BYTES - 1, 0.0, "read"),
    ],
    ids=["large", "large and swollen", "swollen and small"],
)
def test_how_much_a_document_may_swell(size_bytes: int, share: float, outcome: str, tmp_path: Path) -> None:
    """Only what is large is judged by it; the share is what no packing makes smaller."""
    start = f"<html><p>{RAIN} ".encode()
    noise = random.Random(1).randbytes(int(size_bytes * share) // 2).hex().encode()
    content = start + noise + b" " * (size_bytes - len(start) - len(noise))

    assert read_or_code(read_epub, Epub([("", content)]).write(tmp_path / "a.epub")) == outcome


def test_pictures_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blank scans pack far better than text, and books of pictures are large; none costs the book."""
    monkeypatch.setattr(limits, "MAX_INFLATED_BYTES", 10_000)
    item = '<item id="scan" href="scan.bmp" media-type="image/bmp"/>'
    scan = {"EPUB/scan.bmp": image("BMP", size=(1_000, 1_000))}

    path = Epub(ONE, files=scan, manifest=item, cover=image("JPEG")).write(tmp_path / "a.epub")

    assert read_or_code(read_epub, path) == "read"
    assert read_epub(path).cover is not None


@ABOVE
def test_documents_in_the_reading_order(above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reading order is never cut short in silence."""
    monkeypatch.setattr(limits, "MAX_SPINE_ITEMS", 20)
    path = Epub(ONE * (20 + above)).write(tmp_path / "a.epub")

    assert read_or_code(read_epub, path) == expected(above)


@ABOVE
@pytest.mark.parametrize("kind", ["epub", "txt", "pdf"])
def test_characters_of_a_book(kind: str, above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Over all its documents and pages."""
    monkeypatch.setattr(limits, "MAX_BOOK_CHARACTERS", len(RAIN) * (1 if kind == "txt" else 2) - above)
    path = tmp_path / f"a.{kind}"
    if kind == "epub":
        assert read_or_code(read_epub, Epub(ONE * 2).write(path)) == expected(above)
    elif kind == "txt":
        path.write_text(RAIN, encoding="utf-8")
        assert read_or_code(read_text, path) == expected(above)
    else:
        path.write_bytes(of_pages(RAIN, RAIN))
        assert read_or_code(read_pdf, path) == expected(above)


def of_pages(*lines: str) -> bytes:
    """Return a PDF with a line on each page."""
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(len(lines)))
    objects: list[Any] = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(lines)}>>"]
    for number, line in enumerate(lines):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 300]/Contents {4 + 2 * number} 0 R"
        font = "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>>>>>>>"
        objects += (page + font, stream(f"BT /F 12 Tf 50 200 Td ({line}) Tj ET".encode()))
    return of_objects(*objects)


@ABOVE
def test_pages_of_a_pdf(above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Known before the first of them is read."""
    monkeypatch.setattr(limits, "MAX_PAGES", 3)
    path = tmp_path / "a.pdf"
    path.write_bytes(of_pages(*[RAIN] * (3 + above)))

    assert read_or_code(read_pdf, path) == expected(above)


@ABOVE
def test_characters_of_a_page(above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces aside."""
    monkeypatch.setattr(limits, "MAX_PAGE_CHARACTERS", len(RAIN.replace(" ", "")) - above)
    path = tmp_path / "a.pdf"
    path.write_bytes(of_pages(RAIN))

    assert read_or_code(read_pdf, path) == expected(above)


@pytest.mark.parametrize(("seconds", "outcome"), [(60.0, "read"), (0.0, "too-slow")])
def test_seconds_of_a_page(
    seconds: float, outcome: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listener learns which page it is."""
    monkeypatch.setattr(limits, "MAX_PAGE_SECONDS", seconds)
    path = tmp_path / "a.pdf"
    path.write_bytes(of_pages(RAIN))

    assert read_or_code(read_pdf, path) == outcome


@ABOVE
def test_pixels_of_a_cover(above: int) -> None:
    """A picture larger than that is no cover of a book."""
    cover, warning = find_cover([("image/png", png_of(8_000 + 8 * above, limits.MAX_COVER_PIXELS // 8_000))])

    assert (cover is None, bool(warning)) == (bool(above), bool(above))


@ABOVE
def test_bytes_of_a_cover(above: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the book holds it."""
    content = image("PNG")
    monkeypatch.setattr(limits, "MAX_COVER_BYTES", len(content) - above)

    cover, warning = find_cover([("image/png", content)])

    assert (cover is None, bool(warning)) == (bool(above), bool(above))


@ABOVE
def test_a_manifests_file(above: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is not read into memory because of its name."""
    content = json.dumps({"title": "T", "chapters": [{"text": RAIN}]})
    monkeypatch.setattr(limits, "MAX_MANIFEST_BYTES", len(content) - above)
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")

    assert read_or_code(read_book, path) == expected(above)


@pytest.mark.parametrize(
    ("title", "characters"),
    [
        ("x" * MAX_STEM_CHARACTERS, MAX_STEM_CHARACTERS),
        ("x" * (MAX_STEM_CHARACTERS + 1), MAX_STEM_CHARACTERS),
        ("\u9053" * 66, 66),
        ("\u9053" * 67, 66),
        ("\U0001f986" * 49, 49),
        ("\U0001f986" * 50, 49),
    ],
)
def test_a_files_name(title: str, characters: int) -> None:
    """Characters for Windows and macOS, bytes for Linux, of which a device's name needs one more."""
    assert file_stem(title) == title[:characters]
    assert len(file_stem(title).encode()) < MAX_STEM_BYTES


@pytest.mark.parametrize("is_complete", [True, False])
def test_a_whole_path(is_complete: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table's column
    """A long title in a deep folder is cut, with and without a number, so that Windows can open it."""
    deep = tmp_path / ("d" * 60) / ("e" * (MAX_PATH_CHARACTERS - len(str(tmp_path.absolute())) - 62 - 60))
    deep.mkdir(parents=True)

    first = output_place(deep, "x" * 100, "mine", is_complete=is_complete)
    first.touch()
    second = output_place(deep, "x" * 100, "mine", is_complete=is_complete)

    assert len(str(first.absolute())) == len(str(second.absolute())) == MAX_PATH_CHARACTERS
    assert second.name.endswith(" (2).m4b")
    short = output_place(deep, "x", "mine", is_complete=True)
    assert short.name == "x.m4b"


def test_a_folder_too_deep_for_any_name_keeps_part_of_the_title() -> None:
    """What cannot be made to fit is tried, and the system says what is wrong."""
    folder = Path("/", *["d" * 100] * 3)

    assert output_place(folder, "x" * 100, "mine", is_complete=True).name == f"{'x' * 20}.m4b"
