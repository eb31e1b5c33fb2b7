"""Listening: which words faster-whisper hears in a take, where it and a model are on this computer.

Written against faster-whisper 1.2.1; no model was at hand to try it on.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from vox1_worker.engine import EngineError, Facts, Growing, Outcome, Refused
from vox1_worker.protocol import Heard, Listen, Load

_TOKENISER = "tokenizer.json"
"""Where a model folder lacks it, the library would fetch one from the network."""

_ITS_NAMES = {"nb": "no", "jv": "jw", "fil": "tl", "cmn": "zh"}
"""What Whisper calls languages that BCP 47 calls otherwise (its tokeniser's list of codes)."""


class Listener:
    """Hears one take at a time, one segment in a step: up to half a minute of audio."""

    def __init__(self) -> None:
        self._queue: deque[Listen] = deque()
        self._cancelled: set[str] = set()
        self._segments: Iterator[Any] | None = None
        self._words: list[str] = []

    def load(self, request: Load) -> Facts:
        """Import the library and load a converted Whisper model; nothing is ever downloaded here.

        Raises:
            EngineError: The library is not installed, or the folder holds no model that it can load.
        """
        folder = Path(request.model)
        try:
            from faster_whisper import WhisperModel  # noqa: PLC0415  # only where the user asked for it
        except ImportError as err:
            raise EngineError(
                "load", f"faster-whisper is not installed (requirements/asr.txt): {err}"
            ) from err
        if not (folder / _TOKENISER).is_file():
            raise EngineError("load", f"the listening model in {folder} has no {_TOKENISER}")
        device = "cpu" if request.device == "mps" else request.device
        try:
            self._model: Any = WhisperModel(str(folder), device=device, local_files_only=True)
        except (OSError, ValueError, RuntimeError) as err:
            raise EngineError("load", f"the listening model in {folder} cannot be loaded: {err}") from err
        return Facts(self._model.model.device, 0, 1, (), {"faster-whisper": _version()})

    @property
    def free_slots(self) -> int:
        """One take at a time."""
        return 1 - len(self._queue)

    def start(self, request: Listen) -> None:
        """Take a request."""
        self._queue.append(request)

    def step(self) -> Sequence[Outcome]:
        """Hear the next segment of the started take."""
        if not self._queue:
            return ()
        request = self._queue[0]
        outcome = self._refusal(request) or self._next(request)
        if not isinstance(outcome, Growing):
            self._queue.popleft()
            self._segments = None
            self._words = []
        return (outcome,)

    def cancel(self, request_id: str) -> None:
        """Give up a started request at the next step."""
        self._cancelled.add(request_id)

    def close(self) -> None:
        """Let the model go."""
        self._segments = self._model = None

    def _refusal(self, request: Listen) -> Refused | None:
        """Why a take is not listened to, if there is a reason."""
        if request.id in self._cancelled:
            self._cancelled.discard(request.id)
            return Refused(request.id, "cancelled", "cancelled while listening")
        # The library would listen in English instead, and every take would be found wrong.
        if _language(request) not in self._model.supported_languages:
            return Refused(request.id, "language", f"the listening model knows no {request.language}")
        return None

    def _next(self, request: Listen) -> Outcome:
        try:
            if self._segments is None:
                self._segments = self._transcribe(request)
            segment = next(self._segments, None)
        except (OSError, ValueError, RuntimeError) as err:
            return Refused(request.id, "listen", f"{request.path} could not be heard: {err}")
        if segment is None:
            return Heard(request.id, " ".join(self._words))
        self._words.append(segment.text.strip())
        return Growing(request.id, float(segment.end) - request.start_seconds)

    def _transcribe(self, request: Listen) -> Iterator[Any]:
        segments, _ = self._model.transcribe(
            request.path,
            language=_language(request),
            beam_size=5,
            # Each segment for itself: with the last one as a prompt, Whisper carries a loop on.
            condition_on_previous_text=False,
            clip_timestamps=[request.start_seconds, request.end_seconds],
        )
        return iter(segments)


def create() -> Listener:
    """Return the recogniser for the worker's loop."""
    return Listener()


def _language(request: Listen) -> str:
    first = request.language.split("-", maxsplit=1)[0].lower()
    return _ITS_NAMES.get(first, first)


def _version() -> str:
    try:
        return metadata.version("faster-whisper")
    except metadata.PackageNotFoundError:
        return "unknown"
