"""The processor and its memory: how much there is, and how much of it is used. No library is needed."""

from __future__ import annotations

import ctypes
import os
import re
import struct
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_KIB = 2**10
_PROCESSOR_KEY = r"HARDWARE\DESCRIPTION\System\CentralProcessor\0"
"""In the registry of Windows."""


@dataclass(frozen=True, slots=True)
class Memory:
    """The machine's main memory.

    Attributes:
        total_bytes: All of it.
        free_bytes: What programs can still get without others being pushed out; None where it is not known.
    """

    total_bytes: int
    free_bytes: int | None


@dataclass(frozen=True, slots=True)
class Ticks:
    """How long the processor has worked since the machine was started; only differences mean anything.

    Attributes:
        busy: Time with something to do, in units of the system, summed over all cores.
        all: All time, in the same units.
    """

    busy: int
    all: int

    def percent_since(self, before: Ticks) -> float | None:
        """Return how busy the processor was, 0 to 100; None where no time has passed."""
        passed = self.all - before.all
        return round(100 * (self.busy - before.busy) / passed, 1) if passed > 0 else None


@cache
def physical_cores() -> int:
    """Return how many cores this process may use: real ones, as two threads of one core share its units.

    Where the system does not tell them apart, all that it counts. At least 1.
    """
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(_cores_of_system() or usable, usable))


def title() -> str:
    """Return what its maker calls the processor; empty where the system does not say."""
    with suppress(OSError, ValueError, AttributeError):
        if sys.platform == "win32":
            return _title_of_windows()
        if sys.platform == "darwin":
            return _title_of_mac()
        return parse_title(Path("/proc/cpuinfo").read_text("utf-8", "replace"))
    return ""


def memory() -> Memory | None:
    """Return the main memory; None where the system does not say."""
    with suppress(OSError, ValueError, AttributeError):
        if sys.platform == "win32":
            return _memory_of_windows()
        if sys.platform == "darwin":
            return Memory(os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"), None)
        return parse_meminfo(Path("/proc/meminfo").read_text("ascii"))
    return None


def ticks() -> Ticks | None:
    """Return the processor's times; None where the system does not say (macOS)."""
    with suppress(OSError, ValueError, AttributeError):
        if sys.platform == "win32":
            return _ticks_of_windows()
        with Path("/proc/stat").open("r", encoding="ascii") as stream:
            return parse_stat(stream.readline())
    return None


def parse_cpuinfo(text: str) -> int:
    """Return how many cores ``/proc/cpuinfo`` shows; 0 where it does not tell cores from threads."""
    found = set()
    for part in text.split("\n\n"):
        facts = dict(re.findall(r"^(physical id|core id)\s*:\s*(\d+)", part, re.MULTILINE))
        if "core id" in facts:
            found.add((facts.get("physical id"), facts["core id"]))
    return len(found)


def parse_title(text: str) -> str:
    """Return the name in ``/proc/cpuinfo``; empty where it shows none, as on most ARM boards."""
    match = re.search(r"^(?:model name|Model)\s*:\s*(.+)", text, re.MULTILINE)
    return " ".join(match[1].split()) if match else ""


def parse_meminfo(text: str) -> Memory:
    """Return the memory that ``/proc/meminfo`` shows; see proc_meminfo(5).

    Raises:
        ValueError: It shows none.
    """
    sizes = {name: int(size) * _KIB for name, size in re.findall(r"^(\w+):\s*(\d+) kB", text, re.MULTILINE)}
    if "MemTotal" not in sizes:
        raise ValueError("there is no MemTotal")
    return Memory(sizes["MemTotal"], sizes.get("MemAvailable"))


def parse_stat(line: str) -> Ticks:
    """Return the times in the first line of ``/proc/stat``; see proc_stat(5).

    Raises:
        ValueError: It shows none.
    """
    name, *words = line.split()
    if name != "cpu" or len(words) < 5:
        raise ValueError("it is not the line of all cores")
    times = [int(word) for word in words[:8]]  # the ninth, of guests, is in the first already
    idle = times[3] + times[4]  # waiting for a disk is no work
    return Ticks(sum(times) - idle, sum(times))


def count_cores(table: bytes) -> int:
    """Return how many cores a table of SYSTEM_LOGICAL_PROCESSOR_INFORMATION shows, on 64-bit Windows.

    Each row has 32 bytes: a mask of 8, and a number that is 0 for a core (RelationProcessorCore).
    """
    return sum(relationship == 0 for _, relationship, _ in struct.iter_unpack("<QI20s", table))


def _cores_of_system() -> int:
    with suppress(OSError, ValueError, AttributeError, struct.error):
        if sys.platform == "win32":
            return _cores_of_windows()
        if sys.platform == "darwin":
            return _cores_of_mac()
        return parse_cpuinfo(Path("/proc/cpuinfo").read_text("utf-8", "replace"))
    return 0


if sys.platform == "win32":

    class _MemoryStatus(ctypes.Structure):
        """MEMORYSTATUSEX of the Windows API."""

        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("total", "free", "b", "c", "d", "e", "f")),
        )

    def _memory_of_windows() -> Memory:
        status = _MemoryStatus(length=ctypes.sizeof(_MemoryStatus))
        _demand(ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)))
        return Memory(status.total, status.free)

    def _ticks_of_windows() -> Ticks:
        idle, kernel, user = (ctypes.c_ulonglong() for _ in range(3))
        _demand(ctypes.windll.kernel32.GetSystemTimes(*map(ctypes.byref, (idle, kernel, user))))
        everything = kernel.value + user.value  # the kernel's time holds the idle time
        return Ticks(everything - idle.value, everything)

    def _cores_of_windows() -> int:
        size = ctypes.c_ulong(0)
        ask = ctypes.windll.kernel32.GetLogicalProcessorInformation
        ask(None, ctypes.byref(size))
        table = ctypes.create_string_buffer(size.value)
        _demand(ask(table, ctypes.byref(size)))
        return count_cores(table.raw)

    def _title_of_windows() -> str:
        import winreg  # noqa: PLC0415  # for Windows only

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _PROCESSOR_KEY) as key:
            return " ".join(str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).split())

    def _demand(answer: int) -> None:
        if not answer:
            raise OSError("Windows refused")


def _cores_of_mac() -> int:
    count, size = ctypes.c_int(0), ctypes.c_size_t(ctypes.sizeof(ctypes.c_int))
    ctypes.CDLL(None).sysctlbyname(b"hw.physicalcpu", ctypes.byref(count), ctypes.byref(size), None, 0)
    return count.value


def _title_of_mac() -> str:
    name, size = ctypes.create_string_buffer(256), ctypes.c_size_t(256)
    ctypes.CDLL(None).sysctlbyname(b"machdep.cpu.brand_string", name, ctypes.byref(size), None, 0)
    return name.value.decode("utf-8", "replace")
