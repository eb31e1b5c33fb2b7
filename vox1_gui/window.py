"""The window: pages with a sidebar, menus, drops from outside, and an orderly end."""

from __future__ import annotations

import json
import logging
import re
import time
import tkinter as tk
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from tkinter import filedialog
from types import TracebackType
from typing import Any

import customtkinter as ctk
import tkinterdnd2

from vox1.paths import ROOT, Folders
from vox1.settings import Settings
from vox1_gui import state as window_state
from vox1_gui import texts, theme, widget_map
from vox1_gui.about import show_about, show_update
from vox1_gui.actions import SEPARATOR, Action
from vox1_gui.activity import Activity, Level
from vox1_gui.bridge import Bridge, Job
from vox1_gui.errands.choices import load_settings, save_settings
from vox1_gui.errands.daylight import watch_system_mode
from vox1_gui.errands.opening import open_outside
from vox1_gui.garbage import Garbage
from vox1_gui.heartbeat import Heartbeat
from vox1_gui.menus import Menus
from vox1_gui.messages import Trouble
from vox1_gui.pages.failure import Failure
from vox1_gui.pages.page import Page
from vox1_gui.player import Player
from vox1_gui.render_queue import RenderQueue
from vox1_gui.services import Services
from vox1_gui.state import LEAST_SCALE, MOST_SCALE, WindowState
from vox1_gui.texts import LANGUAGES, say
from vox1_gui.theme import Appearance
from vox1_gui.watched import Watched
from vox1_gui.widgets import keyboard
from vox1_gui.widgets.buttons import Kind
from vox1_gui.widgets.dialog import ask
from vox1_gui.widgets.everywhere import draw_when_idle, end_timers_with_widgets, forget_window
from vox1_gui.widgets.labels import Label
from vox1_gui.widgets.notice import Notice
from vox1_gui.widgets.player_bar import HEIGHT, PlayerBar
from vox1_gui.widgets.sidebar import Sidebar
from vox1_gui.widgets.status_line import StatusLine
from vox1_gui.workspace import BOOK_ENDINGS, Workspace

log = logging.getLogger(__name__)

LOG_NAME = "window.log"
WELCOME = "start"
"""Name of the page that is shown at the first start."""
GUIDE = ROOT / "USER_GUIDE.md"
_SIZE, _LEAST_SIZE = (1180, 720), (860, 560)
_TICK_MS = 20
_TICK_SECONDS = 0.008
"""For news from the backroom, so that keys and mouse are never kept waiting."""
_KEEP_SECONDS = 10.0
"""For what was typed last to be kept, before pages go."""
_BUILD_SECONDS = 0.02
"""For the widgets of pages that are not shown yet, in one turn of the loop."""
_SCALES = (80, 90, 100, 110, 125, 150, 175, 200)


class Window(ctk.CTk, tkinterdnd2.TkinterDnD.DnDWrapper):
    """The window, and all that lives as long as it.

    Args:
        folders: Where books, takes and voices are.
        pages: The pages, in the order of the sidebar; the first is shown at first.
        book: A book to open; None for none.
        heartbeat: File for how long Tk's loop was held up; None to measure nothing.
    """

    def __init__(
        self,
        folders: Folders,
        pages: Sequence[type[Page]],
        book: Path | None = None,
        heartbeat: Path | None = None,
    ) -> None:
        self._log_path = folders.logs / LOG_NAME
        self._state_path = folders.user / "window.json"
        remembered = window_state.load(self._state_path)
        texts.use(remembered.language)
        theme.use(Appearance(remembered.appearance), remembered.system_mode)
        self._apply_scale(remembered.scale)
        draw_when_idle()
        super().__init__()
        self.withdraw()
        self._garbage = Garbage(self.after)
        self.title(say("window.title"))
        self._page_types = pages
        self._state = Watched(remembered)
        bridge = Bridge(folders, self.tell_trouble)
        self.services = Services(
            folders=folders,
            bridge=bridge,
            workspace=Workspace(),
            queue=RenderQueue(bridge, self.tell_trouble),
            player=Player(self.after, self.tell_trouble),
            activity=Activity(),
            state=self._state,
            status=Watched(""),
            show_page=self.show_page,
            tell_trouble=self.tell_trouble,
            offer=self.offer,
            keep_settings=self.keep_settings,
            open_file=self.open_file,
            drawer={},
            browse=self.browse,
        )
        self._pages: dict[str, Page] = {}
        self._unbuilt: dict[str, Iterator[None]] = {}
        self._waiting_for: dict[str, list[Callable[[], object]]] = {}
        self._shown = ""
        self._settings_turn = 0
        self.is_closed = False
        self._closing_since: float | None = None
        self._failure: Failure | None = None
        self._menus = Menus(self)
        self._make()
        self._stand()
        self.protocol("WM_DELETE_WINDOW", self.ask_to_close)
        self.report_callback_exception = self._show_failure
        self._accept_drops()
        end_timers_with_widgets(self)
        self.bind_all(widget_map.KEYS, self._copy_map)
        self.deiconify()
        self.update()  # the first painted window; all else may follow
        self._heart = Heartbeat(self.after, heartbeat) if heartbeat else None
        self.show_page(self._first_page(remembered))
        self._load_settings()
        self._follow_system()
        self.services.queue.open()
        self.after(_TICK_MS, self._tick)
        self._garbage.keep_what_is()
        self.after(_TICK_MS, self._build_on)
        if book:
            self.after(_TICK_MS, lambda: self.open_file(book))

    # What pages ask of the window.

    def show_page(self, name: str) -> None:
        """Show a page; what is not made of it yet is made now."""
        if name == self._shown:
            return
        if self._shown:
            self._pages[self._shown].hidden()
            self._pages[self._shown].grid_forget()
        self._shown = name
        self._sidebar.mark(name)
        self._notice.put_away()
        if name in self._unbuilt:
            self._waiting.grid(row=1, column=0)
        else:
            self._bring_in(name)
        if name != self._state.value.page:
            self._state.set(replace(self._state.value, page=name))

    def tell_trouble(self, trouble: Trouble) -> None:
        """Say why something could not be done."""
        self.services.activity.note(Level.ERROR, trouble.message, trouble.hint)
        self._notice.show(Level.ERROR, trouble.message, trouble.hint)

    def offer(
        self, text: str, hint: str, words: str, act: Callable[[], object], on_dismiss: Callable[[], object]
    ) -> None:
        """Offer to do something, above the page that is open."""
        self._notice.show(Level.INFO, text, hint, (words, act), on_dismiss)

    def open_file(self, path: Path) -> None:
        """Open a file, on the page that takes such files: a book, if there is no other."""
        if not path.exists():
            hint = say("window.missing_hint")
            self.tell_trouble(Trouble("missing", say("window.missing", name=path.name), hint))
            return
        name = self._opener(path) or next(name for name, page in self._pages.items() if page.opens_books)
        self.show_page(name)
        self._once_built(name, lambda: self._pages[name].take_files([path]))

    def _opener(self, path: Path) -> str:
        """The page for files that end so; empty where there is none."""
        ending = path.suffix.lower()
        return next((name for name, page in self._pages.items() if ending in page.endings), "")

    def _first_page(self, remembered: WindowState) -> str:
        """The welcome at the first start, else the page that was open, or the first."""
        if not remembered.has_started and WELCOME in self._pages:
            return WELCOME
        is_kept = remembered.page in self._pages and remembered.page != WELCOME
        return remembered.page if is_kept else self._page_types[0].name

    def _load_settings(self) -> None:
        """Have the listener's settings read, and kept whenever a page changes them."""
        bridge, settings = self.services.bridge, self.services.workspace.settings

        def loaded(found: tuple[Settings, list[str]]) -> None:
            settings.set(found[0])
            for warning in found[1]:
                self.services.activity.note(Level.WARNING, warning)

        bridge.start(load_settings).on_done = loaded

    def _follow_system(self) -> None:
        """Be as light or as dark as the system, if that is what is wanted."""

        def follow(mode: str) -> None:
            self._state.set(replace(self._state.value, system_mode=mode))
            wants = self._state.value.appearance == Appearance.SYSTEM.value
            if wants and mode != ctk.get_appearance_mode().lower():
                ctk.set_appearance_mode(mode)

        self._daylight = watch = self.services.bridge.start(watch_system_mode)
        watch.is_lasting = True
        watch.on_news = follow
        watch.on_trouble = lambda trouble: log.warning("The system's colours are not followed: %s", trouble)

    def keep_settings(self, settings: Settings) -> Job[None]:
        """Use other settings from now on, and keep them."""
        self.services.workspace.settings.set(settings)
        self._settings_turn += 1
        return self.services.bridge.start(save_settings, settings, self._settings_turn)

    # How it is made.

    def _make(self) -> None:
        """Make all that is in it; the pages' own widgets follow."""
        self.columnconfigure(1, weight=1)
        self.rowconfigure(0, weight=1)
        icons = {page.name: page.icon for page in self._page_types if page.icon}
        self._sidebar = Sidebar(self, icons, self.show_page)
        self._sidebar.grid(row=0, column=0, sticky="ns")
        self._area = ctk.CTkFrame(self, fg_color="transparent", corner_radius=0)
        self._area.grid(row=0, column=1, sticky="nsew")
        self._area.columnconfigure(0, weight=1)
        self._area.rowconfigure(1, weight=1)
        self._notice = Notice(self._area)
        self._notice.stand_at(row=0, column=0, sticky="ew", padx=theme.WIDE, pady=(theme.PAD, 0))
        self._waiting = Label(self._area, say("window.loading"), colour=theme.colours().muted)
        self._foot = ctk.CTkFrame(self, corner_radius=0)
        self._foot.grid(row=1, column=0, columnspan=2, sticky="ew")
        self._foot.columnconfigure(1, weight=1)
        self._foot.rowconfigure(0, minsize=round(HEIGHT * self._scale))
        PlayerBar(self._foot, self.services.player, {"row": 0, "column": 0, "padx": (theme.GAP, 0)})
        self._status = StatusLine(self._foot, self.services.activity, self._show_log)
        self._status.grid(row=0, column=1, sticky="ew", padx=theme.PAD)
        self.services.status.watch(self._status.set)
        self.services.update.watch(self._offer_update)
        theme.style_tables(self, self._scale)
        self._pages = {page.name: page(self._area, self.services) for page in self._page_types}
        self._unbuilt = {name: page.build() for name, page in self._pages.items()}
        self._fill_menus()

    def rebuild(self) -> None:
        """Make everything anew, in other colours, another language or another size."""
        self._once_kept(self._rebuild)

    def _rebuild(self) -> None:
        page, self._shown = self._shown, ""
        remembered = self._state.value
        texts.use(remembered.language)
        theme.use(Appearance(remembered.appearance), remembered.system_mode)
        services = self.services
        for watched in (
            services.queue,
            services.workspace,
            services.status,
            services.activity,
            services.update,
            services.player.now,
            self._state,
        ):
            watched.forget_all()
        for child in (self._sidebar, self._area, self._foot):
            child.destroy()
        self._menus.clear()
        self._garbage.clear()  # else what has gone is kept again with what comes
        self._make()
        self.show_page(page)
        self.after(_TICK_MS, self._build_on)

    def _set_appearance_mode(self, mode_string: str) -> None:
        """Follow the system from light to dark: customtkinter changes its own widgets, this the others."""
        super()._set_appearance_mode(mode_string)
        if hasattr(self, "_area"):
            theme.style_tables(self, self._scale)
            self._menus.repaint()

    def _stand(self) -> None:
        """Stand where it stood the last time, if that is still on a screen."""
        remembered = self._state.value
        self.minsize(*_LEAST_SIZE)
        width, height = (round(side * self._scale) for side in _SIZE)
        width = min(width, self.winfo_screenwidth())
        height = min(height, self.winfo_screenheight() - 80)
        tk.Wm.geometry(self, f"{width}x{height}")
        if remembered.geometry and self._is_on_screen(remembered.geometry):
            tk.Wm.geometry(self, remembered.geometry)
        if remembered.is_maximised:
            self._maximise()

    def _maximise(self) -> None:
        with suppress(tk.TclError):  # X11's window managers differ in what they can
            if self._is_x11:
                self.attributes("-zoomed", 1)
            else:
                self.state("zoomed")

    @property
    def _is_maximised(self) -> bool:
        return bool(self.attributes("-zoomed")) if self._is_x11 else self.state() == "zoomed"

    @property
    def _is_x11(self) -> bool:
        return bool(self.tk.call("tk", "windowingsystem") == "x11")

    def _is_on_screen(self, geometry: str) -> bool:
        """Whether the title bar of a window there could be seen and dragged."""
        match = re.fullmatch(r"\d+x\d+\+(\d+)\+(\d+)", geometry)
        if not match:
            return False
        left, top = int(match[1]), int(match[2])
        return left < int(self.winfo_screenwidth()) - 100 and top < int(self.winfo_screenheight()) - 60

    @property
    def _scale(self) -> float:
        return float(ctk.ScalingTracker.get_widget_scaling(self))

    @staticmethod
    def _apply_scale(percent: int) -> None:
        ctk.set_widget_scaling(percent / 100)

    def _fill_menus(self) -> None:
        recent = [
            Action(Path(path).name, partial(self.open_file, Path(path))) for path in self._state.value.recent
        ]
        none_recent = Action(say("window.no_recent"), lambda: None, is_possible=lambda: False)
        player = self.services.player

        def plays(words: str, run: Callable[[], object], keys: str = "") -> Action:
            return Action(say(words), run, keys, lambda: player.now.value is not None, is_for_fields=False)

        self._menus.add(
            say("window.file_menu"),
            [
                Action(say("window.open"), self.browse, "Control-o"),
                (say("window.open_recent"), recent or [none_recent]),
                SEPARATOR,
                Action(say("window.quit"), self.ask_to_close, "Control-q"),
            ],
        )
        for page in self._pages.values():
            if actions := page.actions():
                self._menus.add(say(f"{page.name}.title"), actions)
        self._menus.add(
            say("window.play_menu"),
            [
                plays("window.play_or_pause", player.toggle, "Key-space"),
                plays("window.back", lambda: player.skip(-10), "Control-Left"),
                plays("window.on", lambda: player.skip(10), "Control-Right"),
                plays("window.stop", player.stop),
            ],
        )
        pages = [
            Action(say(f"{name}.title"), partial(self.show_page, name), f"Control-Key-{number}")
            for number, name in enumerate((name for name in self._pages if self._pages[name].icon), 1)
        ]
        looks = [
            Action(say(f"window.appearance.{look.value}"), partial(self._set, appearance=look.value))
            for look in Appearance
        ]
        languages = [Action(name, partial(self._set, language=code)) for code, name in LANGUAGES.items()]
        self._menus.add(
            say("window.view_menu"),
            [
                *pages,
                SEPARATOR,
                Action(say("window.larger"), lambda: self._rescale(1), "Control-plus Control-equal"),
                Action(say("window.smaller"), lambda: self._rescale(-1), "Control-minus"),
                Action(say("window.normal_size"), lambda: self._rescale(0), "Control-Key-0"),
                (say("window.appearance"), looks),
                (say("window.language"), languages),
            ],
        )

        self._menus.add(say("window.help_menu"), self._help())

    def _help(self) -> list[Action | None]:
        bridge, folders = self.services.bridge, self.services.folders
        welcome = Action(say("window.welcome"), partial(self.show_page, WELCOME))
        return [
            Action(say("window.guide"), lambda: bridge.start(open_outside, GUIDE), "F1"),
            *([welcome] if WELCOME in self._pages else []),
            SEPARATOR,
            Action(say("window.show_log"), lambda: bridge.start(open_outside, folders.logs)),
            Action(
                say("window.look_for_updates"),
                lambda: self._look_for_updates(wants=not self._state.value.looks_for_updates),
            ),
            Action(say("window.about"), lambda: show_about(self, bridge)),
        ]

    def _offer_update(self, version: str) -> None:
        self._status.offer_update(version, lambda: show_update(self, version, self._stop_looking))

    def _stop_looking(self) -> None:
        self.services.update.set("")
        self._look_for_updates(wants=False)

    def _look_for_updates(self, *, wants: bool) -> None:
        self._state.set(replace(self._state.value, looks_for_updates=wants))
        said = say("window.looks_for_updates") if wants else say("window.looks_for_none")
        self.services.activity.note(Level.INFO, said)
        self.services.status.set(said)

    def _set(self, **changes: Any) -> None:
        """Change how the window looks, and make it anew."""
        self._state.set(replace(self._state.value, **changes))
        self.after(1, self.rebuild)  # when idle might be in the middle of a widget that draws itself

    def _rescale(self, step: int) -> None:
        """Make everything larger, smaller, or as large as it was made for."""
        now = self._state.value.scale
        larger, smaller = [s for s in _SCALES if s > now], [s for s in _SCALES if s < now]
        wanted = {
            1: larger[0] if larger else MOST_SCALE,
            -1: smaller[-1] if smaller else LEAST_SCALE,
            0: 100,
        }[step]
        if wanted != now:
            self._apply_scale(wanted)
            self._set(scale=wanted)

    # What comes from outside.

    def browse(self) -> None:
        """Have a book chosen from the disk, and open it."""
        endings = " ".join(f"*{ending}" for ending in BOOK_ENDINGS)
        chosen = filedialog.askopenfilename(
            parent=self, filetypes=[(say("window.books"), endings), (say("window.all_files"), "*")]
        )
        if chosen:
            self.open_file(Path(chosen))

    def _accept_drops(self) -> None:
        """Let files be dropped anywhere; where that cannot be, the menu does the same."""
        try:
            tkinterdnd2.TkinterDnD.require(self)
            self.drop_target_register(tkinterdnd2.DND_FILES)
            self.dnd_bind("<<Drop>>", self._dropped)
        except (RuntimeError, tk.TclError) as err:
            log.warning("Files cannot be dropped: %s", err)
            self.services.activity.note(Level.INFO, say("window.no_drop"))

    def _dropped(self, event: Any) -> str:
        paths = [Path(path) for path in self.tk.splitlist(event.data)]
        self.after(1, lambda: self._take(paths))
        return str(event.action)

    def _take(self, paths: Sequence[Path]) -> None:
        """Give files that were dropped to the page that is open, or open the book."""
        name = self._shown
        self._once_built(name, lambda: self._give(name, paths))

    def _give(self, name: str, paths: Sequence[Path]) -> None:
        openers = {self._opener(path) for path in paths}
        if (openers <= {"", name} or len(paths) > 1) and self._pages[name].take_files(paths):
            return
        if len(paths) == 1:
            self.open_file(paths[0])
        elif paths:
            self.tell_trouble(Trouble("many-files", say("window.not_one"), say("window.not_one_hint")))

    # Its turns.

    def _tick(self) -> None:
        """Pass on news, again and again, as long as the window lives."""
        try:
            self.services.bridge.deliver(_TICK_SECONDS)
        finally:
            self.after(_TICK_MS, self._tick)

    def _build_on(self) -> None:
        """Make a few widgets more; first those of the page that is waited for."""
        if not self._unbuilt or self._closing_since is not None:
            return
        name = self._shown if self._shown in self._unbuilt else next(iter(self._unbuilt))
        deadline = time.perf_counter() + _BUILD_SECONDS
        try:
            while time.perf_counter() < deadline:
                if next(self._unbuilt[name], self) is self:
                    self._built(name)
                    break
        finally:  # a page that cannot be made holds up no other
            self.after(1 if self._shown in self._unbuilt else _TICK_MS, self._build_on)

    def _once_built(self, name: str, act: Callable[[], object]) -> None:
        """Do something with a page when all of it is there."""
        if name in self._unbuilt:
            self._waiting_for.setdefault(name, []).append(act)
        else:
            act()

    def _built(self, name: str) -> None:
        del self._unbuilt[name]
        self._garbage.keep_what_is()
        if name == self._shown:
            self._waiting.grid_forget()
            self._bring_in(name)
        for act in self._waiting_for.pop(name, []):
            act()

    def _bring_in(self, name: str) -> None:
        self._pages[name].grid(row=1, column=0, sticky="nsew")
        self._pages[name].shown()

    def _show_log(self) -> None:
        if "log" in self._pages:
            self.show_page("log")

    # Its end, and what else may happen.

    def ask_to_close(self) -> None:
        """Close, after a question where something is going on."""
        question = next(filter(None, (page.close_question() for page in self._pages.values())), "")
        if not question:
            self.begin_close()
            return
        answers = [(say("window.close_anyway"), Kind.MAIN, self.begin_close)]
        ask(self, say("window.close_title"), question, answers)

    def begin_close(self) -> None:
        """Close without a question; `is_closed` says when it has."""
        if self._closing_since is not None:
            return
        self._closing_since = time.monotonic()
        is_maximised = self._is_maximised
        geometry = "" if is_maximised else tk.Wm.geometry(self)
        self._state.set(replace(self._state.value, geometry=geometry, is_maximised=is_maximised))
        window_state.save(self._state.value, self._state_path)
        self.services.status.set(say("window.closing"))
        self.services.player.close()
        self.services.queue.close()
        self._once_kept(self._end_work)

    def _once_kept(self, act: Callable[[], object]) -> None:
        """Do something as soon as pages have kept what was typed."""
        for name in self._pages.keys() - self._unbuilt.keys():
            self._pages[name].leave()
        self._await_kept(act, time.monotonic() + _KEEP_SECONDS)

    def _await_kept(self, act: Callable[[], object], deadline: float) -> None:
        if self._is_keeping and time.monotonic() < deadline:
            self.after(_TICK_MS, lambda: self._await_kept(act, deadline))
        else:
            act()

    @property
    def _is_keeping(self) -> bool:
        return any(self._pages[name].is_keeping for name in self._pages.keys() - self._unbuilt.keys())

    def _end_work(self) -> None:
        self._closing_since = time.monotonic()
        self.services.bridge.begin_close()
        self._wait_for_close()

    def _wait_for_close(self) -> None:
        if not self.services.bridge.has_closed(self._closing_since or 0.0):
            self.after(_TICK_MS, self._wait_for_close)
            return
        if self._heart:
            self._heart.close()
        for timer in self.tk.splitlist(self.tk.call("after", "info")):
            self.tk.call("after", "cancel", timer)  # each command goes with the widget that it belongs to
        self.is_closed = True
        self.destroy()
        forget_window(self)
        self._garbage.clear()

    def _show_failure(
        self, kind: type[BaseException], err: BaseException, stack: TracebackType | None
    ) -> None:
        """Show what nobody expected, instead of a dead window."""
        details = "".join(traceback.format_exception(kind, err, stack))
        log.error("The window failed:\n%s", details)
        self.services.activity.note(Level.ERROR, say("window.unexpected"), str(err))
        if self._failure is not None:
            return
        self._failure = Failure(self._area, details, self._log_path, self._go_on)
        self._failure.grid(row=0, column=0, rowspan=2, sticky="nsew")
        self._failure.lift()
        keyboard.focus(self._failure.go_on)

    def _copy_map(self, _: Any) -> None:
        self.clipboard_clear()
        self.clipboard_append(json.dumps(widget_map.widget_map(self)))

    def _go_on(self) -> None:
        if self._failure:
            self._failure.destroy()
            self._failure = None
