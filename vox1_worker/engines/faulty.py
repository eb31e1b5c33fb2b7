"""The faulty engine: the draft voice with the faults that voice models make, as often as it is told.

It ships with VOX-1 so that what happens to bad takes can be measured on real speech. Its setting ``faults``
names them with their rates, ``runaway into babble=0.01, loop=0.02``; `vox1_worker.engines.faults` has them
all. The seed decides which takes are hit, and how: another attempt is another take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from vox1_worker.engine import EngineError, Facts, Outcome, Refused, Samples, Speech
from vox1_worker.engines.espeak import EspeakEngine
from vox1_worker.engines.faults import FAULTS, Material
from vox1_worker.protocol import Ended, Load, Speak

_LEAST_SHARE, _MOST_SHARE = 0.3, 0.7
"""How much of a take is hit, where the fault has a share."""
_STRANGERS = ("+f2", "+f4", "+m7", "+klatt")
"""The draft voice's own variants that sound like somebody else."""
_BABBLED_NUMBERS = 40
"""Babble is a row of numbers, which every language can say: about a minute, then the same again."""
_ROOM_SECONDS = 10.0
_ROOM_LEVEL = 10 ** (-60 / 20)
_LEAST_SECONDS = 0.1
"""What hardly says anything is left as it is."""


class FaultyEngine:
    """Speaks one chunk in one step; see the module's docstring."""

    def __init__(self) -> None:
        self._voice = EspeakEngine()
        self._request: Speak | None = None
        self._rate_hz = 0

    def load(self, request: Load) -> Facts:
        """Load the draft voice.

        Raises:
            EngineError: It cannot be loaded.
        """
        facts = self._voice.load(request)
        self._rate_hz = facts.sample_rate_hz
        return facts

    @property
    def free_slots(self) -> int:
        """One chunk at a time."""
        return self._voice.free_slots

    def start(self, request: Speak) -> None:
        """Take a request."""
        self._request = request
        self._voice.start(request)

    def step(self) -> Sequence[Outcome]:
        """Speak the started chunk whole, with the fault that its seed draws."""
        return [self._outcome(outcome) for outcome in self._voice.step()]

    def cancel(self, request_id: str) -> None:
        """Give up a started request."""
        self._voice.cancel(request_id)

    def close(self) -> None:
        """Free the draft voice's memory."""
        self._voice.close()

    def _outcome(self, outcome: Outcome) -> Outcome:
        request, self._request = self._request, None
        if request is None or not isinstance(outcome, Speech) or outcome.ended is Ended.BUDGET:
            return outcome
        try:
            return self._spoilt(request, outcome)
        except EngineError as err:
            return Refused(request.id, err.code, str(err))

    def _spoilt(self, request: Speak, speech: Speech) -> Speech:
        """Draw a fault, or none, and do it to the speech of a request.

        Raises:
            EngineError: There is no such fault, or what it is made of cannot be spoken.
        """
        rates = fault_rates(str(request.settings.get("faults", "")))
        random = np.random.default_rng(request.seed)
        name = _drawn(rates, random.random())
        if not name or len(speech.audio) < _LEAST_SECONDS * self._rate_hz:
            return speech
        faulty = FAULTS[name](self._material(request, speech.audio, random))
        audio = faulty.audio.astype(np.float32)
        most_samples = round(request.budget_seconds * self._rate_hz)
        ended = Ended.BUDGET if len(audio) > most_samples else faulty.ended
        return Speech(request.id, audio[:most_samples], ended)

    def _material(self, request: Speak, audio: Samples, random: np.random.Generator) -> Material:
        numbers = " ".join(map(str, random.integers(11, 9999, _BABBLED_NUMBERS)))
        stranger = request.voice + str(random.choice(_STRANGERS))
        other = self._said(request, text=numbers, budget_seconds=600.0)
        return Material(
            speech=audio,
            other=np.resize(other, max(len(other), 2 * len(audio))),
            stranger=self._said(request, voice=stranger),
            steady=audio,
            room=_room(round(_ROOM_SECONDS * self._rate_hz), random),
            rate_hz=self._rate_hz,
            budget_seconds=request.budget_seconds,
            share=float(random.uniform(_LEAST_SHARE, _MOST_SHARE)),
            random=random,
        )

    def _said(self, request: Speak, **changes: str | float) -> Samples:
        """Speech of a request with changes.

        Raises:
            EngineError: It cannot be spoken.
        """
        self._voice.start(replace(request, **changes))  # type: ignore[arg-type]  # fields of these types
        (outcome,) = self._voice.step()
        if not isinstance(outcome, Speech):
            raise EngineError("speech", f"what a fault is made of cannot be spoken: {outcome}")
        return outcome.audio


def create() -> FaultyEngine:
    """Return the engine for the worker's loop."""
    return FaultyEngine()


def fault_rates(text: str) -> dict[str, float]:
    """Return the share of takes that each fault is to hit, by its name, from ``loop=0.02, noise=0.01``.

    Raises:
        EngineError: There is no such fault, or the rates are not shares of one whole.
    """
    rates = {}
    for order in filter(None, map(str.strip, text.split(","))):
        name, _, rate = map(str.strip, order.partition("="))
        if name not in FAULTS:
            raise EngineError("speech", f"there is no fault called {name}; there are {', '.join(FAULTS)}")
        try:
            rates[name] = float(rate)
        except ValueError as err:
            raise EngineError("speech", f"the rate of {name} is not a number: {rate}") from err
    if not all(rate >= 0 for rate in rates.values()) or sum(rates.values()) > 1:
        raise EngineError("speech", f"the rates of faults are not shares of all takes: {text}")
    return rates


def _drawn(rates: Mapping[str, float], chance: float) -> str:
    """The fault that a number from 0 to 1 falls on; empty for none."""
    for name, rate in rates.items():
        if chance < rate:
            return name
        chance -= rate
    return ""


def _room(length: int, random: np.random.Generator) -> Samples:
    noise: Samples = random.standard_normal(length).astype(np.float32) * np.float32(_ROOM_LEVEL)
    return noise
