"""Makes the window's typeface from customtkinter's Roboto: `python scripts/build_typeface.py`.

Needs `fonttools`, which is not needed to run VOX-1: the fonts are in the repository.
"""

from __future__ import annotations

from pathlib import Path

import customtkinter
from fontTools.ttLib import TTFont

_FAMILY = "VOX-1 Text"
_FACES = (("Regular", "Regular", 400), ("Medium", "Bold", 700))
"""Which of Roboto's faces becomes which of ours, and the weight that it is chosen by."""
_BOLD_BITS = {"Regular": (0x40, 0), "Bold": (0x20, 1)}
"""Of fsSelection and of macStyle (OpenType specification, tables OS/2 and head)."""
_FAMILY_ID, _STYLE_ID, _UNIQUE_ID, _FULL_ID, _POSTSCRIPT_ID = 1, 2, 3, 4, 6
_TYPOGRAPHIC_IDS = {16, 17}


def _renamed(font: TTFont, style: str, weight: int) -> None:
    names = font["name"]
    names.names = [one for one in names.names if one.nameID not in _TYPOGRAPHIC_IDS]
    full = f"{_FAMILY} {style}"
    texts = {
        _FAMILY_ID: _FAMILY,
        _STYLE_ID: style,
        _UNIQUE_ID: full,
        _FULL_ID: full,
        _POSTSCRIPT_ID: full.replace(" ", "-"),
    }
    for one in names.names:
        if one.nameID in texts:
            one.string = texts[one.nameID]
    font["OS/2"].usWeightClass = weight
    font["OS/2"].fsSelection, font["head"].macStyle = _BOLD_BITS[style]


def main() -> None:
    """Write both faces."""
    roboto = Path(customtkinter.__file__).parent / "assets" / "fonts" / "Roboto"
    typeface = Path(__file__).resolve().parent.parent / "vox1_gui" / "typeface"
    for theirs, ours, weight in _FACES:
        font = TTFont(roboto / f"Roboto-{theirs}.ttf", recalcTimestamp=False)
        _renamed(font, ours, weight)
        font.save(typeface / f"vox-1-text-{ours.lower()}.ttf")


if __name__ == "__main__":
    main()
