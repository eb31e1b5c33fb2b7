"""What `benchmarks/window.py` opens: books, a recording and voices, of the sizes that strain a window."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pymupdf
import soundfile

from benchmarks import long_book
from tests.epubs import Epub
from vox1.audio.ffmpeg import executable
from vox1.control import Control
from vox1.paths import Folders
from vox1.settings import Settings
from vox1.voices.booth import Booth, Sentence
from vox1.voices.changes import add_voice
from vox1.voices.master import MasterVoice, Origin

_RATE_HZ = 24_000
_RNG = np.random.default_rng(7)


def pdf(path: Path, pages: int) -> Path:
    """Write a PDF of as many pages of the sample's text."""
    paragraphs = long_book.sample_paragraphs()
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]
        for number in range(pages):
            page = document.new_page()
            start = 4 * number % len(paragraphs)
            text = "\n\n".join(paragraphs[start : start + 4])
            page.insert_textbox((72, 72, 540, 720), f"{text}\n\nThis was sheet {number}.")
        document.save(path)
    return path


def chapters(path: Path, count: int) -> Path:
    """Write an EPUB of as many short chapters."""
    texts = [
        (f"The {number}th day", f"<h1>The {number}th day</h1><p>It rained, and {number} trams were late.</p>")
        for number in range(1, count + 1)
    ]
    return Epub(texts, title="A long diary").write(path)


def recording(path: Path, hours: float) -> Path:
    """Write a recording: the draft voice says a paragraph again and again."""
    folder = path.parent
    booth = Booth(Folders(folder, folder, folder), lambda _: None, Control())
    text = next(paragraph for paragraph in long_book.sample_paragraphs() if len(paragraph) > 300)
    (said,) = booth.speak([Sentence(text[:340])], booth.speaker(Settings(), "en"))
    speech = path.with_suffix(".wav")
    soundfile.write(speech, said.samples, said.sample_rate_hz)
    command = [executable(), "-v", "error", "-y", "-stream_loop", "-1", "-i", str(speech)]
    subprocess.run([*command, "-t", str(hours * 3600), str(path)], check=True)
    return path


def voices(folders: Folders, count: int) -> None:
    """Keep as many master voices, each with a clip of its own."""
    clip, rate_hz = soundfile.read(_clip(folders.work), dtype="int16")
    assert rate_hz == _RATE_HZ
    for number in range(count):
        sound = clip.copy()
        sound[:100] = _RNG.integers(-50, 50, 100)
        facts = MasterVoice(f"Voice {number:03}", "en", Origin.CLONED, "interview.wav")
        add_voice(folders, facts, sound, "It rained, and the trams were late.")


def _clip(folder: Path) -> Path:
    """Twelve seconds of something like a voice."""
    folder.mkdir(parents=True, exist_ok=True)
    seconds = np.arange(12 * _RATE_HZ) / _RATE_HZ
    tone = sum(np.sin(2 * np.pi * 120 * part * seconds) / part for part in range(1, 12))
    loudness = 0.5 + 0.5 * np.sin(2 * np.pi * 3 * seconds)
    path = folder / "clip.wav"
    soundfile.write(path, (4000 * tone * loudness).astype(np.int16), _RATE_HZ)
    return path
