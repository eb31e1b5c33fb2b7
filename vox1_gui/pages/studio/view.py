"""The view: one of several things that are shown of the book that is chosen in the queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import customtkinter as ctk

from vox1_gui.queued import QueuedBook
from vox1_gui.services import Services


class View(ctk.CTkFrame):
    """A view; made in steps like a page.

    Args:
        master: What it is in.
        services: What it works with.

    Attributes:
        name: Its title is in the catalogue as ``studio.view.NAME``.
        needs_room: Whether the list of books gives way to it in a small window.
        book: What is shown; None for nothing.
    """

    name: ClassVar[str]
    needs_room: ClassVar[bool] = False

    def __init__(self, master: Any, services: Services) -> None:
        super().__init__(master, fg_color="transparent")
        self.services = services
        self.book: QueuedBook | None = None
        self._shown: QueuedBook | None = None

    def build(self) -> Iterator[None]:
        """Make its widgets, a few at a time."""
        raise NotImplementedError

    def show(self, book: QueuedBook | None) -> None:
        """Show a book; called whenever it, or something of it, has changed, while the view is in sight."""
        self.book = book
        before, self._shown = self._shown, book
        if book != before:
            self.changed(before)
        self.beat()

    def changed(self, before: QueuedBook | None) -> None:
        """Another book is chosen, or the same one stands otherwise."""

    def beat(self) -> None:
        """There may be news of the render; called at most every 100 ms."""

    def hidden(self) -> None:
        """Another view is shown instead."""

    def leave(self) -> None:
        """The window closes, or all is made anew: remember what was typed and not saved."""
