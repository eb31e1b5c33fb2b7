"""Services: what every page is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vox1.paths import Folders
from vox1.settings import Settings
from vox1_gui.activity import Activity
from vox1_gui.bridge import Bridge, Job
from vox1_gui.messages import Trouble
from vox1_gui.player import Player
from vox1_gui.render_queue import RenderQueue
from vox1_gui.state import WindowState
from vox1_gui.watched import Watched
from vox1_gui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Services:
    """What every page is given; the same for all of them.

    Attributes:
        folders: Where books, takes and voices are.
        bridge: Has errands done in the backroom.
        workspace: What is open.
        queue: The books that are to be rendered.
        player: Plays sounds.
        activity: Takes note of what happens.
        state: What the window remembers; kept whenever it is set.
        status: One short sentence at the foot of the window on what is going on; empty for nothing.
        show_page: Shows a page, by its name.
        tell_trouble: Says why something could not be done, above the page that is open.
        offer: Offers to do something, above the page that is open: what it is about, what follows from it,
            the words of its button, what that does, and what follows where it is put away instead.
        keep_settings: Uses other settings from now on, for all books, and keeps them; the job ends with that.
        open_file: Opens a book, wherever the listener is.
        drawer: What pages keep while all widgets are made anew, by the page's name.
        browse: Has a book chosen from the disk, and opens it.
        update: Name of a new version that is there to be had; empty for none.
    """

    folders: Folders
    bridge: Bridge
    workspace: Workspace
    queue: RenderQueue
    player: Player
    activity: Activity
    state: Watched[WindowState]
    status: Watched[str]
    show_page: Callable[[str], None]
    tell_trouble: Callable[[Trouble], None]
    offer: Callable[[str, str, str, Callable[[], object], Callable[[], object]], None]
    keep_settings: Callable[[Settings], Job[None]]
    open_file: Callable[[Path], None]
    drawer: dict[str, Any]
    browse: Callable[[], None]
    update: Watched[str] = field(default_factory=lambda: Watched(""))
