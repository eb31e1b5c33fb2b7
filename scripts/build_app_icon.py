"""Draws VOX-1's own icon for each system from its SVG file: `python scripts/build_app_icon.py`.

Drawing needs `resvg-py`, which is not needed to run VOX-1: the drawings are in the repository.
"""

from __future__ import annotations

import io
from pathlib import Path

import resvg_py
from PIL import Image

_ICONS = Path(__file__).resolve().parent.parent / "vox1_setup" / "icons"
_LARGEST = 512
_OF_LINUX = 256
_OF_WINDOWS = (16, 20, 24, 32, 40, 48, 64, 128, 256)
"""Pixels; learn.microsoft.com, "Construct your Windows app's icon"."""


def draw(size: int) -> Image.Image:
    """Draw the icon, so many pixels wide and high."""
    svg = (_ICONS / "vox-1.svg").read_text(encoding="utf-8")
    return Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size))))


def main() -> None:
    """Draw it for Linux, Windows and macOS."""
    draw(_OF_LINUX).save(_ICONS / "vox-1.png", optimize=True)
    drawn = [draw(size) for size in _OF_WINDOWS]
    sizes = [(size, size) for size in _OF_WINDOWS]
    drawn[-1].save(_ICONS / "vox-1.ico", sizes=sizes, append_images=drawn[:-1])
    draw(_LARGEST).save(_ICONS / "vox-1.icns")
    for file in sorted(_ICONS.glob("vox-1.*")):
        print(f"{file.name}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
