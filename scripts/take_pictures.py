"""Takes the pictures in docs/pictures: every page of the window, light and dark, at 100 % and 150 %.

`python scripts/take_pictures.py [PAGE ...]` on Linux with Xvfb and openbox. The sample book is rendered with
the draft voice first, in a folder of its own; nothing of the user's is touched.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image, ImageGrab

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from backend import Backend  # noqa: E402  # found by the line above
from vox1.control import Control  # noqa: E402
from vox1.events import Event, Finished  # noqa: E402
from vox1.paths import Folders  # noqa: E402
from vox1.render.job import RenderOptions  # noqa: E402
from vox1.settings import Settings  # noqa: E402
from vox1.voices.audition import Wish as AuditionWish  # noqa: E402
from vox1.voices.cloning import Wish as CloneWish  # noqa: E402
from vox1.voices.texts import text_for  # noqa: E402
from vox1_gui import start, state  # noqa: E402
from vox1_gui.activity import Level  # noqa: E402
from vox1_gui.queued import QueueState  # noqa: E402
from vox1_gui.telling import Teller  # noqa: E402
from vox1_gui.window import Window  # noqa: E402

_PICTURES = ROOT / "docs" / "pictures"
_SAMPLE = ROOT / "samples" / "five-teaspoons-of-rain.epub"
_SCREEN = (1920, 1200)
_LOOKS = [(look, scale) for look in ("light", "dark") for scale in (100, 150)]
_SIZE = (1180, 720)
"""Of the window at 100 %, in pixels; so many more at 150 %."""
_MOST_BYTES = 120_000
_COLOURS = (256, 128, 64, 32)
_SETTLE_SECONDS = 1.0
_PATIENCE_SECONDS = 20.0
_VOICES = {"Aunt Clara": "en-gb", "Old Tom": "en-us"}
_SNORE = "Zzzzzzzzzzzz " * 6
"""The draft voice takes so long over it that the sentence is flagged."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was done before pictures are taken.

    Attributes:
        folders: Of a listener who has rendered a book.
        events: What the render told.
        finished: How it ended.
    """

    folders: Folders
    events: tuple[Event, ...]
    finished: Finished


def main(pages: Sequence[str]) -> None:
    """Take the pictures of some pages, or of all."""
    _PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="vox1-pictures-") as folder, _screen():
        prepared = prepare(Path(folder))
        for look, scale in _LOOKS:
            with _window(prepared, look, scale) as window:
                for name in pages or window._pages:  # noqa: SLF001  # the window's own list
                    _bring_forward(window, name)
                    picture = _PICTURES / f"{name}-{look}-{scale}.png"
                    print(f"{picture.name}: {_keep(_taken(window), picture):,} bytes")


def prepare(folder: Path) -> Prepared:
    """Render the sample, with a sentence that is flagged, and make some master voices."""
    folders = Folders(output=folder / "Output", work=folder / "temp_work", user=folder / "VOX-1")
    backend, control = Backend(folders), Control()
    options = RenderOptions(_SAMPLE, Settings())
    backend.render(options, lambda _: None, control)
    place = next(chunk for number, chunk in enumerate(backend.takes(options)) if number > 12).place
    backend.edit_text(options, place, _SNORE)
    events: list[Event] = []
    finished = backend.render(options, events.append, control)
    for name, language in _VOICES.items():
        recording = folder / f"{name}.flac"
        backend.audition(AuditionWish(Settings(), language, path=recording), lambda _: None, control)
        wish = CloneWish(recording, name, "en", transcript=text_for("en"), note="Made for the pictures.")
        backend.clone_voice(wish, lambda _: None, control, lambda _: None)
    return Prepared(folders, tuple(events), finished)


@contextmanager
def _screen() -> Iterator[None]:
    """Have a screen that nobody sees, large enough for the largest window."""
    reading, writing = os.pipe()
    size = "x".join(map(str, (*_SCREEN, 24)))
    server = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp"]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(server, pass_fds=[writing], **quiet) as xvfb:
        os.close(writing)
        with os.fdopen(reading) as told:
            os.environ["DISPLAY"] = f":{told.readline().strip()}"
        os.environ["VOX1_SOUND"] = "none"
        with subprocess.Popen(["openbox"], **quiet) as openbox:  # noqa: S607  # the one on the path
            try:
                yield
            finally:
                openbox.terminate()
                xvfb.terminate()


@contextmanager
def _window(prepared: Prepared, look: str, scale: int) -> Iterator[Window]:
    """Open the window with the sample in it and in the queue, and close it again."""
    width, height = (min(round(side * scale / 100), most) for side, most in zip(_SIZE, _SCREEN, strict=True))
    shown = state.WindowState(
        f"{width}x{height}+20+40", appearance=look, scale=scale, language="en", has_started=True
    )
    state.save(shown, prepared.folders.user / "window.json")
    window = Window(prepared.folders, start.pages())
    _pump(window, lambda: not window._unbuilt)  # noqa: SLF001
    window.open_file(_SAMPLE)
    _settle(window)
    _tell(window, prepared)
    yield window
    window.begin_close()
    _pump(window, lambda: window.is_closed)


def _tell(window: Window, prepared: Prepared) -> None:
    """Have the window know of the render."""
    activity = window.services.activity
    teller = Teller()
    for event in prepared.events:
        teller.tell(event, activity.add)
    book, queue = window.services.workspace.book.value, window.services.queue
    if book:
        queued = queue.add(book, Settings())
        done = QueueState(prepared.finished.status.value)
        outputs, receipt = prepared.finished.outputs, prepared.finished.receipt
        queue.books.set((replace(queued, state=done, outputs=outputs, receipt=receipt),))


def _bring_forward(window: Window, name: str) -> None:
    """Show a page, and let it come to rest."""
    if name == "log":  # an error, for what it says to do; the other pages would show it at their foot
        full, hint = (
            "The disk is full: Output cannot be written",
            "Delete something, then press Render again.",
        )
        window.services.activity.note(Level.ERROR, full, hint)
    window.show_page(name)
    _settle(window)


def _settle(window: Window) -> None:
    """Let the window do what it has to, for some time and not for ever."""
    _pump(window, lambda: not window.services.bridge.is_busy)
    until = time.monotonic() + _SETTLE_SECONDS
    _pump(window, lambda: time.monotonic() > until)


def _pump(window: Window, until: Callable[[], object]) -> None:
    """Let the window do its work until something is true, or it takes too long to wait for."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not until() and time.monotonic() < deadline:
        window.update()
        time.sleep(0.002)


def _taken(window: Window) -> Image.Image:
    """The window as it is seen, without what the window manager draws around it."""
    left, top = window.winfo_rootx(), window.winfo_rooty() - _menu_height(window)
    box = (left, top, left + window.winfo_width(), window.winfo_rooty() + window.winfo_height())
    return ImageGrab.grab(xdisplay=os.environ["DISPLAY"]).crop(box)


def _menu_height(window: Window) -> int:
    """The menu bar stands above what Tk counts as the window's inside."""
    call = window.tk.call
    menus = (
        child
        for child in window.tk.splitlist(call("winfo", "children", "."))
        if call("winfo", "class", child) == "Menu" and int(call("winfo", "ismapped", child))
    )
    return max((int(call("winfo", "height", menu)) for menu in menus), default=0)


def _keep(picture: Image.Image, path: Path) -> int:
    """Write a picture with as many colours as there is room for, and return its size in bytes."""
    for colours in _COLOURS:
        small = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        if path.stat().st_size <= _MOST_BYTES:
            break
    return path.stat().st_size


if __name__ == "__main__":
    main(sys.argv[1:])
