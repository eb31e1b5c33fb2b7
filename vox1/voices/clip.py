"""The reference clip: a recording of a voice, prepared so that an engine can clone it."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from vox1 import files
from vox1.audio import ffmpeg
from vox1.errors import EncoderFailed, InputError, disk_error
from vox1.paths import Folders

SAMPLE_RATE_HZ = 24_000
"""Of the engines that clone."""
_PREPARATION = 1
"""Raised when the same recording is prepared otherwise."""
_SHORTEST_SECONDS, _LONGEST_SECONDS = 3.0, 30.0
"""Below, there is too little of the voice; above, a take begins with so long a memory that it is unstable."""
_MOST_CHARACTERS = 1_000
"""More than anybody says in 30 seconds: it is the text of something else, such as the book."""
_TAIL_SECONDS = 0.5
"""Silence after the clip, else its last sound comes back at the beginning of a take."""
_QUIET = 0.003


@dataclass(frozen=True, slots=True)
class ReferenceClip:
    """A recording, ready to be cloned.

    Attributes:
        path: A mono FLAC file; the transcript, if there is one, is in a text file beside it.
        voice_hash: Of all that shapes the clone: samples, transcript and preparation.
        has_transcript: Whether its words are known; without them only the timbre is cloned.
    """

    path: Path
    voice_hash: str
    has_transcript: bool


def transcript_of(recording: Path) -> str:
    """Return the words of a recording, from the text file of its name beside it; empty where there is none.

    Raises:
        InputError: The text file cannot be read.
    """
    path = recording.with_suffix(".txt")
    try:
        return " ".join(path.read_text(encoding="utf-8-sig").split())
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(
            f"The transcript {path} cannot be read: {err}", "Save it as UTF-8 text.", "bad-voice"
        ) from err


def prepare_clip(recording: Path, folders: Folders) -> ReferenceClip:
    """Return a recording as an engine wants it.

    Args:
        recording: Any file with sound that ffmpeg reads; its transcript is in a text file beside it.
        folders: Of this run; the clip is kept with what is needed to resume.

    Raises:
        InputError: It is no recording, too short, too long or silent.
        DiskError: The disk refuses.
    """
    pcm = _samples(recording)
    seconds = len(pcm) / SAMPLE_RATE_HZ
    if not _SHORTEST_SECONDS <= seconds <= _LONGEST_SECONDS:
        length = (
            f"{seconds:.1f} seconds" if seconds < _LONGEST_SECONDS else f"more than {_LONGEST_SECONDS:g} s"
        )
        raise InputError(
            f"The recording {recording.name} has {length}",
            f"A voice is cloned from {_SHORTEST_SECONDS:g} to {_LONGEST_SECONDS:g}: best are 10 to 15 of one"
            " person speaking clearly, without noise.",
            "bad-voice",
        )
    if np.abs(pcm).max() < _QUIET * np.iinfo(np.int16).max:
        raise InputError(
            f"There is hardly anything to hear in {recording.name}", "Choose another recording.", "bad-voice"
        )
    transcript = unicodedata.normalize("NFC", transcript_of(recording))
    if len(transcript) > _MOST_CHARACTERS:
        raise InputError(
            f"The text beside {recording.name} has {len(transcript):,} characters",
            "It should hold the words of the recording and no others.",
            "bad-voice",
        )
    pcm = np.concatenate((pcm, np.zeros(round(_TAIL_SECONDS * SAMPLE_RATE_HZ), np.int16)))
    shaping = b"\0".join((pcm.tobytes(), transcript.encode("utf-8"), str(_PREPARATION).encode("ascii")))
    voice_hash = hashlib.sha256(shaping).hexdigest()
    path = folders.voices / f"{voice_hash}.flac"
    _keep(path, pcm, transcript)
    return ReferenceClip(path.absolute(), voice_hash, bool(transcript))


def _samples(recording: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.int16]]:
    """The recording's sound, mono at the engines' rate."""
    try:
        is_there = recording.is_file()
    except (OSError, ValueError):  # no name that a file can have: a description, perhaps
        is_there = False
    if not is_there:
        raise InputError(f"There is no recording {recording}", "Check how its path is written.", "bad-voice")
    sound = ("-vn", "-ac", "1", "-ar", str(SAMPLE_RATE_HZ), "-f", "s16le", "-")
    longest = ("-t", str(_LONGEST_SECONDS + 1))
    try:
        heard = ffmpeg.output_of(("-i", f"file:{recording}", *longest, *sound))
    except EncoderFailed as err:
        raise InputError(
            f"{recording.name} is not a recording that can be read: {err.message}",
            "Choose a file with sound, such as WAV, FLAC or MP3.",
            "bad-voice",
        ) from err
    return np.frombuffer(heard, np.int16)


def _keep(path: Path, pcm: np.ndarray[tuple[int, ...], np.dtype[np.int16]], transcript: str) -> None:
    """Write the clip and its words; what is there already is the same, since it is named by its content."""
    content = io.BytesIO()
    soundfile.write(content, pcm, SAMPLE_RATE_HZ, subtype="PCM_16", format="FLAC")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise disk_error(err, path.parent) from err
    if transcript:
        files.write_bytes(path.with_suffix(".txt"), transcript.encode("utf-8"))
    files.write_bytes(path, content.getvalue())
