"""Tests of vox1.audio.aac: stretches encoded apart and joined, decoded and compared with what went in."""

from __future__ import annotations

import subprocess
from contextlib import closing
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import numpy.typing as npt
import pytest

from vox1.audio.aac import FRAME_SAMPLES, StretchEncoder, closing_frame, frames_of
from vox1.errors import EncoderFailed
from vox1.outputs import m4b
from vox1.outputs.m4b import Mark, Sound

RATES_HZ = (22_050, 24_000, 44_100)


def encoded(folder: Path, audio: npt.NDArray[np.float32], rate_hz: int) -> bytes:
    """Return the frames of a stretch."""
    with closing(StretchEncoder(folder / "scratch", rate_hz, 64)) as encoder:
        encoder.write(audio)
        return encoder.finish()


def decoded(path: Path) -> npt.NDArray[np.float32]:
    """Return what a player would play."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "f32le", "-"]
    return np.frombuffer(subprocess.run(command, check=True, capture_output=True).stdout, "<f4")


def stretch(number: int, rate_hz: int) -> npt.NDArray[np.float32]:
    """Return a stretch that begins with a click in the middle of a tone and ends in one silent frame."""
    frames = 20 + 7 * number
    time_s = np.arange((frames - 1) * FRAME_SAMPLES) / rate_hz
    noise = np.random.default_rng(number).normal(0, 0.01, len(time_s))
    audio = 0.2 * np.cos(2 * np.pi * (200 + 90 * number) * time_s) + noise
    audio[0] = 0.9
    return np.concatenate((audio, np.zeros(FRAME_SAMPLES))).astype(np.float32)


@pytest.mark.parametrize("rate_hz", RATES_HZ)
def test_stretches_joined_decode_as_one_encode_does(tmp_path: Path, rate_hz: int) -> None:
    """No sample is added, and at a join the sound is as true as anywhere."""
    stretches = [stretch(number, rate_hz) for number in range(8)]
    whole = np.concatenate(stretches)
    marks = [Mark("One", 0, round(len(whole) * 1000 / rate_hz))]
    apart, together = tmp_path / "apart.m4b", tmp_path / "together.m4b"
    m4b.join(Sound([encoded(tmp_path, part, rate_hz) for part in stretches], rate_hz), marks, apart)
    m4b.join(Sound([encoded(tmp_path, whole, rate_hz)], rate_hz), marks, together)
    joined, single = decoded(apart), decoded(together)

    assert len(joined) == len(single) == len(whole)
    joins = np.cumsum([len(part) for part in stretches[:-1]])
    around = np.concatenate([np.arange(join - FRAME_SAMPLES, join + FRAME_SAMPLES) for join in joins])
    errors = (decoded_[around] - whole[around] for decoded_ in (joined, single))
    wrong_apart, wrong_together = (np.sqrt(np.mean(error**2)) for error in errors)
    assert wrong_apart < 1.2 * wrong_together
    for join in joins:
        assert np.argmax(np.abs(joined[join - 500 : join + 500])) == 500  # the click is where it was


def test_the_limiter_holds_the_peak(tmp_path: Path) -> None:
    """Audio 12 dB over full scale comes out below full scale, not clipped flat."""
    time_s = np.arange(FRAME_SAMPLES * 47) / 24_000
    loud = (4.0 * np.sin(2 * np.pi * 997 * time_s)).astype(np.float32)
    path = tmp_path / "loud.m4b"
    m4b.join(Sound([encoded(tmp_path, loud, 24_000)], 24_000), [Mark("One", 0, 2005)], path)
    settled = decoded(path)[12_000:-6_000]
    assert -3.0 < 20 * np.log10(np.max(np.abs(settled))) <= -1.0


def test_the_same_stretch_makes_the_same_frames(tmp_path: Path) -> None:
    """A resumed book is byte for byte an undisturbed one."""
    audio = stretch(1, 24_000)
    assert encoded(tmp_path, audio, 24_000) == encoded(tmp_path, audio, 24_000)


def test_a_stretch_lasts_whole_frames(tmp_path: Path) -> None:
    """Anything else could not be joined."""
    with closing(StretchEncoder(tmp_path / "scratch", 24_000, 64)) as encoder:
        encoder.write(np.zeros(1000, np.float32))
        with pytest.raises(ValueError, match="whole frames"):
            encoder.finish()
    assert not (tmp_path / "scratch").exists()


def test_frames_that_are_damaged_are_said_to_be() -> None:
    """A length that points past the end, or no header at all."""
    frame = closing_frame(24_000)
    assert list(frames_of(frame + frame)) == [frame, frame]
    for broken in (frame[:-1], frame + b"x", b"\0" * 20):
        with pytest.raises(EncoderFailed, match="damaged"):
            list(frames_of(broken))


def test_an_encoder_that_cannot_write_says_so(tmp_path: Path) -> None:
    """A folder that is gone is an error at the first opportunity."""
    with pytest.raises(EncoderFailed):
        encoded(tmp_path / "gone", np.zeros(FRAME_SAMPLES, np.float32), 24_000)
