"""The receipt: what is in the audiobook and what is not, beside it as ``<output>.receipt.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from booksmith_module.book import Skipped
from vox1 import files
from vox1.audio.acx import AcxChapter
from vox1.events import Status

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class SetAside:
    """A chunk that could not be spoken.

    Attributes:
        place: Its chapter and its number in it.
        text: What the listener will not hear.
        reason: Why.
    """

    place: str
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A chunk that may not sound right: no take of it was good, and the best of them is used.

    Attributes:
        place: Its chapter and its number in it.
        text: What is spoken.
        reasons: What is odd about the take, one sentence each.
    """

    place: str
    text: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picked:
    """A take that the listener picked: it is used as it is.

    Attributes:
        place: Its chapter and its number in it.
        attempt: Which of the chunk's takes it is.
        standing: What it is worth, by its verdict.
        reasons: Why it is not good, one sentence each.
    """

    place: str
    attempt: int
    standing: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChapterReceipt:
    """One chapter of the audiobook.

    Attributes:
        number: In the book.
        title: Its title.
        words_in_book: Words of its text.
        words_spoken: Of those, in chunks that have a take.
        chunks: How many it has.
        retries: Takes that were no good, in this run.
        set_aside: What is missing.
        doubtful: What may not sound right.
        verified: ``words`` where every chunk was heard and says its text, else ``signal``.
        start_seconds: Where it begins.
        seconds: Its length.
        lufs: Loudness before levelling, None where too quiet.
        gain_db: What levelling added.
        peak_db: Sample peak after it, before the limiter.
        rms_db: RMS after it.
        noise_floor_db: RMS of the quietest half second after it.
        picked: Takes that the listener picked.
        acx: ACX's numbers, measured on the encoded file; None where nobody asked for them.
    """

    number: int
    title: str
    words_in_book: int
    words_spoken: int
    chunks: int
    retries: int
    set_aside: tuple[SetAside, ...]
    doubtful: tuple[Doubtful, ...]
    verified: str
    start_seconds: float
    seconds: float
    lufs: float | None
    gain_db: float
    peak_db: float
    rms_db: float
    noise_floor_db: float
    picked: tuple[Picked, ...] = ()
    acx: AcxChapter | None = None

    def to_json(self) -> dict[str, Any]:
        """Return it as an object for `json.dump`."""
        return {
            "number": self.number,
            "title": self.title,
            "words_in_book": self.words_in_book,
            "words_spoken": self.words_spoken,
            "chunks": self.chunks,
            "retries": self.retries,
            "set_aside": [{"place": s.place, "text": s.text, "reason": s.reason} for s in self.set_aside],
            "doubtful": [
                {"place": d.place, "text": d.text, "reasons": list(d.reasons)} for d in self.doubtful
            ],
            "verified": self.verified,
            "start_seconds": round(self.start_seconds, 3),
            "seconds": round(self.seconds, 3),
            "lufs": self.lufs,
            "gain_db": round(self.gain_db, 2),
            "peak_db": round(self.peak_db, 2),
            "rms_db": round(self.rms_db, 2),
            "noise_floor_db": round(self.noise_floor_db, 2),
            "picked": [{**asdict(picked), "reasons": list(picked.reasons)} for picked in self.picked],
            "acx": self.acx.to_json() if self.acx else None,
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """The whole audiobook.

    Attributes:
        status: ``complete`` only when nothing is missing.
        project: Id of the project it was made from.
        fingerprint: Hash of all that shapes the audiobook; equal ones need not be made again.
        sound: Hash of all that is heard, equal in every format.
        title: The book's.
        engine: Its id.
        voice: The narrator's.
        cast: The names of all other voices.
        language: Resolved.
        settings: In force.
        versions: Of VOX-1, the engine and ffmpeg.
        chapters: In order.
        not_narrated: Number and title of each chapter of the book that was not asked for.
        skipped: What in the documents of the book is not read: notes, page numbers, pictures ...
        warnings: What was odd about the book, one sentence each.
    """

    status: Status
    project: str
    fingerprint: str
    sound: str
    title: str
    engine: str
    voice: str
    cast: tuple[str, ...]
    language: str
    settings: dict[str, Any]
    versions: dict[str, str]
    chapters: Sequence[ChapterReceipt]
    not_narrated: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...]

    def write(self, output: Path, hashes: Mapping[Path, str]) -> Path:
        """Write it beside an output and return its place.

        Args:
            output: The audio file or the folder of them, where it is or is about to be.
            hashes: SHA-256 of every file, by its place beside the receipt or in a folder there.

        Raises:
            DiskError: The disk refuses.
        """
        path = receipt_path(output)
        outputs = {final.relative_to(path.parent).as_posix(): sha256 for final, sha256 in hashes.items()}
        files.write_json(path, {**self._to_json(), "outputs": outputs})
        return path

    def _to_json(self) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "status": self.status.value,
            "project": self.project,
            "fingerprint": self.fingerprint,
            "sound": self.sound,
            "title": self.title,
            "engine": self.engine,
            "voice": self.voice,
            "cast": list(self.cast),
            "language": self.language,
            "settings": self.settings,
            "versions": self.versions,
            "seconds": round(sum(chapter.seconds for chapter in self.chapters), 3),
            "words_in_book": sum(chapter.words_in_book for chapter in self.chapters),
            "words_spoken": sum(chapter.words_spoken for chapter in self.chapters),
            "chapters": [chapter.to_json() for chapter in self.chapters],
            "not_narrated": list(self.not_narrated),
            "skipped": [
                {"kind": item.kind, "count": item.count, "where": item.where, "sample": item.sample}
                for item in self.skipped
            ],
            "warnings": list(self.warnings),
        }


def receipt_path(output: Path) -> Path:
    """Return where an output's receipt is."""
    return output.with_name(f"{output.name}.receipt.json")


def read_receipt(output: Path) -> dict[str, Any]:
    """Return an output's receipt as it is on the disk; empty for none."""
    try:
        written = json.loads(receipt_path(output).read_text(encoding="utf-8-sig"))
    except (OSError, ValueError):
        return {}
    return written if isinstance(written, dict) and written.get("schema") == SCHEMA else {}


def is_current(output: Path, fingerprint: str) -> bool:
    """Whether an output is complete, made of exactly this, and byte for byte what was written."""
    written = read_receipt(output)
    if written.get("status") != Status.COMPLETE.value or written.get("fingerprint") != fingerprint:
        return False
    listed = listed_outputs(output).items()
    return bool(listed) and all(path.is_file() and files.sha256(path) == sha256 for path, sha256 in listed)


def listed_outputs(output: Path) -> dict[Path, str]:
    """Return the files that an output's receipt lists, there or not, with their SHA-256.

    None that would lie elsewhere than beside the receipt, or in the output.
    """
    listed = read_receipt(output).get("outputs")
    if not isinstance(listed, dict):
        return {}
    folder = receipt_path(output).parent
    paths = {folder / name: str(sha256) for name, sha256 in listed.items()}
    return {path: sha256 for path, sha256 in paths.items() if path.parent in {folder, output}}
