"""Tests of setting up: what is told of it, and how it ends."""

from __future__ import annotations

import sys
import threading

import pytest

from vox1.control import Cancelled, Control
from vox1.engines.setting_up import run, set_up
from vox1.errors import EngineFailed


def _command(code: str) -> list[str]:
    return [sys.executable, "-u", "-c", code]


def test_each_line_is_told_as_it_comes() -> None:
    """Without the name that the set-up begins its own with, whichever stream they are on."""
    told: list[str] = []
    run(
        _command("import sys; print('VOX-1: fetching'); print('ready', file=sys.stderr)"),
        told.append,
        Control(),
    )
    assert told == ["fetching", "ready"]


def test_a_failure_says_what_the_set_up_said() -> None:
    """Its error and its hint; the last where there are several."""
    code = "print('error: first'); print('error: no network'); print('hint: connect'); raise SystemExit(2)"
    with pytest.raises(EngineFailed) as raised:
        run(_command(code), lambda _: None, Control())
    assert (raised.value.message, raised.value.hint) == ("No network", "Connect")

    with pytest.raises(EngineFailed, match="ended unexpectedly"):
        run(_command("raise SystemExit(3)"), lambda _: None, Control())


def test_it_ends_when_it_is_cancelled() -> None:
    """At once, with all it started."""
    control, has_begun = Control(), threading.Event()

    def tell(_: str) -> None:
        has_begun.set()
        control.cancel()

    with pytest.raises(Cancelled):
        run(_command("import time; print('begun'); time.sleep(600)"), tell, control)
    assert has_begun.is_set()


def test_an_engine_that_is_none_is_one_clear_error() -> None:
    """Said by the set-up itself."""
    with pytest.raises(EngineFailed, match="No engine is called 'nobody'"):
        set_up("nobody", lambda _: None, Control())
