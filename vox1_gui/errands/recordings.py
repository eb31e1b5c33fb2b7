"""Recordings: one is open at a time, to be looked at, listened to, and cloned from."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vox1_gui.errands.desk import Desk

_RECORDING = "recording"
_TOLD_SECONDS = 0.1
"""Between two words on how far something is."""
_STRETCH, _MOST_STRETCHES = "stretch-", 12
"""Name of the files that stretches are listened to in, and how many of them are kept."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a stretch of a recording looks like.

    Attributes:
        start: Second where it begins.
        end: Second where it ends.
        lows: Of each column, the lowest sample, from -1 to 1.
        highs: Of each column, the highest.
    """

    start: float
    end: float
    lows: tuple[float, ...]
    highs: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A recording that was opened.

    Attributes:
        picture: Of all of it.
        damaged_after: Second up to which it could be read; None where it could to its end.
        words: What is said in it, from a text file of its name beside it; empty where it is long.
        shortest: Seconds that a clip has at least.
        longest: Seconds that it has at most.
    """

    picture: Picture
    damaged_after: float | None
    words: str
    shortest: float
    longest: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment that a voice can be cloned from.

    Attributes:
        start: Second where it begins.
        end: Second where it ends.
        score: From 0 to 100.
        is_good: Whether it can be taken without reserve.
        merits: What is good about it, a few words each.
        faults: What is not.
    """

    start: float
    end: float
    score: int
    is_good: bool
    merits: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """What Smart Import offers.

    Attributes:
        segments: The best first.
        refused: Why none is good; empty where one is.
    """

    segments: tuple[Segment, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class Search:
    """How far Smart Import is.

    Attributes:
        is_second: Whether all was heard once, and the best stretches are now listened to closely.
        seconds: Of the recording that have passed by.
    """

    is_second: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class CloneWish:
    """What is to be cloned.

    Attributes:
        recording: The recording.
        start: Second where the clip begins.
        end: Second where it ends.
        name: Of the voice.
        language: Of what is said, a BCP 47 tag.
        transcript: What is said; empty to have it heard.
        with_words: Whether words are wanted; without them only the timbre is cloned.
        denoise: Whether steady noise is taken away.
        note: Whose voice it is, and by whose leave it is used.
    """

    recording: Path
    start: float
    end: float
    name: str
    language: str
    transcript: str
    with_words: bool
    denoise: bool
    note: str


@dataclass(frozen=True, slots=True)
class Made:
    """A voice that was made.

    Attributes:
        name: As it is kept.
        seconds: Length of its clip.
        doubts: What may be wrong with it, a few words each.
    """

    name: str
    seconds: float
    doubts: tuple[str, ...]


def open_recording(desk: Desk, path: Path) -> Opened:
    """Open a recording, instead of the one that was; what it looks like so far is told meanwhile.

    Raises:
        Cancelled: It was given up.
        InputError: It is no recording.
        DiskError: There is no room for what is heard.
    """
    from vox1.voices.clip import LONGEST_SECONDS, transcript_of  # noqa: PLC0415  # the window does not load it
    from vox1.voices.spans import LEAST_SECONDS  # noqa: PLC0415

    recording = desk.backend.open_recording(path, desk.control, lambda so_far: desk.tell(_picture(so_far)))
    if before := desk.drawer.pop(_RECORDING, None):
        before.close()
    desk.drawer[_RECORDING] = recording
    words = transcript_of(path) if recording.seconds <= LONGEST_SECONDS else ""
    whole = _picture(recording.waveform)
    return Opened(whole, recording.damaged_after, words, LEAST_SECONDS, LONGEST_SECONDS)


def close_recording(desk: Desk) -> None:
    """Forget the recording that is open."""
    if before := desk.drawer.pop(_RECORDING, None):
        before.close()


def look_at(desk: Desk, path: Path, start: float, end: float, columns: int) -> Picture:
    """Return what a stretch of a recording looks like.

    Raises:
        Vox1Error: It cannot be read any more.
    """
    return _picture(_open(desk, path).draw(start, end, columns))


def cut(desk: Desk, path: Path, stretch: tuple[float, float], *, denoise: bool) -> Path:
    """Write a stretch of a recording as it would be cloned, and return the file.

    Raises:
        Vox1Error: It cannot be read any more, or the disk refuses.
    """
    start, end = stretch
    folder = desk.backend.folders.auditions
    told = f"{path}\0{path.stat().st_mtime_ns}\0{start:.3f}\0{end:.3f}\0{denoise}"
    name = hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:24]
    place = folder / f"{_STRETCH}{name}.flac"
    if not place.is_file():
        _remove_old(folder)
        _open(desk, path).write(start, end, place, denoise=denoise)
    return place


def find_segments(desk: Desk, path: Path) -> Offered:
    """Return the segments of a recording that a voice is best cloned from; how far it is, is told.

    Raises:
        Cancelled: It was given up.
        Vox1Error: See `Backend.find_segments`.
    """
    tell = _in_pace(desk.tell)
    found = desk.backend.find_segments(
        path, desk.control, lambda progress: tell(Search(progress.is_second, progress.seconds))
    )
    segments = tuple(
        Segment(
            one.start,
            one.end,
            round(one.quality.score),
            one.is_good,
            tuple(one.quality.merits),
            tuple(one.quality.faults),
        )
        for one in found.candidates
    )
    return Offered(segments, found.refused)


def hear_words(desk: Desk, path: Path, stretch: tuple[float, float], language: str) -> str:
    """Return the words of a stretch of a recording, as a recogniser hears them.

    Raises:
        Vox1Error: See `Backend.hear_words`.
    """
    from vox1.hardware.device import chosen_device  # noqa: PLC0415  # the window does not load it

    return desk.backend.hear_words(_open(desk, path), stretch, language, desk.control, chosen_device())


def clone(desk: Desk, wish: CloneWish) -> Made:
    """Make a master voice out of a stretch of a recording; warnings are told.

    Raises:
        Vox1Error: See `Backend.clone_voice`.
    """
    from vox1.voices.cloning import Wish  # noqa: PLC0415  # the window does not load it

    core_wish = Wish(
        recording=wish.recording,
        name=wish.name,
        language=wish.language,
        stretch=(wish.start, wish.end),
        transcript=wish.transcript,
        with_words=wish.with_words,
        denoise=wish.denoise,
        note=wish.note,
    )
    cloned = desk.backend.clone_voice(core_wish, desk.tell_warning, desk.control, lambda _: None)
    return Made(cloned.voice.name, cloned.voice.seconds, cloned.doubts)


def _open(desk: Desk, path: Path) -> Any:
    """The recording that is open; after an accident of the backroom it is opened again."""
    recording = desk.drawer.get(_RECORDING)
    if recording is None or recording.path != path:
        open_recording(desk, path)
        recording = desk.drawer[_RECORDING]
    return recording


def _picture(waveform: Any) -> Picture:
    """The core's waveform, as what can be read without what the core reckons with."""
    return Picture(waveform.start_seconds, waveform.end_seconds, waveform.lows, waveform.highs)


def _remove_old(folder: Path) -> None:
    """Keep the stretches that were listened to last."""
    written = sorted(folder.glob(f"{_STRETCH}*.flac"), key=lambda path: path.stat().st_mtime_ns)
    for path in written[: max(0, len(written) - _MOST_STRETCHES + 1)]:
        try:
            path.unlink()
        except OSError:  # Windows: it is being played
            continue


def _in_pace(tell: Callable[[Any], None]) -> Callable[[Any], None]:
    """Tell no more often than somebody can read."""
    last = [0.0]

    def tell_in_pace(news: Any) -> None:
        now = time.monotonic()
        if now - last[0] >= _TOLD_SECONDS:
            last[0] = now
            tell(news)

    return tell_in_pace
