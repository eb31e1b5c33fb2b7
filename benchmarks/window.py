"""The window: seconds to the first painted one, and how long Tk's loop is kept from its work.

Usage: python3 run.py setup --dev, then .venv/bin/python benchmarks/window.py [--starts 10] [--hours 1]

Linux, with Xvfb and openbox (`python3 run.py test` brings them). The program runs in a process of its own,
on a screen of its own, and is worked by keys, mouse and drops, as in the tests from outside. Prints two
tables. A start is timed from the call of `python app.py` to the first pixel of the sidebar. A gap is how much
later than ten milliseconds after the last one a beat of Tk's loop came (`vox1_gui/heartbeat.py`).
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import long_book, window_books  # noqa: E402  # found through the line above
from tests.vox1_gui import virtual  # noqa: E402
from tests.vox1_gui.endtoend.hand import App, Hand, Widget  # noqa: E402
from vox1.paths import Folders  # noqa: E402

_SIDEBAR = (30, 60)
"""A place in the window that the sidebar paints."""
_STATE = {"language": "en", "has_started": True, "appearance": "light"}


@dataclass(frozen=True, slots=True)
class Scene:
    """Something that the window is kept busy with.

    Attributes:
        what: In words.
        act: Does it, with the program and a hand.
        opens: What the program is given to open.
        prepare: Makes what must be there before, in the user's folder.
    """

    what: str
    act: Callable[[App, Hand], None]
    opens: Sequence[Path] = ()
    prepare: Callable[[Path], None] = lambda _: None


@contextmanager
def opened(
    display: str, *arguments: str | Path, prepare: Callable[[Path], None] = lambda _: None
) -> Iterator[tuple[App, Hand]]:
    """Open the program in new folders."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "user").mkdir()
        (folder / "user" / "window.json").write_text(json.dumps(_STATE))
        prepare(folder / "user")
        app, hand = App(display, folder, *arguments), Hand(display)
        try:
            yield app, hand
            hand.ask_to_close()
            app.wait()
        finally:
            app.kill()
            hand.close()


def start_seconds(display: str) -> float:
    """Return how long a start takes, to the first pixel."""
    begun = time.perf_counter()
    with opened(display) as (_, hand):
        hand.until(lambda: hand.is_open() and hand.is_painted(*_SIDEBAR), "painted window")
        return time.perf_counter() - begun


def gaps(display: str, scene: Scene) -> tuple[Counter[int], list[list[str]]]:
    """Return the gaps while something is done, by milliseconds, and the stacks of the long ones."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        arguments: list[str | Path] = [*scene.opens, "--heartbeat", file.name]
        with opened(display, *arguments, prepare=scene.prepare) as (app, hand):
            hand.await_widget("Studio")
            scene.act(app, hand)
        lines = [json.loads(line) for line in Path(file.name).read_text().splitlines()]
    counted = Counter({int(gap): count for gap, count in lines[-1]["gaps_ms"].items()})
    return counted, [line["stack"] for line in lines[:-1] if line["gap_ms"] > 50]


def at_share(counted: Counter[int], share: float) -> int:
    """Return the gap that a share of all are not longer than."""
    left = share * counted.total()
    for gap in sorted(counted):
        left -= counted[gap]
        if left <= 0:
            return gap
    return max(counted, default=0)


def render_sample(app: App, hand: Hand) -> None:
    """Render a book with the draft voice, on both cores, and wait for the audiobook."""
    read_only(app, hand)
    hand.press("r", "Control")
    hand.until(lambda: list(app.output.glob("*.m4b")) or None, "audiobook", 600)
    hand.await_widget("Render again")


def read_only(_: App, hand: Hand) -> Widget:
    """Wait until the book that was given is read, and return its list of chapters."""
    return hand.until(lambda: next((w for w in hand.map() if w.rows), None), "list of chapters", 300)


def read_slowly(app: App, hand: Hand) -> None:
    """Read a book, without asking the window for anything meanwhile: that would keep its loop too."""
    time.sleep(20)  # what is measured is this time
    read_only(app, hand)


def scroll_list(_: App, hand: Hand) -> None:
    """Go through a long list by wheel and keys, to its end and back, for some seconds."""
    found = hand.until(lambda: next((w for w in hand.map() if len(w.rows) > 5), None), "long list", 300)
    hand.click(found.rows[3]["box"] if found.rows[3].get("box") else found)
    for _round in range(10):
        for steps in (40, -20):
            hand.scroll(found, steps)
            time.sleep(0.1)
        for key in ("Next", "Next", "Next", "Prior", "End", "Home"):
            hand.press(key)
            time.sleep(0.1)


def show_voices(app: App, hand: Hand) -> None:
    """Go through the list of voices."""
    hand.press("2", "Control")
    scroll_list(app, hand)


def open_recording(_: App, hand: Hand) -> None:
    """Have a recording searched for good parts, to the end."""
    hand.until(lambda: next((w for w in hand.map() if w.text == "Good parts"), None), "parts", 300)
    hand.until(lambda: next((w for w in hand.map() if w.rows), None), "good parts", 600)


def show_pages(app: App, hand: Hand) -> None:
    """Read a book, and go through all pages twice: the second time they are made already."""
    read_only(app, hand)
    for key in "2345123451":
        hand.press(key, "Control")
        hand.map()


def scenes(folder: Path, book: Path) -> Iterator[Scene]:
    """Return what is done, each made when it is asked for."""
    yield Scene("a book is read, and all pages are shown twice", show_pages, [book])
    yield Scene("a book is rendered in the draft voice, on both cores", render_sample, [book])
    pages = window_books.pdf(folder / "long.pdf", 700)
    yield Scene("a PDF of 700 pages is read", read_slowly, [pages])
    diary = window_books.chapters(folder / "diary.epub", 2000)
    yield Scene("a list of 2,000 chapters is scrolled", scroll_list, [diary])
    yield Scene("a list of 500 voices is scrolled", show_voices, prepare=keep_voices)
    interview = window_books.recording(folder / "interview.flac", 2)
    yield Scene("a recording of 2 hours is searched for a voice", open_recording, [interview])


def keep_voices(user: Path) -> None:
    """Have 500 voices in the library."""
    window_books.voices(Folders(user / "Output", user / "temp_work", user), 500)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--starts", type=int, default=10, metavar="N", help="how often it is started")
    parser.add_argument("--hours", type=float, default=1.0, metavar="H", help="length of the rendered book")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    with virtual.screen() as display, tempfile.TemporaryDirectory() as name:
        book = Path(name) / "long.epub"
        long_book.build(book, options.hours)
        starts = sorted(start_seconds(display) for _ in range(options.starts))
        print("| starts | fastest | median | slowest |\n|---|---|---|---|")
        print(f"| {len(starts)} | {starts[0]:.2f} s | {median(starts):.2f} s | {starts[-1]:.2f} s |\n")
        print("| while | beats | p99 | p99.9 | longest | above 50 ms |\n|---|---|---|---|---|---|")
        told = []
        for scene in scenes(Path(name), book):
            counted, stacks = gaps(display, scene)
            told += stacks
            row = (f"{at_share(counted, share)} ms" for share in (0.99, 0.999, 1.0))
            above = sum(count for gap, count in counted.items() if gap > 50)
            print(f"| {scene.what} | {counted.total():,} | {' | '.join(row)} | {above} |")
        for stack in told:
            print("\n" + "".join(stack))


if __name__ == "__main__":
    main()
