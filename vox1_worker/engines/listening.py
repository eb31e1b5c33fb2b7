"""Listening: what faster-whisper hears in a take, where it is installed and its model is on this computer.

Written against faster-whisper 1.2; no model was at hand to try it on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from vox1_worker.engine import EngineError


class Listener:
    """A recogniser, driven by one thread."""

    def load(self, model: Path, device: str) -> None:
        """Import the library and load a converted Whisper model; nothing is ever downloaded here.

        Args:
            model: Its folder.
            device: ``auto``, ``cpu`` or ``cuda``.

        Raises:
            EngineError: The library is not installed, or the folder holds no model that it can load.
        """
        try:
            from faster_whisper import WhisperModel  # noqa: PLC0415  # only where the user asked for it
        except ImportError as err:
            raise EngineError(
                "load", f"faster-whisper is not installed (requirements/asr.txt): {err}"
            ) from err
        try:
            self._model: Any = WhisperModel(str(model), device=device, local_files_only=True)
        except (OSError, ValueError, RuntimeError) as err:
            raise EngineError("load", f"the listening model in {model} cannot be loaded: {err}") from err

    def hear(self, take: Path, language: str) -> str:
        """Return the words of a take as the recogniser writes them.

        Args:
            take: Its audio file.
            language: A BCP 47 tag; only its first part is used.
        """
        # Each segment for itself: with the last one as a prompt, Whisper carries a loop on.
        segments, _ = self._model.transcribe(
            str(take),
            language=language.split("-", maxsplit=1)[0].lower(),
            beam_size=5,
            condition_on_previous_text=False,
        )
        return " ".join(segment.text.strip() for segment in segments)
