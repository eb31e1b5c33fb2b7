"""Breaks: where a voice paused in its text, by the silences of a recording and the length of what it says.

Sentences are aligned with translations of them by their lengths alone (Gale and Church, Computational
Linguistics 19, 1993). Here the same is done with the breaks of a text and the silences of a recording: what
is said between two of them should take as long as it is long. Of all ways to match them the one that costs
least is chosen. Silences themselves do not count as time, so that it does not matter how long a voice
pauses; but the longer one is, the less can it stand where the text has no break.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vox1.audio.silences import Silence

# The costs are in the same unit, which has no name. They were chosen on recordings of the draft voice with
# its pauses lengthened, shortened and left out at random, and its tempo varied: `benchmarks/sync.py`.
_GAP_COST = 0.4
_SECONDS_VARY = 0.06
"""Variance of the length of speech, in square seconds for each second ..."""
_LEAST_VARIANCE = 0.01
"""... and of the shortest: 100 ms."""
_UNHEARD_END_COST, _UNHEARD_COST = 1.2, 0.9
"""Of a break at which there is no silence: at the end of a sentence, and inside one."""
_INNER_COST = 0.3
"""Of a pause inside a sentence: most silences stand at ends."""
_SHORT_COST = 0.6
"""Of a silence at the end of a sentence that is shorter than the usual long one by a factor of e."""
_STRAY_COST = 1.0
"""Of a silence at no break that is longer than a consonant's stop by a factor of e."""
_STOP_SECONDS = 0.06
_LONG_SHARE = 0.9
"""The usual long silence is longer than this share of them."""
_MOST_SILENCES = 80
"""Work grows with their square; the shortest are left out."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Break:
    """Between two words of a text, where a voice may pause.

    Attributes:
        share: What is said before it, of all that is said, 0 to 1.
        is_end: Whether a sentence ends there.
    """

    share: float
    is_end: bool


def find_breaks(
    breaks: Sequence[Break], quiet: Sequence[Silence], samples: int, sample_rate_hz: int
) -> list[Silence]:
    """Return the silence at each break of a text; an empty one where the voice goes on without a pause.

    Args:
        breaks: In order.
        quiet: All silences of the recording, in order.
        samples: Length of the recording.
        sample_rate_hz: Its rate.
    """
    speech = _Speech(quiet, samples, sample_rate_hz)
    shares = np.array([0.0, *(one.share for one in breaks), 1.0])
    chosen = _cheapest(breaks, shares * speech.times[-1], speech)
    found: list[Silence] = []
    for before, after in itertools.pairwise(sorted(chosen)):
        # A break without a silence stands between its neighbours, by what is said before it.
        share = (shares[before + 1 : after] - shares[before]) / ((shares[after] - shares[before]) or 1.0)
        begin, end = speech.times[chosen[before]], speech.times[chosen[after]]
        found += (speech.empty_at(seconds, chosen[after]) for seconds in begin + share * (end - begin))
        found += speech.silences[chosen[after] - 1 : chosen[after]]
    return found


class _Speech:
    """A recording without its silences.

    Attributes:
        silences: Those between its first sound and its last.
        lengths: Of each in seconds.
        times: Speech before its beginning (none), before each silence, and before its end, in seconds.
    """

    def __init__(self, quiet: Sequence[Silence], samples: int, sample_rate_hz: int) -> None:
        self._rate_hz = sample_rate_hz
        self._first, self._last = sounding(quiet, samples)
        inner = [one for one in quiet if self._first < one.start and one.end < self._last]
        longest = sorted(inner, key=lambda one: one.start - one.end)[:_MOST_SILENCES]
        self.silences = sorted(longest, key=lambda one: one.start)
        edges = np.array([(one.start, one.end) for one in self.silences], np.float64).reshape(-1, 2)
        self.lengths: Floats = (edges[:, 1] - edges[:, 0]) / sample_rate_hz
        self._silent = np.concatenate(([0.0], np.cumsum(self.lengths)))
        starts = (np.concatenate((edges[:, 0], [self._last])) - self._first) / sample_rate_hz
        self.times: Floats = np.concatenate(([0.0], starts - self._silent))

    def empty_at(self, seconds: float, place: int) -> Silence:
        """Return where so much has been said, as a silence of no length, before a place in `times`."""
        passed = min(int(np.searchsorted(self.times[1:-1], seconds, side="right")), place - 1)
        sample = self._first + round((seconds + self._silent[passed]) * self._rate_hz)
        return Silence(sample, sample)


def sounding(quiet: Sequence[Silence], samples: int) -> tuple[int, int]:
    """Return the first sample that sounds and the one after the last; all where none does.

    Args:
        quiet: All silences of the recording, in order.
        samples: Its length.
    """
    first = quiet[0].end if quiet and quiet[0].start == 0 else 0
    last = quiet[-1].start if quiet and quiet[-1].end == samples else samples
    return (first, last) if first < last else (0, samples)


def _cheapest(breaks: Sequence[Break], expected: Floats, speech: _Speech) -> dict[int, int]:
    """The cheapest match: for each break that has a silence, both counted from 1, with beginning and end.

    Args:
        breaks: In order.
        expected: When each is due, in seconds of speech, with beginning and end.
        speech: The recording.
    """
    count, places = len(expected), len(speech.times)
    said = speech.times[None, :] - speech.times[:, None]
    passed_over = _stray_costs(speech) + np.where(said > 0, 0.0, np.inf)
    unheard = np.cumsum([0.0, *(_UNHEARD_END_COST if one.is_end else _UNHEARD_COST for one in breaks)])
    own_costs = _own_costs(breaks, speech)
    costs = np.full((count, places), np.inf)
    costs[0, 0] = 0.0
    before = np.zeros((count, places), np.intp)
    for number in range(1, count):
        due = (expected[number] - expected[:number])[:, None, None]
        variance = _SECONDS_VARY * np.maximum(said, due) + _LEAST_VARIANCE
        steps = _GAP_COST * np.log1p(np.square(said - due) / variance) + passed_over
        steps += (costs[:number] + (unheard[number - 1] - unheard[:number])[:, None])[:, :, None]
        ways = steps.reshape(-1, places)
        before[number] = ways.argmin(axis=0)
        costs[number] = ways.min(axis=0) + own_costs[number - 1]
    return _traced(before)


def _stray_costs(speech: _Speech) -> Floats:
    """What the silences between two of them cost, where these are neighbours in the match."""
    strays = np.zeros(len(speech.times))
    strays[1:-1] = _STRAY_COST * np.log(np.maximum(speech.lengths / _STOP_SECONDS, 1.0))
    running = np.cumsum(strays)
    between: Floats = (running - strays)[None, :] - running[:, None]
    return between


def _own_costs(breaks: Sequence[Break], speech: _Speech) -> Floats:
    """What it costs that a break has a silence, for each of both; the end of all has the end, for nothing."""
    costs = np.full((len(breaks) + 1, len(speech.times)), np.inf)
    costs[-1, -1] = 0.0
    if speech.lengths.size:
        long = np.quantile(speech.lengths, _LONG_SHARE)
        costs[:-1, 1:-1] = _INNER_COST
        is_end = [one.is_end for one in breaks]
        costs[np.flatnonzero(is_end), 1:-1] = _SHORT_COST * np.log(np.maximum(long / speech.lengths, 1.0))
    return costs


def _traced(before: npt.NDArray[np.intp]) -> dict[int, int]:
    """Follow the cheapest way back from the end."""
    places = before.shape[1]
    number, place = len(before) - 1, places - 1
    chosen = {number: place}
    while number:
        number, place = divmod(int(before[number, place]), places)
        chosen[number] = place
    return chosen
