"""The bridge and the backroom: errands come back done, failed or given up, whatever happens."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from vox1.errors import InputError
from vox1.paths import Folders
from vox1.settings import Settings
from vox1.voices.audition import Wish
from vox1_gui.bridge import Bridge, Job
from vox1_gui.errands.desk import Desk
from vox1_gui.messages import Trouble

_PATIENCE_SECONDS = 60.0


def add(desk: Desk, one: int, *, other: int) -> int:
    """Tell the first number, and return the sum."""
    desk.tell(one)
    return one + other


def refuse(_: Desk) -> None:
    """Fail as the core does."""
    raise InputError("The book has no end", "Write one.", "endless")


def stumble(_: Desk) -> None:
    """Fail as nobody expects."""
    raise ZeroDivisionError("a bug of ours")


def wait(desk: Desk) -> None:
    """Wait until given up."""
    desk.tell("waiting")
    desk.control.wait(_PATIENCE_SECONDS)


def die(_: Desk) -> None:
    """Take the whole backroom along."""
    os._exit(7)


def give_strange(_: Desk) -> Any:
    """Return what cannot be sent."""
    return lambda: None


def worker_of(desk: Desk, text: str) -> int:
    """Have a sentence spoken, and return the process id of the worker that is kept ready."""
    wish = Wish(Settings(engine="tone"), "en", text)
    desk.backend.hear(wish, lambda _: None, desk.control, "cpu")
    found = [child for child in psutil.Process().children() if "vox1_worker.main" in child.cmdline()]
    return found[0].pid if len(found) == 1 else 0


@pytest.fixture
def bridge(folders: Folders) -> Iterator[Bridge]:
    """Return a bridge, which is closed at the end."""
    bridge = Bridge(folders, lambda _: None)
    yield bridge
    bridge.begin_close()
    since = time.monotonic()
    _until(bridge, lambda: bridge.has_closed(since))


def _until(bridge: Bridge, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        bridge.deliver(0.01)
        time.sleep(0.002)  # what is waited for is told by another process


def _watched(job: Job[Any]) -> list[Any]:
    """A list that everything told of a job goes into."""
    told: list[Any] = []
    job.on_news = job.on_done = job.on_trouble = told.append
    job.on_cancelled = lambda: told.append("cancelled")
    job.on_end = lambda: told.append("end")
    return told


def test_an_errand_tells_and_returns(bridge: Bridge) -> None:
    """In this order, and the end comes last."""
    told = _watched(bridge.start(add, 1, other=2))
    _until(bridge, lambda: "end" in told)
    assert told == [1, 3, "end"]
    assert not bridge.is_busy


def test_errors_of_the_core_come_with_their_hint(bridge: Bridge) -> None:
    """As the command line says them."""
    told = _watched(bridge.start(refuse))
    _until(bridge, lambda: "end" in told)
    assert told[0] == Trouble("endless", "The book has no end", "Write one.")


def test_an_unexpected_error_names_the_log(bridge: Bridge, folders: Folders) -> None:
    """And its stack is in there."""
    told = _watched(bridge.start(stumble))
    _until(bridge, lambda: "end" in told)
    assert told[0].code == "unexpected"
    log = folders.logs / "backroom.log"
    assert str(log) in told[0].hint
    assert "a bug of ours" in log.read_text()


def test_an_errand_is_given_up_at_once(bridge: Bridge) -> None:
    """Though it would have waited for a minute."""
    job = bridge.start(wait)
    told = _watched(job)
    _until(bridge, lambda: "waiting" in told)
    asked = time.monotonic()
    job.cancel()
    _until(bridge, lambda: "end" in told)
    assert told == ["waiting", "cancelled", "end"]
    assert time.monotonic() - asked < _PATIENCE_SECONDS / 2


def test_a_backroom_that_dies_is_told_and_started_again(bridge: Bridge) -> None:
    """Everyone who waits is told; the next errand runs."""
    waiting, dying = _watched(bridge.start(wait)), _watched(bridge.start(die))
    _until(bridge, lambda: "end" in waiting and "end" in dying)
    assert [one.code for one in (waiting[-2], dying[-2])] == ["backroom", "backroom"]
    told = _watched(bridge.start(add, 20, other=1))
    _until(bridge, lambda: "end" in told)
    assert told == [20, 21, "end"]


def test_what_cannot_be_sent_is_an_error(bridge: Bridge) -> None:
    """Not a listener who waits for ever."""
    told = _watched(bridge.start(give_strange))
    _until(bridge, lambda: "end" in told)
    assert told[0].code == "unexpected"


def test_the_engine_that_is_kept_ready_ends_with_the_window(bridge: Bridge) -> None:
    """One worker speaks sentence after sentence, and nothing is left behind."""
    pids: list[int] = []
    for text in ("One river.", "Another river."):
        bridge.start(worker_of, text).on_done = pids.append
        _until(bridge, lambda: not bridge.is_busy)
    assert len(set(pids)) == 1
    assert psutil.pid_exists(pids[0])
    bridge.begin_close()
    since = time.monotonic()
    _until(bridge, lambda: bridge.has_closed(since))
    _until(bridge, lambda: not psutil.pid_exists(pids[0]))
