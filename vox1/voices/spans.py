"""Spans: stretches of a recording that might be cut out, each from one pause to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vox1.voices.survey import FRAME_SECONDS, Survey

Floats = npt.NDArray[np.float32]

SHORTEST_SECONDS, LONGEST_SECONDS = 8.0, 15.0
LEAST_SECONDS = 3.0
"""Of a clip, where there is no longer one; as `vox1.voices.clip` demands."""
_BEST_SECONDS = 12.0
"""Recommended for cloning is 10 to 15 s, by the makers of engines and their users."""
_PAUSE_FRAMES = round(0.2 / FRAME_SECONDS)
"""Shorter ones are the closures of plosives."""
_HELD_SECONDS = 1.5
"""A longer pause divides two clips; in one, it would be learned as the voice's way to speak."""
_BEFORE_SECONDS, _AFTER_SECONDS = 0.2, 0.3
"""Silence that is kept around the words, or half of the pause."""
_NEAR_FRAMES = round(5 / FRAME_SECONDS)
_QUIET_SHARE, _LOUD_SHARE = 0.1, 0.9
_PAUSE_LEVEL = 0.3
_SPEECH_RANGE_DB = 26.0
"""Of speech above its pauses, in a quiet room; in noise, pauses are the lowest 30 % of the range there is."""
_LEAST_RANGE_DB = 6.0
"""What is not this much softer is no pause: sound that never changes has none."""
_SILENT_DB = -75.0
"""Nobody's speech is this soft, whatever is around it."""
_LEVELS_APART_DB = 40.0
_CLIPPED_PEAK = 0.985
_CLIPPED_DB = 20.0
_SPEECH_DB = 25.0


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a recording.

    Attributes:
        start: In frames of the survey, as all of these.
        end: The frame after its last.
        promise: How good it may be, by what the survey knows; only good for comparing.
    """

    start: int
    end: int
    promise: float

    @property
    def seconds(self) -> float:
        """Its length."""
        return (self.end - self.start) * FRAME_SECONDS

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a moment in common."""
        return self.start < other.end and other.start < self.end


def spans(found: Survey) -> Iterator[Span]:
    """Yield the spans of a recording in the order they begin: of 8 to 15 s, or shorter where there are none.

    Hours hold tens of thousands.
    A recording of 15 s or less is one span, without the silence around it.
    """
    sounds = _sounds(found.level_db)
    if not sounds:
        return
    if found.seconds <= LONGEST_SECONDS:
        whole = _span(found, [(sounds[0][0], sounds[-1][1])], 0, 0)
        if whole.seconds >= LEAST_SECONDS:
            yield whole
        return
    parts = [part for sound in sounds for part in _divided(found.level_db, sound)]
    has_long = False
    for span in _long_spans(found, parts):
        has_long = True
        yield span
    if not has_long:
        yield from (span for span in _short_spans(found, parts) if span.seconds >= LEAST_SECONDS)


def apart(candidates: Sequence[Span], most: int) -> list[Span]:
    """Return the most promising spans of which no two overlap, best first."""
    kept: list[Span] = []
    for span in sorted(candidates, key=lambda span: -span.promise):
        if len(kept) == most:
            break
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    return kept


def _sounds(level_db: Floats) -> list[tuple[int, int]]:
    """Where there is sound: from and to which frame, with pauses between."""
    is_sound = level_db > _pause_levels_db(level_db)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_sound, [False])).astype(np.int8)))
    joined: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if joined and start - joined[-1][1] < _PAUSE_FRAMES:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _pause_levels_db(level_db: Floats) -> Floats:
    """The level below which each frame is a pause, by what is around it."""
    thresholds = np.empty_like(level_db)
    for start in range(0, level_db.size, _NEAR_FRAMES):
        around = level_db[max(0, start - _NEAR_FRAMES) : start + 2 * _NEAR_FRAMES]
        quiet, loud = np.quantile(around, (_QUIET_SHARE, _LOUD_SHARE))
        between = min(quiet + _PAUSE_LEVEL * (loud - quiet), loud - _LEAST_RANGE_DB)
        thresholds[start : start + _NEAR_FRAMES] = max(between, loud - _SPEECH_RANGE_DB, _SILENT_DB)
    return thresholds


def _divided(level_db: Floats, sound: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Sound that lasts longer than a clip, divided where it is softest."""
    start, end = sound
    shortest, longest = (
        round((limit - 0.5) / FRAME_SECONDS) for limit in (SHORTEST_SECONDS + 1, LONGEST_SECONDS)
    )
    while end - start > longest:
        softest = start + shortest + int(np.argmin(level_db[start + shortest : start + longest]))
        yield start, softest
        start = softest
    if end > start:
        yield start, end


def _long_spans(found: Survey, sounds: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """Up to three spans that begin with each sound: the shortest, the longest, and the best length."""
    for first in range(len(sounds)):
        reach = [span for span in _reach(found, sounds, first) if span.seconds >= SHORTEST_SECONDS]
        if reach:
            best = min(reach, key=lambda span: abs(span.seconds - _BEST_SECONDS))
            yield from {reach[0], best, reach[-1]}


def _reach(found: Survey, sounds: Sequence[tuple[int, int]], first: int) -> Iterator[Span]:
    """Spans that begin with one sound, ever longer, as long as they may be."""
    for last in range(first, len(sounds)):
        if last > first and (sounds[last][0] - sounds[last - 1][1]) * FRAME_SECONDS > _HELD_SECONDS:
            return
        span = _span(found, sounds, first, last)
        if span.seconds > LONGEST_SECONDS:
            return
        yield span


def _short_spans(found: Survey, sounds: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """All that is said between two long pauses."""
    firsts = [0]
    for number, (one, other) in enumerate(pairwise(sounds), 1):
        if (other[0] - one[1]) * FRAME_SECONDS > _HELD_SECONDS:
            firsts.append(number)
    for first in firsts:
        reach = list(_reach(found, sounds, first))
        if reach:
            yield reach[-1]


def _span(found: Survey, sounds: Sequence[tuple[int, int]], first: int, last: int) -> Span:
    """The span of some sounds, with some of the silence around them."""
    start, end = sounds[first][0], sounds[last][1]
    before = start - (sounds[first - 1][1] if first else -start)
    after = (sounds[last + 1][0] if last + 1 < len(sounds) else 2 * found.level_db.size - end) - end
    start -= min(round(_BEFORE_SECONDS / FRAME_SECONDS), before // 2)
    end += min(round(_AFTER_SECONDS / FRAME_SECONDS), after // 2)
    return Span(start, end, _promise(found, start, end))


def _promise(found: Survey, start: int, end: int) -> float:
    """How far speech stands out from its background, and whether it is speech and not clipped."""
    quiet, loud = np.quantile(found.level_db[start:end], (_QUIET_SHARE, _LOUD_SHARE))
    stands_out_db = min(float(loud - quiet), _LEVELS_APART_DB)
    is_clipped = float(np.mean(found.peaks[start:end] >= _CLIPPED_PEAK)) > 0.01
    speech_share = found.speech_share(start * FRAME_SECONDS, end * FRAME_SECONDS)
    off_best = abs((end - start) * FRAME_SECONDS - _BEST_SECONDS)
    return stands_out_db + _SPEECH_DB * speech_share - _CLIPPED_DB * is_clipped - off_best
