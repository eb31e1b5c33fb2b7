"""Hearing: a chapter as far as it is spoken, with its sentences, without the audiobook that it will be in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from vox1.audio import measurement
from vox1.audio.levelling import levelling
from vox1.errors import InputError, disk_error
from vox1.outputs.cues import CuedChapter
from vox1.render.plan import divided
from vox1.render.rehearsal import Rehearsal, used_take
from vox1.render.sections import Section, Segment, sections_of, segments_of, sound, starts
from vox1.render.sync import Narration, chapter_cues
from vox1.render.takes import StoredTake, best_take

_PEAK_DB = -1.0
"""There is no limiter here: the gain ends where the peaks come so high."""
_KEPT_FILES = 8
_NAME_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class HeardChapter:
    """A chapter that can be listened to.

    Attributes:
        path: A FLAC file; it may be deleted when some other chapters were listened to.
        seconds: Its length.
        is_whole: Whether all of the chapter is in it.
    """

    path: Path
    seconds: float
    is_whole: bool


def cued_chapter(rehearsal: Rehearsal, number: int) -> CuedChapter:
    """Return the sentences of a chapter with their times from its beginning, as far as it is spoken.

    Raises:
        InputError: There is no such chapter, or nothing of it is spoken.
        TakeDamaged: A take is not what was written.
        DiskError: The disk refuses to read one.
    """
    spoken = _spoken(rehearsal, number)
    written, cast = rehearsal.chapter(number), rehearsal.cast.anew()
    begins = list(starts(spoken.segments, spoken.sections, spoken.rate_hz))
    begins = begins[len(begins) - spoken.count :]  # before the first chunk there may be silence
    begins += [0] * (len(spoken.takes) - spoken.count)
    narration = Narration(
        chapter=written,
        language=cast.language_of(written),
        chunks=divided(written, cast),
        takes=spoken.takes,
        starts=[begin if take else None for begin, take in zip(begins, spoken.takes, strict=True)],
        sample_rate_hz=spoken.rate_hz,
    )
    cues = chapter_cues(narration, rehearsal.store)
    return CuedChapter(number, written.title, 0.0, spoken.seconds, cues)


def write_chapter(rehearsal: Rehearsal, number: int) -> HeardChapter:
    """Write a chapter, as far as it is spoken, so that it can be listened to.

    Raises:
        InputError: There is no such chapter, or nothing of it is spoken.
        TakeDamaged: A take is not what was written.
        DiskError: The disk refuses.
    """
    spoken = _spoken(rehearsal, number)
    loudness = rehearsal.cast.settings.loudness
    prints = "".join((loudness, *(section.print for section in spoken.sections)))
    name = hashlib.sha256(prints.encode()).hexdigest()[:_NAME_CHARACTERS]
    path = rehearsal.project.folder / "heard" / f"{name}.flac"
    if not path.exists():
        _write(path, spoken, rehearsal)
    return HeardChapter(path.absolute(), spoken.seconds, all(spoken.takes))


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What is spoken of a chapter.

    Attributes:
        takes: Of each of its chunks; None for one that has none.
        count: How many chunks are heard or passed over, from the first to the last that has a take.
        segments: Of these.
        sections: Of these.
        rate_hz: Of the takes.
    """

    takes: Sequence[StoredTake | None]
    count: int
    segments: Sequence[Segment]
    sections: Sequence[Section]
    rate_hz: int

    @property
    def seconds(self) -> float:
        """Its length."""
        return sum(section.samples for section in self.sections) / self.rate_hz


def _spoken(rehearsal: Rehearsal, number: int) -> _Spoken:
    """What is spoken of a chapter.

    Raises:
        InputError: There is no such chapter, or nothing of it is spoken.
    """
    chunks = rehearsal.chunks(number, rehearsal.chapter(number))
    kept = [rehearsal.store.attempts(chunk.key) for chunk in chunks]
    # What is to be spoken anew is heard as it was until then.
    takes = [used_take(chunk, one) or best_take(one) for chunk, one in zip(chunks, kept, strict=True)]
    heard = [take for take in takes if take]
    if not heard:
        raise InputError(
            f"Nothing of chapter {number} is spoken yet",
            "Wait until the render has come to it, or render the book.",
            "not-spoken",
        )
    count = max(place for place, take in enumerate(takes, 1) if take)
    pairs = zip((chunk.ending for chunk in chunks[:count]), takes[:count], strict=True)
    segments = segments_of(pairs, rehearsal.cast.settings)
    rate_hz = heard[0].sample_rate_hz
    return _Spoken(takes, count, segments, sections_of(segments, rate_hz), rate_hz)


def _write(path: Path, spoken: _Spoken, rehearsal: Rehearsal) -> None:
    """Write a chapter with one gain, read twice and never held as a whole."""

    def blocks() -> Iterator[npt.NDArray[np.int16]]:
        for section in spoken.sections:
            yield from sound(spoken.segments, section, rehearsal.store, spoken.rate_hz)

    found = measurement.measured(blocks(), spoken.rate_hz)
    wanted = levelling(found.lufs, found, rehearsal.cast.settings.mastering)
    gain = np.float32(10 ** (min(wanted.gain_db, _PEAK_DB - found.peak_db) / 20))
    partial = path.with_suffix(".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with soundfile.SoundFile(partial, "w", spoken.rate_hz, 1, "PCM_16", format="FLAC") as file:
            for block in blocks():
                file.write(np.rint(block.astype(np.float32) * gain).astype(np.int16))
        partial.replace(path)
        _forget_old(path.parent)
    except (OSError, soundfile.SoundFileError) as err:
        cause = err if isinstance(err, OSError) else OSError(str(err))
        raise disk_error(cause, path) from err


def _forget_old(folder: Path) -> None:
    """Delete what was listened to long ago; what is still open may stay."""
    paths = sorted(folder.glob("*.flac"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in paths[_KEPT_FILES:]:
        with suppress(OSError):
            path.unlink()
