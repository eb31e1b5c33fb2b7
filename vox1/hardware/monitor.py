"""The monitor: how busy the card, the processor and our own processes are, sampled while something is made.

It asks NVIDIA's management library, which makes no CUDA context and so takes no memory of the card. What the
library refuses is unknown (None); no fault of it reaches whoever asks.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from vox1.hardware import processor
from vox1.hardware.processes import Part, ProcessMeter, Usage
from vox1.hardware.processor import Memory, Ticks
from vox1_setup.machine import Card, best_card

log = logging.getLogger(__name__)

INTERVAL_SECONDS = 2.0
_KEPT_SAMPLES = 1800
"""An hour of them."""
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class CardState:
    """An NVIDIA card at a moment. None marks what it does not say.

    Attributes:
        name: As NVIDIA calls it.
        total_bytes: All of its memory.
        used_bytes: What is taken, by whatever program.
        free_bytes: What is left. Not all of it can always be had (CUDA documentation, `cudaMemGetInfo`).
        busy_percent: Part of the last moment in which something was computed.
        celsius: Temperature of its chip.
        driver: The driver's version; empty where it does not say.
    """

    name: str
    total_bytes: int | None = None
    used_bytes: int | None = None
    free_bytes: int | None = None
    busy_percent: int | None = None
    celsius: int | None = None
    driver: str = ""


@dataclass(frozen=True, slots=True)
class Sample:
    """The machine at a moment. None marks what is not known.

    Attributes:
        at_seconds: When, on a clock that cannot jump (`time.monotonic`).
        card: The card; None without one.
        busy_percent: Of the processor, all cores together, since the sample before.
        memory: Main memory.
        own: What our own processes take, by what they are for.
    """

    at_seconds: float
    card: CardState | None
    busy_percent: float | None
    memory: Memory | None
    own: Mapping[Part, Usage] = field(default_factory=dict)


class CardMeter:
    """Reads the card that VOX-1 reckons with. To be used from one thread at a time."""

    def __init__(self) -> None:
        self._nvml = _nvml()
        self._handle: Any = None
        self._name = self._driver = ""
        if self._nvml:
            with suppress(self._nvml.NVMLError):
                self._nvml.nvmlInit()
                self._handle, self._name = _best_handle(self._nvml)
                self._driver = _text(self._nvml.nvmlSystemGetDriverVersion())

    def read(self) -> CardState | None:
        """Return the card's state; None where there is no card, or no driver that speaks of one."""
        nvml, handle = self._nvml, self._handle
        if nvml is None or handle is None:
            return None
        memory = self._asked(lambda: _memory(nvml, handle))
        return CardState(
            name=self._name,
            total_bytes=memory and int(memory.total),
            used_bytes=memory and int(memory.used),
            free_bytes=memory and int(memory.free),
            busy_percent=self._asked(lambda: int(nvml.nvmlDeviceGetUtilizationRates(handle).gpu)),
            celsius=self._asked(
                lambda: int(nvml.nvmlDeviceGetTemperature(handle, nvml.NVML_TEMPERATURE_GPU))
            ),
            driver=self._driver,
        )

    def close(self) -> None:
        """Let the library go."""
        if self._nvml and self._handle is not None:
            self._handle = None
            self._asked(self._nvml.nvmlShutdown)

    def _asked(self, ask: Callable[[], Any]) -> Any:
        """What the library answers; None where it refuses."""
        assert self._nvml is not None  # noqa: S101  # only asked where it is there
        with suppress(self._nvml.NVMLError):
            return ask()
        return None


class Monitor:
    """Samples the machine on a daemon thread.

    Args:
        on_sample: Called with each sample, on that thread; what it raises ends the sampling, and is logged.
        interval_seconds: Between two samples.
        meter: Reads the card.
    """

    def __init__(
        self,
        on_sample: Callable[[Sample], None] = lambda _: None,
        interval_seconds: float = INTERVAL_SECONDS,
        meter: CardMeter | None = None,
    ) -> None:
        self._on_sample = on_sample
        self._interval_seconds = interval_seconds
        self._meter = meter
        self._processes = ProcessMeter()
        self._ticks: Ticks | None = None
        self._samples: deque[Sample] = deque(maxlen=_KEPT_SAMPLES)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="monitor", daemon=True)

    def start(self) -> None:
        """Begin to sample."""
        self._thread.start()

    def close(self) -> None:
        """End the sampling. A driver that hangs holds nobody up for long."""
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join(_END_SECONDS)

    @property
    def latest(self) -> Sample | None:
        """The last sample; None before the first."""
        return self._samples[-1] if self._samples else None

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The samples of the last hour, the oldest first."""
        return tuple(self._samples)

    def _run(self) -> None:
        try:
            meter = self._meter or CardMeter()  # here: a driver may take seconds to answer at first
            due = time.monotonic()
            while not self._is_over.is_set():
                sample = self._sample(meter)
                self._samples.append(sample)
                self._on_sample(sample)
                due = max(due + self._interval_seconds, time.monotonic())  # what is late is not made up for
                self._is_over.wait(due - time.monotonic())
            meter.close()
        except Exception:  # the thread's outermost edge: what is made goes on without samples
            log.exception("The machine is not watched any more")

    def _sample(self, meter: CardMeter) -> Sample:
        before, self._ticks = self._ticks, processor.ticks()
        busy_percent = self._ticks.percent_since(before) if self._ticks and before else None
        now, own = time.monotonic(), self._processes.read()
        return Sample(now, meter.read(), busy_percent, processor.memory(), own)


def read_card() -> CardState | None:
    """Return the state of the card at this moment; None where there is none, or none that can be asked."""
    meter = CardMeter()
    try:
        return meter.read()
    finally:
        meter.close()


def _nvml() -> ModuleType | None:
    """NVIDIA's bindings to its library; None where they are not installed."""
    try:
        import pynvml  # noqa: PLC0415  # for machines with a card
    except ImportError:
        return None
    module: ModuleType = pynvml
    return module


def _best_handle(nvml: Any) -> tuple[Any, str]:
    """The library's handle of the card that counts, and its name; None where there is none."""
    handles: dict[str, Any] = {}
    cards = []
    for number in range(nvml.nvmlDeviceGetCount()):
        with suppress(nvml.NVMLError):
            handle = nvml.nvmlDeviceGetHandleByIndex(number)
            uuid = _text(nvml.nvmlDeviceGetUUID(handle))
            name = _text(nvml.nvmlDeviceGetName(handle))
            handles[uuid] = handle
            cards.append(Card(name, _total_bytes(nvml, handle), "", None, uuid))
    best = best_card(cards)
    return (handles[best.uuid], best.name) if best else (None, "")


def _memory(nvml: Any, handle: Any) -> Any:
    """The card's memory. The first version of the question counts what the driver keeps back as used."""
    try:
        return nvml.nvmlDeviceGetMemoryInfo(handle, version=nvml.nvmlMemory_v2)
    except nvml.NVMLError:
        return nvml.nvmlDeviceGetMemoryInfo(handle)


def _total_bytes(nvml: Any, handle: Any) -> int | None:
    try:
        return int(_memory(nvml, handle).total)
    except nvml.NVMLError:
        return None


def _text(value: Any) -> str:
    """A name; older versions of the bindings return bytes."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
