"""What the narrator's renders share: its real environment, and a tiny checkpoint of every kind."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from backend import Backend
from tests.tiny_qwen3 import KINDS
from vox1.control import Control
from vox1.engines import host, registry
from vox1.events import Event, Finished
from vox1.paths import ROOT, Folders, environment_python
from vox1.render import judge
from vox1.render.job import RenderOptions
from vox1.render.verdict import PLAIN_CHECKS, Check
from vox1.settings import Settings

_BUILD = (
    "import sys; from pathlib import Path; from tests import tiny_qwen3;"
    "[tiny_qwen3.build(Path(sys.argv[1]) / name, name, codebooks=4) for name in tiny_qwen3.KINDS]"
)


@dataclass(slots=True)
class Studio:
    """Folders to render in, with the tiny checkpoints in its folder of models.

    Attributes:
        folders: Of this test.
        clip: A recording to clone.
        events: Those of the last render.
    """

    folders: Folders
    clip: Path
    events: list[Event] = field(default_factory=list)

    def options(self, book: Path, model: str, **chosen: Any) -> RenderOptions:
        """How a book is rendered with a model, in a voice of its kind."""
        kind = KINDS[model][0]
        voice = {"base": str(self.clip), "voice_design": "A calm old woman."}.get(kind, "")
        settings = Settings(engine="qwen3", model=model, voice=voice)
        return RenderOptions(book, replace(settings, **chosen), slots=3, device="cpu")

    def render(self, options: RenderOptions, on_event: Callable[[Event], None] = lambda _: None) -> Finished:
        """Render and return the last event; all of them are in `events`."""
        self.events = []

        def note(event: Event) -> None:
            self.events.append(event)
            on_event(event)

        return Backend(self.folders).render(options, note, Control())


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a tiny checkpoint of every kind, made by the narrator's own Python."""
    python = environment_python("qwen3")
    if not python.is_file():
        pytest.skip("python3 run.py setup --engine qwen3 makes the narrator's environment")
    folder = tmp_path_factory.mktemp("models")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([python, "-c", _BUILD, folder], check=True, env=environment, capture_output=True)
    return folder


@pytest.fixture
def studio(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """Folders for one test. Takes are checked as sounds, of any length: noise is no speech."""
    monkeypatch.setattr(judge, "PLAIN_CHECKS", PLAIN_CHECKS - {Check.SHORT})
    row = replace(registry.engine_row("qwen3"), is_speech=False)
    monkeypatch.setitem(registry.ENGINES, "qwen3", row)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    user = tmp_path / "user"
    user.mkdir()
    (user / "models").symlink_to(models, target_is_directory=True)
    clip = tmp_path / "Aunt Mary.flac"
    seconds = np.arange(4 * 24_000) / 24_000
    sound = 0.3 * np.sin(2 * math.pi * 180 * seconds) * (1 + np.sin(2 * math.pi * 3 * seconds)) / 2
    soundfile.write(clip, sound, 24_000)
    clip.with_suffix(".txt").write_text("These are the words of the clip.", "utf-8")
    return Studio(Folders(tmp_path / "out", tmp_path / "work", user), clip)


@pytest.fixture
def happen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that has something happen to the narrator's worker; see `faulty_worker`."""
    if sys.platform == "win32":
        pytest.skip("the stand-in for Python is a shell script")

    def arrange(fault: str) -> None:
        monkeypatch.setenv("VOX1_NARRATOR_FAULT", fault)
        worker = Path(__file__).with_name("faulty_worker.py")
        script = tmp_path / "python"
        script.write_text(f'#!/bin/sh\nexec "{environment_python("qwen3")}" "{worker}" "$@"\n', "utf-8")
        script.chmod(0o755)
        monkeypatch.setattr(host, "environment_python", lambda _: script)

    return arrange
