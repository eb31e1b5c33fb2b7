"""The theme: the window's colours, type, spacing and icons, named for what they are used for.

Colours come in pairs, for light and for dark, and customtkinter takes the one that fits. Every pair of text
and ground has a contrast of at least 4.5 (WCAG 2.1, 1.4.3); a test reckons it.
"""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from tkinter import ttk
from typing import Any

import customtkinter as ctk
from PIL import Image, ImageDraw

from vox1_gui import fonts

Colour = tuple[str, str]
"""In light, and in dark."""

UNIT = 8
"""All distances are multiples of this, or its half, in pixels at 100 %."""
GAP = UNIT
PAD = 2 * UNIT
WIDE = 3 * UNIT
CORNER = 6

_ICONS = Path(__file__).parent / "icons"


@dataclass(frozen=True, slots=True)
class Palette:
    """What every colour is used for.

    Attributes:
        ground: Behind everything.
        surface: Of cards and lists, on the ground.
        raised: Of fields, and of what the mouse is over.
        line: Borders and rules.
        text: To be read.
        muted: Text of second rank.
        accent: The one colour that says "this one": the main button, the chosen row, progress.
        on_accent: Text on it.
        accent_hover: The accent under the mouse.
        focus: The ring around what the keyboard is at.
        good: All is well.
        warning: Look at this.
        bad: This failed.
    """

    ground: Colour
    surface: Colour
    raised: Colour
    line: Colour
    text: Colour
    muted: Colour
    accent: Colour
    on_accent: Colour
    accent_hover: Colour
    focus: Colour
    good: Colour
    warning: Colour
    bad: Colour


STANDARD = Palette(
    ground=("#f3f4f6", "#16181d"),
    surface=("#ffffff", "#1e2128"),
    raised=("#e9ebef", "#2a2e37"),
    line=("#c9ced6", "#3a3f4b"),
    text=("#1a1d23", "#e9ebf0"),
    muted=("#555d6b", "#a3abba"),
    accent=("#0f6f66", "#4dbcae"),
    on_accent=("#ffffff", "#0b1917"),
    accent_hover=("#0b574f", "#72d0c4"),
    focus=("#0f6f66", "#7fe0d4"),
    good=("#1b6e3c", "#6fcf8f"),
    warning=("#8a5300", "#f0b45a"),
    bad=("#b3261e", "#f28b82"),
)
HIGH_CONTRAST = Palette(
    ground=("#ffffff", "#000000"),
    surface=("#ffffff", "#000000"),
    raised=("#ececec", "#1c1c1c"),
    line=("#000000", "#ffffff"),
    text=("#000000", "#ffffff"),
    muted=("#262626", "#e0e0e0"),
    accent=("#003c8f", "#ffd84a"),
    on_accent=("#ffffff", "#000000"),
    accent_hover=("#00265c", "#ffe78f"),
    focus=("#d00060", "#00e5ff"),
    good=("#004d1a", "#7dff9f"),
    warning=("#6b3a00", "#ffc266"),
    bad=("#9a0007", "#ff9e99"),
)


class Appearance(Enum):
    """How the window looks."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST_LIGHT = "contrast-light"
    CONTRAST_DARK = "contrast-dark"

    @property
    def palette(self) -> Palette:
        """Its colours."""
        return HIGH_CONTRAST if self.value.startswith("contrast") else STANDARD

    @property
    def mode(self) -> str:
        """What customtkinter calls it: ``light``, ``dark`` or ``system``."""
        return self.value.removeprefix("contrast-")


class Type(Enum):
    """The type scale: size in pixels at 100 %, and weight."""

    SMALL = (12, "normal")
    BODY = (14, "normal")
    STRONG = (14, "bold")
    TITLE = (18, "bold")
    DISPLAY = (26, "bold")


class _Current:
    """What is in use; set once before widgets are made, and again before all of them are made anew."""

    palette = STANDARD


def colours() -> Palette:
    """Return the palette in use."""
    return _Current.palette


def use(appearance: Appearance, system_mode: str = "light") -> None:
    """Use an appearance for all widgets that are made from now on.

    customtkinter never hears "system": it would ask the system 33 times a second, in Tk's thread.

    Args:
        appearance: The one that the listener wants.
        system_mode: ``light`` or ``dark``, as the system was when it was asked last.
    """
    _Current.palette = appearance.palette
    ctk.set_appearance_mode(system_mode if appearance is Appearance.SYSTEM else appearance.mode)
    theme = ctk.ThemeManager.theme
    if sys.platform != "darwin":  # whose own typeface customtkinter knows, and where it brings in no other
        theme["CTkFont"]["family"] = fonts.FAMILY
    for widget, values in _of_customtkinter(appearance.palette).items():
        theme[widget].update(values)


def _of_customtkinter(palette: Palette) -> Mapping[str, Mapping[str, Any]]:
    """The palette, in the words of customtkinter's theme files."""
    p = {name: list(getattr(palette, name)) for name in Palette.__slots__}
    faint = {"text_color": p["text"], "text_color_disabled": p["muted"]}
    return {
        "CTk": {"fg_color": p["ground"]},
        "CTkToplevel": {"fg_color": p["ground"]},
        "CTkFrame": {
            "corner_radius": CORNER,
            "fg_color": p["surface"],
            "top_fg_color": p["surface"],
            "border_color": p["line"],
        },
        "CTkButton": {
            "corner_radius": CORNER,
            "border_width": 2,
            "fg_color": p["raised"],
            "hover_color": p["line"],
            "border_color": p["raised"],
            "text_color": p["text"],
            "text_color_disabled": p["muted"],
        },
        "CTkLabel": {"text_color": p["text"]},
        "CTkEntry": {
            "corner_radius": CORNER,
            "border_width": 2,
            "fg_color": p["raised"],
            "border_color": p["line"],
            "text_color": p["text"],
            "placeholder_text_color": p["muted"],
        },
        "CTkCheckBox": {
            "border_width": 2,
            "fg_color": p["accent"],
            "hover_color": p["accent_hover"],
            "border_color": p["muted"],
            "checkmark_color": p["on_accent"],
            **faint,
        },
        "CTkSwitch": {
            "fg_color": p["line"],
            "progress_color": p["accent"],
            "button_color": p["text"],
            "button_hover_color": p["muted"],
            **faint,
        },
        "CTkRadioButton": {
            "fg_color": p["accent"],
            "hover_color": p["accent_hover"],
            "border_color": p["muted"],
            **faint,
        },
        "CTkProgressBar": {"fg_color": p["raised"], "progress_color": p["accent"], "border_color": p["line"]},
        "CTkSlider": {
            "fg_color": p["line"],
            "progress_color": p["accent"],
            "button_color": p["accent"],
            "button_hover_color": p["accent_hover"],
        },
        "CTkOptionMenu": {
            "fg_color": p["raised"],
            "button_color": p["raised"],
            "button_hover_color": p["line"],
            **faint,
        },
        "CTkComboBox": {
            "fg_color": p["raised"],
            "border_color": p["line"],
            "button_color": p["line"],
            "button_hover_color": p["muted"],
            **faint,
        },
        "CTkScrollbar": {"button_color": p["line"], "button_hover_color": p["muted"]},
        "CTkSegmentedButton": {
            "fg_color": p["raised"],
            "selected_color": p["accent"],
            "selected_hover_color": p["accent_hover"],
            "unselected_color": p["raised"],
            "unselected_hover_color": p["line"],
            **faint,
        },
        "CTkTextbox": {
            "fg_color": p["surface"],
            "border_color": p["line"],
            "text_color": p["text"],
            "scrollbar_button_color": p["line"],
            "scrollbar_button_hover_color": p["muted"],
        },
        "DropdownMenu": {"fg_color": p["surface"], "hover_color": p["raised"], "text_color": p["text"]},
    }


def font(kind: Type = Type.BODY) -> ctk.CTkFont:
    """Return a font of the type scale; customtkinter scales it."""
    size, weight = kind.value
    return ctk.CTkFont(size=size, weight=weight)


def shade(colour: Colour) -> str:
    """Return which colour of a pair holds now, for widgets that know nothing of pairs."""
    return colour[ctk.get_appearance_mode() == "Dark"]


@cache
def _drawing(name: str) -> Image.Image:
    return Image.open(_ICONS / f"{name}.png").convert("RGBA")


def _tinted(name: str, colour: str) -> Image.Image:
    """An icon in a colour."""
    drawing = _drawing(name)
    plain = Image.new("RGBA", drawing.size, colour)
    plain.putalpha(drawing.getchannel("A"))
    return plain


def icon(name: str, colour: Colour | None = None, size: int = 18) -> ctk.CTkImage:
    """Return an icon for a customtkinter widget.

    Args:
        name: Of a drawing in `vox1_gui/icons`.
        colour: Of it; None for that of text.
        size: In pixels at 100 %.
    """
    light, dark = colour or colours().text
    return ctk.CTkImage(_tinted(name, light), _tinted(name, dark), size=(size, size))


def plain_icon(
    widget: tk.Misc, name: str, size: int, colour: Colour | None = None, *, is_opaque: bool = False
) -> Any:
    """Return an icon for a plain Tk widget; whoever shows it must keep it.

    Args:
        widget: Where it is shown.
        name: Of a drawing in `vox1_gui/icons`.
        size: In pixels of the screen.
        colour: Of it; None for that of text.
        is_opaque: Whether its square has a ground of its own, as where it may stand on the accent.
    """
    from PIL import ImageTk  # noqa: PLC0415  # needs Tk, and most icons are customtkinter's

    image = _tinted(name, shade(colour or colours().text))
    if is_opaque:
        ground = Image.new("RGBA", image.size)
        ImageDraw.Draw(ground).rounded_rectangle(
            [image.width * part for part in (0.08, 0.08, 0.92, 0.92)],
            radius=image.width // 8,
            fill=shade(colours().surface),
        )
        image = Image.alpha_composite(ground, image)
    image = image.resize((size, size), Image.Resampling.LANCZOS)
    return ImageTk.PhotoImage(image, master=widget)


TABLE_STYLE = "Vox.Treeview"
_ROW = 30
"""Height of a table's row in pixels at 100 %."""


def style_tables(root: tk.Misc, scale: float) -> None:
    """Give ttk's tables the colours in use; again whenever these or the scale change.

    Args:
        root: The window.
        scale: 1.0 for 100 %.
    """
    style, palette = ttk.Style(root), colours()
    style.theme_use("clam")  # the only theme that takes every colour, on all systems
    family = ctk.CTkFont().cget("family")
    size, _ = Type.BODY.value
    small, _ = Type.SMALL.value

    def of(colour: Colour) -> str:
        return shade(colour)

    flat: dict[str, Any] = {"borderwidth": 0, "relief": "flat"}
    style.layout(TABLE_STYLE, [("Treeview.treearea", {"sticky": "nswe"})])
    style.configure(
        TABLE_STYLE,
        background=of(palette.surface),
        fieldbackground=of(palette.surface),
        foreground=of(palette.text),
        rowheight=round(_ROW * scale),
        font=(family, -round(size * scale)),
        **flat,
    )
    style.map(
        TABLE_STYLE,
        background=[("selected", of(palette.accent))],
        foreground=[("selected", of(palette.on_accent))],
    )
    style.configure(
        f"{TABLE_STYLE}.Heading",
        background=of(palette.raised),
        foreground=of(palette.muted),
        font=(family, -round(small * scale)),
        padding=(round(UNIT * scale), round(UNIT / 2 * scale)),
        **flat,
    )
    style.map(f"{TABLE_STYLE}.Heading", background=[("active", of(palette.line))])
