"""The theme: colours that can be told apart, and icons that are there."""

from __future__ import annotations

import re
from pathlib import Path

import customtkinter as ctk
import darkdetect
import pytest

from vox1_gui import theme
from vox1_gui.theme import HIGH_CONTRAST, STANDARD, Appearance, Palette

_PACKAGE = Path(theme.__file__).parent
_GROUNDS = ("ground", "surface", "raised")
_WRITTEN = ("text", "muted", "accent", "good", "warning", "bad")


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("palette", "least"), [(STANDARD, 4.5), (HIGH_CONTRAST, 7.0)])
@pytest.mark.parametrize("mode", [0, 1])
def test_what_is_written_can_be_read(palette: Palette, least: float, mode: int) -> None:
    """WCAG 2.1: 4.5 for text, 7 for those who need more."""
    pairs = [(written, ground) for written in _WRITTEN for ground in _GROUNDS] + [
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
    ]
    found = {
        pair: round(_contrast(getattr(palette, pair[0])[mode], getattr(palette, pair[1])[mode]), 2)
        for pair in pairs
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


def test_the_system_is_not_asked_in_tks_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program is started for it on Linux, which held the window up for as long as 230 ms."""

    def answer() -> str:
        raise AssertionError("asked")

    monkeypatch.setattr(darkdetect, "theme", answer)
    before = ctk.get_appearance_mode()
    try:
        theme.use(Appearance.SYSTEM, "dark")
        ctk.AppearanceModeTracker.update()
        assert ctk.get_appearance_mode() == "Dark"
        theme.use(Appearance.SYSTEM)
        assert ctk.get_appearance_mode() == "Light"
    finally:
        theme.use(Appearance.DARK if before == "Dark" else Appearance.LIGHT)


def test_every_icon_that_is_named_is_there() -> None:
    """A missing drawing would be an error in front of a listener."""
    named = {
        name
        for path in _PACKAGE.rglob("*.py")
        for name in re.findall(r"""\bicon\s*=\s*"([a-z0-9-]+)\"""", path.read_text(encoding="utf-8"))
    }
    drawn = {path.stem for path in (_PACKAGE / "icons").glob("*.png")}
    assert named
    assert named - drawn == set()
