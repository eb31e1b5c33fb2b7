"""The check-up: what the doctor has found so far, and whether it is still looking."""

from __future__ import annotations

from collections import Counter

from vox1.doctor.finding import Level
from vox1_gui.bridge import Job
from vox1_gui.errands.machine import Found, examine
from vox1_gui.services import Services
from vox1_gui.watched import Watched


class Checkup:
    """What the doctor has found.

    Args:
        services: The window's.

    Attributes:
        found: So far, in order.
        is_running: Whether it is still looking.
        is_over: Whether it has looked at everything at least once.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._job: Job[None] | None = None
        self.found: Watched[tuple[Found, ...]] = Watched(())
        self.is_running = Watched(value=False)
        self.is_over = False

    def forget_all(self) -> None:
        """Tell nobody any more: the page is made anew."""
        self.found.forget_all()
        self.is_running.forget_all()

    def start(self, *, with_speed: bool) -> None:
        """Look at the machine anew."""
        if self._job is not None:
            return
        self.is_over = False
        self.found.set(())
        self.is_running.set(value=True)
        self._job = job = self._services.bridge.start(examine, with_speed=with_speed)
        job.on_news = lambda news: self.found.set((*self.found.value, news))
        job.on_done = lambda _: self._done()
        job.on_end = self._ended

    def stop(self) -> None:
        """Look no further; what is being looked at just now ends by itself."""
        if self._job is not None:
            self._job.cancel()

    @property
    def counts(self) -> Counter[Level]:
        """How many findings there are of each level."""
        return Counter(one.finding.level for one in self.found.value)

    def _done(self) -> None:
        self.is_over = True

    def _ended(self) -> None:
        self._job = None
        self.is_running.set(value=False)
