"""Receipts: what is in an audiobook and what is not, for the page that shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vox1_gui.errands.desk import Desk


@dataclass(frozen=True, slots=True)
class MadeChapter:
    """A chapter of an audiobook.

    Attributes:
        number: In the book.
        title: Its title.
        start_seconds: Where it begins.
        seconds: Its length.
        lufs: Its loudness in the audiobook; None where it is too quiet to be measured.
        peak_db: Its peak in the audiobook.
        retries: Takes that were no good.
        is_heard: Whether the word check has heard that it says its text.
        passes_acx: Whether it passes ACX's test; None where nobody asked.
    """

    number: int
    title: str
    start_seconds: float
    seconds: float
    lufs: float | None
    peak_db: float
    retries: int
    is_heard: bool
    passes_acx: bool | None


@dataclass(frozen=True, slots=True)
class Flagged:
    """A chunk that the listener should look at.

    Attributes:
        place: Its chapter and its number in it, ``12.34``.
        chapter: The chapter's title.
        text: What is said there, or should be.
        reasons: Why it is flagged.
        is_missing: Whether it is not in the audiobook, or not whole.
    """

    place: str
    chapter: str
    text: str
    reasons: tuple[str, ...]
    is_missing: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is in the book's documents and is not read.

    Attributes:
        kind: What it is.
        count: How often.
        sample: The first of its words.
    """

    kind: str
    count: int
    sample: str


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of an audiobook.

    Attributes:
        path: Where it is.
        size_bytes: Its size; None where it is not there any more.
    """

    path: Path
    size_bytes: int | None


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """All that is shown of a receipt.

    Attributes:
        status: ``complete`` or ``incomplete``.
        seconds: Length of the audiobook.
        words_in_book: Words of the chapters that are narrated.
        words_spoken: Those of them that are in the audiobook.
        engine: What spoke.
        voice: Who reads.
        cast: Who else.
        language: A BCP 47 tag.
        files: Of which it consists.
        chapters: In order.
        flagged: Chunks that are missing or may not sound right, in order.
        not_narrated: Chapters of the book that were not asked for.
        left_out: What is not read.
        warnings: What was odd about the book, one sentence each.
    """

    status: str
    seconds: float
    words_in_book: int
    words_spoken: int
    engine: str
    voice: str
    cast: tuple[str, ...]
    language: str
    files: tuple[MadeFile, ...]
    chapters: tuple[MadeChapter, ...]
    flagged: tuple[Flagged, ...]
    not_narrated: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]


def read_receipts(desk: Desk, outputs: Iterable[Path]) -> ReceiptPage | None:
    """Return what the receipts of an audiobook say, in whatever formats it was made.

    Args:
        desk: Of the backroom.
        outputs: The files, or the folders of them.

    Returns:
        None where there is no receipt any more.
    """
    written = [(output, found) for output in outputs if (found := desk.backend.receipt(output))]
    if not written:
        return None
    first = written[0][1]
    files = [file for output, receipt in written for file in _files(output, receipt)]
    chapters = first["chapters"]
    return ReceiptPage(
        status=str(first["status"]),
        seconds=float(first["seconds"]),
        words_in_book=int(first["words_in_book"]),
        words_spoken=int(first["words_spoken"]),
        engine=str(first["engine"]),
        voice=str(first["voice"]),
        cast=tuple(first.get("cast", ())),
        language=str(first["language"]),
        files=tuple(files),
        chapters=tuple(map(_chapter, chapters)),
        flagged=tuple(flag for chapter in chapters for flag in _flagged(chapter)),
        not_narrated=tuple(first.get("not_narrated", ())),
        left_out=_left_out(first["skipped"]),
        warnings=tuple(first.get("warnings", ())),
    )


def _left_out(skipped: Iterable[Mapping[str, Any]]) -> tuple[LeftOut, ...]:
    """What is not read, each kind once: a long book names them for hundreds of documents."""
    counts: Counter[str] = Counter()
    samples: dict[str, str] = {}
    for one in skipped:
        kind = str(one["kind"])
        counts[kind] += int(one["count"])
        samples[kind] = samples.get(kind) or str(one["sample"])
    return tuple(LeftOut(kind, count, samples[kind]) for kind, count in counts.items())


def _files(output: Path, receipt: Mapping[str, Any]) -> Iterable[MadeFile]:
    for name in receipt.get("outputs", {}):
        path = output.parent / str(name)
        yield MadeFile(path, path.stat().st_size if path.is_file() else None)


def _chapter(written: Mapping[str, Any]) -> MadeChapter:
    lufs, acx = written["lufs"], written.get("acx")
    return MadeChapter(
        number=int(written["number"]),
        title=str(written["title"]),
        start_seconds=float(written["start_seconds"]),
        seconds=float(written["seconds"]),
        lufs=None if lufs is None else float(lufs) + float(written["gain_db"]),
        peak_db=float(written["peak_db"]),
        retries=int(written["retries"]),
        is_heard=written["verified"] == "words",
        passes_acx=None if acx is None else bool(acx.get("passes")),
    )


def _flagged(chapter: Mapping[str, Any]) -> list[Flagged]:
    """The chunks of a chapter that are missing or doubtful, in the order of the book."""
    title = str(chapter["title"])
    missing = [
        Flagged(str(one["place"]), title, str(one["text"]), (str(one["reason"]),), is_missing=True)
        for one in chapter["set_aside"]
    ]
    doubtful = [
        Flagged(str(one["place"]), title, str(one["text"]), tuple(one["reasons"]), is_missing=False)
        for one in chapter["doubtful"]
    ]
    return sorted((*missing, *doubtful), key=lambda one: int(one.place.partition(".")[2]))
