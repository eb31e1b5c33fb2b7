"""Products: what is made of one edition for the listener, each an audio file or a folder of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vox1.audio.coding import Coding
from vox1.audio.mastering import Preset
from vox1.outputs.captions import caption_suffixes
from vox1.outputs.division import Split, divided
from vox1.outputs.formats import READ_ALONG, Format, formats_named
from vox1.outputs.m4b import Mark
from vox1.outputs.place import Ending
from vox1.render.assembly import Levelled, LevelledChapter, marks
from vox1.settings import Settings

_SAMPLE_BYTES = 2
"""Of what is not compressed."""


@dataclass(frozen=True, slots=True)
class Product:
    """An audiobook in one format.

    Attributes:
        form: Its format.
        preset: Its loudness.
        bitrate_kbps: Of a format that has one, else 0.
        split: How it is divided into files.
        part_hours: The longest that a part may be.
        captions: Formats of the captions beside each of its files.
    """

    form: Format
    preset: Preset
    bitrate_kbps: int
    split: Split
    part_hours: float
    captions: tuple[str, ...] = ()

    def coding(self, sample_rate_hz: int) -> Coding:
        """Return how a voice of some sample rate is levelled and encoded.

        Sections are joined frame by frame, so an M4B keeps the voice's own rate.
        """
        form = self.form
        wanted_hz = None if form.is_joined else form.sample_rate_hz or self.preset.sample_rate_hz
        return Coding(self.preset, form.codec, self.bitrate_kbps, sample_rate_hz, wanted_hz or sample_rate_hz)

    def bytes_per_second(self, sample_rate_hz: int) -> float:
        """Return about how much a second of it takes, from a voice of some sample rate; FLAC takes half."""
        coding = self.coding(sample_rate_hz)
        return coding.bitrate_kbps * 1000 / 8 or coding.output_rate_hz * _SAMPLE_BYTES

    @property
    def shows_text(self) -> bool:
        """Whether the book's words can be read in it."""
        return bool(self.captions) or self.form is READ_ALONG

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
        return whole(self.form, self.captions)

    @property
    def _folder(self) -> Ending:
        return folder(self.form)


def whole(form: Format, captions: tuple[str, ...] = ()) -> Ending:
    """Return what the name of an audiobook in one file ends in.

    Args:
        form: Its format.
        captions: Formats of the captions beside it.
    """
    words = f" ({form.name})" if form is READ_ALONG else ""
    return Ending(words, form.suffix, caption_suffixes(captions))


def folder(form: Format) -> Ending:
    """Return what the name of a folder of an audiobook's files ends in."""
    return Ending(words=f" ({form.name})")


def products_of(settings: Settings) -> Sequence[Product]:
    """Return what the settings ask for. Captions stand beside the files of the first format only."""
    split = Split(settings.split)
    preset = settings.mastering
    products: list[Product] = []
    for form in formats_named(settings.formats):
        least_kbps = preset.least_bitrate_kbps if form.bitrate_kbps and not form.is_joined else 0
        kbps = max(form.bitrate_for(settings.bitrate_kbps), least_kbps or 0)
        captions = () if products else settings.caption_formats
        products.append(Product(form, preset, kbps, split, settings.part_hours, captions))
    if settings.read_along:
        kbps = READ_ALONG.bitrate_for(settings.bitrate_kbps)
        products.append(Product(READ_ALONG, preset, kbps, Split.BOOK, settings.part_hours))
    return products


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
