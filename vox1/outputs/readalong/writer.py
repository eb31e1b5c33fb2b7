"""The writer of read-along books: an EPUB and its narration in, an EPUB 3 that reads itself aloud out."""

from __future__ import annotations

import logging
import posixpath
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from booksmith_module import limits
from booksmith_module.book import Block, Book, Source
from booksmith_module.container import UNREADABLE
from booksmith_module.nature import Nature, nature_of
from booksmith_module.readers.markup import Element
from vox1.errors import InputError, disk_error
from vox1.outputs.cues import Cue, CuedChapter
from vox1.outputs.readalong import made
from vox1.outputs.readalong.document import close_document, open_document
from vox1.outputs.readalong.navigation import Entry, navigation, read_ncx
from vox1.outputs.readalong.overlay import Clip, divided, smil
from vox1.outputs.readalong.package import (
    ACTIVE_CLASS,
    XHTML_TYPE,
    Package,
    address,
    package_name,
    plain_name,
)
from vox1.outputs.readalong.raised_markup import raised
from vox1.outputs.readalong.raising import properties_of, raise_package
from vox1.outputs.readalong.sentences import Stretch, enclose

log = logging.getLogger(__name__)

MIMETYPE = "application/epub+zip"
_CONTAINER = "META-INF/container.xml"
_LEFT_OUT = frozenset(("mimetype", "META-INF/signatures.xml"))
"""The first is written first; signatures would be of another book's files."""
_AUDIO_TYPES = {".m4a": "audio/mp4", ".mp4": "audio/mp4", ".mp3": "audio/mpeg"}
_MADE = (1980, 1, 1, 0, 0, 0)
"""The date of the files that we add: the same book gives the same bytes."""
_PIECE_BYTES = 2**20
_STYLE = f"""/* The sentence that is heard. */
.{ACTIVE_CLASS} {{ background-color: #ffe08a; color: #1a1a1a; }}
"""


@dataclass(frozen=True, slots=True)
class HeardChapter:
    """A chapter and the sound of it.

    Attributes:
        cued: When which of its sentences is heard.
        audio: An .m4a (AAC) or .mp3 of this chapter alone.
    """

    cued: CuedChapter
    audio: Path

    @property
    def index(self) -> int:
        """Its place among the book's chapters, from 0."""
        return self.cued.number - 1


@dataclass(frozen=True, slots=True)
class ReadAlong:
    """What was written.

    Attributes:
        sentences: How many are heard; one that stands in two paragraphs counts twice.
        unplaced: How many of them are not highlighted: their place is not in the book. None, in a book that
            has not changed since it was read.
        documents: How many documents have an overlay.
        length_ms: Of all clips together.
    """

    sentences: int
    unplaced: int
    documents: int
    length_ms: int


class _Heard(NamedTuple):
    """A part of a sentence, in one block.

    Attributes:
        stretch: Where it stands in its document.
        clip: When it is heard.
    """

    stretch: Stretch
    clip: Clip


@dataclass(slots=True)
class _Narration:
    """What is heard of the whole book, by document.

    A book of 40 hours has some 60,000 sentences; they take 20 MB, and their text is not kept.

    Attributes:
        documents: By name in the container, in the order in which they are first heard.
        audio: The names of the audio files in the container, in order.
        first_documents: Each chapter's title with the document that it begins in.
        sentences: How many parts of sentences there are.
        unplaced: How many of them have no element of their own.
    """

    documents: dict[str, list[_Heard]] = field(default_factory=dict)
    audio: list[tuple[str, str]] = field(default_factory=list)
    first_documents: list[tuple[str, str]] = field(default_factory=list)
    sentences: int = 0
    unplaced: int = 0

    def add(self, chapter: CuedChapter, blocks: Sequence[Block], audio: str) -> None:
        """Add a chapter's sentences."""
        first = ""
        for cue, clip in zip(chapter.cues, _clips(chapter, audio), strict=True):
            self.sentences += len(cue.pieces)
            for piece, part in zip(cue.pieces, _shared(clip, cue), strict=True):
                source = blocks[piece.block].source
                if source is None:
                    self.unplaced += 1
                    continue
                heard = _Heard(_stretch(source, piece.start, piece.end), part)
                self.documents.setdefault(source.file, []).append(heard)
                first = first or source.file
        if first:
            self.first_documents.append((chapter.title, first))


def _stretch(source: Source, start: int, end: int) -> Stretch:
    """Where a part of a block's text stands in its document."""
    first, last = source.alignment.source_span(start, end)
    return Stretch(source.place, source.start + first, source.start + last)


def _clips(chapter: CuedChapter, audio: str) -> Iterator[Clip]:
    """What is heard of each sentence: all that follows it until the next begins, so that it plays on."""
    length_ms = round(chapter.seconds * 1000)
    starts = [min(round(cue.start_seconds * 1000), length_ms) for cue in chapter.cues] + [length_ms]
    for cue, (start_ms, next_ms) in zip(chapter.cues, pairwise(starts), strict=True):
        spoken_ms = min(max(round(cue.end_seconds * 1000), start_ms), max(next_ms, start_ms))
        yield Clip(audio, start_ms, spoken_ms, max(next_ms, start_ms))


def _shared(clip: Clip, cue: Cue) -> Iterator[Clip]:
    """A sentence's clip, shared among its pieces by their lengths."""
    lengths = [piece.end - piece.start for piece in cue.pieces]
    total, heard, start_ms = max(sum(lengths), 1), 0, clip.start_ms
    for number, length in enumerate(lengths, 1):
        heard += length
        if number == len(lengths):
            yield clip._replace(start_ms=start_ms)
        else:
            end_ms = clip.start_ms + (clip.spoken_ms - clip.start_ms) * heard // total
            yield Clip(clip.audio, start_ms, end_ms, end_ms)
            start_ms = end_ms


def write_read_along(  # noqa: PLR0913  # what is read, what is heard of it, and where it goes
    book_path: Path,
    book: Book,
    chapters: Iterable[HeardChapter],
    target: Path,
    *,
    narrator: str = "",
    watch: Callable[[], None] = lambda: None,
) -> ReadAlong:
    """Write a book as an EPUB 3 that highlights each sentence as it is heard.

    An EPUB keeps everything it has; of any other book a plain EPUB is made first. Chapters without
    sound are in the book as before. The file is written as it goes: rename it when it is done.

    Args:
        book_path: The book file.
        book: As it was read from there.
        chapters: Those that are narrated, in order. Each audio file is read before the next is asked for.
        target: The file to write; one that exists is replaced.
        narrator: Whose voice it is, for the reader to see.
        watch: Called again and again meanwhile; may raise to give up.

    Raises:
        InputError: The book cannot be opened any more, or there is nothing to highlight in it.
        DiskError: The disk is full or refuses.
    """
    try:
        with (
            _opened(book_path, book) as (container, blocks_of),
            zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as archive,
        ):
            return _Writer(container, archive, watch).write(book, chapters, blocks_of, narrator)
    except OSError as err:
        raise disk_error(err, target) from err


@contextmanager
def _opened(path: Path, book: Book) -> Iterator[tuple[zipfile.ZipFile, Callable[[int], Sequence[Block]]]]:
    """The EPUB to be added to, and the blocks of its chapters by their index."""
    if nature_of(path) is not Nature.EPUB:
        with tempfile.TemporaryFile() as stream:
            made.write_epub(book, stream)
            with zipfile.ZipFile(stream) as container:
                yield container, lambda index: made.placed(book.chapters[index], index)
        return
    try:
        container = zipfile.ZipFile(path)
    except UNREADABLE as err:
        raise _damaged(path.name) from err
    with container:
        yield container, lambda index: book.chapters[index].blocks


def _damaged(name: str) -> InputError:
    return InputError(
        f"{name} cannot be read any more, so no read-along book can be made of it",
        "Download or copy the book again, then try again; nothing spoken is lost.",
        "damaged",
    )


class _Writer:
    """One read-along book being written.

    Args:
        container: The EPUB that it is made of.
        archive: The file to write.
        watch: Called again and again.
    """

    def __init__(
        self, container: zipfile.ZipFile, archive: zipfile.ZipFile, watch: Callable[[], None]
    ) -> None:
        self._container = container
        self._archive = archive
        self._watch = watch
        # Of two entries of one name the last counts, as it does for the reader.
        self._entries = {
            plain_name(entry.filename): entry for entry in container.infolist() if not entry.is_dir()
        }
        self._package = self._find_package()
        self._is_older = self._package.is_older
        self._folder = self._free_folder()
        self._narration = _Narration()

    def write(
        self,
        book: Book,
        chapters: Iterable[HeardChapter],
        blocks_of: Callable[[int], Sequence[Block]],
        narrator: str,
    ) -> ReadAlong:
        """Write all of it."""
        self._archive.writestr(_entry("mimetype"), MIMETYPE, zipfile.ZIP_STORED)
        for chapter in chapters:
            self._add_chapter(chapter, blocks_of(chapter.index))
        if not self._narration.documents:
            raise InputError(
                "There is nothing in the book that a read-along book could highlight",
                "Its narration is whole; leave --read-along out.",
                "no-read-along",
            )
        earlier = self._package.forget_overlays()
        self._add(self._style, _STYLE)
        self._package.add_item(self._style, "text/css")
        if self._is_older:
            raise_package(self._package, book.title, book.language)
            self._add_navigation(book.title)
        length_ms, documents = self._write_files(earlier, book.title)
        for name, media_type in self._narration.audio:
            self._package.add_item(name, media_type)
        self._package.add_narration(length_ms, narrator)
        self._package.date()
        self._add(self._package.name, self._package.to_bytes())
        return ReadAlong(self._narration.sentences, self._narration.unplaced, documents, length_ms)

    @property
    def _style(self) -> str:
        return f"{self._folder}/read-along.css"

    def _find_package(self) -> Package:
        name = package_name(self._read(_CONTAINER))
        return Package(name, self._read(name))

    def _free_folder(self) -> str:
        """A folder that the book does not have, beside its package document."""
        number, folder = 1, posixpath.join(self._package.folder, "vox1")
        while any(name.startswith(f"{folder}/") for name in self._entries):
            number += 1
            folder = posixpath.join(self._package.folder, f"vox1-{number}")
        return folder

    def _add_chapter(self, chapter: HeardChapter, blocks: Sequence[Block]) -> None:
        self._watch()
        media_type = _AUDIO_TYPES.get(chapter.audio.suffix.lower())
        if media_type is None:
            raise InputError(
                f"No reader plays {chapter.audio.suffix} in a read-along book",
                "Leave --read-along out, or make M4B or MP3 too.",
                "no-read-along",
            )
        name = f"{self._folder}/chapter-{chapter.cued.number:03}{chapter.audio.suffix.lower()}"
        self._archive.write(chapter.audio, name, zipfile.ZIP_STORED)
        self._narration.audio.append((name, media_type))
        self._narration.add(chapter.cued, blocks, name)

    def _write_files(self, left_out: set[str], title: str) -> tuple[int, int]:
        """Write every file of the book; return the overlays' length in milliseconds and their number."""
        files = self._package.files()
        lengths_ms: list[int] = []
        for name, entry in self._entries.items():
            self._watch()
            item = files.get(name)
            if name in _LEFT_OUT or name in left_out or name == self._package.name:
                continue
            if item is not None and (heard := self._narration.documents.pop(name, None)):
                lengths_ms.append(self._write_narrated(name, item, heard, len(lengths_ms) + 1, title))
            elif item is not None and self._is_older and item.get("media-type") == XHTML_TYPE:
                self._write_document(name, item, open_document(self._read(name)), title)
            else:
                self._copy(name, entry)
        self._narration.unplaced += sum(map(len, self._narration.documents.values()))
        return sum(lengths_ms), len(lengths_ms)

    def _write_narrated(
        self, name: str, item: Element, heard: Sequence[_Heard], number: int, title: str
    ) -> int:
        """Write a document and its overlay; return the overlay's length in milliseconds."""
        markup, targets = enclose(
            open_document(self._read(name)), [part.stretch for part in heard], address(self._style, name)
        )
        self._write_document(name, item, markup, title)
        self._narration.unplaced += targets.count(())
        overlay = f"{self._folder}/overlay-{number:03}.smil"
        pars = [
            par._replace(audio=address(par.audio, overlay))
            for part, elements in zip(heard, targets, strict=True)
            for par in divided(part.clip, elements)
        ]
        if not pars:
            return 0
        self._add(overlay, smil(address(name, overlay), pars))
        length_ms = sum(par.end_ms - par.start_ms for par in pars)
        self._package.add_overlay(item, overlay, length_ms)
        return length_ms

    def _write_document(self, name: str, item: Element, markup: str, title: str) -> None:
        if self._is_older:
            markup = raised(markup, title)
            properties = {*item.get("properties", "").split(), *properties_of(markup)}
            if properties:
                item.set("properties", " ".join(sorted(properties)))
        self._add(name, close_document(markup))

    def _add_navigation(self, title: str) -> None:
        """Make the contents list that an EPUB 3 must have of the one that an EPUB 2 has."""
        ncx = self._package.ncx()
        name = self._package.name if ncx is None else self._package.file_of(ncx)
        contents, pages = (
            read_ncx(self._read(name)) if ncx is not None and name in self._entries else ((), ())
        )
        place = posixpath.join(posixpath.dirname(name), f"{posixpath.basename(self._folder)}-contents.xhtml")
        contents = contents or tuple(
            Entry(chapter or title, address(file, place)) for chapter, file in self._narration.first_documents
        )
        self._add(place, navigation(title, contents, pages))
        self._package.add_item(place, XHTML_TYPE, "nav")

    def _add(self, name: str, content: str | bytes) -> None:
        self._archive.writestr(_entry(name), content, zipfile.ZIP_DEFLATED)

    def _read(self, name: str) -> bytes:
        """A file of the book that is text."""
        try:
            with self._container.open(self._entries[name]) as stream:
                content = stream.read(limits.MAX_DOCUMENT_BYTES + 1)
        except (KeyError, *UNREADABLE) as err:
            raise _damaged(name) from err
        if len(content) > limits.MAX_DOCUMENT_BYTES:
            raise _damaged(name)
        return content

    def _copy(self, name: str, entry: zipfile.ZipInfo) -> None:
        """Copy any other file. One that is damaged, such as a picture, is not in the new book either."""
        new = zipfile.ZipInfo(name, entry.date_time)
        new.compress_type, new.file_size = zipfile.ZIP_DEFLATED, entry.file_size
        if not self._is_whole(entry):
            log.warning("%s in the book is damaged and was left out of the read-along book", name)
            return
        with self._container.open(entry) as source, self._archive.open(new, "w") as sink:
            shutil.copyfileobj(source, sink, _PIECE_BYTES)

    def _is_whole(self, entry: zipfile.ZipInfo) -> bool:
        try:
            with self._container.open(entry) as source:
                while source.read(_PIECE_BYTES):
                    self._watch()
        except UNREADABLE:
            return False
        return True


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.external_attr = 0o644 << 16
    return entry
