"""Products: what is made of one edition for the listener, each an audio file or a folder of them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from vox1 import files
from vox1.audio.ffmpeg import persistently
from vox1.audio.length import check_length
from vox1.control import Control
from vox1.errors import disk_error
from vox1.outputs import m4b
from vox1.outputs.division import Split, divided
from vox1.outputs.formats import Format, formats_named
from vox1.outputs.m4b import Mark
from vox1.outputs.place import Ending, fitting
from vox1.outputs.playlist import Entry, write_playlist
from vox1.outputs.stream import write_stream
from vox1.outputs.tags import Tags, Track, write_tags
from vox1.paths import file_stem
from vox1.render.assembly import Assembly, Levelled, LevelledChapter, marks
from vox1.settings import Settings

_AT_ONCE = 2
"""Files that are encoded beside each other."""
_LEAST_DIGITS = 2
"""Of a file's number, so that players that sort by name play them in order."""


@dataclass(frozen=True, slots=True)
class Product:
    """An audiobook in one format.

    Attributes:
        form: Its format.
        bitrate_kbps: Of a format that has one; 0 for its own.
        split: How it is divided into files.
        part_hours: The longest that a part may be.
    """

    form: Format
    bitrate_kbps: int
    split: Split
    part_hours: float

    @property
    def endings(self) -> tuple[Ending, ...]:
        """What its name may end in, before it is known how many files it has."""
        return {
            Split.BOOK: (self._whole,),
            Split.CHAPTERS: (self._folder,),
            Split.PARTS: (self._whole, self._folder),
        }[self.split]

    def ending(self, files: int) -> Ending:
        """Return what its name ends in, if it has so many files."""
        return self._whole if files == 1 and self.split is not Split.CHAPTERS else self._folder

    @property
    def _whole(self) -> Ending:
        return Ending(suffix=self.form.suffix)

    @property
    def _folder(self) -> Ending:
        return Ending(words=f" ({self.form.name})")


def products_of(settings: Settings) -> Sequence[Product]:
    """Return what the settings ask for."""
    split = Split(settings.split)
    return [
        Product(form, settings.bitrate_kbps, split, settings.part_hours)
        for form in formats_named(settings.formats)
    ]


@dataclass(frozen=True, slots=True)
class AudioFile:
    """One file of an audiobook.

    Attributes:
        chapters: In it, in order.
        marks: Where they stand in it.
        title: Its own, where it is one of several; else the book's.
        number: From 1.
        total: How many there are.
    """

    chapters: Sequence[LevelledChapter]
    marks: Sequence[Mark]
    title: str
    number: int
    total: int


def files_of(product: Product, levelled: Levelled, title: str) -> list[AudioFile]:
    """Return the files of an audiobook.

    Args:
        product: What is made.
        levelled: Its chapters.
        title: The book's.
    """
    chapters, rate_hz = levelled.chapters, levelled.sample_rate_hz
    seconds = [levelled.seconds(chapter) for chapter in chapters]
    parts = divided(seconds, product.split, product.part_hours)
    found = []
    for number, part in enumerate(parts, 1):
        inside = chapters[part.start : part.stop]
        if len(parts) == 1 and product.split is not Split.CHAPTERS:
            own = title
        elif product.split is Split.CHAPTERS:
            own = inside[0].audio.title
        else:
            own = f"{title}, part {number}"
        found.append(AudioFile(inside, marks(inside, rate_hz), own, number, len(parts)))
    return found


@dataclass(frozen=True, slots=True)
class Made:
    """A product's files, not yet in place.

    Attributes:
        paths: Where they are.
        ending: What the name of their place ends in.
    """

    paths: Sequence[Path]
    ending: Ending

    def final(self, path: Path, output: Path) -> Path:
        """Return where a file goes.

        Args:
            path: Where it is.
            output: The place of the product.
        """
        return output / path.name if self.ending.is_folder else output.with_suffix(path.suffix)


class Workshop:
    """Makes products in a folder, before they are put in place.

    Args:
        folder: Of unfinished files.
        output: The folder that finished ones go to.
        assembly: Has every chapter encoded.
        tags: Of the book.
        control: Ends the making, if it is cancelled.
    """

    def __init__(self, folder: Path, output: Path, assembly: Assembly, tags: Tags, control: Control) -> None:
        self._folder = folder
        self._output = output
        self._assembly = assembly
        self._levelled = assembly.levelled
        self._tags = tags
        self._control = control

    def make(self, product: Product) -> Made:
        """Make a product's files.

        Raises:
            Cancelled: It was cancelled.
            TakeDamaged: A part of the encoded audio is gone, and so is a take that it is made of.
            EncoderFailed: ffmpeg or mutagen failed, or a result is not as long as it should be.
            DiskError: The disk refuses.
        """
        title = self._tags.title
        audio = files_of(product, self._levelled, title)
        ending = product.ending(len(audio))
        folder = self._folder / product.form.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise disk_error(err, folder) from err
        if not ending.is_folder:
            made = folder / f"audiobook{ending.suffix}"
            self._make_file(product, audio[0], made)
            return Made([made], ending)
        place = fitting(self._output, file_stem(title), ending.words)
        names = [_name(product, one, place) for one in audio]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            making = [
                pool.submit(self._make_file, product, one, folder / name)
                for one, name in zip(audio, names, strict=True)
            ]
            for one_made in making:
                one_made.result()
        lengths = [one.marks[-1].end_ms / 1000 for one in audio]
        entries = map(Entry, names, [one.title for one in audio], lengths)
        playlist = folder / fitting(place, file_stem(title), ".m3u8").name
        write_playlist(playlist, title, entries)
        return Made([*(folder / name for name in names), playlist], ending)

    def _make_file(self, product: Product, audio: AudioFile, made: Path) -> None:
        persistently(lambda: self._write(product, audio, made), lambda _: self._control.check())
        track = Track(audio.title, audio.number, audio.total) if audio.total > 1 else None
        write_tags(made, self._tags, track, audio.marks)
        check_length(made, audio.marks[-1].end_ms / 1000)
        files.flush(made)
        self._control.check()

    def _write(self, product: Product, audio: AudioFile, made: Path) -> None:
        assembly, rate_hz, watch = self._assembly, self._levelled.sample_rate_hz, self._control.check
        if product.form.is_joined:
            frames = itertools.chain.from_iterable(map(assembly.frames, audio.chapters))
            m4b.join(frames, rate_hz, audio.marks, made, watch)
        else:
            sound = itertools.chain.from_iterable(map(assembly.sound, audio.chapters))
            write_stream(sound, rate_hz, product.form.arguments(rate_hz, product.bitrate_kbps), made, watch)


def _name(product: Product, audio: AudioFile, folder: Path) -> str:
    """The name of one of several files, numbered so that they sort in order."""
    digits = max(_LEAST_DIGITS, len(str(audio.total)))
    suffix = product.form.track_suffix if product.split is Split.CHAPTERS else product.form.suffix
    return fitting(folder, f"{audio.number:0{digits}} {file_stem(audio.title)}", suffix).name
