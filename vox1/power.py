"""Power: the computer is kept awake while it renders, and it is known when it slept all the same."""

from __future__ import annotations

import ctypes
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)


@contextmanager
def keeping_awake() -> Iterator[None]:
    """Ask the system not to fall asleep by itself; the screen may go dark, and a closed lid still counts.

    Where nobody can be asked (a server without a desktop), the work goes on without.
    """
    from wakepy import keep  # noqa: PLC0415  # for renders only

    with keep.running(on_fail=lambda result: log.info("Nothing keeps the computer awake: %s", result)):
        yield


def seconds_asleep() -> float:
    """Return how long the computer has been asleep since it was started; only differences mean anything.

    Two clocks of each system, one of which stands still in sleep: CLOCK_BOOTTIME and CLOCK_MONOTONIC
    (clock_gettime(2)), CLOCK_MONOTONIC and CLOCK_UPTIME_RAW (macOS clock_gettime(3)), GetTickCount64
    and QueryUnbiasedInterruptTime (Windows, which counts in units of 100 ns). Setting the time changes none.
    """
    if sys.platform == "win32":  # mypy follows `elif` on every platform
        awake = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(awake))
        ctypes.windll.kernel32.GetTickCount64.restype = ctypes.c_ulonglong
        return float(ctypes.windll.kernel32.GetTickCount64()) / 1e3 - awake.value / 1e7
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)
    return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
