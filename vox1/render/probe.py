"""The probe: how fast this machine makes audio of takes, measured on takes that are there already."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vox1.audio import loudness
from vox1.audio.levels import LevelMeter
from vox1.control import Control
from vox1.outputs.m4b import Encoder
from vox1.render.forecast import Finish
from vox1.render.judge import Judge
from vox1.render.takes import StoredTake

_LEAST_SECONDS = 3.0
"""For so long the probe goes on: a shorter one measures how ffmpeg starts."""
_BLOCK_SAMPLES = 2**15

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


class _Stage:
    """A step of the work, on a thread of its own: done for all examples, again and again."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait for its end.

        Raises:
            Vox1Error: It failed.
        """
        self._thread.join()
        if self._error:
            raise self._error

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as err:  # noqa: BLE001  # a thread's outermost edge: whoever joins gets it
            self._error = err


def probe(examples: Sequence[Example], judge: Judge, bitrate_kbps: int, control: Control) -> Finish:
    """Judge, level and encode takes as a render does, at the same time, and return how fast that went.

    Args:
        examples: A few minutes of them, of one rate; nothing becomes of them.
        judge: Not used for anything else: what it learns here is not to be kept.
        bitrate_kbps: Of the audio.
        control: Ends it, if it is cancelled.

    Raises:
        Cancelled: It was.
        EncoderFailed: ffmpeg failed.
        DiskError: There is no room for a few minutes of audio in the system's temporary folder.
    """
    rate_hz = examples[0].take.sample_rate_hz
    seconds = sum(len(example.samples) for example in examples) / rate_hz
    with tempfile.TemporaryDirectory(prefix="vox1-probe-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "probe.m4a"
        encoder = Encoder(path, rate_hz, bitrate_kbps)
        try:
            _round(examples[:1], judge, encoder, rate_hz)  # programs start, tables are made
            rounds, began = 0, time.monotonic()
            while time.monotonic() - began < _LEAST_SECONDS:
                control.check()
                _round(examples, judge, encoder, rate_hz)
                rounds += 1
            encoder.finish()
            took = time.monotonic() - began
        finally:
            encoder.close()
        encoded_seconds = rounds * seconds + len(examples[0].samples) / rate_hz
        return Finish(took / (rounds * seconds), path.stat().st_size / encoded_seconds)


def _round(examples: Sequence[Example], judge: Judge, encoder: Encoder, rate_hz: int) -> None:
    """Do all that is done to takes once, and wait for the slowest."""

    def judge_all() -> None:
        for example in examples:
            judge.judge(example.text, example.samples, example.take)

    def level() -> None:
        meter = LevelMeter(rate_hz)
        loudness.measure(_metered(examples, meter), rate_hz)

    def encode() -> None:
        for block in _blocks(examples):
            encoder.write(block.astype(np.float32) / np.float32(32768))

    for stage in [_Stage(work) for work in (encode, level, judge_all)]:
        stage.join()


def _metered(examples: Sequence[Example], meter: LevelMeter) -> Iterator[Samples]:
    for block in _blocks(examples):
        meter.add(block.astype(np.float32) / np.float32(32768))
        yield block


def _blocks(examples: Sequence[Example]) -> Iterator[Samples]:
    for example in examples:
        for start in range(0, len(example.samples), _BLOCK_SAMPLES):
            yield example.samples[start : start + _BLOCK_SAMPLES]
