"""Tests of what is known of the processor and its memory, on what systems of every kind say."""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

import psutil
import pytest

from vox1.hardware import processor
from vox1.hardware.processor import (
    Memory,
    Ticks,
    count_cores,
    memory,
    parse_cpuinfo,
    parse_meminfo,
    parse_stat,
    parse_title,
    physical_cores,
    ticks,
    title,
)

HYPERTHREADED = "\n\n".join(
    f"processor\t: {number}\nphysical id\t: {number // 8}\ncore id\t\t: {number % 4}" for number in range(16)
)
ON_ARM = "processor\t: 0\nBogoMIPS\t: 48.00\n\nprocessor\t: 1\nBogoMIPS\t: 48.00\n"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def test_there_is_a_core_to_work_on() -> None:
    """No more than the system has."""
    assert 1 <= physical_cores() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("processor\t: 0\nmodel\t: 1\nmodel name\t: Intel(R)  i5\n\nprocessor: 1", "Intel(R) i5"),
        (f"{ON_ARM}\nHardware\t: BCM2835\nModel\t\t: Raspberry Pi 5 Model B\n", "Raspberry Pi 5 Model B"),
        (ON_ARM, ""),
    ],
)
def test_a_processor_has_the_name_that_its_maker_gave_it(text: str, name: str) -> None:
    """Where the system says it: ARM boards name the board, or nothing."""
    assert parse_title(text) == name


def test_the_name_of_this_processor_is_text_on_one_line() -> None:
    """Whatever the system says, it is no error."""
    assert "\n" not in title()


def test_two_threads_are_one_core() -> None:
    """Two processors of four cores with two threads each."""
    assert parse_cpuinfo(HYPERTHREADED) == 8
    assert parse_cpuinfo(ON_ARM) == 0
    assert parse_cpuinfo("") == 0


@linux
def test_a_processor_that_does_not_tell_cores_from_threads_counts_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As many as this process may use."""
    monkeypatch.setattr(processor, "_cores_of_system", lambda: 0)

    assert physical_cores.__wrapped__() == len(os.sched_getaffinity(0))


@linux
def test_a_process_confined_to_one_core_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, whatever the machine has."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3})

    assert physical_cores.__wrapped__() == 1


def test_windows_counts_cores_in_a_table() -> None:
    """Rows of kind 0 are cores; 1, 2 and 3 are nodes, caches and packages."""
    rows = [(0b0011, 0), (0b1100, 0), (0b1111, 1), (0b0011, 2), (0b1111, 3)]
    table = b"".join(struct.pack("<QI20x", mask, kind) for mask, kind in rows)

    assert count_cores(table) == 2


def test_memory_is_what_other_tools_say() -> None:
    """To within what other programs do meanwhile."""
    found = memory()

    assert found is not None
    assert found.total_bytes == psutil.virtual_memory().total
    if found.free_bytes is not None:
        assert found.free_bytes == pytest.approx(psutil.virtual_memory().available, rel=0.2)


def test_an_old_kernel_does_not_say_what_is_free() -> None:
    """MemAvailable came with Linux 3.14."""
    assert parse_meminfo("MemTotal:  2048 kB\nMemFree:  1024 kB\n") == Memory(2048 * 1024, None)
    with pytest.raises(ValueError, match="MemTotal"):
        parse_meminfo("nothing")


def test_waiting_for_a_disk_is_no_work() -> None:
    """Only the first eight numbers count: a guest's time is in the user's already."""
    before = parse_stat("cpu  100 0 50 800 50 0 0 0 70 0\n")
    after = parse_stat("cpu  175 0 75 900 50 0 0 0 99 0\n")

    assert before == Ticks(150, 1000)
    assert after.percent_since(before) == 50.0
    assert after.percent_since(after) is None
    with pytest.raises(ValueError, match="not the line"):
        parse_stat("cpu0 1 2 3 4 5")


@linux
def test_a_system_that_says_nothing_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never an error: /proc may be hidden."""
    monkeypatch.setattr(processor, "Path", lambda _: tmp_path / "nowhere")

    assert memory() is None
    assert ticks() is None
    assert processor._cores_of_system() == 0
