"""The page: what every page has in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.actions import Action
from vox1_gui.services import Services


class Page(ctk.CTkFrame):
    """A page of the window.

    It is made in steps: `build` makes a few widgets, yields, and is called on when the window has a moment.
    A hundred of customtkinter's widgets take half a second, which nobody shall wait for.

    Args:
        master: The window's frame for pages.
        services: What it works with.

    Attributes:
        name: What the program calls it; its texts are in the catalogue under it, its title as ``title``.
        icon: Beside its title in the sidebar; empty for a page that is not there.
        opens_books: Whether books are opened on it, and whatever no other page opens.
        endings: Of the files that are opened on it, whichever page is in sight.
    """

    name: ClassVar[str]
    icon: ClassVar[str] = ""
    opens_books: ClassVar[bool] = False
    endings: ClassVar[tuple[str, ...]] = ()

    def __init__(self, master: Any, services: Services) -> None:
        super().__init__(master, fg_color="transparent")
        self.services = services

    def build(self) -> Iterator[None]:
        """Make the page's widgets, a few at a time."""
        raise NotImplementedError

    def shown(self) -> None:
        """The page was built, and is in sight from now on."""

    def hidden(self) -> None:
        """Another page is shown instead."""

    def actions(self) -> Sequence[Action | None]:
        """Return what the page's menu offers; None for a line between groups. Asked before it is built."""
        return ()

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Take files that were dropped while the page was open; False leaves them to the window."""
        del paths
        return False

    def close_question(self) -> str:
        """Return what to ask before the window closes; empty where nothing is going on here."""
        return ""

    def leave(self) -> None:
        """The window closes, or all is made anew: have kept what was typed and not kept yet."""

    @property
    def is_keeping(self) -> bool:
        """Whether something is on its way to the disk that needs the page."""
        return False

    @property
    def margin(self) -> dict[str, int]:
        """Padding around what fills the page."""
        return {"padx": theme.WIDE, "pady": theme.WIDE}
