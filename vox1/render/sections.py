"""Sections: a chapter cut at pauses into stretches of about half a minute, each encoded by itself.

What is heard in a section names it, so that an audiobook of which one sentence changed needs one section
encoded anew. Where a section ends follows from the take before the cut alone: a chapter that grows or
shrinks keeps all of its other sections.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from vox1.audio.aac import FRAME_SAMPLES
from vox1.audio.pauses import pause_ms
from vox1.render.keys import canonical_json
from vox1.render.takes import StoredTake, TakeStore
from vox1.script.chunking import Ending
from vox1.settings import Settings

_BLOCK_SAMPLES = 2**15
"""What is levelled and encoded at a time: of a whole take, the float copies would be megabytes."""
_ONE_IN = 2
"""Takes at which a section ends, by their hashes."""
_LEAST_SECONDS, _MOST_SECONDS = 10.0, 90.0
_RAMP_SECONDS = 0.003
"""Of a take that does not begin or end in silence, so that no click is heard."""
_LOUDEST_EDGE = 2**15 // 300
"""A step of this size (-50 dB of full scale) is no click beside speech."""
_PRINT_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Segment:
    """A take and the silence after it.

    Attributes:
        take: None for a chunk that could not be spoken.
        pause_ms: Length of the silence.
    """

    take: StoredTake | None
    pause_ms: int

    def samples(self, sample_rate_hz: int) -> int:
        """Return its length in samples."""
        first, end = self.take.trim if self.take else (0, 0)
        return end - first + self.pause_samples(sample_rate_hz)

    def pause_samples(self, sample_rate_hz: int) -> int:
        """Return the length of its silence in samples."""
        return self.pause_ms * sample_rate_hz // 1000


@dataclass(frozen=True, slots=True)
class ChapterAudio:
    """A chapter with all of its takes.

    Attributes:
        number: In the book.
        title: For the player.
        segments: Returns its segments in order. They are asked for anew whenever they are needed, so that
            the takes of a long book are never held all at once.
    """

    number: int
    title: str
    segments: Callable[[], Sequence[Segment]]


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a chapter that is encoded by itself.

    Attributes:
        first: Its first segment in the chapter, from 0.
        end: The segment after its last.
        samples: Its length: whole frames of AAC, the last of them silent.
        print: A hash of what is heard in it.
    """

    first: int
    end: int
    samples: int
    print: str


def segments_of(spoken: Iterable[tuple[Ending, StoredTake | None]], settings: Settings) -> list[Segment]:
    """Return a chapter's takes and pauses, with as much silence at both ends as the loudness preset wants.

    Args:
        spoken: What ends with each chunk, and its take; None for one that could not be spoken.
        settings: In force.
    """
    preset = settings.mastering
    segments = [Segment(take, pause_ms(ending, settings)) for ending, take in spoken]
    if segments and preset.tail_seconds:
        segments[-1] = replace(segments[-1], pause_ms=round(preset.tail_seconds * 1000))
    return [Segment(None, round(preset.head_seconds * 1000)), *segments] if preset.head_seconds else segments


def sections_of(segments: Sequence[Segment], sample_rate_hz: int) -> list[Section]:
    """Cut a chapter into sections; the pause at each cut grows by less than two frames.

    Args:
        segments: Of the chapter.
        sample_rate_hz: Of all takes.
    """
    sections = []
    first, length = 0, 0
    for number, segment in enumerate(segments, 1):
        length += segment.samples(sample_rate_hz)
        if number == len(segments) or _is_cut(segment, length, sample_rate_hz):
            silent = segment.pause_samples(sample_rate_hz)
            samples = -(-(length + max(0, FRAME_SAMPLES - silent)) // FRAME_SAMPLES) * FRAME_SAMPLES
            sections.append(Section(first, number, samples, _print(segments[first:number], sample_rate_hz)))
            first, length = number, 0
    return sections


def _is_cut(segment: Segment, length: int, sample_rate_hz: int) -> bool:
    """Whether a section ends after a segment that brings it to a length in samples."""
    seconds = length / sample_rate_hz
    if segment.pause_samples(sample_rate_hz) < FRAME_SAMPLES or seconds < _LEAST_SECONDS:
        return False
    is_named = segment.take is not None and int(segment.take.sha256[:8], 16) % _ONE_IN == 0
    return is_named or seconds > _MOST_SECONDS


def _print(segments: Sequence[Segment], sample_rate_hz: int) -> str:
    heard = [[*((s.take.sha256, *s.take.trim) if s.take else ()), s.pause_ms] for s in segments]
    return hashlib.sha256(canonical_json([sample_rate_hz, heard])).hexdigest()[:_PRINT_CHARACTERS]


def starts(segments: Sequence[Segment], sections: Sequence[Section], sample_rate_hz: int) -> Iterator[int]:
    """Return where each segment begins, in samples from the beginning of its chapter."""
    begin = 0
    for section in sections:
        start = begin
        for segment in segments[section.first : section.end]:
            yield start
            start += segment.samples(sample_rate_hz)
        begin += section.samples


def sound(
    segments: Sequence[Segment], section: Section, store: TakeStore, sample_rate_hz: int
) -> Iterator[npt.NDArray[np.int16]]:
    """Return the takes and pauses of a section, in blocks, as long as the section is.

    Args:
        segments: Of the whole chapter.
        section: Which of them.
        store: Where the takes are.
        sample_rate_hz: Of all takes.

    Raises:
        TakeDamaged: A take is not what was written.
    """
    left = section.samples
    for segment in segments[section.first : section.end]:
        if segment.take:
            samples = _without_clicks(store.read(segment.take), sample_rate_hz)
            left -= len(samples)
            yield from _blocks(samples)
        silence = np.zeros(segment.pause_samples(sample_rate_hz), np.int16)
        left -= len(silence)
        yield from _blocks(silence)
    yield np.zeros(left, np.int16)


def _blocks(samples: npt.NDArray[np.int16]) -> Iterator[npt.NDArray[np.int16]]:
    for start in range(0, len(samples), _BLOCK_SAMPLES):
        yield samples[start : start + _BLOCK_SAMPLES]


def _without_clicks(samples: npt.NDArray[np.int16], sample_rate_hz: int) -> npt.NDArray[np.int16]:
    """A take that fades in and out where it was cut off in the middle of a sound."""
    length = min(round(_RAMP_SECONDS * sample_rate_hz), len(samples))
    ramp = (np.arange(length) + 0.5) / max(length, 1)
    for end in (samples, samples[::-1]):
        if length and abs(int(end[0])) > _LOUDEST_EDGE:
            end[:length] = np.rint(end[:length] * ramp).astype(np.int16)
    return samples
