"""The quality of a piece of a recording as a reference clip: what its measurements cost, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from vox1.voices.measurements import Measurements

GOOD_SCORE = 70.0
"""From here on a piece is offered without reserve; each fault that a listener would name costs more."""
LEAST_SPEECH_SHARE = 0.3
"""Below, it is not speech: music and noise are taken for it now and then, for moments."""
_MAINS_HZ = (50.0, 60.0)
_OVERTONES = 8
_AS_MAINS_HZ = 2.0


@dataclass(frozen=True, slots=True)
class Quality:
    """What the measurements mean.

    Attributes:
        score: From 0 to 100.
        merits: What is good about it, in a listener's words.
        faults: What is not, the worst first.
    """

    score: float
    merits: tuple[str, ...]
    faults: tuple[str, ...]


def judge(found: Measurements) -> Quality:
    """Say how good a piece is, and why."""
    costs = [(rule.cost_of(found), rule) for rule in _RULES]
    paid = sorted(((cost, rule) for cost, rule in costs if cost >= _NAMED_COST), key=lambda pair: -pair[0])
    merits = [rule.merit(found) for rule in _RULES if rule.merit and rule.is_fine(found)]
    score = max(0.0, 100.0 - sum(cost for cost, _ in costs))
    return Quality(score, tuple(merits), tuple(rule.fault(found) for _, rule in paid))


@dataclass(frozen=True, slots=True)
class _Rule:
    """One thing that is good or bad about a piece.

    Attributes:
        value: What it goes by; None costs nothing.
        fine: The value from which on it costs nothing.
        bad: The value from which on it costs everything; what lies between costs in proportion.
        cost: Points of 100.
        fault: What is wrong, in a listener's words.
        merit: What is good, where that is worth a word.
    """

    value: Callable[[Measurements], float | None]
    fine: float
    bad: float
    cost: float
    fault: Callable[[Measurements], str]
    merit: Callable[[Measurements], str] | None = None

    def cost_of(self, found: Measurements) -> float:
        """Return its points for what was found."""
        value = self.value(found)
        if value is None:
            return 0.0
        share = (value - self.fine) / (self.bad - self.fine)
        return self.cost * min(1.0, max(0.0, share))

    def is_fine(self, found: Measurements) -> bool:
        """Whether it costs nothing, and not just for want of anything to go by."""
        return self.value(found) is not None and not self.cost_of(found)


def _hum(found: Measurements) -> str:
    for mains in _MAINS_HZ:
        times = max(1, round(found.hum_hz / mains))
        if times <= _OVERTONES and abs(found.hum_hz - times * mains) < _AS_MAINS_HZ:
            return f"a hum at {mains:.0f} Hz"
    return f"a steady tone at {found.hum_hz:.0f} Hz"


def _rate_off(found: Measurements) -> float:
    """How far the rate is from what people speak: 3 to 7 syllables in a second of sound."""
    return max(3.0 - found.syllables_per_second, found.syllables_per_second - 7.0, 0.0)


_NAMED_COST = 4.0
"""What costs less is not worth a word."""
_RULES = (
    _Rule(
        lambda found: None if found.is_music or found.is_hum else found.noise_db,
        32.0, 15.0, 50.0,
        lambda found: f"noise {found.noise_db:.0f} dB below the voice",
        lambda found: f"quiet: noise {found.noise_db:.0f} dB below the voice",
    ),
    _Rule(
        lambda found: found.noise_db if found.is_music else None,
        38.0, 20.0, 50.0,
        lambda found: f"music or other voices {found.noise_db:.0f} dB below the voice",
    ),
    _Rule(
        lambda found: found.other_sound_db if found.has_other_sound else None,
        25.0, 10.0, 45.0,
        lambda found: f"another sound, {found.other_sound_db:.0f} dB below the voice",
    ),
    _Rule(
        lambda found: found.clipped_percent,
        0.05, 0.4, 50.0,
        lambda found: f"clipped {found.clipped_percent:.1f} %",
        lambda _: "not clipped",
    ),
    _Rule(lambda found: found.hum_db, 45.0, 28.0, 45.0, _hum),
    _Rule(
        lambda found: found.echo_seconds,
        0.26, 0.42, 45.0,
        lambda found: f"an echoing room ({found.echo_seconds:.1f} s)",
        lambda _: "little echo",
    ),
    _Rule(
        lambda found: found.bandwidth_hz,
        7_000.0, 4_500.0, 45.0,
        lambda found: f"muffled: nothing above {found.bandwidth_hz / 1000:.1f} kHz",
    ),
    _Rule(
        lambda found: found.speaker_distance,
        1.0, 1.15, 60.0,
        lambda _: "more than one speaker",
        lambda _: "one speaker",
    ),
    _Rule(
        lambda found: found.level_db, -36.0, -55.0, 40.0, lambda found: f"faint: {found.level_db:.0f} dB"
    ),
    _Rule(
        lambda found: found.level_range_db,
        7.0, 14.0, 35.0,
        lambda found: f"its level changes by {found.level_range_db:.0f} dB",
    ),
    _Rule(
        _rate_off,
        0.0, 2.5, 35.0,
        lambda found: f"{found.syllables_per_second:.1f} syllables in a second",
    ),
    _Rule(
        lambda found: found.dropouts,
        0.0, 2.0, 50.0,
        lambda found: f"sound is missing in {found.dropouts} places",
    ),
    _Rule(
        lambda found: found.speech_share,
        0.6, 0.4, 40.0,
        lambda found: f"only {100 * found.speech_share:.0f} % of it is speech",
    ),
    _Rule(
        lambda found: found.longest_pause_seconds,
        1.2, 2.5, 25.0,
        lambda found: f"a pause of {found.longest_pause_seconds:.1f} s",
    ),
    _Rule(lambda found: found.seconds, 8.0, 3.0, 20.0, lambda found: f"only {found.seconds:.1f} s long"),
    _Rule(
        lambda found: not found.begins_in_silence, 0.0, 1.0, 10.0, lambda _: "begins within a sound"
    ),
    _Rule(
        lambda found: not found.ends_in_silence,
        0.0, 1.0, 15.0,
        lambda _: "ends within a sound",
        lambda _: "ends in silence",
    ),
)  # fmt: skip
"""Where a fault begins and where it is as bad as it gets, on the recordings of `tuning.json`."""
