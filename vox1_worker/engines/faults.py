"""Faults: what voice models do wrong, done on purpose to speech that was right.

Each fault takes speech as floats and returns what a model would have made of it. ``share`` is how much of
the chunk is hit, from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vox1_worker.protocol import Ended

Audio = npt.NDArray[np.float32]
_FRAME_SECONDS = 0.005


@dataclass(frozen=True)
class Material:
    """What a fault is made of.

    Attributes:
        speech: Clean speech of the text, with the noise of its room.
        other: Clean speech of another text by the same voice, long enough for any need.
        stranger: The same text by another voice.
        steady: The same text exactly as fast as the voice usually speaks.
        room: The room without speech, to be repeated.
        rate_hz: Of them all.
        budget_seconds: Where a take is stopped.
        share: How much of the chunk is hit.
        random: For every choice.
    """

    speech: Audio
    other: Audio
    stranger: Audio
    steady: Audio
    room: Audio
    rate_hz: int
    budget_seconds: float
    share: float
    random: np.random.Generator

    @property
    def hit(self) -> tuple[int, int]:
        """A stretch of the share, anywhere within the speech."""
        length = round(self.share * self.speech.size)
        start = int(self.random.integers(0, self.speech.size - length + 1))
        return start, start + length


@dataclass(frozen=True)
class Faulty:
    """A take with a fault.

    Attributes:
        audio: As the engine hands it over.
        ended: How it ended.
        kept: First and last sample that hold the right speech, where cutting mends it.
    """

    audio: Audio
    ended: Ended = Ended.NATURAL
    kept: tuple[int, int] | None = None


def _to_budget(made: Material, after: Audio) -> Audio:
    length = round(made.budget_seconds * made.rate_hz)
    return np.resize(np.concatenate((made.speech, np.resize(after, length))), length).astype(np.float32)


def runaway_into_room(made: Material) -> Faulty:
    """The text, then the room until the budget."""
    return Faulty(_to_budget(made, made.room), Ended.BUDGET, (0, made.speech.size))


def runaway_into_babble(made: Material) -> Faulty:
    """The text, then more and more speech until the budget."""
    return Faulty(_to_budget(made, made.other), Ended.BUDGET)


def lost_end(made: Material) -> Faulty:
    """Stops anywhere, in mid-word."""
    return Faulty(made.speech[: round((1 - made.share) * made.speech.size)])


def lost_end_at_gap(made: Material) -> Faulty:
    """Stops at the quietest moment near that place, and falls silent as a whole take does."""
    cut = _gap_near(made, round((1 - made.share) * made.speech.size), before=True)
    return Faulty(np.concatenate((made.speech[:cut], made.room[: round(0.3 * made.rate_hz)])))


def lost_start(made: Material) -> Faulty:
    """Begins in the middle of its text."""
    return Faulty(made.speech[round(made.share * made.speech.size) :])


def lost_middle(made: Material) -> Faulty:
    """Leaves out a stretch."""
    start, end = made.hit
    return Faulty(np.concatenate((made.speech[:start], made.speech[end:])))


def dead_air(made: Material) -> Faulty:
    """Falls silent in the middle, for two seconds or for the share, whichever is longer."""
    place = _gap_near(made, int(made.random.uniform(0.3, 0.7) * made.speech.size))
    length = round(max(2.1 * made.rate_hz, made.share * made.speech.size))
    silence = np.resize(made.room, length)
    return Faulty(np.concatenate((made.speech[:place], silence, made.speech[place:])))


def late_start(made: Material) -> Faulty:
    """Begins with the room, for a second or for the share, whichever is longer."""
    length = round(max(1.0 * made.rate_hz, made.share * made.speech.size))
    audio = np.concatenate((np.resize(made.room, length), made.speech))
    return Faulty(audio, kept=(length, audio.size))


def room_tail(made: Material) -> Faulty:
    """Ends by itself, but a good while after its last word."""
    length = round(max(1.5 * made.rate_hz, made.share * made.speech.size))
    audio = np.concatenate((made.speech, np.resize(made.room, length)))
    return Faulty(audio, kept=(0, made.speech.size))


def loop(made: Material) -> Faulty:
    """Says one stretch again and again, then goes on; the repeats add the share."""
    times = int(made.random.integers(1, 5))
    length = max(round(0.2 * made.rate_hz), round(made.share * made.speech.size / times))
    start = int(made.random.integers(0, max(1, made.speech.size - length)))
    stretch = made.speech[start : start + length]
    again = np.tile(stretch, times)
    return Faulty(np.concatenate((made.speech[: start + length], again, made.speech[start + length :])))


def loop_instead(made: Material) -> Faulty:
    """Says one stretch again instead of what follows: as long as it should be."""
    length = round(made.share * made.speech.size)
    end = made.speech.size - length
    times = int(made.random.integers(1, 4))
    start = max(0, end - max(round(0.4 * made.rate_hz), length // times))
    again = np.resize(made.speech[start:end], length)
    return Faulty(np.concatenate((made.speech[:end], again)))


def noise(made: Material) -> Faulty:
    """A stretch is white or pink noise at the level of the speech."""
    start, end = made.hit
    audio = made.speech.copy()
    audio[start:end] = _coloured(made, end - start) * _rms(made.speech)
    return Faulty(audio)


def noise_over(made: Material) -> Faulty:
    """Noise as loud as the speech lies over a stretch of it."""
    start, end = made.hit
    audio = made.speech.copy()
    audio[start:end] += _coloured(made, end - start) * _rms(made.speech) * 1.5
    return Faulty(audio)


def hum(made: Material) -> Faulty:
    """A stretch is a buzz, as a codec makes of a token that it repeats."""
    start, end = made.hit
    seconds = np.arange(end - start) / made.rate_hz
    pitch_hz = made.random.uniform(80, 400)
    audio = made.speech.copy()
    audio[start:end] = 1.5 * _rms(made.speech) * ((pitch_hz * seconds) % 1 * 2 - 1)
    return Faulty(audio)


def babble_more(made: Material) -> Faulty:
    """Ends by itself, but says more than its text."""
    return Faulty(np.concatenate((made.speech, made.other[: round(made.share * made.speech.size)])))


def babble_instead(made: Material) -> Faulty:
    """A stretch is speech of another text: as long and by the same voice."""
    start, end = made.hit
    audio = made.speech.copy()
    audio[start:end] = made.other[: end - start]
    return Faulty(audio)


def other_text(made: Material) -> Faulty:
    """All of it is another text: as long and by the same voice."""
    return Faulty(made.other[: made.speech.size])


def clipping(made: Material) -> Faulty:
    """A stretch is driven into its limits."""
    start, end = made.hit
    audio = made.speech.copy()
    gain = made.random.uniform(2.5, 12) / max(1e-6, float(np.max(np.abs(audio[start:end]), initial=1e-6)))
    audio[start:end] = np.clip(audio[start:end] * gain, -1, 1)
    return Faulty(audio)


def offset(made: Material) -> Faulty:
    """A stretch stands off the middle."""
    start, end = made.hit
    audio = made.speech.copy()
    audio[start:end] += made.random.choice((-1, 1)) * made.random.uniform(0.05, 0.3)
    return Faulty(audio)


def not_numbers(made: Material) -> Faulty:
    """A stretch is not a number."""
    start, end = made.hit
    audio = made.speech.copy()
    audio[start:end] = np.nan
    return Faulty(audio)


def near_silence(made: Material) -> Faulty:
    """All of it is far too quiet."""
    return Faulty(made.speech * np.float32(10 ** (-made.random.uniform(30, 60) / 20)))


def level_off(made: Material) -> Faulty:
    """All of it is 9 to 18 dB quieter or louder."""
    return Faulty(made.speech * _gain(made))


def level_jump(made: Material) -> Faulty:
    """A stretch is 9 to 18 dB quieter or louder."""
    start, end = made.hit
    audio = made.speech.copy()
    audio[start:end] *= _gain(made)
    return Faulty(audio)


def pitch_off(made: Material) -> Faulty:
    """A stretch is resampled: higher and faster, or lower and slower."""
    start, end = made.hit
    factor = made.random.uniform(1.25, 1.6) ** made.random.choice((-1, 1))
    places = np.arange(start, end - 1, factor)
    changed = np.interp(places, np.arange(made.speech.size), made.speech).astype(np.float32)
    return Faulty(np.concatenate((made.speech[:start], changed, made.speech[end:])))


def other_voice(made: Material) -> Faulty:
    """Another voice says the text from somewhere on, for the share at least."""
    end = round(made.share * made.stranger.size)
    begin = round(made.share * made.speech.size)
    return Faulty(np.concatenate((made.stranger[:end], made.speech[begin:])))


def too_fast(made: Material) -> Faulty:
    """All of it 1.4 to 2 times as fast as the voice speaks, at the same pitch."""
    return Faulty(_paced(made.steady, made.random.uniform(1.4, 2.0), made.rate_hz))


def too_slow(made: Material) -> Faulty:
    """All of it 1.4 to 2 times as slow as the voice speaks, at the same pitch."""
    return Faulty(_paced(made.steady, 1 / made.random.uniform(1.4, 2.0), made.rate_hz))


def click(made: Material) -> Faulty:
    """A few single samples at full scale."""
    audio = made.speech.copy()
    places = made.random.integers(0, audio.size, 3)
    audio[places] = made.random.choice((-1, 1), 3) * 0.95
    return Faulty(audio)


FAULTS: Mapping[str, Callable[[Material], Faulty]] = {
    fault.__name__.replace("_", " "): fault
    for fault in (
        runaway_into_room,
        runaway_into_babble,
        lost_end,
        lost_end_at_gap,
        lost_start,
        lost_middle,
        dead_air,
        late_start,
        room_tail,
        loop,
        loop_instead,
        noise,
        noise_over,
        hum,
        babble_more,
        clipping,
        offset,
        not_numbers,
        near_silence,
        level_off,
        level_jump,
        pitch_off,
        other_voice,
        too_fast,
        too_slow,
        click,
        babble_instead,
        other_text,
    )
}
WHOLE = frozenset(
    (
        "runaway into room",
        "runaway into babble",
        "dead air",
        "late start",
        "room tail",
        "near silence",
        "level off",
        "too fast",
        "too slow",
        "click",
        "other text",
    )
)
"""Faults that have no share: they hit the whole chunk, or a fixed part of it."""


def _paced(audio: Audio, factor: float, rate_hz: int) -> Audio:
    """Speech faster by a factor at the same pitch (WSOLA: overlapping pieces, each where it fits)."""
    hop, reach = round(0.012 * rate_hz), round(0.006 * rate_hz)
    window = np.hanning(2 * hop + 1)[:-1].astype(np.float32)
    paced = np.zeros(round(audio.size / factor) + 4 * hop, np.float32)
    padded = np.concatenate((audio, np.zeros(4 * hop + 2 * reach, np.float32)))
    follow = padded[: 2 * hop]
    for number in range(round(audio.size / factor / hop)):
        place = round(number * hop * factor)
        near = padded[place : place + 2 * hop + 2 * reach]
        if near.size < 2 * hop + 2 * reach:
            break
        best = place + int(np.argmax(np.correlate(near, follow, "valid")))
        paced[number * hop : (number + 2) * hop] += window * padded[best : best + 2 * hop]
        follow = padded[best + hop : best + 3 * hop]
        if follow.size < 2 * hop:
            break
    return paced[: round(audio.size / factor)]


def _gain(made: Material) -> np.float32:
    """9 to 18 dB up or down; up only where nothing clips."""
    gain_db = made.random.uniform(9, 18)
    loudest_db = -20 * np.log10(max(1e-6, float(np.max(np.abs(made.speech)))))
    up = loudest_db > gain_db and made.random.random() < 0.5
    return np.float32(10 ** ((gain_db if up else -gain_db) / 20))


def _coloured(made: Material, length: int) -> Audio:
    """White or pink noise of RMS 1."""
    white = made.random.standard_normal(length).astype(np.float32)
    if made.random.random() < 0.5 or length < 16:
        return white
    spectrum = np.fft.rfft(white) / np.sqrt(np.arange(1, length // 2 + 2))
    pink = np.fft.irfft(spectrum, length)
    return (pink / _rms(pink)).astype(np.float32)


def _rms(audio: npt.NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(audio)))) if audio.size else 0.0


def _gap_near(made: Material, sample: int, *, before: bool = False) -> int:
    """The quietest moment within 0.4 s and a tenth of the speech, on both sides of a place or before it."""
    frame = round(_FRAME_SECONDS * made.rate_hz)
    reach = min(round(0.4 * made.rate_hz), made.speech.size // 10)
    low = max(0, sample - reach)
    high = min(made.speech.size, sample if before else sample + reach)
    if high - low < frame:
        return sample
    stretch = made.speech[low:high]
    whole = stretch.size // frame * frame
    energy = np.square(stretch[:whole]).reshape(-1, frame).sum(axis=1)
    return low + int(np.argmin(energy)) * frame
