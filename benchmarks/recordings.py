"""Recordings as people bring them: speech of the draft voice among noise, music, rooms and other voices.

Each is described in a JSON file of `benchmarks/smart_import_recordings/` by stretches of so many seconds:

- ``voice``: whose speech fills it, sentence by sentence; two names for two who take turns; none for nobody.
- ``language`` and ``rate_wpm`` of that speech: ``en`` and 170 unless told otherwise.
- ``with``: what is done to the stretch, by the names in `EFFECTS`, each with one number; in this order.

``file`` is the kind of file, FLAC unless told otherwise. ``choose`` are the stretches, in seconds, of which a
person would take any part, ``never`` those of which nobody would take a second.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

from benchmarks.take_checks import VOICES, sentences
from vox1.audio import ffmpeg
from vox1_worker.engine import Speech
from vox1_worker.engines.espeak import EspeakEngine
from vox1_worker.protocol import Load, Speak

Audio = npt.NDArray[np.float32]
Span = tuple[float, float]

FOLDER = Path(__file__).resolve().parent / "smart_import_recordings"
SPEAKERS = {
    "man": "",
    "woman": "+f2",
    "old man": "+m7",
    "girl": "+f4",
    "deep man": "+m3",
    "second woman": "+f3",
}
"""Variants of the draft voice."""
SPEECH_DB = -21.0
"""Level of speech while it sounds: about that of a recording made with care."""
_ROOM_DB = -66.0
_PAUSE_SECONDS = (0.25, 0.8)
_LONGEST_TRIES = 12


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording and what a person thinks of it.

    Attributes:
        name: Says what is special about it.
        file: Extension of its file.
        stretches: As described above.
        choose: Stretches that a person would take from, in seconds.
        never: Stretches that nobody would take from, in seconds.
    """

    name: str
    file: str
    stretches: tuple[dict[str, Any], ...]
    choose: tuple[Span, ...]
    never: tuple[Span, ...]

    @property
    def seconds(self) -> float:
        """Its length."""
        return float(sum(stretch["seconds"] for stretch in self.stretches))


def recordings(name: str) -> list[Recording]:
    """Return the recordings that a file of the folder describes."""
    rows = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [
        Recording(
            row["name"],
            row.get("file", "flac"),
            tuple(row["stretches"]),
            tuple((start, end) for start, end in row["choose"]),
            tuple((start, end) for start, end in row["never"]),
        )
        for row in rows
    ]


class Studio:
    """Makes the recordings. One at a time: the draft voice's library holds one engine."""

    def __init__(self) -> None:
        self._engine = EspeakEngine()
        self.rate_hz = self._engine.load(Load("", "cpu", 1)).sample_rate_hz

    def make(self, recording: Recording, folder: Path) -> Path:
        """Write a recording as its kind of file and return its path."""
        samples = self.samples(recording)
        path = folder / f"{re.sub(r'[^a-z0-9]+', '-', recording.name.lower())}.flac"
        soundfile.write(path, samples, self.rate_hz)
        if recording.file == "flac":
            return path
        other = path.with_suffix(f".{recording.file}")
        ffmpeg.run(("-i", str(path), *_CODERS[recording.file], str(other)))
        path.unlink()
        return other

    def samples(self, recording: Recording) -> Audio:
        """Return its sound, full scale being 1.0."""
        chance = random.Random(recording.name)
        noise = np.random.default_rng(chance.getrandbits(64))
        parts = [self._stretch(stretch, chance, noise) for stretch in recording.stretches]
        whole: Audio = np.concatenate(parts)
        return np.clip(whole, -1, 1)

    def _stretch(self, stretch: dict[str, Any], chance: random.Random, noise: np.random.Generator) -> Audio:
        length = round(stretch["seconds"] * self.rate_hz)
        voices = stretch.get("voice", [])
        voices = [voices] if isinstance(voices, str) else voices
        said = self._said(stretch, voices, length, chance) if voices else np.zeros(length, np.float32)
        said = said + _level(_ROOM_DB) * _pink(length, noise)
        for name, amount in stretch.get("with", {}).items():
            if name == "others":
                said = said + self._others(stretch, length, amount, chance)
            else:
                said = EFFECTS[name](said, amount, self.rate_hz, noise)
        return said.astype(np.float32)

    def _others(self, stretch: dict[str, Any], length: int, below_db: float, chance: random.Random) -> Audio:
        """Several people who talk at the same time, this much more quietly."""
        crowd = [self._said(stretch, [name], length, chance) for name in SPEAKERS]
        together: Audio = np.sum([np.roll(one, 7_919 * i) for i, one in enumerate(crowd)], axis=0)
        return together * (_level(-below_db) / np.float32(len(crowd) ** 0.5))

    def _said(
        self, stretch: dict[str, Any], voices: Sequence[str], length: int, chance: random.Random
    ) -> Audio:
        """Sentences with pauses between them, as many as find room."""
        language, rate_wpm = stretch.get("language", "en"), stretch.get("rate_wpm", 170)
        pool = sentences(language, "both", chance)
        parts: list[Audio] = [self._pause(chance)]
        room, turn, misses = length - parts[0].size, 0, 0
        while misses < _LONGEST_TRIES:
            voice = VOICES[language] + SPEAKERS[voices[turn % len(voices)]]
            said = self._speak(chance.choice(pool), voice, rate_wpm)
            pause = self._pause(chance)
            if said.size + pause.size > room:
                misses += 1
                continue
            parts += [said, pause]
            room -= said.size + pause.size
            turn += 1
        return np.concatenate([*parts, np.zeros(room, np.float32)])

    def _pause(self, chance: random.Random) -> Audio:
        return np.zeros(round(chance.uniform(*_PAUSE_SECONDS) * self.rate_hz), np.float32)

    def _speak(self, text: str, voice: str, rate_wpm: int) -> Audio:
        """One sentence without the silence around it, at the usual level."""
        settings = {"rate_wpm": rate_wpm}
        self._engine.start(Speak("1", "", 1, 0, text, voice, "", "", settings, 600.0, ""))
        (outcome,) = self._engine.step()
        assert isinstance(outcome, Speech)
        loud = np.flatnonzero(np.abs(outcome.audio) > 0.003)
        said: Audio = outcome.audio[loud[0] : loud[-1] + 1]
        active = said[np.abs(said) > 0.01]
        return said * np.float32(_level(SPEECH_DB) / np.sqrt(np.mean(np.square(active))))


Effect = Callable[[Audio, float, int, np.random.Generator], Audio]


def _level(decibels: float) -> np.float32:
    return np.float32(10 ** (decibels / 20))


def _unit(sound: npt.NDArray[np.floating[Any]]) -> Audio:
    """At the level of speech divided by `SPEECH_DB`: an RMS of 1."""
    unit: Audio = (sound / np.sqrt(np.mean(np.square(sound)))).astype(np.float32)
    return unit


def _shaped(length: int, noise: np.random.Generator, shape: Callable[[Any], Any]) -> Audio:
    """Noise whose spectrum has a shape; its argument is the frequency as a share of the rate."""
    spectrum = np.fft.rfft(noise.standard_normal(length))
    return _unit(np.fft.irfft(spectrum * shape(np.fft.rfftfreq(length)), length))


def _pink(length: int, noise: np.random.Generator) -> Audio:
    return _shaped(length, noise, lambda share: 1 / np.sqrt(np.maximum(share, 0.002)))


def _beneath(make: Callable[[int, int, np.random.Generator], Audio]) -> Effect:
    """An effect that adds a sound, so many decibels below speech."""

    def effect(said: Audio, below_db: float, rate_hz: int, noise: np.random.Generator) -> Audio:
        return said + _level(SPEECH_DB - below_db) * make(said.size, rate_hz, noise)

    return effect


def _white(length: int, _: int, noise: np.random.Generator) -> Audio:
    return _unit(noise.standard_normal(length))


def _hiss(length: int, _: int, noise: np.random.Generator) -> Audio:
    return _shaped(length, noise, lambda share: share)


def _street(length: int, rate_hz: int, noise: np.random.Generator) -> Audio:
    """Low noise that swells and fades as cars pass by."""
    seconds = np.arange(length) / rate_hz
    swell = sum(1 + np.sin(2 * np.pi * (seconds / period + noise.random())) for period in (3.1, 5.3, 8.7))
    return _unit(_shaped(length, noise, lambda share: 1 / np.maximum(share, 0.004)) * swell)


def _knocks(length: int, rate_hz: int, noise: np.random.Generator) -> Audio:
    """A blow every second or so, dying away in a tenth of a second; its level is that of its loudest part."""
    sound = np.zeros(length, np.float32)
    blow = np.exp(-np.arange(rate_hz // 5) / (0.02 * rate_hz)) * noise.standard_normal(rate_hz // 5)
    for second in np.arange(0.4, length / rate_hz - 0.5, 0.9):
        at = round((second + 0.3 * noise.random()) * rate_hz)
        sound[at : at + blow.size] += blow.astype(np.float32)
    return sound * np.float32(2)


def _music(length: int, rate_hz: int, noise: np.random.Generator) -> Audio:
    """Chords of three notes with overtones, and a tune over them."""
    sound = np.zeros(length)
    beat = round(0.45 * rate_hz)
    for start in range(0, length, beat):
        seconds = np.arange(min(beat * 2, length - start)) / rate_hz
        root = 110 * 2 ** (noise.choice([0, 3, 5, 7, 10]) / 12)
        for step in (0, 4, 7, 12 + noise.choice([0, 2, 4, 7, 9])):
            hertz = root * 2 ** (step / 12)
            notes = sum(np.sin(2 * np.pi * hertz * k * seconds) / k for k in range(1, 6))
            sound[start : start + seconds.size] += notes * np.exp(-1.5 * seconds)
    return _unit(sound)


def _hum(hertz: float) -> Effect:
    def make(length: int, rate_hz: int, _: np.random.Generator) -> Audio:
        seconds = np.arange(length) / rate_hz
        return _unit(np.sum([np.sin(2 * np.pi * hertz * k * seconds) / k for k in (1, 2, 3, 4, 5)], axis=0))

    return _beneath(make)


def _tone(length: int, rate_hz: int, _: np.random.Generator) -> Audio:
    return _unit(np.sin(2 * np.pi * 1_000 * np.arange(length) / rate_hz))


def _clip(said: Audio, over_db: float, _: int, __: np.random.Generator) -> Audio:
    """Too loud by so much, and cut off at full scale."""
    loudest = float(np.max(np.abs(said)))
    clipped: Audio = np.clip(said * (_level(over_db) / np.float32(loudest)), -1, 1)
    return clipped


def _room(said: Audio, seconds: float, rate_hz: int, noise: np.random.Generator) -> Audio:
    """A room whose echo falls by 60 dB in so many seconds; its sound is as strong as the direct one."""
    length = round(seconds * rate_hz)
    tail = noise.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail[: round(0.008 * rate_hz)] = 0
    response = tail / np.sqrt(np.sum(np.square(tail)))
    response[0] += 1
    size = said.size + length
    heard = np.fft.irfft(np.fft.rfft(said, size) * np.fft.rfft(response, size), size)[: said.size]
    echoing: Audio = (heard / np.sqrt(2)).astype(np.float32)
    return echoing


def _telephone(said: Audio, highest_hz: float, rate_hz: int, _: np.random.Generator) -> Audio:
    spectrum = np.fft.rfft(said)
    hertz = np.fft.rfftfreq(said.size, 1 / rate_hz)
    spectrum[(hertz < 300) | (hertz > highest_hz)] = 0
    heard: Audio = np.fft.irfft(spectrum, said.size).astype(np.float32)
    return heard + np.float32(1e-4) * said


def _gain(said: Audio, decibels: float, _: int, __: np.random.Generator) -> Audio:
    return said * _level(decibels)


def _wander(said: Audio, decibels: float, rate_hz: int, _: np.random.Generator) -> Audio:
    """Louder and softer by so much in turn, every three seconds: somebody who turns away and back."""
    step = np.arange(said.size) // (3 * rate_hz) % 2
    wandering: Audio = said * np.where(step == 0, np.float32(1), _level(-decibels))
    return wandering


def _dropouts(said: Audio, per_second: float, rate_hz: int, noise: np.random.Generator) -> Audio:
    """Moments of 30 to 90 ms that are missing."""
    whole = said.copy()
    for second in np.arange(0, said.size / rate_hz, 1 / per_second):
        start = round((second + noise.random() / per_second) * rate_hz)
        whole[start : start + round(noise.uniform(0.03, 0.09) * rate_hz)] = 0
    return whole


EFFECTS: dict[str, Effect] = {
    "white noise": _beneath(_white),
    "pink noise": _beneath(lambda length, _, noise: _pink(length, noise)),
    "hiss": _beneath(_hiss),
    "street": _beneath(_street),
    "knocks": _beneath(_knocks),
    "music": _beneath(_music),
    "hum 50": _hum(50),
    "hum 60": _hum(60),
    "tone": _beneath(_tone),
    "clip": _clip,
    "room": _room,
    "telephone": _telephone,
    "gain": _gain,
    "wander": _wander,
    "dropouts": _dropouts,
}
"""What can be done to a stretch. The number is decibels below speech for what is added, decibels above full
scale for ``clip``, seconds for ``room``, the highest frequency for ``telephone``, decibels for ``gain`` and
``wander``, and how many in a second for ``dropouts``."""

_CODERS: dict[str, tuple[str, ...]] = {
    "mp3": ("-b:a", "96k"),
    "m4a": ("-c:a", "aac", "-b:a", "96k"),
    "ogg": ("-c:a", "libvorbis", "-q:a", "4"),
    "wav": ("-ar", "48000", "-ac", "2"),
    "mkv": ("-f", "lavfi", "-i", "color=size=64x64:rate=1", "-shortest", "-c:a", "libopus", "-b:a", "64k"),
}


def overlap(one: Span, others: Sequence[Span]) -> float:
    """Return how many seconds of one stretch are in others."""
    return sum(_shared(one, other) for other in others)


def _shared(one: Span, other: Span) -> float:
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
