"""The Studio page."""

from __future__ import annotations

from collections.abc import Iterator

from vox1_gui.pages.page import Page
from vox1_gui.texts import say
from vox1_gui.theme import Type
from vox1_gui.widgets.labels import Label


class StudioPage(Page):
    """The Studio page."""

    name = "studio"
    icon = "headphones"

    def build(self) -> Iterator[None]:
        """Make the page."""
        Label(self, say("studio.title"), Type.DISPLAY).grid(row=0, column=0, sticky="w", **self.margin)
        yield
