"""A finding: one thing that the doctor has looked at."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class Level(str, Enum):
    """How a thing stands: as it should be, worth knowing, or in the way of an audiobook."""

    GOOD = "good"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the doctor found.

    Attributes:
        topic: What was looked at, in a word or two.
        level: How it stands.
        message: What was found, in sentences.
        fix: What to type or to set; of a good finding, what would bring more. May be empty then.
    """

    topic: str
    level: Level
    message: str
    fix: str = ""

    def __post_init__(self) -> None:
        """See that whoever is told of something wrong is told what to do.

        Raises:
            ValueError: There is no fix.
        """
        if self.level is not Level.GOOD and not self.fix:
            raise ValueError(f"there is no fix for: {self.message}")

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {**asdict(self), "level": self.level.value}


def good(topic: str, message: str, more: str = "") -> Finding:
    """Return a finding of something that is as it should be, and perhaps what would bring more."""
    return Finding(topic, Level.GOOD, message, more)


def warning(topic: str, message: str, fix: str) -> Finding:
    """Return a finding of something worth knowing."""
    return Finding(topic, Level.WARNING, message, fix)


def problem(topic: str, message: str, fix: str) -> Finding:
    """Return a finding of something in the way of an audiobook."""
    return Finding(topic, Level.PROBLEM, message, fix)
