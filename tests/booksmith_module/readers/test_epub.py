"""Tests of reading EPUBs: what a book says of itself is read, and broken ones lose nothing in silence."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from booksmith_module import limits
from booksmith_module.book import Book, Role
from booksmith_module.errors import BookError
from booksmith_module.readers.epub import read_epub

MakeEpub = Callable[..., Path]
ONE = [("One", "<p>First text.</p>")]
TWO = [("One", "<p>First text.</p>"), ("Two", "<p>Second text.</p>")]


def chapters(book: Book) -> list[tuple[str, str]]:
    """Return the titles and texts of a book's chapters."""
    return [(chapter.title, chapter.text) for chapter in book.chapters if chapter.enabled]


def jpeg() -> bytes:
    """Draw a cover."""
    output = io.BytesIO()
    Image.new("RGB", (60, 90), "red").save(output, "JPEG")
    return output.getvalue()


# --- what a book is ---


@pytest.mark.parametrize("version", [2, 3])
@pytest.mark.parametrize("contents", [("nav",), ("ncx",), ("nav", "ncx")])
def test_chapters_come_in_spine_order_with_their_titles(
    make_epub: MakeEpub, tmp_path: Path, version: int, contents: tuple[str, ...]
) -> None:
    """EPUB 2 and 3, with either contents list or both, give the same chapters."""
    path = make_epub(tmp_path / "book.epub", TWO, version=version, contents=contents)

    book = read_epub(path)

    assert chapters(book) == [("One", "First text."), ("Two", "Second text.")]
    assert book.warnings == ()


def test_without_a_contents_list_headings_are_titles(make_epub: MakeEpub, tmp_path: Path) -> None:
    """A book with neither navigation document nor NCX is divided by its headings."""
    bodies = [
        ("", "<h1>The <i>Duck</i></h1><p>Quack.</p>"),
        ("", "<p>Still.</p>"),
        ("", "<h2>Rain</h2><p>Wet.</p>"),
    ]

    book = read_epub(make_epub(tmp_path / "book.epub", bodies, contents=()))

    assert [chapter.title for chapter in book.chapters] == ["The Duck", "Rain"]
    assert [chapter.words for chapter in book.chapters] == [4, 2]


def test_the_order_is_the_spines(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Neither the order of the container nor of the manifest is the reading order."""
    path = make_epub(
        tmp_path / "book.epub",
        [],
        spine='<itemref idref="b"/><!-- x --><itemref idref="a"/>',
        manifest='<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        '<!-- x --><item id="b" href="b.xhtml" media-type="application/xhtml+xml"/>',
        files={
            "EPUB/a.xhtml": b"<html><body><p>A</p></body></html>",
            "EPUB/b.xhtml": b"<html><body><p>B</p></body></html>",
        },
    )

    book = read_epub(path)

    assert [chapter.text for chapter in book.chapters] == ["B\n\nA"]
    assert book.warnings == ()


def test_contents_entries_lead_into_documents(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Nested entries with anchors, in markup and with escaped names, divide a document."""
    body = '<h1 id="a b">A</h1><p>1</p><h2 id="b">B</h2><p>2</p>'
    nav = (
        b'<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol><li>'
        b'<a href="chapter-1.xhtml#a%20b">The <i>letter</i>\n A</a>'
        b'<ol><li><a href="./chapter%2D1.xhtml#b">B</a></li></ol></li></ol></nav>'
        b'<nav epub:type="page-list"><ol><li><a href="chapter-1.xhtml">12</a></li></ol></nav></body></html>'
    )

    book = read_epub(make_epub(tmp_path / "book.epub", [("x", body)], files={"EPUB/nav.xhtml": nav}))

    assert chapters(book) == [("The letter A", "A\n\n1"), ("B", "B\n\n2")]


def test_documents_out_of_the_reading_order_are_not_read_by_default(
    make_epub: MakeEpub, tmp_path: Path
) -> None:
    """``linear="no"`` documents and the contents page are there to choose, not to listen to."""
    path = make_epub(
        tmp_path / "book.epub",
        ONE,
        spine='<itemref idref="nav"/><itemref idref="x" linear="no"/>',
        manifest='<item id="x" href="x.xhtml" media-type="application/xhtml+xml"/>',
        files={"EPUB/x.xhtml": b"<html><body><p>Answers.</p></body></html>"},
    )

    book = read_epub(path)

    assert [(chapter.text, chapter.enabled) for chapter in book.chapters] == [
        ("First text.", True),
        ("Answers.", False),
    ]
    assert book.chapters[1].role is Role.BACK


def test_metadata_are_read(make_epub: MakeEpub, tmp_path: Path) -> None:
    """All that tags and a library show comes from the package document."""
    path = make_epub(
        tmp_path / "book.epub",
        ONE,
        title="Rain & Ducks",
        language="en_GB",
        authors=("A. One", "B. Two"),
        metadata="<dc:description>&lt;p>About <![CDATA[<b>rain</b>]]>.&lt;/p></dc:description>"
        "<dc:publisher>Nobody</dc:publisher><dc:date>1888-05-01</dc:date>"
        "<dc:subject>Ducks</dc:subject><dc:subject> </dc:subject><dc:subject>Rain</dc:subject>",
    )

    book = read_epub(path)

    assert (book.title, book.language, book.authors) == ("Rain & Ducks", "en-GB", ("A. One", "B. Two"))
    assert (book.publisher, book.year, book.subjects) == ("Nobody", "1888", ("Ducks", "Rain"))
    assert re.sub(r"\W+", " ", book.description).strip() == "About rain"
    assert book.identifier == "urn:example:small-book"


_ROLE = '<meta refines="#i" property="role">{}</meta>'


@pytest.mark.parametrize(
    "metadata",
    [
        '<dc:creator opf:role="trl">Translator</dc:creator><dc:creator opf:role="aut">Author</dc:creator>',
        f'<dc:creator id="i">T</dc:creator><dc:creator>Author</dc:creator>{_ROLE.format("trl")}',
        f'<dc:creator id="i">Author</dc:creator>{_ROLE.format("aut")}{_ROLE.format("ill")}',
        '<dc:creator opf:role="edt">Author</dc:creator>',
        '<dc:creator>Author</dc:creator><dc:contributor id="t">Translator</dc:contributor>',
    ],
)
def test_only_authors_are_authors(make_epub: MakeEpub, tmp_path: Path, metadata: str) -> None:
    """Who translated or drew is not the author, in EPUB 2's way of saying it and in EPUB 3's."""
    book = read_epub(make_epub(tmp_path / "book.epub", ONE, authors=(), metadata=metadata))

    assert book.authors == ("Author",)


def test_a_book_without_metadata_is_named_after_its_file(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Nothing that is missing is made up, but a book needs a title."""
    book = read_epub(make_epub(tmp_path / "My Book.epub", ONE, title="", language="", authors=()))

    assert (book.title, book.language, book.authors, book.year) == ("My Book", "", (), "")


@pytest.mark.parametrize("version", [2, 3])
def test_the_cover_is_found(make_epub: MakeEpub, tmp_path: Path, version: int) -> None:
    """EPUB 2 names the cover in a meta element, EPUB 3 by a property."""
    book = read_epub(make_epub(tmp_path / "book.epub", ONE, version=version, cover=jpeg()))

    assert book.cover is not None
    assert (book.cover.width_px, book.cover.height_px) == (60, 90)


@pytest.mark.parametrize(
    ("name", "is_cover"), [("img/Cover1.jpg", True), ("covers/duck.jpg", False), ("recovered.jpg", False)]
)
def test_an_image_called_cover_is_one(make_epub: MakeEpub, tmp_path: Path, name: str, is_cover: bool) -> None:  # noqa: FBT001
    """Books that name no cover often have a file of that name."""
    item = f'<item id="i" href="{name}" media-type="image/jpeg"/>'

    book = read_epub(make_epub(tmp_path / "book.epub", ONE, manifest=item, files={f"EPUB/{name}": jpeg()}))

    assert (book.cover is not None) == is_cover


def test_an_unusable_cover_is_a_warning(make_epub: MakeEpub, tmp_path: Path) -> None:
    """A book whose cover is broken is still read."""
    book = read_epub(make_epub(tmp_path / "book.epub", ONE, cover=b"broken"))

    assert book.cover is None
    assert [warning for warning in book.warnings if "cover" in warning]


def test_sources_name_the_file_inside_the_container(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Whoever repairs a block can open its document with any zip program."""
    path = make_epub(tmp_path / "book.epub", [("One", '<p>Text.</p><img src="x.png" alt="Duck"/>')])

    book = read_epub(path)

    source = book.chapters[0].blocks[0].source
    assert source is not None
    with zipfile.ZipFile(path) as container:
        assert b"Text." in container.read(source.file)
    assert {skipped.where for skipped in book.skipped} == {source.file}


def test_a_package_may_stand_at_the_top(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Old books have everything in one folder, or names with spaces and accents."""
    container = b"""<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile
        full-path="content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
    package = b"""<package xmlns="http://www.idpf.org/2007/opf"><metadata
        xmlns:dc="http://purl.org/dc/elements/1.1/"/><manifest>
        <item id="a" href="Ch%C3%A9%201.htm" media-type="application/xhtml+xml"/></manifest>
        <spine><itemref idref="a"/></spine></package>"""
    files = {
        "META-INF/container.xml": container,
        "content.opf": package,
        "Ch\u00e9 1.htm": b"<html><body><p>Text.</p></body></html>",
        "EPUB/package.opf": None,
    }

    book = read_epub(make_epub(tmp_path / "book.epub", [], files=files))

    assert [chapter.text for chapter in book.chapters] == ["Text."]


# --- hostile and broken books ---


def rewritten(path: Path, **changes: bytes) -> Path:
    """Replace bytes in a file: ``old=`` by ``new=`` of the same length."""
    content = path.read_bytes()
    assert changes["old"] in content
    path.write_bytes(content.replace(changes["old"], changes["new"]))
    return path


def refused(path: Path) -> BookError:
    """Read a book that must be refused with a whole error, and return it."""
    with pytest.raises(BookError) as caught:
        read_epub(path)
    assert caught.value.message.strip()
    assert caught.value.hint.strip()
    return caught.value


def test_a_book_of_only_missing_files_is_damaged(make_epub: MakeEpub, tmp_path: Path) -> None:
    """A book without any text because its files are gone is not a book of pictures."""
    error = refused(make_epub(tmp_path / "book.epub", ONE, files={"EPUB/chapter-1.xhtml": None}))

    assert error.code == "damaged"


def test_a_book_of_pictures_has_no_text(make_epub: MakeEpub, tmp_path: Path) -> None:
    """A comic is refused by what it is."""
    assert refused(make_epub(tmp_path / "book.epub", [("One", '<img src="x.png"/>')])).code == "no-text"


def test_entries_of_the_spine_that_are_no_text_are_named(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Pictures in the reading order are not read as letters, and unknown entries do no harm."""
    path = make_epub(
        tmp_path / "book.epub",
        ONE,
        spine='<itemref idref="i"/><itemref idref="unknown"/><itemref/>',
        manifest='<item id="i" href="page.jpg" media-type="image/jpeg"/>',
        files={"EPUB/page.jpg": jpeg()},
    )

    book = read_epub(path)

    assert chapters(book) == [("One", "First text.")]
    assert book.warnings == (
        "The reading order has a file that is not text: EPUB/page.jpg",
        "The reading order names something the book does not have: unknown",
    )


@pytest.mark.parametrize(
    "package",
    [
        b"",
        b"no XML",
        b"<package/>",
        b'<package xmlns="http://www.idpf.org/2007/opf"/>',
        b'<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item/></manifest><spine/></package>',
        b'<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest/><spine/></package>',
        b'<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest/></package>',
        None,
    ],
)
def test_a_broken_package_document_is_refused(
    make_epub: MakeEpub, tmp_path: Path, package: bytes | None
) -> None:
    """Whatever is missing in it, the answer is an error that a listener understands."""
    error = refused(make_epub(tmp_path / "book.epub", ONE, files={"EPUB/package.opf": package}))

    assert error.code in {"damaged", "no-text"}


@pytest.mark.parametrize("container", [b"", b"no XML", b"<container/>", None])
def test_a_broken_container_is_refused(make_epub: MakeEpub, tmp_path: Path, container: bytes | None) -> None:
    """A zip file without a container document, such as a .docx, is no EPUB."""
    error = refused(make_epub(tmp_path / "book.epub", ONE, files={"META-INF/container.xml": container}))

    assert error.code == ("not-epub" if container is None else "damaged")


@pytest.mark.parametrize("nav", [b"", b"no XML", b"<nav/>", b"\xff" * 100])
def test_a_broken_contents_list_costs_only_the_titles(
    make_epub: MakeEpub, tmp_path: Path, nav: bytes
) -> None:
    """The text does not depend on the contents list."""
    book = read_epub(make_epub(tmp_path / "book.epub", TWO, files={"EPUB/nav.xhtml": nav}))

    assert "".join(chapter.text for chapter in book.chapters).startswith("First text.")


@pytest.mark.parametrize("part", ["spine", "manifest"])
def test_more_documents_than_a_book_has_are_refused(make_epub: MakeEpub, tmp_path: Path, part: str) -> None:
    """A reading order is not cut short in silence, and one file is not read a hundred thousand times."""
    item = '<item id="i{}" href="chapter-1.xhtml" media-type="application/xhtml+xml"/>'
    entries = {
        "spine": "".join(f'<itemref idref="i{n}"/>' for n in range(limits.MAX_SPINE_ITEMS + 1)),
        "manifest": "".join(item.format(n) for n in range(limits.MAX_ZIP_ENTRIES + 1)),
    }

    assert refused(make_epub(tmp_path / "book.epub", ONE, **{part: entries[part]})).code == "too-large"


def test_sound_and_fonts_do_not_count(
    make_epub: MakeEpub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A book with its recording inside is as large as its text."""
    monkeypatch.setattr(limits, "MAX_DOCUMENT_BYTES", 10_000)
    item = '<item id="m" href="one.mp3" media-type="audio/mpeg"/>'

    book = read_epub(
        make_epub(tmp_path / "book.epub", ONE, manifest=item, files={"EPUB/one.mp3": bytes(20_000)})
    )

    assert chapters(book) == [("One", "First text.")]
    assert book.warnings == ()


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.9, 0.999])
def test_a_truncated_zip_is_damaged(make_epub: MakeEpub, tmp_path: Path, kept: float) -> None:
    """A download that broke off is told as such."""
    path = make_epub(tmp_path / "book.epub", TWO)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * kept)])

    assert refused(path).code == "damaged"


def test_damage_inside_a_chapter_is_a_warning(make_epub: MakeEpub, tmp_path: Path) -> None:
    """A flipped bit is found by the checksum and told with the name of the file."""
    path = make_epub(tmp_path / "book.epub", TWO, compression=zipfile.ZIP_STORED)

    book = read_epub(rewritten(path, old=b"First", new=b"Worst"))

    assert chapters(book) == [("Two", "Second text.")]
    assert "damaged" in book.warnings[0]


def test_an_unknown_compression_is_refused(make_epub: MakeEpub, tmp_path: Path) -> None:
    """What cannot be unpacked is damaged to us, whoever wrote it."""
    path = make_epub(tmp_path / "book.epub", ONE)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 10), (b"PK\x03\x04", 8)):
        for match in re.finditer(re.escape(signature), bytes(content)):
            content[match.start() + offset] = 99
    path.write_bytes(content)

    assert refused(path).code == "damaged"


def test_a_container_with_a_password_is_refused(make_epub: MakeEpub, tmp_path: Path) -> None:
    """An encrypted zip entry is an error of the container, not a traceback."""
    path = make_epub(tmp_path / "book.epub", ONE)
    content = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        for match in re.finditer(re.escape(signature), bytes(content)):
            content[match.start() + offset] |= 1
    path.write_bytes(content)

    assert refused(path).code == "damaged"


def _encryption(algorithm: str) -> bytes:
    return (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        f'<enc:EncryptedData><enc:EncryptionMethod Algorithm="{algorithm}"/></enc:EncryptedData></encryption>'
    ).encode()


@pytest.mark.parametrize(
    ("name", "content", "scheme"),
    [
        ("META-INF/rights.xml", b'<rights xmlns="http://ns.adobe.com/adept"/>', "Adobe DRM (ADEPT)"),
        ("META-INF/license.lcpl", b"{}", "DRM (Readium LCP)"),
        ("META-INF/sinf.xml", b"<sinf/>", "DRM (Apple FairPlay)"),
        ("rights.xml", b"<kdrm/>", "Kobo DRM"),
        ("META-INF/other.xml", b"<x/>", "DRM"),
    ],
)
def test_a_protection_is_called_by_its_name(
    make_epub: MakeEpub, tmp_path: Path, name: str, content: bytes, scheme: str
) -> None:
    """Who is refused a book can look for the right words in the shop."""
    files = {
        "META-INF/encryption.xml": _encryption("http://www.w3.org/2001/04/xmlenc#aes256-cbc"),
        name: content,
    }

    error = refused(make_epub(tmp_path / "book.epub", ONE, files=files))

    assert error.message == f"book.epub is protected by {scheme}, so its text is encrypted"


def test_scrambled_text_is_never_read_as_words(make_epub: MakeEpub, tmp_path: Path) -> None:
    """A document of noise without a word about encryption is a lost part of the book, not a chapter."""
    noise = random.Random(1).randbytes(5_000)
    two = [*ONE, ("Two", "<p>x</p>")]

    book = read_epub(make_epub(tmp_path / "book.epub", two, files={"EPUB/chapter-2.xhtml": noise}))
    error = refused(make_epub(tmp_path / "noise.epub", ONE, files={"EPUB/chapter-1.xhtml": noise}))

    assert chapters(book) == [("One", "First text.")]
    assert [item.kind for item in book.skipped] == ["damaged document"]
    assert "encrypted or overwritten" in book.warnings[0]
    assert error.code == "damaged"


@pytest.mark.parametrize(
    "algorithm", ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"]
)
def test_scrambled_fonts_are_no_protection(make_epub: MakeEpub, tmp_path: Path, algorithm: str) -> None:
    """Fonts hidden from copying do not keep the text from being read."""
    files = {"META-INF/encryption.xml": _encryption(algorithm)}

    assert chapters(read_epub(make_epub(tmp_path / "book.epub", ONE, files=files))) == [
        ("One", "First text.")
    ]


def test_characters_that_cannot_be_read_are_a_warning(make_epub: MakeEpub, tmp_path: Path) -> None:
    """A text with holes is read, and the listener is told in which file they are."""
    content = "<html><body><p>One two</p></body></html>".encode("utf-16").replace(b"w\0", b"\0\xd8")

    book = read_epub(make_epub(tmp_path / "book.epub", [("One", content)]))

    assert chapters(book)[0][1].startswith("One t")
    assert book.warnings == ("Some characters could not be read in EPUB/chapter-1.xhtml",)


def test_nothing_is_left_open(make_epub: MakeEpub, tmp_path: Path) -> None:
    """On Windows an open file cannot be moved or deleted, read or refused."""
    path = make_epub(tmp_path / "book.epub", ONE, files={"EPUB/package.opf": b"broken"})

    refused(path)

    path.rename(tmp_path / "moved.epub")
    assert not path.exists()


_FRENCH = (
    "Il pleuvait depuis trois jours et la vieille dame ne voulait plus sortir de chez elle. Elle regardait"
    " par la fenêtre les canards qui étaient dans le jardin, et elle se demandait où ils allaient quand il"
    " faisait beau. Son mari lui disait que c'était sans importance, mais elle ne le croyait pas du tout. "
)
_ENGLISH = (
    "It had been raining for three days and the old lady did not want to leave her house. She looked through"
    " the window at the ducks that were in the garden, and asked herself where they went when it was fine."
    " Her husband told her that it was of no importance, but she did not believe him at all. "
)


def _page(language: str, text: str) -> bytes:
    return (
        f'<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{language}"><head><title>x</title></head>'
        f"<body><p>{text}</p></body></html>"
    ).encode()


def test_a_chapter_in_another_language_has_that(make_epub: MakeEpub, tmp_path: Path) -> None:
    """Where its file and its words both say so; a template's declaration alone means nothing."""
    chapters = [
        ("Rain", _page("en-GB", _ENGLISH * 8)),
        ("La pluie", _page("fr-FR", _FRENCH * 8)),
        ("Ducks", _page("fr", _ENGLISH * 8)),
        ("Les canards", _page("en", _FRENCH * 8)),
        ("A word", _page("fr", "Oui.")),
    ]

    book = read_epub(make_epub(tmp_path / "b.epub", chapters, language="en"))

    assert [(chapter.title, chapter.language) for chapter in book.chapters] == [
        ("Rain", ""),
        ("La pluie", "fr-FR"),
        ("Ducks", ""),
        ("Les canards", ""),
        ("A word", ""),
    ]
