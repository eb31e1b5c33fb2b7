"""Voices for tests: a tone for speech, and what is known of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from vox1.paths import Folders
from vox1.projects.project import Project
from vox1.voices.changes import add_voice
from vox1.voices.clip import SAMPLE_RATE_HZ, Samples
from vox1.voices.library import KeptVoice, kept_voices
from vox1.voices.master import MasterVoice, Origin

WORDS = "These are the words of the clip."


def speech(seconds: float = 4.0, half_period: int = 60) -> Samples:
    """Return something that can be heard; another half period, in samples, is another voice."""
    places = np.arange(round(seconds * SAMPLE_RATE_HZ))
    return (8000 * (places // half_period % 2 * 2 - 1)).astype(np.int16)


def facts(name: str = "Aunt Mary", **known: Any) -> MasterVoice:
    """Return what is known of a voice."""
    return MasterVoice(**{"name": name, "language": "en-GB", "origin": Origin.CLONED, **known})


def add(folders: Folders, name: str = "Aunt Mary", half_period: int = 60, **known: Any) -> KeptVoice:
    """Keep a voice."""
    return add_voice(folders, facts(name, **known), speech(half_period=half_period), WORDS)


def state(folders: Folders) -> dict[str, tuple[str, str]]:
    """Return all that counts of a library: fault and hash of each voice by its name."""
    return {voice.name: (voice.fault, voice.voice_hash) for voice in kept_voices(folders)}


def begin(folders: Folders, title: str, voice: str) -> None:
    """Leave the project of a book."""
    Project(title, folders.projects / title).describe(title, Path("book.epub"), [], {"voice": voice})


def finish(folders: Folders, title: str, voice_hash: str) -> None:
    """Leave the receipt of an audiobook."""
    folders.output.mkdir(parents=True, exist_ok=True)
    receipt = {"schema": 1, "title": title, "voice": voice_hash}
    (folders.output / f"{title}.m4b.receipt.json").write_text(json.dumps(receipt), "utf-8")
