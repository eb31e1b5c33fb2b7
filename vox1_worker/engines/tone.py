"""The tone engine: each word a short tone, the same every time, and able to misbehave on order.

It ships with VOX-1 so that every part after the voice can be tested exactly. A chunk's text may hold
orders in square brackets, such as ``[tone:stall]``; an order may be limited to the first attempts,
``[tone:crash 2]``. ``[tone:memory]`` runs out of it while more than one take is spoken at once.
"""

from __future__ import annotations

import os
import re
import signal
import threading
import time
from collections.abc import Sequence

import numpy as np

from vox1_worker.engine import EngineError, Facts, Growing, Outcome, Refused, Samples, Speech
from vox1_worker.protocol import Ended, Load, Speak

SAMPLE_RATE_HZ = 24_000
_WORD_SECONDS = 0.06
_GAP_SECONDS = 0.02
_STEP_SECONDS = 0.5
"""How much of a runaway one step makes."""
_LEVEL = 0.25
_CLICK_LEVEL = 0.9
_ORDER = re.compile(r"\[tone:(?P<order>[a-z]+)(?: (?P<attempts>\d+))?\]")
_MAX_SLOTS = 3
_VOICES = (("tone", "Tone", "en"), ("tone-low", "Low tone", "en"))


class ToneEngine:
    """Speaks tones; see the module's docstring."""

    def __init__(self) -> None:
        self._slots = 1
        self._speaking: dict[str, Speak] = {}
        self._run_away_seconds: dict[str, float] = {}
        self._cancelled: set[str] = set()

    def load(self, request: Load) -> Facts:
        """Be ready; ``options`` may hold ``{"order": "stall"}``, ``crash`` or ``memory`` to fail at it."""
        order = request.options.get("order", "")
        if order == "stall":
            threading.Event().wait()
        if order == "crash":
            _die()
        if order == "memory" and request.slots > request.options.get("room", 0):
            raise EngineError("memory", "the card's memory is full, on order")
        self._slots = max(1, min(request.slots, _MAX_SLOTS))
        return Facts("cpu", SAMPLE_RATE_HZ, self._slots, _VOICES, {"tone": "1"})

    @property
    def free_slots(self) -> int:
        """Slots not speaking."""
        return self._slots - len(self._speaking)

    def start(self, request: Speak) -> None:
        """Take a request."""
        self._speaking[request.id] = request

    def step(self) -> Sequence[Outcome]:
        """Speak every started request whole; a runaway grows by half a second."""
        outcomes = [self._outcome(request) for request in list(self._speaking.values())]
        for outcome in outcomes:
            if not isinstance(outcome, Growing):
                del self._speaking[outcome.id]
        return outcomes

    def cancel(self, request_id: str) -> None:
        """Give up a request at the next step."""
        self._cancelled.add(request_id)

    def close(self) -> None:
        """Nothing is held."""

    def _outcome(self, request: Speak) -> Outcome:
        if request.id in self._cancelled:
            self._cancelled.discard(request.id)
            self._run_away_seconds.pop(request.id, None)
            return Refused(request.id, "cancelled", "cancelled while speaking")
        if request.voice not in {voice for voice, _, _ in _VOICES}:
            return Refused(request.id, "voice", f"there is no voice {request.voice}")
        order = _order(request)
        if order in {"stall", "crash", "print"}:
            _misbehave(order)
        if order == "memory" and self._slots > 1:
            raise EngineError("memory", "the card's memory is full, on order")
        if order == "refuse":
            return Refused(request.id, "speech", "refused on order")
        if order == "runaway":
            return self._run_away(request)
        audio, marks = render(_without_orders(request.text), request.voice)
        audio = _spoilt(audio, order)
        most_samples = round(request.budget_seconds * SAMPLE_RATE_HZ)
        if len(audio) <= most_samples:
            return Speech(request.id, audio, Ended.NATURAL, marks)
        kept = [mark for mark in marks if mark[1] < most_samples]
        return Speech(request.id, audio[:most_samples], Ended.BUDGET, kept)

    def _run_away(self, request: Speak) -> Outcome:
        """Go on until the budget ends it, half a second at a step."""
        seconds = self._run_away_seconds.pop(request.id, 0.0) + _STEP_SECONDS
        if seconds < request.budget_seconds:
            self._run_away_seconds[request.id] = seconds
            return Growing(request.id, seconds)
        length = round(request.budget_seconds * SAMPLE_RATE_HZ)
        return Speech(request.id, np.full(length, 0.001, np.float32), Ended.BUDGET)


def create() -> ToneEngine:
    """Return the engine for the worker's loop."""
    return ToneEngine()


def render(text: str, voice: str) -> tuple[Samples, list[tuple[int, int]]]:
    """Return the tones of a text and where each word begins as ``(character, sample)``.

    A word's pitch follows from its letters. ``[click]`` is one sample of 0.9 between two silences, for
    finding a place in a finished file to the sample.
    """
    gap = np.zeros(round(_GAP_SECONDS * SAMPLE_RATE_HZ), np.float32)
    parts: list[Samples] = [gap]
    marks = []
    length = len(gap)
    for match in re.finditer(r"\S+", text):
        marks.append((match.start(), length))
        tone = _click() if match.group() == "[click]" else _tone(match.group(), voice)
        parts += (tone, gap)
        length += len(tone) + len(gap)
    return np.concatenate(parts), marks


def _tone(word: str, voice: str) -> Samples:
    base = 110.0 if voice == "tone-low" else 220.0
    pitch_hz = base + sum(map(ord, word)) % 40 * 10.0
    seconds = _WORD_SECONDS + 0.01 * min(len(word), 12)
    time_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    envelope = np.sin(np.pi * time_s / seconds)
    tone: Samples = (_LEVEL * envelope * np.sin(2 * np.pi * pitch_hz * time_s)).astype(np.float32)
    return tone


def _click() -> Samples:
    click = np.zeros(round(_WORD_SECONDS * SAMPLE_RATE_HZ), np.float32)
    click[0] = _CLICK_LEVEL
    return click


def _order(request: Speak) -> str:
    """The order in a request's text, if it holds for this attempt."""
    match = _ORDER.search(request.text)
    if not match or (match["attempts"] and request.attempt > int(match["attempts"])):
        return ""
    return match["order"]


def _without_orders(text: str) -> str:
    return _ORDER.sub("", text)


def _misbehave(order: str) -> None:
    if order == "stall":
        threading.Event().wait()
    if order == "crash":
        _die()
    print("a library prints")  # noqa: T201  # to show that it cannot reach the protocol
    os.write(1, b"a C library prints\n")


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    time.sleep(60)  # the signal ends the process before this does


def _spoilt(audio: Samples, order: str) -> Samples:
    """Damage speech as ordered: what a model can do wrong without saying so."""
    spoilt = audio.copy()
    if order == "nan":
        spoilt[len(spoilt) // 2 :: 7] = np.nan
    elif order == "silent":
        spoilt[:] = 0.0
    elif order == "clip":
        spoilt *= 20.0
    elif order == "truncate":
        spoilt = spoilt[: len(spoilt) // 10]
    elif order == "babble":
        spoilt = np.tile(spoilt, 8)
    return spoilt
