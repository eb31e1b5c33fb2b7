"""Uses: which books were read, or begun, in a master voice."""

from __future__ import annotations

from vox1.paths import Folders
from vox1.projects.project import all_projects
from vox1.render.receipt import read_receipt
from vox1.voices.library import KeptVoice
from vox1.voices.master import plain_name

_RECEIPT = ".receipt.json"
"""After the name of an audiobook."""


def books_in(folders: Folders, voice: KeptVoice) -> list[str]:
    """Return the titles of the books whose audiobooks or projects name a voice, in order.

    A receipt holds the voice's hash, so that a voice that was renamed since is known; a project holds the
    name that was typed, which may have meant an engine's own voice of that name.
    """
    described = [project.description() for project in all_projects(folders)]
    name = plain_name(voice.name)
    begun = {told.title for told in described if told and plain_name(told.voice) == name}
    return sorted(begun | _finished(folders, voice.voice_hash), key=str.casefold)


def _finished(folders: Folders, voice_hash: str) -> set[str]:
    """Titles by receipts; a damaged voice has no hash to look for."""
    receipts = folders.output.glob(f"*{_RECEIPT}")
    written = [read_receipt(path.with_name(path.name.removesuffix(_RECEIPT))) for path in receipts]
    return {str(told.get("title")) for told in written if voice_hash and told.get("voice") == voice_hash}
