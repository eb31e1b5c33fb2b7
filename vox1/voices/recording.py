"""A recording: any file with sound, decoded as a stream of mono samples at the engines' rate."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vox1.audio import ffmpeg
from vox1.errors import EncoderFailed, InputError
from vox1.voices.clip import SAMPLE_RATE_HZ

Pcm = npt.NDArray[np.int16]

_SAMPLE_BYTES = 2
# Positions are counted in samples, not by time stamps: seeking by those is not exact in MP3 without an index.
_MONO = f"aformat=sample_rates={SAMPLE_RATE_HZ}:channel_layouts=mono"
_PROTOCOLS = ("-protocol_whitelist", "file,pipe")
"""What a playlist names on the network is not fetched."""
_NO_SOUND = ("does not contain any stream", "matches no streams")
_LEAD_SAMPLES = SAMPLE_RATE_HZ * 2
"""Before a piece that is denoised, for the filter to learn the noise from."""
_TAKEN_DB, _ABOVE_NOISE_DB = 12.0, 3.0
"""What afftdn takes away at most, and where it is told that noise ends: more of either harms the voice, and
its own tracking of noise does less. Measured in docs/voices.md."""
_DENOISER_DELAY = SAMPLE_RATE_HZ // 40
"""The filter's own: 25 ms at any rate, measured by correlation."""


class Decoding:
    """One pass over a recording from its start.

    Args:
        path: Any file with sound that ffmpeg reads.

    Attributes:
        samples: How many were decoded so far.
        is_damaged: Whether ffmpeg gave up after some sound; what came before is good.

    Raises:
        InputError: There is no such file.
    """

    def __init__(self, path: Path) -> None:
        self._path = _existing(path)
        self.samples = 0
        self.is_damaged = False

    def blocks(self, seconds: float) -> Iterator[Pcm]:
        """Yield its samples in blocks of so many seconds, the last one shorter.

        Raises:
            InputError: It is no recording, or one without sound.
        """
        size = round(seconds * SAMPLE_RATE_HZ) * _SAMPLE_BYTES
        waiting = bytearray()
        with closing(self._pieces()) as pieces:
            for piece in pieces:
                waiting += piece
                while len(waiting) >= size:
                    yield self._counted(bytes(waiting[:size]))
                    del waiting[:size]
        if len(waiting) >= _SAMPLE_BYTES:
            yield self._counted(bytes(waiting[: len(waiting) // _SAMPLE_BYTES * _SAMPLE_BYTES]))

    def _counted(self, heard: bytes) -> Pcm:
        pcm = np.frombuffer(heard, "<i2").astype(np.int16, copy=False)
        self.samples += pcm.size
        return pcm

    def _pieces(self) -> Generator[bytes, None, None]:
        has_sound = False
        try:
            for piece in ffmpeg.stream_of(_arguments(self._path, _MONO)):
                has_sound = True
                yield piece
        except EncoderFailed as err:
            if not has_sound or err.code == "no-ffmpeg":
                raise _unreadable(self._path, err) from err
            self.is_damaged = True


def cut(path: Path, start: int, end: int, noise_db: float | None = None) -> Pcm:
    """Return the samples from one position to another; fewer where the recording ends before.

    Args:
        path: A recording.
        start: The first sample.
        end: The one after the last.
        noise_db: Level of steady noise that is taken away, in dBFS; None for no change. Nothing is shifted.

    Raises:
        InputError: It cannot be read.
    """
    steps: tuple[str, ...] = (f"atrim=start_sample={start}:end_sample={end}",)
    if noise_db is not None:
        steps = _denoising(start, end, noise_db)
    try:
        heard = ffmpeg.output_of(_arguments(_existing(path), ",".join((_MONO, *steps))))
    except EncoderFailed as err:
        raise _unreadable(path, err) from err
    whole = len(heard) // _SAMPLE_BYTES * _SAMPLE_BYTES
    return np.frombuffer(heard[:whole], "<i2").astype(np.int16, copy=False)


def _denoising(start: int, end: int, noise_db: float) -> tuple[str, ...]:
    """Steps that cut a piece out, with some before it, take noise away, and cut off what was before."""
    lead = min(start, _LEAD_SAMPLES)
    first = lead + _DENOISER_DELAY
    return (
        f"atrim=start_sample={start - lead}:end_sample={end}",
        "asetpts=N/SR/TB",
        f"apad=pad_len={_DENOISER_DELAY}",
        f"afftdn=nr={_TAKEN_DB:g}:nf={min(max(noise_db + _ABOVE_NOISE_DB, -80.0), -20.0):.1f}",
        f"atrim=start_sample={first}:end_sample={first + end - start}",
    )


def _arguments(path: Path, steps: str) -> tuple[str, ...]:
    source = (*_PROTOCOLS, "-i", f"file:{path}")
    return (*source, "-vn", "-sn", "-dn", "-af", steps, "-f", "s16le", "-")


def _existing(path: Path) -> Path:
    try:
        is_there = path.is_file()
    except (OSError, ValueError):  # no name that a file can have
        is_there = False
    if not is_there:
        raise InputError(f"There is no recording {path}", "Check how its path is written.", "bad-voice")
    return path


def _unreadable(path: Path, err: EncoderFailed) -> InputError | EncoderFailed:
    """What ffmpeg's refusal of a file means to a listener."""
    if err.code == "no-ffmpeg":
        return err
    if any(sign in err.message for sign in _NO_SOUND):
        return InputError(
            f"There is no sound in {path.name}", "Choose a file with somebody speaking in it.", "bad-voice"
        )
    return InputError(
        f"{path.name} is not a recording that can be read: {err.message}",
        "Choose a file with sound, such as WAV, FLAC, MP3 or MP4.",
        "bad-voice",
    )
