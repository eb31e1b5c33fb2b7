"""Tests of how a render is controlled from outside."""

from __future__ import annotations

import signal
import sys
import threading
import time

import pytest

from vox1.control import Cancelled, Control

LONG_SECONDS = 60.0


def test_nothing_is_asked_of_a_render_at_first() -> None:
    """It goes on, and a rest is over at once."""
    control = Control()

    control.check()

    assert (control.is_paused, control.is_cancelled) == (False, False)
    assert control.rest()


def test_a_rest_lasts_until_another_thread_ends_the_pause() -> None:
    """Without looking at a clock: the rest of a minute is over when `resume` was called."""
    control = Control()
    control.pause()
    threading.Thread(target=control.resume).start()

    assert control.rest(LONG_SECONDS)
    assert not control.is_paused


def test_a_rest_may_be_shorter_than_the_pause() -> None:
    """The pause goes on."""
    control = Control()
    control.pause()

    assert not control.rest(0.0)
    assert control.is_paused


def test_a_rest_ends_when_it_is_over_for_another_reason() -> None:
    """A stage that is stopped does not wait for the listener."""
    control = Control()
    control.pause()

    assert not control.rest(is_over=lambda: True)


def test_cancelling_ends_a_pause_for_good() -> None:
    """A paused render that is given up must not wait to be resumed, nor be paused again."""
    control = Control()
    control.pause()
    threading.Thread(target=control.cancel).start()

    assert control.rest(LONG_SECONDS)
    control.pause()
    assert (control.is_paused, control.is_cancelled) == (False, True)
    with pytest.raises(Cancelled):
        control.check()


@pytest.mark.skipif(sys.platform == "win32", reason="raises the signal with a POSIX timer")
def test_a_signal_handler_may_cancel_in_the_middle_of_a_rest() -> None:
    """Ctrl-C comes while the main thread holds the very lock that cancelling needs."""
    control = Control()
    control.pause()
    before = signal.signal(signal.SIGALRM, lambda *_: control.cancel())
    began = time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        control.rest(LONG_SECONDS)
    finally:
        signal.signal(signal.SIGALRM, before)

    assert control.is_cancelled
    assert time.monotonic() - began < LONG_SECONDS
