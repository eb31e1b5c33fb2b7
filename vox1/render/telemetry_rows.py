"""Rows of the telemetry: what is told of a take, of a second and of the machine."""

from __future__ import annotations

import math
import os
import platform
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone

from vox1.engines.host import Reading
from vox1.hardware import processor
from vox1.hardware.monitor import CardState, Sample
from vox1.hardware.processes import NOTHING, Part
from vox1.render.plan import PlannedChunk
from vox1.render.takes import StoredTake
from vox1.version import VERSION
from vox1_worker.protocol import Heartbeat, Loaded, Take

SPEED_SECONDS = 10
"""Over which the speed in a row is reckoned: a take may be longer than a second in the making."""
_MIB = 2**20

MACHINE_COLUMNS = ("name", "value")
CHUNK_COLUMNS = (
    *("at_seconds", "place", "chapter", "language", "voice", "characters", "spoken_characters", "attempt"),
    *("verdict", "reasons", "ended", "audio_seconds", "heard_seconds", "spoken_seconds", "waited_seconds"),
    *("real_time_factor", "frames", "frames_per_second", "slots", "peak_dbfs", "rms_dbfs", "file_bytes"),
    "key",
)
_GAUGES = (
    *("speaking", "cpu_percent", "ram_used_mib"),
    *(f"{part.value}_{what}" for part in Part for what in ("cpu_percent", "ram_mib")),
    *("gpu_percent", "vram_used_mib", "vram_allocated_mib", "vram_reserved_mib", "gpu_celsius"),
)
"""What is looked at ten times a second: each has a column of its mean and one of its peak."""
SECOND_COLUMNS = (
    *("at_seconds", "time", "engine", "takes_done", "chunks_done", "audio_seconds", "times_real_time"),
    *("slots", "samples"),
    *(f"{gauge}_{kind}" for gauge in _GAUGES for kind in ("mean", "peak")),
)


@dataclass(frozen=True, slots=True)
class JudgedTake:
    """A take that was spoken in this run and has its verdict.

    Attributes:
        chunk: What it was spoken for.
        chapter: The chapter's title.
        voice: Who speaks, for people.
        stored: The take with its verdict.
        reported: What the worker said of it.
    """

    chunk: PlannedChunk
    chapter: str
    voice: str
    stored: StoredTake
    reported: Take


def chunk_row(take: JudgedTake, at_seconds: float, slots: int | None) -> list[object]:
    """A row of ``chunks.csv``, in the order of `CHUNK_COLUMNS`."""
    chunk, stored, reported = take.chunk, take.stored, take.reported
    audio_seconds = reported.samples / reported.sample_rate_hz
    spoken = reported.spoken_seconds
    frames = reported.frames or None
    return [
        *(round(at_seconds, 2), chunk.place, take.chapter, chunk.language, take.voice),
        *(len(chunk.text), len(chunk.spoken), stored.attempt, stored.standing.value),
        *("; ".join(stored.reasons), reported.ended.value, round(audio_seconds, 3), round(stored.seconds, 3)),
        *(round(spoken, 4), round(reported.waited_seconds, 4)),
        round(spoken / audio_seconds, 5) if audio_seconds else None,
        *(frames, round(frames / spoken, 2) if frames and spoken > 0 else None, slots),
        *(_dbfs(reported.peak), _dbfs(reported.rms), reported.file_bytes, stored.key),
    ]


def _dbfs(amplitude: float) -> float | None:
    return round(20 * math.log10(amplitude), 2) if amplitude > 0 else None


class Progress:
    """How far a render is.

    Attributes:
        chunks: Chunks that got their take in this run, so far.
        takes: Takes judged, so far.
    """

    def __init__(self) -> None:
        self.chunks = 0
        self.takes = 0
        self._told_seconds = 0.0
        self._last: deque[float] = deque(maxlen=SPEED_SECONDS)

    def cells(self, audio_seconds: float) -> list[object]:
        """End a second and return its cells: takes, chunks, audio in this second, speed over the last ten.

        Args:
            audio_seconds: Length of all takes so far.
        """
        self._last.append(audio_seconds - self._told_seconds)
        self._told_seconds = audio_seconds
        speed = sum(self._last) / len(self._last)
        return [self.takes, self.chunks, round(self._last[-1], 3), round(speed, 3)]


class Second:
    """The samples of one second, each value of which becomes a mean and a peak.

    Attributes:
        number: Since the telemetry began, from 0.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._time = datetime.now(timezone.utc).isoformat(timespec="seconds")
        self._samples: list[Sequence[float | None]] = []
        self._states: dict[str, int] = {}
        self._slots: int | None = None

    def add(self, gauges: Sequence[float | None], state: str, reading: Reading | None) -> None:
        """Add a sample."""
        self._samples.append(gauges)
        self._states[state] = self._states.get(state, 0) + 1
        self._slots = reading.loaded.slots if reading and reading.loaded else None

    def row(self, progress: Sequence[object]) -> list[object]:
        """Return the row; what the engine did is what it did for longest.

        Args:
            progress: The cells of `Progress`.
        """
        state = max(self._states, key=lambda name: self._states[name])
        row = [self.number, self._time, state, *progress, self._slots, len(self._samples)]
        for values in zip(*self._samples, strict=True):
            known = [value for value in values if value is not None]
            row += [round(sum(known) / len(known), 1), round(max(known), 1)] if known else ["", ""]
        return row


def gauges(sample: Sample, reading: Reading | None) -> list[float | None]:
    """What is looked at, in the order of `_GAUGES`."""
    card, memory = sample.card or CardState(""), sample.memory
    used = memory.total_bytes - memory.free_bytes if memory and memory.free_bytes is not None else None
    beat = (reading.heartbeat if reading else None) or Heartbeat(0)
    shares: list[float | None] = []
    for part in Part:
        usage = sample.own.get(part, NOTHING)
        shares += [usage.busy_percent, usage.ram_bytes / _MIB]
    return [
        *(reading.working_on if reading else 0, sample.busy_percent, _mib(used)),
        *shares,
        *(card.busy_percent, _mib(card.used_bytes)),
        *(_mib(beat.vram_allocated or None), _mib(beat.vram_reserved or None)),
        card.celsius,
    ]


def _mib(count_bytes: int | None) -> float | None:
    return None if count_bytes is None else count_bytes / _MIB


def system_facts() -> dict[str, object]:
    """What the render runs on, as far as it is known at once."""
    memory = processor.memory()
    return {
        "vox1": VERSION,
        "began": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "system": f"{platform.system()} {platform.release()}",
        "architecture": platform.machine(),
        "python": platform.python_version(),
        "processor": processor.title(),
        "cores": processor.physical_cores(),
        "threads": os.cpu_count(),
        "ram_mib": round(memory.total_bytes / _MIB) if memory else "",
    }


def card_facts(card: CardState | None) -> dict[str, object]:
    """Return what ``machine.csv`` says of a card; empty cells where there is none."""
    card = card or CardState("")
    total = card.total_bytes
    return {
        "card": card.name,
        "driver": card.driver,
        "vram_mib": "" if total is None else round(total / _MIB),
    }


def engine_facts(loaded: Loaded) -> dict[str, object]:
    """Return what ``machine.csv`` says of an engine, as it tells it."""
    versions = {f"version.{name}": version for name, version in loaded.versions.items()}
    return {
        "device": loaded.device,
        "sample_rate_hz": loaded.sample_rate_hz,
        "slots": loaded.slots,
        **versions,
    }
