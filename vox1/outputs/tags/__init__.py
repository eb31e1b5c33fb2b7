"""Tags: what players and libraries show, written by mutagen (no escaping) into a finished file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mutagen import MutagenError

from vox1.errors import EncoderFailed, disk_error
from vox1.outputs.tags.id3 import tag_mp3, tag_wav
from vox1.outputs.tags.mp4 import tag_mp4
from vox1.outputs.tags.values import Chapter, Tags, Track
from vox1.outputs.tags.vorbis import tag_flac, tag_opus

__all__ = ["Chapter", "Tags", "Track", "write_tags"]

_WRITERS = {
    ".m4b": tag_mp4,
    ".m4a": tag_mp4,
    ".mp3": tag_mp3,
    ".wav": tag_wav,
    ".opus": tag_opus,
    ".flac": tag_flac,
}


def write_tags(path: Path, tags: Tags, track: Track | None = None, chapters: Sequence[Chapter] = ()) -> None:
    """Write the tags into an audio file, by its suffix, leaving its audio as it is.

    Args:
        path: An .m4b, .m4a, .mp3, .wav, .opus or .flac file.
        tags: What it says of the book.
        track: Which part of the book it is, where it is not the whole.
        chapters: In it, for all but MP4, whose chapters ffmpeg writes with the audio.

    Raises:
        EncoderFailed: The file is not one mutagen can tag.
        DiskError: The disk refuses.
    """
    try:
        _WRITERS[path.suffix.lower()](path, tags, track, chapters)
    except (MutagenError, OSError) as err:
        refusal = err.args[0] if isinstance(err, MutagenError) and err.args else err
        if isinstance(refusal, OSError):
            raise disk_error(refusal, path) from err
        raise EncoderFailed(
            f"The tags could not be written: {err}", "Try again; nothing spoken is lost."
        ) from err
