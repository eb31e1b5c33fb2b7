"""The voice of a render: what the user chose, checked against what the engine and its model can do."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from vox1.engines.registry import EngineRow
from vox1.errors import InputError
from vox1.models.catalogue import CATALOGUE, Kind
from vox1.models.store import InstalledModel, find_model, get_command, installed
from vox1.paths import Folders
from vox1.render.keys import VoiceChoice
from vox1.settings import Settings
from vox1.voices import library
from vox1.voices.clip import ReferenceClip, prepare_clip
from vox1.voices.presets import presets_of

_SMALL = "0.6B"
"""Models of this size take no direction."""


def choose_model(row: EngineRow, settings: Settings, folders: Folders) -> InstalledModel | None:
    """Return the model to speak with; None for an engine that has none.

    Raises:
        InputError: There is none, it is for something else, or there are several and none was chosen.
        DiskError: The folder of models cannot be read.
    """
    if not row.needs_model:
        return None
    if settings.model:
        model = find_model(folders, settings.model)
        if model.engine != row.id:
            raise InputError(
                f"{model.name} is no model for {row.title}", "`models list` shows them.", "wrong-model"
            )
        return model
    whole = [model for model in installed(folders) if model.engine == row.id and model.is_whole]
    if len(whole) == 1:
        return whole[0]
    if whole:
        names = ", ".join(model.name for model in whole)
        raise InputError(
            "There are several models to speak with", f"Choose one with --model: {names}.", "several-models"
        )
    first = next(known.name for known in CATALOGUE.values() if known.kind is Kind.CUSTOM_VOICE)
    raise InputError(
        f"{row.title} needs a model, and there is none on this computer",
        f"{get_command(first)} fetches one; `models list` shows all.",
        "no-model",
    )


def choose_voice(
    row: EngineRow, settings: Settings, language: str, model: InstalledModel | None, folders: Folders
) -> VoiceChoice:
    """Return who speaks, and how; the hash of the weights and the seed are for the caller to add.

    Args:
        row: Of the engine.
        settings: The user's.
        language: Resolved.
        model: To speak with, for an engine that needs one.
        folders: Of this run.

    Raises:
        InputError: There is no such voice, the model cannot speak in it, or takes no direction.
        DiskError: A reference clip cannot be kept, or the master voices cannot be read.
    """
    by_name = settings.voice or row.voice_for(language) or row.first_voice
    choice = VoiceChoice(row, "", by_name, row.shaping(settings), seed=0)
    if model is None:
        if settings.voice not in row.voices.values():
            _check_no_master(settings.voice, row.title, folders)
        return choice
    if settings.style:
        _check_direction(model)
        choice = replace(choice, settings={**choice.settings, "style": settings.style})
    if model.kind is Kind.CUSTOM_VOICE:
        if by_name.lower() not in {preset.id for preset in presets_of(model)}:
            _check_no_master(settings.voice, model.name, folders)
        return replace(choice, voice=by_name.lower())
    if model.kind is Kind.BASE:
        return _cloned(choice, model, settings.voice, folders)
    if not settings.voice:
        raise InputError(
            f"{model.name} makes a voice from its description, and there is none",
            'Describe it: --voice "A calm old woman with a low voice".',
            "no-voice",
        )
    _check_no_master(settings.voice, model.name, folders)
    return choice


def _check_direction(model: InstalledModel) -> None:
    """Whether a model can be told how to speak.

    Raises:
        InputError: It cannot.
    """
    if model.kind is Kind.BASE or (model.kind is Kind.CUSTOM_VOICE and model.size == _SMALL):
        raise InputError(
            f"{model.name} takes no direction: it cannot be told how to speak",
            "Leave --style out, or use the CustomVoice model of 1.7B.",
            "no-style",
        )


def _cloned(choice: VoiceChoice, model: InstalledModel, chosen: str, folders: Folders) -> VoiceChoice:
    """A master voice, else the voice of a recording."""
    if not chosen:
        raise InputError(
            f"{model.name} clones a voice, and none was named",
            "Name it with --voice: a master voice, or a recording with its words in a text file of the same"
            " name beside it. `voices list` shows the master voices.",
            "no-voice",
        )
    master = library.named(folders, chosen)
    if master and master.facts:
        choice = replace(choice, mother_tongue=master.facts.language)
    clip = library.prepare_voice(master) if master else _recorded(chosen, folders)
    title = master.name if master else Path(chosen).stem
    return replace(choice, voice=clip.voice_hash, place=str(clip.path), given_title=title)


def _recorded(chosen: str, folders: Folders) -> ReferenceClip:
    """The voice of a loose recording.

    Raises:
        InputError: There is none, or none can be cloned from it.
        DiskError: It cannot be kept.
    """
    if not _is_file(chosen):
        near = library.near_names(folders, chosen)
        raise InputError(
            f"There is neither a master voice nor a recording “{chosen}”",
            near or "`voices list` shows the master voices; of a recording, check how its path is written.",
            "no-voice",
        )
    return prepare_clip(Path(chosen), folders.voices)


def _is_file(chosen: str) -> bool:
    try:
        return Path(chosen).is_file()
    except (OSError, ValueError):  # no name that a file can have: a description, perhaps
        return False


def _check_no_master(chosen: str, speaker: str, folders: Folders) -> None:
    """See that nobody means a master voice where none can be heard.

    Raises:
        InputError: A master voice has the name.
    """
    if chosen and (master := library.named(folders, chosen)):
        raise InputError(
            f"“{master.name}” is a master voice, and {speaker} does not clone",
            "Use a Base model: `models list` shows them.",
            "no-clone",
        )
