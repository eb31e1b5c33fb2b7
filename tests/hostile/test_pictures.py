"""The 6 bad pictures, as covers: each book is read, with a cover that players show or a word about it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PIL import Image

from booksmith_module.book import Book
from tests.booksmith_module.test_cover import image, png_of, svg
from tests.epubs import Epub
from tests.hostile.cases import Case, Make, Outcome, check, reading

RAIN = "It rained all day."
UNUSABLE = ("The book's cover could not be used",)


def cover(draw: Callable[[], bytes], media_type: str) -> Make:
    """Return a maker of a book with this cover."""

    def make(folder: Path) -> Path:
        chapters = (("", f"<p>{RAIN}</p>"),)
        return Epub(chapters, cover=draw(), cover_type=media_type).write(folder / "book.epub")

    return make


def half_a_jpeg() -> bytes:
    """Return the first half of a picture."""
    whole = image("JPEG", size=(600, 900))
    return whole[: len(whole) // 2]


def red_then_blue() -> bytes:
    """Return an animation."""
    content = io.BytesIO()
    frames = [Image.new("RGB", (60, 90), colour) for colour in ("red", "blue")]
    frames[0].save(content, "GIF", save_all=True, append_images=frames[1:])
    return content.getvalue()


def scripted() -> bytes:
    """Return a red drawing that asks for another colour by a script, and for a picture from afar."""
    return svg(
        '<rect id="r" width="600" height="900" fill="red"/><image href="http://example.invalid/spy.png"/>'
        '<script>document.getElementById("r").setAttribute("fill", "blue")</script>'
    )


CASES = (
    Case("100 megapixels", cover(lambda: png_of(10_000, 10_000), "image/png"), RAIN, UNUSABLE),
    Case("196 megapixels", cover(lambda: png_of(14_000, 14_000), "image/png"), RAIN, UNUSABLE),
    Case("half a JPEG", cover(half_a_jpeg, "image/jpeg"), RAIN, UNUSABLE),
    Case("CMYK", cover(lambda: image("JPEG", "CMYK"), "image/jpeg"), RAIN),
    Case("a script in a drawing", cover(scripted, "image/svg+xml"), RAIN),
    Case("an animation", cover(red_then_blue, "image/gif"), RAIN),
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Future[Outcome]]]:
    """What comes of each case."""
    with reading(CASES, tmp_path_factory.mktemp("pictures")) as found:
        yield found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_bad_picture_costs_no_more_than_the_cover(case: Case, outcomes: dict[str, Future[Outcome]]) -> None:
    """It becomes a red JPEG, or the listener is told that it could not be used."""
    outcome = outcomes[case.name].result()
    check(case, outcome)
    assert isinstance(outcome.result, Book)
    shown = outcome.result.cover

    assert (shown is None) == bool(case.says)
    if shown:
        with Image.open(io.BytesIO(shown.jpeg)) as picture:
            assert (picture.format, picture.mode) == ("JPEG", "RGB")
            pixel = picture.getpixel((picture.width // 2, picture.height // 2))
        assert isinstance(pixel, tuple)
        assert pixel[0] > 150
        assert max(pixel[1:]) < 90
