"""What the doctor says of the programs that VOX-1 uses: its own, and what the user may have besides."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from booksmith_module.drawn_cover import drawn_cover
from booksmith_module.readers.calibre import find_calibre
from vox1.audio import ffmpeg
from vox1.doctor.circumstances import Circumstances
from vox1.doctor.finding import Finding, good, problem, warning
from vox1_setup.machine import Answer, ask

_SECONDS = 25.0
_REPAIR = "python3 run.py setup"
_TONE = ("-v", "error", "-f", "lavfi", "-i", "sine=duration=0.2", "-c:a", "aac", "-f", "null", "-")
"""Makes a fifth of a second of sound and encodes it as audiobooks are, to nowhere."""
_CALIBRE = "Install Calibre (https://calibre-ebook.com)."
_TESSERACT = "Install Tesseract (https://tesseract-ocr.github.io)."


def look_at_ffmpeg(_: Circumstances) -> Iterator[Finding]:
    """Start ffmpeg and have it encode something."""
    program = ffmpeg.executable()
    answer = ask((program, "-nostdin", *_TONE), _SECONDS)
    if answer is None or answer.status != 0:
        yield problem("ffmpeg", f"ffmpeg does not work: {_fault(answer)}.", _REPAIR)
    else:
        yield good("ffmpeg", "ffmpeg starts and encodes AAC.")


def look_at_covers(_: Circumstances) -> Iterator[Finding]:
    """Draw a cover, as for a book without one: it needs fonts for Latin and other scripts."""
    if drawn_cover("Zażółć, 本", ("VOX-1",)).startswith(b"\xff\xd8"):
        yield good("covers", "Covers can be drawn for books without one; the fonts are there.")
    else:
        yield warning("covers", "No cover can be drawn for books without one.", _REPAIR)


def look_at_calibre(_: Circumstances) -> Iterator[Finding]:
    """Start Calibre's converter, if it is installed."""
    program = find_calibre()
    if program is None:
        yield good(
            "calibre", "Calibre is not installed. It would bring Kindle books, FB2, ODT, RTF.", _CALIBRE
        )
        return
    yield _started("calibre", "Calibre", ask((program, "--version"), _SECONDS), _CALIBRE)


def look_at_tesseract(_: Circumstances) -> Iterator[Finding]:
    """Start Tesseract, if it is installed."""
    found = shutil.which("tesseract")
    if found is None:
        yield good("tesseract", "Tesseract is not installed. It would bring scanned PDFs.", _TESSERACT)
        return
    yield _started("tesseract", "Tesseract", ask((Path(found), "--version"), _SECONDS), _TESSERACT)


def _started(topic: str, name: str, answer: Answer | None, install: str) -> Finding:
    if answer is None or answer.status != 0:
        return warning(topic, f"{name} is installed and does not work: {_fault(answer)}.", install)
    return good(topic, f"{name} starts: {answer.output.strip().partition(chr(10))[0][:80]}.")


def _fault(answer: Answer | None) -> str:
    """What is wrong with a program, from what it said."""
    if answer is None:
        return "it cannot be started"
    if answer.status is None:
        return f"it gave no answer within {_SECONDS:.0f} seconds"
    said = " ".join(answer.output.split())[-200:]
    return f"it ended with status {answer.status}{f' and said: {said}' if said else ''}"
