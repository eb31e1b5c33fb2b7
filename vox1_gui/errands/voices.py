"""Voices: those that are here, what they sound like, and the listener's own kept in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from backend import Backend
from vox1.errors import InputError, Vox1Error
from vox1.settings import Settings
from vox1_gui.errands.desk import Desk
from vox1_gui.messages import Trouble

_REMOVED = "removed-voices"
"""Folder below the work folder: the voice that was removed last, as an archive, to be brought back."""
_OFFERED = "voices of engines"
_ANY_LANGUAGE = "mul"
"""Of voices that somebody has added to a model (ISO 639-2)."""


class VoiceKind(str, Enum):
    """Whose a voice is."""

    MASTER = "master"
    """The listener's: cloned or designed."""
    PRESET = "preset"
    """Of a model."""
    DRAFT = "draft"
    """Of an engine that needs no model."""


class Able(str, Enum):
    """What takes a model of its own."""

    CLONE = "base"
    PRESETS = "custom_voice"
    DESIGN = "voice_design"


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """A voice, as lists show it.

    Attributes:
        kind: Whose it is.
        id: What `render` is given.
        name: For people.
        language: A BCP 47 tag, or the engine's own; empty where nobody knows.
        engine: Id of the engine that speaks in it.
        engine_title: The engine's name for people.
        character: How it sounds, or how it was made; empty where nobody has said.
        seconds: Length of a master voice's clip.
        fault: Why it cannot be used; empty if it can.
    """

    kind: VoiceKind
    id: str
    name: str
    language: str
    engine: str
    engine_title: str
    character: str = ""
    seconds: float = 0.0
    fault: str = ""

    @property
    def key(self) -> str:
        """What lists call it."""
        return f"{self.kind.value if self.kind is VoiceKind.MASTER else self.engine}:{self.id}"


@dataclass(frozen=True, slots=True)
class Means:
    """What this computer can do with voices.

    Attributes:
        models: Names of the models that are here whole, by what they are for.
        wanted: The smallest model that can be fetched for each, with the bytes there are to fetch.
        hears_words: Whether the words of a clip can be written down by a recogniser.
        cloner: Id and title of the engine that reads in master voices.
    """

    models: dict[Able, tuple[str, ...]] = field(default_factory=dict)
    wanted: dict[Able, tuple[str, int]] = field(default_factory=dict)
    hears_words: bool = False
    cloner: tuple[str, str] = ("", "")

    def model_for(self, able: Able, settings: Settings) -> str:
        """Return the model to use: the one in the settings, if it is able, or the first; empty for none."""
        names = self.models.get(able, ())
        return settings.model if settings.model in names else next(iter(names), "")


@dataclass(frozen=True, slots=True)
class Shelved:
    """All the voices there are.

    Attributes:
        voices: The listener's first, then those of models, then those of engines.
        means: What can be done with them.
        is_whole: Whether all engines have been asked.
        troubles: Engines that could not be asked, and why.
    """

    voices: tuple[VoiceRow, ...]
    means: Means
    is_whole: bool = True
    troubles: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a voice sounds like.

    Attributes:
        path: A sound file.
        seconds: Its length.
        doubts: What may be wrong with it, one sentence each.
    """

    path: Path
    seconds: float
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """All that is known of a master voice.

    Attributes:
        name: Its name.
        fault: Why it cannot be used; empty if it can.
        is_designed: Whether a model made it from a description.
        source: Name of the recording, or the description.
        begins_seconds: Where in the recording the clip begins.
        model: That designed it.
        language: A BCP 47 tag; empty where nobody knows.
        seconds: Length of the clip.
        transcript: What is said in it; empty where only the timbre is cloned.
        note: Whose voice it is.
        books: Titles of the books that were read or begun in it.
        folder: Where it is.
        clip: The clip itself.
    """

    name: str
    fault: str
    is_designed: bool
    source: str
    begins_seconds: float
    model: str
    language: str
    seconds: float
    transcript: str
    note: str
    books: tuple[str, ...]
    folder: Path
    clip: Path


@dataclass(frozen=True, slots=True)
class Removed:
    """A voice that was removed.

    Attributes:
        name: Its name.
        archive: What it can be brought back from; None where it was damaged.
    """

    name: str
    archive: Path | None


def settings_for(row: VoiceRow, settings: Settings, means: Means) -> Settings:
    """Return the settings with a voice, its engine and its model; another engine starts without a style.

    Where the model that the voice needs is not here, none is named.
    """
    able = {VoiceKind.MASTER: Able.CLONE, VoiceKind.PRESET: Able.PRESETS}.get(row.kind)
    model = means.model_for(able, settings) if able else ""
    style = settings.style if (row.engine, model) == (settings.engine, settings.model) else ""
    return replace(settings, engine=row.engine, voice=row.id, model=model, style=style)


def list_voices(desk: Desk) -> Shelved:
    """Return all voices; those that need no engine to be asked are told first.

    Raises:
        DiskError: A folder cannot be read.
    """
    backend, means = desk.backend, _means(desk.backend)
    found = [*_masters(backend, means), *_presets(backend, means)]
    desk.tell(Shelved(tuple(found), means, is_whole=False))
    troubles = []
    for engine in backend.engines():
        if engine.needs_model:
            continue
        try:
            found += _of_engine(desk, engine.id, engine.title)
        except Vox1Error as err:  # the other voices are there all the same
            troubles.append(Trouble(err.code, err.message, err.hint))
    return Shelved(tuple(found), means, troubles=tuple(troubles))


def _of_engine(desk: Desk, engine: str, title: str) -> list[VoiceRow]:
    """The voices of an engine, which is asked once.

    Raises:
        Vox1Error: It does not say.
    """
    offered = desk.drawer.setdefault(_OFFERED, {})
    if engine not in offered:
        offered[engine] = [
            VoiceRow(VoiceKind.DRAFT, voice.id, voice.name, voice.language, engine, title, voice.character)
            for voice in desk.backend.voices(engine)
        ]
    return list(offered[engine])


def _masters(backend: Backend, means: Means) -> Iterator[VoiceRow]:
    engine, title = means.cloner
    for voice in backend.master_voices():
        facts = voice.facts
        yield VoiceRow(
            VoiceKind.MASTER,
            voice.name,
            voice.name,
            facts.language if facts else "",
            engine,
            title,
            facts.source if facts else "",
            voice.seconds,
            voice.fault,
        )


def _presets(backend: Backend, means: Means) -> Iterator[VoiceRow]:
    """The voices of the models that are here, or else of those that can be fetched."""
    for engine in backend.engines():
        if not engine.needs_model:
            continue
        models = means.models.get(Able.PRESETS) or ("",)
        known = {voice.id: voice for model in models for voice in backend.voices(engine.id, model)}
        for voice in known.values():
            yield VoiceRow(
                VoiceKind.PRESET,
                voice.id,
                voice.name,
                voice.language,
                engine.id,
                engine.title,
                voice.character,
            )


def _means(backend: Backend) -> Means:
    models, known = backend.models(), backend.known_models()
    cloner = next(engine for engine in backend.engines() if engine.needs_model)
    smallest = {able: [row for row in known if row.kind.value == able.value] for able in Able}
    return Means(
        models={
            able: tuple(model.name for model in models if model.is_whole and model.kind.value == able.value)
            for able in Able
        },
        wanted={
            able: min(((row.name, row.fetch_bytes) for row in rows), key=lambda one: one[1])
            for able, rows in smallest.items()
        },
        hears_words=backend.hears_words(),
        cloner=(cloner.id, cloner.title),
    )


def hear_voice(desk: Desk, row: VoiceRow, text: str, settings: Settings) -> Heard:
    """Return what a voice sounds like; warnings are told.

    Args:
        desk: Where it is done.
        row: The voice.
        text: What it says; empty for a text of its language.
        settings: How it speaks.

    Raises:
        Vox1Error: There is no such voice or model, or it cannot speak.
    """
    from vox1.hardware.device import chosen_device  # noqa: PLC0415  # the window does not load it
    from vox1.voices.audition import Wish  # noqa: PLC0415

    wish = Wish(settings_for(row, settings, _means(desk.backend)), _language_of(row), text)
    heard = desk.backend.hear(wish, desk.tell_warning, desk.control, chosen_device())
    return Heard(heard.path, heard.seconds, heard.reasons)


def _language_of(row: VoiceRow) -> str:
    """What a voice is heard in; empty for English, or a master voice's own."""
    from vox1.voices.master import language_tag  # noqa: PLC0415  # the window does not load it

    for tag in (row.language, row.language.partition("-")[0]):
        try:
            return language_tag(tag) if tag != _ANY_LANGUAGE else ""
        except InputError:  # a tag of the engine's own
            continue
    return ""


def text_of(_: Desk, language: str) -> str:
    """Return what a voice says to be heard in a language."""
    from vox1.voices.texts import text_for  # noqa: PLC0415  # the window does not load it

    return text_for(language)


def voice_facts(desk: Desk, name: str) -> VoiceFacts:
    """Return all that is known of a master voice.

    Raises:
        InputError: There is none of the name, or several.
        DiskError: The library cannot be read.
    """
    voice = desk.backend.master_voice(name)
    facts = voice.facts
    return VoiceFacts(
        name=voice.name,
        fault=voice.fault,
        is_designed=facts is not None and facts.origin.value == "designed",
        source=facts.source if facts else "",
        begins_seconds=facts.begins_seconds if facts else 0.0,
        model=facts.model if facts else "",
        language=facts.language if facts else "",
        seconds=voice.seconds,
        transcript=voice.transcript,
        note=facts.note if facts else "",
        books=tuple(desk.backend.books_in(voice)),
        folder=voice.folder,
        clip=voice.folder / "clip.flac",
    )


def rename_voice(desk: Desk, old: str, new: str) -> str:
    """Give a master voice another name, and return it as it is kept.

    Raises:
        Vox1Error: See `Backend.rename_voice`.
    """
    return desk.backend.rename_voice(old, new).name


def remove_voice(desk: Desk, name: str) -> Removed:
    """Delete a master voice; the last one that was can be brought back from an archive.

    Raises:
        Vox1Error: It cannot be kept for being brought back, or see `Backend.remove_voice`.
    """
    folder = desk.backend.folders.work / _REMOVED
    folder.mkdir(parents=True, exist_ok=True)
    for archive in folder.iterdir():
        archive.unlink(missing_ok=True)
    is_whole = not desk.backend.master_voice(name).fault
    kept = desk.backend.export_voice(name, folder) if is_whole else None
    return Removed(desk.backend.remove_voice(name).name, kept)


def export_voice(desk: Desk, name: str, path: Path) -> Path:
    """Write a master voice as one file; one that is there, and that the listener agreed to lose, goes.

    Raises:
        Vox1Error: See `Backend.export_voice`.
    """
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    desk.backend.export_voice(name, beside)
    from vox1 import files  # noqa: PLC0415  # what only this needs

    files.replace(beside, path)
    return path


def import_voice(desk: Desk, path: Path, name: str = "") -> tuple[str, bool]:
    """Put the voice of an archive among the master voices; return its name, and whether it is new.

    Raises:
        Vox1Error: See `Backend.import_voice`.
    """
    imported = desk.backend.import_voice(path, name)
    return imported.voice.name, imported.is_new
