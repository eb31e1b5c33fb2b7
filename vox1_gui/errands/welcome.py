"""Welcome: what the first start wants to know of the machine, and lets be heard."""

from __future__ import annotations

from pathlib import Path

from vox1.hardware.prospects import Prospects
from vox1.settings import Settings
from vox1_gui.errands.desk import Desk


def look_at_machine(desk: Desk) -> Prospects:
    """Return what this machine can do."""
    return desk.backend.prospects()


def hear_draft_voice(desk: Desk, language: str) -> Path:
    """Return a file in which the draft voice says something; it is spoken once only.

    Args:
        desk: To work with.
        language: What it speaks, a BCP 47 tag.

    Raises:
        EngineFailed: It does not speak.
        DiskError: The disk refuses.
    """
    from vox1.voices.audition import Wish  # noqa: PLC0415  # the window does not load it

    path = desk.backend.folders.work / "auditions" / f"draft-voice-{language}.flac"
    if not path.exists():
        wish = Wish(Settings(), language, path=path)
        desk.backend.audition(wish, desk.tell, desk.control)
    return path
