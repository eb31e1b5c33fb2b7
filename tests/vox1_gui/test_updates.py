"""Tests of looking for an update, without any window or network."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from vox1_gui import updates
from vox1_gui.state import WindowState
from vox1_gui.updates import Updates
from vox1_gui.watched import Watched

WAIT_SECONDS = 60.0


class Loop:
    """What stands in for Tk's loop: it turns once the thread has answered."""

    def __init__(self) -> None:
        self.delays: list[int] = []
        self._next: list[Callable[[], None]] = []

    def after(self, delay_ms: int, action: Callable[[], None]) -> None:
        """Keep an action."""
        self.delays.append(delay_ms)
        self._next.append(action)

    def turn(self) -> None:
        """Do what is due, when no thread is under way."""
        for thread in threading.enumerate():
            if thread.name == "updates":
                thread.join(WAIT_SECONDS)
        actions, self._next = self._next, []
        for action in actions:
            action()


def look(code: str, *, wanted: bool = True) -> tuple[str, Loop]:
    """Look with a program in place of run.py; what is found."""
    loop, found = Loop(), Watched("")
    state = Watched(WindowState(looks_for_updates=wanted))
    Updates(loop.after, state, found, (sys.executable, "-c", code)).look()
    loop.turn()
    return found.value, loop


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("print('0.2.0')", "0.2.0"),
        ("pass", ""),
        ("import sys; print('0.2.0'); sys.exit(2)", ""),
        ("import sys; sys.stderr.write('error: no connection')", ""),
    ],
)
def test_a_new_version_is_named_and_nothing_else_is_said(code: str, found: str) -> None:
    """Trouble with the network is nobody's concern here."""
    assert look(code)[0] == found


def test_who_does_not_want_it_is_not_looked_for(tmp_path: Path) -> None:
    """Not even a process is started."""
    found, loop = look(f"open({str(tmp_path / 'ran')!r}, 'w')", wanted=False)

    assert found == ""
    assert loop.delays == []
    assert list(tmp_path.iterdir()) == []


def test_a_program_that_cannot_be_started_troubles_nobody() -> None:
    """Whatever became of it."""
    loop, found = Loop(), Watched("")
    Updates(loop.after, Watched(WindowState()), found, ("/nowhere/python",)).look()
    loop.turn()

    assert found.value == ""


def test_a_start_is_over_before_anything_is_looked_for() -> None:
    """Half a minute."""
    loop = Loop()
    Updates(loop.after, Watched(WindowState()), Watched(""), updates.command(Path("x"))).look_later()

    assert loop.delays == [30_000]
