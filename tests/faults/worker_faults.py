"""Faults of the worker and of the render itself: killed, gone, hanging, stopped, talkative."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress

import psutil

from tests.faults.stage import Ending, Stage, end_hard, wait_until, worker_of
from tests.faults.variants import ANY, Disturb, Variant, once

_BROKE = "broke down|cannot be loaded|could be spoken"
_KILLS = 200
_SLOWEST_RENDER_SECONDS = 2.0
_MOST_LOG_BYTES = 42 * 2**20
"""Two logs of 20 MiB and a little."""


def variants() -> Iterator[Variant]:
    """Return them all."""
    yield Variant("1 worker killed", "mid-chunk", _worker("speak", "kill"), is_quick=True)
    yield Variant("1 worker killed", "at random", _killed_at_random, rounds=_KILLS)
    yield Variant("2 render killed", "while it speaks", _render_killed)
    yield Variant("2 render killed", "while its worker hangs", _render_killed_with_hanging_worker)
    for point in ("load", "speak"):
        yield Variant("10 worker hangs", f"{point}, once", _worker(point, "hang"), is_quick=point == "speak")
        yield Variant("10 worker hangs", f"{point}, always", _worker(point, "hang", ANY), _BROKE)
    for kind, name in (("segv", "segmentation fault"), ("exit", "exit 1"), ("pipe", "broken pipe")):
        yield Variant("11 worker ends", f"{name}, once", _worker("speak", kind))
        yield Variant("11 worker ends", f"{name}, always", _worker("speak", kind, ANY), _BROKE)
    yield Variant("11 worker ends", "import error, once", _worker("load", "import"), _BROKE)
    yield Variant(
        "11 worker ends", "import error, always", _worker("load", "import", ANY), _BROKE, is_quick=True
    )
    yield Variant("11 worker ends", "flood of errors", _worker("speak", "flood"))
    yield Variant("13 stopped", "worker, 2 s", _stopped(2.0))
    yield Variant("13 stopped", "worker, for good", _worker("speak", "stop"), is_quick=True)
    yield Variant("13 stopped", "worker, 30 s", _stopped(30.0))
    yield Variant("13 stopped", "render, 30 s", _render_stopped)
    yield Variant("24 log flooded", "by every worker, in every render", _flooded, _BROKE)


def _worker(point: str, kind: str, times: int = 1) -> Disturb:
    first = 1 if point == "load" else 3
    return once(lambda _: {"VOX1_WORKER_FAULT": f"{point}:{kind}:{first}:{times}"})


def _killed_at_random(stage: Stage) -> list[Ending]:
    rng = random.Random(str(stage.folder))
    running = stage.start()
    wait_until(lambda: bool(_workers(running.process)), running.process, "a worker")
    time.sleep(rng.uniform(0.0, _SLOWEST_RENDER_SECONDS))
    with suppress(psutil.NoSuchProcess):  # it may be done
        for worker in _workers(running.process):
            worker.kill()
    return [running.end()]


def _workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    try:
        return [worker_of(process)]
    except (StopIteration, psutil.Error):
        return []


def _render_killed(stage: Stage) -> list[Ending]:
    """As a power cut: only what is on the disk is left. It says nothing, so its end is not judged."""
    return _killed_at(stage, "gate")


def _render_killed_with_hanging_worker(stage: Stage) -> list[Ending]:
    """The worker must end although it will never look at its input again by itself."""
    return _killed_at(stage, "hang")


def _killed_at(stage: Stage, kind: str) -> list[Ending]:
    running = stage.start({"VOX1_WORKER_FAULT": f"speak:{kind}:3:1"})
    wait_until(lambda: stage.is_at_gate, running.process, "the gate")
    end_hard(running)
    assert stage.orphans() == []
    return [stage.render()]


def _stopped(seconds: float) -> Disturb:
    """Stop the worker for a while in the middle of a chunk, while it is at its gate."""

    def disturb(stage: Stage) -> list[Ending]:
        running = stage.start({"VOX1_WORKER_FAULT": "speak:gate:3:1"})
        wait_until(lambda: stage.is_at_gate, running.process, "the gate")
        worker = worker_of(running.process)
        _rest(worker, seconds)
        stage.go.touch()
        return [running.end()]

    return disturb


def _render_stopped(stage: Stage) -> list[Ending]:
    running = stage.start({"VOX1_WORKER_FAULT": "speak:gate:3:1"})
    wait_until(lambda: stage.is_at_gate, running.process, "the gate")
    _rest(psutil.Process(running.process.pid), 30.0)
    stage.go.touch()
    return [running.end()]


def _rest(process: psutil.Process, seconds: float) -> None:
    process.send_signal(signal.SIGSTOP)
    time.sleep(seconds)  # the fault itself: nothing else happens meanwhile
    with suppress(psutil.NoSuchProcess):  # it may have been given up, which is right after so long
        process.send_signal(signal.SIGCONT)


def _flooded(stage: Stage) -> list[Ending]:
    endings = []
    for _ in range(2):
        endings.append(stage.render({"VOX1_WORKER_FAULT": f"speak:flood:1:{ANY}"}))
        for mark in stage.marks.iterdir():
            mark.unlink()
        for record in stage.work.glob("takes/*/*/*.json"):
            record.unlink()
    logs = sum(path.stat().st_size for path in (stage.work / "logs").glob("tone*"))
    assert logs < _MOST_LOG_BYTES, f"the logs hold {logs:,} bytes"
    return endings
