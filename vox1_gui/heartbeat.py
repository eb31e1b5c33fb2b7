"""The heartbeat: how long Tk's loop was kept from its work, and by what.

`app.py --heartbeat FILE` writes it.
"""

from __future__ import annotations

import json
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

_BEAT_MS = 10
_LONG_SECONDS = 0.05
"""From here on the stack is taken: what stood in the way is still there."""
_LOOK_SECONDS = 0.01


class Heartbeat:
    """Beats in Tk's thread, watched from another.

    Args:
        after: Tk's.
        path: A line of JSON for each gap above 50 ms goes there, and a last one with all gaps counted by
            milliseconds; and how long Tk's thread was at work in them. What is no work is waiting: for the
            disk, for the screen, or for other programs on a busy machine.
    """

    def __init__(self, after: Callable[[int, Callable[[], None]], Any], path: Path) -> None:
        self._after = after
        self._file = path.open("w", encoding="utf-8")
        self._last = time.perf_counter()
        self._worked = time.thread_time()
        self._counts: dict[int, int] = {}
        self._work_counts: dict[int, int] = {}
        self._stack: list[str] = []
        self._main = threading.get_ident()
        self._is_over = False
        threading.Thread(target=self._watch, name="heartbeat", daemon=True).start()
        self._beat()

    def close(self) -> None:
        """Write what was counted."""
        self._is_over = True
        self._file.write(json.dumps({"gaps_ms": self._counts, "work_ms": self._work_counts}) + "\n")
        self._file.close()

    def _beat(self) -> None:
        if self._is_over:
            return
        now, worked = time.perf_counter(), time.thread_time()
        gap = max(now - self._last - _BEAT_MS / 1000, 0.0)
        gap_ms = round(gap * 1000)
        work_ms = round((worked - self._worked) * 1000)
        self._counts[gap_ms] = self._counts.get(gap_ms, 0) + 1
        self._work_counts[work_ms] = self._work_counts.get(work_ms, 0) + 1
        if gap > _LONG_SECONDS:
            line = {"gap_ms": gap_ms, "work_ms": work_ms, "stack": self._stack}
            self._file.write(json.dumps(line) + "\n")
            self._file.flush()
        self._stack, self._last, self._worked = [], now, worked
        self._after(_BEAT_MS, self._beat)

    def _watch(self) -> None:
        while not self._is_over:
            time.sleep(_LOOK_SECONDS)
            if not self._stack and time.perf_counter() - self._last > _LONG_SECONDS:
                frame = sys._current_frames().get(self._main)  # noqa: SLF001  # the documented way to see a stack
                self._stack = traceback.format_stack(frame)[-12:] if frame else []
