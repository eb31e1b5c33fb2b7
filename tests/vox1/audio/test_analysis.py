"""Tests of the analysis."""

from __future__ import annotations

import tracemalloc

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from vox1.audio.analysis import HOP_SECONDS, SILENT_DB, analyse

RATE_HZ = 24_000
SECOND = np.arange(RATE_HZ) / RATE_HZ


def _tone(pitch_hz: float, level: float = 0.5) -> npt.NDArray[np.float32]:
    return (level * np.sin(2 * np.pi * pitch_hz * SECOND)).astype(np.float32)


def test_silence_has_no_level_no_sound_and_no_pitch() -> None:
    """Nothing is made up."""
    analysis = analyse(np.zeros(RATE_HZ, np.int16), RATE_HZ)

    assert (analysis.peak, analysis.rms, analysis.speech_db) == (0.0, 0.0, SILENT_DB)
    assert not analysis.active.any()
    assert not np.any(analysis.pitch_hz > 0)


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("pitch_hz", [80, 140, 220, 380])
def test_a_tone_has_its_pitch_at_any_rate(rate_hz: int, pitch_hz: int) -> None:
    """Within a lag of the autocorrelation."""
    time_s = np.arange(rate_hz) / rate_hz
    buzz = np.sum([np.sin(2 * np.pi * pitch_hz * k * time_s) / k for k in range(1, 8)], axis=0)

    found = analyse((0.2 * buzz).astype(np.float32), rate_hz).pitch_hz

    assert np.median(found[found > 0]) == pytest.approx(pitch_hz, rel=0.05)


def test_a_tone_is_measured_as_what_it_is() -> None:
    """Peak, RMS, level and duration of a sine."""
    analysis = analyse(_tone(200), RATE_HZ)

    assert analysis.seconds == 1.0
    assert analysis.peak == pytest.approx(0.5, abs=0.001)
    assert analysis.rms == pytest.approx(0.5 / 2**0.5, abs=0.001)
    assert analysis.speech_db == pytest.approx(-9.0, abs=0.3)
    assert len(analysis.level_db) == pytest.approx(1 / HOP_SECONDS, abs=4)


def test_noise_is_flat_and_without_pitch_and_a_tone_is_not() -> None:
    """What tells noise from speech."""
    noise = np.random.default_rng(1).standard_normal(RATE_HZ).astype(np.float32) * 0.1

    hiss, tone = analyse(noise, RATE_HZ), analyse(_tone(200), RATE_HZ)

    assert np.median(hiss.flatness) > 0.3
    assert np.median(tone.flatness) < 0.01
    assert np.median(hiss.crossings) > 0.3
    assert np.median(tone.crossings) < 0.1
    assert np.mean(hiss.pitch_hz[hiss.pitch_hz >= 0] > 0) < 0.1


def test_samples_that_are_not_numbers_are_counted_and_silent() -> None:
    """Those that the worker found are added."""
    audio = _tone(200)
    audio[:100] = np.nan
    audio[100] = np.inf

    assert analyse(audio, RATE_HZ).nonfinite == 101
    assert analyse(audio, RATE_HZ, nonfinite=7).nonfinite == 108
    assert np.isfinite(analyse(audio, RATE_HZ).rms)


def test_cut_off_peaks_are_flat_and_those_of_a_wave_are_not() -> None:
    """Three samples at the peak in a row."""
    clipped = np.clip(_tone(200, 2.0), -1, 1)

    assert analyse(clipped, RATE_HZ).flat_topped > 1000
    assert analyse(_tone(440, 0.9), RATE_HZ).flat_topped == 0


def test_an_offset_is_the_mean_and_does_not_count_as_level() -> None:
    """Levels are those of the sound."""
    quiet = _tone(200, 0.001)

    standing = analyse(quiet + np.float32(0.2), RATE_HZ)

    assert standing.dc == pytest.approx(0.2, abs=0.001)
    assert standing.speech_db == pytest.approx(analyse(quiet, RATE_HZ).speech_db, abs=0.5)


def test_the_level_of_speech_does_not_depend_on_the_pause_after_it() -> None:
    """A minute of room tone does not make the speech quieter."""
    room = np.random.default_rng(2).standard_normal(20 * RATE_HZ).astype(np.float32) * 0.0005

    alone = analyse(_tone(200), RATE_HZ).speech_db
    with_room = analyse(np.concatenate((_tone(200), room)), RATE_HZ)

    assert with_room.speech_db == pytest.approx(alone, abs=1)
    assert np.count_nonzero(with_room.active) * HOP_SECONDS == pytest.approx(1.0, abs=0.1)


def test_levels_at_the_ends_are_of_the_first_and_last_20_ms() -> None:
    """A take that begins in mid-word begins loud."""
    audio = np.concatenate((_tone(200), np.zeros(RATE_HZ, np.float32)))

    analysis = analyse(audio, RATE_HZ)

    assert analysis.head_db == pytest.approx(-9.0, abs=1)
    assert analysis.tail_db == SILENT_DB


def test_one_sample_out_of_line_is_a_sharp_bend() -> None:
    """A click among smooth waves."""
    clicking = _tone(200)
    clicking[RATE_HZ // 2] = 0.95

    assert analyse(clicking, RATE_HZ).step_db > analyse(_tone(200), RATE_HZ).step_db + 20


def test_integers_and_floats_measure_alike() -> None:
    """16-bit samples are the floats at full scale 1.0."""
    audio = _tone(200)
    pcm = np.rint(audio * 32768).astype(np.int16)

    one, other = analyse(audio, RATE_HZ), analyse(pcm, RATE_HZ)

    assert one.rms == pytest.approx(other.rms, rel=1e-3)
    assert np.allclose(one.cepstra, other.cepstra, atol=0.05)


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float32, st.integers(0, 3000), elements=st.floats(width=32)),
    st.sampled_from([8000, 16_000, 22_050, 24_000, 48_000]),
)
def test_any_floats_can_be_measured(audio: npt.NDArray[np.float32], rate_hz: int) -> None:
    """Empty, one sample, infinite, huge: figures come out, none of them NaN but where no pitch is sought."""
    analysis = analyse(audio, rate_hz)

    figures = (
        analysis.peak,
        analysis.rms,
        analysis.dc,
        analysis.speech_db,
        analysis.head_db,
        analysis.step_db,
    )
    assert np.isfinite(figures).all()
    assert np.isfinite(analysis.cepstra).all()
    assert len(analysis.level_db) == len(analysis.cepstra) == len(analysis.pitch_hz)


@settings(max_examples=40, deadline=None)
@given(arrays(np.int16, st.integers(0, 5000)))
def test_any_integers_can_be_measured(audio: npt.NDArray[np.int16]) -> None:
    """The ends of the range too."""
    assert np.isfinite(analyse(audio, RATE_HZ).level_db).all()


def test_a_long_take_is_measured_in_little_more_room_than_its_samples_need() -> None:
    """A take of three minutes that ran to its budget once took 200 MB: the spectra of all of its frames."""
    samples = np.tile(_tone(220), 60)
    analyse(samples[:RATE_HZ], RATE_HZ)  # what is made only once
    tracemalloc.start()

    analyse(samples, RATE_HZ)

    peak_bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak_bytes < 4 * samples.nbytes


@pytest.mark.parametrize("frames", [127, 128, 129, 300])
def test_frames_do_not_depend_on_where_they_are_looked_at(frames: int) -> None:
    """They are looked at some at a time: the same second sounds the same wherever it stands."""
    hop = round(HOP_SECONDS * RATE_HZ)
    second = np.random.default_rng(1).normal(0, 0.1, RATE_HZ).astype(np.float32)
    moved = analyse(np.concatenate((np.resize(second, 2 * frames * hop), second)), RATE_HZ)
    still = analyse(np.concatenate((np.resize(second, 2 * 40 * hop), second)), RATE_HZ)

    assert moved.level_db[2 * frames :] == pytest.approx(still.level_db[80:], abs=0.1)
    assert moved.flatness[2 * frames :] == pytest.approx(still.flatness[80:], abs=0.01)
