"""How the narrator does on a real card with real weights: for whoever has both.

Usage: python3 run.py setup --engine qwen3 --dev && python3 run.py models get Qwen3-TTS-12Hz-0.6B-CustomVoice
       .venv/bin/python benchmarks/qwen3_real.py BOOK --model NAME [--voice V] [--chapters 1] [--batch-size N]

Renders chapters of a book into a folder of its own, with every check on, and prints what it took: times real
time, takes that ran away, the card's memory, and the verdict on every chunk. Nothing stored is used.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from backend import Backend  # noqa: E402  # found through the line above
from vox1 import events  # noqa: E402
from vox1.control import Control  # noqa: E402
from vox1.hardware.device import chosen_device  # noqa: E402
from vox1.hardware.monitor import Monitor  # noqa: E402
from vox1.paths import Folders  # noqa: E402
from vox1.render.job import RenderOptions  # noqa: E402
from vox1.settings import Settings  # noqa: E402

_RUNAWAY = "did not end by itself"


def main() -> int:
    """Render, and print two tables."""
    arguments = _arguments()
    told: list[events.Event] = []
    control = Control()
    monitor = Monitor(interval_seconds=0.5)
    with tempfile.TemporaryDirectory() as folder:
        folders = Folders(Path(folder) / "out", Path(folder) / "work", ROOT)
        settings = Settings(
            engine="qwen3", model=arguments.model, voice=arguments.voice, style=arguments.style
        )
        options = RenderOptions(
            arguments.book,
            settings,
            chapters=frozenset(arguments.chapters),
            slots=arguments.batch_size,
            device=chosen_device(arguments.device),
        )
        monitor.start()
        finished = Backend(folders).render(options, told.append, control)
        monitor.close()
    _print_summary(finished, told, monitor)
    _print_chunks(told)
    return 0 if finished.status is events.Status.COMPLETE else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("book", type=Path, nargs="?", default=next((ROOT / "samples").glob("*.epub")))
    parser.add_argument("--model", required=True, help="a name, or a folder")
    parser.add_argument("--voice", default="", help="as `render --voice`")
    parser.add_argument("--style", default="", help="as `render --style`")
    parser.add_argument("--chapters", type=int, nargs="+", default=[1])
    parser.add_argument("--batch-size", type=int, choices=(1, 2, 3))
    parser.add_argument("--device")
    return parser.parse_args()


def _print_summary(finished: events.Finished, told: list[events.Event], monitor: Monitor) -> None:
    retries = [event for event in told if isinstance(event, events.ChunkRetried)]
    runaways = sum(_RUNAWAY in event.reason for event in retries)
    cards = [sample.card for sample in monitor.samples if sample.card]
    ready = next((event for event in told if isinstance(event, events.EngineReady)), None)
    used = max((card.used_bytes or 0 for card in cards), default=0)
    busy = [card.busy_percent for card in cards if card.busy_percent is not None]
    restarts = sum(isinstance(event, events.EngineRestarted) for event in told)
    times = finished.audio_seconds / finished.wall_seconds
    rows = {
        "machine": f"{platform.system()}, Python {platform.python_version()}",
        "card": cards[0].name if cards else "none",
        "device": f"{ready.device}, {ready.slots} takes at once" if ready else "never ready",
        "audio": f"{finished.audio_seconds:.0f} s",
        "wall, loading included": f"{finished.wall_seconds:.0f} s",
        "times real time": f"{times:.2f}",
        "chunks": str(finished.chunks),
        "takes tried again": f"{len(retries)}, {runaways} of them ran away",
        "doubtful, missing": f"{finished.doubtful}, {finished.failed}",
        "workers replaced": str(restarts),
        "most of the card's memory, all programs": f"{used / 1e9:.2f} GB" if used else "not known",
        "card busy": f"{sum(busy) / len(busy):.0f} %" if busy else "not known",
    }
    print("| | |\n|---|---|")
    for name, value in rows.items():
        print(f"| {name} | {value} |")


def _print_chunks(told: list[events.Event]) -> None:
    """One line for each chunk: how long it is, and what was wrong with its takes."""
    wrong: dict[str, list[str]] = {}
    for event in told:
        if isinstance(event, (events.ChunkRetried, events.ChunkDoubtful, events.ChunkSetAside)):
            wrong.setdefault(event.place, []).append(event.reason)
    counts = Counter(bool(wrong.get(event.place)) for event in told if isinstance(event, events.ChunkSpoken))
    print(f"\n{counts[False]} chunks were good at once, {counts[True]} were not.\n")
    print("| chunk | seconds | take | wrong with earlier ones |\n|---|---|---|---|")
    for event in told:
        if isinstance(event, events.ChunkSpoken):
            said = "; ".join(wrong.get(event.place, ["-"]))
            print(f"| {event.place} | {event.seconds:.1f} | {event.attempt} | {said} |")


if __name__ == "__main__":
    sys.exit(main())
