"""Books: opened in the backroom, where they stay, and described for the window."""

from __future__ import annotations

import io
import json
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from booksmith_module.book import Block, Book, Chapter, Cover, Unread
from booksmith_module.editing import Edited
from booksmith_module.options import ReadingOptions
from booksmith_module.unread import KindCount, kinds_of, summed
from vox1 import files
from vox1.settings import Settings
from vox1_gui.errands.desk import Desk
from vox1_gui.workspace import ChapterRow, OpenBook

_DRAWER, _DRAWER_BESIDE, _OPENING = "book", "book beside", "book opening"
_USUAL = ReadingOptions(audit=True)
_COVER_SIZE = (240, 320)
"""In pixels: twice what is shown at 100 %."""


@dataclass(frozen=True, slots=True)
class BookDetails:
    """A book, and what only its page tells of it.

    Attributes:
        book: For all pages.
        is_edited: Whether it differs from its file.
        was_kept: Whether it was edited at another time, and is shown as it was left.
        kinds: What can be read or not by its kind, and how many of each are.
        left_out: What else is not read: kinds, and how many of each.
        warnings: What was odd in the file, one sentence each.
        undo: Name of the step that can be undone; empty for none.
        redo: Name of the step that can be done again; empty for none.
        waiting: Chapters of renders that wait, before an edit and after it.
    """

    book: OpenBook
    is_edited: bool = False
    was_kept: bool = False
    kinds: tuple[KindCount, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    warnings: tuple[str, ...] = ()
    undo: str = ""
    redo: str = ""
    waiting: tuple[tuple[frozenset[int], frozenset[int]], ...] = ()

    @property
    def unread(self) -> int:
        """How much of the file is not read, in pieces."""
        return sum(kind.unread for kind in self.kinds) + sum(count for _, count in self.left_out)


@dataclass(frozen=True, slots=True)
class Step:
    """What a listener has done to a book.

    Attributes:
        name: Of what was done.
        before: The book without it.
        after: The book with it.
        ticked: Numbers of the chapters that were to be narrated before it.
        edited: Which chapter was made of which; None where all is another.
    """

    name: str
    before: Book
    after: Book
    ticked: frozenset[int]
    edited: Edited | None = None

    def ticked_after(self, before: frozenset[int]) -> frozenset[int] | None:
        """Return what is to be narrated with it; None for what is read by default."""
        return self.edited.carried(before) if self.edited else None

    def ticked_before(self, after: frozenset[int]) -> frozenset[int]:
        """Return what is to be narrated without it."""
        return self.edited.carried_back(after) if self.edited else self.ticked


@dataclass(frozen=True, slots=True)
class _Size:
    """How much a chapter's blocks are. It keeps them, so that nothing else gets their identity."""

    blocks: tuple[Block, ...]
    unread: tuple[Unread, ...]
    words: int
    seconds: float
    kinds: tuple[KindCount, ...]


@dataclass(slots=True)
class BookOnDesk:
    """An open book, as errands have it.

    Attributes:
        path: The file that the listener opened.
        edited: Where it is kept as edited.
        book: As it is now.
        original: As its file has it; None where that is not known.
        is_edited: Whether it is kept there.
        was_kept: Whether it was found there when it was opened.
        done: Steps that can be undone, the latest last.
        undone: Steps that can be done again, the next last.
        sizes: Of its chapters' blocks, read and not, by their identity.
        changing: Held while it is changed.
    """

    path: Path
    edited: Path
    book: Book
    original: Book | None = None
    is_edited: bool = False
    was_kept: bool = False
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    sizes: dict[tuple[int, int], _Size] = field(default_factory=dict)
    changing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def render_path(self) -> Path:
        """What is rendered."""
        return self.edited if self.is_edited else self.path


def open_book(desk: Desk, path: Path, settings: Settings, reading: ReadingOptions = _USUAL) -> BookDetails:
    """Read a book and keep it on the desk; one that was edited comes as it was left.

    Args:
        desk: Of this errand.
        path: The file.
        settings: For its length.
        reading: How it is read.

    Raises:
        Cancelled: It was given up.
        InputError: It cannot be read; the code ``password`` asks for one, ``scan`` for its text to be
            recognised.
        DiskError: The disk refuses.
    """
    on_desk = _read(desk, path.absolute(), reading)
    desk.drawer[_DRAWER] = on_desk
    desk.drawer.pop(_DRAWER_BESIDE, None)  # what was read beside it may be older than what is edited now
    return describe(on_desk, settings, _kept_ticks(on_desk))


@dataclass(frozen=True, slots=True)
class BookAsLeft:
    """A book as its listener left it, to be rendered without being opened.

    Attributes:
        title: Its title; its file's name where it has none.
        render_path: What is rendered: its file, or where it is kept as edited.
        ticked: Numbers of the chapters to narrate; None for those read by default.
    """

    title: str
    render_path: Path
    ticked: frozenset[int] | None


def book_as_left(desk: Desk, path: Path) -> BookAsLeft:
    """Return a book as it was left the last time that it was open.

    Raises:
        InputError: It cannot be read.
        DiskError: The disk refuses.
    """
    on_desk = desk.drawer.get(_DRAWER)
    if not isinstance(on_desk, BookOnDesk) or on_desk.path != path:
        on_desk = _read(desk, path)
    return BookAsLeft(on_desk.book.title or path.stem, on_desk.render_path, _kept_ticks(on_desk))


def keep_ticks(desk: Desk, path: Path, ticked: frozenset[int]) -> None:
    """Remember which chapters of the open book are to be narrated, for the next time that it is opened.

    Raises:
        InputError: The book cannot be read.
        DiskError: The disk refuses.
    """
    on_desk = book_on(desk, path)
    count = len(on_desk.book.chapters)
    written = {"schema": 1, "chapters": count, "ticked": sorted(ticked)}
    files.write_json(_ticks_path(on_desk), written)


def _ticks_path(on_desk: BookOnDesk) -> Path:
    return on_desk.edited.with_suffix(".ticks")


def _kept_ticks(on_desk: BookOnDesk) -> frozenset[int] | None:
    """Which chapters were to be narrated the last time; None where that is not known, or of another book."""
    try:
        written = json.loads(_ticks_path(on_desk).read_text(encoding="utf-8"))
        numbers = frozenset(map(int, written["ticked"]))
        count = len(on_desk.book.chapters)
        is_of_this = written["chapters"] == count and numbers <= set(range(1, count + 1))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return numbers if is_of_this else None


def shown_again(desk: Desk, path: Path, settings: Settings, ticked: frozenset[int]) -> BookDetails:
    """Return what is to be shown of a book that is open already.

    Args:
        desk: Of this errand.
        path: The file.
        settings: For its length.
        ticked: Numbers of the chapters to narrate.

    Raises:
        InputError: It cannot be read.
        DiskError: The disk refuses.
    """
    return describe(book_on(desk, path), settings, ticked)


def book_on(desk: Desk, path: Path) -> BookOnDesk:
    """Return an open book; it is read again where the backroom is a new one.

    Raises:
        InputError: It cannot be read.
        DiskError: The disk refuses.
    """
    lock: threading.Lock = desk.drawer.setdefault(_OPENING, threading.Lock())
    with lock:  # two that read it would each have a book of their own, and one would lose the other's edits
        on_desk = desk.drawer.get(_DRAWER)
        if not isinstance(on_desk, BookOnDesk) or on_desk.path != path:
            on_desk = desk.drawer[_DRAWER] = _read(desk, path)
        return on_desk


def book_beside(desk: Desk, path: Path) -> Book:
    """Return a book that need not be the open one, which stays open; the last of these is kept.

    Raises:
        InputError: It cannot be read.
        DiskError: The disk refuses.
    """
    for drawer in (_DRAWER, _DRAWER_BESIDE):
        on_desk = desk.drawer.get(drawer)
        if isinstance(on_desk, BookOnDesk) and on_desk.path == path:
            return on_desk.book
    desk.drawer[_DRAWER_BESIDE] = on_desk = _read(desk, path)
    return on_desk.book


def _read(desk: Desk, path: Path, reading: ReadingOptions = _USUAL) -> BookOnDesk:
    edited = desk.backend.edited_path(path)
    if edited.exists():
        book = desk.backend.read(edited, control=desk.control)
        return BookOnDesk(path, edited, book, is_edited=True, was_kept=True)
    book = desk.backend.read(path, reading, desk.control)
    desk.control.check()
    if reading != _USUAL:  # a render is given no password, and recognises no scan once more
        desk.backend.write_manifest(book, edited)
        return BookOnDesk(path, edited, book, is_edited=True)
    return BookOnDesk(path, edited, book, original=book)


def describe(on_desk: BookOnDesk, settings: Settings, ticked: Iterable[int] | None = None) -> BookDetails:
    """Return what the window shows of a book.

    Args:
        on_desk: The book.
        settings: For its length.
        ticked: Numbers of the chapters to narrate; None for those read by default.
    """
    book = on_desk.book
    sizes, on_desk.sizes = on_desk.sizes, {}
    rows: list[ChapterRow] = []
    kinds: list[KindCount] = []
    for number, chapter in enumerate(book.chapters, 1):
        identity = id(chapter.blocks), id(chapter.unread)
        size = sizes.get(identity) or _size(chapter, settings)
        if isinstance(book.chapters, tuple):  # others are made anew, and not to be held
            on_desk.sizes[identity] = size
        rows.append(_row(number, chapter, size))
        kinds += size.kinds
    by_default = (row.number for row in rows if row.enabled)
    counts: Counter[str] = Counter()
    for item in book.unplaced:
        counts[item.kind] += item.count
    return BookDetails(
        book=OpenBook(
            path=on_desk.path,
            render_path=on_desk.render_path,
            title=book.title,
            authors=book.authors,
            language=book.language,
            cover_jpeg=_thumbnail(book.cover) if book.cover else None,
            chapters=tuple(rows),
            ticked=frozenset(by_default if ticked is None else ticked),
        ),
        is_edited=on_desk.is_edited,
        was_kept=on_desk.was_kept,
        kinds=summed(kinds),
        left_out=tuple(counts.most_common()),
        warnings=book.warnings,
        undo=on_desk.done[-1].name if on_desk.done else "",
        redo=on_desk.undone[-1].name if on_desk.undone else "",
    )


def _size(chapter: Chapter, settings: Settings) -> _Size:
    from vox1.script.length import usual_seconds  # noqa: PLC0415  # the window does not load it

    seconds, kinds = usual_seconds(chapter, settings), kinds_of([chapter])
    return _Size(chapter.blocks, chapter.unread, chapter.words, seconds, kinds)


def _row(number: int, chapter: Chapter, size: _Size) -> ChapterRow:
    return ChapterRow(
        number=number,
        title=chapter.title,
        words=size.words,
        seconds=size.seconds,
        enabled=chapter.enabled,
        reason=chapter.reason,
        style=chapter.style_prompt,
        voice=chapter.voice,
    )


def _thumbnail(cover: Cover) -> bytes:
    """A cover, small enough to be sent."""
    from PIL import Image  # noqa: PLC0415  # the window does not load it here

    with Image.open(io.BytesIO(cover.jpeg)) as image:
        image.thumbnail(_COVER_SIZE)
        written = io.BytesIO()
        image.convert("RGB").save(written, "JPEG", quality=85)
    return written.getvalue()
