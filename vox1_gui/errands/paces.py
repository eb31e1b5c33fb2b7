"""Paces: how long a second of audio took on this computer, to guess how long the next book will take."""

from __future__ import annotations

import json
import logging

from vox1 import files
from vox1.errors import Vox1Error
from vox1.events import Finished, Status
from vox1.hardware.prospects import DRAFT_TIMES
from vox1.settings import Settings
from vox1_gui.errands.desk import Desk

log = logging.getLogger(__name__)

_FILE = "pace.json"
_LEAST_AUDIO_SECONDS = 300.0
_LEAST_SHARE = 0.9
"""Of a render's chunks that were spoken in it: stored ones take no time."""


def known_pace(desk: Desk, settings: Settings) -> float | None:
    """Return how many seconds a second of audio takes; None where it is anybody's guess.

    The draft voice's is guessed where it was never measured: it needs a processor, and nothing else.
    """
    pace = _paces(desk).get(_name(settings))
    if pace:
        return pace
    return 1 / DRAFT_TIMES if settings.engine == "espeak" else None


def keep_pace(desk: Desk, settings: Settings, pace: float) -> None:
    """Remember how long a second of audio takes."""
    kept = {**_paces(desk), _name(settings): pace}
    files.write_json(desk.backend.folders.work / _FILE, {"schema": 1, "paces": kept})


def learn_from(desk: Desk, settings: Settings, finished: Finished) -> None:
    """Remember the pace of a render that went through without a rest, if it says enough."""
    is_long = finished.audio_seconds >= _LEAST_AUDIO_SECONDS
    is_whole = finished.status is Status.COMPLETE and finished.rendered >= _LEAST_SHARE * finished.chunks
    if not (is_long and is_whole):
        return
    try:
        keep_pace(desk, settings, finished.wall_seconds / finished.audio_seconds)
    except Vox1Error as err:  # the audiobook is done all the same
        log.warning("The pace is not remembered: %s", err.message)


def _paces(desk: Desk) -> dict[str, float]:
    try:
        written = json.loads((desk.backend.folders.work / _FILE).read_text(encoding="utf-8"))
        paces = {str(name): float(pace) for name, pace in written["paces"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # it is a guess at most: the next render measures it anew
    return {name: pace for name, pace in paces.items() if pace > 0}


def _name(settings: Settings) -> str:
    return f"{settings.engine} {settings.model}".strip()
