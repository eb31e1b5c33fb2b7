"""Timing: when the sentences of one take are heard, and those of its words of which it is known.

Where the engine tells when words begin, that is when their sentences begin. Else it is estimated, by the
length of what is said and by the silences of the take (`vox1.audio.breaks`).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vox1.audio.breaks import Break, find_breaks, sounding
from vox1.audio.silences import Silence, silences
from vox1.script.phrases import phrase_starts
from vox1.script.weights import running_weights

_SOUND, _WORD = re.compile(r"\w"), re.compile(r"\w+")
_GAP = re.compile(r"\W*\Z")
_STOP_SECONDS = 0.08
"""Before a word's mark or after it a silence is its pause: the stop of a "p" is as silent as the pause is."""

Mark = tuple[int, int]
"""A character of what is spoken, and the sample at which it begins to be heard."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a take's sentences are heard, in samples from its beginning.

    Attributes:
        starts: First sample of each.
        ends: The sample after the last of each.
        words: Other words of which it is known when they begin, in order.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[Mark, ...]


def time_sentences(
    spoken: str,
    sentences: Sequence[int],
    samples: npt.NDArray[np.int16],
    sample_rate_hz: int,
    marks: Sequence[Mark] = (),
) -> Timing:
    """Return when each sentence of a take is heard.

    Args:
        spoken: What it says.
        sentences: First character of each sentence, the first of all being first; one at least.
        samples: Of the take, mono.
        sample_rate_hz: Their rate.
        marks: Of its words in the order of their samples, where the engine tells.
    """
    quiet = silences(samples, sample_rate_hz)
    first, last = sounding(quiet, len(samples))
    told = _first_marks(spoken, sentences, marks)
    if None in told:
        pauses, words = _estimated(spoken, sentences, quiet, samples.size, sample_rate_hz)
        pauses.insert(0, Silence(first, first))
    else:
        pauses, words = [Silence(0, 0)] * len(told), ()
    stop = round(_STOP_SECONDS * sample_rate_hz)
    pauses = [
        _pause_at(mark[1], quiet, stop) if mark else pause for mark, pause in zip(told, pauses, strict=True)
    ]
    starts = [pause.end for pause in pauses]
    ends = [*(pause.start for pause in pauses[1:]), last]
    return _ordered(starts, ends, [mark for mark in marks if mark not in told] or words, len(samples))


def _first_marks(spoken: str, sentences: Sequence[int], marks: Sequence[Mark]) -> list[Mark | None]:
    """The mark of each sentence's first word; None where it has none.

    Engines leave words out now and then: the draft voice does in Korean, and after a dash without spaces.
    """
    found: list[Mark | None] = []
    for start, end in itertools.pairwise([*sentences, len(spoken)]):
        mark = next((mark for mark in marks if start <= mark[0] < end), None)
        word = _WORD.search(spoken, start)  # after a dash its mark may be at its second letter
        found.append(mark if mark and (word is None or mark[0] < word.end()) else None)
    return found


def _pause_at(sample: int, quiet: Sequence[Silence], stop: int) -> Silence:
    """The pause before a word that begins at a sample; an empty one where there is none."""
    index = bisect_left(quiet, sample - stop, key=lambda one: one.end)
    if index < len(quiet) and quiet[index].start <= sample + stop:
        return Silence(min(quiet[index].start, sample), sample)
    return Silence(sample, sample)


def _estimated(
    spoken: str, sentences: Sequence[int], quiet: Sequence[Silence], samples: int, sample_rate_hz: int
) -> tuple[list[Silence], tuple[Mark, ...]]:
    """The pause before each sentence but the first, and the words after pauses inside of sentences."""
    ends = {_first_sound(spoken, start) for start in sentences[1:]}
    places = sorted(ends.union(phrase_starts(spoken)))
    # "... came at nine AM Then ...": where the mark was lost with an abbreviation, the voice goes on.
    marked = {place for place in ends if _gap_before(spoken, place).strip(" ")}
    weights = running_weights(spoken)
    breaks = [Break(weights[place] / (weights[-1] or 1.0), place in marked) for place in places]
    pauses = find_breaks(breaks, quiet, samples, sample_rate_hz)
    at = dict(zip(places, pauses, strict=True))
    inner = (place for place in places if place not in ends and at[place].start < at[place].end)
    return [at[_first_sound(spoken, start)] for start in sentences[1:]], tuple((p, at[p].end) for p in inner)


def _first_sound(spoken: str, start: int) -> int:
    """The first letter or digit from a character on; the character itself where there is none."""
    found = _SOUND.search(spoken, start)
    return found.start() if found else start


def _gap_before(spoken: str, place: int) -> str:
    """What stands between a word and the one before it."""
    gap = _GAP.search(spoken, 0, place)
    return gap.group() if gap else ""


def _ordered(starts: Sequence[int], ends: Sequence[int], words: Sequence[Mark], samples: int) -> Timing:
    """The same with no time before the one before it, or outside the take."""
    edges = (edge for pair in zip(starts, ends, strict=True) for edge in pair)
    ordered = list(itertools.accumulate((min(max(edge, 0), samples) for edge in edges), max))
    inside = tuple(_rising(words, samples))
    return Timing(tuple(ordered[::2]), tuple(ordered[1::2]), inside)


def _rising(words: Sequence[Mark], samples: int) -> Iterator[Mark]:
    """The words that are after those before them, in the text and in the take."""
    character, sample = -1, -1
    for word in words:
        if word[0] > character and sample < word[1] < samples:
            character, sample = word
            yield word
