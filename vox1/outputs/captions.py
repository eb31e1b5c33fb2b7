"""Captions: the sentences of an audiobook with the times at which they are heard, as SRT, WebVTT and LRC.

SRT has no standard: it is written as SubRip does, with commas in its times and lines that end in CR LF, and
with a byte order mark, since nothing else in it says that it is UTF-8 and players take it for the system's
encoding. WebVTT is always UTF-8 and needs none (W3C, "WebVTT: The Web Video Text Tracks Format", 4.1). LRC is
as old as SRT and gets a mark too; its first line is one that nobody misses where a player stumbles over it.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from vox1 import files
from vox1.outputs.cues import Cue, CuedChapter
from vox1.outputs.screens import Screen, columns, screens

_LEAST_SECONDS, _MOST_LINGER_SECONDS = 5 / 6, 0.5
"""A screen stays so long, or this much longer than it is heard (Netflix, "Timed Text Style Guide": Duration,
and Timing to Audio: up to 12 frames)."""
_MOST_COLUMNS_PER_SECOND = 17.0
"""One that is said faster stays longer too, if there is time (the same guide for English: Reading Speed)."""
_LEAST_MS = 10
"""WebVTT wants times that rise, and LRC writes hundredths of seconds."""
_CLEAR_SECONDS = 2.0
"""LRC lines stay until the next: after so long a silence begins, an empty one takes the last away."""
_RIGHT_TO_LEFT, _POP = "\u202b", "\u202c"
_BREAKING = frozenset(("Cc", "Zl", "Zp"))
_ARROW = re.compile(r"-->")
_SRT_TIME = re.compile(r"(?<=\d):(?=\d{1,2}:\d{1,2}[.,]\d)|(?<=\d):(?=\d{1,2}[.,]\d)")
_SRT_TAG = re.compile(r"<(/?[a-zA-Z][^<>]*)>")
_SRT_ORDER = re.compile(r"\{(\\[^{}]*|[a-zA-Z]:[^{}]*)\}")
_TIMED_WORD = re.compile(r"<(?=\d)")
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_IN_VTT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_LRC = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True)
class CaptionTags:
    """What captions say of their audiobook.

    Attributes:
        title: The book's.
        author: Its authors, joined by commas; may be empty.
        narrator: The voice; may be empty.
    """

    title: str
    author: str = ""
    narrator: str = ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """A screen of captions.

    Attributes:
        line: Its text on one line.
        lines: The same as shown, on one or two.
        start_ms: When it appears, counted from the beginning of the file.
        end_ms: When it goes.
        is_cleared: Whether nothing else comes for a while.
    """

    line: str
    lines: tuple[str, ...]
    start_ms: int
    end_ms: int
    is_cleared: bool


@dataclass(frozen=True, slots=True)
class CaptionFormat:
    """How captions are written.

    Attributes:
        suffix: Of its files.
        title: For people.
        encoding: Of its files.
        newline: Ends its lines.
        head: Returns the beginning of a file.
        chapter: Returns what stands before a chapter.
        screen: Returns a screen, given its number from 1.
    """

    suffix: str
    title: str
    encoding: str
    newline: str
    head: Callable[[CaptionTags], str]
    chapter: Callable[[CuedChapter], str]
    screen: Callable[[int, _Shown], str]

    def encoded(self, text: str) -> bytes:
        """Return a part of a file but the first."""
        return text.replace("\n", self.newline).encode(self.encoding.removesuffix("-sig"))


def write_captions(
    formats: Iterable[str],
    chapters: Iterable[CuedChapter],
    tags: CaptionTags,
    path_for_format: Callable[[str], Path],
) -> list[Path]:
    """Write the captions of one file of the audiobook, each format to a file of its own.

    Chapters are asked for once and one at a time, so that they may be made as they are written.

    Args:
        formats: Names in `FORMATS`.
        chapters: Of the file, in order.
        tags: For the head.
        path_for_format: Returns where a format goes, given its suffix such as ``.srt``.

    Returns:
        Where each format went.

    Raises:
        DiskError: The disk refuses; what was there before is untouched.
    """
    chosen = [FORMATS[name] for name in dict.fromkeys(formats)]
    paths = [path_for_format(form.suffix) for form in chosen]
    if not chosen:
        return paths
    with ExitStack() as stack:
        streams = [stack.enter_context(files.writing(path)) for path in paths]
        for form, stream in zip(chosen, streams, strict=True):
            stream.write("".encode(form.encoding) + form.encoded(form.head(tags)))
        number, last_ms = 0, 0
        for chapter in chapters:
            shown = list(_shown(chapter, last_ms))
            for form, stream in zip(chosen, streams, strict=True):
                stream.write(form.encoded(form.chapter(chapter)))
                stream.writelines(
                    form.encoded(form.screen(number + at, one)) for at, one in enumerate(shown, 1)
                )
            number += len(shown)
            last_ms = shown[-1].end_ms if shown else last_ms
    return paths


def _shown(chapter: CuedChapter, last_ms: int) -> Iterator[_Shown]:
    """The screens of a chapter; none is before the one before it, or shorter than players can show."""
    following = [*(cue.start_seconds for cue in chapter.cues[1:]), chapter.seconds]
    for cue, next_seconds in zip(chapter.cues, following, strict=False):  # there may be no cue
        for one in _screens(cue, next_seconds, chapter.start_seconds):
            start_ms = max(one.start_ms, last_ms)
            last_ms = max(one.end_ms, start_ms + _LEAST_MS)
            yield replace(one, start_ms=start_ms, end_ms=last_ms)


def _screens(cue: Cue, next_seconds: float, chapter_seconds: float) -> Iterator[_Shown]:
    """The screens of a cue.

    Args:
        cue: The sentence.
        next_seconds: When the next begins, or the chapter ends.
        chapter_seconds: When the chapter begins.
    """
    text = _plain(cue.text)
    parts = screens(text)
    if not parts:
        return
    turned = _turned if _is_right_to_left(text) else str
    edges_ms = [round(1000 * (chapter_seconds + edge)) for edge in _edges(cue, parts, next_seconds)]
    for part, (start_ms, end_ms) in zip(parts, itertools.pairwise(edges_ms), strict=True):
        is_cleared = part is parts[-1] and next_seconds - cue.end_seconds >= _CLEAR_SECONDS
        line, lines = turned(text[part.start : part.end]), tuple(map(turned, part.lines))
        yield _Shown(line, lines, start_ms, end_ms, is_cleared)


def _edges(cue: Cue, parts: Sequence[Screen], next_seconds: float) -> list[float]:
    """When each screen of a cue appears, and when the last goes, which may stay a little longer.

    Args:
        cue: The sentence.
        parts: Its text cut into screens.
        next_seconds: When the next cue begins, or the chapter ends.
    """
    characters = [0, *(moment.character for moment in cue.moments), len(cue.text)]
    seconds = [cue.start_seconds, *(moment.seconds for moment in cue.moments), cue.end_seconds]
    starts = np.interp([part.start for part in parts[1:]], characters, seconds).tolist()
    starts = [cue.start_seconds, *starts]
    reading_seconds = sum(map(columns, parts[-1].lines)) / _MOST_COLUMNS_PER_SECOND
    wanted = starts[-1] + max(_LEAST_SECONDS, reading_seconds)
    return [*starts, max(cue.end_seconds, min(wanted, cue.end_seconds + _MOST_LINGER_SECONDS, next_seconds))]


def _plain(text: str) -> str:
    """A text on one line, its characters where they were; half characters cannot be written."""
    return "".join(" " if unicodedata.category(c) in _BREAKING else c for c in text).translate(_HALVES)


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter of a text is one of Arabic, Hebrew or their like."""
    kinds = map(unicodedata.bidirectional, text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


def _turned(line: str) -> str:
    """A line that is read from the right, whatever its player takes to be the direction.

    Else its last full stop would stand on the wrong side, and a line that begins with a Latin name would be
    in disorder (Unicode Standard Annex 9, 2.1 and 3.3.1).
    """
    return f"{_RIGHT_TO_LEFT}{line}{_POP}"


def _clock(ms: int, point: str) -> str:
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{ms:03}"


def _nothing(_: object) -> str:
    return ""


def _srt_screen(number: int, shown: _Shown) -> str:
    times = f"{_clock(shown.start_ms, ',')} --> {_clock(shown.end_ms, ',')}"
    return "\n".join((str(number), times, *map(_srt_line, shown.lines), "", ""))


def _srt_line(line: str) -> str:
    """A line without what players take for times, tags and orders: SRT has no way to write these."""
    line = _SRT_TIME.sub("\u2236", _ARROW.sub("→", line))  # the sign for ratios: "2∶1"
    return _SRT_ORDER.sub(r"(\1)", _SRT_TAG.sub(r"‹\1›", line))


def _vtt_head(tags: CaptionTags) -> str:
    about = (tags.title, tags.author, tags.narrator)
    lines = [_vtt_note(text) for text in about if text.strip()]
    return "\n".join(("WEBVTT", "", *(("NOTE", *lines, "") if lines else ()), ""))


def _vtt_chapter(chapter: CuedChapter) -> str:
    return f"NOTE {_vtt_note(f'Chapter {chapter.number}: {chapter.title}')}\n\n"


def _vtt_note(text: str) -> str:
    """What is known of a book on a line of a comment, in which no arrow may be."""
    return _ARROW.sub("→", " ".join(_plain(text).split()))


def _vtt_screen(_: int, shown: _Shown) -> str:
    times = f"{_clock(shown.start_ms, '.')} --> {_clock(shown.end_ms, '.')}"
    return "\n".join((times, *(line.translate(_IN_VTT) for line in shown.lines), "", ""))


def _lrc_head(tags: CaptionTags) -> str:
    about = {"re": "VOX-1", "ti": tags.title, "ar": tags.author, "al": tags.title, "by": tags.narrator}
    return "".join(f"[{name}:{_lrc_line(text)}]\n" for name, text in about.items() if text.strip())


def _lrc_screen(_: int, shown: _Shown) -> str:
    line = f"[{_minutes(shown.start_ms)}]{_lrc_line(shown.line)}\n"
    return line + (f"[{_minutes(shown.end_ms)}]\n" if shown.is_cleared else "")


def _minutes(ms: int) -> str:
    """A time as LRC has it: minutes, of which there may be hundreds, seconds and hundredths of them."""
    return f"{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms // 10 % 100:02}"


def _lrc_line(text: str) -> str:
    """A text without brackets and timed words, which LRC has no way to write as text."""
    return _TIMED_WORD.sub("‹", " ".join(_plain(text).split()).translate(_IN_LRC))


FORMATS: Mapping[str, CaptionFormat] = {
    "srt": CaptionFormat(".srt", "SubRip", "utf-8-sig", "\r\n", _nothing, _nothing, _srt_screen),
    "vtt": CaptionFormat(".vtt", "WebVTT", "utf-8", "\n", _vtt_head, _vtt_chapter, _vtt_screen),
    "lrc": CaptionFormat(".lrc", "LRC lyrics", "utf-8-sig", "\n", _lrc_head, _nothing, _lrc_screen),
}
"""Formats of captions by the names that settings have."""


def caption_suffixes(names: Iterable[str]) -> tuple[str, ...]:
    """Return the suffixes of some formats' files."""
    return tuple(FORMATS[name].suffix for name in names)
