"""Tests of vox1.outputs.isbn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.outputs.isbn import isbn_of


@pytest.mark.parametrize(
    "written",
    [
        "urn:isbn:9780306406157",
        "ISBN 978-0-306-40615-7",
        "isbn:978 0 306 40615 7",
        "978\u20100\u2011306-40615-7",
        "ISBN-13: 9780306406157",
    ],
)
def test_an_isbn_is_found_however_it_is_written(written: str) -> None:
    """Books have it with and without its name and hyphens."""
    assert isbn_of(written) == "9780306406157"


def test_an_old_isbn_may_end_with_an_x() -> None:
    """Ten digits, the last of which may stand for ten."""
    assert isbn_of("0-8044-2957-x") == "080442957X"


@pytest.mark.parametrize(
    "written",
    [
        "9780306406158",
        "urn:uuid:12345678-1234-1234-1234-123456789012",
        "https://example.org/9780306406157",
        "1234567890123",
        "0306406153",
        "X306406152",
        "",
        "ISBN",
        "97803064061579",
    ],
)
def test_what_only_looks_like_one_is_none(written: str) -> None:
    """Wrong check digits, other identifiers, numbers of other lengths."""
    assert isbn_of(written) == ""


@given(st.text())
def test_any_identifier_gives_an_isbn_or_nothing(written: str) -> None:
    """Digits of other scripts among them."""
    found = isbn_of(written)
    assert found == "" or (len(found) in {10, 13} and found.isascii())
