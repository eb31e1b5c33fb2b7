"""Tests of vox1.audio.ffmpeg."""

from pathlib import Path

import numpy as np
import pytest

from vox1.audio import ffmpeg
from vox1.errors import EncoderFailed

_SOURCE = ("-f", "s16le", "-ar", "8000", "-ac", "1", "-i", "pipe:0")
_SECOND = np.zeros(8000, np.int16)


def test_an_error_says_what_ffmpeg_said(tmp_path: Path) -> None:
    """The end of ffmpeg's own words is in the message, and the hint says what to do."""
    with pytest.raises(EncoderFailed, match="No such file") as caught:
        ffmpeg.run(("-i", str(tmp_path / "nothing.wav"), "-f", "null", "-"))
    assert "again" in caught.value.hint


def test_a_pipe_that_is_killed_fails_at_the_next_write() -> None:
    """A dead encoder is noticed, not written into for hours."""
    with ffmpeg.Pipe((*_SOURCE, "-f", "null", "-")) as pipe:
        pipe.kill()
        with pytest.raises(EncoderFailed):
            for _ in range(100):
                pipe.write(_SECOND)


def test_a_pipe_reports_a_bad_argument_when_it_is_finished() -> None:
    """ffmpeg may end before the first write; the reason is not lost."""
    bad_pipe = ffmpeg.Pipe((*_SOURCE, "-af", "no_such_filter", "-f", "null", "-"))
    with bad_pipe as pipe, pytest.raises(EncoderFailed, match="no_such_filter"):
        for _ in range(100):
            pipe.write(_SECOND)
        pipe.finish()


def test_a_full_disk_is_named() -> None:
    """ffmpeg says only that a write failed; the listener is told that the disk is full."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    full_pipe = ffmpeg.Pipe((*_SOURCE, "-v", "error", "-f", "s16le", "file:/dev/full"))
    with full_pipe as pipe, pytest.raises(EncoderFailed) as caught:
        for _ in range(1000):
            pipe.write(_SECOND)
        pipe.finish()
    assert caught.value.code == "disk-full"


def test_a_stream_is_read_whole(tmp_path: Path) -> None:
    """Decoded audio comes in pieces, none missing."""
    raw = tmp_path / "a.raw"
    samples = np.arange(-20_000, 20_000, dtype=np.int16).repeat(20)
    raw.write_bytes(samples.tobytes())
    arguments = ("-f", "s16le", "-ar", "8000", "-ac", "1", "-i", str(raw), "-f", "s16le", "-")
    decoded = b"".join(ffmpeg.stream_of(arguments))
    assert decoded == samples.tobytes()
