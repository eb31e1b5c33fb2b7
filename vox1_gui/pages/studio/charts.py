"""Charts: a value over time, drawn on a canvas."""

from __future__ import annotations

import math
import tkinter as tk
from collections.abc import Sequence
from typing import Any

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.theme import Type
from vox1_gui.widgets.labels import Label

_LEAST_HEIGHT = 56
_STEPS = (1.0, 2.0, 5.0)


class Chart(ctk.CTkFrame):
    """A value over time, with its name and how it stands now.

    Args:
        master: What it is in.
        title: What is drawn.
        most: The top of the scale; None for one that fits the values.
    """

    def __init__(self, master: Any, title: str, most: float | None = None) -> None:
        super().__init__(master)
        self._most = most
        self._values: Sequence[tuple[float, float | None]] = ()
        self._seconds = 1.0
        self.columnconfigure(0, weight=1)
        self.rowconfigure(1, weight=1)
        name = Label(self, title, Type.STRONG)
        name.grid(row=0, column=0, sticky="w", padx=theme.PAD, pady=(theme.GAP, 0))
        self._now = Label(self, kind=Type.STRONG, colour=theme.colours().accent, anchor="e")
        self._now.grid(row=0, column=1, sticky="e", padx=theme.PAD, pady=(theme.GAP, 0))
        self._canvas_area = tk.Canvas(
            self,
            height=_LEAST_HEIGHT,
            width=1,
            borderwidth=0,
            highlightthickness=0,
            background=theme.shade(theme.colours().surface),
        )
        self._canvas_area.grid(
            row=1, column=0, columnspan=2, sticky="nsew", padx=theme.PAD, pady=(theme.GAP / 2, theme.GAP)
        )
        self._canvas_area.bind("<Configure>", lambda _: self._paint())

    def show(
        self,
        values: Sequence[tuple[float, float | None]],
        seconds: float,
        now: str,
        most: float | None = None,
    ) -> None:
        """Draw values.

        Args:
            values: A time in seconds and what was then, in order; None where nobody knows.
            seconds: The time at the right end.
            now: How it stands, in words.
            most: The top of the scale, where that is known now.
        """
        self._values, self._seconds = values, seconds
        self._most = most if most is not None else self._most
        self._now.set(now)
        palette = theme.colours()
        self._now.configure(text_color=palette.accent if values else palette.muted)
        self._paint()

    def _paint(self) -> None:
        canvas, palette = self._canvas_area, theme.colours()
        canvas.delete("all")
        width, height = canvas.winfo_width(), canvas.winfo_height()
        if width <= 1:
            return
        line = theme.shade(palette.line)
        for share in (0.0, 0.5, 1.0):
            y = 1 + share * (height - 2)
            canvas.create_line(0, y, width, y, fill=line, dash=() if share == 1.0 else (2, 4))
        known = [(at, value) for at, value in self._values if value is not None]
        if not known:
            return
        most = self._most or rounded_up(max(value for _, value in known))
        first = self._values[0][0]
        points = placed(known, first, max(self._seconds - first, 1.0), most, (width, height))
        accent = theme.shade(palette.accent)
        if len(points) > 1:
            flat = [part for point in points for part in point]
            fill = theme.shade(palette.raised)
            canvas.create_polygon(points[0][0], height, *flat, points[-1][0], height, fill=fill, outline="")
            canvas.create_line(*flat, fill=accent, width=2)
        text = f"{most:g}"
        canvas.create_text(
            2,
            3,
            text=text,
            anchor="nw",
            fill=theme.shade(palette.muted),
            font=(theme.font(Type.SMALL).cget("family"), -round(11 * self._get_widget_scaling())),
        )


def rounded_up(value: float) -> float:
    """Return a round number that a value is below: 1, 2 or 5 with as many noughts as it takes."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in _STEPS if step * power >= value), 10 * power)


def placed(
    values: Sequence[tuple[float, float]],
    first: float,
    span: float,
    most: float,
    size: tuple[int, int],
) -> list[tuple[float, float]]:
    """Return where values stand in a picture, at most one for two of its pixels from left to right.

    Args:
        values: Times in seconds, and values.
        first: The time at the left.
        span: Seconds from left to right.
        most: The value at the top.
        size: Width and height in pixels.
    """
    width, height = size
    points: list[tuple[float, float]] = []
    for at, value in values:
        x = (at - first) / span * (width - 1)
        y = 1 + (1 - min(max(value / most, 0.0), 1.0)) * (height - 2)
        if points and x - points[-1][0] < 2:  # pixels
            points[-1] = (points[-1][0], min(points[-1][1], y))  # the peak of them
        else:
            points.append((x, y))
    return points
