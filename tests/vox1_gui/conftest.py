"""A screen of their own for the window's tests, and a window to work with inside the test's process."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.vox1_gui import virtual
from vox1.paths import Folders
from vox1_gui import fonts

if TYPE_CHECKING:
    from vox1_gui.pages.page import Page
    from vox1_gui.window import Window

pytest.importorskip("tkinter", reason="this Python has no tkinter")

_PATIENCE_SECONDS = 60.0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Generator[None, object, object]:
    """Have what is left of a test's windows go here, when nothing holds it any more, and in Tk's own thread.

    In another one Tcl ended the process, in the middle of a test that knew of no window.
    """
    outcome = yield
    gc.unfreeze()
    gc.collect()
    gc.enable()
    return outcome


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """Return the name of an X display with a window manager; on Windows and macOS the real one, as ''."""
    if sys.platform != "linux":
        yield ""
        return
    if virtual.missing():
        pytest.skip(f"{virtual.missing()[0]} is missing; `python3 run.py test` says how to get it")
    with virtual.screen() as display:
        yield display


@pytest.fixture
def display(screen: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Have Tk open its windows on the tests' screen, and sound go nowhere."""
    if screen:
        monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setenv("VOX1_SOUND", "none")
    return screen


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """Folders of a listener who starts VOX-1 for the first time."""
    user = tmp_path / "user"
    user.mkdir()
    return Folders(output=user / "Output", work=user / "temp_work", user=user)


@pytest.fixture
def open_window(display: str, folders: Folders) -> Iterator[Callable[..., Window]]:
    """Return what opens a window with some pages, in English, at 100 %; it is closed at the end."""
    del display
    fonts.bring_in()
    from vox1_gui import state  # noqa: PLC0415  # needs a screen
    from vox1_gui.window import Window  # noqa: PLC0415

    opened: list[Window] = []

    def open_one(*pages: type[Page], **remembered: object) -> Window:
        chosen = state.WindowState(language="en", has_started=True, **remembered)  # type: ignore[arg-type]
        state.save(chosen, folders.user / "window.json")
        window = Window(folders, pages)
        opened.append(window)
        return window

    yield open_one
    for window in opened:
        window.begin_close()
        pump(window, lambda window=window: window.is_closed)  # type: ignore[misc]
    opened.clear()


def pump(window: Window, until: Callable[[], object], seconds: float = _PATIENCE_SECONDS) -> None:
    """Let the window do its work until something is true.

    Raises:
        TimeoutError: It never was.
    """
    deadline = time.monotonic() + seconds
    while not until():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{seconds} s have passed")
        window.update()
        time.sleep(0.002)  # a turn of the loop without news would keep a core busy
