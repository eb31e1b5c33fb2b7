"""The engines' jobs: what there is to speak with, and what is being set up."""

from __future__ import annotations

from vox1_gui.activity import Level
from vox1_gui.bridge import Job
from vox1_gui.errands.machine import EngineView, Surroundings, look_around, set_up
from vox1_gui.services import Services
from vox1_gui.texts import say
from vox1_gui.watched import Watched


class EngineJobs:
    """What there is to speak with, and the set-up that is going on.

    Args:
        services: The window's.

    Attributes:
        found: What there is; None before it was looked at.
        installing: Name of the environment that is set up; empty while none is.
        line: What the set-up said last.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._job: Job[None] | None = None
        self.found: Watched[Surroundings | None] = Watched(None)
        self.installing = Watched("")
        self.line = Watched("")

    def forget_all(self) -> None:
        """Tell nobody any more: the page is made anew."""
        for watched in (self.found, self.installing, self.line):
            watched.forget_all()

    def look(self) -> None:
        """Look what there is."""
        self._services.bridge.start(look_around).on_done = self.found.set

    def engine(self, name: str) -> EngineView | None:
        """Return a voice engine; None where it is not known, or not yet."""
        found = self.found.value
        return next((one for one in found.engines if one.id == name), None) if found else None

    def set_up(self, environment: str) -> None:
        """Set an engine up; one at a time, as they share a lock and the network."""
        if self._job is not None:
            return
        self.installing.set(environment)
        self.line.set("")
        self._note(Level.INFO, say("advanced.setup_begun", name=environment), environment)
        self._job = job = self._services.bridge.start(set_up, environment)
        job.on_news = lambda line: self._said(environment, line)
        job.on_done = lambda _: self._note(
            Level.INFO, say("advanced.setup_done", name=environment), environment
        )
        job.on_cancelled = lambda: self._note(
            Level.WARNING, say("advanced.setup_stopped", name=environment), environment
        )
        job.on_end = self._ended

    def cancel(self) -> None:
        """End the set-up; the next time goes on from there."""
        if self._job is not None:
            self._job.cancel()

    def _said(self, environment: str, line: str) -> None:
        self.line.set(line)
        self._note(Level.DETAIL, line, environment)

    def _note(self, level: Level, text: str, environment: str) -> None:
        self._services.activity.note(level, text, topic=say("advanced.setup_topic", name=environment))

    def _ended(self) -> None:
        self._job = None
        self.installing.set("")
        self.look()
