"""The verdict: whether a take can be the speech of its text, from what was measured on it.

These are the checks that need no ears: deeper ones will come. What they pass is verified by signal,
never by words.
"""

from __future__ import annotations

from dataclasses import dataclass

from vox1_worker.protocol import Ended, Take

REVISION = 1
"""Raised when the checks change; a stored take keeps the revision it was judged by."""

_SILENT_RMS = 0.0005
"""-66 dB: quieter than the noise floor of any speech."""
_FASTEST_SECONDS_PER_CHARACTER = 0.012
"""Three times the fastest intelligible synthetic speech; what is shorter has lost text."""
_SHORT_CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a take is good.

    Attributes:
        reasons: Why not; empty for a good take.
    """

    reasons: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the take may be used."""
        return not self.reasons


def judge(spoken: str, take: Take) -> Verdict:
    """Judge a take by its measurements.

    Args:
        spoken: The text as said.
        take: What the worker measured.
    """
    seconds = take.samples / take.sample_rate_hz
    least_seconds = len(spoken) * _FASTEST_SECONDS_PER_CHARACTER
    is_too_short = len(spoken) >= _SHORT_CHARACTERS and seconds < least_seconds
    checks = (
        (take.ended is Ended.BUDGET, f"it did not end by itself within {seconds:.0f} seconds"),
        (take.nonfinite > 0, f"it has {take.nonfinite} samples that are not numbers"),
        (take.samples == 0, "it is empty"),
        (take.samples > 0 and take.rms < _SILENT_RMS, "it is silent"),
        (is_too_short, f"{seconds:.1f} seconds are too short for {len(spoken)} characters"),
    )
    return Verdict(tuple(reason for failed, reason in checks if failed))
