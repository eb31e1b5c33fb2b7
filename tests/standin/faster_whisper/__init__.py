"""A stand-in for faster-whisper: it hears what the tests say a take says, and obeys orders in it.

``STANDIN_TEXTS`` names a folder with a file for each take key; what it holds is what the takes of that key
say. Like the tone engine's, an order stands in the text, such as ``[asr:crash]``, and may be limited to the
first attempts: ``[asr:lose 2]``. ``STANDIN_LOAD`` is ``fail``, ``crash`` or ``hang``, to misbehave when the
model is loaded. Every take it listens to is a line in the file that ``STANDIN_LOG`` names.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import soundfile

_ORDER = re.compile(r"\[asr:(?P<order>[a-z]+)(?: (?P<attempts>\d+))?\]")


class WhisperModel:
    """As faster_whisper.WhisperModel is called."""

    def __init__(self, folder: str, device: str = "auto", *, local_files_only: bool = False) -> None:
        assert local_files_only, "nothing is ever downloaded"
        assert device in {"auto", "cpu", "cuda"}
        _misbehave(os.environ.get("STANDIN_LOAD", ""))
        self.model = SimpleNamespace(device="cpu", is_multilingual=not folder.endswith(".en"))

    @property
    def supported_languages(self) -> list[str]:
        """The languages it knows."""
        return ["en", "de", "fr", "no"] if self.model.is_multilingual else ["en"]

    def transcribe(
        self,
        audio: str,
        language: str | None = None,
        beam_size: int = 5,
        clip_timestamps: str | list[float] = "0",
        *,
        condition_on_previous_text: bool = True,
    ) -> tuple[Iterator[SimpleNamespace], None]:
        """Hear a take: one segment for each sentence."""
        assert language in self.supported_languages
        assert beam_size
        assert not condition_on_previous_text
        assert isinstance(clip_timestamps, list)
        soundfile.info(audio)  # fails as the library does where there is no audio
        path = Path(audio)
        if not path.stem.isdecimal():  # no take of the store: its own name is its key
            path = path.with_suffix("") / "1.flac"
        if log := os.environ.get("STANDIN_LOG"):
            with Path(log).open("a", encoding="utf-8") as stream:
                stream.write(f"{path.parent.name} {path.stem} {clip_timestamps}\n")
        text = Path(os.environ["STANDIN_TEXTS"], path.parent.name).read_text(encoding="utf-8")
        sentences = _heard(text, int(path.stem))
        return (SimpleNamespace(text=f" {one} ", end=clip_timestamps[1]) for one in sentences), None


def _heard(text: str, attempt: int) -> list[str]:
    """The sentences of a text, spoilt as it orders."""
    match = _ORDER.search(text)
    sentences = re.split(r"(?<=\.) ", text)
    if not match or (match["attempts"] and attempt > int(match["attempts"])):
        return sentences
    order = match["order"]
    _misbehave(order)
    if order == "lose":
        return sentences[:-1]
    if order == "skip":
        return sentences[:-1] or sentences
    if order == "twice":
        return [*sentences, sentences[-1]]
    if order == "babble":
        return ["Seven green bottles fell off the wall and rolled down the hill."]
    return [] if order == "silence" else sentences


def _misbehave(order: str) -> None:
    if order == "fail":
        raise RuntimeError("out of order")
    if order == "crash":
        os._exit(139)
    if order == "hang":
        threading.Event().wait()
