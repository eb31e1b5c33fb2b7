"""The renderer: speak what the store does not hold, judge each take, and put the book together.

Its loop: plan, skip what is stored, speak, judge, store, have it heard, hand complete chapters to the
assembly.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from vox1 import events
from vox1.control import Control
from vox1.engines.host import EngineHost, NotSpoken, Spoken
from vox1.errors import InputError, TakeDamaged
from vox1.render.bench import Bench, Case
from vox1.render.division import divide
from vox1.render.edition import Edition
from vox1.render.judge import Judge
from vox1.render.keys import attempt_seed
from vox1.render.pieces import Composer, Division
from vox1.render.plan import PlannedChunk
from vox1.render.sections import ChapterAudio
from vox1.render.takes import StoredTake, TakeStore, best_take
from vox1.render.telemetry_rows import JudgedTake
from vox1.render.verdict import Standing
from vox1.render.word_check import WordCheck
from vox1.render.work import Wanted, Work
from vox1_worker.protocol import Speak, Take

log = logging.getLogger(__name__)

_TRIES = 3
"""Takes of one text before it is divided, or the best of them is used."""


class Recipient(Protocol):
    """Who gets complete chapters; an `Assembly` is one."""

    def submit(self, index: int, chapter: ChapterAudio) -> None:
        """Take a complete chapter, or one more time after a damaged take in it was replaced."""

    def damage(self) -> TakeDamaged | None:
        """Return a damaged take that no chapter was submitted anew for; None if there is none."""


@dataclass(slots=True)
class Tally:
    """What happened so far.

    Attributes:
        rendered: Chunks spoken in this run.
        reused: Chunks whose takes were stored.
        retries: Takes that were no good, by chunk place.
        set_aside: Chunks that could not be spoken: the reason by place.
    """

    rendered: int = 0
    reused: int = 0
    retries: Counter[str] = field(default_factory=Counter)
    set_aside: dict[str, str] = field(default_factory=dict)


class Renderer:
    """One render of one plan, on the caller's thread.

    Attributes:
        versions: Of the engine and its libraries, once it is loaded.
        sample_rate_hz: Of the takes, once there is one that was stored before.
        tally: What happened so far.
        tell_take: Called with each take that was spoken in this run, when it has its verdict by sound.
    """

    def __init__(
        self,
        edition: Edition,
        store: TakeStore,
        word_check: WordCheck,
        emit: Callable[[events.Event], None],
        control: Control,
    ) -> None:
        self._edition = edition
        self._ledger = edition.ledger
        self._takes = edition.ledger.used
        self._store = store
        self._word_check = word_check
        self._emit = emit
        self._control = control
        self._missing: Counter[int] = Counter()
        self._tried: Counter[Wanted] = Counter()
        self._last_attempt: dict[str, int] = {}
        self._replacing: set[Wanted] = set()
        self._replaced: set[Wanted] = set()
        self._damaged: set[Wanted] = set()
        self._doubtful: set[str] = set()
        self._work = Work(edition.ledger.queue, self._request, self._new_attempt)
        self._asked: dict[str, Wanted] = {}
        self._bench = Bench(store, control)
        self._judges: dict[tuple[int, str], Judge] = {}
        self._composer = Composer(store, emit)
        self._tries = _TRIES if edition.voice.engine.varies else 1
        self._pieces: dict[Wanted, PlannedChunk] = {}
        self._divisions: dict[Wanted, list[Division]] = defaultdict(list)
        self._given_up: set[Wanted] = set()
        self._provenance: dict[str, Any] = {}
        self._crashes: list[NotSpoken] = []
        self.versions: dict[str, str] = {}
        self.sample_rate_hz: int | None = None
        self.tally = Tally()
        self.tell_take: Callable[[JudgedTake], None] = lambda _: None
        voices = len(edition.cast.voices)
        self._to_be_tried_first = set(range(voices)) if voices > 1 else set[int]()

    def reuse_found(self) -> None:
        """Take over what the store holds already, and queue everything else in reading order.

        A take that was never heard is, before it is used, where there is a word check.
        """
        for wanted in self._ledger.wants():
            take = self._ledger.found.get(wanted)
            uses = self._ledger.uses(wanted)
            if take:
                self.sample_rate_hz = take.sample_rate_hz
            if take and (wanted.is_picked or not self._word_check.wants(take)):
                self._reuse(wanted, take, uses)
                continue
            self._missing.update(index for index, _ in uses)
            if take:
                self._hear(wanted, take)
            else:
                self._queue(wanted)

    def _reuse(self, wanted: Wanted, take: StoredTake, uses: Sequence[tuple[int, PlannedChunk]]) -> None:
        self._takes[wanted] = take
        for index, chunk in uses:
            self._tell_fault_of_picked(chunk, take)
            self._count_doubtful(chunk, take)
            self._report(index, chunk, take, reused=True)
        self.tally.reused += len(uses)

    def _tell_fault_of_picked(self, chunk: PlannedChunk, take: StoredTake) -> None:
        """Name a chunk whose text is not all in the take picked for it, which is used all the same."""
        if not take.is_whole:
            reason = "; ".join(("this take was picked for it", *take.reasons))
            self.tally.set_aside[chunk.place] = reason
            self._emit(events.ChunkSetAside(chunk.place, chunk.text, reason))

    def _queue(self, wanted: Wanted) -> None:
        """Have it judged, if an interrupted render left a take of it; else have it spoken, in its turn."""
        stored = self._store.attempts(wanted[0])
        unjudged = (take for take in stored if take.standing is Standing.UNJUDGED)
        take = next((take for take in unjudged if take.attempt >= (wanted[1] or 1)), None)
        chunk = self._chunk(wanted)
        if take:
            self._bench.submit(Case(wanted, chunk.spoken, self._judge(chunk), take))
        elif chunk.voice in self._to_be_tried_first:  # a name that is no voice must not come out at midnight
            self._to_be_tried_first.discard(chunk.voice)
            self._work.appendleft(wanted, self._new_attempt(wanted))
        else:
            self._ledger.queue.append(wanted)

    def _judge(self, chunk: PlannedChunk) -> Judge:
        """Who judges takes of a chunk."""
        heard = (chunk.voice, chunk.language)
        if heard not in self._judges:
            self._judges[heard] = Judge(
                self._edition.cast.voices[chunk.voice], chunk.language, self._edition.folders
            )
        return self._judges[heard]

    @property
    def has_work(self) -> bool:
        """Whether anything must be spoken, judged or heard."""
        return bool(self._work) or self._bench.is_busy or self._word_check.is_waiting

    def close(self) -> None:
        """Let go of what works beside the renderer. What is not judged yet is judged by the next render."""
        self._bench.close()

    @property
    def doubtful(self) -> int:
        """How many chunks have a take that may not sound right."""
        return len(self._doubtful)

    @property
    def has_takes(self) -> bool:
        """Whether anything at all can be heard."""
        return len(self._takes) > 0

    def submit_complete(self, assembly: Recipient) -> None:
        """Hand over the chapters of which nothing is missing."""
        for index in range(len(self._ledger.chapters)):
            if not self._missing[index]:
                self._submit(index, assembly)

    def speak_queued(
        self, running_host: Callable[[], EngineHost], assembly: Recipient, keep_room: Callable[[], None]
    ) -> None:
        """Speak what is missing, have it judged and heard, and hand over each chapter as it completes.

        Args:
            running_host: Returns the engine, started when it is first needed.
            assembly: Gets the chapters; hands back those with a damaged take.
            keep_room: Called after every take; waits while the disk is low.

        Raises:
            Cancelled: The render was given up.
            InputError: The engine has no such voice.
            Vox1Error: The engine, the disk or the assembly failed.
        """
        while self.has_work:
            if self._work:
                self._speak(running_host(), assembly, keep_room)
            self._take_verdicts(assembly, wait=True)
            keep_room()

    def _speak(self, host: EngineHost, assembly: Recipient, keep_room: Callable[[], None]) -> None:
        """Speak until nothing is queued."""
        loaded = host.loaded(self._control)
        self.versions = loaded.versions
        self._provenance = {"device": loaded.device, "versions": loaded.versions}
        for outcome in host.speak(self._work, self._control):
            if isinstance(outcome, Spoken):
                self._record_crashes()
                self._store_take(outcome)
            else:
                self._hand_over(self._refused(outcome), assembly)
            while self._bench.is_behind or self._word_check.is_behind:
                self._take_verdicts(assembly, wait=True)
            self._take_verdicts(assembly)
            keep_room()
        self._record_crashes()

    def _hand_over(self, settled: Iterable[int], assembly: Recipient) -> None:
        """Count chunks that are settled, by their chapters, and submit the chapters that are complete."""
        for index in settled:
            self._missing[index] -= 1
            if not self._missing[index]:
                self._submit(index, assembly)

    def _take_verdicts(self, assembly: Recipient, *, wait: bool = False) -> None:
        """Act on the verdicts that are there, having waited for one if asked to; words come after sound."""
        while found := self._bench.verdict(wait=wait):
            self._hand_over(self._judged(*found), assembly)
            wait = False
        for settled in self._word_check.wait(self._control) if wait else self._word_check.heard():
            self._hand_over(settled, assembly)
        if damage := assembly.damage():
            self.speak_again(damage, assembly)

    def speak_again(self, damage: TakeDamaged, assembly: Recipient) -> None:
        """Put a damaged take at the front of the queue; its chapters are submitted anew with it."""
        uses = {wanted: self._ledger.uses(wanted) for wanted in self._ledger.wants_of(damage.key)}
        if uses.keys() & self._replacing:
            return
        takes = {wanted: take for wanted in uses if (take := self._take(wanted))}
        damaged = [wanted for wanted, take in takes.items() if take.attempt == damage.attempt]
        if damaged:
            self._emit(events.Warned(f"{damage.message}; it is spoken again."))
        for wanted in damaged:
            self._word_check.forget(takes[wanted])
            self._replacing.add(wanted)
            self._replaced.add(wanted)
            self._damaged.add(wanted)
            if self._ledger.found.pop(wanted, None):
                self.tally.reused -= len(uses[wanted])
                self.tally.rendered += len(uses[wanted])
            self._missing.update(index for index, _ in uses[wanted])
        if damaged:  # one take serves them all
            self._work.appendleft(damaged[0], damage.attempt)
        for index in {index for use in uses.values() for index, _ in use}:
            if not self._missing[index]:  # it was replaced already: the chapter only has to be told
                self._submit(index, assembly)

    def _store_take(self, outcome: Spoken) -> None:
        """Record a take, and have it judged while the engine goes on."""
        request = outcome.request
        wanted = self._asked.pop(request.id)
        stored = self._store.add(request.key, request.attempt, outcome.take, self._provenance)
        judge = self._judge(self._chunk(wanted))
        # Thousands may wait; the marks are stored.
        reported = replace(outcome.take, marks=[])
        self._bench.submit(Case(wanted, request.text, judge, stored, reported))

    def _judged(self, case: Case, verdict: StoredTake | TakeDamaged) -> list[int]:
        """Use a take or try again; return the chapters that this brings nearer to completion."""
        if isinstance(verdict, TakeDamaged):
            return self._try_again(case.wanted, case.take.attempt, verdict.message)
        if case.reported:
            self.tell_take(self._judged_take(case.wanted, verdict, case.reported))
        if verdict.standing is Standing.GOOD and self._word_check.wants(verdict):
            self._hear(case.wanted, verdict)
            return []
        return self._passed_on(case.wanted, verdict)

    def _judged_take(self, wanted: Wanted, verdict: StoredTake, reported: Take) -> JudgedTake:
        chunk = self._chunk(wanted)
        number = int(chunk.place.partition(".")[0])
        title = next(chapter.title for chapter in self._ledger.chapters if chapter.number == number)
        voice = self._edition.cast.voices[chunk.voice].title
        return JudgedTake(chunk, title, voice, verdict, reported)

    def _hear(self, wanted: Wanted, take: StoredTake) -> None:
        """Have a take heard before it is used; where it does not say its text, it is spoken anew."""
        chunk = self._chunk(wanted)
        self._word_check.hear(
            take, chunk.spoken, chunk.language, lambda heard: self._passed_on(wanted, heard)
        )

    def _passed_on(self, wanted: Wanted, take: StoredTake) -> list[int]:
        """Use a take that was judged, and heard if it is to be, or ask for another."""
        reason = "; ".join(take.reasons)
        if take.is_settled or self._is_as_picked(wanted, take):
            return self._settle(self._settled(wanted), take, reason)
        self._ledger.found.pop(wanted, None)
        return self._try_again(wanted, take.attempt, reason)

    def _is_as_picked(self, wanted: Wanted, take: StoredTake) -> bool:
        """Whether a take spoken anew, its file having been damaged, is byte for byte what was picked."""
        picked = self._takes.get(wanted)
        return wanted.is_picked and picked is not None and picked.sha256 == take.sha256

    def _settle(self, wants: Iterable[Wanted], stored: StoredTake | None, reason: str = "") -> list[int]:
        """Use a take, or none, for all it was wanted for; return the chapters that come nearer to completion.

        Args:
            wants: What it was wanted for.
            stored: The take; None where nothing can be heard.
            reason: Why the take is not good, or why there is none.
        """
        settled = []
        for wanted in wants:
            uses = self._ledger.uses(wanted)
            settled += [index for index, _ in uses]
            is_new, is_reused = wanted not in self._replaced, wanted in self._ledger.found
            self._damaged.discard(wanted)
            if stored:
                self._takes[wanted] = stored
            else:
                self._takes.pop(wanted, None)
                self._given_up.add(wanted)
            for index, chunk in uses:
                if stored and is_new:
                    self._report(index, chunk, stored, reused=is_reused)
                self._tell_doubts(chunk, stored, reason)
            if stored and is_new:
                self.tally.reused += is_reused * len(uses)
                self.tally.rendered += (not is_reused) * len(uses)
            if len(self._ledger.wants_of(wanted[0])) < 2:  # else another attempt may be on its way
                self._last_attempt.pop(wanted[0], None)
            for division in self._divisions.pop(wanted, []):
                settled += self._joined(division)
        return settled

    def _tell_doubts(self, chunk: PlannedChunk, stored: StoredTake | None, reason: str) -> None:
        """Tell of a chunk that cannot be heard, or not as it should."""
        self._count_doubtful(chunk, stored)
        if stored is None or not stored.is_whole:
            self.tally.set_aside[chunk.place] = reason
            self._emit(events.ChunkSetAside(chunk.place, chunk.text, reason))
        elif _is_doubtful(stored):
            self._emit(events.ChunkDoubtful(chunk.place, chunk.text, reason))

    def _count_doubtful(self, chunk: PlannedChunk, take: StoredTake | None) -> None:
        if take and _is_doubtful(take):
            self._doubtful.add(chunk.place)
        else:
            self._doubtful.discard(chunk.place)

    def _settled(self, wanted: Wanted) -> set[Wanted]:
        """What a take is for: one want, or all that a damaged take had served."""
        wants = {wanted} | {want for want in self._replacing if want[0] == wanted[0]}
        self._replacing -= wants
        return wants

    def _refused(self, outcome: NotSpoken) -> list[int]:
        """Try again, or give up; return the chapters that this brings nearer to completion.

        Raises:
            InputError: The engine has no such voice: no other chunk would fare better.
        """
        log.warning("Take %s, attempt %s: %s", outcome.request.key, outcome.request.attempt, outcome.message)
        if outcome.code == "voice":
            raise self._no_voice(outcome)
        wanted = self._asked.pop(outcome.request.id)
        if outcome.code == "crash":  # it would end more workers in pieces too
            self._crashes.append(outcome)
            return self._use_best(self._settled(wanted), outcome.message)
        return self._try_again(wanted, outcome.request.attempt, outcome.message)

    def _no_voice(self, outcome: NotSpoken) -> InputError:
        """Say whose voice it is that the engine has not."""
        chunk = self._chunk(self._asked[outcome.request.id])
        shown = f"`voices list --engine {self._edition.voice.engine.id}` shows the voices"
        if chunk.voice:
            chapter = chunk.place.partition(".")[0]
            message = f"{outcome.message}, which the book names for chapter {chapter} or somebody in it"
            return InputError(
                message, f"{shown}; name another there, or with `takes chapter`.", "unknown-voice"
            )
        message = f"{outcome.message}, so nothing can be spoken with it"
        return InputError(message, f"{shown}; choose one with --voice.", "unknown-voice")

    def _record_crashes(self) -> None:
        """Record the attempts that ended their workers, now that the engine has shown that it works.

        One that breaks down on everything is not the chunk's fault: after it is mended, the chunk gets
        the attempt that it gets in an undisturbed render.
        """
        for crash in self._crashes:
            self._store.add_crash(crash.request.key, crash.request.attempt, crash.message, self._provenance)
        self._crashes.clear()

    def _try_again(self, wanted: Wanted, attempt: int, reason: str) -> list[int]:
        """Ask for another take; after the last, divide the chunk; where it cannot be, use the best take."""
        self._tried[wanted] += 1
        chunk = self._chunk(wanted)
        self.tally.retries[chunk.place] += 1
        self._emit(events.ChunkRetried(chunk.place, attempt, reason))
        if self._tried[wanted] < self._tries:
            self._work.appendleft(wanted, self._new_attempt(wanted))
            return []
        wants = self._settled(wanted)
        pieces = [] if wanted in self._pieces else divide(chunk.spoken, chunk.language)
        if len(pieces) < 2:
            return self._use_best(wants, reason)
        return self._divide(Division(frozenset(wants), self._wanted_pieces(chunk, pieces), reason))

    def _wanted_pieces(self, chunk: PlannedChunk, pieces: Iterable[str]) -> tuple[Wanted, ...]:
        """Name the pieces of a chunk; one that is a chunk elsewhere in the book is the same take."""
        wants = []
        for text in pieces:
            key = self._edition.cast.voices[chunk.voice].key(text, chunk.language)
            wanted = Wanted(key)
            if not self._ledger.uses(wanted):
                self._pieces[wanted] = replace(chunk, key=key, attempt=None, text=text, spoken=text)
            wants.append(wanted)
        return tuple(wants)

    def _divide(self, division: Division) -> list[int]:
        """Ask for the pieces of a chunk, before anything else."""
        for wanted in reversed(dict.fromkeys(division.pieces)):
            stored = self._take(wanted) or self._store.find(wanted.key)
            if stored and not self._word_check.wants(stored):
                self._takes[wanted] = stored
            elif wanted not in self._given_up:
                if wanted in self._pieces and not self._divisions[wanted]:
                    self._ask_for_piece(wanted, stored)
                # Only while it waits: what is settled may be spoken again, and would settle the whole twice.
                self._divisions[wanted].append(division)
        return self._joined(division)

    def _joined(self, division: Division) -> list[int]:
        """Put the takes of all pieces together, once each has one or was given up."""
        pieces = [piece for piece in division.pieces if piece not in self._given_up]
        missing = [piece for piece in pieces if self._take(piece) is None]
        for piece in missing:  # one may have had a take that turned out damaged
            if division not in self._divisions[piece]:
                self._divisions[piece].append(division)
        if missing:
            return []
        self._composer.compose(division, self._takes, self._new_attempt, self._provenance)
        return self._use_best(division.wants, division.reason)

    def _ask_for_piece(self, wanted: Wanted, stored: StoredTake | None) -> None:
        """Have a piece heard, if it was spoken before; else have it spoken next."""
        if stored:
            self._hear(wanted, stored)
        else:
            self._work.appendleft(wanted, self._new_attempt(wanted))

    def _use_best(self, wants: Iterable[Wanted], reason: str) -> list[int]:
        """Use the best take there is of a text, however good that is."""
        wants = list(wants)
        key, chosen, _ = min(wants, key=str)
        best = best_take(take for take in self._store.attempts(key) if take.attempt >= (chosen or 1))
        if best and self._word_check.wants(best):
            chunk = self._chunk(wants[0])
            self._word_check.hear(best, chunk.spoken, chunk.language, lambda _: self._use_best(wants, reason))
            return []
        if best and best.standing is Standing.DOUBTFUL:
            best = self._store.keep(best)
        return self._settle(wants, best, "; ".join(best.reasons) if best else reason)

    def _take(self, wanted: Wanted) -> StoredTake | None:
        """The take used for what is wanted; None where it has none yet, or a damaged one."""
        return None if wanted in self._damaged else self._takes.get(wanted)

    def _chunk(self, wanted: Wanted) -> PlannedChunk:
        """The first chunk that a take is wanted for, or the piece of one."""
        return self._pieces.get(wanted) or self._ledger.uses(wanted)[0][1]

    def _request(self, wanted: Wanted, attempt: int) -> Speak:
        key, chunk = wanted[0], self._chunk(wanted)
        voice = self._edition.cast.voices[chunk.voice]
        request = Speak(
            id=f"{chunk.place}/{key[:8]}/{attempt}",
            key=key,
            attempt=attempt,
            seed=attempt_seed(key, attempt),
            text=chunk.spoken,
            voice=voice.asked,
            style=voice.style,
            language=chunk.language,
            settings=voice.settings,
            budget_seconds=voice.engine.budget_seconds(chunk.spoken),
            out_path=str(self._store.path_of(key, attempt)),
        )
        self._asked[request.id] = wanted
        return request

    def _new_attempt(self, wanted: Wanted) -> int:
        """A number that no finished attempt at the key has, and no other request of this render.

        One that was never recorded (a kill before its record was written) is made again, so that a
        render that was interrupted speaks what an undisturbed one would.
        """
        key, chosen, _ = wanted
        attempt = max(chosen or 1, self._store.last_attempt(key) + 1, self._last_attempt.get(key, 0) + 1)
        self._last_attempt[key] = attempt
        return attempt

    def _report(self, index: int, chunk: PlannedChunk, take: StoredTake, *, reused: bool) -> None:
        title = self._ledger.chapters[index].title
        self._emit(events.ChunkSpoken(chunk.place, title, take.seconds, reused, take.attempt))

    def _submit(self, index: int, assembly: Recipient) -> None:
        assembly.submit(index, self._edition.chapter_audio(index))


def _is_doubtful(take: StoredTake) -> bool:
    return take.standing is Standing.DOUBTFUL
