"""Narration without a voice: cues of one second for each sentence, and silence to go with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from booksmith_module.book import Book, Chapter, is_sayable
from vox1.audio import ffmpeg
from vox1.outputs.cues import Cue, CuedChapter
from vox1.outputs.readalong.writer import HeardChapter
from vox1.script.chunking import Piece
from vox1.script.sentences import sentence_spans

SECONDS = 1.0
"""Of each sentence; a fifth of it is the pause that follows."""


def silence(path: Path, seconds: float) -> Path:
    """Write a silent .m4a."""
    source = f"anullsrc=r=24000:cl=mono:d={seconds}"
    ffmpeg.run(("-v", "error", "-f", "lavfi", "-i", source, "-c:a", "aac", "-b:a", "32k", str(path)))
    return path


def cues(chapter: Chapter, language: str) -> Iterator[Cue]:
    """Return a chapter's sentences, a second each."""
    number = 0
    for index, block in enumerate(chapter.blocks):
        for start, end in sentence_spans(block.text, language) if is_sayable(block.text) else ():
            text = " ".join(block.text[start:end].split())
            yield Cue(text, (Piece(index, start, end),), number * SECONDS, (number + 0.8) * SECONDS)
            number += 1


def heard(book: Book, audio: Path) -> Iterator[HeardChapter]:
    """Return the chapters that are read by default, each with the same sound."""
    for number, chapter in enumerate(book.chapters, 1):
        found = tuple(cues(chapter, book.language or "en")) if chapter.enabled else ()
        if found:
            seconds = len(found) * SECONDS
            yield HeardChapter(CuedChapter(number, chapter.title, 0.0, seconds, found), audio)
