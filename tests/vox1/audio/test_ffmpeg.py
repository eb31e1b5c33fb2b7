"""Tests of vox1.audio.ffmpeg."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
import pytest

from vox1.audio import ffmpeg
from vox1.control import Cancelled
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


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Have a program run in ffmpeg's place that reads nothing and never ends; the list holds each."""
    started: list[subprocess.Popen[bytes]] = []

    def start(_: object, **pipes: Any) -> subprocess.Popen[bytes]:
        command = (sys.executable, "-c", "import threading; threading.Event().wait()")
        started.append(subprocess.Popen(command, **pipes))
        return started[-1]

    monkeypatch.setattr(ffmpeg, "_started", start)
    monkeypatch.setattr(ffmpeg, "STALL_SECONDS", 1.0)
    yield started
    assert [process.poll() is None for process in started] == [False] * len(started)


@pytest.mark.usefixtures("hanging")
def test_a_meter_or_encoder_that_hangs_is_ended_and_named() -> None:
    """It reads no more: without the watch, the render would wait for ever."""
    with ffmpeg.Pipe(_SOURCE) as pipe, pytest.raises(EncoderFailed, match="stood still for 1 s"):
        for _ in range(100):
            pipe.write(_SECOND)


@pytest.mark.usefixtures("hanging")
def test_one_that_hangs_and_is_not_wanted_any_more_is_ended_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener who cancels does not wait for the two minutes after which it counts as hanging."""
    monkeypatch.setattr(ffmpeg, "STALL_SECONDS", 1e9)
    asked = threading.Event()

    def check() -> None:
        if asked.is_set():
            raise Cancelled

    with ffmpeg.Pipe(_SOURCE, check=check) as pipe:
        threading.Timer(0.2, asked.set).start()
        with pytest.raises(Cancelled):
            for _ in range(100):
                pipe.write(_SECOND)


@pytest.mark.usefixtures("hanging")
def test_one_that_hangs_at_its_end_is_ended_and_named() -> None:
    """All samples are in the pipe, and the file is never finished."""
    with ffmpeg.Pipe(_SOURCE) as pipe, pytest.raises(EncoderFailed, match="stood still"):
        pipe.finish()


@pytest.mark.usefixtures("hanging")
def test_a_copy_whose_file_does_not_grow_is_ended_and_named(tmp_path: Path) -> None:
    """The copy that adds the chapters has no pipe to show that it gets on."""
    with pytest.raises(EncoderFailed, match="stood still"):
        ffmpeg.run((), grows=tmp_path / "copy.m4b")


def test_a_pipe_that_waits_for_samples_does_not_hang(monkeypatch: pytest.MonkeyPatch) -> None:
    """The voice may take longer over a chapter than any patience."""
    monkeypatch.setattr(ffmpeg, "STALL_SECONDS", 0.0)
    monkeypatch.setattr(ffmpeg, "_LOOK_SECONDS", 0.001)
    looks = iter(range(50))
    with ffmpeg.Pipe((*_SOURCE, "-f", "null", "-")) as pipe:
        watch = pipe._watch
        while next(looks, None) is not None:
            watch._is_over.wait(0.005)
        assert not watch.stood_still


def test_an_ffmpeg_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An antivirus has taken it away: setup brings it back, and trying again would not."""
    monkeypatch.setattr(ffmpeg, "executable", lambda: str(tmp_path / "ffmpeg"))
    for start in (lambda: ffmpeg.run(()), lambda: ffmpeg.Pipe(())):
        with pytest.raises(EncoderFailed, match="ffmpeg cannot be started") as caught:
            ffmpeg.persistently(start, lambda _: pytest.fail("it was tried again"))
        assert "setup" in caught.value.hint


def test_what_fails_twice_may_still_be_made() -> None:
    """Each failure is told; the third is the caller's."""
    failures = [EncoderFailed("killed", "Again.") for _ in range(2)]
    told: list[EncoderFailed] = []

    def make() -> str:
        if failures:
            raise failures.pop()
        return "made"

    assert ffmpeg.persistently(make, told.append) == "made"
    assert len(told) == 2


def test_the_ffmpeg_that_is_carried_is_used_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's may write audiobooks of which nothing is heard; somebody may name one, though."""
    monkeypatch.delenv("IMAGEIO_FFMPEG_EXE", raising=False)
    other = tmp_path / "ffmpeg"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(imageio_ffmpeg, "__file__", str(tmp_path / "package" / "__init__.py"))
    find = ffmpeg.executable.__wrapped__
    with pytest.raises(EncoderFailed) as missing:
        find()
    assert missing.value.code == "no-ffmpeg"

    carried = tmp_path / "package" / "binaries" / "ffmpeg-linux-x86_64-v7.0.2"
    carried.parent.mkdir(parents=True)
    carried.write_text("#!/bin/sh\nexit 1\n")
    assert find() == str(carried)
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(other))
    assert find() == str(other)
