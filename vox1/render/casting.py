"""Casting: what a book's voices are chosen with, the same for a render and for a look at its takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from booksmith_module.book import Book
from vox1 import events
from vox1.control import Control
from vox1.engines.registry import EngineRow
from vox1.models.store import InstalledModel
from vox1.models.verify import weights_hash
from vox1.paths import Folders
from vox1.projects.lexicons import lexicon_of
from vox1.projects.project import Project
from vox1.render.cast import Cast
from vox1.render.keys import VoiceChoice
from vox1.render.voice import choose_voice
from vox1.script.speech import Speech
from vox1.settings import Settings


@dataclass(frozen=True, slots=True)
class Casting:
    """What a book's voices are chosen with.

    Attributes:
        settings: The user's.
        seed: Base seed of all takes.
        engine: Its row, with the size of chunks that the machine is advised; the settings may say another.
        model: To speak with, for an engine that needs one.
        folders: Of this run.
        emit: Told of the progress where a model's files are hashed, because they never were.
        control: Ends that, if it is cancelled.
    """

    settings: Settings
    seed: int
    engine: EngineRow
    model: InstalledModel | None
    folders: Folders
    emit: Callable[[events.Event], None]
    control: Control

    def cast(self, book: Book, project: Project) -> Cast:
        """Return who reads what.

        Raises:
            Cancelled: It was ended meanwhile.
            InputError: There is no such narrator.
            DiskError: A lexicon is damaged, or a model's file cannot be read.
            ModelDamaged: The model's files are not what they should be.
        """
        lexicon = lexicon_of(project, self.folders)
        engine = replace(self.engine, size=self.engine.size.with_most(self.settings.chunk_characters))
        without = engine.reads_itself | self.settings.switched_off
        weights: list[str] = []

        def choose(settings: Settings, language: str) -> VoiceChoice:
            choice = choose_voice(engine, settings, language, self.model, self.folders)
            if not weights:  # after the first voice was found: hashing takes a while
                weights.append(weights_hash(self.model, self.emit, self.control) if self.model else "")
            return replace(choice, weights=weights[0], seed=self.seed)

        return Cast(book, self.settings, choose, lambda language: Speech(language, lexicon, without))
