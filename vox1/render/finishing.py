"""Finishing: from encoded audio to an audiobook in its place, with its receipt."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from importlib import metadata
from pathlib import Path

from booksmith_module.book import count_words
from booksmith_module.drawn_cover import drawn_cover
from vox1 import files
from vox1.audio.ffmpeg import persistently
from vox1.control import Control
from vox1.errors import DiskError, disk_error
from vox1.events import Status
from vox1.outputs import m4b
from vox1.outputs.place import output_place, partial_place
from vox1.outputs.tags import Tags, write_tags
from vox1.projects.locks import held_for_a_moment
from vox1.render.assembly import LevelledChapter, Target, marks
from vox1.render.edition import Edition, is_verified
from vox1.render.receipt import ChapterReceipt, Doubtful, Receipt, SetAside, read_receipt, receipt_path
from vox1.render.renderer import Renderer, Tally
from vox1.render.verdict import Standing
from vox1.version import VERSION

log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 60.0
"""For another VOX-1 to put its audiobook in place, on a slow disk."""


def put_in_place(
    edition: Edition,
    renderer: Renderer,
    levelled: Sequence[LevelledChapter],
    target: Target,
    control: Control,
) -> tuple[Path, Path]:
    """Add chapters and tags to the audio and rename it to where the listener finds it.

    The receipt is written first: if this run ends between the two, the next one knows that the place
    is this book's, and that the file there is not the one the receipt describes.

    Returns:
        The audiobook and its receipt.

    Raises:
        Cancelled: The render was given up before the file was in its place.
        EncoderFailed: ffmpeg or mutagen failed, or the result is not as long as it should be.
        DiskError: The disk refuses.
        ProjectBusy: Another VOX-1 holds the output folder for too long.
    """
    folder, project = edition.folders.output, edition.project
    is_complete = edition.status() is Status.COMPLETE
    finished = partial_place(folder, project.mark, ".m4b")
    placed = marks(levelled, target.sample_rate_hz)
    try:
        persistently(
            lambda: m4b.add_chapters(target.path, placed, finished, control.check), lambda _: control.check()
        )
    except OSError as err:
        raise disk_error(err, finished) from err
    write_tags(finished, _with_cover(edition))
    m4b.check(finished, placed)
    control.check()
    _flush(finished)
    control.check()
    receipt = _receipt(edition, renderer, levelled, placed)
    sha256 = files.sha256(finished)
    # Another VOX-1 may be about to take the same name, for another book or for this one.
    with held_for_a_moment(folder, _PATIENCE_SECONDS, f"Another VOX-1 is writing into {folder}"):
        output = output_place(folder, edition.name, project.id, is_complete=is_complete)
        _exchange(finished, output, receipt, sha256)
        if is_complete:
            _remove_incomplete(edition)
    return output, receipt_path(output)


def _with_cover(edition: Edition) -> Tags:
    """The tags, with a drawn cover where the book has none: it follows from title and authors."""
    tags, book = edition.tags(), edition.book
    return replace(tags, cover_jpeg=tags.cover_jpeg or drawn_cover(book.title, book.authors))


def _exchange(finished: Path, output: Path, receipt: Receipt, sha256: str) -> None:
    """Put the receipt and then the audiobook in place; if the audiobook cannot be, both stay as they were.

    Raises:
        DiskError: The disk refuses, or a player holds the audiobook that was there.
    """
    place = receipt_path(output)
    before = _content_of(place)
    receipt.write(output, sha256)
    try:
        files.replace(finished, output)
    except DiskError:
        with suppress(OSError, DiskError):  # what refuses this too says the same again
            if before is None:
                place.unlink(missing_ok=True)
            else:
                files.write_bytes(place, before)
        raise


def _content_of(path: Path) -> bytes | None:
    """What is in a file; None for one that is not there.

    Raises:
        DiskError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as err:
        raise disk_error(err, path) from err


def _flush(path: Path) -> None:
    """Make a file's content last through a power cut.

    Raises:
        DiskError: The disk refuses.
    """
    try:
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    except OSError as err:
        raise disk_error(err, path) from err


def _remove_incomplete(edition: Edition) -> None:
    """A complete audiobook makes the incomplete one of the same book useless.

    One that cannot be removed (a player may hold it) is in nobody's way: its name says what it is.
    """
    place = output_place(edition.folders.output, edition.name, edition.project.id, is_complete=False)
    if read_receipt(place).get("project") != edition.project.id:
        return
    for path in (place, receipt_path(place)):
        try:
            path.unlink(missing_ok=True)
        except OSError as err:
            log.warning("%s is out of date and cannot be removed: %s", path, err)


def _receipt(
    edition: Edition, renderer: Renderer, levelled: Sequence[LevelledChapter], placed: Sequence[m4b.Mark]
) -> Receipt:
    chapters = [
        _chapter_receipt(edition, index, renderer.tally, chapter, mark)
        for index, (chapter, mark) in enumerate(zip(levelled, placed, strict=True))
    ]
    narrated = {chapter.number for chapter in edition.chapters}
    versions = {"vox1": VERSION, "imageio-ffmpeg": metadata.version("imageio-ffmpeg"), **renderer.versions}
    return Receipt(
        status=edition.status(),
        project=edition.project.id,
        fingerprint=edition.fingerprint(),
        title=edition.book.title,
        engine=edition.voice.engine.id,
        voice=edition.voice.voice,
        cast=tuple(edition.titles[1:]),
        language=edition.cast.language,
        settings={**asdict(edition.settings), "seed": edition.voice.seed},
        versions=versions,
        chapters=chapters,
        not_narrated=tuple(
            f"{number}. {chapter.title}"
            for number, chapter in enumerate(edition.book.chapters, 1)
            if number not in narrated
        ),
        skipped=edition.book.skipped,
        warnings=tuple(edition.warnings),
    )


def _chapter_receipt(
    edition: Edition, index: int, tally: Tally, levelled: LevelledChapter, mark: m4b.Mark
) -> ChapterReceipt:
    chapter, audio = edition.chapters[index], edition.ledger.chapter(index)
    reasons, retries = tally.set_aside, tally.retries
    words = edition.book.chapters[chapter.number - 1].words
    return ChapterReceipt(
        number=chapter.number,
        title=chapter.title,
        words_in_book=words,
        words_spoken=words - sum(count_words(chunk.text) for chunk, _ in audio if chunk.place in reasons),
        chunks=len(audio),
        retries=sum(retries[chunk.place] for chunk, _ in audio),
        set_aside=tuple(
            SetAside(chunk.place, chunk.text, reasons[chunk.place])
            for chunk, _ in audio
            if chunk.place in reasons
        ),
        doubtful=tuple(
            Doubtful(chunk.place, chunk.text, take.reasons)
            for chunk, take in audio
            if take and take.standing is Standing.DOUBTFUL
        ),
        verified="words" if is_verified(take for _, take in audio) else "signal",
        start_seconds=mark.start_ms / 1000,
        seconds=(mark.end_ms - mark.start_ms) / 1000,
        lufs=levelled.lufs,
        gain_db=levelled.gain_db,
        peak_db=levelled.peak_db,
        rms_db=levelled.rms_db,
        noise_floor_db=levelled.noise_floor_db,
    )
