"""A render job: from a book to an audiobook with its receipt, or to a reason why not."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path

from booksmith_module.book import Book
from booksmith_module.options import DEFAULTS, ReadingOptions
from vox1 import events, files
from vox1.control import Cancelled, Control
from vox1.engines.host import EngineHost, Patience
from vox1.engines.listener import PATIENCE, Ears, Listener, find_ears
from vox1.engines.registry import engine_row
from vox1.errors import DiskError, EngineFailed, InputError, TakeDamaged, Vox1Error
from vox1.events import Finished, Status
from vox1.hardware.advice import Advice, advise
from vox1.hardware.device import chosen_device
from vox1.models.store import InstalledModel
from vox1.outputs.place import Ending, left_alone, output_place, remove_partials
from vox1.paths import Folders
from vox1.power import keeping_awake
from vox1.projects import corrections
from vox1.projects.last_render import LastRender
from vox1.projects.locks import remove_left
from vox1.projects.project import Choice, Project, project_for
from vox1.render.assembly import Assembly, Target
from vox1.render.cast import Cast
from vox1.render.casting import Casting
from vox1.render.edition import Edition
from vox1.render.encoded import EncodedSections
from vox1.render.finishing import put_in_place
from vox1.render.ledger import Ledger
from vox1.render.outdated import outdated
from vox1.render.picks import without_lost_picks
from vox1.render.plan import PlannedChapter, PlannedChunk, plan_chapters, plan_chunks
from vox1.render.products import Product, products_of
from vox1.render.receipt import is_current, read_receipt, receipt_path
from vox1.render.renderer import Renderer, Tally
from vox1.render.room import Room, forecast
from vox1.render.takes import TakeStore
from vox1.render.telemetry import Telemetry
from vox1.render.voice import choose_model
from vox1.render.word_check import WordCheck
from vox1.render.workshop import Workshop
from vox1.script.corrections import corrected
from vox1.settings import Settings
from vox1_worker.protocol import Load

log = logging.getLogger(__name__)

_HIGHEST_RATE_HZ = 48_000
"""The most that a voice has; which it is, is known once it has spoken."""
_FINISHING_BYTES = 20 * 2**20
"""For cover, tags and receipt."""


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What is to be rendered, and how.

    Attributes:
        book: The book file.
        settings: In force, with what the command line changed.
        chapters: Numbers of the chapters to narrate; None for those read by default.
        also: Numbers of chapters to narrate besides those read by default.
        seed: Base seed of all takes.
        redo: Places of chunks to speak again, ``12.34``.
        slots: Takes spoken at once; None leaves it to the engine.
        device: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        patience: How long the engine and the word check are waited for; None for their own.
        reading: What of the book is read.
        telemetry: Folder for the telemetry; None for none.
    """

    book: Path
    settings: Settings
    chapters: frozenset[int] | None = None
    seed: int = 0
    redo: tuple[str, ...] = ()
    slots: int | None = None
    device: str = "auto"
    patience: Patience | None = None
    reading: ReadingOptions = DEFAULTS
    also: frozenset[int] = frozenset()
    telemetry: Path | None = None

    @classmethod
    def chosen(cls, book: Path, settings: Settings) -> RenderOptions:
        """Return what renders a book with the seed, the batch size and the device of some settings.

        Raises:
            InputError: The environment names a device that is none.
        """
        return cls(
            book=book,
            settings=settings,
            seed=settings.seed,
            slots=settings.batch_size or None,
            device=chosen_device(setting=settings.device),
        )

    @classmethod
    def again(cls, book: Path, last: LastRender) -> RenderOptions:
        """Return what makes the audiobook again that a book's last render made."""
        return cls(
            book=book,
            settings=last.settings,
            chapters=last.chapters,
            also=last.also,
            seed=last.seed,
            slots=last.settings.batch_size or None,
            device=last.device,
            reading=last.reading,
        )

    def wanted(self, book: Book) -> frozenset[int] | None:
        """Return the numbers of the chapters to narrate; None for those read by default."""
        if not self.also:
            return self.chapters
        by_default = {number for number, chapter in enumerate(book.chapters, 1) if chapter.enabled}
        return (self.chapters or frozenset(by_default)) | self.also


class RenderJob:
    """One render. `run` does it all; everything else is a step of it."""

    def __init__(
        self,
        options: RenderOptions,
        folders: Folders,
        emit: Callable[[events.Event], None],
        control: Control,
    ) -> None:
        self._options = options
        self._folders = folders
        self._telemetry = Telemetry(options.telemetry, emit)
        self._emit = self._telemetry.between(emit)
        self._control = control
        self._began = time.monotonic()
        self._row = engine_row(options.settings.engine)
        self._is_for_card = False
        self._slots = min(options.slots or self._row.most_slots, self._row.most_slots)
        self._store = TakeStore(folders.takes)
        self._room = Room(folders.work, folders.output, emit, control)
        self._host: EngineHost | None = None
        self._model: InstalledModel | None = None
        self._weights = ""
        self._ears: Ears | None = None
        self._word_check: WordCheck | None = None
        self._renderer: Renderer | None = None
        self._ledger = Ledger(folders.takes)

    def run(self, read: Callable[[], Book]) -> Finished:
        """Read the book and render it.

        What goes wrong once the work is planned is an event; what was spoken is stored.

        Args:
            read: Reads the options' file.

        Raises:
            InputError: What was asked for cannot be done.
            ProjectBusy: Another VOX-1 is working on the book.
            DiskError: The project's folder cannot be used, or a lexicon is damaged.
        """
        with closing(self._ledger), closing(self._telemetry):
            try:
                self._choose_machine()
                self._telemetry.start(self._about())
                book = read()
                project = project_for(self._options.book, book.title, self._folders)
                with project.locked(), keeping_awake():
                    return self._render_locked(book, project)
            except Cancelled:
                return self._finished(Status.CANCELLED)

    def _about(self) -> dict[str, object]:
        """What is rendered and how, for the telemetry."""
        options, model = self._options, self._model
        settings = {f"setting.{name}": value for name, value in asdict(options.settings).items()}
        return {
            "book": options.book.name,
            "engine": self._row.id,
            "model": model.name if model else "",
            "device_asked": options.device,
            "slots_asked": self._slots,
            "seed": options.seed,
            **settings,
        }

    def _choose_machine(self) -> None:
        """Choose the model, and what it and the word check run on.

        Raises:
            InputError: There is no such model, or the word check is not installed.
        """
        settings, device = self._options.settings, self._options.device
        self._model = choose_model(self._row, settings, self._folders)
        if self._model:
            self._heed(advise(self._model.size, device, self._options.slots))
        if settings.check_words:
            self._ears = find_ears(settings.check_words, device, self._folders)

    def _heed(self, advice: Advice) -> None:
        """Speak as is advised for the machine, and tell what is risked."""
        self._slots = min(advice.slots, self._row.most_slots)
        self._is_for_card = advice.on_card
        self._row = replace(self._row, size=advice.size)
        for warning in advice.warnings:
            self._emit(events.Warned(warning))

    def _tell_of_engine(self, event: events.Event) -> None:
        """Pass on what the host tells, and say where the card that it was to run on is not used."""
        self._emit(event)
        if isinstance(event, events.EngineReady) and self._is_for_card and event.device == "cpu":
            self._emit(
                events.Warned(
                    f"{self._row.title} speaks on the processor, many times slower, although there is a"
                    " graphics card: `python3 run.py doctor` says why."
                )
            )

    def _render_locked(self, book: Book, project: Project) -> Finished:
        try:
            edition = self._edition(corrected(book, corrections.load(project)), project)
            self._word_check = self._word_check_of(edition)
            self._renderer = Renderer(edition, self._store, self._word_check, self._emit, self._control)
            self._renderer.tell_take = self._telemetry.add
            return self._render(edition, self._renderer)
        except InputError:
            raise
        except Vox1Error as err:
            if not self._renderer:
                raise
            log.exception("The render of %s failed", self._options.book)
            self._emit(events.Error(err.code, err.message, err.hint))
            return self._finished(Status.FAILED)
        finally:
            if self._host:
                self._host.kill()
            if self._renderer:
                self._renderer.close()
            if self._word_check:
                self._word_check.close()

    def _edition(self, book: Book, project: Project) -> Edition:
        cast = self._cast(book, project)
        choices = project.choices()
        wanted = self._options.wanted(book)
        if self._options.redo:
            self._choose_anew(plan_chunks(book, cast, wanted), choices)
            project.save_choices(choices)
        defaults = []
        for chapter in plan_chapters(book, wanted, cast, choices):
            if chapter.is_default:
                defaults.append(chapter.number)
            if chapter.chunks:
                standing, lost = without_lost_picks(chapter, choices, self._store)
                for place in lost:
                    said = f"The take that you picked for {place} is not there any more"
                    self._emit(events.Warned(f"{said}; the first good one is used."))
                self._ledger.add(standing)
                self._look_up(standing)
        return Edition(book, cast, self._ledger, tuple(defaults), cast.settings, project, self._folders)

    def _cast(self, book: Book, project: Project) -> Cast:
        """Who reads what; the model's files are hashed where they never were."""
        options = self._options
        casting = Casting(
            options.settings, options.seed, self._row, self._model, self._folders, self._emit, self._control
        )
        cast = casting.cast(book, project)
        self._weights = cast.narrator.weights
        return cast

    def _look_up(self, chapter: PlannedChapter) -> None:
        """Look a chapter's takes up; at the first chunk without one the engine starts, to load meanwhile."""
        self._control.check()
        for chunk in chapter.chunks:
            take = self._store.get(chunk.wanted)
            if take:
                self._ledger.found[chunk.wanted] = take
            else:
                self._running_host()

    def _choose_anew(self, chunks: Iterable[PlannedChunk], choices: dict[str, Choice]) -> None:
        """Choose a new attempt for each chunk that is to be spoken again.

        Raises:
            InputError: There is no such chunk.
        """
        keys = {chunk.place: chunk.key for chunk in chunks}
        for place in self._options.redo:
            if place not in keys:
                raise InputError(
                    f"There is no chunk {place} in the chapters chosen",
                    "A chunk is named by its chapter and its number in it, such as 12.34.",
                    "no-chunk",
                )
            choices[place] = Choice(keys[place], self._store.last_attempt(keys[place]) + 1)

    def _render(self, edition: Edition, renderer: Renderer) -> Finished:
        ledger = edition.ledger
        products = products_of(edition.settings)
        output = self._place(edition, products[0].endings[0])
        chapters, chunks = len(edition.chapters), ledger.chunk_count
        found, parts = ledger.found_count, tuple(_parts(ledger))
        self._emit(events.Planned(edition.book.title, output, chapters, chunks, found, parts))
        for warning in edition.warnings:
            self._emit(events.Warned(warning))
        for path in left_alone(self._folders.output, edition.name, products[0].endings[0], output):
            self._emit(events.Warned(f"The receipt of {path.name} cannot be read: that file is left alone."))
        renderer.reuse_found()
        remove_partials(self._folders.output, edition.project.mark)
        EncodedSections(edition.project.encoded).remove_unfinished()
        remove_left(self._folders.output)
        current = {} if renderer.has_work else self._current(edition, products)
        if len(current) == len(products):
            self._describe(edition, is_new=False)
            outputs = tuple(current.values())
            seconds = float(read_receipt(outputs[0])["seconds"])
            return self._finished(Status.COMPLETE, outputs, receipt_path(outputs[0]), seconds)
        bytes_per_second = sum(one.bytes_per_second(_HIGHEST_RATE_HZ) for one in products)
        self._room.require(forecast(ledger.queue.characters, ledger.characters, bytes_per_second))
        self._describe(edition, is_new=True)
        return self._assemble(edition, renderer, products, current)

    def _describe(self, edition: Edition, *, is_new: bool) -> None:
        """Record what the book is rendered with, if that is not what the project says.

        Args:
            edition: To be made, or made.
            is_new: Whether its takes may be new too.

        Raises:
            DiskError: The disk refuses.
        """
        options, project, settings = self._options, edition.project, edition.settings
        asked = LastRender(
            settings=settings,
            chapters=options.chapters,
            also=options.also,
            seed=options.seed,
            device=options.device,
            reading=replace(options.reading, password=""),
            book_sha256=files.sha256(options.book),
        )
        if is_new or not _says(project, asked):
            keys = edition.keys()
            project.describe(edition.book.title, options.book, keys, asdict(settings), asked.to_json())

    def _place(self, edition: Edition, ending: Ending) -> Path:
        """Where a complete output goes."""
        return output_place(self._folders.output, edition.name, edition.project.id, ending, is_complete=True)

    def _current(self, edition: Edition, products: Iterable[Product]) -> dict[Product, Path]:
        """The products that are in place already, as they would be made now."""
        return {
            product: output
            for product in products
            for output in (self._place(edition, ending) for ending in product.endings)
            if is_current(output, edition.fingerprint(product))
        }

    def _assemble(
        self,
        edition: Edition,
        renderer: Renderer,
        products: Sequence[Product],
        current: dict[Product, Path],
    ) -> Finished:
        target = self._target(edition, renderer, [one for one in products if one not in current])
        encoded = EncodedSections(edition.project.encoded)
        assembly = Assembly(target, self._store, encoded, self._emit, self._control)
        try:
            made = self._speak_and_finish(edition, renderer, assembly, products, current)
        finally:
            assembly.stop()
            self._tidy_up(edition.project, encoded)
            remove_left(self._folders.output)
        is_whole = target.is_joined or not any(product.form.is_joined for product in current)
        if is_whole and not edition.selection:  # else what is in place already was made of other sections
            encoded.sweep(assembly.used_keys())
        for name in outdated(edition, products):
            self._emit(
                events.Warned(
                    f"{name} is of an earlier state of the book: to make it anew, ask for its format too."
                )
            )
        outputs = tuple(made[product] for product in products)
        seconds = assembly.levelled.seconds()
        return self._finished(edition.status(), outputs, receipt_path(outputs[0]), seconds)

    def _tidy_up(self, project: Project, encoded: EncodedSections) -> None:
        """Delete what is unfinished; a virus scanner may hold it, and everything else is in place by then."""
        try:
            remove_partials(self._folders.output, project.mark)
            is_tidy = encoded.remove_unfinished()
        except DiskError as err:
            log.warning("Unfinished files stay: %s", err.message)
            is_tidy = False
        if not is_tidy:
            self._emit(events.Warned("Unfinished files could not be removed; the next render removes them."))

    def _speak_and_finish(
        self,
        edition: Edition,
        renderer: Renderer,
        assembly: Assembly,
        products: Sequence[Product],
        current: dict[Product, Path],
    ) -> dict[Product, Path]:
        """Return the places of all products.

        Raises:
            Cancelled: The render was given up.
            EngineFailed: Nothing at all could be spoken.
        """
        while True:
            self._speak_and_encode(renderer, assembly)
            try:
                return self._finish(edition, renderer, assembly, products, current)
            except TakeDamaged as damage:
                renderer.speak_again(damage, assembly)

    def _finish(
        self,
        edition: Edition,
        renderer: Renderer,
        assembly: Assembly,
        products: Sequence[Product],
        current: dict[Product, Path],
    ) -> dict[Product, Path]:
        """Make every product that is not in place; return the places of all."""
        folder, made = self._folders.output, dict(current)
        levelled = assembly.levelled
        workshop = Workshop(edition, self._options.book, assembly, self._store, self._control)
        for product in products:
            if product not in made:
                size_bytes = levelled.seconds() * product.bytes_per_second(levelled.sample_rate_hz)
                self._room.wait_for(folder, round(size_bytes) + _FINISHING_BYTES)
                made[product] = put_in_place(edition, renderer, product, workshop)
        return made

    def _speak_and_encode(self, renderer: Renderer, assembly: Assembly) -> None:
        """Go on until every chapter is encoded, however often a stored take turns out damaged.

        Raises:
            Cancelled: The render was given up.
            EngineFailed: Nothing at all could be spoken.
        """
        renderer.submit_complete(assembly)
        while True:
            if renderer.has_work:
                renderer.speak_queued(self._running_host, assembly, self._room.keep)
            assembly.hurry()
            if not renderer.has_takes:
                raise EngineFailed(
                    "Not one chunk of the book could be spoken",
                    "Try another voice or engine; the lines above say what was wrong with each take.",
                )
            self._let_go()
            damage = assembly.wait()
            if damage is None:
                return
            renderer.speak_again(damage, assembly)

    def _target(self, edition: Edition, renderer: Renderer, products: Sequence[Product]) -> Target:
        """What is to be encoded while the book is spoken."""
        rate_hz = renderer.sample_rate_hz or self._running_host().loaded(self._control).sample_rate_hz
        made_of = next((one for one in products if one.form.is_joined), products[0])
        return Target(len(edition.chapters), made_of.coding(rate_hz), made_of.form.is_joined)

    def _running_host(self) -> EngineHost:
        """The engine, started when it is first needed."""
        if self._host is None:
            folder = str(self._model.folder) if self._model else ""
            device, slots = self._options.device, self._slots
            load = Load(model=folder, device=device, slots=slots, weights=self._weights)
            log_path = self._folders.logs / f"{self._row.id}.log"
            self._host = EngineHost(
                self._row.id, load, log_path, self._tell_of_engine, self._patience(Patience())
            )
            self._telemetry.watch(self._host)
        return self._host

    def _word_check_of(self, edition: Edition) -> WordCheck:
        """The word check, if there is to be one; what listens is started when it is first needed."""
        start = partial(self._listener, self._ears) if self._ears else None
        model = edition.settings.check_words
        return WordCheck(start, model, self._store, edition.cast.speech, self._emit)

    def _listener(self, ears: Ears) -> Listener:
        log_path = self._folders.logs / "word-check.log"
        return Listener(ears, log_path, self._emit, self._control, self._patience(PATIENCE))

    def _patience(self, usual: Patience) -> Patience:
        """How long a worker is waited for: as the options say, else as usual, with the user's idle time."""
        idle_seconds = 60 * self._options.settings.idle_minutes or None
        return self._options.patience or replace(usual, idle_seconds=idle_seconds)

    def _let_go(self) -> None:
        """Let the engine and what listens go while the encoder still works."""
        if self._host:
            self._host.close()
            self._host = None
            self._telemetry.watch(None)
        if self._word_check:
            self._word_check.close()

    def _finished(
        self,
        status: Status,
        outputs: tuple[Path, ...] = (),
        receipt: Path | None = None,
        seconds: float = 0.0,
    ) -> Finished:
        tally = self._renderer.tally if self._renderer else Tally()
        return Finished(
            status=status,
            outputs=outputs,
            receipt=receipt,
            chunks=self._ledger.chunk_count,
            rendered=tally.rendered,
            reused=tally.reused,
            retried=tally.retries.total(),
            failed=len(tally.set_aside),
            doubtful=self._renderer.doubtful if self._renderer else 0,
            audio_seconds=round(seconds, 3),
            wall_seconds=round(time.monotonic() - self._began, 3),
        )


def _parts(ledger: Ledger) -> Iterator[events.PlannedPart]:
    """The chapters of the audiobook, as they are told."""
    for chapter, chunks in zip(ledger.chapters, ledger.chunk_counts, strict=True):
        yield events.PlannedPart(chapter.number, chapter.title, chunks)


def _says(project: Project, asked: LastRender) -> bool:
    """Whether a project says already what its book is rendered with; not one that cannot be read."""
    try:
        return project.last_render() == asked
    except DiskError:
        return False
