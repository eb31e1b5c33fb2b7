"""Build the sample book, samples/five-teaspoons-of-rain.epub, from the files in samples/source.

Run it after editing the story::

    python scripts/build_sample.py

The same source gives the same bytes on every machine, so the committed EPUB can be compared with a fresh one.
The cover is a committed picture; ``--cover`` redraws it, which needs Pillow and the DejaVu fonts.
"""

from __future__ import annotations

import argparse
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image, ImageDraw

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SOURCE = SAMPLES / "source"
EPUB = SAMPLES / "five-teaspoons-of-rain.epub"
COVER = SOURCE / "EPUB" / "cover.jpg"

MIMETYPE = b"application/epub+zip"
TEXT_SUFFIXES = frozenset({".css", ".opf", ".xhtml", ".xml"})

ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP entry can carry; every entry gets it."""
ZIP_MADE_ON_UNIX = 3
"""The "version made by" system of the ZIP specification (APPNOTE 4.4.2); Python would record the real one."""

COVER_SIZE_PX = (1400, 2100)
OVERSAMPLING = 2
"""The cover is drawn this many times too large and scaled down, which smooths its edges."""
SLATE = "#1d3b4c"
RAIN = "#2b4f62"
CREAM = "#f3ead7"
WATER = "#8fb8c4"
BRONZE = "#c97f3d"
DARK_BRONZE = "#9d5b27"
STONE = "#3d6b7f"

Point = tuple[float, float]


def main(argv: Sequence[str] | None = None) -> None:
    """Build the EPUB, after redrawing the cover if asked to."""
    parser = argparse.ArgumentParser(description="Build the sample EPUB from samples/source.")
    parser.add_argument("--cover", action="store_true", help="redraw the cover picture first")
    if parser.parse_args(argv).cover:
        draw_cover(COVER)
        print(f"Drew {COVER}")
    build_epub(SOURCE, EPUB)
    print(f"Built {EPUB}")


def build_epub(source: Path, target: Path) -> None:
    """Pack a folder holding META-INF and EPUB into an EPUB file, deterministically.

    Entries are stored, not compressed: a compressed entry's bytes depend on which zlib Python was built with.

    Args:
        source: The folder that mirrors the inside of the EPUB, without its ``mimetype`` file.
        target: Where the EPUB goes; replaced only when the new one is complete.
    """
    beside = target.with_name(target.name + ".part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_STORED) as archive:
        # First and stored, so that its text stands at byte 38: EPUB 3.3, section 4.2.2 (OCF ZIP container).
        archive.writestr(_entry("mimetype"), MIMETYPE)
        for name in _book_files(source):
            archive.writestr(_entry(name), _content(source / name))
    beside.replace(target)


def _book_files(source: Path) -> list[str]:
    """List the book's files by their names in the ZIP, META-INF first as readers expect."""
    names = [path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()]
    return sorted(names, key=lambda name: (not name.startswith("META-INF/"), name))


def _content(path: Path) -> bytes:
    """Read a file, text with Unix line ends whatever the checkout gave it."""
    if path.suffix in TEXT_SUFFIXES:
        return path.read_text(encoding="utf-8").encode("utf-8")  # read_text turns every line end into \n
    return path.read_bytes()


def _entry(name: str) -> zipfile.ZipInfo:
    """Describe a ZIP entry with nothing in it that differs between machines or days."""
    entry = zipfile.ZipInfo(name, ZIP_EPOCH)
    entry.create_system = ZIP_MADE_ON_UNIX
    entry.external_attr = 0o644 << 16
    return entry


def draw_cover(target: Path) -> None:
    """Draw the cover: five teaspoons falling like rain on a bronze duck.

    Args:
        target: Where the JPEG goes. Its bytes may differ between Pillow versions, so it is committed.
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415 - building the EPUB must not need Pillow

    width_px, height_px = COVER_SIZE_PX
    large = Image.new("RGB", (width_px * OVERSAMPLING, height_px * OVERSAMPLING), SLATE)
    pen = ImageDraw.Draw(large)
    _draw_rain(pen)
    for left_px, tip_px in ((190, 560), (445, 775), (700, 470), (955, 700), (1210, 600)):
        _draw_teaspoon(pen, left_px, tip_px)
    _draw_words(pen)
    _draw_duck(pen, (680, 1580))
    _save_small(large, target)


def _save_small(large: Image.Image, target: Path) -> None:
    """Scale the oversampled picture down and write it beside its place first."""
    from PIL import Image  # noqa: PLC0415 - as in draw_cover

    beside = target.with_name(target.name + ".part")
    small = large.resize(COVER_SIZE_PX, Image.Resampling.LANCZOS)
    small.save(beside, "JPEG", quality=90, optimize=True, subsampling=0)
    beside.replace(target)


def _draw_rain(pen: ImageDraw.ImageDraw) -> None:
    """Draw faint upright strokes over the whole cover, on a staggered grid."""
    for column, x in enumerate(range(62, COVER_SIZE_PX[0], 64)):
        for y in range(-40 + 97 * (column % 3), COVER_SIZE_PX[1], 230):
            stroke = _scaled([(x, y), (x, y + 58 + 22 * (column % 2))])
            pen.line(stroke, fill=RAIN, width=4 * OVERSAMPLING)


def _draw_teaspoon(pen: ImageDraw.ImageDraw, x: float, tip_y: float) -> None:
    """Draw a teaspoon pointing straight down, its handle running off the top edge.

    Args:
        pen: Draws on the oversampled picture.
        x: The middle of the spoon, in cover pixels.
        tip_y: The lowest point of its bowl, in cover pixels.
    """
    neck_y = tip_y - 215
    handle = [(x - 17, -10), (x + 17, -10), (x + 8, neck_y + 20), (x - 8, neck_y + 20)]
    pen.polygon(_scaled(handle), fill=CREAM)
    for colour, inset in ((CREAM, 0), (WATER, 14)):
        half, top, bottom = 66 - inset, neck_y + inset * 1.6, tip_y - inset
        down = ((x - half * 1.6, top), (x - half * 1.1, bottom), (x, bottom))
        up = ((x + half * 1.1, bottom), (x + half * 1.6, top), (x, top))
        pen.polygon(_scaled(_curve((x, top), down, up)), fill=colour)


def _draw_words(pen: ImageDraw.ImageDraw) -> None:
    """Set the title and the author's name."""
    from PIL import ImageFont  # noqa: PLC0415 - as in draw_cover

    lines = (
        ("Five Teaspoons", "DejaVuSerifCondensed.ttf", 148, 965),
        ("of Rain", "DejaVuSerifCondensed.ttf", 148, 1135),
        ("R O B I N   T H A C K E R B Y", "DejaVuSerifCondensed.ttf", 44, 2004),
    )
    for words, font_name, size_px, middle_y in lines:
        font = ImageFont.truetype(font_name, size_px * OVERSAMPLING)
        [place] = _scaled([(COVER_SIZE_PX[0] / 2, middle_y)])
        pen.text(place, words, font=font, fill=CREAM, anchor="mm")


def _draw_duck(pen: ImageDraw.ImageDraw, middle: Point) -> None:
    """Draw the bronze duck on its plinth, with the couplet as two strokes.

    Args:
        pen: Draws on the oversampled picture.
        middle: The middle of the duck's body, in cover pixels.
    """
    x, y = middle

    def place(*points: Point) -> list[Point]:
        return _scaled([(x + right, y + down) for right, down in points])

    pen.rectangle(place((-250, 210), (290, 330)), fill=STONE)
    pen.line(place((-170, 255), (210, 255)), fill=CREAM, width=5 * OVERSAMPLING)
    pen.line(place((-150, 287), (190, 287)), fill=CREAM, width=5 * OVERSAMPLING)
    for leg in (-30, 60):
        foot = ((leg + 22, 188), (leg + 78, 210), (leg - 8, 210))
        pen.polygon(place((leg, 130), (leg + 22, 130), *foot), fill=DARK_BRONZE)
    bill = _curve(
        (240, -250), ((275, -205), (320, -220), (352, -212)), ((378, -200), (345, -168), (240, -172))
    )
    pen.polygon(place(*bill), fill=DARK_BRONZE)
    body = _curve(
        (-300, -85),
        ((-240, -30), (-180, -35), (-120, -45)),
        ((-20, -62), (70, -50), (112, -95)),
        ((140, -130), (95, -170), (108, -220)),
        ((122, -290), (240, -300), (262, -215)),
        ((280, -140), (215, -130), (232, -70)),
        ((245, -20), (275, 20), (245, 75)),
        ((205, 150), (90, 165), (-10, 160)),
        ((-150, 155), (-270, 70), (-300, -85)),
    )
    pen.polygon(place(*body), fill=BRONZE)
    wing = _curve((130, 5), ((110, 110), (-60, 130), (-215, 20)), ((-120, 30), (20, -70), (130, 5)))
    pen.polygon(place(*wing), fill=DARK_BRONZE)
    pen.ellipse(place((192, -238), (214, -216)), fill=SLATE)


def _curve(start: Point, *pieces: tuple[Point, Point, Point]) -> list[Point]:
    """Trace joined cubic Bézier curves as many short straight steps.

    Args:
        start: Where the first piece begins.
        pieces: For each piece its two control points and its end, where the next begins.

    Returns:
        The points along the curve, the start included.
    """
    steps = 40
    points = [start]
    for first, second, end in pieces:
        begin = points[-1]
        for step in range(1, steps + 1):
            t = step / steps
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            corners = (begin, first, second, end)
            x = sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True))
            y = sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True))
            points.append((x, y))
    return points


def _scaled(points: Sequence[Point]) -> list[Point]:
    """Turn cover pixels into pixels of the oversampled picture."""
    return [(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in points]


if __name__ == "__main__":
    main()
