"""Cloning: a master voice from a stretch of a recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vox1.control import Control
from vox1.engines.listener import SETUP
from vox1.errors import InputError
from vox1.models.store import get_command
from vox1.settings import LISTENING_MODEL
from vox1.voices.booth import Booth
from vox1.voices.changes import add_voice
from vox1.voices.clip import LONGEST_SECONDS, SAMPLE_RATE_HZ, Samples, transcript_of
from vox1.voices.library import KeptVoice
from vox1.voices.master import MasterVoice, Origin, check_name, fitting_name, kept_name, language_tag, tidy
from vox1.voices.segments import Candidate, Found, Progress, cut_segment, find_segments
from vox1.voices.transcripts import heard_in


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be cloned, and how.

    Attributes:
        recording: Any file with sound that ffmpeg reads.
        name: Of the new voice; empty for the recording's.
        language: Of what is said, a BCP 47 tag.
        segment: Which of the segments that are found, from 1, the best first; None for all of a recording
            that is short and has its words in a text file beside it, and for the best segment of any other.
        stretch: Seconds of the recording to take instead.
        transcript: What is said in the clip; empty for the words beside a recording that is taken whole, and
            else to have it heard.
        with_words: Whether words are wanted; without them only the timbre is cloned.
        denoise: Whether steady noise is taken away.
        note: Whose voice it is, and by whose leave it is used.
    """

    recording: Path
    name: str
    language: str
    segment: int | None = None
    stretch: tuple[float, float] | None = None
    transcript: str = ""
    with_words: bool = True
    denoise: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cloned:
    """A voice that was cloned.

    Attributes:
        voice: As it is kept.
        was_heard: Whether its transcript is what a recogniser heard, for a person to look over.
        doubts: What may be wrong with its clip, a few words each.
    """

    voice: KeptVoice
    was_heard: bool
    doubts: tuple[str, ...]


def clone(wish: Wish, booth: Booth, tell_progress: Callable[[Progress], None]) -> Cloned:
    """Make a master voice out of a recording.

    Args:
        wish: What is wanted.
        booth: Where its words are heard, if nobody has told them.
        tell_progress: Told how far the search for segments is.

    Raises:
        InputError: The recording cannot be cloned, there is no such segment or language, or its words are not
            known.
        DiskError: The disk refuses.
        ProjectBusy: Another VOX-1 is changing the master voices.
        Cancelled: It was given up.
    """
    name = kept_name(wish.name) or fitting_name(wish.recording.stem)
    check_name(name)
    language = language_tag(wish.language)
    begin, samples, transcript, doubts = _clip(wish, booth.control, tell_progress)
    transcript = (wish.transcript or transcript) if wish.with_words else ""
    was_heard = wish.with_words and not transcript
    if was_heard:
        transcript = _heard_words(language, samples, booth)
    facts = MasterVoice(
        name=name,
        language=language,
        origin=Origin.CLONED,
        source=tidy(wish.recording.name),
        begins_seconds=round(begin, 3),
        note=tidy(wish.note),
    )
    return Cloned(add_voice(booth.folders, facts, samples, transcript), was_heard, doubts)


def _clip(
    wish: Wish, control: Control, tell_progress: Callable[[Progress], None]
) -> tuple[float, Samples, str, tuple[str, ...]]:
    """Where the clip begins, its samples, its words if they stand beside it, and what may be wrong with it.

    Raises:
        InputError: There is nothing to be cloned there.
    """
    if wish.stretch:
        begin, end = wish.stretch
        if not 0 <= begin < end <= begin + LONGEST_SECONDS:
            raise InputError(
                f"There is no clip from {begin:g} to {end:g} seconds",
                f"Give two seconds of the recording, the first one first, at most {LONGEST_SECONDS:g} apart.",
                "no-segment",
            )
        return begin, _cut(wish, begin, end), "", ()
    words = transcript_of(wish.recording) if wish.segment is None else ""
    if words:
        samples = _cut(wish, 0.0, LONGEST_SECONDS + 1)
        if len(samples) <= LONGEST_SECONDS * SAMPLE_RATE_HZ:
            return 0.0, samples, words, ()
    chosen = _segment(wish, find_segments(wish.recording, control, tell_progress))
    return chosen.start, _cut(wish, chosen.start, chosen.end), "", chosen.quality.faults


def _segment(wish: Wish, found: Found) -> Candidate:
    """The segment that is wanted.

    Raises:
        InputError: There is none.
    """
    number, candidates = 1 if wish.segment is None else wish.segment, found.candidates
    if not candidates:
        raise InputError(
            f"No voice can be cloned from {wish.recording.name}: {found.refused}",
            "Choose one of a single person who speaks clearly for 15 seconds or more, without noise.",
            "bad-voice",
        )
    if not 1 <= number <= len(candidates):
        raise InputError(
            f"{wish.recording.name} has no segment {number}: {len(candidates)} were found",
            f"`voices segments {wish.recording.name}` shows them.",
            "no-segment",
        )
    return candidates[number - 1]


def _cut(wish: Wish, begin: float, end: float) -> Samples:
    return cut_segment(wish.recording, begin, end, denoise=wish.denoise)


def _heard_words(language: str, samples: Samples, booth: Booth) -> str:
    try:
        return heard_in(samples, language, booth)
    except InputError as err:
        if err.code == "no-transcript":
            raise
        raise InputError(
            "The words of the clip are not known",
            "Listen to it (`voices segments RECORDING --output DIR`) and type them word for word (--text"
            ' "..."), or clone the timbre alone (--no-words), or have them heard, which needs'
            f" `{SETUP}` and {get_command(LISTENING_MODEL)}.",
            "no-transcript",
        ) from err
