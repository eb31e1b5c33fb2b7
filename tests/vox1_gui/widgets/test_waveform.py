"""Waveforms: the shape that is drawn, and edges that are dragged."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1_gui.errands.recordings import Picture
from vox1_gui.widgets.waveform import outline

Opener = Callable[..., Any]
VALUES = st.lists(st.floats(-1, 1), min_size=1, max_size=300)


@given(VALUES, st.integers(1, 400), st.integers(10, 200))
def test_a_shape_stays_within_its_canvas(values: list[float], width: int, height: int) -> None:
    """Whatever is drawn, with a column for each pixel at most."""
    drawn = Picture(
        0.0, 1.0, tuple(min(value, 0.0) for value in values), tuple(max(value, 0.0) for value in values)
    )

    shape = outline(drawn, width, height)

    assert len(shape) == 4 * min(len(values), width)
    assert all(0 <= x <= width for x in shape[::2])
    assert all(0 <= y <= height for y in shape[1::2])


def test_the_loudest_moment_is_never_left_out() -> None:
    """A single column among two thousand, on a canvas of a hundred pixels."""
    highs = [0.0] * 2000
    highs[1234] = 1.0
    shape = outline(Picture(0.0, 1.0, (0.0,) * 2000, tuple(highs)), 100, 50)
    assert min(shape[1::2]) == pytest.approx(2.0)


def test_an_edge_is_dragged_and_let_go(open_window: Opener) -> None:
    """And a stretch that is taken hold of in its middle keeps its length."""
    from tests.vox1_gui.conftest import pump  # noqa: PLC0415  # needs a screen
    from vox1_gui.pages.log import LogPage  # noqa: PLC0415
    from vox1_gui.widgets.waveform import Trimmer  # noqa: PLC0415

    window = open_window(LogPage)
    told: list[tuple[float, float, bool]] = []
    trimmer = Trimmer(window, 100, lambda *news: told.append(news))
    trimmer.grid(row=5, column=0, columnspan=2, sticky="ew")
    trimmer.show(Picture(10.0, 30.0, (-0.5,) * 100, (0.5,) * 100))
    trimmer.set_stretch(15.0, 25.0)
    pump(window, lambda: trimmer.canvas.winfo_width() > 200)
    width = trimmer.canvas.winfo_width()

    trimmer._pressed(SimpleNamespace(x=width / 4, y=10))
    trimmer._drag(width * 0.3, is_over=True)
    start, end, is_over = told[-1]
    assert (round(start), round(end), is_over) == (16, 25, True)

    trimmer._pressed(SimpleNamespace(x=width / 2, y=10))
    trimmer._drag(width * 0.55, is_over=True)
    start, end, is_over = told[-1]
    assert (round(start), round(end), is_over) == (16, 26, True)
