"""Variants of faults: what each does to a render, and how its end is judged."""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.campaign import samples_sha256
from tests.faults.stage import Ending, Stage

Disturb = Callable[[Stage], Sequence[Ending]]
ANY = 0
"""Calls that fail for ever."""


def nothing(stage: Stage) -> None:
    """Leave the stage as it is: the fault has passed by itself."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which something goes wrong.

    Attributes:
        fault: What it is a variant of.
        name: Which one.
        disturb: Renders under the fault, once or more, and returns how each ended.
        names: What an error must be about, as a regular expression; none is expected where empty.
        mend: Does what the hint says, where the fault does not pass by itself.
        begins_finished: Whether the book was rendered before; otherwise it never was.
        is_quick: Whether it is in the ordinary tests.
        rounds: How often the long form runs it.
        lacks: Says what this machine lacks for it; empty where it can run.
    """

    fault: str
    name: str
    disturb: Disturb
    names: str = r"(?!)"
    mend: Callable[[Stage], object] = nothing
    begins_finished: bool = False
    is_quick: bool = False
    rounds: int = 1
    lacks: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a variant.

    Attributes:
        named: Whether a render stopped and named the fault.
        faults: What was not as it must be; empty when all is well.
    """

    named: bool
    faults: tuple[str, ...]


_LEFT = "could not be removed"
"""What a render warns of that is complete and must be followed by another."""


class Reference:
    """A render that nothing disturbed, for comparison and as a beginning.

    Args:
        folder: For it.
    """

    def __init__(self, folder: Path) -> None:
        self.stage = Stage(folder)
        ending = self.stage.render()
        assert ending.is_complete, ending.said
        self.samples_sha256 = samples_sha256(self.stage.audiobooks()[0])

    def play(self, variant: Variant, folder: Path) -> Outcome:
        """Play a variant in a folder of its own: disturb, mend, render again, and look at everything."""
        if variant.begins_finished:
            shutil.copytree(self.stage.folder, folder)
        stage = Stage(folder)
        endings = list(variant.disturb(stage))
        faults = [fault for ending in endings for fault in ending.faults(variant.names)]
        named = any(not ending.is_complete or _LEFT in ending.warnings for ending in endings)
        if named:
            variant.mend(stage)
            last = stage.render()
            if not last.is_complete:
                faults.append(f"did not complete afterwards: {last.said[-300:]}")
        warnings = "\n".join(ending.warnings for ending in endings)
        faults += stage.faults(self.samples_sha256, warnings)
        return Outcome(named, tuple(faults))


def once(environment: Callable[[Stage], dict[str, str]], *arguments: str) -> Disturb:
    """Return a disturbance that is in the environment of one render."""
    return lambda stage: [stage.render(environment(stage), arguments)]


def broken(
    role: str,
    call: str,
    first: int = 1,
    times: int = ANY,
    *,
    error: int = errno.EIO,
    winerror: int = 0,
    files: str = "",
) -> dict[str, str]:
    """Return the environment in which calls fail; see ``broken_calls``."""
    plan = {
        "role": role,
        "call": call,
        "first": first,
        "times": times,
        "errno": error,
        "winerror": winerror,
        "files": files,
    }
    return {"VOX1_BREAK": json.dumps(plan)}
