"""Tests of vox1.audio.levelling."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vox1.audio.encoding import Encoding
from vox1.audio.levelling import MOST_GAIN_DB, MOST_LIMITED, Levelling, levelled, levelling
from vox1.audio.levels import LevelMeter
from vox1.audio.mastering import PERSONAL, PRESETS
from vox1.audio.room_tone import room_tone

RATE = 8000
AAC = Encoding(overshoot_db=0.5)


def _metered(audio: npt.NDArray[np.float32]) -> LevelMeter:
    meter = LevelMeter(RATE)
    meter.add(audio)
    return meter


def _speechlike(rms: float, peak: float, peaks: int) -> LevelMeter:
    """Two seconds of noise with some samples at a peak."""
    noise = np.random.RandomState(1).uniform(-rms * 3**0.5, rms * 3**0.5, 2 * RATE).astype(np.float32)
    noise[:peaks] = peak
    return _metered(noise)


def test_a_chapter_is_brought_to_its_target() -> None:
    """By the difference, in tenths."""
    done = levelling(-23.46, _speechlike(0.05, 0.1, 1), PERSONAL, AAC)
    assert (done.gain_db, done.ceiling_db, done.limited_share, done.notes) == (5.5, -1.5, 0.0, ())


def test_what_the_encoder_costs_is_made_good() -> None:
    """Coarse encoders lose some loudness."""
    meter = _speechlike(0.05, 0.1, 1)
    assert levelling(-23.0, meter, PERSONAL, Encoding(loss_lu=0.3)).gain_db == 5.3


def test_a_few_peaks_are_left_to_the_limiter() -> None:
    """Fewer than one sample in a thousand."""
    done = levelling(-23.0, _speechlike(0.05, 0.9, 15), PERSONAL, AAC)
    assert done.gain_db == 5.0
    assert done.limited_share == pytest.approx(15 / 16_000)
    assert done.notes == ()


def test_many_peaks_lower_the_gain_and_this_is_said() -> None:
    """The limiter must not be heard; being too quiet can be put right by the listener."""
    done = levelling(-23.0, _speechlike(0.05, 0.9, 16), PERSONAL, AAC)
    assert done.gain_db == -0.6  # 0.9 is at -0.92 dB
    assert done.limited_share == 0.0
    assert done.notes == (
        "It is 5.6 dB quieter than the -18 LUFS of 'personal': louder, its peaks would be cut too often.",
    )


def test_acx_is_levelled_by_rms() -> None:
    """Whatever the chapter's loudness in LUFS is."""
    done = levelling(-10.0, _speechlike(0.05, 0.1, 0), PRESETS["acx"], AAC)
    assert done.gain_db == pytest.approx(-20.5 + 26.02, abs=0.1)


def test_a_chapter_that_cannot_be_loud_enough_for_acx_is_told_of() -> None:
    """The limiter's promise comes first, and the check of the finished file will fail."""
    done = levelling(-30.0, _speechlike(0.02, 0.9, 30), PRESETS["acx"], AAC)
    assert done.limited_share < MOST_LIMITED
    assert any("'acx' asks for -23 dB RMS at least" in note for note in done.notes)


def test_noise_that_acx_would_hear_is_told_of() -> None:
    """A gain lifts the noise of the voice's own room too."""
    done = levelling(-30.0, _speechlike(0.02, 0.05, 0), PRESETS["acx"], AAC)
    assert any("The voice's own noise is at" in note for note in done.notes)


def test_off_leaves_everything_as_it_is() -> None:
    """No gain and no limiter, at any loudness."""
    done = levelling(-35.0, _speechlike(0.05, 1.0, 4000), PRESETS["off"], AAC)
    assert (done.gain_db, done.ceiling_db, done.limited_share, done.notes) == (0.0, None, 0.0, ())


def test_silence_is_not_made_louder() -> None:
    """What has no loudness has no gain, by either scale."""
    silent = _metered(np.zeros(RATE, np.float32))
    assert levelling(None, silent, PERSONAL, AAC).gain_db == 0.0
    assert levelling(None, silent, PRESETS["acx"], AAC).gain_db == 0.0


def test_whispers_are_not_made_into_noise() -> None:
    """30 dB at most, and it is said."""
    done = levelling(-65.0, _speechlike(0.0005, 0.001, 0), PERSONAL, AAC)
    assert done.gain_db == MOST_GAIN_DB
    assert "so quiet" in done.notes[0]


@given(
    lufs=st.floats(-69, 0),
    values=st.lists(st.integers(-32768, 32767), min_size=1, max_size=200),
    name=st.sampled_from(sorted(PRESETS)),
)
def test_the_limiter_never_touches_a_thousandth(lufs: float, values: list[int], name: str) -> None:
    """Whatever the audio, and the gain is in tenths."""
    meter = _metered(np.array(values * 20, np.float32) / np.float32(32768))

    done = levelling(lufs, meter, PRESETS[name], AAC)

    assert done.limited_share < MOST_LIMITED
    assert done.gain_db == pytest.approx(round(done.gain_db, 1), abs=1e-9)
    assert done == levelling(lufs, meter, PRESETS[name], AAC)


@given(lufs=st.floats(-60, -10), shift=st.floats(-0.02, 0.02))
def test_a_tiny_edit_seldom_changes_the_gain(lufs: float, shift: float) -> None:
    """By one step at most."""
    meter = _speechlike(0.01, 0.02, 0)
    before, after = (levelling(value, meter, PERSONAL, AAC).gain_db for value in (lufs, lufs + shift))
    assert abs(before - after) <= 0.1 + 1e-9


def test_samples_get_their_gain_and_room_tone() -> None:
    """From 16 bits to floats that the limiter takes."""
    block = np.array([0, 16384, -16384], np.int16)
    done = Levelling(6.0, -1.5, 0.0)
    assert levelled(block, 0, done, PRESETS["off"], RATE) == pytest.approx([0, 0.9976, -0.9976], abs=1e-4)
    silence = np.zeros(100, np.int16)
    assert np.array_equal(levelled(silence, 7, done, PERSONAL, RATE), room_tone(7, 100, -70.0, RATE))


@given(cut=st.integers(0, 500))
def test_a_chapter_is_the_same_in_whatever_blocks_it_is_levelled(cut: int) -> None:
    """To the last bit."""
    block = np.random.RandomState(5).randint(-9000, 9000, 500).astype(np.int16)
    done = Levelling(3.3, -1.5, 0.0)
    parts = (
        levelled(block[:cut], 1000, done, PERSONAL, RATE),
        levelled(block[cut:], 1000 + cut, done, PERSONAL, RATE),
    )
    assert np.array_equal(np.concatenate(parts), levelled(block, 1000, done, PERSONAL, RATE))
