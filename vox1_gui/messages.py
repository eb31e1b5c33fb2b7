"""Messages between the window and the backroom, the process that does its work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Wish(Enum):
    """What the listener wants of an errand that is on its way."""

    CANCEL = "cancel"
    PAUSE = "pause"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Start:
    """An errand is to be run.

    Attributes:
        job: Its number; never given twice.
        errand: What is done: a function of a module, which takes a `Desk` first.
        arguments: What else it is given.
        named: The same, by name.
    """

    job: int
    errand: Callable[..., Any]
    arguments: Sequence[Any] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wished:
    """The listener wants something of an errand."""

    job: int
    wish: Wish


@dataclass(frozen=True, slots=True)
class Leave:
    """The window closes: every errand is to be given up, and the backroom to end."""


@dataclass(frozen=True, slots=True)
class Told:
    """Something happened on an errand: an event of the core, or what else it tells."""

    job: int
    news: Any


@dataclass(frozen=True, slots=True)
class Done:
    """An errand is done."""

    job: int
    result: Any


@dataclass(frozen=True, slots=True)
class Cancelled:
    """An errand was given up, as the listener wished."""

    job: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something could not be done.

    Attributes:
        code: A short name that programs can rely on.
        message: What failed, in one sentence.
        hint: The next thing to do.
    """

    code: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Failed:
    """An errand could not be done."""

    job: int
    trouble: Trouble
