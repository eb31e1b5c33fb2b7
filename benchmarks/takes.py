"""What `takes` costs on a long book.

Usage: .venv/bin/python benchmarks/takes.py [--chapters 200]  (three minutes)

Types a book of 125 chunks a chapter and puts a take of each into a store, all of them one tone; nothing else
is spoken. Then lists it, corrects a chunk in the last chapter, takes that back, has the chunk redone and
takes that back too. Prints a table for docs/outputs.md: processor and clock time, and the memory of the
process after each fifth of the listing.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from backend import Backend  # noqa: E402  # found through the line above
from vox1.control import Control  # noqa: E402
from vox1.paths import Folders  # noqa: E402
from vox1.render.job import RenderOptions  # noqa: E402
from vox1.render.rehearsal import Rehearsal  # noqa: E402
from vox1.settings import Settings  # noqa: E402

_CHUNKS = 125
_SENTENCE = "The number {} tram was late again, and nobody in the queue said a word about it, or sighed."
_TONES = Settings(engine="tone")


def main() -> int:
    """Make the book and the store, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--chapters", type=int, default=200)
    chapters: int = parser.parse_args().chapters
    with tempfile.TemporaryDirectory(prefix="vox1-takes-") as name:
        folder = Path(name)
        folders = Folders(folder / "out", folder / "work", folder / "user")
        options = RenderOptions(_typed(folder / "book.json", chapters), _TONES)
        _fill(folders, options)
        _measure(Backend(folders), options, chapters)
    return 0


def _typed(path: Path, chapters: int) -> Path:
    """Write a book."""
    listed = [{"label": f"Chapter {n}", "text": _text(n)} for n in range(1, chapters + 1)]
    path.write_text(json.dumps({"title": "A Long Book", "chapters": listed}), "utf-8")
    return path


def _text(chapter: int) -> str:
    paragraphs = (
        " ".join(_SENTENCE.format(f"{chapter}-{number}{c}") for c in "abc") for number in range(_CHUNKS)
    )
    return "\n\n".join(paragraphs)


def _fill(folders: Folders, options: RenderOptions) -> None:
    """Put one take under the keys of all chunks."""
    backend = Backend(folders)
    one = folders.output.with_name("one.json")
    one.write_text('{"title": "One", "chapters": [{"label": "One", "text": "A word."}]}', "utf-8")
    backend.render(RenderOptions(one, _TONES), lambda _: None, Control())
    audio = next(folders.takes.rglob("1.flac"))
    record = json.loads(audio.with_suffix(".json").read_text("utf-8"))
    for chapter in Rehearsal(options, backend.read(options.book), folders).chapters():
        for chunk in chapter.chunks:
            place = folders.takes / chunk.key[:2] / chunk.key
            place.mkdir(parents=True)
            os.link(audio, place / "1.flac")
            (place / "1.json").write_text(json.dumps({**record, "key": chunk.key}), "utf-8")


def _measure(backend: Backend, options: RenderOptions, chapters: int) -> None:
    place = f"{chapters}.{_CHUNKS // 2}"
    print("| what | processor seconds | clock seconds |\n|---|---|---|")
    marks: list[int] = []
    _timed(f"list {chapters * _CHUNKS:,} chunks", lambda: marks.extend(_listed(backend, options, chapters)))
    _timed("correct one", lambda: backend.edit_text(options, place, "Quite another text than there was."))
    _timed("take that back", lambda: backend.edit_text(options, place, None))
    _timed("redo one", lambda: backend.redo_takes(options, [place]))
    _timed("take that back", lambda: backend.undo_choice(options, place))
    print(f"\nMemory while listing, in MB, after each fifth: {', '.join(map(str, marks))}")


def _listed(backend: Backend, options: RenderOptions, chapters: int) -> list[int]:
    """List the book and return the memory of this process on the way, in MB."""
    fifth = max(1, chapters * _CHUNKS // 5)
    process = psutil.Process()
    chunks = enumerate(backend.takes(options), 1)
    return [process.memory_info().rss // 10**6 for number, _ in chunks if number % fifth == 0]


def _timed(what: str, do: Callable[[], object]) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    do()
    print(f"| {what} | {time.process_time() - processor:.1f} | {time.perf_counter() - clock:.1f} |")


if __name__ == "__main__":
    sys.exit(main())
