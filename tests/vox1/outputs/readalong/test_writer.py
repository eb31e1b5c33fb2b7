"""Tests of vox1.outputs.readalong.writer: whole books, read back with nothing of ours."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from booksmith_module.book import Book
from booksmith_module.detect import reader_for
from booksmith_module.options import DEFAULTS
from tests.vox1.outputs.readalong.heard import heard
from tests.vox1.outputs.readalong.older import older_epub
from tests.vox1.outputs.readalong.played import OPF, items, letters, opened, package, played
from vox1.errors import DiskError, InputError
from vox1.outputs.cues import Cue, CuedChapter
from vox1.outputs.readalong.writer import HeardChapter, ReadAlong, write_read_along
from vox1.script.chunking import Piece

MakeEpub = Callable[..., Path]
SAMPLE = Path(__file__).parents[4] / "samples" / "five-teaspoons-of-rain.epub"
TALE = """THE TALE OF <A> & B

CHAPTER ONE

It was a dark night. "Hm!" said <he>.

* * *

Roses are red,
Violets are blue,
Sugar is sweet.

CHAPTER TWO

The end came soon. It was short.
"""


def read(path: Path) -> Book:
    """Read a book as it is read for a render."""
    return reader_for(path)(path, DEFAULTS)


def made(path: Path, audio: Path, book: Book | None = None) -> tuple[ReadAlong, Path, list[HeardChapter]]:
    """Make a read-along book with a second for each sentence."""
    book, target = book or read(path), path.with_name(f"{path.stem}.read-along.epub")
    chapters = list(heard(book, audio))
    return write_read_along(path, book, iter(chapters), target, narrator="N. Arrator"), target, chapters


def contents(path: Path) -> dict[str, bytes]:
    """Return all files in a container."""
    with zipfile.ZipFile(path) as container:
        return {name: container.read(name) for name in container.namelist()}


def words(content: bytes) -> str:
    """Return the text of a document."""
    body = next(one for one in opened(content).iter() if one.tag.endswith("}body"))
    return " ".join("".join(body.itertext()).split())


def metas(path: Path) -> dict[str, list[str]]:
    """Return what the package says of the book and its parts."""
    with zipfile.ZipFile(path) as container:
        found: dict[str, list[str]] = {}
        for meta in package(container)[1].iter(f"{OPF}meta"):
            found.setdefault(meta.get("property", ""), []).append(meta.text or "")
        return found


def check_played(path: Path, chapters: Iterable[HeardChapter]) -> None:
    """See that every cue is highlighted while it is heard, and all of them in order."""
    found = played(path)
    spoken: dict[tuple[str, int], str] = {}
    for one in found:
        key = (one.audio.rpartition("/")[2], int(one.start_seconds))
        spoken[key] = spoken.get(key, "") + letters(one.text)
    cues = {
        (f"chapter-{chapter.cued.number:03}.m4a", int(cue.start_seconds)): letters(cue.text)
        for chapter in chapters
        for cue in chapter.cued.cues
    }
    assert spoken == cues
    for before, after in pairwise(found):
        assert before.start_seconds < before.end_seconds
        if before.audio == after.audio:
            assert before.end_seconds == pytest.approx(after.start_seconds)


def test_every_sentence_of_the_sample_is_highlighted_while_it_is_heard(audio: Path, tmp_path: Path) -> None:
    """No sentence of a real book is left out, none is highlighted twice, and each has its own words."""
    path = tmp_path / SAMPLE.name
    path.write_bytes(SAMPLE.read_bytes())

    result, target, chapters = made(path, audio)

    assert result.unplaced == 0
    assert result.sentences == sum(len(chapter.cued.cues) for chapter in chapters) > 100
    check_played(target, chapters)


def test_the_book_keeps_all_it_has(audio: Path, tmp_path: Path) -> None:
    """Every file, every word, and every byte of what is not narrated."""
    path = tmp_path / SAMPLE.name
    path.write_bytes(SAMPLE.read_bytes())
    _, target, _ = made(path, audio)

    before, after = contents(path), contents(target)
    narrated = {one.document for one in played(target)}

    assert before.keys() <= after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed - narrated == {next(name for name in before if name.endswith(".opf"))}
    for name in narrated:
        assert words(before[name]) == words(after[name])
        unspanned = re.sub(rb'<span id="vox1-\d+">|<link [^>]*read-along\.css"/>', b"", after[name])
        assert unspanned.replace(b"</span>", b"") == before[name].replace(b"</span>", b"")


def test_an_epub_2_becomes_an_epub_3(audio: Path, tmp_path: Path) -> None:
    """What it said in the way of its time it still says, and the book can be told by its identifier."""
    path = older_epub(tmp_path / "older.epub", cover=b"jpeg")
    result, target, chapters = made(path, audio)

    check_played(target, chapters)
    found, entries = metas(target), contents(target)
    assert (result.documents, result.unplaced) == (2, 0)
    assert found["role"] == ["ill"]
    assert found["file-as"] == ["Painter, P."]
    with zipfile.ZipFile(target) as container:
        root = package(container)[1]
        properties = {name: item.get("properties") for name, item in items(container).values()}
    assert root.attrib["version"] == "3.0"
    assert b"<dc:date>2001-02-03</dc:date>" in entries["EPUB/package.opf"]
    assert b'<dc:identifier id="id">urn:example:small-book</dc:identifier>' in entries["EPUB/package.opf"]
    assert b"opf:meta" not in entries["EPUB/package.opf"]
    assert properties["EPUB/images/front.jpg"] == "cover-image"
    assert properties["EPUB/chapter-1.xhtml"] == "svg"
    assert properties["EPUB/vox1-contents.xhtml"] == "nav"
    assert '<a href="chapter-1.xhtml">Chapter &lt;One&gt;</a>' in entries["EPUB/vox1-contents.xhtml"].decode()


def test_lengths_add_up(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """Readers show how far one is by them."""
    path = make_epub(
        tmp_path / "book.epub", [("One", "<p>It rained. She slept.</p>"), ("Two", "<p>He woke.</p>")]
    )
    result, target, _ = made(path, audio)

    found = metas(target)
    assert found["media:duration"] == ["0:00:02.000", "0:00:01.000", "0:00:03.000"]
    assert result.length_ms == 3_000
    assert found["media:narrator"] == ["N. Arrator"]
    assert found["media:active-class"] == ["vox1-active"]
    assert b".vox1-active" in contents(target)["EPUB/vox1/read-along.css"]


def test_the_container_is_one_that_readers_open(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """The first entry says what it is, and sound is not packed a second time."""
    _, target, _ = made(make_epub(tmp_path / "book.epub", [("One", "<p>A b.</p>")]), audio)

    assert target.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(target) as container:
        assert max(Counter(container.namelist()).values()) == 1
        packed = {entry.filename: entry.compress_type for entry in container.infolist()}
    assert packed.pop("mimetype") == packed.pop("EPUB/vox1/chapter-001.m4a") == zipfile.ZIP_STORED
    assert set(packed.values()) == {zipfile.ZIP_DEFLATED}


def test_chapters_may_share_a_document_and_have_several(
    audio: Path, tmp_path: Path, make_epub: MakeEpub
) -> None:
    """An overlay belongs to a document, and the sound to a chapter."""
    nav = """<nav epub:type="toc"><ol><li><a href="chapter-1.xhtml#a">A</a></li>
        <li><a href="chapter-1.xhtml#b">B</a></li></ol></nav>"""
    page = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>T</title></head><body>{nav}</body></html>"
    )
    bodies = [
        ("A", "<h2 id='a'>First</h2><p>One here.</p><h2 id='b'>Second</h2><p>Two here.</p>"),
        ("", "<p>Three here goes on. It still does.</p>"),
    ]
    path = make_epub(tmp_path / "book.epub", bodies, files={"EPUB/nav.xhtml": page.encode()})
    book = read(path)
    assert [len({b.source.file for b in c.blocks if b.source}) for c in book.chapters] == [1, 2]

    _, target, chapters = made(path, audio, book)

    check_played(target, chapters)
    assert [(one.document, one.audio) for one in played(target)] == [
        (f"EPUB/chapter-{document}.xhtml", f"EPUB/vox1/chapter-00{chapter}.m4a")
        for document, chapter in ((1, 1), (1, 1), (1, 2), (1, 2), (2, 2), (2, 2))
    ]


def test_a_sentence_over_several_paragraphs_shares_its_time(
    audio: Path, tmp_path: Path, make_epub: MakeEpub
) -> None:
    """Each element is highlighted for its share of the words, and the pause belongs to the last."""
    path = make_epub(tmp_path / "book.epub", [("One", "<p>Three</p><p>four <i>five.</i> Six</p>")])
    book = read(path)
    cue = Cue("Three four five.", (Piece(0, 0, 5), Piece(1, 0, 10)), 1.0, 4.0)
    target = tmp_path / "out.epub"

    write_read_along(path, book, [HeardChapter(CuedChapter(1, "One", 0.0, 6.0, (cue,)), audio)], target)

    assert [(one.text, one.start_seconds, one.end_seconds) for one in played(target)] == [
        ("Three", 1.0, 2.0),
        ("four five.", 2.0, 6.0),
    ]


def test_a_document_that_is_no_xml_is_written_anew(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """The reader was forgiving; a program that shows the book would not be."""
    page = b"<html><body><p class=x>One & two.<p>Three&nbsp;<b>four.</p></body></html>"
    path = make_epub(tmp_path / "book.epub", [("One", page)])

    result, target, chapters = made(path, audio)

    assert result.unplaced == 0
    check_played(target, chapters)
    assert words(contents(target)["EPUB/chapter-1.xhtml"]) == "One & two.Three four."


@pytest.mark.parametrize("encoding", ["utf-16", "windows-1251"])
def test_a_document_in_another_encoding_says_what_it_is_now(
    audio: Path, tmp_path: Path, make_epub: MakeEpub, encoding: str
) -> None:
    """EPUB 3 has UTF-8."""
    page = (
        f'<?xml version="1.0" encoding="{encoding}"?><html xmlns="http://www.w3.org/1999/xhtml">'
        "<head><title>T</title></head><body><p>Привет всем.</p></body></html>"
    )
    path = make_epub(tmp_path / "book.epub", [("One", page.encode(encoding))])

    _, target, chapters = made(path, audio)

    check_played(target, chapters)
    assert contents(target)["EPUB/chapter-1.xhtml"].startswith(b'<?xml version="1.0" encoding="utf-8"?>')


def test_scrambled_fonts_can_still_be_unscrambled(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """Their key is the book's identifier, and their place is named in the container."""
    encryption = b"""<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData
        xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod
        Algorithm="http://www.idpf.org/2008/embedding"/><CipherData><CipherReference URI="EPUB/f.otf"/>
        </CipherData></EncryptedData></encryption>"""
    kept = {"META-INF/encryption.xml": encryption, "EPUB/f.otf": bytes(range(256)) * 9}
    left = {"META-INF/signatures.xml": b"<signatures/>"}
    path = make_epub(tmp_path / "book.epub", [("One", "<p>A b.</p>")], version=2, files={**kept, **left})

    _, target, _ = made(path, audio)

    entries = contents(target)
    assert {name: entries[name] for name in kept} == kept
    assert "META-INF/signatures.xml" not in entries
    assert b'<dc:identifier id="id">urn:example:small-book<' in entries["EPUB/package.opf"]


def test_the_narration_that_a_book_had_is_replaced(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """Two voices cannot read one page; made again, the book has one overlay a document."""
    path = make_epub(tmp_path / "book.epub", [("One", "<p>It rained. She slept.</p>")])
    _, once, _ = made(path, audio)

    result, twice, chapters = made(once, audio)

    assert result.unplaced == 0
    found = metas(twice)
    assert found["media:duration"] == ["0:00:02.000", "0:00:02.000"]
    assert len(found["dcterms:modified"]) == 1
    assert len([name for name in contents(twice) if name.endswith(".smil")]) == 1
    assert len(played(twice)) == sum(len(chapter.cued.cues) for chapter in chapters)


def test_of_a_book_of_another_kind_an_epub_is_made(audio: Path, tmp_path: Path) -> None:
    """All its chapters are in it, narrated or not, each sentence in its own element."""
    path = tmp_path / "tale.txt"
    path.write_text(TALE, encoding="utf-8")
    book = read(path)

    result, target, chapters = made(path, audio, book)

    check_played(target, chapters)
    assert result.unplaced == 0
    again = read(target)
    assert [c.text for c in again.chapters] == [c.text for c in book.chapters]
    assert again.title == book.title


def test_a_book_without_sources_is_told_and_not_made(
    audio: Path, tmp_path: Path, make_epub: MakeEpub
) -> None:
    """A read-along book without a highlighted word would be a lie."""
    path = make_epub(tmp_path / "book.epub", [("One", "<p>A b.</p>")])
    book = read(path)
    bare = replace(
        book,
        chapters=tuple(
            replace(c, blocks=tuple(replace(b, source=None) for b in c.blocks)) for c in book.chapters
        ),
    )

    with pytest.raises(InputError, match="nothing"):
        write_read_along(path, bare, heard(bare, audio), tmp_path / "out.epub")


def test_sentences_whose_place_is_gone_are_counted(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """The file may have been changed since it was read."""
    path = make_epub(tmp_path / "book.epub", [("One", "<p>A b.</p><p>C d.</p>")])
    book = read(path)
    make_epub(path, [("One", "<p>A b.</p>")])

    result = write_read_along(path, book, heard(book, audio), tmp_path / "out.epub")

    assert (result.sentences, result.unplaced) == (2, 1)


def test_a_damaged_picture_is_left_out(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """It cannot be seen in the book either; the rest is as good as before."""
    path = make_epub(
        tmp_path / "book.epub", [("One", "<p>A b.</p>")], files={"EPUB/p.png": b"picture" * 99}, compression=0
    )
    path.write_bytes(path.read_bytes().replace(b"picturepicture", b"picturePICTURE", 1))

    _, target, chapters = made(path, audio)

    check_played(target, chapters)
    assert "EPUB/p.png" not in contents(target)


def test_a_full_disk_is_told(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """As the listener's, not as the system's."""
    path = make_epub(tmp_path / "book.epub", [("One", "<p>A b.</p>")])
    book = read(path)

    with pytest.raises(DiskError):
        write_read_along(path, book, heard(book, audio), tmp_path / "none" / "out.epub")


def test_it_can_be_given_up(audio: Path, tmp_path: Path, make_epub: MakeEpub) -> None:
    """Ctrl-C is heard between two files."""
    path = make_epub(tmp_path / "book.epub", [("One", "<p>A b.</p>")])
    book = read(path)

    def watch() -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_read_along(path, book, heard(book, audio), tmp_path / "out.epub", watch=watch)
