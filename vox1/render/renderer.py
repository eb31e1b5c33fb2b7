"""The renderer: speak what the store does not hold, judge each take, and put the book together.

Its loop: plan, skip what is stored, speak, judge, store, hand complete chapters to the assembly.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
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
    """

    rendered: int
    reused: int
    retries: Counter[str]
    set_aside: dict[str, str]


class _Work:
    """What is still to be spoken, in order; requests are made as the host asks for them, not all at once.

    Args:
        request: Makes the request for an attempt at what is wanted.
    """

    def __init__(self, request: Callable[[Wanted, int], Speak]) -> None:
        self._make = request
        self._items: deque[tuple[Wanted, int] | Speak] = deque()

    def __len__(self) -> int:
        return len(self._items)

    @property
    def wants(self) -> Iterator[Wanted]:
        """What no request was made for yet."""
        return (item[0] for item in self._items if isinstance(item, tuple))

    def append(self, wanted: Wanted, attempt: int) -> None:
        """Put an attempt last."""
        self._items.append((wanted, attempt))

    def appendleft(self, wanted: Wanted, attempt: int) -> None:
        """Put an attempt first."""
        self._items.appendleft((wanted, attempt))

    def popleft(self) -> Speak:
        """Take the first, as a request."""
        item = self._items.popleft()
        return self._make(*item) if isinstance(item, tuple) else item

    def extendleft(self, requests: Iterable[Speak]) -> None:
        """Put requests back, each before the one before."""
        self._items.extendleft(requests)


class Renderer:
    """One render of one plan, on the caller's thread."""

    def __init__(self, edition: Edition, store: TakeStore, emit: Callable[[events.Event], None]) -> None:
        self._edition = edition
        self._plan = edition.plan
        self._store = store
        self._emit = emit
        self._takes: dict[Wanted, StoredTake] = {}
        self._chunks: dict[Wanted, list[tuple[int, PlannedChunk]]] = defaultdict(list)
        self._missing: Counter[int] = Counter()
        self._tried: Counter[Wanted] = Counter()
        self._last_attempt: dict[str, int] = {}
        self._counted: set[Wanted] = set()
        self._reused: set[Wanted] = set()
        self._replacing: set[Wanted] = set()
        self._work = _Work(self._request)
        self._asked: dict[str, Wanted] = {}
        self._crashes: list[NotSpoken] = []
        self.versions: dict[str, str] = {}
        self.tally = Tally(0, 0, Counter(), {})
        for index, chapter in enumerate(self._plan.chapters):
            for chunk in chapter.chunks:
                self._chunks[chunk.key, chunk.attempt].append((index, chunk))

    def reuse(self, takes: dict[Wanted, StoredTake]) -> None:
        """Take over what the store holds already, and queue everything else in reading order."""
        self._takes.update(takes)
        self._counted.update(takes)
        self._reused.update(takes)
        for wanted, uses in self._chunks.items():
            if wanted in takes:
                for index, chunk in uses:
                    self._report(index, chunk, takes[wanted], reused=True)
                self.tally.reused += len(uses)
            else:
                self._missing.update(index for index, _ in uses)
                self._work.append(wanted, self._new_attempt(wanted))

    @property
    def has_work(self) -> bool:
        """Whether anything must be spoken."""
        return bool(self._work)

    @property
    def characters_to_speak(self) -> int:
        """Length of all that is not spoken yet."""
        return sum(len(self._chunks[wanted][0][1].chunk.spoken) for wanted in self._work.wants)

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

    def submit_complete(self, assembly: Assembly) -> None:
        """Hand over the chapters of which nothing is missing."""
        for index in range(len(self._plan.chapters)):
            if not self._missing[index]:
                self._submit(index, assembly)

    def speak_queued(
        self, host: EngineHost, assembly: Assembly, cancelled: threading.Event, keep_room: Callable[[], None]
    ) -> None:
        """Speak what is missing and hand over each chapter as it completes.

        Args:
            host: The engine.
            assembly: Gets the chapters; hands back those with a damaged take.
            cancelled: Stops the work when set.
            keep_room: Called after every take; waits while the disk is low.

        Raises:
            InputError: The engine has no such voice.
            Vox1Error: The engine, the disk or the assembly failed.
        """
        loaded = host.loaded_unless(cancelled.is_set)
        if loaded is None:
            return
        self.versions = loaded.versions
        provenance = {"device": loaded.device, "versions": loaded.versions}
        for outcome in host.speak(self._work, cancelled.is_set):
            if isinstance(outcome, Spoken):
                self._record_crashes(provenance)
                settled = self._judged(outcome, provenance)
            else:
                settled = self._refused(outcome)
            for index in settled:
                self._missing[index] -= 1
                if not self._missing[index]:
                    self._submit(index, assembly)
            if damage := assembly.damage():
                self.speak_again(damage, assembly)
            keep_room()
        if not cancelled.is_set():
            self._record_crashes(provenance)

    def speak_again(self, damage: TakeDamaged, assembly: Assembly) -> None:
        """Put a damaged take at the front of the queue; its chapters are submitted anew with it."""
        uses = {want: self._chunks[want] for want in self._chunks if want[0] == damage.key}
        if uses.keys() & self._replacing:
            return
        damaged = [w for w in uses if w in self._takes and self._takes[w].attempt == damage.attempt]
        if damaged:
            self._emit(events.Warned(f"{damage.message}; it is spoken again."))
        for wanted in damaged:
            del self._takes[wanted]
            self._replacing.add(wanted)
            if wanted in self._reused:
                self._reused.discard(wanted)
                self.tally.reused -= len(uses[wanted])
                self.tally.rendered += len(uses[wanted])
            self._missing.update(index for index, _ in uses[wanted])
        if damaged:  # one take serves them all
            self._work.appendleft(damaged[0], damage.attempt)
        for index in {index for use in uses.values() for index, _ in use}:
            if not self._missing[index]:  # it was replaced already: the chapter only has to be told
                self._submit(index, assembly)

    def _judged(self, outcome: Spoken, provenance: dict[str, Any]) -> list[int]:
        """Store a take; return the chapters that it brings nearer to completion."""
        request, take = outcome.request, outcome.take
        verdict = judge(request.text, take)
        stored = self._store.add(request.key, request.attempt, take, verdict, provenance)
        if not verdict.is_good:
            return self._try_again(request, "; ".join(verdict.reasons))
        settled = []
        for wanted in self._settled(request):
            self._takes[wanted] = stored
            uses = self._chunks[wanted]
            settled += [index for index, _ in uses]
            if wanted not in self._counted:  # else a damaged take was replaced
                self._counted.add(wanted)
                self.tally.rendered += len(uses)
                for index, chunk in uses:
                    self._report(index, chunk, stored, reused=False)
        return settled

    def _settled(self, request: Speak) -> set[Wanted]:
        """What a request was for: one want, or all that a damaged take had served."""
        wants = {self._asked.pop(request.id)} | {want for want in self._replacing if want[0] == request.key}
        self._replacing -= wants
        return wants

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
            self._crashes.append(outcome)
            return self._give_up(outcome.request, outcome.message)
        return self._try_again(outcome.request, outcome.message)

    def _record_crashes(self, provenance: dict[str, Any]) -> None:
        """Record the attempts that ended their workers, now that the engine has shown that it works.

        One that breaks down on everything is not the chunk's fault: after it is mended, the chunk gets
        the attempt that it gets in an undisturbed render.
        """
        for crash in self._crashes:
            self._store.add_crash(crash.request.key, crash.request.attempt, crash.message, provenance)
        self._crashes.clear()

    def _try_again(self, request: Speak, reason: str) -> list[int]:
        wanted = self._asked[request.id]
        self._tried[wanted] += 1
        for _, chunk in self._chunks[wanted]:
            self.tally.retries[chunk.place] += 1
            self._emit(events.ChunkRetried(chunk.place, request.attempt, reason))
        if self._tried[wanted] >= _TRIES:
            return self._give_up(request, reason)
        del self._asked[request.id]
        self._work.appendleft(wanted, self._new_attempt(wanted))
        return []

    def _give_up(self, request: Speak, reason: str) -> list[int]:
        uses = [use for wanted in self._settled(request) for use in self._chunks[wanted]]
        for _, chunk in uses:
            self.tally.set_aside[chunk.place] = reason
            self._emit(events.ChunkSetAside(chunk.place, chunk.chunk.text, reason))
        return [index for index, _ in uses]

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

    def _new_attempt(self, wanted: Wanted) -> int:
        """A number that no finished attempt at the key has, and no other request of this render.

        One that was never recorded (a kill before its record was written) is made again, so that a
        render that was interrupted speaks what an undisturbed one would.
        """
        key, chosen = wanted
        attempt = max(chosen or 1, self._store.last_attempt(key) + 1, self._last_attempt.get(key, 0) + 1)
        self._last_attempt[key] = attempt
        return attempt

    def _report(self, index: int, chunk: PlannedChunk, take: StoredTake, *, reused: bool) -> None:
        title = self._plan.chapters[index].chapter.title
        self._emit(events.ChunkSpoken(chunk.place, title, take.seconds, reused, take.attempt))

    def _submit(self, index: int, assembly: Assembly) -> None:
        assembly.submit(index, self._edition.chapter_audio(self._plan.chapters[index], self.take_of))
