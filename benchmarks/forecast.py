"""How near the forecast of `sample` comes to the truth of `render`.

Usage: python3 run.py setup --dev, then .venv/bin/python benchmarks/forecast.py BOOK BOOK ...

For each book: a sample into empty folders, then its render into the same. The forecast is for a computer
that does nothing else: beside other programs (see the load) only the processor's time can be compared, not
that on the wall. Prints one table.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def command(name: str, book: Path, folder: Path, *more: str) -> dict[str, Any]:
    """Run a command and return the last object that it prints."""
    places = [f"--{kind}-dir={folder / kind}" for kind in ("output", "work", "user")]
    done = subprocess.run(
        [sys.executable, "-m", "vox1_cli", name, str(book), "--json", *places, *more],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=False,  # a book of which a chunk is missing is rendered all the same
    )
    last: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return last


def size_bytes(folder: Path, ending: str = "") -> int:
    """Return how much the files in a folder hold."""
    return sum(path.stat().st_size for path in folder.rglob(f"*{ending}") if path.is_file())


def cpu_seconds() -> float:
    """Return what all commands so far took of the processor, with all that they started."""
    times = os.times()
    return times.children_user + times.children_system


def measure(book: Path, more: list[str]) -> list[str]:
    """Return the cells of a book."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = command("sample", book, folder, *more)["forecast"]
        sampled_bytes = size_bytes(folder / "work" / "takes")
        began = cpu_seconds()
        truth = command("render", book, folder, *more)
        cpu = cpu_seconds() - began
        load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
        disk = size_bytes(folder / "work" / "takes") - sampled_bytes + size_bytes(folder / "output", ".m4b")
    return [
        book.name,
        f"{truth['chunks']:,}",
        f"{truth['audio_seconds'] / 3600:.3f} h",
        _off(before["audio_seconds"], truth["audio_seconds"]),
        f"{disk / 1e6:.1f} MB",
        _off(before["takes_bytes"] + before["output_bytes"], disk),
        f"{cpu:.1f} s",
        _off(before["cpu_seconds"] + before["setup_seconds"], cpu),
        f"{truth['wall_seconds']:.1f} s",
        f"{before['render_seconds']:.1f} s",
        _off(before["render_seconds"], truth["wall_seconds"]),
        f"{load:.1f}",
    ]


def _off(forecast: float, truth: float) -> str:
    return f"{100 * (forecast / truth - 1):+.1f} %"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("books", type=Path, nargs="+", metavar="BOOK")
    parser.add_argument("--engine", default="espeak")
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} cores ({platform.machine()}), {platform.system()}\n")
    columns = (
        *("book", "chunks", "audio", "forecast", "disk", "forecast", "CPU", "forecast"),
        *("render, wall", "forecast", "", "load"),
    )
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for book in arguments.books:
        print(f"| {' | '.join(measure(book.absolute(), ['--engine', arguments.engine]))} |", flush=True)


if __name__ == "__main__":
    main()
