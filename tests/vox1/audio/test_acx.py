"""Tests of vox1.audio.acx."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from vox1.audio.acx import AcxReport, acx_chapter, acx_file
from vox1.audio.measured import Levels

GOOD = Levels(
    seconds=3600.0,
    lufs=-20.0,
    range_lu=5.0,
    rms_db=-20.5,
    peak_db=-3.4,
    true_peak_db=-3.4,
    noise_floor_db=-70.0,
    head_seconds=0.75,
    tail_seconds=3.0,
    dropouts=0,
    longest_dropout_seconds=0.0,
)
FILE = acx_file("mp3", 44_100, 192, "mono", is_constant=True)


def test_a_chapter_within_every_limit_passes() -> None:
    """All seven numbers."""
    chapter = acx_chapter("One", GOOD)
    assert chapter.passes
    assert len(chapter.lines) == 7


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"rms_db": -23.01}, "RMS"),
        ({"rms_db": -17.99}, "RMS"),
        ({"peak_db": -2.99}, "peak"),
        ({"noise_floor_db": -59.9}, "noise floor"),
        ({"dropouts": 1, "longest_dropout_seconds": 0.05}, "digital silence"),
        ({"head_seconds": 0.49}, "head"),
        ({"head_seconds": 1.01}, "head"),
        ({"tail_seconds": 0.9}, "tail"),
        ({"tail_seconds": 5.1}, "tail"),
        ({"seconds": 7230.0}, "length"),
    ],
)
def test_each_number_beyond_its_limit_fails_alone(changes: dict[str, Any], what: str) -> None:
    """And the line says what it is and what it should be."""
    chapter = acx_chapter("One", replace(GOOD, **changes))
    assert [line.what for line in chapter.lines if not line.passes] == [what]
    assert not chapter.passes


@pytest.mark.parametrize(
    "changes",
    [{"rms_db": -23.0}, {"rms_db": -18.0}, {"peak_db": -3.0}, {"noise_floor_db": -60.0}, {"seconds": 7200.0}],
)
def test_the_limits_themselves_pass(changes: dict[str, Any]) -> None:
    """They belong to what is allowed."""
    assert acx_chapter("One", replace(GOOD, **changes)).passes


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (acx_file("aac", 44_100, 192, "mono", is_constant=True), "format"),
        (acx_file("mp3", 24_000, 192, "mono", is_constant=True), "sample rate"),
        (acx_file("mp3", 44_100, 128, "mono", is_constant=True), "bitrate"),
        (acx_file("mp3", 44_100, 192, "mono", is_constant=False), "bitrate"),
        (acx_file("mp3", 44_100, 192, "5.1", is_constant=True), "channels"),
    ],
)
def test_a_file_of_another_kind_fails(file: Any, what: str) -> None:
    """One line each."""
    assert [line.what for line in file if not line.passes] == [what]


def test_a_report_passes_when_all_of_it_does() -> None:
    """One bad chapter is enough."""
    good, bad = acx_chapter("One", GOOD), acx_chapter("Two", replace(GOOD, peak_db=0.0))
    assert AcxReport(FILE, (good, good)).passes
    report = AcxReport(FILE, (good, bad)).to_json()
    assert (report["passes"], [chapter["passes"] for chapter in report["chapters"]]) == (False, [True, False])
