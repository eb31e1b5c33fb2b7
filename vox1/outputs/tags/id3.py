"""Tags of MP3 and WAV files: ID3 2.4, with chapters as its addendum "ID3v2 Chapter Frame" has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mutagen.id3 import (
    APIC,
    CHAP,
    COMM,
    CTOC,
    ID3,
    MVIN,
    MVNM,
    TALB,
    TCOM,
    TCON,
    TDRC,
    TIT1,
    TIT2,
    TIT3,
    TLAN,
    TPE1,
    TPE2,
    TPUB,
    TRCK,
    TSOA,
    TSOT,
    TXXX,
    CTOCFlags,
    Encoding,
    PictureType,
)
from mutagen.mp3 import MP3
from mutagen.wave import WAVE

from vox1.audio.length import is_long_wav
from vox1.outputs.languages import iso_639_2
from vox1.outputs.m4b import chapter_title
from vox1.outputs.tags.values import Chapter, Tags, Track

_NO_OFFSET = 0xFFFFFFFF
"""Says that a chapter is found by its time, not by its bytes."""
_HEADER_BYTES = 10
"""Of the tag, and of each frame (ID3 2.4.0, 3.1 and 4)."""
_MOST_TITLE_BYTES = 120
"""Of a chapter: ffmpeg reads the size of the frame in it as ID3 2.3 has it, and loses longer ones."""
_RIFF_BYTES = 12
_MOST_CHILDREN = 255
"""A contents frame counts them in one byte; with more chapters there are several, under one."""


def tag_mp3(path: Path, tags: Tags, track: Track | None, chapters: Sequence[Chapter]) -> None:
    """Write the tags and chapters of an .mp3."""
    MP3(path).delete()  # which fails for a file that is no MP3
    written = ID3()
    _fill(written, tags, track, chapters)
    written.save(path)
    if chapters:
        _put_chapters_in_order(path, 0)


def _put_chapters_in_order(path: Path, begin: int) -> None:
    """Have the chapter frames stand in the order of time: mutagen writes the shortest first.

    Players go by the contents frame, but ffmpeg, and so Audiobookshelf, lists chapters as they stand.

    Args:
        path: The file.
        begin: Where its tag begins.
    """
    with path.open("rb+") as stream:
        stream.seek(begin)
        body = stream.read(_size(stream.read(_HEADER_BYTES)[6:]))
        spans = list(_frame_spans(body))
        found = [span for span in spans if body[span][:4] == b"CHAP"]
        ordered = iter(sorted((body[span] for span in found), key=_start_of))
        stream.seek(begin + _HEADER_BYTES)
        stream.writelines(next(ordered) if span in found else body[span] for span in spans)


def _frame_spans(body: bytes) -> Iterator[slice]:
    """Where each frame stands in a tag of ID3 2.4, up to the padding."""
    start = 0
    while start + _HEADER_BYTES <= len(body) and body[start]:
        end = start + _HEADER_BYTES + _size(body[start + 4 : start + 8])
        yield slice(start, end)
        start = end


def _size(four: bytes) -> int:
    """A size of four bytes with seven bits in each."""
    return four[0] << 21 | four[1] << 14 | four[2] << 7 | four[3]


def _start_of(chapter: bytes) -> int:
    """Where a chapter begins: the first number after its name."""
    after = chapter.index(b"\0", _HEADER_BYTES) + 1
    return int.from_bytes(chapter[after : after + 4], "big")


def tag_wav(path: Path, tags: Tags, track: Track | None, chapters: Sequence[Chapter]) -> None:
    """Write the tags and chapters of a .wav, into its ID3 chunk; one above 4 GB stays without."""
    if is_long_wav(path):
        return
    media: Any = WAVE(path)
    if media.tags is None:
        media.add_tags()
    media.tags.clear()
    _fill(media.tags, tags, track, chapters)
    media.save()
    if chapters:
        _put_chapters_in_order(path, _chunk_start(path))


def _chunk_start(path: Path) -> int:
    """Where the content of a WAV file's ID3 chunk begins (RIFF: a name, a size, and an even content)."""
    with path.open("rb") as stream:
        place = _RIFF_BYTES
        stream.seek(place)
        while len(head := stream.read(8)) == 8 and head[:4].lower() != b"id3 ":
            size = int.from_bytes(head[4:], "little")
            place += len(head) + size + size % 2
            stream.seek(place)
    return place + 8


def _fill(written: ID3, tags: Tags, track: Track | None, chapters: Sequence[Chapter]) -> None:
    for frame in (*_frames(tags, track), *_chapter_frames(chapters)):
        written.add(frame)


def _frames(tags: Tags, track: Track | None) -> Iterator[object]:
    texts = (
        (TIT2, track.title if track else tags.title),
        (TIT1, tags.grouping),
        (TIT3, tags.subtitle),
        (TALB, tags.title),
        (TPE1, tags.author),
        (TPE2, tags.author),
        (TCOM, tags.narrator),
        (TCON, tags.genre),
        (TDRC, tags.year),
        (TPUB, tags.publisher),
        (TLAN, iso_639_2(tags.language) if tags.language else ""),
        (TSOA, tags.sort_title),
        (TSOT, "" if track else tags.sort_title),
        (MVNM, tags.series),
        (MVIN, "" if tags.movement is None else str(tags.movement)),
        (TRCK, f"{track.number}/{track.total}" if track else ""),
    )
    for frame, text in texts:
        if text:
            yield frame(encoding=Encoding.UTF8, text=[_text(text)])
    named = {
        "NARRATOR": tags.narrator,
        "SERIES": tags.series,
        "SERIES-PART": tags.series_part if tags.series else "",
        "ISBN": tags.isbn,
    }
    for name, text in named.items():
        if text:
            yield TXXX(encoding=Encoding.UTF8, desc=name, text=[_text(text)])
    if tags.description:
        # Players look for a comment without a name, in no language or in English, whatever is in it.
        yield COMM(encoding=Encoding.UTF8, lang="XXX", desc="", text=[_text(tags.description)])
    if tags.cover_jpeg:
        yield APIC(Encoding.LATIN1, "image/jpeg", PictureType.COVER_FRONT, "", tags.cover_jpeg)


def _chapter_frames(chapters: Sequence[Chapter]) -> Iterator[object]:
    """A frame for each chapter, and the contents that give their order."""
    names = [f"chapter{number}" for number in range(1, len(chapters) + 1)]
    for name, chapter in zip(names, chapters, strict=True):
        title = TIT2(encoding=Encoding.UTF8, text=[_text(chapter_title(chapter.title, _MOST_TITLE_BYTES))])
        yield CHAP(
            element_id=name,
            start_time=chapter.start_ms,
            end_time=chapter.end_ms,
            start_offset=_NO_OFFSET,
            end_offset=_NO_OFFSET,
            sub_frames=[title],
        )
    if len(names) <= _MOST_CHILDREN:
        groups = []
    else:
        groups = [names[start : start + _MOST_CHILDREN] for start in range(0, len(names), _MOST_CHILDREN)]
    for number, group in enumerate(groups, 1):
        yield CTOC(
            element_id=f"part{number}", flags=CTOCFlags.ORDERED, child_element_ids=group, sub_frames=[]
        )
    if names:
        yield CTOC(
            element_id="contents",
            flags=CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED,
            child_element_ids=[f"part{number}" for number in range(1, len(groups) + 1)] or names,
            sub_frames=[],
        )


def _text(text: str) -> str:
    """A text that is one value: a zero would begin a second one, and half of a pair is no Unicode."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
