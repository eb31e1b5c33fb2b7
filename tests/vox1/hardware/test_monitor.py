"""Tests of the monitor, with a stand-in for NVIDIA's bindings that refuses on order."""
# ruff: noqa: D102, N802  # the names are those of the bindings, each as NVIDIA describes it

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from vox1.hardware import monitor
from vox1.hardware.monitor import CardMeter, CardState, Monitor, Sample, read_card
from vox1.hardware.processes import Part

CARDS = (
    ("NVIDIA GeForce GT 1030", 2 * 2**30, "GPU-aaaa"),
    ("NVIDIA GeForce RTX 3090", 24 * 2**30, "GPU-bbbb"),
)


class FakeNvml(ModuleType):
    """Two cards, and the names of the calls that are refused.

    Attributes:
        refused: These calls fail.
        open: How often it was opened and not closed.
        waits: Set while a call must not return.
    """

    NVML_TEMPERATURE_GPU = 0
    nvmlMemory_v2 = 2  # noqa: N815  # its name there

    class NVMLError(Exception):
        """As the bindings have it."""

    def __init__(self) -> None:
        super().__init__("pynvml")
        self.refused: set[str] = set()
        self.open = 0

    def _asked(self, name: str) -> None:
        if name in self.refused:
            raise self.NVMLError(name)

    def nvmlInit(self) -> None:
        self._asked("nvmlInit")
        self.open += 1

    def nvmlShutdown(self) -> None:
        self.open -= 1

    def nvmlSystemGetDriverVersion(self) -> str:
        self._asked("driver")
        return "580.65"

    def nvmlDeviceGetCount(self) -> int:
        self._asked("nvmlDeviceGetCount")
        return len(CARDS)

    def nvmlDeviceGetHandleByIndex(self, number: int) -> int:
        self._asked(f"handle {number}")
        return number

    def nvmlDeviceGetUUID(self, handle: int) -> str:
        return CARDS[handle][2]

    def nvmlDeviceGetName(self, handle: int) -> str | bytes:
        return CARDS[handle][0].encode() if handle else CARDS[handle][0]

    def nvmlDeviceGetMemoryInfo(self, handle: int, version: int | None = None) -> Any:
        self._asked("memory")
        self._asked(f"memory version {version}")
        total = CARDS[handle][1]
        used = 2**30 if version else 2**30 + 300 * 2**20
        return SimpleNamespace(total=total, used=used, free=total - used)

    def nvmlDeviceGetUtilizationRates(self, handle: int) -> Any:
        self._asked("utilization")
        return SimpleNamespace(gpu=37 + handle, memory=5)

    def nvmlDeviceGetTemperature(self, handle: int, sensor: int) -> int:
        self._asked("temperature")
        return 60 + handle + sensor


@pytest.fixture
def nvml(monkeypatch: pytest.MonkeyPatch) -> FakeNvml:
    """Put the stand-in where the bindings are."""
    fake = FakeNvml()
    monkeypatch.setitem(sys.modules, "pynvml", fake)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    return fake


def test_the_card_with_the_most_memory_is_read(nvml: FakeNvml, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the order; unless the user has named another."""
    name, total, _ = CARDS[1]

    assert read_card() == CardState(name, total, 2**30, total - 2**30, 38, 61, "580.65")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "GPU-aaaa")
    assert (read_card() or CardState("")).name == CARDS[0][0]
    assert nvml.open == 0


def test_old_drivers_are_asked_the_old_way(nvml: FakeNvml) -> None:
    """They count what they keep back as used."""
    nvml.refused.add("memory version 2")
    state = read_card()

    assert state is not None
    assert state.used_bytes == 2**30 + 300 * 2**20


@pytest.mark.parametrize(
    ("refused", "unknown"),
    [
        ("memory", ("total_bytes", "used_bytes", "free_bytes")),
        ("utilization", ("busy_percent",)),
        ("temperature", ("celsius",)),
    ],
)
def test_what_is_refused_is_unknown(nvml: FakeNvml, refused: str, unknown: tuple[str, ...]) -> None:
    """And everything else is known, as under WSL and on laptops."""
    nvml.refused.add(refused)
    state = read_card()

    assert state is not None
    nothing = {name for name in CardState.__slots__ if getattr(state, name) is None}
    assert nothing == set(unknown)


@pytest.mark.parametrize("refused", ["nvmlInit", "nvmlDeviceGetCount"])
def test_without_a_driver_there_is_no_card(nvml: FakeNvml, refused: str) -> None:
    """The library is not found, or says that it was not started."""
    nvml.refused.add(refused)

    assert read_card() is None


def test_a_card_that_has_fallen_off_the_bus_hides_no_other(nvml: FakeNvml) -> None:
    """Its handle is refused, and the other card is read."""
    nvml.refused.add("handle 1")

    assert (read_card() or CardState("")).name == CARDS[0][0]


def test_a_driver_that_does_not_tell_its_version_is_asked_for_the_rest(nvml: FakeNvml) -> None:
    """The card is read all the same."""
    nvml.refused.add("driver")

    assert (read_card() or CardState("")).celsius == 61
    assert (read_card() or CardState("", driver="?")).driver == ""


def test_without_the_bindings_there_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    """They may be missing from an environment of an earlier version."""
    monkeypatch.setitem(sys.modules, "pynvml", None)

    assert read_card() is None


def test_the_real_bindings_find_no_card_where_there_is_none() -> None:
    """Whatever this machine has, it is an answer and not an error."""
    state = read_card()

    assert state is None or state.name


def sampled(count: int, on_sample: Callable[[Sample], None] = lambda _: None) -> Monitor:
    """Return a monitor that has taken so many samples, and has ended."""
    enough = threading.Event()
    seen = []

    def note(sample: Sample) -> None:
        on_sample(sample)
        seen.append(sample)
        if len(seen) >= count:
            enough.set()

    watch = Monitor(note, interval_seconds=0.001)
    watch.start()
    assert enough.wait(30)
    watch.close()
    return watch


def test_samples_are_taken_until_it_is_closed(nvml: FakeNvml) -> None:
    """With the card, the processor and the memory, in the order of time."""
    watch = sampled(5)
    samples = watch.samples

    assert len(samples) >= 5
    assert watch.latest == samples[-1]
    assert all(sample.card and sample.card.total_bytes == CARDS[1][1] for sample in samples)
    assert [sample.at_seconds for sample in samples] == sorted(sample.at_seconds for sample in samples)
    assert samples[0].busy_percent is None
    assert all(sample.busy_percent is None or 0 <= sample.busy_percent <= 100 for sample in samples)
    assert all(sample.own[Part.HOST].ram_bytes > 2**20 for sample in samples)
    assert nvml.open == 0
    assert not watch._thread.is_alive()


def test_a_machine_without_a_card_is_watched_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its processor and its memory."""
    monkeypatch.setitem(sys.modules, "pynvml", None)
    sample = sampled(1).latest

    assert sample is not None
    assert sample.card is None
    assert sample.memory is None or sample.memory.total_bytes > 0


def test_only_the_last_hour_is_kept(nvml: FakeNvml, monkeypatch: pytest.MonkeyPatch) -> None:
    """A render of days must not fill the memory."""
    del nvml
    monkeypatch.setattr(monitor, "_KEPT_SAMPLES", 3)

    assert len(sampled(6).samples) == 3


def test_a_listener_that_fails_ends_the_samples_and_nothing_else(
    nvml: FakeNvml, caplog: pytest.LogCaptureFixture
) -> None:
    """What is rendered goes on."""
    del nvml

    def fail(_: Sample) -> None:
        raise RuntimeError("no telemetry today")

    watch = Monitor(fail, interval_seconds=0.001)
    watch.start()
    watch._thread.join(30)

    assert not watch._thread.is_alive()
    assert "no telemetry today" in caplog.text
    watch.close()


def test_a_driver_that_hangs_holds_nobody_up(nvml: FakeNvml, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing waits for a limited time, and the thread is a daemon."""
    del nvml
    monkeypatch.setattr(monitor, "_END_SECONDS", 0.1)
    meter, hangs, let_go = CardMeter(), threading.Event(), threading.Event()

    def hang() -> None:
        hangs.set()
        let_go.wait(60)

    monkeypatch.setattr(meter, "read", hang)
    watch = Monitor(meter=meter)
    watch.start()
    assert hangs.wait(30)
    began = time.monotonic()
    watch.close()

    assert time.monotonic() - began < 5
    assert watch._thread.daemon
    let_go.set()
    watch._thread.join(30)


def test_a_monitor_that_was_never_started_can_be_closed() -> None:
    """Whoever opens it closes it in a `finally`."""
    watch = Monitor()
    watch.close()

    assert watch.latest is None
