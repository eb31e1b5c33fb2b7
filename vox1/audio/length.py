"""Length: how long a finished audio file lasts, and whether that is what it should be."""

from __future__ import annotations

from pathlib import Path

import mutagen
from mutagen import MutagenError

from vox1.errors import EncoderFailed

_TOLERANCE_SECONDS = 0.1
_AGAIN = "Run the same command again; nothing spoken is lost."


def check_length(path: Path, wanted_seconds: float) -> None:
    """See that a finished file is as long as it should be.

    Raises:
        EncoderFailed: It is not, or is no audio file.
    """
    try:
        media = mutagen.File(path)
    except (MutagenError, OSError) as err:
        raise EncoderFailed(f"The finished file cannot be read back: {err}", _AGAIN) from err
    if media is None:
        raise EncoderFailed(f"The finished file cannot be read back: {path.name} is no audio file", _AGAIN)
    seconds = float(media.info.length)
    if abs(seconds - wanted_seconds) > _TOLERANCE_SECONDS:
        raise EncoderFailed(f"{path.name} lasts {seconds:.2f} s instead of {wanted_seconds:.2f} s", _AGAIN)
