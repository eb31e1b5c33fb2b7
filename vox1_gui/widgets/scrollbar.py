"""The scrollbar: customtkinter's, drawn when Tk has time for it."""

from __future__ import annotations

from typing import Any

import customtkinter as ctk


class Scrollbar(ctk.CTkScrollbar):
    """A scrollbar that is drawn only where it has moved, and has no handle where nothing is hidden."""

    def __init__(self, master: Any, **options: Any) -> None:
        super().__init__(master, **options)
        show_where_needed(self)

    def set(self, start_value: float, end_value: float) -> None:
        """Show which part is in sight; nothing where all of it is."""
        place = (float(start_value), float(end_value))
        if place != (self._start_value, self._end_value):
            super().set(*place)
            show_where_needed(self)


def show_where_needed(bar: ctk.CTkScrollbar) -> None:
    """Show a scrollbar's handle only where there is more than is in sight; its room stays."""
    is_needed = bar.get() != (0.0, 1.0)
    bar._canvas.itemconfigure("scrollbar_parts", state="normal" if is_needed else "hidden")  # noqa: SLF001
