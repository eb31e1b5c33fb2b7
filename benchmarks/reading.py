"""How well books are read: chapters, words kept, words that should not be read, seconds and memory.

Usage: .venv/bin/python benchmarks/reading.py FOLDER

FOLDER holds books, beside each its ``<file>.truth.json``, and the scorer ``score.py`` that explains its
figures in ``--help``. Every book is read by ``vox1 read --json --audit`` in a process of its own. Prints
the tables for docs/reading.md; the books stay where they are.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
_LOOK_SECONDS = 0.01
_OFF = (" words are ", " word is ", "counted a second way")
"""In the warnings of an audit that does not balance."""
_COLUMNS = (("chF1", 100), ("chR", 100), ("chP", 100), ("ttl", 100), ("wR", 100), ("wP", 100))


def read(book: Path) -> dict[str, Any]:
    """Return what the scorer wants to know of a book, with seconds, megabytes and the audit's verdict."""
    command = [sys.executable, "-m", "vox1_cli", "read", str(book), "--json", "--audit"]
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ}
    )
    peak: list[float] = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, peak), daemon=True)
    watcher.start()
    output, complaint = process.communicate()
    seconds = time.monotonic() - began
    watcher.join()
    measured = {"seconds": round(seconds, 2), "peak_mb": round(peak[0])}
    if process.returncode != 0:
        lines = complaint.decode("utf-8", "replace").strip().splitlines()
        return {"error": lines[0] if lines else "it ended without a word", **measured}
    result = json.loads(output)
    return {
        "title": result["title"],
        "author": ", ".join(result["authors"]),
        "language": result["language"],
        "cover": result["cover"],
        "chapters": [c for c in result["chapters"] if c["enabled"]],
        "audited_words": result["audited_words"],
        "warnings": result["warnings"],
        **measured,
    }


def _watch(pid: int, peak: list[float]) -> None:
    """Look at the memory of a process and its children until it ends; the largest sum stays."""
    try:
        process = psutil.Process(pid)
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
            total = sum(_resident_mb(one) for one in (process, *process.children(recursive=True)))
            peak[0] = max(peak[0], total)
            time.sleep(_LOOK_SECONDS)  # a sampler has nothing to wait for
    except psutil.NoSuchProcess:
        return


def _resident_mb(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.NoSuchProcess:
        return 0.0


def score(folder: Path, results: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the scorer's rows and totals."""
    with tempfile.TemporaryDirectory() as temporary:
        given, scored = Path(temporary) / "given.json", Path(temporary) / "scored.json"
        given.write_text(json.dumps(results), encoding="utf-8")
        command = [sys.executable, str(folder / "score.py"), str(given), str(folder), "--quiet"]
        subprocess.run([*command, "--json", str(scored)], check=True, capture_output=True)
        found: dict[str, Any] = json.loads(scored.read_text(encoding="utf-8"))
    return found


def _print(rows: list[dict[str, Any]], results: dict[str, dict[str, Any]]) -> None:
    print("| book | chapters | chF1 | titles | recall | precision | junk/1000 | audit | s | MB |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for row in (row for row in rows if row.get("wR") is not None):
        result = results[row["file"]]
        both = row["chR"] + row["chP"]
        f1 = 2 * row["chR"] * row["chP"] / both if both else 0.0
        junk = 1000 * sum(row["junk"].values()) / max(1, row["words"])
        off = [w for w in result.get("warnings", []) if any(words in w for words in _OFF)]
        audited = "; ".join(off) or f"{result.get('audited_words', 0):,} balance"
        figures = " | ".join(f"{100 * value:.1f}" for value in (f1, row["ttl"], row["wR"], row["wP"]))
        print(
            f"| {row['file']} | {row['gch']} | {figures} | {junk:.1f} | {audited} |"
            f" {result['seconds']:.1f} | {result['peak_mb']} |"
        )
    print("\n| file | what is right | outcome |\n|---|---|---|")
    for row in rows:
        if row.get("kind") == "phrases":
            print(f"| {row['file']} | phrases and order | {row['ok_n']} of {row['tot_n']} {row['note']} |")
        elif row.get("kind") == "error":
            outcome = "refused, cause named" if row.get("named") else "refused" if row.get("ok") else "READ"
            print(f"| {row['file']} | refused | {outcome}: {row['note']} |")


def main() -> None:
    """Read, score and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="*", help="a pattern of file names")
    folder, only = vars(parser.parse_args()).values()
    truths = sorted(folder.glob(f"{only}.truth.json"))
    names = [path.name.removesuffix(".truth.json") for path in truths]
    results = {name: read(folder / name) for name in names}
    scored = score(folder, results)
    _print([row for row in scored["rows"] if row["file"] in results], results)
    for name, total in scored["totals"].items():
        if total["absent"]:  # of a kind that was not asked for
            continue
        figures = "  ".join(f"{key} {scale * total[key]:.2f}" for key, scale in _COLUMNS)
        print(f"\n{name}: {total['files']} books  {figures}  junk {total['junk_per_1000_file_mean']:.2f}")


if __name__ == "__main__":
    main()
