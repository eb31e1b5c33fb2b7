"""The store of takes: every take under the hash of what shaped it, so that any render resumes.

``takes/ab/<key>/<attempt>.flac`` holds the speech as the engine made it, ``<attempt>.json`` what is known
of it. The audio is written first: a take without its JSON was still on its way when VOX-1 stopped.
``<attempt>.crash`` is what is known of an attempt on which the engine broke down every time.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

from vox1 import files
from vox1.errors import DiskError, TakeDamaged, disk_error
from vox1.render import verdict as verdicts
from vox1.render import words
from vox1.render.verdict import Standing, Verdict
from vox1.render.work import Wanted
from vox1_worker.protocol import Ended, Take

log = logging.getLogger(__name__)

SCHEMA = 1
_CRASH_SUFFIX = ".crash"


@dataclass(frozen=True, slots=True)
class StoredTake:
    """A take in the store.

    Attributes:
        key: Its take key.
        attempt: Which try it was, from 1.
        folder: Of the store.
        samples: Its length.
        sample_rate_hz: Its rate.
        sha256: Of the file, as it was written.
        file_bytes: Size of the file, as it was written.
        ended: How it came to its end.
        nonfinite: Samples that were no numbers, written as silence.
        standing: What it is worth.
        reasons: Why it is not good, one sentence each.
        score: Compares it with other takes of its text; see `Verdict.score`.
        trim: Its first sample to be heard, and the one after the last.
        is_kept: Whether it is used though it is doubtful: no better one could be had.
        word_error_rate: By the word check; None for a take that was never heard.
        is_verified: Whether it was heard and says its text.
        spoken_seconds: Time the engine worked while it was spoken; 0 for one that was put together.
        heard: The words heard in it; empty for a take that was never heard.
    """

    key: str
    attempt: int
    folder: Path
    samples: int
    sample_rate_hz: int
    sha256: str
    file_bytes: int
    ended: Ended
    nonfinite: int
    standing: Standing
    reasons: tuple[str, ...]
    score: float
    trim: tuple[int, int]
    is_kept: bool
    word_error_rate: float | None = None
    is_verified: bool = False
    spoken_seconds: float = 0.0
    heard: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether its chunk need not be spoken again."""
        return self.standing is Standing.GOOD or self.is_kept

    @property
    def is_whole(self) -> bool:
        """Whether none of its text is known to be missing."""
        return self.standing not in {Standing.PARTIAL, Standing.USELESS}

    @property
    def path(self) -> Path:
        """Its FLAC file."""
        return self.folder / self.key[:2] / self.key / f"{self.attempt}.flac"

    @property
    def seconds(self) -> float:
        """Length of what is to be heard."""
        first, end = self.trim
        return (end - first) / self.sample_rate_hz


_UNFIT = frozenset((Standing.USELESS, Standing.UNJUDGED))


def best_take(takes: Iterable[StoredTake]) -> StoredTake | None:
    """Return the take to use where none is good; None where there is nothing to hear.

    Args:
        takes: Of one text, in any order.
    """
    audible = (take for take in takes if take.standing not in _UNFIT)
    return max(audible, key=_worth, default=None)


def _worth(take: StoredTake) -> tuple[bool, bool, float, int]:
    """What compares takes of one text, the best last; of equals the first."""
    return take.standing is Standing.GOOD, take.is_whole, take.score, -take.attempt


class TakeStore:
    """The takes below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()  # the worker that writes takes has another current folder

    def path_of(self, key: str, attempt: int) -> Path:
        """Return where a take's audio goes; its folder is made.

        Raises:
            DiskError: The folder cannot be made.
        """
        folder = self._folder_of(key)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise disk_error(err, folder) from err
        return folder / f"{attempt}.flac"

    def add(self, key: str, attempt: int, take: Take, provenance: dict[str, Any]) -> StoredTake:
        """Record a take whose audio is in place, before it is judged.

        Args:
            key: Its take key.
            attempt: Which try it was.
            take: What the worker reports of it.
            provenance: What made it but does not shape it: device, versions.

        Raises:
            DiskError: The disk refuses.
        """
        path = self.path_of(key, attempt)
        written = {
            "schema": SCHEMA,
            "key": key,
            "attempt": attempt,
            "sha256": take.sha256,
            "file_bytes": take.file_bytes,
            "samples": take.samples,
            "sample_rate_hz": take.sample_rate_hz,
            "peak": take.peak,
            "rms": take.rms,
            "nonfinite": take.nonfinite,
            "ended": take.ended.value,
            "marks": take.marks,
            "verdict": [],
            "standing": Standing.UNJUDGED.value,
            "score": 0.0,
            "trim": [0, take.samples],
            "repairs": [],
            "kept": False,
            "spoken_seconds": take.spoken_seconds,
            "waited_seconds": take.waited_seconds,
            "verdict_revision": 0,
            "provenance": provenance,
        }
        files.write_json(path.with_suffix(".json"), written)
        return _stored(self._folder, written)

    def judged(self, take: StoredTake, verdict: Verdict) -> StoredTake:
        """Record the verdict on a take.

        Raises:
            TakeDamaged: Its record is not what was written.
            DiskError: The disk refuses.
        """
        return self._amended(
            take,
            verdict=list(verdict.reasons),
            standing=verdict.standing.value,
            score=round(verdict.score, 4),
            trim=list(verdict.trim or (0, take.samples)),
            repairs=list(verdict.repairs),
            verdict_revision=verdicts.REVISION,
        )

    def add_crash(self, key: str, attempt: int, reason: str, provenance: dict[str, Any]) -> None:
        """Record an attempt on which the engine broke down every time: it is not tried again.

        Its seed is as good as spent. The next render would otherwise lose as many workers on it again,
        and would never come to an attempt that may succeed.

        Raises:
            DiskError: The disk refuses.
        """
        written = {
            "schema": SCHEMA,
            "key": key,
            "attempt": attempt,
            "verdict": [reason],
            "provenance": provenance,
        }
        files.write_json(self.path_of(key, attempt).with_suffix(_CRASH_SUFFIX), written)

    def last_attempt(self, key: str) -> int:
        """Return the number of the last attempt at a key that came to an end; 0 where there is none.

        Raises:
            DiskError: The store cannot be read.
        """
        crashes = (name for name in self._names(key) if name.endswith(_CRASH_SUFFIX))
        stems = [name.removesuffix(_CRASH_SUFFIX) for name in crashes]
        ended = [int(stem) for stem in stems if stem.isdecimal()]
        return max((*ended, *(take.attempt for take in self.attempts(key))), default=0)

    def keep(self, take: StoredTake) -> StoredTake:
        """Record that a doubtful take is used, so that no later run tries its chunk again.

        Raises:
            TakeDamaged: Its record is not what was written.
            DiskError: The disk refuses.
        """
        return self._amended(take, kept=True)

    def add_words(
        self, take: StoredTake, heard: str, error_rate: float, verdict: Verdict, model: str
    ) -> StoredTake:
        """Record what was heard in a take, so that it need not be heard again.

        Args:
            take: As stored; what its sound is worth stays known.
            heard: The words, as the recogniser wrote them.
            error_rate: Word error rate.
            verdict: On the words.
            model: What listened.

        Raises:
            TakeDamaged: Its record is not what was written.
            DiskError: The disk refuses.
        """
        worse = max(take.standing, verdict.standing, key=list(Standing).index)
        return self._amended(
            take,
            verdict=[*take.reasons, *verdict.reasons],
            standing=worse.value,
            score=round(take.score + verdict.score, 4),
            kept=take.is_kept and verdict.is_good,
            heard=heard,
            heard_by=model,
            word_error_rate=round(error_rate, 4),
            words_passed=verdict.is_good,
            words_revision=words.REVISION,
        )

    def marks(self, take: StoredTake) -> list[tuple[int, int]]:
        """Return where words begin in a take, as its engine told; nothing where it did not.

        Returns:
            For each word its first character in the spoken text, and the sample of the take before it is
            trimmed, in the order of the samples.

        Raises:
            TakeDamaged: Its record is not what was written.
            DiskError: The disk refuses to read it.
        """
        try:
            marks = [(int(character), int(sample)) for character, sample in self._record(take)["marks"]]
        except (KeyError, TypeError, ValueError) as err:
            raise TakeDamaged(take.key, take.attempt, "its record is damaged") from err
        return sorted(marks, key=lambda mark: mark[1])

    def _amended(self, take: StoredTake, **changes: Any) -> StoredTake:
        written = self._record(take)
        written.update(changes)
        files.write_json(take.path.with_suffix(".json"), written)
        return _stored(self._folder, written)

    def _record(self, take: StoredTake) -> dict[str, Any]:
        path = take.path.with_suffix(".json")
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError as err:
            raise TakeDamaged(take.key, take.attempt, "its record is gone") from err
        except OSError as err:
            raise _unreadable(path, err) from err
        except ValueError:
            written = None
        if not isinstance(written, dict):
            raise TakeDamaged(take.key, take.attempt, "its record is damaged")
        return written

    def write(self, key: str, attempt: int, samples: npt.NDArray[np.int16], sample_rate_hz: int) -> Take:
        """Write a take that was put together here, and return what a worker would report of it.

        Raises:
            DiskError: The disk refuses.
        """
        content = io.BytesIO()
        soundfile.write(content, samples, sample_rate_hz, subtype="PCM_16", format="FLAC")
        files.write_bytes(self.path_of(key, attempt), content.getvalue())
        audio = samples.astype(np.float32)
        audio /= np.float32(32768)
        peak = max(float(audio.max()), -float(audio.min()))
        return Take(
            id="",
            samples=len(samples),
            sample_rate_hz=sample_rate_hz,
            peak=peak,
            rms=float(np.sqrt(np.mean(np.square(audio, out=audio)))),
            nonfinite=0,
            ended=Ended.NATURAL,
            marks=[],
            sha256=hashlib.sha256(content.getvalue()).hexdigest(),
            file_bytes=len(content.getvalue()),
            spoken_seconds=0.0,
            waited_seconds=0.0,
        )

    def find(self, key: str, first_attempt: int | None = None) -> StoredTake | None:
        """Return the first take of a key to be used, counted from an attempt on; None where there is none.

        Only sizes are compared here; `read` compares every byte.
        """
        settled = (take for take in self.attempts(key) if take.is_settled)
        return next((take for take in settled if take.attempt >= (first_attempt or 1)), None)

    def get(self, wanted: Wanted) -> StoredTake | None:
        """Return the take that is wanted: the attempt that was picked, else see `find`."""
        if wanted.is_picked:
            return self.attempt(wanted.key, wanted.attempt or 1)
        return self.find(wanted.key, wanted.attempt)

    def attempt(self, key: str, number: int) -> StoredTake | None:
        """Return one take of a key, whatever it is worth; None where it is not there whole."""
        return next((take for take in self.attempts(key) if take.attempt == number), None)

    def attempts(self, key: str) -> list[StoredTake]:
        """Return all takes of a key that are whole, in order of their attempts.

        Raises:
            DiskError: The store cannot be read.
        """
        return sorted(self._whole_takes(key), key=lambda take: take.attempt)

    def _names(self, key: str) -> list[str]:
        folder = self._folder_of(key)
        try:
            return os.listdir(folder)  # noqa: PTH208  # a book has thousands: no Path for each name
        except (FileNotFoundError, NotADirectoryError):
            return []
        except OSError as err:
            raise _unreadable(folder, err) from err

    def _whole_takes(self, key: str) -> Iterator[StoredTake]:
        folder = self._folder_of(key)
        for name in self._names(key):
            if name.endswith(".json"):
                take = _read_record(self._folder, folder / name)
                is_in_place = take and (take.key, f"{take.attempt}.json") == (key, name)
                if take and is_in_place and _size_bytes(take.path) == take.file_bytes:
                    yield take

    def read(self, take: StoredTake) -> npt.NDArray[np.int16]:
        """Return the samples of a take that are to be heard, mono.

        Raises:
            TakeDamaged: The file is not what was written; it has been moved aside.
            DiskError: The disk refuses to read it, which says nothing about the take.
        """
        try:
            content = take.path.read_bytes()
        except FileNotFoundError as err:
            raise self._move_aside(take, "its file is gone") from err
        except OSError as err:
            raise _unreadable(take.path, err) from err
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 != take.sha256:
            now = _read_record(self._folder, take.path.with_suffix(".json"))
            if now and now.sha256 == sha256:
                raise TakeDamaged(take.key, take.attempt, "it was replaced by another")
            raise self._move_aside(take, "its bytes have changed")
        samples: npt.NDArray[np.int16]
        try:
            samples, rate_hz = soundfile.read(io.BytesIO(content), dtype="int16")
        except soundfile.SoundFileError as err:
            raise self._move_aside(take, "it is not audio") from err
        if (samples.shape, rate_hz) != ((take.samples,), take.sample_rate_hz):
            raise self._move_aside(take, "it is not as long as its record says")
        return samples[slice(*take.trim)]

    def _move_aside(self, take: StoredTake, reason: str) -> TakeDamaged:
        """Move a damaged take out of the way, keeping it for whoever wants to look."""
        log.warning("Take %s, attempt %s: %s", take.key, take.attempt, reason)
        for path in (take.path.with_suffix(".json"), take.path):
            try:
                files.replace(path, path.with_name(path.name + ".damaged"))
            except DiskError:
                if path.exists():
                    raise
        return TakeDamaged(take.key, take.attempt, reason)

    def size_bytes(self) -> int:
        """Return how much room the store takes."""
        return sum(path.stat().st_size for path in self._folder.rglob("*") if path.is_file())

    def size_of(self, key: str) -> int:
        """Return how much room the takes of a key take, with their records."""
        sizes = (_size_bytes(self._folder_of(key) / name) for name in self._names(key))
        return sum(max(0, size) for size in sizes)

    def all_keys(self) -> Iterator[str]:
        """Return every key that has a folder."""
        return (folder.name for folder in self._folder.glob("??/*") if folder.is_dir())

    def remove(self, key: str) -> int:
        """Delete all takes of a key and return the bytes freed.

        Raises:
            DiskError: The disk refuses.
        """
        folder = self._folder_of(key)
        freed = 0
        try:
            # Records first: audio without one is never used, a record without audio would be in the way.
            for path in sorted(folder.iterdir(), key=lambda path: path.suffix != ".json"):
                freed += path.stat().st_size
                path.unlink()
            folder.rmdir()
        except OSError as err:
            raise disk_error(err, folder) from err
        return freed

    def _folder_of(self, key: str) -> Path:
        return self._folder / key[:2] / key


def _read_record(folder: Path, path: Path) -> StoredTake | None:
    """A take's record; None for one that is not whole or not of this version."""
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
        return _stored(folder, written) if written["schema"] == SCHEMA else None
    except (FileNotFoundError, IsADirectoryError):
        return None
    except OSError as err:
        raise _unreadable(path, err) from err
    except (ValueError, KeyError, TypeError, ArithmeticError) as err:
        log.warning("The record %s is not used: %s", path, err)
        return None


def _stored(folder: Path, written: dict[str, Any]) -> StoredTake:
    rate = written.get("word_error_rate")  # only the word check adds it
    return StoredTake(
        key=str(written["key"]),
        attempt=int(written["attempt"]),
        folder=folder,
        samples=int(written["samples"]),
        sample_rate_hz=int(written["sample_rate_hz"]),
        sha256=str(written["sha256"]),
        file_bytes=int(written["file_bytes"]),
        ended=Ended(written["ended"]),
        nonfinite=int(written["nonfinite"]),
        standing=Standing(written["standing"]),
        reasons=tuple(map(str, written["verdict"])),
        score=float(written["score"]),
        trim=(int(written["trim"][0]), int(written["trim"][1])),
        is_kept=written["kept"] is True,
        word_error_rate=None if rate is None else float(rate),
        is_verified=written.get("words_passed") is True,
        spoken_seconds=float(written.get("spoken_seconds", 0.0)),
        heard=str(written.get("heard", "")),
    )


def _unreadable(path: Path, err: OSError) -> DiskError:
    return DiskError(
        f"{path} cannot be read: {err.strerror or err}",
        "Check the disk and that you may read the folder, then try again.",
    )


def _size_bytes(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
