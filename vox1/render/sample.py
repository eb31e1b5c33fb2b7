"""A sample: about a minute of the real book, and a forecast of its render from what that has shown."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from operator import itemgetter
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from booksmith_module.book import Book, Role
from vox1 import events, files
from vox1.audio import measurement
from vox1.audio.levelling import levelling
from vox1.audio.mastering import Preset
from vox1.audio.pauses import pause_ms
from vox1.control import Cancelled, Control
from vox1.errors import EngineFailed, InputError, TakeDamaged, Vox1Error
from vox1.events import Finished, Status
from vox1.hardware.processor import physical_cores
from vox1.paths import Folders, file_stem
from vox1.render.edition import Edition
from vox1.render.forecast import Circumstances, Forecast, Length, MeasuredTake, forecast, pace_of
from vox1.render.job import RenderJob, RenderOptions
from vox1.render.judge import Judge
from vox1.render.ledger import Ledger
from vox1.render.picking import Candidate, dialogue_share, to_be_heard, to_be_measured
from vox1.render.plan import PlannedChapter, PlannedChunk
from vox1.render.probe import Example, Samples, probe
from vox1.render.products import products_of
from vox1.render.renderer import Renderer
from vox1.render.sections import ChapterAudio, segments_of
from vox1.render.takes import StoredTake
from vox1.voices.clip import flac_of

_BETWEEN_SECONDS = 1.2
"""Between two passages of a sample, which do not belong together."""
_MEASURED_CHUNKS = 60
"""A voice that is fast enough says so many more for the forecast: the length of one chunk says little."""
_MEASURING_SECONDS = 5.0
"""What that may take."""
_PROBED_SECONDS = 100.0
"""Of audio is judged, levelled and encoded to see how fast that goes."""
_PEAK_DB = -1.5
"""As in the audiobook; there a limiter holds what is above."""
_MOST_READY = 0.9
"""Above this share of its chunks a book is mostly rendered already."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sample and the forecast.

    Attributes:
        path: A FLAC file.
        seconds: Its length.
        voice: Who speaks, for people.
        places: The chunks in it.
        chapters: How many chapters the audiobook will have.
        chunks: How many chunks.
        stored: How many of them have their takes by now.
        measured: How many were measured for the forecast.
        measured_seconds: Length of their audio.
        slots: Takes spoken at once.
        forecast: What is to be expected of the render.
        warnings: What the listener should know, one sentence each.
    """

    path: Path
    seconds: float
    voice: str
    places: tuple[str, ...]
    chapters: int
    chunks: int
    stored: int
    measured: int
    measured_seconds: float
    slots: int
    forecast: Forecast
    warnings: tuple[str, ...]

    @property
    def is_mostly_rendered(self) -> bool:
        """Whether most of the book has its takes already."""
        return self.stored > _MOST_READY * self.chunks

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        written = asdict(self)
        expected = {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in written["forecast"].items()
        }
        expected["bound_by"] = "voice" if self.forecast.is_bound_by_voice else "encoder"
        return {
            **written,
            "path": str(self.path),
            "seconds": round(self.seconds, 3),
            "measured_seconds": round(self.measured_seconds, 3),
            "forecast": expected,
        }


@dataclass(frozen=True, slots=True)
class _Used:
    """A chunk of the book and its take.

    Attributes:
        number: Of the chunk in the render, from 0.
    """

    number: int
    chunk: PlannedChunk
    take: StoredTake


class _Aside:
    """Gets the chapters of a sample, of which nothing is to be made."""

    def submit(self, index: int, chapter: ChapterAudio) -> None:
        """Let it lie: its takes are in the ledger."""

    def damage(self) -> TakeDamaged | None:
        """Nothing is read here."""
        return None


class SampleJob(RenderJob):
    """Speaks a sample as a render would, with its takes in the store; see `sample`."""

    def __init__(
        self,
        options: RenderOptions,
        folders: Folders,
        emit: Callable[[events.Event], None],
        control: Control,
    ) -> None:
        self._pass_on = emit
        self._failure: events.Error | None = None
        self._warnings: list[str] = []
        self._sampled: Sampled | None = None
        self._setup_seconds = 0.0
        # What was heard belongs to the render; a sample is judged by its sound.
        unheard = replace(
            options, settings=replace(options.settings, check_words=""), redo=(), telemetry=None
        )
        super().__init__(unheard, folders, self._note, control)

    def sample(self, read: Callable[[], Book]) -> Sampled:
        """Speak about a minute of a book, and forecast its render.

        Args:
            read: Reads the options' file.

        Raises:
            Cancelled: It was given up; what was spoken is stored.
            InputError: What was asked for cannot be done.
            ProjectBusy: Another VOX-1 is working on the book.
            Vox1Error: The engine, the disk or ffmpeg failed.
        """
        finished = self.run(read)
        if self._failure:
            raise Vox1Error(self._failure.message, self._failure.hint, self._failure.code)
        if finished.status is Status.CANCELLED or self._sampled is None:
            raise Cancelled
        return self._sampled

    def _note(self, event: events.Event) -> None:
        """Pass an event on; what would end a render is raised in the end."""
        if isinstance(event, events.Error):
            self._failure = event
            return
        if isinstance(event, events.Warned):
            self._warnings.append(event.message)
        self._pass_on(event)

    def _render(self, edition: Edition, renderer: Renderer) -> Finished:
        """Speak the sample out of the whole book, and measure."""
        del renderer  # of the whole book: a sample has its own, for few chunks
        for warning in edition.warnings:
            self._emit(events.Warned(warning))
        heard = self._speak(edition, set(to_be_heard(_candidates(edition))))
        path, seconds = self._write(edition, heard)
        measured = heard + self._speak_more(edition, heard)
        pace = pace_of(self._costs(measured))
        examples, judge = self._examples(edition, measured)
        rate_hz = examples[0].take.sample_rate_hz
        product, *others = products_of(edition.settings)
        finish = probe(examples, judge, product.coding(rate_hz), self._control)
        # Only AAC was measured.
        others += [] if product.form.is_joined else [product]
        bytes_per_second = sum(one.bytes_per_second(rate_hz) for one in others)
        bytes_per_second += finish.bytes_per_second if product.form.is_joined else 0
        finish = replace(finish, bytes_per_second=bytes_per_second)
        expected = forecast(_length(edition), pace, finish, self._circumstances())
        self._keep_takes(edition)
        self._sampled = Sampled(
            path=path,
            seconds=seconds,
            voice=", ".join(edition.titles),
            places=tuple(used.chunk.place for used in heard),
            chapters=len(edition.chapters),
            chunks=edition.ledger.chunk_count,
            stored=edition.ledger.found_count,
            measured=len(measured),
            measured_seconds=sum(used.take.seconds for used in measured),
            slots=self._slots_in_use,
            forecast=expected,
            warnings=tuple(self._warnings),
        )
        return self._finished(Status.COMPLETE, (path,))

    def _speak(self, edition: Edition, numbers: set[int]) -> list[_Used]:
        """Speak some chunks as a render would, reusing what is stored; return those that can be heard.

        Raises:
            Cancelled: The sample was given up.
            Vox1Error: The engine or the disk failed.
        """
        with ExitStack() as held:
            part = replace(edition, ledger=held.enter_context(closing(Ledger(self._folders.takes))))
            for chapter in _chosen(edition, numbers):
                part.ledger.add(chapter)
                for wanted in {chunk.wanted for chunk in chapter.chunks}:
                    if take := edition.ledger.found.get(wanted):
                        part.ledger.found[wanted] = take
            word_check = self._word_check_of(part)
            renderer = Renderer(part, self._store, word_check, self._emit, self._control)
            held.callback(renderer.close)
            chapters, chunks, found = len(part.chapters), part.ledger.chunk_count, part.ledger.found_count
            self._emit(events.Planned(edition.book.title, self._folders.output, chapters, chunks, found))
            renderer.reuse_found()
            if renderer.has_work:
                self._running_host().loaded(self._control)
            self._setup_seconds = self._setup_seconds or time.monotonic() - self._began
            renderer.speak_queued(self._running_host, _Aside(), self._room.keep)
            spoken = list(_used(part, sorted(numbers)))
        for used in spoken:
            edition.ledger.found[used.chunk.wanted] = used.take
        return spoken

    def _speak_more(self, edition: Edition, heard: Collection[_Used]) -> list[_Used]:
        """Speak more chunks, from all over the book, if the voice is fast: only for the forecast."""
        speeds = [used.take.spoken_seconds for used in heard if used.take.spoken_seconds > 0]
        if not speeds:
            return []
        count = min(_MEASURED_CHUNKS, int(_MEASURING_SECONDS * self._slots_in_use / median(speeds)))
        lengths = [len(chunk.spoken) for _, _, chunk in _numbered(edition)]
        numbers = set(to_be_measured(lengths, count)) if count else set()
        numbers -= {used.number for used in heard}
        return self._speak(edition, numbers) if numbers else []

    def _circumstances(self) -> Circumstances:
        loaded = self._host.reading().loaded if self._host else None
        on_processor = loaded.device == "cpu" if loaded else not self._is_for_card
        return Circumstances(self._slots_in_use, physical_cores(), on_processor, self._setup_seconds)

    @property
    def _slots_in_use(self) -> int:
        """How many takes the engine speaks at once; what it would, where it was not needed."""
        loaded = self._host.reading().loaded if self._host else None
        return loaded.slots if loaded else self._slots

    def _write(self, edition: Edition, heard: Sequence[_Used]) -> tuple[Path, float]:
        """Write the sample, levelled, and return its place and its length in seconds.

        Raises:
            EngineFailed: Nothing can be heard.
            TakeDamaged: A take is not what was written.
            DiskError: The disk refuses.
        """
        if not heard:
            raise EngineFailed(
                "Not one passage of the sample could be spoken",
                "Try another voice or engine; the lines above say what was wrong with each take.",
            )
        rate_hz = heard[0].take.sample_rate_hz
        parts: list[Samples] = []
        for used, after in zip_longest(heard, heard[1:]):
            follows = after is not None and after.number == used.number + 1
            pause = pause_ms(used.chunk.ending, edition.settings) / 1000 if follows else _BETWEEN_SECONDS
            parts += (self._store.read(used.take), np.zeros(round(pause * rate_hz), np.int16))
        samples = _levelled(np.concatenate(parts[:-1]), rate_hz, edition.settings.mastering)
        path = _put(self._folders.output, edition.name, flac_of(samples, rate_hz))
        return path.absolute(), len(samples) / rate_hz

    def _costs(self, measured: Iterable[_Used]) -> Iterator[MeasuredTake]:
        """What each text has cost; one that is in the book several times was spoken once."""
        for used in {used.chunk.key: used for used in measured}.values():
            take, chunk = used.take, used.chunk
            tries = len(self._store.attempts(take.key))
            size = self._store.size_of(take.key)
            yield MeasuredTake(chunk.voice, len(chunk.spoken), take.seconds, take.spoken_seconds, tries, size)

    def _examples(self, edition: Edition, measured: Iterable[_Used]) -> tuple[list[Example], Judge]:
        """A few minutes of takes for the probe, and who judges them; it learns nothing for good."""
        examples: list[Example] = []
        seconds = 0.0
        for used in measured:
            if seconds < _PROBED_SECONDS:
                examples.append(Example(used.chunk.spoken, used.take, self._store.read(used.take)))
                seconds += used.take.seconds
        return examples, Judge(edition.voice, edition.cast.language, self._folders)

    def _keep_takes(self, edition: Edition) -> None:
        """Have `clean` leave the takes, where that does not make those of a finished book useless."""
        if edition.project.description() is None:
            settings = asdict(edition.settings)
            edition.project.describe(edition.book.title, self._options.book, edition.keys(), settings)


def _numbered(edition: Edition) -> Iterator[tuple[int, int, PlannedChunk]]:
    """Each chunk with its number in the render and its chapter's place in it, both from 0."""
    number = itertools.count()
    for index in range(len(edition.chapters)):
        yield from ((next(number), index, chunk) for chunk, _ in edition.ledger.chapter(index))


def _candidates(edition: Edition) -> Iterator[Candidate]:
    body = [edition.book.chapters[chapter.number - 1].role is Role.BODY for chapter in edition.chapters]
    for number, index, chunk in _numbered(edition):
        yield Candidate(number, len(chunk.text), dialogue_share(chunk.text), body[index])


def _chosen(edition: Edition, numbers: Collection[int]) -> Iterator[PlannedChapter]:
    """The chapters that have chunks of these numbers, with no others."""
    chosen = (found for found in _numbered(edition) if found[0] in numbers)
    for index, found in itertools.groupby(chosen, key=itemgetter(1)):
        chapter = edition.chapters[index]
        yield PlannedChapter(
            chapter.number, chapter.title, is_default=True, chunks=tuple(chunk for *_, chunk in found)
        )


def _used(part: Edition, numbers: Iterable[int]) -> Iterator[_Used]:
    """The chunks of a part that can be heard, with their numbers in the whole."""
    spoken = (pair for index in range(len(part.chapters)) for pair in part.ledger.chapter(index))
    for number, (chunk, take) in zip(numbers, spoken, strict=True):
        if take:
            yield _Used(number, chunk, take)


def _length(edition: Edition) -> Length:
    """What is known of the audiobook's length, and what must be reckoned."""
    found = edition.ledger.found
    stored_seconds = pause_seconds = 0.0
    characters: Counter[int] = Counter()
    characters_once: Counter[int] = Counter()
    for index in range(len(edition.chapters)):
        silent = segments_of(((c.ending, None) for c, _ in edition.ledger.chapter(index)), edition.settings)
        pause_seconds += sum(segment.pause_ms for segment in silent) / 1000
    for _, _, chunk in _numbered(edition):
        if take := found.get(chunk.wanted):
            stored_seconds += take.seconds
        else:
            characters[chunk.voice] += len(chunk.spoken)
    for wanted in edition.ledger.wants():
        if wanted not in found:
            chunk = edition.ledger.uses(wanted)[0][1]
            characters_once[chunk.voice] += len(chunk.spoken)
    return Length(stored_seconds, pause_seconds, characters, characters_once)


def _levelled(samples: Samples, rate_hz: int, preset: Preset) -> Samples:
    """Bring samples to a preset, as far as their peaks allow."""
    found = measurement.measured([samples], rate_hz)
    gain_db = min(levelling(found.lufs, found, preset).gain_db, _PEAK_DB - found.peak_db)
    louder: Samples = np.rint(samples.astype(np.float32) * np.float32(10 ** (gain_db / 20))).astype(np.int16)
    return louder


def _put(folder: Path, name: str, content: bytes) -> Path:
    """Write a sample and return its place: with a number where another one has its name.

    Raises:
        DiskError: The disk refuses.
    """
    for number in itertools.count(1):
        ending = f"sample {number}" if number > 1 else "sample"
        path = folder / f"{file_stem(name)} ({ending}).flac"
        with suppress(InputError):
            files.write_new(path, content)
            return path
    raise AssertionError  # the numbers do not end
