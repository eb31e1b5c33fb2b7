"""Tests of drawn covers: any title fits, the same book looks the same."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from booksmith_module.drawn_cover import draw_cover, drawn_cover


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        ("Rain", ("Ann Author",)),
        ("雪国", ("川端康成",)),
        ("A very long title " * 40, tuple(f"Author {n}" for n in range(30))),
        ("<b>& no markup</b>", ()),
        ("", ()),
    ],
)
def test_any_title_makes_a_cover(title: str, authors: tuple[str, ...]) -> None:
    """A JPEG of a book's shape with something written on its one colour."""
    with Image.open(io.BytesIO(drawn_cover(title, authors))) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 2400))
        light = image.convert("L").point(lambda value: 255 if value > 200 else 0)
    assert light.getbbox() is not None  # at the least the line between title and authors


def test_a_long_title_stays_on_the_page() -> None:
    """Nothing is written into the margins."""
    with Image.open(io.BytesIO(draw_cover("Incomprehensibilities " * 12, ("Ann Author",)))) as image:
        written = image.convert("L").point(lambda value: 255 if value > 128 else 0).getbbox()
    assert written is not None
    assert (written[0] >= 100, written[2] <= 1500) == (True, True)


def test_the_same_book_has_the_same_cover() -> None:
    """A second render does not make another file of it."""
    assert draw_cover("Rain", ("Ann",)) == draw_cover("Rain", ("Ann",))
