"""The probe: how fast this machine makes audio of takes, measured on takes that are there already."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import psutil

from vox1.audio.aac import FRAME_SAMPLES, StretchEncoder
from vox1.audio.coding import Coding
from vox1.audio.measurement import measured
from vox1.control import Control
from vox1.hardware.processes import Part, part_of
from vox1.render.forecast import Finish
from vox1.render.judge import Judge
from vox1.render.takes import StoredTake

_LEAST_SECONDS = 3.0
_LEAST_ROUNDS = 5
"""For so long, and so often, everything is done again. The median round counts: beside other programs, the
same work takes a fifth more of the processor's time in one second than in the next."""
_BLOCK_SAMPLES = 2**15
_PROGRAMS = 2
"""The encoder and the loudness meter."""

_USUAL_KBPS = 64
"""Stands for a codec without a bitrate."""

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A take to be judged, levelled and encoded once more.

    Attributes:
        text: As said.
        take: What is known of it.
        samples: All of them.
    """

    text: str
    take: StoredTake
    samples: Samples


class _Step(threading.Thread):
    """A step of the work, on a thread of its own.

    Attributes:
        cpu_seconds: Of the processor, for this thread, when it has ended.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self.cpu_seconds = 0.0
        self._work = work
        self._error: BaseException | None = None

    def run(self) -> None:
        """Do the work."""
        try:
            self._work()
        except BaseException as err:  # noqa: BLE001  # a thread's outermost edge: whoever waits gets it
            self._error = err
        self.cpu_seconds = time.thread_time()

    def wait(self) -> None:
        """Wait for its end.

        Raises:
            Vox1Error: It failed.
        """
        self.join()
        if self._error:
            raise self._error


def probe(examples: Sequence[Example], judge: Judge, coding: Coding, control: Control) -> Finish:
    """Judge, level and encode takes as a render does, at the same time, and return how fast that went.

    Args:
        examples: A few minutes of them, of one rate; nothing becomes of them.
        judge: Not used for anything else: what it learns here is not to be kept.
        coding: How the audiobook is levelled and encoded.
        control: Ends it, if it is cancelled.

    Raises:
        Cancelled: It was.
        EncoderFailed: ffmpeg failed.
        DiskError: There is no room for a few minutes of audio in the system's temporary folder.
    """
    with tempfile.TemporaryDirectory(prefix="vox1-probe-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "probe.m4a"
        seconds = sum(len(example.samples) for example in examples) / coding.sample_rate_hz
        rounds: list[list[float]] = []
        began = time.monotonic()
        while time.monotonic() - began < _LEAST_SECONDS or len(rounds) < _LEAST_ROUNDS:
            control.check()
            rounds.append(_round(examples, judge, path, coding))
        return Finish(
            slowest_seconds=median(max(steps) for steps in rounds) / seconds,
            cpu_seconds=median(sum(steps) for steps in rounds) / seconds,
            bytes_per_second=path.stat().st_size / seconds,
        )


def _round(examples: Sequence[Example], judge: Judge, path: Path, coding: Coding) -> list[float]:
    """Do all that is done to takes once; return the processor time of each step that has a core to itself."""
    rate_hz = coding.sample_rate_hz
    programs = _Programs()

    def judge_all() -> None:
        for example in examples:
            judge.judge(example.text, example.samples, example.take)

    def level() -> None:
        measured(_watched(examples, programs.look), rate_hz)

    def encode() -> None:
        # What is encoded here is AAC, which keeps the voice's rate.
        filters = replace(coding, output_rate_hz=rate_hz).filters
        scratch = path.with_suffix(".part")
        with closing(
            StretchEncoder(scratch, rate_hz, coding.bitrate_kbps or _USUAL_KBPS, filters)
        ) as encoder:
            for block in _watched(examples, programs.look):
                encoder.write(block.astype(np.float32) / np.float32(32768))
            length = sum(len(example.samples) for example in examples)
            encoder.write(np.zeros(-length % FRAME_SAMPLES, np.float32))
            path.write_bytes(encoder.finish())

    steps = [_Step(work) for work in (encode, level, judge_all)]
    for step in steps:
        step.start()
    for step in steps:
        step.wait()
    return [*(step.cpu_seconds for step in steps), *programs.cpu_seconds.values()]


class _Programs:
    """The ffmpegs of a round.

    Attributes:
        cpu_seconds: Of the processor, by the number of the process, as it was last seen.
    """

    def __init__(self) -> None:
        self.cpu_seconds: dict[int, float] = {}
        self._found: dict[int, psutil.Process] = {}
        self._looking = threading.Lock()

    def look(self) -> None:
        """See how much each has worked; what it does after the last look is a second of audio."""
        with self._looking:
            if len(self._found) < _PROGRAMS:  # asking for all is slow, and no more than these will come
                self._found.update((child.pid, child) for child in _running())
            for pid, program in self._found.items():
                with suppress(psutil.Error):  # it has ended
                    times = program.cpu_times()
                    self.cpu_seconds[pid] = float(times.user + times.system)


def _running() -> Iterator[psutil.Process]:
    """The ffmpegs that this process has started and that still run."""
    with suppress(psutil.Error):
        for child in psutil.Process().children():
            with suppress(psutil.Error):
                if part_of(child.name(), ()) is Part.FFMPEG:
                    yield child


def _watched(examples: Sequence[Example], look: Callable[[], None]) -> Iterator[Samples]:
    for block in _blocks(examples):
        yield block
        look()


def _blocks(examples: Sequence[Example]) -> Iterator[Samples]:
    for example in examples:
        for start in range(0, len(example.samples), _BLOCK_SAMPLES):
            yield example.samples[start : start + _BLOCK_SAMPLES]
