"""Designing: voices are made from a description, and the best of them is kept; without a widget."""

from __future__ import annotations

from dataclasses import dataclass, replace

from vox1_gui.bridge import Job
from vox1_gui.errands import designs
from vox1_gui.errands.designs import DesignStep, DesignWish, Try
from vox1_gui.errands.voices import Able, VoiceKind
from vox1_gui.pages.lab.shelf import Shelf
from vox1_gui.services import Services
from vox1_gui.watched import Watched


@dataclass(frozen=True, slots=True)
class Brief:
    """What the listener wants.

    Attributes:
        description: In words.
        language: Code of what the voice speaks.
        tries: How many voices are made.
        name: Of the one that will be kept.
    """

    description: str = ""
    language: str = "en"
    tries: int = 3
    name: str = ""


@dataclass(frozen=True, slots=True)
class DesignState:
    """How far it is.

    Attributes:
        is_working: Whether voices are being made.
        tries: How many are being made, or were.
        step: How far that is; None before it has said so.
        made: The voices that were made last and of which none is kept or put away yet.
        name: Under which one of them is to be kept.
        kept: Name of the one that was kept last; empty for none.
    """

    is_working: bool = False
    tries: int = 0
    step: DesignStep | None = None
    made: tuple[Try, ...] = ()
    name: str = ""
    kept: str = ""


class Designing:
    """Has voices made from descriptions.

    Args:
        services: What it works with.
        shelf: Where new voices are put.

    Attributes:
        state: How far it is.
        brief: What the listener has written so far; kept here for a page that is made anew.
    """

    def __init__(self, services: Services, shelf: Shelf) -> None:
        self._services, self._shelf = services, shelf
        self.state: Watched[DesignState] = Watched(DesignState())
        self.brief = Brief()
        self._job: Job[tuple[Try, ...]] | None = None
        self._next_seed = 0

    def make(self) -> None:
        """Make voices by what is in the brief; those of the last time stay in the library."""
        brief, model = self.brief, self._shelf.means.value.models.get(Able.DESIGN, ("",))[0]
        wish = DesignWish(brief.description, brief.language, brief.tries, self._next_seed, brief.name, model)
        self._next_seed += brief.tries  # the same description once more makes other voices
        self.state.set(DesignState(is_working=True, tries=brief.tries, name=brief.name))
        job = self._job = self._services.bridge.start(designs.design, wish)
        job.on_news = lambda step: self.state.set(replace(self.state.value, step=step))
        job.on_done = self._made
        job.on_end = lambda: self.state.set(replace(self.state.value, is_working=False))

    def cancel(self) -> None:
        """Give up making voices."""
        if self._job:
            self._job.cancel()

    def _made(self, made: tuple[Try, ...]) -> None:
        self.state.set(replace(self.state.value, made=made))
        self._shelf.refresh()

    def keep(self, one: Try) -> None:
        """Keep one of the tries, and remove the others."""
        state = self.state.value
        if not one.name:
            return
        self._services.player.stop()  # on Windows a file that is open cannot go
        names = tuple(other.name for other in state.made if other.name)
        job = self._services.bridge.start(designs.keep_best, names, one.name, state.name)

        def kept(name: str) -> None:
            self.state.set(replace(self.state.value, made=(), kept=name))
            self._shelf.chosen.set(f"{VoiceKind.MASTER.value}:{name}")

        job.on_done, job.on_end = kept, self._shelf.refresh
