"""Tags: what players and libraries show, written by mutagen (no escaping) after the chapters are in.

Atoms as Audiobookshelf and Apple read them: the book's name is the album, the narrator the composer.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mutagen import MutagenError
from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from vox1.errors import EncoderFailed, disk_error

_AUDIOBOOK = 2
_SHORT_DESCRIPTION_BYTES = 255
"""What the ``desc`` atom holds for iTunes; the whole goes to ``ldes``."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What the file says of itself.

    Attributes:
        title: The book's.
        author: Its authors, joined by commas.
        narrator: The voice.
        genre: ``Audiobook`` where the book names none.
        year: Four digits, or empty.
        description: About the book, or empty.
        language: A BCP 47 tag, or empty.
        publisher: Of the book file, or empty.
        cover_jpeg: The cover, or empty.
    """

    title: str
    author: str
    narrator: str
    genre: str
    year: str
    description: str
    language: str
    publisher: str
    cover_jpeg: bytes


def write_tags(path: Path, tags: Tags) -> None:
    """Write the tags into an M4B, leaving audio and chapters as they are.

    Raises:
        EncoderFailed: The file is not one mutagen can tag.
        DiskError: The disk refuses.
    """
    try:
        media = MP4(path)
        media.delete()
        for atom, value in _atoms(tags).items():
            media[atom] = value
        media.save()
    except (MutagenError, OSError) as err:
        refusal = err.args[0] if isinstance(err, MutagenError) and err.args else err
        if isinstance(refusal, OSError):
            raise disk_error(refusal, path) from err
        raise EncoderFailed(
            f"The tags could not be written: {err}", "Run the same command again; nothing spoken is lost."
        ) from err


def _atoms(tags: Tags) -> dict[str, list[object]]:
    short = tags.description.encode("utf-8")[:_SHORT_DESCRIPTION_BYTES].decode("utf-8", "ignore")
    texts = {
        "\xa9nam": tags.title,
        "\xa9alb": tags.title,
        "\xa9ART": tags.author,
        "aART": tags.author,
        "\xa9wrt": tags.narrator,
        "\xa9nrt": tags.narrator,
        "\xa9gen": tags.genre,
        "\xa9day": tags.year,
        "desc": short,
        "ldes": tags.description,
        "\xa9pub": tags.publisher,
    }
    atoms: dict[str, list[object]] = {atom: [text] for atom, text in texts.items() if text}
    atoms["stik"] = [_AUDIOBOOK]
    if tags.language:
        name = "----:com.apple.iTunes:LANGUAGE"
        atoms[name] = [MP4FreeForm(tags.language.encode("utf-8"), AtomDataType.UTF8)]
    if tags.cover_jpeg:
        atoms["covr"] = [MP4Cover(tags.cover_jpeg, MP4Cover.FORMAT_JPEG)]
    return atoms
