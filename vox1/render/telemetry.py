"""Telemetry: what a render takes and how fast it is, as three CSV files beside each other.

``machine.csv`` says what it runs on, ``chunks.csv`` has a row for every take that was judged, ``seconds.csv``
one for every second; docs/outputs/telemetry.md has their columns. Nothing here holds a render up or ends it:
rows are written by the monitor's thread, and a disk that refuses them ends the telemetry.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from vox1 import events
from vox1.engines.host import EngineHost, Reading
from vox1.hardware.monitor import CardMeter, CardState, Monitor, Sample
from vox1.render import telemetry_rows as rows
from vox1.render.tables import Table, new_tables
from vox1.render.telemetry_rows import JudgedTake, Progress, Second
from vox1_worker.protocol import Loaded

log = logging.getLogger(__name__)

INTERVAL_SECONDS = 0.1
"""Between two looks at the machine: a peak of memory may last less than a second."""
_END_SECONDS = 5.0
"""A disk that hangs does not keep a finished render from its end."""
_TABLES = {"machine": rows.MACHINE_COLUMNS, "chunks": rows.CHUNK_COLUMNS, "seconds": rows.SECOND_COLUMNS}


class Telemetry:
    """The telemetry of one render, from `start` to `close`.

    Args:
        folder: For the files; None writes none, and every method does nothing.
        emit: Gets the warnings.
        card: Reads the card; None for the one that VOX-1 reckons with.
    """

    def __init__(
        self, folder: Path | None, emit: Callable[[events.Event], None], card: CardMeter | None = None
    ) -> None:
        self._folder = folder
        self._emit = emit
        self._monitor = Monitor(self._note, INTERVAL_SECONDS, card) if folder else None
        self._tables: dict[str, Table] = {}
        self._waiting: queue.SimpleQueue[tuple[str, Sequence[object]]] = queue.SimpleQueue()
        self._writing = threading.Lock()
        self._began = time.monotonic()
        self._progress = Progress()
        self._second: Second | None = None
        self._host: EngineHost | None = None
        self._audio_seconds_before = 0.0
        self._is_paused = False
        self._is_card_told = False
        self._told: Loaded | None = None

    def start(self, about: Mapping[str, object]) -> None:
        """Begin to watch.

        Args:
            about: What is rendered and how, for ``machine.csv``.
        """
        if self._folder is None or self._monitor is None:
            return
        try:
            self._tables = new_tables(self._folder, _TABLES)
        except OSError as err:
            self._give_up(err)
            return
        self._began = time.monotonic()
        self._tell({**rows.system_facts(), **about})
        self._monitor.start()

    def close(self) -> None:
        """Write what is left, and end."""
        if self._monitor:
            self._monitor.close()
        if self._writing.acquire(timeout=_END_SECONDS):
            try:
                self._end_second()
                self._write()
                self._close_tables()
            finally:
                self._writing.release()

    def watch(self, host: EngineHost | None) -> None:
        """Watch an engine, or none any more, instead of the one before."""
        self._audio_seconds_before = self._audio_seconds
        self._host = host

    def between(self, emit: Callable[[events.Event], None]) -> Callable[[events.Event], None]:
        """Return an emit that notes what an event tells of the render, and passes it on."""

        def noted(event: events.Event) -> None:
            self._heed(event)
            emit(event)

        return noted

    def _heed(self, event: events.Event) -> None:
        if isinstance(event, (events.Paused, events.Resumed)):
            self._is_paused = isinstance(event, events.Paused)
        elif isinstance(event, events.ChunkSpoken) and not event.reused:
            self._progress.chunks += 1

    def add(self, take: JudgedTake) -> None:
        """Note a take."""
        if not self._tables:
            return
        self._progress.takes += 1
        loaded = self._host.reading().loaded if self._host else None
        slots = loaded.slots if loaded else None
        self._waiting.put(("chunks", rows.chunk_row(take, time.monotonic() - self._began, slots)))

    @property
    def _audio_seconds(self) -> float:
        """Length of all takes so far."""
        return self._audio_seconds_before + (self._host.audio_seconds if self._host else 0.0)

    def _note(self, sample: Sample) -> None:
        """Add a sample to its second, and write the second that has ended. On the monitor's thread."""
        with self._writing:
            if not self._tables:
                return
            number = int(sample.at_seconds - self._began)
            if self._second and self._second.number != number:
                self._end_second()
            reading = self._host.reading() if self._host else None
            self._tell_of(sample.card, reading.loaded if reading else None)
            self._second = self._second or Second(number)
            self._second.add(rows.gauges(sample, reading), self._activity(reading), reading)
            self._write()

    def _activity(self, reading: Reading | None) -> str:
        if reading is None:
            return "none"
        return "paused" if self._is_paused else reading.activity.value

    def _tell_of(self, card: CardState | None, loaded: Loaded | None) -> None:
        """Say what card there is, once, and what speaks, as soon as it says so itself."""
        if not self._is_card_told:
            self._is_card_told = True
            self._tell(rows.card_facts(card))
            if card is None:
                self._emit(
                    events.Warned(
                        "No NVIDIA card can be watched here: its columns of the telemetry stay empty."
                    )
                )
        if loaded and loaded != self._told:
            self._told = loaded
            self._tell(rows.engine_facts(loaded))

    def _tell(self, facts: Mapping[str, object]) -> None:
        """Have facts written to ``machine.csv``."""
        for fact in facts.items():
            self._waiting.put(("machine", fact))

    def _end_second(self) -> None:
        if self._second:
            self._waiting.put(("seconds", self._second.row(self._progress.cells(self._audio_seconds))))
            self._second = None

    def _write(self) -> None:
        """Write the rows that wait: from now on a kill does not take them."""
        if not self._tables:
            return
        try:
            with suppress(queue.Empty):
                while True:
                    name, row = self._waiting.get_nowait()
                    self._tables[name].write(row)
            for table in self._tables.values():
                table.flush()
        except OSError as err:
            self._give_up(err)

    def _give_up(self, err: OSError) -> None:
        """End the telemetry, and not the render."""
        log.warning("The telemetry ends: %s", err)
        self._close_tables()
        self._emit(
            events.Warned(
                f"The telemetry cannot be written to {self._folder} ({err.strerror or err}): it ends here,"
                " and the render goes on."
            )
        )

    def _close_tables(self) -> None:
        for table in self._tables.values():
            table.close()
        self._tables = {}
