"""Tests of vox1.render.edition."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booksmith_module.book import Book
from vox1.render.edition import Edition, _genres
from vox1.settings import Settings


def _edition(book: Book) -> Edition:
    """An edition whose tags can be asked for."""
    narrator = SimpleNamespace(engine=SimpleNamespace(title="Engine"), title="Ann")
    readers: Any = SimpleNamespace(narrator=narrator, voices=(narrator,), language="en-GB")
    unused = cast("Any", None)
    return Edition(book, readers, unused, (), Settings(), unused, unused)


def test_what_the_book_says_of_itself_is_in_the_tags() -> None:
    """Series, part, subtitle and ISBN as well as title and author."""
    book = Book(
        title="Two Rains",
        authors=("A. Author", "B. Writer"),
        language="en-GB",
        chapters=(),
        subtitle="A Tale",
        series="The Rains",
        series_number="2.5",
        subjects=("Fantasy", "Sea; storms"),
        identifier="urn:isbn:978-0-306-40615-7",
    )
    tags = _edition(book).tags()
    assert (tags.title, tags.subtitle, tags.author) == ("Two Rains", "A Tale", "A. Author, B. Writer")
    assert (tags.series, tags.series_part, tags.isbn) == ("The Rains", "2.5", "9780306406157")
    assert (tags.genre, tags.genres) == ("Fantasy; Sea, storms", ["Fantasy", "Sea, storms"])


@pytest.mark.parametrize("subjects", [(), ("",), ("x" * 256,), (" ",)])
def test_a_book_without_a_usable_subject_is_an_audiobook(subjects: tuple[str, ...]) -> None:
    """Players sort by genre; an empty one would be a group of its own."""
    assert _genres(subjects) == "Audiobook"


@given(subjects=st.lists(st.text(max_size=80)))
def test_genres_fit_into_itunes(subjects: list[str]) -> None:
    """255 bytes, on one line, each subject whole."""
    genres = _genres(subjects)
    assert len(genres.encode("utf-8", "replace")) <= 255
    known = {" ".join(subject.replace(";", ",").split()) for subject in subjects} | {"Audiobook"}
    assert all(genre in known for genre in genres.split("; "))
