"""Draws the window's icons from Lucide's SVG files: `python scripts/build_icons.py FOLDER-OF-LUCIDE-STATIC`.

Lucide (ISC licence) is the npm package `lucide-static`; drawing needs `resvg-py`. Neither is needed to run
VOX-1: the drawings are in the repository, as white shapes that the window tints.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import resvg_py

_ICONS = Path(__file__).resolve().parent.parent / "vox1_gui" / "icons"
_SIZE = 72
"""Of a drawing in pixels: an icon of 24 at a scale of 200 %, and half as much again to shrink smoothly."""
_WANTED = [
    "arrow-down",
    "arrow-left-right",
    "arrow-up",
    "audio-lines",
    "bell",
    "book-open",
    "check",
    "chevron-down",
    "chevron-right",
    "circle-alert",
    "circle-check",
    "circle-help",
    "circle-x",
    "clock",
    "copy",
    "cpu",
    "dices",
    "download",
    "external-link",
    "file-down",
    "file-up",
    "flask-conical",
    "folder-open",
    "gauge",
    "headphones",
    "heart-pulse",
    "image",
    "info",
    "list-checks",
    "list-plus",
    "merge",
    "mic",
    "minus",
    "moon",
    "moon-star",
    "pause",
    "pencil",
    "play",
    "plus",
    "power",
    "redo-2",
    "refresh-cw",
    "rotate-ccw",
    "scissors",
    "scroll-text",
    "search",
    "settings",
    "skip-back",
    "skip-forward",
    "sliders-horizontal",
    "split",
    "square",
    "square-check",
    "star",
    "sun",
    "trash-2",
    "triangle-alert",
    "undo-2",
    "upload",
    "user-round",
    "volume-2",
    "volume-x",
    "wand-sparkles",
    "x",
]


def main(package: Path) -> None:
    """Draw every icon that is wanted, and copy the licence."""
    for name in _WANTED:
        svg = (package / "icons" / f"{name}.svg").read_text(encoding="utf-8")
        drawn = resvg_py.svg_to_bytes(
            svg_string=svg.replace("currentColor", "#ffffff"), width=_SIZE, height=_SIZE
        )
        (_ICONS / f"{name}.png").write_bytes(bytes(drawn))
    shutil.copy(package / "LICENSE", _ICONS / "LICENSE")
    print(f"{len(_WANTED)} icons drawn")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
