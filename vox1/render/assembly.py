"""Assembly: chapters levelled and encoded while later ones are still being spoken.

A few threads take what is next: to measure a complete chapter, or to encode a section of a measured one.
All read the takes from the store as they go, so memory does not grow with the book.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import numpy.typing as npt

from vox1 import events
from vox1.audio.aac import StretchEncoder
from vox1.audio.coding import Coding
from vox1.audio.ffmpeg import persistently
from vox1.audio.levelling import Levelling, levelled
from vox1.audio.measurement import Measurement, joined, measured
from vox1.audio.measurement import from_json as measurement_of
from vox1.control import Control
from vox1.errors import EncoderFailed, TakeDamaged, Vox1Error, disk_error, is_out_of_memory, memory_error
from vox1.outputs.m4b import Mark
from vox1.render.encoded import EncodedSections
from vox1.render.keys import canonical_json
from vox1.render.sections import ChapterAudio, Section, Segment, sections_of, sound
from vox1.render.takes import TakeStore

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.1
"""How often a wait looks whether the listener has cancelled."""
_MOST_THREADS = 2
"""One while the voice speaks: more would take the processor from it."""
_METER_REVISION = 1
"""Raised when our code changes what is measured of a chapter."""
_CODER_REVISION = 1
"""Raised when our code changes how a section is encoded."""


@dataclass(frozen=True, slots=True)
class Levels:
    """What was measured of a chapter, before levelling.

    Attributes:
        lufs: Its loudness, None where too quiet.
        peak_db: Sample peak.
        rms_db: RMS.
        noise_floor_db: RMS of its quietest half second.
    """

    lufs: float | None
    peak_db: float
    rms_db: float
    noise_floor_db: float


@dataclass(frozen=True, slots=True)
class LevelledChapter:
    """A chapter as it is in the audiobook.

    Attributes:
        audio: What it is made of.
        sections: What it is encoded as.
        levels: What was measured of it.
        levelling: What levelling does to it.
    """

    audio: ChapterAudio
    sections: tuple[Section, ...]
    levels: Levels
    levelling: Levelling

    @property
    def samples(self) -> int:
        """Its length in the audiobook."""
        return sum(section.samples for section in self.sections)


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be made.

    Attributes:
        chapters: How many there will be.
        coding: How they are levelled and encoded.
        is_joined: Whether their sections are encoded, to be joined; else they are levelled only.
    """

    chapters: int
    coding: Coding
    is_joined: bool = True


@dataclass(frozen=True, slots=True)
class Levelled:
    """All chapters of an audiobook.

    Attributes:
        chapters: In order.
        sample_rate_hz: Of their audio.
    """

    chapters: Sequence[LevelledChapter]
    sample_rate_hz: int

    def seconds(self, *chapters: LevelledChapter) -> float:
        """Return how long some chapters last together; all of them where none is named."""
        return sum(chapter.samples for chapter in chapters or self.chapters) / self.sample_rate_hz


@dataclass(slots=True)
class _Work:
    """A chapter on its way: its sections are measured first, and then encoded.

    Attributes:
        audio: The chapter.
        sections: All of its sections.
        waiting: Those that nobody has begun, the next one last.
        left: How many are not done.
        segments: Of the chapter, from the first section that is begun to the end of the last.
        levelled: Once all are measured.
    """

    audio: ChapterAudio
    sections: tuple[Section, ...]
    waiting: list[Section]
    left: int
    segments: Sequence[Segment] = ()
    levelled: LevelledChapter | None = None


class Assembly:
    """The threads and what passes between them.

    Chapters are submitted in any order. A chapter with a damaged take is handed back; submitted again, it is
    levelled again.
    """

    def __init__(
        self,
        target: Target,
        store: TakeStore,
        encoded: EncodedSections,
        emit: Callable[[events.Event], None],
        control: Control,
    ) -> None:
        self._target = target
        self._store = store
        self._encoded = encoded
        self._emit = emit
        self._control = control
        self._submitted: dict[int, ChapterAudio] = {}
        self._begun: dict[int, ChapterAudio] = {}
        self._works: dict[int, _Work] = {}
        self._done: dict[int, LevelledChapter] = {}
        self._damaged: dict[int, TakeDamaged] = {}
        self._error: Vox1Error | None = None
        self._is_stopped = False
        self._is_hurrying = False
        self._news = threading.Condition()
        self._encoders: set[StretchEncoder] = set()
        count = min(_MOST_THREADS, os.cpu_count() or 1)
        self._threads = [
            threading.Thread(target=self._guarded, args=(number,), daemon=True) for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, index: int, chapter: ChapterAudio) -> None:
        """Hand over a complete chapter, or once more after a damaged take in it was replaced.

        Args:
            index: Its place among the chapters narrated, from 0.
            chapter: With all of its takes.
        """
        with self._news:
            self._forget(index)
            self._submitted[index] = chapter
            self._news.notify_all()

    def hurry(self) -> None:
        """Work on several sections at once from now on: nothing is being spoken that must not wait."""
        with self._news:
            self._is_hurrying = True
            self._news.notify_all()

    def damage(self) -> TakeDamaged | None:
        """Return a damaged take that no chapter was submitted anew for; None if there is none.

        Raises:
            Vox1Error: Something went wrong.
        """
        with self._news:
            if self._error:
                raise self._error
            return next(iter(self._damaged.values()), None)

    def wait(self) -> TakeDamaged | None:
        """Wait until every chapter is encoded, or return a damaged take.

        Raises:
            Cancelled: The render was given up.
            Vox1Error: Something went wrong.
        """
        while True:
            self._control.check()
            damage = self.damage()
            if damage or self._is_complete:
                return damage
            if self._control.is_paused:
                self._rest()
            with self._news:
                self._news.wait(timeout=_LOOK_SECONDS)

    def _rest(self) -> None:
        self._emit(events.Paused())
        self._control.rest()
        self._control.check()
        self._emit(events.Resumed())

    @property
    def levelled(self) -> Levelled:
        """The chapters that are done, in order."""
        return Levelled([self._done[index] for index in sorted(self._done)], self._rate_hz)

    def frames(self, chapter: LevelledChapter) -> Iterator[bytes]:
        """Return the AAC frames of a chapter that is encoded, section by section.

        A section that was lost or damaged since it was encoded is encoded again.

        Raises:
            TakeDamaged: It cannot be.
            EncoderFailed: ffmpeg failed.
            DiskError: The disk refuses.
        """
        for section in chapter.sections:
            frames = self._encoded.frames(self._key(section, chapter.levelling))
            yield frames or self._made(section, chapter.levelling, chapter.audio.segments())

    def levelled_for(self, coding: Coding) -> Levelled:
        """Return the chapters that are done, levelled for a coding that may be another than the target's.

        Raises:
            TakeDamaged: One must be measured anew, and a take is not what was written.
            EncoderFailed: ffmpeg failed.
            DiskError: The disk refuses.
        """
        done = self.levelled
        if coding == self._target.coding:
            return done
        chapters = [
            replace(one, levelling=coding.levelling(self._measurement(one.audio, one.sections)))
            for one in done.chapters
        ]
        return replace(done, chapters=chapters)

    def sound(self, chapter: LevelledChapter) -> Iterator[npt.NDArray[np.float32]]:
        """Return a chapter as it is to be heard, before the limiter, full scale being 1.0.

        Raises:
            TakeDamaged: A take is not what was written.
        """
        segments = chapter.audio.segments()
        for section in chapter.sections:
            yield from self._levelled_sound(section, chapter.levelling, segments)

    def _levelled_sound(
        self, section: Section, levelling: Levelling, segments: Sequence[Segment]
    ) -> Iterator[npt.NDArray[np.float32]]:
        """A section as it goes to the limiter; its room tone begins with it, whatever was before."""
        preset, place = self._target.coding.preset, 0
        for block in self._sound(segments, section):
            yield levelled(block, place, levelling, preset, self._rate_hz)
            place += len(block)

    def used_keys(self) -> set[str]:
        """Return the names of all that the audiobook needs in the cache."""
        chapters = self.levelled.chapters
        return {self._measured_key(section) for chapter in chapters for section in chapter.sections} | {
            self._key(section, chapter.levelling) for chapter in chapters for section in chapter.sections
        }

    def stop(self) -> None:
        """Give up what is not done: end the encoders and all threads."""
        with self._news:
            self._is_stopped = True
            self._news.notify_all()
            encoders = list(self._encoders)
        for encoder in encoders:
            encoder.end()
        for thread in self._threads:
            thread.join()

    @property
    def _is_complete(self) -> bool:
        return len(self._done) == self._target.chapters

    def _guarded(self, number: int) -> None:
        """Work to the end, all but the first thread only in a hurry; what stops it reaches whoever waits."""
        try:
            while True:
                self._next_task(is_first=number == 0)()
        except _Stopped:
            return
        except Vox1Error as err:
            self._fail(err)
        except OSError as err:
            self._fail(disk_error(err, self._encoded.folder))
        except Exception as err:  # a thread's outermost edge: without this the render would wait for ever
            log.exception("Assembly failed")
            if is_out_of_memory(err):
                self._fail(memory_error())
            else:
                message = f"The audiobook could not be put together: {err}"
                self._fail(Vox1Error(message, "See the log for details."))

    def _fail(self, error: Vox1Error) -> None:
        with self._news:
            self._error = self._error or error
            self._is_stopped = True
            self._news.notify_all()

    def _next_task(self, *, is_first: bool) -> Callable[[], None]:
        """Wait for something to do: chapters that are begun before others, in the book's order.

        Raises:
            _Stopped: There will be nothing.
        """
        with self._news:
            self._news.wait_for(
                lambda: self._is_stopped or ((is_first or self._is_hurrying) and self._has_work())
            )
            if self._is_stopped:
                raise _Stopped
            index = self._waiting()
            if index is not None:
                work = self._works[index]
                return partial(self._do, index, work, work.waiting.pop())
            index = min(self._submitted)
            chapter = self._begun[index] = self._submitted.pop(index)
            return partial(self._begin, index, chapter)

    def _has_work(self) -> bool:
        return bool(self._submitted) or self._waiting() is not None

    def _waiting(self) -> int | None:
        """The first chapter with a section that nobody has begun."""
        return min((index for index, work in self._works.items() if work.waiting), default=None)

    def _forget(self, index: int) -> None:
        """Give up what is known of a chapter: it goes back, or was submitted anew."""
        for known in (self._submitted, self._begun, self._works, self._done, self._damaged):
            known.pop(index, None)

    def _between_blocks(self) -> None:
        """Go on, after a pause if there is one, or not at all. Never called while anybody else must wait."""
        self._control.rest(is_over=lambda: self._is_stopped)
        if self._is_stopped:
            raise _Stopped

    def _begin(self, index: int, chapter: ChapterAudio) -> None:
        """Cut a chapter into sections, and have those measured that never were."""
        sections = tuple(sections_of(chapter.segments(), self._rate_hz))
        unmeasured = [part for part in sections if not self._encoded.has_measured(self._measured_key(part))]
        work = _Work(chapter, sections, unmeasured[::-1], len(unmeasured))
        with self._news:
            if self._begun.get(index) is not chapter:  # it was submitted anew meanwhile
                return
            del self._begun[index]
            self._works[index] = work
            self._news.notify_all()
        if not unmeasured:
            self._go_on(index, work)

    def _do(self, index: int, work: _Work, section: Section) -> None:
        """Measure or encode a section; after the last one the chapter goes on."""
        try:
            segments = self._segments(work)
            if segments and work.levelled:
                self._made(section, work.levelled.levelling, segments)
            elif segments:
                self._measured(section, segments)
        except TakeDamaged as err:
            self._hand_back(index, work, err)
            return
        with self._news:
            if self._works.get(index) is not work:
                return
            if not segments:  # a take was replaced since: all begins anew
                self._forget(index)
                self._submitted[index] = work.audio
                self._news.notify_all()
                return
            work.left -= 1
            if work.left:
                return
        self._go_on(index, work)

    def _go_on(self, index: int, work: _Work) -> None:
        """Have a measured chapter encoded, or be done with it."""
        try:
            levelled = work.levelled or self._levelled(work.audio, work.sections)
        except TakeDamaged as err:
            self._hand_back(index, work, err)
            return
        missing = [] if work.levelled else [one for one in work.sections if self._is_missing(levelled, one)]
        with self._news:
            if self._works.get(index) is not work:
                return
            work.levelled, work.waiting, work.left = levelled, missing[::-1], len(missing)
            if not missing:
                del self._works[index]
                self._done[index] = levelled
            self._news.notify_all()
        if not missing:
            self._tell(levelled)

    def _hand_back(self, index: int, work: _Work, damage: TakeDamaged) -> None:
        """Have a chapter's damaged take spoken again."""
        with self._news:
            if self._works.get(index) is work:  # else it was submitted anew meanwhile
                self._forget(index)
                self._damaged[index] = damage
                self._news.notify_all()

    def _segments(self, work: _Work) -> Sequence[Segment]:
        """The segments of a chapter, held while it is worked on; none if a take was replaced since."""
        if not work.segments:
            segments = work.audio.segments()
            if tuple(sections_of(segments, self._rate_hz)) != work.sections:
                return ()
            work.segments = segments
        return work.segments

    def _is_missing(self, chapter: LevelledChapter, section: Section) -> bool:
        """Whether a section must be encoded."""
        return self._target.is_joined and not self._encoded.has(self._key(section, chapter.levelling))

    def _levelled(self, audio: ChapterAudio, sections: tuple[Section, ...]) -> LevelledChapter:
        whole = self._measurement(audio, sections)
        levels = Levels(whole.lufs, whole.peak_db, whole.rms_db, whole.noise_floor_db)
        return LevelledChapter(audio, sections, levels, self._target.coding.levelling(whole))

    def _measurement(self, audio: ChapterAudio, sections: Iterable[Section]) -> Measurement:
        """What was measured of a chapter; a section whose measurement is lost is measured again."""
        return joined(
            measurement_of(self._encoded.measured(self._measured_key(section)))
            or self._measured(section, audio.segments())
            for section in sections
        )

    def _measured(self, section: Section, segments: Sequence[Segment]) -> Measurement:
        """Measure a section, reading every take whole, and keep what was found.

        Raises:
            TakeDamaged: One of them is not what was written.
        """
        found = persistently(
            lambda: measured(self._sound(segments, section), self._rate_hz), self._warn("The loudness meter")
        )
        self._encoded.add_measured(self._measured_key(section), found.to_json())
        return found

    def _sound(self, segments: Sequence[Segment], section: Section) -> Iterator[npt.NDArray[np.int16]]:
        for block in sound(segments, section, self._store, self._rate_hz):
            self._between_blocks()
            yield block

    def _warn(self, what: str) -> Callable[[EncoderFailed], None]:
        """Tell the listener that something is started again, unless all is over."""

        def warn(err: EncoderFailed) -> None:
            if self._is_stopped:
                raise _Stopped
            self._emit(events.Warned(f"{what} ended early and is started again: {err.message}"))

        return warn

    def _made(self, section: Section, levelling: Levelling, segments: Sequence[Segment]) -> bytes:
        """Encode a section, keep it, and return its frames."""
        frames = persistently(
            lambda: self._encode_once(section, levelling, segments), self._warn("The encoder")
        )
        self._encoded.add(self._key(section, levelling), frames)
        return frames

    def _encode_once(self, section: Section, levelling: Levelling, segments: Sequence[Segment]) -> bytes:
        coding = self._target.coding
        scratch = self._encoded.scratch(f"{self._key(section, levelling)}-{threading.get_ident()}")
        with closing(StretchEncoder(scratch, self._rate_hz, coding.bitrate_kbps, coding.filters)) as encoder:
            with self._news:
                self._encoders.add(encoder)
            try:
                for block in self._levelled_sound(section, levelling, segments):
                    encoder.write(block)
                return encoder.finish()
            finally:
                with self._news:
                    self._encoders.discard(encoder)

    def _tell(self, chapter: LevelledChapter) -> None:
        audio, seconds = chapter.audio, chapter.samples / self._rate_hz
        lufs, gain_db = chapter.levels.lufs, chapter.levelling.gain_db
        self._emit(events.ChapterEncoded(audio.number, audio.title, seconds, lufs, gain_db))

    @property
    def _rate_hz(self) -> int:
        return self._target.coding.sample_rate_hz

    def _measured_key(self, section: Section) -> str:
        """The name of a section as it was spoken."""
        return _hash([_METER_REVISION, section.print, section.samples])

    def _key(self, section: Section, levelling: Levelling) -> str:
        """The name of a section as it is encoded."""
        coding, preset = self._target.coding, self._target.coding.preset
        how = [coding.bitrate_kbps, levelling.gain_db, levelling.ceiling_db, preset.room_tone_db]
        return _hash([_CODER_REVISION, section.print, section.samples, self._rate_hz, *how])


class _Stopped(Exception):  # not an error: the render was given up
    """The assembly was told to stop."""


def _hash(value: object) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()[:32]


def marks(chapters: Sequence[LevelledChapter], sample_rate_hz: int) -> list[Mark]:
    """Return where each chapter stands in the audiobook, rounded to the millisecond that both lists have."""
    placed = []
    begin = 0
    for chapter in chapters:
        end = begin + chapter.samples
        start_ms, end_ms = (round(place * 1000 / sample_rate_hz) for place in (begin, end))
        placed.append(Mark(chapter.audio.title, start_ms, end_ms))
        begin = end
    return placed
