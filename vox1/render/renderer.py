"""The renderer: speak what the store does not hold, judge each take, and put the book together.

Its loop: plan, skip what is stored, speak, judge, store, hand complete chapters to the assembly.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vox1 import events
from vox1.engines.host import EngineHost, NotSpoken, Spoken
from vox1.errors import InputError, TakeDamaged
from vox1.render.assembly import Assembly
from vox1.render.edition import Edition
from vox1.render.keys import attempt_seed
from vox1.render.plan import PlannedChunk
from vox1.render.takes import StoredTake, TakeStore
from vox1.render.verdict import judge
from vox1_worker.protocol import Speak

log = logging.getLogger(__name__)

_TRIES = 3
"""Takes of one chunk before it is set aside."""

Wanted = tuple[str, int | None]
"""A take key and the attempt the user chose, if any."""


@dataclass(slots=True)
class Tally:
    """What happened so far.

    Attributes:
        rendered: Chunks spoken in this run.
        reused: Chunks whose takes were stored.
        retries: Takes that were no good, by chunk place.
        set_aside: Chunks that could not be spoken: the reason by place.
        spoken_seconds: Length of the takes of this run.
    """

    rendered: int
    reused: int
    retries: Counter[str]
    set_aside: dict[str, str]
    spoken_seconds: float


class Renderer:
    """One render of one plan. `speak_all` runs on the caller's thread."""

    def __init__(self, edition: Edition, store: TakeStore, emit: Callable[[events.Event], None]) -> None:
        self._edition = edition
        self._plan = edition.plan
        self._store = store
        self._emit = emit
        self._takes: dict[Wanted, StoredTake] = {}
        self._chunks: dict[Wanted, list[tuple[int, PlannedChunk]]] = defaultdict(list)
        self._missing: Counter[int] = Counter()
        self._tried: Counter[str] = Counter()
        self._work: deque[Speak] = deque()
        self._asked: dict[str, Wanted] = {}
        self.versions: dict[str, str] = {}
        self.tally = Tally(0, 0, Counter(), {}, 0.0)
        for index, chapter in enumerate(self._plan.chapters):
            for chunk in chapter.chunks:
                self._chunks[chunk.key, chunk.attempt].append((index, chunk))

    def reuse(self, takes: dict[Wanted, StoredTake]) -> None:
        """Take over what the store holds already, and queue everything else in reading order."""
        self._takes.update(takes)
        for wanted, uses in self._chunks.items():
            if wanted in takes:
                for index, chunk in uses:
                    self._report(index, chunk, takes[wanted], reused=True)
                self.tally.reused += len(uses)
            else:
                self._missing.update(index for index, _ in uses)
                self._work.append(self._request(wanted, wanted[1] or self._next_attempt(wanted[0])))

    @property
    def has_work(self) -> bool:
        """Whether anything must be spoken."""
        return bool(self._work)

    @property
    def chunk_count(self) -> int:
        """How many chunks the book has."""
        return sum(map(len, self._chunks.values()))

    @property
    def sample_rate_hz(self) -> int | None:
        """Rate of the stored takes; None where there are none."""
        return next((take.sample_rate_hz for take in self._takes.values()), None)

    @property
    def has_takes(self) -> bool:
        """Whether anything at all can be heard."""
        return bool(self._takes)

    def take_of(self, chunk: PlannedChunk) -> StoredTake | None:
        """Return a chunk's take; None for one that has none."""
        return self._takes.get((chunk.key, chunk.attempt))

    def speak_all(
        self, host: Callable[[], EngineHost], assembly: Assembly, cancelled: threading.Event
    ) -> None:
        """Speak what is missing and see every chapter through levelling.

        Args:
            host: Starts the engine, or returns the one running; not called when nothing is missing.
            assembly: Gets each chapter as it completes.
            cancelled: Stops the work when set.

        Raises:
            Vox1Error: The engine, the disk or the assembly failed.
        """
        for index in range(len(self._plan.chapters)):
            if not self._missing[index]:
                self._submit(index, assembly)
        while not cancelled.is_set():
            if self._work:
                self._speak_queued(host(), assembly, cancelled)
            damage = assembly.wait_levelled(cancelled)
            if damage is None:
                return
            self._speak_again(damage)

    def _speak_queued(self, host: EngineHost, assembly: Assembly, cancelled: threading.Event) -> None:
        loaded = host.loaded()
        self.versions = loaded.versions
        provenance = {"device": loaded.device, "versions": loaded.versions}
        for outcome in host.speak(self._work, cancelled.is_set):
            assembly.check()
            if isinstance(outcome, Spoken):
                settled = self._judged(outcome, provenance)
            else:
                settled = self._refused(outcome)
            for index in settled:
                self._missing[index] -= 1
                if not self._missing[index]:
                    self._submit(index, assembly)

    def _judged(self, outcome: Spoken, provenance: dict[str, Any]) -> list[int]:
        """Store a take; return the chapters that it brings nearer to completion."""
        request, take = outcome.request, outcome.take
        verdict = judge(request.text, take)
        stored = self._store.add(request.key, request.attempt, take, verdict, provenance)
        self.tally.spoken_seconds += stored.seconds
        if not verdict.is_good:
            return self._try_again(request, "; ".join(verdict.reasons))
        wanted = self._asked.pop(request.id)
        self._takes[wanted] = stored
        uses = self._chunks[wanted]
        self.tally.rendered += len(uses)
        for index, chunk in uses:
            self._report(index, chunk, stored, reused=False)
        return [index for index, _ in uses]

    def _refused(self, outcome: NotSpoken) -> list[int]:
        """Try again, or give up; return the chapters that this brings nearer to completion.

        Raises:
            InputError: The engine has no such voice: no other chunk would fare better.
        """
        log.warning("Take %s, attempt %s: %s", outcome.request.key, outcome.request.attempt, outcome.message)
        if outcome.code == "voice":
            raise InputError(
                f"{outcome.message}, so nothing can be spoken with it",
                "Run `voices list` to see the voices, and choose one with --voice.",
                "unknown-voice",
            )
        if outcome.code == "crash":
            return self._give_up(outcome.request, outcome.message)
        return self._try_again(outcome.request, outcome.message)

    def _try_again(self, request: Speak, reason: str) -> list[int]:
        self._tried[request.key] += 1
        for _, chunk in self._chunks[self._asked[request.id]]:
            self.tally.retries[chunk.place] += 1
            self._emit(events.ChunkRetried(chunk.place, request.attempt, reason))
        if self._tried[request.key] >= _TRIES:
            return self._give_up(request, reason)
        self._work.appendleft(self._request(self._asked.pop(request.id), request.attempt + 1))
        return []

    def _give_up(self, request: Speak, reason: str) -> list[int]:
        uses = self._chunks[self._asked.pop(request.id)]
        for _, chunk in uses:
            self.tally.set_aside[chunk.place] = reason
            self._emit(events.ChunkSetAside(chunk.place, chunk.chunk.text, reason))
        return [index for index, _ in uses]

    def _speak_again(self, damage: TakeDamaged) -> None:
        """Queue a damaged take again; its chapters are submitted anew when it is spoken."""
        self._emit(events.Warned(f"{damage.message}; it is spoken again."))
        for wanted in [wanted for wanted in self._takes if wanted[0] == damage.key]:
            del self._takes[wanted]
            self._missing.update(index for index, _ in self._chunks[wanted])
            self._work.append(self._request(wanted, wanted[1] or self._next_attempt(wanted[0])))

    def _request(self, wanted: Wanted, attempt: int) -> Speak:
        key = wanted[0]
        _, chunk = self._chunks[wanted][0]
        request = Speak(
            id=f"{chunk.place}/{attempt}",
            key=key,
            attempt=attempt,
            seed=attempt_seed(key, attempt),
            text=chunk.chunk.spoken,
            voice=self._edition.voice.voice,
            style="",
            language=self._plan.language,
            settings=self._edition.voice.settings,
            budget_seconds=self._edition.voice.engine.budget_seconds(chunk.chunk.spoken),
            out_path=str(self._store.path_of(key, attempt)),
        )
        self._asked[request.id] = wanted
        return request

    def _next_attempt(self, key: str) -> int:
        """The attempt after the last finished one.

        One that was never recorded (a kill before its record was written) is made again, so that a
        render that was interrupted speaks what an undisturbed one would.
        """
        return max((take.attempt for take in self._store.attempts(key)), default=0) + 1

    def _report(self, index: int, chunk: PlannedChunk, take: StoredTake, *, reused: bool) -> None:
        title = self._plan.chapters[index].chapter.title
        self._emit(events.ChunkSpoken(chunk.place, title, take.seconds, reused, take.attempt))

    def _submit(self, index: int, assembly: Assembly) -> None:
        assembly.submit(index, self._edition.chapter_audio(self._plan.chapters[index], self.take_of))
