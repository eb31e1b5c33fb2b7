"""Contents: the files that a master voice consists of, read within limits from wherever they are."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import soundfile

from vox1.errors import InputError
from vox1.voices.clip import LONGEST_SECONDS, SAMPLE_RATE_HZ, Clip, Samples, checked_clip, flac_of
from vox1.voices.master import MasterVoice, from_json, parsed

FACTS_NAME, CLIP_NAME, TRANSCRIPT_NAME = "voice.json", "clip.flac", "clip.txt"
AUDITION_NAME = "audition.flac"
PREPARED_NAME = "prepared"
"""A folder of what can be made again."""
MOST_BYTES = {
    FACTS_NAME: 64 * 2**10,
    CLIP_NAME: 4 * 2**20,
    TRANSCRIPT_NAME: 8 * 2**10,
    AUDITION_NAME: 8 * 2**20,
}
"""Of each file: twice the longest clip uncompressed, and a thousand characters eight bytes each."""
_LONGEST_AUDITION_SECONDS = 60.0
_AUDITION_RATES_HZ = (8_000, 48_000)
_FLAC = b"fLaC"

Read = Callable[[str], "bytes | None"]
"""Returns a file by its name, no more than a byte above its `MOST_BYTES`; None where there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """A master voice, read and checked.

    Attributes:
        voice: What is known of it.
        clip: Its reference clip.
    """

    voice: MasterVoice
    clip: Clip

    def to_files(self) -> dict[str, bytes]:
        """Return what is kept of it, by the files' names; `read_contents` reads them."""
        facts = {**self.voice.to_json(), "checksum": self.clip.checksum}
        kept = {
            CLIP_NAME: flac_of(self.clip.samples),
            FACTS_NAME: (json.dumps(facts, ensure_ascii=False, indent=1) + "\n").encode("utf-8"),
        }
        return (
            {**kept, TRANSCRIPT_NAME: self.clip.transcript.encode("utf-8")} if self.clip.transcript else kept
        )


def read_contents(read: Read) -> Contents:
    """Return a master voice.

    Raises:
        InputError: A file of it is missing or damaged, or does not belong to the others.
    """
    written = parsed(_needed(read, FACTS_NAME))
    voice = from_json(written)
    samples, rate_hz = _sound(_needed(read, CLIP_NAME), CLIP_NAME, LONGEST_SECONDS)
    if rate_hz != SAMPLE_RATE_HZ:
        raise _damaged(f"{CLIP_NAME} has {rate_hz:,} samples a second instead of {SAMPLE_RATE_HZ:,}")
    clip = checked_clip(samples, _transcript(read), CLIP_NAME)
    if written.get("checksum") != clip.checksum:
        raise _damaged(f"{CLIP_NAME} or {TRANSCRIPT_NAME} is not what was kept")
    return Contents(voice, clip)


def read_audition(read: Read) -> bytes:
    """Return a voice's audition, written anew; empty where there is none.

    Raises:
        InputError: It is no short recording.
    """
    content = _bounded(read, AUDITION_NAME)
    if content is None:
        return b""
    samples, rate_hz = _sound(content, AUDITION_NAME, _LONGEST_AUDITION_SECONDS)
    if not _AUDITION_RATES_HZ[0] <= rate_hz <= _AUDITION_RATES_HZ[1]:
        raise _damaged(f"{AUDITION_NAME} has {rate_hz:,} samples a second")
    return flac_of(samples, rate_hz)


def _needed(read: Read, name: str) -> bytes:
    content = _bounded(read, name)
    if content is None:
        raise _damaged(f"{name} is missing")
    return content


def _bounded(read: Read, name: str) -> bytes | None:
    content = read(name)
    if content is not None and len(content) > MOST_BYTES[name]:
        raise _damaged(f"{name} is too large")
    return content


def _transcript(read: Read) -> str:
    content = _bounded(read, TRANSCRIPT_NAME)
    try:
        return (content or b"").decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise _damaged(f"{TRANSCRIPT_NAME} is not UTF-8 text") from err


def _sound(content: bytes, name: str, longest_seconds: float) -> tuple[Samples, int]:
    """The samples of a mono FLAC file of 16 bits, and its rate; no more than a second above the longest.

    Raises:
        InputError: It is something else.
    """
    if not content.startswith(_FLAC):  # soundfile would try every format it knows
        raise _damaged(f"{name} is no FLAC file")
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as sound:
            if (sound.format, sound.subtype, sound.channels) != ("FLAC", "PCM_16", 1):
                raise _damaged(f"{name} is not mono with 16 bits")
            most = round((longest_seconds + 1) * sound.samplerate)
            samples = np.asarray(sound.read(most, dtype="int16"), np.int16)
            if len(samples) != min(sound.frames, most):
                raise _damaged(f"{name} is cut short")
            rate_hz = int(sound.samplerate)
    except (soundfile.LibsndfileError, RuntimeError, OSError, ValueError) as err:
        raise _damaged(f"{name} cannot be decoded") from err
    if len(samples) > longest_seconds * rate_hz:
        raise _damaged(f"{name} is longer than {longest_seconds:g} seconds")
    return samples, rate_hz


def _damaged(reason: str) -> InputError:
    return InputError(reason, "Bring the voice from where it was whole.", "bad-voice")
