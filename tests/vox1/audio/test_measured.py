"""Tests of vox1.audio.measured, against ffmpeg's own meter and against signals of known levels."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psutil
import pytest
import soundfile

from vox1.audio import ffmpeg
from vox1.audio.measured import measure_chapters
from vox1.control import Cancelled
from vox1.errors import EncoderFailed
from vox1.outputs.m4b import Mark

RATE = 22_050
_SUMMARY = re.compile(r"I:\s+(\S+) LUFS.*?LRA:\s+(\S+) LU.*?Peak:\s+(\S+) dBFS", re.DOTALL)


def _noise(seconds: float, rms: float, rate_hz: int = RATE) -> npt.NDArray[np.float32]:
    noise: npt.NDArray[np.float32] = (
        np.random.RandomState(3).standard_normal(round(seconds * rate_hz)) * rms
    ).astype(np.float32)
    return noise


def _silence(seconds: float) -> npt.NDArray[np.float32]:
    return np.zeros(round(seconds * RATE), np.float32)


def _written(path: Path, audio: npt.NDArray[np.float32], rate_hz: int = RATE) -> Path:
    soundfile.write(path, audio, rate_hz, subtype="FLOAT")
    return path


@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_loudness_range_and_true_peak_are_those_of_ebur128(
    rate_hz: int, channels: int, tmp_path: Path
) -> None:
    """At every rate; a stereo file is louder by what its channels add up to."""
    swell = np.repeat([0.02, 0.1, 0.05, 0.2, 0.002, 0.1], 4 * rate_hz)
    audio = (_noise(24.0, 1.0, rate_hz) * swell).clip(-1, 1)
    audio = np.column_stack((audio, audio[::-1] / 2)) if channels == 2 else audio
    path = _written(tmp_path / "a.wav", audio, rate_hz)

    levels = measure_chapters(path, [], rate_hz, channels).whole

    said = ffmpeg.run(("-i", str(path), "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"))
    summary = _SUMMARY.search(said[said.rfind("Summary:") :])
    assert summary
    assert levels.lufs == pytest.approx(float(summary[1]), abs=0.1)
    assert levels.range_lu == pytest.approx(float(summary[2]), abs=0.3)
    assert levels.true_peak_db == pytest.approx(float(summary[3]), abs=0.3)


def test_a_measurement_can_be_given_up(tmp_path: Path) -> None:
    """That of forty hours takes minutes, and who cancels does not wait for it; ffmpeg ends with it."""
    path = _written(tmp_path / "a.wav", _noise(600.0, 0.1))
    looks = 0

    def cancelled() -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        measure_chapters(path, [], RATE, 1, cancelled)
    assert looks == 3
    assert not [child for child in psutil.Process().children() if "ffmpeg" in child.name()]


def test_chapters_are_measured_apart_in_one_pass(tmp_path: Path) -> None:
    """Each as if it were a file of its own, whatever blocks they come in."""
    parts = [_noise(3.0, 0.1), _noise(2.0, 0.01), _noise(4.5, 0.05)]
    path = _written(tmp_path / "a.wav", np.concatenate(parts))
    marks = [Mark("One", 0, 3000), Mark("Two", 3000, 5000), Mark("Three", 5000, 9500)]

    measured = measure_chapters(path, marks, RATE, 1)

    alone = [
        measure_chapters(_written(tmp_path / f"{n}.wav", part), [], RATE, 1).whole
        for n, part in enumerate(parts)
    ]
    assert [levels.seconds for levels in measured.chapters] == [3.0, 2.0, 4.5]
    for levels, expected in zip(measured.chapters, alone, strict=True):
        assert levels.lufs == pytest.approx(expected.lufs, abs=0.05)
        assert levels.rms_db == pytest.approx(expected.rms_db, abs=0.01)
        assert levels.noise_floor_db == pytest.approx(expected.noise_floor_db, abs=0.05)
    assert measured.whole.seconds == 9.5


def test_a_chapter_beyond_the_end_of_the_file_has_no_sound(tmp_path: Path) -> None:
    """A list may be longer than the audio of a file that was cut off."""
    path = _written(tmp_path / "a.wav", _noise(1.0, 0.1))
    marks = [Mark("Half", 500, 2000), Mark("Gone", 2000, 3000)]

    half, gone = measure_chapters(path, marks, RATE, 1).chapters

    assert (half.seconds, gone.seconds) == (0.5, 0.0)
    assert (gone.lufs, gone.rms_db, gone.true_peak_db, gone.noise_floor_db) == (None, -120.0, -120.0, -120.0)


def test_head_tail_and_digital_silence_are_found(tmp_path: Path) -> None:
    """Digital silence of 50 ms counts, shorter does not; quiet room tone is no sound and no silence."""
    room = _noise(1.0, 0.0003)
    audio = (room[: RATE // 2], _noise(2.0, 0.1), _silence(0.03), _noise(1.0, 0.1), _silence(0.2), room)
    path = _written(tmp_path / "a.wav", np.concatenate((*audio, _noise(1.0, 0.1), _silence(1.5))))

    levels = measure_chapters(path, [], RATE, 1).whole

    assert levels.head_seconds == pytest.approx(0.5, abs=0.02)
    assert levels.tail_seconds == pytest.approx(1.5, abs=0.02)
    assert levels.dropouts == 2
    assert levels.longest_dropout_seconds == pytest.approx(1.5, abs=0.02)


def test_a_silence_across_blocks_is_one(tmp_path: Path) -> None:
    """However long it is."""
    path = _written(tmp_path / "a.wav", np.concatenate((_noise(1.0, 0.1), _silence(40.0), _noise(1.0, 0.1))))
    levels = measure_chapters(path, [], RATE, 1).whole
    assert levels.dropouts == 1
    assert levels.longest_dropout_seconds == pytest.approx(40.0, abs=0.05)


def test_what_is_no_audio_is_an_error(tmp_path: Path) -> None:
    """ffmpeg's words are in it."""
    path = tmp_path / "a.wav"
    path.write_bytes(b"no audio")
    with pytest.raises(EncoderFailed):
        measure_chapters(path, [], RATE, 1)
