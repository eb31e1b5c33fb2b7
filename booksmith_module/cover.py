"""Covers: any image a book may carry, made into one JPEG that every player shows."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterable

from PIL import Image, ImageOps, UnidentifiedImageError

from booksmith_module import limits
from booksmith_module.book import Cover

_LONGEST_SIDE_PX = 2400
"""Between Apple's 1,400 and 3,000; a JPEG of this size stays far under 2 MB."""
_JPEG_QUALITY = 88

# What Pillow and MuPDF raise for images that are damaged, hostile or of an unknown kind.
_NOT_AN_IMAGE = (
    EOFError,
    OSError,
    RuntimeError,
    SyntaxError,
    ValueError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def find_cover(candidates: Iterable[tuple[str, bytes]]) -> tuple[Cover | None, str]:
    """Return the first candidate that can be shown, and a warning if one could not.

    Args:
        candidates: ``(media type, content)``, best first.
    """
    warning = ""
    for media_type, content in candidates:
        try:
            return _prepare(media_type, content), warning
        except _NOT_AN_IMAGE as err:
            reason = "it is no image" if isinstance(err, UnidentifiedImageError) else str(err)
            warning = f"The book's cover could not be used: {' '.join(reason.split())}"
    return None, warning


def _prepare(media_type: str, content: bytes) -> Cover:
    """Make a JPEG of an image.

    Raises:
        OSError: Pillow cannot read it.
        ValueError: It is empty or beyond the limits.
        RuntimeError: MuPDF cannot draw it.
    """
    if not content:
        raise ValueError("the image is empty")
    if len(content) > limits.MAX_COVER_BYTES:
        raise ValueError("the image is too large")
    if media_type == "image/svg+xml" or content.lstrip()[:5] in {b"<?xml", b"<svg "}:
        return _jpeg(_rasterised(content))
    with warnings.catch_warnings():
        # Pillow only warns between one and two times the limit. Its other warnings are of no use here.
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = limits.MAX_COVER_PIXELS
        with Image.open(io.BytesIO(content)) as opened:
            return _jpeg(_on_white(ImageOps.exif_transpose(opened)))


def _jpeg(image: Image.Image) -> Cover:
    image.thumbnail((_LONGEST_SIDE_PX, _LONGEST_SIDE_PX), Image.Resampling.LANCZOS)
    output = io.BytesIO()
    image.save(output, "JPEG", quality=_JPEG_QUALITY, optimize=True)
    return Cover(output.getvalue(), image.width, image.height)


def _on_white(image: Image.Image) -> Image.Image:
    """RGB without transparency; the first frame of an animation, CMYK converted."""
    if image.mode.startswith("I;16"):  # 16 bits a pixel, which Pillow would cut off at white
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        rgba = image.convert("RGBA")
        page = Image.new("RGB", rgba.size, "white")
        page.paste(rgba, mask=rgba.getchannel("A"))
        return page
    return image.convert("RGB")


def _rasterised(svg: bytes) -> Image.Image:
    """Draw an SVG, as Standard Ebooks' covers are."""
    import pymupdf  # noqa: PLC0415  # a tenth of a second, for drawings only

    try:
        with pymupdf.open(stream=svg, filetype="svg") as document:
            page = document[0]
            longest = max(page.rect.width, page.rect.height)
            if longest <= 0:
                raise ValueError("the drawing has no size")
            scale = _LONGEST_SIDE_PX / longest
            drawn = page.get_pixmap(
                matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, alpha=False
            )
    except pymupdf.mupdf.FzErrorBase as err:
        raise ValueError("the drawing cannot be drawn") from err
    return Image.frombytes("RGB", (drawn.width, drawn.height), drawn.samples)
