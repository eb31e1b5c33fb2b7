"""The workshop: where products are made, out of sight until each is whole."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from booksmith_module.drawn_cover import drawn_cover
from vox1 import files
from vox1.audio.acx import AcxChapter, acx_chapter
from vox1.audio.coding import Coding
from vox1.audio.ffmpeg import persistently
from vox1.audio.length import check_begin, check_length, is_long_wav
from vox1.audio.measured import measure_chapters
from vox1.control import Control
from vox1.errors import disk_error
from vox1.outputs import m4b
from vox1.outputs.captions import CaptionTags, write_captions
from vox1.outputs.cues import CuedChapter
from vox1.outputs.division import Split
from vox1.outputs.formats import READ_ALONG
from vox1.outputs.m4b import Sound
from vox1.outputs.place import Ending, fitting, partial_place
from vox1.outputs.playlist import Entry, write_playlist
from vox1.outputs.stream import write_stream
from vox1.outputs.tags import Tags, Track, write_tags
from vox1.paths import file_stem
from vox1.render.assembly import Assembly, Levelled, marks
from vox1.render.cueing import Cueing
from vox1.render.edition import Edition
from vox1.render.products import AudioFile, Product, files_of
from vox1.render.takes import TakeStore

if TYPE_CHECKING:
    from vox1.outputs.readalong.writer import ReadAlong

_AT_ONCE = 2
"""Files that are encoded beside each other."""
_PLAYLIST = "playlist"
_LEAST_DIGITS = 2
"""Of a file's number, so that players that sort by name play them in order."""


@dataclass(frozen=True, slots=True)
class Made:
    """A product's files, not yet in place.

    Attributes:
        paths: Where they are, under short names: whole titles may be too long for the folder they are in.
        ending: What the name of their place ends in.
        levelled: The chapters as they are heard in it.
        notes: What the listener should know of them, one sentence each.
        acx: Of each chapter, measured on the encoded files; none where nobody asked for ACX's numbers.
        stems: Of a folder, the names that its files will have, by those that they have, without suffixes.
    """

    paths: Sequence[Path]
    ending: Ending
    levelled: Levelled
    notes: tuple[str, ...] = ()
    acx: Sequence[AcxChapter] = ()
    stems: Mapping[str, str] = field(default_factory=dict)

    def final(self, path: Path, output: Path) -> Path:
        """Return where a file goes.

        Args:
            path: Where it is.
            output: The place of the product.
        """
        if self.ending.is_folder:
            return output / f"{self.stems[path.stem]}{path.suffix}"
        return output.with_suffix(path.suffix)


class Workshop:
    """Makes products in the folder of unfinished files, before they are put in place.

    Args:
        edition: The audiobook.
        source: The book file.
        assembly: Has every chapter encoded.
        store: Of its takes.
        control: Ends the making, if it is cancelled.
    """

    def __init__(
        self, edition: Edition, source: Path, assembly: Assembly, store: TakeStore, control: Control
    ) -> None:
        self._book = edition.book
        self._source = source
        self._folder = partial_place(edition.folders.output, edition.project.mark)
        self._output = edition.folders.output
        self._assembly = assembly
        self._rate_hz = assembly.levelled.sample_rate_hz
        self._cueing = Cueing(edition, store, self._rate_hz)
        self._tags = _with_cover(edition)
        self._control = control

    def make(self, product: Product) -> Made:
        """Make a product's files.

        Raises:
            Cancelled: It was cancelled.
            TakeDamaged: A part of the encoded audio is gone, and so is a take that it is made of.
            EncoderFailed: ffmpeg or mutagen failed, or a result is not as long as it should be.
            DiskError: The disk refuses.
            InputError: The book file cannot be opened any more.
        """
        levelled = self._assembly.levelled_for(product.coding(self._rate_hz))
        if product.form is READ_ALONG:
            return self._make_read_along(product, levelled)
        title = self._tags.title
        audio = files_of(product, levelled, title)
        ending = product.ending(len(audio))
        folder = self._made_folder(product)
        if not ending.is_folder:
            made = folder / f"audiobook{ending.suffix}"
            paths = self._make_file(product, audio[0], made)
            return self._described(Made(paths, ending, levelled), product, [made], audio)
        place = fitting(self._output, file_stem(title), ending.words)
        names = [_name(product, one, place) for one in audio]
        tracks = [folder / f"{number}{Path(name).suffix}" for number, name in enumerate(names, 1)]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            making = [
                pool.submit(self._make_file, product, one, track)
                for one, track in zip(audio, tracks, strict=True)
            ]
            try:
                made_files = [path for one in making for path in one.result()]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)  # what is not begun would only be in the way
                raise
        lengths = [one.marks[-1].end_ms / 1000 for one in audio]
        entries = map(Entry, names, [one.title for one in audio], lengths)
        playlist = folder / f"{_PLAYLIST}.m3u8"
        write_playlist(playlist, title, entries)
        stems = {track.stem: Path(name).stem for track, name in zip(tracks, names, strict=True)}
        stems[_PLAYLIST] = fitting(place, file_stem(title), playlist.suffix).stem
        done = Made([*made_files, playlist], ending, levelled, stems=stems)
        return self._described(done, product, tracks, audio)

    def _described(
        self, made: Made, product: Product, tracks: Sequence[Path], audio: Sequence[AudioFile]
    ) -> Made:
        """Add what is measured of audio files that were made, and what is to be said of them."""
        acx: list[AcxChapter] = []
        if product.preset.is_judged:
            rate_hz = product.coding(self._rate_hz).output_rate_hz
            for path, one in zip(tracks, audio, strict=True):
                found = measure_chapters(path, one.marks, rate_hz, 1, self._control.check).chapters
                acx += (
                    acx_chapter(mark.title, levels) for mark, levels in zip(one.marks, found, strict=True)
                )
        notes = tuple(
            f"{one.title} is a WAV above 4 GB, which has neither tags nor chapters; FLAC has them."
            for path, one in zip(tracks, audio, strict=True)
            if is_long_wav(path)
        )
        return replace(made, notes=notes, acx=acx)

    def _made_folder(self, product: Product) -> Path:
        folder = self._folder / product.form.name
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as err:
            raise disk_error(err, folder) from err
        return folder

    def _make_read_along(self, product: Product, levelled: Levelled) -> Made:
        # Readers of books come along, which take 5 MB that few renders need.
        from vox1.outputs.readalong.writer import HeardChapter, write_read_along  # noqa: PLC0415

        folder = self._made_folder(product)
        made = folder / f"read-along{product.form.suffix}"
        written = write_read_along(
            self._source,
            self._book,
            (HeardChapter(cued, sound) for cued, sound in self._cued_sounds(levelled, folder)),
            made,
            narrator=self._tags.narrator,
            watch=self._control.check,
        )
        files.flush(made)
        notes = tuple(_not_highlighted(written))
        return Made([made], product.ending(1), levelled, notes)

    def _cued_sounds(self, levelled: Levelled, folder: Path) -> Iterator[tuple[CuedChapter, Path]]:
        """Each chapter with a file of its sound, which is there until the next is asked for."""
        for chapter in levelled.chapters:
            sound = folder / f"chapter{READ_ALONG.track_suffix}"
            frames = Sound(self._assembly.frames(chapter), self._rate_hz, self._tags.language)
            m4b.join(frames, marks([chapter], self._rate_hz), sound, self._control.check)
            check_begin(sound, chapter.samples / self._rate_hz)
            yield self._cueing.cued(chapter, 0.0), sound
            with suppress(OSError):  # the next chapter's takes its place
                sound.unlink()

    def _make_file(self, product: Product, audio: AudioFile, made: Path) -> list[Path]:
        """Make an audio file and what stands beside it."""
        persistently(lambda: self._write(product, audio, made), lambda _: self._control.check())
        track = Track(audio.title, audio.number, audio.total) if audio.total > 1 else None
        write_tags(made, self._tags, track, audio.marks)
        seconds = audio.marks[-1].end_ms / 1000
        check_length(made, seconds)
        check_begin(made, seconds)
        files.flush(made)
        self._control.check()
        about = CaptionTags(audio.title, self._tags.author, self._tags.narrator)
        return [made, *write_captions(product.captions, self._cued(audio), about, made.with_suffix)]

    def _cued(self, audio: AudioFile) -> Iterator[CuedChapter]:
        """The chapters of a file with their cues, made as they are asked for."""
        start = 0.0
        for chapter in audio.chapters:
            self._control.check()
            yield self._cueing.cued(chapter, start)
            start += chapter.samples / self._rate_hz

    def _write(self, product: Product, audio: AudioFile, made: Path) -> None:
        assembly, rate_hz, watch = self._assembly, self._rate_hz, self._control.check
        joined = itertools.chain.from_iterable
        if product.form.is_joined:
            frames = joined(map(assembly.frames, audio.chapters))
            m4b.join(Sound(frames, rate_hz, self._tags.language), audio.marks, made, watch)
        else:
            coder = _coder(product, product.coding(rate_hz))
            write_stream(joined(map(assembly.sound, audio.chapters)), rate_hz, coder, made, watch)


def _coder(product: Product, coding: Coding) -> Sequence[str]:
    """ffmpeg's arguments for a product that is not joined."""
    filters, rate = ("-af", coding.filters), ("-ar", str(coding.output_rate_hz))
    kbps = ("-b:a", f"{coding.bitrate_kbps}k") if coding.bitrate_kbps else ()
    return (*filters, *product.form.coder, *rate, *kbps)


def _name(product: Product, audio: AudioFile, folder: Path) -> str:
    """The name of one of several files, numbered so that they sort in order."""
    digits = max(_LEAST_DIGITS, len(str(audio.total)))
    suffix = product.form.track_suffix if product.split is Split.CHAPTERS else product.form.suffix
    return fitting(folder, f"{audio.number:0{digits}} {file_stem(audio.title)}", suffix).name


def _not_highlighted(written: ReadAlong) -> Iterator[str]:
    if written.unplaced:
        yield (
            f"In the read-along book {written.unplaced:,} of {written.sentences:,} sentences are heard but"
            " not highlighted: their place in the book was not found."
        )


def _with_cover(edition: Edition) -> Tags:
    """The tags, with a drawn cover where the book has none: it follows from title and authors."""
    tags, book = edition.tags(), edition.book
    return replace(tags, cover_jpeg=tags.cover_jpeg or drawn_cover(book.title, book.authors))
