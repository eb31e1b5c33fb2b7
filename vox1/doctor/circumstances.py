"""Circumstances: what every check of the doctor needs to know."""

from __future__ import annotations

from dataclasses import dataclass

from vox1.engines.registry import EngineRow
from vox1.paths import Folders
from vox1.settings import Settings
from vox1_setup.machine import Machine


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is examined.

    Attributes:
        machine: What VOX-1 runs on.
        folders: Where books and takes are.
        settings: The user's.
        warnings: What is wrong with the settings, a sentence each.
        engine: The voice engine that is to be used.
        device: What it is to run on: ``auto``, ``cpu``, ``cuda`` or ``mps``.
        with_speed: Whether the engine's speed is measured.
    """

    machine: Machine
    folders: Folders
    settings: Settings
    warnings: tuple[str, ...]
    engine: EngineRow
    device: str
    with_speed: bool
