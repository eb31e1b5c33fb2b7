"""Delivery: takes go to their files and are reported while the engine speaks the next one."""

from __future__ import annotations

import errno
import logging
import os
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vox1_worker import take_file
from vox1_worker.engine import Speech
from vox1_worker.protocol import Failed, Report, Speak, Take

log = logging.getLogger(__name__)

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
_MOST_WAITING = 2
"""Takes held while another is written: enough for a slow moment of the disk, and memory is bounded."""


@dataclass(frozen=True)
class Parcel:
    """A finished take on its way to its file.

    Attributes:
        request: What was asked.
        speech: What the engine made of it.
        sample_rate_hz: Of the speech.
        spoken_seconds: See `vox1_worker.protocol.Take`.
        waited_seconds: See `vox1_worker.protocol.Take`.
    """

    request: Speak
    speech: Speech
    sample_rate_hz: int
    spoken_seconds: float
    waited_seconds: float


class Delivery:
    """One thread that writes takes in the order they were spoken, and reports each when it is in place.

    What it does not expect ends the process: the host then has what was not reported spoken again.
    """

    def __init__(self, report: Callable[[Report], None]) -> None:
        self._report = report
        self._parcels: queue.Queue[Parcel | None] = queue.Queue(_MOST_WAITING)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def send(self, parcel: Parcel) -> None:
        """Have a take written. Waits while as many as may wait are waiting already."""
        self._parcels.put(parcel)

    def close(self) -> None:
        """Return when everything sent is written and reported."""
        self._parcels.put(None)
        self._thread.join()

    def _run(self) -> None:
        try:
            while parcel := self._parcels.get():
                self._report(deliver(parcel))
        except Exception:  # the thread's outermost edge
            log.exception("A take could not be delivered")
            os._exit(1)


def deliver(parcel: Parcel) -> Take | Failed:
    """Write a take to its file and return what to report of it."""
    request, speech = parcel.request, parcel.speech
    measured = take_file.measure(speech.audio)
    try:
        sha256, size = take_file.write(Path(request.out_path), speech.audio, parcel.sample_rate_hz)
    except OSError as err:
        code = "full" if err.errno in _FULL else "disk"
        return Failed(request.id, code, f"{request.out_path}: {err.strerror or err}")
    return Take(
        id=request.id,
        samples=len(speech.audio),
        sample_rate_hz=parcel.sample_rate_hz,
        peak=measured.peak,
        rms=measured.rms,
        nonfinite=measured.nonfinite,
        ended=speech.ended,
        marks=[list(mark) for mark in speech.marks],
        sha256=sha256,
        file_bytes=size,
        spoken_seconds=parcel.spoken_seconds,
        waited_seconds=parcel.waited_seconds,
        frames=speech.frames,
    )
