"""Tests of the listening, with a recogniser of our own: no weights are needed."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from vox1_worker.engine import EngineError
from vox1_worker.engines.listening import Listener


class _Model:
    """As faster_whisper.WhisperModel is called."""

    def __init__(self, folder: str, device: str, *, local_files_only: bool) -> None:
        if folder.endswith("broken"):
            raise RuntimeError("Unable to open file 'model.bin'")
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.opened = (folder, device, local_files_only)

    def transcribe(self, path: str, **options: object) -> tuple[Any, None]:
        """Hear two segments."""
        self.asked.append((path, options))
        return iter([SimpleNamespace(text=" It rained."), SimpleNamespace(text=" A lot. ")]), None


@pytest.fixture(name="recogniser")
def _recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("faster_whisper")
    module.WhisperModel = _Model  # type: ignore[attr-defined]  # a module made here
    monkeypatch.setitem(sys.modules, "faster_whisper", module)


@pytest.mark.usefixtures("recogniser")
def test_what_is_heard_is_one_text() -> None:
    """Segments are put together; the language is given, and nothing is downloaded."""
    listener = Listener()
    listener.load(Path("model"), "auto")

    assert listener.hear(Path("take.flac"), "en-GB") == "It rained. A lot."
    assert listener._model.opened == ("model", "auto", True)
    assert listener._model.asked[0][1]["language"] == "en"


@pytest.mark.usefixtures("recogniser")
def test_a_model_that_does_not_load_is_named() -> None:
    """With what to do."""
    with pytest.raises(EngineError, match="broken cannot be loaded: Unable to open"):
        Listener().load(Path("broken"), "cpu")


def test_without_faster_whisper_one_reads_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not part of the base install."""
    monkeypatch.setitem(sys.modules, "faster_whisper", None)

    with pytest.raises(EngineError, match=r"requirements/asr\.txt"):
        Listener().load(Path("model"), "cpu")
