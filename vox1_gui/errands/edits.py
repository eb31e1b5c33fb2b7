"""Edits: what the listener changes in the open book, kept on the disk at once, undone and done again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from booksmith_module import editing
from booksmith_module.book import Book
from booksmith_module.editing import Edited
from booksmith_module.errors import BookError
from booksmith_module.unread import Standing, in_order
from vox1.errors import InputError
from vox1.files import remove
from vox1.settings import Settings
from vox1_gui.errands.books import BookDetails, BookOnDesk, Step, book_on, describe
from vox1_gui.errands.desk import Desk

_MOST_STEPS = 200
"""That can be undone. Steps share the chapters that they leave alone."""


@dataclass(frozen=True, slots=True)
class Context:
    """What every edit is given.

    Attributes:
        path: The book's file.
        settings: For its length.
        ticked: Numbers of the chapters that are to be narrated.
        waiting: The same of renders that wait, where they are others.
    """

    path: Path
    settings: Settings
    ticked: frozenset[int]
    waiting: tuple[frozenset[int], ...] = ()


@dataclass(frozen=True, slots=True)
class Retelling:
    """Another text for a part of a block.

    Attributes:
        number: The chapter's, from 1.
        block: From 0, as in `ChapterText`.
        start: First character that is replaced.
        end: The one after the last.
        before: What stands there.
        after: What is read instead; empty leaves it out.
    """

    number: int
    block: int
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Switching:
    """A block that is to be read, or is not to be.

    Attributes:
        number: The chapter's, from 1.
        block: From 0, as in `ChapterText`.
        text: What stands there.
        is_read: Whether it is to be read.
    """

    number: int
    block: int
    text: str
    is_read: bool


def rename(desk: Desk, context: Context, number: int, title: str) -> BookDetails:
    """Give a chapter another title.

    Raises:
        InputError: There is no such chapter.
        DiskError: It cannot be kept.
    """
    return _do(desk, context, "rename", lambda book: editing.renamed(book, number, title))


def direct(
    desk: Desk, context: Context, numbers: Iterable[int], voice: str | None, style: str | None
) -> BookDetails:
    """Have chapters read by another voice or in another style; see `editing.directed`.

    Raises:
        InputError: There is no such chapter.
        DiskError: It cannot be kept.
    """
    return _do(desk, context, "direct", lambda book: editing.directed(book, numbers, voice, style))


def merge(desk: Desk, context: Context, number: int) -> BookDetails:
    """Join a chapter with the next.

    Raises:
        InputError: They cannot be joined.
        DiskError: It cannot be kept.
    """
    return _do(desk, context, "merge", lambda book: editing.merged(book, number))


def split(desk: Desk, context: Context, number: int, place: int, character: int) -> BookDetails:
    """Split a chapter before a place in it.

    Args:
        desk: Of this errand.
        context: Of any edit.
        number: The chapter's, from 1.
        place: Of a block, from 0, as in `ChapterText`.
        character: Of its text, with which the second part begins.

    Raises:
        InputError: There is nothing before it, or after it.
        DiskError: It cannot be kept.
    """

    def edit(book: Book) -> Edited:
        before = [one for one in _standing(book, number)[: place + 1] if one.is_read]
        at = _standing_at(book, number, place)
        if at and not at.is_read:  # the second part begins with what is read next
            return editing.split(book, number, len(before), 0)
        return editing.split(book, number, len(before) - 1, character)

    return _do(desk, context, "split", edit)


def move(desk: Desk, context: Context, number: int, place: int) -> BookDetails:
    """Have a chapter stand in another place.

    Raises:
        InputError: There is no such chapter.
        DiskError: It cannot be kept.
    """
    return _do(desk, context, "move", lambda book: editing.moved(book, number, place))


def retell(desk: Desk, context: Context, wanted: Retelling) -> BookDetails:
    """Have another text read than the book has.

    Raises:
        InputError: The text is not there any more.
        DiskError: It cannot be kept.
    """

    def edit(book: Book) -> Edited:
        at = _standing_at(book, wanted.number, wanted.block)
        if not at or not at.is_read or at.block.text[wanted.start : wanted.end] != wanted.before:
            raise _moved_text()
        new = at.block.text[: wanted.start] + wanted.after + at.block.text[wanted.end :]
        return editing.retold(book, wanted.number, at.number, new)

    return _do(desk, context, "retell", edit)


def switch(desk: Desk, context: Context, wanted: Switching) -> BookDetails:
    """Have a block read that is not, or not read that is.

    Raises:
        InputError: The text is not there any more.
        DiskError: It cannot be kept.
    """

    def edit(book: Book) -> Edited:
        at = _standing_at(book, wanted.number, wanted.block)
        if not at or at.block.text != wanted.text or at.is_read == wanted.is_read:
            raise _moved_text()
        return editing.switched_at(book, wanted.number, [wanted.block])

    return _do(desk, context, "switch", edit)


def switch_kinds(desk: Desk, context: Context, on: Collection[str], off: Collection[str]) -> BookDetails:
    """Have all blocks of some kinds read, and none of others; see `editing.switched`.

    Raises:
        InputError: The book cannot be read.
        DiskError: It cannot be kept.
    """
    return _do(desk, context, "switch_kinds", lambda book: editing.switched(book, on, off))


def _standing(book: Book, number: int) -> list[Standing]:
    """All blocks of a chapter, as the window numbers them."""
    return list(in_order(book.chapters[number - 1])) if 1 <= number <= len(book.chapters) else []


def _standing_at(book: Book, number: int, place: int) -> Standing | None:
    standing = _standing(book, number)
    return standing[place] if 0 <= place < len(standing) else None


def _moved_text() -> InputError:
    return InputError("The text is not there any more", "Choose the sentence once more.", "moved-text")


def go_back(desk: Desk, context: Context) -> BookDetails:
    """Have the book as its file has it; that can be undone like any other step.

    Raises:
        InputError: The file cannot be read.
        DiskError: What was kept cannot be deleted.
    """
    original = desk.backend.read(context.path, control=desk.control)
    on_desk = book_on(desk, context.path)
    with on_desk.changing:
        on_desk.original = original
        _take(desk, on_desk, Step("go_back", on_desk.book, original, context.ticked))
        return describe(on_desk, context.settings)


def undo(desk: Desk, context: Context) -> BookDetails:
    """Take the latest step back.

    Raises:
        DiskError: It cannot be kept.
    """
    return _go(desk, context, is_back=True)


def redo(desk: Desk, context: Context) -> BookDetails:
    """Do again what was undone last.

    Raises:
        DiskError: It cannot be kept.
    """
    return _go(desk, context, is_back=False)


def _go(desk: Desk, context: Context, *, is_back: bool) -> BookDetails:
    """Go one step back or on, if there is one."""
    on_desk = book_on(desk, context.path)
    with on_desk.changing:
        here, there = (on_desk.done, on_desk.undone) if is_back else (on_desk.undone, on_desk.done)
        if not here:
            return describe(on_desk, context.settings, context.ticked)
        step = here[-1]
        _keep(desk, on_desk, step.before if is_back else step.after)
        there.append(here.pop())
        carry = step.ticked_before if is_back else step.ticked_after
        return _described(on_desk, context, carry)


def export_manifest(desk: Desk, path: Path, target: Path) -> Path:
    """Write the book, as it is now, as a manifest to be edited elsewhere.

    Raises:
        InputError: The book cannot be read.
        DiskError: The disk refuses.
    """
    desk.backend.write_manifest(book_on(desk, path).book, target)
    return target


def import_manifest(desk: Desk, context: Context, source: Path) -> BookDetails:
    """Have the open book be as a manifest says, which may have been edited elsewhere; it can be undone.

    Raises:
        InputError: It is no manifest.
        DiskError: It cannot be kept.
    """
    imported = desk.backend.read(source, control=desk.control)
    on_desk = book_on(desk, context.path)
    with on_desk.changing:
        _take(desk, on_desk, Step("import", on_desk.book, imported, context.ticked))
        return describe(on_desk, context.settings)


def _do(desk: Desk, context: Context, name: str, edit: Callable[[Book], Edited]) -> BookDetails:
    """Take a step, keep the book as it is then, and describe it.

    Raises:
        InputError: The step cannot be taken.
        DiskError: It cannot be kept.
    """
    on_desk = book_on(desk, context.path)
    with on_desk.changing:
        try:
            edited = edit(on_desk.book)
        except BookError as err:
            raise InputError(err.message, err.hint, err.code) from err
        _take(desk, on_desk, Step(name, on_desk.book, edited.book, context.ticked, edited))
        return _described(on_desk, context, edited.carried)


def _described(
    on_desk: BookOnDesk, context: Context, carry: Callable[[frozenset[int]], frozenset[int] | None]
) -> BookDetails:
    """Describe a book whose chapters may have other numbers now; `carry` says which."""
    details = describe(on_desk, context.settings, carry(context.ticked))
    waiting = [(before, carry(before)) for before in context.waiting]
    return replace(details, waiting=tuple((before, after) for before, after in waiting if after is not None))


def _take(desk: Desk, on_desk: BookOnDesk, step: Step) -> None:
    _keep(desk, on_desk, step.after)
    on_desk.done.append(step)
    del on_desk.done[:-_MOST_STEPS]
    on_desk.undone.clear()


def _keep(desk: Desk, on_desk: BookOnDesk, book: Book) -> None:
    """Have a book on the disk, and then on the desk; as its file has it, it needs no manifest."""
    if book is on_desk.original:
        remove(on_desk.edited)
    else:
        desk.backend.write_manifest(book, on_desk.edited)
    on_desk.book = book
    on_desk.is_edited = book is not on_desk.original
