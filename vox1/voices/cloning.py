"""Cloning: a master voice from a stretch of a recording."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vox1 import events
from vox1.control import Control
from vox1.errors import InputError
from vox1.paths import Folders
from vox1.voices.changes import add_voice
from vox1.voices.clip import LONGEST_SECONDS, SAMPLE_RATE_HZ, Samples, transcript_of
from vox1.voices.library import KeptVoice
from vox1.voices.master import MasterVoice, Origin, check_name, fitting_name, kept_name, tidy
from vox1.voices.segments import Found, Progress, cut_segment, find_segments
from vox1.voices.transcripts import heard_in

_WHOLE_SECONDS = 0.2
"""A stretch that leaves out no more than this of a recording is all of it: its text file is the stretch's."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be cloned, and how.

    Attributes:
        recording: Any file with sound that ffmpeg reads.
        name: Of the new voice; empty for the recording's.
        language: Of what is said, a BCP 47 tag.
        segment: Which of the segments that were found, from 1, the best first.
        stretch: Seconds of the recording to take instead of a segment; None to look for the best.
        transcript: What is said in it; empty to take it from the text file beside a recording that is used
            whole, or else to have it heard.
        with_words: Whether words are wanted; without them only the timbre is cloned.
        denoise: Whether steady noise is taken away.
        note: Whose voice it is, and by whose leave it is used.
        device: What the recogniser runs on, where it is asked for words.
    """

    recording: Path
    name: str
    language: str
    segment: int = 1
    stretch: tuple[float, float] | None = None
    transcript: str = ""
    with_words: bool = True
    denoise: bool = False
    note: str = ""
    device: str = "auto"


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


def clone(
    wish: Wish,
    folders: Folders,
    emit: Callable[[events.Event], None],
    control: Control,
    tell_progress: Callable[[Progress], None],
) -> Cloned:
    """Make a master voice out of a recording.

    Args:
        wish: What is wanted.
        folders: Of this run.
        emit: Gets warnings.
        control: Ends it, if it is cancelled.
        tell_progress: Told how far the search for segments is.

    Raises:
        InputError: The recording cannot be cloned, there is no such segment, or its words are not known.
        DiskError: The disk refuses.
        ProjectBusy: Another VOX-1 is changing the master voices.
        Cancelled: It was given up.
    """
    name = kept_name(wish.name) or fitting_name(wish.recording.stem)
    check_name(name)
    (begin, end), doubts, whole_seconds = _stretch(wish, control, tell_progress)
    samples = cut_segment(wish.recording, begin, end, denoise=wish.denoise)
    is_whole = whole_seconds - len(samples) / SAMPLE_RATE_HZ < _WHOLE_SECONDS
    transcript = _given_words(wish, is_whole=is_whole)
    was_heard = wish.with_words and not transcript
    if was_heard:
        transcript = _heard_words(wish, samples, folders, emit, control)
    facts = MasterVoice(
        name=name,
        language=wish.language,
        origin=Origin.CLONED,
        source=tidy(wish.recording.name),
        begins_seconds=round(begin, 3),
        note=tidy(wish.note),
    )
    return Cloned(add_voice(folders, facts, samples, transcript), was_heard, doubts)


def _stretch(
    wish: Wish, control: Control, tell_progress: Callable[[Progress], None]
) -> tuple[tuple[float, float], tuple[str, ...], float]:
    """Where in the recording the clip is, what may be wrong with it, and how long the recording is.

    Raises:
        InputError: There is nothing to be cloned there.
    """
    if wish.stretch:
        begin, end = wish.stretch
        if not 0 <= begin < end <= begin + LONGEST_SECONDS:
            raise InputError(
                f"There is no clip from {begin:g} to {end:g} seconds",
                f"Give two seconds within the recording, the first one first, at most {LONGEST_SECONDS:g} apart.",
                "no-segment",
            )
        return (begin, end), (), float("inf")
    found = find_segments(wish.recording, control, tell_progress)
    candidates = found.candidates
    if not candidates:
        raise nothing_good(wish.recording, found)
    if not 1 <= wish.segment <= len(candidates):
        raise InputError(
            f"{wish.recording.name} has no segment {wish.segment}: {len(candidates)} were found",
            f"`voices segments {wish.recording.name}` shows them.",
            "no-segment",
        )
    chosen = candidates[wish.segment - 1]
    return (chosen.start, chosen.end), chosen.quality.faults, found.seconds


def nothing_good(recording: Path, found: Found) -> InputError:
    """Return the error for a recording in which there is nothing to be cloned."""
    return InputError(
        f"No voice can be cloned from {recording.name}: {found.refused}",
        "Choose a recording of one person who speaks clearly, without noise or music, for 15 seconds or more.",
        "bad-voice",
    )


def _given_words(wish: Wish, *, is_whole: bool) -> str:
    if not wish.with_words:
        return ""
    return wish.transcript or (transcript_of(wish.recording) if is_whole else "")


def _heard_words(
    wish: Wish,
    samples: Samples,
    folders: Folders,
    emit: Callable[[events.Event], None],
    control: Control,
) -> str:
    try:
        return heard_in(samples, wish.language, folders, emit, control, wish.device)
    except InputError as err:
        if err.code == "no-transcript":
            raise
        raise InputError(
            "The words of the clip are not known",
            'Type them exactly as they are said (--text "..."), clone the timbre alone (--no-words), or have'
            f" them heard: {err.hint}",
            "no-transcript",
        ) from err
