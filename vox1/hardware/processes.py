"""Our own processes: what the host, its workers and ffmpeg take of the processor and of memory."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

import psutil

_FAMILY_SECONDS = 1.0
"""Between two looks for new children: the system is asked for all of its processes, which takes
milliseconds where each known one takes microseconds."""


class Part(str, Enum):
    """What a process of ours is for."""

    HOST = "host"
    """This process: plans, judges and levels."""
    WORKER = "worker"
    """A voice engine, or what listens to takes."""
    FFMPEG = "ffmpeg"
    """All that are running together."""
    OTHER = "other"
    """Such as the reader of a book."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the processes of one part take.

    Attributes:
        busy_percent: Processor time since the sample before, 100 being one core; 0 for what is new.
        ram_bytes: Resident memory.
    """

    busy_percent: float
    ram_bytes: int


NOTHING = Usage(0.0, 0)


class _Member:
    """One process, as it was when it was last looked at."""

    def __init__(self, process: psutil.Process, part: Part) -> None:
        self.process = process
        self.part = part
        self._cpu_seconds: float | None = None

    @property
    def cpu_seconds(self) -> float:
        """All of its processor time, as it was at the last look."""
        return self._cpu_seconds or 0.0

    def look(self) -> tuple[float, int]:
        """Return the processor time since the last look, and the memory.

        Raises:
            psutil.Error: It is gone, or may not be looked at.
        """
        with self.process.oneshot():
            times, ram_bytes = self.process.cpu_times(), int(self.process.memory_info().rss)
        before, self._cpu_seconds = self._cpu_seconds, times.user + times.system
        return self._cpu_seconds - before if before is not None else 0.0, ram_bytes


class ProcessMeter:
    """Measures this process and all that it has started. To be used from one thread at a time."""

    def __init__(self) -> None:
        self._host = psutil.Process()
        self._family: dict[int, _Member] = {self._host.pid: _Member(self._host, Part.HOST)}
        self._counted = float("-inf")
        self._looked: float | None = None
        self._ended_seconds = self._of_ended()
        self._unseen_seconds = 0.0

    def read(self) -> dict[Part, Usage]:
        """Return what each part takes; a part without processes is left out."""
        now = time.monotonic()
        if now - self._counted >= _FAMILY_SECONDS:
            self._count_family()
            self._counted = now
        passed = now - self._looked if self._looked is not None else 0.0
        self._looked = now
        spent: dict[Part, tuple[float, int]] = {}
        for pid, member in list(self._family.items()):
            try:
                cpu_seconds, ram_bytes = member.look()
            except psutil.Error:  # it has ended
                self._unseen_seconds -= member.cpu_seconds
                del self._family[pid]
                continue
            before = spent.get(member.part, (0.0, 0))
            spent[member.part] = before[0] + cpu_seconds, before[1] + ram_bytes
        if unseen := self._taken_unseen():
            before = spent.get(Part.FFMPEG, (0.0, 0))
            spent[Part.FFMPEG] = before[0] + unseen, before[1]
        return {
            part: Usage(round(100 * seconds / passed, 1) if passed > 0 else 0.0, ram_bytes)
            for part, (seconds, ram_bytes) in spent.items()
        }

    def _taken_unseen(self) -> float:
        """Processor time of children that ended, as far as nobody has seen them take it.

        It counts as ffmpeg's: nothing else of ours ends so soon as an encoder of one section.
        """
        before, self._ended_seconds = self._ended_seconds, self._of_ended()
        self._unseen_seconds += self._ended_seconds - before
        unseen = max(self._unseen_seconds, 0.0)
        self._unseen_seconds -= unseen
        return unseen

    def _of_ended(self) -> float:
        """Processor time of all children that have ended; 0 on Windows and macOS, which do not tell."""
        times = self._host.cpu_times()
        return float(getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0))

    def _count_family(self) -> None:
        """Look for children that are new; those that ended leave when they are read."""
        with suppress(psutil.Error):
            for child in self._host.children(recursive=True):
                known = self._family.get(child.pid)
                if known is None or known.process != child:  # a number may be given out again
                    with suppress(psutil.Error):
                        self._family[child.pid] = _Member(child, part_of(child.name(), child.cmdline()))


def part_of(name: str, words: Sequence[str]) -> Part:
    """Return what a process of ours is for.

    Args:
        name: Of its program.
        words: Its command line.
    """
    if "ffmpeg" in name.lower():
        return Part.FFMPEG
    return Part.WORKER if "vox1_worker.main" in words else Part.OTHER
