"""How fast a book becomes an audiobook, and what every process takes meanwhile.

Usage: python3 run.py setup --dev, then .venv/bin/python benchmarks/pipeline.py --hours 1 10

Renders a book of each length, every check on, then renders it again (finished), and once more after a kill
in the middle. Prints one table for docs/performance.md. The draft voice speaks; ``--engine tone --no-kill``
makes tones and leaves out the kill, for books so long that only memory is of interest.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import long_book  # noqa: E402  # found through the line above

_LOOK_SECONDS = 0.1
_CHARACTERS_PER_HOUR = {"espeak": long_book.CHARACTERS_PER_HOUR, "tone": 138_000}
"""Of audio, by engine; the table says how long it became."""


@dataclass(slots=True)
class Watch:
    """What the processes of a render took.

    Attributes:
        peak_mb: Largest resident memory by role.
        cpu_seconds: Processor time by role.
    """

    peak_mb: dict[str, float] = field(default_factory=dict)
    cpu_seconds: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """One render.

    Attributes:
        events: Each with ``at``, its time in seconds since the start.
        watch: What the processes took.
    """

    events: list[dict[str, Any]]
    watch: Watch

    @property
    def finished(self) -> dict[str, Any]:
        """The last event."""
        return self.events[-1]

    def first(self, name: str) -> float:
        """Time of the first event of a name; NaN where there is none."""
        return next((event["at"] for event in self.events if event["event"] == name), float("nan"))


def render(
    book: Path, engine: str, folder: Path, kill_after_chunks: int = 0, more: Sequence[str] = ()
) -> Run:
    """Render a book and watch it.

    Args:
        book: An EPUB.
        engine: Its id.
        folder: For its work and output.
        kill_after_chunks: Kill the render when so many chunks are spoken; 0 lets it finish.
        more: Arguments of the command line.
    """
    place = ["--output-dir", str(folder / "out"), "--work-dir", str(folder / "work")]
    command = [
        sys.executable,
        str(ROOT / "run.py"),
        "render",
        str(book),
        "--engine",
        engine,
        "--json",
        *place,
        *more,
    ]
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ})
    watch = Watch()
    watcher = threading.Thread(target=_watch, args=(process.pid, watch), daemon=True)
    watcher.start()
    events: list[dict[str, Any]] = []
    spoken = 0
    assert process.stdout is not None
    for line in process.stdout:
        events.append({**json.loads(line), "at": time.monotonic() - began})
        spoken += events[-1]["event"] == "chunk_spoken"
        if kill_after_chunks and spoken == kill_after_chunks:
            process.send_signal(signal.SIGKILL)
    process.wait()
    watcher.join()
    return Run(events, watch)


def _watch(pid: int, watch: Watch) -> None:
    """Look at a process and its children until it ends."""
    spent: dict[int, tuple[str, float]] = {}
    try:
        host = psutil.Process(pid)
        while host.is_running() and host.status() != psutil.STATUS_ZOMBIE:
            for process in (host, *host.children(recursive=True)):
                _look(process, pid, watch, spent)
            time.sleep(_LOOK_SECONDS)  # a sampler has nothing to wait for
    except psutil.NoSuchProcess:
        pass
    for role, seconds in spent.values():
        watch.cpu_seconds[role] = watch.cpu_seconds.get(role, 0.0) + seconds


def _look(process: psutil.Process, host_pid: int, watch: Watch, spent: dict[int, tuple[str, float]]) -> None:
    try:
        with process.oneshot():
            role = _role(process, host_pid)
            memory = process.memory_info().rss / 2**20
            times = process.cpu_times()
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return
    watch.peak_mb[role] = max(watch.peak_mb.get(role, 0.0), memory)
    spent[process.pid] = (role, times.user + times.system)


def _role(process: psutil.Process, host_pid: int) -> str:
    words = " ".join(process.cmdline())
    if process.pid == host_pid:
        return "host"
    for word, role in (("vox1_worker", "worker"), ("booksmith_module", "reader"), ("ebur128", "meter")):
        if word in words:
            return role
    return "encoder" if "-aac_coder" in words else "other"


def take_seconds(folder: Path) -> tuple[float, float]:
    """Return the seconds inside the engine and those it had nothing to speak, from the stored records."""
    spoken = waited = 0.0
    for path in (folder / "work" / "takes").rglob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        spoken += record["spoken_seconds"]
        waited += record["waited_seconds"]
    return spoken, waited


def measure(hours: float, engine: str, folder: Path, *, kill: bool) -> list[tuple[str, str]]:
    """Return the rows of the table for one length.

    Args:
        hours: Of audio.
        engine: Its id.
        folder: For everything; empty.
        kill: Whether it is also killed halfway, and resumed.
    """
    book = folder / "book.epub"
    long_book.build(book, hours, _CHARACTERS_PER_HOUR[engine])
    run = render(book, engine, folder / "whole")
    finished = run.finished
    audio, wall = finished["audio_seconds"], finished["wall_seconds"]
    spoken, waited = take_seconds(folder / "whole")
    again = render(book, engine, folder / "whole")
    rows = [
        ("audio", f"{audio / 3600:.2f} h"),
        ("chunks", f"{finished['chunks']:,}"),
        ("wall", f"{wall:.1f} s"),
        ("times real time", f"{audio / wall:.0f}"),
        ("inside the engine", f"{spoken:.1f} s"),
        ("engine without work while chunks waited", f"{waited:.2f} s ({100 * waited / wall:.2f} % of wall)"),
        ("encoder, CPU", f"{run.watch.cpu_seconds.get('encoder', 0):.1f} s"),
        ("loudness meter, CPU", f"{run.watch.cpu_seconds.get('meter', 0):.1f} s"),
        ("worker, CPU", f"{run.watch.cpu_seconds.get('worker', 0):.1f} s"),
        ("host, CPU", f"{run.watch.cpu_seconds.get('host', 0):.1f} s"),
        ("first take after", f"{run.first('chunk_spoken'):.2f} s"),
        (
            "finished book again",
            f"{again.events[-1]['at']:.2f} s, {again.finished['rendered']} chunks rendered",
        ),
    ]
    if kill:
        rows += _killed(book, engine, folder / "killed", finished["chunks"])
    return rows + [(f"peak memory, {role}", f"{mb:.0f} MB") for role, mb in sorted(run.watch.peak_mb.items())]


def _killed(book: Path, engine: str, folder: Path, chunks: int) -> list[tuple[str, str]]:
    """Rows about a render that is killed halfway and resumed."""
    render(book, engine, folder, kill_after_chunks=chunks // 2)
    resumed = render(book, engine, folder)
    ready = [e["at"] for e in resumed.events if e["event"] == "chunk_spoken" and not e["reused"]]
    return [
        ("killed halfway, first new take after", f"{ready[0]:.2f} s"),
        ("killed halfway, rendered on resume", f"{resumed.finished['rendered']:,} of {chunks:,}"),
    ]


def machine() -> str:
    """Return what was measured on."""
    cores = f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}"
    return f"{cores}, Python {platform.python_version()}"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--hours", type=float, nargs="+", default=[1.0, 10.0])
    parser.add_argument("--engine", choices=sorted(_CHARACTERS_PER_HOUR), default="espeak")
    parser.add_argument("--no-kill", action="store_true", help="leave out the render that is killed")
    arguments = parser.parse_args()
    columns = []
    for hours in arguments.hours:
        with tempfile.TemporaryDirectory() as folder:
            rows = measure(hours, arguments.engine, Path(folder), kill=not arguments.no_kill)
            columns.append(dict(rows))
    print(f"{machine()}\n")
    print("| | " + " | ".join(f"{hours:g} h" for hours in arguments.hours) + " |")
    print("|---|" + "---|" * len(columns))
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(column.get(name, "") for column in columns) + " |")


if __name__ == "__main__":
    main()
