"""M4B: one encoder fed by a pipe, then a stream copy that adds chapters, then tags.

Raw ADTS is never joined (each joint adds 1,024 samples) and no PCM file is written, so there is no
4 GB limit and memory stays constant at any length.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from mutagen import MutagenError
from mutagen.mp4 import MP4

from vox1.audio import ffmpeg
from vox1.audio.ffmpeg import Pipe
from vox1.errors import EncoderFailed

MAX_TITLE_BYTES = 240
"""Nero's list holds 255 bytes; ffmpeg would cut there in the middle of a character."""
_MOST_NERO_CHAPTERS = 255
"""Nero's list counts in one byte; players that read it would show only the first 255."""
_LIMIT_DB = -1.5
_LENGTH_TOLERANCE_SECONDS = 0.1
_AGAIN = "Run the same command again; nothing spoken is lost."


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter's place in the finished file.

    Attributes:
        title: As the player shows it.
        start_ms: Where it begins.
        end_ms: Where it ends and the next begins.
    """

    title: str
    start_ms: int
    end_ms: int


def samples_per_grain(sample_rate_hz: int) -> int:
    """Return the fewest samples that last whole milliseconds.

    Both chapter lists count in milliseconds as ffmpeg writes them, so chapters are padded to this.
    """
    return sample_rate_hz // math.gcd(sample_rate_hz, 1000)


class Encoder:
    """An AAC encoder with a true-peak limiter before it, writing into a temporary .m4a.

    alimiter holds sample peaks only, so it works on four times the rate.
    """

    def __init__(self, path: Path, sample_rate_hz: int, bitrate_kbps: int) -> None:
        rate = str(sample_rate_hz)
        limiter = (
            f"aresample={sample_rate_hz * 4},alimiter=limit={_LIMIT_DB}dB:level=false:latency=true,"
            f"aresample={rate}"
        )
        source = ("-f", "f32le", "-ar", rate, "-ac", "1", "-i", "pipe:0")
        # The fast coder is 5 times as fast at the same size: docs/decisions/004-aac-coder.md.
        coder = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", f"{bitrate_kbps}k")
        exact = ("-fflags", "+bitexact", "-flags:a", "+bitexact", "-map_metadata", "-1")
        self._pipe = Pipe(
            ("-v", "error", *source, "-af", limiter, *coder, *exact, "-f", "ipod", str(path.absolute()))
        )

    def write(self, samples: npt.NDArray[np.float32]) -> None:
        """Encode more audio, full scale being 1.0.

        Raises:
            EncoderFailed: ffmpeg has ended.
        """
        self._pipe.write(samples)

    def finish(self) -> None:
        """Finish the file.

        Raises:
            EncoderFailed: ffmpeg ended with an error.
        """
        self._pipe.finish()

    def end(self) -> None:
        """End ffmpeg at once; a `write` waiting in another thread fails."""
        self._pipe.kill()

    def close(self) -> None:
        """Let go of everything, giving the file up if it is not finished."""
        self._pipe.close()


def add_chapters(
    audio: Path, marks: Sequence[Mark], target: Path, watch: Callable[[], None] = lambda: None
) -> None:
    """Copy an encoded .m4a into an .m4b with chapters, ready to start playing while it downloads.

    Args:
        audio: The encoded audio.
        marks: The chapters in order, each ending where the next begins.
        target: The file to write; one that exists is replaced.
        watch: Called again and again meanwhile; ffmpeg is ended if it raises.

    Raises:
        EncoderFailed: ffmpeg failed.
        OSError: The list of chapters cannot be written beside the target.
    """
    listed = target.with_suffix(".chapters")
    listed.write_text(_metadata_text(marks), encoding="utf-8", newline="\n")
    nero = "" if len(marks) <= _MOST_NERO_CHAPTERS else "+disable_chpl"
    try:
        ffmpeg.run(
            (
                *("-v", "error", "-i", str(audio.absolute())),
                *("-f", "ffmetadata", "-i", str(listed.absolute())),
                *("-map", "0:a", "-map_metadata", "1", "-map_chapters", "1", "-c", "copy"),
                *("-fflags", "+bitexact", "-movflags", f"+faststart{nero}", "-brand", "M4B "),
                *("-f", "ipod", str(target.absolute())),
            ),
            grows=target,
            watch=watch,
        )
    finally:
        listed.unlink(missing_ok=True)


def check(path: Path, marks: Sequence[Mark]) -> None:
    """See that a finished file is as long as its chapters.

    Raises:
        EncoderFailed: It is not, or is no MP4 file.
    """
    wanted = marks[-1].end_ms / 1000
    try:
        length = float(getattr(MP4(path).info, "length", 0.0))
    except (MutagenError, OSError) as err:
        raise EncoderFailed(f"The finished file cannot be read back: {err}", _AGAIN) from err
    if abs(length - wanted) > _LENGTH_TOLERANCE_SECONDS:
        raise EncoderFailed(f"The finished file lasts {length:.2f} s instead of {wanted:.2f} s", _AGAIN)


def _metadata_text(marks: Sequence[Mark]) -> str:
    """The chapters in ffmpeg's FFMETADATA format (ffmpeg-formats, section "Metadata")."""
    lines = [";FFMETADATA1"]
    for mark in marks:
        lines += ("[CHAPTER]", "TIMEBASE=1/1000", f"START={mark.start_ms}", f"END={mark.end_ms}")
        lines.append(f"title={_escaped(chapter_title(mark.title))}")
    return "\n".join(lines) + "\n"


def chapter_title(title: str) -> str:
    """Return a title on one line, at most 240 bytes, cut between characters.

    Control characters would end the line in the list of chapters, and a backslash at the end would
    take the next line with it even when escaped.
    """
    line = " ".join("".join(" " if _breaks_line(c) else c for c in title).split()).rstrip("\\ ")
    return line.encode("utf-8")[:MAX_TITLE_BYTES].decode("utf-8", "ignore").rstrip("\\ ") or "Untitled"


def _breaks_line(character: str) -> bool:
    code = ord(character)
    return code < 32 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in {0x2028, 0x2029}


def _escaped(value: str) -> str:
    return "".join(f"\\{c}" if c in "=;#\\" else c for c in value)
