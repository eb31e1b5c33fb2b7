"""A listener's hand: keys, mouse, drops and the clipboard, through the X server and in no other way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from Xlib import XK, X, Xatom, display
from Xlib.ext import xtest
from Xlib.protocol import event

ROOT = Path(__file__).resolve().parents[3]
T = TypeVar("T")

_PATIENCE_SECONDS = 90.0
_LOOK_SECONDS = 0.05
_XDND_VERSION = 5
_SHIFTED = dict(zip('!@#$%^&*()_+{}|:"<>?~', "1234567890-=[]\\;',./`", strict=True))
"""Signs of an American keyboard, with the keys that they are on."""


class Timeout(AssertionError):
    """What was waited for did not happen."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget in sight, as the window's map has it; see `vox1_gui.widget_map`."""

    kind: str
    path: str
    text: str
    box: tuple[int, int, int, int]
    enabled: bool = True
    focus: bool = False
    value: Any = None
    rows: Sequence[dict[str, Any]] = ()


class Hand:
    """Works a window that another process has opened.

    Args:
        screen: Name of the X display.
        title: Of the window.
    """

    def __init__(self, screen: str, title: str = "VOX-1") -> None:
        self._display = display.Display(screen)
        self._title = title
        self._source: Any = None

    def close(self) -> None:
        """Let the display go."""
        self._display.close()

    # Looking.

    def until(self, look: Callable[[], T | None], what: str, seconds: float = _PATIENCE_SECONDS) -> T:
        """Wait until something is there.

        Raises:
            Timeout: It never was.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if (found := look()) not in (None, False):
                return found
            time.sleep(_LOOK_SECONDS)  # X tells nobody what another program has drawn
        raise Timeout(f"after {seconds:.0f} s: no {what}")

    def window(self, title: str = "") -> Any:
        """Return the window of a title once it is there."""
        wanted = title or self._title
        return self.until(lambda: self._find(wanted), f"window called {wanted!r}")

    def is_open(self, title: str = "") -> bool:
        """Whether there is a window of a title."""
        return self._find(title or self._title) is not None

    def is_painted(self, left: int, top: int) -> bool:
        """Whether something other than black is at a place in the window."""
        try:
            picture = self.window().get_image(left, top, 1, 1, X.ZPixmap, 0xFFFFFF)
        except Exception:  # noqa: BLE001  # it is not there yet, or not in sight
            return False
        return any(bytes(picture.data)[:3])

    def map(self) -> list[Widget]:
        """Return all widgets in sight, which the window copies to the clipboard for us."""
        self.window()
        self.clear_clipboard()

        def ask() -> str | None:
            self.press("F12", "Control", "Shift")  # lost while the window has no focus yet
            with suppress(Timeout):
                return self.until(lambda: self.clipboard() or None, "map on the clipboard", 3)
            return None

        text = self.until(ask, "map on the clipboard")
        return [Widget(**{**item, "box": tuple(item["box"])}) for item in json.loads(text)]

    def find(self, text: str = "", kind: str = "", *, starts: bool = False) -> Widget | None:
        """Return the widget of a text or a kind, rather one that can be used; None where there is none."""

        def fits(widget: Widget) -> bool:
            is_text = widget.text.startswith(text) if starts else widget.text == text
            return (not text or is_text) and (not kind or widget.kind == kind)

        found = sorted(filter(fits, self.map()), key=lambda widget: not widget.enabled)
        return next(iter(found), None)

    def await_widget(self, text: str = "", kind: str = "", *, starts: bool = False) -> Widget:
        """Return the widget of a text or a kind once it is in sight, can be used and has come to rest."""

        def look() -> Widget | None:
            found = self.find(text, kind, starts=starts)
            return found if found and found.enabled else None

        return self.at_rest(look, f"widget {text!r} {kind}")

    def at_rest(self, look: Callable[[], Widget | None], what: str) -> Widget:
        """Wait until a widget is there and stands in the same place twice: what is being laid out moves."""
        last: tuple[int, int, int, int] | None = None

        def resting() -> Widget | None:
            nonlocal last
            found = look()
            before, last = last, found.box if found else None
            return found if found and found.box == before else None

        return self.until(resting, what)

    # Acting.

    def press(self, key: str, *modifiers: str) -> None:
        """Press a key and let it go, with others held down: ``press("o", "Control")``."""
        held = [self._code(f"{modifier}_L") for modifier in modifiers]
        for code in held:
            xtest.fake_input(self._display, X.KeyPress, code)
        code = self._code(key)
        xtest.fake_input(self._display, X.KeyPress, code)
        xtest.fake_input(self._display, X.KeyRelease, code)
        for code in reversed(held):
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()

    def type(self, text: str) -> None:
        """Type a text of letters, digits and signs of an American keyboard."""
        for sign in text:
            if sign in _SHIFTED:
                self.press(_SHIFTED[sign], "Shift")
            elif sign.isupper():
                self.press(sign.lower(), "Shift")
            else:
                self.press(sign)

    def click(self, widget: Widget | tuple[int, int, int, int], times: int = 1) -> None:
        """Click into the middle of a widget or a box."""
        box = widget.box if isinstance(widget, Widget) else widget
        self.click_at((box[0] + box[2]) // 2, (box[1] + box[3]) // 2, times)

    def click_at(self, left: int, top: int, times: int = 1) -> None:
        """Click at a place on the screen."""
        xtest.fake_input(self._display, X.MotionNotify, x=left, y=top)
        for _ in range(times):
            xtest.fake_input(self._display, X.ButtonPress, 1)
            xtest.fake_input(self._display, X.ButtonRelease, 1)
        self._display.sync()

    def scroll(self, widget: Widget, steps: int) -> None:
        """Turn the mouse's wheel over a widget: towards the end, or towards the beginning where negative."""
        left, top, right, bottom = widget.box
        xtest.fake_input(self._display, X.MotionNotify, x=(left + right) // 2, y=(top + bottom) // 2)
        for _ in range(abs(steps)):
            for what in (X.ButtonPress, X.ButtonRelease):
                xtest.fake_input(self._display, what, 5 if steps > 0 else 4)
        self._display.sync()

    def ask_to_close(self) -> None:
        """Do what the cross in the corner does."""
        self._send(self.window(), "WM_PROTOCOLS", [self._atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0])

    def drop(self, *paths: Path) -> None:
        """Drop files into the middle of the window, as a file manager does (XDND, version 5).

        Raises:
            Timeout: The window did not take them.
        """
        target = self.until(self._find_aware, "window that takes drops")
        uris = "".join(f"{path.absolute().as_uri()}\r\n" for path in paths).encode()
        source = self._own("XdndSelection")
        place, size = target.translate_coords(self._root, 0, 0), target.get_geometry()
        left, top = -place.x + size.width // 2, -place.y + size.height // 2
        kind, copy = self._atom("text/uri-list"), self._atom("XdndActionCopy")
        self._send(target, "XdndEnter", [source.id, _XDND_VERSION << 24, kind, 0, 0])
        self._send(target, "XdndPosition", [source.id, 0, (left << 16) | top, X.CurrentTime, copy])
        self._serve(uris, kind, "XdndStatus")
        self._send(target, "XdndDrop", [source.id, 0, X.CurrentTime, 0, 0])
        self._serve(uris, kind, "XdndFinished")

    # The clipboard.

    def clipboard(self) -> str:
        """Return what is on the clipboard; empty where that is nothing, or our own."""
        owner = self._display.get_selection_owner(self._atom("CLIPBOARD"))
        if owner == X.NONE or (self._source is not None and owner == self._source):
            return ""
        asker = self._new_window()
        name, kind, place = self._atom("CLIPBOARD"), self._atom("UTF8_STRING"), self._atom("VOX_TEST")
        asker.convert_selection(name, kind, place, X.CurrentTime)
        told = self._next(lambda e: e.type == X.SelectionNotify and e.requestor == asker, 10)
        if told is None or told.property == X.NONE:
            return ""
        found = asker.get_full_property(place, X.AnyPropertyType)
        if found.property_type == self._atom("INCR"):
            return self._in_pieces(asker, place)
        return bytes(found.value).decode()

    def clear_clipboard(self) -> None:
        """Take the clipboard, with nothing on it."""
        self._own("CLIPBOARD")

    def _in_pieces(self, asker: Any, place: int) -> str:
        """A long text comes in pieces (ICCCM, 2.7.2)."""
        pieces: list[bytes] = []
        asker.change_attributes(event_mask=X.PropertyChangeMask)
        asker.delete_property(place)
        self._display.flush()
        while True:
            told = self._next(
                lambda e: e.type == X.PropertyNotify and e.atom == place and e.state == X.PropertyNewValue, 10
            )
            if told is None:
                return ""
            piece = bytes(asker.get_full_property(place, X.AnyPropertyType).value)
            asker.delete_property(place)
            self._display.flush()
            if not piece:
                return b"".join(pieces).decode()
            pieces.append(piece)

    # The X server.

    @property
    def _root(self) -> Any:
        return self._display.screen().root

    def _atom(self, name: str) -> int:
        return int(self._display.intern_atom(name))

    def _code(self, key: str) -> int:
        names = {" ": "space", "-": "minus", "=": "equal", "\\": "backslash", ";": "semicolon"}
        names |= {"'": "apostrophe", ",": "comma", ".": "period", "/": "slash", "`": "grave"}
        names |= {"[": "bracketleft", "]": "bracketright", "\n": "Return", "\t": "Tab"}
        return int(self._display.keysym_to_keycode(XK.string_to_keysym(names.get(key, key))))

    def _new_window(self) -> Any:
        return self._root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)

    def _own(self, selection: str) -> Any:
        self._source = self._new_window()
        self._source.set_selection_owner(self._atom(selection), X.CurrentTime)
        self._display.sync()
        return self._source

    def _send(self, target: Any, name: str, data: list[int]) -> None:
        message = event.ClientMessage(window=target, client_type=self._atom(name), data=(32, data))
        target.send_event(message, event_mask=0)
        self._display.flush()

    def _next(self, is_it: Callable[[Any], bool], seconds: float) -> Any | None:
        """The next event that is wanted; others are passed over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            while self._display.pending_events():
                told = self._display.next_event()
                if is_it(told):
                    return told
            time.sleep(_LOOK_SECONDS / 10)
        return None

    def _serve(self, data: bytes, kind: int, until: str) -> None:
        """Give what is dropped to whoever asks, until the window has said something."""

        def is_it(told: Any) -> bool:
            if told.type == X.SelectionRequest:
                place = told.property or told.target
                if told.target == kind:
                    told.requestor.change_property(place, kind, 8, data)
                answer = event.SelectionNotify(
                    time=told.time,
                    requestor=told.requestor,
                    selection=told.selection,
                    target=told.target,
                    property=place if told.target == kind else X.NONE,
                )
                told.requestor.send_event(answer)
                self._display.flush()
            return bool(told.type == X.ClientMessage and told.client_type == self._atom(until))

        if self._next(is_it, _PATIENCE_SECONDS) is None:
            raise Timeout(f"the window never sent {until}")

    def _windows(self, window: Any) -> Iterator[Any]:
        yield window
        with suppress(Exception):  # one that has just gone
            for child in window.query_tree().children:
                yield from self._windows(child)

    def _find(self, title: str) -> Any | None:
        return next(
            (w for w in self._windows(self._root) if self._name(w) == title and self._is_ours(w)), None
        )

    def _find_aware(self) -> Any | None:
        aware = self._atom("XdndAware")
        for window in self._windows(self._root):
            with suppress(Exception):  # one that has just gone
                if self._name(window) == self._title and window.get_full_property(aware, X.AnyPropertyType):
                    return window
        return None

    def _is_ours(self, window: Any) -> bool:
        """Whether it is the program's own, not the frame that the window manager drew around it."""
        with suppress(Exception):  # one that has just gone
            return window.get_full_property(self._atom("WM_PROTOCOLS"), Xatom.ATOM) is not None
        return False

    def _name(self, window: Any) -> str:
        with suppress(Exception):  # one that has just gone
            found = window.get_full_property(self._atom("_NET_WM_NAME"), X.AnyPropertyType)
            return bytes(found.value).decode() if found else ""
        return ""


class App:
    """`app.py` in a process of its own.

    Args:
        screen: Name of the X display.
        folder: Where it keeps everything.
        arguments: What else it is told.
    """

    def __init__(self, screen: str, folder: Path, *arguments: str | Path) -> None:
        self.user = folder / "user"
        self.user.mkdir(exist_ok=True)
        self.output, self.work = self.user / "Output", self.user / "temp_work"
        environment = {**os.environ, "DISPLAY": screen, "VOX1_SOUND": "none", "LC_ALL": "C.UTF-8"}
        places = ("--user-dir", self.user, "--output-dir", self.output, "--work-dir", self.work)
        command = [sys.executable, ROOT / "app.py", *arguments, *places]
        self._log = (folder / "app.log").open("ab")
        self.process = subprocess.Popen(
            [str(part) for part in command], env=environment, stderr=self._log, stdout=self._log, cwd=folder
        )

    def wait(self, seconds: float = _PATIENCE_SECONDS) -> int:
        """Return what it ends with.

        Raises:
            subprocess.TimeoutExpired: It does not end.
        """
        return self.process.wait(seconds)

    def kill(self) -> None:
        """End it as a power cut would, if it still runs."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        self._log.close()
