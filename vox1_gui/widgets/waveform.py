"""Waveforms: sound drawn over time, all of a recording or a stretch of it that is trimmed by its edges."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, ClassVar

import customtkinter as ctk

from vox1_gui import theme
from vox1_gui.errands.recordings import Picture
from vox1_gui.theme import Type
from vox1_gui.widgets.keyboard import show as bring_into_view
from vox1_gui.widgets.timer import Timer

_LEAST_PEAK = 0.05
"""What is quieter than this is drawn quiet; all else fills the height."""
_GRIP = 10
"""Pixels at 100 % from an edge within which it is taken hold of."""
_LEAST_MARK = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that is marked on a waveform.

    Attributes:
        start: Second where it begins.
        end: Second where it ends.
        words: Written on it, where there is room.
    """

    start: float
    end: float
    words: str = ""


def outline(picture: Picture, width: int, height: int) -> list[float]:
    """Return the corners of a waveform's shape, x and y in turn: along its top, and back along its bottom.

    Args:
        picture: Of the sound.
        width: In pixels; there is one column for each at most.
        height: In pixels; the middle is silence.
    """
    columns = min(len(picture.highs), max(width, 1))
    if not columns:
        return []
    middle = height / 2
    highs = _gathered(picture.highs, columns, max)
    lows = _gathered(picture.lows, columns, min)
    loudest = max(_LEAST_PEAK, *highs, *(-low for low in lows))
    high = middle * 0.92 / loudest
    step = width / columns
    top = [part for x, value in enumerate(highs) for part in (x * step, middle - max(value * high, 0.5))]
    bottom = [
        part
        for x, value in reversed(list(enumerate(lows)))
        for part in (x * step, middle - min(value * high, -0.5))
    ]
    return top + bottom


def _gathered(
    values: Sequence[float], columns: int, extreme: Callable[[Sequence[float]], float]
) -> list[float]:
    """One value for each of so many columns."""
    count = len(values)
    if count == columns:
        return list(values)
    starts = [place * count // columns for place in range(columns + 1)]
    return [extreme(values[start : max(end, start + 1)]) for start, end in pairwise(starts)]


class Waveform(ctk.CTkFrame):
    """Sound drawn over time, on a canvas that Tab comes to.

    Args:
        master: What it is in.
        height: In pixels at 100 %.
    """

    _cursor: ClassVar[str] = "hand2"

    def __init__(self, master: Any, height: int) -> None:
        super().__init__(master, fg_color=theme.colours().surface, border_width=2)
        self._height = height
        self._picture: Picture | None = None
        self._played: float | None = None
        self.columnconfigure(0, weight=1)
        self.canvas = tk.Canvas(self, highlightthickness=0, borderwidth=0, takefocus=True)
        self.canvas.grid(row=0, column=0, sticky="ew", padx=2, pady=2)
        self._timer = Timer(self.canvas)
        self.canvas.bind("<Configure>", lambda _: self._timer.start(30, self.paint))
        self.canvas.bind("<FocusIn>", self._came)
        self.canvas.bind("<FocusOut>", lambda _: self.configure(border_color=theme.colours().line))
        self.canvas.bind("<Button-1>", self._pressed)
        self._dress()

    def show(self, picture: Picture | None) -> None:
        """Draw other sound; None for none."""
        self._picture = picture
        self.paint()

    def play_at(self, seconds: float | None) -> None:
        """Show where it is played; None for nowhere."""
        if seconds != self._played:
            self._played = seconds
            self._paint_play()

    def on_key(self, key: str, act: Callable[[], object]) -> None:
        """Have a key do something while it has the focus."""

        def pressed(_: Any) -> str:
            act()
            return "break"

        self.canvas.bind(key, pressed)

    def paint(self) -> None:
        """Draw everything anew."""
        canvas, palette = self.canvas, theme.colours()
        canvas.delete("all")
        if not self._picture or not self._picture.highs:
            return
        self._paint_below()
        shape = outline(self._picture, self._width, canvas.winfo_height())
        if len(shape) > 4:
            canvas.create_polygon(shape, fill=theme.shade(palette.muted), outline="", tags="sound")
        self._paint_above()
        self._paint_play()

    def _paint_below(self) -> None:
        """What lies below the sound."""

    def _paint_above(self) -> None:
        """What lies above it."""

    def _pressed(self, event: Any) -> None:
        del event
        self.canvas.focus_set()

    def _paint_play(self) -> None:
        canvas = self.canvas
        canvas.delete("play")
        if self._played is None or not self._picture:
            return
        x = self._x(self._played)
        colour = theme.shade(theme.colours().text)
        canvas.create_line(x, 0, x, canvas.winfo_height(), fill=colour, width=self._pixels(2), tags="play")

    @property
    def _width(self) -> int:
        return max(int(self.canvas.winfo_width()), 1)

    def _pixels(self, at_100: float) -> int:
        return max(1, round(at_100 * float(self._get_widget_scaling())))

    def _x(self, seconds: float) -> float:
        """Where a second is drawn."""
        if not self._picture or self._picture.end <= self._picture.start:
            return 0.0
        return (seconds - self._picture.start) / (self._picture.end - self._picture.start) * self._width

    def _seconds(self, x: float) -> float:
        """Which second is drawn there."""
        if not self._picture:
            return 0.0
        share = min(max(x / self._width, 0.0), 1.0)
        return self._picture.start + share * (self._picture.end - self._picture.start)

    def _font(self) -> tuple[str, int, str]:
        size, _ = Type.SMALL.value
        return (ctk.CTkFont().cget("family"), -self._pixels(size), "bold")

    def _came(self, _: Any) -> None:
        self.configure(border_color=theme.colours().focus)
        bring_into_view(self)

    def _dress(self) -> None:
        """Give the canvas its height and its ground, which depend on scale and colours."""
        colour = theme.shade(theme.colours().surface)
        self.canvas.configure(height=self._pixels(self._height), background=colour, cursor=self._cursor)

    def _set_scaling(self, *arguments: Any, **named: Any) -> None:
        super()._set_scaling(*arguments, **named)
        self._dress()
        self.paint()

    def _set_appearance_mode(self, mode_string: str) -> None:
        super()._set_appearance_mode(mode_string)
        self._dress()
        self.paint()


class Overview(Waveform):
    """All of a recording, with stretches marked on it.

    Args:
        master: What it is in.
        height: In pixels at 100 %.
        on_pick: Given the second that was clicked.
    """

    def __init__(self, master: Any, height: int, on_pick: Callable[[float], object]) -> None:
        self._marks: Sequence[Mark] = ()
        self._chosen: Mark | None = None
        self._on_pick = on_pick
        super().__init__(master, height)

    def mark(self, marks: Sequence[Mark], chosen: Mark | None) -> None:
        """Mark other stretches, one of them as chosen."""
        if (marks, chosen) != (self._marks, self._chosen):
            self._marks, self._chosen = marks, chosen
            self.paint()

    def _paint_below(self) -> None:
        canvas, palette = self.canvas, theme.colours()
        for mark in self._marks:
            left, right = self._sides(mark)
            fill = theme.shade(palette.line)
            canvas.create_rectangle(left, 0, right, canvas.winfo_height(), fill=fill, outline="")
        if self._chosen:
            left, right = self._sides(self._chosen)
            fill, edge = theme.shade(palette.raised), theme.shade(palette.accent)
            width = self._pixels(3)
            canvas.create_rectangle(
                left,
                width / 2,
                right,
                canvas.winfo_height() - width / 2,
                fill=fill,
                outline=edge,
                width=width,
            )

    def _paint_above(self) -> None:
        canvas, palette = self.canvas, theme.colours()
        taken = -1.0
        for mark in sorted(self._marks, key=lambda one: one.start):
            left, right = self._sides(mark)
            text = canvas.create_text(
                (left + right) / 2,
                self._pixels(2),
                anchor="n",
                text=mark.words,
                font=self._font(),
                fill=theme.shade(palette.text),
            )
            box = canvas.bbox(text)
            shift = max(self._pixels(2) - box[0], 0) - max(box[2] + self._pixels(2) - self._width, 0)
            canvas.move(text, shift, 0)
            if box[0] + shift < taken:
                canvas.delete(text)
                continue
            taken = box[2] + shift
            ground = canvas.create_rectangle(
                box[0] + shift - 2,
                box[1],
                box[2] + shift + 2,
                box[3],
                fill=theme.shade(palette.surface),
                outline="",
            )
            canvas.tag_raise(text, ground)

    def _sides(self, mark: Mark) -> tuple[float, float]:
        """Where a mark is drawn; never too narrow to be seen."""
        left, right = self._x(mark.start), self._x(mark.end)
        missing = max(self._pixels(_LEAST_MARK) - (right - left), 0) / 2
        return left - missing, right + missing

    def _pressed(self, event: Any) -> None:
        super()._pressed(event)
        if self._picture:
            self._on_pick(self._seconds(event.x))


class Trimmer(Waveform):
    """A stretch of a recording, with what is around it; its edges are dragged, or moved with the arrows.

    Args:
        master: What it is in.
        height: In pixels at 100 %.
        on_trim: Given where the stretch begins and ends while it is dragged, and whether it was let go.
    """

    _cursor = "sb_h_double_arrow"

    def __init__(self, master: Any, height: int, on_trim: Callable[[float, float, bool], object]) -> None:
        self._start = self._end = 0.0
        self._on_trim = on_trim
        self._held: tuple[str, float] | None = None
        super().__init__(master, height)
        self.canvas.bind("<B1-Motion>", lambda event: self._drag(event.x, is_over=False))
        self.canvas.bind("<ButtonRelease-1>", lambda event: self._drag(event.x, is_over=True))

    def set_stretch(self, start: float, end: float) -> None:
        """Show another stretch."""
        if (start, end) != (self._start, self._end):
            self._start, self._end = start, end
            self.paint()

    def _paint_below(self) -> None:
        canvas = self.canvas
        fill = theme.shade(theme.colours().raised)
        left, right = self._x(self._start), self._x(self._end)
        canvas.create_rectangle(left, 0, right, canvas.winfo_height(), fill=fill, outline="")

    def _paint_above(self) -> None:
        canvas, height = self.canvas, self.canvas.winfo_height()
        colour = theme.shade(theme.colours().accent)
        grip, half = self._pixels(14), self._pixels(4)
        for x in (self._x(self._start), self._x(self._end)):
            canvas.create_line(x, 0, x, height, fill=colour, width=self._pixels(2))
            middle = height / 2
            canvas.create_rectangle(x - half, middle - grip, x + half, middle + grip, fill=colour, outline="")

    def _pressed(self, event: Any) -> None:
        super()._pressed(event)
        left, right = self._x(self._start), self._x(self._end)
        near = self._pixels(_GRIP)
        if min(abs(event.x - left), abs(event.x - right)) > near and left < event.x < right:
            self._held = ("both", self._seconds(event.x) - self._start)
        else:
            self._held = ("start" if abs(event.x - left) < abs(event.x - right) else "end", 0.0)
            self._drag(event.x, is_over=False)

    def _drag(self, x: float, *, is_over: bool) -> None:
        if not self._held or not self._picture:
            return
        part, offset = self._held
        seconds = self._seconds(x)
        if part == "both":
            length = self._end - self._start
            start = min(max(seconds - offset, self._picture.start), self._picture.end - length)
            self._on_trim(start, start + length, is_over)
        elif part == "start":
            self._on_trim(seconds, self._end, is_over)
        else:
            self._on_trim(self._start, seconds, is_over)
        if is_over:
            self._held = None
