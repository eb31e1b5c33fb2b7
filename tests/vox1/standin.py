"""The stand-in for faster-whisper as the host's tests use it: what takes say, and models without weights."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

STANDIN = Path(__file__).resolve().parents[1] / "standin"


class Standin:
    """Texts that the stand-in hears in takes, by take key.

    Attributes:
        folder: Of the texts.
        models: The folder of models, which holds one called ``tiny`` and an English one, ``tiny.en``.
    """

    def __init__(self, folder: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.models = models
        self._monkeypatch = monkeypatch
        folder.mkdir(parents=True)
        for name in ("tiny", "tiny.en"):
            (models / name).mkdir(parents=True)
            for file in ("model.bin", "tokenizer.json"):
                (models / name / file).touch()
        monkeypatch.setenv("PYTHONPATH", str(STANDIN), prepend=os.pathsep)
        monkeypatch.syspath_prepend(str(STANDIN))
        monkeypatch.setenv("STANDIN_TEXTS", str(folder))
        monkeypatch.setenv("STANDIN_LOG", str(self._log))

    def say(self, key: str, text: str) -> None:
        """Have the takes of a key say a text."""
        (self.folder / key).write_text(text, "utf-8")

    def load(self, order: str) -> None:
        """Have the model ``fail``, ``crash`` or ``hang`` when it is loaded; an empty order ends that."""
        self._monkeypatch.setenv("STANDIN_LOAD", order)

    @property
    def heard(self) -> list[tuple[str, int]]:
        """The takes it listened to, by key and attempt, in order."""
        if not self._log.exists():
            return []
        rows = (line.split(maxsplit=2) for line in self._log.read_text("utf-8").splitlines())
        return [(key, int(attempt)) for key, attempt, _ in rows]

    @property
    def _log(self) -> Path:
        return self.folder.parent / "standin.log"
