"""Assembly: chapters levelled and encoded while later ones are still being spoken.

Two threads in a line: one measures each chapter as it completes, one feeds the encoder. Both read the
takes from the store as they go, so memory does not grow with the book.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vox1 import events
from vox1.audio import loudness
from vox1.audio.ffmpeg import persistently
from vox1.audio.levels import LevelMeter
from vox1.control import Control
from vox1.errors import EncoderFailed, TakeDamaged, Vox1Error, disk_error, is_out_of_memory, memory_error
from vox1.outputs.m4b import Encoder, Mark, samples_per_grain
from vox1.render.takes import StoredTake, TakeStore

log = logging.getLogger(__name__)

_LOOK_SECONDS = 0.1
"""How often a wait looks whether the listener has cancelled."""
_BLOCK_SAMPLES = 2**15
"""What is levelled and encoded at a time: of a whole take, the float copies would be megabytes."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A take and the silence after it.

    Attributes:
        take: None for a chunk that could not be spoken.
        pause_ms: Length of the silence.
    """

    take: StoredTake | None
    pause_ms: int


@dataclass(frozen=True, slots=True)
class ChapterAudio:
    """A chapter with all of its takes.

    Attributes:
        number: In the book.
        title: For the player.
        segments: Returns its segments in order. They are asked for anew whenever it is read, so that the
            takes of a long book are never held all at once.
    """

    number: int
    title: str
    segments: Callable[[], Sequence[Segment]]


@dataclass(frozen=True, slots=True)
class LevelledChapter:
    """A chapter as it is in the audiobook.

    Attributes:
        audio: What it is made of.
        lufs: Loudness before levelling, None where too quiet.
        gain_db: What levelling adds.
        samples: Its length with padding.
        peak_db: Sample peak after the gain, before the limiter.
        rms_db: RMS after the gain.
        noise_floor_db: RMS of its quietest half second after the gain.
    """

    audio: ChapterAudio
    lufs: float | None
    gain_db: float
    samples: int
    peak_db: float
    rms_db: float
    noise_floor_db: float


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be made.

    Attributes:
        path: The temporary .m4a.
        chapters: How many there will be.
        sample_rate_hz: Of every take, and of the audiobook.
        loudness_lufs: Of each chapter.
        bitrate_kbps: Of the AAC audio.
    """

    path: Path
    chapters: int
    sample_rate_hz: int
    loudness_lufs: float
    bitrate_kbps: int


class Assembly:
    """The two threads and what passes between them.

    Chapters are submitted in any order and encoded in the book's. A chapter with a damaged take is
    handed back; submitted again, it is levelled again, and the encoder starts again if it must.
    """

    def __init__(
        self, target: Target, store: TakeStore, emit: Callable[[events.Event], None], control: Control
    ) -> None:
        self._target = target
        self._store = store
        self._emit = emit
        self._control = control
        self._submitted: dict[int, ChapterAudio] = {}
        self._levelled: dict[int, LevelledChapter] = {}
        self._encoded: list[LevelledChapter] | None = None
        self._damaged: dict[int, TakeDamaged] = {}
        self._error: Vox1Error | None = None
        self._is_stopped = False
        self._news = threading.Condition()
        self._encoder: Encoder | None = None
        self._threads = [
            threading.Thread(target=self._guarded, args=(stage,), daemon=True)
            for stage in (self._level_all, self._encode_all)
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
            self._submitted[index] = chapter
            self._levelled.pop(index, None)
            self._damaged.pop(index, None)
            self._news.notify_all()

    def damage(self) -> TakeDamaged | None:
        """Return a damaged take that no chapter was submitted anew for; None if there is none.

        Raises:
            Vox1Error: A stage failed.
        """
        with self._news:
            if self._error:
                raise self._error
            return next(iter(self._damaged.values()), None)

    def wait(self) -> TakeDamaged | None:
        """Wait until the audio is encoded, or return a damaged take.

        Raises:
            Cancelled: The render was given up.
            Vox1Error: A stage failed.
        """
        while True:
            self._control.check()
            damage = self.damage()
            if damage or self._encoded is not None:
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
    def chapters(self) -> Sequence[LevelledChapter]:
        """The chapters as they were encoded, in order; empty before all of them are."""
        return self._encoded or ()

    def stop(self) -> None:
        """Give up what is not done: end the encoder and both threads."""
        with self._news:
            self._is_stopped = True
            self._news.notify_all()
            encoder = self._encoder
        if encoder:
            encoder.end()
        for thread in self._threads:
            thread.join()

    def _guarded(self, stage: Callable[[], None]) -> None:
        """Run a stage to its end; what stops it reaches whoever waits."""
        try:
            stage()
        except _Stopped:
            return
        except Vox1Error as err:
            self._fail(err)
        except OSError as err:
            self._fail(disk_error(err, self._target.path))
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

    def _hand_back(self, index: int, damage: TakeDamaged) -> None:
        """Have a chapter's damaged take spoken again."""
        with self._news:
            self._submitted.pop(index, None)
            self._levelled.pop(index, None)
            self._damaged[index] = damage
            self._news.notify_all()

    def _leave_if_stopped(self) -> None:
        if self._is_stopped:
            raise _Stopped

    def _between_blocks(self) -> None:
        """Go on, after a pause if there is one, or not at all. Never called while anybody else must wait."""
        self._control.rest(is_over=lambda: self._is_stopped)
        self._leave_if_stopped()

    def _level_all(self) -> None:
        while (index := self._next_to_level()) is not None:
            chapter = self._submitted[index]
            try:
                levelled = self._level(chapter)
            except TakeDamaged as err:
                self._hand_back(index, err)
                continue
            with self._news:
                if self._submitted.get(index) is chapter:  # else it was submitted anew meanwhile
                    self._levelled[index] = levelled
                    self._news.notify_all()

    def _next_to_level(self) -> int | None:
        """The first chapter that waits to be levelled; None when all are encoded."""
        with self._news:
            self._news.wait_for(lambda: self._is_stopped or self._encoded is not None or self._unlevelled())
            self._leave_if_stopped()
            return min(self._unlevelled(), default=None)

    def _unlevelled(self) -> set[int]:
        return self._submitted.keys() - self._levelled

    def _level(self, chapter: ChapterAudio) -> LevelledChapter:
        """Measure a chapter, reading every take whole.

        Raises:
            TakeDamaged: One of them is not what was written.
        """
        lufs, meter = persistently(lambda: self._measured(chapter), self._warn("The loudness meter"))
        gain_db = loudness.gain_db(lufs, self._target.loudness_lufs)
        levels = (meter.peak_db + gain_db, meter.rms_db + gain_db, meter.noise_floor_db + gain_db)
        return LevelledChapter(chapter, lufs, gain_db, meter.samples, *levels)

    def _measured(self, chapter: ChapterAudio) -> tuple[float | None, LevelMeter]:
        meter = LevelMeter(self._target.sample_rate_hz)
        return loudness.measure(self._metered(chapter, meter), self._target.sample_rate_hz), meter

    def _warn(self, what: str) -> Callable[[EncoderFailed], None]:
        """Tell the listener that something is started again, unless all is over."""

        def warn(err: EncoderFailed) -> None:
            self._leave_if_stopped()
            self._emit(events.Warned(f"{what} ended early and is started again: {err.message}"))

        return warn

    def _metered(self, chapter: ChapterAudio, meter: LevelMeter) -> Iterator[npt.NDArray[np.int16]]:
        for block in self._blocks(chapter):
            self._between_blocks()
            meter.add(block.astype(np.float32) / np.float32(32768))
            yield block

    def _blocks(self, chapter: ChapterAudio) -> Iterator[npt.NDArray[np.int16]]:
        """A chapter's takes and pauses, and silence up to a whole millisecond."""
        rate = self._target.sample_rate_hz
        length = 0
        for segment in chapter.segments():
            silence = np.zeros(segment.pause_ms * rate // 1000, np.int16)
            for samples in (self._store.read(segment.take) if segment.take else silence[:0], silence):
                for start in range(0, len(samples), _BLOCK_SAMPLES):
                    yield samples[start : start + _BLOCK_SAMPLES]
                length += len(samples)
        yield np.zeros(-length % samples_per_grain(rate), np.int16)

    def _encode_all(self) -> None:
        encoded = None
        while encoded is None:
            try:  # an encoder that dies is started again from the first chapter
                encoded = persistently(self._encode_once, self._warn("The encoder"))
            except _Interrupted:
                log.warning("The encoder is started again: a take was damaged or replaced under it")
        with self._news:
            self._encoded = encoded
            self._news.notify_all()

    def _encode_once(self) -> list[LevelledChapter]:
        """Encode every chapter in order.

        Raises:
            EncoderFailed: ffmpeg ended with an error.
            _Interrupted: A take was damaged or replaced since its chapter was levelled.
        """
        target = self._target
        with self._news:
            self._leave_if_stopped()
            self._encoder = Encoder(target.path, target.sample_rate_hz, target.bitrate_kbps)
        encoded = []
        try:
            for index in range(target.chapters):
                chapter = self._levelled_chapter(index)
                try:
                    samples = self._encode(chapter)
                except TakeDamaged as err:
                    self._hand_back(index, err)
                    raise _Interrupted from err
                if samples != chapter.samples:
                    self._level_again(index, chapter)
                    raise _Interrupted
                encoded.append(chapter)
            self._encoder.finish()
        finally:
            self._encoder.close()
        return encoded

    def _level_again(self, index: int, chapter: LevelledChapter) -> None:
        """Have a chapter levelled anew in which a take was replaced since."""
        with self._news:
            if self._levelled.get(index) is chapter:
                del self._levelled[index]
                self._news.notify_all()

    def _levelled_chapter(self, index: int) -> LevelledChapter:
        with self._news:
            self._news.wait_for(lambda: self._is_stopped or index in self._levelled)
            self._leave_if_stopped()
            return self._levelled[index]

    def _encode(self, chapter: LevelledChapter) -> int:
        """Encode a chapter and return its length in samples: not the levelled one, if a take changed."""
        assert self._encoder is not None  # noqa: S101  # called from `_encode_once`
        factor = np.float32(10 ** (chapter.gain_db / 20) / 32768)
        samples = 0
        for block in self._blocks(chapter.audio):
            self._between_blocks()
            self._encoder.write(block.astype(np.float32) * factor)
            samples += len(block)
        if samples == chapter.samples:
            seconds, audio = samples / self._target.sample_rate_hz, chapter.audio
            encoded = (audio.number, audio.title, seconds, chapter.lufs, chapter.gain_db)
            self._emit(events.ChapterEncoded(*encoded))
        return samples


class _Stopped(Exception):  # not an error: the render was given up
    """The assembly was told to stop."""


class _Interrupted(Exception):  # not an error: the encoder begins again
    """A chapter went back while it was being encoded."""


def marks(chapters: Sequence[LevelledChapter], sample_rate_hz: int) -> list[Mark]:
    """Return where each chapter stands in the audiobook, true to the millisecond."""
    placed = []
    start = 0
    for chapter in chapters:
        end = start + chapter.samples * 1000 // sample_rate_hz
        placed.append(Mark(chapter.audio.title, start, end))
        start = end
    return placed
