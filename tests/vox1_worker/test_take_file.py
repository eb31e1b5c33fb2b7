"""Tests of take files."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile

from vox1_worker import files, take_file

SPEECH = np.sin(np.arange(2400, dtype=np.float32) / 10) * np.float32(0.5)


def refusing(error: OSError, times: int) -> Callable[..., Path]:
    """Return a rename that is refused so many times, then done."""
    left = [times]
    replace = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise error
        return replace(self, target)

    return refuse


def windows_error(number: int) -> OSError:
    """Return what Windows raises while another program holds a file."""
    error = OSError(errno.EACCES, "held")
    error.winerror = number  # type: ignore[attr-defined,unused-ignore]  # Windows only, for type checkers
    return error


def test_a_take_is_read_back_sample_for_sample(tmp_path: Path) -> None:
    """FLAC loses nothing, and the hash and size are those of the file."""
    path = tmp_path / "1.flac"

    sha256, size = take_file.write(path, SPEECH, 24_000)

    samples, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == 24_000
    assert np.array_equal(samples, np.rint(SPEECH * 32768).astype(np.int16))
    assert sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert size == path.stat().st_size
    assert [path.name for path in tmp_path.iterdir()] == ["1.flac"]


def test_speech_is_measured_before_it_is_rounded() -> None:
    """Overshoot and non-finite samples are no longer to be seen in the file."""
    audio = np.array([0.0, 1.5, -2.0, np.nan, np.inf], np.float32)

    measured = take_file.measure(audio)

    assert measured.peak == 2.0
    assert measured.rms == pytest.approx(np.sqrt((1.5**2 + 2.0**2) / 3))
    assert measured.nonfinite == 2


@pytest.mark.parametrize("audio", [[], [np.nan, np.inf]])
def test_speech_without_a_finite_sample_measures_as_silence(audio: list[float]) -> None:
    """The verdict is for the host; the worker must not fail on it."""
    measured = take_file.measure(np.array(audio, np.float32))

    assert (measured.peak, measured.rms, measured.nonfinite) == (0.0, 0.0, len(audio))


def test_overshoot_is_held_and_what_is_no_number_becomes_silence() -> None:
    """A wrap-around would be a loud crack."""
    audio = np.array([1.0, -1.0, 3.0, -3.0, np.nan, np.inf, -np.inf, 0.5], np.float32)

    assert take_file.to_pcm16(audio).tolist() == [32767, -32768, 32767, -32768, 0, 0, 0, 16384]


def test_empty_speech_leaves_a_file_too(tmp_path: Path) -> None:
    """It is the host that judges it; a missing file would look like a full disk."""
    _, size = take_file.write(tmp_path / "1.flac", np.zeros(0, np.float32), 24_000)

    assert (tmp_path / "1.flac").stat().st_size == size


def test_a_full_disk_leaves_the_old_take_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part of a take must not use up the room that is left."""
    path = tmp_path / "1.flac"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        take_file.write(path, SPEECH, 24_000)

    assert path.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["1.flac"]


@pytest.mark.parametrize("number", [5, 32, 33])
def test_a_take_that_windows_holds_for_a_moment_is_renamed_when_it_lets_go(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An antivirus looks at every new file; that is no reason to stop a book."""
    monkeypatch.setattr(files, "_RETRY_SECONDS", (0.0,) * 6)
    monkeypatch.setattr(Path, "replace", refusing(windows_error(number), 6))

    take_file.write(tmp_path / "1.flac", SPEECH, 24_000)

    assert [path.name for path in tmp_path.iterdir()] == ["1.flac"]


@pytest.mark.parametrize(("error", "times"), [(windows_error(5), 99), (OSError(errno.EROFS, "read-only"), 1)])
def test_a_rename_that_stays_refused_is_an_error(
    error: OSError, times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held for ever, or refused for a reason that does not pass: at once."""
    monkeypatch.setattr(files, "_RETRY_SECONDS", (0.0,) * 6)
    monkeypatch.setattr(Path, "replace", refusing(error, times))

    with pytest.raises(OSError, match=r"held|read-only"):
        take_file.write(tmp_path / "1.flac", SPEECH, 24_000)

    assert [path.name for path in tmp_path.iterdir()] == []
