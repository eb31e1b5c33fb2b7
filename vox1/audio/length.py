"""Length: how long a finished audio file lasts, and whether it is heard from its beginning."""

from __future__ import annotations

from pathlib import Path

import mutagen
import soundfile
from mutagen import MutagenError

from vox1.audio.ffmpeg import executable, output_of
from vox1.errors import EncoderFailed

_TOLERANCE_SECONDS = 0.1
_BEGIN_SECONDS = 0.5
_BEGIN_RATE_HZ = 8_000
_SAMPLE_BYTES = 2
_AGAIN = "Try again; nothing spoken is lost."


def is_long_wav(path: Path) -> bool:
    """Whether a file is a WAV with the 64-bit header (EBU Tech 3306) of those above 4 GB.

    Mutagen does not know it: such a file gets no tags.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as stream:
        return stream.read(4) == b"RF64"


def check_length(path: Path, wanted_seconds: float) -> None:
    """See that a finished file is as long as it should be.

    Raises:
        EncoderFailed: It is not, or is no audio file.
    """
    try:
        seconds = _seconds(path)
    except (MutagenError, soundfile.SoundFileError, OSError) as err:
        raise EncoderFailed(f"The finished file cannot be read back: {err}", _AGAIN) from err
    if seconds is None:
        raise EncoderFailed(f"The finished file cannot be read back: {path.name} is no audio file", _AGAIN)
    if abs(seconds - wanted_seconds) > _TOLERANCE_SECONDS:
        raise EncoderFailed(f"{path.name} lasts {seconds:.2f} s instead of {wanted_seconds:.2f} s", _AGAIN)


def check_begin(path: Path, wanted_seconds: float) -> None:
    """See that a finished file is heard from its beginning, by decoding some of it.

    Its length says nothing of that: an edit list may leave all of its sound out.

    Args:
        path: The file.
        wanted_seconds: How long it should be.

    Raises:
        EncoderFailed: It is not, or cannot be decoded.
    """
    seconds = min(_BEGIN_SECONDS, wanted_seconds)
    raw = ("-ac", "1", "-ar", str(_BEGIN_RATE_HZ), "-f", "s16le", "-")
    heard = output_of(
        ("-v", "error", "-i", str(path.absolute()), "-map", "0:a", "-t", f"{seconds:.3f}", *raw)
    )
    heard_seconds = len(heard) / _SAMPLE_BYTES / _BEGIN_RATE_HZ
    if not heard or heard_seconds < seconds - _TOLERANCE_SECONDS:
        raise EncoderFailed(
            f"Of the beginning of {path.name} only {heard_seconds:.2f} s can be heard",
            f"It was written by {executable()}. Run `python3 run.py setup`, then try again; nothing spoken is"
            " lost.",
            "not-heard",
        )


def _seconds(path: Path) -> float | None:
    """How long a file lasts; None for what is no audio."""
    if is_long_wav(path):
        return float(soundfile.info(path).duration)
    media = mutagen.File(path)
    return None if media is None else float(media.info.length)
