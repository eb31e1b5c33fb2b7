"""Playback: a sound file heard through the computer's loudspeakers.

ffmpeg decodes, so that whatever can be made can be heard, from any place in it; miniaudio has the device.
"""

from __future__ import annotations

import logging
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

from vox1.audio.ffmpeg import executable
from vox1.errors import Vox1Error

log = logging.getLogger(__name__)

RATE_HZ = 48_000
_CHANNELS = 1
"""Speech is mono. For two loudspeakers ffmpeg would make it 3 dB quieter; the system does not."""
_FRAME_BYTES = 2 * _CHANNELS
_PIECE_BYTES = RATE_HZ * _FRAME_BYTES // 10
_AHEAD_PIECES = 20
"""Decoded ahead: two seconds, against a computer that renders on every core."""
SPEEDS = (0.75, 1.0, 1.25, 1.5, 2.0)


class PlaybackFailed(Vox1Error):
    """Nothing can be heard on this computer just now."""

    code = "no-sound"


class Playback:
    """Plays one file at a time. Every method may be called from any thread, and none waits for the sound.

    Args:
        open_device: Makes the device, given a generator that it takes sound from; for tests.
    """

    def __init__(self, open_device: Callable[[Generator[bytes, int, None]], Any] | None = None) -> None:
        self._open_device = open_device or _device
        self._lock = threading.RLock()
        self._device: Any = None
        self._decoding: _Decoding | None = None
        self._path: Path | None = None
        self._from = 0.0
        self._until: float | None = None
        self._speed = 1.0
        self._is_paused = False

    @property
    def path(self) -> Path | None:
        """What is being played, or was last."""
        return self._path

    @property
    def is_playing(self) -> bool:
        """Whether something is heard, or about to be."""
        decoding = self._decoding
        return decoding is not None and not self._is_paused and not decoding.is_over

    @property
    def is_paused(self) -> bool:
        """Whether it rests somewhere."""
        return self._is_paused

    @property
    def is_over(self) -> bool:
        """Whether it has come to its end."""
        return self._decoding is not None and self._decoding.is_over

    @property
    def position_seconds(self) -> float:
        """How far into the file it is."""
        decoding = self._decoding
        heard = decoding.heard_seconds * self._speed if decoding else 0.0
        return self._from + heard

    def play(self, path: Path, start_seconds: float = 0.0, until_seconds: float | None = None) -> None:
        """Play a file, instead of what is being played.

        Args:
            path: Anything that ffmpeg reads.
            start_seconds: Where in it.
            until_seconds: Where to end; None for its end.

        Raises:
            PlaybackFailed: There is no device to hear it with, or no ffmpeg.
        """
        with self._lock:
            self._path, self._until = path, until_seconds
            self._is_paused = False
            self._begin(start_seconds)

    def seek(self, seconds: float) -> None:
        """Go on somewhere else in the same file, playing or paused as it is."""
        with self._lock:
            if self._path:
                self._begin(max(seconds, 0.0))

    def set_speed(self, speed: float) -> None:
        """Have it heard faster or slower from here on; the pitch stays."""
        with self._lock:
            place, self._speed = self.position_seconds, speed
            if self._decoding and not self._decoding.is_over:
                self._begin(place)

    def pause(self) -> None:
        """Rest here."""
        with self._lock:
            self._is_paused = True
            if self._decoding:
                self._decoding.is_paused = True

    def resume(self) -> None:
        """Go on from where it rests."""
        with self._lock:
            self._is_paused = False
            if self._decoding:
                self._decoding.is_paused = False

    def stop(self) -> None:
        """Play nothing any more."""
        with self._lock:
            self._end_decoding()
            self._path, self._from, self._is_paused = None, 0.0, False

    def close(self) -> None:
        """Give the device back."""
        with self._lock:
            self._end_decoding()
            if self._device is not None:
                self._device.close()
                self._device = None

    def _begin(self, start_seconds: float) -> None:
        if not (path := self._path):
            return
        self._end_decoding()
        length = None if self._until is None else max(self._until - start_seconds, 0.0)
        self._from = start_seconds
        self._decoding = _Decoding(path, start_seconds, length, self._speed)
        self._decoding.is_paused = self._is_paused
        if self._device is None:
            feed = self._feed()
            next(feed)
            try:
                self._device = self._open_device(feed)
            except Exception as err:
                self._end_decoding()
                log.info("There is no sound: %s", err)
                raise PlaybackFailed(
                    "Nothing can be heard: this computer has no sound device that works",
                    "Plug in headphones or loudspeakers, or look into the system's sound settings.",
                ) from err

    def _end_decoding(self) -> None:
        if self._decoding:
            self._decoding.end()
            self._decoding = None

    def _feed(self) -> Generator[bytes, int, None]:
        """What the device takes: sound, or silence where there is none."""
        frames = yield b""
        while True:
            decoding = self._decoding
            sound = decoding.take(frames * _FRAME_BYTES) if decoding else b""
            frames = yield sound + bytes(frames * _FRAME_BYTES - len(sound))


class _Decoding:
    """ffmpeg at work on a file, some seconds ahead of what is heard."""

    def __init__(self, path: Path, start_seconds: float, length: float | None, speed: float) -> None:
        self.is_paused = False
        self._pieces: deque[bytes] = deque()
        self._rest = b""
        self._heard_bytes = 0
        self._is_decoded = self._is_ended = False
        self._news = threading.Condition()
        until = () if length is None else ("-t", f"{length:.3f}")
        faster = () if speed == 1.0 else ("-af", f"atempo={speed:g}")
        self._process = subprocess.Popen(
            [
                *(executable(), "-v", "error", "-nostdin", "-ss", f"{start_seconds:.3f}", *until),
                *(
                    "-i",
                    str(path),
                    "-vn",
                    *faster,
                    "-f",
                    "s16le",
                    "-ar",
                    str(RATE_HZ),
                    "-ac",
                    str(_CHANNELS),
                    "-",
                ),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        threading.Thread(target=self._decode, name="decoding", daemon=True).start()

    @property
    def heard_seconds(self) -> float:
        """How much of it was given to the device."""
        return self._heard_bytes / _FRAME_BYTES / RATE_HZ

    @property
    def is_over(self) -> bool:
        """Whether all of it was given to the device."""
        return self._is_decoded and not self._pieces and not self._rest

    def take(self, size: int) -> bytes:
        """Return so many bytes of sound, or fewer where there is no more yet. Never waits."""
        if self.is_paused:
            return b""
        with self._news:
            while len(self._rest) < size and self._pieces:
                self._rest += self._pieces.popleft()
            taken, self._rest = self._rest[:size], self._rest[size:]
            self._heard_bytes += len(taken)
            self._news.notify()
        return taken

    def end(self) -> None:
        """Decode no more."""
        with self._news:
            self._is_ended = True
            self._news.notify()
        self._process.kill()

    def _decode(self) -> None:
        if not (stdout := self._process.stdout):
            return
        with suppress(OSError, ValueError):
            while piece := stdout.read(_PIECE_BYTES):
                with self._news:
                    self._news.wait_for(lambda: len(self._pieces) < _AHEAD_PIECES or self._is_ended)
                    if self._is_ended:
                        break
                    self._pieces.append(piece)
        stdout.close()
        self._process.wait()
        self._is_decoded = True


def _device(feed: Generator[bytes, int, None]) -> Any:
    """The computer's sound device, which takes what it plays from a generator.

    Raises:
        miniaudio.MiniaudioError: There is none.
    """
    return _opened(feed, None)


def silent_device(feed: Generator[bytes, int, None]) -> Any:
    """Return a device that plays in real time and is heard by nobody, on a computer with or without sound."""
    import miniaudio  # noqa: PLC0415

    return _opened(feed, [miniaudio.Backend.NULL])


def _opened(feed: Generator[bytes, int, None], backends: Any) -> Any:
    import miniaudio  # noqa: PLC0415  # takes a tenth of a second, and most starts play nothing

    device = miniaudio.PlaybackDevice(
        output_format=miniaudio.SampleFormat.SIGNED16,
        nchannels=_CHANNELS,
        sample_rate=RATE_HZ,
        buffersize_msec=200,
        backends=backends,
        app_name="VOX-1",
    )
    device.start(feed)
    return device
