"""Tags of MP4 files, in atoms as Audiobookshelf and Apple read them.

The book's name is the album, the narrator the composer. Sources: Audiobookshelf's scanner and prober,
m4b-tool, and tone's README for the movement atoms.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mutagen.mp4 import MP4, AtomDataType, MP4Cover, MP4FreeForm

from vox1.outputs.tags.values import Chapter, Tags, Track

_AUDIOBOOK = 2
_FREE = "----:com.apple.iTunes:"


def tag_mp4(path: Path, tags: Tags, track: Track | None, _: Sequence[Chapter]) -> None:
    """Write the tags of an .m4b or .m4a; chapters are in it already."""
    media = MP4(path)
    media.delete()
    for atom, value in _atoms(tags, track).items():
        media[atom] = value
    media.save()


def _atoms(tags: Tags, track: Track | None) -> dict[str, list[object] | bool]:
    texts = {
        "\xa9nam": track.title if track else tags.title,
        "\xa9alb": tags.title,
        "\xa9ART": tags.author,
        "aART": tags.author,
        "\xa9wrt": tags.narrator,
        "\xa9nrt": tags.narrator,
        "\xa9gen": tags.genre,
        "\xa9day": tags.year,
        "desc": tags.short_description,
        "ldes": tags.description,
        "\xa9cmt": tags.description,
        "\xa9pub": tags.publisher,
        "\xa9grp": tags.grouping,
        "\xa9mvn": tags.series,
        "soal": tags.sort_title,
        "sonm": "" if track else tags.sort_title,
    }
    free = {
        "LANGUAGE": tags.language,
        "PUBLISHER": tags.publisher,
        "SUBTITLE": tags.subtitle,
        "SERIES": tags.series,
        "SERIES-PART": tags.series_part if tags.series else "",
        "ISBN": tags.isbn,
    }
    atoms: dict[str, list[object] | bool] = {atom: [_text(text)] for atom, text in texts.items() if text}
    for name, text in free.items():
        if text:
            atoms[_FREE + name] = [MP4FreeForm(_text(text).encode("utf-8"), AtomDataType.UTF8)]
    atoms["stik"] = [_AUDIOBOOK]
    atoms["pgap"] = True
    if tags.movement is not None:
        atoms["\xa9mvi"] = [tags.movement]
        atoms["shwm"] = [1]
    if track:
        atoms["trkn"] = [(track.number, track.total)]
    if tags.cover_jpeg:
        atoms["covr"] = [MP4Cover(tags.cover_jpeg, MP4Cover.FORMAT_JPEG)]
    return atoms


def _text(text: str) -> str:
    """A text that is valid Unicode: half of a pair, as broken books have it, is not."""
    return text.encode("utf-8", "replace").decode("utf-8")
