"""Tests of vox1.audio.mastering."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vox1.audio.mastering import PERSONAL, PRESETS, Scale, preset_named


@pytest.mark.parametrize("name", ["personal", "acx", "podcast", "broadcast", "off"])
def test_a_preset_is_found_by_its_name(name: str) -> None:
    """However it is typed."""
    assert preset_named(f" {name.upper()} ") is PRESETS[name]


@pytest.mark.parametrize(
    ("typed", "lufs"), [("-20", -20.0), ("-18.5", -18.5), ("-31", -31.0), ("-9.0", -9.0)]
)
def test_a_number_is_the_personal_preset_with_this_loudness(typed: str, lufs: float) -> None:
    """For listeners whose player wants another one."""
    preset = preset_named(typed)
    assert preset == replace(PERSONAL, name=f"{lufs:g}", about=f"{lufs:g} LUFS", target=lufs)


@pytest.mark.parametrize("typed", ["", "loud", "-8", "-32", "nan", "inf", "18", "-18 LUFS"])
def test_anything_else_is_refused_with_what_there_is(typed: str) -> None:
    """The sentence lists the presets."""
    with pytest.raises(
        ValueError, match="personal, acx, podcast, broadcast, off, or a loudness from -31 to -9"
    ):
        preset_named(typed)


def test_every_preset_but_off_keeps_true_peaks_under_one_decibel_and_silence_from_being_digital() -> None:
    """The promise of every file; `off` promises to change nothing."""
    for name, preset in PRESETS.items():
        assert (preset.true_peak_db is None) == (name == "off")
        assert (preset.room_tone_db is None) == (name == "off")
        assert preset.true_peak_db is None or preset.true_peak_db <= -1.0
        assert preset.room_tone_db is None or preset.room_tone_db <= -65.0


def test_acx_is_measured_by_rms_inside_its_window() -> None:
    """LUFS is not what ACX checks."""
    acx = PRESETS["acx"]
    assert acx.scale is Scale.RMS
    assert acx.target is not None
    assert -23.0 < acx.target < -18.0
    assert 0.5 <= acx.head_seconds <= 1.0
    assert 1.0 <= acx.tail_seconds <= 5.0
