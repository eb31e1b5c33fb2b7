"""What the actions of ``voices`` share: how a master voice is named and told."""

from __future__ import annotations

import argparse
from typing import Any

from backend import Backend
from vox1 import settings as user_settings
from vox1.voices.library import KeptVoice
from vox1.voices.master import plain_name
from vox1_cli.console import Console

SCHEMA = 1
DAMAGED = 1
"""Exit status where a voice is not whole."""


def add_name(parser: argparse.ArgumentParser) -> None:
    """Add the name of a master voice."""
    parser.add_argument("name", metavar="NAME", help="of a master voice, in any capitals")


def to_json(voice: KeptVoice) -> dict[str, Any]:
    """Return a master voice as an object for `json.dump`."""
    facts = voice.facts
    return {
        "name": voice.name,
        "folder": str(voice.folder),
        "fault": voice.fault,
        "language": facts.language if facts else None,
        "origin": facts.origin.value if facts else None,
        "source": facts.source if facts else None,
        "begins_seconds": facts.begins_seconds if facts else None,
        "model": facts.model if facts else None,
        "seed": facts.seed if facts else None,
        "note": facts.note if facts else None,
        "seconds": round(voice.seconds, 3) if facts else None,
        "transcript": voice.transcript if facts else None,
        "voice_hash": voice.voice_hash or None,
        "audition": str(voice.audition) if voice.audition else None,
    }


def warn_of_settings(name: str, backend: Backend, console: Console) -> None:
    """Say so where the settings name a voice that is gone from its name."""
    path = backend.folders.settings
    chosen = user_settings.load(path)[0].voice
    if chosen and plain_name(chosen) == plain_name(name):
        console.note(f"warning: your settings still name the voice “{chosen}”: change it in {path}")
