"""The forecast: how long a book will be, how long its render will take and what it needs on the disk.

The length of the text and every pause are known from the plan; a sample has measured the rest. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from vox1.render.room import DiskRates, Need, need


@dataclass(frozen=True, slots=True)
class MeasuredTake:
    """What a take has cost.

    Attributes:
        voice: Who says it: a number in the cast's voices.
        characters: Length of its text as said.
        seconds: Of audio that is heard of it.
        spoken_seconds: Time the engine worked while it was spoken; 0 where that is not known.
        tries: How many takes there are of its text, those that were no good too.
        stored_bytes: Of all of them, with their records.
    """

    voice: int
    characters: int
    seconds: float
    spoken_seconds: float
    tries: int
    stored_bytes: int


@dataclass(frozen=True, slots=True)
class Finish:
    """How fast takes are judged, levelled and encoded, all at the same time.

    Both times are the processor's: what other programs did while they were measured does not count.

    Attributes:
        slowest_seconds: Time that a second of audio takes in the slowest step, which has one core.
        cpu_seconds: Time that it takes in all steps together.
        bytes_per_second: Of all that is made.
    """

    slowest_seconds: float
    cpu_seconds: float
    bytes_per_second: float


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where and how a render will run.

    Attributes:
        slots: Takes spoken at once.
        cores: Of the processor, that may be used.
        voice_takes_core: Whether the voice speaks on the processor, not on a card.
        setup_seconds: Until the voice is ready.
    """

    slots: int
    cores: int
    voice_takes_core: bool
    setup_seconds: float


@dataclass(frozen=True, slots=True)
class Length:
    """A book, as far as its audio is concerned.

    Attributes:
        stored_seconds: Of audio that has its takes already.
        pause_seconds: Between all chunks.
        characters: Length of the text as said that has no take yet, by voice.
        characters_once: The same with every text counted once, however often it is in the book: it is
            spoken once.
    """

    stored_seconds: float
    pause_seconds: float
    characters: Mapping[int, int]
    characters_once: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to be expected of a render.

    Attributes:
        audio_seconds: Length of the audiobook.
        render_seconds: How long the render will take from now on, if the computer has nothing else to do.
        voice_seconds: For how long of it the voice has to speak.
        finish_seconds: How long judging, levelling and encoding take; they go on while it speaks.
        setup_seconds: Until the voice is ready.
        cpu_seconds: Of the processor, for all of it.
        takes_bytes: Of takes that are still to be stored.
        output_bytes: Of the audiobook.
        need: Of room, with the encoded sections that the audiobook is made of.
    """

    audio_seconds: float
    render_seconds: float
    voice_seconds: float
    finish_seconds: float
    setup_seconds: float
    cpu_seconds: float
    takes_bytes: int
    output_bytes: int
    need: Need

    @property
    def is_bound_by_voice(self) -> bool:
        """Whether the voice is what a render waits for, and not the encoder."""
        return self.voice_seconds > self.finish_seconds


@dataclass(frozen=True, slots=True)
class Pace:
    """How a voice speaks.

    Attributes:
        seconds_per_character: Of audio, by voice.
        usual: The same for a voice that was not heard.
        voice_seconds_per_second: Time that the engine needs for a second of audio with one slot, tries that
            were no good included. The median of the takes: the first ones are slower.
        bytes_per_second: Of audio, in the store.
    """

    seconds_per_character: Mapping[int, float]
    usual: float
    voice_seconds_per_second: float
    bytes_per_second: float

    def seconds_of(self, characters: Mapping[int, int]) -> float:
        """Return how long texts will be, by voice."""
        rates = self.seconds_per_character
        return sum(count * rates.get(voice, self.usual) for voice, count in characters.items())


def pace_of(takes: Iterable[MeasuredTake]) -> Pace:
    """Return how a voice speaks that has made these takes; there is at least one that can be heard."""
    heard = [take for take in takes if take.seconds > 0]
    seconds = sum(take.seconds for take in heard)
    tries = sum(take.tries for take in heard) / len(heard)
    speeds = [take.spoken_seconds / take.seconds for take in heard if take.spoken_seconds > 0]
    return Pace(
        seconds_per_character={
            voice: _seconds_per_character([take for take in heard if take.voice == voice])
            for voice in {take.voice for take in heard}
        },
        usual=_seconds_per_character(heard),
        voice_seconds_per_second=median(speeds) * tries if speeds else 0.0,
        bytes_per_second=sum(take.stored_bytes for take in heard) / seconds,
    )


def forecast(length: Length, pace: Pace, finish: Finish, circumstances: Circumstances) -> Forecast:
    """Return what is to be expected of a render.

    The voice and all that comes after it work at the same time. So the slowest step counts, or all of them
    together where there are too few cores for them.

    Args:
        length: Of the book.
        pace: Of the voice.
        finish: How fast takes become audio.
        circumstances: Where and how it will run.
    """
    to_speak = pace.seconds_of(length.characters_once)
    audio_seconds = length.stored_seconds + length.pause_seconds + pace.seconds_of(length.characters)
    voice_seconds = to_speak * pace.voice_seconds_per_second / circumstances.slots
    cpu_seconds = audio_seconds * finish.cpu_seconds + voice_seconds * circumstances.voice_takes_core
    finish_seconds = max(audio_seconds * finish.slowest_seconds, cpu_seconds / circumstances.cores)
    room = need(to_speak, audio_seconds, DiskRates(pace.bytes_per_second, finish.bytes_per_second))
    return Forecast(
        audio_seconds=audio_seconds,
        render_seconds=circumstances.setup_seconds + max(voice_seconds, finish_seconds),
        voice_seconds=voice_seconds,
        finish_seconds=finish_seconds,
        setup_seconds=circumstances.setup_seconds,
        cpu_seconds=cpu_seconds,
        takes_bytes=round(to_speak * pace.bytes_per_second),
        output_bytes=room.output_bytes,
        need=room,
    )


def _seconds_per_character(takes: Iterable[MeasuredTake]) -> float:
    listed = list(takes)
    return sum(take.seconds for take in listed) / max(1, sum(take.characters for take in listed))
