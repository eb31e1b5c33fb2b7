"""Tests of vox1.hardware.processes, on real processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence

import psutil
import pytest

from vox1.hardware import processes
from vox1.hardware.processes import NOTHING, Part, ProcessMeter, part_of

_WAITS = "import sys; block = bytearray(30_000_000); print('ready', flush=True); sys.stdin.read()"


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """A child that holds 30 MB, with the words of a worker."""
    command = (sys.executable, "-c", _WAITS, "vox1_worker.main", "tone")
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_this_process_is_the_host() -> None:
    """Its memory is what the system says it is."""
    meter = ProcessMeter()
    meter.read()
    sum(number * number for number in range(3_000_000))  # many ticks of the clock
    host = meter.read()[Part.HOST]

    assert host.ram_bytes == pytest.approx(psutil.Process().memory_info().rss, rel=0.2)
    assert host.busy_percent > 0


def test_a_child_is_found_by_what_it_was_started_with(worker: subprocess.Popen[bytes]) -> None:
    """And is no longer there once it has ended."""
    meter = ProcessMeter()

    assert meter.read()[Part.WORKER].ram_bytes > 30_000_000
    worker.kill()
    worker.wait()
    assert Part.WORKER not in meter.read()


def test_children_that_come_later_are_found_too(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """A worker that is replaced, and each new ffmpeg; the system is asked for them once a second."""
    monkeypatch.setattr(processes, "_FAMILY_SECONDS", 0.0)
    meter = ProcessMeter()
    assert Part.WORKER not in meter.read()
    request.getfixturevalue("worker")

    assert meter.read()[Part.WORKER].ram_bytes > 30_000_000


@pytest.mark.parametrize(
    ("name", "words", "part"),
    [
        ("ffmpeg-linux-x86_64-v7.0.2", ["/a/ffmpeg-linux-x86_64-v7.0.2", "-i"], Part.FFMPEG),
        ("ffmpeg-win64-v7.1.exe", ["C:\\ffmpeg.exe"], Part.FFMPEG),
        ("python3.11", ["python", "-m", "vox1_worker.main", "qwen3"], Part.WORKER),
        ("python.exe", ["python", "-m", "booksmith_module.child"], Part.OTHER),
        ("nvidia-smi", [], Part.OTHER),
    ],
)
def test_processes_are_told_apart_by_their_words(name: str, words: Sequence[str], part: Part) -> None:
    """On every system."""
    assert part_of(name, words) is part


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what ended processes took")
def test_what_ended_between_two_looks_counts_too() -> None:
    """Sections are encoded by ffmpegs that live for tenths of a second."""
    meter = ProcessMeter()
    meter.read()
    subprocess.run([sys.executable, "-c", "sum(range(10_000_000))"], check=True)
    first, second = meter.read(), meter.read()
    assert first[Part.FFMPEG].busy_percent > 0
    assert second.get(Part.FFMPEG, NOTHING).busy_percent == 0
