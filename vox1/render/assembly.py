"""Assembly: chapters levelled and encoded while later ones are still being spoken.

A few threads take what is next: to measure a complete chapter, or to encode a section of a measured one.
All read the takes from the store as they go, so memory does not grow with the book.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from vox1 import events
from vox1.audio import loudness
from vox1.audio.aac import LIMIT_DB, StretchEncoder
from vox1.audio.ffmpeg import persistently
from vox1.audio.levels import LevelMeter
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
"""More would take the processor from the voice."""
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
        key: Names what was measured of it.
        levels: What that is.
        gain_db: What levelling adds.
    """

    audio: ChapterAudio
    sections: tuple[Section, ...]
    key: str
    levels: Levels
    gain_db: float

    @property
    def samples(self) -> int:
        """Its length in the audiobook."""
        return sum(section.samples for section in self.sections)


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be made.

    Attributes:
        chapters: How many there will be.
        sample_rate_hz: Of every take, and of the audiobook.
        loudness_lufs: Of each chapter.
        bitrate_kbps: Of the AAC audio; 0 where none is wanted, and chapters are levelled only.
    """

    chapters: int
    sample_rate_hz: int
    loudness_lufs: float
    bitrate_kbps: int


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
class _Encoding:
    """A levelled chapter on its way.

    Attributes:
        chapter: The chapter.
        waiting: Its sections that nobody has begun, the next one last.
        left: How many are not encoded.
        segments: Of the chapter, from the first section that is begun to the end of the last.
    """

    chapter: LevelledChapter
    waiting: list[Section]
    left: int
    segments: Sequence[Segment] = ()


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
        self._levelling: dict[int, ChapterAudio] = {}
        self._encoding: dict[int, _Encoding] = {}
        self._done: dict[int, LevelledChapter] = {}
        self._damaged: dict[int, TakeDamaged] = {}
        self._error: Vox1Error | None = None
        self._is_stopped = False
        self._news = threading.Condition()
        self._encoders: set[StretchEncoder] = set()
        count = min(_MOST_THREADS, os.cpu_count() or 1)
        self._threads = [threading.Thread(target=self._guarded, daemon=True) for _ in range(count)]
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
        return Levelled([self._done[index] for index in sorted(self._done)], self._target.sample_rate_hz)

    def frames(self, chapter: LevelledChapter) -> Iterator[bytes]:
        """Return the AAC frames of a chapter that is encoded, section by section.

        A section that was lost or damaged since it was encoded is encoded again.

        Raises:
            TakeDamaged: It cannot be.
            EncoderFailed: ffmpeg failed.
            DiskError: The disk refuses.
        """
        for section in chapter.sections:
            frames = self._encoded.frames(self._key(chapter, section))
            yield frames or self._made(chapter, section, chapter.audio.segments())

    def sound(self, chapter: LevelledChapter) -> Iterator[npt.NDArray[np.float32]]:
        """Return a levelled chapter as it is to be heard, before the limiter, full scale being 1.0.

        Raises:
            TakeDamaged: A take is not what was written.
        """
        return self._levelled_sound(chapter, chapter.sections, chapter.audio.segments())

    def _levelled_sound(
        self, chapter: LevelledChapter, sections: Sequence[Section], segments: Sequence[Segment]
    ) -> Iterator[npt.NDArray[np.float32]]:
        factor = np.float32(10 ** (chapter.gain_db / 20) / 32768)
        for block in self._sound(segments, sections):
            yield block.astype(np.float32) * factor

    def used_keys(self) -> set[str]:
        """Return the names of all that the audiobook needs in the cache."""
        chapters = self.levelled.chapters
        return {chapter.key for chapter in chapters} | {
            self._key(chapter, section) for chapter in chapters for section in chapter.sections
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

    def _guarded(self) -> None:
        """Work to the end; what stops it reaches whoever waits."""
        try:
            while True:
                self._next_task()()
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

    def _next_task(self) -> Callable[[], None]:
        """Wait for something to do: sections before chapters, in the book's order.

        Raises:
            _Stopped: There will be nothing.
        """
        with self._news:
            self._news.wait_for(lambda: self._is_stopped or self._submitted or self._waiting() is not None)
            if self._is_stopped:
                raise _Stopped
            index = self._waiting()
            if index is not None:
                encoding = self._encoding[index]
                return partial(self._encode, index, encoding, encoding.waiting.pop())
            index = min(self._submitted)
            chapter = self._levelling[index] = self._submitted.pop(index)
            return partial(self._level, index, chapter)

    def _waiting(self) -> int | None:
        """The first chapter with a section that nobody has begun."""
        return min((index for index, encoding in self._encoding.items() if encoding.waiting), default=None)

    def _forget(self, index: int) -> None:
        """Give up what is known of a chapter: it goes back, or was submitted anew."""
        for known in (self._submitted, self._levelling, self._encoding, self._done, self._damaged):
            known.pop(index, None)

    def _hand_back(self, index: int, damage: TakeDamaged) -> None:
        """Have a chapter's damaged take spoken again. Only called while the news are held."""
        self._forget(index)
        self._damaged[index] = damage
        self._news.notify_all()

    def _between_blocks(self) -> None:
        """Go on, after a pause if there is one, or not at all. Never called while anybody else must wait."""
        self._control.rest(is_over=lambda: self._is_stopped)
        if self._is_stopped:
            raise _Stopped

    def _level(self, index: int, chapter: ChapterAudio) -> None:
        """Measure a chapter, and list what of it must be encoded."""
        try:
            levelled = self._levelled(chapter)
        except TakeDamaged as err:
            with self._news:
                if self._levelling.get(index) is chapter:  # else it was submitted anew meanwhile
                    self._hand_back(index, err)
            return
        waiting = [part for part in levelled.sections if self._is_missing(levelled, part)]
        with self._news:
            if self._levelling.get(index) is not chapter:
                return
            del self._levelling[index]
            if waiting:
                self._encoding[index] = _Encoding(levelled, waiting[::-1], len(waiting))
                self._news.notify_all()
                return
            self._done[index] = levelled
        self._tell(levelled)

    def _is_missing(self, chapter: LevelledChapter, section: Section) -> bool:
        """Whether a section must be encoded."""
        return bool(self._target.bitrate_kbps) and not self._encoded.has(self._key(chapter, section))

    def _levelled(self, chapter: ChapterAudio) -> LevelledChapter:
        segments = chapter.segments()
        sections = tuple(sections_of(segments, self._target.sample_rate_hz))
        prints = [[section.print, section.samples] for section in sections]
        key = _hash([_METER_REVISION, self._target.sample_rate_hz, prints])
        levels = _levels(self._encoded.measured(key))
        if levels is None:
            levels = self._measured(segments, sections)
            self._encoded.add_measured(key, asdict(levels))
        gain_db = round(loudness.gain_db(levels.lufs, self._target.loudness_lufs), 1)
        return LevelledChapter(chapter, sections, key, levels, gain_db)

    def _measured(self, segments: Sequence[Segment], sections: Sequence[Section]) -> Levels:
        """Measure a chapter, reading every take whole.

        Raises:
            TakeDamaged: One of them is not what was written.
        """

        def measure() -> Levels:
            meter = LevelMeter(self._target.sample_rate_hz)
            blocks = self._metered(self._sound(segments, sections), meter)
            lufs = loudness.measure(blocks, self._target.sample_rate_hz)
            return Levels(lufs, meter.peak_db, meter.rms_db, meter.noise_floor_db)

        return persistently(measure, self._warn("The loudness meter"))

    def _sound(
        self, segments: Sequence[Segment], sections: Sequence[Section]
    ) -> Iterator[npt.NDArray[np.int16]]:
        for section in sections:
            for block in sound(segments, section, self._store, self._target.sample_rate_hz):
                self._between_blocks()
                yield block

    def _metered(
        self, blocks: Iterator[npt.NDArray[np.int16]], meter: LevelMeter
    ) -> Iterator[npt.NDArray[np.int16]]:
        for block in blocks:
            meter.add(block.astype(np.float32) / np.float32(32768))
            yield block

    def _warn(self, what: str) -> Callable[[EncoderFailed], None]:
        """Tell the listener that something is started again, unless all is over."""

        def warn(err: EncoderFailed) -> None:
            if self._is_stopped:
                raise _Stopped
            self._emit(events.Warned(f"{what} ended early and is started again: {err.message}"))

        return warn

    def _encode(self, index: int, encoding: _Encoding, section: Section) -> None:
        """Encode a section; with the last of its chapter, the chapter is done."""
        try:
            segments = self._segments(encoding)
            if segments:
                self._made(encoding.chapter, section, segments)
        except TakeDamaged as err:
            with self._news:
                if self._encoding.get(index) is encoding:
                    self._hand_back(index, err)
            return
        with self._news:
            if self._encoding.get(index) is not encoding:
                return
            if not segments:
                self._forget(index)
                self._submitted[index] = encoding.chapter.audio
                return
            encoding.left -= 1
            if encoding.left:
                return
            del self._encoding[index]
            self._done[index] = encoding.chapter
        self._tell(encoding.chapter)

    def _segments(self, encoding: _Encoding) -> Sequence[Segment]:
        """The segments of a chapter being encoded, held until it is; none if one was replaced since."""
        if not encoding.segments:
            segments = encoding.chapter.audio.segments()
            if tuple(sections_of(segments, self._target.sample_rate_hz)) != encoding.chapter.sections:
                return ()
            encoding.segments = segments
        return encoding.segments

    def _made(self, chapter: LevelledChapter, section: Section, segments: Sequence[Segment]) -> bytes:
        """Encode a section, keep it, and return its frames."""
        frames = persistently(
            lambda: self._encode_once(chapter, section, segments), self._warn("The encoder")
        )
        self._encoded.add(self._key(chapter, section), frames)
        return frames

    def _encode_once(self, chapter: LevelledChapter, section: Section, segments: Sequence[Segment]) -> bytes:
        target = self._target
        scratch = self._encoded.scratch(f"{self._key(chapter, section)}-{threading.get_ident()}")
        with closing(StretchEncoder(scratch, target.sample_rate_hz, target.bitrate_kbps)) as encoder:
            with self._news:
                self._encoders.add(encoder)
            try:
                for block in self._levelled_sound(chapter, [section], segments):
                    encoder.write(block)
                return encoder.finish()
            finally:
                with self._news:
                    self._encoders.discard(encoder)

    def _tell(self, chapter: LevelledChapter) -> None:
        """Tell of a chapter that is done, whoever waits for it and the listener."""
        with self._news:
            self._news.notify_all()
        audio, seconds = chapter.audio, chapter.samples / self._target.sample_rate_hz
        self._emit(
            events.ChapterEncoded(audio.number, audio.title, seconds, chapter.levels.lufs, chapter.gain_db)
        )

    def _key(self, chapter: LevelledChapter, section: Section) -> str:
        """The name of a section as it is encoded."""
        target = self._target
        coding = [target.sample_rate_hz, target.bitrate_kbps, chapter.gain_db, LIMIT_DB]
        return _hash([_CODER_REVISION, section.print, section.samples, *coding])


class _Stopped(Exception):  # not an error: the render was given up
    """The assembly was told to stop."""


def _hash(value: object) -> str:
    return hashlib.sha256(canonical_json(value)).hexdigest()[:32]


def _levels(measured: dict[str, object] | None) -> Levels | None:
    try:
        return Levels(**measured) if measured else None  # type: ignore[arg-type]  # checked by the next line
    except TypeError:
        return None


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
