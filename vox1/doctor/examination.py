"""The examination: every check in its order, each with a time limit and none able to stop the others."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vox1.doctor import cards, disks, programs, system, torches, voices
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, problem
from vox1.errors import Vox1Error

log = logging.getLogger(__name__)

_SHORT_SECONDS = 30.0
_LONG_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at.

    Attributes:
        topic: What it is.
        look: Looks at it.
        seconds: After which it is given up. What a check runs has limits of its own, all of them shorter.
    """

    topic: str
    look: Callable[[Circumstances], Iterable[Finding]]
    seconds: float = _SHORT_SECONDS


CHECKS = (
    Check("system", system.look),
    Check("settings", system.look_at_settings),
    Check("disk", disks.look),
    Check("ffmpeg", programs.look_at_ffmpeg, _LONG_SECONDS),
    Check("covers", programs.look_at_covers, _LONG_SECONDS),
    Check("card", cards.look),
    Check("card memory", cards.look_at_memory),
    Check("torch", torches.look, _LONG_SECONDS),
    Check("models", voices.look_at_models),
    Check("voices", voices.look, 3 * _LONG_SECONDS),
    Check("word check", voices.look_at_listening),
    Check("calibre", programs.look_at_calibre),
    Check("tesseract", programs.look_at_tesseract),
)
"""In the order in which they are told."""


def examine(circumstances: Circumstances, checks: Iterable[Check] = CHECKS) -> Iterator[Finding]:
    """Make every check and tell what it found, as it is found."""
    for check in checks:
        yield from _made(check, circumstances)


def _made(check: Check, circumstances: Circumstances) -> list[Finding]:
    """What a check found; that it failed, or took too long, is a finding too."""
    answers: queue.SimpleQueue[list[Finding] | Exception] = queue.SimpleQueue()

    def look() -> None:
        try:
            answers.put(list(check.look(circumstances)))
        except Exception as err:  # noqa: BLE001  # the thread's outermost edge: it is told below
            answers.put(err)

    # A daemon: a disk or a driver that hangs may hold its thread for ever, but not the program.
    threading.Thread(target=look, name=f"doctor: {check.topic}", daemon=True).start()
    try:
        answer = answers.get(timeout=check.seconds)
    except queue.Empty:
        return [_unanswered(check)]
    return [_failed(check, answer)] if isinstance(answer, Exception) else answer


def _unanswered(check: Check) -> Finding:
    return problem(
        check.topic,
        f"There was no answer within {check.seconds:.0f} seconds: a disk, a driver or a program hangs.",
        "Restart the computer and run `python3 run.py doctor` again.",
    )


def _failed(check: Check, err: Exception) -> Finding:
    if isinstance(err, Vox1Error):
        return problem(check.topic, f"{err.message}.", err.hint)
    log.error("The check of %s failed", check.topic, exc_info=err)
    return problem(
        check.topic,
        f"It could not be checked: {type(err).__name__}: {err}.",
        "Please report it, with vox1.log from the folder of logs (temp_work/logs).",
    )
