"""Smart Audio Import: the segments of a recording that a voice is best cloned from."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from pathlib import Path

import numpy as np

from vox1 import files
from vox1.control import Control
from vox1.errors import InputError, disk_error
from vox1.paths import file_stem
from vox1.voices import recording, spans
from vox1.voices.clip import SAMPLE_RATE_HZ, flac_of
from vox1.voices.measurements import Measurements, measure, noise_level_db
from vox1.voices.quality import GOOD_SCORE, LEAST_SPEECH_SHARE, Quality, judge
from vox1.voices.recording import Decoding, Pcm
from vox1.voices.spans import LEAST_SECONDS, Span
from vox1.voices.speech import SpeechDetector
from vox1.voices.survey import BLOCK_SECONDS, FRAME_SAMPLES, FRAME_SECONDS, Survey, outline, survey

CANDIDATES = 5
WAVEFORM_POINTS, CANDIDATE_POINTS = 600, 150
_MEASURED = 40
"""Spans that are listened to closely: some eight minutes, however long the recording is."""
_PLACES = 20
"""Of the recording, each of which has at least one span listened to: the survey may be wrong about one."""
_APART_SHARE = 1 / 25
"""Of the recording between two candidates, where there are enough: one mood or bad moment is in one place."""
_LEAST_PEAK = 0.003
"""Below, there is hardly anything to hear; as for `vox1.voices.clip`."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A segment that may become a reference clip.

    Attributes:
        start: Second of the recording where it begins; exact to the sample.
        end: Second where it ends.
        quality: Its score, and what is good and bad about it.
        measurements: What those come from.
        waveform: Its loudness over time, from 0 to 1, for showing.
    """

    start: float
    end: float
    quality: Quality
    measurements: Measurements
    waveform: tuple[float, ...]

    @property
    def is_good(self) -> bool:
        """Whether it can be taken without reserve."""
        return self.quality.score >= GOOD_SCORE


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a recording.

    Attributes:
        candidates: Up to five, best first, none overlapping. Where at least one is good, all are.
        seconds: Length of the recording.
        waveform: Of all of it, from 0 to 1.
        refused: Why none is good; empty where one is.
        damaged_after: Second up to which the recording could be read; None where it could to its end.
    """

    candidates: tuple[Candidate, ...]
    seconds: float
    waveform: tuple[float, ...]
    refused: str
    damaged_after: float | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search is.

    Attributes:
        is_second: Whether all was heard once, and the best stretches are now listened to closely.
        seconds: Of the recording that have passed by.
        of: Seconds of the recording; None while it is heard for the first time.
    """

    is_second: bool
    seconds: float
    of: float | None


def find_segments(path: Path, control: Control, tell_progress: Callable[[Progress], None]) -> Found:
    """Return the best segments of a recording of any length.

    Args:
        path: Any file with sound that ffmpeg reads.
        control: May pause or cancel it.
        tell_progress: Told how far it is.

    Raises:
        InputError: It is no recording, has no sound, is silent or has less than 3 s.
        Vox1Error: The speech detector is not installed.
        Cancelled: It was given up.
    """
    found = survey(
        path, control, lambda seconds: tell_progress(Progress(is_second=False, seconds=seconds, of=None))
    )
    _require_sound(path, found)

    def tell(seconds: float) -> None:
        tell_progress(Progress(is_second=True, seconds=seconds, of=found.seconds))

    shortlist = _shortlist(found)
    heard = list(_measured(path, found, shortlist, control, tell))
    spoken = [one for one in heard if one.measurements.speech_share >= LEAST_SPEECH_SHARE]
    good = [one for one in spoken if one.is_good]
    return Found(
        candidates=tuple(_best(good or spoken, found.seconds)),
        seconds=found.seconds,
        waveform=outline(found.peaks, WAVEFORM_POINTS),
        refused="" if good else _refusal(shortlist, spoken),
        damaged_after=found.seconds if found.is_damaged else None,
    )


def cut_segment(path: Path, start: float, end: float, *, denoise: bool = False) -> Pcm:
    """Return a segment of a recording, mono at 24 kHz.

    Args:
        path: A recording.
        start: Second where it begins.
        end: Second where it ends; the recording may end before.
        denoise: Whether noise is taken away: what is the same all the time, such as hiss and fans.

    Raises:
        InputError: It cannot be read, or ends before the segment begins.
    """
    first, last = (round(second * SAMPLE_RATE_HZ) for second in (max(0.0, start), end))
    pcm = recording.cut(path, first, last) if last > first else np.zeros(0, np.int16)
    if not pcm.size:
        raise InputError(
            f"There is nothing from {start:.1f} to {end:.1f} seconds in {path.name}",
            "Give two seconds within the recording, the first one first.",
            "bad-voice",
        )
    return recording.cut(path, first, last, noise_level_db(pcm)) if denoise else pcm


def write_segments(path: Path, found: Found, folder: Path) -> list[Path]:
    """Write the segments of a recording as FLAC files, to be listened to, the best first.

    Args:
        path: The recording.
        found: What was found in it.
        folder: For the files; it is made.

    Raises:
        InputError: The recording cannot be read any more, or another file has the name of one.
        DiskError: The disk refuses.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise disk_error(err, folder) from err
    places = []
    for number, candidate in enumerate(found.candidates, 1):
        place = folder / f"{file_stem(path.stem)} {number}.flac"
        files.write_new(place, flac_of(cut_segment(path, candidate.start, candidate.end)))
        places.append(place.absolute())
    return places


def _require_sound(path: Path, found: Survey) -> None:
    if found.seconds < LEAST_SECONDS:
        raise InputError(
            f"The recording {path.name} has only {found.seconds:.1f} seconds",
            f"Choose one of {LEAST_SECONDS:g} seconds or more; best are several minutes of one person.",
            "bad-voice",
        )
    if float(found.peaks.max()) < _LEAST_PEAK:
        raise InputError(
            f"There is hardly anything to hear in {path.name}", "Choose another recording.", "bad-voice"
        )


def _shortlist(found: Survey) -> list[Span]:
    """The spans that are worth listening to, in the order of the recording."""
    place_frames = found.level_db.size / _PLACES
    by_place = groupby(spans.spans(found), lambda span: int(span.start / place_frames))
    # Of each place no more than could be chosen are kept: memory does not depend on the length.
    kept = [nlargest(_MEASURED, here, key=lambda span: span.promise) for _, here in by_place]
    chosen = spans.apart([span for here in kept for span in here], _MEASURED - _PLACES)
    best_of_places = spans.apart([here[0] for here in kept], _PLACES)
    chosen += [span for span in best_of_places if not any(map(span.overlaps, chosen))]
    return sorted(chosen, key=lambda span: span.start)


def _measured(
    path: Path,
    found: Survey,
    shortlist: Sequence[Span],
    control: Control,
    tell_seconds: Callable[[float], None],
) -> Iterator[Candidate]:
    """Listen to the shortlisted spans, one at a time."""
    detector = SpeechDetector()
    with closing(_pieces(path, shortlist)) as pieces:
        for span, pcm in zip(shortlist, pieces, strict=False):  # a file may lose its end meanwhile
            control.rest()
            control.check()
            measurements = measure(pcm, detector.probabilities(pcm))
            yield Candidate(
                start=span.start * FRAME_SECONDS,
                end=span.start * FRAME_SECONDS + pcm.size / SAMPLE_RATE_HZ,
                quality=judge(measurements),
                measurements=measurements,
                waveform=outline(found.peaks[span.start : span.end], CANDIDATE_POINTS),
            )
            tell_seconds(span.end * FRAME_SECONDS)


def _pieces(path: Path, wanted: Sequence[Span]) -> Generator[Pcm, None, None]:
    """The sound of spans that do not overlap, in their order, from one pass over the recording."""
    waiting = iter(wanted)
    span = next(waiting, None)
    parts: list[Pcm] = []
    at = 0
    for block in Decoding(path).blocks(BLOCK_SECONDS) if span else ():
        while span:
            start, end = (frame * FRAME_SAMPLES - at for frame in (span.start, span.end))
            parts.append(block[max(0, start) : max(0, end)])
            if end > block.size:
                break
            yield np.concatenate(parts)
            parts, span = [], next(waiting, None)
        if not span:
            return
        at += block.size
    if any(part.size for part in parts):
        yield np.concatenate(parts)


def _best(heard: Sequence[Candidate], seconds: float) -> list[Candidate]:
    """The best five, from different places as far as there are enough."""
    ranked = sorted(heard, key=lambda one: -one.quality.score)
    least = seconds * _APART_SHARE
    chosen: list[Candidate] = []
    while ranked and len(chosen) < CANDIDATES:
        far = [one for one in ranked if all(_gap(one, other) >= least for other in chosen)]
        if far:
            chosen.append(far[0])
            ranked.remove(far[0])
        elif least > FRAME_SECONDS:
            least /= 2
        else:
            break
    return sorted(chosen, key=lambda one: -one.quality.score)


def _gap(one: Candidate, other: Candidate) -> float:
    return max(one.start - other.end, other.start - one.end)


def _refusal(shortlist: Sequence[Span], spoken: Sequence[Candidate]) -> str:
    """Why nothing is good."""
    if not shortlist:
        return f"Nothing in it lasts for {LEAST_SECONDS:g} seconds."
    if not spoken:
        return "No speech was found in it."
    best = max(spoken, key=lambda one: one.quality.score)
    return f"Even the best part has faults: {', '.join(best.quality.faults)}."
