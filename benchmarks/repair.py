"""How soon a long audiobook is there again after one name in it was corrected.

Usage: python3 run.py setup --dev, then .venv/bin/python benchmarks/repair.py --hours 10

Renders a long book in the draft voice, then corrects a name in the lexicon and renders it again, for a name
that stands in one place, in some places and in nearly every chapter. Prints one table for docs/outputs.md:
how many chunks were spoken, and how long after the last of them the new M4B was in place.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import long_book  # noqa: E402  # found through the line above
from benchmarks.pipeline import Run, machine, render  # noqa: E402

_PLACES = {"Quillfeather": 1, "Zelazny": 12, "Winifred": 0}
"""Names, and in how many places each is put; the last is the sample's own, twice in each telling."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hours", type=float, default=10.0)
    hours = parser.parse_args().hours
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "book.epub"
        long_book.build(book, hours, names=[name for name, times in _PLACES.items() for _ in range(times)])
        whole = render(book, "espeak", folder, more=("--user-dir", str(folder / "user")))
        rows = [(corrected, repaired(corrected, book, folder)) for corrected in _PLACES]
    print(f"{machine()}\n")
    print(f"{whole.finished['audio_seconds'] / 3600:.2f} h of audio, {whole.finished['chunks']:,} chunks\n")
    print(
        "| name corrected | chunks spoken | until the last | M4B in place after that | encoder, CPU | meter |"
    )
    print("|---|---|---|---|---|---|")
    for corrected, run in rows:
        last = max(e["at"] for e in run.events if e["event"] == "chunk_spoken" and not e["reused"])
        after = run.finished["at"] - last
        spent = [run.watch.cpu_seconds.get(role, 0.0) for role in ("encoder", "meter")]
        print(
            f"| {corrected} | {run.finished['rendered']} | {last:.1f} s | {after:.1f} s"
            f" | {spent[0]:.1f} s | {spent[1]:.1f} s |"
        )


def repaired(name: str, book: Path, folder: Path) -> Run:
    """Correct a name and render the book again."""
    user = ("--user-dir", str(folder / "user"))
    command = [sys.executable, str(ROOT / "run.py"), "lexicon", "add", name, name.replace("e", "ee"), *user]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return render(book, "espeak", folder, more=user)


if __name__ == "__main__":
    main()
