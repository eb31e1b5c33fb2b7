"""What telemetry costs: the share of a core that it takes, and the speed of a render with it and without.

Usage: python3 run.py setup --dev, then .venv/bin/python benchmarks/telemetry.py --hours 0.5 --pairs 3

Renders a book of the given length with the draft voice, in turns with telemetry and without, each into
folders of its own. Prints one table; the share is that of the monitor's thread, which writes the rows too.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from backend import Backend  # noqa: E402  # found through the line above
from benchmarks import long_book  # noqa: E402
from vox1.control import Control  # noqa: E402
from vox1.events import Event  # noqa: E402
from vox1.paths import Folders  # noqa: E402
from vox1.render.job import RenderOptions  # noqa: E402
from vox1.settings import Settings  # noqa: E402


@dataclass(slots=True)
class Run:
    """One render.

    Attributes:
        wall_seconds: How long it took.
        cpu_seconds: Of the processor, with all that it started.
        share: Of a core that the monitor's thread took.
        rows: Seconds in the telemetry.
        samples: Samples in the median second.
    """

    wall_seconds: float
    cpu_seconds: float
    share: float = 0.0
    rows: int = 0
    samples: float = 0.0


def render(book: Path, *, watched: bool) -> Run:
    """Render a book into new folders."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folders = Folders(folder / "out", folder / "work", folder / "user")
        cpu_seconds = 0.0

        def look(_: Event) -> None:
            nonlocal cpu_seconds
            cpu_seconds = max(cpu_seconds, monitor_seconds())

        options = RenderOptions(book, Settings(), telemetry=folder / "telemetry" if watched else None)
        began, cpu_before = time.monotonic(), spent_seconds()
        Backend(folders).render(options, look, Control())
        run = Run(time.monotonic() - began, spent_seconds() - cpu_before)
        if watched:
            lines = (folder / "telemetry" / "seconds.csv").read_text("utf-8").splitlines()
            place = lines[0].split(",").index("samples")
            run.rows, run.share = len(lines) - 1, cpu_seconds / run.wall_seconds
            run.samples = median(int(line.split(",")[place]) for line in lines[1:])
        return run


def spent_seconds() -> float:
    """Return the processor time of this process and of all that it started and that has ended."""
    return sum(os.times()[:4])


def monitor_seconds() -> float:
    """Return the processor time of the monitor's thread so far; 0 without one."""
    ids = {thread.native_id for thread in threading.enumerate() if thread.name == "monitor"}
    threads = psutil.Process().threads() if ids else []
    return sum(float(thread.user_time + thread.system_time) for thread in threads if thread.id in ids)


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--hours", type=float, default=0.5)
    parser.add_argument("--pairs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        book = Path(name) / "book.epub"
        long_book.build(book, arguments.hours)
        pairs = [(render(book, watched=True), render(book, watched=False)) for _ in range(arguments.pairs)]
    watched, bare = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    walls = median(run.wall_seconds for run in watched), median(run.wall_seconds for run in bare)
    print(f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}, {arguments.pairs} pairs\n")
    print("| | with telemetry | without |\n|---|---|---|")
    print(f"| wall, median | {walls[0]:.1f} s | {walls[1]:.1f} s |")
    print(f"| all | {_listed(watched)} | {_listed(bare)} |")
    cpu = median(run.cpu_seconds for run in watched), median(run.cpu_seconds for run in bare)
    print(f"| processor time, median | {cpu[0]:.1f} s | {cpu[1]:.1f} s |")
    print(f"| ratio, processor time | {cpu[0] / cpu[1]:.3f} | |")
    print(f"| ratio, wall | {walls[0] / walls[1]:.3f} | |")
    print(f"| share of a core | {100 * median(run.share for run in watched):.2f} % | |")
    print(f"| samples in a second, median | {median(run.samples for run in watched):g} | |")


def _listed(runs: list[Run]) -> str:
    return ", ".join(f"{run.wall_seconds:.1f} s" for run in runs)


if __name__ == "__main__":
    main()
