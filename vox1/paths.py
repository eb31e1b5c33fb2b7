"""Folders: where VOX-1 keeps what it works on and what it makes."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The folder VOX-1 is installed in; user data lives in folders beside the code, ignored by git."""

MAX_STEM_CHARACTERS = 100
MAX_STEM_BYTES = 200
"""ext4 allows 255 bytes for a name, which 86 Chinese characters exceed; an ending and a number follow."""
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9¹²³])(?= *(?:\.|$))", re.IGNORECASE)
"""Device names on Windows, whatever follows their first dot."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of one run.

    Attributes:
        output: Finished books.
        work: Takes and projects; everything needed to resume.
        user: What the user has chosen once for all books.
    """

    output: Path = ROOT / "Output"
    work: Path = ROOT / "temp_work"
    user: Path = ROOT

    @property
    def takes(self) -> Path:
        """The content-addressed store of takes."""
        return self.work / "takes"

    @property
    def norms(self) -> Path:
        """What is normal for each voice."""
        return self.work / "norms"

    @property
    def voices(self) -> Path:
        """Reference clips of loose recordings, prepared for the engines."""
        return self.work / "voices"

    @property
    def auditions(self) -> Path:
        """What voices sound like, so that nothing is spoken twice; all of it can be made again."""
        return self.work / "auditions"

    @property
    def master_voices(self) -> Path:
        """The voices that the user keeps, a folder for each."""
        return self.user / "VOX-Output"

    @property
    def projects(self) -> Path:
        """One folder for each book being worked on."""
        return self.work / "projects"

    @property
    def edits(self) -> Path:
        """Books as the listener has edited them, a manifest for each book file."""
        return self.work / "edits"

    @property
    def lexicon(self) -> Path:
        """How words are said in every book."""
        return self.user / "lexicon.json"

    @property
    def models(self) -> Path:
        """Weights, a folder for each model."""
        return self.user / "models"

    @property
    def settings(self) -> Path:
        """The user's settings."""
        return self.user / "user_settings.json"

    @property
    def logs(self) -> Path:
        """What went on, for when something went wrong."""
        return self.work / "logs"


def environment_python(name: str) -> Path:
    """Return the Python of an environment that ``run.py setup --engine NAME`` makes, there or not."""
    return ROOT / ".venvs" / name / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_device_name(name: str) -> bool:
    """Whether Windows takes a file's name for a device, whatever its ending."""
    return _RESERVED.match(name) is not None


def file_stem(title: str) -> str:
    """Return a title as a file name (without ending) that Windows, macOS and Linux all accept.

    Source: learn.microsoft.com, "Naming files, paths, and namespaces".
    """
    name = unicodedata.normalize("NFC", title)
    name = "".join(" " if unicodedata.category(c)[0] == "C" else c for c in name)
    name = re.sub(r'[<>:"/\\|?*]', " ", name)
    name = " ".join(name.split())[:MAX_STEM_CHARACTERS]
    room = MAX_STEM_BYTES - 1  # for the underscore that makes a device name harmless
    name = name.encode("utf-8")[:room].decode("utf-8", "ignore").strip(" .-")
    return _RESERVED.sub(r"\1_", name, count=1) if is_device_name(name) else name or "Untitled"
