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
from vox1.voices.clip import prepare_clip

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
            "There are several models to speak with", f"Choose one with --model: {names}.", "model"
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
        InputError: The model has no such voice, or takes no direction.
        DiskError: A reference clip cannot be kept.
    """
    by_name = settings.voice or row.voice_for(language) or row.first_voice
    choice = VoiceChoice(row, "", by_name, row.shaping(settings), seed=0)
    if model is None:
        return choice
    if settings.style:
        _check_direction(model)
        choice = replace(choice, settings={**choice.settings, "style": settings.style})
    if model.kind is Kind.CUSTOM_VOICE:
        return replace(choice, voice=by_name.lower())
    if model.kind is Kind.BASE:
        return _cloned(choice, model, settings.voice, folders)
    if not settings.voice:
        raise InputError(
            f"{model.name} makes a voice from its description, and there is none",
            'Describe it: --voice "A calm old woman with a low voice".',
            "no-voice",
        )
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


def _cloned(choice: VoiceChoice, model: InstalledModel, recording: str, folders: Folders) -> VoiceChoice:
    """The voice of a recording."""
    if not recording:
        raise InputError(
            f"{model.name} clones a voice, and no recording of one was named",
            "Name it with --voice FILE; put its words into a text file of the same name beside it.",
            "no-voice",
        )
    clip = prepare_clip(Path(recording), folders.voices)
    return replace(choice, voice=clip.voice_hash, place=str(clip.path), given_title=Path(recording).stem)
