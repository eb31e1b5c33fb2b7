"""M4B: encoded sections joined through a pipe, with both forms of chapter lists.

No PCM file is written, so there is no 4 GB limit, and memory stays constant at any length.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vox1 import files
from vox1.audio.aac import DELAY_SAMPLES, closing_frame
from vox1.audio.ffmpeg import Pipe
from vox1.outputs.languages import iso_639_2

MAX_TITLE_BYTES = 240
"""Nero's list holds 255 bytes; ffmpeg would cut there in the middle of a character."""
_MOST_NERO_CHAPTERS = 255
"""Nero's list counts in one byte; players that read it would show only the first 255."""


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


@dataclass(frozen=True, slots=True)
class Sound:
    """What an M4B is made of.

    Attributes:
        frames: AAC frames with ADTS headers, a whole number of them in each piece.
        sample_rate_hz: Of the audio.
        language: A BCP 47 tag, or empty.
    """

    frames: Iterable[bytes]
    sample_rate_hz: int
    language: str = ""


def join(sound: Sound, marks: Sequence[Mark], target: Path, watch: Callable[[], None] = lambda: None) -> None:
    """Put encoded audio into an .m4b with chapters, ready to start playing while it downloads.

    Args:
        sound: The audio.
        marks: The chapters in order, each ending where the next begins.
        target: The file to write; one that exists is replaced.
        watch: Called again and again meanwhile, from a thread too; ffmpeg is ended if it raises.

    Raises:
        EncoderFailed: ffmpeg failed.
        DiskError: The list of chapters cannot be written beside the target.
    """
    listed = target.with_name(f"{target.name}.chapters")
    files.write_unflushed(listed, _metadata_text(marks).encode("utf-8"))
    nero = "" if len(marks) <= _MOST_NERO_CHAPTERS else "+disable_chpl"
    brand = "M4B " if target.suffix == ".m4b" else "M4A "
    arguments = (
        *("-v", "error", "-f", "aac", "-i", "pipe:0"),
        *("-f", "ffmetadata", "-i", str(listed.absolute())),
        *("-map", "0:a", "-map_metadata", "1", "-map_chapters", "1", "-c", "copy"),
        # The first frame decodes to what was before the audio: an edit list begins after it.
        *("-bsf:a", f"setts=ts=TS-{DELAY_SAMPLES}/(SR*TB)"),
        *("-metadata:s:a:0", f"language={iso_639_2(sound.language)}"),
        *("-fflags", "+bitexact", "-movflags", f"+faststart{nero}", "-brand", brand),
        *("-f", "ipod", str(target.absolute())),
    )
    try:
        with Pipe(arguments, target, watch) as pipe:
            for piece in itertools.chain(sound.frames, (closing_frame(sound.sample_rate_hz),)):
                watch()
                pipe.write(piece)
            pipe.finish()
    finally:
        with suppress(OSError):  # it goes with the folder it is in
            listed.unlink()


def _metadata_text(marks: Sequence[Mark]) -> str:
    """The chapters in ffmpeg's FFMETADATA format (ffmpeg-formats, section "Metadata")."""
    lines = [";FFMETADATA1"]
    for mark in marks:
        lines += ("[CHAPTER]", "TIMEBASE=1/1000", f"START={mark.start_ms}", f"END={mark.end_ms}")
        lines.append(f"title={_escaped(chapter_title(mark.title))}")
    return "\n".join(lines) + "\n"


def chapter_title(title: str, most_bytes: int = MAX_TITLE_BYTES) -> str:
    """Return a title on one line, cut between characters.

    Control characters would end the line in the list of chapters, and a backslash at the end would
    take the next line with it even when escaped.
    """
    line = " ".join("".join(" " if _breaks_line(c) else c for c in title).split()).rstrip("\\ ")
    return line.encode("utf-8")[:most_bytes].decode("utf-8", "ignore").rstrip("\\ ") or "Untitled"


def _breaks_line(character: str) -> bool:
    code = ord(character)
    return code < 32 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in {0x2028, 0x2029}


def _escaped(value: str) -> str:
    return "".join(f"\\{c}" if c in "=;#\\" else c for c in value)
