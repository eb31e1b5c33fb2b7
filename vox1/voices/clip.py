"""The reference clip: a recording of a voice, prepared so that an engine can clone it."""

from __future__ import annotations

import hashlib
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from vox1 import files
from vox1.audio import ffmpeg
from vox1.errors import EncoderFailed, InputError, disk_error

SAMPLE_RATE_HZ = 24_000
"""Of the engines that clone."""
LONGEST_SECONDS = 30.0
"""Above, a take begins with so long a memory that it is unstable."""
_SHORTEST_SECONDS = 3.0
"""Below, there is too little of the voice."""
_PREPARATION = 1
"""Raised when the same recording is prepared otherwise."""
_MOST_CHARACTERS = 1_000
"""More than anybody says in 30 seconds: it is the text of something else, such as the book."""
_TAIL_SECONDS = 0.5
"""Silence after the clip, else its last sound comes back at the beginning of a take."""
_QUIET = 0.003

Samples = npt.NDArray[np.int16]
"""Mono, at the engines' rate, of shape (samples,)."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A recording and its words, found fit to be cloned by `checked_clip`.

    Attributes:
        samples: As recorded, without the silence that preparing adds.
        transcript: Its words in one line, NFC; empty where only the timbre is cloned.
    """

    samples: Samples
    transcript: str

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / SAMPLE_RATE_HZ

    @property
    def checksum(self) -> str:
        """SHA-256 over samples and transcript: tells damage from another preparation."""
        return hashlib.sha256(b"\0".join(_bytes_of(self.samples, self.transcript))).hexdigest()

    @property
    def voice_hash(self) -> str:
        """SHA-256 over all that shapes the clone: prepared samples, transcript and preparation."""
        shaping = (*_bytes_of(self.prepared, self.transcript), str(_PREPARATION).encode("ascii"))
        return hashlib.sha256(b"\0".join(shaping)).hexdigest()

    @property
    def prepared(self) -> Samples:
        """The samples as an engine wants them."""
        return np.concatenate((self.samples, np.zeros(round(_TAIL_SECONDS * SAMPLE_RATE_HZ), np.int16)))


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


def checked_clip(samples: Samples, transcript: str, name: str) -> Clip:
    """Return a recording and its words, if a voice can be cloned from them.

    Args:
        samples: Mono, at the engines' rate.
        transcript: Its words, in any form; empty where they are not known.
        name: Of the recording, for errors.

    Raises:
        InputError: It is too short, too long or silent, or the words cannot be its own.
    """
    seconds = len(samples) / SAMPLE_RATE_HZ
    if not _SHORTEST_SECONDS <= seconds <= LONGEST_SECONDS:
        length = f"{seconds:.1f} seconds" if seconds < LONGEST_SECONDS else f"more than {LONGEST_SECONDS:g} s"
        raise InputError(
            f"The recording {name} has {length}",
            f"A voice is cloned from {_SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g}: best are 10 to 15 of one"
            " person speaking clearly, without noise.",
            "bad-voice",
        )
    if np.abs(samples.astype(np.int32)).max() < _QUIET * np.iinfo(np.int16).max:
        raise InputError(
            f"There is hardly anything to hear in {name}", "Choose another recording.", "bad-voice"
        )
    return Clip(samples, _checked_words(transcript, name))


def _checked_words(transcript: str, name: str) -> str:
    words = unicodedata.normalize("NFC", " ".join(transcript.split()))
    if len(words) > _MOST_CHARACTERS:
        raise InputError(
            f"The text beside {name} has {len(words):,} characters",
            "It should hold the words of the recording and no others.",
            "bad-voice",
        )
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in words):
        raise InputError(
            f"The text beside {name} holds control characters", "Save it as plain text.", "bad-voice"
        )
    return words


def transcript_of(recording: Path) -> str:
    """Return the words of a recording, from the text file of its name beside it; empty where there is none.

    Raises:
        InputError: The text file cannot be read.
    """
    if not recording.name:  # the root, or the folder that one is in
        return ""
    path = recording.with_suffix(".txt")
    try:
        return " ".join(path.read_text(encoding="utf-8-sig").split())
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as err:
        raise InputError(
            f"The transcript {path} cannot be read: {err}", "Save it as UTF-8 text.", "bad-voice"
        ) from err


def prepare_clip(recording: Path, kept_in: Path) -> ReferenceClip:
    """Return a recording as an engine wants it.

    Args:
        recording: Any file with sound that ffmpeg reads; its transcript is in a text file beside it.
        kept_in: The folder that the prepared clip is kept in, under its hash.

    Raises:
        InputError: It is no recording, too short, too long or silent.
        DiskError: The disk refuses.
    """
    samples = _samples(recording)
    return keep_prepared(checked_clip(samples, transcript_of(recording), recording.name), kept_in)


def keep_prepared(clip: Clip, kept_in: Path) -> ReferenceClip:
    """Write a clip as an engine wants it, and its words.

    Args:
        clip: The clip.
        kept_in: The folder, see `prepare_clip`.

    Raises:
        DiskError: The disk refuses.
    """
    path = kept_in / f"{clip.voice_hash}.flac"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise disk_error(err, path.parent) from err
    if clip.transcript:
        _write_new(path.with_suffix(".txt"), clip.transcript.encode("utf-8"))
    _write_new(path, flac_of(clip.prepared))
    return ReferenceClip(path.absolute(), path.stem, bool(clip.transcript))


def flac_of(samples: Samples, sample_rate_hz: int = SAMPLE_RATE_HZ) -> bytes:
    """Return samples as the content of a FLAC file that holds nothing else."""
    content = io.BytesIO()
    soundfile.write(content, samples, sample_rate_hz, subtype="PCM_16", format="FLAC")
    return content.getvalue()


def _bytes_of(samples: Samples, transcript: str) -> tuple[bytes, bytes]:
    return samples.astype("<i2").tobytes(), transcript.encode("utf-8")


def _samples(recording: Path) -> Samples:
    """The recording's sound, mono at the engines' rate."""
    try:
        is_there = recording.is_file()
    except (OSError, ValueError):  # no name that a file can have: a description, perhaps
        is_there = False
    if not is_there:
        raise InputError(f"There is no recording {recording}", "Check how its path is written.", "bad-voice")
    sound = ("-vn", "-ac", "1", "-ar", str(SAMPLE_RATE_HZ), "-f", "s16le", "-")
    longest = ("-t", str(LONGEST_SECONDS + 1))
    try:
        heard = ffmpeg.output_of(("-i", f"file:{recording}", *longest, *sound))
    except EncoderFailed as err:
        raise InputError(
            f"{recording.name} is not a recording that can be read: {err.message}",
            "Choose a file with sound, such as WAV, FLAC or MP3.",
            "bad-voice",
        ) from err
    return np.frombuffer(heard, np.int16)


def _write_new(path: Path, content: bytes) -> None:
    """Write a file, unless it is there already: a worker may have it open."""
    try:
        is_there = path.read_bytes() == content
    except OSError:
        is_there = False
    if not is_there:
        files.write_bytes(path, content)
