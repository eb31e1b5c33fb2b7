"""Numbers as people read and type them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1_gui import texts
from vox1_gui.words import figure, parsed, size, span, typed


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    texts.use("en")
    yield
    texts.use("en")


@pytest.mark.parametrize("language", list(texts.LANGUAGES))
@given(value=st.floats(-(10**9), 10**9).map(lambda value: round(value, 2)))
def test_what_is_written_to_be_typed_can_be_read_again(language: str, value: float) -> None:
    """In every language."""
    texts.use(language)
    assert parsed(typed(value, 2)) == pytest.approx(value)


def test_numbers_are_written_in_the_windows_language() -> None:
    """Points and commas change places."""
    assert (figure(1234.5, 1), typed(1234.5, 1)) == ("1,234.5", "1234.5")
    texts.use("de")
    assert (figure(1234.5, 1), typed(1234.5, 1)) == ("1.234,5", "1234,5")


@pytest.mark.parametrize(
    ("count", "shown"), [(2_520_000_000, "2.5 GB"), (486_000_000, "486 MB"), (1_500, "2 KB"), (0, "0 KB")]
)
def test_sizes_are_those_that_disks_are_sold_by(count: int, shown: str) -> None:
    """Thousands of thousands."""
    assert size(count) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.4, "0 s"), (59, "59 s"), (90, "2 min"), (3599, "1 h 0 min"), (4800, "1 h 20 min")],
)
def test_times_are_as_short_as_a_listener_says_them(seconds: float, shown: str) -> None:
    """No seconds where there are minutes."""
    assert span(seconds) == shown
