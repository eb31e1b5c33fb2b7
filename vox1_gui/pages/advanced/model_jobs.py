"""The models' jobs: what is being fetched or verified, however often the page is made anew meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from vox1 import events
from vox1_gui.activity import Level
from vox1_gui.bridge import Job
from vox1_gui.errands.models import Checked, ModelRow, fetch_model, list_models, remove_model, verify_model
from vox1_gui.messages import Trouble
from vox1_gui.services import Services
from vox1_gui.telling import Teller
from vox1_gui.texts import say
from vox1_gui.watched import Watched
from vox1_gui.words import size


class Doing(Enum):
    """What is being done with a model."""

    FETCHING = "fetching"
    VERIFYING = "verifying"
    REMOVING = "removing"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far something is.

    Attributes:
        doing: What.
        done_bytes: How much of the model is done.
        total_bytes: How much there is; 0 before that is known.
        bytes_per_second: How fast it goes; 0 where that is not known.
        is_paused: Whether the listener has it rest.
        note: What holds it up, in a sentence; empty where nothing does.
    """

    doing: Doing
    done_bytes: int = 0
    total_bytes: int = 0
    bytes_per_second: float = 0.0
    is_paused: bool = False
    note: str = ""

    @property
    def part(self) -> float:
        """How much of it is done, 0 to 1."""
        return min(self.done_bytes / self.total_bytes, 1.0) if self.total_bytes else 0.0


class ModelJobs:
    """The models, and what is being done with them.

    Args:
        services: The window's.

    Attributes:
        rows: The models; None before they were looked at.
        progress: How far what is done is, by the model's name.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._jobs: dict[str, Job[Any]] = {}
        self.rows: Watched[tuple[ModelRow, ...] | None] = Watched(None)
        self.progress: Watched[dict[str, Progress]] = Watched({})

    def forget_all(self) -> None:
        """Tell nobody any more: the page is made anew."""
        self.rows.forget_all()
        self.progress.forget_all()

    def look(self) -> None:
        """Look which models there are."""
        self._services.bridge.start(list_models).on_done = self.rows.set

    def row(self, name: str) -> ModelRow | None:
        """Return a model's row; None where there is none."""
        return next((row for row in self.rows.value or () if row.name == name), None)

    def fetch(self, name: str) -> None:
        """Fetch a model, or go on with it."""
        mirror = self._services.workspace.settings.value.model_mirror
        job = self._services.bridge.start(fetch_model, name, mirror)
        job.on_done = lambda _: self._note(Level.INFO, say("advanced.model_fetched", name=name), name)
        self._watch(name, Doing.FETCHING, job)

    def verify(self, name: str) -> None:
        """Read every byte of a model."""
        job = self._services.bridge.start(verify_model, name)
        job.on_done = lambda found: self._verified(name, found)
        self._watch(name, Doing.VERIFYING, job)

    def remove(self, name: str) -> None:
        """Delete a model."""
        job = self._services.bridge.start(remove_model, name)
        job.on_done = lambda freed: self._note(
            Level.INFO, say("advanced.model_removed", name=name, size=size(freed)), name
        )
        self._watch(name, Doing.REMOVING, job)

    def toggle_pause(self, name: str) -> None:
        """Have what is done with a model rest, or go on."""
        if job := self._jobs.get(name):
            (job.resume if job.is_paused else job.pause)()
            self._change(name, is_paused=job.is_paused, bytes_per_second=0.0)

    def cancel(self, name: str) -> None:
        """Give up what is done with a model; what has come stays."""
        if job := self._jobs.get(name):
            job.cancel()

    @property
    def is_fetching(self) -> bool:
        """Whether any model is being fetched."""
        return any(one.doing is Doing.FETCHING for one in self.progress.value.values())

    def _watch(self, name: str, doing: Doing, job: Job[Any]) -> None:
        self._jobs[name] = job
        teller = Teller(name)
        self.progress.set({**self.progress.value, name: Progress(doing)})

        def heard(event: events.Event) -> None:
            teller.tell(event, self._services.activity.add)
            self._heard(name, event)

        job.on_news = heard
        job.on_end = lambda: self._ended(name)

    def _heard(self, name: str, event: events.Event) -> None:
        match event:
            case events.ModelProgress(_, _, done_bytes, total_bytes, speed):
                self._change(
                    name, done_bytes=done_bytes, total_bytes=total_bytes, bytes_per_second=speed, note=""
                )
            case events.ModelWaiting(_, reason, seconds):
                self._change(name, note=say("advanced.model_waits", reason=reason, seconds=f"{seconds:.0f}"))
            case events.DiskLow(folder, _, needed_bytes):
                note = say("advanced.model_disk_low", folder=folder, size=size(needed_bytes))
                self._change(name, note=note)
            case events.DiskFreed():
                self._change(name, note="")

    def _change(self, name: str, **changes: Any) -> None:
        known = self.progress.value
        if name in known:
            self.progress.set({**known, name: replace(known[name], **changes)})

    def _verified(self, name: str, found: Checked) -> None:
        if not found.fault and not found.damaged:
            self._note(Level.INFO, say("advanced.model_verified", found.files, name=name), name)
            return
        fault = found.fault or ", ".join(found.damaged[:3])
        message = say("advanced.model_damaged", name=name, fault=fault)
        self._services.tell_trouble(Trouble("model-damaged", message, found.remedy))

    def _note(self, level: Level, text: str, name: str) -> None:
        self._services.activity.note(level, text, topic=name)

    def _ended(self, name: str) -> None:
        self._jobs.pop(name, None)
        self.progress.set({other: one for other, one in self.progress.value.items() if other != name})
        self.look()


def kept_jobs(drawer: dict[str, Any], name: str, make: Callable[[], Any]) -> Any:
    """Return what the page keeps under a name while it is made anew; made where it is not there yet."""
    if name not in drawer:
        drawer[name] = make()
    found = drawer[name]
    found.forget_all()
    return found
