"""Tests of covers: any image becomes a JPEG for every player, or none with a warning."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from booksmith_module.book import Cover
from booksmith_module.cover import find_cover

_RED = (200, 30, 30)


def image(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 90), **options: Any) -> bytes:
    """Draw an image of one colour."""
    colours: dict[str, Any] = {
        "RGBA": (*_RED, 255),
        "CMYK": (0, 200, 200, 50),
        "L": 90,
        "P": 1,
        "1": 1,
        "LA": (90, 255),
    }
    output = io.BytesIO()
    Image.new(mode, size, colours.get(mode, _RED)).save(output, kind, **options)
    return output.getvalue()


def svg(content: str, size: str = 'width="600" height="900" viewBox="0 0 600 900"') -> bytes:
    """Write a drawing."""
    head = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<?xml version="1.0" encoding="utf-8"?><svg {head} {size}>{content}</svg>'.encode()


def png_of(width: int, height: int) -> bytes:
    """Make a black PNG of any size in a few kilobytes, without ever holding its pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )

    squeezer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    rows = b"".join([squeezer.compress(row) for _ in range(height)]) + squeezer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def opened(cover: Cover | None) -> Image.Image:
    """Open a cover's JPEG as a player would."""
    assert cover is not None
    picture = Image.open(io.BytesIO(cover.jpeg))
    picture.load()
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (cover.width_px, cover.height_px))
    assert "progressive" not in picture.info
    return picture


def near(colour: Any, expected: tuple[int, int, int]) -> bool:
    """Tell whether a colour is the expected one, but for what JPEG does to it."""
    return all(abs(a - b) < 12 for a, b in zip(colour, expected, strict=True))


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/jpeg", image("JPEG")),
        ("image/png", image("PNG")),
        ("image/png", image("PNG", "RGBA")),
        ("image/gif", image("GIF")),
        ("image/webp", image("WEBP")),
        ("image/jpeg", image("PNG")),
        ("application/octet-stream", image("JPEG")),
        ("image/jpeg", image("JPEG", progressive=True)),
    ],
)
def test_common_images_become_a_plain_jpeg(media_type: str, content: bytes) -> None:
    """Whatever the kind, and whatever the book says it is, the colours are kept."""
    cover, warning = find_cover([(media_type, content)])

    assert near(opened(cover).getpixel((30, 45)), _RED)
    assert warning == ""


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "I;16"])
def test_other_kinds_of_pixels_are_shown(mode: str) -> None:
    """Grey, palette, black-and-white and deep images are as usable as others."""
    cover, warning = find_cover([("image/png", image("PNG", mode) if mode != "I;16" else deep_grey())])

    assert opened(cover).size == (60, 90)
    assert warning == ""


def deep_grey() -> bytes:
    """Draw an image of 16 bits a pixel, half as bright as white."""
    output = io.BytesIO()
    Image.new("I;16", (60, 90), 32_768).save(output, "PNG")
    return output.getvalue()


def test_a_deep_grey_keeps_its_brightness() -> None:
    """Sixteen bits are scaled to eight, not cut off at white."""
    cover, _ = find_cover([("image/png", deep_grey())])

    assert near(opened(cover).getpixel((30, 45)), (128, 128, 128))


def test_transparency_becomes_white() -> None:
    """Where a PNG is see-through, players would show black or noise."""
    content = io.BytesIO()
    Image.new("RGBA", (60, 90), (200, 30, 30, 0)).save(content, "PNG")

    cover, _ = find_cover([("image/png", content.getvalue())])

    assert near(opened(cover).getpixel((30, 45)), (255, 255, 255))


def test_a_sideways_photograph_is_turned() -> None:
    """The camera's note of how it was held is followed, for players do not."""
    exif = Image.Exif()
    exif[0x0112] = 6

    cover, _ = find_cover([("image/jpeg", image("JPEG", size=(90, 60), exif=exif))])

    assert opened(cover).size == (60, 90)


def test_a_large_cover_is_made_smaller() -> None:
    """The longest side is at most 2,400 pixels."""
    cover, _ = find_cover([("image/png", png_of(4_000, 6_000))])

    assert opened(cover).size == (1_600, 2_400)


def test_a_drawing_with_a_picture_in_it_is_drawn() -> None:
    """Standard Ebooks' covers are SVG with an embedded JPEG and letters as outlines."""
    picture = base64.b64encode(image("JPEG", size=(600, 900))).decode()
    content = svg(
        f'<image width="600" height="900" xlink:href="data:image/jpeg;base64,{picture}"/>'
        '<rect x="0" y="600" width="600" height="300" fill="#000"/>'
    )

    cover, warning = find_cover([("image/svg+xml", content)])

    assert opened(cover).size == (1_600, 2_400)
    assert near(opened(cover).getpixel((800, 400)), _RED)
    assert near(opened(cover).getpixel((800, 2_000)), (0, 0, 0))
    assert warning == ""


def hostile() -> dict[str, tuple[str, bytes]]:
    """Return images that cannot be used, by what is wrong with them."""
    jpeg, png = image("JPEG", size=(600, 900)), image("PNG", size=(600, 900))
    broken_png = bytearray(png)
    broken_png[50:60] = b"\0" * 10
    return {
        "empty": ("image/jpeg", b""),
        "truncated JPEG": ("image/jpeg", jpeg[: len(jpeg) // 2]),
        "only a JPEG's beginning": ("image/jpeg", jpeg[:20]),
        "truncated PNG": ("image/png", png[: len(png) // 2]),
        "broken PNG": ("image/png", bytes(broken_png)),
        "PNG of 100 megapixels": ("image/png", png_of(10_000, 10_000)),
        "PNG of 49 megapixels": ("image/png", png_of(7_000, 7_000)),
        "text": ("image/jpeg", b"no image"),
        "XHTML": ("application/xhtml+xml", b"<?xml version='1.0'?><html><body/></html>"),
        "broken SVG": ("image/svg+xml", svg("")[:60]),
        "SVG of no size": ("image/svg+xml", svg("", 'width="0" height="0"')),
        "SVG of no height": ("image/svg+xml", svg("", 'width="1000000000" height="1"')),
        "not SVG at all": ("image/svg+xml", b"\0\1\2"),
        "SVG of laughs": (
            "image/svg+xml",
            b'<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        ),
        "GIF of no size": ("image/gif", b"GIF89a\0\0\0\0\0\0\0"),
        "BMP": ("image/bmp", b"BM" + bytes(60)),
        "TIFF": ("image/tiff", b"II*\0\x08\0\0\0\xff\xff" + bytes(20)),
        "WebP": ("image/webp", b"RIFF\x10\0\0\0WEBPVP8 " + bytes(8)),
    }


@pytest.mark.parametrize("name", hostile())
def test_an_unusable_image_is_a_warning(name: str) -> None:
    """Each is either a usable JPEG or no cover and one sentence about it: never an exception."""
    cover, warning = find_cover([hostile()[name]])

    if cover is None:
        assert warning.startswith("The book's cover could not be used")
        assert "0x" not in warning
        assert "\n" not in warning
    else:
        assert opened(cover).size > (0, 0)


def test_the_next_candidate_is_taken() -> None:
    """A broken first cover does not keep a good second one from being used."""
    cover, warning = find_cover([("image/jpeg", b"broken"), ("image/png", image("PNG"))])

    assert opened(cover).size == (60, 90)
    assert warning


def test_without_candidates_there_is_no_cover_and_no_warning() -> None:
    """A book without a cover is nothing to warn of."""
    assert find_cover([]) == (None, "")
