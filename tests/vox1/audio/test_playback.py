"""Playback: where it is, in whatever it plays, without anybody hearing it."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from vox1.audio.playback import RATE_HZ, Playback, PlaybackFailed

_PATIENCE_SECONDS = 30.0
"""For ffmpeg to start on a busy machine."""


class Device:
    """A sound device that takes sound when it is told to."""

    def __init__(self, feed: Generator[bytes, int, None]) -> None:
        self._feed = feed
        self.is_closed = False

    def take(self, seconds: float) -> np.ndarray[Any, np.dtype[np.int16]]:
        """Return the next seconds."""
        sound = self._feed.send(round(seconds * RATE_HZ))
        return np.frombuffer(sound, np.int16)

    def close(self) -> None:
        """Take nothing any more."""
        self.is_closed = True


class Room:
    """A playback with its device, and a file of ten seconds in which each second is louder than the last."""

    def __init__(self, folder: Path) -> None:
        self.devices: list[Device] = []
        self.playback = Playback(self._open)
        self.file = folder / "stairs.flac"
        stairs = np.repeat(np.arange(10) * 3000, 24_000).astype(np.int16)
        soundfile.write(self.file, stairs, 24_000)

    def _open(self, feed: Generator[bytes, int, None]) -> Device:
        self.devices.append(Device(feed))
        return self.devices[-1]

    def step(self) -> int:
        """Which second is heard: taken until the decoder has come there."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            sound = self.devices[0].take(0.01)
            if sound.any():
                return round(float(np.median(sound[sound > 0])) / 3000)
        raise AssertionError("only silence")

    def hear(self, seconds: float) -> float:
        """Take so many seconds of sound, however long the device has to wait; how many they were."""
        heard, deadline = 0.0, time.monotonic() + _PATIENCE_SECONDS
        while heard < seconds and time.monotonic() < deadline:
            sound = self.devices[0].take(0.01)
            heard += 0.01 * np.count_nonzero(sound) / sound.size
        return heard


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return a playback and its device."""
    room = Room(tmp_path)
    yield room
    room.playback.close()


def test_it_begins_where_it_is_told(room: Room) -> None:
    """And goes on somewhere else, on the same device."""
    room.playback.play(room.file, 4.2)
    assert room.step() == 4
    room.playback.seek(8.1)
    assert room.step() == 8
    assert len(room.devices) == 1


def test_a_pause_is_silent_and_loses_nothing(room: Room) -> None:
    """It goes on where it rested."""
    room.playback.play(room.file, 2.5)
    assert room.step() == 2
    place = room.playback.position_seconds
    room.playback.pause()
    assert not room.devices[0].take(3.0).any()
    assert room.playback.position_seconds == place
    assert not room.playback.is_playing
    room.playback.resume()
    assert room.step() in {2, 3}


def test_it_ends_where_it_is_told(room: Room) -> None:
    """A sentence is heard without the one after it."""
    room.playback.play(room.file, 3.0, 4.0)
    assert room.step() == 3
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not room.playback.is_over and time.monotonic() < deadline:
        assert room.devices[0].take(0.01).max() <= 4 * 3000
    assert room.playback.is_over
    assert room.playback.position_seconds == pytest.approx(4.0, abs=0.05)


def test_twice_as_fast_gets_twice_as_far(room: Room) -> None:
    """The position is the file's, whatever the speed."""
    room.playback.play(room.file, 1.0)
    room.playback.set_speed(2.0)
    room.step()
    begun = room.playback.position_seconds
    heard = room.hear(0.1)
    assert room.playback.position_seconds - begun == pytest.approx(2 * heard, abs=0.01)


def test_no_device_is_said_in_a_sentence(tmp_path: Path) -> None:
    """It is a message, and the render goes on."""
    room = Room(tmp_path)

    def refuse(_: Generator[bytes, int, None]) -> Any:
        raise OSError("no such device")

    playback = Playback(refuse)
    with pytest.raises(PlaybackFailed) as caught:
        playback.play(room.file)
    assert caught.value.hint
    assert not playback.is_playing
