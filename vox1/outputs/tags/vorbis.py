"""Tags of Opus and FLAC files: Vorbis comments, with chapters as Xiph's "Chapter Extension" has them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

from mutagen.flac import FLAC, Picture
from mutagen.id3 import PictureType
from mutagen.oggopus import OggOpus

from vox1.outputs.m4b import chapter_title
from vox1.outputs.tags.values import Chapter, Tags, Track

MOST_CHAPTERS = 999
"""The extension numbers chapters with three digits; those after are left out of the list."""


def tag_opus(path: Path, tags: Tags, track: Track | None, chapters: Sequence[Chapter]) -> None:
    """Write the tags and chapters of an .opus; the cover is a comment too."""
    media = OggOpus(path)
    media.delete()
    media.update(_comments(tags, track, chapters))
    if tags.cover_jpeg:
        media["METADATA_BLOCK_PICTURE"] = [base64.b64encode(_picture(tags).write()).decode("ascii")]
    media.save()


def tag_flac(path: Path, tags: Tags, track: Track | None, chapters: Sequence[Chapter]) -> None:
    """Write the tags and chapters of a .flac; the cover is a block of its own."""
    media = FLAC(path)
    media.delete()
    media.clear_pictures()
    media.update(_comments(tags, track, chapters))
    if tags.cover_jpeg:
        media.add_picture(_picture(tags))
    media.save()


def _comments(tags: Tags, track: Track | None, chapters: Sequence[Chapter]) -> dict[str, list[str]]:
    texts = {
        "TITLE": track.title if track else tags.title,
        "SUBTITLE": tags.subtitle,
        "ALBUM": tags.title,
        "ARTIST": tags.author,
        "ALBUMARTIST": tags.author,
        "COMPOSER": tags.narrator,
        "NARRATOR": tags.narrator,
        "DATE": tags.year,
        "DESCRIPTION": tags.description,
        "LANGUAGE": tags.language,
        "PUBLISHER": tags.publisher,
        "GROUPING": tags.grouping,
        "SERIES": tags.series,
        "SERIES-PART": tags.series_part if tags.series else "",
        "MOVEMENTNAME": tags.series,
        "MOVEMENT": "" if tags.movement is None else str(tags.movement),
        "ISBN": tags.isbn,
        "ALBUMSORT": tags.sort_title,
        "TITLESORT": "" if track else tags.sort_title,
        "TRACKNUMBER": str(track.number) if track else "",
        "TRACKTOTAL": str(track.total) if track else "",
    }
    comments = {name: [_text(text)] for name, text in texts.items() if text}
    comments["GENRE"] = [_text(genre) for genre in tags.genres]
    for number, chapter in enumerate(chapters[:MOST_CHAPTERS], 1):
        comments[f"CHAPTER{number:03}"] = [_clock(chapter.start_ms)]
        comments[f"CHAPTER{number:03}NAME"] = [_text(chapter_title(chapter.title))]
    return comments


def _picture(tags: Tags) -> Picture:
    picture = Picture()
    picture.type = PictureType.COVER_FRONT
    picture.mime = "image/jpeg"
    picture.data = tags.cover_jpeg
    return picture


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _text(text: str) -> str:
    """A text without what ends it for programs in C, and without half of a pair, which is no Unicode."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
