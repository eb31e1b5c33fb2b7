"""The one door: whatever the window or the command line does, it does through `Backend`.

It is long because it is all that can be done; each method only hands on. What only one of its methods needs
is loaded by that method: showing a book must not wait for what rendering takes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from booksmith_module.child import read_book
from booksmith_module.errors import BookError
from booksmith_module.options import DEFAULTS, ReadingOptions
from vox1.control import Control
from vox1.engines.standby import Standby
from vox1.errors import InputError
from vox1.paths import Folders

if TYPE_CHECKING:
    from booksmith_module.book import Book
    from vox1.audio.inspection import Inspection
    from vox1.doctor.finding import Finding
    from vox1.engines.registry import EngineRow
    from vox1.events import Event, Finished
    from vox1.hardware.monitor import Sample
    from vox1.hardware.outlook import Outlook
    from vox1.hardware.prospects import Prospects
    from vox1.models.catalogue import KnownModel
    from vox1.models.store import InstalledModel
    from vox1.models.verify import Verified
    from vox1.outputs.cues import CuedChapter
    from vox1.projects.cleaning import Cleaned
    from vox1.projects.last_render import LastRender
    from vox1.projects.lexicons import Added
    from vox1.projects.project import Project
    from vox1.render.hearing import HeardChapter
    from vox1.render.job import RenderOptions
    from vox1.render.listing import ListedChunk, Sieve
    from vox1.render.rehearsal import Rehearsal
    from vox1.render.repair import Repaired
    from vox1.render.sample import Sampled
    from vox1.script.corrections import Corrections
    from vox1.script.lexicon import Entry, Lexicon
    from vox1.script.suggestions import Suggestion
    from vox1.script.trial import Trial
    from vox1.voices.archive import Imported
    from vox1.voices.audition import Audition
    from vox1.voices.audition import Wish as AuditionWish
    from vox1.voices.booth import Booth
    from vox1.voices.cloning import Cloned
    from vox1.voices.cloning import Wish as CloneWish
    from vox1.voices.design import Design, Designed
    from vox1.voices.library import KeptVoice
    from vox1.voices.segments import Found
    from vox1.voices.segments import Progress as SearchProgress
    from vox1.voices.waveform import OpenRecording, Waveform


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice that an engine offers.

    Attributes:
        id: What `render` is given.
        name: For people.
        language: A BCP 47 tag or the engine's own.
        character: How it sounds, for a listener who must choose; empty where nobody has said.
    """

    id: str
    name: str
    language: str
    character: str = ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Names that a lexicon may want.

    Attributes:
        language: The book's, resolved.
        has_dictionary: Whether there is a list of its words; without one every name is here.
        names: The most frequent first.
    """

    language: str
    has_dictionary: bool
    names: tuple[Suggestion, ...]


def _in_turn(emit: Callable[[Event], None]) -> Callable[[Event], None]:
    """Return an emit that may be called from several threads, and tells one event after the other."""
    one_at_a_time = threading.Lock()

    def emit_in_turn(event: Event) -> None:
        with one_at_a_time:
            emit(event)

    return emit_in_turn


class Backend:
    """VOX-1 without a face.

    Args:
        folders: Where books and takes are.
        keeps_engine: Whether the engine that spoke last is kept ready for the next sentence, for some
            minutes; close it then.
    """

    def __init__(self, folders: Folders | None = None, *, keeps_engine: bool = False) -> None:
        self.folders = folders or Folders()
        self._standby = Standby() if keeps_engine else Standby(0.0)

    def close(self) -> None:
        """End the engine that is kept ready, if there is one."""
        self._standby.close()

    def read(self, path: Path, options: ReadingOptions = DEFAULTS, control: Control | None = None) -> Book:
        """Return what BookSmith sees in a book file or manifest.

        Args:
            path: The file.
            options: What of it is read.
            control: Ends the reading, if it is cancelled.

        Raises:
            Cancelled: It was.
            InputError: It cannot be read.
        """
        try:
            return read_book(path, options, watch=(control or Control()).check)
        except BookError as err:
            raise InputError(err.message, err.hint, err.code) from err

    def write_manifest(self, book: Book, path: Path) -> None:
        """Write a book as a manifest, to be edited and rendered.

        Raises:
            DiskError: The disk refuses.
        """
        from booksmith_module.manifest import to_json
        from vox1 import files

        files.write_json(path.absolute(), to_json(book))

    def edited_path(self, path: Path) -> Path:
        """Return where the manifest of a book is that was edited in the window, which may not be there.

        It is rendered like any other, and has the takes, the lexicon and the corrections of the book.

        Raises:
            InputError: The book cannot be read.
        """
        from vox1.projects.project import edited_path

        return edited_path(path, self.folders)

    def render(self, options: RenderOptions, emit: Callable[[Event], None], control: Control) -> Finished:
        """Make an audiobook, telling what happens as it happens; returns after the last event.

        Args:
            options: What and how.
            emit: Called from several threads, one at a time.
            control: Pauses the render, or ends it; everything spoken stays.

        Raises:
            InputError: What was asked for cannot be done.
            ProjectBusy: Another VOX-1 is working on the book.
            DiskError: The project's folder cannot be used.
        """
        from vox1.render.job import RenderJob

        emit_in_turn = _in_turn(emit)
        job = RenderJob(options, self.folders, emit_in_turn, control)
        with self._standby.away():
            finished = job.run(lambda: self.read(options.book, options.reading, control))
        emit_in_turn(finished)
        return finished

    @contextmanager
    def watching(self, tell: Callable[[Sample], None], seconds: float = 1.0) -> Iterator[None]:
        """Have the machine watched for as long as this is entered: processor, memory and card.

        Args:
            tell: Given each sample, on a thread of its own.
            seconds: Between two samples.
        """
        from vox1.hardware.monitor import Monitor

        monitor = Monitor(tell, seconds)
        monitor.start()
        try:
            yield
        finally:
            monitor.close()

    def sample(self, options: RenderOptions, emit: Callable[[Event], None], control: Control) -> Sampled:
        """Speak about a minute of a book, from several places in it, and forecast its render.

        What is spoken is stored as by a render, which then need not speak it again.

        Args:
            options: As of the render.
            emit: Called from several threads, one at a time.
            control: Ends it, if it is cancelled.

        Raises:
            Cancelled: It was.
            InputError: What was asked for cannot be done.
            ProjectBusy: Another VOX-1 is working on the book.
            Vox1Error: The engine, the disk or ffmpeg failed.
        """
        from vox1.render.sample import SampleJob

        job = SampleJob(options, self.folders, _in_turn(emit), control)
        with self._standby.away():
            return job.sample(lambda: self.read(options.book, options.reading, control))

    def last_render(self, book: Path) -> LastRender:
        """Return what a book was last rendered with; `RenderOptions.again` makes options of it.

        Raises:
            InputError: It was never rendered, or cannot be read.
            DiskError: What is kept of it cannot be read.
        """
        from vox1.projects.project import project_for

        last = project_for(book, "", self.folders).last_render()
        if last is None:
            raise InputError(
                f"{book.name} was never rendered here: there are no takes of it",
                "Run `render` on it first; if you did, name the same --work-dir.",
                "never-rendered",
            )
        return last

    def takes(self, options: RenderOptions, sieve: Sieve | None = None) -> Iterator[ListedChunk]:
        """Return the chunks of an audiobook in reading order, with the takes kept of each.

        No engine is started, and a render may be going on.

        Args:
            options: What was rendered, and how.
            sieve: Which chunks; None for all.

        Raises:
            InputError: The book cannot be read, or there is no such chapter, engine, model or voice.
            DiskError: What is kept of the book cannot be read.
        """
        from vox1.render.listing import Sieve, list_chunks
        from vox1.render.rehearsal import Rehearsal

        rehearsal = Rehearsal(options, self._read_plain(options), self.folders)
        yield from list_chunks(rehearsal, sieve or Sieve())

    def chunk_at(self, options: RenderOptions, place: str) -> ListedChunk:
        """Return one chunk of an audiobook, with the takes kept of it; see `takes`.

        Raises:
            InputError: There is no such chunk.
            DiskError: What is kept of the book cannot be read.
        """
        from vox1.render.listing import list_chunk
        from vox1.render.rehearsal import Rehearsal

        return list_chunk(Rehearsal(options, self._read_plain(options), self.folders), place)

    def hear_chapter(self, options: RenderOptions, number: int) -> HeardChapter:
        """Write a chapter, as far as it is spoken, as a file to listen to. A render may be going on.

        Raises:
            InputError: There is no such chapter, or nothing of it is spoken.
            TakeDamaged: A take is not what was written.
            DiskError: The disk refuses.
        """
        from vox1.render.hearing import write_chapter
        from vox1.render.rehearsal import Rehearsal

        return write_chapter(Rehearsal(options, self._read_plain(options), self.folders), number)

    def chapter_cues(self, options: RenderOptions, number: int) -> CuedChapter:
        """Return the sentences of a chapter, as far as it is spoken, with their times from its beginning.

        Raises:
            InputError: There is no such chapter, or nothing of it is spoken.
            TakeDamaged: A take is not what was written.
            DiskError: What is kept of the book cannot be read.
        """
        from vox1.render.hearing import cued_chapter
        from vox1.render.rehearsal import Rehearsal

        return cued_chapter(Rehearsal(options, self._read_plain(options), self.folders), number)

    def receipt(self, output: Path) -> Mapping[str, Any]:
        """Return the receipt of an audiobook file, or of a folder of them; empty where there is none."""
        from vox1.render.receipt import read_receipt

        return read_receipt(output)

    def pick_take(
        self, options: RenderOptions, place: str, attempt: int, *, anyway: bool = False
    ) -> Repaired:
        """Have a certain take of a chunk in the audiobook; the next render puts it there.

        Args:
            options: What was rendered, and how.
            place: Of the chunk, ``12.34``.
            attempt: The take's number.
            anyway: Whether to take one in which words are known to be missing.

        Raises:
            InputError: There is no such chunk or take, or it is not one to be used.
            ProjectBusy: The book is being rendered.
            DiskError: The disk refuses.
        """
        from vox1.render import repair

        with self._repairing(options) as rehearsal:
            return repair.pick(rehearsal, place, attempt, anyway=anyway)

    def redo_takes(self, options: RenderOptions, places: Sequence[str]) -> Repaired:
        """Have chunks spoken anew by the next render.

        Raises:
            InputError: There is no such chunk.
            ProjectBusy: The book is being rendered.
            DiskError: The disk refuses.
        """
        from vox1.render import repair

        with self._repairing(options) as rehearsal:
            return repair.redo(rehearsal, places)

    def undo_choice(self, options: RenderOptions, place: str) -> Repaired:
        """Forget the take chosen for a chunk: the next render uses the first good one.

        Raises:
            InputError: There is no such chunk, or nothing was chosen for it.
            ProjectBusy: The book is being rendered.
            DiskError: The disk refuses.
        """
        from vox1.render import repair

        with self._repairing(options) as rehearsal:
            return repair.undo(rehearsal, place)

    def edit_text(self, options: RenderOptions, place: str, text: str | None) -> Repaired:
        """Have another text read instead of a chunk's; the book file stays as it is.

        Args:
            options: What was rendered, and how.
            place: Of the chunk, ``12.34``.
            text: The new text, a line for each paragraph; empty to leave it out, None for the book's own.

        Raises:
            InputError: There is no such chunk, nothing would change, or nobody knows to which paragraph a
                change belongs.
            ProjectBusy: The book is being rendered.
            DiskError: The disk refuses.
        """
        from vox1.render import repair

        with self._repairing(options) as rehearsal:
            if text is None:
                return repair.undo_edit(rehearsal, place)
            return repair.edit(rehearsal, place, text)

    def direct_chapter(
        self, options: RenderOptions, number: int, style: str | None = None, voice: str | None = None
    ) -> Repaired:
        """Have a chapter read in another voice or style; neither for those that it has in the book.

        Raises:
            InputError: There is no such chapter or voice.
            ProjectBusy: The book is being rendered.
            DiskError: The disk refuses.
        """
        from vox1.render import repair

        with self._repairing(options) as rehearsal:
            if style is None and voice is None:
                return repair.undo_direction(rehearsal, number)
            return repair.direct(rehearsal, number, style, voice)

    def corrections(self, options: RenderOptions) -> tuple[Corrections, Corrections]:
        """Return the corrections made in a book, and those of them that fit nothing in it any more.

        Raises:
            InputError: The book cannot be read.
            DiskError: The corrections cannot be read.
        """
        from vox1.projects import corrections
        from vox1.projects.project import project_for
        from vox1.script.corrections import lapsed

        book = self._read_plain(options)
        made = corrections.load(project_for(options.book, book.title, self.folders))
        return made, lapsed(book, made)

    def undo_correction(self, options: RenderOptions, number: int) -> Repaired:
        """Take back one of a book's `corrections`, counted from 1: texts first, then chapters.

        Raises:
            InputError: There is none of this number.
            ProjectBusy: The book is being rendered.
            DiskError: The disk refuses.
        """
        from vox1.render import repair

        with self._repairing(options) as rehearsal:
            return repair.undo_correction(rehearsal, number)

    @contextmanager
    def _repairing(self, options: RenderOptions) -> Iterator[Rehearsal]:
        """Hold a book while something of it is changed."""
        from vox1.projects.project import project_for
        from vox1.render.rehearsal import Rehearsal
        from vox1.render.repair import check_unchanged

        book = self._read_plain(options)
        with project_for(options.book, book.title, self.folders).locked():
            rehearsal = Rehearsal(options, book, self.folders)
            check_unchanged(rehearsal)
            yield rehearsal

    def _read_plain(self, options: RenderOptions) -> Book:
        """The book of a render, whose words need not be counted a second time."""
        return self.read(options.book, replace(options.reading, audit=False))

    def lexicon(self, book: Path | None = None) -> Lexicon:
        """Return the lexicon of all books, with that of one book if it is named.

        Raises:
            InputError: The book cannot be read.
            DiskError: A lexicon is damaged.
        """
        from vox1.projects import lexicons

        return lexicons.lexicon_of(self._project(book), self.folders)

    def add_words(self, entries: Iterable[Entry], book: Path | None = None, title: str = "") -> Added:
        """Add entries to the lexicon of a book, or of all books; one of the same name is replaced.

        Args:
            entries: To be added.
            book: Its file; None for all books.
            title: The book's, where it has been read.

        Raises:
            InputError: The book cannot be read.
            DiskError: The lexicon is damaged, or the disk refuses.
            ProjectBusy: Another VOX-1 is changing a lexicon.
        """
        from vox1.projects import lexicons

        return lexicons.add(self._lexicon_path(book, title), self.folders, entries)

    def remove_word(
        self, written: str, language: str | None = None, book: Path | None = None
    ) -> tuple[Entry, ...]:
        """Take a word out of the lexicon of a book, or of all books, and return its entries.

        Raises:
            InputError: It is not there, or the book cannot be read.
            DiskError: The lexicon is damaged, or the disk refuses.
            ProjectBusy: Another VOX-1 is changing a lexicon.
        """
        from vox1.projects import lexicons

        return lexicons.remove(self._lexicon_path(book), self.folders, written, language)

    def import_lexicon(self, path: Path, book: Path | None = None) -> Added:
        """Add the entries in a CSV or JSON file; see `add_words`, all or none of them.

        Raises:
            InputError: A line of it is not understood.
        """
        from vox1.projects import lexicons

        return self.add_words(lexicons.import_entries(path), book)

    def export_lexicon(self, path: Path, delimiter: str, book: Path | None = None) -> int:
        """Write the lexicon of a book, or of all books, as CSV or JSON; return how many entries it has.

        Raises:
            InputError: The file's name ends otherwise, or the book cannot be read.
            DiskError: The lexicon is damaged, or the disk refuses.
        """
        from vox1.projects import lexicons

        entries = lexicons.load(self._lexicon_path(book))
        lexicons.export_entries(path, entries, delimiter)
        return len(entries)

    def try_lexicon(self, path: Path, entry: Entry | None = None, read: Book | None = None) -> Trial:
        """Return every sentence of a book that an entry would change, or that its lexicon changes.

        Args:
            path: The book.
            entry: What to try, on top of the lexicon; None compares the lexicon with having none.
            read: What of the book is looked at, where it has been read; None reads all of it.

        Raises:
            InputError: The book cannot be read, or a regular expression takes too long.
            DiskError: A lexicon is damaged.
        """
        from vox1 import settings as user_settings
        from vox1.engines.registry import engine_row
        from vox1.projects import lexicons
        from vox1.projects.project import project_for
        from vox1.script.lexicon import Lexicon, put
        from vox1.script.speech import DEFAULT_LANGUAGE, Speech
        from vox1.script.trial import try_speech

        book = read or self.read(path)
        stored = lexicons.lexicon_of(project_for(path, book.title, self.folders), self.folders)
        language = book.language or DEFAULT_LANGUAGE
        settings, _ = user_settings.load(self.folders.settings)
        size = engine_row(settings.engine).size.with_most(settings.chunk_characters)
        if entry is None:
            return try_speech(book, Speech(language), Speech(language, stored), size)
        tried = Lexicon(stored.general, put(stored.book, [entry]))
        return try_speech(book, Speech(language, stored), Speech(language, tried), size)

    def suggest_words(self, path: Path, least: int) -> Suggested:
        """Return the names of a book that are in no dictionary and in no lexicon, the most frequent first.

        Args:
            path: The book.
            least: How often a name must occur.

        Raises:
            InputError: The book cannot be read.
            DiskError: A lexicon is damaged.
        """
        from booksmith_module.dictionaries import words_of
        from vox1.projects import lexicons
        from vox1.projects.project import project_for
        from vox1.script.speech import DEFAULT_LANGUAGE
        from vox1.script.suggestions import suggest

        book = self.read(path)
        language = book.language or DEFAULT_LANGUAGE
        known = words_of(language)
        lexicon = lexicons.lexicon_of(project_for(path, book.title, self.folders), self.folders)
        names = suggest(book, language, known, lexicon, least)
        return Suggested(language, known is not None, tuple(names))

    def _lexicon_path(self, book: Path | None, title: str = "") -> Path:
        from vox1.projects import lexicons

        return lexicons.lexicon_path(self._project(book, title), self.folders)

    def _project(self, path: Path | None, title: str = "") -> Project | None:
        """A book's project; the book is read only for the title of a new one, where nobody knows it."""
        from vox1.projects.project import project_for

        project = self._known_project(path)
        if path is None or project is None or project.folder.exists():
            return project
        return project_for(path, title or self.read(path).title, self.folders)

    def _known_project(self, path: Path | None) -> Project | None:
        """A book's project, which may not be there."""
        from vox1.projects.project import project_for

        return project_for(path, "", self.folders) if path else None

    def device(self, named: str | None = None) -> str:
        """Return what engines run on: as named, else as the environment or the settings say.

        Raises:
            InputError: The environment names a device that is none.
        """
        from vox1 import settings as user_settings
        from vox1.hardware.device import chosen_device

        return chosen_device(named, user_settings.load(self.folders.settings)[0].device)

    def engines(self) -> Sequence[EngineRow]:
        """Return the voice engines offered to listeners."""
        from vox1.engines.registry import ENGINES

        return [row for row in ENGINES.values() if not row.for_tests]

    def set_up(self, name: str, tell: Callable[[str], None], control: Control) -> None:
        """Install what an engine, or the word check, needs: as `run.py setup --engine` does.

        Args:
            name: Of its environment.
            tell: Given each line that the set-up says.
            control: Ends it, if it is cancelled; the next time goes on from there.

        Raises:
            Cancelled: It was.
            EngineFailed: It could not be set up.
        """
        from vox1.engines.setting_up import set_up

        with self._standby.away():  # its files are replaced
            set_up(name, tell, control)

    def outlook(self) -> Outlook:
        """Return what this machine has, and what is advised for it. Asks the card, which may take seconds."""
        from vox1.hardware.surveying import survey

        return survey()

    def listener_fault(self, model: str = "") -> tuple[str, str]:
        """Return why takes cannot be listened to, and what to do; two empty texts where they can.

        Args:
            model: Folder of the recogniser in `models`; empty for the usual one.
        """
        from vox1.engines.listener import find_ears
        from vox1.settings import LISTENING_MODEL

        try:
            find_ears(model or LISTENING_MODEL, "cpu", self.folders)
        except InputError as err:
            return err.message, err.hint
        return "", ""

    def is_listener_set_up(self) -> bool:
        """Return whether what listens to takes is installed; it may still want its model."""
        from vox1.engines.listener import is_set_up

        return is_set_up()

    def rules(self) -> Mapping[str, str]:
        """Return the rules by which text as written is said, each with what it does, in order."""
        from vox1.script.normalise import RULE_NAMES

        return RULE_NAMES

    def voices(self, engine: str, model: str = "") -> Sequence[Voice]:
        """Return the voices of an engine; one without models is loaded for it.

        Args:
            engine: Its id.
            model: The name or the folder of a model, for an engine that needs one; empty for those that
                can be fetched.

        Raises:
            InputError: There is no such engine, model or device.
            EngineFailed: It cannot be loaded.
        """
        from vox1.engines.host import EngineHost
        from vox1.engines.registry import engine_row
        from vox1.render.voice import choose_model
        from vox1.settings import Settings
        from vox1.voices.presets import PRESETS, presets_of
        from vox1_worker.protocol import Load

        row = engine_row(engine)
        if row.needs_model:
            found = choose_model(row, Settings(model=model), self.folders) if model else None
            presets = presets_of(found) if found else PRESETS
            return [Voice(one.id, one.name, one.language, one.character) for one in presets]
        load = Load(model="", device=self.device(), slots=1)
        host = EngineHost(row.id, load, self.folders.logs / f"{row.id}.log", lambda _: None)
        try:
            return [Voice(*voice) for voice in host.loaded(Control()).voices]
        finally:
            host.kill()

    def master_voices(self) -> Sequence[KeptVoice]:
        """Return the voices that the user keeps, whole or not, by name.

        Raises:
            DiskError: Their folder cannot be read.
        """
        from vox1.voices.library import kept_voices

        return kept_voices(self.folders)

    def master_voice(self, name: str) -> KeptVoice:
        """Return the master voice of a name, whole or not.

        Raises:
            InputError: There is none, or several.
            DiskError: Their folder cannot be read.
        """
        from vox1.voices.library import find_voice

        return find_voice(self.folders, name)

    def books_in(self, voice: KeptVoice) -> Sequence[str]:
        """Return the titles of the books that were read, or begun, in a master voice."""
        from vox1.voices.uses import books_in

        return books_in(self.folders, voice)

    def find_segments(
        self, recording: Path, control: Control, tell_progress: Callable[[SearchProgress], None]
    ) -> Found:
        """Return the segments of a recording that a voice is best cloned from.

        Args:
            recording: Any file with sound that ffmpeg reads, of any length.
            control: Ends the search, if it is cancelled.
            tell_progress: Told how far it is.

        Raises:
            Cancelled: It was.
            InputError: It is no recording, or there is hardly anything in it.
        """
        from vox1.voices.segments import find_segments

        return find_segments(recording, control, tell_progress)

    def open_recording(
        self, recording: Path, control: Control, tell_waveform: Callable[[Waveform], None]
    ) -> OpenRecording:
        """Hear a recording once, so that any stretch of it can be seen, heard and written at once.

        Args:
            recording: Any file with sound that ffmpeg reads, of any length.
            control: Ends it, if it is cancelled.
            tell_waveform: Given what the recording looks like so far, some times a second.

        Raises:
            Cancelled: It was.
            InputError: It is no recording.
            DiskError: There is no room for what is heard: 48 kB for each second, until it is closed.
        """
        from vox1.voices.waveform import open_recording

        return open_recording(recording, self.folders.work, control, tell_waveform)

    def hears_words(self) -> bool:
        """Whether there is a recogniser here, which writes down the words of a clip."""
        from vox1.engines.listener import find_ears
        from vox1.settings import LISTENING_MODEL

        try:
            find_ears(LISTENING_MODEL, "auto", self.folders)
        except InputError:
            return False
        return True

    def hear_words(
        self,
        recording: OpenRecording,
        stretch: tuple[float, float],
        language: str,
        control: Control,
        device: str = "auto",
    ) -> str:
        """Return the words of a stretch of a recording, for a person to look over.

        Args:
            recording: That was opened.
            stretch: The seconds where it begins and ends, at most 30 apart.
            language: In which it is spoken, a BCP 47 tag.
            control: Ends it, if it is cancelled.
            device: What the recogniser runs on.

        Raises:
            Cancelled: It was.
            InputError: There is no recogniser, it does not know the language, or it hears no words.
            DiskError: The disk refuses.
        """
        from vox1.voices.booth import Booth
        from vox1.voices.transcripts import heard_in

        booth = Booth(self.folders, lambda _: None, control, device)
        with self._standby.away():
            return heard_in(recording.cut(*stretch), language, booth)

    def write_segments(self, recording: Path, found: Found, folder: Path) -> Sequence[Path]:
        """Write the segments of a recording as FLAC files, to be listened to, and return where they are.

        Raises:
            DiskError: The disk refuses.
            InputError: The recording cannot be read any more.
        """
        from vox1.voices.segments import write_segments

        return write_segments(recording, found, folder)

    def clone_voice(
        self,
        wish: CloneWish,
        emit: Callable[[Event], None],
        control: Control,
        tell_progress: Callable[[SearchProgress], None],
    ) -> Cloned:
        """Make a master voice out of a recording.

        Args:
            wish: What is wanted.
            emit: Gets warnings.
            control: Ends it, if it is cancelled.
            tell_progress: Told how far the search for segments is.

        Raises:
            Cancelled: It was.
            InputError: No voice can be cloned from it, or its words are not known.
            DiskError: The disk refuses.
            ProjectBusy: Another VOX-1 is changing the master voices.
        """
        from vox1.voices.booth import Booth
        from vox1.voices.cloning import clone

        with self._standby.away():
            return clone(wish, Booth(self.folders, emit, control), tell_progress)

    def design_voices(
        self, design: Design, name: str, emit: Callable[[Event], None], control: Control, device: str = "auto"
    ) -> Sequence[Designed]:
        """Make master voices of a description, and return what came of each try.

        Args:
            design: What is wanted.
            name: Of the voices; numbered where there are several.
            emit: Told what happens.
            control: Ends it, if it is cancelled.
            device: What the model runs on.

        Raises:
            Cancelled: It was.
            InputError: There is no such model, language or seed, or the name cannot be a voice's.
            EngineFailed: The model cannot be loaded, or says nothing.
            DiskError: The disk refuses.
        """
        from vox1 import settings as user_settings
        from vox1.voices.booth import Booth
        from vox1.voices.design import checked, designer, keep_voices, make_voices
        from vox1.voices.master import check_name, kept_name

        check_name(kept_name(name))
        design = checked(design)
        settings, _ = user_settings.load(self.folders.settings)
        booth = Booth(self.folders, emit, control, device)
        speaker = designer(booth, design, settings)
        with self._standby.away():
            return keep_voices(make_voices(booth, design, speaker), design, speaker, name, self.folders)

    def audition(
        self, wish: AuditionWish, emit: Callable[[Event], None], control: Control, device: str = "auto"
    ) -> Audition:
        """Have a voice speak for some ten seconds, and return where that can be heard.

        Args:
            wish: What is to be heard.
            emit: Told what happens.
            control: Ends it, if it is cancelled.
            device: What the engine runs on.

        Raises:
            Cancelled: It was.
            InputError: There is no such engine, model or voice.
            EngineFailed: The engine cannot be loaded, or says nothing.
            DiskError: The disk refuses.
        """
        from vox1.voices.audition import hold

        return hold(wish, self._booth(wish, emit, control, device))

    def hear(
        self, wish: AuditionWish, emit: Callable[[Event], None], control: Control, device: str = "auto"
    ) -> Audition:
        """As `audition`, but what was spoken before is not spoken again; for pages full of voices.

        Raises:
            Vox1Error: See `audition`.
        """
        from vox1.voices.audition import hear

        return hear(wish, self._booth(wish, emit, control, device))

    def _booth(
        self, wish: AuditionWish, emit: Callable[[Event], None], control: Control, device: str
    ) -> Booth:
        from vox1.voices.booth import Booth

        book = self._known_project(wish.book)
        return Booth(self.folders, emit, control, device, book=book, standby=self._standby)

    def rename_voice(self, old: str, new: str) -> KeptVoice:
        """Give a master voice another name; its takes stay its own.

        Raises:
            InputError: There is no such voice, or the new name is taken or cannot be a folder's.
            DiskError: The disk refuses, or a program has a file of the voice open.
            ProjectBusy: Another VOX-1 is changing the master voices.
        """
        from vox1.voices.changes import rename_voice

        return rename_voice(self.folders, old, new)

    def remove_voice(self, name: str) -> KeptVoice:
        """Delete a master voice, whole or not, and return what it was.

        Raises:
            InputError: There is no such voice, or several.
            DiskError: The disk refuses, or a program has a file of the voice open.
            ProjectBusy: Another VOX-1 is changing the master voices.
        """
        from vox1.voices.changes import remove_voice

        return remove_voice(self.folders, name)

    def export_voice(self, name: str, path: Path | None = None) -> Path:
        """Write a master voice as one file, and return where it is.

        Args:
            name: The voice's.
            path: The file, or the folder for it; None for the current folder.

        Raises:
            InputError: There is no such voice, it is damaged, or another file has the name.
            DiskError: The disk refuses.
        """
        from vox1.voices.archive import ENDING, export_voice

        voice = self.master_voice(name)
        place = path or Path()
        place = place / f"{voice.name}{ENDING}" if place.is_dir() else place
        export_voice(voice, place)
        return place.absolute()

    def import_voice(self, path: Path, name: str = "") -> Imported:
        """Put the voice of an archive among the master voices, unless it is there.

        Args:
            path: The archive.
            name: What to call it; empty for the archive's name. Where another voice has it, it gets a number.

        Raises:
            InputError: The file is no archive of a voice, or not to be trusted.
            DiskError: The disk refuses; nothing is imported.
            ProjectBusy: Another VOX-1 is changing the master voices.
        """
        from vox1.voices.archive import import_voice

        return import_voice(path, self.folders, name)

    def known_models(self) -> Sequence[KnownModel]:
        """Return the models that can be fetched."""
        from vox1.models.catalogue import CATALOGUE

        return list(CATALOGUE.values())

    def models(self) -> Sequence[InstalledModel]:
        """Return the models that are in the folder of models, whole or not.

        Raises:
            DiskError: The folder cannot be read.
        """
        from vox1.models.store import installed

        return installed(self.folders)

    def begun_models(self) -> Mapping[str, int]:
        """Return how many bytes have come of each model that was begun to be fetched.

        Raises:
            DiskError: The folder of models cannot be read.
        """
        from vox1.models.download import begun_models

        return begun_models(self.folders)

    def get_model(
        self, name: str, mirror: str, emit: Callable[[Event], None], control: Control
    ) -> InstalledModel:
        """Fetch a model, going on where it stopped; one that is here whole is left alone.

        Args:
            name: The model's.
            mirror: Address to fetch it from; empty for that of the environment, the settings or the hub.
            emit: Told of the progress.
            control: Pauses it, or ends it; what has come stays.

        Raises:
            Cancelled: It was ended.
            InputError: There is no such model, or the mirror is no address.
            DownloadFailed: It cannot be fetched.
            DiskError: The disk is full or refuses.
            ProjectBusy: Another VOX-1 is fetching it.
        """
        from vox1 import settings as user_settings
        from vox1.models.catalogue import known_model
        from vox1.models.download import Wanted, get_model
        from vox1.models.hub import choose_hub

        row = known_model(name)
        hub = choose_hub(mirror, user_settings.load(self.folders.settings)[0].model_mirror)
        return get_model(Wanted(row, self.folders, hub), emit, control)

    def verify_model(self, name_or_dir: str, emit: Callable[[Event], None], control: Control) -> Verified:
        """Hash every file of a model, and compare it with what the hub promised.

        Raises:
            Cancelled: It was ended.
            InputError: There is no such model here.
            DiskError: A file cannot be read.
        """
        from vox1.models.store import any_model
        from vox1.models.verify import verify

        return verify(any_model(self.folders, name_or_dir), emit, control)

    def remove_model(self, name: str) -> int:
        """Delete a model, or what has come of it, and return how many bytes that frees.

        Raises:
            InputError: There is none.
            DiskError: The disk refuses, or a program has it open.
            ProjectBusy: Another VOX-1 is fetching it.
        """
        from vox1.models.download import remove_model

        with self._standby.away():  # no file of it may be open
            return remove_model(name, self.folders)

    def prospects(self) -> Prospects:
        """Return what this machine can do for an audiobook; takes some seconds where a card is asleep."""
        from vox1.hardware.prospects import prospects
        from vox1_setup.machine import look

        return prospects(look())

    def doctor(
        self,
        engine: str | None,
        device: str,
        *,
        model: str = "",
        voice: str = "",
        with_speed: bool = True,
    ) -> Iterator[Finding]:
        """Look at this machine, and tell each finding as it is made.

        Args:
            engine: The voice engine that is to be used; None for the one in the settings.
            device: What it is to run on: ``auto``, ``cpu``, ``cuda`` or ``mps``.
            model: The model that it is to speak with; empty for the one in the settings.
            voice: The voice that it is to speak in; empty for the one in the settings.
            with_speed: Whether its speed is measured, for up to 20 seconds.

        Raises:
            InputError: There is no such engine.
        """
        from vox1 import settings as user_settings
        from vox1.doctor.circumstances import Circumstances
        from vox1.doctor.examination import examine
        from vox1.engines.registry import engine_row
        from vox1_setup.machine import look

        self._standby.close()
        settings, warnings = user_settings.load(self.folders.settings)
        row = engine_row(engine or settings.engine)
        if row.id != settings.engine:  # the settings' voice is another engine's
            settings = replace(settings, engine=row.id, voice="", style="")
        settings = replace(settings, model=model or settings.model, voice=voice or settings.voice)
        return examine(
            Circumstances(look(), self.folders, settings, tuple(warnings), row, device, with_speed)
        )

    def inspect(self, path: Path) -> Inspection:
        """Return a technical report on an audio file.

        Raises:
            InputError: It is not one.
        """
        from vox1.audio.inspection import inspect

        return inspect(path)

    def notify(self, title: str, text: str) -> None:
        """Show a notice, whatever window is open.

        Raises:
            DesktopRefused: The system shows none.
        """
        from vox1.desktop import notify

        notify(title, text)

    def sleep(self) -> None:
        """Have the computer sleep.

        Raises:
            DesktopRefused: It stays awake.
        """
        from vox1.desktop import sleep

        sleep()

    def shut_down(self) -> None:
        """Have the computer shut down.

        Raises:
            DesktopRefused: It does not.
        """
        from vox1.desktop import shut_down

        shut_down()

    def show_in_folder(self, path: Path) -> None:
        """Show a file in its folder, in the system's own program for that.

        Raises:
            DesktopRefused: There is none.
        """
        from vox1.desktop import show_in_folder

        show_in_folder(path)

    def clean(self, *, everything: bool) -> Cleaned:
        """Delete takes that no book uses any more, or all of them.

        Raises:
            ProjectBusy: A book is being rendered.
            DiskError: The disk refuses.
        """
        from vox1.projects.cleaning import clean

        return clean(self.folders, everything=everything)
