"""The machine: speed, processor, card and its memory over the last quarter of an hour of a render."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vox1_gui import theme
from vox1_gui.errands.renders import MachineNews
from vox1_gui.pages.studio import words
from vox1_gui.pages.studio.charts import Chart
from vox1_gui.pages.studio.view import View
from vox1_gui.queued import QueuedBook
from vox1_gui.render_progress import Moment
from vox1_gui.texts import say
from vox1_gui.widgets.labels import hint
from vox1_gui.words import figure

_PERCENT = 100.0
_MIB_IN_GIB = 1024


class MachineView(View):
    """Four charts."""

    name = "machine"

    def build(self) -> Iterator[None]:
        """Make them."""
        for side in (0, 1):
            self.columnconfigure(side, weight=1, uniform="charts")
            self.rowconfigure(side, weight=1, uniform="charts")
        self._latest: Moment | None = None
        self._charts: dict[str, Chart] = {}
        tops = {"pace": None, "processor": _PERCENT, "card": _PERCENT, "memory": None}
        for place, (name, most) in enumerate(tops.items()):
            chart = Chart(self, say(f"studio.chart.{name}"), most)
            left, top = place % 2, place // 2
            chart.grid(
                row=top,
                column=left,
                sticky="nsew",
                padx=(theme.GAP * left, 0),
                pady=(theme.GAP * top, 0),
            )
            self._charts[name] = chart
            yield
        self._about = hint(self)
        self._about.grid(row=2, column=0, columnspan=2, sticky="ew", pady=(theme.GAP, 0))
        yield

    def changed(self, before: QueuedBook | None) -> None:
        """Draw another book's."""
        if before is None or self.book is None or before.id != self.book.id:
            self._latest = None
            self._paint([])

    def beat(self) -> None:
        """Draw them, if there is a new moment."""
        progress = self.services.queue.progress(self.book.id) if self.book else None
        if progress and progress.moments and progress.moments[-1] is not self._latest:
            self._latest = progress.moments[-1]
            self._paint(list(progress.moments))

    def _paint(self, moments: list[Moment]) -> None:
        last = moments[-1] if moments else None
        self._about.set(say("studio.machine_hint" if last else "studio.machine_none"))
        machine = last.machine if last else MachineNews(0.0, None)
        speed = last.times_real_time if last else None
        self._chart("pace", moments, lambda m: m.times_real_time, _told(speed, words.speed))
        self._chart("processor", moments, lambda m: m.machine.cpu_percent, _percent(machine.cpu_percent))
        if last and not machine.card:
            for name in ("card", "memory"):
                self._charts[name].show((), 1.0, say("studio.no_card"))
            return
        self._chart("card", moments, lambda m: m.machine.gpu_percent, _percent(machine.gpu_percent))
        used, total = machine.vram_used_mib, machine.vram_mib
        told = "" if used is None else _memory(used, total)
        self._chart("memory", moments, lambda m: _gib(m.machine.vram_used_mib), told, _gib(total))

    def _chart(
        self,
        name: str,
        moments: list[Moment],
        value: Callable[[Moment], float | None],
        now: str,
        most: float | None = None,
    ) -> None:
        values = [(moment.machine.at_seconds, value(moment)) for moment in moments]
        self._charts[name].show(values, values[-1][0] if values else 1.0, now, most)


def _gib(mib: float | None) -> float | None:
    return None if mib is None else mib / _MIB_IN_GIB


def _told(value: float | None, words_of: Callable[[float], str]) -> str:
    return "" if value is None else words_of(value)


def _percent(value: float | None) -> str:
    return _told(value, lambda known: words.percent(known / _PERCENT))


def _memory(used_mib: float, total_mib: float | None) -> str:
    used = figure(used_mib / _MIB_IN_GIB, 1)
    if total_mib is None:
        return say("studio.gigabytes", used=used)
    return say("studio.gigabytes_of", used=used, all=figure(total_mib / _MIB_IN_GIB, 0))
