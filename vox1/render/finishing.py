"""Finishing: from encoded audio to an audiobook in its place, with its receipt."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from functools import partial
from importlib import metadata
from pathlib import Path

from booksmith_module.book import count_words
from vox1 import files
from vox1.errors import DiskError, disk_error
from vox1.events import Status
from vox1.outputs.place import listed_by_others, output_place
from vox1.projects.locks import held_for_a_moment
from vox1.projects.project import Project
from vox1.render.assembly import Levelled, LevelledChapter, marks
from vox1.render.edition import Edition, is_verified
from vox1.render.products import Product
from vox1.render.receipt import (
    ChapterReceipt,
    Doubtful,
    Receipt,
    SetAside,
    listed_outputs,
    read_receipt,
    receipt_path,
)
from vox1.render.renderer import Renderer, Tally
from vox1.render.verdict import Standing
from vox1.render.workshop import Made, Workshop
from vox1.version import VERSION

log = logging.getLogger(__name__)

_PATIENCE_SECONDS = 60.0
"""For another VOX-1 to put its audiobook in place, on a slow disk."""


def put_in_place(edition: Edition, renderer: Renderer, product: Product, workshop: Workshop) -> Path:
    """Make a product and put it where the listener finds it.

    The receipt is written first: if this run ends between the two, the next one knows that the place
    is this book's, and that what is there is not what the receipt describes.

    Returns:
        The audio file or the folder of them.

    Raises:
        Cancelled: The render was given up before it was in its place.
        TakeDamaged: A part of the encoded audio is gone, and so is a take that it is made of.
        EncoderFailed: ffmpeg or mutagen failed, or a file is not as long as it should be.
        DiskError: The disk refuses.
        ProjectBusy: Another VOX-1 holds the output folder for too long.
    """
    folder, project = edition.folders.output, edition.project
    is_complete = edition.status() is Status.COMPLETE
    made = workshop.make(product)
    receipt = _receipt(edition, renderer, made, edition.fingerprint(product))
    hashes = {path: files.sha256(path) for path in made.paths}
    # Another VOX-1 may be about to take the same name, for another book or for this one.
    with held_for_a_moment(folder, _PATIENCE_SECONDS, f"Another VOX-1 is writing into {folder}"):
        place = partial(output_place, folder, edition.name, project.id, made.ending)
        output = place(is_complete=is_complete)
        _exchange({made.final(path, output): path for path in made.paths}, output, receipt, hashes)
        if is_complete:
            _remove(place(is_complete=False), project)
    return output


def _exchange(finals: dict[Path, Path], output: Path, receipt: Receipt, hashes: dict[Path, str]) -> None:
    """Put the receipt and then the files in place; if the first of them cannot be, all stays as it was.

    Args:
        finals: The finished files by where they go.
        output: The first of these places, or the folder that all are in.
        receipt: Of them.
        hashes: SHA-256 of each finished file.

    Raises:
        DiskError: The disk refuses, or a player holds the audiobook that was there.
    """
    place = receipt_path(output)
    before = _content_of(place)
    new = {final: hashes[made] for final, made in finals.items()}
    old = {path: sha256 for path, sha256 in listed_outputs(output).items() if path not in new}
    # A run that ends before the old files are gone leaves them listed: the next one deletes them.
    receipt.write(output, {**old, **new})
    is_untouched = True
    try:
        for final, made in finals.items():
            _make_folder(final.parent)
            files.replace(made, final)
            is_untouched = False
    except DiskError:
        if is_untouched:
            with suppress(OSError, DiskError):  # what refuses this too says the same again
                if before is None:
                    place.unlink(missing_ok=True)
                else:
                    files.write_bytes(place, before)
        raise
    if old:
        written = {_identity(path) for path in (*new, *listed_by_others(output))}
        _discard([path for path in old if _identity(path) not in written])
        receipt.write(output, new)


def _identity(path: Path) -> tuple[int, int] | None:
    """What a file is, whatever its name: "The end" and "The End" are one where capitals do not count."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as err:
        raise disk_error(err, folder) from err


def _discard(paths: Iterable[Path]) -> None:
    """Delete files of ours that are out of date; one that a player holds is in nobody's way."""
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as err:
            log.warning("%s is out of date and cannot be removed: %s", path, err)


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


def _remove(output: Path, project: Project) -> None:
    """A complete audiobook makes the incomplete one of the same book useless."""
    if read_receipt(output).get("project") != project.id:
        return
    _discard([*listed_outputs(output), receipt_path(output)])
    if output.is_dir():
        with suppress(OSError):  # the listener has put something into it
            output.rmdir()


def _receipt(edition: Edition, renderer: Renderer, made: Made, fingerprint: str) -> Receipt:
    levelled = made.levelled
    placed = marks(levelled.chapters, levelled.sample_rate_hz)
    chapters = [
        replace(
            _chapter_receipt(edition, index, renderer.tally, chapter),
            start_seconds=mark.start_ms / 1000,
            seconds=levelled.seconds(chapter),
            acx=made.acx[index] if made.acx else None,
        )
        for index, (chapter, mark) in enumerate(zip(levelled.chapters, placed, strict=True))
    ]
    narrated = {chapter.number for chapter in edition.chapters}
    versions = {"vox1": VERSION, "imageio-ffmpeg": metadata.version("imageio-ffmpeg"), **renderer.versions}
    return Receipt(
        status=edition.status(),
        project=edition.project.id,
        fingerprint=fingerprint,
        sound=edition.sound(),
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
        warnings=(*edition.warnings, *made.notes, *_notes(levelled)),
    )


def _notes(levelled: Levelled) -> Iterator[str]:
    """What the listener should know of the chapters' levels, one sentence each."""
    for chapter in levelled.chapters:
        for note in chapter.levelling.notes:
            yield f"{chapter.audio.title}: {note}"


def _chapter_receipt(edition: Edition, index: int, tally: Tally, levelled: LevelledChapter) -> ChapterReceipt:
    """A chapter's receipt, but for its place in the audiobook."""
    chapter, audio = edition.chapters[index], edition.ledger.chapter(index)
    reasons, retries = tally.set_aside, tally.retries
    levels, gain_db = levelled.levels, levelled.levelling.gain_db
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
        start_seconds=0.0,
        seconds=0.0,
        lufs=levels.lufs,
        gain_db=gain_db,
        peak_db=levels.peak_db + gain_db,
        rms_db=levels.rms_db + gain_db,
        noise_floor_db=levels.noise_floor_db + gain_db,
        picked=edition.picked(index),
    )
