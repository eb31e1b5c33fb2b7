"""The draft voice: eSpeak NG in this process through ctypes, with no download and no executable.

The library is called as its header ``speak_lib.h`` (1.52) describes. It keeps global state and is not
thread-safe, and it is not bit-reproducible within one process.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
import tempfile
from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from vox1_worker.engine import EngineError, Facts, Outcome, Refused, Samples, Speech
from vox1_worker.protocol import Ended, Load, Speak

_SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS
_DONT_EXIT = 0x8000  # without it a data path that is not found ends the process
_UTF8, _END_PAUSE = 1, 0x1000
_RATE, _PITCH = 1, 3
_EVENT_END, _EVENT_WORD = 0, 1
_LONGEST_DATA_PATH_BYTES = 157  # measured: one of 167 fails
_DEFAULT_RATE_WPM = 175
_DEFAULT_PITCH = 50
# What the library reads wrongly unless a space stands there (measured with 1.52): "!" before a dash or a
# letter is said aloud as "exclamation", "." as "dot"; "?" joins the words beside it; a dash is no pause.
_UNSPACED = re.compile(
    r"(?<=[.!?…,;:])(?=[–—])|(?<=[!?])(?=[^\W_])|(?<=[\w)\]])(?=—)|(?<=—)(?=\w)",
)
# It takes this for an initial, and then ends without its last pause, in the middle of the sound.
_INITIAL_AT_END = re.compile(r"(?<![\w.])([^\W\d_][′″]?)\.\s*\Z")
# Their dictionaries are missing from the package: they print an error and say nothing.
_BROKEN_VOICES = frozenset(("fo", "kaa", "xex"))


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    """``espeak_EVENT``; positions in characters count from 1, audio positions are milliseconds."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


class _Voice(ctypes.Structure):
    """``espeak_VOICE``; each language is a priority byte followed by a tag."""

    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.POINTER(ctypes.c_char)),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class _Spaced:
    """A text with spaces where the library needs them to read it as it is meant.

    Attributes:
        text: For the library.
    """

    def __init__(self, text: str) -> None:
        text = _INITIAL_AT_END.sub(r"\1", text)
        places = [match.start() for match in _UNSPACED.finditer(text)]
        ends = [*places, len(text)]
        self.text = " ".join(text[start:end] for start, end in zip([0, *places], ends, strict=True))
        self._added = [place + earlier for earlier, place in enumerate(places)]

    def original(self, character: int) -> int:
        """Return the place of a character in the text that was given."""
        return character - bisect_left(self._added, character)


class EspeakEngine:
    """Speaks one chunk in one step."""

    def __init__(self) -> None:
        self._queue: deque[Speak] = deque()
        self._cancelled: set[str] = set()
        self._pieces: list[bytes] = []
        self._marks: list[tuple[int, int]] = []
        self._samples = 0
        self._most_samples = 0
        self._rate_hz = 0

    def load(self, request: Load) -> Facts:
        """Load the library and its data.

        Raises:
            EngineError: They are missing or the library refuses them.
        """
        del request  # runs on the CPU and has no options
        try:
            import espeakng_loader  # noqa: PLC0415  # only where this engine runs

            self._library = _library(espeakng_loader.get_library_path())
            data = Path(espeakng_loader.get_data_path())
        except (ImportError, OSError) as err:
            raise EngineError("load", f"eSpeak NG cannot be loaded: {err}") from err
        try:
            self._rate_hz = self._initialise(data)
        except OSError as err:
            raise EngineError("load", f"eSpeak NG's data cannot be copied: {err}") from err
        # The library keeps the callback: without this reference it would call freed memory.
        self._callback = _Callback(self._on_audio)
        self._library.espeak_SetSynthCallback(self._callback)
        versions = {"espeak-ng": self._version(), "espeakng-loader": metadata.version("espeakng-loader")}
        return Facts("cpu", self._rate_hz, 1, self._voices(), versions)

    @property
    def free_slots(self) -> int:
        """One chunk at a time."""
        return 1 - len(self._queue)

    def start(self, request: Speak) -> None:
        """Take a request."""
        self._queue.append(request)

    def step(self) -> Sequence[Outcome]:
        """Speak the started chunk whole."""
        if not self._queue:
            return ()
        request = self._queue.popleft()
        if request.id in self._cancelled:
            self._cancelled.discard(request.id)
            return (Refused(request.id, "cancelled", "cancelled before it was spoken"),)
        try:
            return (self._speak(request),)
        except EngineError as err:
            return (Refused(request.id, err.code, str(err)),)

    def cancel(self, request_id: str) -> None:
        """Give up a started request; a chunk takes milliseconds, so none is cut short."""
        self._cancelled.add(request_id)

    def close(self) -> None:
        """Free the library's memory."""
        if self._rate_hz:
            self._library.espeak_Terminate()

    def _initialise(self, data: Path) -> int:
        """Start the library and return its sample rate.

        Raises:
            EngineError: No form of the data's path is accepted.
        """
        for path in _data_paths(data):
            rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, path, _DONT_EXIT)
            if rate > 0:
                return rate
        raise EngineError("load", f"eSpeak NG cannot read its data in {data}")

    def _speak(self, request: Speak) -> Speech:
        self._set(request)
        self._pieces, self._marks, self._samples = [], [], 0
        self._most_samples = int(request.budget_seconds * self._rate_hz)
        spaced = _Spaced(request.text)
        text = spaced.text.replace("\0", " ").encode("utf-8", "replace") + b"\0"
        if self._library.espeak_Synth(text, len(text), 0, 1, 0, _UTF8 | _END_PAUSE, None, None) != 0:
            raise EngineError("speech", "eSpeak NG refused the text")
        audio: Samples = np.frombuffer(b"".join(self._pieces), "<i2").astype(np.float32) / np.float32(32768)
        ended = Ended.BUDGET if self._samples > self._most_samples else Ended.NATURAL
        marks = [(spaced.original(character), sample) for character, sample in self._marks]
        return Speech(request.id, audio, ended, marks)

    def _set(self, request: Speak) -> None:
        """Choose the voice and its settings.

        Raises:
            EngineError: There is no such voice.
        """
        if self._library.espeak_SetVoiceByName(request.voice.encode("utf-8", "replace")) != 0:
            raise EngineError("voice", f"eSpeak NG has no voice {request.voice}")
        rate = int(request.settings.get("rate_wpm", _DEFAULT_RATE_WPM))
        self._library.espeak_SetParameter(_RATE, rate, 0)
        self._library.espeak_SetParameter(_PITCH, int(request.settings.get("pitch", _DEFAULT_PITCH)), 0)

    def _on_audio(self, wave: Any, count: int, events: Sequence[_Event]) -> int:
        """Take what the library made; a true value stops it."""
        if wave and count > 0:
            self._pieces.append(ctypes.string_at(wave, count * 2))
            self._samples += count
        index = 0
        while events[index].type != _EVENT_END:
            event = events[index]
            if event.type == _EVENT_WORD:
                sample = event.audio_position * self._rate_hz // 1000
                self._marks.append((event.text_position - 1, sample))
            index += 1
        return int(self._samples > self._most_samples)

    def _version(self) -> str:
        path = ctypes.c_char_p()
        text: bytes = self._library.espeak_Info(ctypes.byref(path))
        return text.decode()

    def _voices(self) -> list[tuple[str, str, str]]:
        """Voices by identifier: some language tags (en-gb, fr-fr) are refused by SetVoiceByName."""
        listed = self._library.espeak_ListVoices(None)
        voices = []
        index = 0
        while listed[index]:
            voice = listed[index].contents
            language = ctypes.string_at(ctypes.addressof(voice.languages.contents) + 1).decode()
            if language not in _BROKEN_VOICES:
                voices.append((voice.identifier.decode(), voice.name.decode(), language))
            index += 1
        return voices


def create() -> EspeakEngine:
    """Return the engine for the worker's loop."""
    return EspeakEngine()


def _library(path: str) -> ctypes.CDLL:
    """Load the library and say what its functions take."""
    library = ctypes.CDLL(path)
    library.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
    library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
    library.espeak_Info.restype = ctypes.c_char_p
    library.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
    library.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
    library.espeak_Synth.argtypes = [
        ctypes.c_char_p,
        ctypes.c_size_t,
        ctypes.c_uint,
        ctypes.c_int,
        ctypes.c_uint,
        ctypes.c_uint,
        ctypes.c_void_p,
        ctypes.c_void_p,
    ]
    return library


def _data_paths(data: Path) -> list[bytes]:
    """The data's path in the forms the library may accept, best first, the last one a short copy.

    On Windows it wants the ANSI code page, not UTF-8 (NVDA issues 11392 and 19582).
    """
    encoding = "mbcs" if sys.platform == "win32" else sys.getfilesystemencoding()
    paths = []
    try:
        encoded = str(data).encode(encoding, "strict" if sys.platform == "win32" else "surrogateescape")
        if len(encoded) <= _LONGEST_DATA_PATH_BYTES:
            paths.append(encoded)
    except UnicodeEncodeError:
        pass
    if not paths:
        paths.append(str(_short_copy(data)).encode(encoding, "replace"))
    return paths


def _short_copy(data: Path) -> Path:
    """Copy the data to a folder with a short, plain path, once; the copy is renamed into place whole."""
    base = Path(os.environ.get("PROGRAMDATA", tempfile.gettempdir())) / "VOX-1"
    target = base / f"espeak-ng-data-{metadata.version('espeakng-loader')}"
    if not target.exists():
        base.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=base) as folder:
            partial = shutil.copytree(data, Path(folder) / "data")
            try:
                partial.rename(target)
            except OSError:
                if not target.exists():  # else another worker was first
                    raise
    return target
